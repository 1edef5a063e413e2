//! The plan's figures for everybody: what the services count, by month and fiscal year, with its
//! definition and licence, as JSON and CSV. What must not be shown is decided in
//! [`crate::disclosure`].

use crate::book::Words;
use crate::counting::{self, Groups, Names, Series};
use crate::disclosure::{self, Shown};
use crate::page::in_order;
use kernel::Date;
use kernel::fiscal::FiscalYear;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use store::StoreError;
use web::api::{COMPUTING, Csv, Keep, Operation, Problem, Said, Spoken, Verified};
use web::texts::Lang;
use web::{Figure, House, Routes, Visit};

/// Closed months hardly change: so long one answer holds for everybody who asks.
const HOLDS: i64 = 600;

pub(crate) fn routes(routes: &mut Routes) {
    let about = (
        "手続きの記録から数えて、月ごとに締めた数字です（翌月の6日から出ます）。締めた数字は変わらず、数え直したときは recounted で分かります。手続き・地区・年齢ごとの数字は、終わった半年だけです。10件に満たないまとまりは出しません（引き算でも分からないように、ほかの月やまとまりも伏せることがあります）。",
        "Counted from the records of the services and closed by month, from the 6th of the next month on. A closed \
         figure does not change; one that was counted again says so. Figures by procedure, area and age are for \
         half-years that are over. No group under ten is shown; others may be withheld with it, so that it cannot be \
         told by subtraction.",
    );
    let as_json = Operation::get("/api/v1/figures", "listFigures", Said::new("数字", "Figures"))
        .about(about.0, about.1)
        .rate(COMPUTING)
        .keep(Keep::Seconds(600))
        .example(json!({ "year": 2026 }));
    routes.api(as_json, example(), figures);
    let as_csv = Operation::get("/api/v1/figures.csv", "listFiguresCsv", Said::new("数字（CSV）", "Figures (CSV)"))
        .about(about.0, about.1)
        .rate(COMPUTING)
        .keep(Keep::Seconds(600))
        .example(json!({ "year": 2026 }));
    routes.api(as_csv, Csv(table(&example())), csv);
}

/// Which figures.
#[derive(Deserialize, JsonSchema)]
struct Wanted {
    /// Fiscal year by the calendar year in which it begins in April; without it the one of the last
    /// month that is over.
    #[schemars(range(min = 2000, max = 2099), extend("x-ja" = "年度（始まる年の西暦）。ないときは、終わった最後の月の年度"))]
    year: Option<i16>,
}

/// The figures of a fiscal year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Figures {
    /// Fiscal year.
    #[schemars(extend("x-ja" = "年度（始まる年の西暦）"))]
    pub(crate) year: i16,
    /// First day.
    #[schemars(extend("x-ja" = "数え始めの日", "format" = "date"))]
    pub(crate) from: String,
    /// Last day that was counted; null while no month of the year is over.
    #[schemars(extend("x-ja" = "数え終わりの日。終わった月がまだないときは null", "format" = "date"))]
    pub(crate) until: Option<String>,
    /// Licence of these data.
    #[schemars(extend("x-ja" = "データの使い方の決まり"))]
    pub(crate) licence: Verified<String>,
    /// The figures.
    #[schemars(extend("x-ja" = "数字"))]
    pub(crate) items: Vec<Item>,
}

impl Figures {
    /// A figure by its key.
    pub(crate) fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|i| i.key == key)
    }

    /// The licence in one word, with its mark while the town has not decided it.
    pub(crate) fn licence_words(&self) -> String {
        let licence = self.licence.value.clone().unwrap_or_default();
        if self.licence.verified { licence } else { format!("{licence} (unconfirmed)") }
    }
}

/// One figure with its definition.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "OpenFigure")]
pub(crate) struct Item {
    /// Stable key.
    #[schemars(extend("x-ja" = "変わらない名前"))]
    pub(crate) key: String,
    /// Name.
    #[schemars(extend("x-ja" = "名前"))]
    pub(crate) title: Spoken,
    /// What it means and what it leaves out.
    #[schemars(extend("x-ja" = "意味と、数えないもの"))]
    pub(crate) meaning: Spoken,
    /// Unit, in Japanese.
    #[schemars(extend("x-ja" = "単位"))]
    pub(crate) unit: String,
    /// How it is computed, in Japanese.
    #[schemars(extend("x-ja" = "数え方"))]
    pub(crate) computed: String,
    /// The year as far as it is over.
    #[schemars(extend("x-ja" = "年度（終わった月まで）"))]
    pub(crate) year: Counted,
    /// The year by parts; small parts stand together as `other`.
    #[schemars(extend("x-ja" = "年度の内訳。小さいものは other にまとめます"))]
    pub(crate) parts: Vec<Part>,
    /// Its months that are closed.
    #[schemars(extend("x-ja" = "月ごと（締めた月）"))]
    pub(crate) months: Vec<Month>,
    /// Where it comes from, if it was counted outside the house; else null.
    #[schemars(extend("x-ja" = "外で数えた数字の出どころ。手続きの記録から数えたものは null"))]
    pub(crate) source: Option<String>,
    /// By procedure, area and age band, for half-years that are over.
    #[schemars(extend("x-ja" = "手続き・地区・年齢ごと（終わった半年）"))]
    pub(crate) groups: Vec<GroupsOf>,
}

/// The groups of a half-year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "FigureGroups")]
pub(crate) struct GroupsOf {
    /// `procedure`, `ward` or `age`.
    #[schemars(extend("x-ja" = "何ごとか。procedure（手続き）、ward（地区）、age（年齢）"))]
    pub(crate) by: String,
    /// First day of the half-year.
    #[schemars(extend("x-ja" = "半年のはじめの日", "format" = "date"))]
    pub(crate) from: String,
    /// Last day of the half-year.
    #[schemars(extend("x-ja" = "半年の終わりの日", "format" = "date"))]
    pub(crate) until: String,
    /// Its groups.
    #[schemars(extend("x-ja" = "まとまり"))]
    pub(crate) items: Vec<Group>,
}

/// A group.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "FigureGroup")]
pub(crate) struct Group {
    /// Stable key.
    #[schemars(extend("x-ja" = "変わらない名前"))]
    pub(crate) key: String,
    /// Name, in Japanese.
    #[schemars(extend("x-ja" = "名前"))]
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) counted: Counted,
}

/// What was counted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Counted {
    /// In the figure's unit; null when withheld or when there is nothing to tell it from.
    #[schemars(extend("x-ja" = "値。伏せたとき、記録がないときは null"))]
    pub(crate) value: Option<f64>,
    /// From how many records.
    #[schemars(extend("x-ja" = "もとになった記録の数"))]
    pub(crate) n: Option<i64>,
    /// Whether it is withheld to protect small groups.
    #[schemars(extend("x-ja" = "少ないので伏せたか"))]
    pub(crate) withheld: bool,
}

/// A month.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "FigureMonth")]
pub(crate) struct Month {
    /// The month, `2026-04`.
    #[schemars(extend("x-ja" = "月（2026-04）"))]
    pub(crate) month: String,
    /// Whether it was counted again after it was closed.
    #[schemars(extend("x-ja" = "締めたあとで数え直したか"))]
    pub(crate) recounted: bool,
    #[serde(flatten)]
    pub(crate) counted: Counted,
}

/// A part of a count.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "FigurePart")]
pub(crate) struct Part {
    /// Stable key, or a name of the town's own.
    #[schemars(extend("x-ja" = "変わらない名前、または町の呼び名"))]
    key: String,
    /// How many.
    #[schemars(extend("x-ja" = "数"))]
    n: i64,
}

fn example() -> Figures {
    let counted = |n: i64| Counted { value: Some(n as f64), n: Some(n), withheld: false };
    Figures {
        year: 2026,
        from: "2026-04-01".into(),
        until: Some("2026-05-31".into()),
        licence: Verified { value: Some("CC BY 4.0".into()), verified: false },
        items: vec![Item {
            key: "cases.received".into(),
            title: Spoken::new("受け付けた手続き", "", "Applications received"),
            meaning: Spoken::new("期間の中で受け付けた案件の数。", "", "Cases handed in during the period."),
            unit: "件".into(),
            computed: "受け付けた日と方法で数える".into(),
            year: counted(57),
            parts: vec![Part { key: "web".into(), n: 34 }, Part { key: "counter".into(), n: 23 }],
            months: vec![
                Month { month: "2026-04".into(), recounted: false, counted: counted(31) },
                Month { month: "2026-05".into(), recounted: false, counted: counted(26) },
            ],
            source: None,
            groups: vec![GroupsOf {
                by: "age".into(),
                from: "2026-04-01".into(),
                until: "2026-09-30".into(),
                items: vec![Group { key: "75".into(), name: "75歳以上".into(), counted: counted(21) }],
            }],
        }],
    }
}

async fn figures(visit: Visit, wanted: Wanted) -> Result<Figures, Problem> {
    Ok(Figures::clone(&*year(&visit, &wanted).await?))
}

async fn csv(visit: Visit, wanted: Wanted) -> Result<Csv, Problem> {
    Ok(Csv(table(&*year(&visit, &wanted).await?)))
}

async fn year(visit: &Visit, wanted: &Wanted) -> Result<Arc<Figures>, StoreError> {
    of_year(visit.house(), visit.now().date(), wanted.year.map(FiscalYear)).await
}

/// The figures of a fiscal year; without one, of the year of the last month that is over.
pub(crate) async fn of_year(house: &House, today: Date, year: Option<FiscalYear>) -> Result<Arc<Figures>, StoreError> {
    let last_month = today.first_of_month().yesterday().unwrap_or(today);
    let year = year.unwrap_or(FiscalYear::of(last_month));
    let key = format!("{}:{last_month}", year.0);
    house.remember(key, HOLDS, count(house, year, last_month)).await
}

async fn count(house: &House, year: FiscalYear, last: Date) -> Result<Figures, StoreError> {
    let ledger = counting::closed(house).await?;
    let mut items = Vec::new();
    for series in in_order(house, &ledger) {
        items.push(item(house, series, year).await?);
    }
    let until = items.iter().flat_map(|i| i.months.last()).map(|m| m.month.clone()).max();
    let until = until.and_then(|month| format!("{month}-01").parse::<Date>().ok()).map(Date::last_of_month);
    let licence = house.town.settings.licence.as_ref();
    Ok(Figures {
        year: year.0,
        from: year.start().to_string(),
        until: until.filter(|day| *day <= last).map(|d| d.to_string()),
        licence: Verified { value: licence.map(|l| l.name.clone()), verified: licence.is_some_and(|l| l.verified) },
        items,
    })
}

async fn item(house: &House, series: &Series, year: FiscalYear) -> Result<Item, StoreError> {
    let definition = &series.definition;
    let share = definition.unit == "%";
    let months: Vec<(&Date, &counting::Month)> = series.months.range(year.start()..=year.end()).collect();
    let figures: Vec<Figure> = months.iter().map(|(_, m)| m.figure.clone()).collect();
    let shown = disclosure::side_by_side(&figures, share).into_iter().zip(&months);
    let whole = counting::settled(series, year).map(|(figure, _)| figure).unwrap_or_default();
    let groups =
        counting::groups_of_year(&house.db, &definition.indicator, definition.yearly, &definition.unit, year).await?;
    let names = Names::of(house, Lang::Ja);
    Ok(Item {
        key: definition.indicator.clone(),
        title: spoken(&series.title),
        meaning: spoken(&series.meaning),
        unit: definition.unit.clone(),
        computed: definition.computed().to_owned(),
        source: definition.source.clone(),
        year: counted(disclosure::alone(&whole, share)),
        parts: disclosure::parts(&whole.parts).into_iter().map(|(key, n)| Part { key, n }).collect(),
        months: shown.map(|(shown, (day, month))| of_month(**day, month, shown)).collect(),
        groups: groups.into_iter().map(|g| told(g, &names)).collect(),
    })
}

fn spoken(words: &Words) -> Spoken {
    Spoken::new(&words.ja, words.easy.as_deref().unwrap_or_default(), words.en.as_deref().unwrap_or_default())
}

fn of_month(day: Date, month: &counting::Month, shown: Shown) -> Month {
    Month { month: day.strftime("%Y-%m").to_string(), recounted: month.revision > 1, counted: counted(shown) }
}

fn told(groups: Groups, names: &Names<'_>) -> GroupsOf {
    let by = groups.by;
    let group = |(key, shown): (String, Shown)| Group { name: names.name(by, &key), key, counted: counted(shown) };
    GroupsOf {
        by: by.key().to_owned(),
        from: groups.period.first.to_string(),
        until: groups.period.last.to_string(),
        items: groups.rows.into_iter().map(group).collect(),
    }
}

fn counted(shown: Shown) -> Counted {
    Counted { value: shown.value, n: shown.n, withheld: shown.withheld }
}

/// One line for each figure and period, the definition in each line, so that a line cut out still
/// says what it is.
fn table(figures: &Figures) -> String {
    let mut text = HEAD.join(",") + "\r\n";
    for item in &figures.items {
        text.extend(lines(figures, item).iter().map(|cells| line(cells)));
    }
    text
}

/// The columns of [`lines`].
pub(crate) const HEAD: [&str; 10] =
    ["key", "title", "unit", "period", "value", "n", "withheld", "meaning", "computed", "licence"];

/// The year and its months that are over, each with the definition.
pub(crate) fn lines(figures: &Figures, item: &Item) -> Vec<Vec<String>> {
    let period = figures.until.as_ref().map(|until| format!("{}/{until}", figures.from));
    let year = period.into_iter().map(|p| (p, &item.year));
    let months = item.months.iter().map(|m| (m.month.clone(), &m.counted));
    let cells = |(period, counted): (String, &Counted)| {
        vec![
            item.key.clone(),
            item.title.ja.clone(),
            item.unit.clone(),
            period,
            counted.value.map(|v| v.to_string()).unwrap_or_default(),
            counted.n.map(|n| n.to_string()).unwrap_or_default(),
            counted.withheld.to_string(),
            item.meaning.ja.clone(),
            item.computed.clone(),
            figures.licence_words(),
        ]
    };
    year.chain(months).map(cells).collect()
}

/// A line of RFC 4180.
pub(crate) fn line<C: AsRef<str>>(cells: &[C]) -> String {
    cells.iter().map(|c| cell(c.as_ref())).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A cell of RFC 4180.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

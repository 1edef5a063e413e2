//! The plan's figures for everybody: what the services count, by month and fiscal year, with its
//! definition and licence, as JSON and CSV. What must not be shown is decided in
//! [`crate::disclosure`].

use crate::disclosure::{self, Shown};
use crate::page::month_of;
use kernel::Date;
use kernel::fiscal::FiscalYear;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use store::StoreError;
use web::api::{COMPUTING, Csv, Keep, Operation, Problem, Said, Spoken, Verified};
use web::{Figure, House, Indicator, Period, Routes, Visit};

/// Closed months hardly change: so long one count holds for everybody who asks.
const HOLDS: i64 = 3600;

pub(crate) fn routes(routes: &mut Routes) {
    let about = (
        "手続きの記録からそのつど数えた数字です。終わった月だけを数え、10件に満たないまとまりは出しません（引き算でも分からないように、ほかの月も伏せることがあります）。",
        "Counted from the records of the services. Only months that are over are counted, and no group under ten is \
         shown; other months may be withheld with it, so that it cannot be told by subtraction.",
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
    /// Its months that are over.
    #[schemars(extend("x-ja" = "月ごと（終わった月）"))]
    pub(crate) months: Vec<Month>,
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
                Month { month: "2026-04".into(), counted: counted(31) },
                Month { month: "2026-05".into(), counted: counted(26) },
            ],
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
    // Counted again when a month ends.
    let key = format!("{}:{last_month}", year.0);
    house.remember(key, HOLDS, count(house, year, last_month)).await
}

/// The months of a fiscal year that are over by `last`.
fn months(year: FiscalYear, last: Date) -> Vec<(String, Period)> {
    const MONTHS: [i8; 12] = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3];
    let all = MONTHS.into_iter().filter_map(|m| month_of(year, m));
    all.filter(|p| p.last <= last).map(|p| (p.first.strftime("%Y-%m").to_string(), p)).collect()
}

async fn count(house: &House, year: FiscalYear, last: Date) -> Result<Figures, StoreError> {
    let months = months(year, last);
    let until = months.last().map(|(_, p)| p.last);
    let mut items = Vec::new();
    let rooms: Vec<_> = house.all_rooms().collect();
    for indicator in rooms.into_iter().rev().flat_map(|r| r.indicators) {
        items.push(item(house, indicator, year, &months).await?);
    }
    let licence = house.town.settings.licence.as_ref();
    Ok(Figures {
        year: year.0,
        from: year.start().to_string(),
        until: until.map(|d| d.to_string()),
        licence: Verified { value: licence.map(|l| l.name.clone()), verified: licence.is_some_and(|l| l.verified) },
        items,
    })
}

async fn item(
    house: &House,
    indicator: &Indicator,
    year: FiscalYear,
    months: &[(String, Period)],
) -> Result<Item, StoreError> {
    let share = indicator.unit == "%";
    let mut by_month = Vec::new();
    for (_, period) in months {
        by_month.push((indicator.count)(house.db.clone(), *period).await?);
    }
    let whole = match months.last() {
        Some((_, last)) => (indicator.count)(house.db.clone(), Period { first: year.start(), last: last.last }).await?,
        None => Figure::default(),
    };
    let shown = disclosure::side_by_side(&by_month, share).into_iter().zip(months);
    let (title, meaning) = (indicator.title, indicator.meaning);
    Ok(Item {
        key: indicator.key.to_owned(),
        title: Spoken::new(title.ja, title.easy, title.en),
        meaning: Spoken::new(meaning.ja, meaning.easy, meaning.en),
        unit: indicator.unit.to_owned(),
        computed: indicator.computed.to_owned(),
        year: counted(disclosure::alone(&whole, share)),
        parts: disclosure::parts(&whole.parts).into_iter().map(|(key, n)| Part { key, n }).collect(),
        months: shown.map(|(shown, (month, _))| Month { month: month.clone(), counted: counted(shown) }).collect(),
    })
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

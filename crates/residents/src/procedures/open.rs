//! The catalogue for other programs: the same facts as on the pages, in three languages.

use cases::forms::{Assurance, Category, LifeEvent, Outcome, Procedure, Text, TownMatter};
use kernel::search_key::search_key;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use town::FeeChannel;
use web::api::{Kind, Operation, Problem, Said, Spoken};
use web::{Routes, Visit};

pub(super) fn routes(routes: &mut Routes) {
    let list = Operation::get("/api/v1/procedures", "listProcedures", Said::new("手続きの一覧", "List of procedures"))
        .about(
            "町で扱う手続きを、名前の順に返します。q に入れたことばは、名前・説明・別の呼び名・読みから探します。",
            "The procedures of the town, ordered by key. `q` searches names, summaries, other names and readings.",
        )
        .example(json!({ "q": "住民票", "limit": 20 }))
        .leads(&[("getProcedure", "key", "/items/0/key")]);
    routes.api(list, List { items: vec![example().line], next: None }, all);
    let one = Operation::get("/api/v1/procedures/{key}", "getProcedure", Said::new("一つの手続き", "One procedure"))
        .about(
            "だれのためか、いつまでか、持ち物、手数料、日数、窓口。verified が false のときは、町で確認中です。",
            "Who it is for, until when, what to bring, the fee, how long it takes and which desk deals with it. While \
             `verified` is false the town is still confirming it.",
        )
        .example(json!({ "key": "resident_record" }));
    routes.api(one, example(), self::one);
}

/// Which procedures.
#[derive(Debug, Deserialize, JsonSchema)]
struct Wanted {
    /// Words to search for; all of them must be found.
    #[schemars(length(max = 100), extend("x-ja" = "探すことば。すべて含むものを返します"))]
    q: Option<String>,
    /// Only those of this shelf of the catalogue.
    #[schemars(extend("x-ja" = "この分野だけ"))]
    category: Option<Shelf>,
    /// Only those after the one with this key; `next` of the answer before.
    #[schemars(length(max = 100), extend("x-ja" = "この名前より後だけ。前の答えの next を入れます"))]
    after: Option<String>,
    /// At most so many, 20 without it.
    #[schemars(range(min = 1, max = 100), extend("x-ja" = "件数（なければ20）"))]
    limit: Option<u8>,
}

/// Which procedure.
#[derive(Debug, Deserialize, JsonSchema)]
struct Named {
    /// Key of the procedure.
    #[schemars(length(min = 1, max = 100), extend("x-ja" = "手続きの変わらない名前（key）"))]
    key: String,
}

/// Shelves of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Shelf {
    Certificates,
    Children,
    Schooling,
    Health,
    Welfare,
    Housing,
    Community,
}

impl Shelf {
    const fn of(category: Category) -> Self {
        match category {
            Category::Certificates => Self::Certificates,
            Category::Children => Self::Children,
            Category::Schooling => Self::Schooling,
            Category::Health => Self::Health,
            Category::Welfare => Self::Welfare,
            Category::Housing => Self::Housing,
            Category::Community => Self::Community,
        }
    }
}

/// A page of the list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProcedureList")]
struct List {
    /// The procedures.
    #[schemars(extend("x-ja" = "手続き"))]
    items: Vec<Line>,
    /// To be sent as `after` for the next page; null at the end.
    #[schemars(extend("x-ja" = "次に after に入れる値。終わりは null"))]
    next: Option<String>,
}

/// A procedure in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProcedureLine")]
struct Line {
    /// Stable key.
    #[schemars(extend("x-ja" = "変わらない名前"))]
    key: String,
    /// Counts up when the form changes.
    #[schemars(extend("x-ja" = "版"))]
    version: u32,
    /// Name.
    #[schemars(extend("x-ja" = "名前"))]
    title: Spoken,
    /// One or two sentences about it.
    #[schemars(extend("x-ja" = "どんな手続きか"))]
    summary: Spoken,
    /// Shelf of the catalogue.
    #[schemars(extend("x-ja" = "分野"))]
    category: Shelf,
    /// Turns of life in which people need it.
    #[schemars(extend("x-ja" = "暮らしの出来事"))]
    life_events: Vec<&'static str>,
    /// Page for people.
    #[schemars(extend("x-ja" = "人が読むページ", "format" = "uri"))]
    page: String,
    /// Whether the town has confirmed what is said here.
    #[schemars(extend("x-ja" = "町で確かめたか。false は確認中"))]
    verified: bool,
}

/// A procedure.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Procedure")]
struct Whole {
    #[serde(flatten)]
    line: Line,
    /// Who it is for.
    #[schemars(extend("x-ja" = "だれのためか"))]
    audience: Spoken,
    /// From when until when.
    #[schemars(extend("x-ja" = "いつまでか"))]
    timing: Spoken,
    /// What to have at hand.
    #[schemars(extend("x-ja" = "用意するもの"))]
    bring: Vec<Spoken>,
    /// The law or rule behind it, in Japanese.
    #[schemars(extend("x-ja" = "根拠の法令や決まり"))]
    basis: String,
    /// Public pages where the facts were seen.
    #[schemars(extend("x-ja" = "出どころ"))]
    sources: Vec<String>,
    /// How the town deals with it; null when another office does.
    #[schemars(extend("x-ja" = "町の扱い。ほかの役所の手続きのときは null"))]
    town: Option<Handling>,
    /// The office that deals with it, when it is not the town.
    #[schemars(extend("x-ja" = "町ではないときの行き先"))]
    elsewhere: Option<Other>,
}

/// How the town deals with a procedure.
#[derive(Debug, Serialize, JsonSchema)]
struct Handling {
    /// Key of the desk, as in the list of desks of `getTown`.
    #[schemars(extend("x-ja" = "窓口の名前（getTown の desks の key）"))]
    desk: String,
    /// The fee.
    #[schemars(extend("x-ja" = "手数料"))]
    fee: Price,
    /// Open days of the office within which it is usually done.
    #[schemars(extend("x-ja" = "標準の処理日数（開庁日）"))]
    processing_days: u16,
    /// What an applicant needs to send it: nothing, an account, a proved identity, or a visit.
    #[schemars(extend("x-ja" = "送るのに要るもの"))]
    needs: Needs,
    /// What must still be done in person, and why; null when nothing.
    #[schemars(extend("x-ja" = "窓口でないとできないことと、その理由"))]
    in_person: Option<Spoken>,
    /// What comes out of it.
    #[schemars(extend("x-ja" = "受け取るもの"))]
    gives: Gives,
    /// What happens after sending.
    #[schemars(extend("x-ja" = "送ったあと"))]
    after: Spoken,
    /// Where people begin; null when only at the counter.
    #[schemars(extend("x-ja" = "申請を始めるページ", "format" = "uri"))]
    begin: Option<String>,
}

/// What is needed to send an application.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Needs {
    Nothing,
    Account,
    ProvedIdentity,
    /// By a public means of identification (the chip of a My Number Card).
    PublicIdentification,
    Visit,
}

/// What comes out of a procedure.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Gives {
    Certificate,
    Letter,
    Answer,
}

/// A fee.
#[derive(Debug, Serialize, JsonSchema)]
struct Price {
    /// Whether there is a fee at all.
    #[schemars(extend("x-ja" = "手数料があるか"))]
    charged: bool,
    /// What it is counted by, in Japanese.
    #[schemars(extend("x-ja" = "数え方（通、件…）"))]
    per: Option<String>,
    /// Yen when applied for online; null when not known.
    #[schemars(extend("x-ja" = "オンラインの額（円）。分からないときは null"))]
    online: Option<i64>,
    /// Yen at the counter.
    #[schemars(extend("x-ja" = "窓口の額（円）"))]
    counter: Option<i64>,
    /// Yen at a screen in the town hall.
    #[schemars(extend("x-ja" = "役場の端末の額（円）"))]
    kiosk: Option<i64>,
    /// Yen by post.
    #[schemars(extend("x-ja" = "郵送の額（円）"))]
    post: Option<i64>,
    /// Whether the amounts are confirmed.
    #[schemars(extend("x-ja" = "額を確かめたか"))]
    verified: bool,
}

/// An office that is not the town's.
#[derive(Debug, Serialize, JsonSchema)]
struct Other {
    /// Its name.
    #[schemars(extend("x-ja" = "名前"))]
    who: Spoken,
    /// Its telephone.
    #[schemars(extend("x-ja" = "電話"))]
    phone: String,
    /// Where it is.
    #[schemars(extend("x-ja" = "場所"))]
    place: Option<Spoken>,
    /// Its page.
    #[schemars(extend("x-ja" = "ページ"))]
    url: Option<String>,
}

fn example() -> Whole {
    Whole {
        line: Line {
            key: "resident_record".into(),
            version: 1,
            title: Spoken::new(
                "住民票の写し",
                "｜住民票《じゅうみんひょう》の ｜写《うつ》し",
                "Copy of the residence record",
            ),
            summary: Spoken::new(
                "住所や氏名を町が証明する書類です。",
                "",
                "A paper in which the town certifies your address and name.",
            ),
            category: Shelf::Certificates,
            life_events: vec!["moving"],
            page: "https://mihon.example/procedures/resident_record".into(),
            verified: false,
        },
        audience: Spoken::new("住民登録がある方", "", "Residents of the town"),
        timing: Spoken::new("いつでも", "", "At any time"),
        bring: vec![Spoken::new("手数料", "", "The fee")],
        basis: "住民基本台帳法第12条".into(),
        sources: Vec::new(),
        town: Some(Handling {
            desk: "residents".into(),
            fee: Price {
                charged: true,
                per: Some("通".into()),
                online: Some(300),
                counter: Some(300),
                kiosk: Some(300),
                post: None,
                verified: false,
            },
            processing_days: 1,
            needs: Needs::ProvedIdentity,
            in_person: None,
            gives: Gives::Certificate,
            after: Spoken::new("用意ができたらお知らせします。", "", "You are told when it is ready."),
            begin: Some("https://mihon.example/apply/resident_record".into()),
        }),
        elsewhere: None,
    }
}

fn spoken(text: &Text) -> Spoken {
    Spoken::new(&text.ja, &text.easy, &text.en)
}

async fn all(visit: Visit, wanted: Wanted) -> Result<List, Problem> {
    let catalogue = cases::catalogue(visit.house())?;
    let mut offered = catalogue.on(visit.now().date());
    offered.sort_by(|a, b| a.key.cmp(&b.key));
    let words: Vec<String> = wanted.q.as_deref().unwrap_or_default().split_whitespace().map(search_key).collect();
    let most = usize::from(wanted.limit.unwrap_or(20));
    let mut found = offered
        .into_iter()
        .filter(|p| wanted.after.as_ref().is_none_or(|after| p.key > *after))
        .filter(|p| wanted.category.is_none_or(|c| c == Shelf::of(p.guide.category)))
        .filter(|p| holds_all(p, &words));
    let items: Vec<Line> = found.by_ref().take(most).map(|p| line(&visit, p)).collect();
    let next = if found.next().is_some() { items.last().map(|l| l.key.clone()) } else { None };
    Ok(List { items, next })
}

fn holds_all(procedure: &Procedure, words: &[String]) -> bool {
    let guide = &procedure.guide;
    let readings = [&guide.title.easy, &guide.summary.easy].map(|easy| web::texts::reading(easy));
    let text = search_key(&format!("{}\n{}", procedure.search_text(), readings.join("\n")));
    words.iter().all(|word| text.contains(word.as_str()))
}

fn line(visit: &Visit, procedure: &Procedure) -> Line {
    let guide = &procedure.guide;
    Line {
        key: procedure.key.clone(),
        version: procedure.version,
        title: spoken(&guide.title),
        summary: spoken(&guide.summary),
        category: Shelf::of(guide.category),
        life_events: guide.life_events.iter().map(|e| event(*e)).collect(),
        page: visit.house().url(&format!("/procedures/{}", procedure.key)),
        verified: procedure.facts.verified,
    }
}

const fn event(event: LifeEvent) -> &'static str {
    match event {
        LifeEvent::Birth => "birth",
        LifeEvent::Parenting => "parenting",
        LifeEvent::SchoolEntry => "school_entry",
        LifeEvent::Marriage => "marriage",
        LifeEvent::Moving => "moving",
        LifeEvent::House => "house",
        LifeEvent::Work => "work",
        LifeEvent::Farming => "farming",
        LifeEvent::Illness => "illness",
        LifeEvent::OldAge => "old_age",
        LifeEvent::Bereavement => "bereavement",
        LifeEvent::WardLife => "ward_life",
    }
}

async fn one(visit: Visit, named: Named) -> Result<Whole, Problem> {
    let catalogue = cases::catalogue(visit.house())?;
    let found = catalogue.current(&named.key, visit.now().date());
    let procedure = found.ok_or(Problem::of(Kind::NotFound))?;
    let guide = &procedure.guide;
    Ok(Whole {
        line: line(&visit, procedure),
        audience: spoken(&guide.audience),
        timing: spoken(&guide.timing),
        bring: guide.bring.iter().map(spoken).collect(),
        basis: procedure.basis.clone(),
        sources: procedure.facts.sources.clone(),
        town: procedure.matter().map(|m| handling(&visit, procedure, m)),
        elsewhere: procedure.elsewhere().map(|e| Other {
            who: spoken(&e.who),
            phone: e.phone.clone(),
            place: e.place.as_ref().map(spoken),
            url: e.url.clone(),
        }),
    })
}

fn handling(visit: &Visit, procedure: &Procedure, matter: &TownMatter) -> Handling {
    let begins = matter.assurance != Assurance::InPerson;
    Handling {
        desk: matter.desk.clone(),
        fee: price(visit, procedure, matter),
        processing_days: matter.processing_days,
        needs: match matter.assurance {
            Assurance::Anyone => Needs::Nothing,
            Assurance::Account => Needs::Account,
            Assurance::Identified => Needs::ProvedIdentity,
            Assurance::Strong => Needs::PublicIdentification,
            Assurance::InPerson => Needs::Visit,
        },
        in_person: matter.in_person.as_ref().map(spoken),
        gives: match matter.outcome {
            Outcome::Certificate(_) => Gives::Certificate,
            Outcome::Letter(_) => Gives::Letter,
            Outcome::None => Gives::Answer,
        },
        after: spoken(&matter.after),
        begin: begins.then(|| visit.house().url(&format!("/apply/{}", procedure.key))),
    }
}

fn price(visit: &Visit, procedure: &Procedure, matter: &TownMatter) -> Price {
    let of = matter.fee.as_ref();
    let fee = of.and_then(|f| visit.house().town.fees.on(&f.key, visit.now().date()));
    let yen = |channel| fee.and_then(|f| f.yen(channel)).map(|y| y.0);
    Price {
        charged: of.is_some(),
        per: fee.map(|f| f.per.clone()),
        online: yen(FeeChannel::Online),
        counter: yen(FeeChannel::Counter),
        kiosk: yen(FeeChannel::Kiosk),
        post: yen(FeeChannel::Post),
        // That nothing is charged is a statement of the procedure itself.
        verified: if of.is_some() { fee.is_some_and(|f| f.verified) } else { procedure.facts.verified },
    }
}

//! News for other programs.

use crate::PublicId;
use crate::public::{self, Public, Words};
use kernel::{TypedId, Uuid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::api::{Kind, Operation, Problem, Said, Spoken};
use web::{Routes, Visit};

pub(crate) fn routes(routes: &mut Routes) {
    let list = Operation::get("/api/v1/news", "listNews", Said::new("町からのお知らせ", "News of the town"))
        .about(
            "町がだれにでも出しているお知らせを、新しい順に返します。購読するときは /news/feed.atom か /news/feed.json が使えます。",
            "What the town tells everybody, newest first. To subscribe, use `/news/feed.atom` or `/news/feed.json`.",
        )
        .example(json!({ "limit": 10 }))
        .leads(&[("getNews", "id", "/items/0/id")]);
    routes.api(list, List { items: vec![example()], next: None }, all);
    let one = Operation::get("/api/v1/news/{id}", "getNews", Said::new("一つのお知らせ", "One piece of news"))
        .about("取り下げられたものは返しません。", "What was withdrawn is not found.")
        .example(json!({ "id": "019a0000-0000-7000-8000-000000000001" }));
    routes.api(one, example(), self::one);
}

/// Which news.
#[derive(Deserialize, JsonSchema)]
struct Wanted {
    /// Only those older than this one; `next` of the answer before.
    #[schemars(extend("x-ja" = "これより古いものだけ。前の答えの next を入れます", "format" = "uuid"))]
    after: Option<String>,
    /// At most so many, 20 without it.
    #[schemars(range(min = 1, max = 100), extend("x-ja" = "件数（なければ20）"))]
    limit: Option<u8>,
}

/// Which piece of news.
#[derive(Deserialize, JsonSchema)]
struct Named {
    /// Its identifier.
    #[schemars(extend("x-ja" = "識別子", "format" = "uuid"))]
    id: String,
}

/// A page of news.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "NewsList")]
struct List {
    /// The news, newest first.
    #[schemars(extend("x-ja" = "お知らせ（新しい順）"))]
    items: Vec<News>,
    /// To be sent as `after` for older ones; null at the end.
    #[schemars(extend("x-ja" = "次に after に入れる値。終わりは null"))]
    next: Option<String>,
}

/// A piece of news.
#[derive(Debug, Serialize, JsonSchema)]
struct News {
    /// Identifier.
    #[schemars(extend("x-ja" = "識別子", "format" = "uuid"))]
    id: String,
    /// Title.
    #[schemars(extend("x-ja" = "見出し"))]
    title: Spoken,
    /// Text; paragraphs are parted by an empty line.
    #[schemars(extend("x-ja" = "本文。段落の間は空行です"))]
    body: Spoken,
    /// When it was published.
    #[schemars(extend("x-ja" = "出した日時", "format" = "date-time"))]
    published_at: String,
    /// Page for people.
    #[schemars(extend("x-ja" = "人が読むページ", "format" = "uri"))]
    page: String,
}

fn example() -> News {
    News {
        id: "019a0000-0000-7000-8000-000000000001".into(),
        title: Spoken::new("役場の窓口を5時15分まで開けています", "", "The office is open until 17:15"),
        body: Spoken::new("平日の窓口は、5時15分まで開いています。", "", "On weekdays the desks are open until 17:15."),
        published_at: "2026-06-01T09:00:00+09:00".into(),
        page: "https://mihon.example/news/019a0000-0000-7000-8000-000000000001".into(),
    }
}

fn told(visit: &Visit, notice: Public) -> News {
    let of = |part: fn(Words) -> String| {
        let text = |words: &Option<Words>| words.clone().map(part).unwrap_or_default();
        Spoken::new(&part(notice.ja.clone()), &text(&notice.easy), &text(&notice.en))
    };
    News {
        id: notice.id.to_string(),
        title: of(|w| w.title),
        body: of(|w| w.body),
        published_at: notice.published_at.rfc3339(),
        page: visit.house().url(&format!("/news/{}", notice.id)),
    }
}

async fn all(visit: Visit, wanted: Wanted) -> Result<List, Problem> {
    let after = wanted.after.and_then(|id| id.parse::<Uuid>().ok()).unwrap_or(Uuid::max());
    let most = i64::from(wanted.limit.unwrap_or(20));
    let mut found = public::open(&visit.house().db, PublicId::from_uuid(after), most + 1).await?;
    let more = found.len() > usize::try_from(most).unwrap_or(0);
    found.truncate(usize::try_from(most).unwrap_or(0));
    let next = if more { found.last().map(|n| n.id.to_string()) } else { None };
    Ok(List { items: found.into_iter().map(|n| told(&visit, n)).collect(), next })
}

async fn one(visit: Visit, named: Named) -> Result<News, Problem> {
    let id = named.id.parse::<Uuid>().map_err(|_| Problem::of(Kind::NotFound))?;
    let found = public::find(&visit.house().db, PublicId::from_uuid(id)).await?;
    Ok(told(&visit, found.ok_or(Problem::of(Kind::NotFound))?))
}

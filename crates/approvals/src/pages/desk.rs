//! `/desk/approvals`: what waits for me.

use super::{officer, words};
use crate::desk::{self, Desk, Owed, Waiting};
use crate::records::Record;
use crate::routes::RouteBook;
use futures::future::BoxFuture;
use maud::{Markup, html};
use web::components::{
    Icon, Resource, Tone, chip_label, empty_state, link_button, page_heading, resource, resource_list, section,
};
use web::{Page, Visit, WebError};

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    let officer = officer(&visit).await?;
    let house = visit.house();
    let on_desk = desk::of(&house.db, house.shelved::<RouteBook>()?, &officer, visit.now().date()).await?;
    let main = html! {
        (page_heading("", "決裁", "あなたのところに回ってきた起案です。"))
        (waiting(&visit, &on_desk))
        @if !on_desk.deputised.is_empty() {
            (section("代わりに決められるもの（代決）", html! {
                p { "本来の人がいないときだけ、理由を書いて代わりに決められます。" }
                (list(on_desk.deputised.iter().map(|w| line(&visit, w))))
            }))
        }
        @if !on_desk.owed.is_empty() {
            (section("後閲（いない間に代決されたもの）", list(on_desk.owed.iter().map(|o| owed(&visit, o)))))
        }
        @if !on_desk.circulated.is_empty() {
            (section("供覧（見るもの）", list(on_desk.circulated.iter().map(|w| line(&visit, w)))))
        }
        @if !on_desk.drafted.is_empty() {
            (section("わたしの起案", list(on_desk.drafted.iter().map(drafted))))
        }
        @if visit.may("approvals.decide") {
            p { (link_button("不在の予定を入れる", "/desk/approvals/absence").outline().icon(Icon::Calendar)) }
        }
    };
    Ok(visit.page("決裁").desk().main(main))
}

/// What waits for the officer's decision.
pub(crate) fn to_do(visit: Visit) -> BoxFuture<'static, Result<web::Waiting, WebError>> {
    Box::pin(async move {
        let officer = officer(&visit).await?;
        let house = visit.house();
        let on_desk = desk::of(&house.db, house.shelved::<RouteBook>()?, &officer, visit.now().date()).await?;
        let count = i64::try_from(on_desk.mine.len() + on_desk.owed.len()).unwrap_or(i64::MAX);
        Ok(web::Waiting { what: "決裁するもの", count, late: 0 })
    })
}

fn waiting(visit: &Visit, on_desk: &Desk) -> Markup {
    if on_desk.mine.is_empty() {
        return empty_state(
            Icon::Check,
            "いま、あなたが決めるものはありません",
            "回ってくると、ここに古い順に並びます。",
            html! {},
        );
    }
    section(&format!("決めるもの（{}件）", on_desk.mine.len()), list(on_desk.mine.iter().map(|w| line(visit, w))))
}

fn list(lines: impl Iterator<Item = Resource>) -> Markup {
    resource_list(lines.collect::<Vec<_>>())
}

fn line(visit: &Visit, waiting: &Waiting) -> Resource {
    let town = &visit.house().town;
    let since = waiting.since.map(|m| words::since(m, visit.now())).unwrap_or_default();
    let chip = if waiting.away {
        chip_label(Tone::Warning, "不在")
    } else {
        chip_label(Tone::Progress, waiting.kind.label())
    };
    resource(&waiting.record.title, format!("/desk/approvals/{}", waiting.record.id))
        .text(format!("{}　起案: {}", words::post(town, &waiting.post), waiting.record.drafter_name))
        .meta(since)
        .status(chip)
}

fn owed(visit: &Visit, owed: &Owed) -> Resource {
    resource(&owed.title, format!("/desk/approvals/{}", owed.approval))
        .text(format!("{}の不在の間に代決されました", owed.absent_name))
        .meta(words::since(owed.since, visit.now()))
        .status(chip_label(Tone::Warning, "後閲"))
}

fn drafted(record: &Record) -> Resource {
    resource(&record.title, format!("/desk/approvals/{}", record.id))
        .meta(record.number.clone().unwrap_or_else(|| words::when(record.started_at)))
        .status(words::state(record.state))
}

//! `/desk/billing/files/{id}`: what would happen, and what happened.

use super::files::{chip, title};
use crate::BillingError;
use crate::reconcile::book_line::look;
use crate::reconcile::records::{self, File, FileState, Outcome};
use crate::reconcile::rules::Fit;
use crate::reconcile::{FileId, actions};
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::{Yen, era};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;
use web::components::{
    Icon, Tone, button, description_list, disclosure, empty_state, form, link_button, notice, notification_banner,
    page_heading, section, table,
};
use web::{Fields, Page, Visit, WebError};

/// The most lines shown one by one.
const SHOWN: usize = 200;

#[derive(Debug, Default, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    done: String,
}

/// How many lines become what, and those at which somebody should look.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<Fit, (i64, Yen)>,
    to_see: Vec<Outcome>,
}

async fn found(visit: &Visit, id: FileId) -> Result<File, WebError> {
    records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)
}

/// What would become of each line if it were booked now. Two lines of one slip are each looked at
/// alone; booked one after the other the second one is 過誤納金.
async fn preview(visit: &Visit, file: &File) -> Result<Tally, WebError> {
    let mut tally = Tally::default();
    for line in actions::lines_of(visit.house(), file).await? {
        let seen = look(&visit.house().db, &line).await?;
        let count = tally.counts.entry(seen.fit).or_insert((0, Yen::ZERO));
        *count = (count.0 + 1, count.1 + line.amount);
        if seen.fit.wants_eyes() && tally.to_see.len() < SHOWN {
            tally.to_see.push(Outcome {
                n: i64::from(line.n),
                key: line.key,
                amount: line.amount,
                paid_on: line.paid_on,
                fit: seen.fit,
                result: line.result.map(|r| r.code().to_string()),
                instalment: None,
                suspense: None,
            });
        }
    }
    Ok(tally)
}

async fn tally(visit: &Visit, file: &File) -> Result<Tally, WebError> {
    if matches!(file.state, FileState::Read | FileState::Dropped) {
        return preview(visit, file).await;
    }
    let db = &visit.house().db;
    let counts = records::counts(db, file.id).await?.into_iter().map(|(fit, n, yen)| (fit, (n, yen))).collect();
    let most = i64::try_from(SHOWN).unwrap_or(i64::MAX);
    Ok(Tally { counts, to_see: records::to_see(db, file.id, most).await? })
}

pub(super) async fn page(visit: Visit, Path(id): Path<FileId>, Query(after): Query<After>) -> Result<Page, WebError> {
    let file = found(&visit, id).await?;
    let tally = tally(&visit, &file).await?;
    let words = visit.words();
    let main = html! {
        @if after.done == "again" {
            (notification_banner(words, Tone::Info, "このファイルは、前に入れてあります").announced()
                .body(html! { p { "同じファイルを二度入れても、二度は記録しません。下は前に入れたものです。" } }))
        }
        (page_heading("入金のファイル", &title(&file), &file.name))
        (facts(&visit, &file))
        @match file.state {
            FileState::Read => (notice(Tone::Info, html! { p { "まだ何も記録していません。下は、いま記録したらどうなるかです。" } })),
            FileState::Booking => (notice(Tone::Progress, html! {
                p { (file.lines) "件のうち" (file.done) "件まで記録しました。" }
                p { (link_button("いまの様子を見る", format!("/desk/billing/files/{id}")).outline()) }
            })),
            _ => {}
        }
        @if !tally.counts.is_empty() { (section("内わけ", sums(&tally))) }
        @if file.state == FileState::Booking {
        } @else if tally.to_see.is_empty() {
            (empty_state(Icon::Check, "見てほしい行はありません", "すべての行が、請求とぴったり合っています。", html! {}))
        } @else {
            (section("見てほしい行", lines(&tally)))
        }
        @if file.state == FileState::Read { (deciding(&visit, &file)) }
        @if file.state == FileState::Booked && tally.counts.keys().any(|fit| fit.is_suspense()) {
            p { (link_button("合わなかった入金を片づける", "/desk/billing/unmatched")) }
        }
    };
    Ok(visit.page(title(&file)).desk().crumbs(&[("入金のファイル", "/desk/billing/files")]).main(main))
}

fn facts(visit: &Visit, file: &File) -> Markup {
    let list = description_list(visit.words())
        .item("様子", chip(file.state))
        .item("件数と入金の合計", html! { (file.lines) "件　" (file.total) })
        .item("入れた職員", html! { (file.read_name) "　" (era::date_label(file.read_at.date())) });
    html! { (list) }
}

fn sums(tally: &Tally) -> Markup {
    let rows =
        tally.counts.iter().map(|(fit, (n, yen))| [html! { (fit.label()) }, html! { (n) "件" }, html! { (yen) }]);
    html! { (table("内わけ", ["どうなるか", "件数", "金額"]).rows(rows).numeric([1, 2]).caption_hidden()) }
}

fn lines(tally: &Tally) -> Markup {
    let rows = tally.to_see.iter().map(|o| {
        let why = match (o.fit, &o.result) {
            (Fit::Failed, Some(code)) => {
                let said = code.chars().next().and_then(crate::formats::zengin::debit::DebitResult::of_code);
                html! { (Fit::Failed.label()) @if let Some(said) = said { "（" (said.label()) "）" } }
            }
            (_, _) => match o.suspense {
                Some(id) => html! { a href=(format!("/desk/billing/unmatched/{id}")) { (o.fit.label()) } },
                None => html! { (o.fit.label()) },
            },
        };
        [html! { (o.n) }, html! { (o.key) }, html! { (o.amount) }, html! { (era::date_label(o.paid_on)) }, why]
    });
    html! {
        (table("見てほしい行", ["行", "納付番号", "金額", "払った日", "どうなるか"]).rows(rows).numeric([2]).caption_hidden().dense())
        @if tally.to_see.len() >= SHOWN { p { "はじめの" (SHOWN) "件です。" } }
    }
}

fn deciding(visit: &Visit, file: &File) -> Markup {
    let words = visit.words();
    let book = html! { (button("この内容で記録する").icon(Icon::Check)) };
    let drop = html! {
        p { "まちがえて入れたときに使います。取り下げても、同じファイルをまた入れられます。" }
        (button("このファイルを取り下げる").danger())
    };
    html! {
        (form(words, format!("/desk/billing/files/{}/book", file.id), visit.form_token(), book))
        (disclosure("ファイルを取り下げる", html! { (form(words, format!("/desk/billing/files/{}/drop", file.id), visit.form_token(), drop)) }))
    }
}

pub(super) async fn book(visit: Visit, Path(id): Path<FileId>, _form: Fields) -> Result<Response, WebError> {
    found(&visit, id).await?;
    let officer = visit.signed_in()?.name.clone();
    let act = visit.act("入金ファイルの記録");
    let done = visit.house().db.write(&act, move |tx| async move { actions::begin(&tx, id, &officer).await }).await;
    on(&visit, id, done)
}

pub(super) async fn take_away(visit: Visit, Path(id): Path<FileId>, _form: Fields) -> Result<Response, WebError> {
    found(&visit, id).await?;
    let officer = visit.signed_in()?.name.clone();
    let act = visit.act("入金ファイルの取り下げ");
    let done = visit.house().db.write(&act, move |tx| async move { actions::take_away(&tx, id, &officer).await }).await;
    on(&visit, id, done)
}

/// Whoever comes second sees what the first one did.
fn on(visit: &Visit, id: FileId, done: Result<(), BillingError>) -> Result<Response, WebError> {
    match done {
        Ok(()) | Err(BillingError::Changed) => Ok(visit.see_other(&format!("/desk/billing/files/{id}"))),
        Err(e) => Err(e.into()),
    }
}

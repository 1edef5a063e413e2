//! The operator's page.

use super::nightly;
use axum::extract::Path;
use axum::response::Response;
use kernel::{Moment, Uuid};
use maud::{Markup, html};
use store::jobs::{self, DeadLetter, Queue};
use store::{Deed, NewJob, StoreError};
use web::components::{
    Icon, button, description_list, empty_state, form, page_heading, section, stat_tile, stat_tiles, table,
};
use web::{Fields, Page, Visit, WebError};

const DEAD_SHOWN: i64 = 100;

pub(crate) async fn overview(visit: Visit) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let queue = jobs::queue(db).await?;
    let dead = jobs::dead_letters(db, DEAD_SHOWN).await?;
    let verdict = nightly::last(db).await?;
    let title = visit.t("desk-ops-title");
    let main = html! {
        (page_heading("", &title, ""))
        (section(&visit.t("desk-ops-queue"), tiles(&visit, queue)))
        (section(&visit.t("desk-ops-dead"), letters(&visit, &dead)))
        (section(&visit.t("desk-ops-journal"), journal(&visit, verdict.as_ref().map(|v| (v.at, v.value.as_str())))))
        (section(&visit.t("desk-ops-program"), program(&visit)))
    };
    Ok(visit.page(title).desk().main(main))
}

fn tiles(visit: &Visit, queue: Queue) -> Markup {
    let unit = visit.t("desk-ops-unit");
    stat_tiles([
        stat_tile(visit.t("desk-ops-ready"), queue.ready.to_string(), &unit),
        stat_tile(visit.t("desk-ops-running"), queue.running.to_string(), &unit),
        stat_tile(visit.t("desk-ops-given-up"), queue.dead.to_string(), &unit),
    ])
}

fn letters(visit: &Visit, dead: &[DeadLetter]) -> Markup {
    if dead.is_empty() {
        return html! { (empty_state(Icon::Check, &visit.t("desk-ops-none"), "", html! {})) };
    }
    let words = visit.words();
    let columns = ["desk-ops-kind", "desk-ops-attempts", "desk-ops-when", "desk-ops-why", "desk-ops-do"];
    let columns = columns.map(|key| visit.t(key));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = dead.iter().map(|letter| {
        let retry = form(
            words,
            format!("/desk/operations/jobs/{}/retry", letter.id),
            visit.form_token(),
            html! {
                (button(visit.t("desk-ops-retry")).small().outline().about(&letter.kind))
            },
        );
        vec![
            html! { (letter.kind) },
            html! { (letter.attempts) },
            html! { (letter.ended_at.map(when).unwrap_or_default()) },
            html! { (letter.error.as_deref().unwrap_or_default()) },
            html! { (retry) },
        ]
    });
    html! { (table(visit.t("desk-ops-dead"), columns).rows(rows).caption_hidden()) }
}

fn journal(visit: &Visit, verdict: Option<(Moment, &str)>) -> Markup {
    let words = visit.words();
    let (at, outcome) = match verdict {
        Some((at, outcome)) => (when(at), outcome.to_owned()),
        None => (visit.t("desk-ops-never"), String::new()),
    };
    html! {
        (description_list(words)
            .item(visit.t("desk-ops-verified"), html! { (at) })
            .item(visit.t("desk-ops-outcome"), html! { @for line in outcome.lines() { p { (line) } } }))
        (form(words, "/desk/operations/verify", visit.form_token(), html! {
            (button(visit.t("desk-ops-verify-now")).outline())
        }))
    }
}

fn program(visit: &Visit) -> Markup {
    let db = &visit.house().db;
    let engine = if db.is_postgres() { "PostgreSQL" } else { "SQLite" };
    html! {
        (description_list(visit.words())
            .item(visit.t("desk-ops-version"), html! { (env!("CARGO_PKG_VERSION")) })
            .item(visit.t("desk-ops-database"), html! { (engine) }))
    }
}

fn when(at: Moment) -> String {
    at.civil().strftime("%Y-%m-%d %H:%M").to_string()
}

pub(crate) async fn verify_now(visit: Visit, _: Fields) -> Result<Response, WebError> {
    let minute = visit.now().as_micros() / 60_000_000;
    let act = visit.act("仕組みの運用");
    visit
        .house()
        .db
        .write(&act, move |tx| async move {
            tx.record(Deed::new("ops.verify-asked"));
            tx.enqueue(NewJob::new(nightly::VERIFY, &()).key(format!("{}:{minute}", nightly::VERIFY)));
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(visit.see_other("/desk/operations"))
}

pub(crate) async fn retry(visit: Visit, Path(id): Path<Uuid>, _: Fields) -> Result<Response, WebError> {
    let act = visit.act("仕組みの運用");
    visit
        .house()
        .db
        .write(&act, move |tx| async move {
            tx.record(Deed::new("ops.retry").detail(id));
            jobs::retry(&tx, id).await
        })
        .await?;
    Ok(visit.see_other("/desk/operations"))
}

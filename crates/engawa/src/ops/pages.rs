//! The operator's page.

use super::condition::{Condition, condition};
use super::runs::{Run, Work};
use super::states::{self, Matter, State};
use super::{nightly, samples, upkeep};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::{Moment, Uuid};
use maud::{Markup, html};
use store::jobs::{self, DeadLetter};
use store::{Deed, NewJob, StoreError, queue};
use web::components::{
    Icon, Tone, button, chip_label, description_list, disclosure, empty_state, form, input_text, page_heading,
    print_button, section, stat_tile, stat_tiles,
};
use web::{Fields, Page, Visit, WebError};

const DEAD_SHOWN: i64 = 50;
const REASON_MOST: usize = 200;
const PURPOSE: &str = "仕組みの運用";

/// The page was at another place once.
pub(crate) async fn moved(visit: Visit) -> Response {
    visit.see_other("/ops")
}

pub(crate) async fn overview(visit: Visit) -> Result<Response, WebError> {
    Ok(page(&visit, None).await?.into_response())
}

async fn page(visit: &Visit, wrong: Option<Uuid>) -> Result<Page, WebError> {
    let house = visit.house();
    let condition = condition(house).await?;
    let dead = jobs::dead_letters(&house.db, DEAD_SHOWN).await?;
    let matters = states::matters(&condition);
    let title = visit.t("desk-ops-title");
    let lead = visit.tf("desk-ops-as-of", &[("when", when(condition.at).into())]);
    let main = html! {
        (page_heading("", &title, &lead))
        (summary(visit, &matters))
        (print_button(visit.words()))
        (section(&visit.t("desk-ops-matters"), html! {
            ul.ops-matters { @for matter in &matters { li { (one(visit, *matter, &condition)) } } }
        }))
        (section(&visit.t("desk-ops-dead"), letters(visit, &dead, wrong)))
        (section(&visit.t("desk-ops-now"), buttons(visit, &condition)))
        (section(&visit.t("desk-ops-program"), program(visit, &condition)))
    };
    let page = visit.page(title).desk().main(main);
    Ok(if wrong.is_some() { page.failed() } else { page })
}

fn summary(visit: &Visit, matters: &[Matter]) -> Markup {
    let unit = visit.t("desk-ops-unit");
    let tile = |state: State| {
        let n = matters.iter().filter(|m| m.state == state).count();
        stat_tile(visit.t(&state_key(state)), n.to_string(), &unit)
    };
    stat_tiles([tile(State::Now), tile(State::Care), tile(State::Good)])
}

fn state_key(state: State) -> String {
    let name = match state {
        State::Good => "good",
        State::Care => "care",
        State::Now => "now",
    };
    format!("desk-ops-state-{name}")
}

fn chip(visit: &Visit, state: State) -> Markup {
    let tone = match state {
        State::Good => Tone::Success,
        State::Care => Tone::Warning,
        State::Now => Tone::Error,
    };
    chip_label(tone, &visit.t(&state_key(state)))
}

/// A matter: how it stands, what it means, what to do. What is good folds its explanation away.
fn one(visit: &Visit, matter: Matter, c: &Condition) -> Markup {
    let Matter { key, state, case } = matter;
    let means = html! { p { (visit.words().rich(&format!("desk-ops-{key}-means"))) } };
    html! {
        article.ops-matter {
            div.ops-head { h3 { (visit.t(&format!("desk-ops-{key}"))) } (chip(visit, state)) }
            @for line in facts(visit, key, case, c) { p { (line) } }
            @if state == State::Good {
                (disclosure(&visit.t("desk-ops-what-is-it"), means))
            } @else {
                (means)
                p { strong { (visit.t("desk-ops-do")) } (visit.words().rich(&format!("desk-ops-{key}-{case}-do"))) }
            }
        }
    }
}

/// What is seen now, in figures and in the words of the last time.
fn facts(visit: &Visit, key: &str, case: &str, c: &Condition) -> Vec<String> {
    let t = |name: &str| visit.t(name);
    match key {
        "jobs" => vec![queue_in_words(visit, c)],
        "mail" => match &c.mail {
            Some((at, _)) if c.has_mail && !c.demo => {
                vec![visit.tf(&format!("desk-ops-mail-{case}"), &[("when", when(*at).into())])]
            }
            _ => vec![t(&format!("desk-ops-mail-{case}"))],
        },
        "backup" => times(visit, Work::Backup, c),
        "drill" => times(visit, Work::Drill, c),
        "verify" => times(visit, Work::Verify, c),
        "disk" => disk_in_words(visit, c),
        "database" => database_in_words(visit, c),
        "certificate" => vec![match c.certificate_ends {
            Some(end) => visit.tf("desk-ops-certificate-ends", &[("when", end.date().to_string().into())]),
            None => t("desk-ops-certificate-none"),
        }],
        "sign-ins" => {
            let (today, usual) = samples::last_day_and_usual(&c.refused, c.at);
            let usual = usual.map_or_else(|| "—".to_owned(), |n| format!("{n:.0}"));
            vec![visit.tf("desk-ops-sign-ins-count", &[("n", today.into()), ("usual", usual.into())])]
        }
        _ => vec![t(&format!("desk-ops-{key}-{case}"))],
    }
}

fn queue_in_words(visit: &Visit, c: &Condition) -> String {
    let waited = c.oldest_due.map_or(0, |since| c.at.seconds_since(since).max(0) / 60);
    let n = |state| c.jobs_in(state).into();
    visit.tf(
        "desk-ops-jobs-count",
        &[("ready", n("ready")), ("running", n("running")), ("dead", n("dead")), ("waited", waited.into())],
    )
}

/// The last time that it went well, and the last time when that was another one.
fn times(visit: &Visit, work: Work, c: &Condition) -> Vec<String> {
    let Some(runs) = c.of(work) else { return Vec::new() };
    let said = |key: &str, run: &Run| {
        let mut line = visit.tf(key, &[("when", when(run.ended).into()), ("ago", ago(visit, run.ended, c.at).into())]);
        line.push_str(&run.words);
        line
    };
    let good = runs.good.as_ref().map(|run| said("desk-ops-went-well", run));
    let bad = runs.last.as_ref().filter(|r| !r.good).map(|run| said("desk-ops-went-wrong", run));
    let lines: Vec<String> = bad.into_iter().chain(good).collect();
    if lines.is_empty() { vec![visit.t("desk-ops-never")] } else { lines }
}

fn ago(visit: &Visit, at: Moment, now: Moment) -> String {
    let hours = now.seconds_since(at).max(0) / 3600;
    match hours {
        0 => visit.t("desk-ops-just-now"),
        1..48 => visit.tf("desk-ops-hours-ago", &[("n", hours.into())]),
        _ => visit.tf("desk-ops-days-ago", &[("n", (hours / 24).into())]),
    }
}

fn disk_in_words(visit: &Visit, c: &Condition) -> Vec<String> {
    let Some(disk) = c.disk else { return vec![visit.t("desk-ops-disk-unknown")] };
    let share = disk.free * 100 / disk.size.max(1);
    let left = visit.tf(
        "desk-ops-disk-left",
        &[("free", size(disk.free).into()), ("size", size(disk.size).into()), ("share", share.into())],
    );
    let trend = match samples::days_until_full(&c.free) {
        Some(days) => visit.tf("desk-ops-disk-days", &[("n", days.into())]),
        None => visit.t("desk-ops-disk-no-trend"),
    };
    vec![left, trend]
}

fn database_in_words(visit: &Visit, c: &Condition) -> Vec<String> {
    let Some(database) = &c.database else { return vec![visit.t("desk-ops-database-silent")] };
    let bytes = u64::try_from(database.bytes).unwrap_or(0);
    let mut lines =
        vec![visit.tf("desk-ops-database-is", &[("name", (&*database.name).into()), ("size", size(bytes).into())])];
    if let Some((used, most)) = database.connections {
        lines.push(visit.tf("desk-ops-database-connections", &[("used", used.into()), ("most", most.into())]));
    }
    lines
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

fn letters(visit: &Visit, dead: &[DeadLetter], wrong: Option<Uuid>) -> Markup {
    if dead.is_empty() {
        return html! { (empty_state(Icon::Check, &visit.t("desk-ops-none"), "", html! {})) };
    }
    html! {
        p { (visit.t("desk-ops-dead-lead")) }
        ul.ops-matters { @for letter in dead { li { (one_letter(visit, letter, wrong)) } } }
    }
}

fn one_letter(visit: &Visit, letter: &DeadLetter, wrong: Option<Uuid>) -> Markup {
    let words = visit.words();
    let path = |what: &str| format!("/ops/jobs/{}/{what}", letter.id);
    let field = format!("reason-{}", letter.id);
    let error = (wrong == Some(letter.id)).then(|| visit.t("desk-ops-reason-missing"));
    html! {
        article.ops-matter {
            h3 { (letter.kind) }
            (description_list(words)
                .item(visit.t("desk-ops-when"), html! { (letter.ended_at.map(when).unwrap_or_default()) })
                .item(visit.t("desk-ops-attempts"), html! { (letter.attempts) })
                .item(visit.t("desk-ops-why"), html! { (letter.error.as_deref().unwrap_or_default()) }))
            (form(words, path("retry"), visit.form_token(), html! {
                (button(visit.t("desk-ops-retry")).small().about(&letter.kind))
            }))
            (disclosure(&visit.t("desk-ops-discard-open"), html! {
                (form(words, path("discard"), visit.form_token(), html! {
                    (input_text(words, &field, visit.t("desk-ops-reason")).hint(visit.t("desk-ops-reason-hint")).error(error.as_deref()))
                    (button(visit.t("desk-ops-discard")).small().outline().about(&letter.kind))
                }))
            }))
        }
    }
}

fn buttons(visit: &Visit, c: &Condition) -> Markup {
    let words = visit.words();
    let ask = |path: &str, key: &str| form(words, path, visit.form_token(), html! { (button(visit.t(key)).outline()) });
    html! {
        p { (visit.t("desk-ops-now-lead")) }
        div.ops-buttons {
            @if c.copies_set {
                (ask("/ops/backup", "desk-ops-backup-now"))
                (ask("/ops/drill", "desk-ops-drill-now"))
            }
            (ask("/ops/verify", "desk-ops-verify-now"))
        }
    }
}

fn program(visit: &Visit, c: &Condition) -> Markup {
    let own = crate::watch::process();
    let memory = own.as_ref().map(|p| size(p.memory)).unwrap_or_default();
    let started = own.map(|p| when(Moment::from_micros((p.started * 1e6) as i64))).unwrap_or_default();
    let last = visit.house().db.last_entry();
    html! {
        (description_list(visit.words())
            .item(visit.t("desk-ops-version"), html! { (env!("CARGO_PKG_VERSION")) })
            .item(visit.t("desk-ops-started"), html! { (started) })
            .item(visit.t("desk-ops-memory"), html! { (memory) })
            .item(visit.t("desk-ops-entries"), html! { (last) })
            .item(visit.t("desk-ops-copies-at"), html! {
                (visit.t(if c.copies_set { "desk-ops-copies-set" } else { "desk-ops-copies-unset" }))
            }))
        p { (visit.t("desk-ops-update")) }
    }
}

fn when(at: Moment) -> String {
    at.civil().strftime("%Y-%m-%d %H:%M").to_string()
}

pub(crate) async fn verify_now(visit: Visit, _: Fields) -> Result<Response, WebError> {
    ask(&visit, "ops.verify-asked", nightly::VERIFY).await
}

pub(crate) async fn backup_now(visit: Visit, _: Fields) -> Result<Response, WebError> {
    ask(&visit, "ops.backup-asked", upkeep::BACKUP).await
}

pub(crate) async fn drill_now(visit: Visit, _: Fields) -> Result<Response, WebError> {
    ask(&visit, "ops.drill-asked", upkeep::DRILL).await
}

/// Once a minute is enough of each.
async fn ask(visit: &Visit, deed: &'static str, kind: &'static str) -> Result<Response, WebError> {
    let minute = visit.now().as_micros() / 60_000_000;
    let act = visit.act(PURPOSE);
    let change = move |tx: store::Tx| async move {
        tx.record(Deed::new(deed));
        tx.enqueue(NewJob::new(kind, &()).key(format!("{kind}:{minute}")));
        Ok::<_, StoreError>(())
    };
    visit.house().db.write(&act, change).await?;
    Ok(visit.see_other("/ops"))
}

pub(crate) async fn retry(visit: Visit, Path(id): Path<Uuid>, _: Fields) -> Result<Response, WebError> {
    let act = visit.act(PURPOSE);
    let change = move |tx: store::Tx| async move {
        tx.record(Deed::new("ops.retry").detail(id));
        jobs::retry(&tx, id).await
    };
    visit.house().db.write(&act, change).await?;
    Ok(visit.see_other("/ops"))
}

/// Lays a dead letter aside; the reason goes into the journal.
pub(crate) async fn discard(visit: Visit, Path(id): Path<Uuid>, fields: Fields) -> Result<Response, WebError> {
    let reason: String = fields.text(&format!("reason-{id}")).trim().chars().take(REASON_MOST).collect();
    if reason.is_empty() {
        return Ok(page(&visit, Some(id)).await?.into_response());
    }
    let act = visit.act(PURPOSE);
    let change = move |tx: store::Tx| async move {
        tx.record(Deed::new("ops.discard").detail(format!("{id}: {reason}")));
        queue::discard(&tx, id).await
    };
    visit.house().db.write(&act, change).await?;
    Ok(visit.see_other("/ops"))
}

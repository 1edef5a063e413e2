//! The queue of an officer's desks.

use crate::catalogue;
use crate::decide::is_of_desk;
use crate::pages::parts;
use crate::records::case::{self, Case};
use crate::records::queue::{self, Asked, Line};
use crate::rules::State;
use crate::submit::channel_word;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use kernel::id::CaseId;
use kernel::{Date, Reference};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Choice, Icon, button, checkbox, empty_state, link_button, page_heading, pagination, search_box, select, stat_tile,
    stat_tiles, table,
};
use web::texts::plain;
use web::{SignedIn, Visit, Waiting, WebError};

const PAGE: i64 = 50;

/// What of the queue is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    desk: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    mine: String,
    #[serde(default)]
    late: String,
    #[serde(default)]
    after: String,
}

impl Filter {
    fn place(&self) -> Option<(Date, CaseId)> {
        let (day, id) = self.after.split_once('_')?;
        Some((day.parse().ok()?, id.parse().ok()?))
    }

    fn desks<'a>(&self, who: &'a SignedIn) -> Vec<&'a str> {
        who.desks_with("cases.desk").into_iter().filter(|d| self.desk.is_empty() || *d == self.desk).collect()
    }

    fn path(&self, after: &Line) -> String {
        let Self { desk, state, mine, late, .. } = self;
        format!("/desk/cases?desk={desk}&state={state}&mine={mine}&late={late}&after={}_{}", after.due_on, after.id)
    }
}

/// The queue.
pub(crate) async fn queue(visit: Visit, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let who = visit.signed_in()?.clone();
    if !filter.q.trim().is_empty() {
        return search(&visit, &who, filter.q.trim()).await;
    }
    let db = &visit.house().db;
    let (mut found, mut counts) = (Vec::new(), Vec::new());
    for desk in filter.desks(&who) {
        let asked = Asked {
            desk: desk.to_owned(),
            state: State::from_key(&filter.state),
            officer: (!filter.mine.is_empty()).then_some(who.account),
            due_before: (!filter.late.is_empty()).then(|| visit.now().date()),
            after: filter.place(),
        };
        found.extend(queue::queue(db, &asked, PAGE + 1).await?);
        counts.extend(queue::counts(db, desk).await?);
    }
    found.sort_by_key(|l| (l.due_on, l.id));
    let page_size = usize::try_from(PAGE).unwrap_or(50);
    let next = (found.len() > page_size).then(|| filter.path(&found[page_size - 1]));
    found.truncate(page_size);
    let words = visit.words();
    let main = html! {
        (page_heading("", &words.t("desk-cases-queue"), ""))
        (tiles(&visit, &counts))
        (search_box(words, "q", "/desk/cases", &words.t("desk-cases-search"), ""))
        (filters(&visit, &who, &filter))
        @if found.is_empty() {
            (empty_state(Icon::Check, &words.t("desk-cases-empty"), "", html! {}))
        } @else {
            (list(&visit, &found))
        }
        (pagination(words, None, next.as_deref()))
    };
    Ok(visit.page(words.plain("desk-cases-queue")).desk().main(main).into_response())
}

/// The cases of the officer's desks that nobody has closed.
pub(crate) fn waiting(visit: Visit) -> BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move {
        let mut waiting = Waiting { what: "受け付けた申請", ..Waiting::default() };
        let desks = visit.signed_in()?.staff.as_ref().map(|s| s.desks.clone()).unwrap_or_default();
        for desk in desks {
            let (open, late) = queue::to_do(&visit.house().db, &desk, visit.now().date()).await?;
            waiting.count += open;
            waiting.late += late;
        }
        Ok(waiting)
    })
}

fn tiles(visit: &Visit, counts: &[(State, i64)]) -> Markup {
    let of = |state: State| counts.iter().filter(|(s, _)| *s == state).map(|(_, n)| n).sum::<i64>();
    let tile = |state: State| {
        let label = plain(&visit.t(&format!("desk-cases-state-{}", state.key().replace('_', "-"))));
        let count = of(state);
        let many = counts.iter().any(|(s, n)| *s == state && *n >= queue::COUNTED);
        let unit = if many { "件以上" } else { "件" };
        stat_tile(label, count.to_string(), unit).href(format!("/desk/cases?state={}", state.key()))
    };
    stat_tiles(State::ALL.into_iter().filter(|s| *s != State::Closed).map(tile))
}

fn filters(visit: &Visit, who: &SignedIn, filter: &Filter) -> Markup {
    let words = visit.words();
    let desks = who.desks_with("cases.desk");
    let desk_choices = std::iter::once(Choice::new("", "すべての窓口"))
        .chain(desks.iter().map(|d| Choice::new(*d, parts::desk_name(visit, d))));
    let states =
        std::iter::once(Choice::new("", "終わっていないもの")).chain(State::ALL.into_iter().map(|s| {
            Choice::new(s.key(), plain(&words.t(&format!("desk-cases-state-{}", s.key().replace('_', "-")))))
        }));
    html! {
        form.filters method="get" action="/desk/cases" {
            (select(words, "desk", words.t("desk-cases-desk"), desk_choices).value(&filter.desk).always_chosen())
            (select(words, "state", words.t("desk-cases-state"), states).value(&filter.state).always_chosen())
            (checkbox(words, "mine", &words.t("desk-cases-only-mine"), !filter.mine.is_empty(), None))
            (checkbox(words, "late", &words.t("desk-cases-only-late"), !filter.late.is_empty(), None))
            (button(words.t("desk-cases-filter")).outline().small())
        }
    }
}

fn list(visit: &Visit, lines: &[Line]) -> Markup {
    let words = visit.words();
    let head = ["受付番号", "手続き", "申請した人", "いま", "期限", "方法"];
    let procedures = catalogue(visit.house()).ok();
    let rows = lines.iter().map(|l| {
        let title = procedures.as_ref().and_then(|c| c.get(&l.procedure, l.procedure_version));
        [
            html! { a href=(format!("/desk/cases/{}", l.id)) { (l.reference) } },
            html! { (title.map(|p| plain(&p.guide.title.ja)).unwrap_or_default()) },
            html! { (l.applicant_name) },
            html! { (parts::desk_state_chip(words, l.state, l.outcome)) @if l.officer.is_none() { br; small { (words.t("desk-cases-nobody")) } } },
            parts::deadline_chip(visit, l.state, l.due_on),
            html! { (channel_word(l.channel)) },
        ]
    });
    html! { (table(words.t("desk-cases-queue"), head).rows(rows).caption_hidden().dense()) }
}

/// By number, or by words of name and procedure; only cases of the officer's desks are shown.
async fn search(visit: &Visit, who: &SignedIn, q: &str) -> Result<Response, WebError> {
    let db = &visit.house().db;
    let words = visit.words();
    let of_mine = |case: &Case| is_of_desk(who, &case.desk);
    if let Ok(reference) = q.parse::<Reference>()
        && let Some(case) = case::by_reference(db, reference).await?.filter(of_mine)
    {
        return Ok(visit.see_other(&format!("/desk/cases/{}", case.id)));
    }
    let mut found = Vec::new();
    for id in db.search(crate::submit::INDEX, q, 200).await? {
        found.extend(case::find(db, CaseId(id)).await?.filter(of_mine).map(Line::from));
        if found.len() >= 50 {
            break;
        }
    }
    let main = html! {
        (page_heading("", &words.t("desk-cases-found"), ""))
        (search_box(words, "q", "/desk/cases", &words.t("desk-cases-search"), q))
        @if found.is_empty() {
            (empty_state(Icon::Search, &words.t("desk-cases-found-none"), "", html! { (link_button(words.t("desk-cases-queue"), "/desk/cases")) }))
        } @else { (list(visit, &found)) }
    };
    Ok(visit.page(words.plain("desk-cases-found")).desk().main(main).into_response())
}

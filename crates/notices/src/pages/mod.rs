//! The doors of the room.

mod calls;
mod desk;
mod desk_news;
mod inbox;
mod news;
mod outbox;
mod post;
mod unsubscribe;

use crate::{Delivery, State, recipient};
use futures::future::BoxFuture;
use kernel::id::PersonId;
use kernel::{Date, Moment};
use maud::{Markup, html};
use store::{Reads, StoreError};
use web::components::{Tone, chip_label};
use web::texts::Lang;
use web::{Access, Routes, Visit, Waiting, WebError};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/my/notices", Access::SignedIn, inbox::list);
    routes.get("/my/notices/{id}", Access::SignedIn, inbox::show);
    routes.post("/my/notices/{id}", Access::SignedIn, inbox::open);
    routes.get("/unsubscribe/{copy}/{proof}", Access::Secret, unsubscribe::ask);
    routes.post("/unsubscribe/{copy}/{proof}", Access::Secret, unsubscribe::end);
    routes.get("/demo/outbox", Access::Public, outbox::list);
    routes.get("/demo/outbox/{key}", Access::Public, outbox::show);

    routes.get("/news", Access::Public, news::list);
    routes.get("/news/feed.atom", Access::Public, news::atom);
    routes.get("/news/feed.json", Access::Public, news::json_feed);
    routes.get("/news/{id}", Access::Public, news::one);
    routes.get("/desk/news", Access::May("notices.publish"), desk_news::list);
    routes.post("/desk/news", Access::May("notices.publish"), desk_news::publish);
    routes.post("/desk/news/{id}/withdraw", Access::May("notices.publish"), desk_news::withdraw);

    routes.get("/desk/notices", Access::May("notices.send"), desk::list);
    routes.get("/desk/notices/{id}", Access::May("notices.send"), desk::show);
    routes.post("/desk/notices/{id}/bounced/{copy}", Access::May("notices.send"), desk::bounced);
    routes.get("/desk/notices/post", Access::May("notices.post"), post::list);
    routes.post("/desk/notices/post", Access::May("notices.post"), post::make);
    routes.post("/desk/notices/post/calls", Access::May("notices.post"), post::to_calls);
    routes.get("/desk/notices/post/{batch}", Access::May("notices.post"), post::file);
    routes.post("/desk/notices/post/{batch}", Access::May("notices.post"), post::posted);
    routes.get("/desk/notices/calls", Access::May("notices.post"), calls::list);
    routes.get("/desk/notices/calls/{copy}", Access::May("notices.post"), calls::show);
    routes.post("/desk/notices/calls/{copy}", Access::May("notices.post"), calls::note);
}

fn waiting(visit: Visit, what: &'static str, state: State) -> BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move {
        let count = recipient::count_waiting(&visit.house().db, state).await?;
        Ok(Waiting { what, count, late: 0 })
    })
}

/// Letters that are in no batch yet.
pub(crate) fn letters_wait(visit: Visit) -> BoxFuture<'static, Result<Waiting, WebError>> {
    waiting(visit, "印刷して送る手紙", State::OnPrintBatch)
}

/// People who are to be called.
pub(crate) fn calls_wait(visit: Visit) -> BoxFuture<'static, Result<Waiting, WebError>> {
    waiting(visit, "電話をかける方", State::OnCallList)
}

/// A day in the reader's language.
pub(crate) fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::En => date.strftime("%-d %B %Y").to_string(),
        _ => kernel::era::date_label(date),
    }
}

/// A day with the time, for officers.
fn day_time(at: Moment) -> String {
    format!("{} {}", kernel::era::date_label(at.date()), at.civil().strftime("%-H:%M"))
}

/// The paragraphs of a text.
fn paragraphs(text: &str) -> Markup {
    let parts: Vec<&str> = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect();
    html! {
        @for part in parts {
            p { @for (at, line) in part.lines().enumerate() { @if at > 0 { br; } (line) } }
        }
    }
}

/// How far a copy has come, for officers.
fn state_chip(state: State) -> Markup {
    let tone = match state {
        State::Created | State::Sending => Tone::Progress,
        State::FailedTemporarily => Tone::Warning,
        State::FailedPermanently => Tone::Error,
        State::OnPrintBatch | State::OnCallList => Tone::Info,
        _ => Tone::Success,
    };
    chip_label(tone, state.label())
}

/// What an officer calls the person of a copy.
async fn name_of(q: &impl Reads, person: PersonId) -> Result<String, StoreError> {
    let name = crate::reach::of(q, person).await?.map(|r| r.name).filter(|n| !n.is_empty());
    Ok(name.unwrap_or_else(|| "（記録のない方）".to_owned()))
}

/// Names for a list of copies.
async fn named(q: &impl Reads, copies: Vec<Delivery>) -> Result<Vec<(Delivery, String)>, StoreError> {
    let mut list = Vec::with_capacity(copies.len());
    for copy in copies {
        let name = name_of(q, copy.person).await?;
        list.push((copy, name));
    }
    Ok(list)
}

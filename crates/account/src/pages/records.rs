//! Who looked at my records, who changed them, when and for what purpose.

use super::{in_my, time_label};
use axum::extract::Query;
use kernel::id::AccountId;
use maud::html;
use serde::Deserialize;
use std::collections::HashMap;
use store::StoreError;
use store::journal::{self, Entry};
use web::components::{Icon, Tone, empty_state, event, page_heading, pagination, timeline};
use web::texts::rich;
use web::{Page, Visit, WebError};

const PAGE: i64 = 30;

#[derive(Deserialize, Default)]
pub(crate) struct Before {
    before: Option<i64>,
}

pub(crate) async fn page(visit: Visit, Query(from): Query<Before>) -> Result<Page, WebError> {
    let w = visit.words();
    let who = visit.signed_in()?;
    let mut entries = match who.person {
        Some(person) => journal::about(&visit.house().db, person, from.before, PAGE + 1).await?,
        None => Vec::new(),
    };
    let more = entries.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    entries.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = entries.last().filter(|_| more).map(|e| format!("/my/records?before={}", e.seq));
    let previous = from.before.map(|_| "/my/records");
    let mut names = HashMap::new();
    let mut events = Vec::with_capacity(entries.len());
    for entry in &entries {
        let actor = actor(&visit, &entry.actor, &mut names).await?;
        let title = what(&visit, &entry.act);
        let read = entry.act == "people.read";
        let why = entry.detail.as_deref().filter(|_| read);
        events.push(
            event(time_label(visit.lang(), entry.at), title)
                .datetime(entry.at.rfc3339())
                .who(actor)
                .tone(tone(entry))
                .body(html! { @if let Some(why) = why { p { (rich(&w.tf("account-records-why", &[("why", why.into())]))) } } }),
        );
    }
    let main = html! {
        (page_heading("", &w.t("account-records"), &w.t("account-records-lead")))
        @if events.is_empty() {
            (empty_state(Icon::Shield, &w.t("account-records-none"), "", html! {}))
        } @else {
            (timeline(events))
            (pagination(w, previous, next.as_deref()))
        }
    };
    Ok(in_my(&visit, visit.page(w.plain("account-records")).main(main)))
}

fn tone(entry: &Entry) -> Tone {
    if entry.act == "people.read" { Tone::Info } else { Tone::Neutral }
}

/// The deed in words: those of this floor by name, those of other rooms by the room.
fn what(visit: &Visit, act: &str) -> String {
    let texts = &visit.house().texts;
    let room = act.split('.').next().unwrap_or_default();
    let keys = [format!("account-act-{}", act.replace(['.', '_'], "-")), format!("account-act-{room}")];
    let known = keys.iter().find(|k| texts.has(web::texts::Lang::Ja, k));
    visit.t(known.map_or("account-act-other", String::as_str))
}

/// Who it was: oneself, the desk of an officer, the program; never an officer's own name, which the
/// town knows and answers for.
async fn actor(visit: &Visit, actor: &str, known: &mut HashMap<String, String>) -> Result<String, StoreError> {
    if let Some(name) = known.get(actor) {
        return Ok(name.clone());
    }
    let own = visit.account().map(|w| format!("account:{}", w.account));
    let name = match actor.strip_prefix("account:").and_then(|id| id.parse::<AccountId>().ok()) {
        _ if own.as_deref() == Some(actor) => visit.t("account-actor-self"),
        Some(id) => officer(visit, id).await?,
        None if actor == "anonymous" => visit.t("account-actor-anonymous"),
        None => visit.t("account-actor-system"),
    };
    let name = web::texts::plain(&name);
    known.insert(actor.to_owned(), name.clone());
    Ok(name)
}

async fn officer(visit: &Visit, id: AccountId) -> Result<String, StoreError> {
    let db = &visit.house().db;
    let person = visit.account().and_then(|w| w.person);
    match people::accounts::find(db, id).await? {
        Some(account) if account.kind == people::AccountKind::Staff => {
            let grants = people::grants::history(db, people::Holder::Account(id)).await?;
            let organisation = &visit.house().town.organisation;
            let desk = grants.iter().find_map(|g| organisation.desk(g.desk.as_deref()?)).map(town::Desk::full_name);
            Ok(match desk {
                Some(desk) => visit.tf("account-actor-desk", &[("desk", desk.into())]),
                None => visit.t("account-actor-officer"),
            })
        }
        Some(account) if account.person == person => Ok(visit.t("account-actor-self")),
        Some(_) => Ok(visit.t("account-actor-helper")),
        None => Ok(visit.t("account-actor-officer")),
    }
}

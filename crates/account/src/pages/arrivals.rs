//! 本人確認待ち: what a provider said of somebody, beside the persons of the register who may be meant.

use super::desk_people::looked_at;
use super::ways::named;
use super::{Errors, question, time_label, write};
use crate::identity::arrival::{self, Arrival, Decision, State};
use crate::identity::matching::candidates;
use crate::told;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::address::comparison_key;
use kernel::id::PersonId;
use kernel::search_key::search_key;
use kernel::{Uuid, era};
use maud::{Markup, html};
use people::Person;
use web::components::{
    Choice, Icon, Tone, button, button_row, checkbox, chip_label, description_list, empty_state, form, input_text,
    link_button, page_heading, radio_group, section, table,
};
use web::{Fields, Page, Visit, WebError};

/// The purpose as the person reads it.
const PURPOSE: &str = "ログインした方の本人確認";
/// So many persons are laid beside each other.
const MOST: usize = 6;
/// The longest reason, in characters.
const LONGEST: usize = 300;

/// Who waits.
pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let waiting = arrival::waiting(&visit.house().db).await?;
    let rows = waiting.iter().map(|a| {
        let open = html! { (button(w.t("desk-account-arrival-open")).small().outline().about(a.said.shown_name())) };
        [
            html! { (a.said.shown_name()) },
            html! { (named(&visit, &a.provider)) },
            html! { (time_label(visit.lang(), a.created_at)) },
            html! { (form(w, format!("/desk/identity/{}", a.id), visit.form_token(), open)) },
        ]
    });
    let head = ["desk-account-name", "desk-account-arrival-by", "desk-account-arrival-since", "account-change"];
    let main = html! {
        (page_heading("", &w.t("desk-account-arrivals"), &w.t("desk-account-arrivals-lead")))
        @if waiting.is_empty() {
            (empty_state(Icon::Check, &w.t("desk-account-arrivals-none"), "", html! {}))
        } @else {
            (table(w.t("desk-account-arrivals"), head.map(|key| w.t(key))).rows(rows).caption_hidden())
        }
    };
    Ok(visit.page(w.plain("desk-account-arrivals")).desk().main(main))
}

async fn waiting(visit: &Visit, id: Uuid) -> Result<Arrival, WebError> {
    let found = arrival::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    if found.state == State::Waiting { Ok(found) } else { Err(WebError::Changed) }
}

/// Opens one; the records beside it are read for a purpose that their persons see.
pub(crate) async fn open(visit: Visit, Path(id): Path<Uuid>, fields: Fields) -> Result<Page, WebError> {
    let arrival = waiting(&visit, id).await?;
    draw(&visit, &arrival, &fields, &Errors::default()).await
}

async fn draw(visit: &Visit, arrival: &Arrival, fields: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let w = visit.words();
    let typed: String = fields.text("q").chars().take(100).collect();
    let mut records = Vec::new();
    for id in meant(visit, arrival, &typed).await? {
        records.push(looked_at(visit, id, PURPOSE).await?);
    }
    let path = format!("/desk/identity/{}", arrival.id);
    let search = html! {
        (input_text(w, "q", w.t("desk-account-search")).hint(w.t("desk-account-search-hint")).value(typed.clone()).maxlength(100))
        (button(w.t("desk-account-search-do")).outline())
    };
    let body = html! {
        (page_heading(&w.t("desk-account-arrivals"), &w.t("desk-account-arrival-title"), &w.t("desk-account-arrival-lead")))
        (section(&w.t("desk-account-arrival-said"), said(visit, arrival)))
        @for (at, person) in records.iter().enumerate() {
            (section(&w.tf("desk-account-arrival-candidate", &[("n", (at + 1).into())]), beside(visit, arrival, person)))
        }
        @if records.is_empty() { p { (w.rich("desk-account-arrival-nobody")) } }
        (section(&w.t("desk-account-arrival-other"), html! { (form(w, path.clone(), visit.form_token(), search)) }))
        (section(&w.t("desk-account-arrival-decide"), decision(visit, &path, &records, &typed, fields, errors)))
    };
    Ok(question(visit, &w.t("desk-account-arrival-title"), errors, body).desk())
}

/// Those of the same name and birth, then those whom the officer looks for.
async fn meant(visit: &Visit, arrival: &Arrival, typed: &str) -> Result<Vec<PersonId>, WebError> {
    let db = &visit.house().db;
    let mut ids: Vec<PersonId> = candidates(db, &arrival.said).await?.into_iter().map(|p| p.id).collect();
    let said = &arrival.said;
    let searches = match (typed, said.birth) {
        ("", Some(birth)) if ids.is_empty() => Some(birth.to_string()),
        ("", _) => None,
        (typed, _) => Some(typed.to_owned()),
    };
    if let Some(words) = searches {
        let limit = i64::try_from(MOST).unwrap_or(1);
        let found = people::search(db, &visit.act("people.search"), &words, limit).await?;
        let alike = |name: &str| !typed.is_empty() || shares_a_part(said.name.as_deref().unwrap_or_default(), name);
        let found = found.into_iter().filter(|l| alike(&l.name)).map(|l| l.id);
        ids.extend(found.filter(|id| !ids.contains(id)).collect::<Vec<_>>());
    }
    ids.truncate(MOST);
    Ok(ids)
}

/// Born on the same day, and family or given name the same: a marriage, or one character off.
fn shares_a_part(one: &str, other: &str) -> bool {
    let parts = |name: &str| name.split_whitespace().map(search_key).collect::<Vec<_>>();
    let other = parts(other);
    parts(one).iter().any(|part| !part.is_empty() && other.contains(part))
}

fn said(visit: &Visit, arrival: &Arrival) -> Markup {
    let w = visit.words();
    let said = &arrival.said;
    let list = description_list(w)
        .item(w.t("desk-account-arrival-by"), html! { (named(visit, &arrival.provider)) })
        .item(w.t("desk-account-name"), html! { (said.name.as_deref().unwrap_or("—")) })
        .item(w.t("desk-account-birth"), html! { (said.birth.map(era::date_label).unwrap_or_else(|| "—".to_owned())) })
        .item(w.t("desk-account-address"), html! { (said.address.as_deref().unwrap_or("—")) });
    html! { (list) }
}

/// One record beside what was said; each line says whether it agrees.
fn beside(visit: &Visit, arrival: &Arrival, person: &Person) -> Markup {
    let w = visit.words();
    let said = &arrival.said;
    let name = said.name.clone().unwrap_or_default();
    let address = said.address.clone().unwrap_or_default();
    let birth = said.birth.map(era::date_label).unwrap_or_default();
    let own_birth = person.birth.map(era::date_label).unwrap_or_default();
    let own_address = person.address.to_string();
    let same_address = comparison_key(&address) == comparison_key(&own_address)
        || comparison_key(&address) == comparison_key(&person.address.without_prefecture());
    let lines = [
        (
            "desk-account-name",
            name.clone(),
            person.name.full().to_owned(),
            search_key(&name) == search_key(person.name.full()),
        ),
        ("desk-account-birth", birth, own_birth, said.birth.is_some() && said.birth == person.birth),
        ("desk-account-address", address.clone(), own_address, !address.is_empty() && same_address),
    ];
    let rows = lines.into_iter().map(|(key, said, own, same)| {
        let (tone, word) = match same {
            true => (Tone::Success, "desk-account-arrival-same"),
            false => (Tone::Warning, "desk-account-arrival-other-word"),
        };
        [html! { (w.t(key)) }, html! { (said) }, html! { (own) }, html! { (chip_label(tone, &w.t(word))) }]
    });
    let head = [
        "desk-account-arrival-what",
        "desk-account-arrival-said",
        "desk-account-arrival-record",
        "desk-account-arrival-agrees",
    ];
    html! {
        (table(person.name.full(), head.map(|key| w.t(key))).rows(rows))
        @if person.moved_out.is_some() || person.deceased.is_some() { p { (chip_label(Tone::Warning, &w.t("desk-account-gone"))) } }
    }
}

fn decision(visit: &Visit, path: &str, records: &[Person], typed: &str, fields: &Fields, errors: &Errors) -> Markup {
    let w = visit.words();
    let alive = records.iter().filter(|p| p.deceased.is_none());
    let people = alive.map(|p| Choice::new(p.id.to_string(), p.name.full()).hint(p.address.to_string()));
    let choices = people.chain([Choice::new("none", w.t("desk-account-arrival-refuse"))]);
    let body = html! {
        input type="hidden" name="q" value=(typed);
        (radio_group(w, "person", w.t("desk-account-arrival-who"), choices).value(fields.text("person")).required(true)
            .error(errors.of("person")))
        (input_text(w, "reason", w.t("desk-account-arrival-reason")).hint(w.t("desk-account-arrival-reason-hint"))
            .value(fields.text("reason")).maxlength(LONGEST).error(errors.of("reason")))
        (checkbox(w, "agrees", &w.t("desk-account-arrival-sure"), false, errors.of("agrees")))
        (button_row(html! {
            (button(w.t("desk-account-arrival-do")))
            (link_button(w.t("desk-account-arrival-later"), "/desk/identity").outline())
        }))
    };
    html! { (form(w, format!("{path}/decide"), visit.form_token(), body)) }
}

/// Links, or refuses with a reason that the resident reads.
pub(crate) async fn decide(visit: Visit, Path(id): Path<Uuid>, fields: Fields) -> Result<Response, WebError> {
    let arrival = waiting(&visit, id).await?;
    let (decision, errors) = read_decision(&visit, &fields);
    let (Some(decision), true) = (decision, errors.is_empty()) else {
        return Ok(draw(&visit, &arrival, &fields, &errors).await?.into_response());
    };
    if let Decision::Link(person) = &decision {
        let found = people::find(&visit.house().db, *person).await?.ok_or(WebError::NotFound)?;
        // Nobody decides who they are themselves, and nobody becomes somebody who has died.
        if visit.signed_in()?.person == Some(*person) || found.deceased.is_some() {
            return Err(WebError::Forbidden);
        }
    }
    let decided =
        write(&visit, "account.match", move |tx| async move { arrival::decide(&tx, &arrival, decision).await });
    decided.await.map_err(told)?;
    Ok(visit.see_other("/desk/identity"))
}

fn read_decision(visit: &Visit, fields: &Fields) -> (Option<Decision>, Errors) {
    let mut errors = Errors::default();
    let reason: String = fields.text("reason").trim().chars().take(LONGEST).collect();
    let decision = match fields.text("person") {
        "none" if reason.is_empty() => {
            errors.add("reason", visit.t("desk-account-arrival-reason-missing"));
            None
        }
        "none" => Some(Decision::Refuse(reason)),
        id => id.parse().ok().map(Decision::Link),
    };
    if decision.is_none() && errors.is_empty() {
        errors.add("person", visit.t("desk-account-arrival-who-missing"));
    }
    if fields.text("agrees") != "yes" {
        errors.add("agrees", visit.t("desk-account-agrees-missing"));
    }
    (decision, errors)
}

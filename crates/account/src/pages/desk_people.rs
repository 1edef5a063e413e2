//! Officers find residents here. Opening a record is an act with a purpose that the person will read.

use super::{Errors, question, write};
use axum::extract::Path;
use kernel::id::PersonId;
use kernel::{Date, era};
use maud::{Markup, html};
use people::{Listed, Person};
use web::components::Tone;
use web::components::{
    Icon, button, chip_label, description_list, empty_state, form, input_text, page_heading, radio_group, section,
    table,
};
use web::{Fields, Page, Visit, WebError};

/// The most people that one search shows.
pub(crate) const MOST: i64 = 50;

/// Why a record is opened; the person reads these words.
const PURPOSES: [&str; 5] = [
    "届出・申請の受付と審査",
    "本人からの問い合わせへの回答",
    "お知らせ・通知の送付先の確認",
    "記録の訂正",
    "法令に基づく調査",
];

pub(crate) async fn page(visit: Visit) -> Page {
    search_page(&visit, "/desk/people", "desk-account-people", "", None)
}

/// The question, and what was found.
pub(crate) fn search_page(visit: &Visit, action: &str, title: &str, typed: &str, found: Option<Markup>) -> Page {
    let w = visit.words();
    let fields = html! {
        (input_text(w, "q", w.t("desk-account-search")).hint(w.t("desk-account-search-hint")).value(typed).maxlength(100))
        (button(w.t("desk-account-search-do")))
    };
    let main = html! {
        (page_heading("", &w.t(title), ""))
        (form(w, action, visit.form_token(), fields))
        @if let Some(found) = found { (found) }
    };
    visit.page(w.plain(title)).desk().main(main)
}

/// The words stay out of the address: a search is posted.
pub(crate) async fn search(visit: Visit, fields: Fields) -> Result<Page, WebError> {
    let typed = fields.text("q");
    let found = people::search(&visit.house().db, &visit.act("people.search"), typed, MOST).await?;
    let list = listed(&visit, &found, |person| {
        html! { a href={ "/desk/people/" (person.id) } { (person.name) } }
    });
    Ok(search_page(&visit, "/desk/people", "desk-account-people", typed, Some(list)))
}

/// The table of people found; how each is opened is the page's matter.
pub(crate) fn listed(visit: &Visit, found: &[Listed], open: impl Fn(&Listed) -> Markup) -> Markup {
    let w = visit.words();
    if found.is_empty() {
        return empty_state(Icon::Search, &w.t("desk-account-none"), &w.t("desk-account-none-text"), html! {});
    }
    let rows = found.iter().map(|p| {
        [
            html! { (open(p)) @if p.gone { " " (chip_label(Tone::Warning, &w.t("desk-account-gone"))) } },
            html! { (p.kana.as_deref().unwrap_or_default()) },
            html! { (p.birth.map(era::date_label).unwrap_or_default()) },
            html! { (p.area) },
        ]
    });
    let head =
        [w.t("desk-account-name"), w.t("desk-account-kana"), w.t("desk-account-birth"), w.t("desk-account-area")];
    html! { (table(w.t("desk-account-found"), head).rows(rows)) }
}

/// Asks for the purpose before anything of the record is shown.
pub(crate) async fn ask_purpose(visit: Visit, Path(id): Path<PersonId>) -> Page {
    purpose_page(&visit, id, &Errors::default())
}

fn purpose_page(visit: &Visit, id: PersonId, errors: &Errors) -> Page {
    let w = visit.words();
    let choices = PURPOSES.map(|p| (p, p));
    let fields = html! {
        (radio_group(w, "purpose", w.t("desk-account-purpose"), choices).hint(w.t("desk-account-purpose-hint")).required(true)
            .heading().error(errors.of("purpose")))
        (button(w.t("desk-account-open")))
    };
    let body = html! { (form(w, format!("/desk/people/{id}"), visit.form_token(), fields)) };
    question(visit, &w.t("desk-account-purpose"), errors, body).desk()
}

/// Opens the record: journaled, visible to the person.
pub(crate) async fn open(visit: Visit, Path(id): Path<PersonId>, fields: Fields) -> Result<Page, WebError> {
    let Some(purpose) = PURPOSES.iter().find(|p| **p == fields.text("purpose")) else {
        let mut errors = Errors::default();
        errors.add("purpose", visit.t("desk-account-purpose-missing"));
        return Ok(purpose_page(&visit, id, &errors));
    };
    let person = looked_at(&visit, id, purpose).await?;
    let household = match person.household {
        Some(household) => people::members(&visit.house().db, household, visit.now().date()).await?,
        None => Vec::new(),
    };
    let w = visit.words();
    let others = household.iter().filter(|p| p.id != id).map(|p| {
        [
            html! { a href={ "/desk/people/" (p.id) } { (p.name.full()) } },
            html! { (p.relation.as_deref().unwrap_or_default()) },
        ]
    });
    let main = html! {
        (page_heading(&w.t("desk-account-people"), person.name.full(), ""))
        (facts(&visit, &person))
        @if household.len() > 1 {
            (section(&w.t("desk-account-household"),
                html! { (table(w.t("desk-account-household"), [w.t("desk-account-name"), w.t("desk-account-relation")])
                    .rows(others).caption_hidden()) }))
        }
    };
    Ok(visit
        .page(w.plain("desk-account-record"))
        .desk()
        .crumbs(&[(&w.plain("desk-account-people"), "/desk/people")])
        .main(main))
}

pub(crate) async fn looked_at(visit: &Visit, id: PersonId, purpose: &str) -> Result<Person, WebError> {
    let words = purpose.to_owned();
    Ok(write(visit, "people.read", move |tx| async move { people::look(&tx, id, &words).await }).await?)
}

/// The record as an officer reads it.
pub(crate) fn facts(visit: &Visit, p: &Person) -> Markup {
    let w = visit.words();
    let day = |d: Option<Date>| d.map(era::date_label).unwrap_or_default();
    let text = |t: Option<&str>| t.unwrap_or_default().to_owned();
    let age = p.age_on(visit.now().date()).map(|a| format!("（{a}歳）")).unwrap_or_default();
    let sex = p.sex.map_or("", |s| if s == people::Sex::Male { "男" } else { "女" });
    let ward =
        p.ward.as_deref().and_then(|k| visit.house().town.wards.get(k)).map(town::Ward::label).unwrap_or_default();
    let rows = [
        ("desk-account-kana", text(p.kana.as_deref())),
        ("desk-account-former-name", text(p.former_name.as_deref())),
        ("desk-account-birth", format!("{}{age}", day(p.birth))),
        ("desk-account-sex", sex.to_owned()),
        ("desk-account-address", p.address.to_string()),
        ("desk-account-area", ward),
        ("desk-account-relation", text(p.relation.as_deref())),
        ("desk-account-resident-since", day(p.resident_since)),
        ("desk-account-address-since", day(p.address_since)),
        ("desk-account-former-address", text(p.former_address.as_deref())),
        ("desk-account-domicile", text(p.domicile.as_deref())),
        ("desk-account-domicile-head", text(p.domicile_head.as_deref())),
        ("desk-account-moved-out", day(p.moved_out)),
        ("desk-account-deceased", day(p.deceased)),
        ("desk-account-phone", p.phone.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("desk-account-number", text(p.register_number.as_deref())),
    ];
    let known = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let list = known.fold(description_list(w), |list, (key, value)| list.item(w.t(key), html! { (value) }));
    html! { (list) }
}

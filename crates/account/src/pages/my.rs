//! マイページ: where the signed-in person starts, and the linking of an account to a person.

use super::recover::{code_page, read_code};
use super::{Errors, in_my, telling, write};
use crate::identity::arrival::{self, Arrival, State};
use crate::identity::ways;
use crate::{codes, told};
use axum::response::{IntoResponse, Response};
use kernel::id::PersonId;
use maud::{Markup, html};
use people::PeopleError;
use web::components::{Icon, Tone, card, card_grid, link_button, notification_banner, page_heading};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

/// The first page.
pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let who = visit.signed_in()?;
    let hello = w.tf("account-hello", &[("name", who.name.clone().into())]);
    let mut cards = vec![
        card(w.t("account-card-cases"), "/my/cases").text(w.t("account-card-cases-text")).icon(Icon::Document),
        card(w.t("account-card-notices"), "/my/notices").text(w.t("account-card-notices-text")).icon(Icon::Bell),
        card(w.t("account-card-apply"), "/procedures").text(w.t("account-card-apply-text")).icon(Icon::Search),
        card(w.t("account-records"), "/my/records").text(w.t("account-card-records-text")).icon(Icon::Shield),
        card(w.t("account-export"), "/my/export").text(w.t("account-export-card")).icon(Icon::Copy),
        card(w.t("account-settings"), "/my/settings").text(w.t("account-card-settings-text")).icon(Icon::Gear),
    ];
    if let Some(person) = who.person {
        cards.push(card(w.t("account-mandates"), "/my/mandates").text(w.t("account-mandates-text")).icon(Icon::Family));
        for (at, name) in acting_for(&visit, person).await?.into_iter().enumerate() {
            let title = w.tf("account-acting-for", &[("name", name.into())]);
            cards.insert(at, card(title, "/my/mandates").text(w.t("account-acting-for-text")).icon(Icon::Family));
        }
    }
    if who.staff.is_some() {
        cards.insert(0, card(w.t("menu-desk"), "/desk").icon(Icon::Person));
    }
    let unknown = who.person.is_none() && who.staff.is_none();
    let arrival = match unknown {
        true => arrival::of_account(&visit.house().db, who.account).await?,
        false => None,
    };
    let company = unknown && arrival.is_none() && speaks_for_a_company(&visit).await?;
    let main = html! {
        (page_heading("", &hello, ""))
        @if let Some(arrival) = &arrival { (not_known_yet(&visit, arrival)) }
        @else if unknown && !company {
            (notification_banner(w, Tone::Info, w.t("account-unlinked")).body(html! {
                p { (w.rich("account-unlinked-text")) }
                (link_button(w.t("account-link"), "/my/link"))
            }))
        }
        (card_grid(cards.into_iter().map(|c| c.level(2))))
    };
    Ok(visit.page(w.plain("account-my")).main(main))
}

/// The people for whom this person may apply today.
async fn acting_for(visit: &Visit, person: PersonId) -> Result<Vec<String>, WebError> {
    let db = &visit.house().db;
    let mut names: Vec<String> = Vec::new();
    for mandate in people::mandates::of_agent(db, person, visit.now().date()).await? {
        let name = people::find(db, mandate.principal).await?.map(|p| p.name.full().to_owned()).unwrap_or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

async fn speaks_for_a_company(visit: &Visit) -> Result<bool, WebError> {
    let ways = ways::of(&visit.house().db, visit.signed_in()?.account).await?;
    Ok(ways.iter().any(|way| way.company.is_some()))
}

/// What happens meanwhile, or why it ended.
fn not_known_yet(visit: &Visit, arrival: &Arrival) -> Markup {
    let w = visit.words();
    let phone = super::phone(visit);
    let (tone, title) = match arrival.state {
        State::Refused => (Tone::Warning, "account-arrival-refused"),
        _ => (Tone::Info, "account-arrival-waiting"),
    };
    let text = w.tf(&format!("{title}-text"), &[("phone", phone.into())]);
    let body = html! {
        @if let Some(reason) = &arrival.reason { p { (w.rich("account-arrival-reason")) (reason) } }
        p { (rich(&text)) }
        (link_button(w.t("account-link"), "/my/link").outline())
    };
    html! { (notification_banner(w, tone, w.t(title)).body(body)) }
}

/// Asks for the code from the counter.
pub(crate) async fn link_page(visit: Visit) -> Result<Response, WebError> {
    if visit.signed_in()?.person.is_some() {
        return Ok(visit.see_other("/my"));
    }
    Ok(in_my(&visit, code_page(&visit, "/my/link", "", &Errors::default())).into_response())
}

/// Links this account to the person whose code it is.
pub(crate) async fn link(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let who = visit.signed_in()?;
    if who.person.is_some() || who.staff.is_some() {
        return Err(WebError::Forbidden);
    }
    let (account, secret, typed) = (who.account, visit.house().secret, fields.text("code").to_owned());
    let (code, _) = match read_code(&visit, &typed).await? {
        Ok(known) => known,
        Err(errors) => return Ok(in_my(&visit, code_page(&visit, "/my/link", &typed, &errors)).into_response()),
    };
    let linked = write(&visit, "link", move |tx| async move {
        let Some(person) = codes::redeem(&tx, &secret, code).await? else { return Ok(false) };
        people::accounts::link(&tx, account, person).await?;
        Ok::<_, PeopleError>(true)
    })
    .await
    .map_err(told)?;
    if !linked {
        let mut errors = Errors::default();
        errors.add("code", visit.t("account-code-unknown"));
        return Ok(in_my(&visit, code_page(&visit, "/my/link", &typed, &errors)).into_response());
    }
    let body = html! {
        p { (rich(&visit.t("account-linked-text"))) }
        (link_button(visit.t("account-to-my"), "/my"))
    };
    Ok(in_my(&visit, telling(&visit, "account-linked", body)).into_response())
}

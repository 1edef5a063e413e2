//! The reply on paper: the number on the sheet leads the officer to the same invitation.

use super::open::{self, Hand};
use super::records::{self, Invitation};
use crate::assist::CHECKS;
use crate::error::CaseError;
use crate::records::{case, draft};
use crate::{catalogue, say};
use axum::response::{IntoResponse, Response};
use kernel::{Moment, Reference};
use maud::html;
use store::Channel;
use web::components::{
    Tone, button, button_row, description_list, error_summary, form, notification_banner, page_heading, radio_group,
    select,
};
use web::{Fields, Page, Visit, WebError};

/// How most replies are made sure of: the sheet came from the person's own address.
const ON_PAPER: &str = CHECKS[6];

/// The page of the invitation with this number, where there is one that still waits for its reply at a
/// desk of this officer.
pub(crate) async fn scanned(visit: &Visit, reference: Reference) -> Result<Option<Response>, WebError> {
    let Some(invitation) = waiting(visit, reference).await? else { return Ok(None) };
    let helper = visit.signed_in()?.account;
    if let Some(draft) = invitation.draft
        && let Some(draft) = draft::find(&visit.house().db, draft, visit.now()).await?
        && draft.helper.is_some()
    {
        // Its own officer goes on; from a colleague it is taken over as from any other paper.
        let own = draft.helper == Some(helper);
        return Ok(own.then(|| visit.see_other(&format!("/apply/d/{}/{}", draft.id, draft.page))));
    }
    let person = invitation.person;
    let look = move |tx: store::Tx| async move { people::look(&tx, person, "町からの案内の返事の入力").await };
    let person = visit.house().db.write(&visit.act("assist"), look).await?;
    Ok(Some(draw(visit, &invitation, person.name.full(), None)?.into_response()))
}

/// The invitation, if it belongs to a desk at which the officer may enter matters and has no case yet.
async fn waiting(visit: &Visit, reference: Reference) -> Result<Option<Invitation>, WebError> {
    let (db, who) = (&visit.house().db, visit.signed_in()?);
    let Some(invitation) = records::by_reference(db, reference).await? else { return Ok(None) };
    let desk = desk_of(visit, &invitation)?;
    if !who.may_at("cases.assist", &desk) || case::by_reference(db, reference).await?.is_some() {
        return Ok(None);
    }
    Ok(Some(invitation))
}

fn desk_of(visit: &Visit, invitation: &Invitation) -> Result<String, CaseError> {
    let catalogue = catalogue(visit.house())?;
    let found = catalogue.get(&invitation.procedure, invitation.procedure_version).and_then(|p| p.matter());
    Ok(found.ok_or(CaseError::Missing)?.desk.clone())
}

fn draw(visit: &Visit, invitation: &Invitation, name: &str, wrong: Option<&'static str>) -> Result<Page, WebError> {
    let words = visit.words();
    let catalogue = catalogue(visit.house())?;
    let found = catalogue.get(&invitation.procedure, invitation.procedure_version);
    let title = found.ok_or(CaseError::Missing)?.guide.title.ja.clone();
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("check", words.t(key))).collect();
    let day = |at: Moment| say::day(at.date(), web::texts::Lang::Ja);
    let ways = [Channel::Paper, Channel::Counter, Channel::Phone];
    let main = html! {
        (error_summary(words, &errors))
        (page_heading(&invitation.reference.to_string(), &words.t("desk-invite-found"), &words.t("desk-invite-found-lead")))
        @if !invitation.is_open(visit.now()) {
            (notification_banner(words, Tone::Warning, words.t("desk-invite-late"))
                .body(html! { p { (words.rich("desk-invite-late-text")) } }))
        }
        @if invitation.draft.is_some() {
            (notification_banner(words, Tone::Info, words.t("desk-invite-begun"))
                .body(html! { p { (words.rich("desk-invite-begun-text")) } }))
        }
        (description_list(words)
            .item(words.t("desk-invite-who"), html! { (name) })
            .item(words.t("desk-invite-what"), html! { (title) })
            .item(words.t("desk-invite-when"), html! { (day(invitation.invited_at)) }))
        (form(words, "/desk/scan/invitation", visit.form_token(), html! {
            input type="hidden" name="code" value=(invitation.reference);
            (radio_group(words, "channel", words.t("desk-invite-channel"),
                ways.map(|c| (c.as_str(), crate::submit::channel_word(c)))).value(Channel::Paper.as_str()).required(true))
            (select(words, "check", words.t("desk-scan-check"), CHECKS.map(|c| (c, c))).value(ON_PAPER)
                .error(errors.first().map(|(_, e)| e.as_str())).required(true))
            (button_row(html! { (button(words.t("desk-invite-enter"))) }))
        }))
    };
    let page = visit.page(words.plain("desk-invite-found")).desk().main(main);
    Ok(if wrong.is_some() { page.failed() } else { page })
}

/// Opens the form for the reply.
pub(super) async fn enter(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let reference: Reference = fields.text("code").parse().map_err(|_| WebError::NotFound)?;
    let invitation = waiting(&visit, reference).await?.ok_or(WebError::NotFound)?;
    let who = visit.signed_in()?;
    if who.person == Some(invitation.person) {
        // Nobody makes sure of themselves.
        return Err(WebError::Forbidden);
    }
    let chosen = fields.text("check");
    let Some(check) = CHECKS.iter().find(|c| **c == chosen) else {
        let name = people::find(&visit.house().db, invitation.person).await?.ok_or(WebError::NotFound)?;
        return Ok(draw(&visit, &invitation, name.name.full(), Some("desk-assist-choose-check"))?.into_response());
    };
    let channel = match Channel::parse(fields.text("channel")) {
        Some(channel @ (Channel::Counter | Channel::Phone)) => channel,
        _ => Channel::Paper,
    };
    let hand = Hand::Officer { helper: who.account, channel, check };
    let path = open::take(visit.house(), &visit.act("assist"), &invitation, hand).await?;
    Ok(visit.see_other(&path))
}

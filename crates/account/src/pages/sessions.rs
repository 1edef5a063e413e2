//! Where I am signed in, and the way to end it.

use super::{in_settings, time_label, write};
use crate::session;
use axum::response::Response;
use kernel::Uuid;
use maud::html;
use web::components::{Tone, button, chip_label, form, page_heading, table};
use web::{Fields, Page, Visit, WebError};

pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let who = visit.signed_in()?;
    let open = session::open_ones(&visit.house().db, who.account, visit.now()).await?;
    let others = open.iter().any(|s| s.id != who.session);
    let rows = open.iter().map(|s| {
        let device = if s.device.is_empty() { w.plain("account-device-unknown") } else { s.device.clone() };
        let end = html! {
            input type="hidden" name="session" value=(s.id);
            (button(w.t("account-session-end")).outline().small().about(device.clone()))
        };
        [
            html! { (device) },
            html! { (time_label(visit.lang(), s.created_at)) },
            html! { (time_label(visit.lang(), s.seen_at)) },
            html! {
                @if s.id == who.session { (chip_label(Tone::Info, &w.t("account-session-this"))) }
                @else { (form(w, "/my/settings/sessions/end", visit.form_token(), end)) }
            },
        ]
    });
    let head =
        [w.t("account-device"), w.t("account-session-began"), w.t("account-session-seen"), w.t("account-change")];
    let all = html! {
        input type="hidden" name="session" value="others";
        (button(w.t("account-session-end-others")).danger())
    };
    let main = html! {
        (page_heading("", &w.t("account-sessions"), &w.t("account-sessions-lead")))
        (table(w.t("account-sessions"), head).rows(rows).caption_hidden())
        @if others { (form(w, "/my/settings/sessions/end", visit.form_token(), all)) }
    };
    Ok(in_settings(&visit, visit.page(w.plain("account-sessions")).main(main)))
}

/// Ends one session of one's own, or all but this.
pub(crate) async fn end(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let (account, here) = visit.signed_in().map(|w| (w.account, w.session))?;
    let which = match fields.text("session") {
        "others" => None,
        id => Some(id.parse::<Uuid>().map_err(|_| WebError::NotFound)?),
    };
    let ended = write(&visit, "settings", move |tx| async move {
        match which {
            None => session::end_others(&tx, account, Some(here)).await.map(|_| true),
            Some(id) => session::end(&tx, account, id).await,
        }
    });
    match ended.await? {
        true => Ok(visit.see_other("/my/settings/sessions")),
        false => Err(WebError::NotFound),
    }
}

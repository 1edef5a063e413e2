//! My settings at a glance, each with the way to change it.

use super::{in_my, time_label};
use crate::{passkeys, session};
use maud::html;
use web::components::{description_list, page_heading};
use web::texts::rich;
use web::{Page, Visit, WebError};

/// The overview.
pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let who = visit.signed_in()?;
    let db = &visit.house().db;
    let account = crate::passwords::account(db, who.account).await?;
    let keys = passkeys::of(db, who.account).await?.len();
    let open = session::open_ones(db, who.account, visit.now()).await?.len();
    let email = match &account.email {
        Some(email) => html! { (email.to_string()) },
        None => w.rich("account-email-none"),
    };
    let mut list = description_list(w)
        .item_with_change(w.t("account-name"), html! { (account.name) }, "/my/settings/name")
        .item_with_change(w.t("account-email"), email, "/my/settings/email");
    if let Some(person) = who.person {
        let reach = people::contacts::reach(db, person).await?;
        let (channel, language) =
            (super::reach::channel_key(reach.channel), super::reach::language_key(reach.language));
        list = list.item_with_change(w.t("account-contact"), w.rich(channel), "/my/settings/contact").item_with_change(
            w.t("account-language"),
            w.rich(language),
            "/my/settings/language",
        );
    }
    let list = match &account.email {
        Some(_) => {
            list.item_with_change(w.t("account-password"), w.rich("account-password-kept"), "/my/settings/password")
        }
        None => list,
    };
    let list = list
        .item_with_change(
            w.t("account-passkeys"),
            rich(&w.tf("account-count", &[("n", keys.into())])),
            "/my/settings/passkeys",
        )
        .item_with_change(
            w.t("account-sessions"),
            rich(&w.tf("account-count", &[("n", open.into())])),
            "/my/settings/sessions",
        );
    let list = match super::ways::worth_showing(&visit, &account).await? && who.staff.is_none() {
        true => list.item_with_change(w.t("account-ways"), w.rich("account-ways-lead"), "/my/settings/ways"),
        false => list,
    };
    let list = match &who.staff {
        None => list,
        Some(_) => {
            let kept = crate::second::of(db, who.account).await?.is_some();
            let said = if kept { "account-password-kept" } else { "account-second-none" };
            list.item_with_change(w.t("account-second-settings"), w.rich(said), "/my/settings/second")
        }
    };
    let list = list.item(w.t("account-since"), html! { (time_label(visit.lang(), account.created_at)) });
    let main = html! {
        (page_heading("", &w.t("account-settings"), ""))
        (list)
        ul {
            @if who.person.is_some() { li { a href="/my/export" { (w.rich("account-export")) } } }
            li { a href="/my/settings/close" { (w.rich("account-close")) } }
        }
    };
    Ok(in_my(&visit, visit.page(w.plain("account-settings")).main(main)))
}

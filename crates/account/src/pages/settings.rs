//! My settings at a glance, each with the way to change it.

use super::reach::{channel_key, language_key};
use super::{in_my, time_label, ways};
use crate::{passkeys, second, session};
use maud::{Markup, html};
use people::Account;
use web::components::{DescriptionList, description_list, page_heading};
use web::texts::rich;
use web::{Page, SignedIn, Visit, WebError};

/// The overview.
pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let who = visit.signed_in()?;
    let account = crate::passwords::account(&visit.house().db, who.account).await?;
    let list = about_me(&visit, who, &account).await?;
    let list = ways_in(&visit, who, &account, list).await?;
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

/// What the town calls me, and how it reaches me.
async fn about_me<'a>(visit: &'a Visit, who: &SignedIn, account: &Account) -> Result<DescriptionList<'a>, WebError> {
    let w = visit.words();
    let email = match &account.email {
        Some(email) => html! { (email.to_string()) },
        None => w.rich("account-email-none"),
    };
    let list = description_list(w)
        .item_with_change(w.t("account-name"), html! { (account.name) }, "/my/settings/name")
        .item_with_change(w.t("account-email"), email, "/my/settings/email");
    let Some(person) = who.person else { return Ok(list) };
    let reach = people::contacts::reach(&visit.house().db, person).await?;
    Ok(list
        .item_with_change(w.t("account-contact"), w.rich(channel_key(reach.channel)), "/my/settings/contact")
        .item_with_change(w.t("account-language"), w.rich(language_key(reach.language)), "/my/settings/language"))
}

/// By what I come in, and where I am in now.
async fn ways_in<'a>(
    visit: &Visit,
    who: &SignedIn,
    account: &Account,
    mut list: DescriptionList<'a>,
) -> Result<DescriptionList<'a>, WebError> {
    let (w, db) = (visit.words(), &visit.house().db);
    let count = |n: usize| -> Markup { rich(&w.tf("account-count", &[("n", n.into())])) };
    // Without an address there is nothing to type beside a password.
    if account.email.is_some() {
        list = list.item_with_change(w.t("account-password"), w.rich("account-password-kept"), "/my/settings/password");
    }
    let keys = passkeys::of(db, who.account).await?.len();
    let open = session::open_ones(db, who.account, visit.now()).await?.len();
    list = list.item_with_change(w.t("account-passkeys"), count(keys), "/my/settings/passkeys").item_with_change(
        w.t("account-sessions"),
        count(open),
        "/my/settings/sessions",
    );
    if who.staff.is_some() {
        let kept = second::of(db, who.account).await?.is_some();
        let said = if kept { "account-password-kept" } else { "account-second-none" };
        list = list.item_with_change(w.t("account-second-settings"), w.rich(said), "/my/settings/second");
    } else if ways::worth_showing(visit, account).await? {
        list = list.item_with_change(w.t("account-ways"), w.rich("account-ways-lead"), "/my/settings/ways");
    }
    Ok(list)
}

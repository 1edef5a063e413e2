//! An officer who lost the telephone: another officer, who knows them, takes the second proof back,
//! so that the next sign-in begins a new one. The password is still asked for.

use super::{Errors, question, write};
use crate::{passkeys, passwords, second, session};
use kernel::id::AccountId;
use maud::html;
use people::{Account, AccountKind};
use store::StoreError;
use web::components::{
    Tone, button, checkbox, chip_label, description_list, form, link_button, notice, page_heading, radio_group, table,
};
use web::{Fields, Page, Visit, WebError};

/// How the officer was recognised; kept in the journal.
const HOW: [(&str, &str); 3] = [
    ("in_person", "本人に会って確かめた"),
    ("superior", "上司といっしょに確かめた"),
    ("call_back", "職場の電話へかけ直して確かめた"),
];

/// The officers, and what each has besides the password.
pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let db = &visit.house().db;
    let own = visit.signed_in()?.account;
    let mut rows = Vec::new();
    for account in people::accounts::staff(db).await? {
        let (code, keys) = (second::of(db, account.id).await?.is_some(), passkeys::of(db, account.id).await?.len());
        let fields = html! {
            input type="hidden" name="account" value=(account.id);
            (button(w.t("desk-account-second-reset")).small().outline().about(account.name.clone()))
        };
        rows.push([
            html! { (account.name) },
            html! {
                @if code { (chip_label(Tone::Info, &w.t("desk-account-second-code"))) " " }
                @if keys > 0 { (chip_label(Tone::Info, &w.t("desk-account-second-passkey"))) }
                @if !code && keys == 0 { (w.rich("desk-account-second-none")) }
            },
            html! {
                @if account.id != own && (code || keys > 0) {
                    (form(w, "/desk/accounts/staff/check", visit.form_token(), fields))
                }
            },
        ]);
    }
    let head = [w.t("desk-account-name"), w.t("desk-account-second"), w.t("account-change")];
    let main = html! {
        (page_heading(&w.t("desk-account-accounts"), &w.t("desk-account-staff"), &w.t("desk-account-staff-lead")))
        (table(w.t("desk-account-staff"), head).rows(rows).caption_hidden())
        (link_button(w.t("desk-account-to-residents"), "/desk/accounts").outline())
    };
    Ok(visit.page(w.plain("desk-account-staff")).desk().main(main))
}

/// Nobody takes their own second proof back this way.
async fn another(visit: &Visit, fields: &Fields) -> Result<Account, WebError> {
    let id: AccountId = fields.text("account").parse().map_err(|_| WebError::NotFound)?;
    let account = passwords::account(&visit.house().db, id).await?;
    if account.kind != AccountKind::Staff {
        return Err(WebError::NotFound);
    }
    if account.id == visit.signed_in()?.account { Err(WebError::Forbidden) } else { Ok(account) }
}

/// Asks how the officer was recognised.
pub(crate) async fn check(visit: Visit, fields: Fields) -> Result<Page, WebError> {
    let account = another(&visit, &fields).await?;
    Ok(check_page(&visit, &account, "", &Errors::default()))
}

fn check_page(visit: &Visit, account: &Account, how: &str, errors: &Errors) -> Page {
    let w = visit.words();
    let fields = html! {
        input type="hidden" name="account" value=(account.id);
        (radio_group(w, "how", w.t("desk-account-second-how"), HOW).value(how).required(true).error(errors.of("how")))
        (checkbox(w, "agrees", &w.t("desk-account-second-agrees"), false, errors.of("agrees")))
        (button(w.t("desk-account-second-reset")).danger())
    };
    let body = html! {
        (page_heading(&w.t("desk-account-staff"), &w.t("desk-account-second-title"), &w.t("desk-account-second-lead")))
        (description_list(w).item(w.t("desk-account-name"), html! { (account.name) }))
        (form(w, "/desk/accounts/staff/reset", visit.form_token(), fields))
    };
    question(visit, &w.t("desk-account-second-title"), errors, body).desk()
}

/// Takes the second proof back, ends all sessions, and tells the officer.
pub(crate) async fn reset(visit: Visit, fields: Fields) -> Result<Page, WebError> {
    let account = another(&visit, &fields).await?;
    let chosen = fields.text("how");
    let how = HOW.iter().find(|(key, _)| *key == chosen).map(|(_, words)| *words);
    let mut errors = Errors::default();
    if how.is_none() {
        errors.add("how", visit.t("desk-account-second-how-missing"));
    }
    if fields.text("agrees") != "yes" {
        errors.add("agrees", visit.t("desk-account-agrees-missing"));
    }
    let (Some(how), true) = (how, errors.is_empty()) else { return Ok(check_page(&visit, &account, chosen, &errors)) };
    let name = account.name.clone();
    let done = write(&visit, "account.recover", move |tx| async move {
        for key in passkeys::of(&tx, account.id).await? {
            passkeys::remove(&tx, &account, key.id).await?;
        }
        second::take_back(&tx, &account, how).await?;
        session::end_others(&tx, account.id, None).await?;
        passwords::announce_reset(&tx, account.id);
        Ok::<_, StoreError>(())
    });
    done.await?;
    let w = visit.words();
    let main = html! {
        (page_heading(&w.t("desk-account-staff"), &w.t("desk-account-second-done"), ""))
        (notice(Tone::Success, html! {
            p { (web::texts::rich(&w.tf("desk-account-second-done-text", &[("name", name.into())]))) }
        }))
        (link_button(w.t("desk-account-staff"), "/desk/accounts/staff").outline())
    };
    Ok(visit.page(w.plain("desk-account-second-done")).desk().main(main))
}

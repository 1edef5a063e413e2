//! The second proof at the door of the office: the code, and at the first time its telephone.

use super::sign_in::{Back, hold};
use super::{Errors, question, write};
use crate::limits::{self, Counter, SECOND};
use crate::second::{self, Half, Shared};
use crate::session::{self, Begun, Way};
use crate::{device, passkeys, passwords};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use kernel::id::AccountId;
use maud::{Markup, html};
use people::Account;
use store::StoreError;
use web::components::{
    Tone, button, copy_text, disclosure, form, input_text, link_button, notice, page_heading, passkey_sign_in, qr_code,
    section,
};
use web::{Fields, Page, Visit, WebError};

const HERE: &str = "/sign-in/second";

/// Lets an officer whose password was right wait for the second proof.
pub(crate) async fn ask(
    visit: &Visit,
    account: &Account,
    back: &str,
    counters: Vec<Counter>,
) -> Result<Response, WebError> {
    let db = &visit.house().db;
    let known = second::of(db, account.id).await?.is_some() || !passkeys::of(db, account.id).await?.is_empty();
    // Who has no second proof yet is offered one; who has a passkey alone is not.
    let offered = (!known).then(|| Shared::new(db.random::<20>().to_vec()));
    let half = Half { account: account.id, back: back.to_owned(), offered };
    let seat = visit.browser_mark();
    let waits = write(visit, "sign-in", move |tx| async move {
        for (place, counter) in counters.iter().enumerate() {
            match place {
                0 => limits::forget(&tx, counter).await?,
                _ => limits::give_back(&tx, counter).await?,
            }
        }
        second::wait(&tx, &seat, &half).await
    });
    waits.await?;
    Ok(visit.see_other(HERE))
}

/// What the page asks of who waits in this browser.
enum Asked {
    /// The code of the telephone that is known.
    Code(Shared),
    /// To make a telephone known.
    SetUp(Shared),
    /// A passkey, because there is nothing else.
    Passkey,
}

async fn asked(visit: &Visit, half: &Half) -> Result<Asked, WebError> {
    Ok(match (second::of(&visit.house().db, half.account).await?, &half.offered) {
        (Some((shared, _)), _) => Asked::Code(shared),
        (None, Some(offered)) => Asked::SetUp(offered.clone()),
        (None, None) => Asked::Passkey,
    })
}

async fn who_waits(visit: &Visit) -> Result<Option<(Half, Account)>, WebError> {
    let db = &visit.house().db;
    let Some(half) = second::waiting(db, &visit.browser_mark(), visit.now()).await? else { return Ok(None) };
    let account = people::accounts::find(db, half.account).await?;
    Ok(account.filter(|a| a.state == people::accounts::AccountState::Active).map(|a| (half, a)))
}

/// The page; who does not wait here begins at the sign-in.
pub(crate) async fn page(visit: Visit) -> Result<Response, WebError> {
    let Some((half, account)) = who_waits(&visit).await? else { return Ok(visit.see_other("/sign-in")) };
    Ok(shown(&visit, &half, &account, &Errors::default()).await?.into_response())
}

async fn shown(visit: &Visit, half: &Half, account: &Account, errors: &Errors) -> Result<Page, WebError> {
    let w = visit.words();
    let asked = asked(visit, half).await?;
    let title = match asked {
        Asked::Code(_) => "account-second",
        Asked::SetUp(_) => "account-second-first",
        Asked::Passkey => "account-second-passkey",
    };
    let goal = Back::to(&half.back).goal(true).to_owned();
    let by_passkey =
        passkey_sign_in(w, "/sign-in/passkey/begin", &super::sign_in::finish_path(&half.back), &goal, &visit.token());
    let body = html! {
        (page_heading("", &w.t(title), &w.t(&format!("{title}-lead"))))
        @match &asked {
            Asked::Code(shared) => {
                @if visit.house().demo { (demo_code(visit, half.account, shared).await?) }
                (code_form(visit, HERE, errors))
                (by_passkey)
                (section(&w.t("account-sign-in-help"), html! { p { (w.rich("account-second-lost")) } }))
            }
            Asked::SetUp(offered) => (set_up(visit, HERE, account, offered, errors)),
            Asked::Passkey => {
                (by_passkey)
                noscript { p { (w.rich("account-passkey-script")) } }
                (section(&w.t("account-sign-in-help"), html! { p { (w.rich("account-second-lost")) } }))
            }
        }
    };
    Ok(question(visit, &w.t(title), errors, body))
}

/// In the demo everybody is made up and so is the telephone: its code stands on the page.
async fn demo_code(visit: &Visit, account: AccountId, shared: &Shared) -> Result<Markup, WebError> {
    let w = visit.words();
    let code = second::present_code(&visit.house().db, account, shared, visit.now()).await?;
    Ok(notice(
        Tone::Info,
        html! {
            @match code {
                Some(code) => {
                    p { (w.rich("account-second-demo")) }
                    p { strong.code data-demo-code=(code) { (code) } }
                }
                None => p { (w.rich("account-second-demo-wait")) }
            }
        },
    ))
}

fn code_form(visit: &Visit, action: &str, errors: &Errors) -> Markup {
    let w = visit.words();
    let fields = html! {
        (input_text(w, "code", w.t("account-second-code")).hint(w.t("account-second-code-hint")).numeric()
            .autocomplete("one-time-code").maxlength(12).required(true).error(errors.of("code")))
        (button(w.t("account-second-go")))
    };
    html! { (form(w, action, visit.form_token(), fields)) }
}

/// The picture for the telephone, the same in letters, and the code that proves that it works.
pub(crate) fn set_up(visit: &Visit, action: &str, account: &Account, offered: &Shared, errors: &Errors) -> Markup {
    let w = visit.words();
    let who = account.sign_in_name();
    let spelled = offered.spelled();
    html! {
        ol {
            li { (w.rich("account-second-step-app")) }
            li { (w.rich("account-second-step-read")) }
            li { (w.rich("account-second-step-code")) }
        }
        (qr_code(&offered.address(&visit.house().town.municipality.name, &who), &w.plain("account-second-picture")))
        (disclosure(&w.t("account-second-letters"), html! {
            p { (w.rich("account-second-letters-lead")) }
            (copy_text(w, &w.t("account-second-letters"), &spelled))
        }))
        (code_form(visit, action, errors))
    }
}

/// Takes the code and begins the session.
pub(crate) async fn finish(visit: Visit, headers: HeaderMap, fields: Fields) -> Result<Response, WebError> {
    let Some((half, account)) = who_waits(&visit).await? else { return Ok(visit.see_other("/sign-in")) };
    let counter = Counter::of(SECOND, &account.id.to_string());
    limits::attempt(&visit.house().db, &visit.act("sign-in"), vec![counter.clone()]).await?;
    let goal = Back::to(&half.back).goal(true).to_owned();
    let entered = enter(&visit, &half, account.clone(), counter, fields.text("code"), device::name(&headers)).await?;
    let Some(begun) = entered else {
        let mut errors = Errors::default();
        errors.add("code", visit.t("account-second-wrong"));
        return Ok(shown(&visit, &half, &account, &errors).await?.into_response());
    };
    hold(&visit, &begun);
    Ok(visit.see_other(&goal))
}

async fn enter(
    visit: &Visit,
    half: &Half,
    account: Account,
    counter: Counter,
    typed: &str,
    device: String,
) -> Result<Option<Begun>, WebError> {
    let (shared, new) = match asked(visit, half).await? {
        Asked::Code(shared) => (shared, false),
        Asked::SetUp(offered) => (offered, true),
        Asked::Passkey => return Ok(None),
    };
    let (typed, seat) = (typed.to_owned(), visit.browser_mark());
    let before = visit.account().map(|w| (w.account, w.session));
    let entered = write(visit, "sign-in", move |tx| async move {
        // Two browsers that set up at once: the second one is asked for the first one's code.
        if new && second::of(&tx, account.id).await?.is_some() {
            return Ok::<_, StoreError>(None);
        }
        if !second::take(&tx, account.id, &shared, &typed).await? {
            return Ok(None);
        }
        if new {
            second::set(&tx, &account, &shared).await?;
            second::take(&tx, account.id, &shared, &typed).await?;
        }
        if let Some((account, session)) = before {
            session::end(&tx, account, session).await?;
        }
        second::done_waiting(&tx, &seat).await?;
        limits::forget(&tx, &counter).await?;
        session::begin(&tx, &account, Way::Totp, &device).await.map(Some)
    });
    Ok(entered.await?)
}

/// The officer's own page: what is set, and a new telephone in place of the old one.
pub(crate) async fn settings(visit: Visit) -> Result<Page, WebError> {
    let who = visit.signed_in()?.account;
    let w = visit.words();
    let db = &visit.house().db;
    let (kept, keys) = (second::of(db, who).await?, passkeys::of(db, who).await?.len());
    let since = kept.as_ref().map(|(_, since)| super::time_label(visit.lang(), *since));
    let fresh = super::passkeys::is_fresh(&visit).await?;
    let main = html! {
        (page_heading("", &w.t("account-second-settings"), &w.t("account-second-settings-lead")))
        @match since {
            Some(since) => p { (web::texts::rich(&w.tf("account-second-since", &[("since", since.into())]))) }
            None => p { (w.rich("account-second-none")) }
        }
        @if fresh {
            (form(w, "/my/settings/second/new", visit.form_token(), html! {
                (button(w.t(if kept.is_some() { "account-second-replace" } else { "account-second-add" })))
            }))
            @if kept.is_some() && keys > 0 {
                (form(w, "/my/settings/second/remove", visit.form_token(), html! {
                    (button(w.t("account-second-remove")).danger())
                }))
            }
        } @else { p { (w.rich("account-second-stale")) } }
        (link_button(w.t("account-passkeys"), "/my/settings/passkeys").outline())
    };
    Ok(super::in_settings(&visit, visit.page(w.plain("account-second-settings")).main(main)))
}

async fn own(visit: &Visit) -> Result<Account, WebError> {
    if !super::passkeys::is_fresh(visit).await? {
        return Err(WebError::Forbidden);
    }
    passwords::account(&visit.house().db, visit.signed_in()?.account).await
}

/// Offers a new secret.
pub(crate) async fn renew(visit: Visit, _: Fields) -> Result<Page, WebError> {
    let account = own(&visit).await?;
    let offered = Shared::new(visit.house().db.random::<20>().to_vec());
    let half = Half { account: account.id, back: String::new(), offered: Some(offered.clone()) };
    let seat = visit.browser_mark();
    let kept = write(&visit, "settings", move |tx| async move { second::wait(&tx, &seat, &half).await });
    kept.await?;
    Ok(renewal(&visit, &account, &offered, &Errors::default()))
}

fn renewal(visit: &Visit, account: &Account, offered: &Shared, errors: &Errors) -> Page {
    let w = visit.words();
    let body = html! {
        (page_heading("", &w.t("account-second-first"), &w.t("account-second-renew-lead")))
        (set_up(visit, "/my/settings/second/confirm", account, offered, errors))
    };
    super::in_settings(visit, question(visit, &w.t("account-second-first"), errors, body))
}

/// Puts the new secret in the place of the old one, once its code was typed.
pub(crate) async fn confirm(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let account = own(&visit).await?;
    let waits = second::waiting(&visit.house().db, &visit.browser_mark(), visit.now()).await?;
    let offered = waits.filter(|half| half.account == account.id).and_then(|half| half.offered);
    let Some(offered) = offered else { return Ok(visit.see_other("/my/settings/second")) };
    let counter = Counter::of(SECOND, &account.id.to_string());
    limits::attempt(&visit.house().db, &visit.act("settings"), vec![counter.clone()]).await?;
    let (typed, seat, new, holder) =
        (fields.text("code").to_owned(), visit.browser_mark(), offered.clone(), account.clone());
    let kept = write(&visit, "settings", move |tx| async move {
        if new.step_of(&typed, tx.now(), 0).is_none() {
            return Ok::<_, StoreError>(false);
        }
        second::set(&tx, &holder, &new).await?;
        second::take(&tx, holder.id, &new, &typed).await?;
        second::done_waiting(&tx, &seat).await?;
        limits::forget(&tx, &counter).await?;
        Ok(true)
    });
    if kept.await? {
        return Ok(visit.see_other("/my/settings/second"));
    }
    let mut errors = Errors::default();
    errors.add("code", visit.t("account-second-wrong"));
    Ok(renewal(&visit, &account, &offered, &errors).into_response())
}

/// Forgets the telephone of who has a passkey.
pub(crate) async fn remove(visit: Visit, _: Fields) -> Result<Response, WebError> {
    let account = own(&visit).await?;
    if passkeys::of(&visit.house().db, account.id).await?.is_empty() {
        return Err(WebError::Forbidden);
    }
    let gone = write(&visit, "settings", move |tx| async move { second::remove(&tx, &account).await });
    gone.await?;
    Ok(visit.see_other("/my/settings/second"))
}

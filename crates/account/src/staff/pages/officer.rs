//! One officer: the terms, the account, and what can be done about both.

use super::super::actions::{self, Refusal};
use super::super::invite::{self, Delivery, Invited};
use super::super::rules::office_title;
use super::super::tell::in_days;
use super::super::{last, rules};
use super::list::{ahead_or_over, state};
use super::new::{delivery, delivery_field};
use super::{below, mend};
use crate::pages::{Errors, question, telling, time_label, write};
use crate::session;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::era;
use kernel::id::AccountId;
use maud::{Markup, html};
use people::accounts::AccountState;
use people::{Account, Grant, Holder, grants};
use web::components::{
    Icon, Tone, button, button_row, chip_label, description_list, disclosure, empty_state, form, link_button, notice,
    page_heading, print_button, section, table,
};
use web::{Fields, Page, Visit, WebError};

pub(super) async fn page(visit: Visit, Path(id): Path<AccountId>) -> Result<Page, WebError> {
    draw(&visit, id, &Errors::default()).await
}

async fn draw(visit: &Visit, id: AccountId, errors: &Errors) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let account = actions::officer(db, id).await.map_err(crate::told)?;
    let terms = grants::history(db, Holder::Account(id)).await?;
    let own = visit.signed_in()?.account == id;
    let body = html! {
        (page_heading("職員と役割", &account.name, ""))
        (facts(visit, &account).await?)
        (section("職務", html! {
            (term_table(visit, &terms))
            @if own { p { "自分の職務は、自分では決められません。" } }
            @else { (button_row(html! { (link_button("職務を加える", format!("/desk/staff/{id}/term")).outline().icon(Icon::Person)) })) }
        }))
        (section("アカウント", account_part(visit, &account, own, errors)))
    };
    Ok(below(question(visit, &account.name, errors, body)))
}

async fn facts(visit: &Visit, account: &Account) -> Result<Markup, WebError> {
    let db = &visit.house().db;
    let seen = last::day_of(db, account.id).await?;
    let open = session::open_ones(db, account.id, visit.now()).await?.len();
    let invited = invite::open_until(db, account.id, visit.now()).await?;
    let list = description_list(visit.words())
        .item("メールアドレス", html! { (account.sign_in_name()) })
        .item("最後にログインした日", html! { (seen.map_or_else(|| "まだありません".to_owned(), era::date_label)) })
        .item("いまログインしている機器", html! { (open) "台" });
    let list = match invited {
        Some(until) => list.item("招待", html! { "渡してあります（" (time_label(visit.lang(), until)) "まで）" }),
        None => list,
    };
    Ok(html! { (state(account)) (list) })
}

fn term_table(visit: &Visit, terms: &[Grant]) -> Markup {
    if terms.is_empty() {
        return empty_state(Icon::Person, "職務がありません", "職務がない間は、職員の画面は使えません。", html! {});
    }
    let today = visit.now().date();
    let rows = terms.iter().map(|g| {
        let title = office_title(&visit.house().town, g);
        let over = g.term.until.is_some_and(|until| until < today);
        let links = html! {
            @if !over {
                a href=(format!("/desk/staff/terms/{}", g.id)) { "期間を変える" span.visually-hidden { "（" (title) "）" } }
                " "
                a href=(format!("/desk/staff/terms/{}/hand-over", g.id)) { "引き継ぐ" span.visually-hidden { "（" (title) "）" } }
            }
        };
        [
            html! { (title) @if let Some(note) = &g.note { br; small { "申し送り：" (note) } } },
            html! { (in_days(g)) @if !g.term.holds_on(today) { " " (chip_label(Tone::Neutral, ahead_or_over(g, today))) } },
            links,
        ]
    });
    html! { (table("職務", ["職務", "期間", "すること"]).rows(rows).caption_hidden()) }
}

fn account_part(visit: &Visit, account: &Account, own: bool, errors: &Errors) -> Markup {
    let w = visit.words();
    let base = format!("/desk/staff/{}", account.id);
    let suspended = account.state == AccountState::Suspended;
    let one = |path: &str, body: Markup| html! { (form(w, format!("{base}/{path}"), visit.form_token(), body)) };
    html! {
        @if suspended {
            p { "このアカウントは止めてあります。職務の期間は変わりません。" }
            @if !own { (one("reinstate", html! { (button("ふたたび使えるようにする")) })) }
        } @else {
            (disclosure("招待を渡しなおす・パスワードを決めなおしてもらう", one("invite", html! {
                p { "前に渡した招待は使えなくなります。パスワードを決めなおすと、ほかの機器ではログアウトになります。" }
                (delivery_field(visit, &Fields::default(), errors))
                (button("招待を渡す").outline())
            })))
            @if !own {
                (disclosure("ログインを止める", html! {
                    p { "パソコンをなくしたときなど。すべての機器から、すぐにログアウトになります。" }
                    (one("sign-out", html! { (button("すべての機器で終わらせる").outline()) }))
                    p { "長く休むとき、調べが済むまで使わせないとき。職務の期間は変わりません。" }
                    (one("suspend", html! { (button("アカウントを止める").danger()) }))
                }))
            }
        }
    }
}

/// An invitation that is handed over: shown once, ready to be printed.
pub(super) fn invited_page(visit: &Visit, invited: &Invited) -> Page {
    let w = visit.words();
    let code = invited.code.map(|c| c.to_string()).unwrap_or_default();
    let list = description_list(w)
        .item("使うページ", html! { (visit.house().url("/set-up")) })
        .item("コード", html! { strong.code { (code) } })
        .item("使える期限", html! { (time_label(visit.lang(), invited.until)) });
    let body = html! {
        (notice(Tone::Warning, html! { p { "このコードは、この画面でだけ見られます。印刷して、本人に手渡してください。" } }))
        (list)
        p { "本人がページを開き、コードを入れて、パスワードを決めます。" }
        (button_row(html! {
            (print_button(w))
            (link_button("この職員のページへ", format!("/desk/staff/{}", invited.account)).outline())
        }))
    };
    below(telling(visit, "desk-staff-invited", body))
}

pub(super) async fn invite(visit: Visit, Path(id): Path<AccountId>, fields: Fields) -> Result<Response, WebError> {
    let mut errors = Errors::default();
    let Some(delivery) = delivery(&fields, &mut errors) else {
        return Ok(draw(&visit, id, &errors).await?.into_response());
    };
    let secret = visit.house().secret;
    let invited = write(&visit, "招待", move |tx| async move {
        let account = actions::officer(&tx, id).await?;
        Ok::<_, Refusal>(invite::invite(&tx, &secret, &account, delivery).await?)
    })
    .await?;
    match delivery {
        Delivery::Hand => Ok(invited_page(&visit, &invited).into_response()),
        Delivery::Mail => Ok(visit.see_other(&format!("/desk/staff/{id}"))),
    }
}

pub(super) async fn suspend(visit: Visit, Path(id): Path<AccountId>, _: Fields) -> Result<Response, WebError> {
    let house = visit.house().clone();
    let done =
        write(&visit, "アカウントの停止", move |tx| async move { actions::suspend(&tx, &house, id).await }).await;
    answer(&visit, id, done).await
}

pub(super) async fn reinstate(visit: Visit, Path(id): Path<AccountId>, _: Fields) -> Result<Response, WebError> {
    let done = write(&visit, "アカウントの再開", move |tx| async move { actions::reinstate(&tx, id).await }).await;
    answer(&visit, id, done).await
}

pub(super) async fn sign_out(visit: Visit, Path(id): Path<AccountId>, _: Fields) -> Result<Response, WebError> {
    let done =
        write(&visit, "ログインを終わらせる", move |tx| async move { actions::end_sessions(&tx, id).await }).await;
    answer(&visit, id, done.map(|_| ())).await
}

async fn answer(visit: &Visit, id: AccountId, done: Result<(), Refusal>) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(visit.see_other(&format!("/desk/staff/{id}"))),
        Err(refusal) => {
            let mut errors = Errors::default();
            mend(refusal, &mut errors)?;
            Ok(draw(visit, id, &errors).await?.into_response())
        }
    }
}

/// Whether the term may be changed by who looks at it, beyond ending it.
pub(super) fn is_own(visit: &Visit, grant: &Grant) -> bool {
    rules::is_own(&visit.act("").actor, grant.holder)
}

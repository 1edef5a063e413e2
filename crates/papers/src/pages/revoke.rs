//! Taking a paper back, alone or, where the town has said so, by two officers.

use super::REVOKE;
use super::desk::{LONGEST_REASON, at, found, one};
use crate::recall::{self, Recall};
use crate::register::{self, Paper};
use crate::rules::Rules;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::PaperId;
use maud::{Markup, html};
use store::StoreError;
use web::components::{button, button_row, form, section, textarea};
use web::{Fields, Visit, WebError};

/// What a paper bears while a second officer is asked.
pub(super) const REQUEST: &str = "取り消しの同意待ち";

/// The part of a paper's page from which it is taken back.
pub(super) async fn recall_section(
    visit: &Visit,
    paper: &Paper,
    error: Option<(&str, &str)>,
) -> Result<Markup, StoreError> {
    if !visit.account().is_some_and(|w| w.may_for(REVOKE, paper.desk.as_deref())) {
        return Ok(html! {});
    }
    Ok(match recall::open(&visit.house().db, paper.id).await? {
        Some(asked) => section(REQUEST, agree_form(visit, paper, &asked).await?),
        None => section("取り消す", revoke_form(visit, paper, error)),
    })
}

fn revoke_form(visit: &Visit, paper: &Paper, error: Option<(&str, &str)>) -> Markup {
    let words = visit.words();
    let error = error.filter(|(field, _)| *field == "reason").map(|(_, e)| e);
    let two = Rules::of(visit.house()).revoke.two_officers;
    let body = html! {
        p { "内容に誤りがあったときなどに、この書類を使えなくします。元には戻せません。確かめのページには取り消した日が出て、本人に知らせが届きます。" }
        @if two { p { "この町では、ほかの職員がもう1人同意すると、取り消しになります。" } }
        (textarea(words, "reason", "理由").hint("台帳に残ります。氏名や事情は書かないでください。").required(true).rows(2).maxlength(LONGEST_REASON).error(error))
        (button(if two { "取り消しの同意を求める" } else { "この書類を取り消す" }).danger())
    };
    html! { (form(words, format!("/desk/papers/{}/revoke", paper.id), visit.form_token(), body)) }
}

async fn agree_form(visit: &Visit, paper: &Paper, asked: &Recall) -> Result<Markup, StoreError> {
    let own = visit.account().is_some_and(|w| w.account == asked.asked_by);
    let by = people::accounts::find(&visit.house().db, asked.asked_by).await?.map(|a| a.name).unwrap_or_default();
    let body = html! {
        p { (at(asked.asked_at)) "　" (by) "　" (asked.reason) }
        @if own {
            p { "ほかの職員が同意すると、取り消しになります。" }
        } @else {
            (button_row(html! {
                (button("同意して取り消す").sends("agree", "yes").danger())
                (button("取り消さない").sends("agree", "no").outline())
            }))
        }
    };
    Ok(html! { (form(visit.words(), format!("/desk/papers/{}/agree", paper.id), visit.form_token(), body)) })
}

/// An officer of the paper's desk who may take papers back.
async fn theirs(visit: &Visit, id: PaperId) -> Result<Paper, WebError> {
    let paper = found(visit, id).await?;
    if !visit.signed_in()?.may_for(REVOKE, paper.desk.as_deref()) {
        return Err(WebError::Forbidden);
    }
    if paper.revoked.is_some() {
        return Err(WebError::Changed);
    }
    Ok(paper)
}

pub(super) async fn revoke(visit: Visit, Path(id): Path<PaperId>, fields: Fields) -> Result<Response, WebError> {
    let paper = theirs(&visit, id).await?;
    let reason: String = fields.text("reason").chars().take(LONGEST_REASON).collect();
    if reason.is_empty() {
        return Ok(one(&visit, &paper, Some(("reason", "理由を書いてください"))).await?.into_response());
    }
    let (act, by) = (visit.act("revoke"), visit.signed_in()?.account);
    let two = Rules::of(visit.house()).revoke.two_officers;
    let done = visit.house().db.write(&act, move |tx| async move {
        match two {
            true => recall::ask(&tx, id, &reason, by).await,
            false => register::revoke(&tx, id, &reason).await,
        }
    });
    after(&visit, id, done.await)
}

pub(super) async fn agree(visit: Visit, Path(id): Path<PaperId>, fields: Fields) -> Result<Response, WebError> {
    theirs(&visit, id).await?;
    let (act, by) = (visit.act("revoke"), visit.signed_in()?.account);
    let agreed = match fields.text("agree") {
        "yes" => true,
        "no" => false,
        _ => return Err(WebError::Unreadable("agree")),
    };
    let done = visit.house().db.write(&act, move |tx| async move { recall::decide(&tx, id, by, agreed).await });
    after(&visit, id, done.await)
}

/// Back to the paper; a colleague who was first has changed it.
fn after(visit: &Visit, id: PaperId, done: Result<(), StoreError>) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(visit.see_other(&format!("/desk/papers/{id}"))),
        Err(StoreError::Conflict { .. } | StoreError::Missing(_)) => Err(WebError::Changed),
        Err(e) => Err(e.into()),
    }
}

//! Papers at the counter: find one by its number, print it, take it back.

use super::{ISSUE, pdf};
use crate::register::{self, Paper, Way};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::era::date_label;
use kernel::id::PaperId;
use kernel::{Moment, Reference, TypedId, Uuid};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Icon, Tone, button, button_row, chip_label, description_list, empty_state, error_summary, form, input_text,
    link_button, page_heading, pagination, resource, resource_list, section, textarea,
};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "交付した書類";
const PAGE: i64 = 30;
const LONGEST_REASON: usize = 200;

#[derive(Deserialize)]
pub(super) struct From {
    before: Option<PaperId>,
}

fn at(moment: Moment) -> String {
    format!("{} {}", date_label(moment.date()), moment.civil().strftime("%-H:%M"))
}

pub(super) async fn list(visit: Visit, Query(from): Query<From>) -> Result<Page, WebError> {
    page(&visit, from.before, "", None).await
}

/// The papers of the officer's desks; who issues for every desk sees all.
async fn newest(visit: &Visit, end: PaperId) -> Result<Vec<Paper>, WebError> {
    let (who, db) = (visit.signed_in()?, &visit.house().db);
    if who.may_everywhere(ISSUE) {
        return Ok(register::newest(db, end, PAGE + 1).await?);
    }
    Ok(register::newest_of(db, &who.desks_with(ISSUE), end, PAGE + 1).await?)
}

fn is_of_desk(visit: &Visit, paper: &Paper) -> bool {
    visit.account().is_some_and(|w| w.may_for(ISSUE, paper.desk.as_deref()))
}

async fn page(visit: &Visit, before: Option<PaperId>, typed: &str, error: Option<&str>) -> Result<Page, WebError> {
    let words = visit.words();
    let end = before.unwrap_or(PaperId::from_uuid(Uuid::max()));
    let papers = newest(visit, end).await?;
    let shown = usize::try_from(PAGE).unwrap_or(0);
    let older = papers.get(shown).and(papers.get(shown - 1)).map(|p| format!("/desk/papers?before={}", p.id));
    let lines = papers.iter().take(shown).map(|p| {
        let line =
            resource(&p.title, format!("/desk/papers/{}", p.id)).meta(format!("{}　{}", p.number, at(p.issued_at)));
        if p.revoked.is_some() { line.status(chip_label(Tone::Error, "取り消し済み")) } else { line }
    });
    let errors: Vec<(&str, &str)> = error.map(|e| ("number", e)).into_iter().collect();
    let question = html! {
        (input_text(words, "number", "書類の番号").hint("例：7K3-F92-QXM").value(typed).error(error).autocomplete("off").width("is-medium"))
        (button("開く"))
    };
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", TITLE, "番号で探して、窓口で印刷したり、取り消したりします。"))
        (form(words, "/desk/papers", visit.form_token(), question))
        (section("新しい順", html! {
            @if papers.is_empty() { (empty_state(Icon::Certificate, "まだありません", "", html! {})) }
            @else { (resource_list(lines)) }
        }))
        (pagination(words, before.map(|_| "/desk/papers"), older.as_deref()))
    };
    let page = visit.page(TITLE).desk().main(main);
    Ok(if error.is_some() { page.failed() } else { page })
}

pub(super) async fn search(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let typed = fields.text("number");
    let error = match typed.parse::<Reference>() {
        Err(_) => "番号を確かめてください。9文字です",
        Ok(number) => match register::by_number(&visit.house().db, number).await?.filter(|p| is_of_desk(&visit, p)) {
            Some(paper) => return Ok(visit.see_other(&format!("/desk/papers/{}", paper.id))),
            None => "この番号の書類はありません",
        },
    };
    Ok(page(&visit, None, typed, Some(error)).await?.into_response())
}

async fn found(visit: &Visit, id: PaperId) -> Result<Paper, WebError> {
    register::find(&visit.house().db, id).await?.filter(|p| is_of_desk(visit, p)).ok_or(WebError::NotFound)
}

pub(super) async fn show(visit: Visit, Path(id): Path<PaperId>) -> Result<Page, WebError> {
    one(&visit, &found(&visit, id).await?, None).await
}

async fn one(visit: &Visit, paper: &Paper, error: Option<&str>) -> Result<Page, WebError> {
    let copies = register::copies(&visit.house().db, paper.id).await?;
    let words = visit.words();
    let list = description_list(words)
        .item("番号", html! { (paper.number) })
        .item("文書番号", html! { (paper.reference) })
        .item("交付した日時", html! { (at(paper.issued_at)) })
        .item("渡した回数", html! { (copies) "回（ダウンロードと窓口の印刷）" });
    let errors: Vec<(&str, &str)> = error.map(|e| ("reason", e)).into_iter().collect();
    let main = html! {
        (error_summary(words, &errors))
        (page_heading(TITLE, &paper.title, ""))
        (list)
        @if let Some((when, why)) = &paper.revoked {
            (section("取り消し", html! { p { (at(*when)) "　" (why) } }))
        } @else {
            (button_row(html! { (link_button("窓口で渡すために開く（PDF）", format!("/desk/papers/{}/print", paper.id)).icon(Icon::Print)) }))
            (section("取り消す", revoke_form(visit, paper, error)))
        }
    };
    let page =
        visit.page(format!("{} {}", paper.title, paper.number)).desk().crumbs(&[(TITLE, "/desk/papers")]).main(main);
    Ok(if error.is_some() { page.failed() } else { page })
}

fn revoke_form(visit: &Visit, paper: &Paper, error: Option<&str>) -> Markup {
    let words = visit.words();
    let body = html! {
        p { "内容に誤りがあったときなどに、この書類を使えなくします。元には戻せません。確かめのページには、取り消した日が出ます。" }
        (textarea(words, "reason", "理由").hint("台帳に残ります。氏名や事情は書かないでください。").required(true).rows(2).maxlength(LONGEST_REASON).error(error))
        (button("この書類を取り消す").danger())
    };
    html! { (form(words, format!("/desk/papers/{}/revoke", paper.id), visit.form_token(), body)) }
}

pub(super) async fn print(visit: Visit, Path(id): Path<PaperId>) -> Result<Response, WebError> {
    let paper = found(&visit, id).await?;
    if paper.revoked.is_some() {
        return Err(WebError::Changed);
    }
    let bytes = visit.house().blobs.get(&paper.file).await?;
    let name = paper.number.to_string();
    let act = visit.act("counter").by(store::Channel::Counter);
    visit.house().db.write(&act, move |tx| async move { register::hand_out(&tx, &paper, Way::Counter).await }).await?;
    Ok(pdf(bytes, &name))
}

pub(super) async fn revoke(visit: Visit, Path(id): Path<PaperId>, fields: Fields) -> Result<Response, WebError> {
    let paper = found(&visit, id).await?;
    let reason: String = fields.text("reason").chars().take(LONGEST_REASON).collect();
    if reason.is_empty() {
        return Ok(one(&visit, &paper, Some("理由を書いてください")).await?.into_response());
    }
    if paper.revoked.is_some() {
        return Err(WebError::Changed);
    }
    let act = visit.act("revoke");
    visit.house().db.write(&act, move |tx| async move { register::revoke(&tx, id, &reason).await }).await?;
    Ok(visit.see_other(&format!("/desk/papers/{id}")))
}

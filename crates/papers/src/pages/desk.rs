//! Papers at the counter: find one by its number, print it, see what left the house and what still
//! waits.

use super::revoke::{REQUEST, recall_section};
use super::{ISSUE, pdf};
use crate::register::{self, Copy, Paper, Way};
use crate::waiting::{self, Waiting};
use crate::{Claim, recall};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::era::date_label;
use kernel::id::PaperId;
use kernel::{Moment, Reference, TypedId, Uuid};
use maud::{Markup, html};
use serde::Deserialize;
use store::StoreError;
use web::components::{
    Icon, Tone, button, button_row, chip_label, description_list, empty_state, error_summary, form, input_text,
    link_button, page_heading, pagination, resource, resource_list, section, textarea,
};
use web::{Fields, Page, Visit, WebError};

pub(super) const TITLE: &str = "交付した書類";
const PAGE: i64 = 30;
/// So long a paper stands on the list of those to be posted.
const POST_DAYS: i64 = 180;
pub(super) const LONGEST_REASON: usize = 200;

#[derive(Deserialize)]
pub(super) struct From {
    before: Option<PaperId>,
}

pub(super) fn at(moment: Moment) -> String {
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
        (waiting_section(visit, &waiting::all(&visit.house().db).await?))
        (asked_section(visit).await?)
        (post_section(visit).await?)
        (form(words, "/desk/papers", visit.form_token(), question))
        (section("新しい順", html! {
            @if papers.is_empty() { (empty_state(Icon::Certificate, "まだありません", "決まって手数料が納められると、できた書類がここに並びます。", html! {})) }
            @else { (resource_list(lines)) }
        }))
        (pagination(words, before.map(|_| "/desk/papers"), older.as_deref()))
    };
    let page = visit.page(TITLE).desk().main(main);
    Ok(if error.is_some() { page.failed() } else { page })
}

/// Papers that could not be issued yet, of the officer's desks, each with its reason in words and with
/// what to do.
fn waiting_section(visit: &Visit, all: &[Waiting]) -> Markup {
    let mine: Vec<&Waiting> =
        all.iter().filter(|w| visit.account().is_some_and(|who| who.may_for(ISSUE, w.desk.as_deref()))).collect();
    if mine.is_empty() {
        return html! {};
    }
    let lines = mine.into_iter().map(|w| {
        let path = match w.subject.0.as_str() {
            "cases_case" => format!("/desk/cases/{}", w.subject.1),
            _ => "/desk/papers".to_owned(),
        };
        let times = format!("{}から{}回ためしました（さいごは{}）", at(w.since), w.tries, at(w.tried_at));
        resource(&w.title, path).text(w.words()).meta(times).status(chip_label(Tone::Warning, "まだ交付できません"))
    });
    section("まだ交付できない書類", html! { (resource_list(lines)) })
}

/// Papers that their holders want by post and that are not printed yet.
async fn post_section(visit: &Visit) -> Result<Markup, StoreError> {
    let since = visit.now().plus_days(-POST_DAYS);
    let papers = register::to_be_posted(&visit.house().db, since).await?;
    let lines: Vec<_> = papers
        .iter()
        .filter(|p| is_of_desk(visit, p))
        .map(|p| {
            let line = resource(&p.title, format!("/desk/papers/{}", p.id));
            line.meta(format!("{}　{}　{}通", p.number, at(p.issued_at), p.originals))
        })
        .collect();
    Ok(match lines.is_empty() {
        true => html! {},
        false => section("郵送する書類（まだ印刷していないもの）", html! { (resource_list(lines)) }),
    })
}

/// Papers that a colleague asks to take back.
async fn asked_section(visit: &Visit) -> Result<Markup, StoreError> {
    let db = &visit.house().db;
    let mut lines = Vec::new();
    for id in recall::waiting(db).await? {
        if let Some(paper) = register::find(db, id).await?.filter(|p| is_of_desk(visit, p)) {
            let line = resource(&paper.title, format!("/desk/papers/{id}")).meta(paper.number.to_string());
            lines.push(line.status(chip_label(Tone::Warning, REQUEST)));
        }
    }
    Ok(match lines.is_empty() {
        true => html! {},
        false => section("取り消しの同意を待つ書類", html! { (resource_list(lines)) }),
    })
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

pub(super) async fn found(visit: &Visit, id: PaperId) -> Result<Paper, WebError> {
    register::find(&visit.house().db, id).await?.filter(|p| is_of_desk(visit, p)).ok_or(WebError::NotFound)
}

pub(super) async fn show(visit: Visit, Path(id): Path<PaperId>) -> Result<Page, WebError> {
    one(&visit, &found(&visit, id).await?, None).await
}

/// The page of one paper; `error` stands beside the field that it names.
pub(super) async fn one(
    visit: &Visit,
    paper: &Paper,
    error: Option<(&'static str, &'static str)>,
) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let (copies, prints) = (register::copies(db, paper.id).await?, register::prints(db, paper.id).await?);
    let words = visit.words();
    let errors: Vec<(&str, &str)> = error.into_iter().collect();
    let main = html! {
        (error_summary(words, &errors))
        (page_heading(TITLE, &paper.title, ""))
        (facts(visit, paper, prints))
        @if let Some((when, why)) = &paper.revoked {
            (section("取り消し", html! { p { (at(*when)) "　" (why) } }))
        } @else {
            (section(if paper.post { "印刷して郵送する" } else { "窓口で渡す" }, print_form(visit, paper, prints, error)))
            (recall_section(visit, paper, error).await?)
        }
        (section("渡した記録", log(visit, paper, &copies).await?))
        @if !paper.claims.is_empty() { (section("証明していること（機械が読むもの）", claims(visit, &paper.claims))) }
    };
    let page =
        visit.page(format!("{} {}", paper.title, paper.number)).desk().crumbs(&[(TITLE, "/desk/papers")]).main(main);
    Ok(if error.is_some() { page.failed() } else { page })
}

fn facts(visit: &Visit, paper: &Paper, prints: i64) -> Markup {
    let stamped = paper.stamp.as_ref().map(|s| format!("{}　{}", at(s.at), s.authority));
    let mut list = description_list(visit.words())
        .item("番号", html! { (paper.number) })
        .item("文書番号", html! { (paper.reference) })
        .item("交付した日時", html! { (at(paper.issued_at)) })
        .item("時刻の証明", html! { (stamped.as_deref().unwrap_or("付いていません")) })
        .item("原本の数", html! { (paper.originals) "通（印刷は" (prints) "回）" });
    if let Some(last) = paper.valid_until {
        list = list.item("有効期限", html! { (date_label(last)) });
    }
    let case = (paper.subject.0 == "cases_case" && visit.may("cases.desk")).then_some(paper.subject.1);
    html! {
        (list)
        @if let Some(case) = case { (button_row(html! { (link_button("この書類の案件", format!("/desk/cases/{case}")).outline().small()) })) }
    }
}

/// The originals that were asked for are printed one after the other; any further print needs a reason.
fn print_form(visit: &Visit, paper: &Paper, prints: i64, error: Option<(&str, &str)>) -> Markup {
    let words = visit.words();
    let more = prints >= paper.originals;
    let error = error.filter(|(field, _)| *field == "reprint").map(|(_, e)| e);
    let body = html! {
        @if more {
            p { "原本" (paper.originals) "通は印刷済みです。もう一度印刷するときは、理由を書いてください。" }
            (textarea(words, "reprint", "もう一度印刷する理由").hint("記録に残ります。例：紙づまりで読めなかった").required(true).rows(2).maxlength(LONGEST_REASON).error(error))
            (button("もう一度印刷する（PDF）").outline())
        } @else {
            p { "原本 " (prints + 1) " / " (paper.originals) " を印刷します。開いた回数だけ記録に残ります。" }
            @if paper.post { p { "郵送で受け取る人の書類です。送り先は、案件の「申請の内容」にあります。" } }
            (button(if paper.post { "郵送するために開く（PDF）" } else { "窓口で渡すために開く（PDF）" }))
        }
    };
    html! { (form(words, format!("/desk/papers/{}/print", paper.id), visit.form_token(), body)) }
}

/// What left the house: when, by whom, which print it was, and why one more.
async fn log(visit: &Visit, paper: &Paper, copies: &[Copy]) -> Result<Markup, StoreError> {
    if copies.is_empty() {
        return Ok(html! { p { "まだ渡していません。" } });
    }
    let mut lines = Vec::new();
    for copy in copies {
        let by = match copy.by {
            Some(account) => people::accounts::find(&visit.house().db, account).await?.map(|a| a.name),
            None => None,
        };
        lines.push((at(copy.at), handed(paper, copy), by.unwrap_or_default()));
    }
    Ok(html! { ul {
        @for (when, what, by) in lines { li { (when) "　" (what) @if !by.is_empty() { "　" (by) } } }
    } })
}

fn handed(paper: &Paper, copy: &Copy) -> String {
    match (copy.number, &copy.reason) {
        _ if copy.downloaded => "本人がダウンロード".to_owned(),
        (Some(n), Some(why)) => format!("再印刷（{n}回目）　{why}"),
        (Some(n), None) if copy.at_screen => format!("原本 {n} / {}　本人が役場の端末で印刷", paper.originals),
        (Some(n), None) => format!("原本 {n} / {}", paper.originals),
        (None, _) => "窓口で印刷".to_owned(),
    }
}

fn claims(visit: &Visit, claims: &[Claim]) -> Markup {
    let list = claims.iter().fold(description_list(visit.words()), |list, claim| {
        let value = claim.value.as_str().map_or_else(|| claim.value.to_string(), str::to_owned);
        list.item(&claim.meaning, html! { (value) })
    });
    html! { (list) }
}

pub(super) async fn print(visit: Visit, Path(id): Path<PaperId>, fields: Fields) -> Result<Response, WebError> {
    let (paper, by) = (found(&visit, id).await?, visit.signed_in()?.account);
    if paper.revoked.is_some() {
        return Err(WebError::Changed);
    }
    let number = register::prints(&visit.house().db, id).await? + 1;
    let reason: String = fields.text("reprint").chars().take(LONGEST_REASON).collect();
    let more = number > paper.originals;
    if more && reason.is_empty() {
        return Ok(one(&visit, &paper, Some(("reprint", "理由を書いてください"))).await?.into_response());
    }
    let bytes = visit.house().blobs.get(&paper.file).await?;
    let name = paper.number.to_string();
    let way = Way::Counter { by, number, reason: more.then_some(reason) };
    let act = visit.act("counter").by(store::Channel::Counter);
    let printed = visit.house().db.write(&act, move |tx| async move { register::hand_out(&tx, &paper, way).await });
    match printed.await {
        // A colleague printed the same original in the same moment.
        Err(StoreError::Conflict { .. }) => Err(WebError::Changed),
        done => done.map(|()| pdf(bytes, &name)).map_err(WebError::from),
    }
}

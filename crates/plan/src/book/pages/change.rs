//! `/desk/plan/book/changes/{id}`: a change, old beside new, and what comes next for it.

use super::desk::chip;
use super::form as writing;
use crate::book;
use crate::book::propose::{self, Refused, Seen};
use crate::book::records::{self, ChangeId, Proposal, State};
use crate::book::show::{self, Teller};
use approvals::ApprovalError;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::era;
use maud::{Markup, html};
use web::components::{
    Tone, button, button_row, description_list, form, link_button, notification_banner, page_heading, section,
};
use web::texts::Lang;
use web::{Fields, Page, Visit, WebError};

pub(super) async fn page(visit: Visit, Path(id): Path<ChangeId>) -> Result<Page, WebError> {
    let p = found(&visit, id).await?;
    view(&visit, &p, html! {}).await
}

/// A change that this officer may see: a draft is for those who change the plan.
async fn found(visit: &Visit, id: ChangeId) -> Result<Proposal, WebError> {
    let p = records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    let on_paper = p.approval.is_some();
    if on_paper || visit.may("plan.edit") { Ok(p) } else { Err(WebError::NotFound) }
}

fn is_own(visit: &Visit, p: &Proposal) -> bool {
    visit.may("plan.edit") && p.drafter.is_some_and(|a| visit.account().is_some_and(|who| who.account == a))
}

async fn view(visit: &Visit, p: &Proposal, above: Markup) -> Result<Page, WebError> {
    let first = book::first(visit.house())?;
    let name = first.measure(&p.measure).map_or(p.measure.as_str(), |m| &m.name.ja);
    let teller = Teller { house: visit.house(), lang: Lang::Ja };
    let reason = match p.approval {
        Some(id) if p.state == State::SentBack => approvals::status(&visit.house().db, id).await?.reason,
        _ => None,
    };
    let facts = description_list(visit.words())
        .item("いまの様子", chip(p.state))
        .item("いつから効くか", html! { (era::date_label(p.from)) })
        .item("変える理由", html! { (p.why) });
    let main = html! {
        (page_heading("計画の変更", name, "前の文と変えたあとを並べています。"))
        (above)
        @if let Some(reason) = reason {
            (notification_banner(visit.words(), Tone::Warning, "戻ってきました").body(html! { p { (reason) } }))
        }
        (facts)
        (section("変わる所", teller.side_by_side(&p.before, &p.change)))
        (next(visit, p))
    };
    Ok(visit.page(format!("計画の変更: {name}")).desk().crumbs(&[("計画を変える", "/desk/plan/book")]).main(main))
}

/// What can be done with it now.
fn next(visit: &Visit, p: &Proposal) -> Markup {
    let address = |what: &str| format!("/desk/plan/book/changes/{}/{what}", p.id);
    html! {
        @if p.state.is_writable() && is_own(visit, p) {
            (form(visit.words(), address("send"), visit.form_token(), html! {
                input type="hidden" name="version" value=(p.version);
                (button_row(html! {
                    (button("決裁に回す"))
                    (link_button("書き直す", address("edit")).outline())
                    (button("取りやめる").text().to(address("give-up")))
                }))
            }))
        }
        @if let Some(approval) = p.approval {
            p { a href=(format!("/desk/approvals/{approval}")) { "決裁の様子を見る" } }
        }
        @if let Some(n) = p.n {
            p { a href=(format!("/plan/versions/{n}")) { "版" (n) "として公開しています" } }
        }
    }
}

fn seen(id: ChangeId, fields: &Fields) -> Result<Seen, WebError> {
    let version = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    Ok(Seen { id, version })
}

pub(super) async fn send(visit: Visit, Path(id): Path<ChangeId>, fields: Fields) -> Result<Response, WebError> {
    let p = found(&visit, id).await?;
    let seen = seen(id, &fields)?;
    let first = book::first(visit.house())?;
    let name = first.measure(&p.measure).map_or(p.measure.as_str(), |m| &m.name.ja);
    let teller = Teller { house: visit.house(), lang: Lang::Ja };
    let title = format!("計画の変更「{name}」（{}から）", era::date_label(p.from));
    let text = propose::text_for_decision(p.from, &p.why, &show::for_decision(teller, &p.before, &p.change));
    let act = visit.act("計画の変更を決裁に回す");
    match propose::send(visit.house(), &act, visit.signed_in()?, seen, title, text).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/plan/book/changes/{id}"))),
        Err(refused) => {
            let above = told(&visit, &p, refused).await?;
            Ok(view(&visit, &p, above).await?.failed().into_response())
        }
    }
}

/// Why it was not sent, and what to do.
async fn told(visit: &Visit, p: &Proposal, refused: Refused) -> Result<Markup, WebError> {
    let edit = html! { p { a href=(format!("/desk/plan/book/changes/{}/edit", p.id)) { "書き直す画面で見くらべる" } } };
    let (title, body) = match refused {
        Refused::Overtaken(_) => ("同じ所の変更が先に決まりました。まだ決裁に回していません", edit),
        Refused::LaterDecided(day) => {
            let words = format!("同じ所の変更が{}から効くと決まっています。", era::date_label(day));
            ("効く日を後にしてください。まだ決裁に回していません", html! { p { (words) } (edit) })
        }
        Refused::InApproval => {
            let other = records::in_approval(&visit.house().db, &p.measure).await?;
            let link = html! {
                p { "それが決まってから、もう一度押してください。あなたの案は残っています。" }
                @if let Some(id) = other { p { a href=(format!("/desk/plan/book/changes/{id}")) { "先に回っている案を見る" } } }
            };
            ("この施策の別の変更が、決裁の途中です", link)
        }
        Refused::Approval(error) => match told_by_approvals(error) {
            Ok(words) => ("決裁に回せませんでした", html! { p { (words) } }),
            Err(error) => return Err(error.into()),
        },
        other => return Err(writing::error(other)),
    };
    Ok(html! { (notification_banner(visit.words(), Tone::Warning, title).announced().body(body)) })
}

fn told_by_approvals(error: ApprovalError) -> Result<&'static str, ApprovalError> {
    error.for_officers().ok_or(error)
}

pub(super) async fn give_up(visit: Visit, Path(id): Path<ChangeId>, fields: Fields) -> Result<Response, WebError> {
    let seen = seen(id, &fields)?;
    let act = visit.act("計画の変更を取りやめる");
    propose::give_up(visit.house(), &act, visit.signed_in()?, seen).await.map_err(writing::error)?;
    Ok(visit.see_other("/desk/plan/book"))
}

//! A resident's own matters: what is begun, what is under way, how far each is.

use crate::cosign::{self, Way};
use crate::finish;
use crate::forms::{Posted, Satisfaction};
use crate::mandates;
use crate::pages::parts;
use crate::receipt;
use crate::records::case::{self, Case};
use crate::records::draft::{self, Draft};
use crate::records::file;
use crate::records::message;
use crate::rules::{self, Event, State};
use crate::{catalogue, say};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::CaseId;
use maud::{Markup, html};
use store::{Channel, journal};
use web::components::{
    Icon, Tone, button, button_row, empty_state, event, form, link_button, notice, notification_banner, page_heading,
    radio_group, resource, resource_list, section, textarea, timeline,
};
use web::texts::{plain, rich};
use web::{Fields, Page, Visit, WebError};

/// The case, if it is the visitor's own: sent by their account, or theirs as the person.
pub(crate) async fn open(visit: &Visit, id: CaseId) -> Result<Case, WebError> {
    let who = visit.signed_in()?;
    let case = case::find(&visit.house().db, id).await?;
    let mine = |c: &Case| c.account == Some(who.account) || (who.person.is_some() && c.applicant == who.person);
    let case = case.filter(mine).ok_or(WebError::NotFound)?;
    if is_open_to(visit, &case).await? { Ok(case) } else { Err(WebError::NotFound) }
}

/// Somebody else's matter is open for as long as the mandate holds.
async fn is_open_to(visit: &Visit, case: &Case) -> Result<bool, WebError> {
    match case.mandate {
        Some(mandate) if case.applicant != visit.signed_in()?.person => Ok(mandates::in_force(visit, mandate).await?),
        _ => Ok(true),
    }
}

fn title_of(visit: &Visit, key: &str, version: u32) -> String {
    let found = catalogue(visit.house()).ok().and_then(|c| c.get(key, version).cloned());
    found.map(|p| say::text(&p.guide.title, visit.lang()).to_owned()).unwrap_or_default()
}

/// 「◯◯さんの代わりに」, where the matter is somebody else's.
fn acting_for(visit: &Visit, case: &Case) -> String {
    let own = visit.account().and_then(|w| w.person) == case.applicant;
    let name = case.applicant_name.clone();
    if case.mandate.is_none() || own { String::new() } else { visit.tf("cases-mandate-for", &[("name", name.into())]) }
}

/// What is begun and what is under way.
pub(crate) async fn list(visit: Visit) -> Result<Page, WebError> {
    let who = visit.signed_in()?;
    let db = &visit.house().db;
    let mut cases = Vec::new();
    for case in case::of_applicant(db, who.person, who.account, 100).await? {
        if is_open_to(&visit, &case).await? {
            cases.push(case);
        }
    }
    let drafts = draft::of_account(db, who.account, visit.now()).await?;
    let words = visit.words();
    let line = |c: &Case| {
        let at = say::day(c.submitted_at.date(), words.lang);
        resource(title_of(&visit, &c.procedure, c.procedure_version), format!("/my/cases/{}", c.id))
            .meta(words.tf("cases-list-meta", &[("reference", c.reference.to_string().into()), ("at", at.into())]))
            .text(acting_for(&visit, c))
            .status(parts::state_chip(words, c.state, c.outcome))
    };
    let (closed, open): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|c| c.state == State::Closed);
    let main = html! {
        (page_heading("", &words.t("cases-mine"), ""))
        @if cases.is_empty() && drafts.is_empty() {
            (empty_state(Icon::Document, &words.t("cases-mine-none"), &words.t("cases-mine-none-next"),
                html! { (link_button(words.t("menu-procedures"), "/procedures")) }))
        }
        @if !drafts.is_empty() {
            (section(&words.t("cases-mine-drafts"), resource_list(drafts.iter().map(|d| draft_line(&visit, d)))))
        }
        @if !open.is_empty() { (section(&words.t("cases-mine-open"), resource_list(open.into_iter().map(line)))) }
        @if !closed.is_empty() { (section(&words.t("cases-mine-closed"), resource_list(closed.into_iter().map(line)))) }
    };
    Ok(visit.page(words.plain("cases-mine")).crumbs(&[]).main(main))
}

fn draft_line(visit: &Visit, draft: &Draft) -> web::components::Resource {
    let lang = visit.lang();
    let (at, until) = (say::moment(draft.updated_at, lang), say::day(draft.expires_at.date(), lang));
    let page = if draft.page.is_empty() { "check" } else { &draft.page };
    resource(title_of(visit, &draft.procedure, draft.procedure_version), format!("/apply/d/{}/{page}", draft.id))
        .meta(visit.tf("cases-draft-meta", &[("at", at.into()), ("until", until.into())]))
}

/// One matter.
pub(crate) async fn page(visit: Visit, Path(id): Path<CaseId>) -> Result<Page, WebError> {
    let case = open(&visit, id).await?;
    draw(&visit, &case, None).await
}

async fn draw(visit: &Visit, case: &Case, wrong: Option<&'static str>) -> Result<Page, WebError> {
    let (procedure, matter) = parts::matter_of(visit.house(), case)?;
    let (words, db) = (visit.words(), &visit.house().db);
    let answers = case::answers(db, case.id, case.round).await?;
    let files = file::of_case(db, case.id).await?;
    let entries = journal::of_row(db, "cases_case", case.id.0).await?;
    let title = say::text(&procedure.guide.title, words.lang);
    let base = format!("/my/cases/{}", case.id);
    let feedback = feedback_part(visit, case, wrong).await?;
    let signed = cosign::records::signature_of(db, case.id).await?.filter(|s| s.way != Way::Without);
    let how_far = parts::now_next_when(visit, case, &matter).await?;
    let main = html! {
        (page_heading(&words.t("cases-mine"), title, ""))
        p.reference { span { (words.rich("cases-reference")) } strong { (case.reference) } " " (parts::state_chip(words, case.state, case.outcome)) }
        @if case.mandate.is_some() { (notice(Tone::Info, html! { p { (rich(&acted(visit, case).await?)) } })) }
        (call(visit, case))
        (feedback)
        (section(&words.t("cases-how-far"), how_far))
        @if let Some(decision) = case.decision.as_ref().filter(|_| case.outcome.is_some()) {
            (section(&words.t("cases-decision"), html! { p { (parts::lines(decision)) } }))
        }
        (links(visit, case))
        (section(&words.t("cases-history"), timeline(history(visit, &entries))))
        (section(&words.t("cases-your-answers"), html! {
            (parts::all_answers(words, &matter.form, &answers))
            @if let Some(signed) = &signed {
                p { (rich(&words.tf("cases-cosign-signed", &[
                    ("name", signed.name.clone().into()),
                    ("day", say::day(signed.at.date(), words.lang).into()),
                ]))) }
            }
            @if !files.is_empty() {
                ul.kept-files { @for f in &files { li { a href=(format!("{base}/files/{}", f.id)) { (f.name) } } } }
            }
        }))
        @if rules::step(case.state, Event::Withdraw).is_ok() {
            p { a href=(format!("{base}/withdraw")) { (words.rich("cases-withdraw")) } }
        }
    };
    let page = visit.page(plain(title)).crumbs(&[(&words.plain("cases-mine"), "/my/cases")]).main(main);
    Ok(if wrong.is_some() { page.failed() } else { page })
}

/// Who acted for whom, for either of them.
async fn acted(visit: &Visit, case: &Case) -> Result<String, WebError> {
    let db = &visit.house().db;
    let mandate = match case.mandate {
        Some(id) => people::mandates::find(db, id).await?.ok_or(WebError::NotFound)?,
        None => return Ok(String::new()),
    };
    let (agent, principal) =
        (mandates::name_of(db, mandate.agent).await?, mandates::name_of(db, mandate.principal).await?);
    Ok(visit.tf("cases-mandate-acted", &[("agent", agent.into()), ("principal", principal.into())]))
}

/// What the person is asked to do now, if anything.
fn call(visit: &Visit, case: &Case) -> Markup {
    let words = visit.words();
    match case.state {
        State::AwaitingCorrection => html! {
            (notification_banner(words, Tone::Warning, words.t("cases-call-correct")).body(
                button_row(html! { (link_button(words.t("cases-correct"), format!("/my/cases/{}/correct", case.id))) })))
        },
        State::AwaitingPayment => html! {
            (notification_banner(words, Tone::Warning, words.t("cases-call-pay")).body(html! {
                @if let Some(bill) = case.bill {
                    (button_row(html! { (link_button(words.t("cases-see-bill"), format!("/my/bills/{bill}"))) }))
                }
            }))
        },
        State::Closed => html! {
            @if let Some(paper) = case.paper {
                (notification_banner(words, Tone::Success, words.t("cases-call-paper")).body(button_row(html! {
                    (link_button(words.t("cases-see-paper"), format!("/my/papers/{paper}.pdf")).icon(Icon::Certificate))
                })))
            }
        },
        _ => html! {},
    }
}

fn links(visit: &Visit, case: &Case) -> Markup {
    let words = visit.words();
    html! {
        (button_row(html! {
            (link_button(words.t("cases-receipt"), format!("/my/cases/{}/receipt.pdf", case.id)).outline().icon(Icon::Document))
        }))
    }
}

/// What happened, newest first. What the office does twice in a row within itself (a draft that was
/// sent back and put forward again) is one thing to the person.
fn history(visit: &Visit, entries: &[journal::Entry]) -> Vec<web::components::Event> {
    let mut told: Vec<_> = entries.iter().filter_map(|e| Some((e, event_key(e)?))).collect();
    told.dedup_by(|(_, later), (_, earlier)| later == earlier);
    told.into_iter().rev().map(|(entry, key)| one_event(visit, entry, &key)).collect()
}

/// The key of the words for an entry; deeds between officers have none.
fn event_key(entry: &journal::Entry) -> Option<String> {
    match entry.act.as_str() {
        "cases.submit"
        | "cases.take"
        | "cases.ask_correction"
        | "cases.correct"
        | "cases.propose"
        | "cases.decide"
        | "cases.paid"
        | "cases.close"
        | "cases.withdraw" => Some(entry.act.replace(['.', '_'], "-")),
        _ => None,
    }
}

fn one_event(visit: &Visit, entry: &journal::Entry, key: &str) -> web::components::Event {
    let tone = if key == "cases-ask-correction" { Tone::Warning } else { Tone::Neutral };
    let words = visit.t(&format!("cases-event-{}", key.trim_start_matches("cases-")));
    event(say::moment(entry.at, visit.lang()), words).datetime(entry.at.rfc3339()).tone(tone)
}

/// 「便利になりましたか」, once the matter has ended and nobody has answered yet.
async fn feedback_part(visit: &Visit, case: &Case, wrong: Option<&'static str>) -> Result<Markup, WebError> {
    if case.state != State::Closed {
        return Ok(html! {});
    }
    let words = visit.words();
    if message::feedback(&visit.house().db, case.id).await?.is_some() {
        return Ok(html! { (notification_banner(words, Tone::Success, words.t("cases-feedback-thanks"))) });
    }
    let asked =
        form(words, format!("/my/cases/{}/feedback", case.id), visit.form_token(), feedback_fields(visit, wrong));
    Ok(html! { (asked) })
}

/// The fields of the question after every matter.
pub(crate) fn feedback_fields(visit: &Visit, wrong: Option<&'static str>) -> Markup {
    let words = visit.words();
    let choices = crate::forms::Convenience::ALL.map(|c| (c.key(), words.t(c.text())));
    let efforts = crate::forms::Effort::ALL.map(|e| (e.key(), words.t(e.text())));
    html! {
        (radio_group(words, crate::forms::ANSWER, words.t("cases-satisfaction-question"), choices).inline().required(false))
        (radio_group(words, crate::forms::EFFORT, words.t("cases-effort-question"), efforts).inline().required(false))
        (textarea(words, crate::forms::COMMENT, words.t("cases-satisfaction-comment")).rows(3)
            .maxlength(crate::forms::MAX_COMMENT).error(wrong.map(|k| words.t(k)).as_deref()).required(false))
        (button_row(html! { (button(words.t("cases-feedback-send")).small()) }))
    }
}

/// Reads the answer that was sent.
pub(crate) fn read_feedback(fields: &Fields) -> Result<Option<Satisfaction>, &'static str> {
    let values = |name: &str| fields.all(name);
    Satisfaction::parse(&Posted::without_files(&values))
}

/// The answer was sent.
pub(crate) async fn feedback(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let case = open(&visit, id).await?;
    if case.state != State::Closed {
        return Err(WebError::Changed);
    }
    match read_feedback(&fields) {
        Err(key) => return Ok(draw(&visit, &case, Some(key)).await?.into_response()),
        Ok(None) => {}
        Ok(Some(said)) => finish::feedback(visit.house(), &visit.act("feedback"), id, said, Channel::Web).await?,
    }
    Ok(visit.see_other(&format!("/my/cases/{id}")))
}

/// Asks whether to take the matter back.
pub(crate) async fn ask_withdraw(visit: Visit, Path(id): Path<CaseId>) -> Result<Page, WebError> {
    let case = open(&visit, id).await?;
    let words = visit.words();
    let title = title_of(&visit, &case.procedure, case.procedure_version);
    let base = format!("/my/cases/{id}");
    let main = html! {
        (page_heading(&title, &words.t("cases-withdraw-title"), &words.t("cases-withdraw-lead")))
        (form(words, format!("{base}/withdraw"), visit.form_token(), html! {
            input type="hidden" name="version" value=(case.version);
            (button_row(html! {
                (button(words.t("cases-withdraw-yes")).danger())
                (link_button(words.t("cases-withdraw-no"), &base).outline())
            }))
        }))
    };
    Ok(visit.page(words.plain("cases-withdraw-title")).crumbs(&[(&words.plain("cases-mine"), "/my/cases")]).main(main))
}

/// Takes the matter back.
pub(crate) async fn withdraw(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    open(&visit, id).await?;
    let version = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    finish::withdraw(visit.house(), &visit.act("withdraw"), id, version, None).await?;
    Ok(visit.see_other(&format!("/my/cases/{id}")))
}

/// 受付票, set when it is asked for.
pub(crate) async fn receipt(visit: Visit, Path(id): Path<CaseId>) -> Result<Response, WebError> {
    let case = open(&visit, id).await?;
    receipt::answer(&visit, &case).await
}

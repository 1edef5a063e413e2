//! Applying: the page before the first question, one page of questions at a time, the check, the
//! sending and the receipt of it.

use crate::catalogue;
use crate::error::CaseError;
use crate::fill::{self, Beginning, Keep, matter};
use crate::forms::{FieldError, Form, Page as FormPage, Procedure, Question, TownMatter};
use crate::mandates;
use crate::pages::entrance::{Entrance, door, entrance};
use crate::pages::once;
use crate::pages::question::{Drawing, Held, error_lines, inputs_of, kept_files, page_body, page_steps};
use crate::records::DraftId;
use crate::records::draft::{self, Draft};
use crate::register::Standing;
use crate::rules::fee_channel;
use crate::submit::channel_word;
use crate::{say, upload};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use store::Channel;
use web::components::{
    Tone, button, button_row, chip_label, description_list, error_summary, form, notice, notification_banner,
    page_heading, resource, resource_list, section,
};
use web::texts::{plain, rich};
use web::{Assurance, Fields, Page, Visit, WebError};

fn offered(visit: &Visit, key: &str) -> Result<Arc<Procedure>, WebError> {
    let house = visit.house();
    Ok(catalogue(house)?.current(key, visit.now().date()).cloned().ok_or(CaseError::Missing)?)
}

/// What it is, what is needed, how long it takes.
pub(crate) async fn start(visit: Visit, Path(key): Path<String>) -> Result<Response, WebError> {
    let procedure = offered(&visit, &key)?;
    let Some(matter) = procedure.matter() else { return Ok(visit.see_other(&format!("/procedures/{key}"))) };
    let words = visit.words();
    let title = say::text(&procedure.guide.title, words.lang);
    let begun = match visit.account() {
        Some(who) => draft::of_account(&visit.house().db, who.account, visit.now()).await?,
        None => Vec::new(),
    };
    let begun: Vec<&Draft> = begun.iter().filter(|d| d.procedure == key).collect();
    let others = mandates::for_procedure(&visit, &key).await?;
    let own = visit.account().filter(|w| w.assurance >= Assurance::Identified).and_then(|w| w.person);
    let earlier = once::standing(&visit, &key, matter, own).await?;
    let main = html! {
        (page_heading(&words.t("cases-apply"), title, say::text(&procedure.guide.summary, words.lang)))
        @if !begun.is_empty() {
            (notification_banner(words, Tone::Info, words.t("cases-begun")).body(html! {
                (resource_list(begun.iter().map(|d| resource(title, format!("/apply/d/{}/check", d.id)).meta(touched(&visit, d)))))
            }))
        }
        (facts(&visit, &procedure, matter))
        (section(&words.t("cases-bring"), html! { ul { @for thing in &procedure.guide.bring { li { (rich(say::text(thing, words.lang))) } } } }))
        @if let Some(person) = &matter.in_person { (notice(Tone::Warning, html! { p { (rich(say::text(person, words.lang))) } })) }
        @if let Some(earlier) = &earlier { (once::told(&visit, matter, earlier)) }
        @if earlier.is_none() || !others.is_empty() {
            (door(&visit, &key, entrance(&visit, matter), &matter.desk, &others))
        }
    };
    let page = visit.page(plain(title)).crumbs(&[(&words.plain("menu-procedures"), "/procedures")]).main(main);
    Ok(page.into_response())
}

fn touched(visit: &Visit, draft: &Draft) -> String {
    let lang = visit.lang();
    let (at, until) = (say::moment(draft.updated_at, lang), say::day(draft.expires_at.date(), lang));
    visit.tf("cases-draft-meta", &[("at", at.into()), ("until", until.into())])
}

fn facts(visit: &Visit, procedure: &Procedure, matter: &TownMatter) -> Markup {
    let words = visit.words();
    let due = visit.house().town.calendar.main().add_open_days(visit.now().date(), matter.processing_days);
    let days = words.tf(
        "cases-days",
        &[("days", matter.processing_days.into()), ("due", say::day_and_weekday(due, words.lang).into())],
    );
    let pages = matter.form.pages.iter().filter(|p| p.when.is_none()).count();
    html! {
        (description_list(words)
            .item(words.t("cases-for"), rich(say::text(&procedure.guide.audience, words.lang)))
            .item(words.t("cases-time"), rich(say::text(&procedure.guide.timing, words.lang)))
            .item(words.t("cases-length"), rich(&words.tf("cases-pages", &[("n", pages.into())])))
            .item(words.t("cases-answer-by"), rich(&days))
            .item(words.t("cases-fee"), fee(visit, matter)))
        @if let Some(cosign) = &matter.cosign {
            (notice(Tone::Info, html! { p { (rich(&words.tf("cases-cosign-before", &[("who", plain(say::text(&cosign.who, words.lang)).into())]))) } }))
        }
    }
}

/// The fee in words; one that nobody has confirmed says so.
fn fee(visit: &Visit, matter: &TownMatter) -> Markup {
    let words = visit.words();
    let Some(key) = &matter.fee else { return words.rich("cases-fee-none") };
    let fees = &visit.house().town.fees;
    let found = fees.on(&key.key, visit.now().date());
    let yen = found.and_then(|f| f.yen(fee_channel(Channel::Web)));
    html! {
        @match (yen, found) {
            (Some(yen), Some(fee)) => (words.tf("cases-fee-each", &[("yen", visit.yen(yen).into()), ("per", fee.per.clone().into())])),
            _ => (words.rich("cases-fee-unknown")),
        }
        @if !found.is_some_and(|f| f.verified) { " " (chip_label(Tone::Warning, &words.t("cases-unconfirmed"))) }
    }
}

/// Begins a draft.
pub(crate) async fn begin(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let procedure = offered(&visit, &key)?;
    let matter = procedure.matter().ok_or(CaseError::Missing)?;
    match entrance(&visit, matter) {
        Entrance::Open | Entrance::Later => {}
        Entrance::SignIn => return Err(WebError::SignIn),
        Entrance::Counter => return Err(WebError::Forbidden),
    }
    let mandate = match fields.text("mandate") {
        "" => None,
        id => {
            let held = mandates::for_procedure(&visit, &key).await?;
            Some(held.into_iter().find(|(m, _)| m.id.to_string() == id).ok_or(WebError::Forbidden)?.0)
        }
    };
    let who = match visit.account() {
        Some(who) => {
            let own = who.person.filter(|_| who.assurance >= Assurance::Identified);
            Beginning {
                account: Some(who.account),
                person: mandate.as_ref().map(|m| m.principal).or(own),
                mandate: mandate.map(|m| m.id),
                ..Beginning::default()
            }
        }
        None => Beginning { browser: Some(visit.browser_mark()), ..Beginning::default() },
    };
    let id = fill::begin(visit.house(), &visit.act("apply"), &procedure, who).await?;
    let first = matter.form.pages.first().map_or("check", |p| p.key.as_str());
    Ok(visit.see_other(&format!("/apply/d/{id}/{first}")))
}

/// What a page was asked with.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// `check` when the page was opened from the page on which answers are checked.
    #[serde(default, rename = "return")]
    back: String,
    /// Proof of a public page.
    #[serde(default)]
    pub(super) k: String,
}

/// One page of the form.
pub(crate) async fn page(
    visit: Visit,
    Path((id, key)): Path<(DraftId, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let draft = fill::open(&visit, id).await?;
    let (_, matter) = matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let found = matter.form.page(&key).filter(|p| !matter.form.asked(p, &draft.answers).is_empty());
    let Some(page) = found else {
        matter.form.page(&key).ok_or(WebError::NotFound)?;
        return Ok(visit.see_other(&next_path(&visit, &draft, &matter.form, &key, "")));
    };
    let held = Held::Kept(inputs_of(&matter.form, page, &draft.answers));
    let shown = Shown { draft: &draft, matter: &matter, page, back: &asked.back };
    Ok(draw(&visit, shown, held, &[], HashMap::new()).await?.into_response())
}

struct Shown<'a> {
    draft: &'a Draft,
    matter: &'a TownMatter,
    page: &'a FormPage,
    back: &'a str,
}

async fn draw(
    visit: &Visit,
    shown: Shown<'_>,
    held: Held<'_>,
    errors: &[FieldError],
    more_rows: HashMap<String, usize>,
) -> Result<Page, WebError> {
    let Shown { draft, matter, page, back } = shown;
    let words = visit.words();
    let (procedure, _) = crate::fill::matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let household = fill::household(&visit.house().db, draft.person, visit.now().date()).await?;
    let questions = matter.form.asked(page, &draft.answers);
    let drawing = Drawing {
        words,
        held,
        errors,
        household: &household,
        prefilled: &draft.prefilled,
        files: kept_files(&draft.answers, &format!("/apply/d/{}/files", draft.id)),
        more_rows,
        own: draft.helper.is_none(),
    };
    let base = format!("/apply/d/{}", draft.id);
    let title = say::text(&procedure.guide.title, words.lang);
    let body = html! {
        (page_body(&drawing, title, page, &questions))
        @if back == "check" { input type="hidden" name="return" value="check"; }
        (button_row(html! {
            (button(words.t("cases-next-page")))
            (button(words.t("cases-stop")).outline().sends("then", "stop"))
        }))
    };
    let lines = error_lines(words, &questions, errors);
    let main = html! {
        (for_whom(visit, draft).await?)
        (of_the_register(visit, draft, &questions))
        (steps(visit, &matter.form, draft, &page.key))
        (error_summary(words, &lines))
        (form(words, format!("{base}/{}", page.key), visit.form_token(), body).with_files().autosave(format!("{base}/autosave/{}", page.key)))
        (back_link(visit, matter, draft, &page.key, back))
    };
    let heading = page.heading().map(|h| plain(say::text(h, words.lang))).unwrap_or_default();
    let drawn = visit.page(format!("{heading}｜{}", plain(title))).main(main);
    Ok(if errors.is_empty() { drawn } else { drawn.failed() })
}

/// Above every page that is filled in for somebody else.
pub(super) async fn for_whom(visit: &Visit, draft: &Draft) -> Result<Markup, WebError> {
    let name = match (draft.mandate, draft.person) {
        (Some(_), Some(person)) => mandates::name_of(&visit.house().db, person).await?,
        _ => String::new(),
    };
    Ok(html! {
        @if draft.mandate.is_some() {
            (notice(Tone::Info, html! { p { (rich(&visit.tf("cases-mandate-acting", &[("name", name.into())]))) } }))
        }
        @if draft.helper.is_some() {
            (notice(Tone::Warning, html! {
                p { (visit.tf("desk-cases-assisting", &[("channel", channel_word(draft.channel).into())])) }
            }))
        }
    })
}

/// Where the register would have filled in something: that it did not answer, or what it knew then.
fn of_the_register(visit: &Visit, draft: &Draft, questions: &[&Question]) -> Markup {
    let words = visit.words();
    let fills = questions.iter().any(|q| q.prefill.is_some());
    let said = match Standing::of(draft.register.as_deref()) {
        Standing::Silent if fills => words.t("cases-register-silent"),
        Standing::Since(at) if fills => {
            words.tf("cases-register-since", &[("day", say::day(at.date(), words.lang).into())])
        }
        _ => return html! {},
    };
    notice(Tone::Info, html! { p { (rich(&said)) } })
}

fn steps(visit: &Visit, form: &Form, draft: &Draft, key: &str) -> Markup {
    let step = form.step(&draft.answers, key);
    step.map(|step| page_steps(visit.words(), step)).unwrap_or_default()
}

fn back_link(visit: &Visit, matter: &TownMatter, draft: &Draft, key: &str, back: &str) -> Markup {
    let words = visit.words();
    let href = match matter.form.previous_page(&draft.answers, key) {
        _ if back == "check" => format!("/apply/d/{}/check", draft.id),
        Some(page) => format!("/apply/d/{}/{}", draft.id, page.key),
        None => format!("/apply/{}", draft.procedure),
    };
    html! { p.back { a href=(href) { (words.rich("cases-back")) } } }
}

/// Where the form goes on after `key`.
fn next_path(visit: &Visit, draft: &Draft, form: &Form, key: &str, back: &str) -> String {
    let base = format!("/apply/d/{}", draft.id);
    if back == "check" {
        return match form.first_open_page(&draft.answers, visit.now().date()) {
            Some(page) => format!("{base}/{}?return=check", page.key),
            None => format!("{base}/check"),
        };
    }
    match form.next_page(&draft.answers, key) {
        Some(page) => format!("{base}/{}", page.key),
        None => format!("{base}/check"),
    }
}

/// A page was sent.
pub(crate) async fn send(
    visit: Visit,
    Path((id, key)): Path<(DraftId, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let draft = fill::open(&visit, id).await?;
    let (_, matter) = matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let page = matter.form.page(&key).ok_or(WebError::NotFound)?;
    let back = fields.text("return").to_owned();
    let shown = |draft| Shown { draft, matter: &matter, page, back: &back };
    if !fields.text("more").is_empty() {
        let rows = HashMap::from([(fields.text("more").to_owned(), 1)]);
        return Ok(draw(&visit, shown(&draft), Held::Typed(&fields), &[], rows).await?.into_response());
    }
    if fields.text("then") == "stop" {
        let kept = fill::keep_page(&visit, id, &key, &fields, &HashMap::new(), Keep::Half).await?;
        return match kept {
            Ok(_) => Ok(visit.see_other(&format!("/apply/d/{id}/stop"))),
            Err(_) => Err(WebError::Changed),
        };
    }
    let (files, mut wrong) = upload::take(visit.house(), page, &fields).await?;
    if wrong.is_empty() {
        match fill::keep_page(&visit, id, &key, &fields, &files, Keep::Whole).await? {
            Ok(kept) => return Ok(visit.see_other(&next_path(&visit, &kept, &matter.form, &key, &back))),
            Err(errors) => wrong = errors,
        }
    }
    Ok(draw(&visit, shown(&draft), Held::Typed(&fields), &wrong, HashMap::new()).await?.into_response())
}

/// What was typed so far, sent by the browser itself.
pub(crate) async fn autosave(
    visit: Visit,
    Path((id, key)): Path<(DraftId, String)>,
    fields: Fields,
) -> Result<StatusCode, WebError> {
    let kept = fill::keep_page(&visit, id, &key, &fields, &HashMap::new(), Keep::Half).await?;
    Ok(if kept.is_ok() { StatusCode::NO_CONTENT } else { StatusCode::UNPROCESSABLE_ENTITY })
}

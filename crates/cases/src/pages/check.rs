//! 「内容を確かめてください」 and the sending: what is answered, what stands in the way, and the button.

use crate::cosign;
use crate::decide::is_of_desk;
use crate::error::CaseError;
use crate::fill::{self, matter};
use crate::forms::{Assurance, Missing, TownMatter};
use crate::invite;
use crate::once;
use crate::pages::apply::for_whom;
use crate::pages::done::after_sending;
use crate::pages::{counter, once as once_page, parts};
use crate::records::DraftId;
use crate::records::case::Case;
use crate::records::draft::{self, Draft};
use crate::say;
use crate::submit::{self, With, fee_of};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use store::StoreError;
use web::components::{
    Tone, button, button_row, error_summary, form, link_button, notification_banner, page_heading, section, textarea,
};
use web::texts::{plain, rich};
use web::{Fields, Page, Visit, WebError};

/// 「内容を確かめてください」.
pub(crate) async fn check(visit: Visit, Path(id): Path<DraftId>) -> Result<Response, WebError> {
    let Some(draft) = draft::find(&visit.house().db, id, visit.now()).await? else {
        return after_sending(&visit, id).await;
    };
    if !fill::is_open(&visit, &draft).await? {
        return Err(WebError::NotFound);
    }
    Ok(draw(&visit, &draft, Tried::default()).await?.into_response())
}

/// An attempt to send that did not succeed.
#[derive(Debug, Default)]
struct Tried {
    failed: bool,
    /// What is wrong with the reason for letting another one through.
    wrong: Option<&'static str>,
    reason: String,
}

async fn draw(visit: &Visit, draft: &Draft, tried: Tried) -> Result<Page, WebError> {
    let words = visit.words();
    let (procedure, matter) = matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let rows = matter.form.summary(&draft.answers);
    let missing = matter.form.check_complete(&draft.answers, visit.now().date());
    let base = format!("/apply/d/{}", draft.id);
    let fee = fee_of(visit.house(), &matter, &draft.answers, draft.channel, visit.now().date());
    let title = say::text(&procedure.guide.title, words.lang);
    let errors: Vec<(&str, String)> = tried.wrong.iter().map(|key| ("again", words.t(key))).collect();
    let main = html! {
        (error_summary(words, &errors))
        (for_whom(visit, draft).await?)
        (page_heading(title, &words.t("cases-check-title"), &words.t("cases-check-lead")))
        @if !missing.is_empty() { (still_missing(visit, &base, &missing)) }
        (parts::answers(words, &rows, |row| Some(format!("{base}/{}?return=check", row.page))))
        @if let Some(fee) = fee { p { (rich(&words.tf("cases-check-fee", &[("fee", visit.yen(fee).into())]))) } }
        @if missing.is_empty() { (ending(visit, draft, &matter, &tried).await?) }
        @else {
            (button_row(html! {
                (link_button(words.t("cases-go-on"), format!("{base}/{}?return=check", missing[0].page)))
                (link_button(words.t("cases-stop"), format!("{base}/stop")).outline())
            }))
        }
    };
    let page = visit.page(format!("{}｜{}", words.plain("cases-check-title"), plain(title))).main(main);
    Ok(if tried.failed { page.failed() } else { page })
}

fn still_missing(visit: &Visit, base: &str, missing: &[Missing]) -> Markup {
    let words = visit.words();
    html! {
        (notification_banner(words, Tone::Warning, words.t("cases-check-missing")).body(html! {
            ul { @for m in missing { li { a href=(format!("{base}/{}?return=check", m.page)) { (rich(say::text(&m.error.label, words.lang))) } "：" (rich(&say::error(words, &m.error))) } } }
        }))
    }
}

/// Under the answers: the button that sends, or what comes before it.
async fn ending(visit: &Visit, draft: &Draft, matter: &TownMatter, tried: &Tried) -> Result<Markup, WebError> {
    if !may_send(visit, draft, matter).await? {
        return Ok(counter::ways_to_finish(visit, draft, &matter.desk));
    }
    if let Some(earlier) = kept_out_by(visit, draft, matter).await? {
        return Ok(html! {
            (once_page::told(visit, matter, &earlier))
            @if may_let_through(visit, draft, matter) { (letting_through(visit, draft, tried)) }
        });
    }
    if cosign::is_asked(matter, &matter.form.settle(&draft.answers).answers) {
        return to_cosign(visit, draft, matter).await;
    }
    let words = visit.words();
    let base = format!("/apply/d/{}", draft.id);
    Ok(html! {
        (form(words, format!("{base}/submit"), visit.form_token(), html! {
            (button_row(html! {
                (button(words.t("cases-send")))
                (link_button(words.t("cases-stop"), format!("{base}/stop")).outline())
            }))
        }))
    })
}

/// The matter that keeps this one out, where only one is taken.
async fn kept_out_by(visit: &Visit, draft: &Draft, matter: &TownMatter) -> Result<Option<Case>, WebError> {
    let Some(once) = &matter.once else { return Ok(None) };
    let answers = matter.form.settle(&draft.answers).answers;
    let of = once::Of {
        procedure: &draft.procedure,
        once,
        form: &matter.form,
        person: draft.person,
        answers: &answers,
        day: visit.now().date(),
    };
    Ok(once::standing(&visit.house().db, visit.house(), &of).await?)
}

fn may_let_through(visit: &Visit, draft: &Draft, matter: &TownMatter) -> bool {
    draft.helper.is_some() && visit.account().is_some_and(|who| is_of_desk(who, &matter.desk))
}

/// An officer of the desk gives the reason for another one and sends it with that.
fn letting_through(visit: &Visit, draft: &Draft, tried: &Tried) -> Markup {
    let words = visit.words();
    let body = html! {
        (textarea(words, "again", words.t("desk-cases-once-reason")).hint(words.t("desk-cases-once-hint"))
            .value(&tried.reason).rows(3).maxlength(500).required(true).error(tried.wrong.map(|k| words.t(k)).as_deref()))
        (button_row(html! { (button(words.t("desk-cases-once-send")).outline()) }))
    };
    html! {
        (section(&words.t("desk-cases-once-more"), html! {
            (form(words, format!("/apply/d/{}/submit", draft.id), visit.form_token(), body))
        }))
    }
}

/// Somebody else signs before it is sent.
async fn to_cosign(visit: &Visit, draft: &Draft, matter: &TownMatter) -> Result<Markup, WebError> {
    let words = visit.words();
    let who = matter.cosign.as_ref().map(|c| plain(say::text(&c.who, words.lang))).unwrap_or_default();
    let base = format!("/apply/d/{}", draft.id);
    let (title, link) = match cosign::standing(visit, matter, draft).await? {
        Some(waiting) => (waiting, "cases-cosign-see"),
        None => (words.tf("cases-cosign-needed", &[("who", who.into())]), "cases-cosign-go"),
    };
    Ok(html! {
        (notification_banner(words, Tone::Info, title).body(html! { p { (words.rich("cases-cosign-day")) } }))
        (button_row(html! {
            (link_button(words.t(link), format!("{base}/cosign")))
            (link_button(words.t("cases-stop"), format!("{base}/stop")).outline())
        }))
    })
}

/// An officer has made sure who it is, or a letter of the town and the birth date have; everybody else
/// must have signed in as surely as the matter asks.
pub(crate) async fn may_send(visit: &Visit, draft: &Draft, matter: &TownMatter) -> Result<bool, StoreError> {
    if draft.helper.is_some() || counter::is_sure_enough(matter.assurance, visit.account()) {
        return Ok(true);
    }
    Ok(matter.assurance <= Assurance::Identified && invite::has_opened(&visit.house().db, draft.id).await?)
}

/// Hands the draft in. A second click finds what the first one made.
pub(crate) async fn submit(visit: Visit, Path(id): Path<DraftId>, fields: Fields) -> Result<Response, WebError> {
    let Some(draft) = draft::find(&visit.house().db, id, visit.now()).await? else {
        return after_sending(&visit, id).await;
    };
    if !fill::is_open(&visit, &draft).await? {
        return Err(WebError::NotFound);
    }
    let (_, matter) = matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let again = match fields.has("again") && may_let_through(&visit, &draft, &matter) {
        false => None,
        true => match once::reason(fields.text("again")) {
            Ok(reason) => Some(reason),
            Err(wrong) => {
                let reason = fields.text("again").to_owned();
                let tried = Tried { failed: true, wrong: Some(wrong), reason };
                return Ok(draw(&visit, &draft, tried).await?.into_response());
            }
        },
    };
    send(&visit, draft, With { again, ..With::default() }).await
}

/// Sends a draft with what others have added; what stands in the way is shown.
pub(crate) async fn send(visit: &Visit, draft: Draft, mut with: With) -> Result<Response, WebError> {
    let (_, matter) = matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let own = visit.account().filter(|w| draft.helper.is_none() && draft.account == Some(w.account));
    with.assurance = own.map(|w| w.assurance);
    let failed = || Tried { failed: true, ..Tried::default() };
    if !may_send(visit, &draft, &matter).await? {
        return Ok(draw(visit, &draft, failed()).await?.into_response());
    }
    match submit::submit(visit.house(), &visit.act("apply"), draft.clone(), with).await {
        Ok(_) => after_sending(visit, draft.id).await,
        Err(CaseError::Incomplete(_) | CaseError::Again(_)) => Ok(draw(visit, &draft, failed()).await?.into_response()),
        Err(CaseError::Unsigned) => Ok(visit.see_other(&format!("/apply/d/{}/cosign", draft.id))),
        Err(error) => Err(error.into()),
    }
}

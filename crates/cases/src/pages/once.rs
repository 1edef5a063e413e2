//! 「すでに申し込みがあります」: told kindly, with the number only to whose matter it is; and the officer
//! who lets another one through.

use crate::forms::{Every, Per, TownMatter};
use crate::once;
use crate::pages::parts;
use crate::records::case::Case;
use crate::say;
use axum::extract::Path;
use axum::response::Response;
use kernel::id::{CaseId, PersonId};
use maud::{Markup, html};
use web::components::{Tone, button, button_row, disclosure, form, link_button, notification_banner, textarea};
use web::texts::rich;
use web::{Fields, Visit, WebError};

/// What the person is told: what is the case already, and where to turn.
pub(crate) fn told(visit: &Visit, matter: &TownMatter, earlier: &Case) -> Markup {
    let words = visit.words();
    let Some(once) = &matter.once else { return html! {} };
    let per = match once.per {
        Per::Household => "household",
        Per::Applicant => "applicant",
        Per::Answers(_) => "answer",
    };
    let every = match once.every {
        Every::Ever => "ever",
        Every::FiscalYear => "year",
    };
    let (desk, phone) = (parts::desk_name(visit, &earlier.desk), parts::desk_phone(visit, &earlier.desk));
    let turn = words.tf("cases-once-turn", &[("desk", desk.into()), ("phone", phone.into())]);
    let body = html! {
        @if may_know(visit, earlier) {
            p { (rich(&words.tf("cases-once-number", &[
                ("reference", earlier.reference.to_string().into()),
                ("day", say::day(earlier.submitted_at.date(), words.lang).into()),
            ]))) }
            (button_row(html! { (link_button(words.t("cases-see-case"), path(visit, earlier)).outline()) }))
        }
        p { (rich(&turn)) }
    };
    html! { (notification_banner(words, Tone::Info, words.t(&format!("cases-once-{per}-{every}"))).body(body)) }
}

/// Whose matter it is may know its number; others of the household may not: people who live together
/// do not always know of each other's matters.
fn may_know(visit: &Visit, case: &Case) -> bool {
    let Some(who) = visit.account() else { return false };
    let own = case.account == Some(who.account) || (who.person.is_some() && case.applicant == who.person);
    own || crate::decide::is_of_desk(who, &case.desk)
}

fn path(visit: &Visit, case: &Case) -> String {
    let desk = visit.account().is_some_and(|who| crate::decide::is_of_desk(who, &case.desk));
    if desk { format!("/desk/cases/{}", case.id) } else { format!("/my/cases/{}", case.id) }
}

/// Before the first question: the matter that stands in the way, when the household or the person is
/// what counts.
pub(crate) async fn standing(
    visit: &Visit,
    procedure: &str,
    matter: &TownMatter,
    person: Option<PersonId>,
) -> Result<Option<Case>, WebError> {
    let Some(once) = matter.once.as_ref().filter(|o| !matches!(o.per, Per::Answers(_))) else { return Ok(None) };
    let answers = crate::forms::Answers::default();
    let day = visit.now().date();
    let of = once::Of { procedure, once, form: &matter.form, person, answers: &answers, day };
    Ok(once::standing(&visit.house().db, visit.house(), &of).await?)
}

/// On the officer's page of a case: what it repeats, and the way to let another one through.
pub(crate) fn on_desk(visit: &Visit, case: &Case, typed: Option<&Fields>) -> Markup {
    let words = visit.words();
    let reason = typed.map(|t| t.text("again").to_owned()).unwrap_or_default();
    let body = html! {
        p { (words.rich("desk-cases-once-lead")) }
        (textarea(words, "again", words.t("desk-cases-once-reason")).value(reason).rows(2).maxlength(500).required(true))
        (button_row(html! { (button(words.t("desk-cases-once-allow")).outline().small()) }))
    };
    html! {
        @if let Some(earlier) = case.repeats {
            (notification_banner(words, Tone::Warning, words.t("desk-cases-once-repeats")).body(html! {
                p { (words.rich("desk-cases-once-repeats-text")) }
                (button_row(html! { (link_button(words.t("desk-cases-once-see"), format!("/desk/cases/{earlier}")).outline().small()) }))
            }))
        }
        @if case.slot.is_some() {
            (disclosure(&words.t("desk-cases-once-more"), html! {
                (form(words, format!("/desk/cases/{}/once", case.id), visit.form_token(), body))
            }))
        }
    }
}

/// An officer of the desk lets another one through.
pub(crate) async fn allow(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let done = match once::reason(fields.text("again")) {
        Ok(reason) => once::let_through(visit.house(), &visit.act("review"), visit.signed_in()?, id, reason).await,
        Err(key) => Err(crate::CaseError::Words(key)),
    };
    super::desk_case::after(&visit, id, done, &fields).await
}

//! `/payments/slip`: whoever holds a slip sees what is left of it and how to pay, without an account.
//! Nobody's name stands there, and the numbers travel in no address.

use super::choose::{asked, begun};
use super::{CARDS, Choosing, Seen, TRIES, judged, kind_of};
use crate::payments::door::{self, Fault};
use axum::response::{IntoResponse, Response};
use billing::{BillFacts, Owed, book};
use kernel::Yen;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button, button_row, empty_state, error_summary, form, input_text, link_button, notice, page_heading,
};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    key: String,
    confirm: String,
    errors: Vec<(&'static str, String)>,
}

impl Typed {
    fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| *name == field).map(|(_, words)| words.as_str())
    }
}

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    Ok(draw(&visit, &Typed::default()))
}

fn draw(visit: &Visit, typed: &Typed) -> Page {
    let words = visit.words();
    let title = words.t("payments-slip");
    let fields = html! {
        (input_text(words, "key", words.t("payments-slip-key")).hint(words.t("payments-slip-key-hint"))
            .required(true).numeric().width("is-medium").maxlength(40).value(&typed.key).error(typed.error("key")))
        (input_text(words, "confirm", words.t("payments-slip-confirm")).hint(words.t("payments-slip-confirm-hint"))
            .required(true).numeric().maxlength(12).value(&typed.confirm).error(typed.error("confirm")))
        (button_row(html! { (button(words.t("payments-slip-look"))) }))
    };
    let main = html! {
        (error_summary(words, &typed.errors))
        (page_heading("", &title, &words.t("payments-slip-lead")))
        (form(words, "/payments/slip", visit.form_token(), fields))
        p { (words.rich("payments-slip-lost")) }
    };
    let above = words.plain("payments-title");
    let page = visit.page(title).crumbs(&[(above.as_str(), "/payments")]).main(main);
    if typed.errors.is_empty() { page } else { page.failed() }
}

/// The instalment of the slip, or the form again with what to mend.
async fn found(visit: &Visit, fields: &Fields) -> Result<Result<(BillFacts, Owed), Typed>, WebError> {
    let words = visit.words();
    let (key, confirm) = (door::key(fields.text("key")), door::confirm(fields.text("confirm")));
    let said = |fault: Fault, field: &str| match fault {
        Fault::Missing => words.t(&format!("payments-slip-{field}-missing")),
        Fault::Length => words.t(&format!("payments-slip-{field}-wrong")),
    };
    let mut typed = Typed { key: fields.text("key").to_owned(), confirm: String::new(), errors: Vec::new() };
    let (Ok(key), Ok(confirm)) = (&key, &confirm) else {
        typed.errors.extend(key.err().map(|f| ("key", said(f, "key"))));
        typed.errors.extend(confirm.err().map(|f| ("confirm", said(f, "confirm"))));
        return Ok(Err(typed));
    };
    visit.attempt(TRIES)?;
    let db = &visit.house().db;
    let instalment = billing::instalment_by_key(db, key).await?.filter(|i| door::confirms(confirm, &i.confirm));
    let Some(instalment) = instalment else {
        // The same words whichever of the two is wrong: nobody learns that a number exists.
        typed.errors.push(("key", words.t("payments-slip-unknown")));
        return Ok(Err(typed));
    };
    visit.not_counted(TRIES);
    let facts = billing::facts(db, instalment.bill).await?.ok_or(WebError::NotFound)?;
    let owed = billing::owed(db, instalment.bill, visit.now().date()).await?;
    let owed = owed.into_iter().find(|o| o.instalment.id == instalment.id).ok_or(WebError::NotFound)?;
    Ok(Ok((facts, owed)))
}

pub(super) async fn look(visit: Visit, fields: Fields) -> Result<Page, WebError> {
    match found(&visit, &fields).await? {
        Ok((facts, owed)) => shown(&visit, &facts, &owed, None).await,
        Err(typed) => Ok(draw(&visit, &typed)),
    }
}

async fn shown(visit: &Visit, facts: &BillFacts, owed: &Owed, trouble: Option<&str>) -> Result<Page, WebError> {
    let words = visit.words();
    let book = book(visit.house())?;
    let kind = kind_of(visit, book, facts, owed);
    let title = words.t("payments-choose");
    let main = if owed.sum() > Yen::ZERO {
        let ways = judged(visit, book, facts, owed, Seen::BySlip).await?;
        let card = Some(("/payments/slip/card".to_owned(), carried(owed)));
        html! {
            @if let Some(trouble) = trouble { (notice(Tone::Warning, html! { p { (words.rich(trouble)) } })) }
            (page_heading(&kind, &title, ""))
            (asked(visit, "", owed).item(words.t("payments-slip-key"), html! { (door::spoken(&owed.instalment.key)) }))
            (Choosing { visit, book, owed, card }.draw(&ways))
        }
    } else {
        html! {
            (page_heading(&kind, &title, ""))
            (empty_state(Icon::Check, &words.t("payments-nothing"), &words.t("payments-slip-nothing-next"), html! {
                (link_button(words.t("payments-slip-another"), "/payments/slip"))
            }))
        }
    };
    let above = words.plain("payments-title");
    let main = html! { (main) p { (rich(&words.t("payments-slip-nobody"))) } };
    Ok(visit.page(title).crumbs(&[(above.as_str(), "/payments")]).main(main))
}

/// The numbers once more, in the form and in no address.
fn carried(owed: &Owed) -> Markup {
    html! {
        input type="hidden" name="key" value=(owed.instalment.key);
        input type="hidden" name="confirm" value=(owed.instalment.confirm);
    }
}

pub(super) async fn card(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    visit.attempt(CARDS)?;
    let (facts, owed) = match found(&visit, &fields).await? {
        Ok(found) => found,
        Err(typed) => return Ok(draw(&visit, &typed).into_response()),
    };
    match begun(&visit, &facts, owed.clone(), None).await? {
        Ok(path) => Ok(visit.see_other(&path)),
        Err(trouble) => Ok(shown(&visit, &facts, &owed, Some(trouble)).await?.failed().into_response()),
    }
}

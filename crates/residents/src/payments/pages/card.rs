//! The page at which somebody leaves for the payment company and to which they come back, and the
//! door at which the company tells us.

use super::ASKS;
use crate::payments::card::{self as cards, Card, CardId, State};
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use billing::providers::{Forged, provider};
use maud::{Markup, html};
use store::Act;
use web::components::{Tone, button, button_row, form, link_button, notice, page_heading};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

async fn found(visit: &Visit, id: CardId, proof: &str) -> Result<Card, WebError> {
    if !cards::is_ours(visit.house(), id, proof) {
        return Err(WebError::NotFound);
    }
    cards::records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)
}

pub(super) async fn page(visit: Visit, Path((id, proof)): Path<(CardId, String)>) -> Result<Page, WebError> {
    let card = found(&visit, id, &proof).await?;
    let words = visit.words();
    let title = words.t("payments-card");
    let main = html! {
        (page_heading("", &title, ""))
        (stand(&visit, &card))
        @if visit.account().is_some() && card.by.is_some() {
            p { (link_button(words.t("payments-to-bill"), format!("/my/bills/{}", card.bill)).text()) }
        }
    };
    Ok(visit.page(title).crumbs(&[]).main(main))
}

/// Where it stands, and what to do next.
fn stand(visit: &Visit, card: &Card) -> Markup {
    let words = visit.words();
    let amount = [("amount", visit.yen(card.amount).into())];
    let say = |key: &str| rich(&words.tf(key, &amount));
    match card.state {
        State::Paid => html! {
            (notice(Tone::Success, html! { p { strong { (say("payments-card-paid")) } } }))
            @if let Some(over) = card.over {
                p { (rich(&words.tf("payments-card-over", &[("amount", visit.yen(over).into())]))) }
            }
            p { (words.rich("payments-card-no-receipt")) }
        },
        State::Open if card.until > visit.now() => leave(visit, card),
        State::Open | State::Asked => html! {
            (notice(Tone::Info, html! { p { (words.rich("payments-card-unsure")) } }))
            (ask_form(visit, card))
        },
        State::Over => html! {
            (notice(Tone::Info, html! { p { (words.rich("payments-card-nothing")) } }))
            p { (words.rich("payments-card-again")) }
        },
        State::Wrong => html! {
            (notice(Tone::Warning, html! { p { (words.rich("payments-card-wrong")) } }))
            p { (words.rich("payments-talk-first")) }
        },
    }
}

/// The link out, and the question for whoever comes back.
fn leave(visit: &Visit, card: &Card) -> Markup {
    let words = visit.words();
    html! {
        p { (rich(&words.tf("payments-card-leave", &[("amount", visit.yen(card.amount).into())]))) }
        ul {
            li { (words.rich("payments-card-number-stays")) }
            li { (words.rich("payments-card-comes-back")) }
        }
        @if let Some(url) = &card.url {
            (button_row(html! { (link_button(words.t("payments-card-go"), url.clone())) }))
        }
        h2 { (words.rich("payments-card-back")) }
        p { (words.rich("payments-card-back-text")) }
        (ask_form(visit, card))
    }
}

fn ask_form(visit: &Visit, card: &Card) -> Markup {
    let words = visit.words();
    let to = format!("{}/ask", cards::address(visit.house(), card.id));
    html! { (form(words, to, visit.form_token(), html! {
        (button_row(html! { (button(words.t("payments-card-ask")).outline()) }))
    })) }
}

/// Asks the company where it stands, so that nobody waits for a message that got lost.
pub(super) async fn ask(
    visit: Visit,
    Path((id, proof)): Path<(CardId, String)>,
    _: Fields,
) -> Result<Response, WebError> {
    let card = found(&visit, id, &proof).await?;
    let back = cards::address(visit.house(), id);
    if !matches!(card.state, State::Open | State::Asked) {
        return Ok(visit.see_other(&back));
    }
    visit.attempt(ASKS)?;
    if let (Some(company), Some(session)) = (provider(visit.house()), &card.session) {
        match company.look(visit.house().outside.as_ref(), session).await {
            Ok(seen) => {
                let act = Act::system("payments", visit.now());
                cards::learn(visit.house(), &act, company.key(), seen).await?;
            }
            Err(error) => tracing::warn!(%error, "the payment company does not say where a page stands"),
        }
    }
    Ok(visit.see_other(&back))
}

/// What the company tells: believed by its signature alone. A message that cannot be believed is
/// refused; one that we could not write down is asked for again.
pub(super) async fn hook(visit: Visit, headers: HeaderMap, body: Bytes) -> Result<Response, WebError> {
    let Some(company) = provider(visit.house()) else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let signature = headers.get(company.signed_by()).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let event = match company.hear(signature, &body, visit.now()) {
        Ok(event) => event,
        Err(forged) => {
            tracing::warn!(%forged, "a message that calls itself one of the payment company");
            let status =
                if forged == Forged::Unreadable { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN };
            return Ok(status.into_response());
        }
    };
    let act = Act::system("payments", visit.now());
    let outcome = cards::hear(visit.house(), &act, company.key(), event).await?;
    tracing::info!(outcome, "the payment company told something");
    Ok(StatusCode::NO_CONTENT.into_response())
}

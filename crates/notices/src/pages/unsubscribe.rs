//! Ending mails of a topic by one click (RFC 8058): the address itself is the proof, so that a
//! mail program can post to it without cookie, sign-in or form token. A wrong proof is an address
//! that does not exist.

use crate::recipient::Delivery;
use crate::{RecipientId, mail, unsubscribe};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::html;
use web::components::{Tone, button, button_row, link_button, notification_banner, page_heading};
use web::{Page, Visit, WebError, link_holds};

fn checked(visit: &Visit, copy: RecipientId, proof: &str) -> Result<(), WebError> {
    let holds = link_holds(&visit.house().secret, mail::PURPOSE, &copy.to_string(), proof);
    if holds { Ok(()) } else { Err(WebError::NotFound) }
}

pub(super) async fn ask(visit: Visit, Path((copy, proof)): Path<(RecipientId, String)>) -> Result<Page, WebError> {
    checked(&visit, copy, &proof)?;
    let words = visit.words();
    let delivery = Delivery::find(&visit.house().db, copy).await?.ok_or(WebError::NotFound)?;
    let ended = unsubscribe::has_ended(&visit.house().db, delivery.person, &delivery.topic).await?;
    let title = words.t("notices-end-title");
    let (label, value) = if ended { ("notices-end-resume", "resume") } else { ("notices-end-now", "One-Click") };
    let main = html! {
        (page_heading("", &title, &words.t(if ended { "notices-end-done" } else { "notices-end-lead" })))
        // Without a form token: the address is the secret, and a mail program has no page.
        form method="post" action=(format!("/unsubscribe/{copy}/{proof}")) {
            (button_row(html! { (button(words.t(label)).sends("List-Unsubscribe", value)) (link_button(words.t("notices-end-keep"), "/").text()) }))
        }
    };
    Ok(visit.page(title).main(main))
}

pub(super) async fn end(
    visit: Visit,
    Path((copy, proof)): Path<(RecipientId, String)>,
    body: Bytes,
) -> Result<Response, WebError> {
    checked(&visit, copy, &proof)?;
    let resume = match wish(&body) {
        Some("One-Click") => false,
        Some("resume") => true,
        _ => return Err(WebError::Unreadable("one click")),
    };
    let act = visit.act("unsubscribe");
    let change = move |tx| async move {
        if resume { unsubscribe::resume(&tx, copy).await } else { unsubscribe::end(&tx, copy).await }
    };
    visit.house().db.write(&act, change).await?;
    Ok(done(&visit, resume).into_response())
}

/// The value of `List-Unsubscribe`, as a form (`…=One-Click`) or as RFC 8058 §3.2 also has it in
/// a multipart body.
fn wish(body: &[u8]) -> Option<&'static str> {
    let body = std::str::from_utf8(body.get(..1024.min(body.len()))?).ok()?;
    let (_, value) = body.split_once("List-Unsubscribe")?;
    let value = value.trim_start_matches(['"', '=', '\r', '\n']);
    ["One-Click", "resume"].into_iter().find(|w| value.starts_with(w))
}

fn done(visit: &Visit, resume: bool) -> Page {
    let words = visit.words();
    let title = words.t("notices-end-title");
    let told = words.t(if resume { "notices-end-resumed" } else { "notices-end-done" });
    let main = html! {
        (page_heading("", &title, ""))
        (notification_banner(words, Tone::Success, told).announced())
        p { (words.rich("notices-end-after")) }
        (link_button(words.t("notices-end-home"), "/").outline())
    };
    visit.page(title).main(main)
}

#[cfg(test)]
mod tests {
    use super::wish;

    #[test]
    fn one_click_is_understood_in_both_forms_of_the_rfc() {
        assert_eq!(wish(b"List-Unsubscribe=One-Click"), Some("One-Click"));
        let multipart = b"--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--";
        assert_eq!(wish(multipart), Some("One-Click"));
        assert_eq!(wish(b"List-Unsubscribe=resume"), Some("resume"));
        assert_eq!(wish(b""), None);
        assert_eq!(wish(b"List-Unsubscribe=No"), None);
    }
}

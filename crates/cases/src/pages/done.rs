//! After the sending: the number, what happens next and by when.

use crate::decide::is_of_desk;
use crate::pages::apply::Asked;
use crate::pages::parts;
use crate::records::DraftId;
use crate::records::case::{self, Case};
use crate::say;
use axum::extract::{Path, Query};
use axum::response::Response;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button_row, link_button, notice, notification_banner, page_heading, print_button, section,
};
use web::texts::plain;
use web::{Page, Visit, WebError};

/// Whoever may see that the matter was taken is led to the page that says so. The address of a
/// draft cannot be guessed; for matters without an account it is what shows the way.
pub(crate) async fn after_sending(visit: &Visit, id: DraftId) -> Result<Response, WebError> {
    let case = case::of_draft(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    if case.account.is_none() && case.helper.is_none() {
        let path = parts::matter_path(visit.house(), case.id);
        let proof = path.rsplit('/').next().unwrap_or_default();
        return Ok(visit.see_other(&format!("/apply/d/{id}/done?k={proof}")));
    }
    Ok(visit.see_other(&format!("/apply/d/{id}/done")))
}

fn may_see(visit: &Visit, case: &Case, proof: &str) -> bool {
    let account = visit.account().map(|w| w.account);
    match (case.helper, case.account) {
        (Some(_), _) => visit.may("cases.assist"),
        (None, Some(owner)) => account == Some(owner),
        (None, None) => web::link_holds(&visit.house().secret, "cases.matter", &case.id.to_string(), proof),
    }
}

/// The number, what happens next and by when.
pub(crate) async fn done(visit: Visit, Path(id): Path<DraftId>, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let found = case::of_draft(&visit.house().db, id).await?;
    let case = found.filter(|c| may_see(&visit, c, &asked.k)).ok_or(WebError::NotFound)?;
    let (procedure, matter) = parts::matter_of(visit.house(), &case)?;
    let words = visit.words();
    let title = say::text(&procedure.guide.title, words.lang);
    let how_far = parts::now_next_when(&visit, &case, &matter).await?;
    let main = html! {
        (notification_banner(words, Tone::Success, words.t("cases-done")).announced())
        (page_heading(title, &words.t("cases-done-title"), ""))
        p.reference { strong { (case.reference) } }
        p { (words.rich("cases-reference-keep")) }
        (section(&words.t("cases-what-next"), how_far))
        @if case.register.is_some() { (notice(Tone::Info, html! { p { (words.rich("cases-register-after")) } })) }
        p.muted { (words.rich("cases-mail-late")) }
        (done_links(&visit, &case))
    };
    Ok(visit.page(format!("{}｜{}", words.plain("cases-done-title"), plain(title))).main(main))
}

fn done_links(visit: &Visit, case: &Case) -> Markup {
    let words = visit.words();
    if case.helper.is_some() {
        return button_row(html! {
            (link_button(words.t("cases-receipt"), format!("/desk/cases/{}/receipt.pdf", case.id)).icon(Icon::Print))
            @if visit.account().is_some_and(|w| is_of_desk(w, &case.desk)) {
                (link_button(visit.t("desk-cases-open"), format!("/desk/cases/{}", case.id)).outline())
            }
            (link_button(visit.t("desk-assist-another"), "/desk/assist").outline())
        });
    }
    if case.account.is_some() {
        return button_row(html! {
            (link_button(words.t("cases-receipt"), format!("/my/cases/{}/receipt.pdf", case.id)).icon(Icon::Document))
            (link_button(words.t("cases-see-case"), format!("/my/cases/{}", case.id)).outline())
        });
    }
    html! {
        p { (words.rich("cases-public-page")) }
        (button_row(html! {
            (link_button(words.t("cases-see-case"), parts::matter_path(visit.house(), case.id)))
            (link_button(words.t("cases-own-title"), format!("{}/own", parts::matter_path(visit.house(), case.id))).outline())
            (print_button(words))
        }))
    }
}

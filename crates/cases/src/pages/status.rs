//! The page of a matter for whoever holds its secret address: how far it is, and nothing personal.

use crate::pages::parts;
use crate::records::case;
use crate::say;
use axum::extract::Path;
use kernel::id::CaseId;
use maud::html;
use web::components::{page_heading, section};
use web::texts::{plain, rich};
use web::{Page, Visit, WebError};

/// How far the matter is.
pub(crate) async fn page(visit: Visit, Path((id, proof)): Path<(CaseId, String)>) -> Result<Page, WebError> {
    if !web::link_holds(&visit.house().secret, "cases.matter", &id.to_string(), &proof) {
        return Err(WebError::NotFound);
    }
    let case = case::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    let (procedure, matter) = parts::matter_of(visit.house(), &case)?;
    let words = visit.words();
    let title = say::text(&procedure.guide.title, words.lang);
    let phone = parts::desk_phone(&visit, &case.desk);
    let main = html! {
        (page_heading("", title, ""))
        p.reference { span { (words.rich("cases-reference")) } strong { (case.reference) } }
        (parts::state_chip(words, case.state, case.outcome))
        (section(&words.t("cases-how-far"), parts::now_next_when(&visit, &case, matter)))
        p { (rich(&words.tf("cases-ask-desk", &[("desk", parts::desk_name(&visit, &case.desk).into()), ("phone", phone.into())]))) }
    };
    Ok(visit.page(plain(title)).crumbs(&[]).main(main))
}

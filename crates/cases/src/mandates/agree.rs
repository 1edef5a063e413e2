//! Whoever was asked agrees: signed in as a person the town knows, and knowing the birthday of who
//! asked, so that a mail that went astray opens nothing.

use super::mine::{crumbs, match_first, me};
use super::{day_words, name_of, offer_path, scope_words, tell, told};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use people::mandates::{self, MandateKind};
use people::{NewMandate, Offer, OfferId, PeopleError, offers};
use store::StoreError;
use web::components::{
    DateValue, button, button_row, date_input, description_list, error_summary, form, link_button, page_heading,
};
use web::{Fields, Page, Visit, WebError};

async fn follow(visit: &Visit, id: OfferId, proof: &str) -> Result<Option<Offer>, WebError> {
    if !web::link_holds(&visit.house().secret, "cases.offer", &id.to_string(), proof) {
        return Ok(None);
    }
    Ok(offers::find(&visit.house().db, id, visit.now()).await?)
}

fn worn_out(visit: &Visit) -> Page {
    let w = visit.words();
    let main = html! {
        (page_heading("", &w.t("cases-mandate-old"), ""))
        p { (w.rich("cases-mandate-old-text")) }
        (link_button(w.t("cases-mandates"), "/my/mandates").outline())
    };
    crumbs(visit, visit.page(w.plain("cases-mandate-old")).status(StatusCode::GONE).main(main))
}

pub(super) async fn page(visit: Visit, Path((id, proof)): Path<(OfferId, String)>) -> Result<Page, WebError> {
    let Some(offer) = follow(&visit, id, &proof).await? else { return Ok(worn_out(&visit)) };
    match me(&visit)? {
        None => Ok(match_first(&visit)),
        Some(me) if me == offer.principal => Ok(worn_out(&visit)),
        Some(_) => draw(&visit, &offer, &Fields::default(), None).await,
    }
}

async fn draw(visit: &Visit, offer: &Offer, typed: &Fields, wrong: Option<&str>) -> Result<Page, WebError> {
    let (w, house) = (visit.words(), visit.house());
    let name = name_of(&house.db, offer.principal).await?;
    let scope = scope_words(house, &offer.scope, visit.now().date(), w.lang)?;
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("birth", w.t(key))).collect();
    let fields = html! {
        (date_input(w, "birth", w.t("cases-mandate-birth")).hint(w.t("cases-mandate-birth-hint")).value(typed_birth(typed))
            .required(true).error(wrong.map(|k| w.t(k)).as_deref()))
        (button_row(html! {
            (button(w.t("cases-mandate-agree")))
            (link_button(w.t("cases-mandate-stop"), "/my").text())
        }))
    };
    let title = w.tf("cases-mandate-agree-title", &[("name", name.into())]);
    let main = html! {
        (error_summary(w, &errors))
        (page_heading("", &title, &w.t("cases-mandate-agree-lead")))
        (description_list(w)
            .item(w.t("cases-mandate-scope"), html! { (scope) })
            .item(w.t("cases-mandate-until"), html! { (day_words(w.lang, Some(offer.ends))) }))
        (form(w, offer_path(house, offer.id), visit.form_token(), fields))
    };
    let page = crumbs(visit, visit.page(web::texts::plain(&title)).main(main));
    Ok(if wrong.is_some() { page.failed() } else { page })
}

fn typed_birth(typed: &Fields) -> DateValue {
    if typed.has("birth-year") {
        DateValue::typed(typed, "birth")
    } else {
        DateValue { era: "showa".to_owned(), ..DateValue::default() }
    }
}

pub(super) async fn agree(
    visit: Visit,
    Path((id, proof)): Path<(OfferId, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let Some(offer) = follow(&visit, id, &proof).await? else { return Ok(worn_out(&visit).into_response()) };
    let Some(me) = me(&visit)? else { return Ok(match_first(&visit).into_response()) };
    let principal = people::find(&visit.house().db, offer.principal).await?.ok_or(WebError::NotFound)?;
    if me == offer.principal || principal.deceased.is_some() {
        return Ok(worn_out(&visit).into_response());
    }
    let Some(birth) = DateValue::typed(&fields, "birth").date() else {
        return Ok(draw(&visit, &offer, &fields, Some("cases-mandate-birth-missing")).await?.into_response());
    };
    if principal.birth != Some(birth) {
        let count =
            visit.house().db.write(&visit.act("mandate"), move |tx| async move { offers::count_try(&tx, id).await });
        count.await?;
        return Ok(draw(&visit, &offer, &fields, Some("cases-mandate-birth-wrong")).await?.into_response());
    }
    let house = visit.house().clone();
    let done = visit.house().db.write(&visit.act("mandate"), move |tx| async move {
        offers::end(&tx, id, offer.principal).await?;
        let new = NewMandate {
            principal: offer.principal,
            agent: me,
            scope: offer.scope,
            kind: MandateKind::Named,
            from: tx.now().date(),
            until: Some(offer.ends),
            evidence: "本人が画面で頼み、代わりの人が引き受けた".to_owned(),
        };
        let mandate = mandates::give(&tx, &new).await?;
        let mandate = mandates::find(&tx, mandate).await?.ok_or(StoreError::Missing("people_mandate"))?;
        tell(&tx, &house, &mandate, mandate.principal, "cases-mandate-begun").await?;
        Ok::<_, PeopleError>(())
    });
    done.await.map_err(told)?;
    Ok(visit.see_other("/my/mandates"))
}

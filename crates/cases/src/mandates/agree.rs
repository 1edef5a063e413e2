//! Whoever was asked agrees: signed in, and knowing the birthday of who asked, so that a mail that went
//! astray opens nothing. Somebody whom the register does not know says their name.

use super::agents::{acting_as, write_down};
use super::mine::crumbs;
use super::{day_words, name_of, offer_path, scope_words, tell, told};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::PersonName;
use maud::html;
use people::mandates::{self, MandateKind};
use people::{NewMandate, Offer, OfferId, PeopleError, offers};
use store::StoreError;
use web::components::{
    DateValue, button, button_row, date_input, description_list, error_summary, form, input_text, link_button,
    page_heading,
};
use web::{Fields, Page, Visit, WebError};

/// The field to mend and the key of the words.
type Wrong = (&'static str, &'static str);

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
    if acting_as(&visit).await? == Some(offer.principal) {
        return Ok(worn_out(&visit));
    }
    draw(&visit, &offer, &Fields::default(), None).await
}

async fn draw(visit: &Visit, offer: &Offer, typed: &Fields, wrong: Option<Wrong>) -> Result<Page, WebError> {
    let (w, house) = (visit.words(), visit.house());
    let name = name_of(&house.db, offer.principal).await?;
    let scope = scope_words(house, &offer.scope, visit.now().date(), w.lang)?;
    let errors: Vec<(&str, String)> = wrong.iter().map(|(field, key)| (*field, w.t(key))).collect();
    let of = |field: &str| errors.iter().find(|(f, _)| *f == field).map(|(_, words)| words.as_str());
    let unknown = acting_as(visit).await?.is_none();
    let fields = html! {
        @if unknown {
            (input_text(w, "own", w.t("cases-mandate-own")).hint(w.t("cases-mandate-own-hint")).value(typed.text("own"))
                .required(true).maxlength(60).autocomplete("name").error(of("own")))
        }
        (date_input(w, "birth", w.t("cases-mandate-birth")).hint(w.t("cases-mandate-birth-hint")).value(typed_birth(typed))
            .required(true).error(of("birth")))
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
    let me = acting_as(&visit).await?;
    let principal = people::find(&visit.house().db, offer.principal).await?.ok_or(WebError::NotFound)?;
    if me == Some(offer.principal) || principal.deceased.is_some() {
        return Ok(worn_out(&visit).into_response());
    }
    let own = PersonName::from_full(&fields.text("own").trim().replace(' ', "\u{3000}")).ok();
    if me.is_none() && own.is_none() {
        return Ok(draw(&visit, &offer, &fields, Some(("own", "cases-mandate-own-missing"))).await?.into_response());
    }
    let Some(birth) = DateValue::typed(&fields, "birth").date() else {
        return Ok(draw(&visit, &offer, &fields, Some(("birth", "cases-mandate-birth-missing")))
            .await?
            .into_response());
    };
    if principal.birth != Some(birth) {
        let count =
            visit.house().db.write(&visit.act("mandate"), move |tx| async move { offers::count_try(&tx, id).await });
        count.await?;
        return Ok(draw(&visit, &offer, &fields, Some(("birth", "cases-mandate-birth-wrong"))).await?.into_response());
    }
    let (house, account) = (visit.house().clone(), visit.signed_in()?.account);
    let done = visit.house().db.write(&visit.act("mandate"), move |tx| async move {
        offers::end(&tx, id, offer.principal).await?;
        let agent = match (me, own) {
            (Some(me), _) => me,
            (None, Some(own)) => write_down(&tx, account, own).await?,
            (None, None) => return Err(PeopleError::Missing),
        };
        let new = NewMandate {
            principal: offer.principal,
            agent,
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

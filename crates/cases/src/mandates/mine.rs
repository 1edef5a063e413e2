//! `/my/mandates`: whom I have asked, for whom I act, and the button that ends it.

use super::{agents, day_words, name_of, scope_words, tell, told};
use axum::extract::Path;
use axum::response::Response;
use kernel::id::PersonId;
use maud::{Markup, html};
use people::mandates::{self, Mandate, MandateKind};
use people::{MandateId, OfferId, PeopleError, offers};
use web::components::{
    Icon, button, button_row, description_list, empty_state, form, link_button, page_heading, section,
};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

/// The person who is signed in, where the town knows who it is.
pub(super) fn me(visit: &Visit) -> Result<Option<PersonId>, WebError> {
    Ok(visit.signed_in()?.person)
}

/// Who is not matched to a person is told how to become so.
pub(super) fn match_first(visit: &Visit) -> Page {
    let w = visit.words();
    let main = html! {
        (page_heading("", &w.t("cases-mandates"), ""))
        p { (w.rich("cases-mandate-match")) }
        p { (w.rich("cases-mandate-from-afar")) }
        (link_button(w.t("cases-mandate-to-link"), "/my/link"))
    };
    crumbs(visit, visit.page(w.plain("cases-mandates")).main(main))
}

pub(super) fn crumbs(visit: &Visit, page: Page) -> Page {
    page.crumbs(&[(&visit.words().plain("cases-mandate-my"), "/my")])
}

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    let Some(me) = me(&visit)? else { return elsewhere(&visit).await };
    let (db, today, w) = (&visit.house().db, visit.now().date(), visit.words());
    let given = mandates::of_principal(db, me, today).await?;
    let held = mandates::of_agent(db, me, today).await?;
    let open = offers::of_principal(db, me, visit.now()).await?;
    let main = html! {
        (page_heading("", &w.t("cases-mandates"), &w.t("cases-mandates-lead")))
        (section(&w.t("cases-mandates-given"), html! {
            @if given.is_empty() && open.is_empty() { (empty_state(Icon::Family, &w.t("cases-mandates-none"), "", html! {})) }
            @for m in &given { (one(&visit, m, m.agent).await?) }
            @for o in &open { (waiting(&visit, o)) }
            (button_row(html! { (link_button(w.t("cases-mandate-ask"), "/my/mandates/new")) }))
        }))
        @if !held.is_empty() {
            (section(&w.t("cases-mandates-held"), html! { @for m in &held { (one(&visit, m, m.principal).await?) } }))
        }
    };
    Ok(crumbs(&visit, visit.page(w.plain("cases-mandates")).main(main)))
}

/// For somebody whom the register does not know: for whom they act, and that this takes no match.
async fn elsewhere(visit: &Visit) -> Result<Page, WebError> {
    let w = visit.words();
    let Some(me) = agents::acting_as(visit).await? else { return Ok(match_first(visit)) };
    let held = mandates::of_agent(&visit.house().db, me, visit.now().date()).await?;
    let main = html! {
        (page_heading("", &w.t("cases-mandates"), &w.t("cases-mandates-lead")))
        (section(&w.t("cases-mandates-held"), html! {
            @if held.is_empty() { (empty_state(Icon::Family, &w.t("cases-mandates-none-held"), "", html! {})) }
            @for m in &held { (one(visit, m, m.principal).await?) }
        }))
    };
    Ok(crumbs(visit, visit.page(w.plain("cases-mandates")).main(main)))
}

/// One mandate with the other person's name, and how to end it.
async fn one(visit: &Visit, m: &Mandate, other: PersonId) -> Result<Markup, WebError> {
    let (w, house) = (visit.words(), visit.house());
    let name = name_of(&house.db, other).await?;
    let scope = scope_words(house, &m.scope, visit.now().date(), w.lang)?;
    let until = m.term.until.map_or_else(|| w.t("cases-mandate-open"), |d| day_words(w.lang, Some(d)));
    let holds = other == m.principal;
    let end = form(
        w,
        format!("/my/mandates/{}/end", m.id),
        visit.form_token(),
        html! { (button(w.t(if holds { "cases-mandate-leave" } else { "cases-mandate-end" })).danger().small().about(name.clone())) },
    );
    Ok(html! {
        h3 { @if holds { (rich(&w.tf("cases-mandate-for", &[("name", name.clone().into())]))) } @else { (name) } }
        (description_list(w)
            .item(w.t("cases-mandate-scope"), html! { (scope) })
            .item(w.t("cases-mandate-until"), rich(&until))
            .item(w.t("cases-mandate-kind"), w.rich(kind_key(m.kind))))
        @if holds { (button_row(html! { (link_button(w.t("cases-mandate-apply"), "/procedures").outline()) })) }
        @if m.kind == MandateKind::Guardian { p { (w.rich("cases-mandate-by-law")) } } @else { (end) }
    })
}

pub(super) const fn kind_key(kind: MandateKind) -> &'static str {
    match kind {
        MandateKind::Named => "cases-mandate-kind-named",
        MandateKind::Paper => "cases-mandate-kind-paper",
        MandateKind::Guardian => "cases-mandate-kind-guardian",
    }
}

fn waiting(visit: &Visit, offer: &people::Offer) -> Markup {
    let w = visit.words();
    let until = day_words(w.lang, Some(offer.expires_at.date()));
    let end = form(
        w,
        format!("/my/mandates/offers/{}/end", offer.id),
        visit.form_token(),
        html! { (button(w.t("cases-mandate-take-back")).outline().small().about(offer.name.clone())) },
    );
    html! {
        h3 { (offer.name) }
        p { (rich(&w.tf("cases-mandate-waiting", &[("email", offer.email.to_string().into()), ("until", until.into())]))) }
        (end)
    }
}

/// Ends a mandate of one's own at once, from either side.
pub(super) async fn end(visit: Visit, Path(id): Path<MandateId>, _: Fields) -> Result<Response, WebError> {
    let me = agents::acting_as(&visit).await?.ok_or(WebError::NotFound)?;
    let house = visit.house().clone();
    let ended = visit.house().db.write(&visit.act("mandate"), move |tx| async move {
        let found = mandates::find(&tx, id).await?.filter(|m| m.principal == me || m.agent == me);
        let m = found.filter(|m| m.kind != MandateKind::Guardian).ok_or(PeopleError::Missing)?;
        // Today is over for it already.
        let today = tx.now().date();
        mandates::end(&tx, id, today.yesterday().unwrap_or(today)).await?;
        let m = mandates::find(&tx, id).await?.unwrap_or(m);
        let other = if m.principal == me { m.agent } else { m.principal };
        tell(&tx, &house, &m, other, "cases-mandate-ended").await?;
        Ok::<_, PeopleError>(())
    });
    ended.await.map_err(told)?;
    Ok(visit.see_other("/my/mandates"))
}

/// Takes a request back that nobody agreed to.
pub(super) async fn take_back(visit: Visit, Path(id): Path<OfferId>, _: Fields) -> Result<Response, WebError> {
    let me = me(&visit)?.ok_or(WebError::NotFound)?;
    let now = visit.now();
    let ended = visit.house().db.write(&visit.act("mandate"), move |tx| async move {
        let found = offers::find(&tx, id, now).await?.filter(|o| o.principal == me);
        found.ok_or(PeopleError::Missing)?;
        offers::end(&tx, id, me).await
    });
    ended.await.map_err(told)?;
    Ok(visit.see_other("/my/mandates"))
}

//! `/desk/billing/accounts/new`: the form that came on paper, for somebody without an account.

use super::form::{self, Sent};
use crate::bank::actions;
use crate::bank::offered;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use kernel::era;
use kernel::id::PersonId;
use maud::{Markup, html};
use serde::Deserialize;
use store::{Channel, StoreError};
use web::components::{
    Icon, button, checkbox, empty_state, form as post_form, page_heading, resource, resource_list, search_box, section,
};
use web::{Fields, Page, Visit, WebError};

const MOST: i64 = 20;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    person: Option<PersonId>,
}

pub(crate) async fn page(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    match asked.person {
        Some(person) => questions(&visit, person, &Sent::default()).await,
        None => find(&visit, &asked.q).await,
    }
}

fn frame(visit: &Visit, main: Markup) -> Page {
    visit.page("紙の申込みを入れる").desk().crumbs(&[("口座振替の口座", "/desk/billing/accounts")]).main(main)
}

async fn find(visit: &Visit, q: &str) -> Result<Page, WebError> {
    let q: String = q.trim().chars().take(100).collect();
    let db = &visit.house().db;
    let found = if q.is_empty() {
        Vec::new()
    } else {
        people::search(db, &visit.act("口座振替の申込み"), &q, MOST).await?
    };
    let line = |p: &people::Listed| {
        let birth = p.birth.map(era::date_label).unwrap_or_default();
        resource(&p.name, format!("/desk/billing/accounts/new?person={}", p.id)).text(birth).meta(p.area.clone())
    };
    let main = html! {
        (page_heading("口座振替の口座", "紙の申込みを入れる", "はじめに、どなたの申込みかを名前か生年月日で探します。"))
        (search_box(visit.words(), "q", "/desk/billing/accounts/new", "名前・生年月日", &q))
        @if !q.is_empty() && found.is_empty() {
            (empty_state(Icon::Search, "見つかりませんでした", "漢字を変えるか、生年月日で探してください。", html! {}))
        }
        @if !found.is_empty() { (section("どなたですか", resource_list(found.iter().map(line)))) }
    };
    Ok(frame(visit, main))
}

async fn questions(visit: &Visit, id: PersonId, sent: &Sent) -> Result<Page, WebError> {
    let look = visit.house().db.write(&visit.act("口座振替の申込み"), move |tx| async move {
        people::look(&tx, id, "口座振替の申込み").await
    });
    let person = match look.await {
        Ok(person) => person,
        Err(StoreError::Missing(_)) => return Err(WebError::NotFound),
        Err(e) => return Err(e.into()),
    };
    let words = visit.words();
    let body = html! {
        input type="hidden" name="person" value=(id);
        (form::questions(words, &offered(visit.house(), words.lang), sent, person.kana.as_deref().unwrap_or_default()))
        (checkbox(words, "agreed", "用紙に、本人の署名か届出印がある", false,
            sent.errors.iter().find(|(f, _)| *f == "agreed").map(|(_, e)| e.as_str())))
        (button("申込みを入れる"))
    };
    let main = html! {
        (sent.summary(words))
        (page_heading("紙の申込みを入れる", &format!("{} 様", person.name), "用紙に書かれたとおりに入れてください。"))
        (post_form(words, "/desk/billing/accounts/new", visit.form_token(), body))
    };
    let page = frame(visit, main);
    Ok(if sent.errors.is_empty() { page } else { page.failed() })
}

pub(crate) async fn enter(visit: Visit, form: Fields) -> Result<Response, WebError> {
    let person: PersonId = form.text("person").parse().map_err(|_| WebError::Unreadable("person"))?;
    let (items, at) = match form::read(visit.words(), &offered(visit.house(), visit.lang()), &form) {
        Ok(read) => read,
        Err(sent) => return Ok(questions(&visit, person, &sent).await?.into_response()),
    };
    let act = visit.act("口座振替の申込み（紙）").by(Channel::Paper);
    let known = people::find(&visit.house().db, person).await?.is_some();
    if !known {
        return Err(WebError::NotFound);
    }
    visit.house().db.write(&act, move |tx| async move { actions::ask(&tx, person, items, at).await }).await?;
    Ok(visit.see_other("/desk/billing/accounts?done=entered"))
}

//! The call list: one page a person, so that whoever calls reads one thing at a time. The number
//! is shown there only, and showing it is an entry in the person's journal.

use super::{day_time, desk, named, paragraphs};
use crate::RecipientId;
use crate::calls::{self, Call, Outcome};
use crate::recipient::{Delivery, State};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use people::Reach;
use store::{Deed, StoreError};
use web::components::{
    Choice, Icon, button, description_list, empty_state, error_summary, form, page_heading, radio_group, resource,
    resource_list, section, textarea,
};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "電話をかける方";
const LONGEST_NOTE: usize = 200;

pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let waiting = named(db, Delivery::waiting(db, State::OnCallList, 200).await?).await?;
    let lines = waiting.iter().map(|(copy, name)| {
        let path = format!("/desk/notices/calls/{}", copy.id);
        resource(format!("{name} 様"), path).text(&copy.subject).meta(day_time(copy.told_at)).icon(Icon::Phone)
    });
    let main = html! {
        (page_heading("", TITLE, "電話を希望された方と、メールや手紙では届かない方です。"))
        @if waiting.is_empty() {
            (empty_state(Icon::Phone, "待っている方はいません", "", html! {}))
        } @else { (resource_list(lines)) }
    };
    Ok(visit.page(TITLE).desk().crumbs(&[("お知らせの届き方", "/desk/notices")]).main(main))
}

pub(super) async fn show(visit: Visit, Path(id): Path<RecipientId>) -> Result<Page, WebError> {
    page(&visit, id, None).await
}

async fn page(visit: &Visit, id: RecipientId, error: Option<&str>) -> Result<Page, WebError> {
    let act = visit.act("call");
    let read = move |tx: store::Tx| async move {
        let copy = Delivery::find(&tx, id).await?.ok_or(StoreError::Missing("notices_recipient"))?;
        let reach = crate::reach::of(&tx, copy.person).await?;
        if reach.is_some() {
            tx.record(Deed::new("people.read").about(copy.person).detail("電話でのお知らせ"));
        }
        Ok::<_, StoreError>((copy, reach))
    };
    let (copy, reach) = visit.house().db.write(&act, read).await?;
    if copy.state != State::OnCallList {
        return Err(WebError::Changed);
    }
    let made = calls::made(&visit.house().db, id).await?;
    let title = desk::heading(visit, &copy).await?;
    let errors: Vec<(&str, &str)> = error.map(|e| ("outcome", e)).into_iter().collect();
    let main = html! {
        (error_summary(visit.words(), &errors))
        (page_heading(&copy.subject, &title, ""))
        (number(visit, reach.as_ref()))
        (section("話すこと", paragraphs(&copy.body)))
        @if !made.is_empty() { (section("これまでの電話", earlier(&made))) }
        (form(visit.words(), format!("/desk/notices/calls/{id}"), visit.form_token(), questions(visit, error)))
    };
    Ok(visit.page(title).desk().crumbs(&[(TITLE, "/desk/notices/calls")]).main(main))
}

fn number(visit: &Visit, reach: Option<&Reach>) -> Markup {
    let phone = reach.and_then(|r| r.phone.as_ref()).map(ToString::to_string);
    let phone = phone.unwrap_or_else(|| "わかりません。住所や世帯の方からたどってください。".to_owned());
    let address = reach.map_or(String::new(), |r| r.address.clone());
    let list = description_list(visit.words()).item("電話", html! { (phone) }).item("住所", html! { (address) });
    let deceased = reach.is_some_and(|r| r.deceased);
    html! {
        (list)
        @if deceased { p { "亡くなった方です。だれに伝えるかを担当の係で決めてください。" } }
    }
}

fn earlier(made: &[Call]) -> Markup {
    html! { ul { @for call in made {
        li { (day_time(call.at)) "　" (call.outcome.label()) @if let Some(note) = &call.note { "　" (note) } }
    } } }
}

fn questions(visit: &Visit, error: Option<&str>) -> Markup {
    let choices = Outcome::ALL.map(|o| Choice::new(o.as_str(), o.label()));
    html! {
        (radio_group(visit.words(), "outcome", "どうでしたか", choices).required(true).error(error))
        (textarea(visit.words(), "note", "書き留め").required(false).rows(2).maxlength(LONGEST_NOTE))
        (button("記録する"))
    }
}

pub(super) async fn note(visit: Visit, Path(id): Path<RecipientId>, fields: Fields) -> Result<Response, WebError> {
    let Some(outcome) = Outcome::parse(fields.text("outcome")) else {
        return Ok(page(&visit, id, Some("どうだったかを選んでください")).await?.failed().into_response());
    };
    let note: String = fields.text("note").chars().take(LONGEST_NOTE).collect();
    let note = Some(note).filter(|n| !n.is_empty());
    let act = visit.act("call").by(store::Channel::Phone);
    let noted =
        visit.house().db.write(&act, move |tx| async move { calls::note(&tx, id, outcome, note).await }).await?;
    if noted { Ok(visit.see_other("/desk/notices/calls")) } else { Err(WebError::Changed) }
}

//! Giving a seat, and changing how long it holds.

use super::super::{LONGEST_ADVICE_DAYS, NewSeat, Refusal, Seat, SeatId, amend, find, give as give_seat, opened_by};
use super::{measure_name, term};
use crate::steering::bodies::{Body, BodyKind, Office, Steering};
use crate::steering::forms::{Errors, day, maybe_day, shown};
use crate::steering::names::{Names, choosable, with_role};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::id::AccountId;
use kernel::{Date, Moment, era};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Choice, Tone, button, button_row, checkbox_group, date_input, error_summary, form, link_button, notice,
    page_heading, section, select, table,
};
use web::{Fields, Page, Visit, WebError};

/// Which office is to be filled.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    body: String,
    #[serde(default)]
    office: String,
    #[serde(default)]
    desk: String,
}

pub(crate) async fn ask(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    // Without an office there is nothing to ask: they are chosen on the page of all.
    if asked.office.is_empty() {
        return Ok(visit.see_other("/desk/plan/people"));
    }
    Ok(draw_new(&visit, &asked, &Fields::default(), &Errors::default()).await?.into_response())
}

/// The body and the office, if it is filled by hand.
fn place<'s>(steering: &'s Steering, asked: &Asked) -> Result<(&'s Body, &'s Office), WebError> {
    let body = steering.body(&asked.body).ok_or(WebError::NotFound)?;
    let office = body.office(&asked.office).filter(|o| o.position.is_none()).ok_or(WebError::NotFound)?;
    Ok((body, office))
}

async fn candidates(visit: &Visit, body: &Body, office: &Office) -> Result<Vec<(AccountId, String)>, WebError> {
    let (house, today) = (visit.house(), visit.now().date());
    Ok(match &office.role {
        Some(role) if body.kind == BodyKind::Advisers => with_role(&house.db, role, today).await?,
        _ => choosable(&house.db, &house.town, today).await?,
    })
}

async fn draw_new(visit: &Visit, asked: &Asked, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let (house, w) = (visit.house(), visit.words());
    let steering = Steering::of(house).await?;
    let (body, office) = place(&steering, asked)?;
    let advice = body.kind == BodyKind::Advisers;
    let desk = house.town.organisation.desk(&asked.desk).map(town::Desk::full_name).unwrap_or_default();
    let who: Vec<Choice> = candidates(visit, body, office)
        .await?
        .into_iter()
        .map(|(id, name)| Choice::new(id.to_string(), name))
        .collect();
    let nobody = who.is_empty();
    let hidden = [("body", &asked.body), ("office", &asked.office), ("desk", &asked.desk)];
    let title = format!("{}を加える", office.title);
    let fields = html! {
        @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
        (select(w, "holder", "だれが", who).value(typed.text("holder")).required(true).error(errors.of("holder")))
        @if advice { (measures(visit, typed.all("measures"), errors)) }
        (date_input(w, "from", "いつから").value(shown(typed, "from", Some(visit.now().date()))).required(true).error(errors.of("from")))
        (until(visit, typed, errors, advice, None))
        (button_row(html! { (button("加える")) (link_button("やめる", "/desk/plan/people").text()) }))
    };
    let main = html! {
        (error_summary(w, &errors.0))
        (page_heading(&body.title, &title, &desk))
        @if advice { (notice(Tone::Info, html! { p { "助言者が見られるのは、ここで選んだ施策のページだけです。終わりの日を過ぎると、すぐに見られなくなります。見たページは記録に残ります。" } })) }
        @if nobody && advice { (notice(Tone::Warning, html! { p { "先に「職員と役割」で、助言者を加え、終わりの日つきで「外からの助言者」の役割を渡してください。" } })) }
        (form(w, "/desk/plan/people", visit.form_token(), fields))
    };
    let crumbs = [("計画", "/desk/plan"), ("推進する人", "/desk/plan/people")];
    let page = visit.page(title).desk().crumbs(&crumbs).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn measures(visit: &Visit, chosen: Vec<String>, errors: &Errors) -> Markup {
    let choices = visit.house().town.plan.measures.iter().map(|m| Choice::new(m.key.clone(), m.name.clone()));
    html! { (checkbox_group(visit.words(), "measures", "助言する施策", choices).values(chosen).required(true).error(errors.of("measures"))) }
}

fn until(visit: &Visit, typed: &Fields, errors: &Errors, advice: bool, now: Option<Date>) -> Markup {
    let hint = if advice {
        "助言者には、かならず終わりの日を決めます"
    } else {
        "決まっていなければ、空けておきます"
    };
    html! { (date_input(visit.words(), "until", "いつまで（この日も）").hint(hint).value(shown(typed, "until", now)).required(advice).error(errors.of("until"))) }
}

/// The last day as typed; an adviser's must be there and not far.
fn read_until(fields: &Fields, from: Option<Date>, advice: bool, errors: &mut Errors) -> Option<Date> {
    let until = if advice { day(fields, "until", errors) } else { maybe_day(fields, "until", errors) };
    if let (Some(from), Some(until)) = (from, until) {
        if until < from {
            errors.add("until", "終わりの日は、始まりの日より後にしてください");
        }
        if advice && Moment::start_of(until) > Moment::start_of(from).plus_days(LONGEST_ADVICE_DAYS) {
            errors.add("until", "一年をこえるときは、その時にもう一度決めてください");
        }
    }
    until
}

fn read_measures(visit: &Visit, fields: &Fields, advice: bool, errors: &mut Errors) -> Vec<String> {
    let known = |key: &String| visit.house().town.plan.measures.iter().any(|m| m.key == *key);
    let chosen: Vec<String> = fields.all("measures").into_iter().filter(known).collect();
    match advice {
        true if chosen.is_empty() => errors.add("measures", "助言する施策を一つ以上選んでください"),
        false => return Vec::new(),
        true => {}
    }
    chosen
}

pub(crate) async fn give(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let steering = Steering::of(visit.house()).await?;
    let text = |name: &str| fields.text(name).to_owned();
    let asked = Asked { body: text("body"), office: text("office"), desk: text("desk") };
    let (body, office) = place(&steering, &asked)?;
    let (mut errors, advice) = (Errors::default(), body.kind == BodyKind::Advisers);
    let desk =
        Some(asked.desk.clone()).filter(|d| office.per_desk && visit.house().town.organisation.desk(d).is_some());
    if office.per_desk && desk.is_none() {
        return Err(WebError::NotFound);
    }
    let holder: Option<AccountId> = fields.text("holder").parse().ok();
    let candidates = candidates(&visit, body, office).await?;
    let holder = holder.filter(|h| candidates.iter().any(|(id, _)| id == h));
    if holder.is_none() {
        errors.add("holder", "だれが就くかを選んでください");
    }
    let measures = read_measures(&visit, &fields, advice, &mut errors);
    let from = day(&fields, "from", &mut errors);
    let until = read_until(&fields, from, advice, &mut errors);
    let (Some(holder), Some(from), true) = (holder, from, errors.is_empty()) else {
        return Ok(draw_new(&visit, &asked, &fields, &errors).await?.into_response());
    };
    let new = NewSeat { body: body.key.clone(), office: office.key.clone(), desk, measures, holder, from, until };
    match written(&visit, new, body.clone()).await {
        Ok(_) => Ok(visit.see_other("/desk/plan/people")),
        Err(Refusal::Other(error)) => Err(error),
        Err(refusal) => {
            let overlaps = matches!(refusal, Refusal::Overlaps);
            let said = if overlaps {
                "この人は、その期間にもう就いています"
            } else {
                "この窓口には、もうリーダーがいます。先に前の人の終わりの日を決めてください"
            };
            errors.add("holder", said);
            Ok(draw_new(&visit, &asked, &fields, &errors).await?.into_response())
        }
    }
}

async fn written(visit: &Visit, new: NewSeat, body: Body) -> Result<SeatId, Refusal> {
    let act = visit.act("推進する人を決める");
    visit.house().db.write(&act, move |tx| async move { give_seat(&tx, &new, &body).await }).await
}

async fn known(visit: &Visit, id: SeatId) -> Result<(Seat, bool), WebError> {
    let seat = find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    let steering = Steering::of(visit.house()).await?;
    let advice = steering.body(&seat.body).is_some_and(|b| b.kind == BodyKind::Advisers);
    Ok((seat, advice))
}

pub(crate) async fn edit(visit: Visit, Path(id): Path<SeatId>) -> Result<Page, WebError> {
    let (seat, advice) = known(&visit, id).await?;
    draw(&visit, &seat, advice, &Fields::default(), &Errors::default()).await
}

async fn draw(visit: &Visit, seat: &Seat, advice: bool, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let (house, w) = (visit.house(), visit.words());
    let steering = Steering::of(house).await?;
    let body = steering.body(&seat.body);
    let office = body.and_then(|b| b.office(&seat.office)).map_or(seat.office.as_str(), |o| &o.title);
    let names = Names::read(&house.db).await?;
    let chosen = if typed.has("measures") { typed.all("measures") } else { seat.measures.clone() };
    let fields = html! {
        input type="hidden" name="version" value=(seat.version);
        @if advice { (measures(visit, chosen, errors)) }
        (until(visit, typed, errors, advice, seat.until))
        (button_row(html! { (button("変える")) (link_button("戻る", "/desk/plan/people").text()) }))
    };
    let main = html! {
        (error_summary(w, &errors.0))
        (page_heading(body.map_or("", |b| &b.title), &format!("{}　{}", office, names.of(seat.holder)), &term(Some(seat.from), seat.until)))
        p { "席を終えるときは、最後の日を入れてください。次の人に渡すときは「職員と役割」の引継ぎで、いっしょに渡せます。" }
        (form(w, format!("/desk/plan/people/{}", seat.id), visit.form_token(), fields))
        @if advice { (section("見たページ", opened(visit, seat).await?)) }
    };
    let crumbs = [("計画", "/desk/plan"), ("推進する人", "/desk/plan/people")];
    let page = visit.page("席").desk().crumbs(&crumbs).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

async fn opened(visit: &Visit, seat: &Seat) -> Result<Markup, WebError> {
    let opened = opened_by(&visit.house().db, seat.id).await?;
    let rows = opened.iter().map(|(measure, what, at)| {
        let time = at.civil().strftime("%H:%M").to_string();
        [html! { (era::date_label(at.date())) " " (time) }, html! { (measure_name(visit, measure)) }, html! { (what) }]
    });
    Ok(html! {
        @if opened.is_empty() { p { "まだ見ていません。" } }
        @else { (table("見たページ", ["いつ", "施策", "何を"]).rows(rows).caption_hidden().dense()) }
    })
}

pub(crate) async fn save(visit: Visit, Path(id): Path<SeatId>, fields: Fields) -> Result<Response, WebError> {
    let (seat, advice) = known(&visit, id).await?;
    let mut errors = Errors::default();
    let version: i64 = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    let measures = read_measures(&visit, &fields, advice, &mut errors);
    // A seat that never began may end on the day before it would have.
    let earliest = seat.from.yesterday().unwrap_or(seat.from);
    let until = read_until(&fields, Some(earliest), advice, &mut errors);
    if !errors.is_empty() {
        return Ok(draw(&visit, &seat, advice, &fields, &errors).await?.into_response());
    }
    let act = visit.act("推進する人の期間を変える");
    visit.house().db.write(&act, move |tx| async move { amend(&tx, id, version, until, &measures).await }).await?;
    Ok(visit.see_other("/desk/plan/people"))
}

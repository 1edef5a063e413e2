//! 引継ぎ on one page: what is open, who takes it over, from which day.

use super::super::actions;
use super::super::hand_over::{self, Passing};
use super::super::rules::office_title;
use super::super::tell::in_days;
use super::term::{found, holder};
use super::{below, chosen, day, maybe_day, mend};
use crate::pages::{Errors, question, write};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::id::{AccountId, PersonId};
use kernel::{Date, era};
use maud::{Markup, html};
use people::{Grant, GrantId, Holder, Listed};
use web::components::{
    Choice, DateValue, Icon, button, button_row, checkbox, date_input, disclosure, empty_state, form, input_text,
    link_button, page_heading, radio_group, section, select, textarea,
};
use web::{Fields, Page, Visit, WebError};

/// The longest word for a successor.
const LONGEST_NOTE: usize = 2000;

pub(super) async fn page(visit: Visit, Path(id): Path<GrantId>) -> Result<Page, WebError> {
    draw(&visit, id, &Fields::default(), &Errors::default()).await
}

async fn draw(visit: &Visit, id: GrantId, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let grant = found(visit, id).await?;
    let (name, back) = holder(visit, &grant).await?;
    let title = office_title(&visit.house().town, &grant);
    let body = html! {
        (page_heading(&format!("{name}　{}", in_days(&grant)), &format!("引継ぎ：{title}"), "前の人の職務を終え、次の人の職務を始めます。どちらにも知らせが届きます。"))
        @if let Holder::Account(account) = grant.holder { (section("いま受け持っているもの", open_work(visit, account).await?)) }
        (form(visit.words(), format!("/desk/staff/terms/{id}/hand-over"), visit.form_token(), html! {
            (successor(visit, &grant, typed, errors).await?)
            (days(visit, &grant, typed, errors))
            (button_row(html! {
                (button("引き継ぐ"))
                (link_button("やめる", &back).text())
            }))
        }))
    };
    Ok(below(question(visit, &format!("引継ぎ：{title}"), errors, body)))
}

async fn open_work(visit: &Visit, account: AccountId) -> Result<Markup, WebError> {
    let all = hand_over::open_work(visit.house(), account).await?;
    if all.iter().all(|(_, works)| works.is_empty()) {
        return Ok(empty_state(Icon::Check, "受け持っているものはありません", "", html! {}));
    }
    Ok(html! {
        @for (title, works) in all.iter().filter(|(_, works)| !works.is_empty()) {
            (disclosure(&format!("{title}　{}件", works.len()), html! {
                ul { @for work in works { li { a href=(work.path) { (work.title) } } } }
            }))
        }
    })
}

/// An officer is chosen from the officers; a ward office is taken over by somebody of the register.
async fn successor(visit: &Visit, grant: &Grant, typed: &Fields, errors: &Errors) -> Result<Markup, WebError> {
    let w = visit.words();
    let Holder::Account(old) = grant.holder else {
        return ward_successor(visit, typed, errors).await;
    };
    let officers = people::accounts::staff(&visit.house().db).await?;
    let choices = officers
        .iter()
        .filter(|a| a.id != old)
        .map(|a| Choice::new(a.id.to_string(), format!("{}（{}）", a.name, a.sign_in_name())));
    Ok(html! {
        (select(w, "to", "次の人", choices).hint("いない人は、先に「職員を加える」で加えてください").value(typed.text("to")).required(true).error(errors.of("to")))
        @if let Some(own) = errors.of("role") { p.error-text { (own) } }
    })
}

/// A search within the form: the words stay out of the address.
pub(super) async fn ward_successor(visit: &Visit, typed: &Fields, errors: &Errors) -> Result<Markup, WebError> {
    let w = visit.words();
    let asked = typed.text("q");
    let found: Vec<Listed> = match asked.is_empty() {
        true => Vec::new(),
        false => people::search(&visit.house().db, &visit.act("行政区の役を決める"), asked, 20).await?,
    };
    let choices: Vec<Choice> = found.iter().filter(|l| !l.gone).map(listed).collect();
    Ok(html! {
        (input_text(w, "q", "次の人の氏名・フリガナ").hint("さがしたことは記録されます").value(asked).maxlength(60).error(errors.of("q")))
        (button_row(html! { (button("さがす").outline().small().sends("then", "search")) }))
        @if !asked.is_empty() && choices.is_empty() { p { "見つかりませんでした。" } }
        @if !choices.is_empty() {
            (radio_group(w, "to", "次の人", choices).value(typed.text("to")).required(true).error(errors.of("to")))
        }
        @if let Some(own) = errors.of("role") { p.error-text { (own) } }
    })
}

fn listed(l: &Listed) -> Choice {
    let birth = l.birth.map(era::date_label).unwrap_or_default();
    Choice::new(l.id.to_string(), &l.name).hint(format!(
        "{}　{birth}　{}",
        l.kana.as_deref().unwrap_or_default(),
        l.area
    ))
}

fn days(visit: &Visit, grant: &Grant, typed: &Fields, errors: &Errors) -> Markup {
    let w = visit.words();
    let until = match typed.has("until-year") {
        true => DateValue::typed(typed, "until"),
        false => DateValue::default(),
    };
    let from =
        if typed.has("from-year") { DateValue::typed(typed, "from") } else { DateValue::of(first_day(visit, grant)) };
    let works = !typed.has("from-year") || typed.text("work") == "yes";
    html! {
        (date_input(w, "from", "次の人はいつから").hint("前の人の職務は、その前の日までになります").value(from).required(true).error(errors.of("from")))
        (date_input(w, "until", "次の人はいつまで").hint("決まっていなければ、空けておきます").value(until).required(false).error(errors.of("until")))
        (textarea(w, "note", "申し送り").hint("次の人だけが読みます。住民の名前や事情は書かず、受付番号で書いてください").rows(4).maxlength(LONGEST_NOTE).value(typed.text("note")).required(false).error(errors.of("note")))
        @if matches!(grant.holder, Holder::Account(_)) {
            (checkbox(w, "work", "担当している案件も、その日に次の人の担当にする", works, None))
        }
    }
}

/// The day after the term's last one, else the first of next month, when offices usually change.
fn first_day(visit: &Visit, grant: &Grant) -> Date {
    let today = visit.now().date();
    let next_month = today.last_of_month().tomorrow().unwrap_or(today);
    grant.term.until.and_then(|until| until.tomorrow().ok()).unwrap_or(next_month)
}

pub(super) async fn save(visit: Visit, Path(id): Path<GrantId>, fields: Fields) -> Result<Response, WebError> {
    let grant = found(&visit, id).await?;
    let mut errors = Errors::default();
    if fields.text("then") == "search" {
        return Ok(draw(&visit, id, &fields, &errors).await?.into_response());
    }
    let to = to(&grant, &fields, &mut errors);
    let (from, until) = (day(&fields, "from", &mut errors), maybe_day(&fields, "until", &mut errors));
    let (Some(to), Some(from), true) = (to, from, errors.is_empty()) else {
        return Ok(draw(&visit, id, &fields, &errors).await?.into_response());
    };
    if let Holder::Account(account) = to {
        actions::officer(&visit.house().db, account).await.map_err(crate::told)?;
    }
    let note = chosen(&fields, "note").map(|n| n.chars().take(LONGEST_NOTE).collect());
    let passing = Passing { grant: id, to, from, until, note, work: fields.text("work") == "yes" };
    let house = visit.house().clone();
    match write(&visit, "引継ぎ", move |tx| async move { hand_over::pass(&tx, &house, passing).await }).await {
        Ok(_) => Ok(visit.see_other(&match to {
            Holder::Account(account) => format!("/desk/staff/{account}"),
            Holder::Person(_) => "/desk/staff/wards".to_owned(),
        })),
        Err(refusal) => {
            mend(refusal, &mut errors)?;
            Ok(draw(&visit, id, &fields, &errors).await?.into_response())
        }
    }
}

fn to(grant: &Grant, fields: &Fields, errors: &mut Errors) -> Option<Holder> {
    let typed = fields.text("to");
    let to = match grant.holder {
        Holder::Account(_) => typed.parse::<AccountId>().ok().map(Holder::Account),
        Holder::Person(_) => typed.parse::<PersonId>().ok().map(Holder::Person),
    };
    if to.is_none() {
        let field = if fields.has("q") && typed.is_empty() { "q" } else { "to" };
        errors.add(field, "次の人を選んでください".to_owned());
    }
    to
}

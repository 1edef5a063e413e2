//! A desk's own measures, and who is late.

use super::parts;
use super::questions;
use crate::pdca::calendar;
use crate::pdca::duties::{self, Duty};
use crate::pdca::lines;
use crate::pdca::records::Said;
use crate::pdca::rules::{State, Turn};
use kernel::Date;
use maud::{Markup, html};
use web::components::{
    Icon, Resource, button_row, disclosure, empty_state, link_button, page_heading, resource, resource_list, section,
    table,
};
use web::{Page, Visit, WebError};

pub(super) async fn mine(visit: Visit) -> Result<Page, WebError> {
    let who = visit.signed_in()?;
    let (today, calendar) = (visit.now().date(), calendar::of(visit.house())?);
    let all = duties::all(visit.house()).await?;
    let (own, others): (Vec<&Duty>, Vec<&Duty>) = all.iter().partition(|d| d.place.may_help(who));
    let mut lines = Vec::with_capacity(own.len());
    for duty in &own {
        lines.push(line(&visit, duty, today, calendar.remind_days()).await?);
    }
    let lead = "数字・予算・したことは、もう入っています。窓口は、数字では分からないことだけを書きます。";
    let main = html! {
        (page_heading("計画", "計画の振り返り（PDCA）", lead))
        @if visit.may("plan.review") || visit.may("plan.steer") {
            (button_row(html! {
                (link_button("確認・決裁・公表を進める", "/desk/plan/pdca/review"))
                (link_button("おくれているもの", "/desk/plan/pdca/late").outline())
            }))
        }
        (section("あなたの窓口の施策", html! {
            @if lines.is_empty() {
                (empty_state(Icon::Leaf, "受け持つ施策はありません", "ほかの窓口の計画と振り返りは、下から読めます。", html! {}))
            } @else { (resource_list(lines)) }
        }))
        @if !others.is_empty() { (disclosure(&format!("ほかの窓口の施策（{}件）", others.len()), readable(&others))) }
        (parts::unconfirmed(calendar))
    };
    Ok(visit.page("計画の振り返り").desk().main(main))
}

fn readable(duties: &[&Duty]) -> Markup {
    resource_list(duties.iter().map(|d| {
        resource(format!("{}（{}）", d.place.name(), d.place.span), d.place.path())
            .status(parts::state_chip(d.state, d.cycle.is_some()))
    }))
}

/// A measure of the officer's desk: where it stands, how long it takes, by when.
async fn line(visit: &Visit, duty: &Duty, today: Date, soon: i64) -> Result<Resource, WebError> {
    let mut text = parts::due_words(duty.due, today);
    if duty.state.turn() == Turn::Desk && duty.place.may_write(visit.signed_in()?) {
        let (said, id) = duty.cycle.as_ref().map_or_else(Default::default, |c| (c.said.clone(), Some(c.id)));
        let any_steps = match id {
            Some(id) if duty.state == State::Planning => !lines::steps(&visit.house().db, id).await?.is_empty(),
            _ => false,
        };
        text = format!("{}　{text}", minutes(duty, &said, any_steps));
    } else if duty.state == State::Published {
        text = String::new();
    }
    let status = html! {
        (parts::state_chip(duty.state, duty.cycle.is_some()))
        @if duty.state.turn() == Turn::Desk { (parts::due_chip(duty, today, soon)) }
    };
    let title = format!("{}（{}）", duty.place.name(), duty.place.span);
    Ok(resource(title, duty.place.path()).text(text).status(status))
}

fn minutes(duty: &Duty, said: &Said, any_steps: bool) -> String {
    match questions::left(duty.state, said, &duty.place, any_steps).minutes {
        0 => "書くことは、そろいました".to_owned(),
        n => format!("あと約{n}分"),
    }
}

/// Everything that is late, for the secretariat and the chief information officer.
pub(super) async fn late(visit: Visit) -> Result<Page, WebError> {
    if !visit.may("plan.review") && !visit.may("plan.steer") {
        return Err(WebError::Forbidden);
    }
    let (today, calendar) = (visit.now().date(), calendar::of(visit.house())?);
    let mut all = duties::all(visit.house()).await?;
    all.retain(|d| d.is_late(today));
    all.sort_by_key(|d| d.due);
    let title = "期限を過ぎている振り返り";
    let main = html! {
        (page_heading("計画の振り返り", title, "急がせる前に、困っていることがないか聞いてください。"))
        (parts::unconfirmed(calendar))
        @if all.is_empty() {
            (empty_state(Icon::Check, "期限を過ぎたものはありません", "過ぎたものがあると、ここに並びます。", html! {}))
        } @else { (late_table(&visit, &all, today)) }
    };
    Ok(visit.page(title).desk().crumbs(&[("計画の振り返り", "/desk/plan/pdca")]).main(main))
}

fn late_table(visit: &Visit, late: &[Duty], today: Date) -> Markup {
    let organisation = &visit.house().town.organisation;
    let holder = |d: &Duty| match d.state.turn() {
        Turn::Desk => {
            let desk = organisation.desk(&d.place.desk);
            desk.map_or_else(|| d.place.desk.clone(), |desk| format!("{}{}", desk.name, phone(desk)))
        }
        Turn::Cio => "最高情報責任者".to_owned(),
        Turn::Secretariat => "事務局".to_owned(),
        Turn::Route => "決裁の途中".to_owned(),
        Turn::Nobody => String::new(),
    };
    let rows = late.iter().map(|d| {
        [
            html! { a href=(d.place.path()) { (d.place.name()) } },
            html! { (d.place.span) },
            html! { (holder(d)) },
            html! { (parts::state_chip(d.state, d.cycle.is_some())) },
            html! { (parts::due_words(d.due, today)) },
        ]
    });
    html! { (table("期限を過ぎているもの", ["施策", "期間", "いまの担当", "様子", "期限"]).rows(rows).caption_hidden().dense()) }
}

fn phone(desk: &town::Desk) -> String {
    desk.phone.as_ref().map(|p| format!("（{p}）")).unwrap_or_default()
}

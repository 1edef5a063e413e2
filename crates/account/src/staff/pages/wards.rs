//! 行政区の役: who holds which office in which ward, and the wards that have nobody.

use super::super::rules::role_title;
use super::super::tell::in_days;
use super::below;
use super::list::ahead_or_over;
use kernel::Date;
use kernel::id::PersonId;
use maud::{Markup, html};
use people::{Grant, Holder, grants};
use std::collections::HashMap;
use town::Ward;
use web::components::{Icon, Tone, chip_label, empty_state, page_heading, section, table};
use web::{Page, Visit, WebError};

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    let (db, today) = (&visit.house().db, visit.now().date());
    let all = grants::all(db).await?;
    let terms: Vec<&Grant> =
        all.iter().filter(|g| g.ward.is_some() && g.term.until.is_none_or(|until| until >= today)).collect();
    let mut names = HashMap::new();
    for grant in &terms {
        if let Holder::Person(person) = grant.holder {
            names.insert(person, people::find(db, person).await?.map(|p| p.name.full().to_owned()).unwrap_or_default());
        }
    }
    let wards = visit.house().town.wards.all();
    let main = html! {
        (page_heading("職員と役割", "行政区の役", "区長などは任期のある役です。始まりの日と終わりの日を決めて記録し、本人に知らせます。"))
        @if wards.is_empty() { (empty_state(Icon::Info, "この町の決まりに行政区がありません", "", html! {})) }
        @for ward in wards { (section(&ward.label(), of_ward(&visit, ward, &terms, &names, today))) }
    };
    Ok(below(visit.page("行政区の役").main(main)))
}

fn of_ward(visit: &Visit, ward: &Ward, terms: &[&Grant], names: &HashMap<PersonId, String>, today: Date) -> Markup {
    let here: Vec<&&Grant> = terms.iter().filter(|g| g.ward.as_deref() == Some(ward.key.as_str())).collect();
    let rows = here.iter().map(|g| {
        let name = match g.holder {
            Holder::Person(person) => names.get(&person).cloned().unwrap_or_default(),
            Holder::Account(_) => String::new(),
        };
        [
            html! { (name) },
            html! { (role_title(&visit.house().town, &g.role)) },
            html! { (in_days(g)) @if !g.term.holds_on(today) { " " (chip_label(Tone::Neutral, ahead_or_over(g, today))) } },
            html! {
                a href=(format!("/desk/staff/terms/{}", g.id)) { "期間を変える" span.visually-hidden { "（" (name) "）" } } " "
                a href=(format!("/desk/staff/terms/{}/hand-over", g.id)) { "引き継ぐ" span.visually-hidden { "（" (name) "）" } }
            },
        ]
    });
    html! {
        @if here.is_empty() { p { "記録がありません。" } }
        @else { (table(ward.label(), ["氏名", "役", "任期", "すること"]).rows(rows).caption_hidden().dense()) }
        p { a href=(format!("/desk/staff/wards/{}", ward.key)) { "役を加える" span.visually-hidden { "（" (ward.label()) "）" } } }
    }
}

//! The screens: `/desk/staff` and what lies below it, and `/set-up` for who is invited.

mod hand_over;
mod list;
mod new;
mod officer;
mod set_up;
mod term;
mod ward_new;
mod wards;

use super::actions::Refusal;
use super::rules::STAFF;
use crate::pages::Errors;
use kernel::Date;
use people::PeopleError;
use web::components::{Choice, DateValue};
use web::{Access, Fields, Page, Routes, Visit};

pub(crate) fn routes(routes: &mut Routes) {
    let may = Access::May(STAFF);
    routes.get("/desk/staff", may, list::page);
    routes.get("/desk/staff/new", may, new::page);
    routes.post("/desk/staff/new", may, new::add);
    routes.get("/desk/staff/wards", may, wards::page);
    routes.get("/desk/staff/wards/{ward}", may, ward_new::page);
    routes.post("/desk/staff/wards/{ward}", may, ward_new::give);
    routes.get("/desk/staff/terms/{grant}", may, term::page);
    routes.post("/desk/staff/terms/{grant}", may, term::save);
    routes.get("/desk/staff/terms/{grant}/hand-over", may, hand_over::page);
    routes.post("/desk/staff/terms/{grant}/hand-over", may, hand_over::save);
    routes.get("/desk/staff/{account}", may, officer::page);
    routes.get("/desk/staff/{account}/term", may, term::new_page);
    routes.post("/desk/staff/{account}/term", may, term::give);
    routes.post("/desk/staff/{account}/invite", may, officer::invite);
    routes.post("/desk/staff/{account}/suspend", may, officer::suspend);
    routes.post("/desk/staff/{account}/reinstate", may, officer::reinstate);
    routes.post("/desk/staff/{account}/sign-out", may, officer::sign_out);
    routes.get("/set-up", Access::Public, set_up::ask);
    routes.post("/set-up", Access::Public, set_up::by_code);
    routes.get("/set-up/{invitation}/{proof}", Access::Secret, set_up::page);
    routes.post("/set-up/{invitation}/{proof}", Access::Secret, set_up::finish);
}

/// The crumbs of a page below the list.
fn below(page: Page) -> Page {
    page.desk().crumbs(&[("職員と役割", "/desk/staff")])
}

/// What an officer can mend, by field; what they cannot is an error of the page.
fn mend(refusal: Refusal, errors: &mut Errors) -> Result<(), web::WebError> {
    let (field, words) = match &refusal {
        Refusal::Own => ("role", "自分の職務は、自分では決められません。ほかの担当者に頼んでください"),
        Refusal::LastAdministrator => (
            "until",
            "職員と役割を決められる人が、ほかにいなくなります。先に、ほかの人に渡してください（渡す人は、パスワードを決めてあることが要ります）",
        ),
        Refusal::Resident => ("email", "このメールアドレスは、住民のアカウントで使われています"),
        Refusal::People(PeopleError::EmailTaken) => ("email", "このメールアドレスは、もう使われています"),
        Refusal::People(PeopleError::Backwards) => ("until", "終わりの日は、始まりの日より後にしてください"),
        Refusal::People(PeopleError::Overlaps) => ("from", "同じ人が、この期間に同じ職務についています"),
        Refusal::People(PeopleError::TooLong) => {
            ("until", "この役の任期は、町の決まりより長くできません。終わりの日を確かめてください")
        }
        Refusal::People(PeopleError::Unknown(_)) => ("role", "町の決まりにない役割・窓口・職です"),
        _ => return Err(refusal.into()),
    };
    errors.add(field, words.to_owned());
    Ok(())
}

/// A day that must be given.
fn day(fields: &Fields, name: &'static str, errors: &mut Errors) -> Option<Date> {
    let found = DateValue::typed(fields, name).date();
    if found.is_none() {
        errors.add(name, "日付を確かめてください。例：令和8年4月1日".to_owned());
    }
    found
}

/// A day that may be left out.
fn maybe_day(fields: &Fields, name: &'static str, errors: &mut Errors) -> Option<Date> {
    if DateValue::typed(fields, name).is_empty() { None } else { day(fields, name, errors) }
}

/// The roles of the town.
fn role_choices(visit: &Visit) -> Vec<Choice> {
    let roles = visit.house().town.roles.all().iter();
    roles.map(|r| Choice::new(&r.key, &r.title).hint(r.about.clone().unwrap_or_default())).collect()
}

fn desk_choices(visit: &Visit) -> Vec<Choice> {
    let desks = visit.house().town.organisation.desks().iter();
    std::iter::once(Choice::new("", "町全体（窓口を決めない）"))
        .chain(desks.map(|d| Choice::new(&d.key, d.full_name())))
        .collect()
}

fn position_choices(visit: &Visit) -> Vec<Choice> {
    let positions = visit.house().town.organisation.positions().iter();
    std::iter::once(Choice::new("", "なし")).chain(positions.map(|p| Choice::new(&p.key, &p.title))).collect()
}

/// A choice that may be empty.
fn chosen(fields: &Fields, name: &str) -> Option<String> {
    Some(fields.text(name).to_owned()).filter(|t| !t.is_empty())
}

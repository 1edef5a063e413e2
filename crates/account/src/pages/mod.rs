//! The screens of this room, one question on each.

mod arrivals;
mod close;
mod connections;
mod desk_accounts;
mod desk_people;
mod email;
mod json;
mod my;
mod name;
mod passkeys;
mod password;
mod provider;
pub(crate) mod reach;
pub(crate) mod records;
mod recover;
mod second;
mod sessions;
mod settings;
mod sign_in;
pub(crate) mod sign_up;
mod staff;
mod ways;

use crate::{AccountShelf, Hashing};
use kernel::Moment;
use kernel::era;
use maud::{Markup, html};
use store::{StoreError, Tx};
use web::components::{error_summary, page_heading};
use web::texts::Lang;
use web::{Access, Page, Routes, Visit, WebError};

pub(crate) fn routes(routes: &mut Routes) {
    entering(routes);
    mine(routes);
    desk(routes);
    crate::staff::routes(routes);
    crate::export::routes(routes);
}

/// The ways in and out.
fn entering(routes: &mut Routes) {
    routes.get("/sign-in", Access::Public, sign_in::page);
    routes.post("/sign-in", Access::Public, sign_in::sign_in);
    routes.post("/sign-in/passkey/begin", Access::Public, passkeys::begin_sign_in);
    routes.post("/sign-in/passkey/finish", Access::Public, passkeys::finish_sign_in);
    routes.get("/sign-in/with/{provider}", Access::Public, provider::leave);
    routes.get("/sign-in/back/{provider}", Access::Public, provider::back);
    routes.get("/sign-in/stronger", Access::SignedIn, provider::stronger);
    routes.get("/sign-in/second", Access::Public, second::page);
    routes.post("/sign-in/second", Access::Public, second::finish);
    routes.post("/sign-out", Access::Public, sign_in::sign_out);
    routes.get("/sign-up", Access::Public, sign_up::page);
    routes.post("/sign-up", Access::Public, sign_up::ask);
    routes.get("/sign-up/{link}/{proof}", Access::Secret, sign_up::follow);
    routes.post("/sign-up/{link}/{proof}", Access::Secret, sign_up::finish);
    routes.get("/recover", Access::Public, recover::page);
    routes.post("/recover", Access::Public, recover::check);
    routes.post("/recover/password", Access::Public, recover::finish);
}

/// What is one's own.
fn mine(routes: &mut Routes) {
    routes.get("/my", Access::SignedIn, my::page);
    routes.get("/my/link", Access::SignedIn, my::link_page);
    routes.post("/my/link", Access::SignedIn, my::link);
    routes.get("/my/records", Access::SignedIn, records::page);
    routes.get("/my/settings", Access::SignedIn, settings::page);
    routes.get("/my/settings/name", Access::SignedIn, name::page);
    routes.post("/my/settings/name", Access::SignedIn, name::save);
    routes.get("/my/settings/email", Access::SignedIn, email::page);
    routes.post("/my/settings/email", Access::SignedIn, email::ask);
    routes.get("/settings/email/{id}/{proof}", Access::Secret, email::follow);
    routes.post("/settings/email/{id}/{proof}", Access::Secret, email::confirm);
    routes.get("/my/settings/close", Access::SignedIn, close::page);
    routes.post("/my/settings/close", Access::SignedIn, close::close);
    routes.get("/my/settings/contact", Access::SignedIn, reach::channel_page);
    routes.post("/my/settings/contact", Access::SignedIn, reach::save_channel);
    routes.get("/my/settings/language", Access::SignedIn, reach::language_page);
    routes.post("/my/settings/language", Access::SignedIn, reach::save_language);
    routes.get("/my/settings/password", Access::SignedIn, password::page);
    routes.post("/my/settings/password", Access::SignedIn, password::save);
    routes.get("/my/settings/passkeys", Access::SignedIn, passkeys::page);
    routes.post("/my/settings/passkeys/begin", Access::SignedIn, passkeys::begin_registration);
    routes.post("/my/settings/passkeys/finish", Access::SignedIn, passkeys::finish_registration);
    routes.post("/my/settings/passkeys/remove", Access::SignedIn, passkeys::remove);
    routes.get("/my/settings/second", Access::Staff, second::settings);
    routes.post("/my/settings/second/new", Access::Staff, second::renew);
    routes.post("/my/settings/second/confirm", Access::Staff, second::confirm);
    routes.post("/my/settings/second/remove", Access::Staff, second::remove);
    routes.get("/my/settings/ways", Access::SignedIn, ways::page);
    routes.post("/my/settings/ways/begin", Access::SignedIn, provider::begin_adding);
    routes.post("/my/settings/ways/remove", Access::SignedIn, ways::remove);
    routes.get("/my/settings/sessions", Access::SignedIn, sessions::page);
    routes.post("/my/settings/sessions/end", Access::SignedIn, sessions::end);
}

/// The counter.
fn desk(routes: &mut Routes) {
    routes.get("/desk/people", Access::May("people.read"), desk_people::page);
    routes.post("/desk/people", Access::May("people.read"), desk_people::search);
    routes.get("/desk/people/{id}", Access::May("people.read"), desk_people::ask_purpose);
    routes.post("/desk/people/{id}", Access::May("people.read"), desk_people::open);
    routes.get("/desk/accounts", Access::May("account.recover"), desk_accounts::page);
    routes.post("/desk/accounts", Access::May("account.recover"), desk_accounts::search);
    routes.post("/desk/accounts/check", Access::May("account.recover"), desk_accounts::check);
    routes.get("/desk/identity", Access::May("account.match"), arrivals::page);
    routes.get("/desk/identity/providers", Access::May("account.providers"), connections::page);
    routes.post("/desk/identity/providers/key", Access::May("account.providers"), connections::make_key);
    routes.post("/desk/identity/{id}", Access::May("account.match"), arrivals::open);
    routes.post("/desk/identity/{id}/decide", Access::May("account.match"), arrivals::decide);
    routes.get("/desk/accounts/staff", Access::May("account.recover"), staff::page);
    routes.post("/desk/accounts/staff/check", Access::May("account.recover"), staff::check);
    routes.post("/desk/accounts/staff/reset", Access::May("account.recover"), staff::reset);
    routes.post("/desk/accounts/code", Access::May("account.recover"), desk_accounts::issue);
}

/// One change by whoever visits, for `purpose`.
pub(crate) async fn write<T, E, F, Fut>(visit: &Visit, purpose: &str, change: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: FnOnce(Tx) -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, E>> + Send + 'static,
{
    visit.house().db.write(&visit.act(purpose), change).await
}

/// What a person has to mend, by field.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<(&'static str, String)>);

impl Errors {
    pub(crate) fn add(&mut self, field: &'static str, words: String) {
        self.0.push((field, words));
    }

    pub(crate) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(f, _)| *f == field).map(|(_, words)| words.as_str())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A page with one question: what is wrong on top, then the body that brings the heading.
pub(crate) fn question(visit: &Visit, title: &str, errors: &Errors, body: Markup) -> Page {
    let main = html! {
        (error_summary(visit.words(), &errors.0))
        (body)
    };
    let page = visit.page(web::texts::plain(title)).main(main);
    if errors.is_empty() { page } else { page.failed() }
}

/// A page that tells one thing.
pub(crate) fn telling(visit: &Visit, key: &str, body: Markup) -> Page {
    let words = visit.words();
    let main = html! {
        (page_heading("", &words.t(key), ""))
        (body)
    };
    visit.page(words.plain(key)).main(main)
}

/// The crumbs of a page below the settings.
pub(crate) fn in_settings(visit: &Visit, page: Page) -> Page {
    let (my, settings) = (visit.t("account-my"), visit.t("account-settings"));
    page.crumbs(&[(&my, "/my"), (&settings, "/my/settings")])
}

/// The crumbs of a page below the first page of the signed-in person.
pub(crate) fn in_my(visit: &Visit, page: Page) -> Page {
    page.crumbs(&[(&visit.t("account-my"), "/my")])
}

pub(crate) fn hashing(visit: &Visit) -> Result<&Hashing, WebError> {
    Ok(&visit.house().shelved::<AccountShelf>()?.hashing)
}

/// Why a new password is not accepted, in words; `own` are the names of the person and of the account.
pub(crate) fn refusal(visit: &Visit, password: &str, own: &[&str]) -> Option<String> {
    let town = &visit.house().town;
    let place = &town.municipality;
    let mut words = vec!["engawa", "えんがわ", "縁側", "yakuba", "役場"];
    words.extend([&place.name, &place.kana, &place.en, &place.prefecture].map(String::as_str));
    words.extend(town.wards.all().iter().flat_map(|ward| [ward.name.as_str(), ward.kana.as_str()]));
    words.extend(own);
    crate::hashing::refusal(password, &words).map(|key| visit.t(key))
}

/// A day and time as people read it: 令和8年6月1日 9:00, or 2026-06-01 09:00.
pub(crate) fn time_label(lang: Lang, at: Moment) -> String {
    let clock = at.civil();
    match lang {
        Lang::En => clock.strftime("%Y-%m-%d %H:%M").to_string(),
        _ => format!("{} {}:{:02}", era::date_label(at.date()), clock.hour(), clock.minute()),
    }
}

/// The office's telephone number.
pub(crate) fn phone(visit: &Visit) -> String {
    let office = visit.house().town.offices.main_on(visit.now().date());
    office.map(|o| o.phone.to_string()).unwrap_or_default()
}

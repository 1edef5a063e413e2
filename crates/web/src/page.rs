//! A page on its way to the person, and the frame that everybody sees around it.

use crate::components::{Crumb, MenuItem};
use crate::layout::{Frame, Reader, Shape, TownFace};
use crate::texts::Words;
use crate::{SignedIn, Visit};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped};

/// A page on its way to the person.
pub struct Page {
    visit: Visit,
    title: String,
    description: String,
    shape: Shape,
    crumbs: Option<Vec<Crumb>>,
    aside: Option<Markup>,
    failed: bool,
    status: StatusCode,
    main: Markup,
}

impl Page {
    pub(crate) fn new(visit: Visit, title: String) -> Self {
        Self {
            visit,
            title,
            description: String::new(),
            shape: Shape::Page,
            crumbs: None,
            aside: None,
            failed: false,
            status: StatusCode::OK,
            main: PreEscaped(String::new()),
        }
    }

    /// The main part; it brings the page's one `h1`.
    #[must_use]
    pub fn main(mut self, main: Markup) -> Self {
        self.main = main;
        self
    }

    /// An officer's page, with the side menu.
    #[must_use]
    pub fn desk(mut self) -> Self {
        self.shape = Shape::Desk;
        self
    }

    /// The home page's shape.
    #[must_use]
    pub fn home(mut self) -> Self {
        self.shape = Shape::Home;
        self
    }

    /// A page for the screen in the lobby: large, and without ways to other pages.
    #[must_use]
    pub fn kiosk(mut self) -> Self {
        self.shape = Shape::Kiosk;
        self
    }

    /// One sentence about the page.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// The pages between home and this one: (name, path).
    #[must_use]
    pub fn crumbs(mut self, crumbs: &[(&str, &str)]) -> Self {
        self.crumbs = Some(crumbs.iter().map(|(name, path)| Crumb::new(*name, *path)).collect());
        self
    }

    /// What stands beside the main part.
    #[must_use]
    pub fn aside(mut self, aside: Markup) -> Self {
        self.aside = Some(aside);
        self
    }

    /// The page shows errors that the person can mend: the title says so, the status is 422.
    #[must_use]
    pub fn failed(mut self) -> Self {
        self.failed = true;
        self.status = StatusCode::UNPROCESSABLE_ENTITY;
        self
    }

    /// Another status than 200.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    fn render(&self) -> Markup {
        let visit = &self.visit;
        let house = visit.house();
        let words = visit.words();
        let office = house.town.offices.main_on(visit.now().date());
        let hours = office.map(|o| visit.hours(&o.hours));
        let address = office.map(|o| format!("〒{} {}", o.postcode, o.address)).unwrap_or_default();
        let phone = office.map(|o| o.phone.to_string());
        let help = house
            .town
            .organisation
            .desk(&house.town.settings.help_desk)
            .and_then(|d| d.phone.as_ref().map(ToString::to_string));
        let town = TownFace {
            name: visit.town_name(),
            office: office.map_or("", |o| visit.office_name(o)),
            address: &address,
            phone: phone.as_deref().unwrap_or(""),
            hours: hours.as_deref().unwrap_or(""),
            help_phone: help.as_deref().unwrap_or(""),
        };
        let post = self.post();
        let menu = menu(words, visit);
        let desk_menu = desk_menu(visit);
        let links = links(words);
        let mut frame = Frame::new(visit.lang(), &self.title, town, self.main.clone());
        frame.description = &self.description;
        frame.shape = self.shape;
        frame.demo = house.demo;
        frame.path = visit.path();
        frame.reader = reader(visit.account(), &post);
        frame.display = visit.display();
        if visit.account().is_some() {
            frame.token = visit.form_token();
        }
        frame.menu = &menu;
        frame.desk_menu = &desk_menu;
        frame.crumbs = self.crumbs.as_deref();
        frame.failed = self.failed;
        frame.aside = self.aside.clone();
        frame.links = &links;
        crate::layout::document(&frame, &house.texts)
    }

    fn post(&self) -> String {
        let town = &self.visit.house().town;
        let Some(staff) = self.visit.account().and_then(|w| w.staff.as_ref()) else { return String::new() };
        let desk = staff.desks.first().and_then(|k| town.organisation.desk(k)).map(|d| d.full_name());
        let position = staff.positions.first().and_then(|k| town.organisation.position(k)).map(|p| p.title.clone());
        [desk, position].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

fn reader<'a>(who: Option<&'a SignedIn>, post: &'a str) -> Reader<'a> {
    match who {
        None => Reader::Visitor,
        Some(w) if w.staff.is_some() => Reader::Officer { name: &w.name, post, unread: w.unread },
        Some(w) => Reader::Resident { name: &w.name, unread: w.unread },
    }
}

fn menu(words: Words<'_>, visit: &Visit) -> Vec<MenuItem> {
    let mut menu = vec![
        MenuItem::new(words.t("menu-procedures"), "/procedures"),
        MenuItem::new(words.t("menu-verify"), "/verify"),
    ];
    if visit.account().is_some() {
        menu.push(MenuItem::new(words.t("menu-my-cases"), "/my/cases"));
        menu.push(MenuItem::new(words.t("menu-inbox"), "/my/notices"));
    }
    if visit.account().is_some_and(|w| w.staff.is_some()) {
        menu.push(MenuItem::new(words.t("menu-desk"), "/desk"));
    }
    menu
}

fn desk_menu(visit: &Visit) -> Vec<MenuItem> {
    let links = visit.house().desk_links();
    links.filter(|l| visit.may(l.permission)).map(|l| MenuItem::new(l.label, l.path).icon(l.icon)).collect()
}

fn links(words: Words<'_>) -> Vec<MenuItem> {
    vec![
        MenuItem::new(words.t("menu-news"), "/news"),
        MenuItem::new(words.t("menu-verify"), "/verify"),
        MenuItem::new(words.t("menu-developers"), "/developers"),
        MenuItem::new(words.t("menu-design"), "/design"),
    ]
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        (self.status, [(header::CACHE_CONTROL, "no-store")], self.render()).into_response()
    }
}

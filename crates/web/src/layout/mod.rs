//! The frame around every page: head, header, menus, display settings, main part, footer.
//!
//! Everything that belongs to a town or a reader comes in by [`Frame`]; the words come from
//! the texts. A page brings its own `h1` (by `page_heading` or a question as heading).

use crate::assets;
use crate::components::{
    Crumb, Icon, MenuItem, breadcrumb, hamburger_menu, icon, language_selector, mark, menu_list, search_box,
    utility_links,
};
use crate::texts::{Lang, Texts, Words, plain, rich};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// How the reader wants to see pages; kept in a cookie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Display {
    /// Size of the text.
    pub size: TextSize,
    /// Strong contrast.
    pub high_contrast: bool,
    /// Furigana over every marked word (always on in やさしい日本語).
    pub furigana: bool,
}

/// Size of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// 17 px at the browser's own default.
    #[default]
    Standard,
    /// A fifth larger.
    Large,
    /// Half as large again.
    XLarge,
}

impl TextSize {
    /// All sizes.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Large, Self::XLarge];

    /// The code in forms and cookies: `standard`, `large`, `xlarge`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Large => "large",
            Self::XLarge => "xlarge",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.code() == code)
    }
}

/// The town as pages show it, in the reader's language where the town has it.
#[derive(Clone, Copy, Debug, Default)]
pub struct TownFace<'a> {
    /// 小野町
    pub name: &'a str,
    /// 小野町役場
    pub office: &'a str,
    /// With postcode.
    pub address: &'a str,
    /// The office's number.
    pub phone: &'a str,
    /// Opening hours in words.
    pub hours: &'a str,
    /// The number for 「困ったときは」; empty means the office's.
    pub help_phone: &'a str,
}

/// Who reads.
#[derive(Clone, Copy, Debug, Default)]
pub enum Reader<'a> {
    /// Nobody signed in.
    #[default]
    Visitor,
    /// A resident.
    Resident {
        /// Display name.
        name: &'a str,
        /// Unread notices.
        unread: u32,
    },
    /// An officer.
    Officer {
        /// Display name.
        name: &'a str,
        /// 課・係・職
        post: &'a str,
        /// Unread notices.
        unread: u32,
    },
}

/// Which frame a page gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// One column to read and answer in.
    #[default]
    Page,
    /// The home page: the main part takes the whole width and brings its own columns.
    Home,
    /// An officer's page: side menu, wide main part.
    Desk,
    /// A screen in the lobby: large, without menus or ways to other pages.
    Kiosk,
}

/// A page with everything around it.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The page's title, without the town; empty on the home page.
    pub title: &'a str,
    /// One sentence for search engines; empty means none.
    pub description: &'a str,
    /// Which frame.
    pub shape: Shape,
    /// The town.
    pub town: TownFace<'a>,
    /// A fictional town: says so on top of every page and keeps search engines out.
    pub demo: bool,
    /// Path and query of this page, to come back to after a change of display.
    pub path: &'a str,
    /// Who reads.
    pub reader: Reader<'a>,
    /// How.
    pub display: Display,
    /// The hidden field against forged requests, where somebody is signed in.
    pub token: Markup,
    /// The main menu.
    pub menu: &'a [MenuItem],
    /// The officer's side menu.
    pub desk_menu: &'a [MenuItem],
    /// The pages between home and this one. `None` shows no breadcrumb (home, questions).
    pub crumbs: Option<&'a [Crumb]>,
    /// An emergency banner, or nothing.
    pub emergency: Markup,
    /// The page shows errors: the title says so first.
    pub failed: bool,
    /// The page.
    pub main: Markup,
    /// Beside the page at 1280 px, below it on a phone.
    pub aside: Option<Markup>,
    /// Small links in the footer.
    pub links: &'a [MenuItem],
}

impl<'a> Frame<'a> {
    /// A page for a visitor of a town; the other fields are set where they differ.
    #[must_use]
    pub fn new(lang: Lang, title: &'a str, town: TownFace<'a>, main: Markup) -> Self {
        Self {
            lang,
            title,
            description: "",
            shape: Shape::Page,
            town,
            demo: false,
            path: "/",
            reader: Reader::Visitor,
            display: Display::default(),
            token: PreEscaped(String::new()),
            menu: &[],
            desk_menu: &[],
            crumbs: None,
            emergency: PreEscaped(String::new()),
            failed: false,
            main,
            aside: None,
            links: &[],
        }
    }

    fn classes(&self) -> String {
        let mut classes = vec![format!("lang-{}", self.lang.code())];
        if self.display.size != TextSize::Standard {
            classes.push(format!("text-{}", self.display.size.code()));
        }
        if self.display.high_contrast {
            classes.push("contrast-high".to_owned());
        }
        if self.display.furigana || self.lang == Lang::Easy {
            classes.push("furigana-on".to_owned());
        }
        classes.join(" ")
    }

    fn full_title(&self, words: Words<'_>) -> String {
        let town = ("town", self.town.name.into());
        let title = if self.title.is_empty() {
            words.tf("frame-title-home", &[town])
        } else {
            words.tf("frame-title", &[("page", plain(self.title).into()), town])
        };
        if self.failed { words.tf("frame-error-title", &[("title", title.into())]) } else { title }
    }
}

/// The whole HTML document.
#[must_use]
pub fn document(frame: &Frame<'_>, texts: &Texts) -> Markup {
    let words = texts.words(frame.lang);
    html! {
        (DOCTYPE)
        html lang=(frame.lang.html()) class=(frame.classes()) {
            (head(frame, words))
            body.is-desk[frame.shape == Shape::Desk].is-kiosk[frame.shape == Shape::Kiosk] {
                a.skip-link href="#main" { (words.rich("frame-skip")) }
                header {
                    @if frame.demo { p.demo-banner { (words.rich("frame-demo")) } }
                    (frame.emergency)
                    @if frame.shape == Shape::Kiosk { (kiosk_header(frame, words)) } @else { (header(frame, words)) }
                }
                (body(frame, words))
                @if frame.shape != Shape::Kiosk { (footer(frame, words)) }
            }
        }
    }
}

fn head(frame: &Frame<'_>, words: Words<'_>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light";
            meta name="theme-color" content="#115a36";
            meta name="format-detection" content="telephone=no";
            @if frame.demo { meta name="robots" content="noindex"; }
            title { (plain(&frame.full_title(words))) }
            @if !frame.description.is_empty() { meta name="description" content=(plain(frame.description)); }
            @if let Some(href) = assets::href("engawa.css") { link rel="stylesheet" href=(href); }
            @if let Some(href) = assets::href("favicon.svg") { link rel="icon" type="image/svg+xml" href=(href); }
            @if let Some(href) = assets::href("engawa.js") { script type="module" src=(href) {} }
        }
    }
}

fn header(frame: &Frame<'_>, words: Words<'_>) -> Markup {
    let desk = frame.shape == Shape::Desk;
    html! {
        div.header {
            div.header-inner {
                a.brand href="/" {
                    (mark())
                    span.brand-words {
                        span.brand-town { (frame.town.name) }
                        span.brand-product { (words.rich("frame-product")) @if desk { span.brand-desk { (words.rich("frame-staff")) } } }
                    }
                }
                @if frame.shape == Shape::Page { div.header-search { (search_box(words, "search-top", "/search", &words.t("frame-search"), "")) } }
                div.header-tools {
                    (who(frame, words))
                    (settings(frame, words))
                    (hamburger_menu(words, drawer_body(frame, words)))
                }
            }
            @if !desk && !frame.menu.is_empty() {
                nav.header-menu aria-label=(words.plain("frame-menu")) { (menu_list(words, frame.menu, frame.path)) }
            }
        }
    }
}

/// The town, the language and the size of the text; nothing that leads away from the screen.
fn kiosk_header(frame: &Frame<'_>, words: Words<'_>) -> Markup {
    html! {
        div.header {
            div.header-inner {
                span.brand {
                    (mark())
                    span.brand-words {
                        span.brand-town { (frame.town.name) }
                        span.brand-product { (words.rich("frame-product")) }
                    }
                }
                div.header-tools { (settings(frame, words)) }
            }
        }
    }
}

fn who(frame: &Frame<'_>, words: Words<'_>) -> Markup {
    html! {
        div.who {
            @match frame.reader {
                Reader::Visitor => { (sign_in_link(words)) }
                Reader::Resident { name, unread } => { (inbox_link(words, unread)) (name_link(words, name, "", "/my/cases")) }
                Reader::Officer { name, post, unread } => { (inbox_link(words, unread)) (name_link(words, name, post, "/desk")) }
            }
        }
    }
}

fn sign_in_link(words: Words<'_>) -> Markup {
    html! {
        a.header-link.is-sign-in href="/sign-in" {
            (icon(Icon::Person))
            span { (words.rich("frame-sign-in")) }
        }
    }
}

fn inbox_link(words: Words<'_>, unread: u32) -> Markup {
    html! {
        a.header-link href="/my/notices" {
            (icon(Icon::Bell))
            span.header-link-words { (words.rich("frame-inbox")) }
            @if unread > 0 {
                span.count { span aria-hidden="true" { (unread) } span.visually-hidden {
                    "（" (rich(&words.tf("frame-unread", &[("n", unread.into())]))) "）"
                } }
            }
        }
    }
}

fn name_link(words: Words<'_>, name: &str, post: &str, href: &str) -> Markup {
    html! {
        a.header-link.is-name href=(href) {
            (icon(Icon::Person))
            span.header-link-words {
                (words.tf("frame-signed-in", &[("name", name.into())]))
                @if !post.is_empty() { small { (post) } }
            }
        }
    }
}

fn sign_out(frame: &Frame<'_>, words: Words<'_>) -> Markup {
    html! {
        @if !matches!(frame.reader, Reader::Visitor) {
            form.sign-out method="post" action="/sign-out" {
                (frame.token)
                button.button.button-text type="submit" { (words.rich("frame-sign-out")) }
            }
        }
    }
}

fn drawer_body(frame: &Frame<'_>, words: Words<'_>) -> Markup {
    let desk = frame.shape == Shape::Desk;
    let items = if desk { frame.desk_menu } else { frame.menu };
    let label = if desk { "frame-desk-menu" } else { "frame-menu" };
    html! {
        (search_box(words, "search-drawer", "/search", &words.t("frame-search"), ""))
        nav aria-label=(words.plain(label)) { (menu_list(words, items, frame.path)) }
        div.drawer-end {
            @if desk { p { a href="/" { (words.rich("frame-to-public")) } } }
            @match frame.reader {
                Reader::Visitor => { p { a href="/sign-in" { (words.rich("frame-sign-in")) } } }
                Reader::Resident { name, .. } => { p { a href="/my/cases" { (words.rich("frame-my-page")) } "（" (name) "）" } }
                Reader::Officer { name, .. } => { p { a href="/desk" { (words.rich("frame-desk")) } "（" (name) "）" } }
            }
            (sign_out(frame, words))
        }
    }
}

/// Language, size, contrast and furigana: one form of buttons, each sending its own field.
fn settings(frame: &Frame<'_>, words: Words<'_>) -> Markup {
    let display = frame.display;
    html! {
        en-menu.settings {
            details {
                summary { (icon(Icon::Globe)) span { (words.rich("frame-settings")) span.settings-more lang="en" { " / Language" } } }
                div.drawer {
                    div.setting-row { p { (words.rich("frame-language")) } (language_selector(words, frame.path)) }
                    form method="post" action="/settings/display" aria-label=(words.plain("frame-settings-name")) {
                        input type="hidden" name="return" value=(frame.path);
                        (setting(words, "size", &TextSize::ALL.map(TextSize::code), display.size.code()))
                        (setting(words, "contrast", &["standard", "high"], if display.high_contrast { "high" } else { "standard" }))
                        @if frame.lang == Lang::Ja {
                            (setting(words, "furigana", &["off", "on"], if display.furigana { "on" } else { "off" }))
                        }
                    }
                }
            }
        }
    }
}

fn setting(words: Words<'_>, name: &str, values: &[&str], now: &str) -> Markup {
    let label_id = format!("setting-{name}");
    html! {
        div.setting-row role="group" aria-labelledby=(label_id) {
            p id=(label_id) { (words.rich(&format!("frame-{name}"))) }
            div.setting-buttons {
                @for value in values {
                    button type="submit" name=(name) value=(value) aria-pressed=(if *value == now { "true" } else { "false" }) {
                        (words.rich(&format!("frame-{name}-{value}")))
                    }
                }
            }
        }
    }
}

fn body(frame: &Frame<'_>, words: Words<'_>) -> Markup {
    let class = match frame.shape {
        Shape::Page => "page",
        Shape::Home => "page page-home",
        Shape::Desk => "page page-desk",
        Shape::Kiosk => "page page-kiosk",
    };
    html! {
        @if let Some(between) = frame.crumbs { div.crumb-line { (breadcrumb(words, between, frame.title)) } }
        div class=(class) {
            @if frame.shape == Shape::Desk {
                nav.side-menu aria-label=(words.plain("frame-desk-menu")) {
                    (menu_list(words, frame.desk_menu, frame.path))
                    (sign_out(frame, words))
                }
            }
            main id="main" tabindex="-1" { (frame.main) }
            @if let Some(aside) = &frame.aside { aside.aside { (aside) } }
        }
    }
}

fn footer(frame: &Frame<'_>, words: Words<'_>) -> Markup {
    let town = frame.town;
    let help = if town.help_phone.is_empty() { town.phone } else { town.help_phone };
    html! {
        footer.footer {
            div.footer-board aria-hidden="true" {}
            div.footer-inner {
                @if !help.is_empty() {
                    section.footer-help aria-labelledby="help-title" {
                        h2 id="help-title" { (words.rich("frame-help")) }
                        p { (words.rich("frame-help-text")) }
                        p.footer-phone { a href=(format!("tel:{}", digits(help))) {
                            (icon(Icon::Phone)) span { (rich(&words.tf("frame-phone", &[("phone", help.into())]))) }
                        } }
                    }
                }
                address.footer-office {
                    p.footer-name { (town.office) }
                    p { (town.address) }
                    @if !town.phone.is_empty() { p { (rich(&words.tf("frame-phone", &[("phone", town.phone.into())]))) } }
                    @if !town.hours.is_empty() { p { (words.rich("frame-hours")) "　" (town.hours) } }
                }
                @if !frame.links.is_empty() { (utility_links(&words.t("frame-links"), frame.links)) }
            }
        }
    }
}

fn digits(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

#[cfg(test)]
mod tests;

use super::*;
use maud::html;
use scraper::{Html, Selector};

const TOWN: TownFace<'_> = TownFace {
    name: "見本町",
    office: "見本町役場",
    address: "〒000-0000 見本県見本町1",
    phone: "000-111-2222",
    hours: "平日",
    help_phone: "",
};

fn frame(main: Markup) -> Frame<'static> {
    Frame { path: "/somewhere?q=1", ..Frame::new(Lang::Ja, "｜手続《てつづ》き", TOWN, main) }
}

fn shown(frame: &Frame<'_>) -> Html {
    let texts = Texts::new(&[], &[]).unwrap();
    Html::parse_document(&document(frame, &texts).into_string())
}

fn count(page: &Html, selector: &str) -> usize {
    page.select(&Selector::parse(selector).unwrap()).count()
}

fn text(page: &Html, selector: &str) -> String {
    page.select(&Selector::parse(selector).unwrap()).flat_map(|part| part.text()).collect()
}

#[test]
fn a_title_has_no_furigana_and_names_the_town() {
    assert_eq!(text(&shown(&frame(html! {})), "title"), "手続き｜見本町 縁側");
    let home = Frame { title: "", ..frame(html! {}) };
    assert_eq!(text(&shown(&home), "title"), "見本町 縁側");
}

#[test]
fn a_page_with_errors_says_so_in_its_title() {
    let failed = Frame { failed: true, ..frame(html! {}) };
    assert!(text(&shown(&failed), "title").starts_with("エラー："));
}

#[test]
fn every_shape_of_page_says_that_a_demo_is_a_demo() {
    for shape in [Shape::Page, Shape::Home, Shape::Desk] {
        for lang in Lang::ALL {
            let demo = Frame { demo: true, shape, lang, ..frame(html! {}) };
            let page = shown(&demo);
            assert_eq!(count(&page, ".demo-banner"), 1);
            assert_eq!(count(&page, "meta[name=robots][content=noindex]"), 1);
            assert_eq!(count(&shown(&Frame { demo: false, ..demo }), ".demo-banner"), 0);
        }
    }
}

#[test]
fn easy_japanese_always_has_furigana_and_is_japanese() {
    let easy = Frame { lang: Lang::Easy, ..frame(html! {}) };
    assert_eq!(count(&shown(&easy), "html[lang=ja].lang-easy.furigana-on"), 1);
    assert_eq!(count(&shown(&frame(html! {})), "html.furigana-on"), 0);
}

#[test]
fn what_the_reader_chose_is_on_the_page() {
    let display = Display { size: TextSize::Large, high_contrast: true, furigana: true };
    let page = shown(&Frame { display, ..frame(html! {}) });
    assert_eq!(count(&page, "html.text-large.contrast-high.furigana-on"), 1);
    assert_eq!(count(&page, "button[name=size][value=large][aria-pressed=true]"), 1);
    assert_eq!(count(&page, "button[name=size][aria-pressed=true]"), 1);
}

#[test]
fn a_change_of_display_comes_back_to_the_page_and_a_visitors_page_holds_nothing_of_the_visitor() {
    let token = html! { input type="hidden" name="token" value="t"; };
    let page = shown(&Frame { token, ..frame(html! {}) });
    let forms = count(&page, "form[method=post]");
    assert_eq!(forms, 2);
    assert_eq!(count(&page, "form input[name=return][value='/somewhere?q=1']"), forms);
    assert_eq!(count(&page, "input[name=token]"), 0);
}

#[test]
fn a_visitor_may_sign_in_and_a_resident_sign_out() {
    let visitor = shown(&frame(html! {}));
    assert!(count(&visitor, "a[href='/sign-in']") > 0);
    assert_eq!(count(&visitor, "form[action='/sign-out']"), 0);
    let reader = Reader::Resident { name: "見本 花子", unread: 2 };
    let resident = shown(&Frame { reader, ..frame(html! {}) });
    assert_eq!(count(&resident, "a[href='/sign-in']"), 0);
    assert_eq!(count(&resident, "form[action='/sign-out']"), 1);
    assert!(text(&resident, "a[href='/my/notices']").contains('2'));
}

#[test]
fn help_is_one_call_away_and_a_town_may_have_a_number_of_its_own() {
    assert_eq!(count(&shown(&frame(html! {})), "a[href='tel:0001112222']"), 1);
    let town = TownFace { help_phone: "000-333-4444", ..TOWN };
    assert_eq!(count(&shown(&Frame { town, ..frame(html! {}) }), "a[href='tel:0003334444']"), 1);
}

#[test]
fn nothing_in_a_page_breaks_the_strict_content_policy() {
    let page = document(&frame(html! {}), &Texts::new(&[], &[]).unwrap()).into_string();
    assert!(!page.contains(" style=") && !page.contains("<style") && !page.contains(" on"));
    let parsed = Html::parse_document(&page);
    assert_eq!(count(&parsed, "script:not([src])"), 0);
}

#[test]
fn there_is_one_main_part_with_the_page_in_it() {
    let page = shown(&frame(html! { h1 { "見出し" } }));
    assert_eq!(count(&page, "main"), 1);
    assert_eq!(text(&page, "main"), "見出し");
    assert_eq!(count(&page, "a.skip-link[href='#main']"), 1);
}

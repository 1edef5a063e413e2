use super::*;
use crate::texts::{Lang, Texts};
use maud::{Markup, Render, html};
use proptest::prelude::*;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::new(&[], &[]).unwrap());

fn words() -> Words<'static> {
    TEXTS.words(Lang::Ja)
}

fn fragment(markup: &Markup) -> Html {
    Html::parse_fragment(&markup.0)
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn ids(page: &Html) -> Vec<&str> {
    all(page, "[id]").into_iter().filter_map(|part| part.attr("id")).collect()
}

fn catalogue_in(lang: Lang) -> Html {
    fragment(&catalogue(&TEXTS, lang))
}

#[test]
fn every_component_shows_itself_in_every_language() {
    for lang in Lang::ALL {
        for family in catalogue::families(TEXTS.words(lang)) {
            for shown in family.shown {
                assert!(!shown.look.0.is_empty(), "{}", shown.call);
                assert!(!shown.look.0.contains('⟦'), "{}", shown.call);
            }
        }
    }
}

#[test]
fn no_component_is_left_out_of_the_catalogue() {
    let shown = [
        include_str!("catalogue/mod.rs"),
        include_str!("catalogue/controls.rs"),
        include_str!("catalogue/messages.rs"),
        include_str!("catalogue/lists.rs"),
        include_str!("catalogue/figures.rs"),
    ]
    .concat();
    let elsewhere = ["catalogue", "drawer", "field_id", "figure_text", "hero"];
    let exported = include_str!("mod.rs")
        .split("pub use ")
        .skip(1)
        .filter_map(|line| line.split(';').next()?.split_once("::"))
        .flat_map(|(_, names)| names.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()) && *name != "texts");
    for name in exported.filter(|name| !elsewhere.contains(name)) {
        assert!(shown.contains(&format!("{name}(")), "{name} is not in the catalogue");
    }
}

#[test]
fn ids_are_unique_and_every_reference_leads_somewhere() {
    for lang in Lang::ALL {
        let page = catalogue_in(lang);
        let ids = ids(&page);
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{ids:?}");
        for name in ["for", "aria-describedby", "aria-labelledby"] {
            for part in all(&page, &format!("[{name}]")) {
                for id in part.attr(name).unwrap().split(' ') {
                    assert!(known.contains(id), "{name}={id}");
                }
            }
        }
        for link in all(&page, "a[href^='#']") {
            let target = &link.attr("href").unwrap()[1..];
            assert!(known.contains(target), "{target}");
        }
    }
}

#[test]
fn every_control_has_a_label() {
    let page = catalogue_in(Lang::Ja);
    for control in all(&page, "input:not([type=hidden]), select, textarea, progress") {
        let id = control.attr("id").unwrap();
        assert_eq!(all(&page, &format!("label[for='{id}']")).len(), 1, "{id}");
    }
}

#[test]
fn nothing_breaks_the_strict_content_policy_or_asks_the_browser_to_validate() {
    let page = catalogue_in(Lang::Ja);
    for part in all(&page, "*") {
        for (name, _) in part.value().attrs() {
            assert!(name != "style" && name != "required" && !name.starts_with("on"), "{name}");
        }
    }
    assert!(all(&page, "script, style").is_empty());
}

#[test]
fn an_error_stands_between_label_and_control_and_the_summary_leads_to_it() {
    let said = Some("直してください");
    let choices = [("a", "あ"), ("b", "い")];
    let controls: Vec<Markup> = vec![
        input_text(words(), "x[0].y", "名").error(said).render(),
        textarea(words(), "x[0].y", "名").error(said).render(),
        select(words(), "x[0].y", "名", choices).error(said).render(),
        radio_group(words(), "x[0].y", "名", choices).error(said).render(),
        checkbox_group(words(), "x[0].y", "名", choices).error(said).render(),
        checkbox(words(), "x[0].y", "名", false, said),
        file_upload(words(), "x[0].y", "名").error(said).render(),
        date_input(words(), "x[0].y", "名").error(said).render(),
        name_fields(words(), "x[0].y", "名").error(said).render(),
        address_fields(words(), "x[0].y", "名").error(said).render(),
    ];
    for control in controls {
        let page = fragment(&html! { (error_summary(words(), &[("x[0].y", "直してください")])) (control) });
        let target = all(&page, ".error-summary a")[0].attr("href").unwrap()[1..].to_owned();
        assert_eq!(all(&page, &format!("#{target}:is(input, select, textarea)")).len(), 1, "{}", control.0);
        let error_id = all(&page, ".error-text")[0].attr("id").unwrap();
        assert_eq!(all(&page, &format!("[aria-describedby='{error_id}']")).len(), 1, "{}", control.0);
        let (error_at, control_at) = (
            control.0.find("error-text"),
            control.0.find("<input").or(control.0.find("<select")).or(control.0.find("<textarea")),
        );
        assert!(error_at < control_at, "{}", control.0);
    }
}

#[test]
fn hint_and_error_are_both_read_out_and_an_empty_hint_is_nothing() {
    let page = fragment(&input_text(words(), "a", "名").hint("説明").error(Some("誤り")).render());
    assert_eq!(all(&page, "input")[0].attr("aria-describedby"), Some("f-a-hint f-a-error"));
    let bare = fragment(&input_text(words(), "a", "名").hint("").error(None).render());
    assert_eq!(all(&bare, "input")[0].attr("aria-describedby"), None);
    assert!(all(&bare, ".support-text, .error-text, .requirement").is_empty());
}

#[test]
fn required_is_said_in_words_and_to_screen_readers() {
    let required = fragment(&input_text(words(), "a", "名").required(true).render());
    assert_eq!(all(&required, "input[aria-required=true]").len(), 1);
    assert_eq!(all(&required, ".requirement.is-required").len(), 1);
    let optional = fragment(&input_text(words(), "a", "名").required(false).render());
    assert!(all(&optional, "[aria-required]").is_empty());
    assert_eq!(all(&optional, ".requirement").len(), 1);
}

#[test]
fn a_question_may_be_the_heading_of_its_page() {
    let group = radio_group(words(), "a", "どなたですか", [("x", "わたし")]).heading().render();
    assert_eq!(all(&fragment(&group), "legend h1").len(), 1);
    let text = input_text(words(), "a", "お名前").heading().render();
    assert_eq!(all(&fragment(&text), "h1 label").len(), 1);
}

#[test]
fn what_was_chosen_stays_chosen() {
    let page = fragment(&html! {
        (select(words(), "a", "名", [("1", "一"), ("2", "二")]).value("2"))
        (radio_group(words(), "b", "名", [("1", "一"), ("2", "二")]).value("1"))
        (checkbox_group(words(), "c", "名", [("1", "一"), ("2", "二")]).values(["1", "2"]))
    });
    assert_eq!(all(&page, "option[selected]")[0].attr("value"), Some("2"));
    assert_eq!(all(&page, "input[type=radio][checked]")[0].attr("value"), Some("1"));
    assert_eq!(all(&page, "input[type=checkbox][checked]").len(), 2);
}

#[test]
fn no_errors_no_summary_and_no_pages_no_pagination() {
    assert_eq!(error_summary::<&str, &str>(words(), &[]).0, "");
    assert_eq!(pagination(words(), None, None).0, "");
}

#[test]
fn the_menu_marks_the_nearest_page_only() {
    let items = [MenuItem::new("受付", "/desk"), MenuItem::new("決裁", "/desk/approvals"), MenuItem::new("机", "/des")];
    let current = |path: &str| {
        let page = fragment(&menu_list(words(), &items, path));
        all(&page, "[aria-current]").iter().filter_map(|link| link.attr("href").map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(current("/desk/approvals/1?x=2"), ["/desk/approvals"]);
    assert_eq!(current("/desk?after=1"), ["/desk"]);
    assert_eq!(current("/elsewhere"), Vec::<String>::new());
}

#[test]
fn a_table_names_its_columns_in_every_cell_for_the_phone() {
    let page = fragment(&table("料金", ["証明書", "手数料"]).row([html! { "住民票" }, html! { "300円" }]).render());
    assert_eq!(all(&page, "tbody th[scope=row]").len(), 1);
    assert_eq!(all(&page, "tbody td")[0].attr("data-label"), Some("手数料"));
}

#[test]
fn a_chart_has_a_table_with_every_figure() {
    let chart = bar_chart(words(), "題", "要約", "件", [("窓口", 1234.0), ("電話", 7.0)]).render();
    let page = fragment(&chart);
    let cells: Vec<String> = all(&page, "td").iter().map(|cell| cell.text().collect()).collect();
    assert_eq!(cells, ["1,234件", "7件"]);
}

#[test]
fn steps_know_where_the_reader_stands() {
    let page = fragment(&step_navigation(words(), &Step::list(["一", "二", "三"], 1)));
    assert_eq!(all(&page, "li.is-done, li.is-current, li.is-ahead").len(), 3);
    assert!(all(&page, "[aria-current=step]")[0].text().collect::<String>().contains('二'));
}

proptest! {
    #[test]
    fn an_answer_comes_back_as_it_was_typed(answer in "[\\PC\n]{0,30}") {
        let line = fragment(&input_text(words(), "a", "名").value(&answer).render());
        prop_assert_eq!(all(&line, "input")[0].attr("value").unwrap(), answer.as_str());
        let lines = fragment(&textarea(words(), "a", "名").value(&answer).render());
        let text: String = all(&lines, "textarea")[0].text().collect();
        prop_assert_eq!(text, answer);
    }

    #[test]
    fn no_label_makes_markup(label in "\\PC{0,20}") {
        let page = fragment(&html! { (button(&label)) (chip_label(Tone::Info, &label)) (input_text(words(), "a", &label)) });
        let tags: BTreeSet<&str> = all(&page, "*").iter().map(|part| part.value().name()).collect();
        let known = BTreeSet::from(["html", "button", "span", "svg", "path", "div", "label", "input", "ruby", "rp", "rt"]);
        prop_assert!(tags.is_subset(&known), "{:?}", tags);
    }

    #[test]
    fn any_field_name_gives_a_usable_id(name in "\\PC{0,20}") {
        let id = field_id(&name);
        prop_assert!(id.starts_with("f-") && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    }
}

use super::*;
use std::path::{Path, PathBuf};

fn towns() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../towns")
}

fn book(town: &str) -> RouteBook {
    RouteBook::load(&TownFolder::open(towns().join(town)).unwrap()).unwrap_or_else(|p| panic!("{p:?}"))
}

const DAY: Date = Date::constant(2026, 6, 1);

#[test]
fn the_towns_of_this_repository_have_routes_without_mistakes() {
    for town in ["ono", "template"] {
        let book = book(town);
        assert!(book.has("standard") && book.has("light"));
    }
}

#[test]
fn a_route_is_chosen_by_kind_and_amount() {
    let book = book("ono");
    let key = |kind, yen: Option<i64>| book.route(kind, yen.map(Yen), DAY).map(|r| r.key.as_str());
    assert_eq!(key("standard", None), Some("standard"));
    assert_eq!(key("spending", Some(499_999)), Some("spending_small"));
    assert_eq!(key("spending", Some(500_000)), Some("spending_large"));
    assert_eq!(key("spending", None), Some("spending_small"));
    assert_eq!(key("unheard_of", None), None);
}

#[test]
fn a_step_names_posts_and_a_position_of_the_whole_town_has_no_desk() {
    let book = book("ono");
    let route = book.route("spending", Some(Yen(900_000)), DAY).unwrap();
    let posts: Vec<Vec<Post>> = route.steps.iter().map(|s| book.posts(s, "child")).collect();
    let post =
        |desk: Option<&str>, position: &str| Post { desk: desk.map(str::to_owned), position: position.to_owned() };
    assert_eq!(posts[0], [post(Some("child"), "chief")]);
    assert_eq!(posts[2], [post(Some("general"), "head")]);
    assert_eq!(posts[5], [post(None, "mayor")]);
}

#[test]
fn a_document_number_is_written_as_the_town_does() {
    let book = book("ono");
    assert_eq!(book.number(FiscalYear(2026), book.sign("residents"), 12), "令和8年度 小町民第12号");
    assert_eq!(book.sign("unknown"), "unknown");
}

/// A town folder with desks `a`, positions `chief` (per desk) and `mayor`, and these routes.
fn problems(routes: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("approvals")).unwrap();
    let offices = "[[desk]]\nkey='a'\n[[position]]\nkey='chief'\nper_desk=true\n[[position]]\nkey='mayor'\n";
    std::fs::write(folder.path().join("organisation.toml"), offices).unwrap();
    std::fs::write(folder.path().join(FILE), routes).unwrap();
    check(&TownFolder::open(folder.path()).unwrap()).iter().map(ToString::to_string).collect()
}

const HEAD: &str = "[number]\npattern='{year}{sign}{n}'\nsign=[{desk='a',sign='あ'}]\n";

#[test]
fn an_officer_is_told_the_line_of_each_mistake() {
    let route = |body: &str| format!("{HEAD}[[route]]\nkey='r'\ntitle='t'\n{body}");
    assert_eq!(problems(&route("step=[{kind='approve',positions=['chief']}]\n")), [""; 0]);
    let cases = [
        (
            route("step=[{kind='approve',positions=['boss']}]\n"),
            "approvals/routes.toml:7: 「boss」は organisation.toml にない職です",
        ),
        (
            route("step=[{kind='approve',positions=['chief'],desk='b'}]\n"),
            "approvals/routes.toml:7: 「b」は organisation.toml にない窓口です",
        ),
        (
            route("step=[{kind='approve',positions=[]}]\n"),
            "approvals/routes.toml:7: だれが決めるかが空です。職を一つ以上書いてください",
        ),
        (
            route(""),
            "approvals/routes.toml:5: 承認（approve）の段階を一つ以上書いてください。だれも決めないまま決裁になってしまいます",
        ),
        (
            route("step=[{kind='approve',positions=['chief'],with_previous=true}]\n"),
            "approvals/routes.toml:7: 最初の段階の前には何もありません",
        ),
        (
            route("step=[{kind='approve',positions=['chief']},{kind='consult',positions=['mayor']}]\n"),
            "approvals/routes.toml:7: 合議（consult）は最後の承認より前に置いてください",
        ),
        (
            format!("{HEAD}[[deputy]]\nposition='mayor'\nby=['mayor']\n"),
            "approvals/routes.toml:6: 代わりに決める職を、本人の職のほかに一つ以上書いてください",
        ),
    ];
    for (text, expected) in cases {
        let found = problems(&text);
        assert!(found.iter().any(|f| f == expected), "{found:?} lacks {expected}");
    }
}

#[test]
fn two_routes_may_not_both_fit_a_matter() {
    let step = "step=[{kind='approve',positions=['chief']}]\n";
    let two = |a: &str, b: &str| {
        problems(&format!("{HEAD}[[route]]\nkey='r'\ntitle='t'\n{a}\n{step}[[route]]\nkey='s'\ntitle='t'\n{b}\n{step}"))
    };
    assert_eq!(two("when={kinds=['x'],amount_to=9}", "when={kinds=['x'],amount_from=10}"), [""; 0]);
    assert_eq!(two("until=2026-03-31\nwhen={kinds=['x']}", "from=2026-04-01\nwhen={kinds=['x']}"), [""; 0]);
    assert_eq!(two("when={kinds=['x'],amount_to=10}", "when={kinds=['x'],amount_from=10}").len(), 1);
    assert_eq!(two("when={kinds=['s']}", "").len(), 1);
}

#[test]
fn a_number_that_could_be_given_twice_is_refused() {
    let text = "route=[{key='r',title='t',step=[{kind='approve',positions=['chief']}]}]\n[number]\npattern='{n}'\nsign=[{desk='a',sign='あ'}]\n";
    assert_eq!(problems(text).len(), 1);
}

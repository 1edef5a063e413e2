//! The way through a form.

use super::*;

fn walk() -> Form {
    form(
        r#"
[[page]]
key = "who"
[[page.question]]
key = "who"
LABEL
type = "choice"
options = [
  { value = "me", label = { ja = "私", easy = "わたし", en = "Me" } },
  { value = "other", label = { ja = "ほか", easy = "ほか", en = "Other" } },
]

[[page]]
key = "name"
when = 'who == "other"'
[[page.question]]
key = "other_name"
LABEL
type = "text"

[[page]]
key = "long"
when = 'other_name.startsWith("あ")'
[[page.question]]
key = "long"
LABEL
type = "text"
required = false

[[page]]
key = "dates"
title = { ja = "いつ", easy = "いつ", en = "When" }
[[page.question]]
key = "from"
LABEL
type = "date"
days = "future"
[[page.question]]
key = "until"
LABEL
type = "date"
valid = { expr = "until >= from", message = { ja = "後の日", easy = "あとのひ", en = "Later" } }
"#,
    )
}

fn answers(of: &[(&str, &str)]) -> Answers {
    of.iter()
        .map(|(key, value)| {
            let answer = match *key {
                "who" => Answer::Choice((*value).to_owned()),
                "from" | "until" => Answer::Date(value.parse().unwrap()),
                _ => Answer::Text((*value).to_owned()),
            };
            ((*key).to_owned(), answer)
        })
        .collect()
}

fn shown(form: &Form, answers: &Answers) -> Vec<String> {
    form.pages_shown(answers).iter().map(|s| s.page.key.clone()).collect()
}

#[test]
fn pages_are_asked_only_when_needed() {
    let form = walk();
    assert_eq!(shown(&form, &Answers::default()), ["who", "dates"]);
    let other = answers(&[("who", "other")]);
    assert_eq!(shown(&form, &other), ["who", "name", "dates"]);
    assert_eq!(form.next_page(&other, "who").unwrap().key, "name");
    assert_eq!(form.next_page(&answers(&[("who", "me")]), "who").unwrap().key, "dates");
    assert_eq!(form.next_page(&other, "dates"), None);
    assert_eq!(form.previous_page(&other, "dates").unwrap().key, "name");
    assert_eq!(form.previous_page(&other, "who"), None);
    assert_eq!(form.step(&other, "name"), Some((2, 3)));
    assert_eq!(form.next_page(&other, "nowhere"), None);
}

#[test]
fn whoever_stands_on_a_page_that_vanished_goes_on_behind_it() {
    let form = walk();
    let me = answers(&[("who", "me")]);
    assert_eq!(form.next_page(&me, "name").unwrap().key, "dates");
    assert_eq!(form.previous_page(&me, "name").unwrap().key, "who");
    assert_eq!(form.step(&me, "name"), None);
}

#[test]
fn a_hidden_answer_neither_counts_nor_is_sent() {
    let form = walk();
    let changed_mind = answers(&[("who", "me"), ("other_name", "あいこ"), ("long", "x"), ("stray", "y")]);
    assert_eq!(shown(&form, &changed_mind), ["who", "dates"], "the hidden name opens nothing");
    let settled = form.settle(&changed_mind);
    assert_eq!(settled.dropped, ["long", "other_name", "stray"]);
    assert_eq!(settled.answers, answers(&[("who", "me")]));
}

#[test]
fn what_is_missing_is_named_with_its_page() {
    let form = walk();
    let missing = |a: &Answers| -> Vec<(String, Option<&'static str>)> {
        form.check_complete(a, today()).iter().map(|m| (format!("{}/{}", m.page, m.question), m.error.key())).collect()
    };
    assert_eq!(
        missing(&Answers::default()),
        [
            ("who/who".to_owned(), Some("cases-form-empty-choice")),
            ("dates/from".to_owned(), Some("cases-form-empty-date")),
            ("dates/until".to_owned(), Some("cases-form-empty-date")),
        ]
    );
    let done = answers(&[("who", "me"), ("from", "2026-12-01"), ("until", "2026-12-02")]);
    assert!(missing(&done).is_empty());
    assert_eq!(form.first_open_page(&done, today()), None);
    let late = answers(&[("who", "me"), ("from", "2026-11-01"), ("until", "2026-12-02")]);
    assert_eq!(
        missing(&late),
        [("dates/from".to_owned(), Some("cases-form-date-past"))],
        "the day has passed meanwhile"
    );
    let crossed = answers(&[("who", "me"), ("from", "2026-12-03"), ("until", "2026-12-02")]);
    assert_eq!(missing(&crossed), [("dates/until".to_owned(), None)]);
    assert_eq!(form.first_open_page(&Answers::default(), today()).unwrap().key, "who");
}

#[test]
fn a_rule_of_the_town_speaks_in_the_towns_words() {
    let form = walk();
    let earlier = answers(&[("who", "me")]);
    let errors = answer_page(&form, "dates", &earlier, &[("from.year", "2026-12-03"), ("until.year", "2026-12-02")])
        .unwrap_err();
    assert_eq!(errors[0].field, "until.year");
    assert!(matches!(&errors[0].words, Words::Town(text) if text.ja == "後の日"));
    assert!(
        answer_page(&form, "dates", &earlier, &[("from.year", "2026-12-03"), ("until.year", "2026-12-03")]).is_ok()
    );
}

#[test]
fn an_emptied_field_loses_its_answer_and_other_pages_keep_theirs() {
    let form = walk();
    let earlier = answers(&[("who", "other"), ("other_name", "あいこ"), ("long", "x")]);
    let after = answer_page(&form, "long", &earlier, &[("long", " ")]).unwrap();
    assert_eq!(after, answers(&[("who", "other"), ("other_name", "あいこ")]));
}

#[test]
fn a_page_shows_again_what_was_answered() {
    let form = walk();
    let answers = answers(&[("from", "2026-12-01")]);
    let inputs = form.inputs(form.page("dates").unwrap(), &answers);
    assert_eq!(inputs.values("from.era"), ["reiwa"]);
    assert_eq!(inputs.values("from.year"), ["8"]);
    assert!(inputs.values("until.year").is_empty());
}

#[test]
fn the_summary_holds_what_was_asked_and_leads_back() {
    let form = walk();
    let rows = form.summary(&answers(&[("who", "me"), ("other_name", "hidden"), ("from", "2026-12-01")]));
    let lines: Vec<(&str, Option<&str>)> =
        rows.iter().map(|row| (row.page.as_str(), row.value.as_ref().map(|v| v.ja.as_str()))).collect();
    assert_eq!(lines, [("who", Some("私")), ("dates", Some("令和8年12月1日（2026年）")), ("dates", None)]);
}

#[test]
fn a_correction_shows_what_changed() {
    let form = walk();
    let before = answers(&[("who", "other"), ("other_name", "あいこ"), ("from", "2026-12-01")]);
    let after = answers(&[("who", "me"), ("other_name", "あいこ"), ("from", "2026-12-01")]);
    let changes = form.diff(&before, &after);
    let said: Vec<(&str, Option<&str>, Option<&str>)> = changes
        .iter()
        .map(|c| {
            (c.question.as_str(), c.before.as_ref().map(|t| t.ja.as_str()), c.after.as_ref().map(|t| t.ja.as_str()))
        })
        .collect();
    assert_eq!(said, [("who", Some("ほか"), Some("私")), ("other_name", Some("あいこ"), None)]);
    assert!(form.diff(&after, &after).is_empty());
}

#[test]
fn what_the_register_knows_stands_there_already_and_never_overwrites() {
    let form = one("type = \"name\"\nprefill = \"person.name\"");
    let known = Prefills { name: kernel::PersonName::new("架空", "花子").ok(), ..Prefills::default() };
    let mut answers = Answers::default();
    assert!(form.prefill(&mut answers, &Prefills::default()).is_empty(), "a silent register stops nobody");
    assert_eq!(form.prefill(&mut answers, &known), ["q"]);
    let corrected = answer(&form, &[("q.family", "架空"), ("q.given", "華子")]).unwrap();
    let mut again = corrected.clone();
    assert!(form.prefill(&mut again, &known).is_empty());
    assert_eq!(again, corrected);
}

#[test]
fn answers_keep_their_form_in_the_database() {
    let mut answers = answers(&[("who", "me"), ("from", "2026-12-01")]);
    answers.set("agreed", Answer::Consent);
    answers.set("amount", Answer::Yen(kernel::Yen(1200)));
    answers.set("phone", Answer::Phone("0247-72-2111".parse().unwrap()));
    let json = answers.to_json().unwrap();
    assert_eq!(
        json,
        r#"{"agreed":{"kind":"consent"},"amount":{"kind":"yen","value":1200},"from":{"kind":"date","value":"2026-12-01"},"phone":{"kind":"phone","value":"0247-72-2111"},"who":{"kind":"choice","value":"me"}}"#
    );
    assert_eq!(Answers::from_json(&json).unwrap(), answers);
}

//! Conditions look backwards only: whatever the town writes, a form has an end and no circle.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Pages of two questions, yes or no; some with a condition on a question somewhere in the form.
fn pages() -> impl Strategy<Value = Vec<(Option<usize>, Option<usize>)>> {
    (2_usize..10).prop_flat_map(|n| {
        let at = move || prop::option::of(0..2 * n);
        prop::collection::vec((at(), at()), n)
    })
}

/// Question `n` stands on page `n / 2`.
fn write(pages: &[(Option<usize>, Option<usize>)]) -> String {
    let when = |on: &Option<usize>| on.map_or_else(String::new, |n| format!("when = 'q{n} == \"yes\"'\n"));
    let question = |n: usize, on: &str| {
        format!(
            "[[page.question]]\nkey = \"q{n}\"\nLABEL\ntype = \"choice\"\nrequired = false\n{on}options = [\n\
             {{ value = \"yes\", label = {{ ja = \"は\", easy = \"は\", en = \"y\" }} }},\n\
             {{ value = \"no\", label = {{ ja = \"い\", easy = \"い\", en = \"n\" }} }},\n]\n"
        )
    };
    let page = |(at, (of_page, of_question)): (usize, &(Option<usize>, Option<usize>))| {
        let title = "title = { ja = \"あ\", easy = \"あ\", en = \"A\" }";
        let head = format!("[[page]]\nkey = \"p{at}\"\n{title}\n{}", when(of_page));
        format!("{head}{}{}", question(2 * at, ""), question(2 * at + 1, &when(of_question)))
    };
    pages.iter().enumerate().map(page).collect()
}

fn answers(yes: &[bool]) -> Answers {
    let word = |yes: bool| Answer::Choice(if yes { "yes" } else { "no" }.to_owned());
    yes.iter().enumerate().map(|(n, yes)| (format!("q{n}"), word(*yes))).collect()
}

proptest! {
    #[test]
    fn a_form_is_taken_exactly_when_every_condition_looks_at_an_earlier_page(pages in pages()) {
        let backwards = pages.iter().enumerate().all(|(at, (page, question))| {
            [page, question].into_iter().flatten().all(|n| n / 2 < at)
        });
        prop_assert_eq!(read(&source(&write(&pages))).is_ok(), backwards);
    }

    #[test]
    fn the_way_through_ends_and_no_later_answer_changes_an_earlier_page(
        pages in pages(),
        yes in prop::collection::vec(any::<bool>(), 20),
        other in prop::collection::vec(any::<bool>(), 20),
    ) {
        let pages: Vec<_> = pages.iter().enumerate()
            .map(|(at, (page, question))| (page.filter(|n| n / 2 < at), question.filter(|n| n / 2 < at)))
            .collect();
        let form = form(&write(&pages));
        let mut before: BTreeSet<String> = BTreeSet::new();
        for page in &form.pages {
            let conditions = page.when.iter().chain(page.questions.iter().filter_map(|q| q.when.as_ref()));
            for condition in conditions {
                prop_assert!(condition.reads().is_subset(&before));
            }
            before.extend(page.questions.iter().map(|q| q.key.clone()));
        }
        let given = answers(&yes[..2 * pages.len()]);
        let (mut at, mut seen) = (form.pages[0].key.clone(), 0);
        while let Some(next) = form.next_page(&given, &at) {
            at.clone_from(&next.key);
            seen += 1;
            prop_assert!(seen <= form.pages.len());
        }
        for cut in 0..pages.len() {
            let mixed = [&yes[..2 * cut], &other[2 * cut..2 * pages.len()]].concat();
            let shown = |given: &Answers| -> Vec<String> {
                let to_here = |key: &String| key[1..].parse::<usize>().unwrap() <= cut;
                form.pages_shown(given).iter().map(|s| s.page.key.clone()).filter(to_here).collect()
            };
            prop_assert_eq!(shown(&given), shown(&answers(&mixed)));
        }
    }
}

/// A group with a row for each of the household, and with its own help in every row.
const HOUSEHOLD: &str = r#"
[[page]]
key = "p"
[[page.question]]
key = "people"
LABEL
type = "group"
prefill = "PREFILL"
max = 3
[[page.question.row]]
key = "name"
LABEL
type = "name"
prefill = "person.name"
[[page.question.row]]
key = "born"
LABEL
type = "birth_date"
prefill = "person.birth_date"
[[page.question.row]]
key = "note"
LABEL
type = "text"
required = false
"#;

fn household(names: &[&str]) -> Vec<Prefills> {
    let one = |name: &&str| Prefills {
        name: kernel::PersonName::from_full(name).ok(),
        birth_date: "1950-04-01".parse().ok(),
        ..Prefills::default()
    };
    names.iter().map(one).collect()
}

#[test]
fn a_group_begins_with_the_household_and_never_with_more_than_it_takes() {
    let known = Prefills {
        members: household(&["縁側 花子", "縁側 太郎", "縁側 一", "縁側 二"]),
        others: household(&["縁側 太郎"]),
        ..Prefills::default()
    };
    for (prefill, rows) in [("household.members", 3), ("household.others", 1)] {
        let form = form(&HOUSEHOLD.replace("PREFILL", prefill));
        let mut answers = Answers::default();
        assert_eq!(form.prefill(&mut answers, &known), ["people"]);
        let Some(Answer::Group(found)) = answers.get("people") else { panic!("no rows") };
        assert_eq!(found.len(), rows);
        assert!(found.iter().all(|row| row.get("name").is_some() && row.get("note").is_none()));
        assert!(form.check_complete(&answers, today()).is_empty());
    }
    let mut silent = Answers::default();
    assert!(
        form(&HOUSEHOLD.replace("PREFILL", "household.members")).prefill(&mut silent, &Prefills::default()).is_empty()
    );
}

#[test]
fn a_row_is_filled_only_where_its_group_is() {
    let without = HOUSEHOLD.replace("prefill = \"PREFILL\"\n", "");
    assert!(problems(&without).iter().all(|m| m.contains("household.members")));
    assert!(!problems(&HOUSEHOLD.replace("PREFILL", "person.name")).is_empty());
}

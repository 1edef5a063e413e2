//! Rules that hold for any answers whatever.

use super::*;
use proptest::prelude::*;

/// A form with every kind of question.
const ALL_KINDS: &str = r#"
[[page]]
key = "p"
title = { ja = "あ", easy = "あ", en = "A" }
[[page.question]]
key = "name"
LABEL
type = "name"
required = false
[[page.question]]
key = "kana"
LABEL
type = "kana"
required = false
[[page.question]]
key = "home"
LABEL
type = "address"
required = false
[[page.question]]
key = "day"
LABEL
type = "date"
required = false
[[page.question]]
key = "phone"
LABEL
type = "phone"
required = false
[[page.question]]
key = "email"
LABEL
type = "email"
required = false
[[page.question]]
key = "account"
LABEL
type = "bank_account"
required = false
[[page.question]]
key = "amount"
LABEL
type = "yen"
required = false

[[page]]
key = "r"
title = { ja = "い", easy = "い", en = "B" }
[[page.question]]
key = "one"
LABEL
type = "choice"
required = false
options = [
  { value = "a", label = { ja = "あ", easy = "あ", en = "A" } },
  { value = "b", label = { ja = "い", easy = "い", en = "B" } },
]
[[page.question]]
key = "some"
LABEL
type = "choices"
required = false
options = [
  { value = "a", label = { ja = "あ", easy = "あ", en = "A" } },
  { value = "b", label = { ja = "い", easy = "い", en = "B" } },
]
[[page.question]]
key = "line"
LABEL
type = "text"
required = false
[[page.question]]
key = "lines"
LABEL
type = "long_text"
required = false
[[page.question]]
key = "count"
LABEL
type = "number"
required = false
[[page.question]]
key = "agreed"
LABEL
type = "consent"
required = false
[[page.question]]
key = "rows"
LABEL
type = "group"
required = false
[[page.question.row]]
key = "name"
LABEL
type = "name"
[[page.question.row]]
key = "day"
LABEL
type = "birth_date"
required = false
[[page.question]]
key = "people"
LABEL
type = "person_of_household"
required = false
"#;

/// Every input of the form above, with what people might type there.
fn typed() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let words = "[あ-んァ-ヶ一-龥a-zA-Z 　\u{E0100}ー]{0,8}";
    let digits = "[0-9０-９ー -]{0,12}";
    let input = |name: &'static str, pattern: &'static str| {
        prop_oneof![
            2 => pattern.prop_map(move |value: String| (name, value)),
            1 => "\\PC{0,20}".prop_map(move |value: String| (name, value)),
            1 => any::<String>().prop_map(move |value: String| (name, value)),
        ]
    };
    let day = "(R[1-9]|S[0-9]{1,2}|昭和[0-9]{2}|20[0-2][0-9])[./-]1?[0-9][./-][0-3]?[0-9]";
    let inputs = prop_oneof![
        input("name.family", words),
        input("name.given", words),
        input("kana", "[ぁ-んァ-ヶー 　ｱ-ﾝ]{0,10}"),
        input("home.postcode", digits),
        input("home.city", words),
        input("home.rest", words),
        input("day.era", "reiwa|heisei|showa||x"),
        input("day.year", day),
        input("day.month", "1?[0-9]"),
        input("day.day", "[0-3]?[0-9]"),
        input("phone", "0[0-9０-９ー-]{8,13}"),
        input("email", "[a-z]{1,5}@[a-z]{1,5}\\.jp"),
        input("account.bank", "[0-9]{4}|[あ-ん]{1,5}"),
        input("account.branch", "[0-9]{3}|[あ-ん]{1,5}"),
        input("account.account", "ordinary|current|savings"),
        input("account.number", "[0-9０-９]{1,8}"),
        input("account.holder", "[ァ-ヶ 　ｱ-ﾝa-zA-Z0-9().ー-]{1,10}"),
        input("amount", "[0-9０-９,，]{1,9}円?"),
        input("one", "a|b|c"),
        input("some", "a|b|c"),
        input("line", words),
        input("lines", "[あ-ん\r\n\t]{0,20}"),
        input("count", "-?[0-9]{1,9}"),
        input("agreed", "yes|no"),
        input("rows.rows", "[0-3]"),
        input("rows.0.name.family", words),
        input("rows.0.day.year", day),
        input("rows.1.name.given", words),
        input("people.other", "[あ-ん一-龥 ]{1,6}(\n[あ-ん]{1,4})?"),
    ];
    proptest::collection::vec(inputs, 0..14)
}

fn post(
    form: &Form,
    page: &str,
    earlier: &Answers,
    typed: &[(&'static str, String)],
) -> Result<Answers, Vec<FieldError>> {
    let fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    answer_page(form, page, earlier, &fields)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// What was read and put back into the inputs is read as the same; and survives the database.
    #[test]
    fn answers_come_back_as_they_were(typed in typed()) {
        let form = form(ALL_KINDS);
        for page in ["p", "r"] {
            let Ok(answers) = post(&form, page, &Answers::default(), &typed) else { continue };
            let inputs = form.inputs(form.page(page).unwrap(), &answers);
            let get = |name: &str| inputs.values(name);
            let again = form.parse_page(form.page(page).unwrap(), &Posted::without_files(&get), &Answers::default(), situation());
            prop_assert_eq!(again.as_ref(), Ok(&answers));
            prop_assert_eq!(form.check_complete(&answers, today()), []);
            let json = answers.to_json().unwrap();
            prop_assert_eq!(Answers::from_json(&json).unwrap(), answers.clone());
            prop_assert_eq!(form.settle(&answers).answers, answers.clone());
            prop_assert!(form.diff(&answers, &answers).is_empty());
            let _ = form.summary(&answers);
        }
    }

    /// Whatever is posted, it is read or refused, and an error never repeats what was typed.
    #[test]
    fn hostile_input_is_read_or_refused(value in any::<String>(), typed in typed()) {
        let form = form(ALL_KINDS);
        let everywhere = |_: &str| vec![value.clone(), value.clone()];
        for page in &form.pages {
            let _ = form.parse_page(page, &Posted::without_files(&everywhere), &Answers::default(), situation());
            if let Err(errors) = post(&form, &page.key, &Answers::default(), &typed) {
                prop_assert!(errors.iter().all(|error| error.label.ja == "質問"));
            }
        }
        let _ = Answers::from_json(&value);
        let _ = read(&source(&value));
    }
}

/// Pages that open one another in many ways.
const DOORS: &str = r#"
[[page]]
key = "p1"
[[page.question]]
key = "a"
LABEL
type = "number"
required = false
[[page]]
key = "p2"
when = 'a > 2'
[[page.question]]
key = "b"
LABEL
type = "number"
required = false
[[page]]
key = "p3"
when = 'b == null || b > a'
[[page.question]]
key = "c"
LABEL
type = "number"
[[page]]
key = "p4"
when = 'c != null && a != null'
[[page.question]]
key = "d"
when = 'b > 1'
LABEL
type = "number"
valid = { expr = "d > c", message = { ja = "あ", easy = "あ", en = "A" } }
[[page]]
key = "p5"
when = 'd == 3'
[[page.question]]
key = "e"
LABEL
type = "number"
"#;

fn some_numbers() -> impl Strategy<Value = Answers> {
    proptest::collection::btree_map("[a-f]", 0_i64..6, 0..6)
        .prop_map(|map| map.into_iter().map(|(key, n)| (key, Answer::Number(n))).collect())
}

proptest! {
    /// Hidden answers never influence what is shown, what is missing, or what is sent.
    #[test]
    fn hidden_answers_change_nothing(answers in some_numbers(), others in some_numbers()) {
        let form = form(DOORS);
        let settled = form.settle(&answers);
        let mut tampered = settled.answers.clone();
        for key in form.questions().map(|(_, q)| q.key.clone()) {
            let asked = form.pages_shown(&settled.answers).iter().flat_map(|s| &s.questions).any(|q| q.key == key);
            if !asked && let Some(other) = others.get(&key) {
                tampered.set(&key, other.clone());
            }
        }
        let keys = |a: &Answers| form.pages_shown(a).iter().map(|s| s.page.key.clone()).collect::<Vec<_>>();
        for variant in [&answers, &tampered] {
            prop_assert_eq!(keys(variant), keys(&settled.answers));
            prop_assert_eq!(&form.settle(variant).answers, &settled.answers);
            prop_assert_eq!(form.check_complete(variant, today()), form.check_complete(&settled.answers, today()));
            prop_assert_eq!(form.summary(variant), form.summary(&settled.answers));
        }
    }

    /// Going on from page to page visits every shown page once and ends; going back leads to the start.
    #[test]
    fn the_walk_ends(answers in some_numbers()) {
        let form = form(DOORS);
        let shown: Vec<String> = form.pages_shown(&answers).iter().map(|s| s.page.key.clone()).collect();
        let mut walked = vec!["p1".to_owned()];
        while let Some(next) = form.next_page(&answers, walked.last().unwrap()) {
            walked.push(next.key.clone());
        }
        prop_assert_eq!(&walked, &shown);
        let mut back = vec![shown.last().unwrap().clone()];
        while let Some(previous) = form.previous_page(&answers, back.last().unwrap()) {
            back.push(previous.key.clone());
        }
        back.reverse();
        prop_assert_eq!(back, shown);
    }
}

//! Conditions that are chosen instead of written: a few statements about earlier questions, joined by
//! 「すべて」 or 「どれか」. What cannot be said in this way stays a written condition.
//!
//! A condition counts as chosen only when writing the choice down again gives the very same text, so
//! that opening and saving a page never changes what a town has written.

use super::document::Document;

/// What a question's answer can be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sort {
    /// One of these values.
    OneOf,
    /// Some of these values.
    SomeOf,
    Whole,
    Day,
    /// Only whether it was answered.
    Other,
}

/// An earlier question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub key: String,
    pub label: String,
    pub sort: Sort,
    /// Values and their words, where it is a choice.
    pub values: Vec<(String, String)>,
}

/// How it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    Is,
    IsNot,
    AtLeast,
    AtMost,
}

impl Test {
    pub(super) const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Is, "is", "である"),
        (Self::IsNot, "is_not", "でない"),
        (Self::AtLeast, "at_least", "以上（その日か、その後）"),
        (Self::AtMost, "at_most", "以下（その日か、その前）"),
    ];

    pub(super) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(test, ..)| *test == self).map_or("", |(_, word, _)| word)
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == word).map(|(test, ..)| *test)
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Is => "==",
            Self::IsNot => "!=",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
        }
    }

    const ORDERED: [Self; 4] = [Self::AtLeast, Self::AtMost, Self::Is, Self::IsNot];
}

/// What is said of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// That there is one.
    Answered,
    /// That it is, or holds, this value.
    Value(String),
    Whole(i64),
    Day(String),
}

/// One statement about one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub key: String,
    pub test: Test,
    pub what: What,
}

/// How statements are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    All,
    Any,
}

impl Join {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
        }
    }

    pub(super) fn of_word(word: &str) -> Self {
        if word == "any" { Self::Any } else { Self::All }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::All => " && ",
            Self::Any => " || ",
        }
    }
}

/// A condition that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub join: Join,
    pub statements: Vec<Statement>,
}

impl Chosen {
    /// What a written condition says, if it can be said by choosing among these questions.
    pub(super) fn read(text: &str, asked: &[Asked]) -> Option<Self> {
        let chosen = match one_of(text) {
            Some(statements) => Self { join: Join::Any, statements },
            None => {
                let join = if text.contains(Join::Any.sign()) { Join::Any } else { Join::All };
                let parts: Option<Vec<Statement>> =
                    text.split(join.sign()).map(|part| statement(part, asked)).collect();
                Self { join, statements: parts? }
            }
        };
        (chosen.write(asked).as_deref() == Some(text)).then_some(chosen)
    }

    /// As it is written; nothing without a statement, or when one does not fit its question.
    pub(super) fn write(&self, asked: &[Asked]) -> Option<String> {
        let all: Option<Vec<String>> = self.statements.iter().map(|s| s.write(asked)).collect();
        let all = all.filter(|parts| !parts.is_empty())?;
        Some(self.as_list(asked).unwrap_or_else(|| all.join(self.join.sign())))
    }

    /// Several values of one question, any of which will do, are written as a list.
    fn as_list(&self, asked: &[Asked]) -> Option<String> {
        let key = &self.statements.first()?.key;
        let is_choice = asked.iter().any(|q| q.key == *key && q.sort == Sort::OneOf);
        let value = |s: &Statement| match (&s.what, s.test) {
            (What::Value(value), Test::Is) if s.key == *key => Some(format!("\"{value}\"")),
            _ => None,
        };
        let values: Vec<String> = self.statements.iter().map(value).collect::<Option<_>>()?;
        (is_choice && self.join == Join::Any && values.len() > 1).then(|| format!("{key} in [{}]", values.join(", ")))
    }

    /// As people say it.
    pub(super) fn in_words(&self, asked: &[Asked]) -> String {
        let join = if self.join == Join::All { "、かつ、" } else { "、または、" };
        let all: Vec<String> = self.statements.iter().map(|s| s.in_words(asked)).collect();
        all.join(join)
    }
}

impl Statement {
    /// As it is written, if it fits its question.
    pub(super) fn write(&self, asked: &[Asked]) -> Option<String> {
        let Self { key, test, what } = self;
        let question = asked.iter().find(|q| q.key == *key)?;
        let (equal, sign) = (matches!(test, Test::Is | Test::IsNot), test.sign());
        match (what, &question.sort) {
            // There is an answer: it is not nothing.
            (What::Answered, _) if *test == Test::Is => Some(format!("{key} != null")),
            (What::Answered, _) if *test == Test::IsNot => Some(format!("{key} == null")),
            (What::Value(value), sort) if equal && question.values.iter().any(|(v, _)| v == value) => match sort {
                Sort::OneOf => Some(format!("{key} {sign} \"{value}\"")),
                Sort::SomeOf if *test == Test::Is => Some(format!("\"{value}\" in {key}")),
                Sort::SomeOf => Some(format!("!(\"{value}\" in {key})")),
                Sort::Whole | Sort::Day | Sort::Other => None,
            },
            (What::Whole(n), Sort::Whole) => Some(format!("{key} {sign} {n}")),
            (What::Day(day), Sort::Day) => Some(format!("{key} {sign} \"{day}\"")),
            _ => None,
        }
    }

    fn in_words(&self, asked: &[Asked]) -> String {
        let question = asked.iter().find(|q| q.key == self.key);
        let label = question.map_or(self.key.as_str(), |q| q.label.as_str());
        let told = |value: &String| {
            let known = question.and_then(|q| q.values.iter().find(|(v, _)| v == value));
            known.map_or_else(|| value.clone(), |(_, words)| words.clone())
        };
        let how = match self.test {
            Test::Is => "である",
            Test::IsNot => "でない",
            Test::AtLeast => "以上である",
            Test::AtMost => "以下である",
        };
        match &self.what {
            What::Answered if self.test == Test::Is => format!("「{label}」に答えた"),
            What::Answered => format!("「{label}」に答えていない"),
            What::Value(value) => format!("「{label}」が「{}」{how}", told(value)),
            What::Whole(n) => format!("「{label}」が{n}{how}"),
            What::Day(day) => format!("「{label}」が{day}{how}"),
        }
    }
}

/// `key in ["a", "b"]`: any of these values.
fn one_of(text: &str) -> Option<Vec<Statement>> {
    let (key, values) = text.strip_suffix(']')?.split_once(" in [")?;
    let of = |value: &str| Some(Statement { key: key.to_owned(), test: Test::Is, what: What::Value(unquoted(value)?) });
    values.split(", ").map(of).collect()
}

fn statement(text: &str, asked: &[Asked]) -> Option<Statement> {
    let said = |key: &str, test, what| Some(Statement { key: key.to_owned(), test, what });
    if let Some(inner) = text.strip_prefix("!(").and_then(|t| t.strip_suffix(')')) {
        let (value, key) = inner.split_once(" in ")?;
        return said(key, Test::IsNot, What::Value(unquoted(value)?));
    }
    if let Some((value, key)) = text.split_once(" in ") {
        return said(key, Test::Is, What::Value(unquoted(value)?));
    }
    let found = Test::ORDERED.iter().find_map(|test| {
        let (key, value) = text.split_once(&format!(" {} ", test.sign()))?;
        Some((*test, key, value))
    });
    let (test, key, value) = found?;
    let sort = &asked.iter().find(|q| q.key == key)?.sort;
    match (value, test, sort) {
        ("null", Test::IsNot, _) => said(key, Test::Is, What::Answered),
        ("null", Test::Is, _) => said(key, Test::IsNot, What::Answered),
        (value, _, Sort::OneOf) => said(key, test, What::Value(unquoted(value)?)),
        (value, _, Sort::Day) => said(key, test, What::Day(unquoted(value)?)),
        (value, _, Sort::Whole) => said(key, test, What::Whole(value.parse().ok()?)),
        _ => None,
    }
}

fn unquoted(text: &str) -> Option<String> {
    text.strip_prefix('"')?.strip_suffix('"').map(str::to_owned)
}

/// The questions that stand before the page at `page`, which conditions may look at.
pub(super) fn asked_before(document: &Document, page: &str) -> Vec<Asked> {
    let here = (0..document.count("page")).position(|n| format!("page.{n}") == page);
    let mut found = Vec::new();
    for n in 0..here.unwrap_or_default() {
        for at in 0..document.count(&format!("page.{n}.question")) {
            found.extend(asked(document, &format!("page.{n}.question.{at}")));
        }
    }
    found
}

fn asked(document: &Document, path: &str) -> Option<Asked> {
    let sort = match document.string(&format!("{path}.type")) {
        "note" | "" => return None,
        "choice" => Sort::OneOf,
        "choices" => Sort::SomeOf,
        "number" | "yen" => Sort::Whole,
        "date" | "birth_date" => Sort::Day,
        _ => Sort::Other,
    };
    let key = document.string(&format!("{path}.key")).to_owned();
    let words = |path: String| web::texts::plain(&document.text(&path).ja);
    let label = words(format!("{path}.label"));
    let values = (0..document.count(&format!("{path}.options"))).map(|n| {
        let option = format!("{path}.options.{n}");
        (document.string(&format!("{option}.value")).to_owned(), words(format!("{option}.label")))
    });
    let plain = |(value, _): &(String, String)| !value.is_empty() && !value.contains(['"', '\\']);
    let values = values.filter(plain).collect();
    (crate::forms::wrong_key(&key).is_none()).then_some(Asked { key, label, sort, values })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn questions() -> Vec<Asked> {
        let of = |key: &str, sort, values: &[&str]| Asked {
            key: key.to_owned(),
            label: key.to_owned(),
            sort,
            values: values.iter().map(|v| ((*v).to_owned(), (*v).to_owned())).collect(),
        };
        vec![
            of("who", Sort::OneOf, &["self", "other"]),
            of("wish", Sort::SomeOf, &["sell", "let"]),
            of("count", Sort::Whole, &[]),
            of("moved_on", Sort::Day, &[]),
            of("name", Sort::Other, &[]),
        ]
    }

    #[test]
    fn what_towns_write_is_read_as_a_choice() {
        for (text, count, join) in [
            ("who == \"other\"", 1, Join::All),
            ("who != \"self\" && count >= 2", 2, Join::All),
            ("\"sell\" in wish || \"let\" in wish", 2, Join::Any),
            ("!(\"sell\" in wish)", 1, Join::All),
            ("name != null", 1, Join::All),
            ("who in [\"self\", \"other\"]", 2, Join::Any),
            ("moved_on >= \"2026-04-01\"", 1, Join::All),
        ] {
            let chosen = Chosen::read(text, &questions()).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((chosen.statements.len(), chosen.join), (count, join), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_chosen_stays_written() {
        for text in [
            "",
            "who in [\"self\"]",
            "who in [\"self\", \"gone\"]",
            "who == \"self\" || who == \"other\"",
            "who == \"gone\"",
            "later == \"x\"",
            "who == \"self\" && (count >= 2 || name != null)",
            "who == \"self\" && count >= 2 || name != null",
            "who  == \"self\"",
            "count >= 02",
            "age(moved_on, today) < 3",
            "size(wish) >= 2",
        ] {
            assert_eq!(Chosen::read(text, &questions()), None, "{text}");
        }
    }

    fn any_statement() -> impl Strategy<Value = Statement> {
        let test = prop::sample::select(Test::ALL.map(|(test, ..)| test).to_vec());
        let what = prop_oneof![
            Just(What::Answered),
            prop::sample::select(vec!["self", "other", "sell", "let"]).prop_map(|v| What::Value(v.to_owned())),
            any::<i64>().prop_map(What::Whole),
            Just(What::Day("2026-04-01".to_owned())),
        ];
        let key = prop::sample::select(questions().into_iter().map(|q| q.key).collect::<Vec<_>>());
        (key, test, what).prop_map(|(key, test, what)| Statement { key, test, what })
    }

    proptest! {
        #[test]
        fn whatever_is_chosen_is_read_back_as_it_was(
            any in any::<bool>(),
            statements in prop::collection::vec(any_statement(), 1..5),
        ) {
            let join = if any && statements.len() > 1 { Join::Any } else { Join::All };
            let chosen = Chosen { join, statements };
            if let Some(text) = chosen.write(&questions()) {
                prop_assert_eq!(Chosen::read(&text, &questions()), Some(chosen));
            }
        }

        #[test]
        fn no_text_is_read_as_something_else(text in "[a-z\"!=<>&|() 0-9]{0,40}") {
            if let Some(chosen) = Chosen::read(&text, &questions()) {
                prop_assert_eq!(chosen.write(&questions()), Some(text));
            }
        }
    }
}

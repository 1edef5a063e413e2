//! The kind of answer, with the settings that belong to it and no others.

use crate::forms::field::{MAX_LONG_TEXT, MAX_ROWS, MAX_TEXT};
use crate::forms::question::{Choice, FileKind, FileRule, Group, Kind};
use crate::forms::written::{WrittenKind, WrittenQuestion};

use serde::Deserialize;
use serde::de::value::StrDeserializer;

use super::Reader;

/// Most choices of one question.
const MAX_OPTIONS: usize = 60;
/// Bytes of a megabyte as people count them.
const MEGABYTE: u64 = 1_000_000;

/// The settings that a question may carry, beside those of all questions.
const SETTINGS: [&str; 9] = ["options", "min", "max", "unit", "max_chars", "max_megabytes", "kinds", "days", "row"];

impl Reader<'_> {
    pub(super) fn kind(&mut self, path: &str, written: &WrittenQuestion) -> Kind {
        self.only_what_fits(path, written);
        match written.kind {
            WrittenKind::Name => Kind::Name,
            WrittenKind::Kana => Kind::Kana,
            WrittenKind::Address => Kind::Address,
            WrittenKind::Date => Kind::Date(written.days.unwrap_or_default()),
            WrittenKind::BirthDate => Kind::BirthDate,
            WrittenKind::Phone => Kind::Phone,
            WrittenKind::Email => Kind::Email,
            WrittenKind::BankAccount => Kind::BankAccount,
            WrittenKind::Choice => Kind::Choice(self.options(path, written)),
            WrittenKind::Choices => self.choices(path, written),
            WrittenKind::Text => Kind::Text { max_chars: self.chars(path, written, 100, MAX_TEXT) },
            WrittenKind::LongText => Kind::LongText { max_chars: self.chars(path, written, 500, MAX_LONG_TEXT) },
            WrittenKind::Number => self.number(path, written),
            WrittenKind::Yen => {
                let (min, max) = self.range(path, written, 0, 9_999_999_999);
                Kind::Yen { min, max }
            }
            WrittenKind::File => self.file(path, written),
            WrittenKind::Group => self.group(path, written),
            WrittenKind::Consent => Kind::Consent,
            WrittenKind::PersonOfHousehold => {
                let (min, max) = self.counts(path, written, 1, 20, 30);
                Kind::PersonOfHousehold { min, max }
            }
            WrittenKind::Note => Kind::Note,
        }
    }

    fn only_what_fits(&mut self, path: &str, written: &WrittenQuestion) {
        let set = [
            written.options.is_some(),
            written.min.is_some(),
            written.max.is_some(),
            written.unit.is_some(),
            written.max_chars.is_some(),
            written.max_megabytes.is_some(),
            written.kinds.is_some(),
            written.days.is_some(),
            false, // `row` is answered where rows are read
        ];
        let fitting = settings_of(written.kind);
        for (name, is_set) in SETTINGS.into_iter().zip(set) {
            if is_set && !fitting.contains(&name) {
                self.wrong(&format!("{path}.{name}"), format!("この種類の質問に「{name}」は使えません"));
            }
        }
        if written.kind == WrittenKind::Note && (written.required.is_some() || written.valid.is_some()) {
            self.wrong(path, "note は読むだけのものなので、required と valid は書けません");
        }
    }

    fn options(&mut self, path: &str, written: &WrittenQuestion) -> Vec<Choice> {
        let options = written.options.clone().unwrap_or_default();
        if options.len() < 2 || options.len() > MAX_OPTIONS {
            self.wrong(path, format!("選択肢（options）は2つから{MAX_OPTIONS}までにしてください"));
        }
        for (at, option) in options.iter().enumerate() {
            let path = format!("{path}.options.{at}");
            self.key(&path, &option.value);
            self.text(&path, &option.label);
            if let Some(hint) = &option.hint {
                self.text(&path, hint);
            }
            if options[..at].iter().any(|other| other.value == option.value) {
                self.wrong(&path, format!("選択肢「{}」が二度あります", option.value));
            }
        }
        options
    }

    fn choices(&mut self, path: &str, written: &WrittenQuestion) -> Kind {
        let options = self.options(path, written);
        let least = usize::from(written.required.unwrap_or(true));
        let (min, max) = self.counts(path, written, least, options.len(), options.len());
        Kind::Choices { options, min, max }
    }

    fn chars(&mut self, path: &str, written: &WrittenQuestion, usual: usize, most: usize) -> usize {
        let chars = written.max_chars.map_or(usual, usize::from);
        if chars == 0 || chars > most {
            self.wrong(&format!("{path}.max_chars"), format!("文字数は1から{most}までにしてください"));
        }
        chars
    }

    fn number(&mut self, path: &str, written: &WrittenQuestion) -> Kind {
        let (min, max) = self.range(path, written, 0, 999_999_999);
        if let Some(unit) = &written.unit {
            self.text(&format!("{path}.unit"), unit);
        }
        Kind::Number { min, max, unit: written.unit.clone() }
    }

    fn range(&mut self, path: &str, written: &WrittenQuestion, low: i64, high: i64) -> (i64, i64) {
        let (min, max) = (written.min.unwrap_or(low), written.max.unwrap_or(high));
        if min > max {
            self.wrong(&format!("{path}.min"), "min が max より大きくなっています");
        }
        (min, max)
    }

    fn counts(
        &mut self,
        path: &str,
        written: &WrittenQuestion,
        low: usize,
        high: usize,
        most: usize,
    ) -> (usize, usize) {
        let count = |value: Option<i64>, usual: usize| match value {
            None => Some(usual),
            Some(n) => usize::try_from(n).ok(),
        };
        match (count(written.min, low), count(written.max, high)) {
            (Some(min), Some(max)) if min <= max && max <= most => (min, max),
            _ => {
                self.wrong(path, format!("min と max は 0 から {most} まで、min は max 以下にしてください"));
                (low, high)
            }
        }
    }

    fn file(&mut self, path: &str, written: &WrittenQuestion) -> Kind {
        let (_, max_count) = self.counts(path, written, 0, 1, 10);
        let megabytes = written.max_megabytes.unwrap_or(10);
        if megabytes == 0 || megabytes > 20 {
            self.wrong(&format!("{path}.max_megabytes"), "大きさは1から20メガバイトまでにしてください");
        }
        let kinds = written.kinds.clone().unwrap_or_else(|| vec![FileKind::Image, FileKind::Pdf]);
        if kinds.is_empty() {
            self.wrong(&format!("{path}.kinds"), "image か pdf を書いてください");
        }
        Kind::File(FileRule { max_count, max_bytes: u64::from(megabytes) * MEGABYTE, kinds })
    }

    fn group(&mut self, path: &str, written: &WrittenQuestion) -> Kind {
        let least = usize::from(written.required.unwrap_or(true));
        let (min, max) = self.counts(path, written, least, 10, MAX_ROWS);
        if written.row.as_ref().is_none_or(Vec::is_empty) {
            self.wrong(path, "くり返す質問がありません。[[page.question.row]] を書き足してください");
        }
        Kind::Group(Group { min, max, questions: Vec::new() })
    }
}

/// The settings that a kind may carry, by its word in a procedure file.
pub(crate) fn settings_of_word(word: &str) -> &'static [&'static str] {
    let kind = WrittenKind::deserialize(StrDeserializer::<serde::de::value::Error>::new(word));
    kind.map_or(&[], settings_of)
}

fn settings_of(kind: WrittenKind) -> &'static [&'static str] {
    match kind {
        WrittenKind::Choice => &["options"],
        WrittenKind::Choices => &["options", "min", "max"],
        WrittenKind::Text | WrittenKind::LongText => &["max_chars"],
        WrittenKind::Number => &["min", "max", "unit"],
        WrittenKind::Yen | WrittenKind::PersonOfHousehold => &["min", "max"],
        WrittenKind::File => &["max", "max_megabytes", "kinds"],
        WrittenKind::Group => &["min", "max", "row"],
        WrittenKind::Date => &["days"],
        _ => &[],
    }
}

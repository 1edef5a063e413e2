//! What stands between the last answer and the office: only one of its kind, and a second signature.

use crate::forms::definition::{Cosign, Form, Once, Per};
use crate::forms::question::Kind;
use crate::forms::written::{WrittenCosign, WrittenOnce};

use super::Reader;

/// Most questions that together tell two matters apart.
const MOST_ANSWERS: usize = 4;

impl Reader<'_> {
    pub(super) fn once(&mut self, written: &WrittenOnce, form: &Form) -> Option<Once> {
        let per = match written.per.as_str() {
            "household" => Per::Household,
            "applicant" => Per::Applicant,
            other => match other.strip_prefix("answer:") {
                Some(keys) => Per::Answers(self.told_apart_by(keys, form)),
                None => {
                    let message = "per は household、applicant、answer:質問の名前 のどれかです";
                    self.wrong("once", message);
                    return None;
                }
            },
        };
        Some(Once { per, every: written.every })
    }

    /// `answer:child_name+child_birth`: each a required question whose answers can be compared.
    fn told_apart_by(&mut self, keys: &str, form: &Form) -> Vec<String> {
        let keys: Vec<String> = keys.split('+').map(|key| key.trim().to_owned()).collect();
        if keys.len() > MOST_ANSWERS {
            self.wrong("once", format!("answer: に書ける質問は{MOST_ANSWERS}つまでです"));
        }
        for key in &keys {
            match form.question(key) {
                None => self.wrong("once", format!("「{key}」という質問はありません")),
                Some(question) if !is_comparable(&question.kind) => {
                    self.wrong("once", format!("「{key}」の答えは、同じかどうかをくらべられません"));
                }
                Some(question) if !question.required => {
                    self.wrong("once", format!("「{key}」は、必ず答える質問（required）にしてください"));
                }
                Some(_) => {}
            }
        }
        keys
    }

    /// Its condition may look at every question of the form.
    pub(super) fn cosign(&mut self, written: WrittenCosign) -> Cosign {
        self.text("cosign.who", &written.who);
        let when = self.when("cosign.when", written.when.as_deref());
        Cosign { who: written.who, when, required: written.required.unwrap_or(true) }
    }
}

const fn is_comparable(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Name
            | Kind::Kana
            | Kind::Address
            | Kind::Date(_)
            | Kind::BirthDate
            | Kind::Phone
            | Kind::Email
            | Kind::Choice(_)
            | Kind::Text { .. }
            | Kind::Number { .. }
    )
}

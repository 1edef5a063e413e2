//! Answers in words: for 「内容を確かめてください」, for the officer, and what a correction changed.

use super::answers::Answers;
use super::definition::Form;
use super::field;
use super::texts::Text;

/// One line of the page on which answers are checked.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryRow {
    /// Key of the page on which it can be changed.
    pub page: String,
    /// Key of the question.
    pub question: String,
    /// The question.
    pub label: Text,
    /// The answer in words, several lines for several things; `None` when not answered.
    pub value: Option<Text>,
}

/// What a correction changed in one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Key of the question.
    pub question: String,
    /// The question.
    pub label: Text,
    /// Before; `None` when it was not answered or not asked.
    pub before: Option<Text>,
    /// After.
    pub after: Option<Text>,
}

impl Form {
    /// Every question that is asked, with its answer, in the order of the form.
    pub fn summary(&self, answers: &Answers) -> Vec<SummaryRow> {
        let mut rows = Vec::new();
        for shown in self.pages_shown(answers) {
            for question in shown.questions.iter().filter(|q| q.is_answerable()) {
                let answer = answers.get(&question.key).filter(|a| a.fits(&question.kind));
                rows.push(SummaryRow {
                    page: shown.page.key.clone(),
                    question: question.key.clone(),
                    label: question.label.clone(),
                    value: answer.map(|answer| field::say(&question.kind, answer)),
                });
            }
        }
        rows
    }

    /// What differs between two sets of answers, of what each of them was asked.
    pub fn diff(&self, before: &Answers, after: &Answers) -> Vec<Change> {
        let (before, after) = (self.settle(before).answers, self.settle(after).answers);
        self.questions()
            .filter(|(_, question)| before.get(&question.key) != after.get(&question.key))
            .map(|(_, question)| {
                let said = |answers: &Answers| answers.get(&question.key).map(|a| field::say(&question.kind, a));
                Change {
                    question: question.key.clone(),
                    label: question.label.clone(),
                    before: said(&before),
                    after: said(&after),
                }
            })
            .collect()
    }
}

//! The way through a form: which pages are shown, which comes next, what is still missing.
//!
//! One pass from the first page to the last decides everything: a question that is not shown is
//! `null` for all conditions after it, whatever was answered there before. So an answer that became
//! hidden never influences anything, and it is dropped when the form is sent.

use kernel::Date;

use super::answers::{Answer, Answers};
use super::condition::{Condition, Facts, Known};
use super::definition::{Form, Page};
use super::error::FieldError;
use super::field;
use super::question::Question;

/// A page that is shown, with those of its questions that are asked.
#[derive(Debug, Clone)]
pub struct ShownPage<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its questions that are asked.
    pub questions: Vec<&'a Question>,
}

/// Something that stands in the way of sending.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// Key of the page to go to.
    pub page: String,
    /// Key of the question.
    pub question: String,
    /// What to say.
    pub error: FieldError,
}

/// The answers as they are sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settled {
    /// The answers to the questions that were asked.
    pub answers: Answers,
    /// Keys of answers left out because their question was not asked.
    pub dropped: Vec<String>,
}

impl Form {
    /// The pages that are shown for these answers, in order.
    pub fn pages_shown(&self, answers: &Answers) -> Vec<ShownPage<'_>> {
        self.walk(answers).0
    }

    /// The page after `current`; `None` when the answers can be checked. From a page that is not
    /// shown (any more) it leads to the first shown page behind its place.
    pub fn next_page(&self, answers: &Answers, current: &str) -> Option<&Page> {
        let here = self.place(current)?;
        let shown = self.pages_shown(answers);
        shown.into_iter().map(|s| s.page).find(|page| self.place(&page.key) > Some(here))
    }

    /// The page before `current`.
    pub fn previous_page(&self, answers: &Answers, current: &str) -> Option<&Page> {
        let here = self.place(current)?;
        let shown = self.pages_shown(answers);
        shown.into_iter().rev().map(|s| s.page).find(|page| self.place(&page.key) < Some(here))
    }

    /// Where `current` stands among the shown pages: (2, 7) is the second of seven.
    pub fn step(&self, answers: &Answers, current: &str) -> Option<(usize, usize)> {
        let shown = self.pages_shown(answers);
        let at = shown.iter().position(|s| s.page.key == current)?;
        Some((at + 1, shown.len()))
    }

    /// The first page on which something is still missing: where to go on after a pause.
    pub fn first_open_page(&self, answers: &Answers, today: Date) -> Option<&Page> {
        let missing = self.check_complete(answers, today);
        missing.first().and_then(|missing| self.page(&missing.page))
    }

    /// The answers without those whose question is not asked, and which those were.
    pub fn settle(&self, answers: &Answers) -> Settled {
        let mut settled = Settled::default();
        let shown = self.pages_shown(answers);
        for (key, answer) in answers.iter() {
            let asked = shown.iter().flat_map(|s| &s.questions).any(|q| q.key == *key && q.is_answerable());
            if asked {
                settled.answers.set(key, answer.clone());
            } else {
                settled.dropped.push(key.clone());
            }
        }
        settled
    }

    /// What stands in the way of sending, in the order of the pages: required questions without an
    /// answer, answers that no longer hold (a day that has passed).
    pub fn check_complete(&self, answers: &Answers, today: Date) -> Vec<Missing> {
        let (shown, mut facts) = self.walk(answers);
        facts.set("today", Known::day(today));
        let mut missing = Vec::new();
        for shown_page in &shown {
            for question in &shown_page.questions {
                for error in open_points(question, answers.get(&question.key), &facts, today) {
                    missing.push(Missing { page: shown_page.page.key.clone(), question: question.key.clone(), error });
                }
            }
        }
        missing
    }

    /// Whether a condition holds after the last page.
    pub fn holds(&self, condition: &Condition, answers: &Answers) -> bool {
        condition.holds(&self.walk(answers).1)
    }

    /// The shown pages and everything that conditions may see after the last of them.
    fn walk(&self, answers: &Answers) -> (Vec<ShownPage<'_>>, Facts) {
        walk(&self.pages, answers)
    }

    /// Everything that conditions may see after `page`.
    pub(super) fn facts_after(&self, page: &Page, answers: &Answers) -> Facts {
        let end = self.place(&page.key).map_or(0, |at| at + 1);
        walk(&self.pages[..end], answers).1
    }

    fn place(&self, page: &str) -> Option<usize> {
        self.pages.iter().position(|p| p.key == page)
    }
}

fn walk<'a>(pages: &'a [Page], answers: &Answers) -> (Vec<ShownPage<'a>>, Facts) {
    let mut facts = Facts::default();
    let mut shown = Vec::new();
    for page in pages {
        if page.when.as_ref().is_some_and(|when| !when.holds(&facts)) {
            continue;
        }
        let questions: Vec<&Question> =
            page.questions.iter().filter(|q| q.when.as_ref().is_none_or(|when| when.holds(&facts))).collect();
        for question in &questions {
            if let Some(answer) = answers.get(&question.key).filter(|a| a.fits(&question.kind)) {
                facts.set(&question.key, answer.known(&question.kind));
            }
        }
        if !questions.is_empty() {
            shown.push(ShownPage { page, questions });
        }
    }
    (shown, facts)
}

fn open_points(question: &Question, answer: Option<&Answer>, facts: &Facts, today: Date) -> Vec<FieldError> {
    if !question.is_answerable() {
        return Vec::new();
    }
    let Some(answer) = answer.filter(|answer| answer.fits(&question.kind)) else {
        let missing = question.required.then(|| FieldError::unanswered(question, &question.key));
        return missing.into_iter().collect();
    };
    let errors = field::recheck(question, answer, today);
    if errors.is_empty() { broken_rule(question, facts).into_iter().collect() } else { errors }
}

/// The town's own rule on the answer, when it is decided and does not hold. A rule that cannot be
/// decided (it needs a question that was not answered) stops nobody.
pub(super) fn broken_rule(question: &Question, facts: &Facts) -> Option<FieldError> {
    let rule = question.valid.as_ref()?;
    (rule.condition.decide(facts) == Some(false)).then(|| FieldError::by_town(question, &question.key, &rule.message))
}

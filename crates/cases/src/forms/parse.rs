//! Reading a page that was sent.

use super::answers::{Answer, Answers};
use super::condition::{Facts, Known};
use super::definition::{Form, Page};
use super::error::FieldError;
use super::field::{self, Inputs, Posted, Situation};
use super::question::{Kind, Prefill, Question};
use super::walk::broken_rule;

impl Form {
    /// All answers after this page was sent, or everything to mend on it. Answers of other pages stay
    /// as they are; a question of this page that was left empty loses its earlier answer.
    ///
    /// On errors the page is shown again with what was sent: nothing that was typed is lost.
    ///
    /// # Errors
    /// One error for each input to mend, in the order of the page.
    pub fn parse_page(
        &self,
        page: &Page,
        posted: &Posted<'_>,
        earlier: &Answers,
        situation: Situation<'_>,
    ) -> Result<Answers, Vec<FieldError>> {
        let mut answers = earlier.clone();
        let mut errors = Vec::new();
        let asked = self.asked(page, earlier);
        for question in &asked {
            let before = earlier.get(&question.key);
            match field::read(question, &question.key, posted, before, situation) {
                Ok(Some(answer)) => answers.set(&question.key, answer),
                Ok(None) => drop(answers.remove(&question.key)),
                Err(wrong) => errors.extend(wrong),
            }
        }
        if errors.is_empty() {
            let facts = self.facts_on(page, &answers, situation);
            errors.extend(asked.iter().filter_map(|q| self.rule_of(q, &answers, &facts)));
        }
        if errors.is_empty() { Ok(answers) } else { Err(errors) }
    }

    /// What the inputs of a page hold before anything is typed.
    pub fn inputs(&self, page: &Page, answers: &Answers) -> Inputs {
        let mut inputs = Inputs::default();
        for question in &page.questions {
            if let Some(answer) = answers.get(&question.key).filter(|a| a.fits(&question.kind)) {
                field::put(&mut inputs, &question.key, answer);
            }
        }
        inputs
    }

    /// The questions of a page that are asked after these answers.
    pub fn asked<'a>(&'a self, page: &Page, answers: &Answers) -> Vec<&'a Question> {
        let shown = self.pages_shown(answers);
        shown.into_iter().find(|s| s.page.key == page.key).map(|s| s.questions).unwrap_or_default()
    }

    fn rule_of(&self, question: &Question, answers: &Answers, facts: &Facts) -> Option<FieldError> {
        answers.get(&question.key)?;
        let mut error = broken_rule(question, facts)?;
        error.field = field::first_input(question, &question.key);
        Some(error)
    }

    /// What a rule on this page may see: everything up to this page, and the day.
    fn facts_on(&self, page: &Page, answers: &Answers, situation: Situation<'_>) -> Facts {
        let mut facts = self.facts_after(page, answers);
        facts.set("today", Known::day(situation.today));
        facts
    }
}

/// What the register and the account know of the applicant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prefills {
    /// Name.
    pub name: Option<kernel::PersonName>,
    /// Reading of the name.
    pub kana: Option<kernel::Furigana>,
    /// Birth date.
    pub birth_date: Option<kernel::Date>,
    /// Address.
    pub address: Option<kernel::Address>,
    /// Telephone.
    pub phone: Option<kernel::Phone>,
    /// E-mail.
    pub email: Option<kernel::Email>,
    /// Everybody of the household.
    pub members: Vec<Prefills>,
    /// The same without the applicant.
    pub others: Vec<Prefills>,
}

impl Form {
    /// Fills what is known into questions that have no answer yet; returns their keys. What is not
    /// known stays empty and can be typed: a register that cannot be asked stops nobody.
    pub fn prefill(&self, answers: &mut Answers, known: &Prefills) -> Vec<String> {
        let mut filled = Vec::new();
        for (_, question) in self.questions() {
            let Some(answer) = question.prefill.and_then(|prefill| known.answer(prefill, &question.kind)) else {
                continue;
            };
            if answers.get(&question.key).is_none() {
                answers.set(&question.key, answer);
                filled.push(question.key.clone());
            }
        }
        filled
    }
}

impl Prefills {
    fn answer(&self, prefill: Prefill, kind: &Kind) -> Option<Answer> {
        match prefill {
            Prefill::Name => self.name.clone().map(Answer::Name),
            Prefill::Kana => self.kana.clone().map(Answer::Kana),
            Prefill::BirthDate => self.birth_date.map(Answer::Date),
            Prefill::Address => self.address.clone().map(Answer::Address),
            Prefill::Phone => self.phone.clone().map(Answer::Phone),
            Prefill::Email => self.email.clone().map(Answer::Email),
            Prefill::Members => rows(&self.members, kind),
            Prefill::Others => rows(&self.others, kind),
        }
    }
}

/// A row for each person, with what the row asks and is known; no more than the group takes.
fn rows(people: &[Prefills], kind: &Kind) -> Option<Answer> {
    let Kind::Group(group) = kind else { return None };
    let row = |person: &Prefills| -> Answers {
        let known = |q: &Question| Some((q.key.clone(), person.answer(q.prefill?, &q.kind)?));
        group.questions.iter().filter_map(known).collect()
    };
    let rows: Vec<Answers> = people.iter().take(group.max).map(row).collect();
    (!rows.is_empty()).then_some(Answer::Group(rows))
}

//! The answers as they ride in the address of the page: `born=2026-12-01&child=first`. Only days, whole
//! numbers and choices from the town's own list; nothing that names a person can be asked.

use super::book::Event;
use super::counted::GuideListId;
use cases::forms::{Answer, Answers, FieldError, Form, Kind, Page, Posted, Question, Situation};
use kernel::Date;
use web::Fields;

/// The page that was just answered.
pub(super) const ASKED: &str = "asked";
/// The page to answer anew.
pub(super) const AT: &str = "at";
/// Names in the address that no question may take.
pub(super) const RESERVED: [&str; 4] = [ASKED, AT, LIST, "lang"];
/// The number by which a list is counted.
pub(super) const LIST: &str = "list";

/// Whether the guide may ask for such an answer.
pub(super) const fn fits(kind: &Kind) -> bool {
    matches!(kind, Kind::Date(_) | Kind::Choice(_) | Kind::Choices { .. } | Kind::Number { .. })
}

/// What has been answered, and which questions were passed over.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub answers: Answers,
    /// The number of the list that is shown, where it has one.
    pub list: Option<GuideListId>,
    answered: Vec<String>,
}

impl Told {
    /// Reads an address. What is not an answer to its question was not answered.
    pub(super) fn read(event: &Event, fields: &Fields) -> Self {
        let mut told = Self { list: fields.text(LIST).parse().ok(), ..Self::default() };
        for (_, question) in event.questions.form().questions().filter(|(_, q)| fields.has(&q.key)) {
            match one(question, &fields.all(&question.key)) {
                Some(answer) => {
                    told.answers.set(&question.key, answer);
                    told.answered.push(question.key.clone());
                }
                None if !question.required && fields.text(&question.key).is_empty() => {
                    told.answered.push(question.key.clone());
                }
                None => {}
            }
        }
        told
    }

    /// With what a page sent, or what is to be mended on it.
    pub(super) fn with_page(
        mut self,
        form: &Form,
        page: &Page,
        fields: &Fields,
        today: Date,
    ) -> Result<Self, Vec<FieldError>> {
        for question in &page.questions {
            self.answers.remove(&question.key);
        }
        let values = |name: &str| if fields.has(name) { fields.all(name) } else { fields.all(&name.replace('.', "-")) };
        let situation = Situation { today, household: &[] };
        self.answers = form.parse_page(page, &Posted::without_files(&values), &self.answers, situation)?;
        self.answered.extend(page.questions.iter().map(|q| q.key.clone()));
        Ok(self)
    }

    /// The first page that is shown and not answered.
    pub(super) fn open_page<'f>(&self, form: &'f Form) -> Option<&'f Page> {
        let open = |q: &&Question| q.is_answerable() && !self.answered.contains(&q.key);
        form.pages_shown(&self.answers).into_iter().find(|s| s.questions.iter().any(open)).map(|s| s.page)
    }

    /// Name and value of each answer to a question that is shown, but for those of `except`.
    pub(super) fn pairs(&self, form: &Form, except: Option<&Page>) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for shown in form.pages_shown(&self.answers) {
            if except.is_some_and(|page| page.key == shown.page.key) {
                continue;
            }
            for question in shown.questions.into_iter().filter(|q| self.answered.contains(&q.key)) {
                let value = self.answers.get(&question.key).map(value).unwrap_or_default();
                pairs.push((question.key.clone(), value));
            }
        }
        pairs
    }

    /// The address of the page with these answers.
    pub(super) fn path(&self, event: &Event, tail: &str) -> String {
        let pairs = self.pairs(event.questions.form(), None);
        let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        match query.is_empty() {
            true => format!("/guide/{}{tail}", event.key),
            false => format!("/guide/{}{tail}?{}", event.key, query.join("&")),
        }
    }

    /// The address of the list that was just made.
    pub(super) fn path_of_list(&self, event: &Event, list: Option<GuideListId>) -> String {
        let path = self.path(event, "");
        let join = if path.contains('?') { '&' } else { '?' };
        list.map_or(path.clone(), |list| format!("{path}{join}{LIST}={list}"))
    }

    /// The address at which one page is answered anew.
    pub(super) fn path_at(&self, event: &Event, page: &Page) -> String {
        let path = self.path(event, "");
        let join = if path.contains('?') { '&' } else { '?' };
        format!("{path}{join}{AT}={}", page.key)
    }
}

/// An answer in the address: signs that need no escaping.
fn value(answer: &Answer) -> String {
    match answer {
        Answer::Date(day) => day.to_string(),
        Answer::Choice(value) => value.clone(),
        Answer::Choices(values) => values.join(","),
        Answer::Number(n) => n.to_string(),
        _ => String::new(),
    }
}

fn one(question: &Question, values: &[String]) -> Option<Answer> {
    let first = values.first()?;
    match &question.kind {
        Kind::Date(_) => first.parse().ok().filter(|_| first.len() == 10).map(Answer::Date),
        Kind::Choice(options) => options.iter().any(|o| o.value == *first).then(|| Answer::Choice(first.clone())),
        Kind::Choices { options, min, .. } => {
            let given: Vec<&str> = values.iter().flat_map(|v| v.split(',')).collect();
            let chosen: Vec<String> =
                options.iter().filter(|o| given.contains(&o.value.as_str())).map(|o| o.value.clone()).collect();
            (chosen.len() >= (*min).max(1)).then_some(Answer::Choices(chosen))
        }
        Kind::Number { min, max, .. } => first.parse().ok().filter(|n| (*min..=*max).contains(n)).map(Answer::Number),
        _ => None,
    }
}

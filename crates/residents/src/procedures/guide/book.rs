//! What the town's guide says, once its files have been read and found sound.

use cases::forms::{Answer, Answers, Condition, Questions, Text};
use kernel::office_days::FirstDay;
use kernel::period::{ClosedDay, Due, Length, last_day};
use kernel::{Date, OfficeCalendar};

/// All turns of life, in the order in which they are offered.
#[derive(Debug, Clone, Default)]
pub(crate) struct GuideBook(pub(super) Vec<Event>);

impl GuideBook {
    /// All, in their order.
    pub(crate) fn events(&self) -> &[Event] {
        &self.0
    }

    /// The one with this key.
    pub(crate) fn event(&self, key: &str) -> Option<&Event> {
        self.0.iter().find(|event| event.key == key)
    }
}

/// A turn of life.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Name in data and addresses.
    pub key: String,
    /// Where it stands.
    pub order: u16,
    /// 「子どもが生まれた」
    pub title: Text,
    /// One or two sentences.
    pub summary: Text,
    /// Other words by which people look for it.
    pub words: Vec<String>,
    /// The question that asks for the day of the event.
    pub date: Option<String>,
    /// Whether the list also says what can be done from afar.
    pub afar: bool,
    /// Whether every statement has been confirmed by the town.
    pub verified: bool,
    /// What is asked.
    pub questions: Questions,
    /// What is to be done.
    pub steps: Vec<Step>,
}

/// Things done at one time.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// 「まず、届け出」
    pub title: Text,
    /// In the order to do them.
    pub items: Vec<Item>,
}

/// One procedure of a list.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Key of the procedure.
    pub procedure: String,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// Why, in words.
    pub why: Text,
    /// Until when, where no day follows from the event.
    pub by: Option<Text>,
    /// What follows when it is late.
    pub late: Option<Text>,
    /// The law behind it, where the rule does not say.
    pub basis: Option<String>,
    /// How the day follows from the event.
    pub rule: Option<Rule>,
}

/// How the last day follows from the day of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// How long; without it the day of the event itself is the last.
    pub length: Option<Length>,
    /// Whether the day of the event is counted.
    pub first_day: FirstDay,
    /// What a closed last day changes.
    pub closed: ClosedDay,
    /// The law that gives the period.
    pub basis: String,
    /// The law that moves its end.
    pub closed_basis: Option<String>,
    /// Whether 児童手当 is paid from the month after the event when it is kept.
    pub pays_from_event: bool,
}

impl Rule {
    /// Until when, for an event on this day.
    pub(crate) fn due(&self, event: Date, office: &OfficeCalendar) -> Due {
        let counted = self.length.map_or(event, |length| last_day(event, length, self.first_day));
        office.due(counted, self.closed)
    }
}

impl Event {
    /// The day of the event, when it was answered.
    pub(crate) fn day(&self, answers: &Answers) -> Option<Date> {
        match answers.get(self.date.as_ref()?) {
            Some(Answer::Date(day)) => Some(*day),
            _ => None,
        }
    }

    /// Every item with its place in the file.
    pub(crate) fn items(&self) -> impl Iterator<Item = &Item> {
        self.steps.iter().flat_map(|step| &step.items)
    }
}

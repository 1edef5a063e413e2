//! The list that follows from the answers: pure, the same for every way in which it is shown.

use super::book::{Event, Item, Step};
use cases::forms::{Answers, Catalogue, Procedure, Text};
use kernel::period::{Due, child_allowance_from};
use kernel::{Date, OfficeCalendar};

/// One procedure to be done.
pub(super) struct Line<'a> {
    pub item: &'a Item,
    pub procedure: &'a Procedure,
    /// Until when, where it follows from the event.
    pub due: Option<Due>,
    /// The first month for which money is paid when it is done in time.
    pub paid_from: Option<Date>,
}

/// The steps with what is to be done in each; a step with nothing to do is left out.
pub(super) struct List<'a> {
    pub steps: Vec<(&'a Step, Vec<Line<'a>>)>,
}

/// What is brought along, and for which procedures.
pub(super) struct Bring<'a> {
    pub thing: &'a Text,
    pub procedures: Vec<&'a Text>,
}

/// What the answers ask for. A procedure that the town does not offer today is left out, and one that
/// two conditions ask for is named once.
pub(super) fn work_out<'a>(
    event: &'a Event,
    answers: &Answers,
    catalogue: &'a Catalogue,
    office: &OfficeCalendar,
    today: Date,
) -> List<'a> {
    let (day, form) = (event.day(answers), event.questions.form());
    let mut named: Vec<&str> = Vec::new();
    let mut steps = Vec::new();
    for step in &event.steps {
        let mut lines = Vec::new();
        for item in &step.items {
            let asked_for = item.when.as_ref().is_none_or(|when| form.holds(when, answers));
            let Some(procedure) = catalogue.current(&item.procedure, today).filter(|_| asked_for) else { continue };
            if !named.contains(&item.procedure.as_str()) {
                named.push(&item.procedure);
                lines.push(line(item, procedure, day, office));
            }
        }
        if !lines.is_empty() {
            steps.push((step, lines));
        }
    }
    List { steps }
}

fn line<'a>(item: &'a Item, procedure: &'a Procedure, day: Option<Date>, office: &OfficeCalendar) -> Line<'a> {
    let due = day.and_then(|day| Some(item.rule.as_ref()?.due(day, office)));
    let pays = item.rule.as_ref().is_some_and(|rule| rule.pays_from_event);
    let paid_from = day.filter(|_| pays).map(|day| child_allowance_from(day, day));
    Line { item, procedure, due, paid_from }
}

impl<'a> List<'a> {
    /// Everything to do, in order.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        self.steps.iter().flat_map(|(_, lines)| lines)
    }

    /// Everything to bring, each thing once, in the order in which it is first needed.
    pub(super) fn bring(&self) -> Vec<Bring<'a>> {
        let mut all: Vec<Bring<'a>> = Vec::new();
        for line in self.lines() {
            let title = &line.procedure.guide.title;
            for thing in &line.procedure.guide.bring {
                match all.iter_mut().find(|known| known.thing.ja == thing.ja) {
                    Some(known) => known.procedures.push(title),
                    None => all.push(Bring { thing, procedures: vec![title] }),
                }
            }
        }
        all
    }
}

//! What the desk writes: one answer at a time, each a change of its own.

use super::error::PdcaError;
use super::lines::{self, DoEntry, NewStep, Origin};
use super::place::Place;
use super::records::{self, Cycle, DoneId, StepId, VoiceId};
use super::rules::{Action, Event, State};
use super::span::Span;
use crate::steering::tasks;
use kernel::Date;
use store::{Act, Deed, Tx};
use web::{House, SignedIn};

/// The longest text of an answer, in characters.
pub(crate) const LONGEST: usize = 800;
/// The longest line: a step, an entry of the log, a voice.
pub(crate) const LINE: usize = 200;

/// Which cycle an officer had on the screen, and in which version (0: not opened yet).
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) place: Place,
    pub(crate) version: i64,
}

/// An answer to one question.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Aim(String),
    /// Last year's words, unchanged.
    KeepAim,
    Changed(String),
    Budget(Option<i64>),
    Good(String),
    Failed(String),
    Action(Action, String),
    Next(String),
}

impl Answer {
    /// Whether it belongs to the look back.
    const fn is_check(&self) -> bool {
        matches!(self, Self::Good(_) | Self::Failed(_) | Self::Action(..) | Self::Next(_))
    }

    /// What it is called, when it is asked for once more.
    const fn name(&self) -> &'static str {
        match self {
            Self::Aim(_) | Self::KeepAim => "目ざすこと",
            Self::Changed(_) => "変わったこと",
            Self::Budget(_) => "予算",
            Self::Good(_) => "よかったこと",
            Self::Failed(_) => "うまくいかなかったこと",
            Self::Action(..) => "わけ",
            Self::Next(_) => "次に目ざすこと",
        }
    }

    fn words(&self) -> &str {
        match self {
            Self::Aim(w) | Self::Changed(w) | Self::Good(w) | Self::Failed(w) | Self::Action(_, w) | Self::Next(w) => w,
            Self::KeepAim | Self::Budget(_) => "-",
        }
    }
}

/// Asks that a text is there and not too long; `what` says what it is.
pub(crate) fn fits(field: &'static str, what: &str, words: &str, longest: usize) -> Result<(), PdcaError> {
    match words.chars().count() {
        0 => Err(PdcaError::mend(field, format!("{what}を書いてください"))),
        n if n > longest => {
            Err(PdcaError::mend(field, format!("{what}は、{longest}文字までで書いてください（いま{n}文字）")))
        }
        _ => Ok(()),
    }
}

/// Opens a cycle, empty.
async fn open(tx: &Tx, measure: &str, span: Span) -> Result<Cycle, store::StoreError> {
    let cycle = records::insert(tx, measure, span).await?;
    tx.record(Deed::new("plan.pdca_open").row("plan_cycle", cycle.id));
    Ok(cycle)
}

/// Takes over what the last cycle left for this one: its next aim, and the steps that were not done.
/// It waits until the desk begins to write: by then the last one is as far as it will be.
async fn carry_over(tx: &Tx, cycle: &mut Cycle) -> Result<(), store::StoreError> {
    cycle.carried = true;
    let Some(before) = records::before(tx, &cycle.measure, cycle.span).await? else { return Ok(()) };
    if cycle.said.aim.is_empty() {
        cycle.said.aim.clone_from(&before.said.next);
    }
    if before.said.action == Some(Action::Stop) {
        return Ok(());
    }
    for step in lines::steps(tx, before.id).await?.into_iter().filter(|s| s.done_on.is_none()) {
        let new = NewStep { words: step.words, owner: step.owner, due: None, origin: Origin::Before };
        if let Some(id) = lines::insert_step(tx, cycle.id, &new).await? {
            tx.record(Deed::new("plan.pdca_carry").row("plan_step", id));
        }
    }
    Ok(())
}

/// The cycle in the version that was seen; one that nobody has opened is opened now.
pub(crate) async fn take(tx: &Tx, seen: &Seen) -> Result<Cycle, PdcaError> {
    let (key, span) = (&seen.place.measure.key, seen.place.span);
    let mut cycle = match records::find(tx, key, span).await? {
        Some(cycle) if cycle.version == seen.version => cycle,
        None if seen.version == 0 => open(tx, key, span).await?,
        _ => return Err(PdcaError::Changed),
    };
    if !cycle.carried {
        carry_over(tx, &mut cycle).await?;
    }
    Ok(cycle)
}

/// Writes the cycle back and records the deed, which names it.
pub(crate) async fn keep(tx: &Tx, cycle: &Cycle, deed: Deed) -> Result<(), PdcaError> {
    if !records::update(tx, cycle).await? {
        return Err(PdcaError::Changed);
    }
    tx.record(deed.row("plan_cycle", cycle.id));
    Ok(())
}

/// Writes the cycle back in its new state, with the turn that led there.
pub(crate) async fn turn(
    tx: &Tx,
    cycle: &Cycle,
    event: Event,
    deed: Deed,
    said: &str,
    name: &str,
) -> Result<(), PdcaError> {
    if !records::update(tx, cycle).await? {
        return Err(PdcaError::Changed);
    }
    let row = records::insert_turn(tx, cycle, event, said, name).await?;
    tx.record(deed.row("plan_cycle", cycle.id).row("plan_turn", row));
    Ok(())
}

/// Writes an answer. The first answer of the look back begins it.
pub(crate) async fn answer(
    house: &House,
    act: &Act,
    who: &SignedIn,
    seen: Seen,
    answer: Answer,
) -> Result<(), PdcaError> {
    if !seen.place.may_write(who) {
        return Err(PdcaError::NotTheirs);
    }
    fits("words", answer.name(), answer.words(), LONGEST)?;
    let name = who.name.clone();
    let write = move |tx: Tx| async move {
        let mut cycle = take(&tx, &seen).await?;
        let begins = answer.is_check() && cycle.state == State::Running;
        let wanted = if answer.is_check() { State::Checking } else { State::Planning };
        if cycle.state != wanted && !begins {
            return Err(PdcaError::Changed);
        }
        apply(&tx, &mut cycle, answer).await?;
        if !begins {
            return keep(&tx, &cycle, Deed::new("plan.pdca_write")).await;
        }
        cycle.state = wanted;
        turn(&tx, &cycle, Event::BeginCheck, Deed::new(Event::BeginCheck.deed()), "", &name).await
    };
    house.db.write(act, write).await
}

async fn apply(tx: &Tx, cycle: &mut Cycle, answer: Answer) -> Result<(), PdcaError> {
    let said = &mut cycle.said;
    match answer {
        Answer::Changed(words) => said.changed = words,
        Answer::Budget(yen) => said.budget = yen,
        Answer::Good(words) => said.good = words,
        Answer::Failed(words) => said.failed = words,
        Answer::Next(words) => said.next = words,
        Answer::Action(action, reason) => {
            said.action = Some(action);
            said.reason = reason;
            if action == Action::Stop {
                said.next = String::new();
            }
        }
        Answer::Aim(_) | Answer::KeepAim => {
            let last = records::before(tx, &cycle.measure, cycle.span).await?.map(|b| b.said.aim);
            let last = last.filter(|aim| !aim.is_empty());
            let aim = match answer {
                Answer::Aim(words) => words,
                _ => last.clone().ok_or_else(|| PdcaError::mend("words", "前の年度の文がありません"))?,
            };
            // Last year's words are welcome, however they got there; then somebody says what is new.
            said.kept = last.is_some_and(|last| last == aim);
            said.aim = aim;
        }
    }
    Ok(())
}

/// What a desk does with the steps of its plan.
#[derive(Debug, Clone)]
pub(crate) enum StepChange {
    Add { words: String, owner: String, due: Option<Date> },
    Done(StepId, Option<Date>),
    Strike(StepId),
}

/// Changes the steps of a plan; they may change as long as the desk writes.
pub(crate) async fn step(
    house: &House,
    act: &Act,
    who: &SignedIn,
    seen: Seen,
    change: StepChange,
) -> Result<(), PdcaError> {
    if !seen.place.may_write(who) {
        return Err(PdcaError::NotTheirs);
    }
    if let StepChange::Add { words, owner, .. } = &change {
        fits("words", "すること", words, LINE)?;
        fits("owner", "だれが", owner, 60)?;
    }
    let write = move |tx: Tx| async move {
        let cycle = take(&tx, &seen).await?;
        if !cycle.state.is_open() {
            return Err(PdcaError::Changed);
        }
        let id = match change {
            StepChange::Add { words, owner, due } => {
                let new = NewStep { words, owner, due, origin: Origin::Desk };
                lines::insert_step(&tx, cycle.id, &new).await?
            }
            StepChange::Done(id, day) => lines::set_done(&tx, cycle.id, id, day).await?.then_some(id),
            StepChange::Strike(id) => lines::strike_step(&tx, cycle.id, id).await?.then_some(id),
        };
        let id = id.ok_or(PdcaError::Changed)?;
        keep(&tx, &cycle, Deed::new("plan.pdca_step").row("plan_step", id)).await
    };
    house.db.write(act, write).await
}

/// Adds to the log by hand; officers of the desks that help may, too.
pub(crate) async fn log_by_hand(
    house: &House,
    act: &Act,
    who: &SignedIn,
    place: &Place,
    entry: DoEntry,
) -> Result<(), PdcaError> {
    if !place.may_help(who) {
        return Err(PdcaError::NotTheirs);
    }
    fits("words", "したこと", &entry.words, LINE)?;
    let (first, last) = place.span.days();
    if entry.day < first || last < entry.day {
        return Err(PdcaError::mend("day", format!("{}の中の日付を書いてください", place.span)));
    }
    if house.now().date() < entry.day {
        return Err(PdcaError::mend("day", "まだ来ていない日です。したことだけを書いてください"));
    }
    let (key, span) = (place.measure.key.clone(), place.span);
    let write = move |tx: Tx| async move {
        still_open(&tx, &key, span).await?;
        log(&tx, &key, entry).await?;
        Ok(())
    };
    house.db.write(act, write).await
}

/// Takes an entry that was added by hand out of the log.
pub(crate) async fn strike_log(
    house: &House,
    act: &Act,
    who: &SignedIn,
    place: &Place,
    id: DoneId,
) -> Result<(), PdcaError> {
    if !place.may_help(who) {
        return Err(PdcaError::NotTheirs);
    }
    let (key, span) = (place.measure.key.clone(), place.span);
    let write = move |tx: Tx| async move {
        still_open(&tx, &key, span).await?;
        if !lines::strike_done(&tx, &key, id).await? {
            return Err(PdcaError::Changed);
        }
        tx.record(Deed::new("plan.pdca_do").row("plan_do", id));
        Ok(())
    };
    house.db.write(act, write).await
}

async fn still_open(tx: &Tx, measure: &str, span: Span) -> Result<(), PdcaError> {
    match records::find(tx, measure, span).await? {
        Some(cycle) if !cycle.state.is_open() => Err(PdcaError::Changed),
        _ => Ok(()),
    }
}

/// Logs something done for a measure (a service released, a class held, a page published). What comes
/// from an event names its source, so that an event told twice is logged once.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn log(tx: &Tx, measure: &str, entry: DoEntry) -> Result<(), store::StoreError> {
    if let Some(id) = lines::insert_done(tx, measure, &entry).await? {
        tx.record(Deed::new("plan.pdca_do").row("plan_do", id));
    }
    Ok(())
}

/// Takes a step into the plan of a year: a Try of a board, a decision of a meeting. Where that year's
/// plan is closed already it goes into the next one that is not.
///
/// # Errors
/// When the database does not answer, or no plan is open for years.
pub(crate) async fn take_step(
    tx: &Tx,
    measure: &str,
    year: kernel::fiscal::FiscalYear,
    words: &str,
    from: tasks::Origin,
) -> Result<(), store::StoreError> {
    let mut year = year;
    for _ in 0..5 {
        let span = Span::whole(year);
        let cycle = match records::find(tx, measure, span).await? {
            Some(cycle) => cycle,
            None => open(tx, measure, span).await?,
        };
        if cycle.state.is_open() {
            let new = NewStep { words: words.to_owned(), owner: String::new(), due: None, origin: from.into() };
            if let Some(id) = lines::insert_step(tx, cycle.id, &new).await?
                && records::update(tx, &cycle).await?
            {
                tx.record(Deed::new("plan.pdca_step").row("plan_step", id).row("plan_cycle", cycle.id));
            }
            return Ok(());
        }
        year = year.next();
    }
    Err(store::StoreError::Missing("plan_cycle"))
}

/// What a desk does with the voices linked to its look back.
#[derive(Debug, Clone)]
pub(crate) enum VoiceChange {
    Add { words: String, heard: String },
    Strike(VoiceId),
}

/// Links a resident's words, or takes them out again. Words that could tell who spoke are refused as
/// far as a program can see it; the officer confirms the rest.
pub(crate) async fn voice(
    house: &House,
    act: &Act,
    who: &SignedIn,
    seen: Seen,
    change: VoiceChange,
) -> Result<(), PdcaError> {
    if !seen.place.may_help(who) {
        return Err(PdcaError::NotTheirs);
    }
    if let VoiceChange::Add { words, heard } = &change {
        fits("words", "声", words, LINE)?;
        if tells_who(words) {
            return Err(PdcaError::mend(
                "words",
                "電話番号やメールアドレスのようなものがあります。だれの声か分からないように書き直してください",
            ));
        }
        if !lines::HEARD.iter().any(|(key, _)| key == heard) {
            return Err(PdcaError::mend("heard", "どこで聞いたかを選んでください"));
        }
    }
    let write = move |tx: Tx| async move {
        let cycle = take(&tx, &seen).await?;
        if !cycle.state.is_open() {
            return Err(PdcaError::Changed);
        }
        let id = match change {
            VoiceChange::Add { words, heard } => lines::insert_voice(&tx, cycle.id, &words, &heard).await?,
            VoiceChange::Strike(id) if lines::strike_voice(&tx, cycle.id, id).await? => id,
            VoiceChange::Strike(_) => return Err(PdcaError::Changed),
        };
        keep(&tx, &cycle, Deed::new("plan.pdca_voice").row("plan_voice", id)).await
    };
    house.db.write(act, write).await
}

/// Whether words look as if they held a telephone number or an address of mail.
fn tells_who(words: &str) -> bool {
    let plain = kernel::width::half_width(words);
    let digits = plain.split(|c: char| !(c.is_ascii_digit() || "-‐−ー()".contains(c)));
    let long = |run: &str| run.chars().filter(char::is_ascii_digit).count() >= 7;
    plain.contains('@') || digits.into_iter().any(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_a_number_to_call_are_not_quoted() {
        for telling in ["０２４７−７２−２１１１に電話して", "a@b.example へ", "090-0000-0000"] {
            assert!(tells_who(telling), "{telling}");
        }
        for fine in ["30分も待った", "令和8年10月1日から便利になった", "2026年に3回行った"] {
            assert!(!tells_who(fine), "{fine}");
        }
    }
}

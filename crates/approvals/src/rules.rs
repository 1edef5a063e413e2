//! The course of a proposal: who may do what, and what follows. Pure, so that it can be read and
//! tested alone.
//!
//! What holds always (文書管理規程・決裁規程 of towns, 10章 of any of them):
//! the drafter never decides, not even as a deputy; nobody acts twice in one step; a decision
//! belongs to one exact text; after the end only 供覧 and 後閲 remain; steps that run at the same
//! time may be done in any order.

use crate::draft::{Officer, Outcome, Party, Post, TextDigest};
use crate::routes::{Mode, StepKind};

/// A proposal in its present round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Course {
    pub drafter: Party,
    pub digest: TextDigest,
    pub state: State,
    pub seats: Vec<Seat>,
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 回議中: on its way.
    Open,
    /// Ended in this way.
    Ended(Outcome),
}

/// One position asked in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seat {
    pub step: i64,
    pub stage: i64,
    pub kind: StepKind,
    pub mode: Mode,
    pub post: Post,
    pub place: Place,
}

/// Whether a seat's turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Waiting,
    Open,
    Filled(Party),
    /// Not needed any more, or the drafter's own.
    Dropped,
}

/// A step before it is a part of a course.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub kind: StepKind,
    pub mode: Mode,
    pub posts: Vec<Post>,
    pub with_previous: bool,
}

/// In whose name an officer acts.
#[derive(Debug, Clone)]
pub(crate) enum Standing {
    /// As the holder of the post.
    Own,
    /// 代決 for an absent holder.
    Deputy {
        absent: Party,
        /// The posts that may stand in, first in line first.
        line: Vec<Post>,
        /// Those of them whose holders cannot act either.
        away: Vec<Post>,
    },
}

/// Why an officer may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The proposal has ended or was not put on its way.
    #[error("the proposal has ended")]
    Ended,
    /// The seat's turn is over, or has not come.
    #[error("it is not the turn of this step")]
    NotTheTurn,
    /// The officer does not hold the post that is asked.
    #[error("the officer does not hold this post")]
    NotTheirs,
    /// Nobody decides on their own draft.
    #[error("nobody decides on their own draft")]
    OwnDraft,
    /// The officer has acted in this step already.
    #[error("nobody acts twice in one step")]
    Twice,
    /// The officer saw another text than the one on its way.
    #[error("the text is another one")]
    OtherText,
    /// Somebody who comes before this deputy is there.
    #[error("another deputy comes first")]
    NotFirstInLine,
    /// Nobody stands in for themselves.
    #[error("the absent officer is somebody else")]
    NotAbsent,
    /// Only the drafter pulls back.
    #[error("only the drafter pulls back")]
    NotTheDrafter,
    /// Somebody has decided already.
    #[error("somebody has decided already")]
    Begun,
}

impl Course {
    /// A course at its beginning. The drafter's own seats are dropped; a route by which the
    /// drafter would decide in the end is refused.
    pub fn start(drafter: &Officer, digest: TextDigest, steps: &[Planned]) -> Result<Self, Refusal> {
        let mut seats = Vec::new();
        let mut stage = 0;
        for (step, planned) in (0..).zip(steps) {
            stage += i64::from(!planned.with_previous || step == 0);
            seats.extend(planned.posts.iter().map(|post| Seat {
                step,
                stage,
                kind: planned.kind,
                mode: planned.mode,
                post: post.clone(),
                place: if drafter.holds(post) { Place::Dropped } else { Place::Waiting },
            }));
        }
        if !others_decide(&seats) {
            return Err(Refusal::OwnDraft);
        }
        let mut course = Self { drafter: drafter.party, digest, state: State::Open, seats };
        course.advance();
        Ok(course)
    }

    /// 承認, 合議 or 供覧済: `who` fills a seat, having seen the text of `digest`.
    pub fn take(&mut self, seat: usize, who: &Officer, standing: &Standing, digest: TextDigest) -> Result<(), Refusal> {
        self.may_take(seat, who, standing, digest)?;
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.place = Place::Filled(who.party);
        }
        self.advance();
        Ok(())
    }

    /// 差戻し from a seat that is asked to approve.
    pub fn send_back(
        &mut self,
        seat: usize,
        who: &Officer,
        standing: &Standing,
        digest: TextDigest,
    ) -> Result<(), Refusal> {
        if self.seats.get(seat).is_none_or(|s| s.kind != StepKind::Approve) {
            return Err(Refusal::NotTheTurn);
        }
        self.may_take(seat, who, standing, digest)?;
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.place = Place::Filled(who.party);
        }
        self.end(Outcome::SentBack);
        Ok(())
    }

    /// 引上げ by the drafter, while nobody has decided.
    pub fn pull_back(&mut self, who: Party) -> Result<(), Refusal> {
        if self.state != State::Open {
            return Err(Refusal::Ended);
        }
        if !self.drafter.is(who) {
            return Err(Refusal::NotTheDrafter);
        }
        let decided = |s: &Seat| s.kind != StepKind::Circulate && matches!(s.place, Place::Filled(_));
        if self.seats.iter().any(decided) {
            return Err(Refusal::Begun);
        }
        self.end(Outcome::Withdrawn);
        Ok(())
    }

    /// Whether `who` may fill a seat.
    pub fn may_take(&self, seat: usize, who: &Officer, standing: &Standing, digest: TextDigest) -> Result<(), Refusal> {
        let Some(seat) = self.seats.get(seat) else { return Err(Refusal::NotTheTurn) };
        let after_the_end = seat.kind == StepKind::Circulate && self.state == State::Ended(Outcome::Approved);
        if self.state != State::Open && !after_the_end {
            return Err(Refusal::Ended);
        }
        if seat.place != Place::Open {
            return Err(Refusal::NotTheTurn);
        }
        if self.drafter.is(who.party) {
            return Err(Refusal::OwnDraft);
        }
        if self.acted(seat.step, who.party) {
            return Err(Refusal::Twice);
        }
        standing.allows(who, &seat.post)?;
        if digest == self.digest { Ok(()) } else { Err(Refusal::OtherText) }
    }

    /// Whether somebody has filled a seat of a step.
    pub fn acted(&self, step: i64, who: Party) -> bool {
        let theirs = |s: &&Seat| s.step == step && matches!(s.place, Place::Filled(p) if p.is(who));
        self.seats.iter().any(|s| theirs(&s))
    }

    /// Opens what is next, and ends the course when nothing is left to decide.
    fn advance(&mut self) {
        self.drop_what_is_settled();
        let pending = |s: &&Seat| s.kind != StepKind::Circulate && matches!(s.place, Place::Waiting | Place::Open);
        let next = self.seats.iter().filter(pending).map(|s| s.stage).min();
        for seat in self.seats.iter_mut().filter(|s| s.place == Place::Waiting) {
            if next.is_none_or(|stage| seat.stage <= stage) {
                seat.place = Place::Open;
            }
        }
        if next.is_none() && self.state == State::Open {
            self.state = State::Ended(Outcome::Approved);
        }
    }

    /// Where one of several is enough, the others need not act any more.
    fn drop_what_is_settled(&mut self) {
        let settled: Vec<i64> = self
            .seats
            .iter()
            .filter(|s| s.mode == Mode::Any && matches!(s.place, Place::Filled(_)))
            .map(|s| s.step)
            .collect();
        let open = |s: &&mut Seat| matches!(s.place, Place::Waiting | Place::Open) && settled.contains(&s.step);
        for seat in self.seats.iter_mut().filter(open) {
            seat.place = Place::Dropped;
        }
    }

    fn end(&mut self, outcome: Outcome) {
        self.state = State::Ended(outcome);
        for seat in self.seats.iter_mut().filter(|s| matches!(s.place, Place::Waiting | Place::Open)) {
            seat.place = Place::Dropped;
        }
    }
}

/// Whether the last approval is somebody else's than the drafter's.
fn others_decide(seats: &[Seat]) -> bool {
    let approvals = || seats.iter().filter(|s| s.kind == StepKind::Approve);
    let Some(last) = approvals().map(|s| s.stage).max() else { return false };
    let final_seats: Vec<&Seat> = approvals().filter(|s| s.stage == last).collect();
    final_seats.iter().all(|seat| {
        let own = seat.place == Place::Dropped;
        let another = || final_seats.iter().any(|s| s.step == seat.step && s.place != Place::Dropped);
        !own || (seat.mode == Mode::Any && another())
    })
}

impl Standing {
    fn allows(&self, who: &Officer, post: &Post) -> Result<(), Refusal> {
        let Self::Deputy { absent, line, away } = self else {
            return if who.holds(post) { Ok(()) } else { Err(Refusal::NotTheirs) };
        };
        if absent.is(who.party) {
            return Err(Refusal::NotAbsent);
        }
        if who.stands_in_for.contains(post) {
            return Ok(());
        }
        let Some(at) = line.iter().position(|by| who.holds(by)) else { return Err(Refusal::NotTheirs) };
        if line.iter().take(at).all(|before| away.contains(before)) { Ok(()) } else { Err(Refusal::NotFirstInLine) }
    }
}

/// 後閲: what a deputy decided is seen afterwards by the officer who was absent, or by whoever
/// holds the post since.
#[derive(Debug, Clone)]
pub(crate) struct Duty {
    pub post: Post,
    pub absent: Party,
    pub deputy: Party,
    pub drafter: Party,
    pub done: bool,
}

impl Duty {
    /// Whether `who` may do it.
    pub fn may_review(&self, who: &Officer) -> Result<(), Refusal> {
        if self.done {
            return Err(Refusal::NotTheTurn);
        }
        if self.deputy.is(who.party) || self.drafter.is(who.party) {
            return Err(Refusal::OwnDraft);
        }
        if self.absent.is(who.party) || who.holds(&self.post) { Ok(()) } else { Err(Refusal::NotTheirs) }
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;

//! A proposal held in the hand during a change: its rows and its course together.

use crate::draft::{Decided, Officer, Outcome, Party, Post, TextDigest};
use crate::records::{self, DecisionId, Record, StepId, Wording};
use crate::routes::RouteBook;
use crate::rules::{Course, Place, State};
use crate::{ApprovalError, Standing};
use kernel::id::ApprovalId;
use kernel::{FiscalYear, Uuid};
use store::seal::seal;
use store::{Deed, NewJob, Reads, StoreError, Tx, args};

/// A proposal that this transaction alone may change.
pub(crate) struct Held {
    pub record: Record,
    pub wording: Wording,
    pub course: Course,
    pub steps: Vec<StepId>,
    before: Vec<Place>,
    written: i64,
}

/// One act to be written down.
pub(crate) struct Act<'a> {
    pub verb: &'static str,
    pub seat: Option<usize>,
    pub officer: &'a Officer,
    pub standing: &'a Standing,
    pub absent_name: Option<&'a str>,
    pub words: &'a str,
}

impl Held {
    /// Takes the proposal; whoever comes second waits until the first is done.
    pub async fn take(tx: &Tx, id: ApprovalId) -> Result<Self, ApprovalError> {
        let record = records::lock(tx, id).await?;
        let wording = records::wordings(tx, id).await?.pop().ok_or(StoreError::Missing("approvals_round"))?;
        // What is decided on is what was put before the route, to the letter.
        if TextDigest::of(&wording.title, &wording.text, &wording.attachments) != wording.digest {
            return Err(ApprovalError::Tampered);
        }
        let decisions = records::decisions(tx, id).await?;
        if decisions.iter().any(|d| d.round == record.round && d.digest != wording.digest) {
            return Err(ApprovalError::Tampered);
        }
        let written = decisions.last().map_or(0, |d| d.n);
        let (steps, seats): (Vec<_>, Vec<_>) = records::seats(tx, id, record.round).await?.into_iter().unzip();
        let before = seats.iter().map(|s| s.place).collect();
        let course = Course { drafter: wording.drafter, digest: wording.digest, state: record.state, seats };
        Ok(Self { record, wording, course, steps, before, written })
    }

    /// The place of a seat in the course; a seat of an earlier round has none.
    pub fn seat(&self, row: StepId) -> Option<usize> {
        self.steps.iter().position(|s| *s == row)
    }

    /// Writes down what an officer did.
    pub async fn write(&self, tx: &Tx, act: &Act<'_>) -> Result<DecisionId, ApprovalError> {
        let row: DecisionId = tx.id();
        let seat = act.seat.and_then(|at| self.course.seats.get(at));
        let post = seat.map(|s| acting_post(act.officer, &s.post));
        let absent = match act.standing {
            Standing::Own => Party { account: None, person: None },
            Standing::Deputy { absent, .. } => *absent,
        };
        let words = Some(act.words).filter(|w| !w.is_empty()).map(seal);
        tx.execute(
            "INSERT INTO approvals_decision (id, approval, n, round, verb, seat, step, actor, account, person, name, desk, \
             position, absent_account, absent_person, absent_name, words, digest, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
            args![
                row,
                self.record.id,
                self.written + 1,
                self.record.round,
                act.verb,
                act.seat.and_then(|at| self.steps.get(at).copied()),
                seat.map(|s| s.step),
                act.officer.party.key().unwrap_or(Uuid::nil()),
                act.officer.party.account,
                act.officer.party.person,
                seal(&act.officer.name),
                post.as_ref().and_then(|p| p.desk.clone()),
                post.map(|p| p.position),
                absent.account,
                absent.person,
                act.absent_name.map(seal),
                words,
                self.wording.digest.0.to_vec(),
                tx.now()
            ],
        )
        .await?;
        Ok(row)
    }

    /// Writes what has changed in the course, and what follows when it has ended; answers the
    /// deed with every row that was touched.
    pub async fn save(&self, tx: &Tx, book: &RouteBook, deed: Deed, reason: &str) -> Result<Deed, ApprovalError> {
        let mut deed = deed.about(self.record.person).row("approvals_approval", self.record.id);
        let changed = self.steps.iter().zip(&self.course.seats).zip(&self.before);
        for ((row, seat), _) in changed.filter(|((_, seat), before)| seat.place != **before) {
            records::update_seat(tx, *row, seat.place).await?;
            deed = deed.row("approvals_step", *row);
        }
        match self.course.state {
            State::Ended(outcome) if self.record.state == State::Open => {
                self.end(tx, book, outcome, reason, deed).await
            }
            _ => Ok(deed),
        }
    }

    async fn end(
        &self,
        tx: &Tx,
        book: &RouteBook,
        outcome: Outcome,
        reason: &str,
        deed: Deed,
    ) -> Result<Deed, ApprovalError> {
        let id = self.record.id;
        let sql = "UPDATE approvals_approval SET state = $2, reason = $3, decided_at = $4 WHERE id = $1";
        let reason = Some(reason).filter(|r| !r.is_empty() && outcome != Outcome::Approved).map(seal);
        tx.execute(sql, args![id, records::state_word(State::Ended(outcome)), reason, tx.now()]).await?;
        let deed = match outcome {
            Outcome::Approved => number(tx, book, &self.record, deed).await?,
            Outcome::SentBack | Outcome::Withdrawn => deed,
        };
        let decided = Decided { approval: id, subject: self.record.subject_id, outcome, round: self.record.round };
        let key = format!("approvals:{id}:{}", self.record.round);
        tx.enqueue(NewJob::new(self.record.on_decided.clone(), &decided).key(key));
        Ok(deed)
    }
}

/// 文書番号: the next one of the desk in this fiscal year, given in the transaction that approves,
/// so that no number is lost and none is given twice.
async fn number(tx: &Tx, book: &RouteBook, record: &Record, deed: Deed) -> Result<Deed, ApprovalError> {
    let year = FiscalYear::of(tx.now().date());
    let sign = book.sign(&record.desk).to_owned();
    let row = tx
        .row(
            "INSERT INTO approvals_number (id, year, sign, last) VALUES ($1, $2, $3, 1) \
             ON CONFLICT (year, sign) DO UPDATE SET last = approvals_number.last + 1 RETURNING id, last",
            args![tx.id::<NumberId>(), year, &sign],
        )
        .await?
        .ok_or(StoreError::Missing("approvals_number"))?;
    let n: i64 = row.get("last")?;
    let number = book.number(year, &sign, n);
    let sql =
        "UPDATE approvals_approval SET number = $2, number_year = $3, number_sign = $4, number_seq = $5 WHERE id = $1";
    tx.execute(sql, args![record.id, number, year, sign, n]).await?;
    Ok(deed.row("approvals_number", row.get::<NumberId>("id")?))
}

kernel::id_type!(
    /// The numbers of one desk in one year.
    NumberId,
);

/// The post as which the officer acts: the one asked if they hold it, else their own nearest one.
fn acting_post(officer: &Officer, asked: &Post) -> Post {
    let own = || officer.posts.iter().find(|p| p.desk == asked.desk || p.desk.is_none());
    if officer.holds(asked) { asked.clone() } else { own().unwrap_or(asked).clone() }
}

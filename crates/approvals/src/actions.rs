//! What officers do with a proposal: one transaction each, in the words of the office.

use crate::ApprovalError;
use crate::course::{Act, Held};
use crate::draft::{Attachment, Draft, Officer, Party, Revision, TextDigest};
use crate::records::{self, DecisionId, ReviewId, StepId, Wording, duty};
use crate::roster::{self, Holding, NewAbsence};
use crate::routes::{Route, RouteBook, StepKind};
use crate::rules::{Course, Planned, Refusal, Standing, State};
use kernel::id::ApprovalId;
use kernel::{Date, Moment, Yen};
use store::seal::seal;
use store::{Deed, Reads, StoreError, Tx, args};

/// Puts a draft on its way. The officer's posts are told from their terms of office.
///
/// # Errors
/// [`ApprovalError::NoRoute`] when the town has no route for the kind and amount today,
/// [`ApprovalError::OwnDecision`] when the drafter would decide in the end.
pub async fn start(tx: &Tx, routes: &RouteBook, draft: Draft) -> Result<ApprovalId, ApprovalError> {
    let day = tx.now().date();
    let drafter = roster::with_terms(tx, routes, draft.drafter.clone(), day).await?;
    let route =
        routes.route(&draft.kind, draft.amount, day).ok_or_else(|| ApprovalError::NoRoute(draft.kind.clone()))?;
    let wording = wording(1, &draft.title, &draft.text, &draft.attachments, draft.amount, &drafter, tx);
    let course = Course::start(&drafter, wording.digest, &plan(routes, route, &draft.desk))
        .map_err(|_| ApprovalError::OwnDecision)?;
    let id: ApprovalId = tx.id();
    tx.execute(
        "INSERT INTO approvals_approval (id, kind, route, route_title, title, desk, subject_table, subject_id, person, \
         on_decided, state, round, drafter_account, drafter_person, drafter_name, started_at, link, due_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, $14, $15, $16, $17, 1)",
        args![
            id,
            draft.kind,
            &route.key,
            &route.title,
            seal(&draft.title),
            draft.desk,
            draft.subject.0,
            draft.subject.1,
            draft.person,
            draft.on_decided,
            records::state_word(course.state),
            drafter.party.account,
            drafter.party.person,
            seal(&drafter.name),
            tx.now(),
            draft.link,
            route.days.map(|days| Moment::start_of(day).plus_days(i64::from(days) + 1))
        ],
    )
    .await?;
    put(tx, id, &wording, &course, &drafter, Deed::new("approvals.start").about(draft.person)).await?;
    Ok(id)
}

/// Puts a proposal that was sent back or withdrawn on its way again, in new words; the old ones
/// stay. The route is chosen anew.
///
/// # Errors
/// As [`start`]; [`ApprovalError::Changed`] when it is not with the drafter.
pub async fn resubmit(tx: &Tx, routes: &RouteBook, id: ApprovalId, revision: Revision) -> Result<(), ApprovalError> {
    let record = records::lock(tx, id).await?;
    if !matches!(record.state, State::Ended(crate::Outcome::SentBack | crate::Outcome::Withdrawn)) {
        return Err(ApprovalError::Changed);
    }
    let day = tx.now().date();
    let drafter = roster::with_terms(tx, routes, revision.drafter.clone(), day).await?;
    let route = routes.route(&record.kind, revision.amount, day).ok_or(ApprovalError::NoRoute(record.kind))?;
    let round = record.round + 1;
    let wording = wording(round, &revision.title, &revision.text, &revision.attachments, revision.amount, &drafter, tx);
    let course = Course::start(&drafter, wording.digest, &plan(routes, route, &record.desk))
        .map_err(|_| ApprovalError::OwnDecision)?;
    tx.execute(
        "UPDATE approvals_approval SET route = $2, route_title = $3, title = $4, state = $5, round = $6, drafter_account = $7, \
         drafter_person = $8, drafter_name = $9, reason = NULL, decided_at = NULL WHERE id = $1",
        args![
            id,
            &route.key,
            &route.title,
            seal(&revision.title),
            records::state_word(course.state),
            round,
            drafter.party.account,
            drafter.party.person,
            seal(&drafter.name)
        ],
    )
    .await?;
    put(tx, id, &wording, &course, &drafter, Deed::new("approvals.resubmit").about(record.person)).await
}

fn wording(
    round: i64,
    title: &str,
    text: &str,
    attachments: &[Attachment],
    amount: Option<Yen>,
    drafter: &Officer,
    tx: &Tx,
) -> Wording {
    Wording {
        round,
        title: title.to_owned(),
        text: text.to_owned(),
        attachments: attachments.to_vec(),
        amount,
        digest: TextDigest::of(title, text, attachments),
        drafter: drafter.party,
        drafter_name: drafter.name.clone(),
        started_at: tx.now(),
    }
}

fn plan(routes: &RouteBook, route: &Route, desk: &str) -> Vec<Planned> {
    let planned = |step: &crate::routes::Step| Planned {
        kind: step.kind,
        mode: step.mode,
        posts: routes.posts(step, desk),
        with_previous: step.with_previous,
    };
    route.steps.iter().map(planned).collect()
}

async fn put(
    tx: &Tx,
    id: ApprovalId,
    wording: &Wording,
    course: &Course,
    drafter: &Officer,
    deed: Deed,
) -> Result<(), ApprovalError> {
    let round = records::insert_wording(tx, id, wording).await?;
    let steps = records::insert_seats(tx, id, wording.round, course).await?;
    let held = Held::take(tx, id).await?;
    let verb = if wording.round == 1 { "start" } else { "resubmit" };
    let act = Act { verb, seat: None, officer: drafter, standing: &Standing::Own, absent_name: None, words: "" };
    let decision = held.write(tx, &act).await?;
    let deed = deed.row("approvals_approval", id).row("approvals_round", round).row("approvals_decision", decision);
    tx.record(steps.into_iter().fold(deed, |deed, step| deed.row("approvals_step", step)));
    Ok(())
}

/// What an officer at a seat can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Approve,
    SendBack,
    Agree,
    Object,
    Seen,
}

impl Verb {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::SendBack => "send_back",
            Self::Agree => "agree",
            Self::Object => "object",
            Self::Seen => "seen",
        }
    }

    const fn deed(self) -> &'static str {
        match self {
            Self::Approve => "approvals.approve",
            Self::SendBack => "approvals.send_back",
            Self::Agree => "approvals.agree",
            Self::Object => "approvals.object",
            Self::Seen => "approvals.seen",
        }
    }

    const fn asks(self) -> StepKind {
        match self {
            Self::Approve | Self::SendBack => StepKind::Approve,
            Self::Agree | Self::Object => StepKind::Consult,
            Self::Seen => StepKind::Circulate,
        }
    }
}

/// An officer at a seat, about to act.
#[derive(Debug, Clone)]
pub(crate) struct Sitting {
    pub officer: Officer,
    pub seat: StepId,
    /// Of the text that was on the officer's screen.
    pub digest: TextDigest,
    /// Reason or opinion.
    pub words: String,
    /// Whom the officer stands in for.
    pub absent: Option<Party>,
}

/// 承認・差戻し・合議・供覧済, in one's own name or as a deputy.
pub(crate) async fn decide(
    tx: &Tx,
    book: &RouteBook,
    id: ApprovalId,
    verb: Verb,
    sitting: Sitting,
) -> Result<(), ApprovalError> {
    let mut held = Held::take(tx, id).await?;
    let at = held.seat(sitting.seat).ok_or(ApprovalError::Changed)?;
    if held.course.seats.get(at).is_none_or(|s| s.kind != verb.asks()) {
        return Err(ApprovalError::Changed);
    }
    let day = tx.now().date();
    let officer = roster::with_terms(tx, book, sitting.officer.clone(), day).await?;
    let (standing, absent) = standing(tx, book, &held.course, at, &sitting, day).await?;
    match verb {
        Verb::SendBack => held.course.send_back(at, &officer, &standing, sitting.digest)?,
        _ => held.course.take(at, &officer, &standing, sitting.digest)?,
    }
    let absent_name = absent.as_ref().map(|a| a.name.as_str());
    let act = Act {
        verb: verb.as_str(),
        seat: Some(at),
        officer: &officer,
        standing: &standing,
        absent_name,
        words: &sitting.words,
    };
    let decision = held.write(tx, &act).await?;
    let mut deed = Deed::new(verb.deed()).row("approvals_decision", decision);
    if let Some(absent) = &absent {
        deed = deed.row("approvals_review", owe(tx, &held, at, decision, absent, &officer).await?);
        state_absence(tx, &held, at, absent, &officer, &sitting.words).await?;
    }
    tx.record(held.save(tx, book, deed, &sitting.words).await?);
    Ok(())
}

/// In whose name the officer acts, and the absent holder where it is not their own.
async fn standing(
    q: &impl Reads,
    book: &RouteBook,
    course: &Course,
    at: usize,
    sitting: &Sitting,
    day: Date,
) -> Result<(Standing, Option<Holding>), ApprovalError> {
    let (Some(absent), Some(seat)) = (sitting.absent, course.seats.get(at)) else { return Ok((Standing::Own, None)) };
    let holders = roster::holders(q, book, &seat.post, day).await?;
    let holding = holders.into_iter().find(|h| h.party.is(absent)).ok_or(ApprovalError::Refused(Refusal::NotAbsent))?;
    let line = book.deputies(&seat.post, day);
    let away = unable(q, book, course, seat.step, &line, day).await?;
    Ok((Standing::Deputy { absent: holding.party, line, away }, Some(holding)))
}

/// The posts of a line of deputies whose holders cannot act: nobody holds them, or all who do are
/// away, have acted in this step, or are the drafter.
pub(crate) async fn unable(
    q: &impl Reads,
    book: &RouteBook,
    course: &Course,
    step: i64,
    line: &[crate::Post],
    day: Date,
) -> Result<Vec<crate::Post>, StoreError> {
    let mut away = Vec::new();
    for post in line {
        let holders = roster::holders(q, book, post, day).await?;
        let able = |h: &Holding| !h.away && !course.drafter.is(h.party) && !course.acted(step, h.party);
        if !holders.iter().any(able) {
            away.push(post.clone());
        }
    }
    Ok(away)
}

/// 後閲 that the absent officer owes.
async fn owe(
    tx: &Tx,
    held: &Held,
    at: usize,
    decision: DecisionId,
    absent: &Holding,
    deputy: &Officer,
) -> Result<ReviewId, ApprovalError> {
    let row: ReviewId = tx.id();
    let post = held.course.seats.get(at).map(|s| s.post.clone()).ok_or(ApprovalError::Changed)?;
    tx.execute(
        "INSERT INTO approvals_review (id, approval, decision, desk, position, absent_account, absent_person, absent_name, \
         deputy_account, deputy_person, drafter_account, drafter_person, created_at, done) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            row,
            held.record.id,
            decision,
            post.desk,
            post.position,
            absent.party.account,
            absent.party.person,
            seal(&absent.name),
            deputy.party.account,
            deputy.party.person,
            held.course.drafter.account,
            held.course.drafter.person,
            tx.now(),
            false
        ],
    )
    .await?;
    Ok(row)
}

/// The deputy states the absence where nobody told of it before.
async fn state_absence(
    tx: &Tx,
    held: &Held,
    at: usize,
    absent: &Holding,
    deputy: &Officer,
    reason: &str,
) -> Result<(), ApprovalError> {
    let Some(seat) = held.course.seats.get(at).filter(|_| !absent.away) else { return Ok(()) };
    let today = tx.now().date();
    let new = NewAbsence {
        party: absent.party,
        name: absent.name.clone(),
        posts: vec![seat.post.clone()],
        first: today,
        last: today,
        reason: reason.to_owned(),
    };
    roster::tell(tx, &new, deputy).await?;
    Ok(())
}

/// 引上げ.
pub(crate) async fn pull_back(
    tx: &Tx,
    book: &RouteBook,
    id: ApprovalId,
    officer: Officer,
    reason: String,
) -> Result<(), ApprovalError> {
    let mut held = Held::take(tx, id).await?;
    held.course.pull_back(officer.party)?;
    let act = Act {
        verb: "pull_back",
        seat: None,
        officer: &officer,
        standing: &Standing::Own,
        absent_name: None,
        words: &reason,
    };
    let decision = held.write(tx, &act).await?;
    let deed = Deed::new("approvals.pull_back").row("approvals_decision", decision);
    tx.record(held.save(tx, book, deed, &reason).await?);
    Ok(())
}

/// 後閲.
pub(crate) async fn review(
    tx: &Tx,
    book: &RouteBook,
    id: ReviewId,
    officer: Officer,
    words: String,
) -> Result<ApprovalId, ApprovalError> {
    let sql = "SELECT * FROM approvals_review WHERE id = $1";
    let row = tx.row(sql, args![id]).await?.ok_or(StoreError::Missing("approvals_review"))?;
    let officer = roster::with_terms(tx, book, officer, tx.now().date()).await?;
    duty(&row)?.may_review(&officer)?;
    let words = Some(words).filter(|w| !w.is_empty()).map(|w| seal(&w));
    let args =
        args![id, true, tx.now(), officer.party.account, officer.party.person, seal(&officer.name), words, false];
    let sql = "UPDATE approvals_review SET done = $2, reviewed_at = $3, reviewer_account = $4, reviewer_person = $5, \
               reviewer_name = $6, words = $7 WHERE id = $1 AND done = $8";
    if tx.execute(sql, args).await? != 1 {
        return Err(ApprovalError::Changed);
    }
    tx.record(Deed::new("approvals.review").row("approvals_review", id));
    Ok(row.get("approval")?)
}

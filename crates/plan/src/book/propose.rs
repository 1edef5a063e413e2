//! Changing the plan: a draft is written, sent through approval, and holds once it is decided.
//!
//! **Nobody's change is lost.** Only one change of a measure is on its way at a time, and whoever
//! wrote theirs before another one was decided must look at both texts before they send it.

use super::fold::{self, Change, Part};
use super::records::{self, ChangeId, Proposal, State};
use super::{Measure, ON_DECIDED, Plan};
use approvals::{ApprovalError, Decided, Draft, Officer, Outcome, Revision, RouteBook};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::ApprovalId;
use kernel::{Date, era};
use std::collections::BTreeMap;
use store::{Act, Deed, Job, JobError, StoreError, Tx};
use web::{House, SignedIn};

/// The kind of matter by which the town's routes decide on the plan.
const KIND: &str = "plan_change";

/// Why a change could not be kept or sent.
#[derive(Debug)]
pub(super) enum Refused {
    /// Somebody else changed this draft, or it is no longer a draft.
    Changed,
    /// Parts that were decided anew since its drafter saw them.
    Overtaken(Vec<Part>),
    /// Parts of which a change from a later day is decided already; that day.
    LaterDecided(Date),
    /// Another change of this measure is on its way.
    InApproval,
    /// It changes nothing.
    Nothing,
    /// The approval room says no.
    Approval(ApprovalError),
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { ref columns, .. } if columns.iter().any(|c| c == "in_approval") => Self::InApproval,
            other => Self::Store(other),
        }
    }
}

impl From<ApprovalError> for Refused {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::Store(error) => error.into(),
            other => Self::Approval(other),
        }
    }
}

/// What an officer wrote, and before which version.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// The last version that they had before their eyes.
    pub(super) seen: i64,
    pub(super) measure: Measure,
    pub(super) from: Date,
    pub(super) why: String,
}

/// A draft as its page showed it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) id: ChangeId,
    pub(super) version: i64,
}

/// Keeps a draft: a new one, or new words for one that is the officer's own.
pub(super) async fn keep(
    house: &House,
    act: &Act,
    who: &SignedIn,
    draft: Option<Seen>,
    written: Written,
) -> Result<ChangeId, Refused> {
    let first = super::first(house)?;
    let account = who.account;
    house
        .db
        .write(act, move |tx| async move {
            let versions = records::decided(&tx).await?;
            let base = fold::up_to(&first, &versions, written.seen);
            let old = base.measure(&written.measure.key).ok_or(StoreError::Missing("measure"))?;
            let change = Change::between(old, &written.measure);
            free(&versions, &written.measure.key, written.seen, &change, written.from)?;
            let mut proposal = match draft {
                Some(seen) => own(&tx, account, seen).await?,
                None => Proposal::new(tx.id(), &written.measure.key, account),
            };
            proposal.before = Change::whole(old).like(&change);
            (proposal.change, proposal.seen) = (change, written.seen);
            (proposal.from, proposal.why) = (written.from, written.why);
            match draft {
                Some(_) => put(&tx, &proposal, "plan.draft_change").await?,
                None => {
                    records::insert(&tx, &proposal).await?;
                    tx.record(Deed::new("plan.draft_change").row("plan_version", proposal.id));
                }
            }
            Ok(proposal.id)
        })
        .await
}

/// Whether nothing that was decided stands in the way of a change.
pub(super) fn free(
    versions: &[fold::Version],
    measure: &str,
    seen: i64,
    change: &Change,
    from: Date,
) -> Result<(), Refused> {
    let parts = change.parts();
    if parts.is_empty() {
        return Err(Refused::Nothing);
    }
    let newer = fold::since(versions, measure, seen).into_iter().map(|(_, _, part)| part);
    let mut overtaken: Vec<Part> = newer.filter(|part| parts.contains(part)).collect();
    overtaken.sort();
    overtaken.dedup();
    if !overtaken.is_empty() {
        return Err(Refused::Overtaken(overtaken));
    }
    let decided = fold::since(versions, measure, 1).into_iter().filter(|(_, _, part)| parts.contains(part));
    match decided.map(|(_, day, _)| day).max().filter(|day| *day > from) {
        Some(day) => Err(Refused::LaterDecided(day)),
        None => Ok(()),
    }
}

impl Proposal {
    fn new(id: ChangeId, measure: &str, drafter: kernel::id::AccountId) -> Self {
        Self {
            id,
            n: None,
            measure: measure.to_owned(),
            state: State::Draft,
            seen: 1,
            from: Date::constant(2026, 4, 1),
            why: String::new(),
            before: Change::default(),
            change: Change::default(),
            drafter: Some(drafter),
            approval: None,
            round: 0,
            decided_at: None,
            version: 1,
        }
    }
}

/// The officer's own draft, if it still is as they saw it and may be changed.
async fn own(tx: &Tx, account: kernel::id::AccountId, seen: Seen) -> Result<Proposal, Refused> {
    let proposal = records::find(tx, seen.id).await?.ok_or(StoreError::Missing("plan_version"))?;
    if proposal.drafter != Some(account) {
        return Err(StoreError::Missing("plan_version").into());
    }
    if proposal.version != seen.version || !proposal.state.is_writable() {
        return Err(Refused::Changed);
    }
    Ok(proposal)
}

async fn put(tx: &Tx, proposal: &Proposal, deed: &'static str) -> Result<(), Refused> {
    if !records::update(tx, proposal).await? {
        return Err(Refused::Changed);
    }
    tx.record(Deed::new(deed).row("plan_version", proposal.id));
    Ok(())
}

/// Gives a draft up.
pub(super) async fn give_up(house: &House, act: &Act, who: &SignedIn, seen: Seen) -> Result<(), Refused> {
    let account = who.account;
    house
        .db
        .write(act, move |tx| async move {
            let mut proposal = own(&tx, account, seen).await?;
            proposal.state = State::GivenUp;
            put(&tx, &proposal, "plan.give_up_change").await
        })
        .await
}

/// Sends a draft through approval; `text` is what those who decide read.
pub(super) async fn send(
    house: &House,
    act: &Act,
    who: &SignedIn,
    seen: Seen,
    title: String,
    text: String,
) -> Result<(), Refused> {
    let (inside, who) = (house.clone(), who.clone());
    house
        .db
        .write(act, move |tx| async move {
            let mut proposal = own(&tx, who.account, seen).await?;
            let versions = records::decided(&tx).await?;
            free(&versions, &proposal.measure, proposal.seen, &proposal.change, proposal.from)?;
            let approval = put_on_route(&tx, &inside, &who, &proposal, title, text).await?;
            (proposal.approval, proposal.state) = (Some(approval), State::Open);
            proposal.round += 1;
            put(&tx, &proposal, "plan.send_change").await
        })
        .await
}

async fn put_on_route(
    tx: &Tx,
    house: &House,
    who: &SignedIn,
    proposal: &Proposal,
    title: String,
    text: String,
) -> Result<ApprovalId, Refused> {
    let book = house.shelved::<RouteBook>()?;
    let drafter = Officer::of(who).ok_or(StoreError::Missing("officer"))?;
    if let Some(id) = proposal.approval {
        let revision = Revision { title, text, attachments: Vec::new(), amount: None, drafter };
        approvals::resubmit(tx, book, id, revision).await?;
        return Ok(id);
    }
    let draft = Draft {
        kind: KIND.to_owned(),
        title,
        text,
        attachments: Vec::new(),
        amount: None,
        desk: desk_of(who),
        subject: ("plan_version", proposal.id.0),
        link: Some(format!("/desk/plan/book/changes/{}", proposal.id)),
        person: None,
        drafter,
        on_decided: ON_DECIDED,
    };
    Ok(approvals::start(tx, book, draft).await?)
}

/// The desk at which the officer drafts: where they may change the plan, else their first.
fn desk_of(who: &SignedIn) -> String {
    let by_right = who.desks_with("plan.edit").first().map(|desk| (*desk).to_owned());
    let first = || who.staff.as_ref().and_then(|s| s.desks.first().cloned());
    by_right.or_else(first).unwrap_or_default()
}

/// The approval of a change ended. Told twice, it finds the change moved on and rests.
pub(crate) fn decided(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let told: Decided = job.payload()?;
        let act = Act::system("plan", house.now());
        let first = super::first(&house)?;
        let written = house.db.write(&act, move |tx| async move { settle(&tx, &first, told).await }).await;
        written.map_err(|refused| match refused {
            Refused::Store(error) => error.into(),
            other => JobError::from(StoreError::Other(format!("{other:?}"))),
        })
    }
    .boxed()
}

async fn settle(tx: &Tx, first: &Plan, told: Decided) -> Result<(), Refused> {
    let Some(mut proposal) = records::find(tx, ChangeId(told.subject)).await? else {
        return Err(StoreError::Missing("plan_version").into());
    };
    if (proposal.state, proposal.approval, proposal.round) != (State::Open, Some(told.approval), told.round) {
        return Ok(());
    }
    if told.outcome != Outcome::Approved {
        proposal.state = State::SentBack;
        return put(tx, &proposal, "plan.change_sent_back").await;
    }
    keep_first(tx, first).await?;
    let versions = records::decided(tx).await?;
    proposal.state = State::Decided;
    proposal.n = Some(fold::last(&versions) + 1);
    // What has held is not changed afterwards: a late decision holds from its own day.
    proposal.from = proposal.from.max(tx.now().date());
    proposal.decided_at = Some(tx.now());
    put(tx, &proposal, "plan.change_decided").await
}

/// The first version goes on record with the first decision.
async fn keep_first(tx: &Tx, first: &Plan) -> Result<(), StoreError> {
    let measures: BTreeMap<String, Change> = first.measures.iter().map(|m| (m.key.clone(), Change::whole(m))).collect();
    if let Some(id) = records::keep_first(tx, first.from, &measures).await? {
        tx.record(Deed::new("plan.first_version").row("plan_version", id));
    }
    Ok(())
}

/// What those who decide read: why, and each part as it is and as it shall be.
pub(super) fn text_for_decision(from: Date, why: &str, parts: &[(String, Vec<String>, Vec<String>)]) -> String {
    let mut text = format!(
        "計画を次のとおり変え、{}から効くものとしてよろしいか伺います。\n\n理由\n{why}\n",
        era::date_label(from)
    );
    for (part, old, new) in parts {
        let list = |lines: &[String]| match lines {
            [] => "（なし）".to_owned(),
            _ => lines.iter().map(|line| format!("・{line}")).collect::<Vec<_>>().join("\n"),
        };
        text.push_str(&format!("\n■{part}\nいま\n{}\n変えたあと\n{}\n", list(old), list(new)));
    }
    text
}

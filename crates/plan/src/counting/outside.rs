//! Figures that are counted outside the house: a survey, the ministry's statistics. An officer
//! enters them with their source; they count once the town's route has approved them.

use crate::counting::records::{self, Definition, Snapshot, Span};
use approvals::{Decided, Draft, Officer, Outcome, RouteBook};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::{AccountId, ApprovalId};
use kernel::{Moment, TypedId};
use std::collections::BTreeMap;
use store::{Act, Deed, Job, JobError, Reads, Row, StoreError, Tx, args};
use web::{Figure, House, JobKind, Period, SignedIn, WebError, Yearly};

kernel::id_type!(
    /// A figure from outside on its way.
    EntryId,
);

/// Keys of what is counted outside begin so.
pub(crate) const PREFIX: &str = "outside.";
/// The town's route for them.
const KIND: &str = "standard";

/// The job that approvals tell of their outcome.
pub(crate) const JOB: JobKind = JobKind { kind: "plan.outside_decided", run: decided };

/// How far an entry has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// With the route.
    Entered,
    /// It counts.
    Approved,
    /// Sent back or withdrawn: it does not count.
    Returned,
}

impl State {
    const fn key(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Approved => "approved",
            Self::Returned => "returned",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        [Self::Entered, Self::Approved, Self::Returned].into_iter().find(|s| s.key() == key)
    }
}

/// What an officer enters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewEntry {
    /// Key with the prefix.
    pub(crate) indicator: String,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) meaning: String,
    pub(crate) source: String,
    pub(crate) span: Span,
    pub(crate) period: Period,
    pub(crate) value: f64,
    /// From how many answers or records, where the source says so.
    pub(crate) n: Option<i64>,
}

/// An entry as kept.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    #[cfg_attr(not(test), expect(dead_code, reason = "its approval names it"))]
    pub(crate) id: EntryId,
    pub(crate) new: NewEntry,
    pub(crate) state: State,
    pub(crate) approval: Option<ApprovalId>,
    pub(crate) author: Option<AccountId>,
    pub(crate) entered_at: Moment,
}

macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "SELECT id, indicator, title, unit, meaning, source, span, first, last, value, n, state, approval, author, ",
            "entered_at FROM plan_outside ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<Entry, StoreError> {
    let (span, state, value): (String, String, String) = (row.get("span")?, row.get("state")?, row.get("value")?);
    let wrong = |column: &str| StoreError::Column(column.to_owned());
    Ok(Entry {
        id: row.get("id")?,
        new: NewEntry {
            indicator: row.get("indicator")?,
            title: row.get("title")?,
            unit: row.get("unit")?,
            meaning: row.get("meaning")?,
            source: row.get("source")?,
            span: Span::from_key(&span).ok_or_else(|| wrong("span"))?,
            period: Period { first: row.get("first")?, last: row.get("last")? },
            value: value.parse().map_err(|_| wrong("value"))?,
            n: row.get("n")?,
        },
        state: State::from_key(&state).ok_or_else(|| wrong("state"))?,
        approval: row.get("approval")?,
        author: row.get("author")?,
        entered_at: row.get("entered_at")?,
    })
}

/// The newest entries.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn newest(q: &impl Reads, limit: i64) -> Result<Vec<Entry>, StoreError> {
    q.rows(entries!("ORDER BY id DESC LIMIT $1"), args![limit]).await?.iter().map(read).collect()
}

async fn of_approval(q: &impl Reads, id: EntryId) -> Result<Option<Entry>, StoreError> {
    q.row(entries!("WHERE id = $1"), args![id]).await?.map(|r| read(&r)).transpose()
}

/// Enters a figure and puts it before the route.
///
/// # Errors
/// What approvals say; [`WebError::Forbidden`] for whoever is no officer.
pub(crate) async fn enter(house: &House, act: &Act, who: &SignedIn, new: NewEntry) -> Result<EntryId, WebError> {
    let drafter = Officer::of(who).ok_or(WebError::Forbidden)?;
    let desk = who.staff.as_ref().and_then(|s| s.desks.first()).cloned().ok_or(WebError::Forbidden)?;
    let inside = house.clone();
    house
        .db
        .write(act, move |tx| async move {
            let id: EntryId = tx.id();
            let draft = Draft {
                kind: KIND.to_owned(),
                title: format!("計画の数字（外から）: {}", new.title),
                text: wording(&new),
                attachments: Vec::new(),
                amount: None,
                desk,
                subject: ("plan_outside", id.uuid()),
                link: Some("/desk/plan/outside".to_owned()),
                person: None,
                drafter,
                on_decided: JOB.kind,
            };
            let approval = approvals::start(&tx, inside.shelved::<RouteBook>()?, draft).await?;
            insert(&tx, id, &new, approval).await?;
            Ok(id)
        })
        .await
}

/// 伺い: what is put before the route.
fn wording(new: &NewEntry) -> String {
    let n = new.n.map_or_else(|| "書かれていない".to_owned(), |n| n.to_string());
    format!(
        "次の数字を計画の数字として載せます。\n\n名前：{}\n期間：{} から {} まで\n値：{}{}\nもとの数：{n}\n意味と数え方：{}\n出どころ：{}",
        new.title,
        kernel::era::date_label(new.period.first),
        kernel::era::date_label(new.period.last),
        new.value,
        new.unit,
        new.meaning,
        new.source
    )
}

async fn insert(tx: &Tx, id: EntryId, new: &NewEntry, approval: ApprovalId) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO plan_outside (id, indicator, title, unit, meaning, source, span, first, last, value, n, state, \
         approval, author, entered_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)",
        args![
            id,
            &new.indicator,
            &new.title,
            &new.unit,
            &new.meaning,
            &new.source,
            new.span.key(),
            new.period.first,
            new.period.last,
            new.value.to_string(),
            new.n,
            State::Entered.key(),
            approval,
            tx.act().actor.account(),
            tx.now()
        ],
    )
    .await?;
    tx.record(Deed::new("plan.enter_outside").row("plan_outside", id).detail(&new.title));
    Ok(())
}

/// The route has decided; told twice it changes nothing.
fn decided(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let told: Decided = job.payload()?;
        let act = Act::system("plan", house.now());
        house.db.write(&act, move |tx| async move { settle(&tx, told).await }).await?;
        Ok(())
    }
    .boxed()
}

async fn settle(tx: &Tx, told: Decided) -> Result<(), StoreError> {
    let id = EntryId::from_uuid(told.subject);
    let state = if told.outcome == Outcome::Approved { State::Approved } else { State::Returned };
    let sql = "UPDATE plan_outside SET state = $2, version = version + 1 WHERE id = $1 AND state = $3";
    if tx.execute(sql, args![id, state.key(), State::Entered.key()]).await? != 1 {
        return Ok(());
    }
    let entry = of_approval(tx, id).await?.ok_or(StoreError::Missing("plan_outside"))?;
    let mut deed = Deed::new("plan.settle_outside").row("plan_outside", id);
    if state == State::Approved {
        deed = deed.row("plan_snapshot", write_down(tx, &entry).await?);
    }
    tx.record(deed.detail(&entry.new.title));
    Ok(())
}

/// An approved figure becomes a snapshot; where there is one for this stretch already it stands
/// beside it as the next revision.
async fn write_down(tx: &Tx, entry: &Entry) -> Result<records::SnapshotId, StoreError> {
    let new = &entry.new;
    let definition = records::define(tx, &definition(new)).await?;
    let known = records::closed(tx).await?;
    let before = known.get(&(new.indicator.clone(), new.span, new.period.last)).copied().unwrap_or(0);
    let figure = Figure::level(Some(new.value), new.n.unwrap_or(0));
    let snapshot = Snapshot {
        indicator: new.indicator.clone(),
        span: new.span,
        period: new.period,
        revision: before + 1,
        figure,
        cuts: BTreeMap::new(),
        reason: (before > 0).then(|| "新しい数字が決裁された".to_owned()),
        author: entry.author,
        closed_at: entry.entered_at,
    };
    records::add(tx, &snapshot, definition).await?.ok_or(StoreError::Missing("plan_snapshot"))
}

fn definition(new: &NewEntry) -> Definition {
    Definition {
        indicator: new.indicator.clone(),
        title: new.title.clone(),
        unit: new.unit.clone(),
        yearly: Yearly::Recount,
        words: new.meaning.clone(),
        source: Some(new.source.clone()),
        first_at: Moment::from_micros(0),
    }
}

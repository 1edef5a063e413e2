//! The agenda, what was said, and what was decided.

use super::records::{self, ItemKind};
use super::{DecisionId, ItemId, MeetingId, take, waiting};
use crate::steering::bodies::Steering;
use crate::steering::tasks::{self, NewTask, Origin};
use kernel::id::AccountId;
use kernel::{Date, TypedId, era};
use store::seal::seal;
use store::{Deed, Reads, StoreError, Tx, args};
use web::WebError;

/// The first items of a new meeting: open tasks, what waits, the topics.
pub(super) async fn begin(
    tx: &Tx,
    steering: &Steering,
    id: MeetingId,
    body: &str,
    topics: &[String],
    mut deed: Deed,
) -> Result<Deed, StoreError> {
    let mut n = 0;
    if !waiting::open_tasks(tx, body).await?.is_empty() {
        n += 1;
        let item = insert(tx, id, n, ItemKind::Tasks, "前回までに決まったやること", None).await?;
        deed = deed.row("plan_item", item);
    }
    if steering.body(body).is_some() {
        (n, deed) = take_up(tx, id, body, n, deed).await?;
    }
    for topic in topics {
        n += 1;
        deed = deed.row("plan_item", insert(tx, id, n, ItemKind::Topic, topic, None).await?);
    }
    Ok(deed)
}

/// Puts what waits for this body behind the item `n`; answers the last number.
async fn take_up(tx: &Tx, id: MeetingId, body: &str, mut n: i64, mut deed: Deed) -> Result<(i64, Deed), StoreError> {
    for forward in waiting::waiting_for(tx, body).await? {
        n += 1;
        let item = insert(tx, id, n, ItemKind::Waiting, &forward.title, forward.measure.as_deref()).await?;
        deed = waiting::taken_up(tx, forward.id, item, deed.row("plan_item", item)).await?;
    }
    Ok((n, deed))
}

/// Puts what came to wait since the meeting was called on its agenda, too.
pub(super) async fn add_waiting(tx: &Tx, meeting: MeetingId) -> Result<(), WebError> {
    let called = take(tx, meeting).await?;
    let deed = Deed::new("plan.item_add").row("plan_meeting", meeting);
    let (_, deed) = take_up(tx, meeting, &called.body, last(tx, meeting).await?, deed).await?;
    tx.record(deed);
    Ok(())
}

async fn last(tx: &Tx, meeting: MeetingId) -> Result<i64, StoreError> {
    let last: Option<Option<i64>> = tx.one("SELECT MAX(n) FROM plan_item WHERE meeting = $1", args![meeting]).await?;
    Ok(last.flatten().unwrap_or_default())
}

async fn insert(
    tx: &Tx,
    meeting: MeetingId,
    n: i64,
    kind: ItemKind,
    title: &str,
    measure: Option<&str>,
) -> Result<ItemId, StoreError> {
    let id: ItemId = tx.id();
    let sql = "INSERT INTO plan_item (id, meeting, n, kind, title, measure, minutes, version) \
               VALUES ($1, $2, $3, $4, $5, $6, '', 1)";
    tx.execute(sql, args![id, meeting, n, kind.as_str(), seal(title), measure]).await?;
    Ok(id)
}

/// Adds a topic at the end of the agenda.
pub(super) async fn add(tx: &Tx, meeting: MeetingId, title: &str, measure: Option<&str>) -> Result<ItemId, WebError> {
    take(tx, meeting).await?;
    let id = insert(tx, meeting, last(tx, meeting).await? + 1, ItemKind::Topic, title, measure).await?;
    tx.record(Deed::new("plan.item_add").row("plan_item", id).row("plan_meeting", meeting));
    Ok(id)
}

/// What a secretary writes of an item.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) title: String,
    pub(super) measure: Option<String>,
    pub(super) minutes: String,
}

/// Writes an item, if nobody wrote it since `version`.
pub(super) async fn write(
    tx: &Tx,
    meeting: MeetingId,
    id: ItemId,
    version: i64,
    new: &Written,
) -> Result<(), WebError> {
    take(tx, meeting).await?;
    let sql = "UPDATE plan_item SET title = $4, measure = $5, minutes = $6, version = version + 1 \
               WHERE id = $1 AND meeting = $2 AND version = $3";
    let args = args![id, meeting, version, seal(&new.title), new.measure.clone(), seal(&new.minutes)];
    if tx.execute(sql, args).await? != 1 {
        return Err(WebError::Changed);
    }
    tx.record(Deed::new("plan.item_write").row("plan_item", id).row("plan_meeting", meeting));
    Ok(())
}

/// A decision, and who does what about it until when.
#[derive(Debug, Clone)]
pub(super) struct NewDecision {
    pub(super) text: String,
    pub(super) task: Option<Promised>,
}

/// What follows a decision.
#[derive(Debug, Clone)]
pub(super) struct Promised {
    pub(super) title: String,
    pub(super) owner: AccountId,
    pub(super) owner_name: String,
    pub(super) due: Date,
}

/// Writes a decision down; the task that follows is opened with it.
pub(super) async fn decide(
    tx: &Tx,
    meeting: MeetingId,
    item: ItemId,
    new: NewDecision,
) -> Result<DecisionId, WebError> {
    take(tx, meeting).await?;
    let about = records::find_item(tx, meeting, item).await?.ok_or(WebError::NotFound)?.measure;
    let words = new.task.as_ref().map(|t| format!("{}（{}、{}まで）", t.title, t.owner_name, era::date_label(t.due)));
    let task = match new.task {
        Some(Promised { title, owner, due, .. }) => {
            Some(tasks::open(tx, NewTask { title, about, owner, due, origin: Origin::Meeting(meeting.uuid()) }).await?)
        }
        None => None,
    };
    let last: Option<Option<i64>> = tx.one("SELECT MAX(n) FROM plan_decision WHERE item = $1", args![item]).await?;
    let (id, n): (DecisionId, i64) = (tx.id(), last.flatten().unwrap_or_default() + 1);
    tx.execute(
        "INSERT INTO plan_decision (id, meeting, item, n, text, task, task_words, withdrawn, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![id, meeting, item, n, seal(&new.text), task, words.map(|w| seal(&w)), false, tx.now()],
    )
    .await?;
    tx.record(Deed::new("plan.decide").row("plan_decision", id).row("plan_meeting", meeting));
    Ok(id)
}

/// Takes a decision back that was written down wrongly; its task, if nobody ended it, is dropped.
pub(super) async fn withdraw(tx: &Tx, meeting: MeetingId, id: DecisionId) -> Result<(), WebError> {
    take(tx, meeting).await?;
    let sql =
        "UPDATE plan_decision SET withdrawn = $3 WHERE id = $1 AND meeting = $2 AND withdrawn = $4 RETURNING task";
    let Some(row) = tx.row(sql, args![id, meeting, true, false]).await? else { return Err(WebError::Changed) };
    if let Some(task) = row.get::<Option<tasks::TaskId>>("task")?
        && let Some(task) = tasks::find(tx, task).await?.filter(tasks::Task::is_open)
    {
        tasks::drop_task(tx, task.id, task.version, "決定を取り下げたため").await?;
    }
    tx.record(Deed::new("plan.undecide").row("plan_decision", id).row("plan_meeting", meeting));
    Ok(())
}

//! What waits for a body: open tasks of its meetings, and what other parts put before it (a cycle
//! that headquarters shall discuss).

use super::{ForwardId, ItemId, MeetingId};
use crate::steering::tasks::{self, Task, TaskId};
use kernel::{Date, Moment, Uuid};
use serde::{Deserialize, Serialize};
use store::seal::{open, seal};
use store::{Deed, NewJob, Reads, Row, StoreError, Tx, args};

/// Something to be put before a body.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    /// What it is, in the part that asks.
    pub(crate) about: Uuid,
    /// Key of the body; headquarters for a cycle.
    pub(crate) body: String,
    pub(crate) title: String,
    pub(crate) measure: Option<String>,
    /// Where it can be read.
    pub(crate) path: String,
    /// The job that tells when the minutes are approved ([`Discussed`]), if anybody wants to know.
    pub(crate) on_discussed: Option<&'static str>,
}

/// What the part that asked is told by its job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Discussed {
    pub(crate) about: Uuid,
    pub(crate) meeting: MeetingId,
    pub(crate) day: Date,
}

/// Something that waits for the next meeting.
#[derive(Debug, Clone)]
pub(crate) struct WaitingItem {
    pub(crate) title: String,
    pub(crate) measure: Option<String>,
    pub(crate) path: String,
    /// Last day, where it is a task.
    pub(crate) due: Option<Date>,
}

/// A forward that no meeting took up yet.
#[derive(Debug, Clone)]
pub(super) struct Waits {
    pub(super) id: ForwardId,
    pub(super) title: String,
    pub(super) measure: Option<String>,
    pub(super) path: String,
}

/// Puts something before a body; its next meeting begins with it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn put_forward(tx: &Tx, new: &Forward) -> Result<ForwardId, StoreError> {
    let sql = "SELECT id FROM plan_forward WHERE about = $1 AND body = $2 AND state IN ('waiting', 'on_agenda')";
    if let Some(known) = tx.one(sql, args![new.about, &new.body]).await? {
        return Ok(known);
    }
    let id: ForwardId = tx.id();
    tx.execute(
        "INSERT INTO plan_forward (id, about, body, title, measure, path, on_discussed, state, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)",
        args![
            id,
            new.about,
            &new.body,
            seal(&new.title),
            new.measure.clone(),
            &new.path,
            new.on_discussed.unwrap_or_default(),
            tx.now()
        ],
    )
    .await?;
    tx.record(Deed::new("plan.forward").row("plan_forward", id));
    Ok(id)
}

/// Takes back what no meeting took up yet: it was settled another way.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn take_back(tx: &Tx, about: Uuid) -> Result<(), StoreError> {
    let sql = "UPDATE plan_forward SET state = 'taken_back' WHERE about = $1 AND state = 'waiting' RETURNING id";
    for row in tx.rows(sql, args![about]).await? {
        tx.record(Deed::new("plan.forward_back").row("plan_forward", row.get::<ForwardId>("id")?));
    }
    Ok(())
}

/// When and where something was discussed, with the minutes of its item; `None` before the minutes
/// are approved.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn discussed(q: &impl Reads, about: Uuid) -> Result<Option<(MeetingId, Moment, String)>, StoreError> {
    let sql = "SELECT i.meeting, m.at, i.minutes FROM plan_forward f JOIN plan_item i ON i.id = f.item \
               JOIN plan_minutes m ON m.meeting = i.meeting WHERE f.about = $1 AND f.state = 'discussed' \
               ORDER BY m.at DESC LIMIT 1";
    let row = q.row(sql, args![about]).await?;
    row.map(|r| Ok((r.get("meeting")?, r.get("at")?, open(r.get("minutes")?)))).transpose()
}

/// What the next meeting of a body begins with: its open tasks, then what was put before it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn waiting_items(q: &impl Reads, body: &str) -> Result<Vec<WaitingItem>, StoreError> {
    let task = |t: Task| WaitingItem {
        title: t.title,
        measure: t.measure,
        path: format!("/desk/plan/tasks/{}", t.id),
        due: Some(t.due),
    };
    let forward = |w: Waits| WaitingItem { title: w.title, measure: w.measure, path: w.path, due: None };
    let mut all: Vec<WaitingItem> = open_tasks(q, body).await?.into_iter().map(task).collect();
    all.extend(waiting_for(q, body).await?.into_iter().map(forward));
    Ok(all)
}

/// The open tasks that came from meetings of a body, the most urgent first.
pub(super) async fn open_tasks(q: &impl Reads, body: &str) -> Result<Vec<Task>, StoreError> {
    let sql = "SELECT t.id FROM plan_task t JOIN plan_meeting m ON m.id = t.origin_id \
               WHERE t.origin = 'meeting' AND t.state = 'open' AND m.body = $1 ORDER BY t.due, t.id";
    let mut found = Vec::new();
    for row in q.rows(sql, args![body]).await? {
        found.extend(tasks::find(q, row.get::<TaskId>("id")?).await?);
    }
    Ok(found)
}

pub(super) async fn waiting_for(q: &impl Reads, body: &str) -> Result<Vec<Waits>, StoreError> {
    let sql = "SELECT * FROM plan_forward WHERE body = $1 AND state = 'waiting' ORDER BY at, id";
    q.rows(sql, args![body]).await?.iter().map(waits).collect()
}

/// Where the matter of an item can be read, if it was put forward.
pub(super) async fn path_of(q: &impl Reads, item: ItemId) -> Result<Option<String>, StoreError> {
    q.one("SELECT path FROM plan_forward WHERE item = $1", args![item]).await
}

fn waits(r: &Row) -> Result<Waits, StoreError> {
    Ok(Waits { id: r.get("id")?, title: open(r.get("title")?), measure: r.get("measure")?, path: r.get("path")? })
}

/// An agenda has it now.
pub(super) async fn taken_up(tx: &Tx, id: ForwardId, item: ItemId, deed: Deed) -> Result<Deed, StoreError> {
    let sql = "UPDATE plan_forward SET item = $2, state = 'on_agenda' WHERE id = $1";
    tx.execute(sql, args![id, item]).await?;
    Ok(deed.row("plan_forward", id))
}

/// The meeting was called off: it waits again.
pub(super) async fn put_back(tx: &Tx, meeting: MeetingId, mut deed: Deed) -> Result<Deed, StoreError> {
    for id in on_agenda(tx, meeting).await? {
        tx.execute("UPDATE plan_forward SET item = NULL, state = 'waiting' WHERE id = $1", args![id]).await?;
        deed = deed.row("plan_forward", id);
    }
    Ok(deed)
}

/// The minutes are approved: whoever asked is told.
pub(super) async fn settle(tx: &Tx, meeting: MeetingId, day: Date, mut deed: Deed) -> Result<Deed, StoreError> {
    for id in on_agenda(tx, meeting).await? {
        let sql = "UPDATE plan_forward SET state = 'discussed' WHERE id = $1 RETURNING about, on_discussed";
        let Some(row) = tx.row(sql, args![id]).await? else { continue };
        let told = Discussed { about: row.get("about")?, meeting, day };
        let kind: String = row.get("on_discussed")?;
        if !kind.is_empty() {
            tx.enqueue(NewJob::new(kind, &told).key(format!("plan.discussed:{id}")));
        }
        deed = deed.row("plan_forward", id);
    }
    Ok(deed)
}

async fn on_agenda(q: &impl Reads, meeting: MeetingId) -> Result<Vec<ForwardId>, StoreError> {
    let sql = "SELECT f.id FROM plan_forward f JOIN plan_item i ON i.id = f.item \
               WHERE i.meeting = $1 AND f.state = 'on_agenda' ORDER BY i.n";
    q.rows(sql, args![meeting]).await?.iter().map(|r| r.get("id")).collect()
}

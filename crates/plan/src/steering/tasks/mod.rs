//! やること: what somebody promised to do until a day, where that came from, and whether it worked.

mod in_hand;
pub(crate) mod pages;
mod records;
mod reminders;
#[cfg(test)]
mod tests;

pub(crate) use in_hand::{list as in_hand, pass_on};
pub(crate) use pages::waiting;
pub(crate) use records::{find, for_measure, of, open_of};
pub(crate) use reminders::{MAIL, mail, remind};

use kernel::id::AccountId;
use kernel::{Date, Moment, Uuid};
use reminders::{News, tell};
use store::seal::seal;
use store::{Deed, Reads, StoreError, Tx, args};
use web::WebError;

kernel::id_type!(
    /// やること (one task).
    TaskId,
    /// One change of a task.
    StepId,
);

/// Where a task came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A card of a KPT board.
    Kpt(Uuid),
    /// A decision of a meeting.
    Meeting(Uuid),
    /// A cycle of a measure.
    Pdca(Uuid),
}

impl Origin {
    const fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Kpt(id) => ("kpt", id),
            Self::Meeting(id) => ("meeting", id),
            Self::Pdca(id) => ("pdca", id),
        }
    }

    fn of(word: &str, id: Uuid) -> Option<Self> {
        match word {
            "kpt" => Some(Self::Kpt(id)),
            "meeting" => Some(Self::Meeting(id)),
            "pdca" => Some(Self::Pdca(id)),
            _ => None,
        }
    }

    /// What officers call it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Kpt(_) => "KPTの「次に試すこと」",
            Self::Meeting(_) => "会議で決まったこと",
            Self::Pdca(_) => "年度の振り返り",
        }
    }
}

/// Whether what was done had the effect that was hoped for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Worked {
    Yes,
    Partly,
    No,
}

impl Worked {
    pub(crate) const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.as_str() == word)
    }

    /// What officers call it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Yes => "うまくいった",
            Self::Partly => "少しうまくいった",
            Self::No => "うまくいかなかった",
        }
    }
}

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TaskState {
    Open,
    Done(Worked),
    Dropped,
}

/// A task to be opened.
#[derive(Debug, Clone)]
pub(crate) struct NewTask {
    pub(crate) title: String,
    /// Key of the measure that it serves.
    pub(crate) about: Option<String>,
    /// An officer.
    pub(crate) owner: AccountId,
    pub(crate) due: Date,
    pub(crate) origin: Origin,
}

/// A task as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) id: TaskId,
    pub(crate) title: String,
    pub(crate) measure: Option<String>,
    pub(crate) owner: AccountId,
    pub(crate) due: Date,
    pub(crate) origin: Origin,
    pub(crate) state: TaskState,
    /// What the owner said of the outcome, or why it was dropped.
    pub(crate) words: Option<String>,
    pub(crate) opened_at: Moment,
    pub(crate) ended_at: Option<Moment>,
    pub(crate) version: i64,
}

impl Task {
    pub(crate) fn is_open(&self) -> bool {
        self.state == TaskState::Open
    }

    /// Whether it should have been done by `today`.
    pub(crate) fn is_late(&self, today: Date) -> bool {
        self.is_open() && self.due < today
    }
}

/// One change of a task.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// `opened`, `moved`, `passed`, `done`, `dropped`.
    pub(crate) what: String,
    pub(crate) words: Option<String>,
    pub(crate) owner: AccountId,
    pub(crate) due: Date,
    pub(crate) actor: Option<AccountId>,
    pub(crate) at: Moment,
}

/// Opens a task and tells its owner.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn open(tx: &Tx, new: NewTask) -> Result<TaskId, StoreError> {
    let id: TaskId = tx.id();
    let (origin, origin_id) = new.origin.parts();
    tx.execute(
        "INSERT INTO plan_task (id, title, measure, owner, due, origin, origin_id, state, opened_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, 1)",
        args![id, seal(&new.title), new.about, new.owner, new.due, origin, origin_id, tx.now()],
    )
    .await?;
    note(tx, id, 1, "opened", None, (new.owner, new.due)).await?;
    if tx.act().actor.account() != Some(new.owner) {
        tell(tx, id, News::Given, new.due);
    }
    Ok(id)
}

/// Ends a task as done, with whether it worked and a sentence about it.
///
/// # Errors
/// [`WebError::Changed`] when it moved on since `version`.
pub(crate) async fn finish(tx: &Tx, id: TaskId, version: i64, worked: Worked, words: &str) -> Result<(), WebError> {
    let task = taken(tx, id, version).await?;
    let sql = "UPDATE plan_task SET state = 'done', worked = $2, words = $3, ended_at = $4 WHERE id = $1";
    tx.execute(sql, args![id, worked.as_str(), seal(words), tx.now()]).await?;
    Ok(note(tx, id, version + 1, "done", Some(words), (task.owner, task.due)).await?)
}

/// Ends a task that will not be done, with the reason.
///
/// # Errors
/// As [`finish`].
pub(crate) async fn drop_task(tx: &Tx, id: TaskId, version: i64, why: &str) -> Result<(), WebError> {
    let task = taken(tx, id, version).await?;
    let sql = "UPDATE plan_task SET state = 'dropped', words = $2, ended_at = $3 WHERE id = $1";
    tx.execute(sql, args![id, seal(why), tx.now()]).await?;
    note(tx, id, version + 1, "dropped", Some(why), (task.owner, task.due)).await?;
    if tx.act().actor.account() != Some(task.owner) {
        tell(tx, id, News::Dropped, task.due);
    }
    Ok(())
}

/// Gives a task another last day, with the reason; the first one stays readable.
///
/// # Errors
/// As [`finish`].
pub(crate) async fn move_due(tx: &Tx, id: TaskId, version: i64, due: Date, why: &str) -> Result<(), WebError> {
    let task = taken(tx, id, version).await?;
    tx.execute("UPDATE plan_task SET due = $2 WHERE id = $1", args![id, due]).await?;
    note(tx, id, version + 1, "moved", Some(why), (task.owner, due)).await?;
    if tx.act().actor.account() != Some(task.owner) {
        tell(tx, id, News::Moved, due);
    }
    Ok(())
}

/// Gives a task to another officer, who is told.
///
/// # Errors
/// As [`finish`].
pub(crate) async fn pass(tx: &Tx, id: TaskId, version: i64, to: AccountId, why: Option<&str>) -> Result<(), WebError> {
    let task = taken(tx, id, version).await?;
    tx.execute("UPDATE plan_task SET owner = $2 WHERE id = $1", args![id, to]).await?;
    note(tx, id, version + 1, "passed", why, (to, task.due)).await?;
    if tx.act().actor.account() != Some(to) {
        tell(tx, id, News::Given, task.due);
    }
    Ok(())
}

/// Takes an open task for a change; of two at once only one gets it.
async fn taken(tx: &Tx, id: TaskId, version: i64) -> Result<Task, WebError> {
    let sql = "UPDATE plan_task SET version = version + 1 WHERE id = $1 AND version = $2 AND state = 'open'";
    if tx.execute(sql, args![id, version]).await? != 1 {
        return Err(WebError::Changed);
    }
    Ok(find(tx, id).await?.ok_or(StoreError::Missing("plan_task"))?)
}

/// Writes down what changed, and the deed that vouches for it.
async fn note(
    tx: &Tx,
    id: TaskId,
    n: i64,
    what: &'static str,
    words: Option<&str>,
    now: (AccountId, Date),
) -> Result<(), StoreError> {
    let row: StepId = tx.id();
    tx.execute(
        "INSERT INTO plan_task_step (id, task, n, what, words, owner, due, actor, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![row, id, n, what, words.map(seal), now.0, now.1, tx.act().actor.account(), tx.now()],
    )
    .await?;
    let act = match what {
        "opened" => "plan.task_open",
        "done" => "plan.task_done",
        "dropped" => "plan.task_drop",
        "moved" => "plan.task_move",
        _ => "plan.task_pass",
    };
    tx.record(Deed::new(act).row("plan_task", id).row("plan_task_step", row));
    Ok(())
}

/// How many tasks of an officer are open, and how many of them late.
pub(crate) async fn load_of(q: &impl Reads, owner: AccountId, today: Date) -> Result<(i64, i64), StoreError> {
    let sql = "SELECT COUNT(*) FROM plan_task WHERE owner = $1 AND state = 'open'";
    let open = q.one::<i64>(sql, args![owner]).await?.unwrap_or_default();
    let sql = "SELECT COUNT(*) FROM plan_task WHERE owner = $1 AND state = 'open' AND due < $2";
    Ok((open, q.one::<i64>(sql, args![owner, today]).await?.unwrap_or_default()))
}

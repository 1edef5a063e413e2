//! The rows of tasks.

use super::{Origin, Step, Task, TaskId, TaskState, Worked};
use kernel::Date;
use kernel::id::AccountId;
use store::seal::open;
use store::{Reads, Row, StoreError, args};

/// The longest list on one page.
const MOST: i64 = 200;

fn column(name: &str) -> StoreError {
    StoreError::Column(name.to_owned())
}

fn read(r: &Row) -> Result<Task, StoreError> {
    let worked: Option<String> = r.get("worked")?;
    let state = match r.get::<String>("state")?.as_str() {
        "open" => TaskState::Open,
        "dropped" => TaskState::Dropped,
        _ => TaskState::Done(worked.as_deref().and_then(Worked::parse).ok_or_else(|| column("worked"))?),
    };
    let origin = Origin::of(&r.get::<String>("origin")?, r.get("origin_id")?);
    Ok(Task {
        id: r.get("id")?,
        title: open(r.get("title")?),
        measure: r.get("measure")?,
        owner: r.get("owner")?,
        due: r.get("due")?,
        origin: origin.ok_or_else(|| column("origin"))?,
        state,
        words: r.get::<Option<String>>("words")?.map(open),
        opened_at: r.get("opened_at")?,
        ended_at: r.get("ended_at")?,
        version: r.get("version")?,
    })
}

/// A task.
pub(crate) async fn find(q: &impl Reads, id: TaskId) -> Result<Option<Task>, StoreError> {
    q.row("SELECT * FROM plan_task WHERE id = $1", args![id]).await?.map(|r| read(&r)).transpose()
}

/// The tasks that came from a card, a meeting or a cycle, in the order they were opened.
pub(crate) async fn of(q: &impl Reads, origin: Origin) -> Result<Vec<Task>, StoreError> {
    let (word, id) = origin.parts();
    let sql = "SELECT * FROM plan_task WHERE origin_id = $1 AND origin = $2 ORDER BY id";
    q.rows(sql, args![id, word]).await?.iter().map(read).collect()
}

/// The tasks of a measure, open ones first, then the newest.
pub(crate) async fn for_measure(q: &impl Reads, measure: &str) -> Result<Vec<Task>, StoreError> {
    let sql = "SELECT * FROM plan_task WHERE measure = $1 \
               ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, due, id LIMIT $2";
    q.rows(sql, args![measure, MOST]).await?.iter().map(read).collect()
}

/// What an officer has to do, the most urgent first.
pub(crate) async fn open_of(q: &impl Reads, owner: AccountId) -> Result<Vec<Task>, StoreError> {
    let sql = "SELECT * FROM plan_task WHERE owner = $1 AND state = 'open' ORDER BY due, id";
    q.rows(sql, args![owner]).await?.iter().map(read).collect()
}

/// What an officer ended, the newest first.
pub(crate) async fn ended_of(q: &impl Reads, owner: AccountId) -> Result<Vec<Task>, StoreError> {
    let sql = "SELECT * FROM plan_task WHERE owner = $1 AND state <> 'open' ORDER BY ended_at DESC, id DESC LIMIT 10";
    q.rows(sql, args![owner]).await?.iter().map(read).collect()
}

/// Everybody's tasks: the open ones by their last day, or the ended ones, newest first.
pub(crate) async fn all(q: &impl Reads, open: bool) -> Result<Vec<Task>, StoreError> {
    let sql = if open {
        "SELECT * FROM plan_task WHERE state = 'open' ORDER BY due, id LIMIT $1"
    } else {
        "SELECT * FROM plan_task WHERE state <> 'open' ORDER BY ended_at DESC, id DESC LIMIT $1"
    };
    q.rows(sql, args![MOST]).await?.iter().map(read).collect()
}

/// The open tasks whose last day is `day` or before.
pub(super) async fn due_until(q: &impl Reads, day: Date) -> Result<Vec<Task>, StoreError> {
    let sql = "SELECT * FROM plan_task WHERE state = 'open' AND due <= $1 ORDER BY due, id";
    q.rows(sql, args![day]).await?.iter().map(read).collect()
}

/// What became of a task, first step first.
pub(crate) async fn steps(q: &impl Reads, id: TaskId) -> Result<Vec<Step>, StoreError> {
    let rows = q.rows("SELECT * FROM plan_task_step WHERE task = $1 ORDER BY n", args![id]).await?;
    rows.iter()
        .map(|r| {
            Ok(Step {
                what: r.get("what")?,
                words: r.get::<Option<String>>("words")?.map(open),
                owner: r.get("owner")?,
                due: r.get("due")?,
                actor: r.get("actor")?,
                at: r.get("at")?,
            })
        })
        .collect()
}

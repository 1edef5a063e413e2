//! The rows of meetings.

use super::{Attendance, Came, DecisionId, ItemId, Meeting, MeetingId, MeetingState};
use crate::steering::people;
use crate::steering::tasks::TaskId;
use kernel::id::AccountId;
use kernel::{Date, Moment};
use store::seal::open;
use store::{Reads, Row, StoreError, args};
use web::House;

/// The longest list on one page.
const MOST: i64 = 100;

/// What an item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Topic,
    /// What was promised at the last meetings.
    Tasks,
    /// Something that waited for the body.
    Waiting,
}

impl ItemKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Tasks => "tasks",
            Self::Waiting => "waiting",
        }
    }
}

/// An item of an agenda with what was said.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) id: ItemId,
    pub(crate) n: i64,
    pub(crate) kind: ItemKind,
    pub(crate) title: String,
    pub(crate) measure: Option<String>,
    pub(crate) minutes: String,
    pub(crate) version: i64,
}

/// A decision on an item.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub(crate) id: DecisionId,
    pub(crate) item: ItemId,
    pub(crate) text: String,
    pub(crate) task: Option<TaskId>,
    /// Owner and last day as they were decided.
    pub(crate) task_words: Option<String>,
    pub(crate) withdrawn: bool,
}

/// Approved minutes.
#[derive(Debug, Clone)]
pub(crate) struct Minutes {
    pub(crate) text: String,
    pub(crate) digest: String,
    pub(crate) approver_name: String,
    pub(crate) at: Moment,
}

fn column(name: &str) -> StoreError {
    StoreError::Column(name.to_owned())
}

fn opened(r: &Row, name: &str) -> Result<Option<String>, StoreError> {
    Ok(r.get::<Option<String>>(name)?.map(open))
}

fn meeting(r: &Row) -> Result<Meeting, StoreError> {
    Ok(Meeting {
        id: r.get("id")?,
        body: r.get("body")?,
        title: open(r.get("title")?),
        day: r.get("day")?,
        starts: r.get("starts")?,
        place: opened(r, "place")?,
        link: opened(r, "link")?,
        guests: opened(r, "guests")?,
        state: MeetingState::parse(&r.get::<String>("state")?).ok_or_else(|| column("state"))?,
        invited_at: r.get("invited_at")?,
        why: opened(r, "why")?,
        version: r.get("version")?,
    })
}

/// A meeting.
pub(super) async fn find(q: &impl Reads, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
    q.row("SELECT * FROM plan_meeting WHERE id = $1", args![id]).await?.map(|r| meeting(&r)).transpose()
}

/// The meetings from a day on, the next first.
pub(super) async fn from(q: &impl Reads, day: Date) -> Result<Vec<Meeting>, StoreError> {
    let sql = "SELECT * FROM plan_meeting WHERE day >= $1 AND state <> 'called_off' ORDER BY day, starts, id LIMIT $2";
    q.rows(sql, args![day, MOST]).await?.iter().map(meeting).collect()
}

/// The meetings before a day and those called off, the last first.
pub(super) async fn before(q: &impl Reads, day: Date) -> Result<Vec<Meeting>, StoreError> {
    let sql = "SELECT * FROM plan_meeting WHERE day < $1 OR state = 'called_off' ORDER BY day DESC, starts DESC, id DESC LIMIT $2";
    q.rows(sql, args![day, MOST]).await?.iter().map(meeting).collect()
}

/// The meetings to come to which an officer is invited.
pub(crate) async fn upcoming_of(house: &House, account: AccountId, day: Date) -> Result<Vec<Meeting>, StoreError> {
    let mine: Vec<String> =
        people::offices(house, day).await?.into_iter().filter(|h| h.holder == account).map(|h| h.body).collect();
    let mut meetings = from(&house.db, day).await?;
    meetings.retain(|m| m.is_open() && m.invited_at.is_some() && mine.contains(&m.body));
    Ok(meetings)
}

fn item(r: &Row) -> Result<Item, StoreError> {
    let kind = match r.get::<String>("kind")?.as_str() {
        "tasks" => ItemKind::Tasks,
        "waiting" => ItemKind::Waiting,
        _ => ItemKind::Topic,
    };
    Ok(Item {
        id: r.get("id")?,
        n: r.get("n")?,
        kind,
        title: open(r.get("title")?),
        measure: r.get("measure")?,
        minutes: open(r.get("minutes")?),
        version: r.get("version")?,
    })
}

/// The agenda of a meeting, in its order.
pub(super) async fn items(q: &impl Reads, id: MeetingId) -> Result<Vec<Item>, StoreError> {
    q.rows("SELECT * FROM plan_item WHERE meeting = $1 ORDER BY n", args![id]).await?.iter().map(item).collect()
}

/// One item of a meeting.
pub(super) async fn find_item(q: &impl Reads, meeting: MeetingId, id: ItemId) -> Result<Option<Item>, StoreError> {
    let sql = "SELECT * FROM plan_item WHERE id = $1 AND meeting = $2";
    q.row(sql, args![id, meeting]).await?.map(|r| item(&r)).transpose()
}

/// The decisions of a meeting, withdrawn ones too.
pub(super) async fn decisions(q: &impl Reads, id: MeetingId) -> Result<Vec<Decision>, StoreError> {
    let rows = q.rows("SELECT * FROM plan_decision WHERE meeting = $1 ORDER BY item, n", args![id]).await?;
    rows.iter()
        .map(|r| {
            Ok(Decision {
                id: r.get("id")?,
                item: r.get("item")?,
                text: open(r.get("text")?),
                task: r.get("task")?,
                task_words: opened(r, "task_words")?,
                withdrawn: r.get("withdrawn")?,
            })
        })
        .collect()
}

/// Who came to a meeting.
pub(super) async fn attendance(q: &impl Reads, id: MeetingId) -> Result<Vec<Attendance>, StoreError> {
    let rows = q.rows("SELECT * FROM plan_attendance WHERE meeting = $1 ORDER BY id", args![id]).await?;
    rows.iter()
        .map(|r| {
            Ok(Attendance {
                member: r.get("member")?,
                name: open(r.get("name")?),
                office: r.get("office")?,
                came: Came::parse(&r.get::<String>("came")?).ok_or_else(|| column("came"))?,
            })
        })
        .collect()
}

/// The approved minutes of a meeting.
pub(super) async fn minutes(q: &impl Reads, id: MeetingId) -> Result<Option<Minutes>, StoreError> {
    let row = q.row("SELECT * FROM plan_minutes WHERE meeting = $1", args![id]).await?;
    row.map(|r| {
        Ok(Minutes {
            text: open(r.get("text")?),
            digest: r.get("digest")?,
            approver_name: open(r.get("approver_name")?),
            at: r.get("at")?,
        })
    })
    .transpose()
}

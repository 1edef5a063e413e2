//! Meetings of a body: invitation, agenda, papers, attendance, minutes with decisions and the tasks
//! that follow; approved minutes never change.

mod items;
mod mails;
mod minutes;
pub(crate) mod pages;
mod papers;
mod records;
#[cfg(test)]
mod tests;
mod waiting;

pub(crate) use mails::{MAIL, mail};
pub(crate) use papers::{Paper, for_measure as papers_for_measure};
pub(crate) use records::upcoming_of;
#[cfg(test)]
pub(crate) use waiting::Discussed;
pub(crate) use waiting::{Forward, discussed, put_forward, take_back, waiting_items};

use super::bodies::Steering;
use super::people::members;
use super::{CIO, STEER};
use kernel::id::AccountId;
use kernel::{Date, Moment};
use store::seal::seal;
use store::{Deed, StoreError, Tx, args};
use web::{House, Visit, WebError};

kernel::id_type!(
    /// 会議 (one meeting).
    MeetingId,
    /// One item of an agenda.
    ItemId,
    /// One decision on an item.
    DecisionId,
    /// One paper of a meeting.
    PaperId,
    /// Whether one member came.
    AttendanceId,
    /// Approved minutes.
    MinutesId,
    /// Something that waits for a body.
    ForwardId,
);

/// How a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MeetingState {
    /// It is to come, or its minutes are being written.
    Open,
    /// The minutes are approved and never change.
    Approved,
    CalledOff,
}

impl MeetingState {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::CalledOff => "called_off",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Approved, Self::CalledOff].into_iter().find(|s| s.as_str() == word)
    }
}

/// A meeting as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    pub(crate) id: MeetingId,
    pub(crate) body: String,
    pub(crate) title: String,
    pub(crate) day: Date,
    /// `13:30`.
    pub(crate) starts: String,
    pub(crate) place: Option<String>,
    /// Where to join on line; https only.
    pub(crate) link: Option<String>,
    /// Who else came, in words.
    pub(crate) guests: Option<String>,
    pub(crate) state: MeetingState,
    pub(crate) invited_at: Option<Moment>,
    /// Why it was called off.
    pub(crate) why: Option<String>,
    pub(crate) version: i64,
}

impl Meeting {
    pub(crate) fn is_open(&self) -> bool {
        self.state == MeetingState::Open
    }

    /// `令和8年6月20日 13:30`.
    pub(crate) fn when(&self) -> String {
        format!("{} {}", kernel::era::date_label(self.day), self.starts)
    }
}

/// When and where, as typed and checked.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) day: Date,
    pub(crate) starts: String,
    pub(crate) place: Option<String>,
    pub(crate) link: Option<String>,
}

/// What the visitor may do with a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Keeps agenda, papers, attendance and minutes.
    pub(crate) writes: bool,
    /// Approves the minutes.
    pub(crate) approves: bool,
}

/// Whether the visitor may see a meeting of a body, and what they may do; `None` for everybody else.
pub(crate) async fn standing(visit: &Visit, body: &str, day: Date) -> Result<Option<Standing>, WebError> {
    let me = visit.signed_in()?.account;
    let today = visit.now().date();
    let mut mine = members(visit.house(), body, today).await?;
    if day != today {
        mine.extend(members(visit.house(), body, day).await?);
    }
    mine.retain(|h| h.holder == me);
    let standing = Standing { writes: visit.may(STEER), approves: visit.may(CIO) || mine.iter().any(|h| h.chairs) };
    Ok((standing.writes || standing.approves || !mine.is_empty()).then_some(standing))
}

/// Opens a meeting. Its agenda begins with what was promised the last times and with what waits for
/// the body; `topics` follow.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn open(
    tx: &Tx,
    steering: &Steering,
    body: &str,
    frame: &Frame,
    topics: &[String],
) -> Result<MeetingId, StoreError> {
    let id: MeetingId = tx.id();
    tx.execute(
        "INSERT INTO plan_meeting (id, body, title, day, starts, place, link, state, version, opened_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', 1, $8)",
        args![
            id,
            body,
            seal(&frame.title),
            frame.day,
            &frame.starts,
            frame.place.as_deref().map(seal),
            frame.link.as_deref().map(seal),
            tx.now()
        ],
    )
    .await?;
    let deed = items::begin(tx, steering, id, body, topics, Deed::new("plan.meeting_open")).await?;
    tx.record(deed.row("plan_meeting", id));
    Ok(id)
}

/// Takes a meeting whose minutes are open for a change of something in it.
///
/// # Errors
/// [`WebError::Changed`] when the minutes are approved or the meeting was called off.
pub(crate) async fn take(tx: &Tx, id: MeetingId) -> Result<Meeting, WebError> {
    let sql = "UPDATE plan_meeting SET version = version + 1 WHERE id = $1 AND state = 'open'";
    if tx.execute(sql, args![id]).await? != 1 {
        return Err(WebError::Changed);
    }
    Ok(records::find(tx, id).await?.ok_or(StoreError::Missing("plan_meeting"))?)
}

/// The same, if nobody changed it since `version`.
async fn take_as_seen(tx: &Tx, id: MeetingId, version: i64) -> Result<Meeting, WebError> {
    let meeting = take(tx, id).await?;
    if meeting.version == version + 1 { Ok(meeting) } else { Err(WebError::Changed) }
}

/// Changes when and where; members who were invited are told.
///
/// # Errors
/// As [`take`].
pub(crate) async fn amend(tx: &Tx, id: MeetingId, version: i64, frame: &Frame) -> Result<(), WebError> {
    let meeting = take_as_seen(tx, id, version).await?;
    let sql = "UPDATE plan_meeting SET title = $2, day = $3, starts = $4, place = $5, link = $6 WHERE id = $1";
    let (place, link) = (frame.place.as_deref().map(seal), frame.link.as_deref().map(seal));
    tx.execute(sql, args![id, seal(&frame.title), frame.day, &frame.starts, place, link]).await?;
    tx.record(Deed::new("plan.meeting_amend").row("plan_meeting", id));
    if meeting.invited_at.is_some() {
        mails::tell(tx, id, mails::News::Moved);
    }
    Ok(())
}

/// Sends the invitation, with agenda and papers as links, to every member.
///
/// # Errors
/// As [`take`].
pub(crate) async fn invite(tx: &Tx, id: MeetingId) -> Result<(), WebError> {
    take(tx, id).await?;
    tx.execute("UPDATE plan_meeting SET invited_at = $2 WHERE id = $1", args![id, tx.now()]).await?;
    tx.record(Deed::new("plan.meeting_invite").row("plan_meeting", id));
    mails::tell(tx, id, mails::News::Invited);
    Ok(())
}

/// Calls a meeting off; what waited for the body waits again.
///
/// # Errors
/// As [`take`].
pub(crate) async fn call_off(tx: &Tx, id: MeetingId, version: i64, why: &str) -> Result<(), WebError> {
    let meeting = take_as_seen(tx, id, version).await?;
    let sql = "UPDATE plan_meeting SET state = 'called_off', why = $2 WHERE id = $1";
    tx.execute(sql, args![id, seal(why)]).await?;
    let deed = waiting::put_back(tx, id, Deed::new("plan.meeting_off")).await?;
    tx.record(deed.row("plan_meeting", id));
    if meeting.invited_at.is_some() {
        mails::tell(tx, id, mails::News::CalledOff);
    }
    Ok(())
}

/// One member at a meeting.
#[derive(Debug, Clone)]
pub(crate) struct Attendance {
    pub(crate) member: AccountId,
    pub(crate) name: String,
    pub(crate) office: String,
    pub(crate) came: Came,
}

/// Whether somebody came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Came {
    Here,
    Online,
    Away,
}

impl Came {
    pub(crate) const ALL: [Self; 3] = [Self::Here, Self::Online, Self::Away];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Online => "online",
            Self::Away => "away",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }

    /// What officers call it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Here => "出席",
            Self::Online => "オンラインで出席",
            Self::Away => "欠席",
        }
    }
}

/// Writes down who came.
///
/// # Errors
/// As [`take`].
pub(crate) async fn attend(tx: &Tx, id: MeetingId, all: &[Attendance], guests: Option<&str>) -> Result<(), WebError> {
    take(tx, id).await?;
    tx.execute("UPDATE plan_meeting SET guests = $2 WHERE id = $1", args![id, guests.map(seal)]).await?;
    let mut deed = Deed::new("plan.meeting_attend").row("plan_meeting", id);
    for one in all {
        let row: AttendanceId = tx.id();
        let sql = "INSERT INTO plan_attendance (id, meeting, member, name, office, came) VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (meeting, member) DO UPDATE SET came = excluded.came, office = excluded.office \
                   RETURNING id";
        let args = args![row, id, one.member, seal(&one.name), &one.office, one.came.as_str()];
        let row: Option<AttendanceId> = store::Reads::one(tx, sql, args).await?;
        deed = deed.row("plan_attendance", row.ok_or(StoreError::Missing("plan_attendance"))?);
    }
    tx.record(deed);
    Ok(())
}

/// Whether a text is an address that may be offered as a place on line.
pub(crate) fn is_https(link: &str) -> bool {
    let rest = link.strip_prefix("https://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    host.contains('.')
        && !host.contains('@')
        && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c))
        && link.chars().all(plain)
}

/// Everybody who is invited to a meeting.
async fn invited(house: &House, meeting: &Meeting) -> Result<Vec<AccountId>, StoreError> {
    let mut all: Vec<AccountId> = members(house, &meeting.body, meeting.day).await?.iter().map(|h| h.holder).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// What was said of an item and decided, for the demo.
pub(super) struct Said<'s> {
    pub(super) minutes: &'s str,
    pub(super) measure: &'s str,
    pub(super) decision: &'s str,
    pub(super) owner: (AccountId, &'s str),
    pub(super) due: Date,
}

/// Writes the `n`th item and a decision on it.
pub(super) async fn say(tx: &Tx, id: MeetingId, n: usize, said: Said<'_>) -> Result<(), WebError> {
    let all = records::items(tx, id).await?;
    let item = all.get(n).ok_or(WebError::NotFound)?;
    let written = items::Written {
        title: item.title.clone(),
        measure: Some(said.measure.to_owned()),
        minutes: said.minutes.to_owned(),
    };
    items::write(tx, id, item.id, item.version, &written).await?;
    let (owner, name) = said.owner;
    let task = items::Promised { title: said.decision.to_owned(), owner, owner_name: name.to_owned(), due: said.due };
    let new = items::NewDecision { text: said.decision.to_owned(), task: Some(task) };
    items::decide(tx, id, item.id, new).await.map(|_| ())
}

/// Approves the minutes as they stand.
pub(super) async fn freeze(tx: &Tx, steering: &Steering, id: MeetingId, by: (AccountId, &str)) -> Result<(), WebError> {
    let meeting = records::find(tx, id).await?.ok_or(WebError::NotFound)?;
    let body = steering.body(&meeting.body).map_or("", |b| &b.title);
    minutes::approve(tx, id, meeting.version, body, by).await
}

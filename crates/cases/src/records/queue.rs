//! The officers' queue: the lines of a desk, by deadline, and how many wait.

use crate::records::case::Case;
use crate::rules::{Ending, State};
use kernel::id::{AccountId, CaseId};
use kernel::{Date, Reference};
use store::seal::open;
use store::{Channel, Reads, Row, StoreError, args};

/// One line of the officers' queue.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub id: CaseId,
    pub desk: String,
    pub reference: Reference,
    pub procedure: String,
    pub procedure_version: u32,
    pub state: State,
    pub applicant_name: String,
    pub channel: Channel,
    pub due_on: Date,
    pub officer: Option<AccountId>,
    pub outcome: Option<Ending>,
}

/// Which cases of the queue are asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// One desk; the caller asks for each of the officer's.
    pub desk: String,
    /// One state, or all that are not closed.
    pub state: Option<State>,
    /// Only those of this officer.
    pub officer: Option<AccountId>,
    /// Only those due before this day.
    pub due_before: Option<Date>,
    /// After this place: (due day, case).
    pub after: Option<(Date, CaseId)>,
}

macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "SELECT id, desk, reference, procedure, procedure_version, state, applicant_name, channel, due_on, officer, outcome ",
            "FROM cases_case WHERE desk = $1 AND due_on < $2 AND (due_on, id) > ($3, $4) ",
            $rest
        )
    };
}

/// The queue of a desk in the order of deadlines.
pub(crate) async fn queue(q: &impl Reads, asked: &Asked, limit: i64) -> Result<Vec<Line>, StoreError> {
    let before = asked.due_before.map_or_else(|| "9999-12-31".to_owned(), |d| d.to_string());
    let after = asked.after.map_or_else(String::new, |(day, _)| day.to_string());
    let place = asked.after.map_or(CaseId(kernel::Uuid::nil()), |(_, id)| id);
    let rows = match (asked.state, asked.officer) {
        (None, None) => {
            let sql = lines!("AND state <> 'closed' ORDER BY due_on, id LIMIT $5");
            q.rows(sql, args![&asked.desk, before, after, place, limit]).await?
        }
        (Some(state), None) => {
            let sql = lines!("AND state = $6 ORDER BY due_on, id LIMIT $5");
            q.rows(sql, args![&asked.desk, before, after, place, limit, state]).await?
        }
        (None, Some(officer)) => {
            let sql = lines!("AND state <> 'closed' AND officer = $6 ORDER BY due_on, id LIMIT $5");
            q.rows(sql, args![&asked.desk, before, after, place, limit, officer]).await?
        }
        (Some(state), Some(officer)) => {
            let sql = lines!("AND state = $6 AND officer = $7 ORDER BY due_on, id LIMIT $5");
            q.rows(sql, args![&asked.desk, before, after, place, limit, state, officer]).await?
        }
    };
    rows.iter().map(line).collect()
}

fn line(row: &Row) -> Result<Line, StoreError> {
    let version: i64 = row.get("procedure_version")?;
    Ok(Line {
        id: row.get("id")?,
        desk: row.get("desk")?,
        reference: row.get("reference")?,
        procedure: row.get("procedure")?,
        procedure_version: u32::try_from(version).unwrap_or_default(),
        state: row.get("state")?,
        applicant_name: open(row.get("applicant_name")?),
        channel: row.get("channel")?,
        due_on: row.get("due_on")?,
        officer: row.get("officer")?,
        outcome: row.get("outcome")?,
    })
}

/// Beyond so many of one state a desk is told "and more": nobody works by the exact number then, and
/// a queue must not become slower the longer it is.
pub(crate) const COUNTED: i64 = 500;

/// How many cases of a desk stand in each state, closed ones left out; at most [`COUNTED`] each.
pub(crate) async fn counts(q: &impl Reads, desk: &str) -> Result<Vec<(State, i64)>, StoreError> {
    let mut counts = Vec::new();
    for state in State::ALL.into_iter().filter(|s| *s != State::Closed) {
        let sql = "SELECT CAST(COUNT(*) AS bigint) FROM \
                   (SELECT id FROM cases_case WHERE desk = $1 AND state = $2 LIMIT $3) AS counted";
        counts.push((state, q.one(sql, args![desk, state, COUNTED]).await?.unwrap_or(0)));
    }
    Ok(counts)
}

/// How many cases wait for somebody at the desk, and how many of them were due before `today`.
pub(crate) async fn to_do(q: &impl Reads, desk: &str, today: Date) -> Result<(i64, i64), StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) AS n, CAST(COALESCE(SUM(CASE WHEN due_on < $2 THEN 1 ELSE 0 END), 0) AS bigint) AS late \
               FROM cases_case WHERE desk = $1 AND state <> 'closed' AND state IN ('submitted', 'in_review')";
    let row = q.row(sql, args![desk, today]).await?;
    row.map_or(Ok((0, 0)), |r| Ok((r.get("n")?, r.get("late")?)))
}

impl From<Case> for Line {
    fn from(c: Case) -> Self {
        Self {
            id: c.id,
            desk: c.desk,
            reference: c.reference,
            procedure: c.procedure,
            procedure_version: c.procedure_version,
            state: c.state,
            applicant_name: c.applicant_name,
            channel: c.channel,
            due_on: c.due_on,
            officer: c.officer,
            outcome: c.outcome,
        }
    }
}

//! Runs and their lines as rows.

use super::reading::Asked;
use super::{RunId, RunLineId};
use kernel::id::{BillId, PersonId};
use kernel::{Date, FiscalYear, FromValue, Moment, Value, Yen};
use store::seal::{open, seal};
use store::{Reads, Row, StoreError, Tx, args};

/// Words of an enum as they stand in records.
macro_rules! words {
    ($t:ident { $($v:ident = $w:literal / $l:literal),+ $(,)? }) => {
        impl $t {
            /// Its name for officers.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$v => $l),+ }
            }
        }
        impl From<$t> for Value {
            fn from(x: $t) -> Self { match x { $($t::$v => $w.into()),+ } }
        }
        impl FromValue for $t {
            fn from_value(value: Value) -> Option<Self> {
                match String::from_value(value)?.as_str() { $($w => Some(Self::$v),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Its lines are being written down.
    Reading,
    /// The officer looks at it.
    Draft,
    /// Bills are being issued.
    Issuing,
    /// All are issued.
    Issued,
    /// Given up before anything was issued.
    GivenUp,
}
words!(State {
    Reading = "reading" / "読み込んでいる",
    Draft = "draft" / "確かめている",
    Issuing = "issuing" / "発行している",
    Issued = "issued" / "発行した",
    GivenUp = "given_up" / "取りやめた",
});

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Right, to be issued.
    Ready,
    /// Cannot be issued as it is.
    Wrong,
    /// Its bill is issued.
    Issued,
    /// Something happened between the check and the issue.
    Stopped,
}
words!(Standing {
    Ready = "ready" / "発行できる",
    Wrong = "wrong" / "直すところがある",
    Issued = "issued" / "発行した",
    Stopped = "stopped" / "発行しなかった",
});

/// A run as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub id: RunId,
    /// Key of the item in the town's book.
    pub item: String,
    pub year: FiscalYear,
    pub title: String,
    /// The name of the file.
    pub source: String,
    pub state: State,
    /// Lines of the file, right or not.
    pub lines: i64,
    /// What they ask in all.
    pub total: Yen,
    pub made_name: String,
    pub made_at: Moment,
    /// 調定の決裁番号.
    pub decision: Option<String>,
    pub issued_name: Option<String>,
    pub issued_at: Option<Moment>,
    /// The day of the notice, printed on it.
    pub notice_on: Option<Date>,
    pub version: i64,
}

/// A line as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub id: RunLineId,
    /// Where it stands in the file.
    pub place: i64,
    /// 通知番号.
    pub notice: String,
    /// 宛名番号.
    pub number: String,
    pub name: String,
    pub person: Option<PersonId>,
    pub asked: Asked,
    pub standing: Standing,
    /// Why it was not issued.
    pub why: Option<String>,
    /// What somebody should look at.
    pub note: Option<String>,
    /// Whether the payer's bank is asked, so that no slip is printed.
    pub debit: bool,
    pub bill: Option<BillId>,
    /// Why no paper was printed.
    pub unprinted: Option<String>,
}

const RUN: &str = "SELECT * FROM billing_run WHERE id = $1";

/// The run with an id.
pub(crate) async fn find(q: &impl Reads, id: RunId) -> Result<Option<Run>, StoreError> {
    q.row(RUN, args![id]).await?.as_ref().map(run).transpose()
}

/// The newest runs.
pub(crate) async fn newest(q: &impl Reads, limit: i64) -> Result<Vec<Run>, StoreError> {
    let sql = "SELECT * FROM billing_run ORDER BY made_at DESC, id DESC LIMIT $1";
    q.rows(sql, args![limit]).await?.iter().map(run).collect()
}

/// The run that was made of this file and is not given up.
pub(crate) async fn of_file(q: &impl Reads, digest: &str) -> Result<Option<RunId>, StoreError> {
    q.one("SELECT id FROM billing_run WHERE taken = $1", args![digest]).await
}

/// A new run; the same file twice breaks a constraint.
pub(crate) async fn insert(tx: &Tx, run: &Run, digest: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_run (id, item, year, title, source, digest, taken, state, lines, total, made_name, made_at, \
         version) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, 1)",
        args![
            run.id,
            &run.item,
            run.year,
            &run.title,
            &run.source,
            digest,
            run.state,
            run.lines,
            run.total,
            seal(&run.made_name),
            run.made_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes how far the run has come, unless somebody was first; answers whether it was written.
pub(crate) async fn put(tx: &Tx, run: &Run) -> Result<bool, StoreError> {
    let given_up = run.state == State::GivenUp;
    let sql = "UPDATE billing_run SET state = $3, decision = $4, issued_name = $5, issued_at = $6, notice_on = $7, \
               taken = CASE WHEN $8 THEN NULL ELSE taken END, version = version + 1 WHERE id = $1 AND version = $2";
    let issued = run.issued_name.as_deref().map(seal);
    let values =
        args![run.id, run.version, run.state, run.decision.clone(), issued, run.issued_at, run.notice_on, given_up];
    Ok(tx.execute(sql, values).await? == 1)
}

fn run(r: &Row) -> Result<Run, StoreError> {
    Ok(Run {
        id: r.get("id")?,
        item: r.get("item")?,
        year: r.get("year")?,
        title: r.get("title")?,
        source: r.get("source")?,
        state: r.get("state")?,
        lines: r.get("lines")?,
        total: r.get("total")?,
        made_name: open(r.get("made_name")?),
        made_at: r.get("made_at")?,
        decision: r.get("decision")?,
        issued_name: r.get::<Option<String>>("issued_name")?.map(open),
        issued_at: r.get("issued_at")?,
        notice_on: r.get("notice_on")?,
        version: r.get("version")?,
    })
}

/// A new line; a number holds its place only while its bill may come or has come.
pub(crate) async fn insert_line(tx: &Tx, run: &Run, line: &Line) -> Result<(), StoreError> {
    let asked = serde_json::to_string(&line.asked).map_err(|e| StoreError::Other(e.to_string()))?;
    let taken = (line.standing == Standing::Ready).then(|| format!("{}:{}:{}", run.item, run.year.0, line.notice));
    tx.execute(
        "INSERT INTO billing_run_line (id, run, place, notice, number, name, person, total, asked, state, why, note, debit, \
         taken) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            line.id,
            run.id,
            line.place,
            &line.notice,
            seal(&line.number),
            seal(&line.name),
            line.person,
            line.asked.total,
            seal(&asked),
            line.standing,
            line.why.as_deref().map(seal),
            line.note.as_deref().map(seal),
            line.debit,
            taken
        ],
    )
    .await?;
    Ok(())
}

/// The 通知番号 of an item and year that were issued or wait in another run.
pub(crate) async fn notices_taken(
    q: &impl Reads,
    item: &str,
    year: FiscalYear,
) -> Result<std::collections::HashSet<String>, StoreError> {
    let sql = "SELECT l.notice FROM billing_run_line l JOIN billing_run r ON r.id = l.run \
               WHERE r.item = $1 AND r.year = $2 AND l.taken IS NOT NULL";
    q.rows(sql, args![item, year]).await?.iter().map(|r| r.get("notice")).collect()
}

/// Numbers of a run that is given up are free again.
pub(crate) async fn free(tx: &Tx, run: RunId) -> Result<Vec<RunLineId>, StoreError> {
    let sql = "UPDATE billing_run_line SET taken = NULL WHERE run = $1 AND taken IS NOT NULL RETURNING id";
    tx.rows(sql, args![run]).await?.iter().map(|r| r.get("id")).collect()
}

/// The next lines to be issued.
pub(crate) async fn to_issue(q: &impl Reads, run: RunId, limit: i64) -> Result<Vec<Line>, StoreError> {
    let sql = "SELECT * FROM billing_run_line WHERE run = $1 AND state = 'ready' ORDER BY place LIMIT $2";
    q.rows(sql, args![run, limit]).await?.iter().map(line).collect()
}

/// Lines of a standing after a place, in the order of the file.
pub(crate) async fn lines_after(
    q: &impl Reads,
    run: RunId,
    standing: Standing,
    after: i64,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let sql = "SELECT * FROM billing_run_line WHERE run = $1 AND state = $2 AND place > $3 ORDER BY place LIMIT $4";
    q.rows(sql, args![run, standing, after, limit]).await?.iter().map(line).collect()
}

/// Issued lines from a place to another.
pub(crate) async fn issued(q: &impl Reads, run: RunId, from: i64, to: i64) -> Result<Vec<Line>, StoreError> {
    let sql = "SELECT * FROM billing_run_line WHERE run = $1 AND state = 'issued' AND place >= $2 AND place <= $3 \
               ORDER BY place";
    q.rows(sql, args![run, from, to]).await?.iter().map(line).collect()
}

/// The places of all issued lines, in order.
pub(crate) async fn issued_places(q: &impl Reads, run: RunId) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT place FROM billing_run_line WHERE run = $1 AND state = 'issued' ORDER BY place";
    q.rows(sql, args![run]).await?.iter().map(|r| r.get("place")).collect()
}

/// How many instalments the bills of a run have at most.
pub(crate) async fn most_instalments(q: &impl Reads, run: RunId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(MAX(i.parts), 1) AS bigint) FROM billing_instalment i \
               JOIN billing_run_line l ON l.bill = i.bill WHERE l.run = $1";
    Ok(q.one(sql, args![run]).await?.unwrap_or(1))
}

/// Lines that somebody should look at before the bills are issued.
pub(crate) async fn noted(q: &impl Reads, run: RunId, limit: i64) -> Result<Vec<Line>, StoreError> {
    let sql = "SELECT * FROM billing_run_line WHERE run = $1 AND note IS NOT NULL AND state <> 'wrong' ORDER BY place LIMIT $2";
    q.rows(sql, args![run, limit]).await?.iter().map(line).collect()
}

/// Lines of which no paper could be printed.
pub(crate) async fn unprinted(q: &impl Reads, run: RunId) -> Result<Vec<Line>, StoreError> {
    let sql = "SELECT * FROM billing_run_line WHERE run = $1 AND unprinted IS NOT NULL ORDER BY place";
    q.rows(sql, args![run]).await?.iter().map(line).collect()
}

/// Moves a line that waits to where it stands then; answers whether it was waiting.
pub(crate) async fn done(
    tx: &Tx,
    line: RunLineId,
    to: Standing,
    bill: Option<BillId>,
    why: Option<&str>,
) -> Result<bool, StoreError> {
    // Whoever was stopped may come again in another file.
    let sql = "UPDATE billing_run_line SET state = $2, bill = $3, why = $4, \
               taken = CASE WHEN $2 = 'issued' THEN taken ELSE NULL END WHERE id = $1 AND state = 'ready'";
    Ok(tx.execute(sql, args![line, to, bill, why.map(seal)]).await? == 1)
}

/// No paper was printed for this line.
pub(crate) async fn set_unprinted(tx: &Tx, line: RunLineId, why: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE billing_run_line SET unprinted = $2 WHERE id = $1", args![line, seal(why)]).await?;
    Ok(())
}

fn line(r: &Row) -> Result<Line, StoreError> {
    let asked: String = open(r.get("asked")?);
    let hidden = |column: &str| Ok::<_, StoreError>(r.get::<Option<String>>(column)?.map(open));
    Ok(Line {
        id: r.get("id")?,
        place: r.get("place")?,
        notice: r.get("notice")?,
        number: open(r.get("number")?),
        name: open(r.get("name")?),
        person: r.get("person")?,
        asked: serde_json::from_str(&asked).map_err(|_| StoreError::Column("asked".to_owned()))?,
        standing: r.get("state")?,
        why: hidden("why")?,
        note: hidden("note")?,
        debit: r.get("debit")?,
        bill: r.get("bill")?,
        unprinted: hidden("unprinted")?,
    })
}

/// How many lines stand where, what they ask, and how many of them pay by direct debit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub lines: i64,
    pub total: Yen,
    pub debit: i64,
}

/// The lines of a run counted by standing.
pub(crate) async fn count(q: &impl Reads, run: RunId, standing: Standing) -> Result<Count, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) AS n, CAST(COALESCE(SUM(total), 0) AS bigint) AS total, \
               CAST(COALESCE(SUM(CASE WHEN debit THEN 1 ELSE 0 END), 0) AS bigint) AS debit \
               FROM billing_run_line WHERE run = $1 AND state = $2";
    let Some(row) = q.row(sql, args![run, standing]).await? else { return Ok(Count::default()) };
    Ok(Count { lines: row.get("n")?, total: row.get("total")?, debit: row.get("debit")? })
}

//! Files and their lines as rows.

use super::read::Kind;
use super::rules::{Fit, Line};
use super::{FileId, LineId};
use crate::{Channel, InstalmentId, SuspenseId};
use kernel::{Date, Moment, Yen};
use store::seal::{open, seal};
use store::{BlobId, Reads, Row, StoreError, Tx, args};

/// A file that came.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub id: FileId,
    pub kind: Kind,
    pub channel: Channel,
    pub file: BlobId,
    /// Key of its layout; empty for the bank's own format.
    pub layout: String,
    /// Its name on the officer's device.
    pub name: String,
    pub lines: i64,
    pub total: Yen,
    /// How many lines are booked.
    pub done: i64,
    pub state: FileState,
    /// The day on which it was laid in: days without a year are read as near to it.
    pub read_on: Date,
    pub read_at: Moment,
    pub read_name: String,
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileState {
    /// Laid in; nothing is booked.
    Read,
    /// Being booked.
    Booking,
    /// Booked.
    Booked,
    /// Taken away before it was booked.
    Dropped,
}

impl FileState {
    const ALL: [Self; 4] = [Self::Read, Self::Booking, Self::Booked, Self::Dropped];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Booking => "booking",
            Self::Booked => "booked",
            Self::Dropped => "dropped",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Read => "まだ記録していません",
            Self::Booking => "記録しています",
            Self::Booked => "記録しました",
            Self::Dropped => "取り下げました",
        }
    }
}

/// What became of a line.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub n: i64,
    pub key: String,
    pub amount: Yen,
    pub paid_on: Date,
    pub fit: Fit,
    /// 振替結果コード.
    pub result: Option<String>,
    pub instalment: Option<InstalmentId>,
    pub suspense: Option<SuspenseId>,
}

pub(crate) async fn insert(tx: &Tx, f: &File) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_file (id, kind, channel, digest, file, layout, name, lines, total, done, state, read_on, read_at, \
         read_name, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 'read', $10, $11, $12, 1)",
        args![
            f.id,
            f.kind.as_str(),
            f.channel.as_str(),
            f.file.as_str(),
            &f.file,
            &f.layout,
            seal(&f.name),
            f.lines,
            f.total,
            f.read_on,
            f.read_at,
            seal(&f.read_name)
        ],
    )
    .await?;
    Ok(())
}

/// Moves a file on, if nobody was first.
pub(crate) async fn move_on(tx: &Tx, id: FileId, from: FileState, to: FileState, by: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE billing_file SET state = $3, booked_at = $4, booked_name = $5, version = version + 1 \
               WHERE id = $1 AND state = $2";
    let booked = (to == FileState::Booking).then_some(tx.now());
    Ok(tx.execute(sql, args![id, from.as_str(), to.as_str(), booked, seal(by)]).await? == 1)
}

/// Takes the lines after `done` in hand; `false` when another worker did.
pub(crate) async fn portion(tx: &Tx, id: FileId, done: i64, to: i64, last: bool) -> Result<bool, StoreError> {
    let state = if last { FileState::Booked } else { FileState::Booking };
    let sql = "UPDATE billing_file SET done = $3, state = $4, version = version + 1 \
               WHERE id = $1 AND done = $2 AND state = 'booking'";
    Ok(tx.execute(sql, args![id, done, to, state.as_str()]).await? == 1)
}

pub(crate) async fn insert_line(tx: &Tx, file: FileId, line: &Line, outcome: &Outcome) -> Result<LineId, StoreError> {
    let id: LineId = tx.id();
    tx.execute(
        "INSERT INTO billing_file_line (id, file, n, payment_key, amount, paid_on, state, result, instalment, suspense, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            id,
            file,
            i64::from(line.n),
            &line.key,
            line.amount,
            line.paid_on,
            outcome.fit.as_str(),
            outcome.result.clone(),
            outcome.instalment,
            outcome.suspense,
            tx.now()
        ],
    )
    .await?;
    Ok(id)
}

pub(crate) async fn find(q: &impl Reads, id: FileId) -> Result<Option<File>, StoreError> {
    q.row("SELECT * FROM billing_file WHERE id = $1", args![id]).await?.as_ref().map(file).transpose()
}

/// The file with these bytes, if it came before.
pub(crate) async fn by_digest(q: &impl Reads, digest: &BlobId) -> Result<Option<File>, StoreError> {
    q.row("SELECT * FROM billing_file WHERE digest = $1", args![digest.as_str()]).await?.as_ref().map(file).transpose()
}

/// The newest files.
pub(crate) async fn files(q: &impl Reads, limit: i64) -> Result<Vec<File>, StoreError> {
    let sql = "SELECT * FROM billing_file ORDER BY read_at DESC, id DESC LIMIT $1";
    q.rows(sql, args![limit]).await?.iter().map(file).collect()
}

/// How many lines of a file became what, and how much.
pub(crate) async fn counts(q: &impl Reads, id: FileId) -> Result<Vec<(Fit, i64, Yen)>, StoreError> {
    let sql = "SELECT state, CAST(COUNT(*) AS bigint) AS n, CAST(SUM(amount) AS bigint) AS yen FROM billing_file_line \
               WHERE file = $1 GROUP BY state";
    let rows = q.rows(sql, args![id]).await?;
    rows.iter().map(|r| Ok((read_fit(r)?, r.get("n")?, r.get("yen")?))).collect()
}

/// The lines of a file at which somebody should look.
pub(crate) async fn to_see(q: &impl Reads, id: FileId, limit: i64) -> Result<Vec<Outcome>, StoreError> {
    let sql =
        "SELECT * FROM billing_file_line WHERE file = $1 AND state <> 'exact' AND state <> 'again' ORDER BY n LIMIT $2";
    q.rows(sql, args![id, limit]).await?.iter().map(outcome).collect()
}

/// The file and line from which money came of which nobody knows for what.
pub(crate) async fn of_suspense(q: &impl Reads, id: SuspenseId) -> Result<Option<(FileId, Outcome)>, StoreError> {
    let sql = "SELECT * FROM billing_file_line WHERE suspense = $1 ORDER BY at LIMIT 1";
    let row = q.row(sql, args![id]).await?;
    row.as_ref().map(|r| Ok((r.get("file")?, outcome(r)?))).transpose()
}

/// What was booked under a source: which instalment (none: 仮受金), how much.
pub(crate) async fn booked(q: &impl Reads, source: &str) -> Result<Option<(Option<InstalmentId>, Yen)>, StoreError> {
    let sql = "SELECT instalment, amount FROM billing_payment WHERE source = $1";
    if let Some(row) = q.row(sql, args![source]).await? {
        return Ok(Some((row.get("instalment")?, row.get("amount")?)));
    }
    let sql = "SELECT amount FROM billing_suspense WHERE source = $1";
    let row = q.row(sql, args![source]).await?;
    row.map(|r| Ok((None, r.get("amount")?))).transpose()
}

/// How much others took and have not handed over, by the way it was paid.
pub(crate) async fn in_transit(q: &impl Reads) -> Result<Vec<(Channel, Yen)>, StoreError> {
    let sql = "SELECT channel, CAST(SUM(debit - credit) AS bigint) AS yen FROM billing_entry \
               WHERE account = 'in_transit' AND channel IS NOT NULL GROUP BY channel";
    let mut found = Vec::new();
    for row in q.rows(sql, args![]).await? {
        let word: String = row.get("channel")?;
        let channel = Channel::of(&word).ok_or_else(|| StoreError::Column("channel".to_owned()))?;
        found.push((channel, row.get("yen")?));
    }
    found.sort();
    Ok(found)
}

/// What was handed over lately: way, what arrived, what was kept, when.
pub(crate) async fn settlements(q: &impl Reads, limit: i64) -> Result<Vec<(Channel, Yen, Yen, Date)>, StoreError> {
    let sql = "SELECT channel, amount, fee, on_day FROM billing_settlement ORDER BY at DESC, id DESC LIMIT $1";
    let row = |r: &Row| {
        let word: String = r.get("channel")?;
        let channel = Channel::of(&word).ok_or_else(|| StoreError::Column("channel".to_owned()))?;
        Ok((channel, r.get("amount")?, r.get("fee")?, r.get("on_day")?))
    };
    q.rows(sql, args![limit]).await?.iter().map(row).collect()
}

/// How much money lies there of which nobody knows for what.
pub(crate) async fn open_count(q: &impl Reads) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM billing_suspense WHERE state = 'open'";
    Ok(q.one(sql, args![]).await?.unwrap_or_default())
}

fn file(r: &Row) -> Result<File, StoreError> {
    let (kind, channel, state): (String, String, String) = (r.get("kind")?, r.get("channel")?, r.get("state")?);
    let wrong = |column: &str| StoreError::Column(column.to_owned());
    Ok(File {
        id: r.get("id")?,
        kind: Kind::of(&kind).ok_or_else(|| wrong("kind"))?,
        channel: Channel::of(&channel).ok_or_else(|| wrong("channel"))?,
        file: r.get("file")?,
        layout: r.get("layout")?,
        name: open(r.get("name")?),
        lines: r.get("lines")?,
        total: r.get("total")?,
        done: r.get("done")?,
        state: FileState::ALL.into_iter().find(|s| s.as_str() == state).ok_or_else(|| wrong("state"))?,
        read_on: r.get("read_on")?,
        read_at: r.get("read_at")?,
        read_name: open(r.get("read_name")?),
    })
}

fn read_fit(r: &Row) -> Result<Fit, StoreError> {
    Fit::of(&r.get::<String>("state")?).ok_or_else(|| StoreError::Column("state".to_owned()))
}

fn outcome(r: &Row) -> Result<Outcome, StoreError> {
    Ok(Outcome {
        n: r.get("n")?,
        key: r.get("payment_key")?,
        amount: r.get("amount")?,
        paid_on: r.get("paid_on")?,
        fit: read_fit(r)?,
        result: r.get("result")?,
        instalment: r.get("instalment")?,
        suspense: r.get("suspense")?,
    })
}

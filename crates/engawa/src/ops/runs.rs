//! What is done again and again to keep the records safe, and how each time went.

use kernel::{Moment, Uuid};
use store::{Deed, Reads, Row, StoreError, Tx, args};

/// Work that must go well again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Work {
    /// A copy of everything.
    Backup,
    /// Restoring one into a scratch database and proving it.
    Drill,
    /// Proving the live records by the journal.
    Verify,
}

impl Work {
    /// All of it.
    pub(crate) const ALL: [Self; 3] = [Self::Backup, Self::Drill, Self::Verify];

    /// Its name for machines.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Drill => "drill",
            Self::Verify => "verify",
        }
    }
}

/// One time that it was done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) work: Work,
    pub(crate) began: Moment,
    pub(crate) ended: Moment,
    pub(crate) good: bool,
    /// What was done or what went wrong, in Japanese, without a person in it.
    pub(crate) words: String,
    /// The copy that it concerns.
    pub(crate) copy: Option<String>,
    /// The journal's last entry in it.
    pub(crate) head: Option<i64>,
    /// Bytes of the tables.
    pub(crate) bytes: Option<i64>,
}

/// The last time, and the last time that it went well.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Runs {
    pub(crate) last: Option<Run>,
    pub(crate) good: Option<Run>,
}

/// Writes down how a time went.
pub(crate) async fn write(tx: &Tx, run: Run) -> Result<(), StoreError> {
    let id: Uuid = kernel::id::uuid_v7(tx.now(), tx.random());
    let Run { work, began, ended, good, words, copy, head, bytes } = run;
    tx.execute(
        "INSERT INTO ops_run (id, work, began, ended, good, words, copy, head, bytes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![id, work.key(), began, ended, good, words.as_str(), copy, head, bytes],
    )
    .await?;
    tx.record(Deed::new("ops.run").raw_row("ops_run", id).detail(format!("{}: {words}", work.key())));
    Ok(())
}

/// The last times of `work`.
pub(crate) async fn of(q: &impl Reads, work: Work) -> Result<Runs, StoreError> {
    let last = "SELECT * FROM ops_run WHERE work = $1 ORDER BY began DESC, id DESC LIMIT 1";
    let good = "SELECT * FROM ops_run WHERE work = $1 AND good = $2 ORDER BY began DESC, id DESC LIMIT 1";
    let read = |row: Option<Row>| row.as_ref().map(|row| read(row, work)).transpose();
    Ok(Runs {
        last: read(q.row(last, args![work.key()]).await?)?,
        good: read(q.row(good, args![work.key(), true]).await?)?,
    })
}

fn read(row: &Row, work: Work) -> Result<Run, StoreError> {
    Ok(Run {
        work,
        began: row.get("began")?,
        ended: row.get("ended")?,
        good: row.get("good")?,
        words: row.get("words")?,
        copy: row.get("copy")?,
        head: row.get("head")?,
        bytes: row.get("bytes")?,
    })
}

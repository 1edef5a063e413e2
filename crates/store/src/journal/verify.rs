//! Proving that nothing was changed behind the journal's back.

use super::{HeadsFile, canon};
use crate::keys::VerifyingKey;
use crate::{Blobs, Db, Reads, Row, StoreError, Table, args, seal};
use kernel::Uuid;
use sqlx::{AssertSqlSafe, SqlSafeStr};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

const PAGE: i64 = 2000;

/// Something that is not as the journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The entry's hash does not fit its content or its predecessor.
    Chain(i64),
    /// Numbers are missing before this entry.
    Gap(i64),
    /// The words kept beside this entry were changed.
    Detail(i64),
    /// The row is not as this entry left it.
    Row(i64, String, Uuid),
    /// The row that this entry left is gone.
    Gone(i64, String, Uuid),
    /// No entry knows this row.
    Unknown(String, Uuid),
    /// The file that this row names is missing or was changed.
    Blob(i64, String, Uuid),
    /// A signed head speaks of an entry that the journal does not have (its tail was cut) or has
    /// otherwise.
    Head(i64),
    /// A line of the file of heads is not genuine.
    Signature(usize),
    /// The head in the database is not the last entry.
    Tail(i64),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chain(n) => write!(f, "entry {n}: the chain is broken (the entry was changed)"),
            Self::Gap(n) => write!(f, "entry {n}: entries before it are missing"),
            Self::Detail(n) => write!(f, "entry {n}: the words kept beside it were changed"),
            Self::Row(n, t, id) => write!(f, "entry {n}: row {id} of {t} was changed afterwards"),
            Self::Gone(n, t, id) => write!(f, "entry {n}: row {id} of {t} was removed afterwards"),
            Self::Unknown(t, id) => write!(f, "row {id} of {t} is in no entry of the journal"),
            Self::Blob(n, t, id) => write!(f, "entry {n}: the file of row {id} of {t} is missing or was changed"),
            Self::Head(n) => {
                write!(f, "entry {n}: a signed head says otherwise (the journal's tail was cut or rewritten)")
            }
            Self::Signature(n) => write!(f, "line {n} of the file of signed heads is not genuine"),
            Self::Tail(n) => write!(f, "entry {n}: the last entry is not the recorded head (the tail was cut)"),
        }
    }
}

/// The outcome of a verification.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// Entries read.
    pub entries: u64,
    /// Live rows compared.
    pub rows: u64,
    /// Blobs read.
    pub blobs: u64,
    /// Signed heads compared.
    pub heads: u64,
    /// Entries after the last signed head: not yet vouched for outside the database.
    pub unsigned: i64,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// Whether everything is as the journal says.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }
}

/// For each journaled row the last entry that named it and the digest it left.
type Latest = HashMap<(String, Uuid), (i64, Option<Vec<u8>>)>;

/// Recomputes the chain, the digests of all live rows and blobs, and compares the signed heads.
///
/// # Errors
/// When the database or the file of heads cannot be read; what is *wrong* is in the verdict.
pub async fn verify(db: &Db, blobs: &Blobs, heads: &HeadsFile, key: &VerifyingKey) -> Result<Verdict, StoreError> {
    let mut verdict = Verdict::default();
    let signed: Vec<_> = heads.read(key)?;
    let mut wanted: BTreeMap<i64, Vec<Vec<u8>>> = BTreeMap::new();
    for (line, head) in signed.iter().enumerate() {
        verdict.heads += 1;
        if head.genuine {
            wanted.entry(head.head.seq).or_default().push(head.head.hash.clone());
        } else {
            verdict.findings.push(Finding::Signature(line + 1));
        }
    }
    let last_signed = wanted.keys().next_back().copied().unwrap_or(0);
    let latest = chain(db, &mut verdict, wanted).await?;
    let last = i64::try_from(verdict.entries).unwrap_or(i64::MAX);
    verdict.unsigned = (last - last_signed).max(0);
    for table in db.tables().filter(|t| t.journaled) {
        compare_table(db, blobs, table, &latest, &mut verdict).await?;
    }
    Ok(verdict)
}

async fn chain(db: &Db, verdict: &mut Verdict, mut wanted: BTreeMap<i64, Vec<Vec<u8>>>) -> Result<Latest, StoreError> {
    let mut latest = Latest::new();
    let (mut prev, mut seq) = (canon::GENESIS.to_vec(), 0i64);
    loop {
        let page =
            db.rows("SELECT * FROM store_journal WHERE seq > $1 ORDER BY seq LIMIT $2", args![seq, PAGE]).await?;
        let Some(end) = page.last() else { break };
        let end: i64 = end.get("seq")?;
        let mut digests = digests_between(db, seq, end).await?;
        let details = details_between(db, seq, end).await?;
        for row in &page {
            let n: i64 = row.get("seq")?;
            if n != seq + 1 {
                verdict.findings.push(Finding::Gap(n));
            }
            let rows = digests.remove(&n).unwrap_or_default();
            let link = link(row, prev)?;
            let hash: Vec<u8> = row.get("hash")?;
            let named_prev: Vec<u8> = row.get("prev")?;
            if named_prev != link.prev || link.hash(&rows) != hash {
                verdict.findings.push(Finding::Chain(n));
            }
            if !detail_holds(&link, details.get(&n)) {
                verdict.findings.push(Finding::Detail(n));
            }
            if wanted.remove(&n).is_some_and(|hashes| hashes.iter().any(|h| *h != hash)) {
                verdict.findings.push(Finding::Head(n));
            }
            for r in rows {
                latest.insert((r.table, r.id), (n, r.digest));
            }
            verdict.entries += 1;
            (prev, seq) = (hash, n);
        }
    }
    wanted.remove(&0);
    verdict.findings.extend(wanted.into_keys().map(Finding::Head));
    let head = super::head(db).await?.map_or(0, |h| h.seq);
    if head != seq {
        verdict.findings.push(Finding::Tail(head.max(seq)));
    }
    Ok(latest)
}

fn link(row: &Row, prev: Vec<u8>) -> Result<canon::Link, StoreError> {
    Ok(canon::Link {
        seq: row.get("seq")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        channel: row.get("channel")?,
        purpose: row.get("purpose")?,
        subject: row.get("subject")?,
        act: row.get("act")?,
        detail_digest: row.get("detail_digest")?,
        prev,
    })
}

/// Erased words are lawful; changed words are not, nor words where none were.
fn detail_holds(link: &canon::Link, detail: Option<&(Vec<u8>, String)>) -> bool {
    match (detail, &link.detail_digest) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((salt, text)), Some(digest)) => canon::detail_digest(salt, text) == *digest,
    }
}

async fn digests_between(db: &Db, after: i64, to: i64) -> Result<HashMap<i64, Vec<canon::RowDigest>>, StoreError> {
    let rows = db
        .rows(
            "SELECT seq, table_name, row_id, digest FROM store_journal_row WHERE seq > $1 AND seq <= $2 ORDER BY seq, place",
            args![after, to],
        )
        .await?;
    let mut out: HashMap<i64, Vec<canon::RowDigest>> = HashMap::new();
    for r in rows {
        out.entry(r.get("seq")?).or_default().push(canon::RowDigest {
            table: r.get("table_name")?,
            id: r.get("row_id")?,
            digest: r.get("digest")?,
        });
    }
    Ok(out)
}

async fn details_between(db: &Db, after: i64, to: i64) -> Result<HashMap<i64, (Vec<u8>, String)>, StoreError> {
    let rows = db
        .rows("SELECT seq, salt, detail FROM store_journal_detail WHERE seq > $1 AND seq <= $2", args![after, to])
        .await?;
    rows.iter().map(|r| Ok((r.get("seq")?, (r.get("salt")?, seal::open(r.get("detail")?))))).collect()
}

async fn compare_table(
    db: &Db,
    blobs: &Blobs,
    table: &Table,
    latest: &Latest,
    verdict: &mut Verdict,
) -> Result<(), StoreError> {
    let mut seen = HashSet::new();
    let mut after = Uuid::nil();
    loop {
        // The name comes from the program's own declarations.
        let sql = format!("SELECT * FROM {} WHERE id > $1 ORDER BY id LIMIT $2", table.name);
        let page = db.rows_of(AssertSqlSafe(sql).into_sql_str(), args![after, PAGE]).await?;
        let Some(end) = page.last() else { break };
        after = end.get("id")?;
        for row in &page {
            let id: Uuid = row.get("id")?;
            seen.insert(id);
            verdict.rows += 1;
            compare_row(table, id, row, latest, verdict);
            compare_blob(blobs, table, id, row, latest, verdict).await?;
        }
    }
    for ((name, id), (seq, digest)) in latest {
        if name == table.name && digest.is_some() && !seen.contains(id) {
            verdict.findings.push(Finding::Gone(*seq, name.clone(), *id));
        }
    }
    Ok(())
}

fn compare_row(table: &Table, id: Uuid, row: &Row, latest: &Latest, verdict: &mut Verdict) {
    let finding = match latest.get(&(table.name.to_owned(), id)) {
        None => Finding::Unknown(table.name.to_owned(), id),
        Some((_, Some(digest))) if *digest == canon::row_digest(row) => return,
        Some((seq, _)) => Finding::Row(*seq, table.name.to_owned(), id),
    };
    verdict.findings.push(finding);
}

async fn compare_blob(
    blobs: &Blobs,
    table: &Table,
    id: Uuid,
    row: &Row,
    latest: &Latest,
    verdict: &mut Verdict,
) -> Result<(), StoreError> {
    let Some(column) = table.blob else { return Ok(()) };
    let Some(name) = row.get::<Option<String>>(column)? else { return Ok(()) };
    verdict.blobs += 1;
    let sound = match name.parse() {
        Ok(blob) => blobs.is_sound(&blob).await,
        Err(_) => false,
    };
    if !sound {
        let seq = latest.get(&(table.name.to_owned(), id)).map_or(0, |l| l.0);
        verdict.findings.push(Finding::Blob(seq, table.name.to_owned(), id));
    }
    Ok(())
}

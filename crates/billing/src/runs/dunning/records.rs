//! Lists of 督促 and their lines as rows.

use super::{DunningId, DunningLineId};
use crate::InstalmentId;
use crate::runs::records::words;
use kernel::id::{BillId, PersonId};
use kernel::{Date, FiscalYear, FromValue, Moment, Value, Yen};
use store::seal::{open, seal};
use store::{Reads, Row, StoreError, Tx, args};

/// How far a list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// The officer looks at it.
    Draft,
    /// Letters are being made.
    Making,
    /// They are printed and not yet in the post.
    Printed,
    /// They are in the post.
    Posted,
    /// Given up before anything was printed.
    GivenUp,
}
words!(State {
    Draft = "draft" / "確かめている",
    Making = "making" / "督促状を作っている",
    Printed = "printed" / "印刷した",
    Posted = "posted" / "出した",
    GivenUp = "given_up" / "取りやめた",
});

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// To get a letter.
    Listed,
    /// Gets none, with the reason.
    LeftOut,
    /// The letter is made.
    Made,
    /// Money came before the letter was in the post.
    Withdrawn,
    /// In the post.
    Posted,
}
words!(Standing {
    Listed = "listed" / "督促する",
    LeftOut = "left_out" / "督促しない",
    Made = "made" / "印刷した",
    Withdrawn = "withdrawn" / "抜いた",
    Posted = "posted" / "出した",
});

/// A list as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Dunning {
    pub id: DunningId,
    /// Key of the item.
    pub item: String,
    pub year: FiscalYear,
    /// 第何期.
    pub n: i64,
    pub due: Date,
    pub title: String,
    pub state: State,
    /// The day that the letters bear.
    pub letter_on: Date,
    /// The last day that the law leaves.
    pub last_on: Date,
    pub fee: Yen,
    pub made_name: String,
    pub made_at: Moment,
    pub posted_at: Option<Moment>,
    pub version: i64,
}

/// A line as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub id: DunningLineId,
    pub place: i64,
    pub bill: BillId,
    pub instalment: InstalmentId,
    pub payer: PersonId,
    /// What was left to pay when the list was made.
    pub rest: Yen,
    /// 延滞金 up to the day of the letter.
    pub arrears: Yen,
    pub standing: Standing,
    pub why: Option<String>,
    /// In which file the letter is.
    pub page: Option<i64>,
}

/// A list.
pub(crate) async fn find(q: &impl Reads, id: DunningId) -> Result<Option<Dunning>, StoreError> {
    q.row("SELECT * FROM billing_dunning WHERE id = $1", args![id]).await?.as_ref().map(dunning).transpose()
}

/// The newest lists.
pub(crate) async fn newest(q: &impl Reads, limit: i64) -> Result<Vec<Dunning>, StoreError> {
    let sql = "SELECT * FROM billing_dunning ORDER BY made_at DESC, id DESC LIMIT $1";
    q.rows(sql, args![limit]).await?.iter().map(dunning).collect()
}

fn dunning(r: &Row) -> Result<Dunning, StoreError> {
    Ok(Dunning {
        id: r.get("id")?,
        item: r.get("item")?,
        year: r.get("year")?,
        n: r.get("n")?,
        due: r.get("due")?,
        title: r.get("title")?,
        state: r.get("state")?,
        letter_on: r.get("letter_on")?,
        last_on: r.get("last_on")?,
        fee: r.get("fee")?,
        made_name: open(r.get("made_name")?),
        made_at: r.get("made_at")?,
        posted_at: r.get("posted_at")?,
        version: r.get("version")?,
    })
}

/// A new list.
pub(crate) async fn insert(tx: &Tx, d: &Dunning) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_dunning (id, item, year, n, due, title, state, letter_on, last_on, fee, made_name, made_at, \
         version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
        args![
            d.id,
            &d.item,
            d.year,
            d.n,
            d.due,
            &d.title,
            d.state,
            d.letter_on,
            d.last_on,
            d.fee,
            seal(&d.made_name),
            d.made_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes how far a list has come, unless somebody was first; answers whether it was written.
pub(crate) async fn put(tx: &Tx, d: &Dunning, by: Option<&str>) -> Result<bool, StoreError> {
    let sql = "UPDATE billing_dunning SET state = $3, posted_at = $4, posted_name = $5, letter_on = $6, \
               version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.execute(sql, args![d.id, d.version, d.state, d.posted_at, by.map(seal), d.letter_on]).await? == 1)
}

/// A new line.
pub(crate) async fn insert_line(tx: &Tx, of: DunningId, line: &Line) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO billing_dunning_line (id, dunning, place, bill, instalment, payer, rest, arrears, state, why) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            line.id,
            of,
            line.place,
            line.bill,
            line.instalment,
            line.payer,
            line.rest,
            line.arrears,
            line.standing,
            line.why.as_deref().map(seal)
        ],
    )
    .await?;
    Ok(())
}

/// The lines of a list, in their order.
pub(crate) async fn lines(q: &impl Reads, of: DunningId) -> Result<Vec<Line>, StoreError> {
    let sql = "SELECT * FROM billing_dunning_line WHERE dunning = $1 ORDER BY place";
    q.rows(sql, args![of]).await?.iter().map(line).collect()
}

/// The next lines that stand there.
pub(crate) async fn next(
    q: &impl Reads,
    of: DunningId,
    standing: Standing,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let sql = "SELECT * FROM billing_dunning_line WHERE dunning = $1 AND state = $2 ORDER BY place LIMIT $3";
    q.rows(sql, args![of, standing, limit]).await?.iter().map(line).collect()
}

fn line(r: &Row) -> Result<Line, StoreError> {
    Ok(Line {
        id: r.get("id")?,
        place: r.get("place")?,
        bill: r.get("bill")?,
        instalment: r.get("instalment")?,
        payer: r.get("payer")?,
        rest: r.get("rest")?,
        arrears: r.get("arrears")?,
        standing: r.get("state")?,
        why: r.get::<Option<String>>("why")?.map(open),
        page: r.get("page")?,
    })
}

/// Moves a line on that still stands where it was seen; answers whether it did.
pub(crate) async fn set(
    tx: &Tx,
    line: DunningLineId,
    (from, to): (Standing, Standing),
    why: Option<&str>,
) -> Result<bool, StoreError> {
    // Whoever is taken off may be sent one later.
    let keeps = matches!(to, Standing::Made | Standing::Posted);
    let sql = "UPDATE billing_dunning_line SET state = $3, why = $4, once = CASE WHEN $5 THEN once ELSE NULL END \
               WHERE id = $1 AND state = $2";
    Ok(tx.execute(sql, args![line, from, to, why.map(seal), keeps]).await? == 1)
}

/// A letter is made for a line, in a file; a second one for the same instalment breaks a constraint.
pub(crate) async fn set_made(tx: &Tx, line: &Line, page: i64, asks: (Yen, Yen)) -> Result<bool, StoreError> {
    let sql = "UPDATE billing_dunning_line SET state = $2, page = $3, rest = $4, arrears = $5, once = instalment \
               WHERE id = $1 AND state = 'listed'";
    Ok(tx.execute(sql, args![line.id, Standing::Made, page, asks.0, asks.1]).await? == 1)
}

/// The last file in which letters of a list are.
pub(crate) async fn last_page(q: &impl Reads, of: DunningId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(MAX(page), 0) AS bigint) FROM billing_dunning_line WHERE dunning = $1";
    Ok(q.one(sql, args![of]).await?.unwrap_or(0))
}

/// When a letter was sent for an instalment, if one was.
pub(crate) async fn sent_on(q: &impl Reads, instalment: InstalmentId) -> Result<Option<Date>, StoreError> {
    let sql =
        "SELECT d.letter_on FROM billing_dunning_line l JOIN billing_dunning d ON d.id = l.dunning WHERE l.once = $1";
    q.one(sql, args![instalment]).await
}

/// Whether an instalment stands on another list that is not done.
pub(crate) async fn is_listed(
    q: &impl Reads,
    instalment: InstalmentId,
    but: Option<DunningId>,
) -> Result<bool, StoreError> {
    let but = but.map_or(kernel::Uuid::nil(), |d| d.0);
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM billing_dunning_line l JOIN billing_dunning d ON d.id = l.dunning \
               WHERE l.instalment = $1 AND l.state = 'listed' AND d.id <> $2 AND d.state IN ('draft', 'making')";
    Ok(q.one::<i64>(sql, args![instalment, but]).await?.unwrap_or(0) > 0)
}

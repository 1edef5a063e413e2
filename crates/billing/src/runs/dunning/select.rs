//! Whose day is over: instalments that are not paid, and what is known of each.

use super::DunningId;
use super::records;
use super::rules::{self, Facts, Why};
use crate::InstalmentId;
use kernel::id::{BillId, PersonId};
use kernel::{Date, FiscalYear, Yen};
use people::contacts::reach;
use store::{Reads, Row, StoreError, args};

/// Unpaid instalments of one item, year and day.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// Key of the item.
    pub item: String,
    pub year: FiscalYear,
    pub n: i64,
    pub due: Date,
    /// How many are not paid.
    pub unpaid: i64,
    /// For how many of them no letter was made.
    pub waiting: i64,
    /// What is left of them, without interest.
    pub rest: Yen,
}

/// All groups whose day is over, the newest first.
pub(crate) async fn groups(q: &impl Reads, today: Date) -> Result<Vec<Group>, StoreError> {
    let sql = "SELECT b.item, b.levy_year, i.n, i.due, CAST(COUNT(*) AS bigint) AS unpaid, \
               CAST(SUM(CASE WHEN l.id IS NULL THEN 1 ELSE 0 END) AS bigint) AS waiting, \
               CAST(SUM(i.amount - i.paid - i.exempted) AS bigint) AS rest \
               FROM billing_instalment i JOIN billing_bill b ON b.id = i.bill \
               LEFT JOIN billing_dunning_line l ON l.once = i.id \
               WHERE i.state = 'open' AND i.due < $1 AND b.item IS NOT NULL AND b.levy_year IS NOT NULL \
               GROUP BY b.item, b.levy_year, i.n, i.due ORDER BY i.due DESC, b.item, i.n LIMIT 200";
    q.rows(sql, args![today]).await?.iter().map(group).collect()
}

fn group(r: &Row) -> Result<Group, StoreError> {
    Ok(Group {
        item: r.get("item")?,
        year: r.get("levy_year")?,
        n: r.get("n")?,
        due: r.get("due")?,
        unpaid: r.get("unpaid")?,
        waiting: r.get("waiting")?,
        rest: r.get("rest")?,
    })
}

/// One unpaid instalment, and whether its payer gets a letter.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub bill: BillId,
    pub instalment: InstalmentId,
    pub payer: PersonId,
    pub rest: Yen,
    pub arrears: Yen,
    pub verdict: Result<(), Why>,
}

/// The unpaid instalments of a group, by the number of their bill.
pub(crate) async fn candidates(q: &impl Reads, of: &Group, today: Date) -> Result<Vec<Candidate>, StoreError> {
    let sql = "SELECT i.id, i.bill, b.payer FROM billing_instalment i JOIN billing_bill b ON b.id = i.bill \
               WHERE i.state = 'open' AND b.item = $1 AND b.levy_year = $2 AND i.n = $3 AND i.due = $4 ORDER BY b.number";
    let mut found = Vec::new();
    for row in q.rows(sql, args![&of.item, of.year, of.n, of.due]).await? {
        let (instalment, payer) = (row.get("id")?, row.get("payer")?);
        found.push(look(q, (row.get("bill")?, instalment, payer), today, None).await?);
    }
    Ok(found)
}

/// One instalment as it is now, seen from a list.
pub(crate) async fn look(
    q: &impl Reads,
    (bill, instalment, payer): (BillId, InstalmentId, PersonId),
    today: Date,
    of: Option<DunningId>,
) -> Result<Candidate, StoreError> {
    let owed = crate::owed(q, bill, today).await?;
    let owed = owed.into_iter().find(|o| o.instalment.id == instalment);
    let owed = owed.ok_or(StoreError::Missing("billing_instalment"))?;
    let to = reach(q, payer).await?;
    let facts = Facts {
        rest: owed.instalment.rest(),
        due: owed.instalment.due,
        sent_on: records::sent_on(q, instalment).await?,
        listed: records::is_listed(q, instalment, of).await?,
        agreed: is_agreed(q, bill).await?,
        deceased: to.deceased,
        address: !to.address.trim().is_empty(),
    };
    let verdict = rules::decide(facts, today);
    Ok(Candidate { bill, instalment, payer, rest: owed.instalment.rest(), arrears: owed.arrears, verdict })
}

/// Whether other days are agreed for a bill and kept so far.
async fn is_agreed(q: &impl Reads, bill: BillId) -> Result<bool, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM billing_agreement WHERE bill = $1 AND state = 'running'";
    Ok(q.one::<i64>(sql, args![bill]).await?.unwrap_or(0) > 0)
}

//! 窓口の現金: the drawer of a desk on one day, from its change money to its count.

use crate::ledger::{self, About};
use crate::rules::{Account, Posting};
use crate::{BillingError, DrawerId};
use kernel::{Date, Moment, Yen};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

/// The drawer of a desk on one day.
#[derive(Debug, Clone)]
pub(crate) struct Drawer {
    pub id: DrawerId,
    pub desk: String,
    pub day: Date,
    /// つり銭: what lay in it before the first payment.
    pub opening: Yen,
    pub closed: Option<Closed>,
}

/// 締め.
#[derive(Debug, Clone)]
pub(crate) struct Closed {
    pub expected: Yen,
    pub counted: Yen,
    pub difference: Yen,
    pub note: Option<String>,
    pub by: String,
    pub at: Moment,
}

/// The drawer of a desk on a day, if anything happened with it.
pub(crate) async fn find(q: &impl Reads, desk: &str, day: Date) -> Result<Option<Drawer>, StoreError> {
    let sql = "SELECT * FROM billing_drawer WHERE desk = $1 AND day = $2";
    q.row(sql, args![desk, day]).await?.as_ref().map(read).transpose()
}

/// A drawer.
pub(crate) async fn get(q: &impl Reads, id: DrawerId) -> Result<Option<Drawer>, StoreError> {
    q.row("SELECT * FROM billing_drawer WHERE id = $1", args![id]).await?.as_ref().map(read).transpose()
}

fn read(r: &Row) -> Result<Drawer, StoreError> {
    let closed = match r.get::<Option<Moment>>("closed_at")? {
        None => None,
        Some(at) => Some(Closed {
            expected: r.get("expected")?,
            counted: r.get("counted")?,
            difference: r.get("difference")?,
            note: r.get::<Option<String>>("note")?.map(open),
            by: open(r.get("closed_name")?),
            at,
        }),
    };
    Ok(Drawer { id: r.get("id")?, desk: r.get("desk")?, day: r.get("day")?, opening: r.get("opening")?, closed })
}

/// Today's drawer of a desk, to be used now: made if it is the first use, held so that nobody
/// closes it meanwhile.
///
/// # Errors
/// [`BillingError::DrawerClosed`].
pub(crate) async fn take(tx: &Tx, desk: &str, cashier: &str) -> Result<Drawer, BillingError> {
    let today = tx.now().date();
    tx.execute(
        "INSERT INTO billing_drawer (id, desk, day, opening, state, opened_name, opened_at, version) \
         VALUES ($1, $2, $3, 0, 'open', $4, $5, 1) ON CONFLICT (desk, day) DO UPDATE SET version = billing_drawer.version + 1",
        args![tx.id::<DrawerId>(), desk, today, seal(cashier), tx.now()],
    )
    .await?;
    let drawer = find(tx, desk, today).await?.ok_or(StoreError::Missing("billing_drawer"))?;
    if drawer.closed.is_some() { Err(BillingError::DrawerClosed) } else { Ok(drawer) }
}

/// つり銭 of today.
pub(crate) async fn set_opening(tx: &Tx, desk: &str, cashier: &str, opening: Yen) -> Result<(), BillingError> {
    if opening < Yen::ZERO {
        return Err(BillingError::Invalid("opening"));
    }
    let drawer = take(tx, desk, cashier).await?;
    tx.execute("UPDATE billing_drawer SET opening = $2 WHERE id = $1", args![drawer.id, opening]).await?;
    tx.record(Deed::new("billing.open_drawer").row("billing_drawer", drawer.id));
    Ok(())
}

/// What the drawer took so far, what it gave back taken off.
pub(crate) async fn takings(q: &impl Reads, drawer: DrawerId) -> Result<Yen, StoreError> {
    let balances = ledger::balances(q, About { drawer: Some(drawer), ..About::default() }).await?;
    Ok(balances.into_iter().find(|(account, _)| *account == Account::Cash).map_or(Yen::ZERO, |(_, yen)| yen))
}

/// A count at the end of the day.
#[derive(Debug, Clone)]
pub(crate) struct Count {
    /// What lies in the drawer, change money included.
    pub counted: Yen,
    /// What should lie there by the page that the cashier counted against.
    pub expected: Yen,
    /// Why the two differ.
    pub note: String,
    pub cashier: String,
}

/// The drawers of a desk from earlier days that nobody has closed, oldest first.
pub(crate) async fn forgotten(q: &impl Reads, desk: &str, today: Date) -> Result<Vec<Drawer>, StoreError> {
    let sql = "SELECT * FROM billing_drawer WHERE desk = $1 AND day < $2 AND state = 'open' ORDER BY day";
    q.rows(sql, args![desk, today]).await?.iter().map(read).collect()
}

/// The drawer of a day, to be closed: today's as [`take`] has it, an earlier one as it was left.
async fn hold(tx: &Tx, desk: &str, day: Date, cashier: &str) -> Result<Drawer, BillingError> {
    if day == tx.now().date() {
        return take(tx, desk, cashier).await;
    }
    let sql = "UPDATE billing_drawer SET version = version + 1 WHERE desk = $1 AND day = $2 AND state = 'open'";
    match tx.execute(sql, args![desk, day]).await? {
        1 => find(tx, desk, day).await?.ok_or(BillingError::DrawerClosed),
        _ => Err(BillingError::DrawerClosed),
    }
}

/// 締め: the count is recorded, the takings go to the treasurer, a difference is booked as one.
pub(crate) async fn close(tx: &Tx, desk: &str, day: Date, count: &Count) -> Result<(), BillingError> {
    let drawer = hold(tx, desk, day, &count.cashier).await?;
    let takings = takings(tx, drawer.id).await?;
    let expected = drawer.opening.checked_add(takings).ok_or(BillingError::Invalid("opening"))?;
    if expected != count.expected {
        return Err(BillingError::Changed);
    }
    if count.counted < Yen::ZERO {
        return Err(BillingError::Invalid("counted"));
    }
    let difference = count.counted - expected;
    if !difference.is_zero() && count.note.is_empty() {
        return Err(BillingError::Invalid("note"));
    }
    let note = Some(count.note.as_str()).filter(|n| !n.is_empty()).map(seal);
    tx.execute(
        "UPDATE billing_drawer SET state = 'closed', expected = $2, counted = $3, difference = $4, note = $5, closed_name = $6, \
         closed_at = $7 WHERE id = $1",
        args![drawer.id, expected, count.counted, difference, note, seal(&count.cashier), tx.now()],
    )
    .await?;
    let posting = Posting::closing(takings, count.counted - drawer.opening);
    let deed = Deed::new("billing.close_drawer").row("billing_drawer", drawer.id);
    // The closing is told apart from the takings: it belongs to no drawer's own sum.
    let deed = ledger::post(tx, &posting, About::default(), deed).await?;
    tx.record(deed);
    Ok(())
}

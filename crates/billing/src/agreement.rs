//! 分納: an agreement to pay what is open on days of its own. The law's due days stay, and so does interest
//! (地方税法326条 and its like); what is agreed is only that the town waits as long as it is kept.

use crate::actions::{Held, reason};
use crate::records::{self, Bill};
use crate::rules::BillState;
use crate::{BillingError, rules};
use kernel::id::BillId;
use kernel::office_days::FirstDay;
use kernel::period::{Length, last_day};
use kernel::{Date, Moment, Yen, office_days};
use store::seal::{open, seal};
use store::{Act, Deed, Reads, Row, StoreError, Tx, args};
use web::House;

kernel::id_type!(
    /// 分納の約束.
    AgreementId,
    /// One day of it.
    AgreedDayId,
);

/// 分納の約束.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Which.
    pub id: AgreementId,
    /// Of which bill.
    pub bill: BillId,
    /// Where it stands.
    pub state: AgreementState,
    /// The agreed days with their amounts, in order.
    pub days: Vec<(Date, Yen)>,
    /// What had been paid when it was made.
    pub paid_before: Yen,
    /// Why.
    pub reason: String,
    /// Who agreed for the town.
    pub officer: String,
    /// When.
    pub agreed_at: Moment,
    /// Why it ended.
    pub end_reason: Option<String>,
}

/// Where an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreementState {
    /// 履行中.
    Running,
    /// 完了: nothing is left.
    Kept,
    /// 不履行: an agreed day passed unpaid.
    Broken,
    /// An officer ended it.
    Ended,
}

impl AgreementState {
    const ALL: [Self; 4] = [Self::Running, Self::Kept, Self::Broken, Self::Ended];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::Ended => "ended",
        }
    }
}

impl Agreement {
    /// What should have been paid since it was made, before `today` began.
    pub fn expected(&self, today: Date) -> Yen {
        self.days.iter().filter(|(day, _)| *day < today).map(|(_, yen)| *yen).sum()
    }

    /// The next day on which something is to be paid, and how much then, by what was paid so far.
    pub fn next(&self, paid: Yen) -> Option<(Date, Yen)> {
        let mut sum = self.paid_before;
        self.days.iter().find_map(|(day, yen)| {
            sum += *yen;
            (sum > paid).then(|| (*day, sum - paid))
        })
    }

    /// Whether an agreed day has passed on which less had been paid than was agreed.
    pub fn is_broken(&self, paid: Yen, today: Date) -> bool {
        paid - self.paid_before < self.expected(today)
    }
}

/// A plan of equal parts, a month apart, from its first day on; what does not divide into thousands
/// goes with the first.
pub fn monthly(rest: Yen, first: Date, times: u8) -> Vec<(Date, Yen)> {
    let each = Yen(rest.get() / i64::from(times.max(1))).floor_to(1000);
    let each = if each.is_zero() { Yen(rest.get() / i64::from(times.max(1))) } else { each };
    (0..times)
        .map(|n| {
            let day = last_day(first, Length::Months(u16::from(n)), FirstDay::NotCounted);
            let others = Yen(each.get() * i64::from(times - 1));
            (day, if n == 0 { rest - others } else { each })
        })
        .collect()
}

/// What was paid of a bill, interest included.
pub(crate) fn paid(bill: &Bill) -> Yen {
    bill.standing.paid + bill.standing.arrears_paid
}

/// The most days of an agreement.
const MOST: usize = 36;

/// 分納: agrees that what is left (`rest`, as the payer was told) is paid on these days, which move off
/// days on which banks are closed. One agreement runs at a time; a broken one is replaced.
///
/// # Errors
/// [`BillingError::Changed`] when the rest is another one or an agreement is running,
/// [`BillingError::Invalid`] when the days are not in order, lie behind or are not the rest in sum,
/// or without a reason.
pub async fn agree(
    tx: &Tx,
    bill: BillId,
    days: &[(Date, Yen)],
    rest: Yen,
    why: &str,
    officer: &str,
) -> Result<AgreementId, BillingError> {
    let why = reason(why)?;
    let today = tx.now().date();
    let held = Held::of(tx, bill, today).await?;
    let running = agreement(tx, bill).await?.is_some_and(|a| a.state == AgreementState::Running);
    if running || held.bill.standing.state != BillState::Open || held.bill.standing.rest() != rest {
        return Err(BillingError::Changed);
    }
    let days: Vec<(Date, Yen)> = days.iter().map(|(day, yen)| (office_days::shift_due(*day), *yen)).collect();
    if !in_order(&days, today, rest) {
        return Err(BillingError::Invalid("days"));
    }
    let id: AgreementId = tx.id();
    let sql = "INSERT INTO billing_agreement (id, bill, state, total, paid_before, reason, officer_name, agreed_at, version) \
               VALUES ($1, $2, 'running', $3, $4, $5, $6, $7, 1)";
    tx.execute(sql, args![id, bill, rest, paid(&held.bill), seal(why), seal(officer), tx.now()]).await?;
    let mut deed = held.deed("billing.agree").row("billing_agreement", id);
    for (n, (day, yen)) in (1_i64..).zip(&days) {
        let row: AgreedDayId = tx.id();
        let sql = "INSERT INTO billing_agreed_day (id, agreement, n, day, amount) VALUES ($1, $2, $3, $4, $5)";
        tx.execute(sql, args![row, id, n, *day, *yen]).await?;
        deed = deed.row("billing_agreed_day", row);
    }
    tx.record(deed);
    Ok(id)
}

fn in_order(days: &[(Date, Yen)], today: Date, rest: Yen) -> bool {
    let sum = days.iter().try_fold(Yen::ZERO, |sum, (_, yen)| sum.checked_add(*yen));
    let ascending = days.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let ahead = days.first().is_some_and(|(day, _)| *day >= today);
    let amounts = days.iter().all(|(_, yen)| *yen > Yen::ZERO && *yen <= rules::LARGEST);
    days.len() <= MOST && sum == Some(rest) && ascending && ahead && amounts
}

/// Ends an agreement that is running.
///
/// # Errors
/// [`BillingError::Changed`] when none is; [`BillingError::Invalid`] without a reason.
pub async fn end_agreement(tx: &Tx, bill: BillId, why: &str) -> Result<(), BillingError> {
    let why = reason(why)?;
    let found = agreement(tx, bill).await?.filter(|a| a.state == AgreementState::Running);
    let found = found.ok_or(BillingError::Changed)?;
    if !ends(tx, &found, AgreementState::Ended, Some(why)).await? {
        return Err(BillingError::Changed);
    }
    Ok(())
}

async fn ends(tx: &Tx, a: &Agreement, state: AgreementState, why: Option<&str>) -> Result<bool, StoreError> {
    let sql = "UPDATE billing_agreement SET state = $2, ended_at = $3, end_reason = $4, version = version + 1 \
               WHERE id = $1 AND state = 'running'";
    if tx.execute(sql, args![a.id, state.as_str(), tx.now(), why.map(seal)]).await? != 1 {
        return Ok(false);
    }
    let act = match state {
        AgreementState::Broken => "billing.agreement_broken",
        _ => "billing.agreement_ended",
    };
    tx.record(Deed::new(act).row("billing_agreement", a.id));
    Ok(true)
}

/// The newest agreement about a bill.
///
/// # Errors
/// When the database does not answer.
pub async fn agreement(q: &impl Reads, bill: BillId) -> Result<Option<Agreement>, StoreError> {
    let sql = "SELECT * FROM billing_agreement WHERE bill = $1 ORDER BY id DESC LIMIT 1";
    match q.row(sql, args![bill]).await? {
        Some(row) => read(q, &row).await.map(Some),
        None => Ok(None),
    }
}

async fn read(q: &impl Reads, r: &Row) -> Result<Agreement, StoreError> {
    let id: AgreementId = r.get("id")?;
    let word: String = r.get("state")?;
    let state = AgreementState::ALL.into_iter().find(|s| s.as_str() == word);
    let sql = "SELECT day, amount FROM billing_agreed_day WHERE agreement = $1 ORDER BY n";
    let days = q.rows(sql, args![id]).await?;
    Ok(Agreement {
        id,
        bill: r.get("bill")?,
        state: state.ok_or_else(|| StoreError::Column("state".to_owned()))?,
        days: days.iter().map(|d| Ok((d.get("day")?, d.get("amount")?))).collect::<Result<_, StoreError>>()?,
        paid_before: r.get("paid_before")?,
        reason: open(r.get("reason")?),
        officer: open(r.get("officer_name")?),
        agreed_at: r.get("agreed_at")?,
        end_reason: r.get::<Option<String>>("end_reason")?.map(open),
    })
}

/// Bills on which an agreement was broken and none has been made since.
pub(crate) async fn broken(q: &impl Reads) -> Result<Vec<BillId>, StoreError> {
    let sql = "SELECT a.bill FROM billing_agreement a JOIN billing_bill b ON b.id = a.bill \
               WHERE a.state = 'broken' AND b.state = 'open' AND NOT EXISTS \
               (SELECT 1 FROM billing_agreement n WHERE n.bill = a.bill AND n.id > a.id) ORDER BY a.id LIMIT 50";
    q.rows(sql, args![]).await?.iter().map(|r| r.get("bill")).collect()
}

/// Agreements of which nothing is left are kept, those of which an agreed day passed unpaid are
/// broken.
pub(crate) async fn look_after(house: &House) -> Result<(), StoreError> {
    let today = house.now().date();
    let rows = house.db.rows("SELECT * FROM billing_agreement WHERE state = 'running' ORDER BY id", args![]).await?;
    for row in rows {
        let found = read(&house.db, &row).await?;
        let Some(bill) = records::find(&house.db, found.bill).await? else { continue };
        let state = match bill.standing.state {
            BillState::Open if found.is_broken(paid(&bill), today) => AgreementState::Broken,
            BillState::Open => continue,
            _ => AgreementState::Kept,
        };
        let act = Act::system("billing", house.now());
        house.db.write(&act, move |tx| async move { ends(&tx, &found, state, None).await }).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_of_equal_parts_is_a_month_apart_and_its_sum_is_the_rest() {
        let plan = monthly(Yen(100_500), Date::constant(2026, 1, 31), 4);
        let days: Vec<String> = plan.iter().map(|(day, _)| day.to_string()).collect();
        assert_eq!(days, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
        assert_eq!(plan.iter().map(|(_, yen)| yen.get()).collect::<Vec<_>>(), [25_500, 25_000, 25_000, 25_000]);
        assert_eq!(monthly(Yen(700), Date::constant(2026, 1, 5), 3).iter().map(|(_, y)| *y).sum::<Yen>(), Yen(700));
    }
}

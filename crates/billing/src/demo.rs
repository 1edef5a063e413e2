//! Fictional income of a town, for the demonstration and the bench: a levy issued by the same door as
//! an officer's file, and money that comes in by every way: in time, late, twice, in part, not at all,
//! and once for nobody knows what.

use crate::runs::actions::{self, Decided, Refused, Upload};
use crate::runs::reading::Terms;
use crate::runs::records::find;
use crate::{BillingError, Channel, Instalment, Received};
use kernel::{Date, FiscalYear, Moment, Yen};
use store::{Act, StoreError, Tx};
use web::House;

/// Payments booked in one transaction.
const AT_ONCE: usize = 100;

/// A file of a levy, as the tax system would write it.
#[derive(Debug)]
pub struct Levy<'a> {
    /// Key of the item in the town's book.
    pub item: &'a str,
    /// The year.
    pub year: FiscalYear,
    /// The name of the file.
    pub name: &'a str,
    /// The file.
    pub csv: &'a str,
    /// The sum of its lines.
    pub total: Yen,
    /// The officer's name.
    pub by: &'a str,
    /// Whether the papers are made, too.
    pub print: bool,
}

/// Takes the file and has its bills issued by the job that the caller runs.
///
/// # Errors
/// When the town has no such item, the file is not such a table, or the records do not answer.
pub async fn levy(house: &House, act: &Act, levy: Levy<'_>) -> Result<(), StoreError> {
    let item = crate::book(house)?.item(levy.item).ok_or(StoreError::Missing("item"))?;
    let terms = Terms { title: item.title.ja.clone(), months: item.months.clone(), year: levy.year };
    let count = levy.csv.lines().count().saturating_sub(1);
    let bytes = levy.csv.as_bytes();
    let upload =
        Upload { item: levy.item, terms: &terms, name: levy.name, bytes, count, total: levy.total, by: levy.by };
    let run = actions::take(house, act, upload).await.map_err(|refused| match refused {
        Refused::Store(e) => e,
        other => StoreError::Other(format!("{}: {other:?}", levy.name)),
    })?;
    let version = find(&house.db, run).await?.ok_or(StoreError::Missing("billing_run"))?.version;
    let (by, print) = (levy.by.to_owned(), levy.print);
    let decided = Decided { version, decision: "見本の決裁".to_owned(), without_wrong: true, print, by };
    house.db.write(act, move |tx| async move { actions::go(&tx, run, decided).await }).await.map_err(plain)
}

fn plain(error: BillingError) -> StoreError {
    match error {
        BillingError::Store(e) => e,
        other => StoreError::Other(other.to_string()),
    }
}

/// What becomes of an instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    InTime(Channel),
    Late(Channel),
    Twice(Channel),
    InPart(Channel),
    Never,
}

/// Out of a hundred: most pay by their bank or at a store, few late, one twice, some not at all.
fn habit(place: u64) -> Habit {
    match place % 100 {
        0..34 => Habit::InTime(Channel::DirectDebit),
        34..60 => Habit::InTime(Channel::Store),
        60..76 => Habit::InTime(Channel::ElQr),
        76..80 => Habit::InTime(Channel::PayEasy),
        80..83 => Habit::InTime(Channel::Transfer),
        83..89 => Habit::Late(Channel::Store),
        89..91 => Habit::Late(Channel::ElQr),
        91 => Habit::Twice(Channel::Store),
        92 => Habit::InPart(Channel::Store),
        _ => Habit::Never,
    }
}

/// A number that stands for an instalment and is the same every time.
fn place(i: &Instalment) -> u64 {
    let mixed = i.amount.get().unsigned_abs().wrapping_mul(31).wrapping_add(u64::from(i.n));
    let mixed = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 17
}

/// Books what came in for the instalments due between two days (both included), as of now; answers
/// how many payments. What was booked before is not booked again.
///
/// # Errors
/// When the records do not answer.
pub async fn pay(house: &House, first: Date, last: Date) -> Result<usize, StoreError> {
    let act = Act::system("demo", house.now());
    let today = act.at.date();
    let due = crate::due_between(&house.db, first, last).await?;
    let news: Vec<Received> = due.iter().flat_map(|(i, _)| news(i, place(i), today)).collect();
    let count = news.len();
    for some in news.chunks(AT_ONCE) {
        let some = some.to_vec();
        house.db.write(&act, move |tx| async move { book(&tx, some).await }).await.map_err(plain)?;
    }
    Ok(count)
}

async fn book(tx: &Tx, news: Vec<Received>) -> Result<(), BillingError> {
    for one in news {
        crate::receive(tx, one).await?;
    }
    Ok(())
}

/// The payments of an instalment up to today.
fn news(i: &Instalment, place: u64, today: Date) -> Vec<Received> {
    let on = |days: i64| Moment::start_of(i.due).plus_days(days).date();
    let early = -i64::try_from(place / 100 % 12).unwrap_or(0);
    let rest = i.amount;
    let days: Vec<(Channel, Date, Yen)> = match habit(place) {
        Habit::InTime(Channel::DirectDebit) => vec![(Channel::DirectDebit, i.due, rest)],
        Habit::InTime(channel) => vec![(channel, on(early), rest)],
        Habit::Late(channel) => vec![(channel, on(7 - early), rest)],
        Habit::Twice(channel) => vec![(channel, on(early), rest), (Channel::ElQr, i.due, rest)],
        Habit::InPart(channel) => vec![(channel, on(early), Yen((rest.get() / 2).max(1)))],
        Habit::Never => Vec::new(),
    };
    let received = |(n, (channel, paid_on, amount)): (usize, (Channel, Date, Yen))| Received {
        instalment: i.id,
        channel,
        amount,
        paid_on,
        source: format!("demo:{}:{n}", i.id),
        note: None,
    };
    days.into_iter().filter(|(_, day, _)| *day <= today).enumerate().map(received).collect()
}

/// Has the papers of the newest run made by jobs that the caller runs.
///
/// # Errors
/// When there is none, or its bills are not issued.
pub async fn print_newest(house: &House) -> Result<(), StoreError> {
    let run = crate::runs::records::newest(&house.db, 1).await?.pop().ok_or(StoreError::Missing("billing_run"))?;
    let act = Act::system("demo", house.now());
    house.db.write(&act, move |tx| async move { actions::print(&tx, run.id).await }).await.map_err(plain)
}

/// The balance of every account, counted: how many accounts have one.
///
/// # Errors
/// When the database does not answer.
pub async fn balances(q: &impl store::Reads) -> Result<usize, StoreError> {
    Ok(crate::ledger::balances(q, crate::ledger::About::default()).await?.len())
}

/// Money of which nobody knows for what it came.
///
/// # Errors
/// When the records do not answer.
pub async fn unknown(house: &House) -> Result<(), StoreError> {
    let act = Act::system("demo", house.now());
    let day = act.at.date();
    let note = Some("振込人の名前だけがあり、番号がありません（見本）".to_owned());
    let money = house.db.write(&act, move |tx| async move {
        crate::into_suspense(&tx, Channel::Transfer, Yen(8_500), day, "demo:unknown".to_owned(), note).await
    });
    money.await.map(|_| ()).map_err(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_hundred_most_pay_some_late_some_twice_some_never() {
        let of = |want: fn(&Habit) -> bool| (0..100).map(habit).filter(want).count();
        assert!(of(|h| matches!(h, Habit::InTime(_))) > 80);
        assert!(of(|h| matches!(h, Habit::Late(_))) > 3);
        assert!(of(|h| matches!(h, Habit::Never)) > 3);
        assert!(of(|h| matches!(h, Habit::Twice(_))) > 0 && of(|h| matches!(h, Habit::InPart(_))) > 0);
    }
}

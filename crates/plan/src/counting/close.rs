//! Closing the months: a few days after its end a month is counted for the last time, with its
//! groups, and written down with the words by which it was counted.

use crate::book;
use crate::counting::ledger::{counts, declared};
use crate::counting::records::{self, Cuts, Definition, Snapshot, Span};
use crate::counting::rollup::{month_of, months_between, year_until};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::Date;
use std::collections::BTreeMap;
use store::{Act, Deed, JobError, StoreError};
use web::{Figure, House, Indicator, Period, Round, Yearly};

/// So many days after its end a month stays open, for what is written down late.
pub(super) const GRACE_DAYS: i64 = 5;

/// Looks every hour whether a month is to be closed.
pub(crate) const ROUND: Round = Round { name: "plan.close", every_seconds: 3600, run: round };

fn round(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        close(&house).await?;
        Ok(())
    }
    .boxed()
}

type Closed = BTreeMap<(String, Span, Date), i64>;

/// Closes every month that is over and not closed yet, the oldest first; answers how many figures
/// were written down. Done twice it changes nothing.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn close(house: &House) -> Result<usize, StoreError> {
    let today = house.now().date();
    let plan = book::on(house, today).await?;
    // The year before the plan too: that is where baselines come from.
    let from = plan.years.0.previous().start();
    let months = months_between(from, last_over(house));
    let closed = records::closed(&house.db).await?;
    let mut written = 0;
    for indicator in declared(house) {
        written += close_indicator(house, indicator, &months, &closed).await?;
    }
    Ok(written)
}

/// The last day of the last month whose grace is over.
fn last_over(house: &House) -> Date {
    let day = house.now().plus_days(-GRACE_DAYS).date();
    day.first_of_month().yesterday().unwrap_or(day)
}

async fn close_indicator(
    house: &House,
    indicator: &Indicator,
    months: &[Period],
    closed: &Closed,
) -> Result<usize, StoreError> {
    let is_closed = |last: Date| closed.contains_key(&(indicator.key.to_owned(), Span::Month, last));
    let mine = closed.keys().filter(|(key, span, _)| key == indicator.key && *span == Span::Month);
    let first = mine.map(|(_, _, last)| *last).min();
    let mut begun = false;
    let mut written = 0;
    for month in months.iter().filter(|m| counts(indicator, **m) && !is_closed(m.last)) {
        let figure = (indicator.count)(house.db.clone(), *month).await?;
        // Before the first record nothing was counted: that is no zero.
        begun |= figure.n > 0 || first.is_some_and(|first| first < month.last);
        if begun {
            let cuts = cuts(house, indicator, *month).await?;
            written += write(house, indicator, *month, figure, cuts).await?;
        }
    }
    Ok(written)
}

/// The groups of a figure, by all that its room offers.
pub(crate) async fn cuts(house: &House, indicator: &Indicator, period: Period) -> Result<Cuts, StoreError> {
    let mut cuts = Cuts::new();
    if let Some(by) = indicator.split {
        for split in by.by {
            cuts.insert(*split, (by.count)(house.db.clone(), period, *split).await?);
        }
    }
    Ok(cuts)
}

async fn write(
    house: &House,
    indicator: &Indicator,
    month: Period,
    figure: Figure,
    cuts: Cuts,
) -> Result<usize, StoreError> {
    let mut snapshots = vec![first(indicator, Span::Month, month, figure, cuts)];
    if indicator.yearly == Yearly::Recount {
        let period = year_until(month);
        let figure = (indicator.count)(house.db.clone(), period).await?;
        let cuts = self::cuts(house, indicator, period).await?;
        snapshots.push(first(indicator, Span::Year, period, figure, cuts));
    }
    let definition = Definition::of(indicator);
    let act = Act::system("plan", house.now());
    house
        .db
        .write(&act, move |tx| async move {
            let words = records::define(&tx, &definition).await?;
            let mut deed = Deed::new("plan.close");
            let mut written = 0;
            for snapshot in &snapshots {
                if let Some(id) = records::add(&tx, snapshot, words).await? {
                    deed = deed.row("plan_snapshot", id);
                    written += 1;
                }
            }
            if written > 0 {
                tx.record(deed.detail(format!("{} {}", definition.title, month.first.strftime("%Y-%m"))));
            }
            Ok(written)
        })
        .await
}

fn first(indicator: &Indicator, span: Span, period: Period, figure: Figure, cuts: Cuts) -> Snapshot {
    Snapshot {
        indicator: indicator.key.to_owned(),
        span,
        period,
        revision: 1,
        figure,
        cuts,
        reason: None,
        author: None,
        closed_at: kernel::Moment::from_micros(0),
    }
}

/// The first day on which the month of `day` can be closed.
pub(crate) fn closes_on(day: Date) -> Date {
    kernel::Moment::start_of(month_of(day).last).plus_days(GRACE_DAYS + 1).date()
}

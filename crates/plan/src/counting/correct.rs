//! Counting a closed month again: the difference is shown first; what an officer then keeps stands
//! beside the old figure, with its reason. Nothing is overwritten.

use crate::counting::close::cuts;
use crate::counting::records::{self, Cuts, Definition, Snapshot, Span};
use crate::counting::rollup::{month_of, months_between, year_until};
use kernel::id::AccountId;
use kernel::{Date, fiscal::FiscalYear};
use store::{Act, Deed, StoreError};
use web::{Figure, House, Indicator, Period, WebError, Yearly};

/// A closed figure and what the records say today.
#[derive(Debug, Clone)]
pub(crate) struct Difference {
    pub(crate) kept: Snapshot,
    pub(crate) now: Figure,
    pub(crate) cuts: Cuts,
}

impl Difference {
    /// Whether figure, parts or groups differ.
    pub(crate) fn any(&self) -> bool {
        self.kept.figure != self.now || self.kept.cuts != self.cuts
    }
}

/// Counts every closed stretch again that holds the month of `day`: the month itself and, where a
/// year has to be counted from the records, each run of its fiscal year from that month on.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn differences(
    house: &House,
    indicator: &Indicator,
    day: Date,
) -> Result<Vec<Difference>, StoreError> {
    let mut found = Vec::new();
    let kept = latest(records::of_indicator(&house.db, indicator.key).await?);
    for (span, period) in stretches(indicator, month_of(day)) {
        let Some(kept) = kept.iter().find(|s| s.span == span && s.period == period) else { continue };
        let now = (indicator.count)(house.db.clone(), period).await?;
        found.push(Difference { kept: kept.clone(), now, cuts: cuts(house, indicator, period).await? });
    }
    Ok(found)
}

fn stretches(indicator: &Indicator, month: Period) -> Vec<(Span, Period)> {
    let runs = match indicator.yearly {
        Yearly::Recount => months_between(month.first, FiscalYear::of(month.first).end()),
        _ => Vec::new(),
    };
    std::iter::once((Span::Month, month)).chain(runs.into_iter().map(|m| (Span::Year, year_until(m)))).collect()
}

/// The highest revision of each stretch.
pub(crate) fn latest(snapshots: Vec<Snapshot>) -> Vec<Snapshot> {
    let mut latest: Vec<Snapshot> = Vec::new();
    for snapshot in snapshots {
        match latest
            .iter_mut()
            .find(|s| s.span == snapshot.span && s.period == snapshot.period && s.indicator == snapshot.indicator)
        {
            Some(known) if known.revision < snapshot.revision => *known = snapshot,
            Some(_) => {}
            None => latest.push(snapshot),
        }
    }
    latest
}

/// Keeps what was counted again, as new rows beside the old ones. `seen` is the revision of the
/// month that the officer saw.
///
/// # Errors
/// [`WebError::Changed`] when somebody kept another count in the meantime.
pub(crate) async fn keep(
    house: &House,
    act: &Act,
    indicator: &Indicator,
    day: Date,
    seen: i64,
    reason: String,
) -> Result<usize, WebError> {
    let differences = differences(house, indicator, day).await?;
    let month = differences.iter().find(|d| d.kept.span == Span::Month);
    if month.is_none_or(|d| d.kept.revision != seen) {
        return Err(WebError::Changed);
    }
    let author = act.actor.account();
    let rows: Vec<Snapshot> =
        differences.into_iter().filter(Difference::any).map(|d| anew(d, &reason, author)).collect();
    let definition = Definition::of(indicator);
    house
        .db
        .write(act, move |tx| async move {
            let words = records::define(&tx, &definition).await?;
            let mut deed = Deed::new("plan.recount");
            for row in &rows {
                let id = records::add(&tx, row, words).await?.ok_or(WebError::Changed)?;
                deed = deed.row("plan_snapshot", id);
            }
            if !rows.is_empty() {
                tx.record(deed.detail(format!("{} {} {reason}", definition.title, day.strftime("%Y-%m"))));
            }
            Ok(rows.len())
        })
        .await
}

fn anew(difference: Difference, reason: &str, author: Option<AccountId>) -> Snapshot {
    Snapshot {
        revision: difference.kept.revision + 1,
        figure: difference.now,
        cuts: difference.cuts,
        reason: Some(reason.to_owned()),
        author,
        ..difference.kept
    }
}

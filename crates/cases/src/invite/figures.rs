//! What invitations can tell the plan, from their own records and those of the cases they became.

use futures::FutureExt;
use futures::future::BoxFuture;
use store::{Db, Reads, StoreError, args};
use web::{Figure, Period};

/// Of those invited in the period, the share that has applied, with the ways by which they did.
///
/// # Errors
/// When the database does not answer.
pub fn applied_share(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let (from, until) = period.moments();
        let all = "SELECT CAST(COUNT(*) AS bigint) FROM cases_invitation WHERE invited_at >= $1 AND invited_at < $2";
        let n = db.one(all, args![from, until]).await?.unwrap_or(0);
        let sql = "SELECT c.channel AS part, CAST(COUNT(*) AS bigint) AS n FROM cases_invitation i \
                   JOIN cases_case c ON c.reference = i.reference \
                   WHERE i.invited_at >= $1 AND i.invited_at < $2 GROUP BY c.channel ORDER BY c.channel";
        let parts = parts(&db, sql, period).await?;
        Ok(Figure::share(parts.iter().map(|(_, n)| n).sum(), n).with_parts(parts))
    }
    .boxed()
}

/// The median of the days from the letter to the application, of those that applied in the period.
///
/// # Errors
/// When the database does not answer.
pub fn days_to_apply(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let (from, until) = period.moments();
        let sql = "SELECT c.submitted_at - i.invited_at AS took FROM cases_invitation i \
                   JOIN cases_case c ON c.reference = i.reference \
                   WHERE c.submitted_at >= $1 AND c.submitted_at < $2 ORDER BY took";
        let rows = db.rows(sql, args![from, until]).await?;
        let took = rows.iter().map(|r| r.get::<i64>("took")).collect::<Result<Vec<_>, _>>()?;
        let n = i64::try_from(took.len()).unwrap_or(i64::MAX);
        Ok(Figure::level(median_days(&took), n))
    }
    .boxed()
}

/// Of the applications that answered an invitation in the period, the share sent on line.
///
/// # Errors
/// When the database does not answer.
pub fn online_share(db: Db, period: Period) -> BoxFuture<'static, Result<Figure, StoreError>> {
    async move {
        let sql = "SELECT c.channel AS part, CAST(COUNT(*) AS bigint) AS n FROM cases_invitation i \
                   JOIN cases_case c ON c.reference = i.reference \
                   WHERE c.submitted_at >= $1 AND c.submitted_at < $2 GROUP BY c.channel ORDER BY c.channel";
        let parts = parts(&db, sql, period).await?;
        let online = parts.iter().filter(|(c, _)| c == "web").map(|(_, n)| n).sum();
        Ok(Figure::share(online, parts.iter().map(|(_, n)| n).sum()).with_parts(parts))
    }
    .boxed()
}

async fn parts(db: &Db, sql: &'static str, period: Period) -> Result<Vec<(String, i64)>, StoreError> {
    let (from, until) = period.moments();
    let rows = db.rows(sql, args![from, until]).await?;
    rows.iter().map(|r| Ok((r.get("part")?, r.get("n")?))).collect()
}

/// The middle one, or between the two in the middle, in days with one decimal.
#[expect(clippy::cast_precision_loss, reason = "days of a town are far below 2^52")]
fn median_days(sorted: &[i64]) -> Option<f64> {
    let (low, high) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    let days = (low + high) as f64 / 2.0 / 86_400_000_000.0;
    Some((days * 10.0).round() / 10.0)
}

//! Who holds which post today, and who is away: terms of office are records in `people`, absences
//! are told here.

use crate::ApprovalError;
use crate::draft::{Officer, Party, Post};
use crate::records;
use crate::routes::RouteBook;
use kernel::Date;
use people::{Grant, Holder};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// One stretch of days on which an officer is away.
    AbsenceId,
);

/// 不在: an officer is away from the first to the last day.
#[derive(Debug, Clone)]
pub(crate) struct Absence {
    pub id: AbsenceId,
    pub party: Party,
    pub name: String,
    pub posts: Vec<Post>,
    pub first: Date,
    pub last: Date,
    pub reason: String,
    pub stated_name: String,
}

/// An officer who may be named as absent.
#[derive(Debug, Clone)]
pub(crate) struct Holding {
    pub party: Party,
    pub name: String,
    pub away: bool,
}

/// The officer with the posts of their terms of office; one who has none keeps what the session
/// says.
pub(crate) async fn with_terms(
    q: &impl Reads,
    book: &RouteBook,
    officer: Officer,
    day: Date,
) -> Result<Officer, StoreError> {
    let grants = people::grants_on(q, officer.party.account, officer.party.person, day).await?;
    if grants.is_empty() {
        return Ok(officer);
    }
    let posts = |deputy: bool| posts(book, grants.iter().filter(|g| g.deputy == deputy));
    Ok(Officer { posts: posts(false), stands_in_for: posts(true), ..officer })
}

fn posts<'g>(book: &RouteBook, grants: impl Iterator<Item = &'g Grant>) -> Vec<Post> {
    let post = |g: &Grant| g.position.as_ref().map(|position| book.post(position, g.desk.as_deref()));
    grants.filter_map(post).collect()
}

/// Who holds a post on a day: by their terms, and whoever told of an absence from it.
pub(crate) async fn holders(
    q: &impl Reads,
    book: &RouteBook,
    post: &Post,
    day: Date,
) -> Result<Vec<Holding>, StoreError> {
    let away = absences(q, day).await?;
    let is_away = |party: Party| away.iter().any(|a| a.party.is(party));
    let mut found: Vec<Holding> = Vec::new();
    for (account, grants) in people::grants::officers_on(q, day).await? {
        let party = Party { account: Some(account.id), person: account.person };
        let holds = posts(book, grants.iter().filter(|g| !g.deputy && g.holder == Holder::Account(account.id)));
        if holds.contains(post) {
            found.push(Holding { party, name: account.name, away: is_away(party) });
        }
    }
    for absence in away.iter().filter(|a| a.posts.contains(post)) {
        if !found.iter().any(|h| h.party.is(absence.party)) {
            found.push(Holding { party: absence.party, name: absence.name.clone(), away: true });
        }
    }
    Ok(found)
}

/// Who is away on a day.
pub(crate) async fn absences(q: &impl Reads, day: Date) -> Result<Vec<Absence>, StoreError> {
    let sql = "SELECT * FROM approvals_absence WHERE first <= $1 AND last >= $1 AND ended_at IS NULL ORDER BY id";
    q.rows(sql, args![day]).await?.iter().map(absence).collect()
}

/// The absences of an officer that are not over on `day`, first day first.
pub(crate) async fn absences_of(q: &impl Reads, who: Party, day: Date) -> Result<Vec<Absence>, StoreError> {
    let sql = "SELECT * FROM approvals_absence WHERE (account = $1 OR person = $2) AND last >= $3 AND ended_at IS NULL \
               ORDER BY first, id";
    q.rows(sql, args![who.account, who.person, day]).await?.iter().map(absence).collect()
}

fn absence(r: &Row) -> Result<Absence, StoreError> {
    let posts: String = r.get("posts")?;
    Ok(Absence {
        id: r.get("id")?,
        party: records::party(r, "")?,
        name: open(r.get("name")?),
        posts: serde_json::from_str(&posts).map_err(|_| StoreError::Column("posts".to_owned()))?,
        first: r.get("first")?,
        last: r.get("last")?,
        reason: open(r.get("reason")?),
        stated_name: open(r.get("stated_name")?),
    })
}

/// An absence to be recorded.
#[derive(Debug, Clone)]
pub(crate) struct NewAbsence {
    pub party: Party,
    pub name: String,
    pub posts: Vec<Post>,
    pub first: Date,
    pub last: Date,
    pub reason: String,
}

/// Records that an officer is away, as told by themselves or by who decides in their place.
pub(crate) async fn tell(tx: &Tx, new: &NewAbsence, stated_by: &Officer) -> Result<AbsenceId, ApprovalError> {
    let row: AbsenceId = tx.id();
    let posts = serde_json::to_string(&new.posts).map_err(|_| StoreError::Column("posts".to_owned()))?;
    tx.execute(
        "INSERT INTO approvals_absence (id, account, person, name, posts, first, last, reason, stated_by, stated_name, \
         stated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            row,
            new.party.account,
            new.party.person,
            seal(&new.name),
            posts,
            new.first,
            new.last,
            seal(&new.reason),
            stated_by.party.key(),
            seal(&stated_by.name),
            tx.now()
        ],
    )
    .await?;
    tx.record(Deed::new("approvals.absent").row("approvals_absence", row));
    Ok(row)
}

/// Ends an absence of the officer's own: they are back.
pub(crate) async fn end(tx: &Tx, id: AbsenceId, who: Party) -> Result<(), ApprovalError> {
    let sql = "UPDATE approvals_absence SET ended_at = $4 WHERE id = $1 AND (account = $2 OR person = $3) AND ended_at IS NULL";
    if tx.execute(sql, args![id, who.account, who.person, tx.now()]).await? != 1 {
        return Err(ApprovalError::Changed);
    }
    tx.record(Deed::new("approvals.back").row("approvals_absence", id));
    Ok(())
}

//! What lies on an officer's desk.

use crate::draft::{Officer, Party, Post};
use crate::records::duty;
use crate::records::{self, Record};
use crate::roster;
use crate::routes::{RouteBook, StepKind};
use kernel::id::ApprovalId;
use kernel::{Date, Moment};
use store::seal::open;
use store::{Reads, Row, StoreError, args};

/// The longest list on one page.
const MOST: i64 = 100;

/// A proposal waiting at a seat.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    pub record: Record,
    pub kind: StepKind,
    pub post: Post,
    pub since: Option<Moment>,
    /// Whether all who hold the post are away; told for deputies only.
    pub away: bool,
}

/// 後閲 that somebody owes.
#[derive(Debug, Clone)]
pub(crate) struct Owed {
    pub approval: ApprovalId,
    pub title: String,
    pub absent_name: String,
    pub since: Moment,
}

/// Everything on the desk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Desk {
    pub mine: Vec<Waiting>,
    pub deputised: Vec<Waiting>,
    pub owed: Vec<Owed>,
    pub circulated: Vec<Waiting>,
    pub drafted: Vec<Record>,
}

/// What lies on the desk of `officer` today.
pub(crate) async fn of(q: &impl Reads, book: &RouteBook, officer: &Officer, day: Date) -> Result<Desk, StoreError> {
    let mut desk = Desk { drafted: drafted(q, officer.party).await?, owed: owed(q, officer).await?, ..Desk::default() };
    for post in &officer.posts {
        for waiting in waiting_at(q, post, officer.party).await? {
            let list = if waiting.kind == StepKind::Circulate { &mut desk.circulated } else { &mut desk.mine };
            list.push(waiting);
        }
    }
    for post in deputised(book, officer, day) {
        let holders = roster::holders(q, book, &post, day).await?;
        let away = !holders.is_empty() && holders.iter().all(|h| h.away);
        let waiting = waiting_at(q, &post, officer.party).await?;
        let serious = waiting.into_iter().filter(|w| w.kind != StepKind::Circulate);
        desk.deputised.extend(serious.map(|w| Waiting { away, ..w }));
    }
    desk.mine.sort_by_key(|w| w.since);
    desk.deputised.sort_by_key(|w| (!w.away, w.since));
    Ok(desk)
}

/// The posts for which the officer may stand in and which are not their own.
pub(crate) fn deputised(book: &RouteBook, officer: &Officer, day: Date) -> Vec<Post> {
    let mut posts = book.deputised(officer, day);
    posts.extend(officer.stands_in_for.iter().cloned());
    posts.sort();
    posts.dedup();
    posts.retain(|post| !officer.holds(post));
    posts
}

async fn waiting_at(q: &impl Reads, post: &Post, not: Party) -> Result<Vec<Waiting>, StoreError> {
    let sql = "SELECT a.*, s.kind AS step_kind, s.opened_at FROM approvals_step s \
               JOIN approvals_approval a ON a.id = s.approval AND a.round = s.round \
               WHERE s.state = 'open' AND s.position = $1 AND COALESCE(s.desk, '') = $2 ORDER BY s.opened_at, s.id LIMIT $3";
    let rows = q.rows(sql, args![&post.position, post.desk.as_deref().unwrap_or(""), MOST]).await?;
    let all = rows.iter().map(|r| waiting(r, post)).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|w| !w.record.drafter.is(not)).collect())
}

fn waiting(r: &Row, post: &Post) -> Result<Waiting, StoreError> {
    let kind = StepKind::parse(&r.get::<String>("step_kind")?);
    Ok(Waiting {
        record: records::record(r)?,
        kind: kind.ok_or_else(|| StoreError::Column("kind".to_owned()))?,
        post: post.clone(),
        since: r.get("opened_at")?,
        away: false,
    })
}

async fn owed(q: &impl Reads, officer: &Officer) -> Result<Vec<Owed>, StoreError> {
    let sql = "SELECT r.*, a.title FROM approvals_review r JOIN approvals_approval a ON a.id = r.approval \
               WHERE r.done = $1 ORDER BY r.created_at, r.id";
    let mut found = Vec::new();
    for row in q.rows(sql, args![false]).await? {
        if duty(&row)?.may_review(officer).is_ok() {
            found.push(Owed {
                approval: row.get("approval")?,
                title: open(row.get("title")?),
                absent_name: open(row.get("absent_name")?),
                since: row.get("created_at")?,
            });
        }
    }
    Ok(found)
}

async fn drafted(q: &impl Reads, who: Party) -> Result<Vec<Record>, StoreError> {
    let sql = "SELECT * FROM approvals_approval WHERE drafter_account = $1 OR drafter_person = $2 ORDER BY started_at DESC, id DESC LIMIT $3";
    q.rows(sql, args![who.account, who.person, MOST]).await?.iter().map(records::record).collect()
}

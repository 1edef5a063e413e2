//! Boards and cards as they are kept.

use super::rules::{Decision, Outcome, Side, Stage};
use super::{BoardId, CardId};
use kernel::id::AccountId;
use kernel::{Date, Moment};
use std::collections::HashMap;
use store::seal::{open, seal};
use store::{Reads, Row, StoreError, Tx, args};

/// What a board is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// The work of a desk, by its key.
    Team(String),
    /// A measure of the plan, by its key.
    Measure(String),
    /// A project, by its name.
    Project(String),
}

impl About {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Team(_) => "team",
            Self::Measure(_) => "measure",
            Self::Project(_) => "project",
        }
    }

    pub(super) fn key(&self) -> &str {
        match self {
            Self::Team(key) | Self::Measure(key) | Self::Project(key) => key,
        }
    }

    pub(super) fn of(kind: &str, key: String) -> Option<Self> {
        Some(match kind {
            "team" => Self::Team(key),
            "measure" => Self::Measure(key),
            "project" => Self::Project(key),
            _ => return None,
        })
    }
}

/// A board.
#[derive(Debug, Clone)]
pub(super) struct Board {
    pub(super) id: BoardId,
    pub(super) version: i64,
    pub(super) title: String,
    pub(super) about: About,
    /// Nobody learns who wrote a card.
    pub(super) anonymous: bool,
    pub(super) votes_each: i64,
    pub(super) stage: Stage,
    /// When the time of this step is over.
    pub(super) until: Option<Moment>,
    pub(super) facilitator: AccountId,
    /// The last board about the same.
    pub(super) previous: Option<BoardId>,
    pub(super) opened_at: Moment,
    pub(super) closed_at: Option<Moment>,
}

/// Where a problem shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A figure of the plan, by the key of its indicator.
    Figure(String),
    /// What somebody said, and where: 窓口, 懇談会.
    Voice(String),
}

/// A card.
#[derive(Debug, Clone)]
pub(super) struct Card {
    pub(super) id: CardId,
    pub(super) version: i64,
    pub(super) board: BoardId,
    pub(super) side: Side,
    pub(super) words: String,
    /// Who wrote it; nobody on a board without names.
    pub(super) author: Option<AccountId>,
    /// On a board without names, what only the browser that wrote it can make.
    pub(super) mark: Option<String>,
    /// What it was grouped under; empty for none.
    pub(super) heading: String,
    pub(super) source: Option<Source>,
    /// Counted when voting ended.
    pub(super) votes: i64,
    pub(super) decision: Option<Decision>,
    pub(super) owner: Option<AccountId>,
    pub(super) due: Option<Date>,
    pub(super) outcome: Option<Outcome>,
}

fn board_of(row: &Row) -> Result<Board, StoreError> {
    board_in(row, "")
}

/// A board whose columns have names that begin with `prefix`.
fn board_in(row: &Row, prefix: &str) -> Result<Board, StoreError> {
    let named = |name: &str| format!("{prefix}{name}");
    let kind: String = row.get(&named("kind"))?;
    Ok(Board {
        id: row.get(&named("id"))?,
        version: row.get(&named("version"))?,
        title: row.get(&named("title"))?,
        about: About::of(&kind, row.get(&named("subject"))?).ok_or_else(|| StoreError::Column(named("kind")))?,
        anonymous: row.get(&named("anonymous"))?,
        votes_each: row.get(&named("votes_each"))?,
        stage: row.get(&named("stage"))?,
        until: row.get(&named("until_at"))?,
        facilitator: row.get(&named("facilitator"))?,
        previous: row.get(&named("previous"))?,
        opened_at: row.get(&named("opened_at"))?,
        closed_at: row.get(&named("closed_at"))?,
    })
}

fn card_of(row: &Row) -> Result<Card, StoreError> {
    let source = match row.get::<Option<String>>("source_kind")?.as_deref() {
        Some("figure") => row.get::<Option<String>>("source")?.map(Source::Figure),
        Some(_) => row.get::<Option<String>>("source")?.map(Source::Voice),
        None => None,
    };
    Ok(Card {
        id: row.get("id")?,
        version: row.get("version")?,
        board: row.get("board")?,
        side: row.get("side")?,
        words: open(row.get("words")?),
        author: row.get("author")?,
        mark: row.get("mark")?,
        heading: row.get("heading")?,
        source,
        votes: row.get("votes")?,
        decision: row.get("decision")?,
        owner: row.get("owner")?,
        due: row.get("due")?,
        outcome: row.get("outcome")?,
    })
}

pub(super) async fn board(q: &impl Reads, id: BoardId) -> Result<Option<Board>, StoreError> {
    let row = q.row("SELECT * FROM plan_board WHERE id = $1", args![id]).await?;
    row.as_ref().map(board_of).transpose()
}

/// All boards that are not closed, newest first.
pub(super) async fn open_boards(q: &impl Reads) -> Result<Vec<Board>, StoreError> {
    let sql = "SELECT * FROM plan_board WHERE stage <> 'closed' ORDER BY id DESC LIMIT 200";
    q.rows(sql, args![]).await?.iter().map(board_of).collect()
}

/// Closed boards before `before`, newest first.
pub(super) async fn closed_boards(q: &impl Reads, before: BoardId, limit: i64) -> Result<Vec<Board>, StoreError> {
    let sql = "SELECT * FROM plan_board WHERE stage = 'closed' AND id < $1 ORDER BY id DESC LIMIT $2";
    q.rows(sql, args![before, limit]).await?.iter().map(board_of).collect()
}

/// Boards that have been open since before `moment`.
pub(super) async fn forgotten(q: &impl Reads, moment: Moment) -> Result<Vec<BoardId>, StoreError> {
    let sql = "SELECT id FROM plan_board WHERE stage <> 'closed' AND opened_at < $1 ORDER BY id LIMIT 100";
    q.rows(sql, args![moment]).await?.iter().map(|r| r.get("id")).collect()
}

/// The last closed board about the same.
pub(super) async fn last_about(q: &impl Reads, about: &About) -> Result<Option<Board>, StoreError> {
    let sql = "SELECT * FROM plan_board WHERE kind = $1 AND subject = $2 AND stage = 'closed' ORDER BY id DESC LIMIT 1";
    let row = q.row(sql, args![about.kind(), about.key(),]).await?;
    row.as_ref().map(board_of).transpose()
}

pub(super) async fn card(q: &impl Reads, board: BoardId, id: CardId) -> Result<Option<Card>, StoreError> {
    let row = q.row("SELECT * FROM plan_card WHERE id = $1 AND board = $2", args![id, board]).await?;
    row.as_ref().map(card_of).transpose()
}

/// The cards of a board in the order in which they were written.
pub(super) async fn cards(q: &impl Reads, board: BoardId) -> Result<Vec<Card>, StoreError> {
    q.rows("SELECT * FROM plan_card WHERE board = $1 ORDER BY id", args![board]).await?.iter().map(card_of).collect()
}

/// The open boards that somebody leads.
pub(super) async fn led_by(q: &impl Reads, account: AccountId) -> Result<Vec<Board>, StoreError> {
    let sql = "SELECT * FROM plan_board WHERE facilitator = $1 AND stage <> 'closed' ORDER BY id";
    q.rows(sql, args![account]).await?.iter().map(board_of).collect()
}

/// How many cards, by board.
pub(super) async fn counts(q: &impl Reads, boards: &[BoardId]) -> Result<HashMap<BoardId, i64>, StoreError> {
    let mut counts = HashMap::new();
    for board in boards {
        counts.insert(*board, count(q, *board).await?);
    }
    Ok(counts)
}

pub(super) async fn count(q: &impl Reads, board: BoardId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM plan_card WHERE board = $1";
    Ok(q.one(sql, args![board]).await?.unwrap_or(0))
}

/// A board with its cards after a change, all as they were at one moment.
pub(super) struct State {
    pub(super) change: i64,
    pub(super) board: Board,
    pub(super) cards: Vec<Card>,
}

/// The state of a board now. One statement, so that what is read belongs together: a card that came
/// while the board was read must not count as known.
pub(super) async fn state(q: &impl Reads, board: BoardId) -> Result<State, StoreError> {
    let sql = "SELECT p.change AS change, b.id AS b_id, b.version AS b_version, b.title AS b_title, b.kind AS b_kind, \
               b.subject AS b_subject, b.anonymous AS b_anonymous, b.votes_each AS b_votes_each, b.stage AS b_stage, \
               b.until_at AS b_until_at, b.facilitator AS b_facilitator, b.previous AS b_previous, \
               b.opened_at AS b_opened_at, b.closed_at AS b_closed_at, c.* \
               FROM plan_board_pulse p JOIN plan_board b ON b.id = p.id LEFT JOIN plan_card c ON c.board = p.id \
               WHERE p.id = $1 ORDER BY c.id";
    let rows = q.rows(sql, args![board]).await?;
    let first = rows.first().ok_or(StoreError::Missing("plan_board"))?;
    let mut cards = Vec::new();
    for row in &rows {
        if row.get::<Option<CardId>>("id")?.is_some() {
            cards.push(card_of(row)?);
        }
    }
    Ok(State { change: first.get("change")?, board: board_in(first, "b_")?, cards })
}

/// How often the board has changed.
pub(super) async fn change(q: &impl Reads, board: BoardId) -> Result<Option<i64>, StoreError> {
    q.one("SELECT change FROM plan_board_pulse WHERE id = $1", args![board]).await
}

/// Counts one change more. Whoever changes the same board meanwhile waits here, so that changes of
/// one board come one after the other and their numbers in the order in which they can be seen.
pub(super) async fn beat(tx: &Tx, board: BoardId) -> Result<(), StoreError> {
    let sql = "UPDATE plan_board_pulse SET change = change + 1 WHERE id = $1";
    match tx.execute(sql, args![board]).await? {
        1 => Ok(()),
        _ => Err(StoreError::Missing("plan_board")),
    }
}

pub(super) async fn insert_board(tx: &Tx, b: &Board) -> Result<(), StoreError> {
    let (about, none) = (&b.about, None::<Moment>);
    let secret: [u8; 32] = tx.random();
    tx.execute(
        "INSERT INTO plan_board (id, version, title, kind, subject, anonymous, votes_each, stage, until_at, facilitator, \
         previous, opened_at, closed_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            b.id,
            b.title.clone(),
            about.kind(),
            about.key(),
            b.anonymous,
            b.votes_each,
            b.stage,
            b.until,
            b.facilitator,
            b.previous,
            b.opened_at,
            none
        ],
    )
    .await?;
    let sql = "INSERT INTO plan_board_pulse (id, change, secret) VALUES ($1, 1, $2)";
    tx.execute(sql, args![b.id, secret.to_vec()]).await.map(|_| ())
}

/// Keeps what the facilitator changed; `false` when somebody else changed the board first.
pub(super) async fn update_board(tx: &Tx, b: &Board) -> Result<bool, StoreError> {
    let sql = "UPDATE plan_board SET version = version + 1, stage = $3, until_at = $4, facilitator = $5, closed_at = $6 \
               WHERE id = $1 AND version = $2";
    Ok(tx.execute(sql, args![b.id, b.version, b.stage, b.until, b.facilitator, b.closed_at]).await? == 1)
}

/// Adds a card; `false` when it is there already.
pub(super) async fn insert_card(tx: &Tx, c: &Card, sent: String) -> Result<bool, StoreError> {
    let sql = "INSERT INTO plan_card (id, version, board, side, words, author, mark, sent, heading, votes) \
               VALUES ($1, 1, $2, $3, $4, $5, $6, $7, '', 0) ON CONFLICT (board, sent) DO NOTHING";
    let arguments = args![c.id, c.board, c.side, seal(&c.words), c.author, c.mark.clone(), sent];
    Ok(tx.execute(sql, arguments).await? == 1)
}

/// Keeps a changed card; `false` when somebody else changed it first.
pub(super) async fn update_card(tx: &Tx, c: &Card) -> Result<bool, StoreError> {
    let (kind, source) = match &c.source {
        Some(Source::Figure(key)) => (Some("figure"), Some(key.clone())),
        Some(Source::Voice(place)) => (Some("voice"), Some(place.clone())),
        None => (None, None),
    };
    let sql = "UPDATE plan_card SET version = version + 1, words = $3, side = $4, heading = $5, source_kind = $6, \
               source = $7, decision = $8, owner = $9, due = $10, outcome = $11 WHERE id = $1 AND version = $2";
    let arguments = args![
        c.id,
        c.version,
        seal(&c.words),
        c.side,
        c.heading.clone(),
        kind,
        source,
        c.decision,
        c.owner,
        c.due,
        c.outcome
    ];
    Ok(tx.execute(sql, arguments).await? == 1)
}

pub(super) async fn delete_card(tx: &Tx, card: CardId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM plan_card WHERE id = $1", args![card]).await.map(|_| ())
}

/// Erases what tells which browser wrote which card.
pub(super) async fn erase_marks(tx: &Tx, board: BoardId) -> Result<(), StoreError> {
    let sql = "UPDATE plan_card SET mark = NULL, version = version + 1 WHERE board = $1";
    tx.execute(sql, args![board]).await.map(|_| ())
}

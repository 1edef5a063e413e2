//! The rows of a cycle and of what belongs to it.

use super::rules::{Action, Event, State};
use super::span::{Half, Span};
use kernel::Moment;
use kernel::fiscal::FiscalYear;
use kernel::id::ApprovalId;
use store::seal::{open, seal};
use store::{Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// 施策ひとつの、ひとつの年度（半期）の計画と振り返り.
    CycleId,
    /// A step of a plan.
    StepId,
    /// What was done.
    DoneId,
    /// What somebody said.
    VoiceId,
    /// A turn on the way of a cycle.
    TurnId,
    /// A cycle as it was handed in.
    SheetId,
);

/// A cycle as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Cycle {
    pub(crate) id: CycleId,
    pub(crate) measure: String,
    pub(crate) span: Span,
    pub(crate) state: State,
    /// What the last cycle left for this one was taken over. A cycle that a board opened is still
    /// without it.
    pub(crate) carried: bool,
    pub(crate) said: Said,
    /// How often it was handed in.
    pub(crate) round: i64,
    pub(crate) approval: Option<ApprovalId>,
    pub(crate) published_at: Option<Moment>,
    pub(crate) version: i64,
}

/// What the desk wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) aim: String,
    /// The aim was taken over from the year before.
    pub(crate) kept: bool,
    /// What is different from the year before.
    pub(crate) changed: String,
    /// Where the desk wrote another amount than the plan has.
    pub(crate) budget: Option<i64>,
    pub(crate) good: String,
    pub(crate) failed: String,
    pub(crate) action: Option<Action>,
    pub(crate) reason: String,
    pub(crate) next: String,
}

fn cycle(r: &Row) -> Result<Cycle, StoreError> {
    let action: Option<String> = r.get("action")?;
    Ok(Cycle {
        id: r.get("id")?,
        measure: r.get("measure")?,
        span: Span { year: r.get::<FiscalYear>("year")?, half: r.get::<Half>("half")? },
        state: r.get("state")?,
        carried: r.get("carried")?,
        said: Said {
            aim: r.get("aim")?,
            kept: r.get("kept")?,
            changed: r.get("changed")?,
            budget: r.get("budget")?,
            good: r.get("good")?,
            failed: r.get("failed")?,
            action: action.as_deref().and_then(Action::parse),
            reason: r.get("reason")?,
            next: r.get("next_aim")?,
        },
        round: r.get("round")?,
        approval: r.get("approval")?,
        published_at: r.get("published_at")?,
        version: r.get("version")?,
    })
}

/// The cycle of a measure and span.
pub(crate) async fn find(q: &impl Reads, measure: &str, span: Span) -> Result<Option<Cycle>, StoreError> {
    let sql = "SELECT * FROM plan_cycle WHERE measure = $1 AND year = $2 AND half = $3";
    q.row(sql, args![measure, span.year, span.half]).await?.as_ref().map(cycle).transpose()
}

/// A cycle by its row.
pub(crate) async fn by_id(q: &impl Reads, id: CycleId) -> Result<Option<Cycle>, StoreError> {
    q.row("SELECT * FROM plan_cycle WHERE id = $1", args![id]).await?.as_ref().map(cycle).transpose()
}

/// The cycles of a measure, newest first.
pub(crate) async fn of_measure(q: &impl Reads, measure: &str) -> Result<Vec<Cycle>, StoreError> {
    let rows = q.rows("SELECT * FROM plan_cycle WHERE measure = $1", args![measure]).await?;
    let mut cycles: Vec<Cycle> = rows.iter().map(cycle).collect::<Result<_, _>>()?;
    cycles.sort_by_key(|c| std::cmp::Reverse((c.span.days().1, c.span.days().0)));
    Ok(cycles)
}

/// The cycle that a new one follows: the newest that was over when it began.
pub(crate) async fn before(q: &impl Reads, measure: &str, span: Span) -> Result<Option<Cycle>, StoreError> {
    Ok(of_measure(q, measure).await?.into_iter().find(|c| c.span.before(span)))
}

/// All cycles of all measures; there are some twenty a year.
pub(crate) async fn all(q: &impl Reads) -> Result<Vec<Cycle>, StoreError> {
    q.rows("SELECT * FROM plan_cycle ORDER BY id", args![]).await?.iter().map(cycle).collect()
}

/// Published cycles, newest publication first.
pub(crate) async fn published(q: &impl Reads, limit: i64) -> Result<Vec<Cycle>, StoreError> {
    let sql = "SELECT * FROM plan_cycle WHERE published_at IS NOT NULL ORDER BY published_at DESC, id LIMIT $1";
    q.rows(sql, args![limit]).await?.iter().map(cycle).collect()
}

/// Makes an empty cycle; a second one of the same measure and span is a conflict.
pub(crate) async fn insert(tx: &Tx, measure: &str, span: Span) -> Result<Cycle, StoreError> {
    let id: CycleId = tx.id();
    tx.execute(
        "INSERT INTO plan_cycle (id, measure, year, half, state, carried, aim, kept, changed, budget, good, failed, \
         action, reason, next_aim, round, approval, published_at, opened_at, changed_at, version) VALUES \
         ($1, $2, $3, $4, $5, $6, '', $6, '', NULL, '', '', NULL, '', '', 0, NULL, NULL, $7, $7, 1)",
        args![id, measure, span.year, span.half, State::Planning, false, tx.now()],
    )
    .await?;
    by_id(tx, id).await?.ok_or(StoreError::Missing("plan_cycle"))
}

/// Writes a cycle back if nobody changed it since it was read; answers whether.
pub(crate) async fn update(tx: &Tx, cycle: &Cycle) -> Result<bool, StoreError> {
    let said = &cycle.said;
    let changed = tx
        .execute(
            "UPDATE plan_cycle SET state = $3, aim = $4, kept = $5, changed = $6, budget = $7, good = $8, failed = $9, \
             action = $10, reason = $11, next_aim = $12, round = $13, approval = $14, published_at = $15, \
             changed_at = $16, carried = $17, version = version + 1 WHERE id = $1 AND version = $2",
            args![
                cycle.id,
                cycle.version,
                cycle.state,
                &said.aim,
                said.kept,
                &said.changed,
                said.budget,
                &said.good,
                &said.failed,
                said.action.map(Action::as_str),
                &said.reason,
                &said.next,
                cycle.round,
                cycle.approval,
                cycle.published_at,
                tx.now(),
                cycle.carried
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// A turn on the way of a cycle.
#[derive(Debug, Clone)]
pub(crate) struct Turned {
    pub(crate) event: Event,
    pub(crate) words: String,
    pub(crate) name: String,
    pub(crate) at: Moment,
}

/// Notes a turn.
pub(crate) async fn insert_turn(
    tx: &Tx,
    cycle: &Cycle,
    event: Event,
    words: &str,
    name: &str,
) -> Result<TurnId, StoreError> {
    let id: TurnId = tx.id();
    // The version after the change numbers the turns, so that two cannot stand in the same place.
    tx.execute(
        "INSERT INTO plan_turn (id, cycle, n, event, state, words, name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, cycle.id, cycle.version + 1, event.as_str(), cycle.state, words, seal(name), tx.now()],
    )
    .await?;
    Ok(id)
}

/// The turns of a cycle, oldest first.
pub(crate) async fn turns(q: &impl Reads, cycle: CycleId) -> Result<Vec<Turned>, StoreError> {
    let rows = q.rows("SELECT * FROM plan_turn WHERE cycle = $1 ORDER BY n", args![cycle]).await?;
    let turn = |r: &Row| {
        Ok(Turned {
            event: Event::parse(&r.get::<String>("event")?).ok_or_else(|| StoreError::Column("event".to_owned()))?,
            words: r.get("words")?,
            name: open(r.get("name")?),
            at: r.get("at")?,
        })
    };
    rows.iter().map(turn).collect()
}

/// Keeps a cycle as it was handed in.
pub(crate) async fn insert_sheet(tx: &Tx, cycle: &Cycle, content: &str) -> Result<SheetId, StoreError> {
    let id: SheetId = tx.id();
    let sql = "INSERT INTO plan_sheet (id, cycle, round, content, at) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, args![id, cycle.id, cycle.round, content, tx.now()]).await?;
    Ok(id)
}

/// The content of a cycle as it was handed in, and when.
pub(crate) async fn sheet(q: &impl Reads, cycle: CycleId, round: i64) -> Result<Option<(String, Moment)>, StoreError> {
    let sql = "SELECT content, at FROM plan_sheet WHERE cycle = $1 AND round = $2";
    q.row(sql, args![cycle, round]).await?.map(|r| Ok((r.get("content")?, r.get("at")?))).transpose()
}

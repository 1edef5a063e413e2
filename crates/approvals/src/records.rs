//! The rows of a proposal, its rounds, steps and decisions.

use crate::draft::{Attachment, Outcome, Party, Post, TextDigest};
use crate::routes::{Mode, StepKind};
use crate::rules::{Course, Duty, Place, Seat, State};
use kernel::id::{ApprovalId, PersonId};
use kernel::{Moment, Uuid, Yen};
use store::seal::{open, seal};
use store::{Reads, Row, StoreError, Tx, args};

kernel::id_type!(
    /// One round of a proposal.
    RoundId,
    /// One seat of one step.
    StepId,
    /// What an officer did.
    DecisionId,
    /// 後閲 that is owed or done.
    ReviewId,
);

/// A proposal as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub id: ApprovalId,
    pub kind: String,
    pub route_title: String,
    pub title: String,
    pub desk: String,
    pub subject_id: Uuid,
    pub person: Option<PersonId>,
    pub on_decided: String,
    pub state: State,
    pub round: i64,
    pub drafter: Party,
    pub drafter_name: String,
    pub link: Option<String>,
    pub reason: Option<String>,
    pub number: Option<String>,
    pub started_at: Moment,
    pub decided_at: Option<Moment>,
}

/// What was put before the route in one round.
#[derive(Debug, Clone)]
pub(crate) struct Wording {
    pub round: i64,
    pub title: String,
    pub text: String,
    pub attachments: Vec<Attachment>,
    pub amount: Option<Yen>,
    pub digest: TextDigest,
    pub drafter: Party,
    pub drafter_name: String,
    pub started_at: Moment,
}

/// What an officer did.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub n: i64,
    pub round: i64,
    pub verb: String,
    pub name: String,
    pub post: Option<Post>,
    pub absent_name: Option<String>,
    pub words: Option<String>,
    pub digest: TextDigest,
    pub at: Moment,
}

/// The words by which states are kept.
pub(crate) const fn state_word(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Ended(Outcome::Approved) => "approved",
        State::Ended(Outcome::SentBack) => "sent_back",
        State::Ended(Outcome::Withdrawn) => "withdrawn",
    }
}

fn state_of(word: &str) -> Option<State> {
    let ended = [Outcome::Approved, Outcome::SentBack, Outcome::Withdrawn].map(State::Ended);
    std::iter::once(State::Open).chain(ended).find(|s| state_word(*s) == word)
}

fn column(name: &str) -> StoreError {
    StoreError::Column(name.to_owned())
}

pub(crate) fn digest_of(row: &Row) -> Result<TextDigest, StoreError> {
    let bytes: Vec<u8> = row.get("digest")?;
    bytes.try_into().map(TextDigest).map_err(|_| column("digest"))
}

fn opened(row: &Row, name: &str) -> Result<Option<String>, StoreError> {
    Ok(row.get::<Option<String>>(name)?.map(open))
}

pub(crate) fn party(row: &Row, prefix: &str) -> Result<Party, StoreError> {
    Ok(Party { account: row.get(&format!("{prefix}account"))?, person: row.get(&format!("{prefix}person"))? })
}

const RECORD: &str = "SELECT * FROM approvals_approval WHERE id = $1";

/// A proposal.
pub(crate) async fn find(q: &impl Reads, id: ApprovalId) -> Result<Option<Record>, StoreError> {
    q.row(RECORD, args![id]).await?.as_ref().map(record).transpose()
}

/// A proposal to be changed: whoever comes second waits here and then sees what the first did.
pub(crate) async fn lock(tx: &Tx, id: ApprovalId) -> Result<Record, StoreError> {
    let locked = tx.execute("UPDATE approvals_approval SET version = version + 1 WHERE id = $1", args![id]).await?;
    if locked != 1 {
        return Err(StoreError::Missing("approvals_approval"));
    }
    find(tx, id).await?.ok_or(StoreError::Missing("approvals_approval"))
}

pub(crate) fn record(r: &Row) -> Result<Record, StoreError> {
    Ok(Record {
        id: r.get("id")?,
        kind: r.get("kind")?,
        route_title: r.get("route_title")?,
        title: open(r.get("title")?),
        desk: r.get("desk")?,
        subject_id: r.get("subject_id")?,
        person: r.get("person")?,
        on_decided: r.get("on_decided")?,
        state: state_of(&r.get::<String>("state")?).ok_or_else(|| column("state"))?,
        round: r.get("round")?,
        drafter: party(r, "drafter_")?,
        drafter_name: open(r.get("drafter_name")?),
        link: r.get("link")?,
        reason: opened(r, "reason")?,
        number: r.get("number")?,
        started_at: r.get("started_at")?,
        decided_at: r.get("decided_at")?,
    })
}

/// Every wording that was put before the route, first round first.
pub(crate) async fn wordings(q: &impl Reads, id: ApprovalId) -> Result<Vec<Wording>, StoreError> {
    let sql = "SELECT * FROM approvals_round WHERE approval = $1 ORDER BY round";
    q.rows(sql, args![id]).await?.iter().map(wording).collect()
}

fn wording(r: &Row) -> Result<Wording, StoreError> {
    let attachments: String = r.get("attachments")?;
    Ok(Wording {
        round: r.get("round")?,
        title: open(r.get("title")?),
        text: open(r.get("text")?),
        attachments: serde_json::from_str(&open(attachments)).map_err(|_| column("attachments"))?,
        amount: r.get("amount")?,
        digest: digest_of(r)?,
        drafter: party(r, "drafter_")?,
        drafter_name: open(r.get("drafter_name")?),
        started_at: r.get("started_at")?,
    })
}

pub(crate) async fn insert_wording(tx: &Tx, id: ApprovalId, wording: &Wording) -> Result<RoundId, StoreError> {
    let row: RoundId = tx.id();
    let attachments = serde_json::to_string(&wording.attachments).map_err(|_| column("attachments"))?;
    tx.execute(
        "INSERT INTO approvals_round (id, approval, round, title, text, attachments, amount, digest, drafter_account, \
         drafter_person, drafter_name, started_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            row,
            id,
            wording.round,
            seal(&wording.title),
            seal(&wording.text),
            seal(&attachments),
            wording.amount,
            wording.digest.0.to_vec(),
            wording.drafter.account,
            wording.drafter.person,
            seal(&wording.drafter_name),
            wording.started_at
        ],
    )
    .await?;
    Ok(row)
}

/// The seats of a round, in the order of the route.
pub(crate) async fn seats(q: &impl Reads, id: ApprovalId, round: i64) -> Result<Vec<(StepId, Seat)>, StoreError> {
    let sql = "SELECT * FROM approvals_step WHERE approval = $1 AND round = $2 ORDER BY seat";
    q.rows(sql, args![id, round]).await?.iter().map(|r| Ok((r.get("id")?, seat(r)?))).collect()
}

pub(crate) fn seat(r: &Row) -> Result<Seat, StoreError> {
    let place = match r.get::<String>("state")?.as_str() {
        "waiting" => Place::Waiting,
        "open" => Place::Open,
        "filled" => Place::Filled(party(r, "")?),
        _ => Place::Dropped,
    };
    Ok(Seat {
        step: r.get("step")?,
        stage: r.get("stage")?,
        kind: StepKind::parse(&r.get::<String>("kind")?).ok_or_else(|| column("kind"))?,
        mode: if r.get::<String>("mode")? == "all" { Mode::All } else { Mode::Any },
        post: Post { desk: r.get("desk")?, position: r.get("position")? },
        place,
    })
}

const fn place_word(place: Place) -> &'static str {
    match place {
        Place::Waiting => "waiting",
        Place::Open => "open",
        Place::Filled(_) => "filled",
        Place::Dropped => "dropped",
    }
}

/// Writes the seats of a new round.
pub(crate) async fn insert_seats(
    tx: &Tx,
    id: ApprovalId,
    round: i64,
    course: &Course,
) -> Result<Vec<StepId>, StoreError> {
    let mut rows = Vec::with_capacity(course.seats.len());
    for (at, seat) in (0_i64..).zip(&course.seats) {
        let row: StepId = tx.id();
        let mode = if seat.mode == Mode::All { "all" } else { "any" };
        let opened_at = (seat.place == Place::Open).then_some(tx.now());
        tx.execute(
            "INSERT INTO approvals_step (id, approval, round, seat, step, stage, kind, mode, desk, position, state, opened_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            args![
                row,
                id,
                round,
                at,
                seat.step,
                seat.stage,
                seat.kind.as_str(),
                mode,
                seat.post.desk.clone(),
                &seat.post.position,
                place_word(seat.place),
                opened_at
            ],
        )
        .await?;
        rows.push(row);
    }
    Ok(rows)
}

/// Writes what changed in a seat.
pub(crate) async fn update_seat(tx: &Tx, row: StepId, place: Place) -> Result<(), StoreError> {
    let who = match place {
        Place::Filled(party) => party,
        _ => Party { account: None, person: None },
    };
    let sql = "UPDATE approvals_step SET state = $2, account = $3, person = $4, \
               opened_at = CASE WHEN $2 = 'open' THEN $5 ELSE opened_at END WHERE id = $1";
    tx.execute(sql, args![row, place_word(place), who.account, who.person, tx.now()]).await?;
    Ok(())
}

/// What was done so far, oldest first.
pub(crate) async fn decisions(q: &impl Reads, id: ApprovalId) -> Result<Vec<Decision>, StoreError> {
    let sql = "SELECT * FROM approvals_decision WHERE approval = $1 ORDER BY n";
    q.rows(sql, args![id]).await?.iter().map(decision).collect()
}

fn decision(r: &Row) -> Result<Decision, StoreError> {
    let position: Option<String> = r.get("position")?;
    let desk: Option<String> = r.get("desk")?;
    Ok(Decision {
        n: r.get("n")?,
        round: r.get("round")?,
        verb: r.get("verb")?,
        name: open(r.get("name")?),
        post: position.map(|position| Post { desk, position }),
        absent_name: opened(r, "absent_name")?,
        words: opened(r, "words")?,
        digest: digest_of(r)?,
        at: r.get("at")?,
    })
}

/// 後閲, owed or done.
#[derive(Debug, Clone)]
pub(crate) struct Review {
    pub id: ReviewId,
    pub absent_name: String,
    pub duty: Duty,
    pub reviewed: Option<(Moment, String)>,
    pub words: Option<String>,
}

/// What is and was to be reviewed afterwards, oldest first.
pub(crate) async fn reviews(q: &impl Reads, id: ApprovalId) -> Result<Vec<Review>, StoreError> {
    let sql = "SELECT * FROM approvals_review WHERE approval = $1 ORDER BY created_at, id";
    q.rows(sql, args![id]).await?.iter().map(review).collect()
}

/// Whose review it is, and who had decided in whose place.
pub(crate) fn duty(row: &Row) -> Result<Duty, StoreError> {
    Ok(Duty {
        post: Post { desk: row.get("desk")?, position: row.get("position")? },
        absent: party(row, "absent_")?,
        deputy: party(row, "deputy_")?,
        drafter: party(row, "drafter_")?,
        done: row.get("done")?,
    })
}

fn review(r: &Row) -> Result<Review, StoreError> {
    let at: Option<Moment> = r.get("reviewed_at")?;
    let by: Option<String> = r.get("reviewer_name")?;
    Ok(Review {
        id: r.get("id")?,
        absent_name: open(r.get("absent_name")?),
        duty: duty(r)?,
        reviewed: at.zip(by.map(open)),
        words: r.get::<Option<String>>("words")?.map(open),
    })
}

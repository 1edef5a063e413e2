//! 案件: one matter from the day it is handed in, and the answers it came with.

use crate::error::CaseError;
use crate::forms::Answers;
use crate::invite::Applied;
use crate::records::queue::Line;
use crate::records::{AnswersId, DraftId};
use crate::rules::{Ending, State};
use kernel::id::{AccountId, ApprovalId, BillId, CaseId, PaperId, PersonId};
use kernel::{Date, FromValue, Moment, Reference, Value, Yen};
use people::MandateId;
use store::seal::{open, seal};
use store::{Channel, Reads, Row, StoreError, Tx, args};

macro_rules! word {
    ($t:ty) => {
        impl From<$t> for Value {
            fn from(x: $t) -> Self {
                x.key().into()
            }
        }
        impl FromValue for $t {
            fn from_value(value: Value) -> Option<Self> {
                Self::from_key(&String::from_value(value)?)
            }
        }
    };
}
word!(State);
word!(Ending);

/// A case as recorded.
#[derive(Debug, Clone)]
pub struct Case {
    /// The case.
    pub id: CaseId,
    /// 受付番号.
    pub reference: Reference,
    /// Key of the procedure.
    pub procedure: String,
    /// The version of the form that was answered.
    pub procedure_version: u32,
    /// Where it stands.
    pub state: State,
    /// Key of the desk that deals with it.
    pub desk: String,
    /// Who applies, where the town knows the person.
    pub applicant: Option<PersonId>,
    /// The applicant's name as written in the form.
    pub applicant_name: String,
    /// The account that sent it, if it was sent by one.
    pub account: Option<AccountId>,
    /// The mandate by which that account acted for the applicant.
    pub mandate: Option<MandateId>,
    /// By which way it came.
    pub channel: Channel,
    /// The officer who entered it for somebody.
    pub helper: Option<AccountId>,
    /// How that officer made sure who it was.
    pub identity_check: Option<String>,
    /// When it was handed in.
    pub submitted_at: Moment,
    /// Until when the office means to answer.
    pub due_on: Date,
    /// The officer in charge.
    pub officer: Option<AccountId>,
    /// The fee for the whole matter; `None` when there is none or nobody knows it yet.
    pub fee: Option<Yen>,
    /// What was proposed or decided.
    pub granted: Option<bool>,
    /// The words of the decision.
    pub decision: Option<String>,
    /// The approval on which it is or was decided.
    pub approval: Option<ApprovalId>,
    /// The bill.
    pub bill: Option<BillId>,
    /// The paper that was issued.
    pub paper: Option<PaperId>,
    /// Which round of answers holds, from 1.
    pub round: i64,
    /// Since when the applicant is asked for a correction.
    pub waiting_since: Option<Moment>,
    /// How it ended.
    pub outcome: Option<Ending>,
    /// When it ended.
    pub closed_at: Option<Moment>,
    /// The day on which it was decided: what the processing period (行政手続法6条) is held against.
    pub decided_on: Option<Date>,
    /// The place that it takes where only one of its kind is taken.
    pub(crate) slot: Option<String>,
    /// The earlier matter of the same household, person or thing.
    pub repeats: Option<CaseId>,
    /// How sure the town was of whoever sent it, where it was sent from a session.
    pub assurance: Option<String>,
    /// What stands in the way of granting it, in words for the officer.
    pub hindrance: Option<String>,
    /// 免除: why no fee is taken although one would be due.
    pub waiver: Option<String>,
    /// How the register stood when it was handed in, until it has been asked again.
    pub(crate) register: Option<String>,
    /// Counts changes.
    pub version: i64,
}

macro_rules! cases {
    ($rest:literal) => {
        concat!(
            "SELECT id, reference, procedure, procedure_version, state, desk, applicant, applicant_name, account, mandate, channel, ",
            "helper, identity_check, submitted_at, due_on, officer, fee, granted, decision, approval, bill, paper, round, ",
            "waiting_since, outcome, closed_at, decided_on, slot, repeats, assurance, hindrance, waiver, register, version FROM cases_case ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<Case, StoreError> {
    let hidden = |column: &str| Ok::<_, StoreError>(row.get::<Option<String>>(column)?.map(open));
    let version: i64 = row.get("procedure_version")?;
    Ok(Case {
        id: row.get("id")?,
        reference: row.get("reference")?,
        procedure: row.get("procedure")?,
        procedure_version: u32::try_from(version).unwrap_or_default(),
        state: row.get("state")?,
        desk: row.get("desk")?,
        applicant: row.get("applicant")?,
        applicant_name: open(row.get("applicant_name")?),
        account: row.get("account")?,
        mandate: row.get("mandate")?,
        channel: row.get("channel")?,
        helper: row.get("helper")?,
        identity_check: row.get("identity_check")?,
        submitted_at: row.get("submitted_at")?,
        due_on: row.get("due_on")?,
        officer: row.get("officer")?,
        fee: row.get::<Option<i64>>("fee")?.map(Yen),
        granted: row.get("granted")?,
        decision: hidden("decision")?,
        approval: row.get("approval")?,
        bill: row.get("bill")?,
        paper: row.get("paper")?,
        round: row.get("round")?,
        waiting_since: row.get("waiting_since")?,
        outcome: row.get("outcome")?,
        closed_at: row.get("closed_at")?,
        decided_on: row.get("decided_on")?,
        slot: row.get("slot")?,
        repeats: row.get("repeats")?,
        assurance: row.get("assurance")?,
        hindrance: hidden("hindrance")?,
        waiver: hidden("waiver")?,
        register: row.get("register")?,
        version: row.get("version")?,
    })
}

/// The case, if it is there.
///
/// # Errors
/// When the database does not answer.
pub async fn find(q: &impl Reads, id: CaseId) -> Result<Option<Case>, StoreError> {
    q.row(cases!("WHERE id = $1"), args![id]).await?.map(|r| read(&r)).transpose()
}

/// The case with this number.
///
/// # Errors
/// When the database does not answer.
pub async fn by_reference(q: &impl Reads, reference: Reference) -> Result<Option<Case>, StoreError> {
    q.row(cases!("WHERE reference = $1"), args![reference]).await?.map(|r| read(&r)).transpose()
}

/// The case that a draft became.
pub(crate) async fn of_draft(q: &impl Reads, draft: DraftId) -> Result<Option<Case>, StoreError> {
    q.row(cases!("WHERE draft = $1"), args![draft]).await?.map(|r| read(&r)).transpose()
}

/// The case that has this slot.
pub(crate) async fn of_slot(q: &impl Reads, slot: &str) -> Result<Option<Case>, StoreError> {
    q.row(cases!("WHERE slot = $1"), args![slot]).await?.map(|r| read(&r)).transpose()
}

/// Gives the slot of a case back.
pub(crate) async fn give_back_slot(tx: &Tx, id: CaseId) -> Result<(), StoreError> {
    tx.execute("UPDATE cases_case SET slot = NULL, version = version + 1 WHERE id = $1", args![id]).await?;
    Ok(())
}

/// Open cases whose person could not be looked up.
pub(crate) async fn to_look_up(q: &impl Reads, limit: i64) -> Result<Vec<Case>, StoreError> {
    let sql = cases!("WHERE register IS NOT NULL AND state <> 'closed' ORDER BY id LIMIT $1");
    q.rows(sql, args![limit]).await?.iter().map(read).collect()
}

/// The register has answered; a record that could not be frozen is frozen now. Answers whether
/// nobody else had written it down. What officers change is not touched, nor the version.
pub(crate) async fn looked_up(tx: &Tx, id: CaseId, frozen: Option<&str>) -> Result<bool, StoreError> {
    let sql = "UPDATE cases_case SET register = NULL, snapshot = COALESCE(snapshot, $2) WHERE id = $1 AND register IS NOT NULL";
    Ok(tx.execute(sql, args![id, frozen.map(seal)]).await? == 1)
}

/// Cases of a person or an account, newest first.
pub(crate) async fn of_applicant(
    q: &impl Reads,
    person: Option<PersonId>,
    account: AccountId,
    limit: i64,
) -> Result<Vec<Case>, StoreError> {
    let sql = cases!("WHERE account = $1 OR (applicant = $2) ORDER BY id DESC LIMIT $3");
    q.rows(sql, args![account, person, limit]).await?.iter().map(read).collect()
}

/// A case to be written down.
pub(crate) struct NewCase {
    pub id: CaseId,
    pub reference: Reference,
    pub draft: DraftId,
    pub procedure: String,
    pub procedure_version: u32,
    pub desk: String,
    pub applicant: Option<PersonId>,
    pub applicant_name: String,
    pub account: Option<AccountId>,
    pub mandate: Option<MandateId>,
    pub channel: Channel,
    pub helper: Option<AccountId>,
    pub identity_check: Option<String>,
    pub due_on: Date,
    pub fee: Option<Yen>,
    pub snapshot: Option<String>,
    /// Ward and age band of the person on this day: what the plan counts by, whatever changes later.
    pub ward: Option<String>,
    pub age_band: Option<&'static str>,
    pub slot: Option<String>,
    pub repeats: Option<CaseId>,
    pub assurance: Option<&'static str>,
    /// How the register stood, unless it answered.
    pub register: Option<String>,
}

pub(crate) async fn insert(tx: &Tx, new: &NewCase) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO cases_case (id, reference, draft, procedure, procedure_version, state, desk, applicant, \
         applicant_name, account, channel, helper, identity_check, submitted_at, due_on, fee, snapshot, round, version, \
         mandate, ward, age_band, slot, repeats, assurance, register) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1, 1, $18, $19, $20, $21, $22, $23, $24)",
        args![
            new.id,
            new.reference,
            new.draft,
            &new.procedure,
            i64::from(new.procedure_version),
            State::Submitted,
            &new.desk,
            new.applicant,
            seal(&new.applicant_name),
            new.account,
            new.channel,
            new.helper,
            new.identity_check.clone(),
            tx.now(),
            new.due_on,
            new.fee.map(|y| y.0),
            new.snapshot.as_deref().map(seal),
            new.mandate,
            new.ward.clone(),
            new.age_band,
            new.slot.clone(),
            new.repeats,
            new.assurance,
            new.register.clone()
        ],
    )
    .await?;
    Ok(())
}

/// Writes the case back, if nobody else changed it since it was read. What is fixed at submission
/// (number, procedure, channel, applicant, snapshot) is not touched. A matter that is withdrawn or
/// refused gives its slot back.
///
/// # Errors
/// [`CaseError::Changed`] when somebody did.
pub(crate) async fn update(tx: &Tx, case: &Case) -> Result<(), CaseError> {
    let changed = tx
        .execute(
            "UPDATE cases_case SET state = $3, desk = $4, due_on = $5, officer = $6, fee = $7, granted = $8, \
             decision = $9, approval = $10, bill = $11, paper = $12, round = $13, waiting_since = $14, outcome = $15, \
             closed_at = $16, decided_on = $17, slot = $18, repeats = $19, hindrance = $20, waiver = $21, version = version + 1 WHERE id = $1 AND version = $2",
            args![
                case.id,
                case.version,
                case.state,
                &case.desk,
                case.due_on,
                case.officer,
                case.fee.map(|y| y.0),
                case.granted,
                case.decision.as_deref().map(seal),
                case.approval,
                case.bill,
                case.paper,
                case.round,
                case.waiting_since,
                case.outcome,
                case.closed_at,
                case.decided_on,
                case.slot.clone().filter(|_| !matches!(case.outcome, Some(Ending::Withdrawn | Ending::Refused))),
                case.repeats,
                case.hindrance.as_deref().map(seal),
                case.waiver.as_deref().map(seal)
            ],
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(CaseError::Changed) }
}

/// The person and household as they were when the case was handed in (`people::snapshot`).
///
/// # Errors
/// When the database does not answer.
pub async fn snapshot(q: &impl Reads, id: CaseId) -> Result<Option<serde_json::Value>, StoreError> {
    let text: Option<Option<String>> = q.one("SELECT snapshot FROM cases_case WHERE id = $1", args![id]).await?;
    let text = text.flatten().map(open);
    Ok(text.and_then(|t| serde_json::from_str(&t).ok()))
}

/// The same as the record that a paper may be printed from.
///
/// # Errors
/// When the database does not answer.
pub async fn frozen(q: &impl Reads, id: CaseId) -> Result<Option<people::Frozen>, StoreError> {
    let text: Option<Option<String>> = q.one("SELECT snapshot FROM cases_case WHERE id = $1", args![id]).await?;
    Ok(text.flatten().and_then(|t| people::Frozen::reopen(&open(t))))
}

/// The answers of one round.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such round.
pub async fn answers(q: &impl Reads, id: CaseId, round: i64) -> Result<Answers, StoreError> {
    let sql = "SELECT document FROM cases_answers WHERE case_id = $1 AND round = $2";
    let text: String = q.one(sql, args![id, round]).await?.ok_or(StoreError::Missing("cases_answers"))?;
    Answers::from_json(&open(text)).map_err(|_| StoreError::Column("document".to_owned()))
}

pub(crate) async fn insert_answers(
    tx: &Tx,
    case: CaseId,
    round: i64,
    answers: &Answers,
) -> Result<AnswersId, StoreError> {
    let id: AnswersId = tx.id();
    let document = answers.to_json().map_err(|e| StoreError::Other(e.to_string()))?;
    tx.execute(
        "INSERT INTO cases_answers (id, case_id, round, document, at) VALUES ($1, $2, $3, $4, $5)",
        args![id, case, round, seal(&document), tx.now()],
    )
    .await?;
    Ok(id)
}

/// Who has handed a procedure in since a moment and not withdrawn it, with their first answers.
pub(crate) async fn handed_in(q: &impl Reads, procedure: &str, since: Moment) -> Result<Vec<Applied>, StoreError> {
    let sql = "SELECT c.applicant, c.reference, a.document FROM cases_case c \
               JOIN cases_answers a ON a.case_id = c.id AND a.round = 1 \
               WHERE c.procedure = $1 AND c.submitted_at >= $2 AND COALESCE(c.outcome, '') <> 'withdrawn' ORDER BY c.id";
    let read = |row: &Row| {
        let document = open(row.get("document")?);
        Ok(Applied {
            person: row.get("applicant")?,
            reference: row.get("reference")?,
            answers: Answers::from_json(&document).map_err(|_| StoreError::Column("document".to_owned()))?,
        })
    };
    q.rows(sql, args![procedure, since]).await?.iter().map(read).collect()
}

/// All cases of a person, newest first.
pub(crate) async fn of_person(q: &impl Reads, person: PersonId) -> Result<Vec<Case>, StoreError> {
    let sql = cases!("WHERE applicant = $1 ORDER BY id DESC");
    q.rows(sql, args![person]).await?.iter().map(read).collect()
}

/// The cases that an officer has taken and that are not closed, by deadline.
pub(crate) async fn of_officer(q: &impl Reads, officer: AccountId) -> Result<Vec<Line>, StoreError> {
    let sql = cases!("WHERE officer = $1 AND state <> 'closed' ORDER BY due_on, id");
    let rows = q.rows(sql, args![officer]).await?;
    rows.iter().map(|row| read(row).map(Line::from)).collect()
}

/// Cases that have waited for a correction since before `since`.
pub(crate) async fn waiting_since(q: &impl Reads, since: Moment, limit: i64) -> Result<Vec<Case>, StoreError> {
    let sql = cases!("WHERE state = 'awaiting_correction' AND waiting_since < $1 ORDER BY waiting_since LIMIT $2");
    q.rows(sql, args![since, limit]).await?.iter().map(read).collect()
}

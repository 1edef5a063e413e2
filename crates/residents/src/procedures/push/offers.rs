//! The table of offers.

use super::OfferId;
use kernel::fiscal::FiscalYear;
use kernel::id::{AccountId, ApprovalId};
use kernel::{Date, FromValue, Moment, Value};
use store::{Reads, Row, StoreError, Tx, args};

/// How far an offer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Its list is being written down.
    Making,
    /// The officer looks at the list.
    Draft,
    /// Waits for a decision.
    InApproval,
    /// May be sent.
    Approved,
    /// Letters are being written.
    Sending,
    /// Everybody is invited.
    Sent,
    /// Given up before it was sent.
    GivenUp,
}

impl State {
    const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Making, "making", "一覧を作っている"),
        (Self::Draft, "draft", "一覧を確かめている"),
        (Self::InApproval, "in_approval", "決裁中"),
        (Self::Approved, "approved", "決裁済み"),
        (Self::Sending, "sending", "送っている"),
        (Self::Sent, "sent", "送った"),
        (Self::GivenUp, "given_up", "取りやめた"),
    ];

    pub(super) fn label(self) -> &'static str {
        Self::ALL.iter().find(|(s, ..)| *s == self).map_or("", |(_, _, label)| label)
    }

    /// Whether single people can still be taken out.
    pub(super) const fn is_open(self) -> bool {
        matches!(self, Self::Draft)
    }
}

impl From<State> for Value {
    fn from(state: State) -> Self {
        State::ALL.iter().find(|(s, ..)| *s == state).map_or("", |(_, word, _)| word).into()
    }
}

impl FromValue for State {
    fn from_value(value: Value) -> Option<Self> {
        let word = String::from_value(value)?;
        State::ALL.iter().find(|(_, w, _)| *w == word).map(|(s, ..)| *s)
    }
}

/// An offer as recorded.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub(super) id: OfferId,
    /// Key of the rule.
    pub(super) rule: String,
    pub(super) title: String,
    pub(super) procedure: String,
    pub(super) procedure_version: u32,
    pub(super) desk: String,
    pub(super) year: FiscalYear,
    /// Keys of wards; none for the whole town.
    pub(super) wards: Vec<String>,
    pub(super) purpose: String,
    pub(super) state: State,
    pub(super) author: AccountId,
    pub(super) approval: Option<ApprovalId>,
    pub(super) round: i64,
    /// How many records were gone through.
    pub(super) looked_at: i64,
    pub(super) made_at: Moment,
    pub(super) sent_at: Option<Moment>,
    /// The last day for replies.
    pub(super) reply_until: Option<Date>,
    pub(super) reminders: i64,
    pub(super) reminded_at: Option<Moment>,
    pub(super) version: i64,
}

fn read(row: &Row) -> Result<Offer, StoreError> {
    let wards: String = row.get("wards")?;
    let version: i64 = row.get("procedure_version")?;
    Ok(Offer {
        id: row.get("id")?,
        rule: row.get("rule")?,
        title: row.get("title")?,
        procedure: row.get("procedure")?,
        procedure_version: u32::try_from(version).unwrap_or_default(),
        desk: row.get("desk")?,
        year: row.get("year")?,
        wards: wards.split_whitespace().map(str::to_owned).collect(),
        purpose: row.get("purpose")?,
        state: row.get("state")?,
        author: row.get("author")?,
        approval: row.get("approval")?,
        round: row.get("round")?,
        looked_at: row.get("looked_at")?,
        made_at: row.get("made_at")?,
        sent_at: row.get("sent_at")?,
        reply_until: row.get("reply_until")?,
        reminders: row.get("reminders")?,
        reminded_at: row.get("reminded_at")?,
        version: row.get("version")?,
    })
}

pub(super) async fn find(q: &impl Reads, id: OfferId) -> Result<Option<Offer>, StoreError> {
    q.row("SELECT * FROM procedures_offer WHERE id = $1", args![id]).await?.map(|r| read(&r)).transpose()
}

/// The newest offers of a desk.
pub(super) async fn of_desk(q: &impl Reads, desk: &str, limit: i64) -> Result<Vec<Offer>, StoreError> {
    let sql = "SELECT * FROM procedures_offer WHERE desk = $1 ORDER BY id DESC LIMIT $2";
    q.rows(sql, args![desk, limit]).await?.iter().map(read).collect()
}

pub(super) async fn insert(tx: &Tx, o: &Offer) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO procedures_offer (id, rule, title, procedure, procedure_version, desk, year, wards, purpose, state, \
         author, approval, round, looked_at, made_at, sent_at, reply_until, reminders, reminded_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1)",
        args![
            o.id,
            &o.rule,
            &o.title,
            &o.procedure,
            i64::from(o.procedure_version),
            &o.desk,
            o.year,
            o.wards.join(" "),
            &o.purpose,
            o.state,
            o.author,
            o.approval,
            o.round,
            o.looked_at,
            o.made_at,
            o.sent_at,
            o.reply_until,
            o.reminders,
            o.reminded_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes an offer back unless somebody has changed it since it was read; answers whether it was written.
pub(super) async fn update(tx: &Tx, o: &Offer) -> Result<bool, StoreError> {
    let sql = "UPDATE procedures_offer SET state = $3, approval = $4, round = $5, sent_at = $6, reply_until = $7, \
               reminders = $8, reminded_at = $9, version = version + 1 WHERE id = $1 AND version = $2";
    let args =
        args![o.id, o.version, o.state, o.approval, o.round, o.sent_at, o.reply_until, o.reminders, o.reminded_at];
    Ok(tx.execute(sql, args).await? == 1)
}

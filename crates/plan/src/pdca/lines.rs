//! What stands below a cycle in lines: the steps of its plan, what was done, what people said.

use super::records::{CycleId, DoneId, StepId, VoiceId};
use super::span::Span;
use crate::steering::tasks;
use kernel::{Date, Uuid};
use serde::{Deserialize, Serialize};
use store::{Reads, Row, StoreError, Tx, args};

/// Where a step came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The desk wrote it.
    Desk,
    /// It was not done in the year before.
    Before,
    /// A Try of a board (KPT).
    Kpt(Uuid),
    /// Decided in a meeting of those who steer.
    Meeting(Uuid),
}

impl Origin {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Before => "before",
            Self::Kpt(_) => "kpt",
            Self::Meeting(_) => "meeting",
        }
    }

    const fn id(self) -> Option<Uuid> {
        match self {
            Self::Kpt(id) | Self::Meeting(id) => Some(id),
            Self::Desk | Self::Before => None,
        }
    }

    fn of(word: &str, id: Option<Uuid>) -> Self {
        match (word, id) {
            ("before", _) => Self::Before,
            ("kpt", Some(id)) => Self::Kpt(id),
            ("meeting", Some(id)) => Self::Meeting(id),
            _ => Self::Desk,
        }
    }

    /// For officers.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Desk => "",
            Self::Before => "前の年度から",
            Self::Kpt(_) => "KPTの「Try」から",
            Self::Meeting(_) => "会議で決まったこと",
        }
    }
}

impl From<tasks::Origin> for Origin {
    fn from(origin: tasks::Origin) -> Self {
        match origin {
            tasks::Origin::Kpt(id) => Self::Kpt(id),
            tasks::Origin::Meeting(id) => Self::Meeting(id),
            tasks::Origin::Pdca(_) => Self::Before,
        }
    }
}

/// A step of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) id: StepId,
    pub(crate) words: String,
    pub(crate) owner: String,
    pub(crate) due: Option<Date>,
    pub(crate) done_on: Option<Date>,
    pub(crate) origin: Origin,
}

/// A step to be made.
#[derive(Debug, Clone)]
pub(crate) struct NewStep {
    pub(crate) words: String,
    pub(crate) owner: String,
    pub(crate) due: Option<Date>,
    pub(crate) origin: Origin,
}

/// The steps of a cycle, as they were added.
pub(crate) async fn steps(q: &impl Reads, cycle: CycleId) -> Result<Vec<Step>, StoreError> {
    let sql = "SELECT * FROM plan_step WHERE cycle = $1 AND struck = $2 ORDER BY id";
    let step = |r: &Row| {
        Ok(Step {
            id: r.get("id")?,
            words: r.get("words")?,
            owner: r.get("owner")?,
            due: r.get("due")?,
            done_on: r.get("done_on")?,
            origin: Origin::of(&r.get::<String>("origin")?, r.get("origin_id")?),
        })
    };
    q.rows(sql, args![cycle, false]).await?.iter().map(step).collect()
}

/// Adds a step; one that was taken from the same card or meeting already is not made twice.
pub(crate) async fn insert_step(tx: &Tx, cycle: CycleId, new: &NewStep) -> Result<Option<StepId>, StoreError> {
    let id: StepId = tx.id();
    let made = tx
        .execute(
            "INSERT INTO plan_step (id, cycle, words, owner, due, done_on, origin, origin_id, struck, at) VALUES \
             ($1, $2, $3, $4, $5, NULL, $6, $7, $8, $9) ON CONFLICT (cycle, origin_id) DO NOTHING",
            args![id, cycle, &new.words, &new.owner, new.due, new.origin.as_str(), new.origin.id(), false, tx.now()],
        )
        .await?;
    Ok((made == 1).then_some(id))
}

/// Notes that a step is done, or not after all.
pub(crate) async fn set_done(tx: &Tx, cycle: CycleId, step: StepId, done_on: Option<Date>) -> Result<bool, StoreError> {
    let sql = "UPDATE plan_step SET done_on = $3 WHERE id = $1 AND cycle = $2 AND struck = $4";
    Ok(tx.execute(sql, args![step, cycle, done_on, false]).await? == 1)
}

/// Takes a step out; its row stays.
pub(crate) async fn strike_step(tx: &Tx, cycle: CycleId, step: StepId) -> Result<bool, StoreError> {
    let sql = "UPDATE plan_step SET struck = $3 WHERE id = $1 AND cycle = $2 AND struck = $4";
    Ok(tx.execute(sql, args![step, cycle, true, false]).await? == 1)
}

/// What kind of thing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// 使えるようにした.
    Released,
    /// 開いた・行った.
    Held,
    /// 知らせた・公表した.
    Published,
    /// 直した・良くした.
    Improved,
    /// ほか.
    Other,
}

impl What {
    pub(crate) const ALL: [Self; 5] = [Self::Released, Self::Held, Self::Published, Self::Improved, Self::Other];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Held => "held",
            Self::Published => "published",
            Self::Improved => "improved",
            Self::Other => "other",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.as_str() == word)
    }

    /// For officers.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Released => "使えるようにした",
            Self::Held => "開いた・行った",
            Self::Published => "知らせた・公表した",
            Self::Improved => "直した・良くした",
            Self::Other => "そのほか",
        }
    }
}

/// Something that was done for a measure, to be logged.
#[derive(Debug, Clone)]
pub(crate) struct DoEntry {
    pub(crate) what: What,
    pub(crate) day: Date,
    pub(crate) words: String,
    /// How many, and of what: 12人, 3回.
    pub(crate) number: Option<i64>,
    pub(crate) unit: String,
    /// A second entry with the same source is not made (`kpt:CARD`); none for what a desk adds by hand.
    pub(crate) source: Option<String>,
}

/// An entry of the log.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) id: DoneId,
    pub(crate) entry: DoEntry,
}

/// What was done for a measure within a span, oldest first. The log belongs to the measure and the
/// day, so that nothing is lost while nobody has opened a cycle.
pub(crate) async fn done(q: &impl Reads, measure: &str, span: Span) -> Result<Vec<Done>, StoreError> {
    let (first, last) = span.days();
    let sql = "SELECT * FROM plan_do WHERE measure = $1 AND day >= $2 AND day <= $3 AND struck = $4 ORDER BY day, id";
    let one = |r: &Row| {
        Ok(Done {
            id: r.get("id")?,
            entry: DoEntry {
                what: What::parse(&r.get::<String>("kind")?).unwrap_or(What::Other),
                day: r.get("day")?,
                words: r.get("words")?,
                number: r.get("number")?,
                unit: r.get("unit")?,
                source: r.get("source")?,
            },
        })
    };
    q.rows(sql, args![measure, first, last, false]).await?.iter().map(one).collect()
}

/// Adds an entry; `None` when its source has one already.
pub(crate) async fn insert_done(tx: &Tx, measure: &str, entry: &DoEntry) -> Result<Option<DoneId>, StoreError> {
    let id: DoneId = tx.id();
    let made = tx
        .execute(
            "INSERT INTO plan_do (id, measure, day, kind, words, number, unit, source, struck, at) VALUES \
             ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (source) DO NOTHING",
            args![
                id,
                measure,
                entry.day,
                entry.what.as_str(),
                &entry.words,
                entry.number,
                &entry.unit,
                entry.source.clone(),
                false,
                tx.now()
            ],
        )
        .await?;
    Ok((made == 1).then_some(id))
}

/// Takes an entry that a desk added by hand out of the log; its row stays.
pub(crate) async fn strike_done(tx: &Tx, measure: &str, id: DoneId) -> Result<bool, StoreError> {
    let sql = "UPDATE plan_do SET struck = $3 WHERE id = $1 AND measure = $2 AND struck = $4 AND source IS NULL";
    Ok(tx.execute(sql, args![id, measure, true, false]).await? == 1)
}

/// Where somebody said it.
pub(crate) const HEARD: [(&str, &str); 5] = [
    ("satisfaction", "手続きのあとの「便利になりましたか」への答え"),
    ("counter", "窓口"),
    ("phone", "電話"),
    ("meeting", "説明会や地区の集まり"),
    ("other", "そのほか"),
];

/// A resident's words, without the person.
#[derive(Debug, Clone)]
pub(crate) struct Voice {
    pub(crate) id: VoiceId,
    pub(crate) words: String,
    pub(crate) heard: String,
}

/// The voices that a desk linked to its check.
pub(crate) async fn voices(q: &impl Reads, cycle: CycleId) -> Result<Vec<Voice>, StoreError> {
    let sql = "SELECT id, words, heard FROM plan_voice WHERE cycle = $1 AND struck = $2 ORDER BY id";
    let voice = |r: &Row| Ok(Voice { id: r.get("id")?, words: r.get("words")?, heard: r.get("heard")? });
    q.rows(sql, args![cycle, false]).await?.iter().map(voice).collect()
}

/// Links a voice.
pub(crate) async fn insert_voice(tx: &Tx, cycle: CycleId, words: &str, heard: &str) -> Result<VoiceId, StoreError> {
    let id: VoiceId = tx.id();
    let sql = "INSERT INTO plan_voice (id, cycle, words, heard, struck, at) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, args![id, cycle, words, heard, false, tx.now()]).await?;
    Ok(id)
}

/// Takes a voice out and forgets its words: they may have told who spoke.
pub(crate) async fn strike_voice(tx: &Tx, cycle: CycleId, id: VoiceId) -> Result<bool, StoreError> {
    let sql = "UPDATE plan_voice SET struck = $3, words = '' WHERE id = $1 AND cycle = $2 AND struck = $4";
    Ok(tx.execute(sql, args![id, cycle, true, false]).await? == 1)
}

/// Where a voice was heard, in words.
pub(crate) fn heard_words(key: &str) -> &'static str {
    HEARD.iter().find(|(k, _)| *k == key).map_or("そのほか", |(_, words)| words)
}

//! Definitions and snapshots: what was counted, by which words, when.
//!
//! A snapshot is only ever added: nothing here changes or removes one, the key over indicator, span,
//! last day and revision refuses a second one, and the journal names every byte that was changed
//! from outside.

use kernel::id::AccountId;
use kernel::{Date, Moment};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::{Deed, Reads, Retention, Row, StoreError, Table, Tx, args};
use web::{Cut, Figure, Indicator, Period, Split, Yearly};

kernel::id_type!(
    /// An indicator's definition in one wording.
    DefinitionId,
    /// One closed figure.
    SnapshotId,
);

const KEPT: Retention = Retention::Forever("町が公表した数字と、その数え方（あとから確かめられるように）");

pub(crate) const TABLES: [Table; 3] = [
    Table { name: "plan_definition", journaled: true, blob: None, retention: KEPT },
    Table { name: "plan_snapshot", journaled: true, blob: None, retention: KEPT },
    Table { name: "plan_outside", journaled: true, blob: None, retention: KEPT },
];

/// Which stretch a snapshot is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Span {
    /// A month.
    Month,
    /// A fiscal year from its beginning to the end of a month.
    Year,
}

impl Span {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub(crate) fn from_key(key: &str) -> Option<Self> {
        [Self::Month, Self::Year].into_iter().find(|s| s.key() == key)
    }
}

/// The words by which something is counted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Definition {
    pub(crate) indicator: String,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) yearly: Yearly,
    /// Meaning, way of counting, since when.
    pub(crate) words: String,
    /// Where it comes from, if it is counted outside the house.
    pub(crate) source: Option<String>,
    /// When it was first counted so.
    pub(crate) first_at: Moment,
}

impl Definition {
    /// The words of an indicator as its room declares it today.
    pub(crate) fn of(indicator: &Indicator) -> Self {
        let since = indicator.since.map(|day| format!("\n{}からの記録で数えます。", kernel::era::date_label(day)));
        Self {
            indicator: indicator.key.to_owned(),
            title: indicator.title.ja.to_owned(),
            unit: indicator.unit.to_owned(),
            yearly: indicator.yearly,
            words: format!("{}\n{}{}", indicator.meaning.ja, indicator.computed, since.unwrap_or_default()),
            source: None,
            first_at: Moment::from_micros(0),
        }
    }

    /// The words without the meaning, which a room says in three languages: how it is counted.
    pub(crate) fn computed(&self) -> &str {
        match (&self.source, self.words.split_once('\n')) {
            (None, Some((_, computed))) => computed,
            _ => &self.words,
        }
    }

    /// SHA-256 over the words, each part preceded by its length.
    pub(crate) fn digest(&self) -> String {
        let mut sha = Sha256::new();
        let yearly = yearly_key(self.yearly);
        let source = self.source.as_deref().unwrap_or_default();
        for part in [&self.indicator, &self.title, &self.unit, yearly, &self.words, source] {
            sha.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            sha.update(part.as_bytes());
        }
        sha.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let yearly: String = row.get("yearly")?;
        Ok(Self {
            indicator: row.get("indicator")?,
            title: row.get("title")?,
            unit: row.get("unit")?,
            yearly: yearly_of(&yearly),
            words: row.get("words")?,
            source: row.get("source")?,
            first_at: row.get("first_at")?,
        })
    }
}

const fn yearly_key(yearly: Yearly) -> &'static str {
    match yearly {
        Yearly::Sum => "sum",
        Yearly::Share => "share",
        Yearly::Recount => "recount",
    }
}

fn yearly_of(key: &str) -> Yearly {
    [Yearly::Sum, Yearly::Share].into_iter().find(|y| yearly_key(*y) == key).unwrap_or(Yearly::Recount)
}

/// All definitions, the oldest first.
pub(crate) async fn definitions(q: &impl Reads) -> Result<Vec<Definition>, StoreError> {
    let sql = "SELECT indicator, title, unit, yearly, words, source, first_at FROM plan_definition ORDER BY id";
    q.rows(sql, vec![]).await?.iter().map(Definition::read).collect()
}

/// The wordings of one indicator, the oldest first.
pub(crate) async fn definitions_of(q: &impl Reads, indicator: &str) -> Result<Vec<Definition>, StoreError> {
    let sql = "SELECT indicator, title, unit, yearly, words, source, first_at FROM plan_definition \
               WHERE indicator = $1 ORDER BY id";
    q.rows(sql, args![indicator]).await?.iter().map(Definition::read).collect()
}

/// Finds the wording or writes it down; where another does so at the same time, theirs holds.
pub(crate) async fn define(tx: &Tx, definition: &Definition) -> Result<DefinitionId, StoreError> {
    let digest = definition.digest();
    if let Some(id) = defined(tx, definition, &digest).await? {
        return Ok(id);
    }
    let id: DefinitionId = tx.id();
    let made = tx
        .execute(
            "INSERT INTO plan_definition (id, indicator, digest, title, unit, yearly, words, source, first_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (indicator, digest) DO NOTHING",
            args![
                id,
                &definition.indicator,
                &digest,
                &definition.title,
                &definition.unit,
                yearly_key(definition.yearly),
                &definition.words,
                definition.source.clone(),
                tx.now()
            ],
        )
        .await?;
    if made == 1 {
        tx.record(Deed::new("plan.define").row("plan_definition", id).detail(&definition.title));
        return Ok(id);
    }
    defined(tx, definition, &digest).await?.ok_or(StoreError::Missing("plan_definition"))
}

async fn defined(tx: &Tx, definition: &Definition, digest: &str) -> Result<Option<DefinitionId>, StoreError> {
    let sql = "SELECT id FROM plan_definition WHERE indicator = $1 AND digest = $2";
    tx.one(sql, args![&definition.indicator, digest]).await
}

/// Groups of a figure, by what it was split.
pub(crate) type Cuts = BTreeMap<Split, Vec<Cut>>;

/// One closed figure.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) indicator: String,
    pub(crate) span: Span,
    pub(crate) period: Period,
    /// 1 for the first; what was counted again has the next number.
    pub(crate) revision: i64,
    pub(crate) figure: Figure,
    pub(crate) cuts: Cuts,
    /// Why it was counted again.
    pub(crate) reason: Option<String>,
    pub(crate) author: Option<AccountId>,
    pub(crate) closed_at: Moment,
}

/// Key, value, number of records, how many of them; the value as text, so that no digit is lost.
#[derive(Serialize, Deserialize)]
struct Group(String, Option<String>, i64, Option<i64>);

fn cuts_text(cuts: &Cuts) -> String {
    let groups = |cuts: &Vec<Cut>| -> Vec<Group> {
        cuts.iter()
            .map(|c| Group(c.key.clone(), c.figure.value.map(|v| v.to_string()), c.figure.n, c.figure.hits))
            .collect()
    };
    let by: BTreeMap<&str, Vec<Group>> = cuts.iter().map(|(split, cuts)| (split.key(), groups(cuts))).collect();
    serde_json::to_string(&by).unwrap_or_default()
}

fn cuts_of(text: &str) -> Cuts {
    let by: BTreeMap<String, Vec<Group>> = serde_json::from_str(text).unwrap_or_default();
    let split = |key: &str| Split::ALL.into_iter().find(|s| s.key() == key);
    let cut = |Group(key, value, n, hits)| {
        let value = value.and_then(|v| v.parse().ok());
        Cut { key, figure: Figure { value, n, hits, parts: Vec::new() } }
    };
    by.into_iter().filter_map(|(key, groups)| Some((split(&key)?, groups.into_iter().map(cut).collect()))).collect()
}

impl Snapshot {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let value: Option<String> = row.get("value")?;
        let (parts, cuts, span): (String, String, String) = (row.get("parts")?, row.get("cuts")?, row.get("span")?);
        Ok(Self {
            indicator: row.get("indicator")?,
            span: Span::from_key(&span).ok_or_else(|| StoreError::Column("span".to_owned()))?,
            period: Period { first: row.get("first")?, last: row.get("last")? },
            revision: row.get("revision")?,
            figure: Figure {
                value: value.and_then(|v| v.parse().ok()),
                n: row.get("n")?,
                hits: row.get("hits")?,
                parts: serde_json::from_str(&parts).unwrap_or_default(),
            },
            cuts: cuts_of(&cuts),
            reason: row.get("reason")?,
            author: row.get("author")?,
            closed_at: row.get("closed_at")?,
        })
    }
}

macro_rules! snapshots {
    ($cuts:literal, $rest:literal) => {
        concat!(
            "SELECT indicator, span, first, last, revision, value, n, hits, parts, ",
            $cuts,
            " AS cuts, reason, author, closed_at FROM plan_snapshot ",
            $rest
        )
    };
}

/// All snapshots without their groups, in order of time, later revisions after earlier ones.
pub(crate) async fn all(q: &impl Reads) -> Result<Vec<Snapshot>, StoreError> {
    let sql = snapshots!("''", "ORDER BY indicator, span, last, revision");
    q.rows(sql, vec![]).await?.iter().map(Snapshot::read).collect()
}

/// The snapshots of one indicator with their groups, in order of time.
pub(crate) async fn of_indicator(q: &impl Reads, indicator: &str) -> Result<Vec<Snapshot>, StoreError> {
    let sql = snapshots!("cuts", "WHERE indicator = $1 ORDER BY span, last, revision");
    q.rows(sql, args![indicator]).await?.iter().map(Snapshot::read).collect()
}

/// The snapshots of one indicator whose last day lies in a stretch, in order of time.
pub(crate) async fn of_period(q: &impl Reads, indicator: &str, period: Period) -> Result<Vec<Snapshot>, StoreError> {
    let sql = snapshots!("cuts", "WHERE indicator = $1 AND last >= $2 AND last <= $3 ORDER BY span, last, revision");
    q.rows(sql, args![indicator, period.first, period.last]).await?.iter().map(Snapshot::read).collect()
}

/// How often a stretch was counted, for each indicator and stretch that is closed.
pub(crate) async fn closed(q: &impl Reads) -> Result<BTreeMap<(String, Span, Date), i64>, StoreError> {
    let sql =
        "SELECT indicator, span, last, MAX(revision) AS revision FROM plan_snapshot GROUP BY indicator, span, last";
    let rows = q.rows(sql, vec![]).await?;
    rows.iter()
        .map(|r| {
            let span: String = r.get("span")?;
            let span = Span::from_key(&span).ok_or_else(|| StoreError::Column("span".to_owned()))?;
            Ok(((r.get("indicator")?, span, r.get("last")?), r.get("revision")?))
        })
        .collect()
}

/// Adds a snapshot; answers `None` when this revision is there already: then nothing changes.
pub(crate) async fn add(
    tx: &Tx,
    snapshot: &Snapshot,
    definition: DefinitionId,
) -> Result<Option<SnapshotId>, StoreError> {
    let id: SnapshotId = tx.id();
    let made = tx
        .execute(
            "INSERT INTO plan_snapshot (id, indicator, span, first, last, revision, value, n, hits, parts, cuts, \
             definition, reason, author, closed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
             ON CONFLICT (indicator, span, last, revision) DO NOTHING",
            args![
                id,
                &snapshot.indicator,
                snapshot.span.key(),
                snapshot.period.first,
                snapshot.period.last,
                snapshot.revision,
                snapshot.figure.value.map(|v| v.to_string()),
                snapshot.figure.n,
                snapshot.figure.hits,
                serde_json::to_string(&snapshot.figure.parts).unwrap_or_default(),
                cuts_text(&snapshot.cuts),
                definition,
                snapshot.reason.clone(),
                snapshot.author,
                tx.now()
            ],
        )
        .await?;
    Ok((made == 1).then_some(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn definition(words: &str) -> Definition {
        Definition {
            indicator: "a.b".into(),
            title: "見本".into(),
            unit: "件".into(),
            yearly: Yearly::Sum,
            words: words.into(),
            source: None,
            first_at: Moment::from_micros(0),
        }
    }

    #[test]
    fn another_wording_is_another_definition() {
        assert_eq!(definition("数える").digest(), definition("数える").digest());
        assert_ne!(definition("数える").digest(), definition("数えた").digest());
        let moved = Definition { title: "見本件".into(), unit: String::new(), ..definition("数える") };
        assert_ne!(moved.digest(), definition("数える").digest());
    }

    proptest! {
        #[test]
        fn groups_come_back_as_they_were_kept(values in prop::collection::vec((prop::option::of(0.0..1e9f64), 0..10_000i64), 0..8)) {
            let cut = |(at, (value, n)): (usize, &(Option<f64>, i64))| Cut {
                key: format!("k{at}"),
                figure: Figure { value: *value, n: *n, hits: Some(*n), parts: Vec::new() },
            };
            let cuts: Cuts = [(Split::Ward, values.iter().enumerate().map(cut).collect())].into();
            prop_assert_eq!(cuts_of(&cuts_text(&cuts)), cuts);
            for (value, _) in values {
                prop_assert_eq!(value.map(|v| v.to_string()).and_then(|v| v.parse::<f64>().ok()), value);
            }
        }
    }
}

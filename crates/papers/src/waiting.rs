//! Papers that could not be issued yet, and why: for the officers of their desk, in their words. A line
//! goes away when the paper is there. It names no person: the matter says whose it is.

use crate::PaperError;
use crate::contents::NewPaper;
use kernel::{Moment, Uuid};
use store::{Reads, Row, StoreError, Tx, args};
use web::press::PressError;

/// Why a paper waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// No font has a sign of a name in the form in which it is written.
    Glyph,
    /// The time stamping authority does not answer, or not as it should.
    TimeStamp,
    /// The template or the fonts are not in order.
    Press,
    /// The key that signs cannot be used.
    Key,
    /// What is to be printed does not fit the record, or the press gave back another paper.
    Mixed,
}

impl Why {
    const ALL: [Self; 5] = [Self::Glyph, Self::TimeStamp, Self::Press, Self::Key, Self::Mixed];

    const fn key(self) -> &'static str {
        match self {
            Self::Glyph => "glyph",
            Self::TimeStamp => "time_stamp",
            Self::Press => "press",
            Self::Key => "key",
            Self::Mixed => "mixed",
        }
    }

    fn read(key: &str) -> Self {
        Self::ALL.into_iter().find(|w| w.key() == key).unwrap_or(Self::Press)
    }

    /// The reason, with what it concerns: a sign, or what the partner said. Nothing for faults of the
    /// records, which say it themselves.
    fn of(error: &PaperError) -> Option<(Self, String)> {
        Some(match error {
            PaperError::Press(PressError::NoGlyph { cluster }) => (Self::Glyph, cluster.clone()),
            PaperError::Press(other) => (Self::Press, other.to_string()),
            PaperError::NoTimeStamp(why) => (Self::TimeStamp, why.to_string()),
            PaperError::Sign(why) => (Self::Key, why.to_string()),
            PaperError::MixedUp | PaperError::OtherPerson => (Self::Mixed, String::new()),
            PaperError::Store(_) => return None,
        })
    }
}

/// A paper that waits.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    pub(crate) subject: (String, Uuid),
    pub(crate) title: String,
    pub(crate) desk: Option<String>,
    pub(crate) why: Why,
    /// The sign that no font has, or what the partner said.
    pub(crate) detail: String,
    pub(crate) since: Moment,
    pub(crate) tried_at: Moment,
    pub(crate) tries: i64,
}

impl Waiting {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            subject: (row.get("subject_table")?, row.get("subject")?),
            title: row.get("title")?,
            desk: row.get("desk")?,
            why: Why::read(&row.get::<String>("why")?),
            detail: row.get("detail")?,
            since: row.get("since")?,
            tried_at: row.get("tried_at")?,
            tries: row.get("tries")?,
        })
    }
}

/// What is written down of a paper that could not be issued.
pub(crate) struct Note {
    subject: (&'static str, Uuid),
    kind: String,
    title: String,
    desk: Option<String>,
    why: Why,
    detail: String,
}

/// What an error is to officers, if it is anything.
pub(crate) fn note(new: &NewPaper, error: &PaperError) -> Option<Note> {
    let (why, detail) = Why::of(error)?;
    let (kind, title, desk) = (new.kind.clone(), new.title.clone(), new.desk.clone());
    Some(Note { subject: new.subject, kind, title, desk, why, detail })
}

/// Writes down that a paper could not be issued, once more.
pub(crate) async fn put(tx: &Tx, note: Note) -> Result<(), StoreError> {
    let id: kernel::id::PaperId = tx.id();
    let detail: String = note.detail.chars().take(300).collect();
    tx.execute(
        "INSERT INTO papers_waiting (id, subject_table, subject, kind, title, desk, why, detail, since, tried_at, tries) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1) ON CONFLICT (subject_table, subject, kind) \
         DO UPDATE SET why = $7, detail = $8, tried_at = $9, tries = papers_waiting.tries + 1",
        args![id, note.subject.0, note.subject.1, note.kind, note.title, note.desk, note.why.key(), detail, tx.now()],
    )
    .await
    .map(|_| ())
}

/// The paper is there.
pub(crate) async fn done(tx: &Tx, subject: &(String, Uuid), kind: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM papers_waiting WHERE subject_table = $1 AND subject = $2 AND kind = $3";
    tx.execute(sql, args![&subject.0, subject.1, kind]).await.map(|_| ())
}

/// All that wait, the oldest first; there are never many.
pub(crate) async fn all(q: &impl Reads) -> Result<Vec<Waiting>, StoreError> {
    let sql = "SELECT subject_table, subject, title, desk, why, detail, since, tried_at, tries FROM papers_waiting \
               ORDER BY id LIMIT 100";
    q.rows(sql, vec![]).await?.iter().map(Waiting::read).collect()
}

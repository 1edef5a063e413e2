//! Papers that could not be issued yet, and why: for the officers of their desk, in their words. A line
//! goes away when the paper is there, or is not wanted any more. It names no person: the matter says
//! whose it is.

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
pub struct Waiting {
    pub(crate) subject: (String, Uuid),
    pub(crate) title: String,
    pub(crate) desk: Option<String>,
    pub(crate) why: Why,
    /// The sign that no font has, or what the partner said.
    pub(crate) detail: String,
    /// Since when.
    pub since: Moment,
    /// When it was tried last.
    pub tried_at: Moment,
    /// How often it was tried.
    pub tries: i64,
}

impl Waiting {
    /// Whether a character is the reason: no font has it in the form in which it is written.
    pub fn is_for_a_glyph(&self) -> bool {
        self.why == Why::Glyph
    }

    /// Whether it goes on by itself as soon as a partner answers.
    pub fn goes_on_by_itself(&self) -> bool {
        self.why == Why::TimeStamp
    }

    /// The reason, and what to do about it, in words for the officers of its desk.
    pub fn words(&self) -> String {
        match self.why {
            Why::Glyph => no_glyph(&self.detail),
            Why::TimeStamp => "時刻認証局が時刻を証明してくれません。答えがあれば、ひとりでに交付されます。つづくときは、情報の窓口に知らせてください。".to_owned(),
            Why::Press => format!("ひな形か書体に直すところがあります。情報の窓口に知らせてください（{}）。", self.detail),
            Why::Key => "電子署名の鍵が使えません。情報の窓口に知らせてください。".to_owned(),
            Why::Mixed => "印刷する内容が、この申請の記録と合いません。交付を止めました。情報の窓口に知らせてください。".to_owned(),
        }
    }

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

/// What an officer reads of a character that no font has, and what to do.
pub fn no_glyph(cluster: &str) -> String {
    format!(
        "証明書にのる{}の字の形が、書体にありません。ちがう形の字では印刷しません。情報の窓口に、この字のある書体（IPAmj明朝の新しい版など）を\
         入れるよう頼んでください。入ったら、案件の画面で「もう一度ためす」を押してください。急ぐときは、もとの台帳の仕組みから窓口で\
         交付できないかを確かめて、本人に連絡してください。",
        web::press::named(cluster)
    )
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

/// What is in the way of the paper of a row, if anything is.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_for(q: &impl Reads, subject: (&'static str, Uuid)) -> Result<Option<Waiting>, StoreError> {
    let sql = "SELECT subject_table, subject, title, desk, why, detail, since, tried_at, tries FROM papers_waiting \
               WHERE subject_table = $1 AND subject = $2 ORDER BY id";
    q.row(sql, args![subject.0, subject.1]).await?.as_ref().map(Waiting::read).transpose()
}

/// Writes down, before a paper is asked for, that it cannot be issued: no font has `cluster`.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(tx: &Tx, new: &NewPaper, cluster: &str) -> Result<(), StoreError> {
    let error = PaperError::Press(PressError::NoGlyph { cluster: cluster.to_owned() });
    match note(new, &error) {
        Some(note) => put(tx, note).await,
        None => Ok(()),
    }
}

/// Nothing is in the way of the papers of a row any more, or nobody wants them.
///
/// # Errors
/// When the database does not answer.
pub async fn release(tx: &Tx, subject: (&'static str, Uuid)) -> Result<(), StoreError> {
    let sql = "DELETE FROM papers_waiting WHERE subject_table = $1 AND subject = $2";
    tx.execute(sql, args![subject.0, subject.1]).await.map(|_| ())
}

/// All that wait, the oldest first; there are never many.
pub(crate) async fn all(q: &impl Reads) -> Result<Vec<Waiting>, StoreError> {
    let sql = "SELECT subject_table, subject, title, desk, why, detail, since, tried_at, tries FROM papers_waiting \
               ORDER BY id LIMIT 100";
    q.rows(sql, vec![]).await?.iter().map(Waiting::read).collect()
}

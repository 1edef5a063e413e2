//! お知らせ for everybody: one text that an officer puts on the town's pages. It names nobody and is
//! addressed to nobody; it stands at `/news`, in the feeds and in the open interface until it is
//! withdrawn. What one person is told goes the other way, by [`crate::tell`].

use crate::PublicId;
use kernel::Moment;
use kernel::id::AccountId;
use store::{Actor, Deed, Reads, Row, StoreError, Tx, args};
use web::texts::Lang;

/// The longest title.
pub(crate) const LONGEST_TITLE: usize = 100;
/// The longest text.
pub(crate) const LONGEST_BODY: usize = 4000;

/// Words in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The title.
    pub title: String,
    /// The text; paragraphs are parted by an empty line.
    pub body: String,
}

/// Something to tell everybody.
#[derive(Debug, Clone)]
pub struct NewPublic {
    /// The form's own identifier: the same form sent twice publishes once.
    pub id: PublicId,
    /// In Japanese.
    pub ja: Words,
    /// In やさしい日本語, if written.
    pub easy: Option<Words>,
    /// In English, if written.
    pub en: Option<Words>,
}

/// A public notice.
#[derive(Debug, Clone)]
pub struct Public {
    /// The notice.
    pub id: PublicId,
    /// In Japanese.
    pub ja: Words,
    /// In やさしい日本語.
    pub easy: Option<Words>,
    /// In English.
    pub en: Option<Words>,
    /// Since when it can be read.
    pub published_at: Moment,
    /// Since when no more.
    pub withdrawn_at: Option<Moment>,
}

impl Public {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let words = |title: &str, body: &str| -> Result<Option<Words>, StoreError> {
            let title: Option<String> = row.get(title)?;
            let body: Option<String> = row.get(body)?;
            Ok(title.zip(body).map(|(title, body)| Words { title, body }))
        };
        Ok(Self {
            id: row.get("id")?,
            ja: Words { title: row.get("title")?, body: row.get("body")? },
            easy: words("title_easy", "body_easy")?,
            en: words("title_en", "body_en")?,
            published_at: row.get("published_at")?,
            withdrawn_at: row.get("withdrawn_at")?,
        })
    }

    /// In the reader's language, and whether it is that language.
    pub(crate) fn words(&self, lang: Lang) -> (&Words, bool) {
        let own = match lang {
            Lang::Ja => Some(&self.ja),
            Lang::Easy => self.easy.as_ref(),
            Lang::En => self.en.as_ref(),
        };
        own.map_or((&self.ja, lang == Lang::Easy), |words| (words, true))
    }
}

/// Puts a notice on the town's pages; a second time the same one changes nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn publish(tx: &Tx, new: NewPublic) -> Result<(), StoreError> {
    let author: Option<AccountId> = match tx.act().actor {
        Actor::Account { account, .. } => Some(account),
        _ => None,
    };
    let (easy, en) = (new.easy, new.en);
    let parts = |words: Option<Words>| words.map_or((None, None), |w| (Some(w.title), Some(w.body)));
    let ((title_easy, body_easy), (title_en, body_en)) = (parts(easy), parts(en));
    let sql = "INSERT INTO notices_public (id, title, body, title_easy, body_easy, title_en, body_en, author, published_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING";
    let values = args![new.id, &new.ja.title, new.ja.body, title_easy, body_easy, title_en, body_en, author, tx.now()];
    if tx.execute(sql, values).await? == 1 {
        tx.record(Deed::new("notices.publish").row("notices_public", new.id).detail(new.ja.title));
    }
    Ok(())
}

/// Takes a notice off the town's pages.
///
/// # Errors
/// [`StoreError::Missing`] when it is not there or was taken off already.
pub async fn withdraw(tx: &Tx, id: PublicId) -> Result<(), StoreError> {
    let sql = "UPDATE notices_public SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL";
    if tx.execute(sql, args![id, tx.now()]).await? != 1 {
        return Err(StoreError::Missing("notices_public"));
    }
    tx.record(Deed::new("notices.withdraw").row("notices_public", id));
    Ok(())
}

macro_rules! public {
    ($rest:literal) => {
        concat!(
            "SELECT id, title, body, title_easy, body_easy, title_en, body_en, published_at, withdrawn_at ",
            "FROM notices_public ",
            $rest
        )
    };
}

/// Those that can be read, before `before`, newest first.
pub(crate) async fn open(q: &impl Reads, before: PublicId, limit: i64) -> Result<Vec<Public>, StoreError> {
    let sql = public!("WHERE id < $1 AND withdrawn_at IS NULL ORDER BY id DESC LIMIT $2");
    q.rows(sql, args![before, limit]).await?.iter().map(Public::read).collect()
}

/// All, for officers.
pub(crate) async fn all(q: &impl Reads, before: PublicId, limit: i64) -> Result<Vec<Public>, StoreError> {
    let sql = public!("WHERE id < $1 ORDER BY id DESC LIMIT $2");
    q.rows(sql, args![before, limit]).await?.iter().map(Public::read).collect()
}

/// One that can be read.
pub(crate) async fn find(q: &impl Reads, id: PublicId) -> Result<Option<Public>, StoreError> {
    let sql = public!("WHERE id = $1 AND withdrawn_at IS NULL");
    q.row(sql, args![id]).await?.map(|r| Public::read(&r)).transpose()
}

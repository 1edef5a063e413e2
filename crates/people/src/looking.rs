//! Reading a person's record is an act: it has a purpose, it is journaled, and the person sees it.

use crate::person::{INDEX, Person, find};
use kernel::id::PersonId;
use kernel::search_key::search_key;
use kernel::{Date, TypedId, era};
use store::{Act, Db, Deed, Reads, Row, StoreError, Tx, args};

/// A person's record, opened for `purpose` (in words that the person will read, for example
/// 「住民票の写しの審査」). The journal keeps who opened it; a person who opens their own record
/// leaves no entry.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such person.
pub async fn look(tx: &Tx, id: PersonId, purpose: &str) -> Result<Person, StoreError> {
    let person = find(tx, id).await?.ok_or(StoreError::Missing("people_person"))?;
    if tx.act().actor.person() != Some(id) {
        tx.record(Deed::new("people.read").about(id).detail(purpose));
    }
    Ok(person)
}

/// One line of a list: enough to tell people apart, no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The person.
    pub id: PersonId,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: Option<String>,
    /// 生年月日.
    pub birth: Option<Date>,
    /// 町字 without the numbers.
    pub area: String,
    /// Whether the person has left the town or died.
    pub gone: bool,
}

/// Persons whose name, reading or area has every word of `text`, or who were born on the day that
/// is among the words. The search itself is journaled, without the words.
///
/// # Errors
/// When the database does not answer.
pub async fn search(db: &Db, act: &Act, text: &str, limit: i64) -> Result<Vec<Listed>, StoreError> {
    let text: String = text.chars().take(100).collect();
    let (births, words): (Vec<Date>, Vec<String>) = question(&text);
    let found = match (births.first(), words.is_empty()) {
        (None, true) => Vec::new(),
        (Some(birth), true) => born_on(db, *birth, limit).await?,
        (birth, false) => by_words(db, &words, birth.copied(), limit).await?,
    };
    let said = format!("{}件", found.len());
    db.write(act, move |tx| async move {
        tx.record(Deed::new("people.search").detail(said));
        Ok::<_, StoreError>(())
    })
    .await?;
    Ok(found)
}

fn question(text: &str) -> (Vec<Date>, Vec<String>) {
    let (mut births, mut words) = (Vec::new(), Vec::new());
    for word in text.split_whitespace() {
        match era::parse(word) {
            Ok((day, _)) => births.push(day),
            Err(_) => words.extend(Some(search_key(word)).filter(|w| !w.is_empty())),
        }
    }
    (births, words)
}

const LISTED: &str =
    "SELECT id, full_name, kana, birth, town_area, moved_out, deceased FROM people_person WHERE id = $1";

async fn born_on(db: &Db, birth: Date, limit: i64) -> Result<Vec<Listed>, StoreError> {
    let sql = "SELECT id, full_name, kana, birth, town_area, moved_out, deceased FROM people_person \
               WHERE birth = $1 ORDER BY id LIMIT $2";
    db.rows(sql, args![birth, limit]).await?.iter().map(listed).collect()
}

async fn by_words(db: &Db, words: &[String], birth: Option<Date>, limit: i64) -> Result<Vec<Listed>, StoreError> {
    let mut found = by_beginning(db, words, birth, limit).await?;
    let more = db.search(INDEX, &words.join(" "), limit.saturating_mul(4)).await?;
    for id in more.into_iter().map(PersonId::from_uuid) {
        if i64::try_from(found.len()).unwrap_or(limit) >= limit {
            break;
        }
        if found.iter().any(|l| l.id == id) {
            continue;
        }
        if let Some(row) = db.row(LISTED, args![id]).await? {
            found.extend(Some(listed(&row)?).filter(|l| birth.is_none_or(|b| l.birth == Some(b))));
        }
    }
    Ok(found)
}

/// One word is looked for at the beginning of names and readings first: エン brings エンガワ
/// before タケエンドウ.
async fn by_beginning(db: &Db, words: &[String], birth: Option<Date>, limit: i64) -> Result<Vec<Listed>, StoreError> {
    let [word] = words else { return Ok(Vec::new()) };
    let sql = "SELECT id, full_name, kana, birth, town_area, moved_out, deceased FROM people_person \
               WHERE name_key LIKE $1 OR kana_key LIKE $1 ORDER BY kana_key, id LIMIT $2";
    // A search key has letters and digits only, so nothing in it is a wild card.
    let rows = db.rows(sql, args![format!("{word}%"), limit]).await?;
    let all = rows.iter().map(listed).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|l| birth.is_none_or(|b| l.birth == Some(b))).collect())
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    let gone = row.get::<Option<String>>("moved_out")?.is_some() || row.get::<Option<String>>("deceased")?.is_some();
    Ok(Listed {
        id: row.get("id")?,
        name: store::seal::open(row.get("full_name")?),
        kana: row.get::<Option<String>>("kana")?.map(store::seal::open),
        birth: row.get("birth")?,
        area: store::seal::open(row.get("town_area")?),
        gone,
    })
}

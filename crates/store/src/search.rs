//! Search in Japanese: pairs of letters made in Rust, kept by FTS5 or `tsvector`, so that 税 and
//! 水道 are found alike on both databases.

use crate::db::Engine;
use crate::{Db, Reads, StoreError, Tx, args};
use kernel::Uuid;
use unicode_normalization::UnicodeNormalization;

/// The derived index over `store_search.terms`, made once per database.
pub(crate) async fn prepare(tx: &Tx) -> Result<(), StoreError> {
    if matches!(tx.db().0.engine, Engine::Postgres(_)) {
        tx.execute(
            "CREATE INDEX IF NOT EXISTS store_search_terms ON store_search USING gin (to_tsvector('simple', terms))",
            vec![],
        )
        .await?;
    } else {
        tx.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS store_search_fts USING fts5 \
             (kind UNINDEXED, ref UNINDEXED, terms, tokenize = 'unicode61 remove_diacritics 0')",
            vec![],
        )
        .await?;
    }
    Ok(())
}

impl Tx {
    /// Makes the thing `id` of `kind` findable by `text`, instead of what it was found by before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn index(&self, kind: &str, id: Uuid, text: &str) -> Result<(), StoreError> {
        self.index_terms(kind, id, bigrams(text)).await
    }

    pub(crate) async fn index_terms(&self, kind: &str, id: Uuid, terms: String) -> Result<(), StoreError> {
        self.unindex(kind, id).await?;
        self.execute("INSERT INTO store_search (kind, ref, terms) VALUES ($1, $2, $3)", args![kind, id, terms.clone()])
            .await?;
        if matches!(self.db().0.engine, Engine::Sqlite { .. }) {
            self.execute(
                "INSERT INTO store_search_fts (rowid, kind, ref, terms) SELECT rowid, kind, ref, terms FROM store_search \
                 WHERE kind = $1 AND ref = $2",
                args![kind, id],
            )
            .await?;
        }
        Ok(())
    }

    /// Makes it no longer findable.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unindex(&self, kind: &str, id: Uuid) -> Result<(), StoreError> {
        if matches!(self.db().0.engine, Engine::Sqlite { .. }) {
            self.execute(
                "DELETE FROM store_search_fts WHERE rowid IN (SELECT rowid FROM store_search WHERE kind = $1 AND ref = $2)",
                args![kind, id],
            )
            .await?;
        }
        self.execute("DELETE FROM store_search WHERE kind = $1 AND ref = $2", args![kind, id]).await?;
        Ok(())
    }
}

impl Db {
    /// Things of `kind` whose text holds every word of `query`, best first where the engine
    /// ranks; nothing for an empty query.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn search(&self, kind: &str, query: &str, limit: i64) -> Result<Vec<Uuid>, StoreError> {
        let sqlite = matches!(self.0.engine, Engine::Sqlite { .. });
        let words: Vec<String> = query.split_whitespace().filter_map(|w| phrase(w, sqlite)).take(8).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let rows = if sqlite {
            let question = words.join(" AND ");
            self.rows(
                "SELECT ref FROM store_search_fts WHERE store_search_fts MATCH $1 AND kind = $2 ORDER BY rank LIMIT $3",
                args![question, kind, limit],
            )
            .await?
        } else {
            let question = words.join(" & ");
            self.rows(
                "SELECT ref FROM store_search WHERE kind = $2 AND to_tsvector('simple', terms) @@ to_tsquery('simple', $1) \
                 ORDER BY ref LIMIT $3",
                args![question, kind, limit],
            )
            .await?
        };
        rows.iter().map(|r| r.get("ref")).collect()
    }
}

/// The words that are indexed: pairs of neighbouring letters of each run of letters and digits,
/// and the last letter of the run alone so that a one-letter question finds it by its beginning.
fn bigrams(text: &str) -> String {
    let mut out = Vec::new();
    for run in runs(&fold(text)) {
        let letters: Vec<char> = run.chars().collect();
        out.extend(letters.windows(2).map(|p| p.iter().collect::<String>()));
        out.extend(letters.last().map(char::to_string));
    }
    out.join(" ")
}

/// The question for one word: its pairs in sequence, or everything that begins with one letter.
fn phrase(word: &str, sqlite: bool) -> Option<String> {
    let mut parts = Vec::new();
    for run in runs(&fold(word)) {
        let letters: Vec<char> = run.chars().collect();
        if let [only] = letters[..] {
            parts.push(if sqlite { format!("{only}*") } else { format!("{only}:*") });
            continue;
        }
        let pairs: Vec<String> = letters.windows(2).map(|p| p.iter().collect()).collect();
        parts.push(if sqlite { format!("\"{}\"", pairs.join(" ")) } else { format!("({})", pairs.join(" <-> ")) });
    }
    let joint = if sqlite { " AND " } else { " & " };
    (!parts.is_empty()).then(|| format!("({})", parts.join(joint)))
}

fn runs(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|r| !r.is_empty())
}

/// For finding only, never for keeping: compatibility forms, case, hiragana and katakana alike,
/// variation selectors dropped.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'))
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
            'ー' | '－' => 'ー',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_paired_and_kana_are_one() {
        assert_eq!(bigrams("住民票"), "住民 民票 票");
        assert_eq!(bigrams("すいどう"), bigrams("スイドウ"));
        assert_eq!(bigrams("ﾄﾞｸﾞ"), "ドグ グ");
        assert_eq!(phrase("税", true).unwrap(), "(税*)");
        assert_eq!(phrase("介護保険", false).unwrap(), "((介護 <-> 護保 <-> 保険))");
        assert_eq!(phrase("\"*()", true), None);
    }
}

//! What is wrong in a town folder, in words for the officer who will mend it.

use std::fmt;

/// One mistake in one file of the town folder. The message is Japanese and plain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path inside the town folder, with `/` on every system.
    pub file: String,
    /// Line, counted from 1; `None` when the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Problem {
    /// A problem of a whole file.
    pub fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, message: message.into() }
    }

    /// A problem at a line (counted from 1).
    pub fn at(file: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: Some(line), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for Problem {}

/// Says a reader's English complaint in Japanese; what is not known is passed on as it is.
pub(crate) fn in_japanese(message: &str) -> String {
    let message = message.trim();
    let names = quoted(message);
    let first = names.first().copied().unwrap_or_default();
    let rest = names.get(1..).unwrap_or_default().join("、");
    if message.starts_with("unknown field") {
        format!("「{first}」という項目はありません。使える項目: {rest}")
    } else if message.starts_with("unknown variant") {
        format!("「{first}」は使えません。使えるもの: {rest}")
    } else if message.starts_with("missing field") {
        format!("「{first}」がありません。書き足してください")
    } else if message.starts_with("duplicate key") || message.starts_with("duplicate field") {
        "同じ項目が二度書かれています".to_owned()
    } else if message.starts_with("invalid type") {
        format!("値の種類が違います（{message}）")
    } else if let Some((_, words)) = KNOWN.iter().find(|(part, _)| message.contains(part)) {
        (*words).to_owned()
    } else if message.is_ascii() {
        format!("書き方を読み取れません（{message}）")
    } else {
        message.to_owned()
    }
}

/// What the types of `kernel` say when a text does not fit them.
const KNOWN: [(&str, &str); 6] = [
    ("postcode", "郵便番号は 000-0000 のように7桁で書いてください"),
    ("telephone number", "電話番号は市外局番から、数字とハイフンで書いてください"),
    ("e-mail address", "メールアドレスの形で書いてください"),
    ("the @", "メールアドレスの形で書いてください"),
    ("check digit", "番号の検査数字が合いません。数字を確かめてください"),
    ("wrong shape", "番号の桁数を確かめてください"),
];

/// The names between back-quotes.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_file_line_message() {
        let problem = Problem::at("procedures/x.toml", 12, "担当がありません");
        assert_eq!(problem.to_string(), "procedures/x.toml:12: 担当がありません");
        assert_eq!(
            Problem::of_file("town.toml", "ファイルがありません").to_string(),
            "town.toml: ファイルがありません"
        );
    }

    #[test]
    fn officers_read_japanese() {
        assert_eq!(
            in_japanese("unknown field `nmae`, expected one of `name`, `kana`"),
            "「nmae」という項目はありません。使える項目: name、kana"
        );
        assert_eq!(in_japanese("missing field `name`\n"), "「name」がありません。書き足してください");
        assert_eq!(in_japanese("日付がおかしい"), "日付がおかしい");
    }
}

//! 氏名: names as the register writes them, never altered.
//!
//! A name is kept code point by code point. Unicode normalisation is not applied, because NFC
//! itself replaces characters that people bear (U+FA19 神 becomes U+795E 神); variation selectors
//! (IVS, U+E0100–U+E01EF) and private-use characters of 行政事務標準文字 stay as received.
//! For finding people there is [`search_key`](crate::search_key).

use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::char::is_combining_mark;

/// The longest name accepted, in characters as people count them (variation selectors free).
pub const LONGEST: usize = 100;

/// A person's name. People from abroad may have one undivided name; 通称 and 旧氏 are names of
/// their own. `Display` gives the full name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct PersonName {
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<String>,
    full: String,
}

#[derive(Deserialize)]
struct Parts {
    family: Option<String>,
    given: Option<String>,
    full: Option<String>,
}

impl TryFrom<Parts> for PersonName {
    type Error = NameError;

    fn try_from(parts: Parts) -> Result<Self, NameError> {
        match (parts.family, parts.given, parts.full) {
            (Some(family), Some(given), None) => Self::new(&family, &given),
            (family, given, Some(full)) => Ok(Self {
                family: family.map(|f| part(&f)).transpose()?,
                given: given.map(|g| part(&g)).transpose()?,
                full: part(&full)?,
            }),
            (Some(only), None, None) | (None, Some(only), None) => Self::single(&only),
            (None, None, None) => Err(NameError::Empty),
        }
    }
}

/// Why a text cannot be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but white space.
    #[error("the name is empty")]
    Empty,
    /// Longer than [`LONGEST`].
    #[error("the name is too long")]
    TooLong,
    /// A control character, a line break, a character that Unicode will never assign.
    #[error("the name contains a control character")]
    Control,
    /// An invisible character: one that turns the direction of writing, or has no width.
    #[error("the name contains an invisible character")]
    Invisible,
    /// A variation selector or combining mark with nothing before it.
    #[error("the name contains a variation selector without a character")]
    LoneSelector,
}

impl PersonName {
    /// A name of 氏 and 名; the full name joins them by one ideographic space.
    pub fn new(family: &str, given: &str) -> Result<Self, NameError> {
        let (family, given) = (part(family)?, part(given)?);
        let full = part(&format!("{family}\u{3000}{given}"))?;
        Ok(Self { family: Some(family), given: Some(given), full })
    }

    /// An undivided name.
    pub fn single(full: &str) -> Result<Self, NameError> {
        Ok(Self { family: None, given: None, full: part(full)? })
    }

    /// From what a form gives: 氏 and 名, or either alone as an undivided name.
    pub fn from_fields(family: &str, given: &str) -> Result<Self, NameError> {
        match (family.trim().is_empty(), given.trim().is_empty()) {
            (false, true) => Self::single(family),
            (true, false) => Self::single(given),
            _ => Self::new(family, given),
        }
    }

    /// A full name as a register gives it: 氏 and 名 where exactly one white space divides it,
    /// undivided otherwise. The full name stays as given.
    pub fn from_full(full: &str) -> Result<Self, NameError> {
        let full = part(full)?;
        let mut parts = full.split_whitespace();
        let divided = match (parts.next(), parts.next(), parts.next()) {
            (Some(family), Some(given), None) if !full.is_ascii() => Some((family.to_owned(), given.to_owned())),
            _ => None,
        };
        let (family, given) = divided.unzip();
        Ok(Self { family, given, full })
    }

    /// 氏, where the name is divided.
    pub fn family(&self) -> Option<&str> {
        self.family.as_deref()
    }

    /// 名, where the name is divided.
    pub fn given(&self) -> Option<&str> {
        self.given.as_deref()
    }

    /// The whole name.
    pub fn full(&self) -> &str {
        &self.full
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full)
    }
}

/// One part of a name: surrounding white space is not part of it, the rest is untouched.
fn part(text: &str) -> Result<String, NameError> {
    let text = text.trim();
    check(text)?;
    Ok(text.to_owned())
}

/// Whether `text` can be a name or a part of one.
pub fn check(text: &str) -> Result<(), NameError> {
    if text.trim().is_empty() {
        return Err(NameError::Empty);
    }
    for c in text.chars() {
        check_char(c)?;
    }
    let clusters = clusters(text);
    if clusters.iter().any(|c| c.chars().next().is_some_and(joins)) {
        return Err(NameError::LoneSelector);
    }
    if clusters.len() > LONGEST || text.len() > LONGEST * 16 {
        return Err(NameError::TooLong);
    }
    Ok(())
}

fn check_char(c: char) -> Result<(), NameError> {
    match c {
        _ if c.is_control() => Err(NameError::Control),
        '\u{2028}' | '\u{2029}' | '\u{FDD0}'..='\u{FDEF}' => Err(NameError::Control),
        _ if u32::from(c) & 0xFFFE == 0xFFFE => Err(NameError::Control),
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFD}'
        | '\u{E0000}'..='\u{E007F}' => Err(NameError::Invisible),
        _ => Ok(()),
    }
}

/// Whether `c` chooses a variant of the character before it (U+FE00–U+FE0F, U+E0100–U+E01EF).
pub fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn joins(c: char) -> bool {
    is_variation_selector(c) || is_combining_mark(c)
}

/// The characters as people count them: each base with its variation selector and marks.
/// The parts joined give `text` again.
pub fn clusters(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> =
        text.char_indices().filter(|(at, c)| *at == 0 || !joins(*c)).map(|(at, _)| at).collect();
    starts.push(text.len());
    starts.windows(2).filter_map(|w| text.get(w[0]..w[1])).filter(|cluster| !cluster.is_empty()).collect()
}

/// Whether `text` holds a private-use character, which only fonts of its own convention can draw.
pub fn has_private_use(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_kept_to_the_last_code_point() {
        let name = PersonName::new("葛\u{E0100}飾", "\u{FA19}楽").unwrap();
        assert_eq!(name.full(), "葛\u{E0100}飾\u{3000}\u{FA19}楽");
        assert_eq!(name.given(), Some("\u{FA19}楽"));
        let json = serde_json::to_string(&name).unwrap();
        assert_eq!(serde_json::from_str::<PersonName>(&json).unwrap(), name);
    }

    #[test]
    fn a_name_may_be_undivided() {
        let name = PersonName::from_fields("NGUYEN VAN AN", " ").unwrap();
        assert_eq!((name.family(), name.full()), (None, "NGUYEN VAN AN"));
        let name = PersonName::from_full("小野　花子").unwrap();
        assert_eq!((name.family(), name.given()), (Some("小野"), Some("花子")));
        assert_eq!(PersonName::from_full("NGUYEN AN").unwrap().family(), None);
    }

    #[test]
    fn clusters_hold_a_character_and_its_variant() {
        assert_eq!(clusters("葛\u{E0100}飾か\u{3099}"), ["葛\u{E0100}", "飾", "か\u{3099}"]);
        assert_eq!(clusters(""), Vec::<&str>::new());
    }

    #[test]
    fn what_would_hide_something_is_refused() {
        for (text, error) in [
            ("  ", NameError::Empty),
            ("小\n野", NameError::Control),
            ("小\u{FFFF}野", NameError::Control),
            ("小\u{202E}野", NameError::Invisible),
            ("小\u{200B}野", NameError::Invisible),
            ("\u{E0100}葛", NameError::LoneSelector),
        ] {
            assert_eq!(PersonName::single(text), Err(error), "{text:?}");
        }
        assert_eq!(check(&"野".repeat(101)), Err(NameError::TooLong));
        assert_eq!(check(&"葛\u{E0100}".repeat(100)), Ok(()));
        assert!(has_private_use("\u{E000}") && !has_private_use("髙"));
    }

    #[test]
    fn what_arrives_as_json_is_checked_too() {
        let bad = r#"{"full":"a\u0000b"}"#;
        assert!(serde_json::from_str::<PersonName>(bad).is_err());
        let two: PersonName = serde_json::from_str(r#"{"family":"小野","given":"花子"}"#).unwrap();
        assert_eq!(two.full(), "小野　花子");
    }

    proptest! {
        #[test]
        fn clusters_joined_are_the_text(text in "[葛辻か\u{3099}\u{E0100}\u{E0101}\u{FE00}aé]{0,20}") {
            prop_assert_eq!(clusters(&text).concat(), text);
        }

        #[test]
        fn an_accepted_name_is_never_altered(text in "\\PC{1,20}") {
            if let Ok(name) = PersonName::single(&text) {
                prop_assert_eq!(name.full(), text.trim());
            }
        }
    }
}

//! What a paper is, said in its signature: so that whoever checks the file off line learns what was
//! certified, without unpacking a page. It stands in the signature dictionary, under a key of this
//! program's own, and is signed with everything else. It names nobody.

use kernel::Date;
use lopdf::{Dictionary, Object, StringFormat};

use super::field::text;
use super::lexer::Entries;

/// What a paper is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Its name for people: 住民票の写し.
    pub title: String,
    /// The register's number.
    pub number: String,
    /// The town.
    pub issuer: String,
    /// Its last day, if it has one.
    pub valid_until: Option<Date>,
    /// How many pages it has.
    pub pages: u16,
    /// SHA-256, in hexadecimal, of the frozen record that it was printed from.
    pub record: Option<String>,
    /// Whether its signature bears a time stamp: one that is missing was taken away.
    pub time_stamp: bool,
}

impl Facts {
    /// The key in the signature dictionary; a second-class name of PDF (ISO 32000-1, annex E).
    pub(crate) const KEY: &'static str = "ENGW_Paper";

    pub(crate) fn dictionary(&self) -> Dictionary {
        let mut all = Dictionary::new();
        all.set("Title", text(&self.title));
        all.set("Number", text(&self.number));
        all.set("Issuer", text(&self.issuer));
        all.set("Pages", i64::from(self.pages));
        all.set("TimeStamp", self.time_stamp);
        if let Some(day) = self.valid_until {
            all.set("ValidUntil", text(&day.to_string()));
        }
        if let Some(record) = &self.record {
            all.set("Record", Object::String(record.clone().into_bytes(), StringFormat::Hexadecimal));
        }
        all
    }

    /// Reads them from a signature dictionary; `None` when they are not there, or not as they are
    /// written here.
    pub(crate) fn read(signature: &Entries<'_>) -> Option<Self> {
        let inside = signature.inside(Self::KEY.as_bytes())?;
        let words = |key: &str| hex_text(inside.raw(key.as_bytes())?);
        let record = inside.raw(b"Record").map(|raw| hex(raw).and_then(|bytes| String::from_utf8(bytes).ok()));
        let valid_until = words("ValidUntil").map(|day| day.parse().ok());
        Some(Self {
            title: words("Title")?,
            number: words("Number")?,
            issuer: words("Issuer")?,
            valid_until: optional(valid_until)?,
            pages: std::str::from_utf8(inside.raw(b"Pages")?).ok()?.parse().ok()?,
            record: optional(record)?,
            time_stamp: match inside.raw(b"TimeStamp")? {
                b"true" => true,
                b"false" => false,
                _ => return None,
            },
        })
    }
}

/// Absent is well; there and not to be read is not.
#[expect(clippy::option_option, reason = "absent, there, and there but broken")]
fn optional<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        None => Some(None),
        Some(None) => None,
        some => some,
    }
}

fn hex(raw: &[u8]) -> Option<Vec<u8>> {
    let digits = raw.strip_prefix(b"<")?.strip_suffix(b">")?;
    let digit = |d: u8| char::from(d).to_digit(16).and_then(|n| u8::try_from(n).ok());
    let pair = |p: &[u8]| match p {
        [high, low] => Some(digit(*high)? * 16 + digit(*low)?),
        _ => None,
    };
    digits.chunks(2).map(pair).collect()
}

/// A text as [`text`] writes it: UTF-16 with a byte order mark, in hexadecimal. Signs that would steer a
/// terminal or turn the reading direction are left out.
fn hex_text(raw: &[u8]) -> Option<String> {
    let bytes = hex(raw)?;
    let units: Vec<u16> = bytes.strip_prefix(&[0xFE, 0xFF])?.chunks(2).map(unit).collect::<Option<_>>()?;
    let text = String::from_utf16(&units).ok()?;
    let steers = |c: &char| {
        c.is_control() || matches!(c, '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    Some(text.chars().filter(|c| !steers(c)).take(200).collect())
}

fn unit(pair: &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes(pair.try_into().ok()?))
}

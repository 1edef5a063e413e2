//! What a room hands to the press when a person is to hold something in the hand: a certificate, a
//! receipt, a letter. The press itself (Typst) lives in another crate and is put into the `House` by
//! the program, so that no room waits for a typesetter to compile and a test may use a paper one.

/// Typesets a [`Sheet`] into one PDF.
///
/// An implementation may be called from many threads at once and never reads anything but the
/// town's templates and what the sheet carries.
pub trait Press: Send + Sync {
    /// The finished file (PDF/A-2a and PDF/UA-1 with the press of this house).
    ///
    /// # Errors
    /// [`PressError`]; nothing is printed in part.
    fn typeset(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError>;

    /// The first character in `data` that no font at hand has in its written form, so that somebody is
    /// told before a fee is paid. A press that cannot know says none; it refuses when it typesets.
    fn lacks(&self, data: &serde_json::Value) -> Option<String> {
        let _ = data;
        None
    }
}

/// One paper before it is typeset.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The template's name: `receipt` is `towns/<town>/papers/receipt.typ`.
    pub template: String,
    /// The document's title, as a reader program and a screen reader say it.
    pub title: String,
    /// The language of the text as BCP 47, usually `ja`.
    pub lang: String,
    /// Everything the template prints, read there as `/data.json`. Dates meant for people come
    /// formatted. `date` is the day of issue for the file's own description, `2026-11-22` or with
    /// a time of day `2026-11-22T09:30:00+09:00`, and must be there.
    pub data: serde_json::Value,
    /// Pictures by file name (`photo-1.jpg`), read in the template as `/photo-1.jpg`.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// QR codes: file name (`verify.svg`) and what the code says.
    pub qr: Vec<(String, String)>,
}

impl Sheet {
    /// A Japanese sheet without pictures.
    pub fn new(template: impl Into<String>, title: impl Into<String>, data: serde_json::Value) -> Self {
        Self {
            template: template.into(),
            title: title.into(),
            lang: "ja".to_owned(),
            data,
            pictures: Vec::new(),
            qr: Vec::new(),
        }
    }

    /// The same sheet with a QR code saying `content` under the file name `name`.
    #[must_use]
    pub fn with_qr(mut self, name: impl Into<String>, content: impl Into<String>) -> Self {
        self.qr.push((name.into(), content.into()));
        self
    }

    /// The same sheet with a picture (SVG, PNG or JPEG) under the file name `name`.
    #[must_use]
    pub fn with_picture(mut self, name: impl Into<String>, bytes: Vec<u8>) -> Self {
        self.pictures.push((name.into(), bytes));
        self
    }
}

/// `「葛」（U+845B U+E0100）`: a character as people and as programs know it.
pub fn named(cluster: &str) -> String {
    format!("「{cluster}」（{}）", code_points(cluster))
}

/// Why a paper was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    /// The template is missing or wrong; says which file and line.
    #[error("template: {0}")]
    Template(String),
    /// No font at hand has this character or this variant of it. A clerk must decide what is
    /// printed; the press never draws another shape in its place.
    #[error("no font has the character {}", code_points(cluster))]
    NoGlyph {
        /// The character with its variation selector, if any.
        cluster: String,
    },
    /// The paper breaks the standard that it claims (an image without a text, no title, no date),
    /// or the fonts are not installed.
    #[error("standard: {0}")]
    Standard(String),
}

fn code_points(cluster: &str) -> String {
    let points: Vec<String> = cluster.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    points.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_variant_is_named_by_its_code_points() {
        let error = PressError::NoGlyph { cluster: "葛\u{E01EF}".to_owned() };
        assert_eq!(error.to_string(), "no font has the character U+845B U+E01EF");
    }
}

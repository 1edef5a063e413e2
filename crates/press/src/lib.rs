//! The town's printing press: Typst as a library behind [`web::press::Press`].
//!
//! Who uses it: every room that hands out paper, through `House.press`; the program opens it once
//! with the town's `papers/` folder and the fonts. What it promises:
//!
//! * one file that claims PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1): Typst refuses an image
//!   without a text, a paper without a title and a glyph that is not there;
//! * a template reads its own folder, the sheet's data, QR codes and pictures, and nothing else;
//! * a person's name is drawn in exactly the written form. For each kanji with a variation selector
//!   the font that has the form is chosen, and after the layout every glyph is compared with what
//!   the font says; see `glyphs.rs`. Where no font has the form nothing is printed.
//!
//! A pictograph in an answer, for which a typesetter has no sort, is printed as 〓, the mark that
//! Japanese printers put for a missing sort. No name is written in pictographs.
//!
//! It keeps no data. Typst's memory of earlier papers is trimmed after each.

mod desk;
mod fonts;
mod glyphs;

use std::path::Path;

use typst::foundations::{Datetime, Smart};
use typst::syntax::Source;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use web::press::{Press, PressError, Sheet};

use desk::{Desk, Templates};
use fonts::FontCase;
pub use fonts::{FontFolders, MissingFont, missing_fonts};

/// How many papers later Typst forgets what it kept of one.
const REMEMBERED_PAPERS: usize = 5;

/// Typst with one town's templates. Share it freely between threads.
#[derive(Debug)]
pub struct TypstPress {
    templates: Templates,
    fonts: FontCase,
    standards: PdfStandards,
}

/// Opens the press: reads the templates (`*.typ`) of one folder and the fonts.
///
/// # Errors
/// [`PressError::Standard`] when a font of the text is not installed (the message names the Debian
/// package), [`PressError::Template`] when the folder cannot be read.
pub fn open(templates: &Path, fonts: &FontFolders) -> Result<TypstPress, PressError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|e| PressError::Standard(e.message().to_string()))?;
    Ok(TypstPress { templates: Templates::read(templates)?, fonts: FontCase::open(fonts)?, standards })
}

impl TypstPress {
    /// The templates found, by name, for `engawa check`.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        self.templates.names()
    }

    fn lay_out(&self, sheet: &Sheet) -> Result<(PagedDocument, String), PressError> {
        let set = glyphs::prepare(&sheet.data, &sheet.title, &self.fonts)?;
        let desk = Desk::new(&self.templates, &set, sheet)?;
        let document = typst::compile::<PagedDocument>(&desk)
            .output
            .map_err(|errors| PressError::Template(desk.explain(&errors)))?;
        glyphs::check_drawn(&document)?;
        Ok((document, set.data))
    }

    fn export(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError> {
        let (document, data) = self.lay_out(sheet)?;
        let options = PdfOptions {
            ident: Smart::Custom(data),
            creator: Smart::Custom(Some("Engawa".to_owned())),
            timestamp: issue_time(sheet),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|errors| {
            let lines: Vec<&str> = errors.iter().map(|e| e.message.as_str()).collect();
            PressError::Standard(lines.join("; "))
        })
    }
}

impl Press for TypstPress {
    fn typeset(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError> {
        let made = self.export(sheet);
        typst::comemo::evict(REMEMBERED_PAPERS);
        made
    }

    fn lacks(&self, data: &serde_json::Value) -> Option<String> {
        match glyphs::prepare(data, "", &self.fonts).err()? {
            PressError::NoGlyph { cluster } => Some(cluster),
            _ => None,
        }
    }
}

/// `data.date` in Japanese time; a day without a time of day counts from midnight.
fn issue_time(sheet: &Sheet) -> Option<Timestamp> {
    let text = sheet.data.get("date")?.as_str()?;
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let small = |from, to| number(from, to).and_then(|n| u8::try_from(n).ok());
    let moment = Datetime::from_ymd_hms(
        i32::from(number(0, 4)?),
        small(5, 7)?,
        small(8, 10)?,
        small(11, 13).unwrap_or(0),
        small(14, 16).unwrap_or(0),
        small(17, 19).unwrap_or(0),
    )?;
    Timestamp::new_local(moment, 9 * 60)
}

/// The text that binds a template to one sheet: title, language, and the font of each rare form.
fn main_source(id: typst::syntax::FileId, template: &str) -> Source {
    Source::new(
        id,
        format!(
            r#"#let sheet = json("/sheet.json")
#set document(title: sheet.title)
#set text(lang: sheet.lang, font: "BIZ UDMincho", fallback: false, cjk-latin-spacing: none)
#show: body => {{
  for run in sheet.runs {{
    body = {{
      show regex(run.pattern): set text(font: run.font)
      body
    }}
  }}
  body
}}
#include "/{template}.typ"
"#
        ),
    )
}

#[cfg(test)]
mod tests;

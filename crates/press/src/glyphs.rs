//! Every character in its written form, or no paper.
//!
//! A kanji followed by a variation selector (U+E0100 and up, or a standardised U+FE00 to U+FE0F) is
//! one exact form of that kanji; people's names depend on it. The BIZ UD faces hold the Adobe-Japan1
//! forms, IPAmj Mincho the Moji_Joho forms, and a text shaper silently draws the base kanji when the
//! font lacks the form. So a form is looked up in the fonts before setting, and what was set is
//! compared with the fonts again before it is exported, whatever the template did with the text.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::PagedDocument;
use web::press::PressError;

use crate::fonts::{FontCase, FontSet};

/// The mark of Japanese printers for a sort that is not in the case.
const MISSING_SORT: char = '〓';

/// A sheet's data ready for Typst.
pub(crate) struct Prepared {
    /// The fonts that this sheet needs.
    pub(crate) fonts: Arc<FontSet>,
    /// The data as JSON.
    pub(crate) data: String,
    /// The title with pictographs marked.
    pub(crate) title: String,
    /// `[{font, pattern}]`: which rare forms are set in which font.
    pub(crate) runs: Value,
}

/// Chooses the fonts for all that the sheet says.
pub(crate) fn prepare(data: &Value, title: &str, case: &FontCase) -> Result<Prepared, PressError> {
    let mut data = data.clone();
    let mut title = title.to_owned();
    let mut forms = Forms::new(case);
    mark_pictographs(&mut title, case.text());
    forms.read(&title)?;
    visit(&mut data, &mut |text| {
        mark_pictographs(text, case.text());
        forms.read(text)
    })?;
    Ok(Prepared { fonts: forms.fonts.clone(), data: data.to_string(), title, runs: forms.runs() })
}

fn visit(value: &mut Value, act: &mut impl FnMut(&mut String) -> Result<(), PressError>) -> Result<(), PressError> {
    match value {
        Value::String(text) => act(text),
        Value::Array(items) => items.iter_mut().try_for_each(|item| visit(item, act)),
        Value::Object(map) => map.values_mut().try_for_each(|item| visit(item, act)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// The rare forms of one sheet, by the family that draws them.
struct Forms<'a> {
    case: &'a FontCase,
    fonts: Arc<FontSet>,
    /// The fonts with that of rare names, once a name has asked for it.
    names: Option<Arc<FontSet>>,
    by_family: BTreeMap<String, Vec<String>>,
}

impl<'a> Forms<'a> {
    fn new(case: &'a FontCase) -> Self {
        Self { case, fonts: case.text().clone(), names: None, by_family: BTreeMap::new() }
    }

    fn read(&mut self, text: &str) -> Result<(), PressError> {
        clusters(text).try_for_each(|cluster| self.place(cluster))
    }

    fn place(&mut self, cluster: Cluster) -> Result<(), PressError> {
        if self.case.text().faces.iter().all(|face| cluster.glyph_in(face.ttf()).is_some()) {
            return Ok(());
        }
        let family = self.family_for(cluster).ok_or(PressError::NoGlyph { cluster: cluster.text() })?;
        let forms = self.by_family.entry(family).or_default();
        if !forms.contains(&cluster.text()) {
            forms.push(cluster.text());
        }
        Ok(())
    }

    /// A text face first, else the font of rare names, which is loaded only now.
    fn family_for(&mut self, cluster: Cluster) -> Option<String> {
        let family = |set: &FontSet| {
            let face = set.faces.iter().find(|face| cluster.glyph_in(face.ttf()).is_some())?;
            Some(face.font().info().family.clone())
        };
        if let Some(found) = family(self.case.text()) {
            return Some(found);
        }
        if self.names.is_none() {
            self.names = self.case.with_names();
        }
        let all = self.names.as_ref()?;
        let found = family(all)?;
        self.fonts = all.clone();
        Some(found)
    }

    /// Longer forms first, so that a bare kanji never takes the head of a longer form.
    fn runs(self) -> Value {
        let runs: Vec<Value> = self
            .by_family
            .into_iter()
            .map(|(font, mut forms)| {
                forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
                json!({ "font": font, "pattern": forms.join("|") })
            })
            .collect();
        Value::Array(runs)
    }
}

/// A character, with the variation selector that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cluster {
    base: char,
    selector: Option<char>,
}

impl Cluster {
    fn text(self) -> String {
        self.base.to_string() + &self.selector.map(String::from).unwrap_or_default()
    }

    fn glyph_in(self, face: &ttf_parser::Face<'_>) -> Option<ttf_parser::GlyphId> {
        match self.selector {
            Some(selector) => face.glyph_variation_index(self.base, selector),
            None => face.glyph_index(self.base),
        }
    }
}

/// The visible clusters of a text; spaces, controls and joiners have no shape of their own.
fn clusters(text: &str) -> impl Iterator<Item = Cluster> {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        let base = chars.by_ref().find(|c| !is_shapeless(*c))?;
        let selector = chars.next_if(|c| is_selector(*c));
        // A selector after something other than an ideograph asks for text or picture style only.
        let selector = selector.filter(|c| is_ideograph(base) || !is_style_selector(*c));
        Some(Cluster { base, selector })
    })
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_style_selector(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}')
}

fn is_shapeless(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_style_selector(c)
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}' | '々' | '〆' | '〇')
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{20E3}'
        | '\u{E0020}'..='\u{E007F}')
}

/// Puts 〓 for each pictograph that the text faces lack.
fn mark_pictographs(text: &mut String, fonts: &FontSet) {
    let lacking = |c: char| is_pictograph(c) && !fonts.faces.iter().all(|face| face.ttf().glyph_index(c).is_some());
    if text.chars().any(lacking) {
        *text = text.chars().map(|c| if lacking(c) { MISSING_SORT } else { c }).collect();
    }
}

/// Compares every drawn glyph with what its font holds for the character.
///
/// Checked: no empty box anywhere, each kanji with a selector in exactly that form, each other kanji
/// in the font's own form (a shaper may decompose 﨑 or 神 when it lacks them).
pub(crate) fn check_drawn(document: &PagedDocument) -> Result<(), PressError> {
    document.pages().iter().try_for_each(|page| check_frame(&page.frame))
}

fn check_frame(frame: &Frame) -> Result<(), PressError> {
    frame.items().try_for_each(|(_, item)| match item {
        FrameItem::Group(group) => check_frame(&group.frame),
        FrameItem::Text(text) => check_text(text),
        _ => Ok(()),
    })
}

fn check_text(item: &TextItem) -> Result<(), PressError> {
    item.glyphs.iter().try_for_each(|glyph| {
        let text = item.text.get(glyph.range()).unwrap_or_default();
        let mut parts = clusters(text);
        let Some(first) = parts.next() else {
            return Ok(());
        };
        let single = parts.next().is_none();
        let exact = single && (is_ideograph(first.base) || first.selector.is_some());
        let due = first.glyph_in(item.font.ttf()).map(|id| id.0);
        if glyph.id == 0 || (exact && due != Some(glyph.id)) {
            return Err(PressError::NoGlyph { cluster: first.text() });
        }
        Ok(())
    })
}

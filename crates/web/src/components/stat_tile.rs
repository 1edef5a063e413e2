//! A figure with its name.

use crate::texts::rich;
use maud::{Markup, Render, html};

/// A figure with its name.
#[derive(Clone, Debug)]
#[must_use]
pub struct StatTile {
    label: String,
    figure: String,
    unit: String,
    note: String,
    href: Option<String>,
}

/// A figure: its name, the figure as written, its unit (empty means none).
pub fn stat_tile(label: impl Into<String>, figure: impl Into<String>, unit: impl Into<String>) -> StatTile {
    StatTile { label: label.into(), figure: figure.into(), unit: unit.into(), note: String::new(), href: None }
}

impl StatTile {
    /// A line below: what it is compared with, how it was counted.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Where the records behind the figure are.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

impl Render for StatTile {
    fn render(&self) -> Markup {
        html! {
            div.stat-tile {
                dt { @if let Some(href) = &self.href { a href=(href) { (rich(&self.label)) } } @else { (rich(&self.label)) } }
                dd.stat-figure { (self.figure) @if !self.unit.is_empty() { span.stat-unit { (rich(&self.unit)) } } }
                @if !self.note.is_empty() { dd.stat-note { (rich(&self.note)) } }
            }
        }
    }
}

/// Figures side by side.
#[must_use]
pub fn stat_tiles(tiles: impl IntoIterator<Item = StatTile>) -> Markup {
    html! { dl.stat-tiles { @for tile in tiles { (tile) } } }
}

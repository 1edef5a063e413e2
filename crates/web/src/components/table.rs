//! Tables, which become cards on a phone.

use crate::texts::{plain, rich};
use maud::{Markup, Render, html};

/// A table.
#[derive(Clone, Debug)]
#[must_use]
pub struct Table {
    caption: String,
    hidden_caption: bool,
    head: Vec<String>,
    rows: Vec<Vec<Markup>>,
    numeric: Vec<usize>,
    foot: Vec<Markup>,
    dense: bool,
}

/// A table with a caption and the names of its columns. The first cell of a row names the row.
pub fn table<H: Into<String>>(caption: impl Into<String>, head: impl IntoIterator<Item = H>) -> Table {
    Table {
        caption: caption.into(),
        hidden_caption: false,
        head: head.into_iter().map(Into::into).collect(),
        rows: Vec::new(),
        numeric: Vec::new(),
        foot: Vec::new(),
        dense: false,
    }
}

impl Table {
    /// One more row.
    pub fn row(mut self, cells: impl IntoIterator<Item = Markup>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// Many more rows.
    pub fn rows<R: IntoIterator<Item = Markup>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        self.rows.extend(rows.into_iter().map(|row| row.into_iter().collect()));
        self
    }

    /// Columns (from 0) that hold numbers: set to the right.
    pub fn numeric(mut self, columns: impl IntoIterator<Item = usize>) -> Self {
        self.numeric = columns.into_iter().collect();
        self
    }

    /// A last row of sums.
    pub fn foot(mut self, cells: impl IntoIterator<Item = Markup>) -> Self {
        self.foot = cells.into_iter().collect();
        self
    }

    /// The caption is for screen readers only: a heading above says it already.
    pub const fn caption_hidden(mut self) -> Self {
        self.hidden_caption = true;
        self
    }

    /// Closer rows, for officers' lists.
    pub const fn dense(mut self) -> Self {
        self.dense = true;
        self
    }

    fn row_of(&self, cells: &[Markup]) -> Markup {
        html! {
            tr {
                @for (at, cell) in cells.iter().enumerate() {
                    @let numeric = self.numeric.contains(&at);
                    @if at == 0 {
                        th.numeric[numeric] scope="row" { (cell) }
                    } @else {
                        td.numeric[numeric] data-label=[self.head.get(at).map(|name| plain(name))] {
                            div.cell { (cell) }
                        }
                    }
                }
            }
        }
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        html! {
            table.table.is-dense[self.dense] {
                caption.visually-hidden[self.hidden_caption] { (rich(&self.caption)) }
                thead { tr {
                    @for (at, name) in self.head.iter().enumerate() {
                        th.numeric[self.numeric.contains(&at)] scope="col" { (rich(name)) }
                    }
                } }
                tbody { @for row in &self.rows { (self.row_of(row)) } }
                @if !self.foot.is_empty() { tfoot { (self.row_of(&self.foot)) } }
            }
        }
    }
}

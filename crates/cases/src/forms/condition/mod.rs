//! Conditions: "ask this only when …" and "the answer must …", written by the town in CEL
//! (Common Expression Language) inside a procedure file.
//!
//! CEL as implemented has no budget for evaluation, so a condition is kept small by what it may say:
//!
//! - at most [`MAX_CHARS`] characters, [`MAX_NESTING`] open brackets and [`MAX_DEPTH`] levels;
//! - names of earlier questions (and `today` in a rule on an answer), whole numbers, texts, `true`,
//!   `false`, `null`, lists of texts;
//! - `&&` `||` `!` `==` `!=` `<` `<=` `>` `>=` `in` `+` `-` `? :`, `size(x)`, `x.contains("…")`,
//!   `x.startsWith("…")`, `x.endsWith("…")`, `age(birth_date, day)`;
//! - `rows.exists(r, …)` and `rows.all(r, …)` only over a repeating group, which is bounded, and not
//!   one inside another. No `map`, `filter`, `has`, no maps, no decimals.
//!
//! Everything else is refused when the file is read, with its line, and so is a name that no earlier
//! question has and a text that is none of the choices it is compared with.
//!
//! An unanswered or hidden question is `null`. `null` is equal to nothing but `null`; a comparison of
//! size with `null` cannot be decided, and **a condition that cannot be decided does not hold**.
//! Days are texts like `"2026-04-01"` and compare in the order of time.

mod evaluate;
mod meaning;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use cel::IdedExpr;
use cel::parser::Parser;

pub(super) use evaluate::{Facts, Known};
pub(super) use meaning::{Scope, Sort};

/// Longest condition, in characters.
pub(super) const MAX_CHARS: usize = 500;
/// Most brackets open at the same time, counted before the parser sees the text.
pub(super) const MAX_NESTING: usize = 12;
/// Deepest tree of operators after parsing.
pub(super) const MAX_DEPTH: usize = 24;

/// A condition that has been read and found meaningful for the questions before it.
#[derive(Clone)]
pub struct Condition {
    source: String,
    expression: Arc<IdedExpr>,
    reads: BTreeSet<String>,
}

impl Condition {
    /// Reads a condition that may look at what `scope` knows. The error is a sentence for the author
    /// of the file.
    pub(super) fn read(source: &str, scope: &Scope) -> Result<Self, String> {
        let expression = parse(source)?;
        let reads = meaning::check(&expression, scope)?;
        Ok(Self { source: source.to_owned(), expression: Arc::new(expression), reads })
    }

    /// Whether it holds for what is known. What cannot be decided does not hold.
    pub(super) fn holds(&self, facts: &Facts) -> bool {
        self.decide(facts) == Some(true)
    }

    /// True, false, or undecided (a question it needs has no answer).
    pub(super) fn decide(&self, facts: &Facts) -> Option<bool> {
        catch_unwind(AssertUnwindSafe(|| evaluate::decide(&self.expression, &self.reads, facts))).ok().flatten()
    }

    /// The names it looks at.
    pub fn reads(&self) -> &BTreeSet<String> {
        &self.reads
    }

    /// As the town wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl std::fmt::Debug for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Condition({:?})", self.source)
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

fn parse(source: &str) -> Result<IdedExpr, String> {
    refuse_size(source)?;
    let parser = Parser::new().max_recursion_depth(64).error_recovery_limit(1);
    match catch_unwind(AssertUnwindSafe(|| parser.parse(source))) {
        Ok(Ok(expression)) => Ok(expression),
        Ok(Err(errors)) => Err(first_line(&errors.to_string())),
        Err(_) => Err("条件として読めません".to_owned()),
    }
}

fn refuse_size(source: &str) -> Result<(), String> {
    if source.trim().is_empty() {
        return Err("条件が空です。条件がないときは、この行を消してください".to_owned());
    }
    if source.chars().count() > MAX_CHARS {
        return Err(format!("条件が長すぎます（{MAX_CHARS}文字まで）。ページを分けるなどして短くしてください"));
    }
    if nesting(source) > MAX_NESTING {
        return Err(format!("かっこが深すぎます（{MAX_NESTING}重まで）"));
    }
    Ok(())
}

/// Brackets open at once. Brackets within a text count too: that only makes the limit stricter.
fn nesting(source: &str) -> usize {
    let mut open = 0_usize;
    let mut most = 0;
    for c in source.chars() {
        match c {
            '(' | '[' | '{' | '?' => open += 1,
            ')' | ']' | '}' | ':' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

fn first_line(message: &str) -> String {
    format!("条件として読めません（{}）", message.lines().next().unwrap_or_default())
}

#[cfg(test)]
mod tests;

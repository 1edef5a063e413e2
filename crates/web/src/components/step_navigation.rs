//! Where the reader stands on a way of several pages.

use crate::components::Words;
use crate::texts::rich;
use maud::{Markup, html};

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind the reader.
    Done,
    /// Where the reader is.
    Current,
    /// Still to come.
    Ahead,
}

/// A step of the way.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// How far it is.
    pub state: StepState,
    /// Where a step behind can be opened again.
    pub href: Option<String>,
}

impl Step {
    /// A step without a link.
    pub fn new(label: impl Into<String>, state: StepState) -> Self {
        Self { label: label.into(), state, href: None }
    }

    /// A step that can be opened.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Steps named in order, the reader standing at `current` (counted from 0).
    pub fn list<L: Into<String>>(labels: impl IntoIterator<Item = L>, current: usize) -> Vec<Self> {
        let state = |at: usize| match at.cmp(&current) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Current,
            std::cmp::Ordering::Greater => StepState::Ahead,
        };
        labels.into_iter().enumerate().map(|(at, label)| Self::new(label, state(at))).collect()
    }
}

/// The steps with the reader's place; on a phone only 「3／5」 and the current name are large.
#[must_use]
pub fn step_navigation(words: Words<'_>, steps: &[Step]) -> Markup {
    html! {
        nav.step-navigation aria-label=(words.plain("kit-steps")) {
            ol {
                @for (at, step) in steps.iter().enumerate() { (one(words, at, step)) }
            }
        }
    }
}

fn one(words: Words<'_>, at: usize, step: &Step) -> Markup {
    let (class, key) = match step.state {
        StepState::Done => ("is-done", "kit-step-done"),
        StepState::Current => ("is-current", "kit-step-current"),
        StepState::Ahead => ("is-ahead", "kit-step-ahead"),
    };
    html! {
        li class=(class) aria-current=[(step.state == StepState::Current).then_some("step")] {
            span.step-number { (at + 1) }
            span.step-label {
                @if let Some(href) = &step.href { a href=(href) { (rich(&step.label)) } }
                @else { (rich(&step.label)) }
                span.visually-hidden { "（" (words.rich(key)) "）" }
            }
        }
    }
}

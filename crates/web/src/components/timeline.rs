//! What happened to a matter, latest first or last as given.

use crate::components::{Tone, icon};
use crate::texts::rich;
use maud::{Markup, PreEscaped, html};

/// Something that happened.
#[derive(Clone, Debug)]
#[must_use]
pub struct Event {
    when: String,
    datetime: Option<String>,
    title: String,
    who: String,
    body: Markup,
    tone: Tone,
}

/// Something that happened: when (in words) and what.
pub fn event(when: impl Into<String>, title: impl Into<String>) -> Event {
    Event {
        when: when.into(),
        datetime: None,
        title: title.into(),
        who: String::new(),
        body: PreEscaped(String::new()),
        tone: Tone::Neutral,
    }
}

impl Event {
    /// The machine-readable time (RFC 3339 or a date).
    pub fn datetime(mut self, datetime: impl Into<String>) -> Self {
        self.datetime = Some(datetime.into());
        self
    }

    /// Who did it.
    pub fn who(mut self, who: impl Into<String>) -> Self {
        self.who = who.into();
        self
    }

    /// What there is to say about it.
    pub fn body(mut self, body: Markup) -> Self {
        self.body = body;
        self
    }

    /// How it turned out.
    pub const fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// The events in the order given.
#[must_use]
pub fn timeline(events: impl IntoIterator<Item = Event>) -> Markup {
    html! {
        ol.timeline {
            @for event in events {
                li class=(format!("tone-{}", event.tone.class())) {
                    span.timeline-mark { (icon(event.tone.icon())) }
                    p.timeline-when {
                        @if let Some(datetime) = &event.datetime {
                            time datetime=(datetime) { (event.when) }
                        } @else { (event.when) }
                        @if !event.who.is_empty() { span.timeline-who { (event.who) } }
                    }
                    p.timeline-title { (rich(&event.title)) }
                    @if !event.body.0.is_empty() { div.timeline-body { (event.body) } }
                }
            }
        }
    }
}

//! Listens to spans as they begin and end.

use super::{Ended, KNOWN, Said, TARGET};
use crate::house::SystemClock;
use kernel::Clock;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Instant;
use store::{Entropy, SystemEntropy};
use tokio::sync::mpsc;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// A span that is open, if its request is one of those that are traced.
enum Open {
    Not,
    Traced { began: Instant, so_far: Ended },
}

/// The listener.
pub(crate) struct Spans {
    to: mpsc::Sender<Ended>,
    share: f64,
    entropy: Arc<dyn Entropy>,
}

impl Spans {
    /// One that hands on this share of all requests with everything inside them.
    pub(crate) fn new(to: mpsc::Sender<Ended>, share: f64) -> Self {
        Self { to, share, entropy: Arc::new(SystemEntropy) }
    }

    /// Which spans it wants to hear of at all; others cost nothing.
    pub(crate) fn wants(metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target() == TARGET
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    fn chosen(&self) -> bool {
        let drawn = u32::from_be_bytes(self.random());
        f64::from(drawn) < self.share * f64::from(u32::MAX) + f64::from(self.share >= 1.0)
    }

    fn open(&self, parent: Option<([u8; 16], [u8; 8])>, name: &'static str) -> Open {
        let so_far = Ended {
            trace: parent.map_or_else(|| self.random(), |(trace, _)| trace),
            span: self.random(),
            parent: parent.map(|(_, span)| span),
            name,
            began: SystemClock.now().as_micros() * 1000,
            took: 0,
            fields: Vec::new(),
        };
        Open::Traced { began: Instant::now(), so_far }
    }
}

impl<S> tracing_subscriber::Layer<S> for Spans
where
    S: Subscriber + for<'l> LookupSpan<'l>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let name = attributes.metadata().name();
        let above = span.parent().and_then(|p| match p.extensions().get::<Open>()? {
            Open::Not => Some(None),
            Open::Traced { so_far, .. } => Some(Some((so_far.trace, so_far.span))),
        });
        let mut open = match above {
            Some(None) => Open::Not,
            None if !self.chosen() => Open::Not,
            above => self.open(above.flatten(), name),
        };
        if let Open::Traced { so_far, .. } = &mut open {
            attributes.record(&mut Fields(&mut so_far.fields));
        }
        span.extensions_mut().insert(open);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(Open::Traced { so_far, .. }) = span.extensions_mut().get_mut::<Open>() {
            values.record(&mut Fields(&mut so_far.fields));
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        if let Some(Open::Traced { began, mut so_far }) = span.extensions_mut().remove::<Open>() {
            so_far.took = i64::try_from(began.elapsed().as_nanos()).unwrap_or(i64::MAX);
            // Full: the collector is slow, and people come first.
            let _ = self.to.try_send(so_far);
        }
    }
}

/// Takes the fields that may leave the house.
struct Fields<'f>(&'f mut Vec<(&'static str, Said)>);

impl Fields<'_> {
    fn put(&mut self, field: &Field, said: Said) {
        if KNOWN.contains(&field.name()) {
            self.0.push((field.name(), said));
        }
    }
}

impl Visit for Fields<'_> {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, Said::Number(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, Said::Number(i64::try_from(value).unwrap_or(i64::MAX)));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, Said::Text(value.to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.put(field, Said::Text(format!("{value:?}")));
    }
}

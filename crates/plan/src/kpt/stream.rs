//! The board told live: server-sent events (WHATWG HTML, 9.2).

use super::live::{Hub, Live, Seat};
use super::{BoardId, records};
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use kernel::Uuid;
use serde::Deserialize;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior};
use web::{House, Visit, WebError};

/// So often something is sent, so that nobody between takes the line for dead; and so often it is
/// asked whether the session still holds.
const BEAT: Duration = if cfg!(test) { Duration::from_millis(200) } else { Duration::from_secs(15) };
/// A browser that lost the line comes back after so many milliseconds.
const RETRY: &str = "retry: 2000\n\n";
const OVER: &str = "event: over\ndata: {}\n\n";

#[derive(Deserialize)]
pub(super) struct Asked {
    /// The change that the page shows.
    since: Option<i64>,
}

pub(super) async fn stream(
    visit: Visit,
    Path(id): Path<BoardId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let house = visit.house();
    let session = visit.signed_in()?.session;
    records::board(&house.db, id).await?.ok_or(WebError::NotFound)?;
    let hub = house.companion::<Hub>();
    let seat = hub.seat().ok_or_else(|| WebError::Unavailable("too many listen".to_owned()))?;
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok()?.parse().ok());
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat.reset();
    let live = hub.join(house, id);
    let listener = Listener {
        changes: live.changes(),
        live,
        at: last.or(asked.since).unwrap_or(0),
        beat,
        closing: Box::pin(house.closing()),
        house: house.clone(),
        session,
        state: State::New,
        _seat: seat,
    };
    let body = Body::from_stream(futures::stream::unfold(listener, Listener::next));
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store, no-transform")];
    Ok((headers, [("x-accel-buffering", "no")], body).into_response())
}

#[derive(PartialEq)]
enum State {
    New,
    Listening,
    Over,
}

/// One browser that listens.
struct Listener {
    live: Arc<Live>,
    changes: watch::Receiver<i64>,
    /// The last change that it was told.
    at: i64,
    beat: Interval,
    closing: Pin<Box<dyn Future<Output = ()> + Send>>,
    house: House,
    session: Uuid,
    state: State,
    _seat: Seat,
}

type Sent = Result<Bytes, Infallible>;

impl Listener {
    async fn next(mut self) -> Option<(Sent, Self)> {
        let bytes = match self.state {
            State::Over => return None,
            State::New => {
                self.state = State::Listening;
                Bytes::from_static(RETRY.as_bytes())
            }
            State::Listening => self.wait().await?,
        };
        Some((Ok(bytes), self))
    }

    /// What is to be sent next; nothing when the house closes.
    async fn wait(&mut self) -> Option<Bytes> {
        loop {
            self.changes.borrow_and_update();
            if let Some((frames, now)) = self.live.since(self.at) {
                self.at = now;
                return Some(joined(frames));
            }
            tokio::select! {
                () = &mut self.closing => return None,
                changed = self.changes.changed() => changed.ok()?,
                _ = self.beat.tick() => return Some(self.breathe().await),
            }
        }
    }

    async fn breathe(&mut self) -> Bytes {
        let now = self.house.now();
        // Records that do not answer for a moment end nobody's session.
        let lasts = self.house.sessions.lasts(&self.house.db, self.session, now).await.unwrap_or(true);
        if lasts {
            return Bytes::from_static(b": \n\n");
        }
        self.state = State::Over;
        Bytes::from_static(OVER.as_bytes())
    }
}

/// One piece is passed on as it is, without a copy for each who listens.
fn joined(frames: Vec<Bytes>) -> Bytes {
    match <[Bytes; 1]>::try_from(frames) {
        Ok([one]) => one,
        Err(many) => many.concat().into(),
    }
}

//! Who listens to which board in this program, and what they are told.
//!
//! All who listen to a board in one program share one that looks: woken by a change made here, and
//! every second for one made in another program on the same records. It draws what changed once;
//! everybody is sent the same bytes.

use super::face::{self, Names};
use super::records;
use super::rules::Stage;
use super::{BoardId, CardId, votes};
use axum::body::Bytes;
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use store::StoreError;
use tokio::sync::{Notify, watch};
use web::House;

/// How soon a change made in another program is seen.
const LOOK: Duration = Duration::from_secs(1);
/// What comes within this time is told together.
const TOGETHER: Duration = Duration::from_millis(40);
/// So many pieces of news are kept for who was away for a moment.
const KEPT: usize = 64;
/// So many listen in one program at most; others reload the page.
const MOST: usize = 2000;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The boards to which somebody listens.
#[derive(Default)]
pub(super) struct Hub {
    boards: Mutex<HashMap<BoardId, Weak<Live>>>,
    listening: Arc<AtomicUsize>,
}

/// A place to listen from; given back when it is dropped.
pub(super) struct Seat(Arc<AtomicUsize>);

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Hub {
    /// A place to listen from, if there is one left.
    pub(super) fn seat(&self) -> Option<Seat> {
        let taken = self.listening.fetch_add(1, Ordering::Relaxed);
        let seat = Seat(self.listening.clone());
        (taken < MOST).then_some(seat)
    }

    /// Tells that a board was changed here.
    pub(super) fn wake(&self, board: BoardId) {
        if let Some(live) = lock(&self.boards).get(&board).and_then(Weak::upgrade) {
            live.wake.notify_one();
        }
    }

    /// The board as it is told to all who listen; the first of them has somebody look.
    pub(super) fn join(&self, house: &House, board: BoardId) -> Arc<Live> {
        let mut boards = lock(&self.boards);
        if let Some(live) = boards.get(&board).and_then(Weak::upgrade) {
            return live;
        }
        let live = Arc::new(Live::of(board));
        boards.insert(board, Arc::downgrade(&live));
        tokio::spawn(attend(house.clone(), live.clone()));
        live
    }

    /// Whether nobody but the one who looks is left; then the board is let go.
    fn leave(&self, live: &Arc<Live>) -> bool {
        let mut boards = lock(&self.boards);
        let alone = Arc::strong_count(live) == 1;
        if alone {
            boards.remove(&live.board);
        }
        alone
    }
}

async fn attend(house: House, live: Arc<Live>) {
    let mut closing = std::pin::pin!(house.closing());
    loop {
        match look(&house, &live).await {
            Ok(()) => {}
            Err(e) => tracing::warn!(error = %e, "a board could not be looked at"),
        }
        tokio::time::sleep(TOGETHER).await;
        tokio::select! {
            () = &mut closing => return,
            () = live.wake.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
        if house.companion::<Hub>().leave(&live) {
            return;
        }
    }
}

/// A board to which somebody listens.
pub(super) struct Live {
    board: BoardId,
    wake: Notify,
    seen: Mutex<Seen>,
    change: watch::Sender<i64>,
}

/// A card as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Shown {
    id: CardId,
    side: &'static str,
    heading: String,
    html: String,
}

/// What is known of the board.
#[derive(Default)]
struct Seen {
    change: Option<i64>,
    head: serde_json::Value,
    cards: BTreeMap<CardId, Shown>,
    news: VecDeque<News>,
    whole: Option<Bytes>,
}

/// What changed between two states of a board.
struct News {
    from: i64,
    to: i64,
    frame: Bytes,
}

impl Live {
    fn of(board: BoardId) -> Self {
        Self { board, wake: Notify::new(), seen: Mutex::default(), change: watch::Sender::new(0) }
    }

    /// Tells of every later change.
    pub(super) fn changes(&self) -> watch::Receiver<i64> {
        self.change.subscribe()
    }

    /// What somebody has to be told who knows the board as it was at change `at`, and what they know
    /// then. Who was away for too long is told everything.
    pub(super) fn since(&self, at: i64) -> Option<(Vec<Bytes>, i64)> {
        let mut seen = lock(&self.seen);
        let now = seen.change.filter(|now| *now > at)?;
        let frames = match seen.news.front() {
            Some(first) if first.from <= at => {
                seen.news.iter().filter(|n| n.to > at).map(|n| n.frame.clone()).collect()
            }
            _ => vec![seen.whole(now)],
        };
        Some((frames, now))
    }
}

impl Seen {
    fn whole(&mut self, now: i64) -> Bytes {
        let (head, cards) = (&self.head, &self.cards);
        self.whole.get_or_insert_with(|| frame(now, head, true, cards.values(), &[])).clone()
    }

    /// Takes in how the board is now.
    fn take(&mut self, change: i64, head: serde_json::Value, cards: BTreeMap<CardId, Shown>) {
        if let Some(from) = self.change {
            let other = cards.values().filter(|c| self.cards.get(&c.id) != Some(c));
            let gone: Vec<CardId> = self.cards.keys().filter(|id| !cards.contains_key(id)).copied().collect();
            let frame = frame(change, &head, false, other, &gone);
            self.news.push_back(News { from, to: change, frame });
            if self.news.len() > KEPT {
                self.news.pop_front();
            }
        }
        (self.change, self.head, self.cards, self.whole) = (Some(change), head, cards, None);
    }
}

/// One event as it goes over the wire.
fn frame<'c>(
    id: i64,
    head: &serde_json::Value,
    all: bool,
    cards: impl Iterator<Item = &'c Shown>,
    gone: &[CardId],
) -> Bytes {
    let cards: Vec<&Shown> = cards.collect();
    let data = json!({ "board": head, "all": all, "cards": cards, "gone": gone });
    format!("id: {id}\nevent: change\ndata: {data}\n\n").into()
}

/// Reads the board if it changed.
async fn look(house: &House, live: &Live) -> Result<(), StoreError> {
    let db = &house.db;
    let change = records::change(db, live.board).await?.ok_or(StoreError::Missing("plan_board"))?;
    if lock(&live.seen).change == Some(change) {
        return Ok(());
    }
    let records::State { change, board, cards } = records::state(db, live.board).await?;
    let names = Names::of(house).await?;
    let cast = if board.stage == Stage::Vote { votes::cast(db, board.id).await? } else { 0 };
    let shown = cards.iter().map(|card| {
        let html = face::card(house, &board, &names, card, None).into_string();
        (card.id, Shown { id: card.id, side: card.side.as_str(), heading: card.heading.clone(), html })
    });
    let until = board.until.map(|until| until.as_micros() / 1000);
    let head = json!({ "stage": board.stage.as_str(), "until": until, "cast": cast });
    lock(&live.seen).take(change, head, shown.collect());
    live.change.send_replace(change);
    Ok(())
}

#[cfg(test)]
mod unit {
    use super::*;
    use kernel::{TypedId, Uuid};
    use proptest::prelude::*;

    fn cards(ids: &[(u8, u8)]) -> BTreeMap<CardId, Shown> {
        let one = |(id, text): &(u8, u8)| {
            let id = CardId::from_uuid(Uuid::from_u128(u128::from(*id)));
            (id, Shown { id, side: "keep", heading: String::new(), html: text.to_string() })
        };
        ids.iter().map(one).collect()
    }

    /// What a browser makes of the events.
    fn follow(screen: &mut BTreeMap<String, String>, frames: &[Bytes]) {
        for frame in frames {
            let text = std::str::from_utf8(frame).unwrap();
            let data = text.lines().find_map(|l| l.strip_prefix("data: ")).unwrap();
            let news: serde_json::Value = serde_json::from_str(data).unwrap();
            if news["all"].as_bool().unwrap() {
                screen.clear();
            }
            for card in news["cards"].as_array().unwrap() {
                screen.insert(card["id"].to_string(), card["html"].to_string());
            }
            for id in news["gone"].as_array().unwrap() {
                screen.remove(&id.to_string());
            }
        }
    }

    proptest! {
        #[test]
        fn whoever_listens_at_times_sees_the_board_as_it_is(
            states in prop::collection::vec(prop::collection::vec((0..6_u8, 0..3_u8), 0..6), 1..100),
            listens in prop::collection::vec(any::<bool>(), 100),
        ) {
            let live = Live::of(BoardId::from_uuid(Uuid::nil()));
            let (mut screen, mut at) = (BTreeMap::new(), 0);
            let last = states.len();
            for (n, (state, listens)) in (1..).zip(states.iter().zip(listens)) {
                lock(&live.seen).take(n, json!({}), cards(state));
                if listens || usize::try_from(n).unwrap() == last {
                    let (frames, now) = live.since(at).unwrap();
                    at = now;
                    follow(&mut screen, &frames);
                    let shown: Vec<String> = cards(state).values().map(|c| json!(c.html).to_string()).collect();
                    prop_assert_eq!(screen.values().cloned().collect::<Vec<_>>(), shown);
                }
            }
            prop_assert!(live.since(at).is_none(), "nothing is told twice");
        }
    }
}

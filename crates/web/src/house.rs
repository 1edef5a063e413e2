//! The house: everything that pages and jobs need, handed to them instead of being found in
//! globals, so that two towns can live in one process and a test can replace any part.

use crate::api::Interface;
use crate::limits::Limits;
use crate::memo::Memo;
use crate::outside::Outside;
use crate::press::{Press, PressError, Sheet};
use crate::send::Sender;
use crate::texts::Texts;
use crate::{DeskLink, Room, Service, Shelved, SignedIn};
use futures::future::BoxFuture;
use kernel::{Clock, Moment};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use store::{Blobs, Db, StoreError};
use tokio::sync::{Semaphore, watch};
use town::Town;
use tracing::Instrument;

/// The house; cheap to clone.
#[derive(Clone)]
pub struct House(Arc<Walls>);

struct Walls {
    parts: Parts,
    limits: Limits,
    interface: OnceLock<Interface>,
    memo: Memo,
    companions: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    closing: watch::Sender<bool>,
    copies: AtomicI64,
}

/// What the house is made of.
pub struct Parts {
    /// The town.
    pub town: Town,
    /// The records.
    pub db: Db,
    /// The files beside them.
    pub blobs: Blobs,
    /// The data folder (keys, heads of the journal, outbox of the demo).
    pub data: PathBuf,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What sets documents in type.
    pub press: Arc<dyn Press>,
    /// What sends messages, by channel.
    pub senders: Vec<Arc<dyn Sender>>,
    /// What asks other houses over the network.
    pub outside: Arc<dyn Outside>,
    /// What knows who is signed in.
    pub sessions: Arc<dyn Sessions>,
    /// All texts.
    pub texts: Texts,
    /// What rooms read from the town folder.
    pub shelf: Shelf,
    /// Capabilities in the order of their floors.
    pub rooms: Vec<Room>,
    /// Services of the three pillars.
    pub services: Vec<Service>,
    /// The address under which people reach the town, without a slash at the end.
    pub base_url: String,
    /// Whether everybody in the records is made up.
    pub demo: bool,
    /// The secret from which form tokens and unsubscribe links are made.
    pub secret: [u8; 32],
    /// At most this many documents are set in type at once.
    pub presses: Arc<Semaphore>,
}

impl Deref for House {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}

impl House {
    /// Closes the walls.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Walls {
            parts,
            limits: Limits::default(),
            interface: OnceLock::new(),
            memo: Memo::default(),
            companions: Mutex::default(),
            closing: watch::Sender::new(false),
            copies: AtomicI64::new(0),
        }))
    }

    /// What a room keeps in memory for as long as this program runs the house (who listens to
    /// what): one of each type, made when it is first asked for. Nothing that must not be lost.
    pub fn companion<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        let mut companions = self.0.companions.lock().unwrap_or_else(PoisonError::into_inner);
        let found = companions.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default()));
        // What lies under a type is of that type.
        found.clone().downcast().unwrap_or_default()
    }

    /// Says that the house closes, to answers that would go on without end.
    pub fn close_doors(&self) {
        self.0.closing.send_replace(true);
    }

    /// Resolves when the house closes.
    pub fn closing(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut closing = self.0.closing.subscribe();
        async move {
            // A house that is gone is closed.
            let _ = closing.wait_for(|closing| *closing).await;
        }
    }

    /// Has every room read what it keeps in memory; done once, before the doors open.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn make_ready(&self) -> Result<(), StoreError> {
        for ready in self.all_rooms().filter_map(|room| room.ready) {
            ready(self.clone()).await?;
        }
        Ok(())
    }

    /// What other programs may ask of this house.
    pub fn interface(&self) -> &Interface {
        self.0.interface.get_or_init(|| Interface::of(self.all_rooms()))
    }

    /// Something that takes long to compute and may be `seconds` old; whoever asks meanwhile waits
    /// for the one computation.
    ///
    /// # Errors
    /// What the computation says; it is tried again the next time.
    pub async fn remember<T, E, F>(&self, key: String, seconds: i64, compute: F) -> Result<Arc<T>, E>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T, E>>,
    {
        self.0.memo.get(key, self.now(), seconds, compute).await
    }

    /// How many bytes the copies of pages take that many are given ([`crate::Routes::shared`]).
    pub fn bytes_of_copies(&self) -> i64 {
        self.0.copies.load(Relaxed)
    }

    pub(crate) fn copies_grew(&self, bytes: i64) {
        self.0.copies.fetch_add(bytes, Relaxed);
    }

    /// How often network addresses did something.
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// All rooms: capabilities, then services.
    pub fn all_rooms(&self) -> impl Iterator<Item = &Room> {
        self.rooms.iter().chain(self.services.iter().map(|s| &s.room))
    }

    /// The officers' places: what most of them open first stands first, the tools of lower rooms last.
    pub fn desk_links(&self) -> impl Iterator<Item = &'static DeskLink> {
        let rooms: Vec<&Room> = self.all_rooms().collect();
        rooms.into_iter().rev().flat_map(|r| r.desk_links)
    }

    /// What a room read from the town folder.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when no room of this house brought it.
    pub fn shelved<T: Any + Send + Sync>(&self) -> Result<&T, StoreError> {
        self.shelf.get::<T>().ok_or(StoreError::Missing("shelf"))
    }

    /// Sets a document in type, off the threads that answer requests.
    ///
    /// # Errors
    /// What the press says.
    pub async fn typeset(&self, sheet: Sheet) -> Result<Vec<u8>, PressError> {
        let permit = self.presses.clone().acquire_owned().await;
        let press = self.press.clone();
        let set = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            press.typeset(&sheet)
        });
        let set = set.instrument(tracing::trace_span!(target: "engawa::span", "press"));
        set.await.map_err(|_| PressError::Template("the press stopped unexpectedly".to_owned()))?
    }

    /// The sender of a channel, if the town has one.
    pub fn sender(&self, channel: &str) -> Option<&Arc<dyn Sender>> {
        self.senders.iter().find(|s| s.channel() == channel)
    }

    /// A full address of `path`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// The token that a form of the browser with this seat cookie must carry.
    pub fn form_token(&self, seat: &str) -> String {
        crate::token::of(&self.secret, seat, self.db.random())
    }

    /// Whether people reach the town over TLS.
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// The workers for all kinds of jobs of all rooms.
    pub fn workers(&self) -> store::jobs::Workers {
        let mut workers = store::jobs::Workers::default();
        for kind in self.all_rooms().flat_map(|r| r.jobs) {
            let house = self.clone();
            let run = kind.run;
            workers.add(kind.kind, Arc::new(move |job| run(house.clone(), job)));
        }
        workers
    }
}

/// What knows who a session token belongs to.
pub trait Sessions: Send + Sync {
    /// Who holds `token` now, without writing anything.
    fn who<'a>(
        &'a self,
        db: &'a Db,
        town: &'a Town,
        token: &'a str,
        now: Moment,
    ) -> BoxFuture<'a, Result<Option<SignedIn>, StoreError>>;

    /// Whether a session may still be used and its holder still works for the town, asked by an
    /// answer that goes on for long (a live page). It counts as no use of the session.
    fn lasts<'a>(
        &'a self,
        _db: &'a Db,
        _session: kernel::Uuid,
        _now: Moment,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(std::future::ready(Ok(true)))
    }

    /// Writes down what was only remembered while pages were read (when a session was last used);
    /// called now and then.
    fn settle<'a>(&'a self, _db: &'a Db, _now: Moment) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Things read once from the town folder, found by their type.
#[derive(Default)]
pub struct Shelf(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl Shelf {
    /// Puts a thing on the shelf; a room that brings several gives them as a list.
    pub fn put(&mut self, thing: Shelved) {
        match thing.downcast::<Vec<Shelved>>() {
            Ok(several) => several.into_iter().for_each(|one| self.put(one)),
            Err(one) => {
                self.0.insert((*one).type_id(), one);
            }
        }
    }

    /// The thing of type `T`.
    pub fn get<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}

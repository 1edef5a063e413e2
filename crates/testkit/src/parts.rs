//! The parts of a house that a test holds in its hand.

use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::{Moment, Uuid};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use store::{Db, StoreError};
use town::Town;
use web::outside::{Ask, Outside, Reply, Unreached};
use web::press::{Press, PressError, Sheet};
use web::send::{Outgoing, SendError, Sender};
use web::{Sessions, SignedIn};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sessions that a test hands out itself, and those of a room that keeps real ones.
#[derive(Default)]
pub(crate) struct TestSessions {
    given: Mutex<HashMap<String, SignedIn>>,
    real: OnceLock<Arc<dyn Sessions>>,
}

impl TestSessions {
    pub(crate) fn put(&self, session: String, who: SignedIn) {
        lock(&self.given).insert(session, who);
    }

    pub(crate) fn end(&self, session: &str) {
        lock(&self.given).remove(session);
    }

    pub(crate) fn ask_also(&self, real: Arc<dyn Sessions>) {
        // A second room that keeps sessions would be a mistake of the test; the first stands.
        let _ = self.real.set(real);
    }
}

impl Sessions for TestSessions {
    fn who<'a>(
        &'a self,
        db: &'a Db,
        town: &'a Town,
        token: &'a str,
        now: Moment,
    ) -> BoxFuture<'a, Result<Option<SignedIn>, StoreError>> {
        let who = lock(&self.given).get(token).cloned();
        match self.real.get() {
            Some(real) if who.is_none() => real.who(db, town, token, now),
            _ => async move { Ok(who) }.boxed(),
        }
    }

    fn lasts<'a>(&'a self, db: &'a Db, session: Uuid, now: Moment) -> BoxFuture<'a, Result<bool, StoreError>> {
        let given = lock(&self.given).values().any(|who| who.session == session);
        match self.real.get() {
            Some(real) if !given => real.lasts(db, session, now),
            _ => async move { Ok(given) }.boxed(),
        }
    }

    fn settle<'a>(&'a self, db: &'a Db, now: Moment) -> BoxFuture<'a, Result<(), StoreError>> {
        match self.real.get() {
            Some(real) => real.settle(db, now),
            None => async { Ok(()) }.boxed(),
        }
    }
}

/// A mail that was sent.
pub type Mail = Outgoing;

/// A sender of e-mail that keeps what it is given; it can be told to fail.
#[derive(Default)]
pub struct TestSender {
    mails: Mutex<Vec<Mail>>,
    fail: Mutex<HashMap<String, bool>>,
}

impl TestSender {
    /// What was sent so far.
    pub fn mails(&self) -> Vec<Mail> {
        lock(&self.mails).clone()
    }

    /// From now on `address` takes nothing: `never` for good, else for now.
    pub fn refuse(&self, address: &str, never: bool) {
        lock(&self.fail).insert(address.to_owned(), never);
    }

    /// `address` takes mail again.
    pub fn accept(&self, address: &str) {
        lock(&self.fail).remove(address);
    }
}

impl Sender for TestSender {
    fn channel(&self) -> &'static str {
        "email"
    }

    fn send(&self, message: Outgoing) -> BoxFuture<'_, Result<String, SendError>> {
        async move {
            match lock(&self.fail).get(&message.to) {
                Some(true) => return Err(SendError::Never("550".to_owned())),
                Some(false) => return Err(SendError::Later("421".to_owned())),
                None => {}
            }
            let key = message.key.clone();
            lock(&self.mails).push(message);
            Ok(key)
        }
        .boxed()
    }
}

/// A press that prints the template's name and its data as they are.
#[derive(Default)]
pub struct TestPress {
    printed: AtomicUsize,
    playing: Mutex<Option<Setting>>,
    real: Mutex<Option<Arc<dyn Press>>>,
}

type Setting = fn(&Sheet) -> Vec<u8>;

impl TestPress {
    /// From now on `setting` makes the files: a test that signs needs one that can be signed.
    pub fn play(&self, setting: fn(&Sheet) -> Vec<u8>) {
        *lock(&self.playing) = Some(setting);
    }

    /// From now on everything is set by this press: the real one, where a test reads the sheets.
    pub fn set_by(&self, press: Arc<dyn Press>) {
        *lock(&self.real) = Some(press);
    }

    /// How many documents were set.
    pub fn printed(&self) -> usize {
        self.printed.load(Ordering::SeqCst)
    }
}

impl Press for TestPress {
    fn typeset(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError> {
        self.printed.fetch_add(1, Ordering::SeqCst);
        let real = lock(&self.real).clone();
        if let Some(press) = real {
            return press.typeset(sheet);
        }
        if let Some(setting) = *lock(&self.playing) {
            return Ok(setting(sheet));
        }
        let qr: Vec<_> = sheet.qr.iter().map(|(_, content)| content.clone()).collect();
        let page =
            serde_json::json!({ "template": sheet.template, "title": sheet.title, "data": sheet.data, "qr": qr });
        Ok(format!("%PDF-test\n{page}\n%%EOF").into_bytes())
    }

    fn lacks(&self, data: &serde_json::Value) -> Option<String> {
        let real = lock(&self.real).clone();
        real?.lacks(data)
    }
}

type Answering = Box<dyn Fn(&Ask) -> Option<Reply> + Send + Sync>;

/// Other houses, as a test plays them. Until it does, nobody answers.
#[derive(Default)]
pub struct TestOutside {
    answering: Mutex<Option<Answering>>,
    asked: Mutex<Vec<Ask>>,
}

impl TestOutside {
    /// From now on `answering` speaks for all other houses; `None` is a house that does not answer.
    pub fn play(&self, answering: impl Fn(&Ask) -> Option<Reply> + Send + Sync + 'static) {
        *lock(&self.answering) = Some(Box::new(answering));
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<Ask> {
        lock(&self.asked).clone()
    }
}

impl Outside for TestOutside {
    fn ask(&self, ask: Ask) -> BoxFuture<'_, Result<Reply, Unreached>> {
        let reply = lock(&self.answering).as_ref().and_then(|answering| answering(&ask));
        let nobody = Unreached { host: String::new(), why: "nobody answers".to_owned() };
        lock(&self.asked).push(ask);
        async move { reply.ok_or(nobody) }.boxed()
    }
}

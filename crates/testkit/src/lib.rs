//! A town in a test by one line: the real database, the real router, a clock, mails and a press in
//! hand, and people who do things by name.
//!
//! ```text
//! testkit::both(&[my_room()], |town| async move {
//!     let hanako = town.resident("縁側 花子").await;
//!     let page = town.get(&hanako, "/my/cases").await;
//!     assert_eq!(page.status, 200);
//! }).await;
//! ```

#![expect(clippy::expect_used, reason = "for tests: what is missing ends the test with its name")]

mod answer;
mod parts;
mod who;

pub use answer::Answer;
pub use parts::{Mail, TestOutside, TestPress, TestSender};
pub use store::testing::{MORNING, TestClock, TestDb};
pub use who::{Who, encode};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use kernel::id::{AccountId, PersonId};
use kernel::{Address, Clock, Date, Email, PersonName, TypedId};
use parts::TestSessions;
use people::{AccountKind, Facts, NewAccount, PersonKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Act, StoreError, Tx, jobs};
use tower::ServiceExt;
use town::{Town, TownFolder};
use web::texts::{RoomTexts, Texts};
use web::{Assurance, House, Parts, Room, Shelf, SignedIn, Staff};

/// A town of one test.
pub struct TestTown {
    /// The house.
    pub house: House,
    /// The clock.
    pub clock: Arc<TestClock>,
    /// What was mailed.
    pub sender: Arc<TestSender>,
    /// Other houses, played by the test.
    pub outside: Arc<TestOutside>,
    /// What was printed.
    pub press: Arc<TestPress>,
    /// The database and its data folder.
    pub store: TestDb,
    sessions: Arc<TestSessions>,
    app: Router,
}

/// The folder of the town `name` in this repository.
pub fn town_folder(name: &str) -> TownFolder {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../towns").join(name);
    TownFolder::open(path).expect("the town folder is there")
}

/// A folder with all that is in it.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            std::fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}

/// Runs the same test in a town on SQLite and in one on PostgreSQL; afterwards no job may be due
/// that nobody did.
pub async fn both<F, Fut>(rooms: &[Room], test: F)
where
    F: Fn(Arc<TestTown>) -> Fut,
    Fut: Future<Output = ()>,
{
    for postgres in [false, true] {
        let town = Arc::new(if postgres { TestTown::postgres(rooms).await } else { TestTown::sqlite(rooms).await });
        test(town.clone()).await;
        let queue = jobs::queue(&town.house.db).await.expect("the queue is read");
        assert_eq!(queue.dead, 0, "dead letters were left behind");
        town.run_jobs().await;
    }
}

impl TestTown {
    /// On SQLite, with the people's tables and those of `rooms`.
    pub async fn sqlite(rooms: &[Room]) -> Self {
        Self::at(rooms, "http://localhost:8080").await
    }

    /// On SQLite, reached by people at another address.
    pub async fn at(rooms: &[Room], base_url: &str) -> Self {
        Self::on(TestDb::sqlite(&schemas(rooms)).await, rooms, base_url).await
    }

    /// On PostgreSQL.
    pub async fn postgres(rooms: &[Room]) -> Self {
        Self::on(TestDb::postgres(&schemas(rooms)).await, rooms, "http://localhost:8080").await
    }

    /// A town that decided otherwise in one of its files: `papers.toml` with this text in its place.
    pub async fn deciding(rooms: &[Room], postgres: bool, file: &str, text: &str) -> Self {
        let schemas = schemas(rooms);
        let store = if postgres { TestDb::postgres(&schemas).await } else { TestDb::sqlite(&schemas).await };
        let changed = tempfile::tempdir().expect("a folder");
        copy(town_folder("ono").root(), changed.path()).expect("the town is copied");
        std::fs::write(changed.path().join(file), text).expect("the file is written");
        let folder = TownFolder::open(changed.path()).expect("the town folder is there");
        Self::of(store, rooms, "http://localhost:8080", &folder).await
    }

    async fn on(store: TestDb, rooms: &[Room], base_url: &str) -> Self {
        Self::of(store, rooms, base_url, &town_folder("ono")).await
    }

    async fn of(store: TestDb, rooms: &[Room], base_url: &str, folder: &TownFolder) -> Self {
        let town = Town::load(folder).unwrap_or_else(|p| panic!("the town: {p:?}"));
        let clock = Arc::new(TestClock::at(MORNING));
        let (sender, press) = (Arc::new(TestSender::default()), Arc::new(TestPress::default()));
        let sessions = Arc::new(TestSessions::default());
        let outside = Arc::new(TestOutside::default());
        let texts: Vec<RoomTexts> = rooms.iter().map(|r| r.texts).collect();
        let mut shelf = Shelf::default();
        for open in rooms.iter().filter_map(|r| r.shelf) {
            shelf.put(open(folder).unwrap_or_else(|p| panic!("the shelf: {p:?}")));
        }
        let house = House::new(Parts {
            town,
            db: store.db.clone(),
            blobs: store.blobs.clone(),
            data: store.data.path().to_owned(),
            clock: clock.clone(),
            press: press.clone(),
            senders: vec![sender.clone()],
            outside: outside.clone(),
            sessions: sessions.clone(),
            texts: Texts::new(&texts, &[]).unwrap_or_else(|e| panic!("the texts: {e:?}")),
            shelf,
            rooms: rooms.to_vec(),
            services: Vec::new(),
            base_url: base_url.to_owned(),
            demo: true,
            secret: [7; 32],
            presses: Arc::new(tokio::sync::Semaphore::new(8)),
        });
        house.make_ready().await.expect("the rooms are ready");
        let app = web::app(house.clone());
        Self { house, clock, outside, sender, press, store, sessions, app }
    }

    /// Somebody of a household of one in the register, with an account and an e-mail address,
    /// signed in.
    pub async fn resident(&self, name: &str) -> Who {
        let person = self.person(name).await;
        let email: Email = format!("p{}@demo.example", person.uuid().simple()).parse().expect("an address");
        let (new_name, to) = (name.to_owned(), email.clone());
        let account = self
            .change(move |tx| async move {
                let new = NewAccount { kind: AccountKind::Resident, email: to, name: new_name, person: Some(person) };
                people::accounts::open_account(&tx, new).await.map_err(people::PeopleError::into_store)
            })
            .await;
        self.signed_in_as(name, account, Some(person), None)
    }

    /// Somebody of a household of one in the register who has neither account nor e-mail.
    pub async fn without_phone(&self, name: &str) -> PersonId {
        self.person(name).await
    }

    async fn person(&self, name: &str) -> PersonId {
        let mut facts = Facts::named(PersonName::from_full(name).expect("a name"));
        facts.kana = Some("ミホン".to_owned());
        facts.birth = Some(Date::constant(1946, 5, 5));
        facts.resident_since = facts.birth;
        facts.relation = Some("世帯主".to_owned());
        facts.is_head = true;
        facts.address = Address::free("福島県田村郡小野町大字小野新町字見本000番地");
        self.change(move |tx| async move {
            let house = people::add_household(&tx, None).await.map_err(people::PeopleError::into_store)?;
            facts.household = Some(house);
            let id = people::add(&tx, PersonKind::Resident, facts).await.map_err(people::PeopleError::into_store)?;
            people::set_head(&tx, house, id).await?;
            Ok(id)
        })
        .await
    }

    /// A change made by the test itself.
    pub async fn change<T, F, Fut>(&self, change: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(Tx) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        let act = Act::system("test", self.clock.now());
        self.house.db.write(&act, change).await.expect("the change is made")
    }

    /// An officer of the first desk of the town whose roles carry `permissions` and who holds
    /// `positions`.
    pub async fn officer(&self, permissions: &[&str], positions: &[&str]) -> Who {
        let desk = self.house.town.organisation.desks().first().map(|d| d.key.clone());
        let desk = desk.expect("the town has a desk");
        self.officer_of(&desk, permissions, positions)
    }

    /// An officer of `desk`. What every role of the town that carries a permission binds to a desk
    /// holds at `desk` alone.
    pub fn officer_of(&self, desk: &str, permissions: &[&str], positions: &[&str]) -> Who {
        let list = |items: &[&str]| items.iter().map(|s| (*s).to_owned()).collect();
        let mut staff = Staff::alike(vec![desk.to_owned()], list(positions), list(permissions));
        for right in &mut staff.rights {
            let mut carriers = self.house.town.roles.all().iter().filter(|r| r.may(&right.permission));
            if carriers.any(|r| !r.desk_only) {
                right.desk = None;
            }
        }
        self.signed_in("見本 職員", Some(staff))
    }

    /// From now on `sessions` are asked about cookies that this test did not hand out itself
    /// ([`Who::with_session`]).
    pub fn ask_also(&self, sessions: Arc<dyn web::Sessions>) {
        self.sessions.ask_also(sessions);
    }

    /// Somebody signed in, known to the sessions of this test alone.
    pub fn signed_in(&self, name: &str, staff: Option<Staff>) -> Who {
        self.signed_in_as(name, AccountId::from_uuid(self.id()), Some(PersonId::from_uuid(self.id())), staff)
    }

    /// Somebody signed in with rows that the test made itself.
    pub fn signed_in_as(&self, name: &str, account: AccountId, person: Option<PersonId>, staff: Option<Staff>) -> Who {
        let session = self.id();
        let who = SignedIn {
            account,
            person,
            name: name.to_owned(),
            assurance: if person.is_some() { Assurance::Identified } else { Assurance::Account },
            staff,
            session,
            unread: 0,
        };
        self.sessions.put(session.to_string(), who.clone());
        Who::new(session.to_string(), who)
    }

    /// The same person, in a session that began with a public means of identification.
    pub fn strongly(&self, who: &Who) -> Who {
        let session = self.id();
        let known = who.signed_in().clone();
        let strong = SignedIn { assurance: Assurance::Strong, session, ..known };
        self.sessions.put(session.to_string(), strong.clone());
        Who::new(session.to_string(), strong)
    }

    /// Ends the session of `who` from elsewhere.
    pub fn end_session(&self, who: &Who) {
        self.sessions.end(who.session().unwrap_or_default());
    }

    /// Sends any request and leaves the answer as it comes, for one that goes on without end.
    pub async fn open(&self, request: Request<Body>) -> axum::response::Response {
        self.app.clone().oneshot(request).await.expect("the router answers")
    }

    /// A new identifier.
    pub fn id(&self) -> kernel::Uuid {
        kernel::id::uuid_v7(self.clock.now(), self.house.db.random())
    }

    /// Opens a page.
    pub async fn get(&self, who: &Who, path: &str) -> Answer {
        let request = who.request("GET", path).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// Sends a form, with the token that its page would have carried.
    pub async fn post(&self, who: &Who, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.house.form_token(who::SEAT);
        let mut body = format!("_token={token}");
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", who::encode(name), who::encode(value)));
        }
        let request = who
            .request("POST", path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Sends a form with files: (field, file name, content).
    pub async fn post_files(
        &self,
        who: &Who,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let token = self.house.form_token(who::SEAT);
        let body = who::multipart(&token, fields, files);
        let request = who
            .request("POST", path)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={}", who::BOUNDARY))
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Asks the open interface with a body in JSON, as another program does.
    pub async fn ask_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .expect("a request");
        self.send(request).await
    }

    /// Sends any request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.expect("the router answers");
        Answer::read(response).await
    }

    /// Does the jobs that are due, and those that they enqueue; answers how many.
    pub async fn run_jobs(&self) -> usize {
        let workers = self.house.workers();
        jobs::run_due(&self.house.db, &workers, self.clock.as_ref()).await.expect("the queue is worked off")
    }

    /// The mails sent so far.
    pub fn mail(&self) -> Vec<Mail> {
        self.sender.mails()
    }

    /// Proves the journal of this town.
    pub async fn verdict(&self) -> store::journal::Verdict {
        let keys = store::keys::KeyFolder::in_folder(self.store.data.path()).expect("the folder of keys");
        let key = keys.journal().expect("the key").verifying();
        let heads = store::journal::HeadsFile::in_folder(self.store.data.path());
        store::journal::verify(&self.house.db, &self.house.blobs, &heads, &key).await.expect("the journal is read")
    }
}

fn schemas(rooms: &[Room]) -> Vec<store::RoomSchema> {
    std::iter::once(people::SCHEMA).chain(rooms.iter().map(Room::schema)).collect()
}

//! What a user of these records may rely on, on both databases.

mod holding;
mod importing;
mod knowing;
mod selecting;

use crate::*;
use kernel::id::{AccountId, PersonId};
use kernel::{Date, PersonName};
use store::testing::{MORNING, TestDb};
use store::{Act, Actor, Channel, StoreError};
use town::{Town, TownFolder};

/// The same test on both databases, and a whole journal at its end.
async fn both<F, Fut>(test: F)
where
    F: Fn(std::sync::Arc<TestDb>) -> Fut,
    Fut: Future<Output = ()>,
{
    for store in [TestDb::sqlite(&[SCHEMA]).await, TestDb::postgres(&[SCHEMA]).await] {
        let store = std::sync::Arc::new(store);
        test(store.clone()).await;
        let keys = store::keys::KeyFolder::in_folder(store.data.path()).unwrap();
        let key = keys.journal().unwrap().verifying();
        let heads = store::journal::HeadsFile::in_folder(store.data.path());
        let verdict = store::journal::verify(&store.db, &store.blobs, &heads, &key).await.unwrap();
        let said = format!("{verdict:?}");
        assert!(verdict.findings.is_empty(), "{said}");
    }
}

fn ono() -> Town {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../towns/ono");
    Town::load(&TownFolder::open(folder).unwrap()).unwrap()
}

fn system() -> Act {
    Act::system("test", MORNING)
}

fn officer(purpose: &str) -> Act {
    let account: AccountId = "01900000-0000-7000-8000-000000000001".parse().unwrap();
    Act {
        actor: Actor::Account { account, person: None },
        channel: Channel::Web,
        purpose: purpose.to_owned(),
        at: MORNING,
    }
}

fn facts(name: &str, kana: &str, birth: &str) -> Facts {
    let mut facts = Facts::named(PersonName::from_full(name).unwrap());
    facts.kana = Some(kana.to_owned());
    facts.birth = birth.parse::<Date>().ok();
    facts.address.prefecture = "福島県".to_owned();
    facts.address.city = "田村郡小野町".to_owned();
    facts.address.town_area = "大字飯豊".to_owned();
    facts.address.rest = "字架空1番地".to_owned();
    facts
}

async fn added(store: &TestDb, facts: Facts) -> PersonId {
    store.db.write(&system(), |tx| async move { add(&tx, PersonKind::Resident, facts).await }).await.unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

async fn count(store: &TestDb, sql: &'static str) -> i64 {
    store::Reads::one::<i64>(&store.db, sql, vec![]).await.unwrap().unwrap()
}

async fn acts_about(store: &TestDb, person: PersonId) -> Vec<String> {
    let entries = store::journal::about(&store.db, person, None, 50).await.unwrap();
    entries.into_iter().map(|e| e.act).collect()
}

type Written<T> = Result<T, PeopleError>;

fn store_error(error: PeopleError) -> StoreError {
    error.into_store()
}

//! Journeys of this room through its public door, on both databases.

mod counter;
mod entering;
mod identity;
mod keys;
mod mine;
mod own;
mod second;
mod staff;

use kernel::id::{AccountId, PersonId};
use kernel::{Clock, Date, Email};
use people::{AccountKind, Holder, NewAccount, NewGrant, PeopleError};
use std::sync::Arc;
use store::{Act, Reads, args};
use testkit::{Answer, TestTown, Who};

const PASSWORD: &str = "harukaze to mugi";
/// The secret of the officers' telephones in these tests.
const SECRET: &str = "ENGAWATESTENGAWATESTENGAWATESTEN";

/// The same test on both databases, with real sessions and a whole journal at its end.
async fn both<F, Fut>(test: F)
where
    F: Fn(Arc<TestTown>) -> Fut,
    Fut: Future<Output = ()>,
{
    testkit::both(&[notices::room(), crate::room()], |town| {
        town.ask_also(crate::sessions());
        let done = test(town.clone());
        async move {
            done.await;
            let verdict = town.verdict().await;
            assert!(verdict.findings.is_empty(), "{verdict:?}");
        }
    })
    .await;
}

/// An account with the common password of these tests.
async fn account(town: &TestTown, email: &str, kind: AccountKind, person: Option<PersonId>) -> AccountId {
    let house = town.house.clone();
    let hash = house.shelved::<crate::AccountShelf>().unwrap().hashing.hash(PASSWORD, house.db.random()).await.unwrap();
    let new = NewAccount { kind, email: email.parse::<Email>().unwrap(), name: "縁側 花子".to_owned(), person };
    let act = Act::system("test", town.clock.now());
    house
        .db
        .write(&act, move |tx| async move {
            let id = people::accounts::open_account(&tx, new).await?;
            let account = people::accounts::find(&tx, id).await?.ok_or(PeopleError::Missing)?;
            crate::passwords::set(&tx, &account, hash).await?;
            Ok::<_, PeopleError>(id)
        })
        .await
        .unwrap()
}

/// An officer of the residents' desk from April 2026 to the given last day.
async fn officer(town: &TestTown, email: &str, until: Option<&str>) -> AccountId {
    let id = account(town, email, AccountKind::Staff, None).await;
    let grant = NewGrant {
        holder: Holder::Account(id),
        role: "desk_officer".to_owned(),
        desk: Some("residents".to_owned()),
        ward: None,
        position: Some("member".to_owned()),
        deputy: false,
        from: Date::constant(2026, 4, 1),
        until: until.map(|d| d.parse().unwrap()),
    };
    let act = Act::system("test", town.clock.now());
    town.house.db.write(&act, move |tx| async move { people::grants::assign(&tx, &grant).await }).await.unwrap();
    with_telephone(town, id).await;
    id
}

/// Gives an officer the second proof of these tests.
async fn with_telephone(town: &TestTown, id: AccountId) {
    town.change(move |tx| async move {
        let account = people::accounts::find(&tx, id).await?.expect("the account");
        crate::second::set(&tx, &account, &crate::second::Shared::read(SECRET).expect("a secret")).await
    })
    .await;
}

async fn try_sign_in(town: &TestTown, who: &Who, email: &str, password: &str) -> Answer {
    town.post(who, "/sign-in", &[("email", email), ("password", password), ("return", "")]).await
}

/// The session cookie that an answer sets.
fn session_of(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok());
    let session = cookies.filter_map(|c| c.strip_prefix("engawa_session=")).next().expect("a session cookie");
    session.split(';').next().unwrap().to_owned()
}

fn sets_session(answer: &Answer) -> bool {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok());
    cookies.into_iter().any(|c| c.starts_with("engawa_session=") && !c.starts_with("engawa_session=;"))
}

async fn signed_in(town: &TestTown, email: &str) -> Who {
    let answer = try_sign_in(town, &Who::nobody(), email, PASSWORD).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    if answer.leads_on() != "/sign-in/second" {
        return Who::with_session(session_of(&answer));
    }
    // Each code works once: of those around the present one the first that is left.
    for away in [-30, 0, 30] {
        let answer = try_code(town, &code(town, away)).await;
        if answer.status == 303 {
            return Who::with_session(session_of(&answer));
        }
    }
    panic!("no code is left");
}

/// The code of the officers' telephone, so many seconds away.
fn code(town: &TestTown, away: i64) -> String {
    crate::demo_code(SECRET, town.clock.now().plus_seconds(away)).expect("a code")
}

async fn try_code(town: &TestTown, code: &str) -> Answer {
    town.post(&Who::nobody(), "/sign-in/second", &[("code", code)]).await
}

async fn is_in(town: &TestTown, who: &Who) -> bool {
    town.get(who, "/my").await.status == 200
}

async fn count(town: &TestTown, sql: &'static str) -> i64 {
    town.house.db.one::<i64>(sql, args![]).await.unwrap().unwrap()
}

async fn acts_about(town: &TestTown, person: PersonId) -> Vec<String> {
    let entries = store::journal::about(&town.house.db, person, None, 50).await.unwrap();
    entries.into_iter().map(|e| e.act).collect()
}

#[test]
fn every_word_is_there_in_every_language() {
    let texts = web::texts::Texts::new(&[crate::room().texts], &[]).unwrap();
    let missing: Vec<String> = web::texts::missing(&texts).into_iter().filter(|m| m.contains("account")).collect();
    assert_eq!(missing, Vec::<String>::new());
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut used = 0;
    for file in
        ["pages", "."].iter().flat_map(|d| std::fs::read_dir(source.join(d)).unwrap()).map(|f| f.unwrap().path())
    {
        let text = if file.is_file() { std::fs::read_to_string(&file).unwrap() } else { continue };
        let quoted = text.split('"').filter(|t| t.starts_with("account-") || t.starts_with("desk-account-"));
        for key in quoted
            .filter(|t| !t.contains('{') && t.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && !t.ends_with('-'))
        {
            assert!(texts.has(web::texts::Lang::Ja, key), "{key} in {}", file.display());
            used += 1;
        }
    }
    assert!(used > 150, "{used}");
}

//! Whatever is tried in whatever order, a cycle has one state, and each change its entry.

use super::*;
use crate::pdca::moving;
use crate::pdca::place::Place;
use crate::pdca::rules::{Action, Event};
use crate::pdca::writing::{self, Answer, Seen, StepChange};
use kernel::TypedId;
use kernel::id::{AccountId, PersonId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::{Act, Actor, Channel, journal};
use testkit::both;
use web::{Assurance, SignedIn, Staff};

#[derive(Debug, Clone, Copy)]
enum Try {
    Turn(Event),
    Write(u8),
    /// With a version that somebody saw a while ago.
    Stale(Event),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = prop_oneof![
        3 => prop::sample::select(&Event::ALL[..]).prop_map(Try::Turn),
        4 => (0..6u8).prop_map(Try::Write),
        1 => prop::sample::select(&Event::ALL[..]).prop_map(Try::Stale),
    ];
    prop::collection::vec(one, 80..160)
}

/// Somebody who may do everything at every desk, so that only the order can refuse.
fn everybody(town: &TestTown) -> SignedIn {
    let permissions = ["plan.see", "plan.write", "plan.review", "plan.steer"];
    let mut staff = Staff::alike(
        vec!["digital".to_owned()],
        vec!["member".to_owned()],
        permissions.iter().map(|p| (*p).to_owned()).collect(),
    );
    staff.rights.iter_mut().for_each(|r| r.desk = None);
    SignedIn {
        account: AccountId::from_uuid(town.id()),
        person: Some(PersonId::from_uuid(town.id())),
        name: "見本 職員".to_owned(),
        assurance: Assurance::Identified,
        staff: Some(staff),
        session: town.id(),
        unread: 0,
    }
}

async fn attempt(town: &TestTown, who: &SignedIn, place: &Place, version: i64, one: Try) -> bool {
    let actor = Actor::Account { account: who.account, person: who.person };
    let act = Act { actor, channel: Channel::Web, purpose: "plan.pdca".to_owned(), at: town.house.now() };
    let seen = |version| Seen { place: place.clone(), version };
    let words = || "書いたこと".to_owned();
    let answer = |n: u8| match n {
        0 => Answer::Aim(words()),
        1 => Answer::Good(words()),
        2 => Answer::Failed(words()),
        3 => Answer::Action(Action::Continue, words()),
        _ => Answer::Next(words()),
    };
    let house = &town.house;
    match one {
        Try::Turn(event) => moving::go(house, &act, who, seen(version), event, words()).await.is_ok(),
        Try::Stale(event) => {
            let done = moving::go(house, &act, who, seen(version - 1), event, words()).await.is_ok();
            assert!(!done, "a version that is gone moved it on");
            done
        }
        Try::Write(5) => {
            let step = StepChange::Add { words: words(), owner: words(), due: None };
            writing::step(house, &act, who, seen(version), step).await.is_ok()
        }
        Try::Write(n) => writing::answer(house, &act, who, seen(version), answer(n)).await.is_ok(),
    }
}

async fn find(town: &TestTown, place: &Place) -> Option<Cycle> {
    records::find(&town.house.db, &place.measure.key, place.span).await.unwrap()
}

async fn play(town: &TestTown, who: &SignedIn, place: &Place, tries: Vec<Try>) -> usize {
    let (mut state, mut version, mut turns) = (State::Planning, 0, 0);
    for one in tries {
        let done = attempt(town, who, place, version, one).await;
        let now = find(town, place).await;
        let (then, at) = now.as_ref().map_or((State::Planning, 0), |c| (c.state, c.version));
        let expected = match one {
            _ if !done => state,
            Try::Turn(event) | Try::Stale(event) => state.after(event).unwrap(),
            Try::Write(1..=4) if state == State::Running => State::Checking,
            Try::Write(_) => state,
        };
        assert_eq!(then, expected, "{one:?} from {state:?}");
        assert_eq!(at > version, done, "{one:?}: a change is a new version, a refusal is none");
        turns += usize::from(then != state);
        (state, version) = (then, at);
    }
    let Some(cycle) = find(town, place).await else { return 0 };
    let entries = journal::of_row(&town.house.db, "plan_cycle", cycle.id.0).await.unwrap();
    assert_eq!(i64::try_from(entries.len()).unwrap(), version, "an entry for each change");
    assert_eq!(records::turns(&town.house.db, cycle.id).await.unwrap().len(), turns);
    turns
}

#[tokio::test(flavor = "multi_thread")]
async fn any_order_keeps_one_state_and_an_entry_for_each_change() {
    both(&rooms(), |town| async move {
        let who = everybody(&town);
        let mut runner = TestRunner::deterministic();
        let keys: Vec<String> = town.house.town.plan.measures.iter().map(|m| m.key.clone()).collect();
        let mut moved = 0;
        for key in keys {
            let place = Place::of(&town.house, &key, Span::parse("2026").unwrap()).await.unwrap().unwrap();
            let tries = tries().new_tree(&mut runner).unwrap().current();
            moved += play(&town, &who, &place, tries).await;
        }
        assert!(moved > 30, "the tries hardly moved anything: {moved}");
        let verdict = town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    })
    .await;
}

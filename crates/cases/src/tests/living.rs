//! The catalogue with what was published since the files were written.

use super::people_::rooms;
use crate::living;
use crate::records::version::{self, State, Version};
use kernel::Date;
use testkit::{TestTown, both};

/// Puts a later version of a procedure on record, as publishing it does.
pub(super) async fn publish(town: &TestTown, key: &str, n: u32, from: Date, label: &str) {
    let text = living::file_text(&town.house, key, 1).unwrap().unwrap();
    let title = "title = { ja = \"";
    let (head, tail) = text.split_once(title).expect("the file has a title");
    let (_, rest) = tail.split_once('"').unwrap();
    let document = format!("{head}{title}{label}\"{rest}").replace("version = 1\n", &format!("version = {n}\n"));
    let (key, at) = (key.to_owned(), living::offered_from(&town.house.db, town.house.now()));
    town.change(move |tx| async move {
        let version = Version {
            id: tx.id(),
            key,
            version: n,
            from_file: false,
            state: State::Published,
            base: Some(1),
            effective_from: Some(from),
            document,
            why: String::new(),
            drafter: None,
            approval: None,
            round: 0,
            created_at: tx.now(),
            changed_by: None,
            changed_at: tx.now(),
            decided_at: Some(tx.now()),
            offered_at: Some(at),
            revision: 1,
        };
        version::insert(&tx, &version).await?;
        tx.record(store::Deed::new("cases.procedure_publish").row("cases_procedure_version", version.id));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_published_version_is_offered_from_its_day_and_the_one_before_ends() {
    both(&rooms(), |town| async move {
        let today = town.house.now().date();
        let tomorrow = today.tomorrow().unwrap();
        publish(&town, "birth_support", 2, tomorrow, "新しい名前").await;
        assert!(crate::catalogue(&town.house).unwrap().get("birth_support", 2).is_none());
        living::refresh(town.house.clone()).await.unwrap();
        town.clock.advance_seconds(80);
        let known = crate::catalogue(&town.house).unwrap();
        assert_eq!(known.current("birth_support", today).unwrap().version, 1);
        assert_eq!(known.current("birth_support", tomorrow).unwrap().guide.title.ja, "新しい名前");
        assert_eq!(known.get("birth_support", 1).unwrap().effective_until, Some(today));
        assert_eq!(known.on(tomorrow).iter().filter(|p| p.key == "birth_support").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn all_programs_of_a_town_offer_a_version_at_the_same_moment() {
    let town = TestTown::postgres(&rooms()).await;
    let today = town.house.now().date();
    publish(&town, "birth_support", 2, today, "新しい名前").await;
    living::look(town.house.clone()).await.unwrap();
    let version = || crate::catalogue(&town.house).unwrap().current("birth_support", today).unwrap().version;
    assert_eq!(version(), 1, "another program may not know it yet");
    town.clock.advance_seconds(80);
    assert_eq!(version(), 2);
}

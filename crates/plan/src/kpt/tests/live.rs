//! The board told live.

use super::{board, cards, officer, step, write};
use crate::kpt::records;
use axum::body::{Body, BodyDataStream};
use futures::StreamExt;
use std::time::Duration;
use store::{Deed, StoreError};
use testkit::{TestTown, Who, both};

fn rooms() -> Vec<web::Room> {
    vec![crate::room()]
}

/// Somebody who listens.
struct Ear {
    stream: BodyDataStream,
    heard: String,
}

impl Ear {
    async fn open(town: &TestTown, who: &Who, path: &str, last: Option<&str>) -> Self {
        let mut request = who.request("GET", path);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = town.open(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { stream: response.into_body().into_data_stream(), heard: String::new() }
    }

    /// Listens until these words were said; `None` when the stream ends before.
    async fn until(&mut self, words: &str) -> Option<String> {
        let listen = async {
            while !self.heard.contains(words) {
                let piece = self.stream.next().await?.unwrap();
                self.heard.push_str(std::str::from_utf8(&piece).unwrap());
            }
            Some(self.heard.clone())
        };
        let told = tokio::time::timeout(Duration::from_secs(30), listen).await;
        told.unwrap_or_else(|_| panic!("{words} is not said after {}", self.heard))
    }

    /// The number of the last event heard.
    fn last(&self) -> String {
        self.heard.lines().filter_map(|l| l.strip_prefix("id: ")).next_back().unwrap().to_owned()
    }
}

async fn stream_of(town: &TestTown, who: &Who, board: &str) -> String {
    town.get(who, board).await.attributes("en-board", "data-stream").swap_remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_listens_is_told_what_others_write_and_nothing_of_their_own() {
    both(&rooms(), |town| async move {
        let (lead, other) = (officer(&town).await, officer(&town).await);
        let path = board(&town, &lead, &[]).await;
        let address = stream_of(&town, &lead, &path).await;
        let mut ears = [Ear::open(&town, &lead, &address, None).await, Ear::open(&town, &other, &address, None).await];
        write(&town, &other, &path, "keep", "みんなに見える言葉").await;
        for ear in &mut ears {
            let heard = ear.until("みんなに見える言葉").await.unwrap();
            assert!(!heard.contains("is-mine") && !heard.contains("_token"));
        }
        assert_eq!(ears[0].heard, ears[1].heard, "all are told the same");
        step(&town, &lead, &path, "group").await;
        ears[1].until("\"stage\":\"group\"").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_on_the_same_records_changes_is_told_too() {
    both(&rooms(), |town| async move {
        let lead = officer(&town).await;
        let path = board(&town, &lead, &[]).await;
        write(&town, &lead, &path, "keep", "はじめの言葉").await;
        let mut ear = Ear::open(&town, &lead, &stream_of(&town, &lead, &path).await, None).await;
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        let card = cards(&town, &lead, &path).await[0].parse().unwrap();
        town.change(move |tx| async move {
            records::beat(&tx, id).await?;
            let mut card = records::card(&tx, id, card).await?.unwrap();
            card.words = "よそで変えた言葉".to_owned();
            assert!(records::update_card(&tx, &card).await?);
            tx.record(Deed::new("plan.card_amend").row("plan_card", card.id));
            Ok::<_, StoreError>(())
        })
        .await;
        ear.until("よそで変えた言葉").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_away_is_told_what_they_missed() {
    both(&rooms(), |town| async move {
        let (lead, stays) = (officer(&town).await, officer(&town).await);
        let path = board(&town, &lead, &[]).await;
        let address = stream_of(&town, &lead, &path).await;
        let mut ear = Ear::open(&town, &lead, &address, None).await;
        let mut other = Ear::open(&town, &stays, &address, None).await;
        write(&town, &lead, &path, "keep", "聞いた言葉").await;
        ear.until("聞いた言葉").await.unwrap();
        let last = ear.last();
        drop(ear);
        write(&town, &lead, &path, "keep", "聞きのがした言葉").await;
        other.until("聞きのがした言葉").await.unwrap();
        let mut back = Ear::open(&town, &lead, &address, Some(&last)).await;
        let heard = back.until("聞きのがした言葉").await.unwrap();
        assert!(!heard.contains("聞いた言葉"), "what is known is not told again");
        drop((back, other));
        // Nobody listened for a while: the board is told as a whole.
        tokio::time::sleep(Duration::from_millis(1500)).await;
        write(&town, &lead, &path, "keep", "だれも聞いていない言葉").await;
        let mut late = Ear::open(&town, &lead, &address, Some(&last)).await;
        let heard = late.until("だれも聞いていない言葉").await.unwrap();
        assert!(heard.contains("\"all\":true") && heard.contains("聞いた言葉"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_ends_with_the_session_and_when_the_house_closes() {
    both(&rooms(), |town| async move {
        let (lead, other) = (officer(&town).await, officer(&town).await);
        let path = board(&town, &lead, &[]).await;
        let address = stream_of(&town, &lead, &path).await;
        let mut leaves = Ear::open(&town, &other, &address, None).await;
        leaves.until(": \n\n").await.expect("it breathes");
        town.end_session(&other);
        leaves.until("event: over").await.expect("it says why");
        assert_eq!(leaves.until("no more").await, None);
        let mut stays = Ear::open(&town, &lead, &address, None).await;
        stays.until("retry:").await.unwrap();
        town.house.close_doors();
        assert_eq!(stays.until("no more").await, None);
    })
    .await;
}

//! Files of forms that were given up go; a file that anything names stays.

use super::hostile::{WITH_PHOTO, jpeg};
use super::people_::*;
use crate::records::upload;
use store::{Act, StoreError};
use testkit::{TestTown, Who, both};

/// A form with the photo in it; answers its address.
async fn with_photo(town: &TestTown, who: &Who) -> String {
    let draft = fill(town, who, "resident_record", WITH_PHOTO).await;
    let photo = jpeg();
    town.post_files(who, &format!("{draft}/identity"), &[], &[("id_photo", "a.jpg", &photo)]).await.leads_on();
    draft
}

async fn give_up(town: &TestTown, who: &Who, draft: &str) {
    assert_eq!(town.post(who, &format!("{draft}/delete"), &[]).await.status, 200);
}

async fn sweep(town: &TestTown) -> usize {
    town.clock.advance_seconds(2 * 86_400);
    crate::rounds::clear(town.house.clone()).await.unwrap();
    town.house.blobs.all().await.unwrap().len()
}

#[tokio::test]
async fn the_photo_of_a_form_that_was_given_up_goes_and_not_before() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let (one, other) = (with_photo(&town, &hanako).await, with_photo(&town, &hanako).await);
        assert_eq!(sweep(&town).await, 1, "two forms name it");
        give_up(&town, &hanako, &one).await;
        assert_eq!(sweep(&town).await, 1, "one form names it");
        give_up(&town, &hanako, &other).await;
        assert_eq!(sweep(&town).await, 0, "nothing names it");
    })
    .await;
}

#[tokio::test]
async fn the_photo_of_a_case_stays_when_another_form_with_it_goes() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let (sent, given_up) = (with_photo(&town, &hanako).await, with_photo(&town, &hanako).await);
        let rest: &[(&str, &[(&str, &str)])] =
            &[("contact", &[("phone", "0247-72-0000")]), ("declare", &[("declared", "yes")])];
        fill_from(&town, &hanako, &sent, rest).await;
        town.post(&hanako, &format!("{sent}/submit"), &[]).await.leads_on();
        town.run_jobs().await;
        give_up(&town, &hanako, &given_up).await;
        assert!(sweep(&town).await >= 1);
        let case = only_case(&town).await;
        let mine = town.get(&hanako, &format!("/my/cases/{}", case.id)).await;
        let file = mine.attributes("ul.kept-files a", "href").remove(0);
        assert_eq!(town.get(&hanako, &file).await.status, 200);
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_sent_again_while_it_is_looked_at_stays() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = with_photo(&town, &hanako).await;
        give_up(&town, &hanako, &draft).await;
        town.clock.advance_seconds(2 * 86_400);
        let db = &town.house.db;
        let seen = upload::before(db, town.house.now(), None, 10).await.unwrap().remove(0);
        with_photo(&town, &hanako).await;
        let act = Act::system("cases", town.house.now());
        let gone = db.write(&act, move |tx| async move { upload::forget(&tx, &seen).await });
        assert!(!gone.await.map_err(|e: StoreError| e.to_string()).unwrap());
        assert_eq!(sweep(&town).await, 1);
    })
    .await;
}

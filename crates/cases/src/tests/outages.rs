//! The register does not answer, or the mail server does not: the form is taken all the same, and what
//! was left open is caught up with.

use super::people_::*;
use crate::records::case;
use crate::register::Register;
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::Moment;
use kernel::id::PersonId;
use people::{Answer, Person, RegisterSource};
use std::sync::Arc;
use store::{Act, Db};
use testkit::{MORNING, TestTown, both};
use web::Room;

/// A register whose line is mended on the second day; until then it is silent, or an old copy answers.
struct Broken {
    copy: bool,
}

impl RegisterSource for Broken {
    fn person<'a>(&'a self, db: &'a Db, id: PersonId, now: Moment) -> BoxFuture<'a, Answer<Option<Person>>> {
        async move {
            let found = people::find(db, id).await.unwrap();
            match (now >= MORNING.plus_days(1), self.copy) {
                (true, _) => Answer::Fresh(found),
                (false, true) => Answer::StaleSince(found, MORNING.plus_days(-10)),
                (false, false) => Answer::Unavailable,
            }
        }
        .boxed()
    }
}

fn with(register: fn(&town::TownFolder) -> Result<web::Shelved, Vec<town::Problem>>) -> Vec<Room> {
    let mut rooms = rooms();
    rooms.push(Room { key: "wire", shelf: Some(register), ..Room::EMPTY });
    rooms
}

fn silent(_: &town::TownFolder) -> Result<web::Shelved, Vec<town::Problem>> {
    Ok(Box::new(Register::new(Arc::new(Broken { copy: false }))))
}

fn old(_: &town::TownFolder) -> Result<web::Shelved, Vec<town::Problem>> {
    Ok(Box::new(Register::new(Arc::new(Broken { copy: true }))))
}

/// What people write themselves when nothing stands in the form.
const BY_HAND: &[(&str, &str)] = &[
    ("applicant_name.family", "縁側"),
    ("applicant_name.given", "花子"),
    ("applicant_kana", "エンガワ　ハナコ"),
    ("applicant_birth-era", "ad"),
    ("applicant_birth-year", "1950"),
    ("applicant_birth-month", "4"),
    ("applicant_birth-day", "1"),
    ("applicant_address-prefecture", "福島県"),
    ("applicant_address-city", "田村郡小野町"),
    ("applicant_address-town", "大字谷津作999番地"),
];

async fn notes(town: &TestTown) -> Vec<String> {
    let case = only_case(town).await;
    let all = crate::records::message::of_case(&town.house.db, case.id).await.unwrap();
    all.into_iter().map(|m| m.words).collect()
}

#[tokio::test]
async fn a_form_is_taken_while_the_register_is_silent_and_looked_up_when_it_answers() {
    both(&with(silent), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let first = town.post(&hanako, "/apply/resident_record/begin", &[]).await.leads_on();
        let page = town.get(&hanako, &first).await;
        assert!(page.says("町の記録につながりません") && !page.says("value=\"縁側\""), "{}", page.text());
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        let mut pages = ANSWERS.to_vec();
        pages[0] = ("applicant", BY_HAND);
        fill_from(&town, &hanako, &draft, &pages).await;
        let done = town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        assert!(town.get(&hanako, &done).await.says("つながりしだい"));
        let case = only_case(&town).await;
        assert!(case.register.is_some());
        assert!(town.get(&officer, &format!("/desk/cases/{}", case.id)).await.says("自動で確かめ直し"));
        crate::register::look_again(town.house.clone()).await.unwrap();
        assert!(notes(&town).await.is_empty(), "it is still silent");
        town.clock.advance_seconds(86_400);
        for _ in 0..2 {
            crate::register::look_again(town.house.clone()).await.unwrap();
        }
        let told = notes(&town).await;
        assert_eq!(told.len(), 1, "once");
        assert!(told[0].contains("谷津作") && told[0].contains("字舘廻") && !told[0].contains("氏名"), "{}", told[0]);
        let after = only_case(&town).await;
        assert_eq!((after.register, after.version), (None, case.version), "no officer's page becomes old by it");
        assert!(case::snapshot(&town.house.db, case.id).await.unwrap().is_some());
        assert!(town.verdict().await.findings.is_empty());
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn an_old_copy_fills_the_form_and_says_of_which_day_it_is() {
    both(&with(old), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        let page = town.get(&hanako, &format!("{draft}/applicant")).await;
        assert!(page.says("value=\"縁側\"") && page.says("令和8年5月22日"), "{}", page.text());
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let (id, act) = (hanako.person(), Act::system("test", town.house.now()));
        let moved = town.house.db.write(&act, move |tx| async move {
            let person = people::find(&tx, id).await?.ok_or(store::StoreError::Missing("people_person"))?;
            let mut facts = person.facts.clone();
            facts.moved_out = "2026-05-25".parse().ok();
            people::amend(&tx, id, person.version, facts).await
        });
        moved.await.unwrap();
        town.clock.advance_seconds(86_400);
        crate::register::look_again(town.house.clone()).await.unwrap();
        assert!(notes(&town).await[0].contains("転出"));
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn while_the_mail_server_is_down_a_form_is_taken_and_the_mail_goes_afterwards() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.sender.refuse("hanako@ono.example", false);
        let done = town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        town.run_jobs().await;
        let page = town.get(&hanako, &done).await;
        let reference = only_case(&town).await.reference.to_string();
        assert!(page.says(&reference) && page.says("届かなくても"), "{}", page.text());
        assert!(town.mail().is_empty());
        town.sender.accept("hanako@ono.example");
        town.clock.advance_seconds(3600);
        town.run_jobs().await;
        assert!(town.mail().iter().any(|m| m.to == "hanako@ono.example" && m.text.contains(&reference)));
    })
    .await;
}

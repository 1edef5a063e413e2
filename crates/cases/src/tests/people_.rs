//! The people and rooms of these journeys.

use crate::outcome::{ISSUE_CERTIFICATE, Issue, Issued, ON_ISSUED};
use crate::records::case::{self, Case};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::{AccountId, PaperId, PersonId};
use kernel::{Address, PersonName, TypedId};
use people::{Facts, PersonKind};
use store::{Act, Job, JobError, NewJob, Reads, StoreError, args};
use testkit::{Answer, TestTown, Who};
use web::{House, JobKind, Room};

/// The rooms that a matter walks through; certificates are made by a stand-in.
pub(crate) fn rooms() -> Vec<Room> {
    const JOBS: &[JobKind] = &[
        JobKind { kind: ISSUE_CERTIFICATE, run: issue },
        JobKind { kind: crate::EXAMINE, run: |_, _| async { Ok(()) }.boxed() },
    ];
    let certificates = Room { key: "certificates", jobs: JOBS, ..Room::EMPTY };
    vec![notices::room(), papers::room(), approvals::room(), billing::room(), crate::room(), certificates]
}

/// Says that the certificate of a case is there.
fn issue(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Issue { case } = job.payload()?;
        let act = Act::system("certificates", house.now());
        let paper = PaperId::from_uuid(case.0);
        house
            .db
            .write(&act, move |tx| async move {
                tx.enqueue(NewJob::new(ON_ISSUED, &Issued { case, paper }).key(format!("issued:{case}")));
                Ok::<_, StoreError>(())
            })
            .await?;
        Ok(())
    }
    .boxed()
}

pub(crate) fn address() -> Address {
    Address {
        postcode: "963-3492".parse().ok(),
        prefecture: "福島県".to_owned(),
        city: "田村郡小野町".to_owned(),
        town_area: "大字小野新町字舘廻".to_owned(),
        rest: "000番地".to_owned(),
        ..Address::default()
    }
}

/// Somebody of the register.
pub(crate) async fn person(town: &TestTown, family: &str, given: &str) -> PersonId {
    let mut facts = Facts::named(PersonName::new(family, given).unwrap());
    facts.kana = Some("エンガワ　ハナコ".to_owned());
    facts.birth = "1950-04-01".parse().ok();
    facts.address = address();
    facts.phone = "0247-72-0000".parse().ok();
    facts.email = "hanako@ono.example".parse().ok();
    let act = Act::system("test", town.house.now());
    let made = town.house.db.write(&act, move |tx| async move { people::add(&tx, PersonKind::Resident, facts).await });
    made.await.unwrap()
}

/// Hanako, matched to the register and signed in.
pub(crate) async fn hanako(town: &TestTown) -> Who {
    let id = person(town, "縁側", "花子").await;
    town.signed_in_as("縁側 花子", AccountId::from_uuid(town.id()), Some(id), None)
}

/// An officer of the residents' desk.
pub(crate) fn officer(town: &TestTown) -> Who {
    town.officer_of("residents", &["cases.desk", "cases.assist"], &["member"])
}

/// A superior of the residents' desk.
pub(crate) fn superior(town: &TestTown, position: &str) -> Who {
    town.officer_of("residents", &["cases.desk", "approvals.decide"], &[position])
}

/// The only case there is.
pub(crate) async fn only_case(town: &TestTown) -> Case {
    let ids = town.house.db.rows("SELECT id FROM cases_case", vec![]).await.unwrap();
    assert_eq!(ids.len(), 1, "one matter is one case");
    case::find(&town.house.db, ids[0].get("id").unwrap()).await.unwrap().unwrap()
}

pub(crate) async fn count(town: &TestTown, sql: &'static str) -> i64 {
    town.house.db.one(sql, args![]).await.unwrap().unwrap()
}

/// What people answer for one copy of their own residence record.
pub(crate) const ANSWERS: &[(&str, &[(&str, &str)])] = &[
    ("applicant", &[]),
    ("who", &[("who", "oneself")]),
    ("items", &[("items", "relation")]),
    ("purpose", &[("purpose", "licence")]),
    ("copies", &[("copies", "２")]),
    ("receive", &[("receive", "pdf")]),
    ("contact", &[("phone", "0247-72-0000"), ("email", "")]),
    ("declare", &[("declared", "yes")]),
];

/// What stands in the fields of a page.
pub(crate) fn standing(page: &Answer) -> Vec<(String, String)> {
    let names =
        page.attributes("main form input[type=text], main form input[type=tel], main form input[type=email]", "name");
    let values =
        page.attributes("main form input[type=text], main form input[type=tel], main form input[type=email]", "value");
    let mut fields: Vec<(String, String)> = names.into_iter().zip(values).collect();
    let eras = page.attributes("main form select", "name");
    let chosen = page.attributes("main form select option[selected]", "value");
    fields.extend(eras.into_iter().zip(chosen));
    fields
}

/// Begins a form and answers it page by page up to the check; answers the address of the draft.
pub(crate) async fn fill(town: &TestTown, who: &Who, procedure: &str, answers: &[(&str, &[(&str, &str)])]) -> String {
    let first = town.post(who, &format!("/apply/{procedure}/begin"), &[]).await.leads_on();
    let draft = first.rsplit_once('/').unwrap().0.to_owned();
    fill_from(town, who, &draft, answers).await;
    draft
}

/// Answers the pages of a draft.
pub(crate) async fn fill_from(town: &TestTown, who: &Who, draft: &str, answers: &[(&str, &[(&str, &str)])]) {
    for (page, fields) in answers {
        let path = format!("{draft}/{page}");
        let shown = town.get(who, &path).await;
        assert_eq!(shown.status, 200, "{path}: {}", shown.text());
        let standing = standing(&shown);
        let mut sent: Vec<(&str, &str)> = fields.to_vec();
        for (name, value) in &standing {
            if !sent.iter().any(|(n, _)| n == name) {
                sent.push((name, value));
            }
        }
        let answer = town.post(who, &path, &sent).await;
        assert_eq!(answer.status, 303, "{path}: {:?}", answer.select(".error-summary"));
    }
}

/// Approves what waits for an officer.
pub(crate) async fn approve(town: &TestTown, who: &Who, case: &Case, verb: &str, words: &str) {
    let id = case.approval.expect("it is on its route");
    let path = format!("/desk/approvals/{id}");
    let page = town.get(who, &path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let of = |name: &str| page.attributes(&format!("input[name={name}]"), "value").first().cloned();
    let (seat, text) = (of("seat").unwrap_or_default(), of("text").unwrap_or_default());
    town.post(who, &format!("{path}/{verb}"), &[("seat", &seat), ("text", &text), ("words", words)]).await.leads_on();
    town.run_jobs().await;
}

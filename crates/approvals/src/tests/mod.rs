//! Journeys of the room through its public door, on both databases.

mod deputies;
mod races;
mod walk;

use crate::{Decided, Draft, Officer, Outcome, Party, Post, Revision, RouteBook, State, Status};
use futures::FutureExt;
use kernel::id::ApprovalId;
use kernel::{TypedId, Uuid, Yen};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Act, Reads, args};
use testkit::{Answer, TestTown, Who};
use web::{JobKind, Room};

/// What the room that asked was told, in order; it looks at one town at a time by the subject.
static TOLD: Mutex<Vec<Decided>> = Mutex::new(Vec::new());

/// A room that has something decided.
const ASKER: Room = Room {
    key: "asker",
    jobs: &[JobKind {
        kind: "asker.decided",
        run: |_, job| {
            async move {
                let told = job.payload::<Decided>()?;
                TOLD.lock().unwrap_or_else(PoisonError::into_inner).push(told);
                Ok(())
            }
            .boxed()
        },
    }],
    ..Room::EMPTY
};

fn rooms() -> Vec<Room> {
    vec![crate::room(), ASKER]
}

/// The officers of the residents' desk and others.
struct Office {
    town: Arc<TestTown>,
    member: Who,
    chief: Who,
    deputy_head: Who,
    head: Who,
    subject: Uuid,
}

impl Office {
    fn new(town: Arc<TestTown>) -> Self {
        let of = |name: &str, positions: &[&str]| officer(&town, name, "residents", positions);
        Self {
            member: of("窓口 まどか", &["member"]),
            chief: of("仮名 あゆむ", &["chief"]),
            deputy_head: of("代決 たすく", &["deputy_head"]),
            head: of("架空 ただし", &["head"]),
            subject: town.id(),
            town,
        }
    }

    /// The member puts a draft on its way.
    async fn draft(&self, kind: &str, amount: Option<i64>) -> ApprovalId {
        self.start(kind, amount, drafter(&self.member, &["member"])).await.unwrap()
    }

    async fn start(
        &self,
        kind: &str,
        amount: Option<i64>,
        drafter: Officer,
    ) -> Result<ApprovalId, crate::ApprovalError> {
        self.put(self.wording(kind, amount, drafter)).await
    }

    fn wording(&self, kind: &str, amount: Option<i64>, drafter: Officer) -> Draft {
        Draft {
            kind: kind.to_owned(),
            title: "住民票の写しの交付について".to_owned(),
            text: "申請のとおり交付してよろしいか。".to_owned(),
            attachments: Vec::new(),
            amount: amount.map(Yen),
            desk: "residents".to_owned(),
            subject: ("asker_case", self.subject),
            link: None,
            person: None,
            drafter,
            on_decided: "asker.decided",
        }
    }

    async fn put(&self, draft: Draft) -> Result<ApprovalId, crate::ApprovalError> {
        let house = self.town.house.clone();
        let act = Act::system("test", house.now());
        let write = house.db.clone();
        write.write(&act, move |tx| async move { crate::start(&tx, house.shelved::<RouteBook>()?, draft).await }).await
    }

    async fn resubmit(&self, id: ApprovalId, text: &str) -> Result<(), crate::ApprovalError> {
        let revision = Revision {
            title: "住民票の写しの交付について".to_owned(),
            text: text.to_owned(),
            attachments: Vec::new(),
            amount: None,
            drafter: drafter(&self.member, &["member"]),
        };
        let house = self.town.house.clone();
        let act = Act::system("test", house.now());
        let write = house.db.clone();
        write
            .write(
                &act,
                move |tx| async move { crate::resubmit(&tx, house.shelved::<RouteBook>()?, id, revision).await },
            )
            .await
    }

    /// Fills the form that the officer sees on the page and presses the button of `what`.
    async fn press(&self, who: &Who, id: ApprovalId, what: &str, more: &[(&str, &str)]) -> Answer {
        let page = self.town.get(who, &format!("/desk/approvals/{id}")).await;
        let form = if what == "deputise" { "deputise" } else { first_action(what) };
        let field = |name: &str| {
            let css = format!("form[action$='/{form}'] input[name='{name}']");
            page.attributes(&css, "value").into_iter().next().unwrap_or_default()
        };
        let (seat, text) = (field("seat"), field("text"));
        self.send(who, id, what, &seat, &text, more).await
    }

    async fn send(
        &self,
        who: &Who,
        id: ApprovalId,
        what: &str,
        seat: &str,
        text: &str,
        more: &[(&str, &str)],
    ) -> Answer {
        let mut fields = vec![("seat", seat), ("text", text)];
        fields.extend(more);
        self.town.post(who, &format!("/desk/approvals/{id}/{what}"), &fields).await
    }

    async fn status(&self, id: ApprovalId) -> Status {
        crate::status(&self.town.house.db, id).await.unwrap()
    }

    /// What the asking room was told about this office's subject.
    async fn told(&self) -> Vec<Outcome> {
        self.town.run_jobs().await;
        let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        told.iter().filter(|d| d.subject == self.subject).map(|d| d.outcome).collect()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.town.house.db.one(sql, args![]).await.unwrap().unwrap()
    }

    /// The journal vouches for every row that changed.
    async fn journal_holds(&self) {
        let verdict = self.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}

fn first_action(what: &str) -> &str {
    match what {
        "send-back" => "approve",
        "object" => "agree",
        other => other,
    }
}

fn officer(town: &TestTown, name: &str, desk: &str, positions: &[&str]) -> Who {
    let list = |items: &[&str]| items.iter().map(|s| (*s).to_owned()).collect();
    let staff = web::Staff::alike(vec![desk.to_owned()], list(positions), list(&["approvals.decide"]));
    town.signed_in(name, Some(staff))
}

fn drafter(who: &Who, positions: &[&str]) -> Officer {
    let post = |p: &&str| Post { desk: Some("residents".to_owned()), position: (*p).to_owned() };
    Officer {
        party: Party { account: Some(who.account()), person: Some(who.person()) },
        name: "窓口 まどか".to_owned(),
        posts: positions.iter().map(post).collect(),
        stands_in_for: Vec::new(),
    }
}

const fn approved(state: State) -> bool {
    matches!(state, State::Ended(Outcome::Approved))
}

/// How a form names an absent officer.
fn named(who: &Who) -> String {
    who.person().uuid().to_string()
}

//! Journeys of the room through its public door, on both databases.

mod accounts;
mod books;
mod counter;
mod mine;
mod races;

use crate::{BillState, BillStatus, BillingError, Cash, NewBill, Paid};
use futures::FutureExt;
use kernel::id::{BillId, PersonId};
use kernel::{Date, PersonName, Reference, Uuid, Yen};
use people::Facts;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Act, Reads, args};
use testkit::{Answer, TestTown, Who};
use web::{JobKind, Room};

/// What the room that issued was told; a town is told apart by its subjects.
static TOLD: Mutex<Vec<Paid>> = Mutex::new(Vec::new());

/// A room that has something to be paid.
const ISSUER: Room = Room {
    key: "issuer",
    jobs: &[JobKind {
        kind: "issuer.paid",
        run: |_, job| {
            async move {
                let told = job.payload::<Paid>()?;
                TOLD.lock().unwrap_or_else(PoisonError::into_inner).push(told);
                Ok(())
            }
            .boxed()
        },
    }],
    ..Room::EMPTY
};

fn rooms() -> Vec<Room> {
    vec![crate::room(), ISSUER]
}

/// A counter with a cashier, and a resident who owes something.
struct Counter {
    town: Arc<TestTown>,
    cashier: Who,
    hanako: Who,
    subject: Uuid,
}

impl Counter {
    async fn new(town: Arc<TestTown>) -> Self {
        let facts = Facts::named(PersonName::new("縁側", "花子").unwrap());
        let act = Act::system("test", town.house.now());
        let person =
            town.house.db.write(&act, move |tx| async move { people::add_outside(&tx, facts).await }).await.unwrap();
        let account = kernel::TypedId::from_uuid(town.id());
        Self {
            cashier: town.officer_of("cashier", &["billing.counter"], &["member"]),
            hanako: town.signed_in_as("縁側 花子", account, Some(person), None),
            subject: town.id(),
            town,
        }
    }

    fn bill_of(&self, payer: PersonId, yen: i64) -> NewBill {
        NewBill {
            payer,
            title: "住民票の写しの手数料".to_owned(),
            lines: vec![("住民票の写し".to_owned(), Yen(yen))],
            due: None,
            subject: ("issuer_case", self.subject),
            desk: Some("residents".to_owned()),
            reference: Some(Reference::from_random([3; 8])),
            on_paid: "issuer.paid",
        }
    }

    async fn issue(&self, yen: i64) -> BillId {
        let new = self.bill_of(self.hanako.person(), yen);
        self.write(move |tx| async move { crate::issue(&tx, new).await }).await.unwrap()
    }

    async fn write<T, F, Fut>(&self, change: F) -> Result<T, BillingError>
    where
        T: Send + 'static,
        F: FnOnce(store::Tx) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, BillingError>> + Send + 'static,
    {
        let act = Act::system("test", self.town.house.now());
        self.town.house.db.write(&act, change).await
    }

    async fn status(&self, bill: BillId) -> BillStatus {
        crate::status(&self.town.house.db, bill).await.unwrap()
    }

    async fn pay(&self, bill: BillId, rest: &str, tendered: &str, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("rest", rest), ("tendered", tendered)];
        fields.extend(more);
        self.town.post(&self.cashier, &format!("/desk/billing/{bill}/pay"), &fields).await
    }

    async fn told(&self) -> usize {
        self.town.run_jobs().await;
        let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        told.iter().filter(|p| p.subject == self.subject).count()
    }

    /// The books balance and the journal vouches for every row.
    async fn books_hold(&self) {
        let db = &self.town.house.db;
        assert_eq!(crate::ledger_sum(db).await.unwrap(), Yen::ZERO);
        assert!(crate::unbalanced(db).await.unwrap().is_empty());
        let owed = "SELECT CAST(COALESCE(SUM(total - paid), 0) AS bigint) FROM billing_bill WHERE state = 'open'";
        let receivable =
            "SELECT CAST(COALESCE(SUM(debit - credit), 0) AS bigint) FROM billing_entry WHERE account = 'receivable'";
        let sum = async |sql: &'static str| db.one::<i64>(sql, args![]).await.unwrap().unwrap();
        assert_eq!(sum(owed).await, sum(receivable).await, "what is owed is what the ledger says");
        let verdict = self.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}

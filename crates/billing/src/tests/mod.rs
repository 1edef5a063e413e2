//! Journeys of the room through its public door, on both databases.

mod accounts;
mod books;
mod counter;
mod files;
mod mine;
mod races;
mod slips;
mod taxes;

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

pub(crate) fn rooms() -> Vec<Room> {
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
        let lines = vec![("住民票の写し".to_owned(), Yen(yen))];
        NewBill::new(payer, "住民票の写しの手数料", lines, ("issuer_case", self.subject))
            .desk("residents")
            .reference(Reference::from_random([3; 8]))
            .on_paid("issuer.paid")
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

    /// The books balance, say what the bills say, and the journal vouches for every row.
    async fn books_hold(&self) {
        let db = &self.town.house.db;
        assert_eq!(crate::ledger_sum(db).await.unwrap(), Yen::ZERO);
        assert!(crate::unbalanced(db).await.unwrap().is_empty());
        let told = [
            ("receivable", OWED),
            (
                "arrears_receivable",
                "SELECT CAST(COALESCE(SUM(arrears - arrears_paid), 0) AS bigint) FROM billing_instalment",
            ),
            ("arrears_revenue", "SELECT CAST(COALESCE(SUM(-arrears), 0) AS bigint) FROM billing_instalment"),
            ("revenue", ASKED),
            ("overpaid", "SELECT CAST(COALESCE(SUM(given - amount), 0) AS bigint) FROM billing_overpaid"),
            ("suspense", "SELECT CAST(COALESCE(SUM(-amount), 0) AS bigint) FROM billing_suspense WHERE state = 'open'"),
            ("cost", "SELECT CAST(COALESCE(SUM(fee), 0) AS bigint) FROM billing_settlement"),
        ];
        for (account, told) in told {
            let sql = "SELECT CAST(COALESCE(SUM(debit - credit), 0) AS bigint) FROM billing_entry WHERE account = $1";
            let booked = db.one::<i64>(sql, args![account]).await.unwrap();
            assert_eq!(booked, db.one::<i64>(told, args![]).await.unwrap(), "{account}");
        }
        let bills = "SELECT CAST(COALESCE(SUM(total - paid - exempted - refunded + arrears - arrears_paid), 0) AS bigint) \
                     FROM billing_bill WHERE state <> 'void'";
        let parts = "SELECT CAST(COALESCE(SUM(amount - paid - exempted - refunded + arrears - arrears_paid), 0) AS bigint) \
                     FROM billing_instalment WHERE state <> 'void'";
        assert_eq!(db.one::<i64>(bills, args![]).await.unwrap(), db.one::<i64>(parts, args![]).await.unwrap());
        let verdict = self.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}

const OWED: &str = "SELECT CAST(COALESCE(SUM(amount - paid - exempted - refunded), 0) AS bigint) FROM billing_instalment \
                    WHERE state <> 'void'";
const ASKED: &str = "SELECT CAST(COALESCE(SUM(exempted + refunded - amount), 0) AS bigint) FROM billing_instalment WHERE state <> 'void'";

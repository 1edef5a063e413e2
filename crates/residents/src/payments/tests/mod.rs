//! Journeys through the public doors, on both databases.

mod card;
mod slip;
mod told;

use crate::payments::service;
use billing::providers::Settings;
use billing::providers::stand_in::{Message, StandIn};
use billing::{NewBill, NewInstalment};
use kernel::id::{BillId, PersonId};
use kernel::{Date, FiscalYear, Yen};
use std::sync::Arc;
use store::{Act, Reads, args};
use testkit::{Answer, TestTown, Who};
use web::Room;

const KEY: &str = "sk_test_town";
const WEBHOOK: &str = "whsec_town";

fn rooms() -> Vec<Room> {
    vec![notices::room(), billing::room(), service().room]
}

/// A town that has chosen a payment company.
fn with_cards() -> Vec<Room> {
    let chosen = Room { shelf: Some(|_| Ok(Box::new(Settings::stripe()))), ..service().room };
    vec![notices::room(), billing::room(), chosen]
}

/// A town, a resident with a tax bill of four parts, and the company played.
struct Desk {
    town: Arc<TestTown>,
    hanako: Who,
    cashier: Who,
    bill: BillId,
    company: Arc<StandIn>,
}

impl Desk {
    async fn open(town: Arc<TestTown>) -> Self {
        let keys = town.house.data.join("keys");
        std::fs::create_dir_all(&keys).unwrap();
        std::fs::write(keys.join("card-stripe.key"), format!("{KEY}\n")).unwrap();
        std::fs::write(keys.join("card-stripe-webhook.secret"), WEBHOOK).unwrap();
        let company = Arc::new(StandIn::new(KEY, WEBHOOK));
        let (played, house) = (company.clone(), town.house.clone());
        town.outside.play(move |ask| Some(played.answer(ask, house.now())));
        let hanako = town.resident("縁側 花子").await;
        let cashier = town.officer_of("cashier", &["billing.counter", "payments.card"], &["member"]);
        let bill = issue(&town, hanako.person(), 40_000).await;
        Self { town, hanako, cashier, bill, company }
    }

    fn path(&self, n: u8) -> String {
        format!("/my/bills/{}/pay/{n}", self.bill)
    }

    /// Presses the button; answers where the browser waits, and the company's name of its page.
    async fn begin(&self, n: u8) -> (String, String) {
        let waits = self.town.post(&self.hanako, &format!("{}/card", self.path(n)), &[]).await.leads_on();
        assert!(waits.starts_with("/payments/card/"), "{waits}");
        (waits, self.company.sessions().pop().unwrap())
    }

    /// The company tells something; answers the status that it gets.
    async fn tells(&self, (signature, body): Message) -> u16 {
        let request = Who::nobody().request("POST", "/payments/card/hook").header("stripe-signature", signature);
        self.town.send(request.body(body.into()).unwrap()).await.status
    }

    async fn rest(&self, n: u8) -> Yen {
        let all = billing::instalments(&self.town.house.db, self.bill).await.unwrap();
        all.iter().find(|i| i.n == n).unwrap().rest()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.town.house.db.one::<i64>(sql, args![]).await.unwrap().unwrap_or_default()
    }

    /// The whole of the first part in cash.
    async fn pays_at_counter(&self) {
        self.pays_cash(10_000, 40_000).await;
        assert_eq!(self.rest(1).await, Yen::ZERO);
    }

    async fn pays_cash(&self, yen: i64, rest: i64) {
        let cash = billing::Cash {
            amount: Yen(yen),
            tendered: Yen(yen),
            rest: Yen(rest),
            instalment: None,
            in_part: true,
            drawer: "cashier".to_owned(),
            cashier: "見本".to_owned(),
        };
        let (act, bill) = (Act::system("test", self.town.house.now()), self.bill);
        let paid =
            self.town.house.db.write(&act, move |tx| async move { billing::pay_at_counter(&tx, bill, cash).await });
        paid.await.unwrap();
    }

    /// The books balance, the journal vouches for every row, and the company had nothing to object to.
    async fn books_hold(&self) {
        let db = &self.town.house.db;
        assert_eq!(billing::ledger_sum(db).await.unwrap(), Yen::ZERO);
        assert!(billing::unbalanced(db).await.unwrap().is_empty());
        let verdict = self.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
        assert_eq!(self.company.faults(), Vec::<String>::new());
    }
}

/// A tax in four parts, due at the end of June, August, October and January.
async fn issue(town: &TestTown, payer: PersonId, total: i64) -> BillId {
    let book = town.house.shelved::<billing::Book>().unwrap();
    let item = book.item("resident_tax").unwrap().clone();
    let days = [(2026, 6, 30), (2026, 8, 31), (2026, 10, 31), (2027, 1, 31)];
    let part = |(y, m, d)| NewInstalment { due: Date::constant(y, m, d), amount: Yen(total / 4) };
    let lines = vec![("所得割".to_owned(), Yen(total))];
    let new = NewBill::new(payer, "町県民税 令和8年度", lines, ("test", town.id()))
        .levied(&item, FiscalYear(2026))
        .in_instalments(days.map(part).into());
    let act = Act::system("test", town.house.now());
    town.house.db.write(&act, move |tx| async move { billing::issue(&tx, new).await }).await.unwrap()
}

fn says(answer: &Answer, words: &[&str]) {
    for word in words {
        assert!(answer.says(word), "{word}: {}", answer.text());
    }
}

#[test]
fn every_text_is_there_in_every_language() {
    let texts = web::texts::Texts::new(&[service().room.texts], &[]).unwrap();
    assert_eq!(web::texts::missing(&texts), Vec::<String>::new());
}

use super::*;
use crate::{Channel, Exempted, GiveBack, InstalmentId, NewInstalment, Received};
use futures::future::join_all;

fn received(instalment: InstalmentId, yen: i64, on: Date, source: &str) -> Received {
    let (amount, source) = (Yen(yen), source.to_owned());
    Received { instalment, channel: Channel::Store, amount, paid_on: on, source, note: None }
}

impl Counter {
    async fn parts(&self, bill: BillId) -> Vec<crate::Instalment> {
        crate::instalments(&self.town.house.db, bill).await.unwrap()
    }

    fn today(&self) -> Date {
        self.town.house.now().date()
    }

    async fn take(&self, r: Received) -> Result<crate::Booked, BillingError> {
        self.write(move |tx| async move { crate::receive(&tx, r).await }).await
    }

    /// An officer of the tax desk who decides.
    fn decider(&self) -> Who {
        self.town.officer_of("tax", &["billing.see", "billing.decide"], &["member"])
    }
}

#[tokio::test]
async fn a_tax_is_paid_in_instalments_each_under_its_own_number() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.levy(&[1000, 2000, 3000]).await;
        let parts = counter.parts(bill).await;
        assert_eq!(
            parts.iter().map(|i| (i.n, i.of, i.amount.get())).collect::<Vec<_>>(),
            [(1, 3, 1000), (2, 3, 2000), (3, 3, 3000)]
        );
        for part in &parts {
            assert!(part.key.len() == 20 && part.confirm.len() == 6 && part.key.bytes().all(|b| b.is_ascii_digit()));
            let found = crate::instalment_by_key(&counter.town.house.db, &part.key).await.unwrap();
            assert_eq!(found.as_ref(), Some(part));
        }
        assert_eq!(crate::instalment_by_key(&counter.town.house.db, "0").await.unwrap(), None);
        let booked = counter.take(received(parts[1].id, 2500, counter.today(), "store:1")).await.unwrap();
        assert_eq!((booked.taken, booked.over, booked.rest, booked.again), (Yen(2000), Yen(500), Yen::ZERO, false));
        let again = counter.take(received(parts[1].id, 2500, counter.today(), "store:1")).await.unwrap();
        assert!(again.again && again.payment == booked.payment && again.over == Yen(500), "the same news twice");
        let other = counter.take(received(parts[0].id, 2500, counter.today(), "store:1")).await;
        assert!(matches!(other, Err(BillingError::Invalid("source"))));
        assert_eq!(counter.status(bill).await.rest, Yen(4000));
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn what_makes_no_sense_is_not_booked() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let mut wrong = counter.tax_of(&[1000, 2000]);
        wrong.instalments[0].amount = Yen(999);
        let refused = counter.write(move |tx| async move { crate::issue(&tx, wrong).await }).await;
        assert!(matches!(refused, Err(BillingError::Invalid("instalments"))), "the instalments are the sum");
        let bill = counter.levy(&[1000]).await;
        let part = counter.parts(bill).await.remove(0);
        let tomorrow = counter.town.house.now().plus_days(1).date();
        for (r, what) in [
            (received(part.id, 0, counter.today(), "a"), "amount"),
            (received(part.id, 1000, tomorrow, "a"), "paid_on"),
            (received(part.id, 1000, counter.today(), " "), "source"),
            (Received { channel: Channel::Counter, ..received(part.id, 1000, counter.today(), "a") }, "channel"),
            (received(kernel::TypedId::from_uuid(counter.town.id()), 1000, counter.today(), "a"), "instalment"),
        ] {
            assert!(matches!(counter.take(r).await, Err(BillingError::Invalid(field)) if field == what), "{what}");
        }
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn income_is_booked_in_the_year_of_its_term_until_its_books_close() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        // Due on the last day of a fiscal year, which is a Sunday in 2030.
        let mut new = counter.tax_of(&[1000, 1000]);
        new.instalments = vec![
            NewInstalment { due: Date::constant(2030, 3, 31), amount: Yen(1000) },
            NewInstalment { due: Date::constant(2030, 4, 30), amount: Yen(1000) },
        ];
        let bill = counter.write(move |tx| async move { crate::issue(&tx, new).await }).await.unwrap();
        let parts = counter.parts(bill).await;
        assert_eq!(parts[0].due, Date::constant(2030, 4, 1), "moved to a Monday");
        let years: Vec<i16> = parts.iter().map(|p| p.income_year.0).collect();
        assert_eq!(years, [2029, 2030]);
        let days = (Date::constant(2030, 5, 31) - counter.today()).get_days();
        counter.town.clock.advance_seconds(i64::from(days) * 86_400);
        counter.take(received(parts[0].id, 400, counter.today(), "may")).await.unwrap();
        counter.town.clock.advance_seconds(86_400);
        counter.take(received(parts[0].id, 600, counter.today(), "june")).await.unwrap();
        let sql = "SELECT fiscal_year, CAST(SUM(debit) AS bigint) AS yen FROM billing_entry \
                   WHERE account = 'in_transit' GROUP BY fiscal_year ORDER BY fiscal_year";
        let rows = counter.town.house.db.rows(sql, args![]).await.unwrap();
        let years: Vec<(i64, i64)> =
            rows.iter().map(|r| (r.get("fiscal_year").unwrap(), r.get("yen").unwrap())).collect();
        assert_eq!(years, [(2029, 400), (2030, 600)], "出納整理期間 ends on 31 May");
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn an_officer_exempts_and_agrees_and_the_page_says_what_holds() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.levy(&[300_000, 4000, 5000]).await;
        let (path, decider) = (format!("/desk/billing/{bill}"), counter.decider());
        let page = counter.town.get(&decider, &path).await;
        for words in ["期別", "第1期", "過ぎています", "減免する", "分納"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(!counter.town.get(&counter.cashier, &path).await.says("減免する"));
        let post = |what: &'static str, fields: Vec<(&'static str, String)>| {
            let (counter, decider, path) = (&counter, &decider, &path);
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                counter.town.post(decider, &format!("{path}/{what}"), &fields).await
            }
        };
        let first = counter.parts(bill).await[0].id;
        let exempt = |what: String, yen: &str, seen: &str| {
            let why = ("exempt_reason", "り災による減免".to_owned());
            vec![("what", what), ("exempt", yen.to_owned()), ("exempted", seen.to_owned()), why]
        };
        assert_eq!(post("exempt", exempt(String::new(), "", "0")).await.status, 422);
        assert_eq!(post("exempt", exempt(format!("part:{first}"), "x", "0")).await.status, 422);
        assert_eq!(post("exempt", exempt(format!("part:{first}"), "300001", "0")).await.status, 422);
        let done = post("exempt", exempt(format!("part:{first}"), "100000", "0")).await.leads_on();
        assert!(counter.town.get(&decider, &done).await.says("減免を記録しました"));
        assert_eq!(post("exempt", exempt(format!("part:{first}"), "1000", "0")).await.status, 409, "sent twice");
        assert_eq!(counter.status(bill).await.rest, Yen(209_000));

        let agree = |times: &str, rest: &str| {
            let plan = [("times", times), ("agreed_rest", rest), ("agree_reason", "失業したため"), ("first-era", "ad")];
            let first = [("first-year", "2026"), ("first-month", "6"), ("first-day", "30")];
            plan.into_iter().chain(first).map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(post("agree", agree("1", "209000")).await.status, 422);
        assert_eq!(post("agree", agree("3", "209001")).await.status, 409, "the payer was told another sum");
        let done = post("agree", agree("3", "209000")).await.leads_on();
        let page = counter.town.get(&decider, &done).await;
        assert!(page.says("分納の約束を記録しました") && page.says("約束どおりです") && page.says("71,000円"));
        assert_eq!(post("agree", agree("3", "209000")).await.status, 409, "one runs at a time");

        counter.town.clock.advance_seconds(31 * 86_400);
        crate::rounds::agreements(counter.town.house.clone()).await.unwrap();
        let found = crate::agreement(&counter.town.house.db, bill).await.unwrap().unwrap();
        assert_eq!(found.state, crate::AgreementState::Broken);
        assert!(counter.town.get(&decider, "/desk/billing").await.says("約束の日に納められなかった分納"));
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn an_agreement_that_is_kept_is_not_broken_and_ends_with_the_debt() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.levy(&[1000, 1000]).await;
        let (now, part) = (counter.town.house.now(), counter.parts(bill).await.remove(0));
        let days = vec![(now.plus_days(1).date(), Yen(500)), (now.plus_days(40).date(), Yen(1500))];
        let agree = move |tx| async move { crate::agree(&tx, bill, &days, Yen(2000), "病気", "税 かかり").await };
        counter.write(agree).await.unwrap();
        counter.take(received(part.id, 600, counter.today(), "one")).await.unwrap();
        counter.town.clock.advance_seconds(20 * 86_400);
        crate::rounds::agreements(counter.town.house.clone()).await.unwrap();
        let state = async || crate::agreement(&counter.town.house.db, bill).await.unwrap().unwrap();
        let found = state().await;
        assert_eq!(found.state, crate::AgreementState::Running);
        assert_eq!(found.next(Yen(600)).map(|(_, yen)| yen), Some(Yen(1400)));
        for (n, part) in counter.parts(bill).await.into_iter().enumerate() {
            let rest = part.rest().get();
            counter.take(received(part.id, rest, counter.today(), &format!("rest {n}"))).await.unwrap();
        }
        crate::rounds::agreements(counter.town.house.clone()).await.unwrap();
        assert_eq!(state().await.state, crate::AgreementState::Kept);
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_overpaid_is_given_back_once_and_never_more_than_remains() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.levy(&[1000, 2000]).await;
        let parts = counter.parts(bill).await;
        for n in 0..2 {
            counter.take(received(parts[0].id, 1000, counter.today(), &format!("twice {n}"))).await.unwrap();
        }
        let over = crate::overpaid(&counter.town.house.db).await.unwrap().remove(0);
        assert_eq!((over.rest(), over.bill, over.payer), (Yen(1000), bill, counter.hanako.person()));
        assert!(
            counter.town.get(&counter.cashier, &format!("/desk/billing/{bill}")).await.says("納めすぎ（過誤納金）")
        );
        let back = |yen: i64, source: &str| {
            let to = GiveBack::Transfer { on: counter.today(), source: source.to_owned() };
            counter.write(move |tx| async move { crate::give_back(&tx, over.id, Yen(yen), to, "二重払い").await })
        };
        assert!(matches!(back(1001, "x").await, Err(BillingError::TooMuch)));
        let first = back(400, "transfer:1").await.unwrap();
        assert_eq!(back(400, "transfer:1").await.unwrap(), first, "the same transfer twice changes nothing");
        assert!(matches!(back(601, "transfer:2").await, Err(BillingError::TooMuch)));
        let to = parts[1].id;
        let offset = counter.write(move |tx| async move { crate::offset(&tx, over.id, to, Yen(600)).await });
        assert_eq!(offset.await.unwrap().rest, Yen(1400));
        assert!(crate::overpaid(&counter.town.house.db).await.unwrap().is_empty());
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn the_counter_takes_one_instalment_or_all_with_their_interest() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.levy(&[900_000, 4000, 5000]).await;
        let parts = counter.parts(bill).await;
        let owed = crate::owed(&counter.town.house.db, bill, counter.today()).await.unwrap();
        assert!(owed[0].arrears >= Yen(1000) && owed[1].arrears.is_zero(), "two months late");
        let one = parts[2].id.to_string();
        let rest = format!("rest-{one}");
        counter.pay(bill, "1", "5000", &[("instalment", &one), (&rest, "5000")]).await.leads_on();
        let asked = owed[0].sum() + owed[1].sum();
        let asked = asked.get().to_string();
        let page = counter.town.get(&counter.cashier, &format!("/desk/billing/{bill}")).await;
        assert!(
            page.attributes("input[name=rest]", "value").contains(&asked),
            "what the form carries is what is asked"
        );
        counter.pay(bill, &asked, &asked, &[]).await.leads_on();
        assert_eq!(
            (counter.status(bill).await.state, counter.told().await),
            (BillState::Paid, 0),
            "nobody asked to be told"
        );
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_instalment_that_counter_and_banks_take_at_once_is_paid_once() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.issue(1000).await;
        let part = counter.parts(bill).await.remove(0);
        let bank = |n: usize| {
            // Two of each: the same news is brought twice.
            let news = received(part.id, 1000, counter.today(), &format!("bank:{}", n / 2));
            counter.take(news)
        };
        let (counters, banks) =
            tokio::join!(join_all((0..3).map(|_| counter.pay(bill, "1000", "1000", &[]))), join_all((0..6).map(bank)));
        let cash = counters.iter().filter(|a| a.status == 303).count();
        assert!(cash <= 1 && counters.iter().all(|a| a.status == 303 || a.status == 409));
        let booked: Vec<_> = banks.into_iter().map(Result::unwrap).collect();
        let new = booked.iter().filter(|b| !b.again);
        let over: Yen = new.clone().map(|b| b.over).sum();
        assert_eq!(new.clone().count(), 3, "each news once");
        assert_eq!(over, Yen(i64::try_from(2 + cash).unwrap() * 1000), "what came too much is owed back");
        let status = counter.status(bill).await;
        assert_eq!((status.state, status.paid, counter.told().await), (BillState::Paid, Yen(1000), 1));
        counter.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn a_bill_of_old_gets_its_instalment_and_the_journal_still_holds() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let (one, other) = (counter.issue(600).await, counter.issue(700).await);
        // As it was before there were instalments: only the bill.
        let forget = move |tx: store::Tx| async move {
            let old = "UPDATE billing_entry SET instalment = NULL, on_day = NULL, channel = NULL";
            tx.execute(old, args![]).await?;
            tx.execute("DELETE FROM billing_instalment", args![]).await?;
            let bare = "UPDATE billing_bill SET item = NULL, arrears_rule = NULL, exempted = NULL, arrears = NULL, \
                        arrears_paid = NULL";
            tx.execute(bare, args![]).await?;
            let mut deed = store::Deed::new("test.old");
            for row in tx.rows("SELECT id FROM billing_entry", args![]).await? {
                deed = deed.row("billing_entry", row.get::<crate::PaymentId>("id")?);
            }
            for bill in [one, other] {
                deed = deed.row("billing_bill", bill);
            }
            tx.record(deed);
            Ok(())
        };
        let before: Vec<_> = [counter.parts(one).await, counter.parts(other).await].concat();
        counter.write(forget).await.unwrap();
        let gone: Vec<kernel::Uuid> = before.iter().map(|i| kernel::TypedId::uuid(i.id)).collect();
        let findings = async || {
            let all = counter.town.verdict().await.findings;
            let known = |f: &store::journal::Finding| gone.iter().any(|id| format!("{f:?}").contains(&id.to_string()));
            all.into_iter().filter(|f| !known(f)).collect::<Vec<_>>()
        };
        let seen = counter.parts(one).await;
        assert_eq!((seen.len(), seen[0].amount, seen[0].key.as_str()), (1, Yen(600), ""));
        counter.pay(one, "600", "600", &[]).await.leads_on();
        crate::rounds::instalments(counter.town.house.clone()).await.unwrap();
        for bill in [one, other] {
            let part = counter.parts(bill).await.remove(0);
            assert_eq!((part.key.len(), part.amount), (20, counter.status(bill).await.total));
        }
        assert_eq!(counter.status(one).await.state, BillState::Paid);
        assert!(findings().await.is_empty(), "{:?}", findings().await);
    })
    .await;
}

#[tokio::test]
async fn interest_that_is_waived_is_not_asked_and_what_was_paid_of_it_is_owed_back() {
    testkit::both(&rooms(), |town| async move {
        let counter = Counter::new(town).await;
        let bill = counter.levy(&[900_000]).await;
        let part = counter.parts(bill).await.remove(0);
        let asked = crate::owed(&counter.town.house.db, bill, counter.today()).await.unwrap().remove(0);
        counter.take(received(part.id, asked.sum().get(), counter.today(), "late")).await.unwrap();
        assert_eq!(counter.status(bill).await.state, BillState::Paid);
        let what = Exempted::Arrears(part.id);
        counter
            .write(move |tx| async move { crate::exempt(&tx, bill, what, "災害", "税 かかり").await })
            .await
            .unwrap();
        let over = crate::overpaid_of(&counter.town.house.db, bill).await.unwrap().remove(0);
        assert_eq!(over.rest(), asked.arrears);
        counter.books_hold().await;
    })
    .await;
}

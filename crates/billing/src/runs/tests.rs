//! What the tax desk, the counter beside it and whoever gets a letter may rely on.

use super::issue;
use super::prints;
use super::records::{self, Standing, State};
use super::{PERMISSION, RunId};
use crate::tests::rooms;
use crate::{BillState, Channel, Received};
use kernel::id::{BillId, PersonId};
use kernel::{Address, Date, PersonName, Yen};
use people::{Facts, PeopleError, PersonKind};
use std::sync::Arc;
use store::{Act, Reads, args};
use testkit::{Answer, TestTown, Who};

const HEAD: &str = "通知番号,宛名番号,氏名,税額,1期,2期,3期,4期,内訳:土地,内訳:家屋\n";

/// The tax desk of a small town.
pub(super) struct Desk {
    pub town: Arc<TestTown>,
    pub officer: Who,
    pub people: Vec<PersonId>,
}

pub(super) async fn count(town: &TestTown, sql: &'static str) -> i64 {
    town.house.db.one(sql, args![]).await.unwrap().unwrap_or(0)
}

impl Desk {
    pub async fn new(town: Arc<TestTown>, people: usize) -> Self {
        let officer = town.officer_of("tax", &[PERMISSION, "billing.see"], &["member"]);
        let mut desk = Self { town, officer, people: Vec::new() };
        for n in 0..people {
            desk.people.push(desk.person(n, None).await);
        }
        desk
    }

    async fn person(&self, n: usize, deceased: Option<Date>) -> PersonId {
        let mut facts = Facts::named(PersonName::from_full(&format!("架空　{n}番")).unwrap());
        facts.register_number = Some((1_000_001 + n).to_string());
        facts.address = Address { town_area: "大字小野新町".to_owned(), ..Address::free("字架空1番地") };
        facts.deceased = deceased;
        self.town
            .change(move |tx| async move {
                people::add(&tx, PersonKind::Resident, facts).await.map_err(PeopleError::into_store)
            })
            .await
    }

    async fn dies(&self, n: usize) {
        let id = self.people[n];
        self.town
            .change(move |tx| async move {
                let person = people::find(&tx, id).await?.unwrap();
                let facts = Facts { deceased: Some(Date::constant(2026, 5, 30)), ..person.facts };
                people::amend(&tx, id, person.version, facts).await.map_err(PeopleError::into_store)
            })
            .await;
    }

    /// One line for each of the people, 12,000 yen in four instalments.
    pub fn file(&self) -> String {
        let row = |n: usize| format!("K-{n},{},架空 {n}番,12000,3000,3000,3000,3000,8000,4000\n", 1_000_001 + n);
        format!("{HEAD}{}", (0..self.people.len()).map(row).collect::<String>())
    }

    async fn send(&self, who: &Who, text: &str, count: &str, total: &str) -> Answer {
        let fields = [("item", "property_tax"), ("year", "2026"), ("count", count), ("total", total)];
        self.town.post_files(who, "/desk/billing/runs", &fields, &[("file", "kotei.csv", text.as_bytes())]).await
    }

    /// The run of a file in which every sum is 12,000 yen.
    pub async fn take(&self, text: &str) -> RunId {
        let lines = text.lines().count() - 1;
        let path = self.send(&self.officer, text, &lines.to_string(), &(lines * 12_000).to_string()).await.leads_on();
        path.rsplit('/').next().unwrap().parse().unwrap()
    }

    async fn go(&self, run: RunId, more: &[(&str, &str)]) -> Answer {
        let version = self.run(run).await.version.to_string();
        let mut fields = vec![("version", version.as_str()), ("decision", "8税第12号")];
        fields.extend(more);
        self.town.post(&self.officer, &format!("/desk/billing/runs/{run}/go"), &fields).await
    }

    async fn run(&self, id: RunId) -> records::Run {
        records::find(&self.town.house.db, id).await.unwrap().unwrap()
    }

    async fn see(&self, run: RunId) -> Answer {
        self.town.get(&self.officer, &format!("/desk/billing/runs/{run}")).await
    }

    /// Everybody's bill, issued.
    pub async fn issued(&self) -> (RunId, Vec<BillId>) {
        let run = self.take(&self.file()).await;
        self.go(run, &[]).await.leads_on();
        self.town.run_jobs().await;
        let lines = records::issued(&self.town.house.db, run, 0, i64::MAX).await.unwrap();
        (run, lines.iter().filter_map(|l| l.bill).collect())
    }

    /// Pays the first instalment of a bill by a store.
    pub async fn paid_at_a_store(&self, bill: BillId, source: &str) {
        let first = crate::instalments(&self.town.house.db, bill).await.unwrap().remove(0);
        let (source, today) = (source.to_owned(), self.town.house.now().date());
        let act = Act::system("test", self.town.house.now());
        let news = Received {
            instalment: first.id,
            channel: Channel::Store,
            amount: first.amount,
            paid_on: today,
            source,
            note: None,
        };
        self.town.house.db.write(&act, move |tx| async move { crate::receive(&tx, news).await }).await.unwrap();
    }

    pub async fn books_hold(&self) {
        let db = &self.town.house.db;
        assert_eq!(crate::ledger_sum(db).await.unwrap(), Yen::ZERO);
        assert!(crate::unbalanced(db).await.unwrap().is_empty());
        let verdict = self.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}

#[tokio::test]
async fn a_file_is_checked_shown_issued_once_and_printed() {
    testkit::both(&rooms(), |town| async move {
        let desk = Desk::new(town, 3).await;
        let run = desk.take(&desk.file()).await;
        let page = desk.see(run).await;
        for words in ["確かめている", "第4期", "9,000円", "36,000円", "3件を発行する"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert_eq!(count(&desk.town, "SELECT CAST(COUNT(*) AS bigint) FROM billing_bill").await, 0, "nobody is billed");
        let (db, version) = (&desk.town.house.db, desk.run(run).await.version.to_string());
        let path = format!("/desk/billing/runs/{run}/go");
        let silent = desk.town.post(&desk.officer, &path, &[("version", &version), ("decision", " ")]).await;
        assert!(silent.status == 422 && silent.says("決裁番号を100字までで"));
        let fields = [("version", version.as_str()), ("decision", "8税第12号")];
        desk.town.post(&desk.officer, &path, &fields).await.leads_on();
        let again = desk.town.post(&desk.officer, &path, &fields).await;
        assert_eq!(again.status, 409, "the same form twice issues nothing twice");
        desk.town.run_jobs().await;
        assert_eq!(desk.run(run).await.state, State::Issued);
        let lines = records::issued(db, run, 0, i64::MAX).await.unwrap();
        assert_eq!(lines.len(), 3);
        let bill = crate::status(db, lines[0].bill.unwrap()).await.unwrap();
        assert_eq!((bill.total, bill.rest, bill.state), (Yen(12_000), Yen(12_000), BillState::Open));
        let days: Vec<Date> = crate::instalments(db, bill.id).await.unwrap().iter().map(|i| i.due).collect();
        assert_eq!(days[2], Date::constant(2027, 1, 4), "31 December is moved to the next open day");

        let page = desk.see(run).await;
        let file = page.attributes("a[href^='/desk/billing/prints/']", "href").remove(0);
        let pdf = desk.town.get(&desk.officer, &file).await;
        for words in ["納税通知書", "架空　2番", "第4期", "地方税法19条の12", "令和9年1月4日"] {
            assert!(pdf.says(words), "{words}: {}", pdf.text());
        }
        desk.town.post(&desk.officer, &format!("{file}/posted"), &[]).await.leads_on();
        assert_eq!(desk.town.post(&desk.officer, &format!("{file}/posted"), &[]).await.status, 409);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn wrong_lines_say_why_stay_behind_and_come_again_mended() {
    testkit::both(&rooms(), |town| async move {
        let mut desk = Desk::new(town, 2).await;
        let gone = desk.person(7, Some(Date::constant(2026, 4, 1))).await;
        let text = format!(
            "{}K-5,9999999,架空,12000,3000,3000,3000,3000,8000,4000\nK-6,1000001,別人,12000,3000,3000,3000,3000,8000,4000\n\
             K-7,1000008,,12000,3000,3000,3000,3000,8000,4000\n",
            desk.file()
        );
        let run = desk.take(&text).await;
        let page = desk.see(run).await;
        for words in ["台帳にいません", "台帳の名前と違います", "亡くなっています", "直すところがある3件を除いて"] {
            assert!(page.says(words), "{words}");
        }
        let bare = desk.go(run, &[]).await;
        assert!(bare.status == 422 && bare.says("除いてよいか確かめて"));
        desk.go(run, &[("without_wrong", "yes")]).await.leads_on();
        desk.town.run_jobs().await;
        assert_eq!(records::count(&desk.town.house.db, run, Standing::Issued).await.unwrap().lines, 2);

        let mended = format!("{HEAD}K-6,1000001,架空 0番,12000,3000,3000,3000,3000,8000,4000\nK-0,1000001,架空 0番,12000,3000,3000,3000,3000,8000,4000\n");
        let second = desk.take(&mended).await;
        let page = desk.see(second).await;
        assert!(page.says("この通知番号は、ほかのファイルで取り込み済みです"), "{}", page.text());
        desk.go(second, &[("without_wrong", "yes")]).await.leads_on();
        desk.town.run_jobs().await;
        assert_eq!(count(&desk.town, "SELECT CAST(COUNT(*) AS bigint) FROM billing_bill").await, 3);
        desk.people.push(gone);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn the_list_beside_the_file_and_the_file_once_more() {
    testkit::both(&rooms(), |town| async move {
        let desk = Desk::new(town, 2).await;
        let other = desk.send(&desk.officer, &desk.file(), "3", "24000").await;
        assert!(other.status == 422 && other.says("ファイルには2件あります"));
        let other = desk.send(&desk.officer, &desk.file(), "2", "24001").await;
        assert!(other.status == 422 && other.says("ファイルの合計は 24,000円 です"));
        let wrong = desk.send(&desk.officer, "a,b\n", "2", "24000").await;
        assert!(wrong.status == 422 && wrong.says("「通知番号」の列がありません"));
        assert_eq!(count(&desk.town, "SELECT CAST(COUNT(*) AS bigint) FROM billing_run").await, 0);

        let run = desk.take(&desk.file()).await;
        let again = desk.send(&desk.officer, &desk.file(), "2", "24000").await.leads_on();
        assert_eq!(again, format!("/desk/billing/runs/{run}?again=1"));
        assert!(desk.town.get(&desk.officer, &again).await.says("取り込み済みです"));
        assert_eq!(count(&desk.town, "SELECT CAST(COUNT(*) AS bigint) FROM billing_run").await, 1);

        let version = desk.run(run).await.version.to_string();
        let path = format!("/desk/billing/runs/{run}/give-up");
        desk.town.post(&desk.officer, &path, &[("version", &version)]).await.leads_on();
        let anew = desk.take(&desk.file()).await;
        assert!(
            anew != run && desk.see(anew).await.says("2件を発行する"),
            "given up, the file and its numbers are free"
        );
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stop_half_way_loses_nothing_and_doubles_nothing() {
    testkit::both(&rooms(), |town| async move {
        let desk = Desk::new(town, 100).await;
        let run = desk.take(&desk.file()).await;
        desk.go(run, &[]).await.leads_on();
        // One portion, then the program is gone; then two workers who do not know of each other.
        let act = Act::system("billing", desk.town.house.now());
        let portion = || {
            let house = desk.town.house.clone();
            let act = act.clone();
            async move {
                let inside = house.clone();
                house.db.write(&act, move |tx| async move { issue::some(&tx, &inside, run, true).await }).await
            }
        };
        assert!(portion().await.unwrap());
        let half = records::count(&desk.town.house.db, run, Standing::Issued).await.unwrap().lines;
        assert!(half > 0 && half < 100, "{half}");
        assert!(desk.see(run).await.says(&format!("{half}件 / 100件")));
        let (one, other) = tokio::join!(portion(), portion());
        assert!(one.is_ok() || other.is_ok());
        desk.town.run_jobs().await;

        assert_eq!(desk.run(run).await.state, State::Issued);
        assert_eq!(count(&desk.town, "SELECT CAST(COUNT(*) AS bigint) FROM billing_bill").await, 100);
        let total = "SELECT CAST(SUM(total) AS bigint) FROM billing_bill";
        assert_eq!(count(&desk.town, total).await, 1_200_000);
        let payers = "SELECT CAST(COUNT(DISTINCT payer) AS bigint) FROM billing_bill";
        assert_eq!(count(&desk.town, payers).await, 100);
        let printed = prints::of(&desk.town.house.db, run.0).await.unwrap();
        let notices: i64 = printed.iter().filter(|p| p.kind == prints::Kind::Notice).map(|p| p.papers).sum();
        assert_eq!(notices, 100, "everybody has a notice");
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_died_after_the_check_is_not_billed_and_is_named() {
    testkit::both(&rooms(), |town| async move {
        let desk = Desk::new(town, 2).await;
        let run = desk.take(&desk.file()).await;
        desk.dies(1).await;
        desk.go(run, &[]).await.leads_on();
        desk.town.run_jobs().await;
        let page = desk.see(run).await;
        assert!(page.says("確かめたあとに死亡の記録が入りました") && page.says("相続人の代表"), "{}", page.text());
        assert_eq!(count(&desk.town, "SELECT CAST(COUNT(*) AS bigint) FROM billing_bill").await, 1);
    })
    .await;
}

#[tokio::test]
async fn only_the_desk_that_levies_sees_its_runs() {
    testkit::both(&rooms(), |town| async move {
        let desk = Desk::new(town, 1).await;
        let run = desk.take(&desk.file()).await;
        let path = format!("/desk/billing/runs/{run}");
        let health = desk.town.officer_of("health", &[PERMISSION], &[]);
        let nobody = desk.town.officer_of("tax", &["cases.desk"], &[]);
        let resident = desk.town.resident("縁側 花子").await;
        assert_eq!(desk.town.get(&health, &path).await.status, 404, "another desk's levy");
        let sent = desk.send(&health, &desk.file(), "1", "12000").await;
        assert!(sent.status == 422 && sent.says("税目・費目を選んでください"));
        for who in [&nobody, &resident] {
            assert_eq!(desk.town.get(who, &path).await.status, 403);
            assert_eq!(desk.town.get(who, "/desk/billing/runs").await.status, 403);
        }
        let version = desk.run(run).await.version.to_string();
        let fields = [("version", version.as_str()), ("decision", "1")];
        assert_eq!(desk.town.post(&health, &format!("{path}/go"), &fields).await.status, 404);
    })
    .await;
}

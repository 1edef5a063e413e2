use super::*;
use crate::formats::zengin::Breaks;
use crate::formats::zengin::debit::{DebitFile, DebitResult};
use crate::formats::zengin::transfer::TransferFile;
use crate::{Instalment, InstalmentId, NewInstalment};
use futures::future::join_all;
use kernel::FiscalYear;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn with_post() -> Vec<Room> {
    vec![crate::room(), notices::room(), ISSUER]
}

const DUE: Date = Date::constant(2026, 6, 30);
const HEAD: &str = "取扱番号,納付番号,確認番号,金額,収納日\n";

/// The bank desk, and somebody who owes taxes.
struct Desk {
    town: Arc<TestTown>,
    officer: Who,
    hanako: Who,
}

impl Desk {
    async fn new(town: Arc<TestTown>) -> Self {
        let hanako = town.resident("見本 花子").await;
        Self { officer: town.officer_of("cashier", &["billing.bank"], &["member"]), hanako, town }
    }

    /// A tax of one instalment, due on the last day of June.
    async fn bill(&self, yen: i64) -> Instalment {
        let item = crate::book(&self.town.house).unwrap().item("property_tax").unwrap().clone();
        let lines = vec![("固定資産税".to_owned(), Yen(yen))];
        let new = NewBill::new(self.hanako.person(), "固定資産税 第1期", lines, ("issuer_case", self.town.id()))
            .levied(&item, FiscalYear(2026))
            .in_instalments(vec![NewInstalment { due: DUE, amount: Yen(yen) }]);
        let act = Act::system("test", self.town.house.now());
        let issued = self.town.house.db.write(&act, move |tx| async move { crate::issue(&tx, new).await });
        let bill = issued.await.unwrap();
        crate::instalments(&self.town.house.db, bill).await.unwrap().remove(0)
    }

    async fn now(&self, id: InstalmentId) -> Instalment {
        crate::instalment(&self.town.house.db, id).await.unwrap().unwrap()
    }

    /// The account of the resident, checked.
    async fn account(&self) {
        self.account_for("all").await;
    }

    async fn account_for(&self, what: &str) {
        let form = [
            ("what", what),
            ("bank", "0126"),
            ("bank_name", "ミホン"),
            ("branch", "201"),
            ("branch_name", "オノ"),
            ("kind", "1"),
            ("number", "1234567"),
            ("holder", "ミホン ハナコ"),
            ("agreed", "yes"),
        ];
        self.town.post(&self.hanako, "/my/bills/account/new", &form).await.leads_on();
        let id: crate::bank::AccountId = self
            .town
            .house
            .db
            .one("SELECT id FROM billing_account WHERE state = 'asked'", args![])
            .await
            .unwrap()
            .unwrap();
        let path = format!("/desk/billing/accounts/{id}/check");
        self.town.post(&self.officer, &path, &[("version", "1"), ("agreed", "yes")]).await.leads_on();
    }

    async fn lay(&self, what: &str, bytes: &[u8]) -> Answer {
        let files = [("file", "nyukin.csv", bytes)];
        self.town.post_files(&self.officer, "/desk/billing/files", &[("what", what)], &files).await
    }

    /// Lays a list of paid slips in and books it.
    async fn paid(&self, rows: &str) -> String {
        let path = self.lay("standard:store", format!("{HEAD}{rows}").as_bytes()).await.leads_on();
        let path = path.split('?').next().unwrap().to_owned();
        self.town.post(&self.officer, &format!("{path}/book"), &[]).await.leads_on();
        self.town.run_jobs().await;
        path
    }

    async fn balance(&self, account: &'static str) -> i64 {
        let sql = "SELECT CAST(COALESCE(SUM(debit - credit), 0) AS bigint) FROM billing_entry WHERE account = $1";
        self.town.house.db.one(sql, args![account]).await.unwrap().unwrap()
    }

    /// The books balance and the journal vouches for every row.
    async fn books_hold(&self) {
        let db = &self.town.house.db;
        assert_eq!(crate::ledger_sum(db).await.unwrap(), Yen::ZERO);
        assert!(crate::unbalanced(db).await.unwrap().is_empty());
        let verdict = self.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}

fn row(own: &str, i: &Instalment, yen: i64) -> String {
    format!("{own},{},{},{yen},2026-06-01\n", i.key, i.confirm)
}

#[tokio::test]
async fn a_day_of_direct_debits_goes_to_the_bank_and_comes_back() {
    testkit::both(&with_post(), |town| async move {
        let desk = Desk::new(town).await;
        let (drawn, failed) = (desk.bill(12_300).await, desk.bill(4_500).await);
        let empty = desk.town.post(&desk.officer, "/desk/billing/debits", &[("day", "2026-06-30")]).await;
        assert!(empty.status == 409 && empty.says("この日に引き落とすものはありません"), "nobody has an account yet");
        desk.account().await;
        let page = desk.town.get(&desk.officer, "/desk/billing/debits").await;
        assert!(page.says("令和8年6月30日") && page.says("16,800円"));
        let run = desk.town.post(&desk.officer, "/desk/billing/debits", &[("day", "2026-06-30")]).await.leads_on();
        assert!(desk.town.get(&desk.officer, &run).await.says("このファイルは見本です"));
        let again = desk.town.post(&desk.officer, "/desk/billing/debits", &[("day", "2026-06-30")]).await;
        assert_eq!(again.status, 409, "nobody is asked twice for one day");

        let file = desk.town.post(&desk.officer, &format!("{run}/file"), &[]).await;
        assert!(file.headers["content-disposition"].to_str().unwrap().contains("mihon-furikae-2026-06-30.txt"));
        let mut request = DebitFile::read_request(&file.body).unwrap();
        let asked: Vec<(String, i64)> = request.rows.iter().map(|r| (r.customer.to_string(), r.amount.get())).collect();
        assert!(asked.contains(&(drawn.key.clone(), 12_300)) && asked.contains(&(failed.key.clone(), 4_500)));

        for row in &mut request.rows {
            let done = row.customer.to_string() == drawn.key;
            row.result = Some(if done { DebitResult::Paid } else { DebitResult::NoFunds });
        }
        let answer = request.encode(Breaks::CrLf).unwrap();
        let early = desk.lay("debit", &answer).await;
        assert!(early.status == 422 && early.says("まだ来ていない日です"));
        desk.town.clock.advance_seconds(30 * 86_400);
        let path = desk.lay("debit", &answer).await.leads_on();
        let page = desk.town.get(&desk.officer, &path).await;
        assert!(page.says("まだ何も記録していません") && page.says("ぴったり合う") && page.says("資金不足"));
        assert_eq!(desk.now(drawn.id).await.paid, Yen::ZERO, "laying in books nothing");
        desk.town.post(&desk.officer, &format!("{path}/book"), &[]).await.leads_on();
        desk.town.run_jobs().await;
        assert_eq!(desk.now(drawn.id).await.state, BillState::Paid);
        assert_eq!(desk.now(failed.id).await.state, BillState::Open);
        assert_eq!(desk.balance("in_transit").await, 12_300);
        assert!(desk.town.mail().iter().any(|m| m.subject.contains("口座から引き落とせませんでした")));

        let twice = desk.lay("debit", &answer).await.leads_on();
        assert!(desk.town.get(&desk.officer, &twice).await.says("このファイルは、前に入れてあります"));
        // The bank's file without line breaks is another file with the same news.
        let other = desk.lay("debit", &request.encode(Breaks::None).unwrap()).await.leads_on();
        assert!(desk.town.get(&desk.officer, &other).await.says("前に記録した（何も変わらない）"));
        desk.town.post(&desk.officer, &format!("{other}/book"), &[]).await.leads_on();
        desk.town.run_jobs().await;
        assert_eq!((desk.balance("in_transit").await, desk.balance("overpaid").await), (12_300, 0));
        assert!(!desk.town.get(&desk.officer, &run).await.says("ファイルを取り消す"), "an answered request stays");
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn a_request_taken_back_can_be_made_again_without_whoever_paid_meanwhile() {
    testkit::both(&with_post(), |town| async move {
        let desk = Desk::new(town).await;
        let (one, _other) = (desk.bill(1_000).await, desk.bill(2_000).await);
        desk.account().await;
        let make = || desk.town.post(&desk.officer, "/desk/billing/debits", &[("day", "2026-06-30")]);
        let run = make().await.leads_on();
        desk.town.post(&desk.officer, &format!("{run}/cancel"), &[("version", "1")]).await.leads_on();
        assert_eq!(desk.town.post(&desk.officer, &format!("{run}/cancel"), &[("version", "1")]).await.status, 409);
        assert_eq!(desk.town.post(&desk.officer, &format!("{run}/file"), &[]).await.status, 409);
        desk.paid(&row("A1", &one, 1_000)).await;
        let run = make().await.leads_on();
        let file = desk.town.post(&desk.officer, &format!("{run}/file"), &[]).await;
        let amounts: Vec<Yen> = DebitFile::read_request(&file.body).unwrap().rows.iter().map(|r| r.amount).collect();
        assert_eq!(amounts, [Yen(2_000)]);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn each_line_of_a_list_becomes_what_it_is_and_says_why() {
    testkit::both(&with_post(), |town| async move {
        let desk = Desk::new(town).await;
        let (exact, part, over) = (desk.bill(1_000).await, desk.bill(2_000).await, desk.bill(3_000).await);
        let stranger = format!("A4,{},,500,2026-06-01\n", "9".repeat(20));
        let misread = format!("A5,{},000000x,700,2026-06-01\n", exact.key);
        let rows =
            [row("A1", &exact, 1_000), row("A2", &part, 1_500), row("A3", &over, 3_300), stranger, misread].concat();
        let path = desk.lay("standard:store", format!("{HEAD}{rows}").as_bytes()).await.leads_on();
        let preview = desk.town.get(&desk.officer, &path).await;
        for words in ["請求より少ない", "請求より多い", "この納付番号の請求がない", "確認番号が違う", "7,000円"]
        {
            assert!(preview.says(words), "{words}");
        }
        desk.town.post(&desk.officer, &format!("{path}/book"), &[]).await.leads_on();
        desk.town.run_jobs().await;
        let page = desk.town.get(&desk.officer, &path).await;
        assert!(page.says("記録しました") && page.says("合わなかった入金を片づける"));
        assert_eq!(desk.now(exact.id).await.state, BillState::Paid);
        assert_eq!(desk.now(part.id).await.rest(), Yen(500));
        assert_eq!(desk.now(over.id).await.state, BillState::Paid);
        assert_eq!(desk.balance("overpaid").await, -300);
        assert_eq!(desk.balance("suspense").await, -1_200);
        assert_eq!(desk.balance("in_transit").await, 7_000);

        // The same payment in another file changes nothing; the same number with other news is only told.
        let later = [row("A1", &exact, 1_000), row("A2", &part, 1_400), row("A6", &exact, 1_000)].concat();
        let path = desk.paid(&later).await;
        let page = desk.town.get(&desk.officer, &path).await;
        assert!(page.says("前の知らせと内容が違う") && page.says("もう納まっている"));
        assert_eq!(desk.balance("overpaid").await, -1_300, "A6 is a second payment");
        assert_eq!(desk.now(part.id).await.rest(), Yen(500));
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn what_matched_nothing_is_settled_by_hand_with_a_reason_and_once() {
    testkit::both(&with_post(), |town| async move {
        let desk = Desk::new(town).await;
        let tax = desk.bill(500).await;
        let other = format!("A2,{},,200,2026-06-01\n", "8".repeat(20));
        desk.paid(&format!("A1,{},,500,2026-06-01\n{other}", "9".repeat(20))).await;
        let list = desk.town.get(&desk.officer, "/desk/billing/unmatched").await;
        let mut paths = list.attributes("main a[href^='/desk/billing/unmatched/']", "href");
        let (first, second) = (paths.remove(0), paths.remove(0));
        let (five, two) = match desk.town.get(&desk.officer, &first).await.says("500円") {
            true => (first, second),
            false => (second, first),
        };
        let settle = |path: &str, fields: Vec<(&'static str, String)>| {
            let (desk, path) = (&desk, format!("{path}/settle"));
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
                desk.town.post(&desk.officer, &path, &fields).await
            }
        };
        let form = |outcome: &str, number: &str, reason: &str| {
            vec![("outcome", outcome.to_owned()), ("number", number.to_owned()), ("reason", reason.to_owned())]
        };
        let wrong = settle(&five, form("bill", "123", "")).await;
        assert!(wrong.status == 422 && wrong.says("この番号の請求が見つかりません") && wrong.says("理由を500字までで"));
        settle(&five, form("bill", &tax.key, "店に確かめた")).await.leads_on();
        assert_eq!(desk.now(tax.id).await.state, BillState::Paid);
        let twice = settle(&five, form("bill", &tax.key, "店に確かめた")).await;
        assert!(twice.status == 409 && twice.says("ほかの職員が先に片づけました"));
        settle(&two, form("back", "", "送り先をまちがえたと本人から電話")).await.leads_on();
        assert!(desk.town.get(&desk.officer, "/desk/billing/unmatched").await.says("合わなかった入金はありません"));
        assert_eq!(desk.balance("suspense").await, 0);
        let acts = "SELECT CAST(COUNT(*) AS bigint) FROM store_journal WHERE act = 'billing.settle_suspense'";
        assert_eq!(desk.town.house.db.one::<i64>(acts, args![]).await.unwrap(), Some(2));
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn a_file_that_cannot_be_read_or_was_laid_in_by_mistake_books_nothing() {
    testkit::both(&with_post(), |town| async move {
        let desk = Desk::new(town).await;
        let tax = desk.bill(500).await;
        for (what, bytes, words) in [
            ("standard:store", "番号\n1\n", "見出し「取扱番号」がありません"),
            ("debit", "1\n", "読めませんでした"),
            ("", "x", "何のファイルかを選んでください"),
            ("other:store", HEAD, "並びを選び直してください"),
        ] {
            let page = desk.lay(what, bytes.as_bytes()).await;
            assert!(page.status == 422 && page.says(words), "{words}");
        }
        let file = format!("{HEAD}{}", row("A1", &tax, 500));
        let path = desk.lay("standard:store", file.as_bytes()).await.leads_on();
        desk.town.post(&desk.officer, &format!("{path}/drop"), &[]).await.leads_on();
        assert!(desk.town.get(&desk.officer, &path).await.says("取り下げました"));
        desk.town.post(&desk.officer, &format!("{path}/book"), &[]).await.leads_on();
        desk.town.run_jobs().await;
        assert_eq!(desk.now(tax.id).await.paid, Yen::ZERO);
        let back = desk.lay("standard:store", file.as_bytes()).await.leads_on();
        assert!(desk.town.get(&desk.officer, &back).await.says("まだ記録していません"));
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_that_two_officers_bring_at_once_is_one_file_and_books_once() {
    testkit::both(&with_post(), |town| async move {
        let desk = Desk::new(town).await;
        let mut rows = String::new();
        let mut taxes = Vec::new();
        for n in 0..25 {
            let tax = desk.bill(1_000 + n).await;
            rows.push_str(&row(&format!("A{n}"), &tax, 1_000 + n));
            taxes.push(tax);
        }
        let file = format!("{HEAD}{rows}");
        let laid = join_all((0..4).map(|_| desk.lay("standard:store", file.as_bytes()))).await;
        let mut paths: Vec<String> = laid.iter().map(|a| a.leads_on().split('?').next().unwrap().to_owned()).collect();
        paths.dedup();
        assert_eq!(paths.len(), 1);
        let book = format!("{}/book", paths[0]);
        let pressed = join_all((0..4).map(|_| desk.town.post(&desk.officer, &book, &[]))).await;
        assert!(pressed.iter().all(|a| a.status == 303));
        tokio::join!(desk.town.run_jobs(), desk.town.run_jobs());
        desk.town.run_jobs().await;
        for tax in &taxes {
            assert_eq!(desk.now(tax.id).await.state, BillState::Paid);
        }
        assert_eq!(desk.balance("overpaid").await, 0);
        assert_eq!(desk.balance("in_transit").await, (0..25).map(|n| 1_000 + n).sum::<i64>());
        desk.books_hold().await;
    })
    .await;
}

/// What the books say in the end: of every instalment what is paid, and every account.
async fn books(desk: &Desk, taxes: &[Instalment]) -> (Vec<Yen>, Vec<i64>) {
    let mut paid = Vec::new();
    for tax in taxes {
        paid.push(desk.now(tax.id).await.paid);
    }
    let mut accounts = Vec::new();
    for account in ["receivable", "revenue", "in_transit", "overpaid", "suspense"] {
        accounts.push(desk.balance(account).await);
    }
    (paid, accounts)
}

/// Payments among three taxes and a number that nobody has: which, how much.
fn payments() -> impl Strategy<Value = Vec<(usize, i64)>> {
    prop::collection::vec((0..4_usize, prop::sample::select(vec![300_i64, 1_000, 1_700])), 1..7)
}

/// Files of these payments: each payment is in one file at least, some in several, in any order.
fn files(n: usize) -> impl Strategy<Value = Vec<Vec<usize>>> {
    let some = prop::collection::vec(prop::sample::subsequence((0..n).collect::<Vec<_>>(), 1..=n).prop_shuffle(), 0..3);
    (some, Just((0..n).collect::<Vec<_>>()).prop_shuffle()).prop_map(|(mut some, all)| {
        some.push(all);
        some
    })
}

#[tokio::test]
async fn any_order_and_repetition_of_files_gives_the_same_books() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..4 {
        let paid = payments().new_tree(&mut runner).unwrap().current();
        let mut said = Vec::new();
        for _ in 0..3 {
            let order = files(paid.len()).new_tree(&mut runner).unwrap().current();
            let desk = Desk::new(Arc::new(TestTown::sqlite(&with_post()).await)).await;
            let taxes = [desk.bill(1_000).await, desk.bill(1_000).await, desk.bill(2_000).await];
            for file in &order {
                let line = |n: &usize| match taxes.get(paid[*n].0) {
                    Some(tax) => row(&format!("A{n}"), tax, paid[*n].1),
                    None => format!("A{n},{},,{},2026-06-01\n", "7".repeat(20), paid[*n].1),
                };
                let rows: String = file.iter().map(line).collect();
                desk.paid(&rows).await;
            }
            desk.books_hold().await;
            said.push(books(&desk, &taxes).await);
        }
        assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{paid:?}: {said:?}");
    }
}

#[tokio::test]
async fn what_others_took_is_on_its_way_until_it_arrives() {
    testkit::both(&with_post(), |town| async move {
        let desk = Desk::new(town).await;
        let tax = desk.bill(1_000).await;
        desk.paid(&row("A1", &tax, 1_000)).await;
        let transit = "/desk/billing/transit";
        let page = desk.town.get(&desk.officer, transit).await;
        assert!(page.says("コンビニ") && page.says("1,000円"));
        let day = [("on-era", "reiwa"), ("on-year", "8"), ("on-month", "6"), ("on-day", "1")];
        let form = |changes: &[(&'static str, &'static str)]| {
            let mut form = vec![("channel", "store"), ("amount", "934"), ("fee", "66"), ("mark", "7-1")];
            form.retain(|(n, _)| !changes.iter().any(|(c, _)| c == n));
            [form, day.to_vec(), changes.to_vec()].concat()
        };
        let wrong = desk.town.post(&desk.officer, transit, &form(&[("amount", "x"), ("mark", "")])).await;
        assert!(wrong.status == 422 && wrong.says("着いた額を数字で") && wrong.says("通帳や明細の番号を"));
        let done = desk.town.post(&desk.officer, transit, &form(&[])).await.leads_on();
        assert!(desk.town.get(&desk.officer, &done).await.says("着いたお金を記録しました"));
        let again = desk.town.post(&desk.officer, transit, &form(&[])).await.leads_on();
        assert!(desk.town.get(&desk.officer, &again).await.says("前に記録してあります"));
        let other = desk.town.post(&desk.officer, transit, &form(&[("amount", "900")])).await;
        assert!(other.status == 422 && other.says("別の額で前に記録して"));
        let sums = [desk.balance("in_transit").await, desk.balance("deposit").await, desk.balance("cost").await];
        assert_eq!(sums, [0, 934, 66]);
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_paid_twice_goes_back_by_transfer_and_never_twice() {
    testkit::both(&with_post(), |town| async move {
        let desk = Desk::new(town).await;
        let tax = desk.bill(1_000).await;
        desk.paid(&[row("A1", &tax, 1_000), row("A2", &tax, 1_000)].concat()).await;
        let refunds = "/desk/billing/refunds";
        assert!(desk.town.get(&desk.officer, refunds).await.says("口座が分かりません"));
        desk.account_for("refund").await;
        let drawn = crate::debited(&desk.town.house.db, desk.hanako.person(), "property_tax").await.unwrap();
        assert!(!drawn, "an account to receive is none to draw from");
        let page = desk.town.get(&desk.officer, refunds).await;
        let what = page.attributes("input[name='what']", "value").remove(0);
        let day = [("day-era", "reiwa"), ("day-year", "8"), ("day-month", "6"), ("day-day", "5")];
        let make = || {
            let form = [&[("what", what.as_str())][..], &day].concat();
            let desk = &desk;
            async move { desk.town.post(&desk.officer, refunds, &form).await }
        };
        let nothing = desk.town.post(&desk.officer, refunds, &day).await;
        assert!(nothing.status == 422 && nothing.says("返すものを選んでください"));
        let both = join_all([make(), make()]).await;
        let mut codes: Vec<u16> = both.iter().map(|a| a.status).collect();
        codes.sort_unstable();
        assert_eq!(codes, [303, 422], "it lies in one file only");
        let run = both.iter().find(|a| a.status == 303).unwrap().leads_on();
        let file = desk.town.post(&desk.officer, &format!("{run}/file"), &[]).await;
        let read = TransferFile::read(&file.body).unwrap();
        assert_eq!((read.rows.len(), read.rows[0].amount, read.rows[0].name.as_str()), (1, Yen(1_000), "ﾐﾎﾝ ﾊﾅｺ"));
        let to = format!("{run}/sent");
        let sent = || desk.town.post(&desk.officer, &to, &[("version", "1")]);
        let early = sent().await;
        assert!(early.status == 409 && early.says("振り込む日になってから"));
        desk.town.clock.advance_seconds(5 * 86_400);
        sent().await.leads_on();
        assert_eq!(sent().await.status, 409);
        assert_eq!((desk.balance("overpaid").await, desk.balance("deposit").await), (0, -1_000));
        assert!(desk.town.get(&desk.officer, refunds).await.says("返すお金はありません"));
        desk.books_hold().await;
    })
    .await;
}

#[tokio::test]
async fn only_the_bank_desk_opens_these_doors() {
    testkit::both(&with_post(), |town| async move {
        let desk = Desk::new(town).await;
        let cashier = desk.town.officer_of("cashier", &["billing.counter"], &["member"]);
        for what in ["accounts", "debits", "files", "unmatched", "transit", "refunds"] {
            let path = format!("/desk/billing/{what}");
            assert_eq!(desk.town.get(&desk.officer, &path).await.status, 200, "{what}");
            assert_eq!(desk.town.get(&cashier, &path).await.status, 403, "{what}");
            assert_eq!(desk.town.get(&desk.hanako, &path).await.status, 403, "{what}");
        }
    })
    .await;
}

use super::*;
use store::Reads;

/// The bank desk's rooms: people are told by notices.
fn with_post() -> Vec<Room> {
    vec![crate::room(), notices::room(), ISSUER]
}

struct Bank {
    town: Arc<TestTown>,
    officer: Who,
    hanako: Who,
}

const GOOD: [(&str, &str); 9] = [
    ("what", "all"),
    ("bank", "0126"),
    ("bank_name", "ミホン"),
    ("branch", "201"),
    ("branch_name", "オノ"),
    ("kind", "1"),
    ("number", "1234567"),
    ("holder", "ミホン ハナコ"),
    ("agreed", "yes"),
];

fn but(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut form: Vec<_> = GOOD.into_iter().filter(|(n, _)| !changes.iter().any(|(c, _)| c == n)).collect();
    form.extend(changes);
    form
}

impl Bank {
    async fn new(town: Arc<TestTown>) -> Self {
        let hanako = town.resident("見本 花子").await;
        Self { officer: town.officer_of("cashier", &["billing.bank"], &["member"]), hanako, town }
    }

    async fn ask(&self, form: &[(&str, &str)]) -> Answer {
        self.town.post(&self.hanako, "/my/bills/account/new", form).await
    }

    /// The account that waits for a check: its path at the desk and its version.
    async fn waiting(&self) -> (String, String) {
        let sql = "SELECT id, version FROM billing_account WHERE state = 'asked' ORDER BY id DESC";
        let row = self.town.house.db.row(sql, args![]).await.unwrap().expect("one waits");
        let id: crate::bank::AccountId = row.get("id").unwrap();
        (format!("/desk/billing/accounts/{id}"), row.get::<i64>("version").unwrap().to_string())
    }

    async fn check(&self) -> Answer {
        let (path, version) = self.waiting().await;
        self.town.post(&self.officer, &format!("{path}/check"), &[("version", &version), ("agreed", "yes")]).await
    }

    async fn states(&self) -> Vec<String> {
        let sql = "SELECT state FROM billing_account ORDER BY asked_at, id";
        let rows = self.town.house.db.rows(sql, args![]).await.unwrap();
        rows.iter().map(|r| r.get("state").unwrap()).collect()
    }

    async fn debited(&self, item: &str) -> bool {
        crate::debited(&self.town.house.db, self.hanako.person(), item).await.unwrap()
    }

    async fn journal_holds(&self) {
        let verdict = self.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}

#[tokio::test]
async fn an_account_is_drawn_from_only_after_an_officer_has_seen_the_banks_agreement() {
    testkit::both(&with_post(), |town| async move {
        let bank = Bank::new(town).await;
        let empty = bank.town.get(&bank.hanako, "/my/bills/account").await;
        assert!(empty.says("まだ申し込みはありません"));
        let asked = bank.ask(&GOOD).await.leads_on();
        let page = bank.town.get(&bank.hanako, &asked).await;
        assert!(page.says("申し込みを受け取りました") && page.says("末尾 567") && !page.says("1234567"));
        assert!(!bank.debited("property_tax").await, "nobody has checked it");

        let list = bank.town.get(&bank.officer, "/desk/billing/accounts").await;
        assert!(list.says("口座の末尾 567") && !list.says("1234567"), "a list shows no whole number");
        let (path, version) = bank.waiting().await;
        let page = bank.town.get(&bank.officer, &path).await;
        assert!(page.says("1234567") && page.says("ミホン ハナコ") && page.says("花子 様"));
        let hasty = bank.town.post(&bank.officer, &format!("{path}/check"), &[("version", &version)]).await;
        assert!(hasty.status == 422 && hasty.says("銀行の返事を確かめてから"));
        bank.check().await.leads_on();
        assert!(bank.debited("property_tax").await);
        bank.town.run_jobs().await;
        assert!(bank.town.mail().iter().any(|m| m.subject.contains("口座から引き落とせるようになりました")));
        let again =
            bank.town.post(&bank.officer, &format!("{path}/check"), &[("version", &version), ("agreed", "yes")]).await;
        assert!(again.status == 409 && again.says("ほかの職員が先に処理しました"));
        bank.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_mistyped_is_said_beside_the_field_and_keeps_what_was_typed() {
    testkit::both(&with_post(), |town| async move {
        let bank = Bank::new(town).await;
        for (change, words) in [
            (("bank", "12"), "銀行の番号を、数字4けたで"),
            (("branch", "abc"), "支店の番号を、数字3けたで"),
            (("number", "12345678"), "口座番号を、数字7けたまでで"),
            (("kind", ""), "口座の種類を選んでください"),
            (("holder", "見本 花子"), "に漢字は使えません"),
            (("agreed", ""), "同意するしるしを付けてください"),
            (("what", "some"), "引き落とすものを選んでください"),
        ] {
            let page = bank.ask(&but(&[change])).await;
            assert!(page.status == 422 && page.says(words), "{change:?}");
            assert!(change.0 == "branch" || page.attributes("#f-branch", "value") == ["201"], "typed words stay");
        }
        assert!(bank.states().await.is_empty());
        bank.ask(&but(&[("bank", "０１２６"), ("number", "123"), ("holder", "みほん　はなこ")])).await.leads_on();
        bank.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn a_new_account_takes_the_place_of_the_old_one_for_the_same_money_only() {
    testkit::both(&with_post(), |town| async move {
        let bank = Bank::new(town).await;
        bank.ask(&GOOD).await.leads_on();
        bank.town.clock.advance_seconds(60);
        bank.ask(&GOOD).await.leads_on();
        assert_eq!(bank.states().await, ["ended", "asked"], "the same form twice asks once");
        bank.check().await.leads_on();
        bank.town.clock.advance_seconds(60);
        bank.ask(&but(&[("what", "some"), ("items", "resident_tax"), ("number", "7654321")])).await.leads_on();
        assert_eq!(bank.states().await, ["ended", "active", "asked"], "the old one works until the new one does");
        bank.check().await.leads_on();
        assert_eq!(bank.states().await, ["ended", "ended", "active"]);
        assert!(bank.debited("resident_tax").await && !bank.debited("property_tax").await);
        bank.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn a_form_on_paper_is_entered_sent_back_and_ended_at_the_counter() {
    testkit::both(&with_post(), |town| async move {
        let bank = Bank::new(town).await;
        let person = bank.town.without_phone("見本 一郎").await;
        let (new, desk) = ("/desk/billing/accounts/new", &bank.officer);
        let form = bank.town.get(desk, &format!("{new}?person={person}")).await;
        assert!(form.says("一郎 様") && form.attributes("#f-holder", "value") == ["ミホン"]);
        let id = person.to_string();
        let mut fields = but(&[]);
        fields.push(("person", &id));
        bank.town.post(desk, new, &fields).await.leads_on();
        let (path, version) = bank.waiting().await;
        assert!(bank.town.get(desk, &path).await.says("（紙）"));
        let silent = bank.town.post(desk, &format!("{path}/return"), &[("version", &version), ("reason", "")]).await;
        assert!(silent.status == 422 && silent.says("伝えることを500字までで"));
        let why = [("version", version.as_str()), ("reason", "名義が通帳と違います。")];
        bank.town.post(desk, &format!("{path}/return"), &why).await.leads_on();
        bank.town.run_jobs().await;
        assert!(bank.town.mail().is_empty(), "whoever has no e-mail is told by the post");
        let letters = "SELECT CAST(COUNT(*) AS bigint) FROM notices_notice WHERE topic = 'billing.account'";
        assert_eq!(bank.town.house.db.one::<i64>(letters, args![]).await.unwrap(), Some(1));
        bank.town.post(desk, &format!("{path}/end"), &[("version", "2")]).await.leads_on();
        assert_eq!(bank.states().await, ["ended"]);
        let channel = "SELECT channel FROM store_journal WHERE act = 'billing.account_ask'";
        assert_eq!(bank.town.house.db.one::<String>(channel, args![]).await.unwrap().as_deref(), Some("paper"));
        bank.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn an_account_is_shown_to_its_owner_and_to_the_bank_desk_alone() {
    testkit::both(&with_post(), |town| async move {
        let bank = Bank::new(town).await;
        bank.ask(&GOOD).await.leads_on();
        let (path, _) = bank.waiting().await;
        let id = path.rsplit('/').next().unwrap();
        let other = bank.town.resident("見本 次郎").await;
        let cashier = bank.town.officer_of("cashier", &["billing.counter"], &["member"]);
        assert!(!bank.town.get(&other, "/my/bills/account").await.says("567"));
        let mine = format!("/my/bills/account/{id}/end");
        assert_eq!(bank.town.get(&other, &mine).await.status, 404);
        assert_eq!(bank.town.post(&other, &mine, &[("version", "1")]).await.status, 404);
        assert_eq!(bank.town.get(&cashier, &path).await.status, 403);
        assert_eq!(bank.town.get(&bank.hanako, &path).await.status, 403);
        assert!(bank.town.get(&bank.hanako, &mine).await.says("引き落としをやめる"));
        let done = bank.town.post(&bank.hanako, &mine, &[("version", "1")]).await.leads_on();
        assert!(bank.town.get(&bank.hanako, &done).await.says("引き落としをやめました"));
        assert_eq!(bank.town.post(&bank.hanako, &mine, &[("version", "2")]).await.status, 404, "it has ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_officers_who_check_at_once_leave_one_account_in_use() {
    testkit::both(&with_post(), |town| async move {
        let bank = Bank::new(town).await;
        bank.ask(&but(&[("what", "some"), ("items", "resident_tax")])).await.leads_on();
        bank.ask(&but(&[("what", "some"), ("items", "property_tax"), ("number", "7654321")])).await.leads_on();
        let (path, version) = bank.waiting().await;
        let fields = [("version", version.as_str()), ("agreed", "yes")];
        let to = format!("{path}/check");
        let all = futures::future::join_all((0..6).map(|_| bank.town.post(&bank.officer, &to, &fields))).await;
        let mut codes: Vec<u16> = all.iter().map(|a| a.status).collect();
        codes.sort_unstable();
        assert_eq!(codes, [303, 409, 409, 409, 409, 409]);
        bank.journal_holds().await;
    })
    .await;
}

//! From draft to version, on both databases.

use crate::book;
use std::sync::Arc;
use store::{Reads, args};
use testkit::{Answer, TestTown, Who, both};

fn rooms() -> Vec<web::Room> {
    vec![approvals::room(), crate::room()]
}

/// The officers of the residents' desk and the head of digital matters.
struct Office {
    town: Arc<TestTown>,
    editor: Who,
    other: Who,
    chief: Who,
    head: Who,
    cio: Who,
}

impl Office {
    fn new(town: Arc<TestTown>) -> Self {
        let of = |name: &str, permissions: &[&str], position: &str| {
            let list = |items: &[&str]| items.iter().map(|s| (*s).to_owned()).collect();
            let staff = web::Staff::alike(vec!["residents".to_owned()], list(&[position]), list(permissions));
            town.signed_in(name, Some(staff))
        };
        Self {
            editor: of("計画 かおる", &["plan.edit"], "member"),
            other: of("計画 ひとみ", &["plan.edit"], "member"),
            chief: of("仮名 あゆむ", &["approvals.decide"], "chief"),
            head: of("架空 ただし", &["approvals.decide"], "head"),
            cio: of("灯台 みつる", &["approvals.decide"], "cio"),
            town,
        }
    }

    /// Sends the form at `path` as its page shows it, with some fields otherwise.
    async fn fill(&self, who: &Who, path: &str, otherwise: &[(&str, &str)]) -> Answer {
        let page = self.town.get(who, path).await;
        assert_eq!(page.status, 200, "{path}");
        self.sent(who, path, &page, otherwise).await
    }

    /// Sends the form of a page that was opened before.
    async fn sent(&self, who: &Who, path: &str, page: &Answer, otherwise: &[(&str, &str)]) -> Answer {
        let fields = fields(page, otherwise);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.town.post(who, path, &fields).await
    }

    /// Writes a draft of another aim; answers its address.
    async fn draft(&self, who: &Who, aim: &str, month: &str) -> String {
        let otherwise = [("aim-ja", aim), ("why", "分かりやすくするため"), ("from-month", month), ("from-day", "1")];
        let kept = self.fill(who, "/desk/plan/book/procedures", &otherwise).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        kept.location().unwrap().to_owned()
    }

    async fn send(&self, who: &Who, draft: &str) -> Answer {
        let page = self.town.get(who, draft).await;
        let version = page.attributes("input[name='version']", "value").into_iter().next().unwrap_or_default();
        self.town.post(who, &format!("{draft}/send"), &[("version", &version)]).await
    }

    /// The address of the approval of a change.
    async fn approval(&self, draft: &str) -> String {
        let page = self.town.get(&self.editor, draft).await;
        let links = page.attributes("main a", "href");
        links.into_iter().find(|l| l.starts_with("/desk/approvals/")).unwrap()
    }

    async fn press(&self, who: &Who, approval: &str, what: &str, more: &[(&str, &str)]) {
        let page = self.town.get(who, approval).await;
        let form = if what == "send-back" { "approve" } else { what };
        let field = |name: &str| {
            let css = format!("form[action$='/{form}'] input[name='{name}']");
            page.attributes(&css, "value").into_iter().next().unwrap_or_default()
        };
        let (seat, text) = (field("seat"), field("text"));
        let mut fields = vec![("seat", seat.as_str()), ("text", text.as_str())];
        fields.extend(more);
        let answer = self.town.post(who, &format!("{approval}/{what}"), &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// All who decide approve.
    async fn decide(&self, draft: &str) {
        let approval = self.approval(draft).await;
        for who in [&self.chief, &self.head, &self.cio] {
            self.press(who, &approval, "approve", &[]).await;
        }
        self.town.run_jobs().await;
    }

    async fn aim(&self) -> (i64, String) {
        let plan = book::on(&self.town.house, self.town.house.now().date()).await.unwrap();
        (plan.version, plan.measure("procedures").unwrap().aim.ja.clone())
    }

    async fn versions(&self) -> i64 {
        let sql = "SELECT CAST(COUNT(*) AS bigint) FROM plan_version WHERE n IS NOT NULL";
        self.town.house.db.one(sql, args![]).await.unwrap().unwrap()
    }

    async fn journal_holds(&self) {
        let verdict = self.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}

/// What a browser would send of the form of a measure.
fn fields(page: &Answer, otherwise: &[(&str, &str)]) -> Vec<(String, String)> {
    let html = scraper::Html::parse_document(&page.text());
    let all = scraper::Selector::parse("main form input, main form select, main form textarea").unwrap();
    let chosen = scraper::Selector::parse("option[selected]").unwrap();
    let mut found = Vec::new();
    for one in html.select(&all) {
        let Some(name) = one.attr("name").filter(|n| *n != "_token") else { continue };
        let value = match (one.value().name(), one.attr("type")) {
            (_, Some("checkbox" | "radio")) if one.attr("checked").is_none() => continue,
            ("textarea", _) => one.text().collect::<String>(),
            ("select", _) => one.select(&chosen).next().and_then(|o| o.attr("value")).unwrap_or_default().to_owned(),
            _ => one.attr("value").unwrap_or_default().to_owned(),
        };
        let typed = otherwise.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        found.push((name.to_owned(), typed.unwrap_or(value)));
    }
    let unasked = otherwise.iter().filter(|(n, _)| !found.iter().any(|(name, _)| name == n));
    let unasked: Vec<_> = unasked.map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    found.extend(unasked);
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_holds_from_its_day_once_it_is_decided_and_the_old_text_stays() {
    both(&rooms(), |town| async move {
        let office = Office::new(town);
        let before = office.aim().await;
        let draft = office.draft(&office.editor, "どこからでも手続きできるようにします。", "7").await;
        let page = office.town.get(&office.editor, &draft).await;
        assert!(
            page.says("役場に来られない日も") && page.says("どこからでも手続きできるようにします。"),
            "old beside new"
        );
        assert_eq!(office.send(&office.editor, &draft).await.status, 303);
        assert_eq!(office.aim().await, before, "nothing holds before it is decided");
        office.decide(&draft).await;
        assert_eq!(office.aim().await, before, "it is June");
        office.town.clock.advance_seconds(30 * 86_400);
        assert_eq!(office.aim().await, (2, "どこからでも手続きできるようにします。".to_owned()));
        let new = office.town.get(&Who::nobody(), "/plan/versions/2").await;
        assert!(
            new.says("分かりやすくするため") && new.says("役場に来られない日も") && new.says("小町民第1号"),
            "{}",
            new.text()
        );
        let old = office.town.get(&Who::nobody(), "/plan/versions/1").await;
        assert!(old.says("役場に来られない日も") && !old.says("どこからでも手続きできるようにします。"));
        let list = office.town.get(&Who::nobody(), "/plan/versions").await;
        assert!(list.says("第1版") && list.says("第2版") && list.says("ねらい"));
        assert_eq!(office.versions().await, 2);
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_back_can_be_written_again_and_sent_again() {
    both(&rooms(), |town| async move {
        let office = Office::new(town);
        let draft = office.draft(&office.editor, "一度目のねらい", "7").await;
        office.send(&office.editor, &draft).await;
        let approval = office.approval(&draft).await;
        office.press(&office.chief, &approval, "send-back", &[("words", "もう少し短く")]).await;
        office.town.run_jobs().await;
        let page = office.town.get(&office.editor, &draft).await;
        assert!(page.says("戻ってきました") && page.says("もう少し短く"));
        let again = office.fill(&office.editor, &format!("{draft}/edit"), &[("aim-ja", "二度目のねらい")]).await;
        assert_eq!(again.status, 303, "{}", again.text());
        assert_eq!(office.send(&office.editor, &draft).await.status, 303);
        office.decide(&draft).await;
        office.town.clock.advance_seconds(30 * 86_400);
        assert_eq!(office.aim().await, (2, "二度目のねらい".to_owned()));
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_change_the_same_part_the_second_sees_the_first_ones_text() {
    both(&rooms(), |town| async move {
        let office = Office::new(town);
        let path = "/desk/plan/book/procedures";
        let opened = office.town.get(&office.other, path).await;
        let first = office.draft(&office.editor, "先のねらい", "7").await;
        let second = office.draft(&office.other, "後のねらい", "8").await;
        office.send(&office.editor, &first).await;
        let refused = office.send(&office.other, &second).await;
        assert!(refused.status == 422 || refused.status == 200, "{}", refused.status);
        assert!(refused.says("この施策の別の変更が、決裁の途中です") && refused.says("後のねらい"));
        office.decide(&first).await;
        let refused = office.send(&office.other, &second).await;
        assert!(refused.says("同じ所の変更が先に決まりました") && refused.says("後のねらい"));
        let edit = format!("{second}/edit");
        let page = office.town.get(&office.other, &edit).await;
        assert!(page.says("同じ所の変更が決まりました") && page.says("先のねらい") && page.says("後のねらい"));
        assert_eq!(office.fill(&office.other, &edit, &[]).await.status, 303);
        assert_eq!(office.send(&office.other, &second).await.status, 303);
        // A page that was opened before all that: what is typed there comes back beside what holds.
        let typed = [("aim-ja", "三つめのねらい"), ("budget-2027", "1,200,000"), ("why", "理由")];
        let late = office.sent(&office.other, path, &opened, &typed).await;
        assert_ne!(late.status, 303);
        assert!(late.says("三つめのねらい") && late.says("先のねらい"));
        assert!(late.attributes("input[name='budget-2027']", "value").contains(&"1200000".to_owned()));
        office.decide(&second).await;
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_of_different_parts_both_hold() {
    both(&rooms(), |town| async move {
        let office = Office::new(town);
        let path = "/desk/plan/book/procedures";
        let opened = office.town.get(&office.other, path).await;
        let first = office.draft(&office.editor, "先のねらい", "7").await;
        office.send(&office.editor, &first).await;
        office.decide(&first).await;
        let typed =
            [("budget-2027", "１，２００，０００"), ("why", "予算が決まった"), ("from-month", "7"), ("from-day", "2")];
        let kept = office.sent(&office.other, path, &opened, &typed).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        let second = kept.location().unwrap().to_owned();
        assert_eq!(office.send(&office.other, &second).await.status, 303);
        office.decide(&second).await;
        office.town.clock.advance_seconds(31 * 86_400);
        let plan = book::on(&office.town.house, office.town.house.now().date()).await.unwrap();
        let measure = plan.measure("procedures").unwrap();
        let budget = &measure.budgets[1];
        assert_eq!((measure.aim.ja.as_str(), budget.yen, budget.verified), ("先のねらい", Some(1_200_000), true));
        assert!(!measure.indicators[0].verified, "what was not decided stays unconfirmed");
        assert_eq!(plan.version, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_decision_holds_from_its_own_day() {
    both(&rooms(), |town| async move {
        let office = Office::new(town);
        let draft = office.draft(&office.editor, "遅れたねらい", "7").await;
        office.send(&office.editor, &draft).await;
        office.town.clock.advance_seconds(60 * 86_400);
        office.decide(&draft).await;
        let today = office.town.house.now().date();
        let plan = book::on(&office.town.house, today).await.unwrap();
        assert_eq!((plan.version, plan.from), (2, today));
        let yesterday = book::on(&office.town.house, today.yesterday().unwrap()).await.unwrap();
        assert_eq!(yesterday.version, 1, "what held yesterday is still what held yesterday");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_stand_beside_their_fields() {
    both(&rooms(), |town| async move {
        let office = Office::new(town);
        let path = "/desk/plan/book/procedures";
        let nothing = office.fill(&office.editor, path, &[("why", "理由")]).await;
        assert!(nothing.says("変えたところがありません"));
        let typed = [
            ("aim-ja", ""),
            ("budget-2026", "たくさん"),
            ("use-0-target-2026", "半分"),
            ("from-month", "4"),
            ("why", ""),
        ];
        let wrong = office.fill(&office.editor, path, &typed).await;
        for words in [
            "日本語の文を書いてください",
            "0以上の数字（円）で書いてください",
            "数字で書いてください",
            "今日か、今日より後の日にしてください",
            "変える理由を1000字までで書いてください",
        ] {
            assert!(wrong.says(words), "{words}");
        }
        assert!(wrong.attributes("input[name='budget-2026']", "value").contains(&"たくさん".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_edit_the_plan_change_it() {
    both(&rooms(), |town| async move {
        let office = Office::new(town);
        let reader = office.town.officer(&["plan.see"], &["head"]).await;
        let draft = office.draft(&office.editor, "ないしょの案", "7").await;
        for path in ["/desk/plan/book", "/desk/plan/book/procedures"] {
            assert_eq!(office.town.get(&reader, path).await.status, 403, "{path}");
            assert_eq!(office.town.get(&Who::nobody(), path).await.status, 303, "{path}");
        }
        assert_eq!(office.town.get(&reader, &draft).await.status, 404, "a draft is for those who edit");
        assert_eq!(office.town.post(&reader, &format!("{draft}/send"), &[("version", "1")]).await.status, 403);
        let others = office.town.post(&office.other, &format!("{draft}/send"), &[("version", "1")]).await;
        assert_eq!(others.status, 404, "a draft is its drafter's");
        assert_eq!(office.versions().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_sees_what_answers_the_nations_third_item_and_what_nothing_answers() {
    both(&rooms(), |town| async move {
        let page = town.get(&Who::nobody(), "/plan/above/local_dx").await;
        assert_eq!(page.status, 200);
        let rows = page.select("tbody tr");
        let third = rows.iter().find(|r| r.contains("③")).unwrap();
        assert!(third.contains("税金などの支払い方法を選べるように"), "{third}");
        let second = rows.iter().find(|r| r.contains("②")).unwrap();
        assert!(second.contains("応える施策がありません"), "{second}");
        let list = town.get(&Who::nobody(), "/plan/above").await;
        assert!(list.says("7項目のうち5項目に、応える施策があります。2項目にはありません。"), "{}", list.text());
        assert!(list.says("福島県DX推進戦略") && list.says("この計画の項目は、まだ確かめていません。"));
        assert_eq!(town.get(&Who::nobody(), "/plan/above/none").await.status, 404);
        assert_eq!(town.get(&Who::nobody(), "/plan/versions/7").await.status, 404);
    })
    .await;
}

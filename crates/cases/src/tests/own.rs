//! What one has begun or sent without an account: reminded once, deleted, copied, withdrawn.

use super::people_::*;
use crate::rules::Ending;
use testkit::{TestTown, Who, both};

const CONSULT: &str = "migration_consultation";

const FAR: &[(&str, &[(&str, &str)])] = &[
    ("name", &[("name.family", "遠野"), ("name.given", "旅人")]),
    ("from", &[("living_in", "東京都")]),
    ("topics", &[("topics", "housing")]),
    ("when", &[("move_when", "year")]),
    ("details", &[("details", "畑のある家を探しています。")]),
    ("answer_by", &[("answer_by", "email")]),
    ("email", &[("email", "tabibito@far.example")]),
];

/// A consultation sent by somebody without an account; answers the page of the matter.
async fn sent(town: &TestTown, nobody: &Who) -> String {
    let draft = fill(town, nobody, CONSULT, FAR).await;
    let rest = town.get(nobody, &format!("{draft}/check")).await;
    for href in rest.attributes(".banner a", "href") {
        let agreed = [("declared", "yes"), ("consent", "yes"), ("agreed", "yes")];
        town.post(nobody, href.split('?').next().unwrap(), &agreed).await;
    }
    let done = town.post(nobody, &format!("{draft}/submit"), &[]).await.leads_on();
    let done = town.get(nobody, &done).await;
    let own = done.attributes("a[href$='/own']", "href").remove(0);
    own.trim_end_matches("/own").to_owned()
}

#[tokio::test]
async fn a_copy_and_a_withdrawal_need_no_account_but_something_that_one_wrote() {
    both(&rooms(), |town| async move {
        let nobody = Who::nobody();
        let page = sent(&town, &nobody).await;
        let own = format!("{page}/own");
        let asked = town.get(&nobody, &own).await;
        assert!(asked.status == 200 && !asked.says("遠野"), "the address alone shows nothing");
        let wrong = town.post(&nobody, &own, &[("fact", "someone@far.example")]).await;
        assert!(wrong.status == 422 && !wrong.says("遠野"));
        let shown = town.post(&nobody, &own, &[("fact", "Tabibito@far.example")]).await;
        assert!(shown.says("遠野") && shown.says("畑のある家"), "{}", shown.text());
        let key = shown.attributes("input[name=key]", "value").remove(0);
        let pdf = town.post(&nobody, &format!("{page}/receipt"), &[("key", &key)]).await;
        assert!(pdf.says("受付票") && pdf.says("遠野"));
        assert_eq!(town.post(&nobody, &format!("{page}/receipt"), &[("key", "x")]).await.status, 404);
        let version = only_case(&town).await.version.to_string();
        let withdraw = format!("{page}/withdraw");
        let unsure = [("key", key.as_str()), ("version", version.as_str())];
        assert_eq!(town.post(&nobody, &withdraw, &unsure).await.status, 422);
        let sure = [("key", key.as_str()), ("version", version.as_str()), ("sure", "yes")];
        town.post(&nobody, &withdraw, &sure).await.leads_on();
        assert_eq!(only_case(&town).await.outcome, Some(Ending::Withdrawn));
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn an_officer_records_a_withdrawal_that_was_told_on_the_telephone() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        let path = format!("/desk/cases/{}/withdraw", case.id);
        let version = case.version.to_string();
        let unsure = [("version", version.as_str()), ("told", "phone")];
        assert_eq!(town.post(&officer, &path, &unsure).await.status, 422, "not without making sure who it is");
        let other = town.officer_of("tax", &["cases.desk"], &["member"]);
        let told =
            [("version", version.as_str()), ("told", "phone"), ("check", "電話での聞き取り（氏名・生年月日・住所）")];
        assert_eq!(town.post(&other, &path, &told).await.status, 404);
        town.post(&officer, &path, &told).await.leads_on();
        assert_eq!(only_case(&town).await.outcome, Some(Ending::Withdrawn));
        let entries = store::journal::of_row(&town.house.db, "cases_case", case.id.0).await.unwrap();
        let last = entries.last().unwrap();
        assert_eq!((last.act.as_str(), last.channel.as_str()), ("cases.withdraw", "phone"));
        town.run_jobs().await;
        assert!(town.mail().iter().any(|m| m.to == "hanako@ono.example" && m.subject.contains("取り下げ")));
    })
    .await;
}

#[tokio::test]
async fn a_form_put_down_without_an_account_is_recalled_once_where_the_owner_wants_it() {
    both(&rooms(), |town| async move {
        let nobody = Who::nobody();
        let draft = fill(&town, &nobody, CONSULT, &FAR[..2]).await;
        let stop = format!("{draft}/stop");
        let bad = [("secret", "4711"), ("email", "far@")];
        assert_eq!(town.post(&nobody, &stop, &bad).await.status, 422);
        town.post(&nobody, &stop, &[("secret", "4711"), ("email", "tabibito@far.example")]).await;
        town.clock.advance_seconds(4 * 86_400);
        for _ in 0..3 {
            crate::rounds::recall(town.house.clone()).await.unwrap();
            town.run_jobs().await;
        }
        let mails = town.mail();
        assert_eq!(mails.len(), 1, "once");
        assert!(!mails[0].text.contains("遠野"), "nothing that was written is in the mail");
        let path = mails[0].text.split_once("localhost:8080").unwrap().1.split_whitespace().next().unwrap().to_owned();
        let page = town.get(&nobody, &path).await;
        assert!(page.status == 200 && !page.says("遠野"), "{}", page.text());
        assert_eq!(town.get(&nobody, &format!("{path}x")).await.status, 404);
        assert!(town.post(&nobody, &format!("{path}/delete"), &[]).await.says("消しました"));
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_draft").await, 0);
        assert_eq!(town.get(&nobody, &path).await.status, 410);
    })
    .await;
}

#[tokio::test]
async fn who_does_not_want_to_be_reminded_is_not() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, "resident_record", &ANSWERS[..2]).await;
        assert!(town.get(&hanako, &format!("{draft}/stop")).await.says("一度だけお知らせします"));
        town.post(&hanako, &format!("{draft}/quiet"), &[]).await.leads_on();
        town.clock.advance_seconds(4 * 86_400);
        crate::rounds::recall(town.house.clone()).await.unwrap();
        town.run_jobs().await;
        assert!(town.mail().is_empty());
        let other = town.resident("別の 人").await;
        assert_eq!(town.post(&other, &format!("{draft}/delete"), &[]).await.status, 404);
        assert_eq!(town.post(&hanako, &format!("{draft}/delete"), &[]).await.status, 200);
    })
    .await;
}

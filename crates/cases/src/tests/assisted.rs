//! The same matter at the counter, on the telephone and on paper.

use super::people_::*;
use crate::records::draft;
use crate::rules::State;
use kernel::TypedId;
use store::Channel;
use testkit::both;

const CHECK: &str = "運転免許証";

#[tokio::test]
async fn an_officer_enters_a_matter_for_somebody_without_an_account() {
    both(&rooms(), |town| async move {
        let officer = officer(&town);
        let taro = person(&town, "縁側", "太郎").await;
        assert!(town.get(&officer, "/desk/assist?q=%E7%B8%81%E5%81%B4").await.says("太郎"));
        let id = taro.to_string();
        let entry =
            [("person", id.as_str()), ("procedure", "resident_record"), ("channel", "counter"), ("check", CHECK)];
        let first = town.post(&officer, "/desk/assist/begin", &entry).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        assert!(town.get(&officer, &first).await.says("本人に代わって入力しています（窓口）"));
        fill_from(&town, &officer, &draft, ANSWERS).await;
        town.post(&officer, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!((case.channel, case.applicant, case.state), (Channel::Counter, Some(taro), State::Submitted));
        assert_eq!((case.helper, case.account), (Some(officer.account()), None));
        assert_eq!(case.identity_check.as_deref(), Some(CHECK));
        let page = town.get(&officer, &format!("/desk/cases/{}", case.id)).await;
        assert!(page.says(CHECK) && page.says("窓口"));
        let himself = town.signed_in_as("縁側 太郎", kernel::id::AccountId::from_uuid(town.id()), Some(taro), None);
        assert!(town.get(&himself, "/my/cases").await.says(&case.reference.to_string()), "it is his matter too");
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_entered_without_saying_how_the_person_was_made_sure_of() {
    both(&rooms(), |town| async move {
        let officer = officer(&town);
        for missing in ["person", "procedure", "channel", "check"] {
            let all = [("person", "outside"), ("procedure", "resident_record"), ("channel", "phone"), ("check", CHECK)];
            let entry: Vec<(&str, &str)> = all.into_iter().filter(|(n, _)| *n != missing).collect();
            assert_eq!(town.post(&officer, "/desk/assist/begin", &entry).await.status, 422, "{missing}");
        }
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_draft").await, 0);
        let hanako = hanako(&town).await;
        assert_eq!(town.get(&hanako, "/desk/assist").await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_paper_that_comes_back_finds_its_own_draft_and_becomes_one_case() {
    both(&rooms(), |town| async move {
        let officer = officer(&town);
        let taro = person(&town, "縁側", "太郎").await.to_string();
        let entry = [("person", taro.as_str()), ("procedure", "resident_record"), ("then", "paper")];
        let page = town.post(&officer, "/desk/assist/begin", &entry).await.leads_on();
        let pdf = town.get(&officer, &format!("{page}/paper.pdf")).await;
        let number = town.get(&officer, &page).await.select("p.reference strong").remove(0);
        assert!(pdf.says("paper_form") && pdf.says(&number) && pdf.says("縁側"), "{}", pdf.text());
        let colleague = super::people_::officer(&town);
        assert_eq!(town.post(&colleague, "/desk/scan", &[("code", "7K3-F92-QXX")]).await.status, 422);
        let first = town.post(&colleague, "/desk/scan", &[("code", &number.replace('-', ""))]).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        fill_from(&town, &colleague, &draft, ANSWERS).await;
        town.post(&colleague, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!((case.reference.to_string(), case.channel), (number.clone(), Channel::Paper));
        let found = town.post(&officer, "/desk/scan", &[("code", &number)]).await.leads_on();
        assert_eq!(found, format!("/desk/cases/{}", case.id), "now the number leads to the case");
        let said = [("satisfaction", "better"), ("channel", "paper")];
        town.post(&officer, &format!("/desk/cases/{}/feedback", case.id), &said).await.leads_on();
        assert_eq!(
            count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_feedback WHERE channel = 'paper'").await,
            1
        );
        assert!(draft::by_reference(&town.house.db, case.reference, town.house.now()).await.unwrap().is_none());
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn a_blank_form_can_be_laid_out_at_the_counter() {
    both(&rooms(), |town| async move {
        let pdf = town.get(&officer(&town), "/desk/assist/resident_record/paper.pdf").await;
        assert!(pdf.status == 200 && pdf.says("何通必要ですか"));
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_draft").await, 0);
    })
    .await;
}

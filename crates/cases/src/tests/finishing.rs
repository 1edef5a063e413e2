//! Who may not send a form yet fills it in all the same, and finishes it in another way.

use super::people_::*;
use kernel::TypedId;
use kernel::id::AccountId;
use store::Channel;
use testkit::{Who, both};

const CHECK: &str = "運転免許証";

fn answers() -> Vec<(&'static str, &'static [(&'static str, &'static str)])> {
    let mut answers = ANSWERS.to_vec();
    answers[0].1 = &[
        ("applicant_name.family", "見本"),
        ("applicant_name.given", "次郎"),
        ("applicant_birth-era", "showa"),
        ("applicant_birth-year", "55"),
        ("applicant_birth-month", "4"),
        ("applicant_birth-day", "1"),
        ("applicant_address-prefecture", "福島県"),
        ("applicant_address-city", "田村郡小野町"),
        ("applicant_address-town", "大字小野新町字見本1番地"),
    ];
    answers
}

#[tokio::test]
async fn an_account_that_nobody_was_matched_with_fills_in_and_finishes_at_the_counter() {
    both(&rooms(), |town| async move {
        let jiro = town.signed_in_as("見本 次郎", AccountId::from_uuid(town.id()), None, None);
        assert!(town.get(&jiro, "/apply/resident_record").await.says("書いておく"));
        let draft = fill(&town, &jiro, "resident_record", &answers()).await;
        let check = town.get(&jiro, &format!("{draft}/check")).await;
        assert!(check.says("/sign-in/stronger?return=") && check.says("窓口で終える"), "{}", check.text());
        assert!(!check.attributes("main form", "action").contains(&format!("{draft}/submit")), "no button that sends");
        let forced = town.post(&jiro, &format!("{draft}/submit"), &[]).await;
        assert_eq!(forced.status, 422, "and none that can be made up");
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_case").await, 0);

        let page = town.post(&jiro, &format!("{draft}/counter"), &[]).await;
        let number = page.select("p.reference strong").remove(0);
        let again = town.post(&jiro, &format!("{draft}/counter"), &[]).await;
        assert_eq!(again.select("p.reference strong"), std::slice::from_ref(&number), "one form, one number");
        assert_eq!(town.post(&Who::nobody(), &format!("{draft}/counter"), &[]).await.status, 404);

        let officer = officer(&town);
        assert!(town.post(&officer, "/desk/scan", &[("code", &number)]).await.says("家で書いた申請です"));
        let take =
            async |check: &str| town.post(&officer, "/desk/scan/take", &[("code", &number), ("check", check)]).await;
        assert_eq!(take("").await.status, 422, "not without making sure who it is");
        assert_eq!(take(CHECK).await.leads_on(), format!("{draft}/check"));
        assert_eq!(take(CHECK).await.status, 409, "one officer has it");
        assert_eq!(town.get(&jiro, &format!("{draft}/check")).await.status, 404, "it lies at the counter now");
        town.post(&officer, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!((case.channel, case.helper), (Channel::Counter, Some(officer.account())));
        assert_eq!((case.identity_check.as_deref(), case.reference.to_string()), (Some(CHECK), number));
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn an_unfinished_form_gets_no_number() {
    both(&rooms(), |town| async move {
        let jiro = town.signed_in_as("見本 次郎", AccountId::from_uuid(town.id()), None, None);
        let first = town.post(&jiro, "/apply/resident_record/begin", &[]).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0;
        assert_eq!(town.post(&jiro, &format!("{draft}/counter"), &[]).await.status, 409);
    })
    .await;
}

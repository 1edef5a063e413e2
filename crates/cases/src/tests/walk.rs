//! The main walk: apply, review, correct, decide, pay, issue, close, and the question afterwards.

use super::people_::*;
use crate::records::case;
use crate::rules::{Ending, State};
use billing::Cash;
use kernel::Yen;
use store::{Act, NewJob, StoreError, journal};
use testkit::{TestTown, both};
use web::Period;

async fn pay(town: &TestTown) {
    let case = only_case(town).await;
    let (bill, fee) = (case.bill.expect("a bill"), case.fee.expect("a fee"));
    let act = Act::system("test", town.house.now());
    let cash = Cash {
        amount: fee,
        tendered: Yen(1000),
        rest: fee,
        in_part: false,
        instalment: None,
        drawer: "cashier".to_owned(),
        cashier: "見本".to_owned(),
    };
    let paid = town.house.db.write(&act, move |tx| async move { billing::pay_at_counter(&tx, bill, cash).await });
    paid.await.unwrap();
    town.run_jobs().await;
}

async fn propose(town: &TestTown, officer: &testkit::Who, granted: &str) {
    let case = only_case(town).await;
    let version = case.version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("granted", granted),
        ("words", "交付します。"),
        ("reason", "委任状がありません。"),
        ("fee", "400"),
    ];
    let answer = town.post(officer, &format!("/desk/cases/{}/propose", case.id), &fields).await;
    assert_eq!(answer.status, 303, "{:?}", answer.select(".error-summary"));
    town.run_jobs().await;
}

#[tokio::test]
async fn a_matter_walks_from_the_first_question_to_the_last() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        assert!(town.get(&hanako, "/apply/resident_record").await.says("住民票の写し"));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        let check = town.get(&hanako, &format!("{draft}/check")).await;
        assert!(check.says("縁側") && check.says("400円"), "{}", check.text());
        let done = town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!((case.state, case.fee), (State::Submitted, Some(Yen(400))));
        assert_eq!(case.due_on.to_string(), "2026-06-02");
        assert!(town.get(&hanako, &done).await.says(&case.reference.to_string()));
        let again = town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        assert_eq!(again, done, "a second click finds the first case");
        town.run_jobs().await;
        assert!(
            town.mail().iter().any(|m| m.to == "hanako@ono.example" && m.text.contains(&case.reference.to_string()))
        );
        let receipt = town.get(&hanako, &format!("/my/cases/{}/receipt.pdf", case.id)).await;
        assert!(receipt.says("受付票") && receipt.says("縁側"));

        assert!(town.get(&officer, "/desk/cases").await.says(&case.reference.to_string()));
        let path = format!("/desk/cases/{}", case.id);
        assert!(town.get(&officer, &path).await.says("同じ"), "the register agrees");
        town.post(&officer, &format!("{path}/take"), &[("version", "1")]).await.leads_on();
        propose(&town, &officer, "yes").await;
        assert_eq!(only_case(&town).await.state, State::Deciding);
        for position in ["chief", "head"] {
            let case = only_case(&town).await;
            approve(&town, &superior(&town, position), &case, "approve", "").await;
        }
        assert_eq!(only_case(&town).await.state, State::AwaitingPayment);
        pay(&town).await;
        let case = only_case(&town).await;
        assert_eq!((case.state, case.outcome), (State::Closed, Some(Ending::Granted)));
        assert!(case.paper.is_some());

        let mine = town.get(&hanako, &format!("/my/cases/{}", case.id)).await;
        assert!(mine.says("便利になりましたか") && mine.says("認められました"));
        let feedback = format!("/my/cases/{}/feedback", case.id);
        town.post(&hanako, &feedback, &[("satisfaction", "better"), ("satisfaction.effort", "easy")]).await.leads_on();
        town.post(&hanako, &feedback, &[("satisfaction", "worse")]).await.leads_on();
        figures(&town).await;
        assert!(town.verdict().await.findings.is_empty(), "{:?}", town.verdict().await.findings);
    })
    .await;
}

async fn figures(town: &TestTown) {
    let today = town.house.now().date();
    let period = Period { first: today, last: today };
    let figure = |key: &'static str| {
        let found = crate::indicators::ALL.iter().find(|i| i.key == key).unwrap();
        (found.count)(town.house.db.clone(), period)
    };
    let received = figure("cases.received").await.unwrap();
    assert_eq!((received.n, received.parts), (1, vec![("web".to_owned(), 1)]));
    let satisfaction = figure("cases.satisfaction").await.unwrap();
    assert_eq!((satisfaction.value, satisfaction.n), (Some(100.0), 1), "the first answer counts");
    let effort = figure("cases.effort").await.unwrap();
    assert_eq!((effort.value, effort.hits, effort.n), (Some(100.0), Some(1), 1));
    let in_time = figure("cases.in_time_share").await.unwrap();
    assert_eq!((in_time.value, in_time.parts), (Some(100.0), vec![("in_time".to_owned(), 1)]));
    assert_eq!(figure("cases.no_account_share").await.unwrap().value, Some(0.0), "hanako signed in");
    assert_eq!(figure("cases.days").await.unwrap().value, Some(0.0));
    assert_eq!(figure("cases.online_share").await.unwrap().value, Some(100.0));
}

#[tokio::test]
async fn only_the_asked_question_is_corrected_and_the_deadline_waits() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        let base = format!("/my/cases/{}", case.id);
        assert_eq!(town.get(&hanako, &format!("{base}/correct")).await.status, 409, "nothing is asked yet");
        let ask = [("version", "1"), ("ask.purpose", "使い道をもう少しくわしく選んでください。")];
        town.post(&officer, &format!("/desk/cases/{}/ask", case.id), &ask).await.leads_on();
        town.clock.advance_seconds(2 * 86_400);
        town.run_jobs().await;
        let page = town.get(&hanako, &format!("{base}/correct")).await;
        assert!(page.says("くわしく選んで") && !page.says("何通必要ですか"), "{}", page.text());
        let version = only_case(&town).await.version.to_string();
        let other = [("version", version.as_str()), ("purpose", "other")];
        let more = town.post(&hanako, &format!("{base}/correct"), &other).await;
        assert!(more.status == 422 && more.says("使い道を短く"), "what the new answer needs is asked with it");
        let whole = [
            ("version", version.as_str()),
            ("asked", "purpose purpose_other"),
            ("purpose", "other"),
            ("purpose_other", "釣りの許可"),
        ];
        town.post(&hanako, &format!("{base}/correct"), &whole).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!((case.state, case.round), (State::InReview, 2));
        assert_eq!(case.due_on.to_string(), "2026-06-04", "two open days were waited");
        let answers = case::answers(&town.house.db, case.id, 2).await.unwrap();
        assert_eq!((answers.choice("purpose"), answers.number("copies")), (Some("other"), Some(2)));
        assert!(town.get(&officer, &format!("/desk/cases/{}", case.id)).await.says("補正で変わったところ"));
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn a_decision_sent_back_is_proposed_again_and_a_refusal_becomes_a_letter() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        propose(&town, &officer, "yes").await;
        let case = only_case(&town).await;
        approve(&town, &superior(&town, "chief"), &case, "send-back", "手数料を確かめてください").await;
        assert_eq!(only_case(&town).await.state, State::InReview);
        propose(&town, &officer, "no").await;
        let again = only_case(&town).await;
        assert_eq!((again.approval, again.state), (case.approval, State::Deciding));
        assert_eq!(again.fee, None, "nobody pays for a refusal");
    })
    .await;
}

#[tokio::test]
async fn a_matter_can_be_taken_back_until_it_is_put_up_for_decision() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        propose(&town, &officer, "yes").await;
        let version = only_case(&town).await.version.to_string();
        let path = format!("/my/cases/{}/withdraw", case.id);
        assert_eq!(town.post(&hanako, &path, &[("version", &version)]).await.status, 409);
        let id = only_case(&town).await.approval.unwrap();
        town.post(&officer, &format!("/desk/approvals/{id}/pull-back"), &[("words", "取り下げの申し出")]).await;
        town.run_jobs().await;
        let version = only_case(&town).await.version.to_string();
        assert_eq!(town.post(&hanako, &path, &[("version", "1")]).await.status, 409, "seen too long ago");
        town.post(&hanako, &path, &[("version", &version)]).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!((case.state, case.outcome), (State::Closed, Some(Ending::Withdrawn)));
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn forgotten_drafts_and_corrections_are_recalled_once() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        fill(&town, &hanako, "resident_record", &ANSWERS[..2]).await;
        let case = only_case(&town).await;
        let ask = [("version", "1"), ("ask.copies", "2通でよろしいですか。")];
        town.post(&officer, &format!("/desk/cases/{}/ask", case.id), &ask).await.leads_on();
        town.clock.advance_seconds(8 * 86_400);
        for _ in 0..3 {
            crate::rounds::recall(town.house.clone()).await.unwrap();
        }
        town.run_jobs().await;
        let topics = |topic: &str| town.mail().iter().filter(|m| m.subject.contains(topic)).count();
        assert_eq!((topics("書きかけ"), topics("お待ちしています")), (1, 1));
        town.clock.advance_seconds(31 * 86_400);
        crate::rounds::clear(town.house.clone()).await.unwrap();
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_draft").await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_person_sees_who_opened_the_matter_and_why() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        town.get(&officer, &format!("/desk/cases/{}", case.id)).await;
        let seen = journal::about(&town.house.db, hanako.person(), None, 20).await.unwrap();
        assert!(seen.iter().any(|e| e.act == "people.read" && e.detail.as_ref().is_some_and(|d| d.contains("の審査"))));
        let other = town.officer_of("tax", &["cases.desk"], &["member"]);
        assert_eq!(town.get(&other, &format!("/desk/cases/{}", case.id)).await.status, 404);
        assert!(!town.get(&other, "/desk/cases").await.says(&case.reference.to_string()));
        town.run_jobs().await;
    })
    .await;
}

/// Walks a matter up to the bill.
async fn to_the_bill(town: &TestTown) -> testkit::Who {
    let (hanako, officer) = (hanako(town).await, officer(town));
    let draft = fill(town, &hanako, "resident_record", ANSWERS).await;
    town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
    propose(town, &officer, "yes").await;
    for position in ["chief", "head"] {
        let case = only_case(town).await;
        approve(town, &superior(town, position), &case, "approve", "").await;
    }
    assert_eq!(only_case(town).await.state, State::AwaitingPayment);
    hanako
}

#[tokio::test]
async fn who_does_not_want_to_pay_takes_the_matter_back_and_the_bill_goes_with_it() {
    both(&rooms(), |town| async move {
        let hanako = to_the_bill(&town).await;
        let case = only_case(&town).await;
        let version = case.version.to_string();
        town.post(&hanako, &format!("/my/cases/{}/withdraw", case.id), &[("version", &version)]).await.leads_on();
        let bill = billing::status(&town.house.db, case.bill.unwrap()).await.unwrap();
        assert_eq!(bill.state, billing::BillState::Void);
        assert_eq!(only_case(&town).await.outcome, Some(Ending::Withdrawn));
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn a_job_that_comes_twice_changes_nothing_the_second_time() {
    both(&rooms(), |town| async move {
        to_the_bill(&town).await;
        pay(&town).await;
        let before = only_case(&town).await;
        let (approval, bill) = (before.approval.unwrap(), before.bill.unwrap());
        let act = Act::system("test", town.house.now());
        let subject = before.id.0;
        let again = town.house.db.write(&act, move |tx| async move {
            let outcome = approvals::Outcome::Approved;
            tx.enqueue(NewJob::new("cases.decided", &approvals::Decided { approval, subject, outcome, round: 1 }));
            tx.enqueue(NewJob::new("cases.paid", &billing::Paid { bill, subject }));
            Ok::<_, StoreError>(())
        });
        again.await.unwrap();
        town.run_jobs().await;
        assert_eq!(only_case(&town).await.version, before.version);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_says_its_reasons_and_how_to_object() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let empty = [("version", "1"), ("granted", "no"), ("reason", "")];
        let case = only_case(&town).await;
        assert_eq!(town.post(&officer, &format!("/desk/cases/{}/propose", case.id), &empty).await.status, 422);
        propose(&town, &officer, "no").await;
        for position in ["chief", "head"] {
            let case = only_case(&town).await;
            approve(&town, &superior(&town, position), &case, "approve", "").await;
        }
        let case = only_case(&town).await;
        assert_eq!((case.state, case.bill), (State::Issuing, None), "the letter is made, nothing is billed");
        let letter = crate::letter::letter(&town.house, &case).await.unwrap();
        assert_eq!(letter.contents().data()["reasons"], serde_json::json!(["委任状がありません。"]));
        assert_eq!(letter.contents().data()["appeal"].as_array().unwrap().len(), 2);
        assert_eq!(letter.contents().data()["addressee"]["name"], "縁側　花子");
        assert!(letter.document_number().is_some(), "it bears the number of the decision");
        let (house, act) = (town.house.clone(), Act::system("test", town.house.now()));
        let told = crate::Issued { case: case.id, paper: kernel::id::PaperId(town.id()) };
        town.house
            .db
            .write(&act, move |tx| async move { crate::outcome::close_with(&tx, &house, told).await })
            .await
            .unwrap();
        assert_eq!(only_case(&town).await.outcome, Some(Ending::Refused));
    })
    .await;
}

#[tokio::test]
async fn a_correction_of_the_number_of_copies_changes_the_fee() {
    both(&rooms(), |town| async move {
        let (hanako, officer) = (hanako(&town).await, officer(&town));
        let draft = fill(&town, &hanako, "resident_record", ANSWERS).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        let ask = [("version", "1"), ("ask.copies", "2通でよろしいですか。")];
        town.post(&officer, &format!("/desk/cases/{}/ask", case.id), &ask).await.leads_on();
        // The officer writes down what was said on the telephone.
        let path = format!("/desk/cases/{}/correct", case.id);
        let version = only_case(&town).await.version.to_string();
        town.post(&officer, &path, &[("version", &version), ("copies", "3")]).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!((case.state, case.fee), (State::InReview, Some(Yen(600))));
        let entries = journal::of_row(&town.house.db, "cases_case", case.id.0).await.unwrap();
        assert_eq!(entries.last().map(|e| (e.act.as_str(), e.channel.as_str())), Some(("cases.correct", "phone")));
        town.run_jobs().await;
    })
    .await;
}

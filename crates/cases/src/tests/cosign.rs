//! Two people sign: the second one at an address, at the counter, or not at all.

use super::people_::*;
use crate::cosign::Way;
use crate::cosign::records::signature_of;

use testkit::{Answer, TestTown, Who, both};

const ENTRY: &str = "kindergarten_entry";

const PAGES: &[(&str, &[(&str, &str)])] = &[
    ("applicant", &[]),
    (
        "child",
        &[
            ("child_name.family", "縁側"),
            ("child_name.given", "澪"),
            ("child_kana", "エンガワ　ミオ"),
            ("child_birth-era", "ad"),
            ("child_birth-year", "2023"),
            ("child_birth-month", "5"),
            ("child_birth-day", "5"),
            ("child_relation", "grandparent"),
        ],
    ),
    ("other_guardian", &[("other_guardian", "yes")]),
    ("continuing", &[("continuing", "new")]),
    ("facility", &[("facility", "onomachi")]),
    ("start", &[("start_on-era", "ad"), ("start_on-year", "2027"), ("start_on-month", "4"), ("start_on-day", "1")]),
    ("reason_wanted", &[("childcare_wanted", "no")]),
    ("health", &[("health", "")]),
    ("contact", &[("phone", "0247-72-0000"), ("email", "")]),
    ("declare", &[("declared", "yes")]),
];

/// Asks the other guardian; answers the address that was given out.
async fn ask(town: &TestTown, who: &Who, draft: &str, email: &str) -> String {
    let path = format!("{draft}/cosign");
    let fields = [("name", "縁側 二郎"), ("email", email), ("secret", "4711")];
    town.post(who, &path, &fields).await.leads_on();
    let page = town.get(who, &path).await;
    assert!(page.says("署名を待っています"), "{}", page.text());
    let url = page.attributes("en-copy", "data-text").remove(0);
    url.split_once("localhost:8080").unwrap().1.to_owned()
}

/// Opens what is to be signed.
async fn read(town: &TestTown, path: &str) -> (Answer, String) {
    let page = town.post(&Who::nobody(), path, &[("secret", "4711")]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let seen = page.attributes("input[name=seen]", "value").remove(0);
    (page, seen)
}

async fn none_yet(town: &TestTown) {
    assert_eq!(count(town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_case").await, 0);
}

#[tokio::test]
async fn it_counts_from_the_day_on_which_the_second_signature_comes() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, ENTRY, PAGES).await;
        let check = town.get(&hanako, &format!("{draft}/check")).await;
        assert!(check.says("もう一人の保護者の署名が要ります") && !check.says("申請する</button>"), "{}", check.text());
        let sent = town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        assert_eq!(sent, format!("{draft}/cosign"), "the button of an old page sends nothing");
        let path = ask(&town, &hanako, &draft, "jiro@ono.example").await;
        none_yet(&town).await;
        town.run_jobs().await;
        let mail = town.mail().pop().unwrap();
        assert!(mail.to == "jiro@ono.example" && mail.text.contains(&path) && mail.text.contains("縁側　花子"));

        town.clock.advance_seconds(3 * 86_400);
        let door = town.get(&Who::nobody(), &path).await;
        let door = door.select("main").join("");
        assert!(
            door.contains("合言葉") && !door.contains("花子") && !door.contains("入園"),
            "nothing of it before the secret"
        );
        let (page, seen) = read(&town, &path).await;
        assert!(page.says("縁側　澪") && page.says("おのまち認定こども園"), "{}", page.text());
        let answer = format!("{path}/answer");
        let empty = [("seen", seen.as_str()), ("then", "agree"), ("name", "縁側 二郎")];
        assert_eq!(town.post(&Who::nobody(), &answer, &empty).await.status, 422, "without the mark nothing is agreed");
        let agreed = [("seen", seen.as_str()), ("then", "agree"), ("name", "縁側 二郎"), ("agreed", "yes")];
        let done = town.post(&Who::nobody(), &answer, &agreed).await;
        let case = only_case(&town).await;
        assert!(done.says(&case.reference.to_string()) && done.says("令和8年6月4日"), "{}", done.text());
        assert_eq!(case.submitted_at, town.house.now());
        assert_eq!(case.applicant, Some(hanako.person()));
        let signed = signature_of(&town.house.db, case.id).await.unwrap().unwrap();
        assert_eq!((signed.name.as_str(), signed.way), ("縁側 二郎", Way::Address));
        assert_eq!(town.get(&Who::nobody(), &path).await.status, 410, "the address works once");
        assert_eq!(town.post(&Who::nobody(), &answer, &agreed).await.status, 410);
        assert!(town.get(&hanako, &format!("{draft}/done")).await.says(&case.reference.to_string()));
        let officer = town.officer_of("child", &["cases.desk"], &["member"]);
        assert!(town.get(&officer, &format!("/desk/cases/{}", case.id)).await.says("縁側 二郎"));
        assert!(town.verdict().await.findings.is_empty());
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn a_changed_answer_is_signed_anew() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, ENTRY, PAGES).await;
        let path = ask(&town, &hanako, &draft, "").await;
        let (_, seen) = read(&town, &path).await;
        let change = [("facility", "onomachi"), ("return", "check"), ("health", "卵のアレルギーがあります。")];
        town.post(&hanako, &format!("{draft}/health"), &change).await.leads_on();
        let agreed = [("seen", seen.as_str()), ("then", "agree"), ("name", "縁側 二郎"), ("agreed", "yes")];
        assert_eq!(town.post(&Who::nobody(), &format!("{path}/answer"), &agreed).await.status, 410);
        none_yet(&town).await;
        assert!(town.get(&hanako, &format!("{draft}/cosign")).await.says("内容が変わったので"));
        let again = ask(&town, &hanako, &draft, "").await;
        assert_ne!(again, path);
        let (page, seen) = read(&town, &again).await;
        assert!(page.says("卵のアレルギー"));
        let agreed = [("seen", seen.as_str()), ("then", "agree"), ("name", "縁側 二郎"), ("agreed", "yes")];
        town.post(&Who::nobody(), &format!("{again}/answer"), &agreed).await;
        only_case(&town).await;
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn who_does_not_agree_says_why_and_the_applicant_is_told() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, ENTRY, PAGES).await;
        let path = ask(&town, &hanako, &draft, "").await;
        let (_, seen) = read(&town, &path).await;
        let no = [("seen", seen.as_str()), ("then", "decline"), ("words", "園をもう一度相談したいです。")];
        assert!(town.post(&Who::nobody(), &format!("{path}/answer"), &no).await.says("お知らせします"));
        none_yet(&town).await;
        town.run_jobs().await;
        let mail = town.mail().pop().unwrap();
        assert!(mail.to == "hanako@ono.example" && mail.text.contains("もう一度相談したい"), "{}", mail.text);
        assert!(town.get(&hanako, &format!("{draft}/cosign")).await.says("園をもう一度相談したいです。"));
        assert_eq!(town.get(&Who::nobody(), &path).await.status, 410);
    })
    .await;
}

#[tokio::test]
async fn a_guessed_secret_closes_the_address_and_a_wrong_address_shows_nothing() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, ENTRY, PAGES).await;
        let path = ask(&town, &hanako, &draft, "").await;
        let (request, proof) = path.rsplit_once('/').unwrap();
        let forged = format!("{request}/{}", proof.chars().rev().collect::<String>());
        assert_eq!(town.get(&Who::nobody(), &forged).await.status, 404);
        let skipped = [("seen", "AAAA"), ("then", "agree"), ("name", "x"), ("agreed", "yes")];
        assert_eq!(town.post(&Who::nobody(), &format!("{path}/answer"), &skipped).await.status, 422);
        for secret in ["0001", "0002", "0003", "0004", "0005"] {
            assert_eq!(town.post(&Who::nobody(), &path, &[("secret", secret)]).await.status, 422);
        }
        let right = town.post(&Who::nobody(), &path, &[("secret", "4711")]).await;
        assert!(right.status == 422 && right.says("開けなくなりました"), "even the right one is too late");
        none_yet(&town).await;
        let again = ask(&town, &hanako, &draft, "").await;
        read(&town, &again).await;
    })
    .await;
}

#[tokio::test]
async fn an_officer_records_a_signature_on_paper_and_finds_the_matter_by_its_number() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let officer = town.officer_of("child", &["cases.desk", "cases.assist"], &["member"]);
        let draft = fill(&town, &hanako, ENTRY, PAGES).await;
        ask(&town, &hanako, &draft, "").await;
        let number = town.get(&hanako, &format!("{draft}/cosign")).await.select("dd strong").remove(0);
        let paper = format!("{draft}/cosign/paper");
        let signed = [("signed", "縁側 二郎"), ("check", "運転免許証")];
        assert_eq!(town.post(&hanako, &paper, &signed).await.status, 403, "nobody records their own");
        assert!(town.post(&officer, "/desk/scan", &[("code", &number)]).await.says("本人をどう確かめましたか"));
        let taken = [("code", number.as_str()), ("check", "運転免許証")];
        town.post(&officer, "/desk/scan/take", &taken).await.leads_on();
        assert_eq!(town.post(&officer, &paper, &[("signed", "縁側 二郎")]).await.status, 422);
        town.post(&officer, &paper, &signed).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!(case.reference.to_string(), number);
        let found = signature_of(&town.house.db, case.id).await.unwrap().unwrap();
        assert_eq!(
            (found.way, found.check.as_deref(), found.helper),
            (Way::Paper, Some("運転免許証"), Some(officer.account()))
        );
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn who_cannot_get_the_signature_says_why_and_who_needs_none_is_not_asked() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, ENTRY, PAGES).await;
        let without = format!("{draft}/cosign/without");
        assert_eq!(town.post(&hanako, &without, &[("reason", "")]).await.status, 422);
        town.post(&hanako, &without, &[("reason", "連絡を取れないためです。")]).await.leads_on();
        let case = only_case(&town).await;
        let found = signature_of(&town.house.db, case.id).await.unwrap().unwrap();
        assert_eq!((found.way, found.reason.as_deref()), (Way::Without, Some("連絡を取れないためです。")));
        assert!(!town.get(&hanako, &format!("/my/cases/{}", case.id)).await.says("連絡を取れない"));
        let mut alone = PAGES.to_vec();
        alone[2] = ("other_guardian", &[("other_guardian", "no")]);
        let draft = fill(&town, &hanako, ENTRY, &alone).await;
        assert!(town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on().ends_with("/done"));
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn who_does_not_answer_is_asked_once_more_and_then_the_applicant_is_told() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let draft = fill(&town, &hanako, ENTRY, PAGES).await;
        let path = ask(&town, &hanako, &draft, "jiro@ono.example").await;
        town.run_jobs().await;
        town.clock.advance_seconds(6 * 86_400);
        for _ in 0..3 {
            crate::rounds::recall(town.house.clone()).await.unwrap();
        }
        town.run_jobs().await;
        let to_jiro = || town.mail().iter().filter(|m| m.to == "jiro@ono.example").count();
        assert_eq!(to_jiro(), 2, "the request and one repetition");
        town.clock.advance_seconds(9 * 86_400);
        crate::rounds::clear(town.house.clone()).await.unwrap();
        town.run_jobs().await;
        assert!(town.mail().iter().any(|m| m.to == "hanako@ono.example" && m.subject.contains("期限まで")));
        assert_eq!(town.get(&Who::nobody(), &path).await.status, 410);
        assert!(town.get(&hanako, &format!("{draft}/check")).await.says("署名が要ります"), "the draft is still there");
        none_yet(&town).await;
    })
    .await;
}

#[tokio::test]
async fn no_page_of_the_signature_has_a_gap_in_any_language() {
    let town = TestTown::sqlite(&rooms()).await;
    let hanako = hanako(&town).await;
    let draft = fill(&town, &hanako, ENTRY, PAGES).await;
    for lang in ["ja", "easy", "en"] {
        for path in [format!("/apply/{ENTRY}"), format!("{draft}/check"), format!("{draft}/cosign")] {
            let page = town.get(&hanako, &format!("{path}?lang={lang}")).await;
            assert!(page.status == 200 && !page.says("⟦"), "{path} {lang}");
        }
    }
    let path = ask(&town, &hanako, &draft, "").await;
    for lang in ["ja", "easy", "en"] {
        for page in [
            town.get(&hanako, &format!("{draft}/cosign?lang={lang}")).await,
            town.get(&Who::nobody(), &format!("{path}?lang={lang}")).await,
            town.post(&Who::nobody(), &format!("{path}?lang={lang}"), &[("secret", "4711")]).await,
        ] {
            assert!(page.status == 200 && !page.says("⟦"), "{lang}");
        }
    }
}

//! People outside the register: they ask, apply and are answered from where they live.

use super::people_::*;
use crate::records::case;
use people::{AccountKind, NewAccount, PersonKind};
use store::Reads;
use testkit::{TestTown, Who, both};

/// Somebody in Tokyo with an account that nobody has matched; without an e-mail address if `email` is empty.
async fn in_tokyo(town: &TestTown, email: &str) -> Who {
    let email = email.to_owned();
    let account = town
        .change(|tx| async move {
            let opened = if email.is_empty() {
                people::accounts::open_without_email(&tx, "縁側 健", None).await
            } else {
                let new = NewAccount {
                    kind: AccountKind::Resident,
                    email: email.parse().unwrap(),
                    name: "縁側 健".to_owned(),
                    person: None,
                };
                people::accounts::open_account(&tx, new).await
            };
            opened.map_err(people::PeopleError::into_store)
        })
        .await;
    town.signed_in_as("縁側 健", account, None, None)
}

const TOKYO: &[(&str, &str)] = &[
    ("applicant_name.family", "縁側"),
    ("applicant_name.given", "健"),
    ("applicant_kana", "エンガワ ケン"),
    ("applicant_birth-era", "showa"),
    ("applicant_birth-year", "55"),
    ("applicant_birth-month", "5"),
    ("applicant_birth-day", "5"),
    ("applicant_address-postcode", "100-0001"),
    ("applicant_address-prefecture", "東京都"),
    ("applicant_address-city", "千代田区"),
    ("applicant_address-town", "千代田0-0"),
    ("applicant_address-building", ""),
];

const PLACE: &[(&str, &str)] = &[
    ("place-postcode", "963-3492"),
    ("place-prefecture", "福島県"),
    ("place-city", "田村郡小野町"),
    ("place-town", "大字小野新町字舘廻000番地"),
    ("place-building", ""),
];

/// The parents' house stands empty.
const HOUSE: &[(&str, &[(&str, &str)])] = &[
    ("applicant", TOKYO),
    ("property", &[("property", "land")]),
    ("place", PLACE),
    ("wish", &[("wish", "give")]),
    ("photos", &[]),
    ("owner", &[("owner", "inherited")]),
    ("contact", &[("phone", "0247-72-0000"), ("email", "")]),
    ("declare", &[("declared", "yes")]),
];

async fn hand_in(town: &TestTown, who: &Who, draft: &str) {
    let done = town.post(who, &format!("{draft}/submit"), &[]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    town.run_jobs().await;
}

#[tokio::test]
async fn somebody_in_another_city_applies_with_their_own_address_and_is_told_by_mail() {
    both(&rooms(), |town| async move {
        let ken = in_tokyo(&town, "ken@demo.example").await;
        assert!(town.get(&ken, "/apply/vacant_house_bank").await.status == 200);
        let draft = fill(&town, &ken, "vacant_house_bank", HOUSE).await;
        hand_in(&town, &ken, &draft).await;
        let case = only_case(&town).await;
        let person = people::find(&town.house.db, case.applicant.expect("a person")).await.unwrap().unwrap();
        assert_eq!((person.kind, person.address.prefecture.as_str()), (PersonKind::Outside, "東京都"));
        // The form was sent without an address for mail: that of the account is used.
        let mail = town.mail().into_iter().find(|m| m.to == "ken@demo.example").expect("a mail");
        assert!(mail.text.contains(&case.reference.to_string()));
        assert_eq!(town.get(&ken, &format!("/my/cases/{}", case.id)).await.status, 200);
        // The desk sees that the register does not know him, and goes on all the same.
        let desk = town.officer_of("planning", &["cases.desk", "cases.assist"], &["member"]);
        let page = town.get(&desk, &format!("/desk/cases/{}", case.id)).await;
        assert!(page.status == 200 && page.says("東京都"), "{}", page.text());
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test]
async fn without_any_mail_a_letter_goes_to_the_address_in_the_other_city() {
    both(&rooms(), |town| async move {
        let ken = in_tokyo(&town, "").await;
        let draft = fill(&town, &ken, "vacant_house_bank", HOUSE).await;
        hand_in(&town, &ken, &draft).await;
        let case = only_case(&town).await;
        let reach = people::contacts::reach(&town.house.db, case.applicant.unwrap()).await.unwrap();
        assert!(reach.email.is_none() && reach.address.contains("東京都千代田区"), "{}", reach.address);
        let states = town.house.db.rows("SELECT state FROM notices_recipient", vec![]).await.unwrap();
        let states: Vec<String> = states.iter().map(|r| r.get("state").unwrap()).collect();
        assert_eq!(states, ["on_print_batch"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_signed_in_asks_and_follows_the_answer_by_its_own_address() {
    both(&rooms(), |town| async move {
        let answers: &[(&str, &[(&str, &str)])] = &[
            ("name", &[("name.family", "縁側"), ("name.given", "健")]),
            ("from", &[("living_in", "東京都千代田区")]),
            ("topics", &[("topics", "housing")]),
            ("when", &[]),
            ("details", &[]),
            ("answer_by", &[("answer_by", "email")]),
            ("email", &[("email", "ken@demo.example")]),
        ];
        let nobody = Who::nobody();
        let draft = fill(&town, &nobody, "migration_consultation", answers).await;
        let done = town.post(&nobody, &format!("{draft}/submit"), &[]).await.leads_on();
        assert!(town.get(&nobody, &done).await.says("/matters/"));
        town.run_jobs().await;
        let case = only_case(&town).await;
        let mail = town.mail().into_iter().find(|m| m.to == "ken@demo.example").expect("a mail");
        assert!(mail.text.contains("/matters/") && mail.text.contains(&case.reference.to_string()));
    })
    .await;
}

#[tokio::test]
async fn a_son_in_another_city_acts_for_his_mother_without_being_matched() {
    both(&rooms(), |town| async move {
        let (mother, ken) = (hanako(&town).await, in_tokyo(&town, "ken@demo.example").await);
        let fields = [
            ("name", "むすこの 健"),
            ("email", "ken@demo.example"),
            ("scope", "all"),
            ("until-era", "reiwa"),
            ("until-year", "9"),
            ("until-month", "3"),
            ("until-day", "31"),
        ];
        town.post(&mother, "/my/mandates/new", &fields).await.leads_on();
        town.run_jobs().await;
        let mail = town.mail().into_iter().rev().find(|m| m.to == "ken@demo.example").expect("a mail");
        let link = mail.text.split_whitespace().find(|w| w.contains("/mandates/")).unwrap();
        let link = link.strip_prefix("http://localhost:8080").unwrap().to_owned();
        assert!(town.get(&ken, &link).await.says("あなたの氏名"));
        let birth = [("birth-era", "ad"), ("birth-year", "1950"), ("birth-month", "4"), ("birth-day", "1")];
        assert_eq!(town.post(&ken, &link, &birth).await.status, 422, "he says who he is");
        let with_name: Vec<(&str, &str)> = birth.into_iter().chain([("own", "縁側 健")]).collect();
        assert_eq!(town.post(&ken, &link, &with_name).await.status, 303);
        assert!(town.get(&ken, "/my/mandates").await.says("花子さんの代わりに"));
        assert!(town.get(&mother, "/my/mandates").await.says("縁側　健"));

        let page = town.get(&ken, "/apply/vacant_house_bank").await;
        let mandate = page.attributes("input[name=mandate]", "value").into_iter().find(|v| !v.is_empty()).unwrap();
        let first = town.post(&ken, "/apply/vacant_house_bank/begin", &[("mandate", &mandate)]).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        let hers: Vec<(&str, &[(&str, &str)])> =
            std::iter::once(("applicant", &[][..])).chain(HOUSE[1..].to_vec()).collect();
        fill_from(&town, &ken, &draft, &hers).await;
        hand_in(&town, &ken, &draft).await;
        let made = only_case(&town).await;
        assert_eq!((made.applicant, made.account), (Some(mother.person()), Some(ken.account())));
        for who in [&mother, &ken] {
            assert!(town.get(who, &format!("/my/cases/{}", made.id)).await.says("代わりに申請しました"));
        }

        // Where the town must be sure who applies, acting for somebody known does not make him known.
        let first = town.post(&ken, "/apply/resident_record/begin", &[("mandate", &mandate)]).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        fill_from(&town, &ken, &draft, ANSWERS).await;
        assert_eq!(town.post(&ken, &format!("{draft}/submit"), &[]).await.status, 422);
        let check = town.get(&ken, &format!("{draft}/check")).await;
        assert!(check.says("郵送しても終えられます"), "{}", check.text());
        assert_eq!(case::find(&town.house.db, made.id).await.unwrap().unwrap().id, made.id);

        // The mother ends it, and it is over at once.
        let end = town.get(&mother, "/my/mandates").await.attributes("form[action$='/end']", "action").pop().unwrap();
        assert_eq!(town.post(&mother, &end, &[]).await.status, 303);
        assert_eq!(town.get(&ken, &format!("/my/cases/{}", made.id)).await.status, 404);
        assert!(!town.get(&ken, "/my/mandates").await.says("花子さんの代わりに"));
        town.run_jobs().await;
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

//! Only one of its kind: per child, per household, per year, and against two at the same moment.

use super::people_::*;
use crate::records::case::{self, Case};
use crate::rules::Ending;
use kernel::TypedId;
use kernel::id::{AccountId, CaseId, PersonId};
use store::{Act, Reads};
use testkit::{Answer, TestTown, Who, both};

const GIFT: &str = "school_entry_gift";

/// The pages of the gift for entering school, for a child of this name.
fn gift<'a>(given: &'a str, school: &'a str) -> Vec<(&'a str, Vec<(&'a str, &'a str)>)> {
    let child = vec![
        ("child_name.family", "縁側"),
        ("child_name.given", given),
        ("child_kana", "エンガワ　ミオ"),
        ("child_birth-era", "ad"),
        ("child_birth-year", "2020"),
        ("child_birth-month", "5"),
        ("child_birth-day", "5"),
        ("child_relation", "grandparent"),
    ];
    let bank = vec![
        ("account.bank", "0001"),
        ("account.branch", "001"),
        ("account.account", "ordinary"),
        ("account.number", "1234567"),
        ("account.holder", "エンガワ　ハナコ"),
    ];
    vec![
        ("applicant", vec![]),
        ("child", child),
        ("school", vec![("school", school)]),
        ("bank", bank),
        ("contact", vec![("phone", "0247-72-0000"), ("email", "")]),
        ("declare", vec![("declared", "yes")]),
    ]
}

async fn write_gift(town: &TestTown, who: &Who, given: &str, school: &str) -> String {
    let pages = gift(given, school);
    let pages: Vec<(&str, &[(&str, &str)])> = pages.iter().map(|(page, fields)| (*page, fields.as_slice())).collect();
    fill(town, who, GIFT, &pages).await
}

async fn send(town: &TestTown, who: &Who, draft: &str) -> Answer {
    town.clock.advance_seconds(1);
    town.post(who, &format!("{draft}/submit"), &[]).await
}

async fn cases(town: &TestTown) -> Vec<Case> {
    let rows = town.house.db.rows("SELECT id FROM cases_case ORDER BY id", vec![]).await.unwrap();
    let mut found = Vec::new();
    for row in rows {
        let id: CaseId = row.get("id").unwrap();
        found.push(case::find(&town.house.db, id).await.unwrap().unwrap());
    }
    found
}

fn known(town: &TestTown, name: &str, person: PersonId) -> Who {
    town.signed_in_as(name, AccountId::from_uuid(town.id()), Some(person), None)
}

#[tokio::test]
async fn the_same_child_is_taken_once_however_the_name_is_written() {
    both(&rooms(), |town| async move {
        let (hanako, taro) = (hanako(&town).await, person(&town, "縁側", "太郎").await);
        let taro = known(&town, "縁側 太郎", taro);
        let first = write_gift(&town, &hanako, "澪", "elementary").await;
        send(&town, &hanako, &first).await.leads_on();
        let reference = cases(&town).await[0].reference.to_string();
        let again = write_gift(&town, &hanako, "澪", "elementary").await;
        let check = town.get(&hanako, &format!("{again}/check")).await;
        assert!(check.says("すでに受け付けています") && check.says(&reference), "{}", check.text());
        assert_eq!(send(&town, &hanako, &again).await.status, 422);
        let his = write_gift(&town, &taro, " 澪 ", "elementary").await;
        let check = town.get(&taro, &format!("{his}/check")).await;
        assert!(check.says("すでに受け付けています") && !check.says(&reference), "whose it is not learns no number");
        assert_eq!(send(&town, &taro, &his).await.status, 422);
        for (given, school) in [("澪", "junior_high"), ("湊", "elementary")] {
            let other = write_gift(&town, &hanako, given, school).await;
            send(&town, &hanako, &other).await.leads_on();
        }
        assert_eq!(cases(&town).await.len(), 3, "a twin and another school are matters of their own");
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn two_that_come_at_the_same_moment_are_one_matter() {
    both(&rooms(), |town| async move {
        let (hanako, taro) = (hanako(&town).await, person(&town, "縁側", "太郎").await);
        let taro = known(&town, "縁側 太郎", taro);
        let one = write_gift(&town, &hanako, "澪", "elementary").await;
        let two = write_gift(&town, &taro, "澪", "elementary").await;
        let (a, b) = tokio::join!(send(&town, &hanako, &one), send(&town, &taro, &two));
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
        assert_eq!(cases(&town).await.len(), 1);
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_withdrawn_makes_room_for_another() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let first = write_gift(&town, &hanako, "澪", "elementary").await;
        send(&town, &hanako, &first).await.leads_on();
        let case = cases(&town).await.remove(0);
        let version = case.version.to_string();
        let again = write_gift(&town, &hanako, "澪", "elementary").await;
        town.post(&hanako, &format!("/my/cases/{}/withdraw", case.id), &[("version", &version)]).await.leads_on();
        send(&town, &hanako, &again).await.leads_on();
        let all = cases(&town).await;
        assert_eq!((all.len(), all[0].outcome), (2, Some(Ending::Withdrawn)));
        assert!(all[0].slot.is_none() && all[1].slot.is_some());
        assert!(town.verdict().await.findings.is_empty());
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn an_officer_lets_another_one_through_with_a_reason() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let officer = town.officer_of("child", &["cases.desk", "cases.assist"], &["member"]);
        let elsewhere = town.officer_of("tax", &["cases.desk"], &["member"]);
        let first = write_gift(&town, &hanako, "澪", "elementary").await;
        send(&town, &hanako, &first).await.leads_on();
        let case = cases(&town).await.remove(0);
        let path = format!("/desk/cases/{}/once", case.id);
        assert_eq!(town.post(&officer, &path, &[("again", "")]).await.status, 422, "not without a reason");
        assert_eq!(town.post(&elsewhere, &path, &[("again", "理由")]).await.status, 404, "nor by another desk");
        town.post(&officer, &path, &[("again", "口座を間違えて出したため")]).await.leads_on();
        assert!(town.get(&officer, &format!("/desk/cases/{}", case.id)).await.says("口座を間違えて出したため"));
        let again = write_gift(&town, &hanako, "澪", "elementary").await;
        send(&town, &hanako, &again).await.leads_on();
        assert_eq!(cases(&town).await.len(), 2);
        let third = write_gift(&town, &hanako, "澪", "elementary").await;
        assert_eq!(send(&town, &hanako, &third).await.status, 422, "one more, not any number");
        assert!(town.verdict().await.findings.is_empty());
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn the_officer_at_the_counter_sees_the_earlier_one_and_says_why_there_is_another() {
    both(&rooms(), |town| async move {
        let officer = town.officer_of("child", &["cases.desk", "cases.assist"], &["member"]);
        let taro = person(&town, "縁側", "太郎").await.to_string();
        let entry = [("person", taro.as_str()), ("procedure", GIFT), ("channel", "counter"), ("check", "運転免許証")];
        let pages = gift("澪", "elementary");
        let pages: Vec<(&str, &[(&str, &str)])> = pages.iter().map(|(p, f)| (*p, f.as_slice())).collect();
        for round in 0..2 {
            let start = town.post(&officer, "/desk/assist/begin", &entry).await.leads_on();
            let draft = start.rsplit_once('/').unwrap().0.to_owned();
            fill_from(&town, &officer, &draft, &pages).await;
            let sent = send(&town, &officer, &draft).await;
            assert_eq!(sent.status, if round == 0 { 303 } else { 422 });
            if round == 1 {
                assert!(sent.says(&cases(&town).await[0].reference.to_string()));
                let path = format!("{draft}/submit");
                assert_eq!(town.post(&officer, &path, &[("again", " ")]).await.status, 422);
                town.post(&officer, &path, &[("again", "前の申し込みは取り下げの見込み")]).await.leads_on();
            }
        }
        let all = cases(&town).await;
        assert_eq!((all.len(), all[1].repeats), (2, Some(all[0].id)));
        assert!(town.get(&officer, &format!("/desk/cases/{}", all[1].id)).await.says("ほかにもあります"));
        town.run_jobs().await;
    })
    .await;
}

const SURVEY: &str = "health_check_survey";

/// Two of one household.
async fn household(town: &TestTown) -> (PersonId, PersonId) {
    let (hanako, taro) = (person(town, "縁側", "花子").await, person(town, "縁側", "太郎").await);
    let act = Act::system("test", town.house.now());
    let made = town.house.db.write(&act, move |tx| async move {
        let home = people::add_household(&tx, Some("H-1")).await?;
        for id in [hanako, taro] {
            let person = people::find(&tx, id).await?.ok_or(store::StoreError::Missing("people_person"))?;
            let mut facts = person.facts.clone();
            facts.household = Some(home);
            people::amend(&tx, id, person.version, facts).await?;
        }
        Ok::<_, people::PeopleError>(())
    });
    made.await.unwrap();
    (hanako, taro)
}

const MEMBERS: &[(&str, &[(&str, &str)])] = &[
    ("applicant", &[]),
    (
        "members",
        &[
            ("members.rows", "1"),
            ("members.0.name.family", "縁側"),
            ("members.0.name.given", "花子"),
            ("members.0.birth-era", "ad"),
            ("members.0.birth-year", "1950"),
            ("members.0.birth-month", "4"),
            ("members.0.birth-day", "1"),
            ("members.0.checks", "none"),
        ],
    ),
    ("where", &[]),
    ("other_checks", &[]),
    ("contact", &[("phone", "0247-72-0000"), ("email", "")]),
];

#[tokio::test]
async fn a_household_answers_once_a_fiscal_year_and_is_told_so_before_the_first_question() {
    both(&rooms(), |town| async move {
        let (hanako, taro) = household(&town).await;
        let (hanako, taro) = (known(&town, "縁側 花子", hanako), known(&town, "縁側 太郎", taro));
        assert!(town.get(&taro, &format!("/apply/{SURVEY}")).await.says("申請を始める"));
        let draft = fill(&town, &hanako, SURVEY, MEMBERS).await;
        send(&town, &hanako, &draft).await.leads_on();
        let reference = cases(&town).await[0].reference.to_string();
        let start = town.get(&taro, &format!("/apply/{SURVEY}")).await;
        assert!(start.says("この世帯からは、今年度すでに申し込みがあります"), "{}", start.text());
        assert!(!start.says(&reference) && !start.says("申請を始める"));
        assert!(town.get(&hanako, &format!("/apply/{SURVEY}")).await.says(&reference));
        town.clock.advance_seconds(366 * 86_400);
        assert!(town.get(&taro, &format!("/apply/{SURVEY}")).await.says("申請を始める"), "the next year is another");
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn somebody_whom_the_town_does_not_know_learns_nothing_and_the_desk_sees_both() {
    both(&rooms(), |town| async move {
        let unknown = |name: &str| town.signed_in_as(name, AccountId::from_uuid(town.id()), None, None);
        let (one, two) = (unknown("だれか"), unknown("ほかのだれか"));
        let mut pages = MEMBERS.to_vec();
        pages[0] = (
            "applicant",
            &[
                ("applicant_name.family", "縁側"),
                ("applicant_name.given", "花子"),
                ("applicant_birth-era", "ad"),
                ("applicant_birth-year", "1950"),
                ("applicant_birth-month", "4"),
                ("applicant_birth-day", "1"),
                ("applicant_address-prefecture", "福島県"),
                ("applicant_address-city", "田村郡小野町"),
                ("applicant_address-town", "大字小野新町字舘廻000番地"),
            ],
        );
        for who in [&one, &two] {
            let draft = fill(&town, who, SURVEY, &pages).await;
            send(&town, who, &draft).await.leads_on();
        }
        let all = cases(&town).await;
        assert_eq!((all.len(), all[1].repeats, all[1].slot.is_none()), (2, Some(all[0].id), true));
        town.run_jobs().await;
    })
    .await;
}

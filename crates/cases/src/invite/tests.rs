//! What whoever was invited, and the desk, may rely on.

use super::*;
use crate::forms::{Answer, Form, Prefills};
use crate::records::case;
use crate::rules::State;
use crate::tests::people_::{ANSWERS, count, fill_from, officer, only_case, person, rooms};
use axum::body::Body;
use axum::http::{Request, header};
use kernel::{PersonName, TypedId};
use store::{Act, Channel};
use testkit::{Answer as Page, TestTown, Who, both};
use web::Period;

const RIGHT: [(&str, &str); 4] =
    [("birth-era", "showa"), ("birth-year", "25"), ("birth-month", "4"), ("birth-day", "1")];
const WRONG: [(&str, &str); 4] =
    [("birth-era", "showa"), ("birth-year", "25"), ("birth-month", "4"), ("birth-day", "2")];
const SOURCE: Uuid = Uuid::from_u128(7);
const CHECK: &str = "紙に書かれた内容と同封の写し";

fn form(town: &TestTown) -> Form {
    let catalogue = catalogue(&town.house).unwrap();
    catalogue.get("resident_record", 1).unwrap().matter().unwrap().form.clone()
}

/// Hanako, born on 1 April 1950, is invited to her own residence record.
async fn invited(town: &TestTown) -> Invited {
    let hanako = person(town, "縁側", "花子").await;
    let mut answers = Answers::default();
    let known = Prefills {
        name: Some(PersonName::new("縁側", "花子").unwrap()),
        birth_date: "1950-04-01".parse().ok(),
        address: Some(crate::tests::people_::address()),
        ..Prefills::default()
    };
    form(town).prefill(&mut answers, &known);
    answers.set("who", Answer::Choice("oneself".to_owned()));
    let new = NewInvitation {
        source: SOURCE,
        procedure: "resident_record".to_owned(),
        version: 1,
        person: hanako,
        birth: "1950-04-01".parse().ok(),
        answers,
        expires_at: town.house.now().plus_days(60),
    };
    let (house, act) = (town.house.clone(), Act::system("test", town.house.now()));
    town.house.db.write(&act, move |tx| async move { invite(&tx, &house, new).await }).await.unwrap()
}

fn letter(town: &TestTown, invited: &Invited) -> String {
    path(&town.house, &invited.enclosure)
}

/// What is still open after the invitation filled the rest in.
fn rest() -> Vec<(&'static str, &'static [(&'static str, &'static str)])> {
    ANSWERS.iter().copied().filter(|(page, _)| !matches!(*page, "applicant" | "who")).collect()
}

async fn opens(town: &TestTown, who: &Who, path: &str) -> String {
    let first = town.post(who, path, &RIGHT).await.leads_on();
    assert!(first.starts_with("/apply/d/"), "{first}");
    first.rsplit_once('/').unwrap().0.to_owned()
}

/// Another telephone.
async fn elsewhere(town: &TestTown, path: &str, fields: &[(&str, &str)]) -> Page {
    const SEAT: &str = "anotherseatanotherseat";
    let body: String = fields.iter().map(|(n, v)| format!("&{n}={v}")).collect();
    let request = Request::post(path)
        .header(header::HOST, "localhost:8080")
        .header(header::COOKIE, format!("engawa_seat={SEAT}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("_token={}{body}", town.house.form_token(SEAT))));
    town.send(request.unwrap()).await
}

#[tokio::test]
async fn the_letter_opens_the_form_filled_in_and_the_matter_is_sent_without_signing_in() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let (path, hanako) = (letter(&town, &invited), Who::nobody());
        let page = town.get(&hanako, &path).await;
        assert!(page.status == 200 && page.says("住民票の写し"));
        assert!(!page.says("花子") && !page.says("1950"), "the address alone shows nothing personal");
        assert_eq!(
            count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_draft").await,
            0,
            "looking changes nothing"
        );

        let draft = opens(&town, &hanako, &path).await;
        let check = town.get(&hanako, &format!("{draft}/check")).await;
        assert!(check.says("縁側") && check.says("大字小野新町字舘廻000番地"));
        fill_from(&town, &hanako, &draft, &rest()).await;
        town.post(&hanako, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!(
            (case.reference, case.channel, case.state),
            (invited.enclosure.reference, Channel::Web, State::Submitted)
        );
        assert!(case.identity_check.unwrap().contains("生年月日"));

        let again = town.get(&hanako, &path).await;
        assert!(again.says("受け付けています") && again.says(&case.reference.to_string()));
        let seen = town.post(&hanako, &path, &RIGHT).await.leads_on();
        assert!(seen.starts_with(&format!("/matters/{}/", case.id)), "used again it shows the state: {seen}");
        let progress = of_source(&town.house.db, SOURCE).await.unwrap();
        assert_eq!(progress[0].case.map(|(id, channel, _)| (id, channel)), Some((case.id, Channel::Web)));
        assert!(progress[0].opened_at.is_some());
        town.run_jobs().await;
        assert!(town.verdict().await.findings.is_empty(), "{:?}", town.verdict().await.findings);
    })
    .await;
}

#[tokio::test]
async fn five_wrong_birth_dates_close_the_address_and_paper_stays_open() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let path = letter(&town, &invited);
        for _ in 0..5 {
            let page = town.post(&Who::nobody(), &path, &WRONG).await;
            assert!(page.status == 422 || page.says("この画面からは開けません"), "{}", page.status);
        }
        assert!(town.post(&Who::nobody(), &path, &RIGHT).await.location().is_none(), "the right one comes too late");
        assert!(town.get(&Who::nobody(), &path).await.says("同封の用紙"));
        let officer = officer(&town);
        let number = invited.enclosure.reference.to_string();
        assert!(town.post(&officer, "/desk/scan", &[("code", &number)]).await.says("縁側"));
    })
    .await;
}

#[tokio::test]
async fn number_and_birth_date_open_it_as_well_and_neither_alone_is_told() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let number = invited.enclosure.reference.to_string();
        let with = |code: &str, birth: &[(&'static str, &'static str)]| {
            let mut fields = vec![("code".to_owned(), code.to_owned())];
            fields.extend(birth.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
            fields
        };
        let send = async |fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            town.post(&Who::nobody(), "/invited", &fields).await
        };
        let (wrong, none) =
            (send(with(&number, &WRONG)).await, send(with(&Reference::from_random([9; 8]).to_string(), &RIGHT)).await);
        assert_eq!((wrong.status, none.status), (422, 422));
        assert_eq!(wrong.select(".error-summary"), none.select(".error-summary"));
        assert!(send(with(&number.to_lowercase(), &RIGHT)).await.leads_on().starts_with("/apply/d/"));
    })
    .await;
}

#[tokio::test]
async fn an_address_that_is_over_or_was_never_given_opens_nothing() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let path = letter(&town, &invited);
        assert_eq!(town.get(&Who::nobody(), "/i/AAAAAAAAAAAAAAAAAAAAAAAA").await.status, 404);
        town.clock.advance_seconds(61 * 86_400);
        assert_eq!(town.get(&Who::nobody(), &path).await.status, 410);
        assert!(town.post(&Who::nobody(), &path, &RIGHT).await.location().is_none());
    })
    .await;
}

#[tokio::test]
async fn the_secret_end_of_the_address_is_nowhere_in_the_records() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let secret = letter(&town, &invited).trim_start_matches("/i/").to_owned();
        assert!(secret.len() >= 24);
        let sql =
            "SELECT CAST(COUNT(*) AS bigint) FROM cases_invitation WHERE digest = $1 OR nonce = $1 OR document LIKE $2";
        let plain: Option<i64> =
            town.house.db.one(sql, store::args![secret.as_str(), format!("%{secret}%")]).await.unwrap();
        assert_eq!(plain, Some(0));
    })
    .await;
}

#[tokio::test]
async fn a_reply_on_paper_finds_the_same_invitation_and_the_web_then_shows_the_case() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let (officer, number) = (officer(&town), invited.enclosure.reference.to_string());
        let page = town.post(&officer, "/desk/scan", &[("code", &number.replace('-', ""))]).await;
        assert!(page.status == 200 && page.says("縁側") && page.says("住民票の写し"), "{}", page.text());
        let entry = [("code", number.as_str()), ("check", CHECK), ("channel", "paper")];
        let first = town.post(&officer, "/desk/scan/invitation", &entry).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        let waits = town.post(&Who::nobody(), &letter(&town, &invited), &RIGHT).await;
        assert!(waits.says("紙の返事を入力しています"), "{}", waits.text());
        fill_from(&town, &officer, &draft, &rest()).await;
        town.post(&officer, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        assert_eq!((case.channel, case.reference.to_string()), (Channel::Paper, number.clone()));
        assert_eq!(case.helper, Some(officer.account()));
        assert!(town.get(&Who::nobody(), &letter(&town, &invited)).await.says("受け付けています"));
        let found = town.post(&officer, "/desk/scan", &[("code", &number)]).await.leads_on();
        assert_eq!(found, format!("/desk/cases/{}", case.id));
        figures(&town).await;
        town.run_jobs().await;
    })
    .await;
}

async fn figures(town: &TestTown) {
    let today = town.house.now().date();
    let (db, period) = (town.house.db.clone(), Period { first: today, last: today });
    let applied = applied_share(db.clone(), period).await.unwrap();
    assert_eq!((applied.value, applied.parts), (Some(100.0), vec![("paper".to_owned(), 1)]));
    assert_eq!(online_share(db.clone(), period).await.unwrap().value, Some(0.0));
    assert_eq!(days_to_apply(db, period).await.unwrap().value, Some(0.0));
}

#[tokio::test]
async fn an_officer_of_another_desk_finds_nothing() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let number = invited.enclosure.reference.to_string();
        let other = town.officer_of("tax", &["cases.desk", "cases.assist"], &["member"]);
        assert!(!town.post(&other, "/desk/scan", &[("code", &number)]).await.says("花子"));
        let entry = [("code", number.as_str()), ("check", CHECK)];
        assert_eq!(town.post(&other, "/desk/scan/invitation", &entry).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_on_the_web_and_one_on_paper_at_the_same_time_are_one_case() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let (officer, path, number) =
            (officer(&town), letter(&town, &invited), invited.enclosure.reference.to_string());
        let entry = [("code", number.as_str()), ("check", CHECK), ("channel", "paper")];
        // Both open at once: one draft, whoever gets it.
        let nobody = Who::nobody();
        let (web, paper) =
            tokio::join!(town.post(&nobody, &path, &RIGHT), town.post(&officer, "/desk/scan/invitation", &entry));
        assert!(web.status < 500 && paper.status < 500, "{} {}", web.status, paper.status);
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM cases_draft").await, 1);
        // The officer takes it in any case, and both send at once.
        let first = town.post(&officer, "/desk/scan/invitation", &entry).await;
        let first = first.location().map_or_else(|| paper.leads_on(), str::to_owned);
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        fill_from(&town, &officer, &draft, &rest()).await;
        let submit = format!("{draft}/submit");
        let (one, two, three) = tokio::join!(
            town.post(&officer, &submit, &[]),
            town.post(&officer, &submit, &[]),
            elsewhere(&town, &path, &RIGHT)
        );
        assert!(one.status < 500 && two.status < 500 && three.status < 500);
        let case = only_case(&town).await;
        assert_eq!(case.reference.to_string(), number);
        let reread = case::by_reference(&town.house.db, case.reference).await.unwrap();
        assert_eq!(reread.map(|c| c.id), Some(case.id));
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn the_form_moves_with_the_person_to_another_telephone() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let path = letter(&town, &invited);
        let draft = opens(&town, &Who::nobody(), &path).await;
        let other = elsewhere(&town, &path, &RIGHT).await.leads_on();
        assert!(other.starts_with(&draft), "one invitation has one form");
        assert_eq!(town.get(&Who::nobody(), &format!("{draft}/check")).await.status, 404, "it is there now, not here");
    })
    .await;
}

#[tokio::test]
async fn who_is_signed_in_as_the_person_is_not_asked_for_more() {
    both(&rooms(), |town| async move {
        let invited = invited(&town).await;
        let id = of_source(&town.house.db, SOURCE).await.unwrap()[0].person;
        let hanako = town.signed_in_as("縁側 花子", kernel::id::AccountId::from_uuid(town.id()), Some(id), None);
        let first = town.post(&hanako, &letter(&town, &invited), &[]).await.leads_on();
        assert!(first.starts_with("/apply/d/"));
        assert!(town.get(&hanako, "/my/cases").await.says("住民票の写し"), "it lies among their own");
    })
    .await;
}

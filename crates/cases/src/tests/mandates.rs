//! Acting for somebody: asked, agreed, applied, ended.

use super::people_::*;
use kernel::id::PersonId;
use people::{AccountKind, NewAccount};
use testkit::{TestTown, Who, both};

const UNTIL: [(&str, &str); 4] =
    [("until-era", "reiwa"), ("until-year", "9"), ("until-month", "3"), ("until-day", "31")];

/// The daughter, known to the town, with an account of her own.
async fn sakura(town: &TestTown) -> Who {
    let id = person(town, "縁側", "さくら").await;
    let new = NewAccount {
        kind: AccountKind::Resident,
        email: "sakura@demo.example".parse().unwrap(),
        name: "縁側 さくら".to_owned(),
        person: Some(id),
    };
    let open =
        |tx| async move { people::accounts::open_account(&tx, new).await.map_err(people::PeopleError::into_store) };
    let account = town.change(open).await;
    town.signed_in_as("縁側 さくら", account, Some(id), None)
}

/// The mother asks for one procedure; answers the link of the mail.
async fn asked(town: &TestTown, mother: &Who, scope: &str) -> String {
    let mut fields = vec![("name", "むすめの さくら"), ("email", "sakura@demo.example"), ("scope", scope)];
    fields.extend(UNTIL);
    assert_eq!(town.post(mother, "/my/mandates/new", &fields).await.leads_on(), "/my/mandates");
    town.run_jobs().await;
    let mail = town.mail().into_iter().rev().find(|m| m.to == "sakura@demo.example").expect("a mail");
    let link = mail.text.split_whitespace().find(|w| w.contains("/mandates/")).unwrap();
    link.strip_prefix("http://localhost:8080").unwrap().to_owned()
}

async fn agree(town: &TestTown, who: &Who, link: &str, year: &str) -> u16 {
    let fields = [("birth-era", "ad"), ("birth-year", year), ("birth-month", "4"), ("birth-day", "1")];
    town.post(who, link, &fields).await.status
}

async fn begin(town: &TestTown, who: &Who, mandate: &str) -> testkit::Answer {
    town.post(who, "/apply/resident_record/begin", &[("mandate", mandate)]).await
}

async fn acts(town: &TestTown, person: PersonId) -> Vec<(String, Option<String>)> {
    let entries = store::journal::about(&town.house.db, person, None, 100).await.unwrap();
    entries.into_iter().map(|e| (e.act, e.detail)).collect()
}

#[tokio::test]
async fn a_daughter_applies_for_her_mother_until_the_mother_ends_it() {
    both(&rooms(), |town| async move {
        let (mother, daughter) = (hanako(&town).await, sakura(&town).await);
        let link = asked(&town, &mother, "resident_record").await;
        assert!(town.get(&daughter, &link).await.says("花子"));
        assert_eq!(agree(&town, &daughter, &link, "1951").await, 422, "a stranger does not know the day");
        assert_eq!(agree(&town, &daughter, &link, "1950").await, 303);
        assert_eq!(agree(&town, &daughter, &link, "1950").await, 410, "once");

        let page = town.get(&daughter, "/apply/resident_record").await;
        let ids = page.attributes("input[name=mandate]", "value");
        let mandate = ids.iter().find(|v| !v.is_empty()).expect("she may choose her mother").clone();
        assert!(page.says("花子さんの代わりに"), "{}", page.text());
        assert_eq!(begin(&town, &mother, &mandate).await.status, 403, "a mandate is the agent's alone");
        let first = begin(&town, &daughter, &mandate).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        let shown = town.get(&daughter, &first).await;
        assert!(shown.says("代わりに書いています") && shown.text().contains("花子"), "{}", shown.text());
        fill_from(&town, &daughter, &draft, ANSWERS).await;
        let done = town.post(&daughter, &format!("{draft}/submit"), &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        town.run_jobs().await;

        let case = only_case(&town).await;
        assert_eq!((case.applicant, case.account), (Some(mother.person()), Some(daughter.account())));
        let path = format!("/my/cases/{}", case.id);
        for who in [&mother, &daughter] {
            assert!(town.get(who, &path).await.says("代わりに申請しました"), "both see who acted");
        }
        let told = acts(&town, mother.person()).await;
        let reading = told.iter().find(|(act, _)| act == "people.read").expect("reading her record is told to her");
        assert!(reading.1.as_deref().is_some_and(|d| d.contains("住民票")), "{reading:?}");
        assert!(
            told.iter().any(|(act, d)| act == "cases.submit_for" && d.as_deref().is_some_and(|d| d.contains("さくら")))
        );

        let second = begin(&town, &daughter, &mandate).await.leads_on();
        let end = town.get(&mother, "/my/mandates").await.attributes("form[action$='/end']", "action").pop().unwrap();
        assert_eq!(town.post(&mother, &end, &[]).await.status, 303);
        assert_eq!(town.get(&daughter, &path).await.status, 404, "at once");
        assert_eq!(town.get(&daughter, &second).await.status, 404, "what she began is shut, too");
        assert_eq!(begin(&town, &daughter, &mandate).await.status, 403);
        assert!(!town.get(&daughter, "/my/cases").await.says(&case.reference.to_string()));
        assert_eq!(town.get(&mother, &path).await.status, 200);
        town.run_jobs().await;
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_mandate_for_one_procedure_opens_no_other_and_a_lost_mail_opens_nothing() {
    both(&rooms(), |town| async move {
        let (mother, daughter) = (hanako(&town).await, sakura(&town).await);
        let link = asked(&town, &mother, "vacant_house_bank").await;
        let stranger = town.resident("見本　太郎").await;
        for _ in 0..5 {
            assert_eq!(agree(&town, &stranger, &link, "1960").await, 422);
        }
        assert_eq!(agree(&town, &daughter, &link, "1950").await, 410, "after five wrong answers it is shut");
        let link = asked(&town, &mother, "vacant_house_bank").await;
        assert_eq!(town.post(&mother, &link, &[]).await.status, 410, "nobody acts for themselves");
        assert_eq!(town.get(&Who::nobody(), &link).await.status, 303, "to sign in");
        assert_eq!(agree(&town, &daughter, &link, "1950").await, 303);
        let page = town.get(&daughter, "/apply/resident_record").await;
        assert!(page.attributes("input[name=mandate]", "value").is_empty());
        let held =
            people::mandates::of_agent(&town.house.db, daughter.person(), town.house.now().date()).await.unwrap();
        assert_eq!(begin(&town, &daughter, &held[0].id.to_string()).await.status, 403);
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn an_officer_enters_a_guardian_who_is_not_ended_on_the_screen() {
    both(&rooms(), |town| async move {
        let mother = hanako(&town).await;
        let officer = town.officer_of("residents", &["cases.mandate"], &["member"]);
        let found = town.post(&officer, "/desk/mandates", &[("then", "search"), ("q", "縁側")]).await;
        let id = mother.person().to_string();
        assert!(found.attributes("input[name=principal]", "value").contains(&id), "{}", found.text());
        let fields = [
            ("q", "縁側"),
            ("principal", id.as_str()),
            ("agent", "outside"),
            ("agent_name", "後見 みどり"),
            ("agent_birth-era", "showa"),
            ("agent_birth-year", "50"),
            ("agent_birth-month", "2"),
            ("agent_birth-day", "3"),
            ("kind", "guardian"),
            ("evidence", "登記事項証明書（見本）"),
            ("scope", "all"),
        ];
        assert_eq!(town.post(&officer, "/desk/mandates", &fields[..8]).await.status, 422);
        let done = town.post(&officer, "/desk/mandates", &fields).await;
        assert!(done.says("記録しました") && done.says("後見　みどり"), "{}", done.text());
        let page = town.get(&mother, "/my/mandates").await;
        assert!(page.says("後見　みどり") && page.attributes("form[action$='/end']", "action").is_empty());
        let given =
            people::mandates::of_principal(&town.house.db, mother.person(), town.house.now().date()).await.unwrap();
        let end = format!("/my/mandates/{}/end", given[0].id);
        assert_eq!(town.post(&mother, &end, &[]).await.status, 404, "by law, not by her wish");
        assert_eq!(town.post(&officer, &format!("/desk/mandates/{}/end", given[0].id), &[]).await.status, 303);
        let today = town.house.now().date();
        assert!(people::mandates::of_principal(&town.house.db, mother.person(), today).await.unwrap().is_empty());
        town.run_jobs().await;
    })
    .await;
}

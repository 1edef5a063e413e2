//! Who works for the town: invitations, terms, hand-over, suspension.

use super::*;
use people::{Grant, grants};

const DAYS: [(&str, &str); 3] = [("from-era", "reiwa"), ("from-year", "8"), ("from-month", "6")];

async fn with_role(town: &TestTown, email: &str, role: &str, until: Option<&str>) -> AccountId {
    let id = account(town, email, AccountKind::Staff, None).await;
    let grant = NewGrant {
        holder: Holder::Account(id),
        role: role.to_owned(),
        desk: Some("general".to_owned()),
        ward: None,
        position: None,
        deputy: false,
        from: Date::constant(2026, 4, 1),
        until: until.map(|d| d.parse().unwrap()),
    };
    let act = Act::system("test", town.clock.now());
    town.house.db.write(&act, move |tx| async move { grants::assign(&tx, &grant).await }).await.unwrap();
    with_telephone(town, id).await;
    id
}

/// Signs in somebody who has chosen a password, with a telephone for the second proof.
async fn first_sign_in(town: &TestTown, email: &str) -> Who {
    let known = people::accounts::by_email(&town.house.db, &email.parse().unwrap()).await.unwrap();
    with_telephone(town, known.expect("an account").id).await;
    signed_in(town, email).await
}

async fn administrator(town: &TestTown) -> (AccountId, Who) {
    let id = with_role(town, "minato@demo.example", "administrator", None).await;
    (id, signed_in(town, "minato@demo.example").await)
}

async fn terms(town: &TestTown, account: AccountId) -> Vec<Grant> {
    grants::history(&town.house.db, Holder::Account(account)).await.unwrap()
}

fn new_officer<'a>(delivery: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "新任 さくら"),
        ("email", "sakura@town.example"),
        ("role", "desk_officer"),
        ("desk", "residents"),
        ("position", "member"),
        ("from-day", day),
        ("delivery", delivery),
    ];
    fields.extend(DAYS);
    fields
}

async fn by_mail(town: &TestTown, address: &str) -> String {
    town.run_jobs().await;
    let mail = town.mail().into_iter().rev().find(|m| m.to == address && m.text.contains("/set-up/")).expect("a mail");
    let link = mail.text.split_whitespace().find(|w| w.contains("/set-up/")).unwrap().to_owned();
    link.strip_prefix("http://localhost:8080").unwrap().to_owned()
}

async fn set_up(town: &TestTown, link: &str) -> Answer {
    town.post(&Who::nobody(), link, &[("password", PASSWORD)]).await
}

#[tokio::test]
async fn a_new_officer_is_invited_by_mail_and_comes_in_on_the_first_day() {
    both(|town| async move {
        let (_, minato) = administrator(&town).await;
        let added = town.post(&minato, "/desk/staff/new", &new_officer("mail", "2")).await;
        let page = added.leads_on();
        let link = by_mail(&town, "sakura@town.example").await;
        assert!(town.get(&Who::nobody(), &link).await.says("新任 さくら"));
        assert_eq!(set_up(&town, &link.replace("/set-up/0", "/set-up/1")).await.status, 410, "nobody makes a link");
        assert_eq!(town.post(&Who::nobody(), &link, &[("password", "short")]).await.status, 422);
        assert_eq!(set_up(&town, &link).await.leads_on(), "/sign-in?return=/desk");
        assert_eq!(set_up(&town, &link).await.status, 410, "a link works once");
        let sakura = first_sign_in(&town, "sakura@town.example").await;
        assert_eq!(town.get(&sakura, "/desk/people").await.status, 403, "the term begins tomorrow");
        town.clock.advance_seconds(86_400);
        let sakura = signed_in(&town, "sakura@town.example").await;
        assert_eq!(town.get(&sakura, "/desk/people").await.status, 200);
        let shown = town.get(&signed_in(&town, "minato@demo.example").await, &page).await;
        assert!(shown.says("令和8年6月2日から") && shown.says("最後にログインした日"), "{}", shown.text());
    })
    .await;
}

#[tokio::test]
async fn a_printed_code_leads_to_the_same_page_and_an_older_invitation_ends() {
    both(|town| async move {
        let (_, minato) = administrator(&town).await;
        let paper = town.post(&minato, "/desk/staff/new", &new_officer("hand", "1")).await;
        let code = paper.select("strong.code").pop().expect("a code");
        let link = town.post(&Who::nobody(), "/set-up", &[("code", &code)]).await.leads_on();
        let twice = town.post(&minato, "/desk/staff/new", &new_officer("hand", "1")).await;
        assert_eq!((twice.status, twice.says("もう使われています")), (422, true));
        let id = people::accounts::by_email(&town.house.db, &"sakura@town.example".parse().unwrap()).await.unwrap();
        let again = format!("/desk/staff/{}/invite", id.unwrap().id);
        assert_eq!(town.post(&minato, &again, &[("delivery", "")]).await.status, 422);
        let newer = town.post(&minato, &again, &[("delivery", "hand")]).await.select("strong.code").pop().unwrap();
        assert_eq!(set_up(&town, &link).await.status, 410, "the older one ended");
        assert_eq!(town.post(&Who::nobody(), "/set-up", &[("code", &code)]).await.status, 422);
        town.clock.advance_seconds(8 * 86_400);
        assert_eq!(town.post(&Who::nobody(), "/set-up", &[("code", &newer)]).await.status, 422, "a week is over");
    })
    .await;
}

#[tokio::test]
async fn nobody_gives_themselves_anything_or_takes_the_last_administrator_away() {
    both(|town| async move {
        let (id, minato) = administrator(&town).await;
        let own = format!("/desk/staff/{id}/term");
        let mut fields = vec![("role", "approver"), ("desk", "residents"), ("from-day", "1")];
        fields.extend(DAYS);
        let refused = town.post(&minato, &own, &fields).await;
        assert_eq!((refused.status, terms(&town, id).await.len()), (422, 1), "{}", refused.text());
        let term = format!("/desk/staff/terms/{}", terms(&town, id).await[0].id);
        for way in [("then", "today"), ("until-year", "8")] {
            let fields = [way, ("until-era", "reiwa"), ("until-month", "7"), ("until-day", "1")];
            assert_eq!(town.post(&minato, &term, &fields).await.status, 422, "the last one stays");
        }
        assert_eq!(town.post(&minato, &format!("/desk/staff/{id}/suspend"), &[]).await.status, 422);

        let other = with_role(&town, "second@demo.example", "administrator", Some("2026-12-31")).await;
        let second = signed_in(&town, "second@demo.example").await;
        let longer = [("until-era", "reiwa"), ("until-year", "9"), ("until-month", "3"), ("until-day", "31")];
        let theirs = format!("/desk/staff/terms/{}", terms(&town, other).await[0].id);
        assert_eq!(town.post(&second, &theirs, &longer).await.status, 422, "nobody lengthens their own");
        assert_eq!(town.post(&minato, &theirs, &longer).await.status, 303);
        assert_eq!(terms(&town, other).await[0].term.until, Some(Date::constant(2027, 3, 31)));
        assert_eq!(town.post(&minato, &term, &[("then", "today")]).await.status, 303, "another one is there");
        assert_eq!(town.post(&minato, &theirs, &[("then", "today")]).await.status, 422);
        let madoka = officer(&town, "madoka@demo.example", None).await;
        let desk = signed_in(&town, "madoka@demo.example").await;
        for path in ["/desk/staff".to_owned(), format!("/desk/staff/{madoka}"), own] {
            assert_eq!(town.get(&desk, &path).await.status, 403);
        }
    })
    .await;
}

#[tokio::test]
async fn an_office_passes_on_its_day_and_both_are_told() {
    both(|town| async move {
        let (_, minato) = administrator(&town).await;
        let old = officer(&town, "madoka@demo.example", None).await;
        let new = account(&town, "sakura@demo.example", AccountKind::Staff, None).await;
        let term = terms(&town, old).await[0].id;
        let path = format!("/desk/staff/terms/{term}/hand-over");
        let page = town.get(&minato, &path).await;
        assert!(page.says("受け持っているものはありません"), "{}", page.text());
        let to = new.to_string();
        let fields = [
            ("to", to.as_str()),
            ("from-era", "reiwa"),
            ("from-year", "8"),
            ("from-month", "7"),
            ("from-day", "1"),
            ("note", "鍵は金庫の中です"),
            ("work", "yes"),
        ];
        assert_eq!(town.post(&minato, &path, &fields[1..]).await.status, 422, "somebody must take it");
        assert_eq!(town.post(&minato, &path, &fields).await.leads_on(), format!("/desk/staff/{new}"));
        assert_eq!(terms(&town, old).await[0].term.until, Some(Date::constant(2026, 6, 30)));
        let begun = &terms(&town, new).await[0];
        assert_eq!((begun.follows, begun.desk.as_deref()), (Some(term), Some("residents")));
        town.run_jobs().await;
        let told: Vec<(String, String)> = town.mail().into_iter().map(|m| (m.to, m.text)).collect();
        assert!(
            told.iter().any(|(to, text)| to == "madoka@demo.example" && text.contains("令和8年6月30日まで")),
            "{told:?}"
        );
        assert!(told.iter().any(|(to, text)| to == "sakura@demo.example" && text.contains("鍵は金庫の中です")));
        let list = town.get(&minato, "/desk/staff?when=future").await;
        assert!(list.says("令和8年7月1日から") && !list.says("令和8年6月30日まで"), "{}", list.text());
    })
    .await;
}

#[tokio::test]
async fn a_suspended_account_is_shut_at_once_and_can_be_opened_again() {
    both(|town| async move {
        let (_, minato) = administrator(&town).await;
        let id = officer(&town, "madoka@demo.example", None).await;
        let madoka = signed_in(&town, "madoka@demo.example").await;
        let path = |what: &str| format!("/desk/staff/{id}/{what}");
        assert_eq!(town.post(&minato, &path("sign-out"), &[]).await.status, 303);
        assert!(!is_in(&town, &madoka).await, "every session ended");
        let madoka = signed_in(&town, "madoka@demo.example").await;
        assert_eq!(town.post(&minato, &path("suspend"), &[]).await.status, 303);
        assert!(!is_in(&town, &madoka).await);
        assert_eq!(try_sign_in(&town, &Who::nobody(), "madoka@demo.example", PASSWORD).await.status, 422);
        assert!(town.get(&minato, "/desk/staff").await.says("停止中"));
        assert_eq!(town.post(&minato, &path("suspend"), &[]).await.status, 409, "once is enough");
        assert_eq!(town.post(&minato, &path("reinstate"), &[]).await.status, 303);
        assert!(is_in(&town, &signed_in(&town, "madoka@demo.example").await).await);
        town.run_jobs().await;
        let told = town.mail().iter().filter(|m| m.to == "madoka@demo.example").count();
        assert_eq!(told, 3, "signed out, suspended, reinstated");
    })
    .await;
}

#[tokio::test]
async fn a_ward_head_is_found_recorded_for_a_year_and_told() {
    both(|town| async move {
        let (_, minato) = administrator(&town).await;
        let person = town.without_phone("縁側　花子").await;
        let ward = town.house.town.wards.all()[0].key.clone();
        let path = format!("/desk/staff/wards/{ward}");
        let found = town.post(&minato, &path, &[("then", "search"), ("q", "縁側")]).await;
        let id = found.attributes("input[name=to]", "value").pop().expect("she is found");
        assert_eq!(id, person.to_string());
        let fields = |year: &'static str| {
            let mut fields = vec![("role", "ward_head"), ("to", id.as_str()), ("from-day", "1")];
            fields.extend(DAYS);
            fields.extend([("until-era", "reiwa"), ("until-year", year), ("until-month", "5"), ("until-day", "31")]);
            fields
        };
        assert_eq!(town.post(&minato, &path, &fields("11")).await.status, 422, "the rule of the town is a year");
        assert_eq!(town.post(&minato, &path, &fields("9")).await.leads_on(), "/desk/staff/wards");
        assert!(town.get(&minato, "/desk/staff/wards").await.says("縁側　花子"));
        assert!(acts_about(&town, person).await.iter().any(|a| a == "people.grant"));
        assert_eq!(notices::unread(&town.house.db, person).await.unwrap(), 1, "she is told");
        town.run_jobs().await;
    })
    .await;
}

#[tokio::test]
async fn the_command_line_adds_the_first_officer_and_helps_a_town_that_lost_its_last() {
    both(|town| async move {
        let new = |email: &str| crate::staff::NewOfficer {
            name: "任命 みなと".to_owned(),
            email: email.parse().unwrap(),
            office: crate::staff::Office {
                role: "administrator".to_owned(),
                desk: None,
                position: None,
                deputy: false,
                from: town.clock.now().date(),
                until: None,
            },
            delivery: crate::staff::Delivery::Hand,
        };
        let add = async |email: &str| {
            let (new, house) = (new(email), town.house.clone());
            let act = Act::system("officer", town.clock.now());
            house
                .clone()
                .db
                .write(&act, move |tx| async move { crate::staff::rescue(&tx, &house.town, &house.secret, new).await })
                .await
        };
        let first = add("minato@town.example").await.unwrap();
        assert_eq!(set_up(&town, &first.path).await.status, 303);
        let minato = first_sign_in(&town, "minato@town.example").await;
        assert_eq!(town.get(&minato, "/desk/staff").await.status, 200);
        let again = add("minato@town.example").await.unwrap();
        assert_eq!(
            (again.account, terms(&town, again.account).await.len()),
            (first.account, 1),
            "one account, one term"
        );
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        assert!(matches!(add("hanako@demo.example").await, Err(crate::staff::Refusal::Resident)));
    })
    .await;
}

#[tokio::test]
async fn the_menu_counts_unread_messages() {
    both(|town| async move {
        let person = town.without_phone("縁側　花子").await;
        account(&town, "hanako@demo.example", AccountKind::Resident, Some(person)).await;
        let hanako = signed_in(&town, "hanako@demo.example").await;
        assert_eq!(town.get(&hanako, "/my").await.select(".count").len(), 0);
        for n in 0..3 {
            let notice = notices::NewNotice {
                key: format!("test:{n}"),
                topic: "test.word",
                person,
                subject: "見本".to_owned(),
                body: "見本です。".to_owned(),
                link: None,
                urgent: false,
            };
            town.change(move |tx| async move { notices::tell(&tx, notice).await }).await;
        }
        let count = town.get(&hanako, "/my").await.select("header .count");
        assert!(count.iter().any(|c| c.starts_with('3')), "{count:?}");
        town.run_jobs().await;
    })
    .await;
}

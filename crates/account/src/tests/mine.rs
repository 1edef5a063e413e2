//! My settings, my sessions, and the demo's sign-ins.

use super::*;
use people::ContactChannel;

async fn hanako(town: &TestTown) -> (PersonId, Who) {
    let person = town.without_phone("縁側　花子").await;
    account(town, "hanako@demo.example", AccountKind::Resident, Some(person)).await;
    (person, signed_in(town, "hanako@demo.example").await)
}

#[tokio::test]
async fn settings_are_changed_one_question_at_a_time() {
    both(|town| async move {
        let (person, who) = hanako(&town).await;
        for page in ["", "/name", "/contact", "/language", "/password", "/passkeys", "/sessions"] {
            let page = town.get(&who, &format!("/my/settings{page}")).await;
            assert_eq!((page.status, page.select("h1").len()), (200, 1), "{}", page.text());
            assert!(!page.says("⟦"), "{}", page.text());
        }
        assert_eq!(
            town.post(&who, "/my/settings/name", &[("name", " はなちゃん\n ")]).await.leads_on(),
            "/my/settings"
        );
        assert!(town.get(&who, "/my").await.says("はなちゃん"));
        assert_eq!(town.post(&who, "/my/settings/name", &[("name", "　")]).await.status, 422);

        let channel = async |channel: &str, phone: &str| {
            let fields = [("channel", channel), ("phone", phone)];
            town.post(&who, "/my/settings/contact", &fields).await.status
        };
        assert_eq!(channel("call", "").await, 422, "nobody is called without a number");
        assert_eq!(channel("call", "72-2111").await, 422);
        assert_eq!(channel("pigeon", "").await, 422);
        assert_eq!(channel("call", "0247722111").await, 303);
        assert_eq!(town.post(&who, "/my/settings/language", &[("language", "easy")]).await.status, 303);
        assert_eq!(town.post(&who, "/my/settings/language", &[("language", "xx")]).await.status, 422);
        let reach = people::contacts::reach(&town.house.db, person).await.unwrap();
        assert_eq!((reach.channel, reach.language), (ContactChannel::Call, people::Language::Easy));
        assert_eq!(reach.phone.unwrap().to_string(), "0247-72-2111");
        assert!(acts_about(&town, person).await.iter().any(|a| a == "people.contact"));
    })
    .await;
}

#[tokio::test]
async fn a_new_password_needs_the_present_one_and_signs_out_everybody_else() {
    both(|town| async move {
        let (_, who) = hanako(&town).await;
        let other = signed_in(&town, "hanako@demo.example").await;
        let change = async |who: &Who, present: &str, new: &str| {
            town.post(who, "/my/settings/password", &[("present", present), ("password", new)]).await
        };
        assert_eq!(change(&who, "wrong", "a different one").await.status, 422);
        assert_eq!(change(&who, PASSWORD, "short").await.status, 422);
        assert_eq!(change(&who, PASSWORD, "hanako@demo.example").await.status, 422);
        for (guessed, why) in [("engawa-hanako", "推測されます"), ("dragon-2024", "多くの人が使っていて")]
        {
            let answer = change(&who, PASSWORD, guessed).await;
            assert!(answer.status == 422 && answer.says(why), "{guessed}: {}", answer.text());
        }
        let done = change(&who, PASSWORD, "a different one").await;
        assert_eq!(done.leads_on(), "/my/settings");
        let anew = Who::with_session(session_of(&done));
        assert!(is_in(&town, &anew).await);
        assert!(!is_in(&town, &other).await && !is_in(&town, &who).await);
        for _ in 0..10 {
            change(&anew, "guess", "another one!").await;
        }
        assert_eq!(change(&anew, "a different one", "another one!").await.status, 429, "a stolen session cannot guess");
        town.run_jobs().await;
        assert_eq!(town.mail().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions_alone() {
    both(|town| async move {
        let (_, who) = hanako(&town).await;
        town.clock.advance_seconds(1);
        let phone = signed_in(&town, "hanako@demo.example").await;
        town.clock.advance_seconds(1);
        let tablet = signed_in(&town, "hanako@demo.example").await;
        account(&town, "taro@demo.example", AccountKind::Resident, None).await;
        let stranger = signed_in(&town, "taro@demo.example").await;
        let page = town.get(&who, "/my/settings/sessions").await;
        let ids = page.attributes("input[name=session]", "value");
        assert_eq!(ids.len(), 3, "two others and the button for all: {ids:?}");
        assert_eq!(town.post(&stranger, "/my/settings/sessions/end", &[("session", &ids[0])]).await.status, 404);
        assert!(is_in(&town, &phone).await && is_in(&town, &tablet).await);
        assert_eq!(town.post(&who, "/my/settings/sessions/end", &[("session", &ids[0])]).await.status, 303);
        assert!(!is_in(&town, &tablet).await && is_in(&town, &phone).await);
        assert_eq!(town.post(&who, "/my/settings/sessions/end", &[("session", "x")]).await.status, 404);
        assert_eq!(town.post(&who, "/my/settings/sessions/end", &[("session", "others")]).await.status, 303);
        assert!(!is_in(&town, &phone).await && is_in(&town, &who).await && is_in(&town, &stranger).await);
    })
    .await;
}

#[tokio::test]
async fn records_are_shown_page_by_page_without_a_gap() {
    both(|town| async move {
        let (person, who) = hanako(&town).await;
        let staff = officer(&town, "madoka@demo.example", None).await;
        let act = Act {
            actor: store::Actor::Account { account: staff, person: None },
            channel: store::Channel::Counter,
            purpose: "x".to_owned(),
            at: town.clock.now(),
        };
        for n in 0..105 {
            let look = move |tx| async move { people::look(&tx, person, &format!("目的その{n}番")).await };
            town.house.db.write(&act, look).await.unwrap();
        }
        let first = town.get(&who, "/my/records").await;
        assert_eq!(first.select("ol.timeline li").len(), 100);
        let next = first.attributes("a", "href").into_iter().find(|h| h.contains("before=")).unwrap();
        let second = town.get(&who, &next).await;
        for n in 0..105 {
            let words = format!("目的その{n}番");
            assert!(first.says(&words) != second.says(&words), "{words} is on one page");
        }
        for odd in ["/my/records?before=0", "/my/records?before=-1"] {
            assert_eq!(town.get(&who, odd).await.status, 200);
        }
        assert_eq!(town.get(&who, "/my/records?before=x").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn the_pages_speak_three_languages() {
    both(|town| async move {
        let (_, who) = hanako(&town).await;
        for path in ["/my", "/my/settings", "/my/records", "/my/settings/contact"] {
            for lang in ["ja", "easy", "en"] {
                let page = town.get(&who, &format!("{path}?lang={lang}")).await;
                assert_eq!(page.status, 200);
                assert!(!page.says("⟦") && !page.says("《"), "{path} {lang}");
            }
        }
        for path in ["/sign-in", "/sign-up", "/recover"] {
            let page = town.get(&Who::nobody(), &format!("{path}?lang=en")).await;
            assert!(!page.says("⟦"));
        }
    })
    .await;
}

#[tokio::test]
async fn the_demo_people_can_sign_in_with_their_public_passwords() {
    both(|town| async move {
        let (db, now) = (&town.house.db, town.clock.now());
        let made = crate::demo::load(db, &town.house.town, now).await.unwrap();
        let all = town::demo::accounts(&town.house.town.folder).unwrap();
        assert_eq!(made, all.len());
        assert_eq!(crate::demo::load(db, &town.house.town, now).await.unwrap(), 0, "a second time makes nobody");
        for key in ["hanako", "madoka", "sakura"] {
            let demo = all.iter().find(|a| a.key == key).unwrap();
            let answer = try_sign_in(&town, &Who::nobody(), &demo.email.to_string(), &demo.password).await;
            let to = answer.leads_on();
            assert_eq!(to, if key == "madoka" { "/sign-in/second" } else { "/my" });
        }
        // The demo shows the code of its fictional telephones, and it is the published secret's.
        let page = town.get(&Who::nobody(), "/sign-in/second").await;
        let shown = page.attributes("[data-demo-code]", "data-demo-code").pop().unwrap();
        let secret = all.iter().find(|a| a.key == "madoka").and_then(|a| a.totp.clone()).unwrap();
        assert_eq!(crate::demo_code(&secret, now), Some(shown.clone()));
        assert_eq!(try_code(&town, &shown).await.leads_on(), "/desk");
        for staff in all.iter().filter(|a| a.kind == town::demo::DemoKind::Staff) {
            assert!(staff.totp.is_some(), "{} can sign in by hand", staff.key);
        }
        let person = async |email: &str| {
            people::accounts::by_email(db, &email.parse().unwrap()).await.unwrap().unwrap().person.unwrap()
        };
        let (hanako, sakura) = (person("hanako@demo.example").await, person("sakura@demo.example").await);
        let today = now.date();
        assert!(people::mandates::for_matter(db, sakura, hanako, "resident_record", today).await.unwrap().is_some());
        let (taro, aoi) = (person("taro@demo.example").await, person("aoi@demo.example").await);
        let household = people::find(db, taro).await.unwrap().unwrap().household.unwrap();
        let members = people::members(db, household, today).await.unwrap();
        assert_eq!(members.iter().map(|p| p.id).collect::<Vec<_>>(), [taro, aoi]);
    })
    .await;
}

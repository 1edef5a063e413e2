//! What belongs to the person: the records taken home, the address, the end of an account.

use super::*;

async fn hanako(town: &TestTown) -> (PersonId, Who) {
    let person = town.without_phone("縁側　花子").await;
    account(town, "hanako@demo.example", AccountKind::Resident, Some(person)).await;
    (person, signed_in(town, "hanako@demo.example").await)
}

/// The paths in a ZIP file, as its directory names them.
fn names(zip: &[u8]) -> String {
    let start = zip.windows(4).position(|w| w == b"PK\x01\x02").expect("a directory");
    String::from_utf8_lossy(&zip[start..]).into_owned()
}

#[tokio::test]
async fn a_person_takes_home_what_the_town_holds_and_nobody_else_does() {
    both(|town| async move {
        let (person, who) = hanako(&town).await;
        assert_eq!(town.post(&who, "/my/export", &[]).await.leads_on(), "/my/export");
        assert!(town.get(&who, "/my/export").await.says("いま、まとめています"));
        town.post(&who, "/my/export", &[]).await;
        town.run_jobs().await;
        let page = town.get(&who, "/my/export").await;
        let files: Vec<String> =
            page.attributes("main a", "href").into_iter().filter(|h| h.starts_with("/my/export/")).collect();
        assert_eq!(files.len(), 1, "a second click asks for nothing: {}", page.text());
        let file = town.get(&who, &files[0]).await;
        assert_eq!((file.status, file.headers["content-type"].to_str().unwrap()), (200, "application/zip"));
        let listed = names(&file.body);
        assert!(listed.contains("index.html") && listed.contains("data.json"), "{listed}");
        let text = file.text();
        assert!(text.contains("縁側　花子") && text.contains("hanako@demo.example"), "stored as it is");
        assert!(text.contains("people.account_open") || text.contains("アカウントを作りました"));
        assert_eq!(notices::unread(&town.house.db, person).await.unwrap(), 1, "she is told that it is ready");

        account(&town, "taro@demo.example", AccountKind::Resident, Some(town.without_phone("見本　太郎").await)).await;
        let taro = signed_in(&town, "taro@demo.example").await;
        assert_eq!(town.get(&taro, &files[0]).await.status, 404);
        assert_eq!(town.get(&Who::nobody(), &files[0]).await.status, 303);
        let acts = acts_about(&town, person).await;
        for act in ["account.export_ask", "account.export", "account.export_fetch"] {
            assert!(acts.iter().any(|a| a == act), "{act} in {acts:?}");
        }
        town.clock.advance_seconds(8 * 86_400);
        crate::export::clear(&town.house).await.unwrap();
        let again = signed_in(&town, "hanako@demo.example").await;
        assert_eq!(town.get(&again, &files[0]).await.status, 404, "a week is over");
        assert_eq!(count(&town, "SELECT CAST(COUNT(*) AS bigint) FROM account_export").await, 0);
    })
    .await;
}

fn link_to(town: &TestTown, address: &str) -> String {
    let mail = town.mail().into_iter().rev().find(|m| m.to == address).expect("a mail");
    let link = mail.text.split_whitespace().find(|w| w.contains("/settings/email/")).expect("a link").to_owned();
    link.strip_prefix("http://localhost:8080").unwrap().to_owned()
}

#[tokio::test]
async fn an_address_changes_when_the_new_one_answers_and_the_old_one_is_told() {
    both(|town| async move {
        let (_, who) = hanako(&town).await;
        let ask = async |email: &str, present: &str| {
            town.post(&who, "/my/settings/email", &[("email", email), ("present", present)]).await.status
        };
        assert_eq!(ask("new@demo.example", "wrong").await, 422);
        assert_eq!(ask("no address", PASSWORD).await, 422);
        assert_eq!(ask("new@demo.example", PASSWORD).await, 200);
        town.run_jobs().await;
        let link = link_to(&town, "new@demo.example");
        assert_eq!(town.get(&Who::nobody(), &link).await.status, 200);
        assert_eq!(try_sign_in(&town, &Who::nobody(), "new@demo.example", PASSWORD).await.status, 422, "not by itself");
        assert!(town.post(&Who::nobody(), &link, &[]).await.says("変わりました"));
        assert_eq!(town.post(&Who::nobody(), &link, &[]).await.status, 410, "once");
        assert_eq!(try_sign_in(&town, &Who::nobody(), "hanako@demo.example", PASSWORD).await.status, 422);
        signed_in(&town, "new@demo.example").await;
        town.run_jobs().await;
        assert!(town.mail().iter().any(|m| m.to == "hanako@demo.example" && m.text.contains("お電話")));

        account(&town, "taro@demo.example", AccountKind::Resident, None).await;
        assert_eq!(ask("taro@demo.example", PASSWORD).await, 200, "whether it is taken is not said here");
        town.run_jobs().await;
        let told = town.mail().into_iter().rev().find(|m| m.to == "taro@demo.example").unwrap();
        assert!(!told.text.contains("/settings/email/"), "{}", told.text);
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_has_no_way_in_and_its_address_is_free_again() {
    both(|town| async move {
        let (person, who) = hanako(&town).await;
        let other = signed_in(&town, "hanako@demo.example").await;
        let page = town.get(&who, "/my/settings/close").await;
        assert!(page.says("なくなるもの") && page.says("残るもの"));
        assert_eq!(town.post(&who, "/my/settings/close", &[("present", PASSWORD)]).await.status, 422);
        let wrong = [("present", "wrong"), ("sure", "yes")];
        assert_eq!(town.post(&who, "/my/settings/close", &wrong).await.status, 422);
        let closed = town.post(&who, "/my/settings/close", &[("present", PASSWORD), ("sure", "yes")]).await;
        assert!(closed.says("アカウントを閉じました"), "{}", closed.text());
        assert!(!is_in(&town, &who).await && !is_in(&town, &other).await);
        assert_eq!(try_sign_in(&town, &Who::nobody(), "hanako@demo.example", PASSWORD).await.status, 422);
        assert!(people::find(&town.house.db, person).await.unwrap().is_some(), "the person's record stays");
        assert!(acts_about(&town, person).await.iter().any(|a| a == "people.account_close"));
        account(&town, "hanako@demo.example", AccountKind::Resident, Some(person)).await;
        signed_in(&town, "hanako@demo.example").await;

        officer(&town, "madoka@demo.example", None).await;
        let madoka = signed_in(&town, "madoka@demo.example").await;
        let refused = town.post(&madoka, "/my/settings/close", &[("present", PASSWORD), ("sure", "yes")]).await;
        assert_eq!(refused.status, 403, "an officer's account is the office's");
    })
    .await;
}

#[tokio::test]
async fn the_new_pages_speak_three_languages() {
    both(|town| async move {
        let (_, who) = hanako(&town).await;
        for path in ["/my/export", "/my/settings/email", "/my/settings/close", "/my/records?show=automatic"] {
            for lang in ["ja", "easy", "en"] {
                let page = town.get(&who, &format!("{path}?lang={lang}").replace("automatic?", "automatic&")).await;
                assert_eq!((page.status, page.select("h1").len()), (200, 1), "{path}");
                assert!(!page.says("⟦") && !page.says("《"), "{path} {lang}");
            }
        }
        let page = town.get(&Who::nobody(), "/set-up?lang=easy").await;
        assert!(page.status == 200 && !page.says("⟦"));
    })
    .await;
}

#[tokio::test]
async fn what_the_program_does_of_itself_is_folded_away_and_people_come_first() {
    both(|town| async move {
        let (person, who) = hanako(&town).await;
        let staff = officer(&town, "madoka@demo.example", None).await;
        for n in 0..12 {
            let act = Act::system("test", town.clock.now());
            let deed = move |tx: store::Tx| async move {
                tx.record(store::Deed::new("notices.tell").about(person).detail(n));
                Ok::<_, store::StoreError>(())
            };
            town.house.db.write(&act, deed).await.unwrap();
        }
        let act = Act {
            actor: store::Actor::Account { account: staff, person: None },
            channel: store::Channel::Counter,
            purpose: "x".to_owned(),
            at: town.clock.now(),
        };
        town.house
            .db
            .write(&act, move |tx| async move { people::look(&tx, person, "記録の訂正").await })
            .await
            .unwrap();
        let page = town.get(&who, "/my/records").await;
        assert!(
            page.says("町民生活の窓口・窓口の担当") && page.says("記録の訂正") && page.says("窓口で"),
            "{}",
            page.text()
        );
        assert!(!page.says("見本 職員"), "an officer's name stays with the town");
        let folded = page.select("details");
        assert!(folded.iter().any(|d| d.contains("お知らせをしました") && d.contains("12件")), "{folded:?}");
        let office = town.get(&who, "/my/records?show=office").await;
        assert!(office.says("記録の訂正") && office.select("details.disclosure").is_empty());
        assert!(!town.get(&who, "/my/records?show=own").await.says("記録の訂正"));
    })
    .await;
}

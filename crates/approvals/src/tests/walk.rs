use super::*;

#[tokio::test]
async fn a_draft_is_sent_back_written_anew_and_approved_with_a_number() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let id = office.draft("standard", None).await;
        let desk = office.town.get(&office.chief, "/desk/approvals").await;
        assert!(desk.says("住民票の写しの交付について") && desk.says("決めるもの（1件）"));
        assert!(office.town.get(&office.head, "/desk/approvals").await.says("いま、あなたが決めるものはありません"));

        let empty = office.press(&office.chief, id, "send-back", &[("words", "")]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.says("差し戻す理由を書いてください"));
        let back = office.press(&office.chief, id, "send-back", &[("words", "日付を直してください")]).await.leads_on();
        assert!(office.town.get(&office.chief, &back).await.says("差し戻しました"));
        assert_eq!(office.told().await, [Outcome::SentBack]);
        assert_eq!(office.status(id).await.reason.as_deref(), Some("日付を直してください"));

        office.resubmit(id, "申請のとおり、本日交付してよろしいか。").await.unwrap();
        assert!(office.resubmit(id, "もう一度").await.is_err(), "it is on its way already");
        office.press(&office.chief, id, "approve", &[]).await.leads_on();
        assert_eq!(office.status(id).await.waiting_for.len(), 1);
        let done = office.press(&office.head, id, "approve", &[("words", "")]).await.leads_on();
        let page = office.town.get(&office.head, &done).await;
        assert!(page.says("承認しました") && page.says("令和8年度 小町民第1号"));
        assert!(page.says("1回目の内容") && page.says("申請のとおり交付してよろしいか。"), "the old words stay");

        let status = office.status(id).await;
        assert!(approved(status.state));
        assert_eq!((status.round, status.number.as_deref()), (2, Some("令和8年度 小町民第1号")));
        assert_eq!(office.told().await, [Outcome::SentBack, Outcome::Approved]);
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn who_has_no_part_in_it_sees_and_decides_nothing() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let id = office.draft("standard", None).await;
        let path = format!("/desk/approvals/{id}");
        let stranger = officer(&office.town, "子育 のぞみ", "child", &["chief"]);
        assert_eq!(office.town.get(&stranger, &path).await.status, 404);
        let resident = office.town.resident("縁側 花子").await;
        assert_eq!(office.town.get(&resident, &path).await.status, 403);
        assert_eq!(office.town.get(&Who::nobody(), &path).await.status, 303);

        // A forged form with the right seat does not help the wrong officer.
        let page = office.town.get(&office.chief, &path).await;
        let value = |name: &str| page.attributes(&format!("form input[name='{name}']"), "value").remove(0);
        let (seat, text) = (value("seat"), value("text"));
        assert_eq!(office.send(&stranger, id, "approve", &seat, &text, &[]).await.status, 403);
        assert_eq!(office.send(&office.head, id, "approve", &seat, &text, &[]).await.status, 403);
        assert_eq!(
            office.send(&office.member, id, "approve", &seat, &text, &[]).await.status,
            403,
            "nobody decides on their own draft"
        );
        assert_eq!(
            office.send(&office.chief, id, "approve", &seat, &"0".repeat(64), &[]).await.status,
            409,
            "another text was seen"
        );
        assert_eq!(office.send(&office.chief, id, "approve", "nonsense", &text, &[]).await.status, 400);
        assert_eq!(office.status(id).await.waiting_for.len(), 1);
        assert_eq!(
            office.count("SELECT CAST(COUNT(*) AS bigint) FROM approvals_decision").await,
            1,
            "only the draft itself"
        );
    })
    .await;
}

#[tokio::test]
async fn the_drafter_pulls_back_until_somebody_has_decided() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let first = office.draft("standard", None).await;
        assert_eq!(office.press(&office.chief, first, "pull-back", &[]).await.status, 403);
        let done = office.press(&office.member, first, "pull-back", &[("words", "書き間違い")]).await.leads_on();
        assert!(office.town.get(&office.member, &done).await.says("引き上げました"));
        assert_eq!(office.told().await, [Outcome::Withdrawn]);
        assert_eq!(office.press(&office.chief, first, "approve", &[]).await.status, 400, "there is no form any more");

        let second = office.draft("standard", None).await;
        office.press(&office.chief, second, "approve", &[]).await.leads_on();
        let late = office.press(&office.member, second, "pull-back", &[]).await;
        assert_eq!(late.status, 409);
        assert!(late.says("仮名 あゆむさんが「承認」としました"));
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn a_large_sum_asks_other_desks_at_the_same_time_and_their_objection_is_seen() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let of = |name: &str, desk: &str, position: &str| officer(&office.town, name, desk, &[position]);
        let (general, treasurer) = (of("総務 課長", "general", "head"), of("会計 管理者", "cashier", "treasurer"));
        let (vice, mayor) = (of("副 町長", "general", "vice_mayor"), of("見晴 はるか", "general", "mayor"));
        let id = office.draft("spending", Some(600_000)).await;
        office.press(&office.chief, id, "approve", &[]).await.leads_on();
        office.press(&office.head, id, "approve", &[]).await.leads_on();
        assert_eq!(office.status(id).await.waiting_for.len(), 2, "both are asked at once");
        assert_eq!(office.press(&vice, id, "approve", &[]).await.status, 400, "it is not yet their turn");
        office.press(&treasurer, id, "agree", &[]).await.leads_on();
        assert_eq!(office.press(&general, id, "object", &[("words", "")]).await.status, 422);
        office.press(&general, id, "object", &[("words", "予算の残りが足りません")]).await.leads_on();
        let page = office.town.get(&vice, &format!("/desk/approvals/{id}")).await;
        assert!(page.says("合議で異議が出ています") && page.says("予算の残りが足りません"));
        office.press(&vice, id, "approve", &[]).await.leads_on();
        office.press(&mayor, id, "approve", &[]).await.leads_on();
        assert!(approved(office.status(id).await.state));
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_circulated_is_marked_as_seen_after_the_decision() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let treasurer = officer(&office.town, "会計 管理者", "cashier", &["treasurer"]);
        let id = office.draft("spending", Some(1000)).await;
        office.press(&office.chief, id, "approve", &[]).await.leads_on();
        office.press(&office.head, id, "approve", &[]).await.leads_on();
        assert!(approved(office.status(id).await.state));
        assert!(office.town.get(&treasurer, "/desk/approvals").await.says("供覧（見るもの）"));
        office.press(&treasurer, id, "seen", &[]).await.leads_on();
        assert!(!office.town.get(&treasurer, "/desk/approvals").await.says("供覧（見るもの）"));
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test]
async fn a_draft_without_a_route_or_by_who_would_decide_it_is_refused_in_words() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let none = office.start("unheard_of", None, drafter(&office.member, &["member"])).await.unwrap_err();
        assert!(none.for_officers().unwrap().contains("決裁の道すじ"));
        let own = office.start("standard", None, drafter(&office.head, &["head"])).await.unwrap_err();
        assert!(own.for_officers().unwrap().contains("ほかの職員が起案してください"));
        let skipped = office.start("standard", None, drafter(&office.chief, &["chief"])).await.unwrap();
        assert_eq!(office.status(skipped).await.waiting_for[0].position, "head");
    })
    .await;
}

#[tokio::test]
async fn a_text_that_was_changed_in_the_records_is_decided_by_nobody() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let id = office.draft("light", None).await;
        let act = Act::system("test", office.town.house.now());
        let sql = "UPDATE approvals_round SET text = $1 WHERE approval = $2";
        let forge = move |tx: store::Tx| async move { tx.execute(sql, args!["別の内容", id]).await };
        office.town.house.db.write(&act, forge).await.unwrap();
        assert_eq!(office.press(&office.chief, id, "approve", &[]).await.status, 500);
        assert!(!office.town.verdict().await.findings.is_empty(), "the journal names it");
    })
    .await;
}

#[tokio::test]
async fn the_plan_sees_how_long_decisions_took() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let id = office.draft("light", None).await;
        office.town.clock.advance_seconds(2 * 86_400);
        office.press(&office.chief, id, "approve", &[]).await.leads_on();
        let today = office.town.house.now().date();
        let period = web::Period { first: today, last: today };
        let count = crate::indicators::ALL[0].count;
        let figure = count(office.town.house.db.clone(), period).await.unwrap();
        assert_eq!((figure.value, figure.n), (Some(2.0), 1));
    })
    .await;
}

#[tokio::test]
async fn a_file_belongs_to_what_is_decided_and_is_saved_never_shown() {
    testkit::both(&rooms(), |town| async move {
        let office = Office::new(town);
        let blob = office.town.house.blobs.put(b"<svg onload='alert(1)'/>".to_vec()).await.unwrap();
        let file = crate::Attachment::of_blob("見取り図.svg", &blob);
        let draft = Draft {
            attachments: vec![file.clone()],
            ..office.wording("light", None, drafter(&office.member, &["member"]))
        };
        let id = office.put(draft).await.unwrap();
        let path = format!("/desk/approvals/{id}/files/0");
        let answer = office.town.get(&office.chief, &path).await;
        assert_eq!(
            (answer.status, answer.headers["content-type"].to_str().unwrap()),
            (200, "application/octet-stream")
        );
        assert!(
            answer.headers["content-disposition"]
                .to_str()
                .unwrap()
                .starts_with("attachment; filename*=UTF-8''%E8%A6%8B")
        );
        let stranger = officer(&office.town, "子育 のぞみ", "child", &["chief"]);
        assert_eq!(office.town.get(&stranger, &path).await.status, 404);
        assert_eq!(office.town.get(&office.chief, &format!("/desk/approvals/{id}/files/1")).await.status, 404);
        let with = crate::TextDigest::of("a", "b", &[file]);
        assert_ne!(with, crate::TextDigest::of("a", "b", &[]), "another file would be another decision");
    })
    .await;
}

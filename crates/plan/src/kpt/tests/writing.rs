//! Writing, changing and grouping cards, with or without a script.

use super::{board, cards, colleague, officer, step, version, write};
use testkit::{Who, both};

fn rooms() -> Vec<web::Room> {
    vec![crate::room()]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_writes_the_other_reads_and_only_who_may_takes_part() {
    both(&rooms(), |town| async move {
        let (lead, other) = (officer(&town).await, officer(&town).await);
        assert!(town.get(&lead, "/desk/plan/boards").await.says("開いているボードは、ありません"));
        let path = board(&town, &lead, &[]).await;
        assert_eq!(write(&town, &other, &path, "keep", "受付が早くなった\n<b>とても</b>").await.status, 303);
        let page = town.get(&lead, &path).await;
        assert!(page.says("受付が早くなった<br>&lt;b&gt;とても&lt;/b&gt;"), "{}", page.text());
        assert_eq!(page.select("[data-side=keep] .kpt-card").len(), 1);
        assert!(town.get(&lead, "/desk/plan/boards").await.says("6月のふりかえり"));
        let stranger = town.officer(&["cases.desk"], &[]).await;
        for page in [path.clone(), format!("{path}/stream"), format!("{path}/print"), "/desk/plan/boards".to_owned()] {
            assert_eq!(town.get(&stranger, &page).await.status, 403, "{page}");
        }
        assert_eq!(write(&town, &stranger, &path, "keep", "入れない").await.status, 403);
        assert_eq!(town.get(&Who::nobody(), &path).await.status, 303);
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_sent_twice_is_one_card_and_other_words_are_another() {
    both(&rooms(), |town| async move {
        let lead = officer(&town).await;
        let path = board(&town, &lead, &[]).await;
        let send = async |words: &str| {
            let fields = [("once", "a-form"), ("side", "try"), ("words", words)];
            town.post(&lead, &format!("{path}/cards"), &fields).await.leads_on()
        };
        futures::future::join_all([send("同じ言葉"), send("同じ言葉"), send("同じ言葉")]).await;
        assert_eq!(cards(&town, &lead, &path).await.len(), 1);
        send("もどって書きなおした言葉").await;
        assert_eq!(cards(&town, &lead, &path).await.len(), 2, "nothing that was typed is lost");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_is_told_beside_the_field_and_stays_in_it() {
    both(&rooms(), |town| async move {
        let lead = officer(&town).await;
        let path = board(&town, &lead, &[]).await;
        let long = "あ".repeat(301);
        let page = write(&town, &lead, &path, "keep", &long).await;
        assert_eq!((page.status, page.select(".error-summary li").len()), (422, 1));
        assert!(page.select("textarea")[0].contains(&long));
        assert_eq!(write(&town, &lead, &path, "", "欄がない").await.status, 422);
        assert_eq!(write(&town, &lead, &path, "keep", "  ").await.status, 422);
        assert_eq!(cards(&town, &lead, &path).await.len(), 0);
        let empty = town.post(&lead, "/desk/plan/boards", &[("about", "team:nobody")]).await;
        assert_eq!((empty.status, empty.select(".error-summary li").len()), (422, 3));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_changed_and_withdrawn_by_its_writer_alone_while_writing_lasts() {
    both(&rooms(), |town| async move {
        let (lead, other) = (officer(&town).await, officer(&town).await);
        let path = board(&town, &lead, &[]).await;
        write(&town, &other, &path, "keep", "はじめの言葉").await;
        let card = format!("{path}/cards/{}", cards(&town, &lead, &path).await[0]);
        let amend = async |who: &Who, version: &str, words: &str| {
            let fields = [("version", version), ("side", "problem"), ("words", words)];
            town.post(who, &format!("{card}/amend"), &fields).await.status
        };
        assert!(!town.get(&lead, &card).await.says("自分のカードを直す"));
        assert_eq!(amend(&lead, "1", "よその人の言葉").await, 403);
        assert_eq!(amend(&other, "1", "なおした言葉").await, 303);
        assert_eq!(amend(&other, "1", "古い画面からの言葉").await, 409);
        let page = town.get(&lead, &path).await;
        assert!(page.says("なおした言葉") && page.select("[data-side=problem] .kpt-card").len() == 1);
        write(&town, &other, &path, "try", "消さないカード").await;
        let gone = town.post(&other, &format!("{card}/amend"), &[("version", "2"), ("withdraw", "yes")]).await;
        assert_eq!((gone.status, cards(&town, &lead, &path).await.len()), (303, 1));
        step(&town, &lead, &path, "group").await;
        let kept = format!("{path}/cards/{}", cards(&town, &lead, &path).await[0]);
        let late = town.post(&other, &format!("{kept}/amend"), &[("version", "1"), ("withdraw", "yes")]).await;
        assert_eq!((late.status, cards(&town, &lead, &path).await.len()), (409, 1));
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_are_grouped_as_they_were_seen() {
    both(&rooms(), |town| async move {
        let (lead, other) = (officer(&town).await, officer(&town).await);
        let path = board(&town, &lead, &[]).await;
        for words in ["電話が多い", "電話がつながらない", "部屋が寒い"] {
            write(&town, &other, &path, "problem", words).await;
        }
        let ids = cards(&town, &lead, &path).await;
        let group = async |fields: &[(&str, &str)]| town.post(&other, &format!("{path}/group"), fields).await.status;
        let [first, second] = [format!("{}.1", ids[0]), format!("{}.1", ids[1])];
        assert_eq!(group(&[("card", &first), ("new", "電話")]).await, 422, "grouping has its own step");
        step(&town, &lead, &path, "group").await;
        assert_eq!(group(&[("card", &first), ("card", &second), ("new", "電話")]).await, 303);
        let page = town.get(&lead, &path).await;
        assert_eq!(page.select(".kpt-group h3"), ["電話"]);
        assert_eq!(page.select(".kpt-group .kpt-card").len(), 2);
        assert_eq!(group(&[("card", &first), ("new", "古い画面")]).await, 422, "moved by somebody else meanwhile");
        assert_eq!(group(&[("new", "何も選んでいない")]).await, 422);
        assert_eq!(group(&[("card", &format!("{}.2", ids[0])), ("out", "yes")]).await, 303);
        assert_eq!(town.get(&lead, &path).await.select(".kpt-group .kpt-card").len(), 1);
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_time_nothing_is_written_unless_it_is_extended() {
    both(&rooms(), |town| async move {
        let (lead, other) = (officer(&town).await, officer(&town).await);
        let path = board(&town, &lead, &[("minutes", "5")]).await;
        assert!(town.get(&other, &path).await.says("残り <strong>5分0秒</strong>（09:05 まで）"));
        town.clock.advance_seconds(299);
        assert_eq!(write(&town, &other, &path, "keep", "間に合った").await.status, 303);
        town.clock.advance_seconds(1);
        let late = write(&town, &other, &path, "keep", "間に合わなかった").await;
        assert_eq!(late.status, 422);
        assert!(late.says("時間が終わりました") && late.select("textarea")[0].contains("間に合わなかった"));
        let seen = version(&town, &lead, &path).await;
        let by_other = town.post(&other, &format!("{path}/time"), &[("version", &seen), ("minutes", "3")]).await;
        assert_eq!(by_other.status, 403, "only the facilitator has the clock");
        town.post(&lead, &format!("{path}/time"), &[("version", &seen), ("minutes", "3")]).await.leads_on();
        assert_eq!(write(&town, &other, &path, "keep", "延びた").await.status, 303);
        assert_eq!(cards(&town, &lead, &path).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_facilitator_leads_step_by_step_and_can_hand_over() {
    both(&rooms(), |town| async move {
        let (lead, next) = (officer(&town).await, colleague(&town, "見本 次郎").await);
        let path = board(&town, &lead, &[]).await;
        let seen = version(&town, &lead, &path).await;
        let go = async |who: &Who, version: &str, to: &str| {
            town.post(who, &format!("{path}/step"), &[("version", version), ("to", to)]).await.status
        };
        assert!(!town.get(&next, &path).await.says("進行役の操作"));
        assert_eq!(go(&next, &seen, "group").await, 403);
        assert_eq!(go(&lead, &seen, "decide").await, 422, "no step is left out");
        let both = futures::future::join(go(&lead, &seen, "group"), go(&lead, &seen, "group")).await;
        assert!(both == (303, 422) || both == (422, 303), "pressed twice is one step: {both:?}");
        let seen = version(&town, &lead, &path).await;
        let to = next.account().to_string();
        town.post(&lead, &format!("{path}/hand-over"), &[("version", &seen), ("to", &to)]).await.leads_on();
        let seen = version(&town, &next, &path).await;
        assert_eq!(go(&lead, &seen, "vote").await, 403);
        assert_eq!(go(&next, &seen, "vote").await, 303);
        assert!(town.get(&lead, &path).await.says("進行役：見本 次郎"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_shows_the_figure_or_the_voice_it_came_from() {
    both(&rooms(), |town| async move {
        let lead = officer(&town).await;
        let path = board(&town, &lead, &[]).await;
        write(&town, &lead, &path, "problem", "待つ人が多い").await;
        let card = format!("{path}/cards/{}", cards(&town, &lead, &path).await[0]);
        let link = async |fields: &[(&str, &str)]| town.post(&lead, &format!("{card}/link"), fields).await.status;
        assert_eq!(link(&[("version", "1"), ("voice", "懇談会")]).await, 303);
        assert!(town.get(&lead, &path).await.says("声：懇談会"));
        assert_eq!(link(&[("version", "1"), ("voice", "")]).await, 409, "an old page does not undo it");
        assert_eq!(link(&[("version", "2"), ("figure", "no.such"), ("voice", "")]).await, 303);
        assert!(!town.get(&lead, &path).await.says("no.such"));
    })
    .await;
}

//! From the plan to what everybody reads, and the ways back.

use super::*;
use crate::pdca::lines::{DoEntry, What};
use crate::pdca::sheet;
use crate::pdca::writing::log;
use crate::pdca::{for_public, publications};
use kernel::Date;
use testkit::both;

fn event(source: &str) -> DoEntry {
    DoEntry {
        what: What::Released,
        day: Date::constant(2026, 5, 25),
        words: "画面を新しくした".to_owned(),
        number: Some(1),
        unit: "回".to_owned(),
        source: Some(source.to_owned()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_measure_goes_its_way_from_the_plan_to_the_public() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        let list = town.get(&office.desk, "/desk/plan/pdca").await;
        assert!(list.says("役場に行かなくても、手続きができる") && list.says("あと約6分"));
        office.plan().await;
        assert_eq!(office.state().await, State::Running);
        office.log(&office.desk, "スマホ教室を開いた").await.leads_on();
        town.change(|tx| async move { log(&tx, "procedures", event("release:1")).await }).await;
        town.change(|tx| async move { log(&tx, "procedures", event("release:1")).await }).await;
        let page = town.get(&office.desk, YEAR).await;
        assert!(page.says("スマホ教室を開いた") && page.says("画面を新しくした"));
        office.look_back().await;
        assert_eq!(office.state().await, State::Checking, "the first answer begins the look back");
        office.as_far_as_advice().await;
        office.turn(&office.secretary, "propose", "").await.leads_on();
        assert_eq!(office.state().await, State::Deciding);
        office.press(&office.cio, "approve", "").await;
        town.run_jobs().await;
        assert_eq!(office.state().await, State::Approved);
        assert!(for_public(&town.house.db, "procedures").await.unwrap().is_empty(), "not yet for everybody");
        office.turn(&office.secretary, "publish", "").await.leads_on();

        let published = for_public(&town.house.db, "procedures").await.unwrap().remove(0);
        assert_eq!(published.failed, "パソコンのない家に届いていない");
        assert_eq!(published.next, "紙の案内からも始められるようにする");
        let done: Vec<&str> = published.done.iter().map(|(_, _, words)| words.as_str()).collect();
        assert_eq!(done, ["スマホ教室を開いた", "画面を新しくした（1回）"], "eight people are not counted in public");
        let feed = publications(&town.house.db, 10).await.unwrap();
        assert_eq!(feed.iter().map(|p| p.measure.as_str()).collect::<Vec<_>>(), ["procedures"]);
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_counted_when_it_was_handed_in_stays_as_it_was() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        office.plan().await;
        office.log(&office.desk, "スマホ教室を開いた").await.leads_on();
        // Figures of the running month may be half a minute old.
        town.clock.advance_seconds(60);
        office.look_back().await;
        office.as_far_as_advice().await;
        let handed_in = |cycle: Cycle| {
            let db = town.house.db.clone();
            async move { sheet::handed_in(&db, &cycle).await.unwrap().unwrap() }
        };
        let before = handed_in(office.cycle("2026").await.unwrap()).await;
        let days = before.figures.iter().find(|f| f.key == "cases.days").unwrap();
        assert_eq!((days.value, days.target), (Some(1.0), Some(10.0)));
        assert!(days.computed.contains("記録の件数を数えます"), "with its definition");
        for n in 0..15 {
            town.change(move |tx| async move { log(&tx, "procedures", event(&format!("later:{n}"))).await }).await;
        }
        town.clock.advance_seconds(60);
        let after = handed_in(office.cycle("2026").await.unwrap()).await;
        assert_eq!(before, after);
        let page = town.get(&office.cio, YEAR).await;
        assert!(page.says("提出した日の数字") && !page.says("画面を新しくした"));
        assert_eq!(office.log(&office.desk, "あとから思い出したこと").await.status, 409, "the log is closed with it");
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_back_comes_back_with_a_reason_and_nothing_lost() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        office.plan().await;
        office.look_back().await;
        office.turn(&office.desk, "submit", "").await.leads_on();
        let silent = office.turn(&office.cio, "send_back", "").await;
        assert_eq!((silent.status, silent.says("書いてください")), (422, true));
        office.turn(&office.cio, "send_back", "紙の案内のことをくわしく").await.leads_on();
        let page = town.get(&office.desk, YEAR).await;
        assert!(page.says("紙の案内のことをくわしく") && page.says("夜に出せて助かった"));
        office.answer("failed", "紙の案内が二つの地区に届かなかった").await;
        office.as_far_as_advice().await;
        let cycle = office.cycle("2026").await.unwrap();
        assert_eq!(cycle.round, 2);
        let (first, _) = records::sheet(&town.house.db, cycle.id, 1).await.unwrap().unwrap();
        assert!(first.contains("パソコンのない家に届いていない"), "what was handed in first is still there");
        // The route sends it back to the secretariat, which puts it on its way again.
        office.turn(&office.secretary, "propose", "").await.leads_on();
        office.press(&office.cio, "send-back", "題名を確かめて").await;
        town.run_jobs().await;
        assert_eq!(office.state().await, State::Advised);
        assert!(town.get(&office.secretary, YEAR).await.says("題名を確かめて"));
        office.turn(&office.secretary, "propose", "").await.leads_on();
        office.press(&office.cio, "approve", "").await;
        town.run_jobs().await;
        assert_eq!(office.state().await, State::Approved);
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_does_their_own_part_and_no_other() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        let aim = [("version", "0"), ("words", "ほかの窓口の計画")];
        for who in [&office.stranger, &office.helper, &office.cio, &office.secretary] {
            assert_eq!(town.post(who, &format!("{YEAR}/q/aim"), &aim).await.status, 403);
        }
        assert!(office.cycle("2026").await.is_none());
        office.plan().await;
        assert_eq!(office.log(&office.stranger, "よその記録").await.status, 403);
        office.log(&office.helper, "こども園で案内した").await.leads_on();
        office.look_back().await;
        for (who, event) in [
            (&office.stranger, "submit"),
            (&office.helper, "submit"),
            (&office.cio, "submit"),
            (&office.desk, "approve"),
            (&office.cio, "approve"),
            (&office.secretary, "publish"),
        ] {
            let status = office.turn(who, event, "わけ").await.status;
            assert!(matches!(status, 403 | 409), "{event}: {status}");
        }
        assert_eq!(office.state().await, State::Checking);
        office.turn(&office.desk, "submit", "").await.leads_on();
        for (who, event) in [(&office.desk, "review"), (&office.secretary, "review"), (&office.desk, "send_back")] {
            assert_eq!(office.turn(who, event, "わけ").await.status, 403, "{event}");
        }
        for path in ["/desk/plan/pdca/late", "/desk/plan/pdca/review"] {
            assert_eq!(town.get(&office.desk, path).await.status, 403);
            assert_eq!(town.get(&office.cio, path).await.status, 200);
            assert_eq!(town.get(&office.secretary, path).await.status, 200);
        }
        assert_eq!(town.get(&Who::nobody(), YEAR).await.status, 303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn voices_are_linked_without_the_person_and_can_be_taken_back() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        let voice = |words: &'static str, safe: &'static str| {
            [("change", "add"), ("words", words), ("heard", "satisfaction"), ("safe", safe)]
        };
        let with_number = office.send(&office.helper, "/voices", &voice("0247-72-2111 の者です", "yes")).await;
        assert_eq!((with_number.status, with_number.says("だれの声か分からないように")), (422, true));
        assert_eq!(office.send(&office.helper, "/voices", &voice("夜に出せて助かった", "")).await.status, 422);
        office.send(&office.helper, "/voices", &voice("夜に出せて助かった", "yes")).await.leads_on();
        assert!(town.get(&office.desk, YEAR).await.says("夜に出せて助かった"));
        let page = town.get(&office.helper, &format!("{YEAR}/voices")).await;
        let id = page.attributes("input[name=voice]", "value").remove(0);
        office.send(&office.helper, "/voices", &[("change", "strike"), ("voice", &id)]).await.leads_on();
        let left: i64 = town
            .house
            .db
            .one("SELECT CAST(COUNT(*) AS bigint) FROM plan_voice WHERE words <> ''", args![])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(left, 0, "the words are gone, not only hidden");
        office.journal_holds().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_discusses_several_measures_in_one_go() {
    both(&rooms(), |town| async move {
        let office = Office::new(town.clone());
        for measure in ["procedures", "certificates"] {
            let path = |rest: &str| format!("/desk/plan/pdca/{measure}/2026{rest}");
            let forms: [(&str, &[(&str, &str)]); 8] = [
                ("/q/aim", &[("words", "目ざすこと")]),
                ("/steps", &[("change", "add"), ("words", "すること"), ("owner", "係")]),
                ("/turn", &[("event", "start")]),
                ("/q/good", &[("words", "よかったこと")]),
                ("/q/failed", &[("words", "なし")]),
                ("/q/action", &[("action", "stop"), ("words", "役目を終えた")]),
                ("/turn", &[("event", "submit")]),
                ("/turn", &[("event", "review")]),
            ];
            for (rest, fields) in forms {
                let who = if fields == [("event", "review")] { &office.cio } else { &office.desk };
                let cycle = records::find(&town.house.db, measure, Span::parse("2026").unwrap()).await.unwrap();
                let version = cycle.map_or(0, |c| c.version).to_string();
                let all = [&[("version", version.as_str())], fields].concat();
                town.post(who, &path(rest), &all).await.leads_on();
            }
        }
        let page = town.get(&office.secretary, "/desk/plan/pdca/review").await;
        let chosen = page.attributes("input[name=cycle-discuss]", "value");
        assert_eq!(chosen.len(), 2);
        let mut fields = vec![("event", "discuss")];
        fields.extend(chosen.iter().map(|c| ("cycle-discuss", c.as_str())));
        let silent = town.post(&office.secretary, "/desk/plan/pdca/review", &fields).await;
        assert_eq!((silent.status, silent.says("書いてください")), (422, true));
        fields.push(("words-discuss", "本部会議でまとめて話し合った"));
        let done = town.post(&office.secretary, "/desk/plan/pdca/review", &fields).await.leads_on();
        assert!(town.get(&office.secretary, &done).await.says("2件を進めました"));
        assert_eq!(office.state().await, State::Discussed);
        let again = town.post(&office.secretary, "/desk/plan/pdca/review", &fields).await.leads_on();
        assert!(town.get(&office.secretary, &again).await.says("2件は、その間に様子が変わった"));
        assert_eq!(town.post(&office.cio, "/desk/plan/pdca/review", &fields).await.status, 403);
        office.journal_holds().await;
    })
    .await;
}

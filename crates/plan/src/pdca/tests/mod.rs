//! What a desk, the chief information officer, the secretariat and the public may rely on.

mod late;
mod order;
mod take_over;
mod walk;

use super::records::{self, Cycle};
use super::rules::{Event, State};
use super::span::Span;
use std::sync::Arc;
use store::{Reads, args};
use testkit::{Answer, TestTown, Who};
use web::{Figure, Indicator, Period, Room, Title, Yearly};

const WORDS: Title = Title { ja: "した回数", easy: "した回数", en: "Things done" };

/// A figure of the measure `procedures` that counts what was logged, so that a test can move it.
const COUNTS: &[Indicator] = &[Indicator {
    key: "cases.days",
    title: WORDS,
    meaning: WORDS,
    unit: "回",
    computed: "記録の件数を数えます",
    since: None,
    yearly: Yearly::Recount,
    split: None,
    count: |db, period: Period| {
        Box::pin(async move {
            let sql = "SELECT CAST(COUNT(*) AS bigint) FROM plan_do WHERE day >= $1 AND day <= $2";
            let n: i64 = db.one(sql, args![period.first, period.last]).await?.unwrap_or(0);
            Ok(Figure::level(i32::try_from(n).ok().map(f64::from), n))
        })
    },
}];

fn rooms() -> Vec<Room> {
    vec![approvals::room(), crate::room(), Room { key: "cases", indicators: COUNTS, ..Room::EMPTY }]
}

/// The desk that answers for `procedures`, one that helps, one that does not, and those above.
struct Office {
    town: Arc<TestTown>,
    desk: Who,
    helper: Who,
    stranger: Who,
    cio: Who,
    secretary: Who,
}

const YEAR: &str = "/desk/plan/pdca/procedures/2026";

impl Office {
    fn new(town: Arc<TestTown>) -> Self {
        let writes = ["plan.see", "plan.write"];
        Self {
            desk: town.officer_of("residents", &writes, &["member"]),
            helper: town.officer_of("child", &writes, &["member"]),
            stranger: town.officer_of("tax", &writes, &["member"]),
            cio: town.officer_of("general", &["plan.see", "plan.review", "approvals.decide"], &["cio"]),
            secretary: town.officer_of("digital", &["plan.see", "plan.steer"], &["member"]),
            town,
        }
    }

    async fn cycle(&self, span: &str) -> Option<Cycle> {
        records::find(&self.town.house.db, "procedures", Span::parse(span).unwrap()).await.unwrap()
    }

    async fn state(&self) -> State {
        self.cycle("2026").await.map_or(State::Planning, |c| c.state)
    }

    async fn version(&self, span: &str) -> String {
        self.cycle(span).await.map_or(0, |c| c.version).to_string()
    }

    /// Sends a form of the cycle of a year in the version that stands there now.
    async fn send_in(&self, who: &Who, span: &str, rest: &str, fields: &[(&str, &str)]) -> Answer {
        let version = self.version(span).await;
        let mut all = vec![("version", version.as_str())];
        all.extend(fields);
        self.town.post(who, &format!("/desk/plan/pdca/procedures/{span}{rest}"), &all).await
    }

    async fn send(&self, who: &Who, rest: &str, fields: &[(&str, &str)]) -> Answer {
        self.send_in(who, "2026", rest, fields).await
    }

    async fn answer(&self, question: &str, words: &str) {
        self.send(&self.desk, &format!("/q/{question}"), &[("words", words)]).await.leads_on();
    }

    async fn turn(&self, who: &Who, event: &str, words: &str) -> Answer {
        let field = Event::parse(event).unwrap().field();
        self.send(who, "/turn", &[("event", event), (field, words)]).await
    }

    /// The plan of 2026, begun.
    async fn plan(&self) {
        self.answer("aim", "家から出せる手続きを知ってもらう").await;
        self.step("チラシを配る").await;
        self.step("画面を試してもらう").await;
        self.turn(&self.desk, "start", "").await.leads_on();
    }

    async fn step(&self, words: &str) {
        let fields = [("change", "add"), ("words", words), ("owner", "町民生活の係")];
        self.send(&self.desk, "/steps", &fields).await.leads_on();
        // Lines stand in the order in which they were added.
        self.town.clock.advance_seconds(1);
    }

    async fn log(&self, who: &Who, words: &str) -> Answer {
        let fields = [
            ("change", "add"),
            ("what", "held"),
            ("words", words),
            ("number", "８"),
            ("unit", "人"),
            ("day-era", "ad"),
            ("day-year", "2026"),
            ("day-month", "5"),
            ("day-day", "20"),
        ];
        self.town.post(who, &format!("{YEAR}/log"), &fields).await
    }

    /// The look back of 2026, written.
    async fn look_back(&self) {
        self.answer("good", "夜に出せて助かったという声が多かった").await;
        self.answer("failed", "パソコンのない家に届いていない").await;
        let fields = [("action", "improve"), ("words", "紙の案内が足りなかった")];
        self.send(&self.desk, "/q/action", &fields).await.leads_on();
        self.answer("next", "紙の案内からも始められるようにする").await;
    }

    /// Submitted, read, discussed and advised on.
    async fn as_far_as_advice(&self) {
        self.turn(&self.desk, "submit", "").await.leads_on();
        self.turn(&self.cio, "review", "よく分かりました").await.leads_on();
        self.turn(&self.secretary, "discuss", "本部会議で了承した").await.leads_on();
        self.turn(&self.secretary, "advise", "数え方を町民に見せるとよい").await.leads_on();
    }

    /// Fills the form that an approver sees and presses a button.
    async fn press(&self, who: &Who, what: &str, words: &str) {
        let id = self.cycle("2026").await.unwrap().approval.unwrap();
        let path = format!("/desk/approvals/{id}");
        let page = self.town.get(who, &path).await;
        let value = |name: &str| page.attributes(&format!("form input[name='{name}']"), "value").remove(0);
        let (seat, text) = (value("seat"), value("text"));
        let fields = [("seat", seat.as_str()), ("text", text.as_str()), ("words", words)];
        self.town.post(who, &format!("{path}/{what}"), &fields).await.leads_on();
    }

    /// The journal vouches for every row that changed.
    async fn journal_holds(&self) {
        let verdict = self.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}

//! The fictional town goes to its people: the parents of children who turn one this fiscal year get a
//! letter or a message; most answer by telephone, some on paper, some not at all. The desk decides
//! as the answers come; only the last handful lies there longer than it should.

use super::form;
use super::matters::StepClock;
use super::visitor::{Answer, Visitor, pairs, stuck};
use crate::failure::Failure;
use cases::invite::{self, Progress};
use kernel::{Date, Moment};
use std::collections::BTreeSet;
use store::jobs;
use town::demo::DemoAccount;
use web::House;

/// Key of the rule, and who makes, decides and answers the offer.
const RULE: &str = "infant_one";
const OFFICER: &str = "nozomi";
const CHIEF: &str = "kaname";
const HEAD: &str = "yutaka";
/// So many days before the other matters begin.
const DAYS: i64 = 60;
/// After so many invited people the desk has a day for what has come.
const AT_ONCE: usize = 12;
/// The last ones invited answer when the desk is busy with something else.
const LATE: usize = 5;
const OFFERS: &str = "/desk/offers";
const POST: &str = "/desk/notices/post";

/// What people write besides what the town has filled in.
const WRITTEN: &[(&str, &[(&str, &str)])] = &[
    ("child", &[("child_relation", "parent")]),
    (
        "bank",
        &[
            ("account.bank", "9999"),
            ("account.branch", "001"),
            ("account.account", "ordinary"),
            ("account.number", "0000001"),
            ("account.holder", "カクウ　ホゴシャ"),
        ],
    ),
    ("contact", &[("phone", "0247-00-0100")]),
    ("declare", &[("declared", "yes")]),
];

/// Plays the offer before `latest`; nothing where the town has no such rule or nobody to make it.
pub(super) async fn play(
    house: &House,
    clock: &StepClock,
    accounts: &[DemoAccount],
    latest: Moment,
) -> Result<usize, Failure> {
    let account = |key: &str| accounts.iter().find(|a| a.key == key);
    let has_rule = house.town.folder.has(&format!("offers/{RULE}.toml"));
    let officer = account(OFFICER).filter(|_| has_rule);
    let (Some(officer), Some(chief), Some(head)) = (officer, account(CHIEF), account(HEAD)) else { return Ok(0) };
    clock.forward_to(latest.plus_days(-DAYS));
    let story = Story { house, clock, officer, chief, head };
    let offer = story.send().await?;
    story.replies(&offer).await
}

struct Story<'a> {
    house: &'a House,
    clock: &'a StepClock,
    officer: &'a DemoAccount,
    chief: &'a DemoAccount,
    head: &'a DemoAccount,
}

impl Story<'_> {
    /// Selected, approved, sent, printed and posted.
    async fn send(&self) -> Result<String, Failure> {
        self.until_open(10);
        let officer = Visitor::signed_in(self.house, self.officer).await?;
        let asked = [("rule", RULE), ("purpose", "育児世帯支援給付金の対象になる方へ、案内を送るため（見本）")];
        let offer = officer.fill(OFFERS, OFFERS, &asked).await?;
        let go = format!("{offer}/go");
        officer.fill(&offer, &go, &[("then", "go")]).await?;
        self.work().await?;
        self.until_open(15);
        let head = Visitor::signed_in(self.house, self.head).await?;
        let list = head.read("/desk/approvals").await?;
        for approval in form::links(&list, "/desk/approvals/").into_iter().take(1) {
            let path = format!("/desk/approvals/{approval}");
            head.fill(&path, &format!("{path}/approve"), &[]).await?;
        }
        self.work().await?;
        self.until_open(10);
        let officer = Visitor::signed_in(self.house, self.officer).await?;
        officer.fill(&offer, &go, &[("then", "go")]).await?;
        self.work().await?;
        post(&officer).await?;
        Ok(offer)
    }

    /// Of ten invited five answer on line, two on paper, one has begun; the others have not answered.
    async fn replies(&self, offer: &str) -> Result<usize, Failure> {
        let id = offer.rsplit('/').next().unwrap_or_default();
        let source = id.parse().map_err(|_| Failure::cannot("見本の案内を作れません", format!("no offer: {offer}")))?;
        let invited = invite::of_source(&self.house.db, source).await?;
        let (mut answered, mut seen) = (0, BTreeSet::new());
        let in_time = invited.len().saturating_sub(LATE);
        for (at, progress) in invited.iter().enumerate() {
            if at > 0 && at <= in_time && (at % AT_ONCE == 0 || at == in_time) {
                self.decide(&mut seen).await?;
            }
            if at % 3 == 2 {
                self.clock.pass(20 * 3600);
            }
            match at % 10 {
                0 | 2 | 4 | 6 | 8 => self.on_line(progress, true).await?,
                3 | 7 => self.on_paper(progress).await?,
                5 => self.on_line(progress, false).await?,
                _ => continue,
            }
            answered += usize::from(at % 10 != 5);
        }
        self.work().await?;
        Ok(answered)
    }

    /// The desk's day: everything that has come is checked and proposed, the unit chief and the head
    /// decide, and the letters of the decisions go out.
    async fn decide(&self, seen: &mut BTreeSet<String>) -> Result<(), Failure> {
        self.work().await?;
        self.until_open(9);
        let officer = Visitor::signed_in(self.house, self.officer).await?;
        loop {
            let waiting = form::links(&officer.read("/desk/cases").await?, "/desk/cases/");
            let new: Vec<String> = waiting.into_iter().filter(|case| seen.insert(case.clone())).collect();
            if new.is_empty() {
                break;
            }
            for case in new {
                let path = format!("/desk/cases/{case}");
                officer.fill(&path, &format!("{path}/take"), &[]).await?;
                let words =
                    [("granted", "yes"), ("words", "申請の内容を確かめました。給付金を口座に振り込みます。（見本）")];
                officer.fill(&path, &format!("{path}/propose"), &words).await?;
            }
        }
        self.work().await?;
        for decider in [self.chief, self.head] {
            self.until_open(if decider.key == CHIEF { 11 } else { 15 });
            self.approve_all(decider).await?;
        }
        self.until_open(16);
        post(&Visitor::signed_in(self.house, self.officer).await?).await
    }

    async fn approve_all(&self, decider: &DemoAccount) -> Result<(), Failure> {
        let decider = Visitor::signed_in(self.house, decider).await?;
        let mut seen = BTreeSet::new();
        loop {
            let waiting = form::links(&decider.read("/desk/approvals").await?, "/desk/approvals/");
            let new: Vec<String> = waiting.into_iter().filter(|id| seen.insert(id.clone())).collect();
            if new.is_empty() {
                return self.work().await;
            }
            for approval in new {
                let path = format!("/desk/approvals/{approval}");
                decider.fill(&path, &format!("{path}/approve"), &[]).await?;
            }
        }
    }

    async fn on_line(&self, progress: &Progress, whole: bool) -> Result<(), Failure> {
        let person = people::find(&self.house.db, progress.person).await?;
        let Some(birth) = person.and_then(|p| p.birth) else { return Ok(()) };
        let again = invite::again(&self.house.db, self.house, progress.id).await?;
        let path = invite::path(self.house, &again.enclosure);
        let parent = Visitor::nobody(self.house);
        let birth = typed(birth);
        let fields: Vec<(&str, &str)> = birth.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let first = parent.fill(&path, &path, &fields).await?;
        if whole { self.finish(&parent, first).await } else { Ok(()) }
    }

    async fn on_paper(&self, progress: &Progress) -> Result<(), Failure> {
        self.until_open(9);
        let officer = Visitor::signed_in(self.house, self.officer).await?;
        let number = progress.reference.to_string();
        let entry = [("code", number.as_str()), ("channel", "paper"), ("check", "紙に書かれた内容と同封の写し")];
        let Answer { status, location, page } = officer.send("/desk/scan/invitation", &pairs(&entry)).await?.0;
        if status != 303 {
            return Err(stuck("/desk/scan/invitation", status, &page));
        }
        self.finish(&officer, location).await
    }

    /// Page by page to the check, then sent.
    async fn finish(&self, visitor: &Visitor, first: String) -> Result<(), Failure> {
        let mut at = first;
        for _ in 0..10 {
            let (draft, page) =
                at.rsplit_once('/').map_or((at.clone(), String::new()), |(d, p)| (d.to_owned(), p.to_owned()));
            if page == "check" {
                visitor.fill(&at, &format!("{draft}/submit"), &[]).await?;
                return Ok(());
            }
            let written = WRITTEN.iter().find(|(key, _)| *key == page).map_or(&[][..], |(_, fields)| fields);
            at = visitor.fill(&at, &at, written).await?;
            self.clock.pass(30);
        }
        Err(Failure::cannot("見本の案内を作れません", "the form has no end"))
    }

    fn until_open(&self, hour: i64) {
        self.clock.until_open(self.house.town.calendar.main(), hour);
    }

    async fn work(&self) -> Result<(), Failure> {
        self.clock.pass(60);
        jobs::run_due(&self.house.db, &self.house.workers(), self.clock).await?;
        Ok(())
    }
}

/// The letters that wait are printed and posted. Where the fonts of letters are not installed, they
/// stay on the list: nothing else depends on them.
async fn post(officer: &Visitor) -> Result<(), Failure> {
    if officer.fill(POST, POST, &[]).await.is_ok() {
        let posted = officer.read(POST).await?;
        for batch in form::links(&posted, "/desk/notices/post/").into_iter().take(1) {
            officer.fill(POST, &format!("{POST}/{batch}"), &[]).await?;
        }
    }
    Ok(())
}

/// A birth date as people type it.
fn typed(day: Date) -> [(&'static str, String); 4] {
    [
        ("birth-era", "ad".to_owned()),
        ("birth-year", day.year().to_string()),
        ("birth-month", day.month().to_string()),
        ("birth-day", day.day().to_string()),
    ]
}

//! The fictional town goes to its people: the parents of children who turn one this fiscal year get a
//! letter or a message; most answer by telephone, some on paper, some not at all.

use super::form;
use super::matters::StepClock;
use super::visitor::{Answer, Visitor, pairs, stuck};
use crate::failure::Failure;
use cases::invite::{self, Progress};
use kernel::{Clock, Date, Moment};
use store::jobs;
use town::demo::DemoAccount;
use web::House;

/// Key of the rule, and who makes, decides and answers the offer.
const RULE: &str = "infant_one";
const OFFICER: &str = "nozomi";
const HEAD: &str = "yutaka";
/// So many days before the other matters begin.
const DAYS: i64 = 24;
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
    let (Some(officer), Some(head)) = (account(OFFICER).filter(|_| has_rule), account(HEAD)) else { return Ok(0) };
    clock.forward_to(latest.plus_days(-DAYS));
    let story = Story { house, clock, officer, head };
    let offer = story.send().await?;
    story.replies(&offer).await
}

struct Story<'a> {
    house: &'a House,
    clock: &'a StepClock,
    officer: &'a DemoAccount,
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
        // Where the fonts of letters are not installed, they stay on the list: nothing else depends on them.
        if officer.fill(POST, POST, &[]).await.is_ok() {
            let posted = officer.read(POST).await?;
            for batch in form::links(&posted, "/desk/notices/post/").into_iter().take(1) {
                officer.fill(POST, &format!("{POST}/{batch}"), &[]).await?;
            }
        }
        Ok(offer)
    }

    /// Of ten invited five answer on line, two on paper, one has begun; the others have not answered.
    async fn replies(&self, offer: &str) -> Result<usize, Failure> {
        let id = offer.rsplit('/').next().unwrap_or_default();
        let source = id.parse().map_err(|_| Failure::cannot("見本の案内を作れません", format!("no offer: {offer}")))?;
        let invited = invite::of_source(&self.house.db, source).await?;
        let mut answered = 0;
        for (at, progress) in invited.iter().enumerate() {
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

    /// Waits for this hour of a day on which the office is open.
    fn until_open(&self, hour: i64) {
        let (now, calendar) = (self.clock.now(), self.house.town.calendar.main());
        let at = Moment::at(calendar.next_open_day(now.date()), hour, 5);
        let tomorrow = calendar.next_open_day(now.plus_days(1).date());
        self.clock.forward_to(if at > now { at } else { Moment::at(tomorrow, hour, 5) });
    }

    async fn work(&self) -> Result<(), Failure> {
        self.clock.pass(60);
        jobs::run_due(&self.house.db, &self.house.workers(), self.clock).await?;
        Ok(())
    }
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

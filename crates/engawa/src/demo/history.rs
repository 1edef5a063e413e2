//! What happened in the fictional town since the fiscal year began: people sign their children up for
//! a class, on line or at the desk; the desk answers, and some say whether it was convenient. All of
//! it goes through the house's own doors on a clock that was put back, so that the plan's figures of
//! the past months are counted and not written.
//!
//! Few enough that the demo still opens in seconds; enough that no month is under ten.

use super::form;
use super::matters::StepClock;
use super::payments::Story as Income;
use super::visitor::Visitor;
use crate::failure::Failure;
use kernel::fiscal::FiscalYear;
use kernel::{Clock, Date, Moment};
use std::collections::BTreeSet;
use store::jobs;
use town::demo::DemoAccount;
use web::House;

const PROCEDURE: &str = "parent_child_class";
/// Who answers, by the key of the sign-in.
const OFFICER: &str = "nozomi";
/// On line grows, the desk stays; the first is of April.
const ONLINE: [usize; 12] = [10, 11, 11, 13, 12, 14, 15, 16, 14, 16, 17, 18];
const AT_THE_DESK: usize = 10;

/// Before this day no procedure was open.
const FIRST_DAY: Date = Date::constant(2026, 4, 1);

/// When the story begins: with the fiscal year of `now`, or before `latest` in its first weeks.
pub(super) fn begins(now: Moment, latest: Moment) -> Moment {
    let year = FiscalYear::of(now.date()).start().max(FIRST_DAY);
    Moment::start_of(year).min(latest)
}

/// The months from the beginning to the one of `until`, each with its place in the year.
fn months(from: Date, until: Date) -> Vec<(usize, Date)> {
    let mut months = Vec::new();
    let mut day = from.first_of_month();
    while day < until.first_of_month() {
        let place = (i32::from(day.month()) + 8) % 12;
        months.push((usize::try_from(place).unwrap_or(0), day));
        let Ok(next) = day.last_of_month().tomorrow() else { break };
        day = next;
    }
    months
}

/// Plays the months that were over when the other matters began.
pub(super) async fn play(
    house: &House,
    clock: &StepClock,
    accounts: &[DemoAccount],
    until: Moment,
    income: &mut Income<'_>,
) -> Result<usize, Failure> {
    let Some(officer) = officer(house, accounts) else { return Ok(0) };
    let story = Story { house, clock, officer };
    let mut played = 0;
    for (place, month) in months(clock.now().date(), until.date()) {
        let online = ONLINE.get(place).copied().unwrap_or_default();
        story.come_in(month, online, AT_THE_DESK).await?;
        story.answer().await?;
        income.month(month).await?;
        played += online + AT_THE_DESK;
    }
    Ok(played)
}

/// What came in yesterday and waits: enough that the running month can be shown.
pub(super) async fn yesterday(
    house: &House,
    clock: &StepClock,
    accounts: &[DemoAccount],
    now: Moment,
) -> Result<usize, Failure> {
    let Some(officer) = officer(house, accounts) else { return Ok(0) };
    let day = now.plus_days(-1).date();
    let waiting = ONLINE[0];
    Story { house, clock, officer }.come_in(day, waiting, 0).await?;
    Ok(waiting)
}

fn officer<'a>(house: &House, accounts: &'a [DemoAccount]) -> Option<&'a DemoAccount> {
    let offered = house.town.folder.has(&format!("procedures/{PROCEDURE}.toml"));
    accounts.iter().find(|a| a.key == OFFICER).filter(|_| offered)
}

struct Story<'a> {
    house: &'a House,
    clock: &'a StepClock,
    officer: &'a DemoAccount,
}

impl Story<'_> {
    /// People apply from a day on, by themselves and at the desk.
    async fn come_in(&self, from: Date, online: usize, at_the_desk: usize) -> Result<(), Failure> {
        let open = self.house.town.calendar.main().next_open_day(from);
        self.clock.forward_to(Moment::at(open, 9, 0));
        for at in 0..online {
            let parent = Visitor::nobody(self.house);
            let path = format!("/apply/{PROCEDURE}");
            let first = parent.fill(&path, &format!("{path}/begin"), &[]).await?;
            self.fill_in(&parent, &first, at).await?;
        }
        let officer = if at_the_desk > 0 { Some(self.signed_in().await?) } else { None };
        for at in 0..at_the_desk {
            let Some(officer) = &officer else { break };
            let path = format!("/desk/assist?person=outside&procedure={PROCEDURE}");
            let entry =
                [("person", "outside"), ("procedure", PROCEDURE), ("channel", "counter"), ("check", "運転免許証")];
            let first = officer.fill(&path, "/desk/assist/begin", &entry).await?;
            self.fill_in(officer, &first, online + at).await?;
        }
        self.work().await
    }

    async fn signed_in(&self) -> Result<Visitor, Failure> {
        Visitor::signed_in(self.house, self.officer).await
    }

    /// Page by page, then sent.
    async fn fill_in(&self, visitor: &Visitor, first: &str, at: usize) -> Result<(), Failure> {
        let draft = first.rsplit_once('/').map_or(first, |(draft, _)| draft);
        let class_on = self.clock.now().plus_days(14).date().to_string();
        let (phone, email) = (format!("0247-00-{:04}", 1000 + at), format!("kyoushitsu{at}@demo.example"));
        let pages: [(&str, Vec<(&str, &str)>); 4] = [
            ("class", vec![("class_name", "親子の教室（見本）"), ("class_on.year", &class_on)]),
            ("family", vec![("guardian_name.family", "架空"), ("guardian_name.given", "保護者")]),
            (
                "children",
                vec![
                    ("children.rows", "1"),
                    ("children.0.name.family", "架空"),
                    ("children.0.name.given", "子"),
                    ("children.0.birth.year", "R6.5.1"),
                ],
            ),
            ("contact", vec![("phone", &phone), ("email", &email)]),
        ];
        for (page, fields) in pages {
            let path = format!("{draft}/{page}");
            visitor.fill(&path, &path, &fields).await?;
        }
        visitor.fill(&format!("{draft}/check"), &format!("{draft}/submit"), &[]).await?;
        self.clock.pass(20);
        Ok(())
    }

    /// The desk answers all that waits, two open days later, and asks whether it was convenient.
    async fn answer(&self) -> Result<(), Failure> {
        let calendar = self.house.town.calendar.main();
        self.clock.forward_to(Moment::at(calendar.add_open_days(self.clock.now().date(), 2), 9, 30));
        let officer = self.signed_in().await?;
        let mut seen = BTreeSet::new();
        loop {
            let list = officer.read("/desk/cases").await?;
            let new: Vec<String> =
                form::links(&list, "/desk/cases/").into_iter().filter(|id| !seen.contains(id)).collect();
            if new.is_empty() {
                return self.work().await;
            }
            for case in new {
                self.close(&officer, &case, seen.len()).await?;
                seen.insert(case);
            }
        }
    }

    async fn close(&self, officer: &Visitor, case: &str, at: usize) -> Result<(), Failure> {
        let path = format!("/desk/cases/{case}");
        officer.fill(&path, &format!("{path}/take"), &[]).await?;
        let words = [("granted", "yes"), ("words", "席をご用意しました。当日お越しください。")];
        officer.fill(&path, &format!("{path}/propose"), &words).await?;
        // Two of three found it better, one in three the same.
        let said = if at % 3 == 2 { "same" } else { "better" };
        let effort = if at % 4 == 3 { "hard" } else { "easy" };
        let feedback = [("satisfaction", said), ("satisfaction.effort", effort), ("channel", "phone")];
        officer.fill(&path, &format!("{path}/feedback"), &feedback).await?;
        Ok(())
    }

    async fn work(&self) -> Result<(), Failure> {
        self.clock.pass(60);
        jobs::run_due(&self.house.db, &self.house.workers(), self.clock).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_begins_with_the_fiscal_year_and_leaves_the_last_weeks_to_the_matters() {
        let now = Moment::at(Date::constant(2026, 11, 22), 9, 0);
        let latest = now.plus_days(-21);
        let begins = begins(now, latest);
        assert_eq!(begins.date(), Date::constant(2026, 4, 1));
        let months = months(begins.date(), latest.date());
        assert_eq!(months.first(), Some(&(0, Date::constant(2026, 4, 1))));
        assert_eq!(months.last(), Some(&(6, Date::constant(2026, 10, 1))));
        let april = Moment::at(Date::constant(2027, 4, 3), 9, 0);
        assert_eq!(super::begins(april, april.plus_days(-21)).date(), Date::constant(2027, 3, 13));
    }
}

//! The demo's matters (`demo/matters.toml` of the town folder): who asked for what, how many days
//! ago, by which channel, and how far it has come. Each is walked through the house's own doors by
//! the demo's people, on a clock that was put back.

use super::form;
use super::visitor::Visitor;
use crate::failure::Failure;
use kernel::{Clock, Moment, OfficeCalendar};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicI64, Ordering};
use store::jobs;
use town::demo::DemoAccount;
use web::House;

const FILE: &str = "demo/matters.toml";

/// A clock that the demo moves forward by hand, never beyond the real present.
#[derive(Debug)]
pub(super) struct StepClock {
    micros: AtomicI64,
    present: Moment,
}

impl StepClock {
    pub(super) fn at(moment: Moment, present: Moment) -> Self {
        Self { micros: AtomicI64::new(moment.as_micros()), present }
    }

    /// Never back, so that the journal's times follow one another.
    pub(super) fn forward_to(&self, moment: Moment) {
        self.micros.fetch_max(moment.min(self.present).as_micros(), Ordering::SeqCst);
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.forward_to(self.now().plus_seconds(seconds));
    }

    /// Waits for this hour of a day on which the office is open.
    pub(super) fn until_open(&self, office: &OfficeCalendar, hour: i64) {
        let now = self.now();
        let at = Moment::at(office.next_open_day(now.date()), hour, 5);
        let tomorrow = office.next_open_day(now.plus_days(1).date());
        self.forward_to(if at > now { at } else { Moment::at(tomorrow, hour, 5) });
    }
}

impl Clock for StepClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.micros.load(Ordering::SeqCst))
    }
}

/// How far a matter has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Until {
    /// Filled in; a second person was asked to sign, and nobody has yet.
    Signing,
    Submitted,
    Taken,
    Asked,
    Proposed,
    Approved,
    Paid,
}

/// Fields by name; a list sends a field several times.
type Fields = BTreeMap<String, String>;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Matter {
    procedure: String,
    /// Key of the sign-in, of whom the officer enters it for where `channel` is not the web; a
    /// register number stands for somebody without a sign-in.
    person: Option<String>,
    #[serde(default)]
    channel: Option<String>,
    days_ago: i64,
    until: Until,
    /// Who has it in hand, and who decides, where that is another desk than the script's.
    officer: Option<String>,
    approvers: Option<Vec<String>>,
    #[serde(default)]
    ask: Fields,
    /// Whom the applicant asks to sign, and the secret between them.
    #[serde(default)]
    signing: Fields,
    satisfaction: Option<String>,
    /// Page by page, in the order of the form.
    page: Vec<Page>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    key: String,
    #[serde(default)]
    fields: Fields,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    officer: String,
    approvers: Vec<String>,
    cashier: String,
    matter: Vec<Matter>,
}

/// How long ago the first matter began; the demo's clock starts a day earlier.
pub(super) const FIRST_DAYS_AGO: i64 = 21;

/// Walks all matters of the town's script; nothing where the town has none.
pub(super) async fn play(
    house: &House,
    clock: &StepClock,
    accounts: &[DemoAccount],
    today: Moment,
) -> Result<usize, Failure> {
    let folder = &house.town.folder;
    if !folder.has(FILE) {
        return Ok(0);
    }
    let script: Script = folder.toml(FILE)?;
    let mut seen = HashSet::new();
    let mut matters = script.matter.clone();
    matters.sort_by_key(|m| std::cmp::Reverse(m.days_ago));
    for matter in &matters {
        clock.forward_to(Moment::at(today.plus_days(-matter.days_ago).date(), 10, 0));
        let walk = Walk { house, clock, accounts, matter, script: &script };
        walk.begin_to_end(&mut seen).await?;
    }
    Ok(matters.len())
}

fn pairs_of(fields: &Fields) -> Vec<(&str, &str)> {
    fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
}

fn account<'a>(accounts: &'a [DemoAccount], key: &str) -> Result<&'a DemoAccount, Failure> {
    let missing = || Failure::cannot("見本の案件を作れません", format!("{FILE}: no sign-in {key}"));
    accounts.iter().find(|a| a.key == key).ok_or_else(missing)
}

/// One matter on its way.
struct Walk<'a> {
    house: &'a House,
    clock: &'a StepClock,
    accounts: &'a [DemoAccount],
    matter: &'a Matter,
    script: &'a Script,
}

impl Walk<'_> {
    /// Signs in anew each time: the clock moves by days, and an officer's session lasts an hour.
    async fn as_(&self, key: &str) -> Result<Visitor, Failure> {
        Visitor::signed_in(self.house, account(self.accounts, key)?).await
    }

    /// Whoever has the matter in hand.
    fn officer(&self) -> &str {
        self.matter.officer.as_ref().unwrap_or(&self.script.officer)
    }

    /// The fields as they are typed: `day+30` is the day thirty days from then.
    fn said(&self, fields: &Fields) -> Fields {
        let today = self.clock.now();
        let day = |away: i64| today.plus_days(away).date().to_string();
        let value = |v: &String| match v.strip_prefix("day").and_then(|away| away.parse().ok()) {
            Some(away) => day(away),
            None => v.clone(),
        };
        fields.iter().map(|(name, v)| (name.clone(), value(v))).collect()
    }

    async fn begin_to_end(&self, seen: &mut HashSet<String>) -> Result<(), Failure> {
        let (visitor, draft) = self.begin().await?;
        for page in &self.matter.page {
            let path = format!("{draft}/{}", page.key);
            let said = self.said(&page.fields);
            visitor.fill(&path, &path, &pairs_of(&said)).await?;
            self.clock.pass(40);
        }
        if self.matter.until == Until::Signing {
            let path = format!("{draft}/cosign");
            visitor.fill(&path, &path, &pairs_of(&self.said(&self.matter.signing))).await?;
            return self.work().await;
        }
        visitor.fill(&format!("{draft}/check"), &format!("{draft}/submit"), &[]).await?;
        self.work().await?;
        if self.matter.until == Until::Submitted {
            return Ok(());
        }
        let list = self.as_(self.officer()).await?.read("/desk/cases").await?;
        let new = form::links(&list, "/desk/cases/").into_iter().find(|id| !seen.contains(id));
        let case =
            new.ok_or_else(|| Failure::cannot("見本の案件を作れません", "the case is not on the officer's desk"))?;
        seen.insert(case.clone());
        self.through_the_office(&case).await?;
        self.answer_the_question(&case).await
    }

    /// 「便利になりましたか」
    async fn answer_the_question(&self, case: &str) -> Result<(), Failure> {
        let Some(answer) = &self.matter.satisfaction else { return Ok(()) };
        let effort = match answer.as_str() {
            "better" => "easy",
            "worse" => "hard",
            _ => "fair",
        };
        if let Some(channel) = &self.matter.channel {
            let path = format!("/desk/cases/{case}");
            let said = [("satisfaction", answer.as_str()), ("satisfaction.effort", effort), ("channel", channel)];
            self.as_(self.officer()).await?.fill(&path, &format!("{path}/feedback"), &said).await?;
        } else if let Some(person) = &self.matter.person {
            let path = format!("/my/cases/{case}");
            let said = [("satisfaction", answer.as_str()), ("satisfaction.effort", effort)];
            self.as_(person).await?.fill(&path, &format!("{path}/feedback"), &said).await?;
        }
        Ok(())
    }

    async fn begin(&self) -> Result<(Visitor, String), Failure> {
        let procedure = &self.matter.procedure;
        let draft = |first: String| first.rsplit_once('/').map_or(first.clone(), |(draft, _)| draft.to_owned());
        if let Some(channel) = &self.matter.channel {
            self.until_office_hour(10);
            let person = self.person_at_the_counter().await?;
            let path = format!("/desk/assist?person={person}&procedure={procedure}");
            let entry =
                [("person", person.as_str()), ("procedure", procedure), ("channel", channel), ("check", "運転免許証")];
            let officer = self.as_(self.officer()).await?;
            let first = officer.fill(&path, "/desk/assist/begin", &entry).await?;
            return Ok((officer, draft(first)));
        }
        let visitor = match &self.matter.person {
            Some(key) => self.as_(key).await?,
            None => Visitor::nobody(self.house),
        };
        let first = visitor.fill(&format!("/apply/{procedure}"), &format!("/apply/{procedure}/begin"), &[]).await?;
        Ok((visitor, draft(first)))
    }

    async fn person_at_the_counter(&self) -> Result<String, Failure> {
        let Some(number) = &self.matter.person else { return Ok("outside".to_owned()) };
        let person = people::by_number(&self.house.db, number).await?;
        let missing = || Failure::cannot("見本の案件を作れません", format!("{FILE}: nobody has the number {number}"));
        person.map(|p| p.to_string()).ok_or_else(missing)
    }

    /// Take, ask or propose, approve, pay: as far as the script says.
    async fn through_the_office(&self, case: &str) -> Result<(), Failure> {
        let until = self.matter.until;
        let path = format!("/desk/cases/{case}");
        self.until_office_hour(11);
        let officer = self.as_(self.officer()).await?;
        officer.fill(&path, &format!("{path}/take"), &[]).await?;
        if until == Until::Asked {
            let asked: Vec<(String, &str)> =
                self.matter.ask.iter().map(|(q, w)| (format!("ask.{q}"), w.as_str())).collect();
            let asked: Vec<(&str, &str)> = asked.iter().map(|(q, w)| (q.as_str(), *w)).collect();
            officer.fill(&path, &format!("{path}/ask"), &asked).await?;
            return self.work().await;
        }
        if until < Until::Proposed {
            return self.work().await;
        }
        let words = [("granted", "yes"), ("words", "申請の内容を確かめました。交付します。")];
        officer.fill(&path, &format!("{path}/propose"), &words).await?;
        self.work().await?;
        if until >= Until::Approved {
            self.approve().await?;
        }
        if until >= Until::Paid {
            self.pay(&path).await?;
        }
        Ok(())
    }

    async fn approve(&self) -> Result<(), Failure> {
        let approvers = self.matter.approvers.as_ref().unwrap_or(&self.script.approvers);
        for (approver, hour) in approvers.iter().zip([15, 10, 14].into_iter().cycle()) {
            self.until_office_hour(hour);
            let approver = self.as_(approver).await?;
            let list = approver.read("/desk/approvals").await?;
            for approval in form::links(&list, "/desk/approvals/").into_iter().take(1) {
                let path = format!("/desk/approvals/{approval}");
                approver.fill(&path, &format!("{path}/approve"), &[]).await?;
            }
            self.work().await?;
        }
        Ok(())
    }

    /// The bill of this case, to which the case's page leads.
    async fn pay(&self, case: &str) -> Result<(), Failure> {
        self.until_office_hour(16);
        let cashier = self.as_(&self.script.cashier).await?;
        let page = self.as_(self.officer()).await?.read(case).await?;
        for bill in form::links(&page, "/desk/billing/").into_iter().take(1) {
            let path = format!("/desk/billing/{bill}");
            cashier.fill(&path, &format!("{path}/pay"), &[("tendered", "1000")]).await?;
        }
        self.work().await
    }

    fn until_office_hour(&self, hour: i64) {
        self.clock.until_open(self.house.town.calendar.main(), hour);
    }

    /// What follows of itself.
    async fn work(&self) -> Result<(), Failure> {
        self.clock.pass(60);
        jobs::run_due(&self.house.db, &self.house.workers(), self.clock).await?;
        Ok(())
    }
}

//! The town's calendar of reviews (`plan/review.toml`): which years or halves are reviewed, by when,
//! by whose desk the review is led, and by which route it is approved.

use super::rules::State;
use super::span::{Half, Span};
use kernel::Date;
use kernel::fiscal::FiscalYear;
use serde::Deserialize;
use store::StoreError;
use town::{Problem, Source, TownFolder};
use web::House;

/// Where it stands in a town folder.
pub(crate) const FILE: &str = "plan/review.toml";

/// The file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Calendar {
    review: Leading,
    #[serde(default)]
    span: Vec<Deadlines>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Leading {
    /// Desk of the secretariat; it also writes for measures that no desk answers for yet.
    secretariat: String,
    /// Kind of matter by which the route of approval is chosen.
    route: String,
    /// So many days before a deadline the desk is reminded.
    remind_days: i64,
    #[serde(default)]
    verified: bool,
    source: Option<String>,
    note: Option<String>,
}

/// The deadlines of a fiscal year or half.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deadlines {
    year: i16,
    #[serde(default)]
    half: i64,
    #[serde(deserialize_with = "town::day::read")]
    plan: Date,
    #[serde(deserialize_with = "town::day::read")]
    check: Date,
    #[serde(deserialize_with = "town::day::read")]
    review: Date,
    #[serde(deserialize_with = "town::day::read")]
    headquarters: Date,
    #[serde(deserialize_with = "town::day::read")]
    advisers: Date,
    #[serde(deserialize_with = "town::day::read")]
    publish: Date,
}

impl Deadlines {
    fn span(&self) -> Option<Span> {
        Some(Span { year: FiscalYear(self.year), half: Half::of(self.half)? })
    }

    fn in_order(&self) -> [(&'static str, Date); 6] {
        [
            ("plan", self.plan),
            ("check", self.check),
            ("review", self.review),
            ("headquarters", self.headquarters),
            ("advisers", self.advisers),
            ("publish", self.publish),
        ]
    }
}

impl Calendar {
    /// Reads the calendar of a town; a town without the file reviews nothing yet.
    pub(crate) fn load(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        if !folder.has(FILE) {
            return Ok(Self::default());
        }
        let source = folder.source(FILE).map_err(|p| vec![p])?;
        let calendar: Self = source.read().map_err(|p| vec![p])?;
        let problems = calendar.problems(folder, &source);
        if problems.is_empty() { Ok(calendar) } else { Err(problems) }
    }

    fn problems(&self, folder: &TownFolder, source: &Source) -> Vec<Problem> {
        let mut problems = Vec::new();
        // Mistakes in those files are told by their own checks.
        let offices: Option<Offices> = folder.toml("organisation.toml").ok();
        let review = &self.review;
        if offices.is_some_and(|o| o.desk.iter().all(|d| d.key != review.secretariat)) {
            let message = format!("「{}」は organisation.toml にない窓口です", review.secretariat);
            problems.push(source.problem("review.secretariat", message));
        }
        if approvals::RouteBook::load(folder).is_ok_and(|book| !book.has(&review.route)) {
            let message = format!("決裁の道すじ「{}」は {} にありません", review.route, approvals::FILE);
            problems.push(source.problem("review.route", message));
        }
        if review.verified && review.source.is_none() {
            problems.push(source.problem("review.verified", "確かめたもの（source）を書いてください"));
        }
        if !(0..=90).contains(&review.remind_days) {
            problems.push(source.problem("review.remind_days", "0から90までの日数を書いてください"));
        }
        for (at, line) in self.span.iter().enumerate() {
            self.check_line(at, line, source, &mut problems);
        }
        problems
    }

    fn check_line(&self, at: usize, line: &Deadlines, source: &Source, problems: &mut Vec<Problem>) {
        let Some(span) = line.span() else {
            let message = "half は 1（上半期）か 2（下半期）です。年度なら書かないでください";
            problems.push(source.problem(&format!("span.{at}.half"), message));
            return;
        };
        if self.span.iter().take(at).any(|other| other.span() == Some(span)) {
            problems.push(source.problem(&format!("span.{at}.year"), format!("{span}の期限が二つあります")));
        }
        let days = line.in_order();
        for pair in days.windows(2) {
            if let [(_, before), (name, day)] = pair
                && day < before
            {
                problems.push(source.problem(&format!("span.{at}.{name}"), "前の段階の期限より早くなっています"));
            }
        }
        if line.check <= span.days().0 {
            problems.push(source.problem(&format!("span.{at}.check"), "振り返りの期限が、期間の始まりより前です"));
        }
    }

    /// The spans that are reviewed, oldest first.
    pub(crate) fn spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = self.span.iter().filter_map(Deadlines::span).collect();
        spans.sort_by_key(|s| s.days());
        spans
    }

    /// By when a cycle must leave `state`; `None` where the town has set no day.
    pub(crate) fn due(&self, span: Span, state: State) -> Option<Date> {
        let days = self.span.iter().find(|line| line.span() == Some(span))?;
        Some(match state {
            State::Planning => days.plan,
            State::Running | State::Checking => days.check,
            State::Submitted => days.review,
            State::Reviewed => days.headquarters,
            State::Discussed => days.advisers,
            State::Advised | State::Deciding | State::Approved => days.publish,
            State::Published => return None,
        })
    }

    /// Desk of the secretariat.
    pub(crate) fn secretariat(&self) -> &str {
        &self.review.secretariat
    }

    /// Kind of matter by which the route is chosen.
    pub(crate) fn route(&self) -> &str {
        &self.review.route
    }

    /// So many days before a deadline the desk is reminded.
    pub(crate) const fn remind_days(&self) -> i64 {
        self.review.remind_days
    }

    /// Whether the town has confirmed these days; what to say where it has not.
    pub(crate) fn unconfirmed(&self) -> Option<&str> {
        let note = self.review.note.as_deref().unwrap_or("期限は町で確認中です。");
        (!self.review.verified).then_some(note)
    }
}

#[derive(Debug, Deserialize)]
struct Offices {
    #[serde(default)]
    desk: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    key: String,
}

/// Every mistake in the calendar, with its line.
pub(crate) fn check(folder: &TownFolder) -> Vec<Problem> {
    Calendar::load(folder).err().unwrap_or_default()
}

/// The calendar of this house.
pub(crate) fn of(house: &House) -> Result<&Calendar, StoreError> {
    house.shelved()
}

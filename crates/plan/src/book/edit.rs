//! What an officer types into the form of a measure, and what it says.

use super::{Budget, Direction, Measure, Milestone, Plan, Use, Words};
use kernel::Date;
use kernel::fiscal::FiscalYear;
use kernel::width::half_width;
use std::collections::{BTreeMap, BTreeSet};
use web::Fields;
use web::components::DateValue;

/// Empty rows for more milestones.
const MORE_STEPS: usize = 2;
const LONGEST_TEXT: usize = 500;
const LONGEST_WHY: usize = 1000;

/// The fields of the form as they stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Filled(BTreeMap<String, Vec<String>>);

/// What the fields say, once they are in order.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) measure: Measure,
    pub(super) from: Date,
    pub(super) why: String,
}

pub(super) type Wrong = Vec<(String, String)>;

impl Filled {
    pub(super) fn typed(fields: &Fields) -> Self {
        Self(fields.names().map(|name| (name.to_owned(), fields.all(name))).collect())
    }

    /// A measure as the form shows it at first.
    pub(super) fn of(m: &Measure, plan: &Plan) -> Self {
        let mut filled = Self::default();
        filled.words("aim", &m.aim);
        filled.put("desk", m.desk.clone().unwrap_or_default());
        filled.0.insert("supporting".to_owned(), m.supporting.clone());
        let blank = (0..MORE_STEPS).map(|_| None);
        for (n, step) in m.milestones.iter().map(Some).chain(blank).enumerate() {
            filled.put(&format!("step-{n}-year"), step.map_or_else(String::new, |s| s.year.0.to_string()));
            filled.words(&format!("step-{n}"), &step.map(|s| s.text.clone()).unwrap_or_default());
        }
        for budget in &m.budgets {
            let yen = budget.yen.map_or_else(String::new, |yen| yen.to_string());
            filled.put(&format!("budget-{}", budget.year.0), yen);
        }
        for (n, usage) in m.indicators.iter().map(Some).chain([None]).enumerate() {
            filled.usage(n, usage, plan);
        }
        let answers = m.answers.iter().map(|(plan, item)| format!("{plan}/{item}")).collect();
        filled.0.insert("answers".to_owned(), answers);
        filled
    }

    fn usage(&mut self, n: usize, usage: Option<&Use>, plan: &Plan) {
        let number = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
        self.put(&format!("use-{n}-key"), usage.map_or("", |u| &u.key));
        let down = usage.is_some_and(|u| u.direction == Direction::Down);
        self.put(&format!("use-{n}-direction"), if down { "down" } else { "up" });
        self.put(&format!("use-{n}-baseline"), number(usage.and_then(|u| u.baseline)));
        let year = usage.and_then(|u| u.baseline_year).map_or_else(String::new, |y| y.0.to_string());
        self.put(&format!("use-{n}-baseline-year"), year);
        for year in years(plan) {
            let target = usage.and_then(|u| u.targets.get(&year).copied());
            self.put(&format!("use-{n}-target-{}", year.0), number(target));
        }
    }

    pub(super) fn with_occasion(mut self, from: Date, why: &str) -> Self {
        let value = DateValue::of(from);
        for (part, text) in [("era", value.era), ("year", value.year), ("month", value.month), ("day", value.day)] {
            self.put(&format!("from-{part}"), text);
        }
        self.put("why", why);
        self
    }

    fn put(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), vec![value.into()]);
    }

    fn words(&mut self, name: &str, words: &Words) {
        self.put(&format!("{name}-ja"), &*words.ja);
        self.put(&format!("{name}-easy"), words.easy.clone().unwrap_or_default());
        self.put(&format!("{name}-en"), words.en.clone().unwrap_or_default());
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(|all| all.first()).map_or("", |text| text.trim())
    }

    pub(super) fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn date(&self, name: &str) -> DateValue {
        let part = |part: &str| self.text(&format!("{name}-{part}")).to_owned();
        DateValue { era: part("era"), year: part("year"), month: part("month"), day: part("day") }
    }

    /// How many rows of a list the form has.
    pub(super) fn rows(&self, list: &str, field: &str) -> usize {
        // A form that a browser sends has few; whoever sends more is not served more.
        (0..100).take_while(|n| self.0.contains_key(&format!("{list}-{n}-{field}"))).count()
    }

    fn read_words(&self, name: &str, wrong: &mut Wrong) -> Words {
        let some = |lang: &str| {
            let text = self.text(&format!("{name}-{lang}"));
            (!text.is_empty()).then(|| text.to_owned())
        };
        for lang in ["ja", "easy", "en"] {
            if some(lang).is_some_and(|t| t.chars().count() > LONGEST_TEXT) {
                wrong.push((format!("{name}-{lang}"), format!("{LONGEST_TEXT}字までで書いてください")));
            }
        }
        let words = Words { ja: some("ja").unwrap_or_default(), easy: some("easy"), en: some("en") };
        if words.is_empty() && (words.easy.is_some() || words.en.is_some()) {
            wrong.push((format!("{name}-ja"), "日本語の文を書いてください".to_owned()));
        }
        words
    }

    fn number(&self, name: &str, wrong: &mut Wrong) -> Option<f64> {
        let text = half_width(self.text(name)).replace([',', '，', '、'], "");
        if text.is_empty() {
            return None;
        }
        let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
        if number.is_none() {
            wrong.push((name.to_owned(), "数字で書いてください。分からないときは空けてください".to_owned()));
        }
        number
    }
}

/// What the form needs to know of the town.
pub(super) struct Known<'a> {
    pub(super) plan: &'a Plan,
    pub(super) desks: BTreeSet<&'a str>,
    pub(super) indicators: BTreeSet<&'a str>,
    pub(super) items: BTreeSet<String>,
}

fn years(plan: &Plan) -> impl Iterator<Item = FiscalYear> + use<> {
    (plan.years.0.0..=plan.years.1.0).map(FiscalYear)
}

/// Reads the form; `base` is the measure that its drafter saw.
pub(super) fn read(filled: &Filled, base: &Measure, known: &Known<'_>, today: Date) -> Result<Typed, Wrong> {
    let mut wrong = Wrong::new();
    let mut measure = base.clone();
    measure.aim = filled.read_words("aim", &mut wrong);
    if measure.aim.is_empty() && !wrong.iter().any(|(name, _)| name == "aim-ja") {
        wrong.push(("aim-ja".to_owned(), "何のための施策かを書いてください".to_owned()));
    }
    desks(filled, &mut measure, known, &mut wrong);
    measure.milestones = steps(filled, base, known, &mut wrong);
    measure.budgets = budgets(filled, base, &mut wrong);
    measure.indicators = usages(filled, base, known, &mut wrong);
    let listed = filled.all("answers").iter().filter(|a| known.items.contains(*a));
    let ticked: Vec<(String, String)> = listed.filter_map(|a| pair(a)).collect();
    // The order of the boxes is not the order of the plan: what was there keeps its place.
    let kept = base.answers.iter().filter(|a| ticked.contains(a));
    let added = ticked.iter().filter(|a| !base.answers.contains(a));
    measure.answers = kept.chain(added).cloned().collect();
    settle(&mut measure, base, filled.text("confirm") == "yes");
    let (from, why) = occasion(filled, known.plan, today, &mut wrong);
    match from {
        Some(from) if wrong.is_empty() => Ok(Typed { measure, from, why }),
        _ => Err(wrong),
    }
}

fn pair(answer: &str) -> Option<(String, String)> {
    answer.split_once('/').map(|(plan, item)| (plan.to_owned(), item.to_owned()))
}

fn desks(filled: &Filled, measure: &mut Measure, known: &Known<'_>, wrong: &mut Wrong) {
    let desk = filled.text("desk");
    if !desk.is_empty() && !known.desks.contains(desk) {
        wrong.push(("desk".to_owned(), "一覧から選んでください".to_owned()));
    }
    measure.desk = (!desk.is_empty()).then(|| desk.to_owned());
    let ticked = filled.all("supporting").iter().filter(|d| known.desks.contains(d.as_str()) && *d != desk);
    let ticked: Vec<String> = ticked.cloned().collect();
    let kept = measure.supporting.iter().filter(|d| ticked.contains(d));
    let added = ticked.iter().filter(|d| !measure.supporting.contains(d));
    measure.supporting = kept.chain(added).cloned().collect();
}

fn steps(filled: &Filled, base: &Measure, known: &Known<'_>, wrong: &mut Wrong) -> Vec<Milestone> {
    let mut steps = Vec::new();
    for n in 0..filled.rows("step", "year") {
        let text = filled.read_words(&format!("step-{n}"), wrong);
        if text.is_empty() {
            continue;
        }
        let year = filled.text(&format!("step-{n}-year")).parse().map(FiscalYear).ok();
        let Some(year) = year.filter(|y| years(known.plan).any(|own| own == *y)) else {
            wrong.push((format!("step-{n}-year"), "年度を選んでください".to_owned()));
            continue;
        };
        let known = base.milestones.iter().find(|m| m.year == year && m.text == text);
        steps.push(Milestone { year, text, verified: known.is_none_or(|m| m.verified) });
    }
    steps.sort_by_key(|m| m.year);
    steps
}

fn budgets(filled: &Filled, base: &Measure, wrong: &mut Wrong) -> Vec<Budget> {
    let mut budgets = Vec::new();
    for old in &base.budgets {
        let name = format!("budget-{}", old.year.0);
        let text = half_width(filled.text(&name)).replace([',', '，', '円'], "");
        let yen = text.parse::<i64>().ok().filter(|yen| *yen >= 0);
        if yen.is_none() && !text.is_empty() {
            wrong.push((name, "0以上の数字（円）で書いてください。分からないときは空けてください".to_owned()));
        }
        let verified = if yen == old.yen { old.verified } else { yen.is_some() };
        budgets.push(Budget { year: old.year, yen, verified });
    }
    budgets
}

fn usages(filled: &Filled, base: &Measure, known: &Known<'_>, wrong: &mut Wrong) -> Vec<Use> {
    let mut uses: Vec<Use> = Vec::new();
    for n in 0..filled.rows("use", "key") {
        let key = filled.text(&format!("use-{n}-key"));
        if key.is_empty() || filled.text(&format!("use-{n}-drop")) == "yes" {
            continue;
        }
        let old = base.indicators.iter().find(|u| u.key == key);
        if uses.iter().any(|u| u.key == key) || old.is_none() && !known.indicators.contains(key) {
            wrong.push((format!("use-{n}-key"), "ほかの指標を選んでください。同じ指標は一度だけです".to_owned()));
            continue;
        }
        uses.push(usage(filled, n, old, known, wrong));
    }
    if uses.is_empty() {
        wrong.push(("use-0-key".to_owned(), "指標を一つ以上残してください".to_owned()));
    }
    uses
}

fn usage(filled: &Filled, n: usize, old: Option<&Use>, known: &Known<'_>, wrong: &mut Wrong) -> Use {
    let name = |field: &str| format!("use-{n}-{field}");
    let down = filled.text(&name("direction")) == "down";
    let year_field = name("baseline-year");
    let year_text = half_width(filled.text(&year_field));
    let baseline_year = year_text.parse().ok().filter(|y| (1989..=known.plan.years.1.0).contains(y)).map(FiscalYear);
    if baseline_year.is_none() && !year_text.is_empty() {
        wrong.push((year_field, "年度を西暦で書いてください（例: 2025）".to_owned()));
    }
    let mut targets = BTreeMap::new();
    for year in years(known.plan) {
        if let Some(target) = filled.number(&name(&format!("target-{}", year.0)), wrong) {
            targets.insert(year, target);
        }
    }
    let new = Use {
        key: filled.text(&name("key")).to_owned(),
        title: old.and_then(|u| u.title.clone()),
        starts_when: old.and_then(|u| u.starts_when.clone()),
        direction: if down { Direction::Down } else { Direction::Up },
        baseline: filled.number(&name("baseline"), wrong),
        baseline_year,
        targets,
        verified: true,
    };
    match old {
        Some(old) if *old == Use { verified: old.verified, ..new.clone() } => old.clone(),
        _ => new,
    }
}

/// What is decided anew is confirmed by the decision; with `all`, so is what stays as it was.
fn settle(measure: &mut Measure, base: &Measure, all: bool) {
    let desks_changed = measure.desk != base.desk || measure.supporting != base.supporting;
    measure.verified = base.verified || all || desks_changed;
    measure.aim_verified = base.aim_verified || all || measure.aim != base.aim;
    if all {
        measure.milestones.iter_mut().for_each(|m| m.verified = true);
        measure.budgets.iter_mut().filter(|b| b.yen.is_some()).for_each(|b| b.verified = true);
        measure.indicators.iter_mut().for_each(|u| u.verified = true);
    }
}

fn occasion(filled: &Filled, plan: &Plan, today: Date, wrong: &mut Wrong) -> (Option<Date>, String) {
    let from = filled.date("from").date();
    match from {
        None => wrong.push(("from".to_owned(), "日付を入れてください".to_owned())),
        Some(from) if from < today => {
            wrong.push(("from".to_owned(), "今日か、今日より後の日にしてください".to_owned()))
        }
        Some(from) if from > plan.years.1.end() => {
            wrong.push(("from".to_owned(), "計画の終わりより前の日にしてください".to_owned()));
        }
        Some(_) => {}
    }
    let why = filled.text("why");
    if why.is_empty() || why.chars().count() > LONGEST_WHY {
        wrong.push(("why".to_owned(), format!("変える理由を{LONGEST_WHY}字までで書いてください")));
    }
    (from, why.to_owned())
}

//! Reads the plan from the town folder and names every mistake with file and line.

use super::above::{Above, Item};
use super::forms::{AboveEntry, AboveFile, ItemEntry, MeasureEntry, MeasuresFile, UseEntry};
use super::{Budget, Measure, Milestone, Pillar, Plan, Use, Words};
use kernel::fiscal::FiscalYear;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use town::{PlanSkeleton, Problem, Source, Town, TownFolder};

const MEASURES: &str = "plan/measures.toml";
const ABOVE: &str = "plan/above.toml";

/// What the town folder says of the plan beyond its skeleton.
#[derive(Debug, Default)]
pub(crate) struct Book {
    measures: BTreeMap<String, MeasureEntry>,
    pub(crate) above: Vec<Above>,
}

/// The shelf.
pub(crate) fn load(folder: &TownFolder) -> Result<Book, Vec<Problem>> {
    let (book, problems) = read(folder);
    if problems.is_empty() { Ok(book) } else { Err(problems) }
}

/// Every mistake in the plan's files, with its line; a town may leave them out.
pub(crate) fn check(folder: &TownFolder) -> Vec<Problem> {
    read(folder).1
}

/// The indicators that the plan uses and nobody counts, where it does not say when counting starts.
pub fn unknown_indicators(folder: &TownFolder, known: &[&str]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let Some((source, file)) = optional::<MeasuresFile>(folder, MEASURES, &mut Vec::new()) else {
        return problems;
    };
    for (at, measure) in file.measures.iter().enumerate() {
        for (n, usage) in measure.indicators.iter().enumerate() {
            if usage.starts_when.is_none() && !known.contains(&usage.key.as_str()) {
                let message = format!(
                    "指標「{}」を数えるものがありません。名前を確かめるか、いつから数えるかを starts_when に書いてください",
                    usage.key
                );
                problems.push(source.problem(&format!("measure.{at}.indicator.{n}.key"), message));
            }
        }
    }
    problems
}

fn read(folder: &TownFolder) -> (Book, Vec<Problem>) {
    let mut problems = Vec::new();
    let above = optional::<AboveFile>(folder, ABOVE, &mut problems);
    let measures = optional::<MeasuresFile>(folder, MEASURES, &mut problems);
    let items = above.as_ref().map(|(_, file)| names(file)).unwrap_or_default();
    if let Some((source, file)) = &above {
        Checker { source, problems: &mut problems }.above(file);
    }
    // Mistakes in the town itself are told by the town's own check.
    if let (Some((source, file)), Ok(town)) = (&measures, Town::load(folder)) {
        Checker { source, problems: &mut problems }.measures(file, &town, &items);
    }
    problems.sort();
    let above = above.map(|(_, file)| file.plans.into_iter().map(Above::from).collect()).unwrap_or_default();
    let measures = measures.map(|(_, file)| file.measures).unwrap_or_default();
    (Book { measures: measures.into_iter().map(|m| (m.key.clone(), m)).collect(), above }, problems)
}

fn optional<T: DeserializeOwned>(folder: &TownFolder, file: &str, problems: &mut Vec<Problem>) -> Option<(Source, T)> {
    if !folder.has(file) {
        return None;
    }
    let source = folder.source(file).map_err(|p| problems.push(p)).ok()?;
    let read = source.read().map_err(|p| problems.push(p)).ok()?;
    Some((source, read))
}

/// The items that a measure may answer, as `plan/item`.
fn names(file: &AboveFile) -> BTreeSet<String> {
    file.plans.iter().flat_map(|p| p.items.iter().map(|i| format!("{}/{}", p.key, i.key))).collect()
}

struct Checker<'a> {
    source: &'a Source,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn note(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(self.source.problem(path, message));
    }

    /// Confirmed needs a place where it was seen.
    fn confirmed(&mut self, path: &str, verified: bool, sources: &[&Option<String>]) {
        if verified && sources.iter().all(|s| s.is_none()) {
            self.note(&format!("{path}.verified"), "確認済みなら source に出どころを書いてください");
        }
    }

    /// Names each thing that stands there twice.
    fn once<'k>(&mut self, what: &str, list: &str, field: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = BTreeSet::new();
        for (at, key) in keys.enumerate() {
            if !seen.insert(key) {
                self.note(&format!("{list}.{at}{field}"), format!("{what}「{key}」が二度書かれています"));
            }
        }
    }

    fn above(&mut self, file: &AboveFile) {
        self.once("計画", "plan", ".key", file.plans.iter().map(|p| p.key.as_str()));
        for (at, plan) in file.plans.iter().enumerate() {
            let path = format!("plan.{at}");
            self.confirmed(&path, plan.verified, &[&plan.source]);
            self.once("項目", &format!("{path}.item"), ".key", plan.items.iter().map(|i| i.key.as_str()));
            if plan.from.zip(plan.until).is_some_and(|(from, until)| until < from) {
                self.note(&format!("{path}.until"), "終わりの年度が始まりの年度より前です");
            }
            for (n, item) in plan.items.iter().enumerate() {
                self.confirmed(&format!("{path}.item.{n}"), item.verified, &[&item.source, &plan.source]);
            }
        }
    }

    fn measures(&mut self, file: &MeasuresFile, town: &Town, items: &BTreeSet<String>) {
        self.once("施策", "measure", ".key", file.measures.iter().map(|m| m.key.as_str()));
        for (at, measure) in file.measures.iter().enumerate() {
            let path = format!("measure.{at}");
            if town.plan.measure(&measure.key).is_none() {
                self.note(&format!("{path}.key"), format!("施策「{}」は plan.toml にありません", measure.key));
            }
            self.measure(&path, measure, town, items);
        }
        let missing = town.plan.measures.iter().filter(|m| file.measures.iter().all(|e| e.key != m.key));
        for measure in missing {
            let message = format!("施策「{}」（{}）がありません。書き足してください", measure.key, measure.name);
            self.problems.push(Problem::of_file(self.source.file(), message));
        }
    }

    fn measure(&mut self, path: &str, measure: &MeasureEntry, town: &Town, items: &BTreeSet<String>) {
        self.confirmed(path, measure.verified, &[&measure.source]);
        if measure.aim.is_empty() {
            self.note(&format!("{path}.aim"), "何のための施策かを書いてください");
        }
        self.desks(path, measure, town);
        for (n, answer) in measure.answers.iter().enumerate() {
            if !items.contains(answer) {
                let message = format!("「{answer}」は above.toml にありません（計画の key/項目の key）");
                self.note(&format!("{path}.answers.{n}"), message);
            }
        }
        self.once("対応", &format!("{path}.answers"), "", measure.answers.iter().map(String::as_str));
        self.steps(path, measure, years(&town.plan));
        if measure.indicators.is_empty() {
            self.note(&format!("{path}.key"), "指標（[[measure.indicator]]）を一つ以上書いてください");
        }
        let list = format!("{path}.indicator");
        self.once("指標", &list, ".key", measure.indicators.iter().map(|u| u.key.as_str()));
        for (n, usage) in measure.indicators.iter().enumerate() {
            self.usage(&format!("{list}.{n}"), usage, measure, years(&town.plan));
        }
    }

    fn desks(&mut self, path: &str, measure: &MeasureEntry, town: &Town) {
        let named = measure.desk.iter().map(|d| (format!("{path}.desk"), d));
        let supporting = measure.supporting.iter().enumerate().map(|(n, d)| (format!("{path}.supporting.{n}"), d));
        for (path, desk) in named.chain(supporting) {
            if town.organisation.desk(desk).is_none() {
                self.note(&path, format!("「{desk}」は organisation.toml にない窓口です"));
            }
        }
        let all = measure.supporting.iter().chain(&measure.desk).map(String::as_str);
        self.once("窓口", &format!("{path}.supporting"), "", all);
    }

    fn year(&mut self, path: &str, year: i16, (first, last): (FiscalYear, FiscalYear)) {
        if !(first.0..=last.0).contains(&year) {
            let message = format!("{year}年度は計画の期間（{}〜{}年度）の外です", first.0, last.0);
            self.note(path, message);
        }
    }

    fn steps(&mut self, path: &str, measure: &MeasureEntry, years: (FiscalYear, FiscalYear)) {
        for (n, milestone) in measure.milestones.iter().enumerate() {
            let path = format!("{path}.milestone.{n}");
            self.year(&format!("{path}.year"), milestone.year, years);
            self.confirmed(&path, milestone.verified, &[&milestone.source, &measure.source]);
        }
        let mut seen = BTreeSet::new();
        for (n, budget) in measure.budgets.iter().enumerate() {
            let path = format!("{path}.budget.{n}");
            self.year(&format!("{path}.year"), budget.year, years);
            self.confirmed(&path, budget.verified, &[&budget.source, &measure.source]);
            if !seen.insert(budget.year) {
                self.note(&format!("{path}.year"), format!("{}年度の予算が二度書かれています", budget.year));
            }
            if budget.yen < 0 {
                self.note(&format!("{path}.yen"), "予算は0円以上です。分からないときは、この年度を書かないでください");
            }
        }
    }

    fn usage(&mut self, path: &str, usage: &UseEntry, measure: &MeasureEntry, years: (FiscalYear, FiscalYear)) {
        self.confirmed(path, usage.verified, &[&usage.source, &measure.source]);
        if usage.starts_when.is_some() && usage.title.is_none() {
            self.note(&format!("{path}.starts_when"), "まだ数えられない指標には、title に呼び名を書いてください");
        }
        for year in usage.targets.keys() {
            match year.parse() {
                Ok(number) => self.year(&format!("{path}.targets.{year}"), number, years),
                Err(_) => self.note(
                    &format!("{path}.targets"),
                    format!("「{year}」は年度ではありません。2026 のように書いてください"),
                ),
            }
        }
        if usage.baseline_year.is_some_and(|y| y > years.1.0) {
            self.note(&format!("{path}.baseline_year"), "もとの値の年度が、計画の終わりより後です");
        }
    }
}

fn years(plan: &PlanSkeleton) -> (FiscalYear, FiscalYear) {
    (FiscalYear::of(plan.from), FiscalYear::of(plan.until))
}

impl Book {
    /// An item of a plan above by its two keys.
    pub(super) fn item(&self, plan: &str, item: &str) -> Option<(&Above, &Item)> {
        let above = self.above.iter().find(|a| a.key == plan)?;
        Some((above, above.items.iter().find(|i| i.key == item)?))
    }

    /// The first version of the plan.
    pub(super) fn plan(&self, skeleton: &PlanSkeleton) -> Plan {
        let words = |ja: &str, easy: &Option<String>, en: &Option<String>| Words {
            ja: ja.to_owned(),
            easy: easy.clone(),
            en: en.clone(),
        };
        let years = years(skeleton);
        let named = |m: &town::Measure| {
            let measure = Measure::named(&m.key, &m.pillar, words(&m.name, &m.easy, &m.en), years);
            self.measures.get(&m.key).map_or(measure.clone(), |entry| entry.fill(measure))
        };
        let pillar = |p: &town::Pillar| Pillar { key: p.key.clone(), name: words(&p.name, &p.easy, &p.en) };
        Plan {
            version: 1,
            from: skeleton.from,
            years,
            pillars: skeleton.pillars.iter().map(pillar).collect(),
            measures: skeleton.measures.iter().map(named).collect(),
        }
    }
}

impl Measure {
    /// A measure of which nothing is known but its name.
    fn named(key: &str, pillar: &str, name: Words, (first, last): (FiscalYear, FiscalYear)) -> Self {
        let unknown = |year| Budget { year: FiscalYear(year), yen: None, verified: false };
        Self {
            key: key.to_owned(),
            pillar: pillar.to_owned(),
            name,
            aim: Words::default(),
            aim_verified: false,
            desk: None,
            supporting: Vec::new(),
            milestones: Vec::new(),
            budgets: (first.0..=last.0).map(unknown).collect(),
            indicators: Vec::new(),
            answers: Vec::new(),
            verified: false,
        }
    }
}

impl MeasureEntry {
    fn fill(&self, mut measure: Measure) -> Measure {
        measure.aim = self.aim.clone();
        measure.desk = self.desk.clone();
        measure.supporting = self.supporting.clone();
        (measure.verified, measure.aim_verified) = (self.verified, self.verified);
        let step = |m: &super::forms::MilestoneEntry| Milestone {
            year: FiscalYear(m.year),
            text: m.text.clone(),
            verified: m.verified,
        };
        measure.milestones = self.milestones.iter().map(step).collect();
        measure.milestones.sort_by_key(|m| m.year);
        for known in &self.budgets {
            for budget in measure.budgets.iter_mut().filter(|b| b.year.0 == known.year) {
                (budget.yen, budget.verified) = (Some(known.yen), known.verified);
            }
        }
        measure.indicators = self.indicators.iter().map(Use::from).collect();
        let pair = |answer: &String| answer.split_once('/').map(|(p, i)| (p.to_owned(), i.to_owned()));
        measure.answers = self.answers.iter().filter_map(pair).collect();
        measure
    }
}

impl From<&UseEntry> for Use {
    fn from(entry: &UseEntry) -> Self {
        let target = |(year, value): (&String, &f64)| Some((FiscalYear(year.parse().ok()?), *value));
        Self {
            key: entry.key.clone(),
            title: entry.title.clone(),
            starts_when: entry.starts_when.clone(),
            direction: entry.direction,
            baseline: entry.baseline,
            baseline_year: entry.baseline_year.map(FiscalYear),
            targets: entry.targets.iter().filter_map(target).collect(),
            verified: entry.verified,
        }
    }
}

impl From<AboveEntry> for Above {
    fn from(entry: AboveEntry) -> Self {
        Self {
            key: entry.key,
            level: entry.level,
            name: entry.name,
            note: entry.note,
            years: (entry.from.map(FiscalYear), entry.until.map(FiscalYear)),
            items: entry.items.into_iter().map(Item::from).collect(),
            verified: entry.verified,
            source: entry.source,
        }
    }
}

impl From<ItemEntry> for Item {
    fn from(entry: ItemEntry) -> Self {
        let ItemEntry { key, mark, name, note, verified, source } = entry;
        Self { key, mark, name, note, verified, source }
    }
}

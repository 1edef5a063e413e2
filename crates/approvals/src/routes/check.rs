//! Finds what is wrong in the routes, with file and line.

use super::{FILE, Route, Rules, SAME, Step, StepKind};
use serde::Deserialize;
use std::collections::BTreeSet;
use town::{Problem, Source, TownFolder};

/// The desks and positions that routes may name.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Offices {
    #[serde(default)]
    desk: Vec<Named>,
    #[serde(default)]
    position: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    key: String,
    #[serde(default)]
    per_desk: bool,
}

impl Offices {
    /// Positions of which there is one at each desk.
    pub(super) fn per_desk(&self) -> BTreeSet<String> {
        self.position.iter().filter(|p| p.per_desk).map(|p| p.key.clone()).collect()
    }

    fn has_desk(&self, key: &str) -> bool {
        self.desk.iter().any(|d| d.key == key)
    }

    fn has_position(&self, key: &str) -> bool {
        self.position.iter().any(|p| p.key == key)
    }
}

/// Every mistake in the routes of a town, with its line; a town without routes has none.
pub fn check(folder: &TownFolder) -> Vec<Problem> {
    read(folder).2
}

pub(super) fn read(folder: &TownFolder) -> (Option<Rules>, Option<Offices>, Vec<Problem>) {
    let mut problems = Vec::new();
    // Mistakes in the organisation itself are told by the town's own check.
    let offices: Option<Offices> = folder.toml("organisation.toml").ok();
    let source = folder.source(FILE).map_err(|p| problems.push(p)).ok();
    let rules = source.as_ref().and_then(|s| s.read::<Rules>().map_err(|p| problems.push(p)).ok());
    if let (Some(source), Some(rules), Some(offices)) = (&source, &rules, &offices) {
        let mut checker = Checker { source, offices, problems: &mut problems };
        checker.numbers(rules);
        checker.deputies(rules);
        checker.routes(rules);
    }
    problems.sort();
    (rules, offices, problems)
}

struct Checker<'a> {
    source: &'a Source,
    offices: &'a Offices,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn note(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(self.source.problem(path, message));
    }

    fn desk(&mut self, path: &str, key: &str) {
        if !self.offices.has_desk(key) {
            self.note(path, format!("「{key}」は organisation.toml にない窓口です"));
        }
    }

    fn position(&mut self, path: &str, key: &str) {
        if !self.offices.has_position(key) {
            self.note(path, format!("「{key}」は organisation.toml にない職です"));
        }
    }

    fn numbers(&mut self, rules: &Rules) {
        let pattern = &rules.number.pattern;
        let year = ["{year}", "{year_number}", "{year_short}"].iter().any(|y| pattern.contains(y));
        if !year || !pattern.contains("{sign}") || !pattern.contains("{n}") {
            let message = "文書番号には {year}（または {year_number}・{year_short}）と {sign} と {n} を入れてください。同じ番号が二つできてしまいます";
            self.note("number.pattern", message);
        }
        for (at, sign) in rules.number.sign.iter().enumerate() {
            self.desk(&format!("number.sign.{at}.desk"), &sign.desk);
            let earlier = &rules.number.sign[..at];
            if earlier.iter().any(|other| other.sign == sign.sign || other.desk == sign.desk) {
                let message =
                    format!("「{}」が重なっています。課記号は窓口ごとに一つ、別のものにしてください", sign.sign);
                self.note(&format!("number.sign.{at}.sign"), message);
            }
        }
        let unsigned = self.offices.desk.iter().filter(|d| rules.number.sign.iter().all(|s| s.desk != d.key));
        for desk in unsigned.map(|d| d.key.clone()).collect::<Vec<_>>() {
            self.note(
                "number.sign",
                format!("窓口「{desk}」の課記号がありません。[[number.sign]] を書き足してください"),
            );
        }
    }

    fn deputies(&mut self, rules: &Rules) {
        for (at, deputy) in rules.deputy.iter().enumerate() {
            let path = format!("deputy.{at}");
            self.position(&format!("{path}.position"), &deputy.position);
            for (n, by) in deputy.by.iter().enumerate() {
                self.position(&format!("{path}.by.{n}"), by);
            }
            if deputy.by.is_empty() || deputy.by.contains(&deputy.position) {
                self.note(&format!("{path}.by"), "代わりに決める職を、本人の職のほかに一つ以上書いてください");
            }
            if deputy.period().is_backwards() {
                self.note(&format!("{path}.until"), "終わりの日が始まりの日より前です");
            }
            let twin = |d: &&super::Deputy| d.position == deputy.position && d.period().overlaps(deputy.period());
            if rules.deputy[..at].iter().any(|d| twin(&d)) {
                let message = format!("「{}」の代決の期間が、前に書いたものと重なっています", deputy.position);
                self.note(&format!("{path}.position"), message);
            }
        }
    }

    fn routes(&mut self, rules: &Rules) {
        if rules.route.is_empty() {
            self.problems.push(Problem::of_file(FILE, "[[route]] を一つ以上書いてください"));
        }
        for (at, route) in rules.route.iter().enumerate() {
            let path = format!("route.{at}");
            self.route(&path, route);
            let meets = |other: &&Route| {
                shared_kind(route, other) && route.period().overlaps(other.period()) && route.when.overlaps(&other.when)
            };
            if let Some(other) = rules.route[..at].iter().find(meets) {
                let message = format!("同じ種類・金額・期間の案件が、道すじ「{}」にも当てはまります", other.key);
                self.note(&format!("{path}.key"), message);
            }
        }
    }

    fn route(&mut self, path: &str, route: &Route) {
        if route.verified && route.source.is_none() {
            self.note(&format!("{path}.verified"), "確認済みなら source に出どころを書いてください");
        }
        if route.period().is_backwards() {
            self.note(&format!("{path}.until"), "終わりの日が始まりの日より前です");
        }
        if route.when.amount_from.zip(route.when.amount_to).is_some_and(|(from, to)| to < from) {
            self.note(&format!("{path}.when"), "金額の上限が下限より小さくなっています");
        }
        for (n, step) in route.steps.iter().enumerate() {
            self.step(&format!("{path}.step.{n}"), n, step);
        }
        let last = |kinds: &[StepKind]| route.steps.iter().rposition(|s| kinds.contains(&s.kind));
        match (last(&[StepKind::Approve]), last(&[StepKind::Consult])) {
            (None, _) => self.note(
                &format!("{path}.key"),
                "承認（approve）の段階を一つ以上書いてください。だれも決めないまま決裁になってしまいます",
            ),
            (Some(approve), Some(consult)) if consult > approve && !joined(route, approve, consult) => {
                self.note(&format!("{path}.step.{consult}.kind"), "合議（consult）は最後の承認より前に置いてください");
            }
            _ => {}
        }
    }

    fn step(&mut self, path: &str, n: usize, step: &Step) {
        if step.positions.is_empty() {
            self.note(&format!("{path}.positions"), "だれが決めるかが空です。職を一つ以上書いてください");
        }
        for (at, position) in step.positions.iter().enumerate() {
            self.position(&format!("{path}.positions.{at}"), position);
            if step.positions[..at].contains(position) {
                self.note(&format!("{path}.positions.{at}"), format!("「{position}」が二度書かれています"));
            }
        }
        if step.desk != SAME {
            self.desk(&format!("{path}.desk"), &step.desk);
        }
        if n == 0 && step.with_previous {
            self.note(&format!("{path}.with_previous"), "最初の段階の前には何もありません");
        }
    }
}

/// Whether step `b` runs at the same time as the earlier step `a`.
fn joined(route: &Route, a: usize, b: usize) -> bool {
    route.steps[a + 1..=b].iter().all(|s| s.with_previous)
}

fn shared_kind(a: &Route, b: &Route) -> bool {
    let kinds = |r: &Route| if r.when.kinds.is_empty() { vec![r.key.clone()] } else { r.when.kinds.clone() };
    kinds(a).iter().any(|kind| kinds(b).contains(kind))
}

//! The check of all procedure files of a town: each for itself, and against each other and the rest
//! of the folder.

use std::collections::{BTreeMap, BTreeSet};

use town::{Problem, Source, Town, TownFolder};

use super::definition::Procedure;

/// Where the files are.
const FILES: &str = "procedures/*.toml";

/// A procedure and the file it was found in.
pub(super) struct Found {
    pub(super) procedure: Procedure,
    pub(super) source: Source,
}

/// Everything that is wrong with the procedures of a town folder, with file and line.
pub fn check(folder: &TownFolder) -> Vec<Problem> {
    let (found, mut problems) = read_all(folder);
    problems.extend(between(&found));
    // What is wrong with the town itself is the town's own check's to say.
    if let Ok(town) = Town::load(folder) {
        found.iter().for_each(|found| problems.extend(unknown_names(found, &town)));
    }
    if let Ok(routes) = approvals::RouteBook::load(folder) {
        let unknown = |found: &Found| unknown_route(found, &routes);
        problems.extend(found.iter().filter_map(unknown));
    }
    problems.sort();
    problems
}

fn unknown_route(found: &Found, routes: &approvals::RouteBook) -> Option<Problem> {
    let route = found.procedure.matter()?.route.as_deref()?;
    let message = format!("決裁の道すじ「{route}」は approvals/routes.toml にありません");
    (!routes.has(route)).then(|| found.source.problem("route", message))
}

/// The text of each version's file, where it can be read.
pub(crate) fn texts_of(folder: &TownFolder) -> BTreeMap<(String, u32), String> {
    let (found, _) = read_all(folder);
    let text = |found: Found| ((found.procedure.key, found.procedure.version), found.source.text().to_owned());
    found.into_iter().map(text).collect()
}

/// Reads every file; a file with problems gives its problems instead.
pub(super) fn read_all(folder: &TownFolder) -> (Vec<Found>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for file in folder.list(FILES) {
        let source = match folder.source(&file) {
            Ok(source) => source,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        match super::read::read(&source) {
            Ok(procedure) => found.push(Found { procedure, source }),
            Err(wrong) => problems.extend(wrong),
        }
    }
    (found, problems)
}

/// The same version twice, or two versions of one procedure offered on the same day.
pub(super) fn between(found: &[Found]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut versions = BTreeSet::new();
    for (at, one) in found.iter().enumerate() {
        let Procedure { key, version, .. } = &one.procedure;
        if !versions.insert((key, version)) {
            problems.push(one.source.problem("version", format!("「{key}」の版 {version} が二つあります")));
        }
        for other in found[..at].iter().map(|found| &found.procedure) {
            if other.key == *key && other.period().overlaps(one.procedure.period()) {
                let message = format!(
                    "「{key}」の版 {} と使う期間が重なっています。effective_until を書いてください",
                    other.version
                );
                problems.push(one.source.problem("effective_from", message));
            }
        }
    }
    problems
}

/// Names of desks, measures and fees that the town does not have.
fn unknown_names(found: &Found, town: &Town) -> Vec<Problem> {
    let Found { procedure, source } = found;
    let mut problems = Vec::new();
    if town.plan.measure(&procedure.measure).is_none() {
        let message = format!("施策「{}」は plan/plan.toml にありません", procedure.measure);
        problems.push(source.problem("measure", message));
    }
    let Some(matter) = procedure.matter() else {
        return problems;
    };
    if town.organisation.desk(&matter.desk).is_none() {
        let message = format!("担当「{}」は organisation.toml にありません", matter.desk);
        problems.push(source.problem("desk", message));
    }
    if let Some(fee) = &matter.fee
        && !town.fees.has(&fee.key)
    {
        let message = format!("手数料「{}」は fees.toml にありません", fee.key);
        problems.push(source.problem("fee", message));
    }
    problems
}

//! Whatever is enqueued is done by somebody.

use super::all_rooms;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A source file of the house that is no test.
struct Source {
    of_crate: String,
    text: String,
}

fn walk(folder: &Path, of_crate: &str, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !["tests", "examples", "target"].contains(&name.as_str()) {
            walk(&path, of_crate, found);
        } else if name.ends_with(".rs") && !name.contains("tests") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
            found.push(Source { of_crate: of_crate.to_owned(), text: code });
        }
    }
}

fn sources() -> Vec<Source> {
    let crates = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(crates).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !["store", "testkit"].contains(&name.as_str()) {
            walk(&path.join("src"), &name, &mut found);
        }
    }
    found
}

/// The values of `const NAME: &str = "…"` in a crate.
fn constants<'s>(sources: &'s [Source], of_crate: Option<&str>, name: &str) -> Vec<&'s str> {
    let texts = sources.iter().filter(|s| of_crate.is_none_or(|c| s.of_crate == c));
    let with_type = texts.flat_map(|s| s.text.split(&format!("const {name}: &")).skip(1).collect::<Vec<_>>());
    let values = with_type.filter_map(|rest| rest.split_once("= \"")?.1.split_once('"').map(|(value, _)| value));
    values.collect()
}

/// What stands in place of the kind: a text, or the name of a constant.
fn kinds_of<'s>(sources: &'s [Source], source: &'s Source, argument: &'s str) -> Vec<&'s str> {
    if let Some(literal) = argument.strip_prefix('"') {
        return literal.split('"').take(1).collect();
    }
    let path = argument.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').next().unwrap_or_default();
    let name = path.rsplit("::").next().unwrap_or_default();
    let own = constants(sources, Some(&source.of_crate), name);
    if own.is_empty() { constants(sources, None, name) } else { own }
}

#[test]
fn every_kind_of_job_that_is_enqueued_has_a_worker() {
    let done: BTreeSet<&str> = all_rooms().iter().flat_map(|r| r.jobs).map(|j| j.kind).collect();
    let sources = sources();
    let mut seen = BTreeSet::new();
    for source in &sources {
        for call in ["NewJob::new(", "on_decided: ", "on_paid: "] {
            for rest in source.text.split(call).skip(1) {
                seen.extend(kinds_of(&sources, source, rest));
            }
        }
    }
    assert!(seen.len() >= 8, "the sources were not understood: {seen:?}");
    let undone: Vec<_> = seen.iter().filter(|kind| kind.contains('.') && !done.contains(*kind)).collect();
    assert!(undone.is_empty(), "nobody does {undone:?}");
}

#[test]
fn each_kind_of_job_has_one_worker_in_the_room_that_names_it() {
    let rooms = all_rooms();
    let mut known = BTreeSet::new();
    for (room, kind) in rooms.iter().flat_map(|r| r.jobs.iter().map(move |j| (r, j.kind))) {
        assert!(kind.starts_with(&format!("{}.", room.key)), "{kind} is not {}'s", room.key);
        assert!(known.insert(kind), "{kind} has two workers");
    }
    for (room, round) in rooms.iter().flat_map(|r| r.rounds.iter().map(move |j| (r, j))) {
        assert!(round.name.starts_with(&format!("{}.", room.key)), "{} is not {}'s", round.name, room.key);
        assert!(round.every_seconds >= 60, "{} comes round too often", round.name);
    }
}

//! Bodies and offices that steer the plan, as the town's data (`plan/steering.toml`).

use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::StoreError;
use town::{Problem, Source, TownFolder};
use web::House;

/// Where they stand in a town folder; a town without the file has none.
pub(crate) const FILE: &str = "plan/steering.toml";

/// All bodies, in the order of the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Steering {
    #[serde(default)]
    pub(crate) body: Vec<Body>,
}

/// What a body is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BodyKind {
    /// 本部.
    Headquarters,
    /// One leader for each desk.
    Leaders,
    /// 作業部会.
    WorkingGroup,
    /// Advisers from outside.
    Advisers,
}

/// A body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    pub(crate) key: String,
    pub(crate) kind: BodyKind,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) about: String,
    /// Keys of the measures that a working group works on.
    #[serde(default)]
    pub(crate) measures: Vec<String>,
    #[serde(default)]
    pub(crate) verified: bool,
    pub(crate) note: Option<String>,
    pub(crate) source: Option<String>,
    #[serde(default)]
    pub(crate) office: Vec<Office>,
}

/// An office in a body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Office {
    pub(crate) key: String,
    pub(crate) title: String,
    /// Whoever holds this position sits here; nobody is seated by hand.
    pub(crate) position: Option<String>,
    /// The role that its work needs. The seat itself permits nothing.
    pub(crate) role: Option<String>,
    /// Leads the meetings and approves their minutes.
    #[serde(default)]
    pub(crate) chairs: bool,
    /// One for each desk.
    #[serde(default)]
    pub(crate) per_desk: bool,
}

impl Steering {
    /// Reads the bodies of a town.
    ///
    /// # Errors
    /// The first mistake with its line.
    pub(crate) fn load(folder: &TownFolder) -> Result<Self, Problem> {
        if folder.has(FILE) { folder.toml(FILE) } else { Ok(Self::default()) }
    }

    /// The bodies of this house.
    pub(crate) async fn of(house: &House) -> Result<Arc<Self>, StoreError> {
        const FOR_GOOD: i64 = 365 * 86_400;
        let read = async { Self::load(&house.town.folder).map_err(|_| StoreError::Missing("plan/steering.toml")) };
        house.remember("plan.steering".to_owned(), FOR_GOOD, read).await
    }

    pub(crate) fn body(&self, key: &str) -> Option<&Body> {
        self.body.iter().find(|b| b.key == key)
    }

    pub(crate) fn headquarters(&self) -> Option<&Body> {
        self.body.iter().find(|b| b.kind == BodyKind::Headquarters)
    }
}

impl Body {
    pub(crate) fn office(&self, key: &str) -> Option<&Office> {
        self.office.iter().find(|o| o.key == key)
    }
}

/// Every mistake, with its line.
pub(crate) fn check(folder: &TownFolder) -> Vec<Problem> {
    if !folder.has(FILE) {
        return Vec::new();
    }
    let source = match folder.source(FILE) {
        Ok(source) => source,
        Err(problem) => return vec![problem],
    };
    let steering: Steering = match source.read() {
        Ok(steering) => steering,
        Err(problem) => return vec![problem],
    };
    let mut checker = Checker { source: &source, known: Known::read(folder), problems: Vec::new() };
    checker.bodies(&steering);
    checker.problems
}

/// Keys that other files of the town give; mistakes there are told by their own checks.
#[derive(Default)]
struct Known {
    measures: BTreeSet<String>,
    positions: BTreeSet<String>,
    roles: BTreeSet<String>,
}

#[derive(Deserialize, Default)]
struct Keys {
    #[serde(default)]
    measure: Vec<Key>,
    #[serde(default)]
    position: Vec<Key>,
    #[serde(default)]
    role: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    key: String,
}

impl Known {
    fn read(folder: &TownFolder) -> Self {
        let keys = |file: &str| folder.toml::<Keys>(file).unwrap_or_default();
        let set = |keys: Vec<Key>| keys.into_iter().map(|k| k.key).collect();
        Self {
            measures: set(keys("plan/plan.toml").measure),
            positions: set(keys("organisation.toml").position),
            roles: set(keys("roles.toml").role),
        }
    }
}

struct Checker<'a> {
    source: &'a Source,
    known: Known,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn note(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(self.source.problem(path, message));
    }

    fn bodies(&mut self, steering: &Steering) {
        if steering.body.iter().filter(|b| b.kind == BodyKind::Headquarters).count() != 1 {
            self.problems
                .push(Problem::of_file(FILE, "kind = \"headquarters\" の会（本部）を、ちょうど一つ書いてください"));
        }
        for (at, body) in steering.body.iter().enumerate() {
            let path = format!("body.{at}");
            if steering.body.iter().take(at).any(|b| b.key == body.key) {
                self.note(
                    &format!("{path}.key"),
                    format!("「{}」は二度目です。会の key は一つずつ別にしてください", body.key),
                );
            }
            self.body(&path, body);
            for (n, office) in body.office.iter().enumerate() {
                let seen = body.office.iter().take(n).any(|o| o.key == office.key);
                self.office(&format!("{path}.office.{n}"), body, office, seen);
            }
        }
    }

    fn body(&mut self, path: &str, body: &Body) {
        if body.office.is_empty() {
            self.note(&format!("{path}.key"), format!("「{}」に [[body.office]] を一つ以上書いてください", body.title));
        }
        if body.kind == BodyKind::WorkingGroup && body.measures.is_empty() {
            self.note(&format!("{path}.key"), "作業部会には、受け持つ施策を measures に書いてください");
        }
        for (n, measure) in body.measures.iter().enumerate() {
            if !self.known.measures.contains(measure) {
                self.note(&format!("{path}.measures.{n}"), format!("「{measure}」は plan.toml にない施策です"));
            }
        }
        if body.verified && body.source.is_none() {
            self.note(&format!("{path}.verified"), "確かめた会には、どこで見たかを source に書いてください");
        }
    }

    fn office(&mut self, path: &str, body: &Body, office: &Office, seen: bool) {
        if seen {
            self.note(
                &format!("{path}.key"),
                format!("「{}」は二度目です。席の key は会の中で別にしてください", office.key),
            );
        }
        if let Some(position) = office.position.as_ref().filter(|p| !self.known.positions.contains(*p)) {
            self.note(&format!("{path}.position"), format!("「{position}」は organisation.toml にない職です"));
        }
        match &office.role {
            Some(role) if !self.known.roles.contains(role) => {
                self.note(&format!("{path}.role"), format!("「{role}」は roles.toml にない役割です"));
            }
            None if body.kind == BodyKind::Advisers => {
                self.note(&format!("{path}.key"), "助言者の席には、終わりの日つきで渡す役割を role に書いてください");
            }
            _ => {}
        }
        if office.per_desk != (body.kind == BodyKind::Leaders) {
            self.note(
                &format!("{path}.key"),
                "per_desk = true は、窓口ごとの推進リーダー（kind = \"leaders\"）の席に書いてください",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_town_and_the_template_say_who_steers() {
        for name in ["ono", "template"] {
            let folder = testkit::town_folder(name);
            assert_eq!(check(&folder), Vec::new());
            assert!(Steering::load(&folder).unwrap().headquarters().is_some());
        }
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let text = "[[body]]\nkey = \"a\"\nkind = \"working_group\"\ntitle = \"部会\"\nmeasures = [\"moon\"]\nverified = true\n\
                    [[body.office]]\nkey = \"x\"\ntitle = \"長\"\nposition = \"king\"\nrole = \"knight\"\n\
                    [[body]]\nkey = \"a\"\nkind = \"advisers\"\ntitle = \"助言\"\n[[body.office]]\nkey = \"x\"\ntitle = \"人\"\nper_desk = true\n";
        let source = Source::new(FILE, text);
        let known = Known::read(&testkit::town_folder("ono"));
        let mut checker = Checker { source: &source, known, problems: Vec::new() };
        checker.bodies(&source.read().unwrap());
        let lines: Vec<Option<usize>> = checker.problems.iter().map(|p| p.line).collect();
        assert_eq!(
            lines,
            [None, Some(5), Some(6), Some(10), Some(11), Some(13), Some(17), Some(17)],
            "{:?}",
            checker.problems
        );
    }
}

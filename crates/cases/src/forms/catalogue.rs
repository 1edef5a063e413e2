//! All procedures of the town, in all their versions.

use std::sync::Arc;

use kernel::Date;
use town::{Problem, TownFolder};

use super::definition::Procedure;

/// The procedures of a town.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// By key, then by version.
    procedures: Vec<Arc<Procedure>>,
}

impl Catalogue {
    /// Reads `procedures/*.toml`.
    ///
    /// # Errors
    /// Everything that is wrong in them, with file and line; then nothing is loaded.
    pub fn load(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        let (procedures, mut problems) = super::check::read_all(folder);
        problems.extend(super::check::between(&procedures));
        if !problems.is_empty() {
            problems.sort();
            return Err(problems);
        }
        Ok(Self::of(procedures.into_iter().map(|found| Arc::new(found.procedure)).collect()))
    }

    fn of(mut procedures: Vec<Arc<Procedure>>) -> Self {
        procedures.sort_by(|a, b| (&a.key, a.version).cmp(&(&b.key, b.version)));
        Self { procedures }
    }

    /// The catalogue with versions that were published since the files were written. A published
    /// version stands before a file of the same number, since cases may rest on it; a version `kept`
    /// from a file stands only where the file is gone. Each version ends on the day before the next
    /// one begins.
    #[must_use]
    pub fn with(&self, published: &[Arc<Procedure>], kept: &[Arc<Procedure>]) -> Self {
        let mut all: Vec<Arc<Procedure>> = published.to_vec();
        for more in self.procedures.iter().chain(kept) {
            if !all.iter().any(|p| p.key == more.key && p.version == more.version) {
                all.push(more.clone());
            }
        }
        let mut joined = Self::of(all);
        joined.end_where_the_next_begins();
        joined
    }

    fn end_where_the_next_begins(&mut self) {
        let begins: Vec<(String, u32, Date)> =
            self.procedures.iter().map(|p| (p.key.clone(), p.version, p.effective_from)).collect();
        for procedure in &mut self.procedures {
            let later = begins.iter().filter(|(key, version, from)| {
                *key == procedure.key && *version > procedure.version && *from >= procedure.effective_from
            });
            let Some(end) = later.map(|(_, _, from)| from.yesterday().unwrap_or(Date::MIN)).min() else { continue };
            if procedure.effective_until.is_none_or(|until| until > end) {
                Arc::make_mut(procedure).effective_until = Some(end);
            }
        }
    }

    /// What is offered on `day`, in the order of the shelves: by category, then by key.
    pub fn on(&self, day: Date) -> Vec<&Procedure> {
        let mut offered: Vec<&Procedure> =
            self.procedures.iter().map(Arc::as_ref).filter(|p| p.holds_on(day)).collect();
        offered.sort_by_key(|p| (p.guide.category, &p.key));
        offered
    }

    /// The version of a procedure that is offered on `day`.
    pub fn current(&self, key: &str, day: Date) -> Option<&Arc<Procedure>> {
        self.procedures.iter().find(|p| p.key == key && p.holds_on(day))
    }

    /// One version, offered or not: cases keep the version in which they were begun.
    pub fn get(&self, key: &str, version: u32) -> Option<&Arc<Procedure>> {
        self.procedures.iter().find(|p| p.key == key && p.version == version)
    }

    /// Every version of every procedure.
    pub fn all(&self) -> &[Arc<Procedure>] {
        &self.procedures
    }
}

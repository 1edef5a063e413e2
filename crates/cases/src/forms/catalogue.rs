//! All procedures of the town, in all their versions.

use kernel::Date;
use town::{Problem, TownFolder};

use super::definition::Procedure;

/// The procedures of a town.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// By key, then by version.
    procedures: Vec<Procedure>,
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
        let mut procedures: Vec<Procedure> = procedures.into_iter().map(|found| found.procedure).collect();
        procedures.sort_by(|a, b| (&a.key, a.version).cmp(&(&b.key, b.version)));
        Ok(Self { procedures })
    }

    /// What is offered on `day`, in the order of the shelves: by category, then by key.
    pub fn on(&self, day: Date) -> Vec<&Procedure> {
        let mut offered: Vec<&Procedure> = self.procedures.iter().filter(|p| p.holds_on(day)).collect();
        offered.sort_by_key(|p| (p.guide.category, &p.key));
        offered
    }

    /// The version of a procedure that is offered on `day`.
    pub fn current(&self, key: &str, day: Date) -> Option<&Procedure> {
        self.procedures.iter().find(|p| p.key == key && p.holds_on(day))
    }

    /// One version, offered or not: cases keep the version in which they were begun.
    pub fn get(&self, key: &str, version: u32) -> Option<&Procedure> {
        self.procedures.iter().find(|p| p.key == key && p.version == version)
    }

    /// Every version of every procedure.
    pub fn all(&self) -> &[Procedure] {
        &self.procedures
    }
}

//! The Rust sources of the house.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One source file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// From `crates/` on, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// A file of tests or measurements alone.
    pub(crate) fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.contains("/tests/")
            || self.path.contains("/bench/")
            || self.path.contains("/examples/")
            || name.contains("tests")
    }

    /// Its crate.
    pub(crate) fn of_crate(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default()
    }

    /// The folder right under `src/`, which in a pillar is a service.
    pub(crate) fn folder(&self) -> Option<&str> {
        let inside = self.path.split_once("/src/")?.1;
        inside.split_once('/').map(|(folder, _)| folder)
    }

    /// Everything before its tests.
    pub(crate) fn code(&self) -> &str {
        self.text.find("#[cfg(test)]\nmod tests {").map_or(&self.text, |at| &self.text[..at])
    }
}

/// All `.rs` files under `crates`.
pub(crate) fn files(crates: &Path) -> io::Result<Vec<Source>> {
    let mut found = Vec::new();
    walk(crates, &mut found)?;
    let mut files = Vec::with_capacity(found.len());
    for path in found {
        let inside = path.strip_prefix(crates).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        files.push(Source { text: fs::read_to_string(&path)?, path: format!("crates/{inside}") });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

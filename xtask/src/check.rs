//! What no compiler checks: who may know whom, who may name which table, how long a file may be.

use crate::{floors, sources, tables};
use std::path::Path;

/// Lines of code, tests apart, after which a file asks to be divided.
const LONGEST_FILE: usize = 500;

pub(crate) fn run(root: &Path) -> Result<String, String> {
    let mut problems = floors::problems(root)?;
    let files = sources::files(&root.join("crates")).map_err(|e| e.to_string())?;
    problems.extend(tables::problems(&files));
    problems.extend(files.iter().filter(|f| !f.is_test()).filter_map(|f| {
        let lines = f.code().lines().count();
        (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines; divide it along the person's task", f.path))
    }));
    if problems.is_empty() {
        return Ok(format!("{} files: floors, tables and lengths are in order", files.len()));
    }
    problems.sort();
    Err(problems.join("\n"))
}

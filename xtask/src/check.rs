//! What no compiler checks: who may know whom, who may name which table, how long a file may be.

use crate::{floors, sources, tables};
use std::path::Path;

/// Lines of code, tests apart, after which a file asks to be divided.
const LONGEST_FILE: usize = 500;
/// And a function.
const LONGEST_FUNCTION: usize = 60;

pub(crate) fn run(root: &Path) -> Result<String, String> {
    let mut problems = floors::problems(root)?;
    let files = sources::files(&root.join("crates")).map_err(|e| e.to_string())?;
    problems.extend(tables::problems(&files));
    problems.extend(files.iter().filter(|f| !f.is_test()).filter_map(|f| {
        let lines = f.code().lines().count();
        (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines; divide it along the person's task", f.path))
    }));
    problems.extend(files.iter().filter(|f| !f.is_test()).flat_map(|f| {
        let long = long_functions(f.code());
        long.into_iter().map(|(name, lines)| format!("{}: {name} has {lines} lines; divide it", f.path))
    }));
    if problems.is_empty() {
        return Ok(format!("{} files: floors, tables and lengths are in order", files.len()));
    }
    problems.sort();
    Err(problems.join("\n"))
}

/// Functions that do not fit a screen. The code is formatted, so that one ends where a line closes it
/// as far to the right as it began.
fn long_functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut long = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let margin = &line[..line.len() - line.trim_start().len()];
        let end = lines[at..].iter().position(|l| l.strip_prefix(margin).is_some_and(|rest| rest == "}"));
        let count = end.map_or(0, |end| end + 1);
        // A declaration without a body ends before the next brace does.
        let body = lines[at..].iter().find(|l| l.ends_with('{') || l.ends_with(';') || l.ends_with('}'));
        if count > LONGEST_FUNCTION && body.is_some_and(|l| l.ends_with('{')) {
            long.push((name.to_owned(), count));
        }
    }
    long
}

fn function_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for word in ["pub ", "pub(crate) ", "pub(super) ", "const ", "async "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    rest.strip_prefix("fn ")?.split(['(', '<']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_that_does_not_fit_a_screen_is_named_and_a_declaration_is_not() {
        let body = |n: usize| "        let x = 1;\n".repeat(n);
        let code = format!(
            "trait T {{\n    fn declared(&self);\n}}\nimpl A {{\n    pub async fn long<T>(\n        a: T,\n    ) {{\n{}    }}\n    \
             fn fits() {{\n{}    }}\n    fn one() {{ 1 }}\n}}\n",
            body(57),
            body(58)
        );
        assert_eq!(long_functions(&code), [("long".to_owned(), 61)]);
    }
}

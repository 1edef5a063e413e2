//! The only place where the program speaks to the person at the terminal.

use std::io::Write;

/// An answer, on standard output. A reader who has gone away (`| head`) is no mistake.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// What went wrong, on standard error.
pub(crate) fn error(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

//! The program; see the library of the same name for what is in it.

use std::process::ExitCode;

fn main() -> ExitCode {
    engawa::run()
}

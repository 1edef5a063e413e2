//! Chores of the repository: `cargo xtask check`, `cargo xtask new-service PILLAR NAME`,
//! `cargo xtask docs`, `cargo xtask sbom FILE`, `cargo xtask passwords LIST...`.

mod check;
mod floors;
mod new_service;
mod passwords;
mod sbom;
mod sources;
mod tables;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

const USAGE: &str = "\
cargo xtask check                       floors, tables by prefix, long files
cargo xtask new-service PILLAR NAME     a new service: residents, community or office
cargo xtask docs                        write the derived files again (access.txt, openapi.json, security/asvs.md)
cargo xtask sbom FILE                   write the list of all components (CycloneDX)
cargo xtask passwords LIST...           write the list of known passwords from files, commonest first
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["check"] => check::run(&root()),
        ["new-service", pillar, name] => new_service::run(&root(), pillar, name),
        ["docs"] => docs(),
        ["sbom", to] => sbom::run(&root(), to),
        ["passwords", lists @ ..] if !lists.is_empty() => passwords::run(&root(), lists),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(words) => {
            let _ = writeln!(std::io::stdout().lock(), "{words}");
            ExitCode::SUCCESS
        }
        Err(words) => {
            let _ = writeln!(std::io::stderr().lock(), "{words}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The tests that compare the derived files also write them.
fn docs() -> Result<String, String> {
    let written = Command::new("cargo")
        .args([
            "test",
            "--quiet",
            "-p",
            "engawa",
            "--lib",
            "--",
            "checked_in",
            "access_table",
            "the_page_is_that_of_the_table",
        ])
        .env("ENGAWA_UPDATE", "1")
        .current_dir(root())
        .status()
        .map_err(|e| format!("cargo: {e}"))?;
    if written.success() {
        Ok("the derived files of docs/ are up to date".to_owned())
    } else {
        Err("cargo test failed".to_owned())
    }
}

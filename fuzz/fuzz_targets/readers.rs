//! Drives one reader, named by `ENGAWA_TARGET`.

#![no_main]

#[path = "../targets.rs"]
mod targets;

use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

fn chosen() -> fn(&[u8]) {
    static CHOSEN: OnceLock<fn(&[u8])> = OnceLock::new();
    *CHOSEN.get_or_init(|| {
        let name = std::env::var("ENGAWA_TARGET").expect("ENGAWA_TARGET names the reader");
        let found = targets::TARGETS.iter().find(|(n, _)| *n == name);
        found.unwrap_or_else(|| panic!("no reader {name}")).1
    })
}

fuzz_target!(|bytes: &[u8]| chosen()(bytes));

//! The list of passwords that others chose before (`crates/account/passwords/README.md` says where from).

use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;

/// Words shorter than this say nothing about a password that has ten characters.
const SHORTEST_WORD: usize = 5;
/// A whole password below the shortest that is accepted need not be kept.
const SHORTEST_PASSWORD: usize = 10;
/// So many of each list, commonest first, give their word besides.
const WORDS: usize = 10_000;
/// Bytes kept of each digest.
const KEPT: usize = 5;

/// Writes the list anew from files with one password a line, commonest first.
pub(crate) fn run(root: &Path, lists: &[&str]) -> Result<String, String> {
    let mut known = BTreeSet::new();
    for list in lists {
        let text = std::fs::read_to_string(list).map_err(|e| format!("{list}: {e}"))?;
        for (rank, line) in text.lines().filter(|l| !l.starts_with('#')).enumerate() {
            let password = line.to_lowercase();
            let word = password.trim_matches(|c: char| !c.is_alphabetic());
            if rank < WORDS && word.chars().count() >= SHORTEST_WORD {
                known.insert(digest(word));
            }
            if password.chars().count() >= SHORTEST_PASSWORD {
                known.insert(digest(&password));
            }
        }
    }
    let bytes: Vec<u8> = known.iter().flatten().copied().collect();
    let to = root.join("crates/account/passwords/common.bin");
    std::fs::write(&to, bytes).map_err(|e| format!("{}: {e}", to.display()))?;
    Ok(format!("{} passwords and words are in {}", known.len(), to.display()))
}

fn digest(text: &str) -> [u8; KEPT] {
    let whole = Sha256::digest(text);
    std::array::from_fn(|at| whole[at])
}

//! The sums of a copy, in the form that `sha256sum -c` reads.

use super::{MANIFEST, file_error, files_below, finish, private_file};
use crate::{BlobId, StoreError};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::path::Path;

const SUMS: &str = "SHA256SUMS";

/// Writes the list and answers its own sum. A blob's name is its sum; `blobs_at` leads from the
/// copy to where the blobs are.
pub(super) fn write(folder: &Path, named: &[BlobId], blobs_at: &str) -> Result<String, StoreError> {
    let files = files_below(folder)?;
    let mut out = private_file(&folder.join(SUMS)).map_err(file_error)?;
    for path in files.iter().filter(|p| !p.starts_with("blobs")) {
        let sum = of_file(&folder.join(path))?;
        writeln!(out, "{sum}  {}", path.display()).map_err(file_error)?;
    }
    for blob in named {
        let (head, tail) = blob.as_str().split_at(2);
        writeln!(out, "{blob}  {blobs_at}blobs/{head}/{tail}").map_err(file_error)?;
    }
    finish(out).map_err(file_error)?;
    of_file(&folder.join(SUMS))
}

/// The blobs that a list names.
pub(super) fn blobs(list: &str) -> Result<Vec<BlobId>, StoreError> {
    let of_blobs = list.lines().filter_map(|l| l.split_once("  ")).filter(|(_, p)| is_blob(p));
    of_blobs.map(|(sum, _)| sum.parse()).collect()
}

fn is_blob(path: &str) -> bool {
    path.trim_start_matches("../").starts_with("blobs/")
}

/// Compares every file of the copy but the blobs, which prove themselves by their names, with the
/// list, and the list with `expected`; answers the list.
pub(super) fn check(folder: &Path, expected: &str) -> Result<String, StoreError> {
    let list = folder.join(SUMS);
    if of_file(&list)? != expected {
        return Err(file_error("the list of sums was changed"));
    }
    let text = std::fs::read_to_string(&list).map_err(file_error)?;
    let promised: Vec<(&str, &str)> =
        text.lines().filter_map(|l| l.split_once("  ")).filter(|(_, p)| !is_blob(p)).collect();
    for (sum, path) in &promised {
        if of_file(&folder.join(path))? != **sum {
            return Err(file_error(format!("{path} was changed")));
        }
    }
    let own = |p: &Path| p == Path::new(SUMS) || p == Path::new(MANIFEST) || p.starts_with("blobs");
    match files_below(folder)?.iter().find(|p| !own(p) && !promised.iter().any(|(_, q)| Path::new(q) == p.as_path())) {
        Some(stranger) => Err(file_error(format!("{} does not belong to it", stranger.display()))),
        None => Ok(text),
    }
}

fn of_file(path: &Path) -> Result<String, StoreError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let missing = |e: std::io::Error| file_error(format!("{name}: {e}"));
    let mut file = std::fs::File::open(path).map_err(missing)?;
    let (mut sum, mut part) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut part).map_err(missing)? {
            0 => break,
            n => sum.update(&part[..n]),
        }
    }
    Ok(sum.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

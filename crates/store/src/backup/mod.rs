//! A copy of everything, taken while the town works, and the way back.
//!
//! The copy is plain: one JSON line per row and the blobs as files, alike for both databases, so
//! that a town can also move from SQLite to PostgreSQL with it. It is a picture of one moment,
//! with the journal's head of that moment signed in it, and a list of SHA-256 sums that
//! `sha256sum -c` understands. The restore goes into an empty database and is proved by the journal.
//!
//! [`take`] and [`restore`] work on a folder of its own; [`Vault`] keeps many copies with their
//! blobs once, in a folder or an object store, and lets the old ones go.

mod cell;
mod keep;
mod picture;
mod read;
mod sums;
mod vault;

pub use keep::Keep;
pub use read::{restore, schema_is_known};
pub use vault::{Rotated, SetName, Vault};

use crate::journal::{Head, HeadsFile};
use crate::keys::KeyFolder;
use crate::{BlobId, Blobs, Db, StoreError};
use kernel::Moment;
use picture::Picture;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

const FORMAT: &str = "engawa-backup-2";
const MANIFEST: &str = "manifest.json";
const HEADS: &str = "journal-heads.jsonl";
const PAGE: usize = 1000;
/// The store's own tables and by what they are ordered.
const OWN_TABLES: [(&str, &[&str]); 6] = [
    ("store_journal", &["seq"]),
    ("store_journal_row", &["seq", "place"]),
    ("store_journal_detail", &["seq"]),
    ("store_journal_head", &["id"]),
    ("store_job", &["id"]),
    ("store_search", &["kind", "ref"]),
];

/// What a copy says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `engawa-backup-2`.
    pub format: String,
    /// When it was taken, microseconds since 1970.
    pub at: i64,
    /// Last entry of the journal in it.
    pub journal_seq: i64,
    /// The newest step of each room's schema.
    pub schema: BTreeMap<String, i64>,
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
    /// Blobs in it.
    pub blobs: u64,
    /// Bytes of the tables.
    pub bytes: u64,
    /// SHA-256 of the list of sums.
    pub sums: String,
}

impl Manifest {
    /// Rows of all tables.
    pub fn all_rows(&self) -> u64 {
        self.rows.values().sum()
    }
}

fn file_error(e: impl std::fmt::Display) -> StoreError {
    StoreError::Other(format!("backup: {e}"))
}

/// Writes a copy into the new folder `to`: a consistent picture of one moment.
///
/// # Errors
/// When the folder exists already or cannot be written, or the database does not answer.
pub async fn take(db: &Db, blobs: &Blobs, data: &Path, to: &Path, now: Moment) -> Result<Manifest, StoreError> {
    let (mut manifest, named) = write_set(db, data, to, now).await?;
    let own = Blobs::in_folder(to)?;
    for blob in &named {
        own.put(blobs.get(blob).await?).await?;
    }
    close_set(to, &mut manifest, &named, "")?;
    Ok(manifest)
}

/// Everything but the blobs, whose names are answered.
async fn write_set(db: &Db, data: &Path, to: &Path, now: Moment) -> Result<(Manifest, Vec<BlobId>), StoreError> {
    make_private(to).map_err(file_error)?;
    make_private(&to.join("tables")).map_err(file_error)?;
    let mut manifest = Manifest {
        format: FORMAT.to_owned(),
        at: now.as_micros(),
        journal_seq: 0,
        schema: BTreeMap::new(),
        rows: BTreeMap::new(),
        blobs: 0,
        bytes: 0,
        sums: String::new(),
    };
    let mut picture = Picture::begin(db).await?;
    let mut named = Vec::new();
    for table in all_tables(db) {
        let (rows, bytes) = picture.copy_table(&table, to, &mut named).await?;
        manifest.bytes += bytes;
        manifest.rows.insert(table.name, rows);
    }
    manifest.schema = picture.schema().await?;
    let head = picture.head().await?;
    drop(picture);
    manifest.journal_seq = head.as_ref().map_or(0, |h| h.seq);
    copy_heads(data, to, head, now)?;
    copy_folder(&data.join("keys"), &to.join("keys"))?;
    let mut blobs: Vec<BlobId> = named.iter().map(|n| n.parse()).collect::<Result<_, _>>()?;
    blobs.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    blobs.dedup();
    manifest.blobs = blobs.len() as u64;
    Ok((manifest, blobs))
}

/// The signed heads up to the picture's own, which is signed too: later ones would speak of
/// entries that the copy does not have.
fn copy_heads(data: &Path, to: &Path, head: Option<Head>, now: Moment) -> Result<(), StoreError> {
    let Some(head) = head.filter(|h| h.seq > 0) else { return Ok(()) };
    let copy = HeadsFile::in_folder(to);
    HeadsFile::in_folder(data).copy_up_to(head.seq, &copy)?;
    copy.append(&head, now, &KeyFolder::in_folder(data)?.journal()?)
}

/// Writes the sums and, last of all, the manifest: a copy without it is not a whole one.
fn close_set(to: &Path, manifest: &mut Manifest, named: &[BlobId], blobs_at: &str) -> Result<(), StoreError> {
    manifest.sums = sums::write(to, named, blobs_at)?;
    let text = serde_json::to_vec_pretty(manifest).map_err(file_error)?;
    crate::keys::write_private(&to.join(MANIFEST), &text).map_err(file_error)
}

/// A table and what it is ordered by.
struct Copied {
    name: String,
    order: Vec<&'static str>,
    blob: Option<&'static str>,
}

fn all_tables(db: &Db) -> Vec<Copied> {
    let own =
        OWN_TABLES.iter().map(|(name, order)| Copied { name: (*name).to_owned(), order: order.to_vec(), blob: None });
    let rooms = db.tables().map(|t| Copied { name: t.name.to_owned(), order: vec!["id"], blob: t.blob });
    own.chain(rooms).collect()
}

/// A new folder for the program alone.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), StoreError> {
    if !from.exists() {
        return Ok(());
    }
    if !to.exists() {
        make_private(to).map_err(file_error)?;
    }
    for entry in std::fs::read_dir(from).map_err(file_error)? {
        let entry = entry.map_err(file_error)?;
        let bytes = std::fs::read(entry.path()).map_err(file_error)?;
        crate::keys::write_private(&to.join(entry.file_name()), &bytes).map_err(file_error)?;
    }
    Ok(())
}

/// The files of a folder, with their paths below it, in order.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        for entry in std::fs::read_dir(folder.join(&below)).map_err(file_error)? {
            let entry = entry.map_err(file_error)?;
            let path = below.join(entry.file_name());
            if entry.file_type().map_err(file_error)?.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// A buffered file, for the program alone.
fn private_file(path: &Path) -> std::io::Result<std::io::BufWriter<std::fs::File>> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(std::io::BufWriter::new(options.open(path)?))
}

fn finish(out: std::io::BufWriter<std::fs::File>) -> std::io::Result<()> {
    let mut file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.flush()?;
    file.sync_all()
}

#[cfg(test)]
mod tests;

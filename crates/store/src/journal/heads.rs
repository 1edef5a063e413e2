//! Signed heads of the chain, kept in a file outside the database: whoever cuts the tail of the
//! journal would also have to forge one of these.

use super::Head;
use crate::keys::{SealingKey, VerifyingKey};
use crate::{Db, StoreError};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{Clock, Moment};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The file of signed heads; one JSON line each, only ever appended to.
#[derive(Debug, Clone)]
pub struct HeadsFile(PathBuf);

#[derive(Serialize, Deserialize)]
struct Line {
    seq: i64,
    hash: String,
    at: i64,
    signature: String,
}

/// One signed head as found in the file.
pub(crate) struct Signed {
    pub(crate) head: Head,
    pub(crate) genuine: bool,
}

impl HeadsFile {
    /// The file of the data folder `data`.
    pub fn in_folder(data: &Path) -> Self {
        Self(data.join("journal-heads.jsonl"))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Signs `head` and appends it, on disk before this returns.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn append(&self, head: &Head, at: Moment, key: &SealingKey) -> Result<(), StoreError> {
        let line = Line {
            seq: head.seq,
            hash: STANDARD.encode(&head.hash),
            at: at.as_micros(),
            signature: STANDARD.encode(key.sign(&message(head, at))),
        };
        let text = serde_json::to_string(&line).map_err(|e| StoreError::Other(e.to_string()))?;
        let write = || -> std::io::Result<()> {
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&self.0)?;
            file.write_all(format!("{text}\n").as_bytes())?;
            file.sync_data()
        };
        write().map_err(|e| StoreError::Unavailable(e.to_string()))
    }

    /// Writes the lines that speak of entries up to `seq` into `copy`, as they are; a line that
    /// cannot be read goes along, so that it is found in the copy too.
    pub(crate) fn copy_up_to(&self, seq: i64, copy: &Self) -> Result<(), StoreError> {
        let text = match std::fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(StoreError::Unavailable(e.to_string())),
        };
        // What follows the last line break is a line under way.
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let fits = |line: &&str| serde_json::from_str::<Line>(line).map_or(true, |l| l.seq <= seq);
        let kept: String = whole.lines().filter(fits).flat_map(|line| [line, "\n"]).collect();
        crate::keys::write_private(&copy.0, kept.as_bytes()).map_err(|e| StoreError::Unavailable(e.to_string()))
    }

    /// All heads in the file with whether their signature holds. A last line cut by a power
    /// failure is left out; any other unreadable line counts as not genuine.
    pub(crate) fn read(&self, key: &VerifyingKey) -> Result<Vec<Signed>, StoreError> {
        let text = match std::fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(StoreError::Unavailable(e.to_string())),
        };
        let whole = text.ends_with('\n');
        let count = text.lines().count();
        let lines = text.lines().enumerate();
        Ok(lines.filter(|(i, _)| whole || i + 1 < count).map(|(_, l)| parse(l, key)).collect())
    }
}

fn parse(line: &str, key: &VerifyingKey) -> Signed {
    let read = || -> Option<Signed> {
        let line: Line = serde_json::from_str(line).ok()?;
        let head = Head { seq: line.seq, hash: STANDARD.decode(&line.hash).ok()? };
        let signature = STANDARD.decode(&line.signature).ok()?;
        let genuine = key.verify(&message(&head, Moment::from_micros(line.at)), &signature);
        Some(Signed { head, genuine })
    };
    read().unwrap_or(Signed { head: Head { seq: 0, hash: Vec::new() }, genuine: false })
}

fn message(head: &Head, at: Moment) -> Vec<u8> {
    let mut m = b"engawa-head-1\0".to_vec();
    m.extend(head.seq.to_be_bytes());
    m.extend(at.as_micros().to_be_bytes());
    m.extend(&head.hash);
    m
}

/// Signs the head whenever it has moved, at most once a second, until `stop` resolves; then once
/// more, so that a graceful stop leaves no unsigned tail.
pub async fn keep_heads(
    db: Db,
    file: HeadsFile,
    key: Arc<SealingKey>,
    clock: Arc<dyn Clock>,
    stop: impl Future<Output = ()> + Send,
) {
    let mut head = db.0.head.subscribe();
    let mut signed: Option<Head> = None;
    let mut stop = std::pin::pin!(stop);
    loop {
        let latest = head.borrow_and_update().clone();
        if let Some(latest) = latest.filter(|h| signed.as_ref() != Some(h)) {
            match file.append(&latest, clock.now(), &key) {
                Ok(()) => signed = Some(latest),
                Err(e) => tracing::error!(error = %e, "the journal's head could not be signed"),
            }
        }
        tokio::select! {
            () = &mut stop => break,
            () = async { tokio::time::sleep(Duration::from_secs(1)).await; let _ = head.changed().await; } => {}
        }
    }
    let latest = head.borrow().clone();
    if let Some(latest) = latest.filter(|h| signed.as_ref() != Some(h))
        && let Err(e) = file.append(&latest, clock.now(), &key)
    {
        tracing::error!(error = %e, "the journal's last head could not be signed");
    }
}

//! Taking a copy, and trying one: restored into a scratch database beside the live one, proved by
//! the journal with the live key, compared with what the copy promised, and thrown away.

use crate::composition;
use kernel::Clock;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::backup::{Keep, Manifest, Rotated, SetName, Vault};
use store::journal::{HeadsFile, Verdict, verify};
use store::keys::KeyFolder;
use store::{Blobs, DatabaseUrl, Db, Scratch, StoreError};

/// The live records, as a copy needs them.
pub(crate) struct Live<'a> {
    pub(crate) db: &'a Db,
    pub(crate) blobs: &'a Blobs,
    pub(crate) data: &'a Path,
    pub(crate) clock: Arc<dyn Clock>,
}

/// A copy that was taken.
pub(crate) struct Taken {
    pub(crate) set: SetName,
    pub(crate) manifest: Manifest,
    pub(crate) rotated: Rotated,
}

/// Takes a copy and, where `keep` says how many stay, lets the old ones go.
///
/// # Errors
/// When a part cannot be read or written.
pub(crate) async fn take(live: &Live<'_>, vault: &Vault, keep: Option<Keep>) -> Result<Taken, StoreError> {
    let now = live.clock.now();
    let way = live.data.join("on-the-way");
    std::fs::create_dir_all(&way).map_err(|e| StoreError::Unavailable(e.to_string()))?;
    let (set, manifest) = vault.keep(live.db, live.blobs, live.data, &way, now).await?;
    let _ = std::fs::remove_dir(&way);
    let rotated = match keep {
        Some(keep) => vault.rotate(keep, live.clock.now()).await?,
        None => Rotated::default(),
    };
    Ok(Taken { set, manifest, rotated })
}

/// What a drill showed.
pub(crate) struct Drilled {
    pub(crate) set: SetName,
    pub(crate) manifest: Manifest,
    pub(crate) verdict: Verdict,
    pub(crate) engine: &'static str,
    pub(crate) took: Duration,
}

impl Drilled {
    /// Whether the copy is good: all rows and files as they were, sealed up to its head.
    pub(crate) fn holds(&self) -> bool {
        let entries = i64::try_from(self.verdict.entries).unwrap_or(i64::MAX);
        self.verdict.holds() && entries == self.manifest.journal_seq && self.verdict.unsigned == 0
    }
}

/// Restores a copy (the newest unless named) into a scratch database and proves it.
///
/// # Errors
/// When there is no copy, or it cannot be read or restored; what is wrong in it is in the verdict.
pub(crate) async fn drill(
    live: &Live<'_>,
    url: &DatabaseUrl,
    vault: &Vault,
    set: Option<SetName>,
) -> Result<Drilled, StoreError> {
    let set = match set {
        Some(set) => set,
        None => vault.sets().await?.into_iter().next().ok_or(StoreError::Missing("copy"))?,
    };
    let began = Instant::now();
    let folder = live.data.join("drill");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|e| StoreError::Unavailable(e.to_string()))?;
    let scratch = Scratch::beside(url, &folder, live.db).await?;
    let proved = prove(live, &scratch, &folder, vault, &set).await;
    scratch.remove().await;
    let _ = std::fs::remove_dir_all(&folder);
    let (manifest, verdict) = proved?;
    Ok(Drilled { set, manifest, verdict, engine: scratch.engine(), took: began.elapsed() })
}

async fn prove(
    live: &Live<'_>,
    scratch: &Scratch,
    folder: &Path,
    vault: &Vault,
    set: &SetName,
) -> Result<(Manifest, Verdict), StoreError> {
    let now = live.clock.now();
    let db = Db::open(scratch.url()).await?;
    let proved = async {
        db.migrate(&composition::schemas(), now).await?;
        let manifest = vault.restore(set, &db, None, folder, now).await?;
        // The key of this installation, not the one in the copy: a copy by somebody else fails.
        let key = KeyFolder::in_folder(live.data)?.journal()?.verifying();
        let verdict = verify(&db, vault.blobs(), &HeadsFile::in_folder(folder), &key).await?;
        Ok((manifest, verdict))
    };
    let proved = proved.await;
    db.close().await;
    proved
}

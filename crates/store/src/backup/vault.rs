//! Many copies in one place, a folder or an object store: each a set of its own under `sets/`,
//! the blobs once for all of them under `blobs/`.

use super::{HEADS, Keep, MANIFEST, Manifest, close_set, file_error, files_below, make_private, read, sums, write_set};
use crate::{Blobs, Db, StoreError};
use futures::TryStreamExt;
use kernel::{Date, Moment};
use object_store::path::Path as ObjectPath;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt};
use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

const SETS: &str = "sets";
const SUMS: &str = "SHA256SUMS";
const BEGUN: &str = "begun";
/// A set that was not finished by then never will be.
const ABANDONED_DAYS: i64 = 1;

/// The name of a copy: when it was taken, in Japanese time, as `20261122T023000`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetName(String);

impl SetName {
    /// The name of a copy taken at `at`.
    pub fn of(at: Moment) -> Self {
        Self(at.civil().strftime("%Y%m%dT%H%M%S").to_string())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day on which it was taken.
    pub fn date(&self) -> Date {
        // Its letters were read when it was made.
        Date::strptime("%Y%m%d", &self.0[..8]).unwrap_or(Date::constant(1970, 1, 1))
    }
}

impl fmt::Display for SetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SetName {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let form =
            s.len() == 15 && s.bytes().enumerate().all(|(i, b)| if i == 8 { b == b'T' } else { b.is_ascii_digit() });
        let dated = form && Date::strptime("%Y%m%d", &s[..8]).is_ok();
        dated.then(|| Self(s.to_owned())).ok_or_else(|| format!("{s} is no copy's name like 20261122T023000"))
    }
}

/// What was let go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Copies.
    pub sets: usize,
    /// Blobs that no copy names any more.
    pub blobs: usize,
}

/// A place of copies.
#[derive(Clone)]
pub struct Vault {
    store: Arc<dyn ObjectStore>,
    blobs: Blobs,
    folder: Option<PathBuf>,
}

impl Vault {
    /// In a folder, made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder.join(SETS)).map_err(file_error)?;
        let local = object_store::local::LocalFileSystem::new_with_prefix(folder).map_err(file_error)?;
        Ok(Self { store: Arc::new(local), blobs: Blobs::in_folder(folder)?, folder: Some(folder.to_owned()) })
    }

    /// In an object store.
    pub fn in_store(store: Arc<dyn ObjectStore>) -> Self {
        let blobs = Blobs::in_store(Arc::new(PrefixStore::new(store.clone(), "blobs")));
        Self { store, blobs, folder: None }
    }

    /// The blobs of all copies.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Takes a copy; `scratch` is a folder for its files on their way to an object store.
    ///
    /// # Errors
    /// When a part cannot be read or written; the copy then does not count as one.
    pub async fn keep(
        &self,
        db: &Db,
        blobs: &Blobs,
        data: &Path,
        scratch: &Path,
        now: Moment,
    ) -> Result<(SetName, Manifest), StoreError> {
        let name = SetName::of(now);
        let folder = match &self.folder {
            Some(own) => own.join(SETS).join(&name.0),
            None => scratch.join(&name.0),
        };
        let kept = self.keep_in(&folder, &name, db, blobs, data, now).await;
        if self.folder.is_none() {
            let _ = std::fs::remove_dir_all(&folder);
        }
        Ok((name, kept?))
    }

    async fn keep_in(
        &self,
        folder: &Path,
        name: &SetName,
        db: &Db,
        blobs: &Blobs,
        data: &Path,
        now: Moment,
    ) -> Result<Manifest, StoreError> {
        let (mut manifest, named) = write_set(db, data, folder, now).await?;
        if self.folder.is_none() {
            // Says that a set is under way, so that nobody lets its blobs go meanwhile; in a folder
            // the set itself says so.
            self.put(&in_set(name, BEGUN), Vec::new()).await?;
        }
        for blob in &named {
            if !self.blobs.has(blob).await? {
                self.blobs.put(blobs.get(blob).await?).await?;
            }
        }
        close_set(folder, &mut manifest, &named, "../../")?;
        if self.folder.is_none() {
            self.upload(folder, name).await?;
        }
        Ok(manifest)
    }

    async fn upload(&self, folder: &Path, name: &SetName) -> Result<(), StoreError> {
        for file in files_below(folder)?.iter().filter(|p| *p != Path::new(MANIFEST)) {
            let bytes = std::fs::read(folder.join(file)).map_err(file_error)?;
            self.put(&in_set(name, &file.to_string_lossy()), bytes).await?;
        }
        self.remove(&in_set(name, BEGUN)).await?;
        // Last: a copy without it is not a whole one.
        let manifest = std::fs::read(folder.join(MANIFEST)).map_err(file_error)?;
        self.put(&in_set(name, MANIFEST), manifest).await
    }

    pub(super) async fn put(&self, at: &ObjectPath, bytes: Vec<u8>) -> Result<(), StoreError> {
        self.store.put(at, bytes.into()).await.map(|_| ()).map_err(out_of_reach)
    }

    async fn remove(&self, at: &ObjectPath) -> Result<(), StoreError> {
        match self.store.delete(at).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(e) => Err(out_of_reach(e)),
        }
    }

    /// The whole copies, newest first.
    ///
    /// # Errors
    /// When the place does not answer.
    pub async fn sets(&self) -> Result<Vec<SetName>, StoreError> {
        let all = self.all_sets().await?;
        Ok(all.into_iter().filter(|(_, whole)| *whole).map(|(name, _)| name).collect())
    }

    /// All copies, newest first, and whether each is whole.
    async fn all_sets(&self) -> Result<Vec<(SetName, bool)>, StoreError> {
        let listed = self.store.list_with_delimiter(Some(&ObjectPath::from(SETS))).await.map_err(out_of_reach)?;
        let mut sets = Vec::new();
        for prefix in listed.common_prefixes {
            let Some(Ok(name)) = prefix.filename().map(str::parse::<SetName>) else { continue };
            let whole = match self.store.head(&in_set(&name, MANIFEST)).await {
                Ok(_) => true,
                Err(object_store::Error::NotFound { .. }) => false,
                Err(e) => return Err(out_of_reach(e)),
            };
            sets.push((name, whole));
        }
        sets.sort_by(|a, b| b.cmp(a));
        Ok(sets)
    }

    /// Reads a copy's records into an empty, migrated database and data folder, and its blobs into
    /// `blobs`; without `blobs` they stay in the vault and can be read there.
    ///
    /// # Errors
    /// As [`super::restore`].
    pub async fn restore(
        &self,
        name: &SetName,
        db: &Db,
        blobs: Option<&Blobs>,
        data: &Path,
        now: Moment,
    ) -> Result<Manifest, StoreError> {
        let fetched = match &self.folder {
            Some(own) => own.join(SETS).join(&name.0),
            None => self.fetch(name, &data.join(format!("fetched-{name}"))).await?,
        };
        let outcome = read::records(db, data, &fetched, now).await;
        if self.folder.is_none() {
            let _ = std::fs::remove_dir_all(&fetched);
        }
        let (manifest, list) = outcome?;
        if let Some(blobs) = blobs {
            for blob in sums::blobs(&list)? {
                blobs.put(self.blobs.get(&blob).await?).await?;
            }
        }
        Ok(manifest)
    }

    async fn fetch(&self, name: &SetName, to: &Path) -> Result<PathBuf, StoreError> {
        let folder = ObjectPath::from(format!("{SETS}/{name}"));
        let objects: Vec<_> = self.store.list(Some(&folder)).try_collect().await.map_err(out_of_reach)?;
        make_private(to).map_err(file_error)?;
        for object in objects {
            let Some(parts) = object.location.prefix_match(&folder) else { continue };
            let below: PathBuf = parts.map(|p| p.as_ref().to_owned()).collect();
            let bytes = self.bytes(&object.location).await?;
            if let Some(parent) = to.join(&below).parent().filter(|p| !p.exists()) {
                make_private(parent).map_err(file_error)?;
            }
            crate::keys::write_private(&to.join(below), &bytes).map_err(file_error)?;
        }
        Ok(to.to_owned())
    }

    async fn bytes(&self, at: &ObjectPath) -> Result<bytes::Bytes, StoreError> {
        let found = self.store.get(at).await.map_err(out_of_reach)?;
        found.bytes().await.map_err(out_of_reach)
    }

    /// Lets go of copies that `keep` does not choose, of those that were never finished, and of
    /// blobs that no copy names any more.
    ///
    /// # Errors
    /// When the place does not answer.
    pub async fn rotate(&self, keep: Keep, now: Moment) -> Result<Rotated, StoreError> {
        let all = self.all_sets().await?;
        let whole: Vec<SetName> = all.iter().filter(|(_, whole)| *whole).map(|(name, _)| name.clone()).collect();
        let stay = keep.chosen(&whole);
        let abandoned = SetName::of(now.plus_days(-ABANDONED_DAYS));
        let (mut rotated, mut under_way) = (Rotated::default(), false);
        for (name, whole) in &all {
            match whole {
                true if stay.contains(name) => {}
                false if *name > abandoned => under_way = true,
                _ => {
                    self.let_go(name).await?;
                    rotated.sets += 1;
                }
            }
        }
        // While another copy is being taken its blobs cannot be told from those of nobody.
        if !under_way {
            rotated.blobs = self.let_blobs_go(stay.into_iter()).await?;
        }
        Ok(rotated)
    }

    async fn let_go(&self, name: &SetName) -> Result<(), StoreError> {
        self.remove(&in_set(name, MANIFEST)).await?;
        if let Some(own) = &self.folder {
            return std::fs::remove_dir_all(own.join(SETS).join(&name.0)).map_err(file_error);
        }
        let folder = ObjectPath::from(format!("{SETS}/{name}"));
        let objects: Vec<_> = self.store.list(Some(&folder)).try_collect().await.map_err(out_of_reach)?;
        for object in objects {
            self.remove(&object.location).await?;
        }
        Ok(())
    }

    async fn let_blobs_go<'s>(&self, stay: impl Iterator<Item = &'s SetName>) -> Result<usize, StoreError> {
        let mut named = HashSet::new();
        for set in stay {
            let list = self.bytes(&in_set(set, SUMS)).await?;
            named.extend(sums::blobs(&String::from_utf8_lossy(&list))?);
        }
        let mut gone = 0;
        for blob in self.blobs.all().await? {
            if !named.contains(&blob) {
                self.blobs.remove(&blob).await?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// The signed heads in a copy, for a look from outside.
    ///
    /// # Errors
    /// When the copy has none or the place does not answer.
    pub async fn heads(&self, name: &SetName) -> Result<Vec<u8>, StoreError> {
        Ok(self.bytes(&in_set(name, HEADS)).await?.to_vec())
    }
}

fn in_set(name: &SetName, below: &str) -> ObjectPath {
    ObjectPath::from(format!("{SETS}/{name}/{below}"))
}

/// Addresses and paths stay out of the text; it may be shown to an officer.
fn out_of_reach(error: object_store::Error) -> StoreError {
    tracing::warn!(error = %error, "the place of copies");
    StoreError::Unavailable("the place of copies does not answer or refuses".to_owned())
}

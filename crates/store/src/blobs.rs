//! Files beside the database, named by the SHA-256 of their content: written before the row that
//! names them, never changed.

use crate::{Db, StoreError};
use bytes::Bytes;
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

/// The name of a blob: the SHA-256 of its content in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BlobId(String);

impl BlobId {
    /// The name that `bytes` have.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a row of any room names it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_named_in(&self, db: &Db) -> Result<bool, StoreError> {
        for (table, column) in db.tables().filter_map(|t| Some((t.name, t.blob?))) {
            let sql = format!("SELECT id FROM {table} WHERE {column} = $1 LIMIT 1");
            if !db.rows_of(AssertSqlSafe(sql).into_sql_str(), crate::args![self]).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn path(&self) -> ObjectPath {
        ObjectPath::from(format!("{}/{}", &self.0[..2], &self.0[2..]))
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BlobId {
    type Err = StoreError;

    fn from_str(s: &str) -> Result<Self, StoreError> {
        let good = s.len() == 64 && s.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        good.then(|| Self(s.to_owned())).ok_or_else(|| StoreError::Blob("not a blob's name".to_owned()))
    }
}

impl From<BlobId> for kernel::Value {
    fn from(id: BlobId) -> Self {
        Self::Text(id.0)
    }
}

impl From<&BlobId> for kernel::Value {
    fn from(id: &BlobId) -> Self {
        Self::Text(id.0.clone())
    }
}

impl kernel::FromValue for BlobId {
    fn from_value(value: kernel::Value) -> Option<Self> {
        String::from_value(value)?.parse().ok()
    }
}

/// The blobs of an installation.
#[derive(Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// Blobs in the folder `blobs` of the data folder `data`; each write reaches the disk.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder(data: &Path) -> Result<Self, StoreError> {
        let folder = data.join("blobs");
        std::fs::create_dir_all(&folder).map_err(|e| StoreError::Unavailable(format!("blobs: {e}")))?;
        let local = LocalFileSystem::new_with_prefix(folder).map_err(blob_error)?;
        Ok(Self(Arc::new(local.with_fsync(true))))
    }

    /// Blobs in any object store.
    pub fn in_store(store: Arc<dyn ObjectStore>) -> Self {
        Self(store)
    }

    /// Keeps `bytes` and answers their name; the same bytes twice are kept once.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put(&self, bytes: impl Into<Bytes>) -> Result<BlobId, StoreError> {
        let bytes = bytes.into();
        let id = BlobId::of(&bytes);
        if self.0.head(&id.path()).await.is_ok() {
            return Ok(id);
        }
        // Whoever was first has written the same bytes; nothing is ever written over.
        match self.0.put_opts(&id.path(), bytes.clone().into(), PutMode::Create.into()).await {
            Ok(_) | Err(Error::AlreadyExists { .. }) => Ok(id),
            Err(Error::NotImplemented { .. }) => {
                self.0.put(&id.path(), bytes.into()).await.map_err(blob_error)?;
                Ok(id)
            }
            Err(e) => Err(blob_error(e)),
        }
    }

    /// Whether something is there under this name, without reading it.
    ///
    /// # Errors
    /// When the place does not answer.
    pub async fn has(&self, id: &BlobId) -> Result<bool, StoreError> {
        match self.0.head(&id.path()).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(e) => Err(blob_error(e)),
        }
    }

    /// The names of all blobs that are there.
    ///
    /// # Errors
    /// When the place does not answer.
    pub async fn all(&self) -> Result<Vec<BlobId>, StoreError> {
        let objects: Vec<_> = self.0.list(None).try_collect().await.map_err(blob_error)?;
        let names = objects.iter().filter_map(|o| o.location.as_ref().replace('/', "").parse().ok());
        Ok(names.collect())
    }

    /// The bytes named `id`, if they are there and are still what their name says.
    ///
    /// # Errors
    /// [`StoreError::Blob`] when they are missing or were changed.
    pub async fn get(&self, id: &BlobId) -> Result<Bytes, StoreError> {
        let found = self.0.get(&id.path()).await.map_err(blob_error)?;
        let bytes = found.bytes().await.map_err(blob_error)?;
        if BlobId::of(&bytes) == *id { Ok(bytes) } else { Err(StoreError::Blob(format!("{id} was changed"))) }
    }

    /// Whether the blob is there, unchanged.
    pub async fn is_sound(&self, id: &BlobId) -> bool {
        self.get(id).await.is_ok()
    }

    /// Removes a blob that no row names any more.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn remove(&self, id: &BlobId) -> Result<(), StoreError> {
        self.0.delete(&id.path()).await.map_err(blob_error)
    }
}

/// Paths stay out of the text; it may be shown to an officer. A file that is not there is a wrong
/// that stays; anything else (no room, no rights, no network) may pass.
fn blob_error(error: object_store::Error) -> StoreError {
    tracing::warn!(error = %error, "a file could not be read or written");
    match error {
        object_store::Error::NotFound { .. } => StoreError::Blob("the file is missing".to_owned()),
        _ => StoreError::Unavailable("the folder of files does not answer".to_owned()),
    }
}

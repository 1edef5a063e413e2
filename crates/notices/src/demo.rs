//! The outbox of the demonstration: mails stay in the data folder, where everybody can read them
//! at `/demo/outbox`, and never leave the house.

use crate::smtp::{Letterhead, compose, safe_key};
use futures::future::BoxFuture;
use kernel::{Clock, Moment};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use web::send::{Outgoing, SendError, Sender};

/// How many mails the page shows.
const SHOWN: usize = 200;

/// Keeps each mail twice: as `.eml`, which every mail program opens, and as the page shows it.
pub struct Outbox {
    folder: PathBuf,
    from: Letterhead,
    clock: Arc<dyn Clock>,
}

/// A mail that was kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) key: String,
    pub(crate) at: Moment,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

impl Outbox {
    /// An outbox in the folder `outbox` of the data folder.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder(data: &Path, from: Letterhead, clock: Arc<dyn Clock>) -> std::io::Result<Self> {
        let folder = folder_in(data);
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder, from, clock })
    }

    async fn keep(&self, message: Outgoing) -> Result<String, SendError> {
        let full = |_| SendError::Later("the outbox cannot be written".to_owned());
        let (mail, id) = compose(&message, &self.from, self.clock.as_ref())?;
        let key = safe_key(&message.key);
        let kept = Kept {
            key: key.clone(),
            at: self.clock.now(),
            to: message.to,
            subject: message.subject,
            text: message.text,
        };
        let page = serde_json::to_vec(&kept).map_err(|e| SendError::Never(e.to_string()))?;
        tokio::fs::write(self.folder.join(format!("{key}.eml")), mail.formatted()).await.map_err(full)?;
        tokio::fs::write(self.folder.join(format!("{key}.json")), page).await.map_err(full)?;
        Ok(id)
    }
}

impl Sender for Outbox {
    fn channel(&self) -> &'static str {
        "email"
    }

    fn send(&self, message: Outgoing) -> BoxFuture<'_, Result<String, SendError>> {
        Box::pin(self.keep(message))
    }
}

fn folder_in(data: &Path) -> PathBuf {
    data.join("outbox")
}

/// The mails kept, newest first.
pub(crate) async fn kept(data: &Path) -> Vec<Kept> {
    let mut mails = Vec::new();
    let Ok(mut files) = tokio::fs::read_dir(folder_in(data)).await else { return mails };
    while let Ok(Some(file)) = files.next_entry().await {
        let path = file.path();
        if path.extension().is_some_and(|e| e == "json")
            && let Ok(bytes) = tokio::fs::read(&path).await
            && let Ok(mail) = serde_json::from_slice::<Kept>(&bytes)
        {
            mails.push(mail);
        }
    }
    mails.sort_by(|a, b| (b.at, &b.key).cmp(&(a.at, &a.key)));
    mails.truncate(SHOWN);
    mails
}

/// One of them.
pub(crate) async fn one(data: &Path, key: &str) -> Option<Kept> {
    if key.is_empty() || safe_key(key) != key {
        return None;
    }
    let bytes = tokio::fs::read(folder_in(data).join(format!("{key}.json"))).await.ok()?;
    serde_json::from_slice(&bytes).ok()
}

//! The list of papers that the town took back, signed, for whoever checks without a network.
//!
//! A paper stands there by the SHA-256 of its file: whoever has the file finds it, and nobody learns
//! from the list which papers there are, whose they were, or why they were taken back. The form is a
//! CMS container in PEM (`openssl cms -verify -inform PEM` reads it) around a small JSON document.

use der::pem::{self, LineEnding};
use kernel::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

use super::verify::{Signed, check_chain};
use super::{Certificate, SignError, Signer, cms};

/// The mark and version of the document.
const VERSION: u32 = 1;
/// The label of the PEM block.
const LABEL: &str = "CMS";

/// What the town had taken back when the list was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedList {
    engawa_revoked_papers: u32,
    /// The town.
    pub issuer: String,
    /// When the list was made, in microseconds since 1970.
    made_at: i64,
    /// SHA-256 of the files, in hexadecimal.
    papers: BTreeSet<String>,
}

impl RevokedList {
    /// A list of the files with these SHA-256.
    pub fn new(issuer: &str, made_at: Moment, files: impl IntoIterator<Item = String>) -> Self {
        let (issuer, papers) = (issuer.to_owned(), files.into_iter().collect());
        Self { engawa_revoked_papers: VERSION, issuer, made_at: made_at.as_micros(), papers }
    }

    /// The list as it is published.
    ///
    /// # Errors
    /// Those of the key.
    pub fn signed(&self, signer: &dyn Signer) -> Result<String, SignError> {
        let content = serde_json::to_vec(self).map_err(|e| SignError::Encoding(e.to_string()))?;
        let info = cms::sign(&Sha256::digest(&content), signer)?;
        let der = cms::wrap(info, signer.certificate(), Some(&content))?;
        pem::encode_string(LABEL, LineEnding::LF, &der).map_err(|e| SignError::Encoding(e.to_string()))
    }

    /// Reads a published list; `None` when it is none, was changed, or was not signed by somebody in
    /// `trust`.
    pub fn read(text: &str, trust: &[Certificate]) -> Option<Self> {
        let (label, der) = pem::decode_vec(text.as_bytes()).ok()?;
        let (signed, rest) = Signed::read_der(&der).ok()?;
        let content = signed.content.as_deref().filter(|_| label == LABEL && rest.is_empty())?;
        signed.check_signature().ok()?;
        if signed.digest()? != Sha256::digest(content).to_vec() {
            return None;
        }
        let list: Self = serde_json::from_slice(content).ok()?;
        check_chain(&signed.certificate, trust, list.made_at()).ok()?;
        (list.engawa_revoked_papers == VERSION).then_some(list)
    }

    /// When the list was made: what was taken back later is not in it.
    pub const fn made_at(&self) -> Moment {
        Moment::from_micros(self.made_at)
    }

    /// Whether the file with these bytes was taken back.
    pub fn has(&self, file: &[u8]) -> bool {
        let digest: String = Sha256::digest(file).iter().map(|b| format!("{b:02x}")).collect();
        self.papers.contains(&digest)
    }
}

//! Keys of the installation, as files that only its owner can read.

use crate::StoreError;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of keys inside a data folder.
#[derive(Debug, Clone)]
pub struct KeyFolder(PathBuf);

/// A P-256 key that signs the heads of the journal.
pub struct SealingKey(SigningKey);

/// The other half.
pub struct VerifyingKey(p256::ecdsa::VerifyingKey);

impl KeyFolder {
    /// The folder of the data folder `data`, made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn in_folder(data: &Path) -> Result<Self, StoreError> {
        let folder = data.join("keys");
        std::fs::create_dir_all(&folder).map_err(|e| StoreError::Unavailable(e.to_string()))?;
        Ok(Self(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The key that signs the journal's heads, made on first use.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is no key.
    pub fn journal(&self) -> Result<SealingKey, StoreError> {
        let path = self.0.join("journal.pem");
        let unreadable = |e: &dyn std::fmt::Display| StoreError::Other(format!("journal.pem: {e}"));
        if let Ok(text) = std::fs::read_to_string(&path) {
            return SigningKey::from_pkcs8_pem(&text).map(SealingKey).map_err(|e| unreadable(&e));
        }
        let key = SigningKey::random(&mut p256::elliptic_curve::rand_core::OsRng);
        let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|e| unreadable(&e))?;
        write_private(&path, pem.as_bytes()).map_err(|e| unreadable(&e))?;
        Ok(SealingKey(key))
    }

    /// Secret bytes kept under `name`, made with `random` on first use.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn secret(&self, name: &str, random: [u8; 32]) -> Result<[u8; 32], StoreError> {
        let path = self.0.join(name);
        if let Ok(bytes) = std::fs::read(&path) {
            return bytes.try_into().map_err(|_| StoreError::Other(format!("{name} is not 32 bytes long")));
        }
        write_private(&path, &random).map_err(|e| StoreError::Unavailable(e.to_string()))?;
        Ok(random)
    }
}

impl SealingKey {
    /// Signs `message` (ECDSA with SHA-256).
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let signature: Signature = self.0.sign(message);
        signature.to_bytes().to_vec()
    }

    /// The other half.
    pub fn verifying(&self) -> VerifyingKey {
        VerifyingKey(*self.0.verifying_key())
    }
}

impl VerifyingKey {
    /// Whether `signature` is this key's over `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|s| self.0.verify(message, &s).is_ok())
    }
}

/// Writes a new file readable by its owner alone.
///
/// # Errors
/// When it cannot be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

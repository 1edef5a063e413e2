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
        if let Some(bytes) = read_if_there(&path).map_err(|e| unreadable(&e))? {
            let text = String::from_utf8(bytes).map_err(|e| unreadable(&e))?;
            return SigningKey::from_pkcs8_pem(&text).map(SealingKey).map_err(|e| unreadable(&e));
        }
        let key = SigningKey::random(&mut p256::elliptic_curve::rand_core::OsRng);
        let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|e| unreadable(&e))?;
        write_private(&path, pem.as_bytes()).map_err(|e| unreadable(&e))?;
        Ok(SealingKey(key))
    }

    /// The signing key kept under `name`, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read or is no key.
    pub fn signing(&self, name: &str) -> Result<Option<SealingKey>, StoreError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let key =
            SigningKey::from_pkcs8_pem(&text).map_err(|_| StoreError::Other(format!("{name} is no P-256 key")))?;
        Ok(Some(SealingKey(key)))
    }

    /// Makes a signing key under `name`, unless there is one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn make_signing(&self, name: &str) -> Result<SealingKey, StoreError> {
        if let Some(key) = self.signing(name)? {
            return Ok(key);
        }
        let key = SigningKey::random(&mut p256::elliptic_curve::rand_core::OsRng);
        let failed = |e: &dyn std::fmt::Display| StoreError::Other(format!("{name}: {e}"));
        let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|e| failed(&e))?;
        write_private(&self.0.join(name), pem.as_bytes()).map_err(|e| failed(&e))?;
        Ok(SealingKey(key))
    }

    /// The text kept under `name` (a secret that a partner gave to the town), without the white
    /// space around it.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn text(&self, name: &str) -> Result<Option<String>, StoreError> {
        match std::fs::read_to_string(self.0.join(name)) {
            Ok(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::Unavailable(format!("{name}: {e}"))),
        }
    }

    /// Secret bytes kept under `name`, made with `random` on first use.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn secret(&self, name: &str, random: [u8; 32]) -> Result<[u8; 32], StoreError> {
        let path = self.0.join(name);
        let found = read_if_there(&path).map_err(|e| StoreError::Unavailable(format!("{name}: {e}")))?;
        if let Some(bytes) = found {
            return bytes.try_into().map_err(|_| StoreError::Other(format!("{name} is not 32 bytes long")));
        }
        write_private(&path, &random).map_err(|e| StoreError::Unavailable(e.to_string()))?;
        Ok(random)
    }
}

impl SealingKey {
    /// A key that everybody knows.
    #[cfg(feature = "testing")]
    pub(crate) fn of_tests() -> Option<Self> {
        SigningKey::from_slice(&[7; 32]).ok().map(Self)
    }

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
    /// The two coordinates of the point, 32 bytes each, as a JSON Web Key has them.
    pub fn coordinates(&self) -> (Vec<u8>, Vec<u8>) {
        let point = self.0.to_encoded_point(false);
        let part = |part: Option<&p256::FieldBytes>| part.map(|p| p.to_vec()).unwrap_or_default();
        (part(point.x()), part(point.y()))
    }

    /// Whether `signature` is this key's over `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|s| self.0.verify(message, &s).is_ok())
    }
}

/// A key that cannot be read is no reason to make another one in its place.
fn read_if_there(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// Writes a file readable by its owner alone: whole or not at all, so that a stop or a full disk in
/// between leaves no half a key behind.
///
/// # Errors
/// When it cannot be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let fresh = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&fresh, path)?;
    // The name reaches the disk with its folder.
    path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_cannot_be_read_is_not_replaced() {
        let data = tempfile::TempDir::new().unwrap();
        let keys = KeyFolder::in_folder(data.path()).unwrap();
        // A folder in its place stands for a disk that does not give the file back.
        std::fs::create_dir(keys.path().join("journal.pem")).unwrap();
        std::fs::create_dir(keys.path().join("forms.key")).unwrap();
        assert!(keys.journal().is_err());
        assert!(keys.secret("forms.key", [1; 32]).is_err());
    }

    #[test]
    fn half_a_key_from_a_stop_in_between_is_never_taken_for_the_key() {
        let data = tempfile::TempDir::new().unwrap();
        let keys = KeyFolder::in_folder(data.path()).unwrap();
        std::fs::write(keys.path().join("forms.new"), b"half").unwrap();
        std::fs::write(keys.path().join("journal.new"), b"-----BEGIN").unwrap();
        assert_eq!(keys.secret("forms.key", [5; 32]).unwrap(), [5; 32]);
        assert_eq!(keys.secret("forms.key", [6; 32]).unwrap(), [5; 32], "the key that was written stays");
        let first = keys.journal().unwrap();
        assert!(keys.journal().unwrap().verifying().verify(b"x", &first.sign(b"x")));
    }
}

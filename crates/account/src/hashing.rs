//! Passwords: what is accepted, and how it is kept (argon2id, 19 MiB, two passes, as OWASP asks).

use crate::common;
use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use std::sync::Arc;
use tokio::sync::Semaphore;
use web::WebError;

/// The shortest password, in characters.
pub(crate) const SHORTEST: usize = 10;
/// The longest, in bytes: argon2 takes any, our patience does not.
const LONGEST: usize = 512;
/// Each hash takes 19 MiB; so many at once.
const AT_ONCE: usize = 4;

/// Hashes passwords off the threads that answer requests, a few at a time.
pub struct Hashing {
    permits: Arc<Semaphore>,
    /// Verified where an address has no account, so that the answer takes as long.
    nobody: String,
}

impl Default for Hashing {
    fn default() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            nobody: hash("nobody's password", [0; 16]).unwrap_or_default(),
        }
    }
}

impl Hashing {
    /// The record of a password, with `salt` from the house's randomness.
    ///
    /// # Errors
    /// When the machine has no memory for it.
    pub(crate) async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, WebError> {
        let password = folded(password);
        self.apart(move || hash(&password, salt)).await?.ok_or_else(broken)
    }

    /// Whether `password` fits the record; without a record the answer is no, after the same work.
    ///
    /// # Errors
    /// When the work was cut short.
    pub(crate) async fn fits(&self, password: &str, record: Option<String>) -> Result<bool, WebError> {
        let known = record.is_some();
        let record = record.unwrap_or_else(|| self.nobody.clone());
        let password = folded(password);
        let fits = self.apart(move || fits(&password, &record)).await?;
        Ok(known && fits)
    }

    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, WebError> {
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| broken())?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| broken())
    }
}

fn broken() -> WebError {
    WebError::Internal("a password could not be hashed".to_owned())
}

/// The defaults of the crate are OWASP's: argon2id, m = 19 MiB, t = 2, p = 1.
fn hash(password: &str, salt: [u8; 16]) -> Option<String> {
    let salt = SaltString::encode_b64(&salt).ok()?;
    Some(Argon2::default().hash_password(password.as_bytes(), &salt).ok()?.to_string())
}

fn fits(password: &str, record: &str) -> bool {
    let Ok(record) = PasswordHash::new(record) else { return false };
    password.len() <= LONGEST && Argon2::default().verify_password(password.as_bytes(), &record).is_ok()
}

/// Letters typed in full width by a Japanese keyboard are the same letters.
fn folded(password: &str) -> String {
    kernel::width::half_width(password)
}

/// Why a password is not accepted: the key of the words for it. `words` are those that a guesser
/// tries first: of the person, of the town, of this house.
pub(crate) fn refusal(password: &str, words: &[&str]) -> Option<&'static str> {
    let password = folded(password);
    let plain = password.to_lowercase();
    let letters: Vec<char> = plain.chars().collect();
    let mut distinct = letters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if letters.len() < SHORTEST {
        Some("account-password-short")
    } else if password.len() > LONGEST {
        Some("account-password-long")
    } else if distinct.len() < 5 || runs_up_or_down(&letters) {
        Some("account-password-weak")
    } else if common::is_made_of(&plain, words) {
        Some("account-password-near")
    } else if common::is_known(&plain) {
        Some("account-password-known")
    } else {
        None
    }
}

fn runs_up_or_down(letters: &[char]) -> bool {
    let step = |by: i64| letters.windows(2).all(|w| i64::from(u32::from(w[1])) - i64::from(u32::from(w[0])) == by);
    step(1) || step(-1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[tokio::test]
    async fn a_password_fits_its_own_record_alone() {
        let hashing = Hashing::default();
        let record = hashing.hash("engawa-hanako", [7; 16]).await.unwrap();
        assert!(record.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hashing.fits("engawa-hanako", Some(record.clone())).await.unwrap());
        assert!(
            hashing.fits("ｅｎｇａｗａ－ｈａｎａｋｏ", Some(record.clone())).await.unwrap(),
            "full width is the same"
        );
        assert!(!hashing.fits("engawa-hanako ", Some(record.clone())).await.unwrap());
        assert!(!hashing.fits("", Some(record)).await.unwrap());
        assert!(!hashing.fits("nobody's password", None).await.unwrap(), "nobody has no password");
        assert!(!hashing.fits("x", Some("not a record".to_owned())).await.unwrap());
        assert_ne!(
            hashing.hash("engawa-hanako", [8; 16]).await.unwrap(),
            hashing.hash("engawa-hanako", [7; 16]).await.unwrap()
        );
    }

    #[test]
    fn weak_passwords_are_refused_and_long_ones_in_any_script_accepted() {
        for weak in [
            "",
            "short",
            "aaaaaaaaaaaa",
            "1234567890",
            "abcdefghijk",
            "ｐａｓｓｗｏｒｄ１２３",
            "hanako@demo.example",
            "9876543210",
        ] {
            assert!(refusal(weak, &["hanako@demo.example"]).is_some(), "{weak}");
        }
        for good in ["harukaze to mugi", "はるのおがわはさらさらゆくよ", "correct horse battery"] {
            assert_eq!(refusal(good, &["hanako@demo.example"]), None, "{good}");
        }
        assert_eq!(refusal(&"ab1cd".repeat(200), &[]), Some("account-password-long"));
    }

    proptest! {
        #[test]
        fn no_password_breaks_the_rule(password in "\\PC{0,40}") {
            let _ = refusal(&password, &["a@b.example"]);
        }
    }
}

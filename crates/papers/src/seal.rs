//! The town's seal: the key that signs papers, and the certificates by which they are trusted.

use crate::sign::{Certificate, SignError, Signer, TownKeys};
use std::sync::{Arc, Mutex, PoisonError};
use web::House;

/// The key in use and what trusts it. The program may put one on the shelf (a real key of the
/// town); without it the test authority in the data folder is used, and made at the first need.
#[derive(Clone)]
pub struct Seal {
    signer: Arc<dyn Signer>,
    trust: Vec<Certificate>,
    pem: String,
}

impl Seal {
    /// A seal of a key of the town's own; `pem` holds the certificates that others trust.
    ///
    /// # Errors
    /// When `pem` holds no certificate.
    pub fn new(signer: Arc<dyn Signer>, pem: String) -> Result<Self, SignError> {
        Ok(Self { signer, trust: crate::sign::read_trust(&pem)?, pem })
    }

    /// The seal of a house.
    ///
    /// # Errors
    /// When the key cannot be read or made.
    pub fn of(house: &House) -> Result<Self, SignError> {
        // Two first papers at once must not make two keys.
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        if let Some(seal) = house.shelf.get::<Self>() {
            return Ok(seal.clone());
        }
        let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let mut random = |bytes: &mut [u8]| {
            for part in bytes.chunks_mut(32) {
                let drawn: [u8; 32] = house.db.random();
                part.copy_from_slice(&drawn[..part.len()]);
            }
        };
        let folder = house.data.join("keys");
        let keys = TownKeys::open_or_create(&folder, &house.town.municipality.name, house.now(), &mut random)?;
        let (trust, pem) = (keys.trust().to_vec(), keys.trust_pem()?);
        Ok(Self { signer: Arc::new(keys), trust, pem })
    }

    /// The key.
    pub fn signer(&self) -> &dyn Signer {
        self.signer.as_ref()
    }

    /// When the certificate ends with which papers are signed now.
    pub fn ends(&self) -> kernel::Moment {
        let end = self.signer.certificate().tbs_certificate.validity.not_after.to_unix_duration();
        kernel::Moment::from_micros(i64::try_from(end.as_micros()).unwrap_or(i64::MAX))
    }

    /// The certificates to be trusted.
    pub fn trust(&self) -> &[Certificate] {
        &self.trust
    }

    /// The same as text.
    pub fn pem(&self) -> &str {
        &self.pem
    }
}

//! The town's electronic signature on a paper, and the check that anyone can make off line.
//!
//! Who uses it: the register of issued papers signs each file before it leaves the house;
//! `engawa verify FILE --trust town.pem` and the verification page check it. The form is PAdES
//! baseline B-B (ETSI EN 319 142-1): a detached CMS signature over the whole file, P-256 with
//! SHA-256, the time in the signature dictionary; with a time stamping authority B-T, a token of RFC
//! 3161 over the signature. Long-term data (B-LT, B-LTA) are not made.
//!
//! * [`Signer`] is a key that can sign: [`TownKeys`] keeps a test authority and its key in files;
//!   a town's real key (職責証明書 of LGPKI in a token) implements the same trait.
//! * [`sign_pdf`] prepares a tagged, visible-to-readers signature field in one incremental update
//!   and signs everything but the signature itself.
//! * [`Signing`] does the same in two steps, with a time stamp between them.
//! * [`verify_pdf`] reads bytes of unknown origin, without unpacking anything in them; [`Trust`] says
//!   whom the reader believes.
//! * [`RevokedList`] is what the town took back, signed, for whoever checks off line.
//!
//! It keeps no personal data; keys live in the data folder, readable by the program alone.

mod chain;
mod cms;
mod facts;
mod field;
mod keys;
mod lexer;
mod list;
mod pdf;
mod stamp;
#[cfg(test)]
pub(crate) mod test_authority;
mod tsp;
mod verify;

#[cfg(test)]
mod tests;

pub use facts::Facts;
pub use keys::{TownKeys, read_trust};
pub use list::RevokedList;
pub(crate) use pdf::pages_of;
pub use pdf::{Signing, Statement, sign_pdf};
pub(crate) use stamp::Token;
pub use stamp::{Stamp, StampFlaw};
pub(crate) use tsp::{Answered, QUERY_TYPE, answer, question};
pub use verify::{Flaw, Stamped, Trust, Verification, verify_pdf};
pub use x509_cert::Certificate;

use der::asn1::ObjectIdentifier;
use spki::AlgorithmIdentifierOwned;

pub(crate) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
pub(crate) const ECDSA_WITH_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

pub(crate) fn plain_algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters: None }
}

/// A key that signs for the town, wherever it lives.
pub trait Signer: Send + Sync {
    /// The certificate that belongs to the key; it travels in the signed file.
    fn certificate(&self) -> &Certificate;

    /// The signature over the SHA-256 digest of `message`, as the algorithm encodes it (for ECDSA
    /// the DER sequence of r and s).
    ///
    /// # Errors
    /// [`SignError::Key`] when the key cannot be used now.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError>;

    /// The algorithm of [`Self::sign`]; ECDSA with SHA-256 unless said otherwise.
    fn algorithm(&self) -> AlgorithmIdentifierOwned {
        plain_algorithm(ECDSA_WITH_SHA_256)
    }
}

/// Why a paper was not signed, or the keys not opened.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The key cannot be read or used.
    #[error("signing key: {0}")]
    Key(String),
    /// The file is not one that the press made.
    #[error("the file to sign is not a usable PDF: {0}")]
    Pdf(String),
    /// The file carries a form or a signature already.
    #[error("the file is signed already")]
    AlreadySigned,
    /// The signature with its certificate is larger than the place kept for it.
    #[error("the signature does not fit")]
    TooLarge,
    /// A certificate or signature could not be encoded.
    #[error("encoding: {0}")]
    Encoding(String),
    /// A key file could not be read or written.
    #[error("key file {name}: {source}")]
    File {
        /// The file's name without its folder.
        name: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
}

impl From<der::Error> for SignError {
    fn from(error: der::Error) -> Self {
        Self::Encoding(error.to_string())
    }
}

impl From<lopdf::Error> for SignError {
    fn from(error: lopdf::Error) -> Self {
        Self::Pdf(error.to_string())
    }
}

/// Ways to the readers of outside input and to a question on its own, for fuzzing and for the proofs.
pub mod fuzzing {
    use super::{Answered, SignError, Token, answer, question, tsp};

    /// Reads bytes as an answer, as a token and as what a token says.
    pub fn time_stamp(bytes: &[u8]) {
        let _ = tsp::TstInfo::read(bytes);
        let token = match answer(bytes) {
            Some(Answered::Token(token)) => token,
            _ => bytes.to_vec(),
        };
        if let Ok(read) = Token::read(&token, &[0; 32]) {
            assert!(read.of_trusted(&[]).is_err(), "nobody is trusted here");
        }
    }

    /// A question for the time stamp of a signature.
    ///
    /// # Errors
    /// None that can happen.
    pub fn time_stamp_question(imprint: &[u8; 32], nonce: u64) -> Result<Vec<u8>, SignError> {
        question(imprint, nonce)
    }

    /// The token in an answer.
    pub fn time_stamp_token(bytes: &[u8]) -> Option<Vec<u8>> {
        match answer(bytes)? {
            Answered::Token(token) => Some(token),
            Answered::Refused(_) => None,
        }
    }
}

//! The time stamping authority of the town (RFC 3161 over HTTPS), as the operator has set it.
//!
//! What goes out is the SHA-256 of a signature: nothing of the paper and of nobody. What comes back is
//! believed only when it answers this very question, comes from the authority whose certificate the
//! operator has put there, and tells a time near our own.

use crate::sign::{
    Answered, Certificate, QUERY_TYPE, SignError, Stamp, StampFlaw, Token, answer, question, read_trust,
};
use kernel::Moment;
use web::House;
use web::outside::{Ask, Body};

/// How far the authority's clock may be from ours.
const NEAR_MICROS: u64 = 5 * 60 * 1_000_000;

/// The authority. The program puts one on the shelf; without it papers bear the time of the house alone.
#[derive(Clone)]
pub struct TimeStamping {
    url: String,
    authorization: Option<String>,
    trust: Vec<Certificate>,
    pem: String,
}

impl TimeStamping {
    /// The authority at `url`; `authorization` is the header of that name, if it asks for one; `pem`
    /// holds the certificates from which its own must come.
    ///
    /// # Errors
    /// When `pem` holds no certificate.
    pub fn new(url: String, authorization: Option<String>, pem: String) -> Result<Self, SignError> {
        Ok(Self { url, authorization, trust: read_trust(&pem)?, pem })
    }

    pub(crate) fn of(house: &House) -> Option<&Self> {
        house.shelf.get::<Self>()
    }

    /// Whom to trust for times.
    pub(crate) fn trust(&self) -> &[Certificate] {
        &self.trust
    }

    /// The same as text, for the page where people download it.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// A token over `imprint`, checked, as it came.
    pub(crate) async fn stamp(&self, house: &House, imprint: &[u8; 32]) -> Result<(Vec<u8>, Stamp), NoStamp> {
        let nonce = u64::from_be_bytes(house.db.random());
        let question = question(imprint, nonce).map_err(|_| NoStamp::Unreadable)?;
        let headers = self.authorization.iter().map(|a| ("authorization", a.clone())).collect();
        let body = Some(Body { media_type: QUERY_TYPE, bytes: question });
        let reply = house.outside.ask(Ask { url: self.url.clone(), headers, form: None, body }).await?;
        if reply.status != 200 {
            return Err(NoStamp::Status(reply.status));
        }
        let token = match answer(&reply.body).ok_or(NoStamp::Unreadable)? {
            Answered::Token(token) => token,
            Answered::Refused(status) => return Err(NoStamp::Refused(status)),
        };
        let stamp = self.believed(&token, imprint, nonce, house.now())?;
        Ok((token, stamp))
    }

    fn believed(&self, token: &[u8], imprint: &[u8; 32], nonce: u64, now: Moment) -> Result<Stamp, StampFlaw> {
        let read = Token::read(token, imprint)?;
        if read.info.nonce != Some(nonce) {
            return Err(StampFlaw::OtherNonce);
        }
        let stamp = read.of_trusted(&self.trust)?;
        if stamp.at.as_micros().abs_diff(now.as_micros()) > NEAR_MICROS {
            return Err(StampFlaw::FarOff);
        }
        Ok(stamp)
    }
}

impl std::fmt::Debug for TimeStamping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TimeStamping").finish_non_exhaustive()
    }
}

/// Whether issuing a paper in this house waits for somebody outside it: then its job belongs among
/// those of partners.
pub fn waits_outside(house: &House) -> bool {
    TimeStamping::of(house).is_some()
}

/// Why there is no time stamp. The words are for those who keep the program running.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoStamp {
    /// The authority does not answer.
    #[error(transparent)]
    Unreached(#[from] web::outside::Unreached),
    /// It answered with another HTTP status than 200.
    #[error("the time stamping authority answered with HTTP {0}")]
    Status(u16),
    /// It said no (PKIStatus of RFC 3161).
    #[error("the time stamping authority refused (status {0})")]
    Refused(u8),
    /// What it answered is no answer.
    #[error("the answer of the time stamping authority cannot be read")]
    Unreadable,
    /// Its token is not to be believed.
    #[error(transparent)]
    Flaw(#[from] StampFlaw),
}

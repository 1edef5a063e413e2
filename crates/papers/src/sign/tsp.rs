//! The question to a time stamping authority and its answer, as bytes (RFC 3161, updated by RFC 5816).
//! Only what travels is here; whether a token is to be believed is decided in `stamp`.

use der::asn1::{Any, Int, Null, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Sequence, Tag, Tagged};
use kernel::{Date, Moment};
use spki::AlgorithmIdentifierOwned;

use super::{SHA_256, SignError};

pub(crate) const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// The media types of question and answer (RFC 3161, 3.4).
pub(crate) const QUERY_TYPE: &str = "application/timestamp-query";

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(crate) struct MessageImprint {
    pub(crate) hash_algorithm: AlgorithmIdentifierOwned,
    pub(crate) hashed_message: OctetString,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct TimeStampReq {
    version: u8,
    message_imprint: MessageImprint,
    nonce: Int,
    cert_req: bool,
}

/// A question for the SHA-256 `imprint`, with a nonce, asking for the certificate to be sent along.
pub(crate) fn question(imprint: &[u8; 32], nonce: u64) -> Result<Vec<u8>, SignError> {
    let hash_algorithm = AlgorithmIdentifierOwned { oid: SHA_256, parameters: Some(Null.into()) };
    let message_imprint = MessageImprint { hash_algorithm, hashed_message: OctetString::new(imprint.as_slice())? };
    let nonce = Int::from_der(&nonce.to_der()?)?;
    Ok(TimeStampReq { version: 1, message_imprint, nonce, cert_req: true }.to_der()?)
}

/// What a time stamping authority answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answered {
    /// The token, as it came.
    Token(Vec<u8>),
    /// It said no, with this status.
    Refused(u8),
}

/// Reads an answer; `None` when it is none.
pub(crate) fn answer(bytes: &[u8]) -> Option<Answered> {
    let parts = Vec::<Any>::from_der(bytes).ok()?;
    let status = Vec::<Any>::from_der(&parts.first()?.to_der().ok()?).ok()?;
    let status: u8 = status.first()?.decode_as().ok()?;
    match (status, parts.get(1)) {
        (0 | 1, Some(token)) => Some(Answered::Token(token.to_der().ok()?)),
        (0 | 1, None) => None,
        (refused, _) => Some(Answered::Refused(refused)),
    }
}

/// What a token says: this imprint existed at this time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TstInfo {
    pub(crate) imprint: MessageImprint,
    pub(crate) time: Moment,
    pub(crate) nonce: Option<u64>,
}

impl TstInfo {
    /// Reads `TSTInfo`. The parts after the time are optional and known by their tags, so that it is
    /// read part by part.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let parts = Vec::<Any>::from_der(bytes).ok()?;
        let [version, _policy, imprint, _serial, time, rest @ ..] = parts.as_slice() else { return None };
        let version: u8 = version.decode_as().ok()?;
        if version != 1 || time.tag() != Tag::GeneralizedTime {
            return None;
        }
        let mut nonces = rest.iter().filter(|part| part.tag() == Tag::Integer);
        let nonce = match nonces.next() {
            Some(part) => Some(part.decode_as().ok()?),
            None => None,
        };
        Some(Self { imprint: imprint.decode_as().ok()?, time: generalized_time(time.value())?, nonce })
    }
}

/// `20261122003000Z`, with a fraction of a second or without; the fraction is not needed.
fn generalized_time(text: &[u8]) -> Option<Moment> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let part = |from: usize, to: usize| whole.get(from..to)?.parse::<i8>().ok();
    let date = Date::new(whole.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
    let clock = i64::from(part(8, 10)?) * 3_600 + i64::from(part(10, 12)?) * 60 + i64::from(part(12, 14)?);
    // A day of this house begins at midnight in Japan, nine hours before that of the token.
    Some(Moment::start_of(date).plus_seconds(clock + 9 * 3_600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_with_its_fraction_or_without() {
        let nine_thirty = Moment::at(Date::constant(2026, 11, 22), 9, 30);
        assert_eq!(generalized_time(b"20261122003000Z"), Some(nine_thirty));
        assert_eq!(generalized_time(b"20261122003000.5Z"), Some(nine_thirty));
        for wrong in ["20261122003000", "2026112200300Z", "20261322003000Z", "20261122003000.Z", "+0261122003000Z"] {
            assert_eq!(generalized_time(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn a_question_carries_its_nonce_and_asks_for_the_certificate() {
        let bytes = question(&[7; 32], u64::MAX).unwrap();
        let read = TimeStampReq::from_der(&bytes).unwrap();
        assert!(read.cert_req && read.version == 1);
        assert_eq!(u64::from_der(&read.nonce.to_der().unwrap()), Ok(u64::MAX));
        assert_eq!(read.message_imprint.hashed_message.as_bytes(), [7; 32]);
    }

    #[test]
    fn a_refusal_is_told_from_nonsense() {
        // PKIStatusInfo { status rejection (2) } and no token.
        assert_eq!(answer(&[0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02]), Some(Answered::Refused(2)));
        assert_eq!(answer(&[0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00]), None, "granted, and no token");
        assert_eq!(answer(b"<html>"), None);
        assert_eq!(answer(b""), None);
    }
}

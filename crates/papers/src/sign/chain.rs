//! Certificates of others: whether a signature is theirs and whether they come from somebody trusted.
//! A time stamping authority signs with RSA or ECDSA as it likes; here the usual ones are known.

use der::asn1::{Any, ObjectIdentifier};
use der::{Encode, Tag, Tagged};
use kernel::Moment;
use ring::signature::{self as known, UnparsedPublicKey, VerificationAlgorithm};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage};

use super::ECDSA_WITH_SHA_256;
use super::verify::{extension, valid_at};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const SHA_256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const SHA_384_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const SHA_512_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
const ECDSA_WITH_SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const ELLIPTIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// No chain of a time stamping authority is longer.
const LONGEST: usize = 6;

/// The digests that are known, by their identifier.
pub(crate) fn digest(algorithm: &AlgorithmIdentifierOwned, message: &[u8]) -> Option<Vec<u8>> {
    let known = match algorithm.oid {
        super::SHA_256 => &ring::digest::SHA256,
        SHA_384 => &ring::digest::SHA384,
        SHA_512 => &ring::digest::SHA512,
        _ => return None,
    };
    plain(algorithm).then(|| ring::digest::digest(known, message).as_ref().to_vec())
}

/// Without parameters, or with those that say nothing.
fn plain(algorithm: &AlgorithmIdentifierOwned) -> bool {
    algorithm.parameters.as_ref().is_none_or(|p| p.tag() == Tag::Null && p.value().is_empty())
}

/// `rsaEncryption` takes its digest from beside it (RFC 5652, 5.3).
fn full_name(algorithm: ObjectIdentifier, digest: ObjectIdentifier) -> ObjectIdentifier {
    match (algorithm, digest) {
        (RSA, super::SHA_256) => SHA_256_WITH_RSA,
        (RSA, SHA_384) => SHA_384_WITH_RSA,
        (RSA, SHA_512) => SHA_512_WITH_RSA,
        (other, _) => other,
    }
}

fn way(
    signature: ObjectIdentifier,
    key: ObjectIdentifier,
    curve: Option<ObjectIdentifier>,
) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match (signature, key, curve) {
        (SHA_256_WITH_RSA, RSA, _) => &known::RSA_PKCS1_2048_8192_SHA256,
        (SHA_384_WITH_RSA, RSA, _) => &known::RSA_PKCS1_2048_8192_SHA384,
        (SHA_512_WITH_RSA, RSA, _) => &known::RSA_PKCS1_2048_8192_SHA512,
        (ECDSA_WITH_SHA_256, ELLIPTIC, Some(P_256)) => &known::ECDSA_P256_SHA256_ASN1,
        (ECDSA_WITH_SHA_384, ELLIPTIC, Some(P_256)) => &known::ECDSA_P256_SHA384_ASN1,
        (ECDSA_WITH_SHA_256, ELLIPTIC, Some(P_384)) => &known::ECDSA_P384_SHA256_ASN1,
        (ECDSA_WITH_SHA_384, ELLIPTIC, Some(P_384)) => &known::ECDSA_P384_SHA384_ASN1,
        _ => return None,
    })
}

/// Whether the holder of `certificate` signed `message`.
pub(crate) fn signed_by(
    certificate: &Certificate,
    algorithm: &AlgorithmIdentifierOwned,
    digest: ObjectIdentifier,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let key = &certificate.tbs_certificate.subject_public_key_info;
    let curve = key.algorithm.parameters.as_ref().and_then(|p: &Any| p.decode_as().ok());
    let way = way(full_name(algorithm.oid, digest), key.algorithm.oid, curve);
    let (Some(way), Some(bits)) = (way, key.subject_public_key.as_bytes()) else { return false };
    plain(algorithm) && UnparsedPublicKey::new(way, bits).verify(message, signature).is_ok()
}

/// Whether `authority` issued `certificate`.
fn issued_by(certificate: &Certificate, authority: &Certificate) -> bool {
    let body = &certificate.tbs_certificate;
    let may_issue = extension::<BasicConstraints>(authority).is_some_and(|c| c.ca);
    let named = body.issuer == authority.tbs_certificate.subject && body.signature == certificate.signature_algorithm;
    let (Ok(message), Some(signature)) = (body.to_der(), certificate.signature.as_bytes()) else { return false };
    may_issue && named && signed_by(authority, &body.signature, body.signature.oid, &message, signature)
}

/// Whether `certificate` may stamp times: for that alone, and said so critically (RFC 3161, 2.3).
pub(crate) fn may_stamp(certificate: &Certificate) -> bool {
    match certificate.tbs_certificate.get::<ExtendedKeyUsage>() {
        Ok(Some((true, usage))) => usage.0 == [TIME_STAMPING],
        _ => false,
    }
}

/// Whether a chain leads from `leaf` over `between` to somebody in `trust`, all of them valid at `at`.
pub(crate) fn comes_from(leaf: &Certificate, between: &[Certificate], trust: &[Certificate], at: Moment) -> bool {
    let mut here = leaf;
    for _ in 0..LONGEST {
        if !valid_at(here, at) {
            return false;
        }
        if trust.iter().any(|anchor| anchor == here || (valid_at(anchor, at) && issued_by(here, anchor))) {
            return true;
        }
        match between.iter().find(|c| *c != here && issued_by(here, c)) {
            Some(next) => here = next,
            None => return false,
        }
    }
    false
}

/// Whether every certificate of a token is one that somebody trusted, or another of the token, issued:
/// then none of them can be changed unnoticed.
pub(crate) fn all_vouched_for(all: &[Certificate], trust: &[Certificate]) -> bool {
    all.iter().all(|c| trust.contains(c) || all.iter().chain(trust).any(|by| issued_by(c, by)))
}

//! The time stamp of a signature (PAdES B-T, ETSI EN 319 142-1): a token of a time stamping authority
//! over the SHA-256 of the signature's value, kept as an unsigned attribute beside it.
//!
//! What is checked of a token: that it is about this signature, that the authority signed it with a
//! certificate made for nothing else, that a chain leads to somebody trusted, and that nothing stands
//! in it that no signature covers.

use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Tag, Tagged};
use kernel::Moment;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::tsp::{TST_INFO, TstInfo};
use super::verify::{common_name, extension};
use super::{SHA_256, chain, cms as container};

const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");

/// A time that an authority vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When the signature was there.
    pub at: Moment,
    /// The common name of the authority's certificate.
    pub authority: String,
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StampFlaw {
    /// It cannot be read, or holds what no signature covers.
    #[error("the time stamp cannot be read")]
    Unreadable,
    /// It is about something else.
    #[error("the time stamp belongs to another signature")]
    OtherImprint,
    /// It does not answer the question that was asked.
    #[error("the time stamp answers another question")]
    OtherNonce,
    /// The authority's signature is wrong, or of a kind that is not known here.
    #[error("the signature of the time stamp is wrong")]
    BadSignature,
    /// Its certificate is not one for time stamps, or names another.
    #[error("the certificate of the time stamp is not made for that")]
    NotForTime,
    /// No chain leads to somebody trusted, or it had ended.
    #[error("the time stamping authority is not trusted")]
    Untrusted,
    /// Its time is far from the clock's, or from the time that the signer named.
    #[error("the time stamp's time is far off")]
    FarOff,
}

/// A token that was read and whose own signature is right.
pub(crate) struct Token {
    pub(crate) info: TstInfo,
    signer: Certificate,
    all: Vec<Certificate>,
}

impl Token {
    /// Reads a token over the SHA-256 `imprint` and checks all but who made it.
    pub(crate) fn read(der: &[u8], imprint: &[u8; 32]) -> Result<Self, StampFlaw> {
        let (data, info) = parts(der).ok_or(StampFlaw::Unreadable)?;
        let content = data.encap_content_info.econtent.as_ref().ok_or(StampFlaw::Unreadable)?;
        let content: OctetString = content.decode_as().map_err(|_| StampFlaw::Unreadable)?;
        let said = TstInfo::read(content.as_bytes()).ok_or(StampFlaw::Unreadable)?;
        if said.imprint.hash_algorithm.oid != SHA_256 || said.imprint.hashed_message.as_bytes() != imprint {
            return Err(StampFlaw::OtherImprint);
        }
        let all = certificates(&data).ok_or(StampFlaw::Unreadable)?;
        let signer = all.iter().find(|c| names(&info.sid, c)).ok_or(StampFlaw::NotForTime)?.clone();
        check_signature(&info, &signer, content.as_bytes())?;
        Ok(Self { info: said, signer, all })
    }

    /// Who made it, if that is somebody trusted.
    pub(crate) fn of_trusted(&self, trust: &[Certificate]) -> Result<Stamp, StampFlaw> {
        let trusted = chain::comes_from(&self.signer, &self.all, trust, self.info.time);
        if !trusted || !chain::all_vouched_for(&self.all, trust) {
            return Err(StampFlaw::Untrusted);
        }
        Ok(Stamp { at: self.info.time, authority: common_name(&self.signer).unwrap_or_default() })
    }
}

/// The container and its one signer; nothing beside them that nobody signed.
fn parts(der: &[u8]) -> Option<(SignedData, SignerInfo)> {
    let outer = ContentInfo::from_der(der).ok()?;
    let data: SignedData =
        (outer.content_type == container::ID_SIGNED_DATA).then(|| outer.content.decode_as().ok())??;
    let [info] = data.signer_infos.0.as_slice() else { return None };
    let info = info.clone();
    let version = match info.sid {
        SignerIdentifier::IssuerAndSerialNumber(_) => CmsVersion::V1,
        SignerIdentifier::SubjectKeyIdentifier(_) => CmsVersion::V3,
    };
    let digests = data.digest_algorithms.as_slice();
    let plain = data.encap_content_info.econtent_type == TST_INFO
        && data.version == CmsVersion::V3
        && info.version == version
        && info.unsigned_attrs.is_none()
        && data.crls.is_none()
        && matches!(digests, [one] if one.oid == info.digest_alg.oid && one.parameters.as_ref().is_none_or(|p| p.tag() == Tag::Null));
    plain.then_some((data, info))
}

fn certificates(data: &SignedData) -> Option<Vec<Certificate>> {
    let set = data.certificates.as_ref()?;
    let one = |choice: &CertificateChoices| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
        CertificateChoices::Other(_) => None,
    };
    set.0.iter().map(one).collect()
}

fn names(sid: &SignerIdentifier, certificate: &Certificate) -> bool {
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(_) => *sid == container::signer_id(certificate),
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            extension::<SubjectKeyIdentifier>(certificate).is_some_and(|own| own == *key)
        }
    }
}

fn check_signature(info: &SignerInfo, signer: &Certificate, content: &[u8]) -> Result<(), StampFlaw> {
    let attributes = info.signed_attrs.as_ref().ok_or(StampFlaw::BadSignature)?;
    let digest = chain::digest(&info.digest_alg, content).ok_or(StampFlaw::BadSignature)?;
    let signed: Option<OctetString> = container::attribute(attributes, container::MESSAGE_DIGEST);
    let kind = container::attribute(attributes, container::CONTENT_TYPE);
    if kind != Some(TST_INFO) || signed.is_none_or(|d| d.as_bytes() != digest) {
        return Err(StampFlaw::BadSignature);
    }
    if !chain::may_stamp(signer) || !binds(attributes, signer) {
        return Err(StampFlaw::NotForTime);
    }
    let message = attributes.to_der().map_err(|_| StampFlaw::Unreadable)?;
    let signature = info.signature.as_bytes();
    let right = chain::signed_by(signer, &info.signature_algorithm, info.digest_alg.oid, &message, signature);
    if right { Ok(()) } else { Err(StampFlaw::BadSignature) }
}

/// Whether the signed attributes name this certificate by its hash, as RFC 3161 asks (2.4.1), or by a
/// better one (RFC 5816).
fn binds(attributes: &cms::signed_data::SignedAttributes, signer: &Certificate) -> bool {
    let Ok(der) = signer.to_der() else { return false };
    let first = |value: Option<Any>| -> Option<Vec<Any>> {
        let lists = Vec::<Any>::from_der(&value?.to_der().ok()?).ok()?;
        let ids = Vec::<Any>::from_der(&lists.first()?.to_der().ok()?).ok()?;
        Vec::<Any>::from_der(&ids.first()?.to_der().ok()?).ok()
    };
    if let Some(id) = first(container::attribute(attributes, container::SIGNING_CERTIFICATE_V2)) {
        let (algorithm, hash) = match id.as_slice() {
            [algorithm, hash, ..] if algorithm.tag() == Tag::Sequence => (algorithm.decode_as().ok(), hash),
            [hash, ..] => (Some(super::plain_algorithm(SHA_256)), hash),
            [] => return false,
        };
        let own = algorithm.and_then(|algorithm| chain::digest(&algorithm, &der));
        return own.is_some_and(|own| hash.tag() == Tag::OctetString && hash.value() == own);
    }
    // SHA-1, which only points at the certificate here: the signature itself is over a better digest.
    let own = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, &der);
    first(container::attribute(attributes, SIGNING_CERTIFICATE)).is_some_and(
        |id| matches!(id.first(), Some(hash) if hash.tag() == Tag::OctetString && hash.value() == own.as_ref()),
    )
}

/// What a signature's time stamp is about.
pub(crate) fn imprint_of(signature: &[u8]) -> [u8; 32] {
    Sha256::digest(signature).into()
}

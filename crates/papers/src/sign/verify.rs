//! The check of a signed paper, off line, on bytes of unknown origin.
//!
//! The one signature that counts is the last in the file and must cover every byte but its own: the
//! range begins at 0, leaves out exactly the hexadecimal string of `/Contents`, and ends with the
//! file. What is left out must be the container in canonical form and zeros, so that no byte of a
//! signed file can be changed unnoticed.

use std::fmt;
use std::ops::Range;

use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerInfo};
use der::asn1::{Any, ObjectIdentifier, OctetString, PrintableStringRef, Utf8StringRef};
use der::{Decode, Encode, Reader, SliceReader};
use kernel::{Date, Moment};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, VerifyingKey};
use spki::SubjectPublicKeyInfoRef;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages};

use super::facts::Facts;
use super::keys::moment_of;
use super::lexer::{Entries, four_numbers};
use super::pdf::digest_around;
use super::stamp::{Stamp, Token, imprint_of};
use super::{ECDSA_WITH_SHA_256, SHA_256, cms as container, plain_algorithm};

/// What the check found. A paper is genuine when [`Self::genuine`] says so, not when single fields do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// The signature covers the file from its first byte to its last.
    pub covers_whole_file: bool,
    /// The file's digest is the signed one: nothing was changed.
    pub digest_ok: bool,
    /// The signature belongs to the certificate that it names.
    pub signature_ok: bool,
    /// The certificate comes from a trusted one and was valid at the time of signing.
    pub chain_ok: bool,
    /// The common name of the signing certificate; believe it only of a genuine paper.
    pub signer: Option<String>,
    /// The time that the signer wrote into the file.
    pub signed_at: Option<Moment>,
    /// What the paper is, if it says so; believe it only of a genuine paper.
    pub facts: Option<Facts>,
    /// What is known of the time from somebody other than the signer.
    pub stamp: Stamped,
    /// Everything that is wrong; empty for a genuine paper.
    pub problems: Vec<Flaw>,
}

impl Verification {
    /// The town issued this file and nobody changed a byte since.
    pub fn genuine(&self) -> bool {
        self.covers_whole_file && self.digest_ok && self.signature_ok && self.chain_ok && self.problems.is_empty()
    }
}

/// What a signature's time stamp says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stamped {
    /// There is none.
    #[default]
    None,
    /// There is one of this signature; whether its authority is to be believed was not asked.
    NotAsked,
    /// A trusted authority vouches for the time.
    At(Stamp),
}

/// Whom a reader believes. The two are kept apart: a public authority for times issues certificates
/// to anybody, and none of those may sign the town's papers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trust<'a> {
    /// Who may sign papers: `town.pem`.
    pub papers: &'a [Certificate],
    /// Who may vouch for times; without any, time stamps are only held against their signature.
    pub times: &'a [Certificate],
}

impl<'a> Trust<'a> {
    /// Whoever may sign papers, and nobody for times.
    pub const fn in_papers(papers: &'a [Certificate]) -> Self {
        Self { papers, times: &[] }
    }
}

/// One thing wrong with a signed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Not a PDF file.
    NotPdf,
    /// There is no signature, or none that can be read.
    NoSignature,
    /// Something stands before, between or after what was signed.
    NotWholeFile,
    /// The container of the signature is damaged or not canonical.
    BadContainer,
    /// The kind of signature or key is not one that this program checks.
    Unsupported,
    /// The file was changed after it was signed.
    Changed,
    /// The signature does not belong to the certificate.
    BadSignature,
    /// The certificate does not come from a trusted authority.
    UntrustedSigner,
    /// The certificate was not valid at the time that the signature names.
    OutsideValidity,
    /// The time of signing is missing or unreadable.
    NoTime,
    /// The time stamp is wrong, or is not of this signature.
    BadStamp,
    /// The paper says that it bears a time stamp, and there is none.
    StampMissing,
    /// The time stamp does not come from a trusted authority.
    UntrustedStamp,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPdf => "this is not a PDF file",
            Self::NoSignature => "there is no signature that can be read",
            Self::NotWholeFile => "the signature does not cover the whole file",
            Self::BadContainer => "the signature is damaged",
            Self::Unsupported => "this kind of signature is not supported",
            Self::Changed => "the file was changed after it was signed",
            Self::BadSignature => "the signature does not belong to the certificate",
            Self::UntrustedSigner => "the signer is not known to the trusted certificates",
            Self::OutsideValidity => "the certificate was not valid when the file was signed",
            Self::NoTime => "the time of signing cannot be read",
            Self::BadStamp => "the time stamp is wrong or belongs to another signature",
            Self::StampMissing => "the time stamp was taken away",
            Self::UntrustedStamp => "the time stamping authority is not known to the trusted certificates",
        })
    }
}

/// Checks a file against certificates that the reader trusts. Never panics and never fails: what
/// cannot be read is a [`Flaw`].
pub fn verify_pdf(pdf: &[u8], trust: Trust<'_>) -> Verification {
    let mut found = Verification::default();
    if let Err(flaw) = check(pdf, trust, &mut found) {
        found.problems.push(flaw);
    }
    found
}

fn check(pdf: &[u8], trust: Trust<'_>, found: &mut Verification) -> Result<(), Flaw> {
    if !pdf.starts_with(b"%PDF-") {
        return Err(Flaw::NotPdf);
    }
    let entries = signature_dictionary(pdf).ok_or(Flaw::NoSignature)?;
    if entries.raw(b"SubFilter") != Some(b"/ETSI.CAdES.detached") {
        return Err(Flaw::Unsupported);
    }
    let gap = whole_file_gap(pdf, &entries).ok_or(Flaw::NotWholeFile)?;
    found.covers_whole_file = true;
    found.signed_at = entries.raw(b"M").and_then(pdf_date);
    found.facts = Facts::read(&entries);
    let at = found.signed_at.ok_or(Flaw::NoTime)?;
    let signed = Signed::read(pdf.get(gap.clone()).unwrap_or_default())?;
    found.signer = common_name(&signed.certificate);
    found.digest_ok = signed.digest() == Some(digest_around(pdf, &gap).to_vec());
    if !found.digest_ok {
        return Err(Flaw::Changed);
    }
    signed.check_signature()?;
    found.signature_ok = true;
    found.stamp = signed.check_stamp(trust.times, at)?;
    if found.stamp == Stamped::None && found.facts.as_ref().is_some_and(|f| f.time_stamp) {
        return Err(Flaw::StampMissing);
    }
    check_chain(&signed.certificate, trust.papers, at)?;
    found.chain_ok = true;
    Ok(())
}

/// The dictionary around the last `/ByteRange` of the file.
fn signature_dictionary(pdf: &[u8]) -> Option<Entries<'_>> {
    let last = |what: &[u8], before: usize| {
        let head = pdf.get(..before)?;
        head.windows(what.len()).rposition(|window| window == what)
    };
    let key = last(b"/ByteRange", pdf.len())?;
    let object = last(b" obj", key)?;
    Entries::read(pdf, object + b" obj".len())
}

/// What the range leaves out, when that is exactly the `/Contents` string and nothing else.
fn whole_file_gap(pdf: &[u8], entries: &Entries<'_>) -> Option<Range<usize>> {
    let contents = entries.place(b"Contents")?;
    let [start, before, resume, after] = four_numbers(entries.raw(b"ByteRange")?)?;
    let whole =
        start == 0 && before == contents.start && resume == contents.end && resume.checked_add(after)? == pdf.len();
    whole.then_some(contents)
}

/// `(D:20261122093000+09'00')` to the second.
fn pdf_date(raw: &[u8]) -> Option<Moment> {
    let text = std::str::from_utf8(raw).ok()?;
    let text = text.strip_prefix("(D:")?.strip_suffix(')')?;
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
        digits.parse().ok()
    };
    let small = |from, to| i8::try_from(number(from, to)?).ok();
    let year = i16::try_from(number(0, 4)?).ok()?;
    let date = Date::new(year, small(4, 6)?, small(6, 8)?).ok()?;
    let clock = number(8, 10)? * 3_600 + number(10, 12)? * 60 + number(12, 14)?;
    let sign = match text.get(14..15)? {
        "Z" => 0,
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let offset = match sign {
        0 => 0,
        sign => sign * (number(15, 17)? * 3_600 + number(18, 20)? * 60),
    };
    let japan = 9 * 3_600;
    Some(Moment::start_of(date).plus_seconds(clock + japan - offset))
}

/// How far the time that the signer wrote may be from that of the stamp: the authority is asked as
/// soon as the signature is there.
const STAMP_WITHIN_MICROS: u64 = 15 * 60 * 1_000_000;

/// A signature with its certificate, in canonical form and of the kind that is checked here.
pub(crate) struct Signed {
    info: SignerInfo,
    pub(crate) certificate: Certificate,
    /// What was signed, when it stands inside.
    pub(crate) content: Option<Vec<u8>>,
}

/// Digits of one case only: a changed case would be a changed byte.
fn canonical_hex(string: &[u8]) -> Option<Vec<u8>> {
    let digits = string.strip_prefix(b"<")?.strip_suffix(b">")?;
    if digits.iter().any(u8::is_ascii_lowercase) && digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let nibble = |digit: u8| char::from(digit).to_digit(16);
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(nibble(*high)? * 16 + nibble(*low)?).ok(),
            _ => None,
        })
        .collect()
}

impl Signed {
    /// Reads `<hex>` of a detached signature: one DER container, then zeros.
    fn read(string: &[u8]) -> Result<Self, Flaw> {
        let bytes = canonical_hex(string).ok_or(Flaw::BadContainer)?;
        let (signed, rest) = Self::read_der(&bytes)?;
        match signed.content {
            None if rest.iter().all(|byte| *byte == 0) => Ok(signed),
            None => Err(Flaw::BadContainer),
            Some(_) => Err(Flaw::Unsupported),
        }
    }

    /// Reads one container in canonical form; answers what follows it, too.
    pub(crate) fn read_der(bytes: &[u8]) -> Result<(Self, &[u8]), Flaw> {
        let mut reader = SliceReader::new(bytes).map_err(|_| Flaw::BadContainer)?;
        let content = ContentInfo::decode(&mut reader).map_err(|_| Flaw::BadContainer)?;
        let length = usize::try_from(reader.position()).map_err(|_| Flaw::BadContainer)?;
        let (der, rest) = bytes.split_at_checked(length).ok_or(Flaw::BadContainer)?;
        if content.to_der().ok().as_deref() != Some(der) {
            return Err(Flaw::BadContainer);
        }
        let data: SignedData = (content.content_type == container::ID_SIGNED_DATA)
            .then(|| content.content.decode_as().ok())
            .flatten()
            .ok_or(Flaw::BadContainer)?;
        let again = data.to_der().map_err(|_| Flaw::BadContainer)?;
        if content.content.to_der().ok() != Some(again) {
            return Err(Flaw::BadContainer);
        }
        Ok((Self::of(data)?, rest))
    }

    /// One signer, one certificate, SHA-256.
    fn of(data: SignedData) -> Result<Self, Flaw> {
        let inside = &data.encap_content_info;
        let content = match &inside.econtent {
            Some(any) => Some(any.decode_as::<OctetString>().map_err(|_| Flaw::BadContainer)?.into_bytes()),
            None => None,
        };
        let plain = data.version == CmsVersion::V1
            && inside.econtent_type == container::ID_DATA
            && data.crls.is_none()
            && data.digest_algorithms.as_slice() == [plain_algorithm(SHA_256)];
        let certificates = data.certificates.map(|set| set.0.into_vec());
        let infos = data.signer_infos.0.into_vec();
        match (certificates.unwrap_or_default().as_slice(), infos.as_slice()) {
            ([CertificateChoices::Certificate(certificate)], [info]) if plain => {
                Ok(Self { info: info.clone(), certificate: certificate.clone(), content })
            }
            _ => Err(Flaw::Unsupported),
        }
    }

    /// The signed SHA-256.
    pub(crate) fn digest(&self) -> Option<Vec<u8>> {
        let attributes = self.info.signed_attrs.as_ref()?;
        let digest: OctetString = container::attribute(attributes, container::MESSAGE_DIGEST)?;
        Some(digest.as_bytes().to_vec())
    }

    /// The time stamp beside the signature, held against it, against the time that the signer wrote,
    /// and against whom the reader trusts for times.
    fn check_stamp(&self, trust: &[Certificate], at: Moment) -> Result<Stamped, Flaw> {
        let Some(attributes) = &self.info.unsigned_attrs else { return Ok(Stamped::None) };
        let (Some(token), 1) = (container::attribute::<Any>(attributes, container::TIME_STAMP), attributes.len())
        else {
            return Err(Flaw::BadStamp);
        };
        let imprint = imprint_of(self.info.signature.as_bytes());
        let token = Token::read(&token.to_der().map_err(|_| Flaw::BadStamp)?, &imprint).map_err(|_| Flaw::BadStamp)?;
        if token.info.time.as_micros().abs_diff(at.as_micros()) > STAMP_WITHIN_MICROS {
            return Err(Flaw::BadStamp);
        }
        if trust.is_empty() {
            return Ok(Stamped::NotAsked);
        }
        token.of_trusted(trust).map(Stamped::At).map_err(|_| Flaw::UntrustedStamp)
    }

    pub(crate) fn check_signature(&self) -> Result<(), Flaw> {
        let info = &self.info;
        let known = info.version == CmsVersion::V1
            && info.digest_alg == plain_algorithm(SHA_256)
            && info.signature_algorithm == plain_algorithm(ECDSA_WITH_SHA_256);
        if !known {
            return Err(Flaw::Unsupported);
        }
        let attributes = info.signed_attrs.as_ref().ok_or(Flaw::Unsupported)?;
        let kind = container::attribute(attributes, container::CONTENT_TYPE);
        let named = container::attribute(attributes, container::SIGNING_CERTIFICATE_V2);
        let own = container::signing_certificate(&self.certificate).ok();
        if kind != Some(container::ID_DATA)
            || named.is_none()
            || named != own
            || info.sid != container::signer_id(&self.certificate)
        {
            return Err(Flaw::BadSignature);
        }
        let message = attributes.to_der().map_err(|_| Flaw::BadContainer)?;
        let key = public_key(&self.certificate).ok_or(Flaw::Unsupported)?;
        verified(&key, &message, info.signature.as_bytes()).ok_or(Flaw::BadSignature)
    }
}

fn verified(key: &VerifyingKey, message: &[u8], signature: &[u8]) -> Option<()> {
    let signature = DerSignature::from_bytes(signature).ok()?;
    key.verify(message, &signature).ok()
}

fn public_key(certificate: &Certificate) -> Option<VerifyingKey> {
    let der = certificate.tbs_certificate.subject_public_key_info.to_der().ok()?;
    VerifyingKey::try_from(SubjectPublicKeyInfoRef::from_der(&der).ok()?).ok()
}

/// Trusted itself, or issued by a trusted authority; both valid at `at`; meant for signing.
pub(crate) fn check_chain(signer: &Certificate, trust: &[Certificate], at: Moment) -> Result<(), Flaw> {
    let issuer = trust
        .iter()
        .find(|anchor| *anchor == signer || issued_by(signer, anchor).is_some())
        .ok_or(Flaw::UntrustedSigner)?;
    let usage: Option<KeyUsage> = extension(signer);
    let may_sign = usage.is_some_and(|usage| {
        usage.0.contains(KeyUsages::NonRepudiation) || usage.0.contains(KeyUsages::DigitalSignature)
    });
    if !may_sign {
        return Err(Flaw::UntrustedSigner);
    }
    if valid_at(signer, at) && valid_at(issuer, at) { Ok(()) } else { Err(Flaw::OutsideValidity) }
}

fn issued_by(certificate: &Certificate, authority: &Certificate) -> Option<()> {
    let body = &certificate.tbs_certificate;
    let constraints: BasicConstraints = extension(authority)?;
    let fits = constraints.ca
        && body.issuer == authority.tbs_certificate.subject
        && body.signature == plain_algorithm(ECDSA_WITH_SHA_256)
        && certificate.signature_algorithm == body.signature;
    fits.then_some(())?;
    let key = public_key(authority)?;
    verified(&key, &body.to_der().ok()?, certificate.signature.as_bytes()?)
}

/// The extension `E`, when it is there once.
pub(crate) fn extension<E>(certificate: &Certificate) -> Option<E>
where
    E: for<'a> Decode<'a> + der::oid::AssociatedOid,
{
    let (_, value) = certificate.tbs_certificate.get::<E>().ok()??;
    Some(value)
}

pub(crate) fn valid_at(certificate: &Certificate, at: Moment) -> bool {
    let validity = certificate.tbs_certificate.validity;
    moment_of(validity.not_before) <= at && at <= moment_of(validity.not_after)
}

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

pub(crate) fn common_name(certificate: &Certificate) -> Option<String> {
    let names = &certificate.tbs_certificate.subject.0;
    let value = names.iter().flat_map(|part| part.0.iter()).find(|part| part.oid == COMMON_NAME)?;
    if let Ok(text) = value.value.decode_as::<Utf8StringRef<'_>>() {
        return Some(text.as_str().to_owned());
    }
    Some(value.value.decode_as::<PrintableStringRef<'_>>().ok()?.as_str().to_owned())
}

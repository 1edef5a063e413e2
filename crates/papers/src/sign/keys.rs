//! The town's keys in files: a test authority and the key that signs papers.
//!
//! This authority proves that a paper is unchanged since this installation issued it. It is not a
//! public one: whoever checks must have got `town.pem` from the town. In service a town puts its own
//! key behind [`Signer`].

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use der::asn1::{GeneralizedTime, UtcTime};
use der::{DecodePem, EncodePem, pem::LineEnding};
use kernel::Moment;
use p256::SecretKey;
use p256::ecdsa::{DerSignature, SigningKey, VerifyingKey};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use signature::{Keypair, Signer as _};
use spki::{AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, SubjectPublicKeyInfoOwned};
use x509_cert::Certificate;
use x509_cert::builder::{Builder, CertificateBuilder, Profile};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};

use super::{ECDSA_WITH_SHA_256, SignError, Signer, plain_algorithm};

const AUTHORITY_KEY: &str = "town-authority.key.pem";
/// Key and certificate in one file, so that a renewal replaces both or none.
const SIGNING: &str = "town-signing.pem";
/// The authority's certificate: what others need to check a paper.
const TRUST: &str = "town.pem";

const CERTIFICATE_HEAD: &str = "-----BEGIN CERTIFICATE-----";

const AUTHORITY_YEARS: i64 = 20;
const SIGNING_YEARS: i64 = 3;
/// A new signing key is made this long before the old certificate ends.
const RENEW_DAYS: i64 = 60;
const YEAR_DAYS: i64 = 365;

/// Where key material comes from; fills the slice with random bytes.
type Random<'a> = &'a mut dyn FnMut(&mut [u8]);

/// The keys of one town, kept in a folder that only the program may read.
pub struct TownKeys {
    authority: Certificate,
    certificate: Certificate,
    key: SigningKey,
}

impl std::fmt::Debug for TownKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TownKeys").finish_non_exhaustive()
    }
}

impl TownKeys {
    /// Opens the keys in `folder`, making them at the first start and renewing the signing key
    /// before its certificate ends. Papers signed with an older key stay valid: each carries its
    /// certificate, and the authority stays the same.
    ///
    /// # Errors
    /// [`SignError::File`] when the folder cannot be read or written, [`SignError::Key`] when files
    /// are damaged or only some of them are there.
    pub fn open_or_create(folder: &Path, town_name: &str, now: Moment, random: Random<'_>) -> Result<Self, SignError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(file_error(TRUST))?;
        if !folder.join(TRUST).exists() {
            create_authority(folder, town_name, now, random)?;
        }
        if !folder.join(SIGNING).exists() {
            create_signing_key(folder, town_name, now, random)?;
        }
        let keys = Self::open(folder)?;
        let end = moment_of(keys.certificate.tbs_certificate.validity.not_after);
        if now.plus_days(RENEW_DAYS) < end {
            return Ok(keys);
        }
        create_signing_key(folder, town_name, now, random)?;
        Self::open(folder)
    }

    fn open(folder: &Path) -> Result<Self, SignError> {
        let text = read_text(folder, SIGNING)?;
        let (key, certificate) = text.split_at(text.find(CERTIFICATE_HEAD).unwrap_or(0));
        let (key, certificate) = (parse_key(key, SIGNING)?, parse(certificate, SIGNING)?);
        let public = SubjectPublicKeyInfoOwned::from_key(*key.verifying_key()).ok();
        if public.as_ref() != Some(&certificate.tbs_certificate.subject_public_key_info) {
            return Err(damaged(SIGNING));
        }
        Ok(Self { authority: parse(&read_text(folder, TRUST)?, TRUST)?, certificate, key })
    }

    /// What [`super::verify_pdf`] needs to trust this town's papers.
    pub fn trust(&self) -> &[Certificate] {
        std::slice::from_ref(&self.authority)
    }

    /// The same as text, for the page where people download it.
    ///
    /// # Errors
    /// [`SignError::Encoding`], which does not happen for a certificate that was read.
    pub fn trust_pem(&self) -> Result<String, SignError> {
        Ok(self.authority.to_pem(LineEnding::LF)?)
    }
}

impl Signer for TownKeys {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let signature: DerSignature =
            self.key.try_sign(message).map_err(|_| SignError::Key("the key refused to sign".to_owned()))?;
        Ok(signature.as_bytes().to_vec())
    }
}

/// Reads trusted certificates from a PEM text, such as `town.pem`.
///
/// # Errors
/// [`SignError::Key`] when the text holds no certificate or a damaged one.
pub fn read_trust(pem: &str) -> Result<Vec<Certificate>, SignError> {
    let read = Certificate::load_pem_chain(pem.as_bytes());
    let certificates = read.map_err(|_| SignError::Key("not a PEM certificate".to_owned()))?;
    if certificates.is_empty() {
        return Err(SignError::Key("the file holds no certificate".to_owned()));
    }
    Ok(certificates)
}

/// An authority's key that is already there is kept, so that papers issued before stay valid when
/// only `town.pem` was lost.
fn create_authority(folder: &Path, town: &str, now: Moment, random: Random<'_>) -> Result<(), SignError> {
    if !folder.join(AUTHORITY_KEY).exists() {
        let pem = key_text(&new_key(random)?)?;
        write(folder, AUTHORITY_KEY, &pem, 0o600)?;
    }
    let key = parse_key(&read_text(folder, AUTHORITY_KEY)?, AUTHORITY_KEY)?;
    let subject = name(town, "認証局（試験用）")?;
    let validity = (now, AUTHORITY_YEARS);
    let certificate = issue(Profile::Root, subject, &key, &key, validity, random)?;
    write(folder, TRUST, &certificate.to_pem(LineEnding::LF)?, 0o644)
}

fn create_signing_key(folder: &Path, town: &str, now: Moment, random: Random<'_>) -> Result<(), SignError> {
    let authority_key = parse_key(&read_text(folder, AUTHORITY_KEY)?, AUTHORITY_KEY)?;
    let authority = parse(&read_text(folder, TRUST)?, TRUST)?;
    let key = new_key(random)?;
    let profile = Profile::Leaf {
        issuer: authority.tbs_certificate.subject,
        enable_key_agreement: false,
        enable_key_encipherment: false,
    };
    let subject = name(town, "電子署名（試験用）")?;
    let validity = (now, SIGNING_YEARS);
    let certificate = issue(profile, subject, &key, &authority_key, validity, random)?;
    let both = key_text(&key)? + &certificate.to_pem(LineEnding::LF)?;
    write(folder, SIGNING, &both, 0o600)
}

pub(crate) fn issue(
    profile: Profile,
    subject: Name,
    key: &SigningKey,
    issuer: &SigningKey,
    (from, years): (Moment, i64),
    random: Random<'_>,
) -> Result<Certificate, SignError> {
    let encoding = |e: x509_cert::builder::Error| SignError::Encoding(e.to_string());
    let mut serial = [0; 16];
    random(&mut serial);
    serial[0] = serial[0] & 0x3F | 0x40;
    let validity = Validity { not_before: time(from)?, not_after: time(from.plus_days(years * YEAR_DAYS))? };
    let public =
        SubjectPublicKeyInfoOwned::from_key(*key.verifying_key()).map_err(|e| SignError::Encoding(e.to_string()))?;
    let serial = SerialNumber::new(&serial)?;
    let issuer = Issuer(issuer);
    CertificateBuilder::new(profile, serial, validity, subject, public, &issuer)
        .map_err(encoding)?
        .build::<DerSignature>()
        .map_err(encoding)
}

/// An authority's key as the certificate builder wants it, naming ECDSA with SHA-256.
pub(crate) struct Issuer<'a>(pub(crate) &'a SigningKey);

impl Keypair for Issuer<'_> {
    type VerifyingKey = VerifyingKey;

    fn verifying_key(&self) -> VerifyingKey {
        *self.0.verifying_key()
    }
}

impl signature::Signer<DerSignature> for Issuer<'_> {
    fn try_sign(&self, message: &[u8]) -> Result<DerSignature, signature::Error> {
        self.0.try_sign(message)
    }
}

impl DynSignatureAlgorithmIdentifier for Issuer<'_> {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        Ok(plain_algorithm(ECDSA_WITH_SHA_256))
    }
}

/// `小野町 認証局（試験用）` of the organisation 小野町 in Japan.
pub(crate) fn name(town: &str, part: &str) -> Result<Name, SignError> {
    let town: String = town.chars().filter(|c| c.is_alphanumeric()).collect();
    Ok(Name::from_str(&format!("CN={town} {part},O={town},C=JP"))?)
}

fn new_key(random: Random<'_>) -> Result<SigningKey, SignError> {
    // A random number is no key only if it is zero or above the group's order: one in 2^32.
    for _ in 0..8 {
        let mut bytes = [0; 32];
        random(&mut bytes);
        if let Ok(key) = SigningKey::from_slice(&bytes) {
            return Ok(key);
        }
    }
    Err(SignError::Key("no randomness".to_owned()))
}

/// UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5).
pub(crate) fn time(moment: Moment) -> Result<Time, SignError> {
    let since_1970 = Duration::from_secs(moment.as_micros().max(0).unsigned_abs() / 1_000_000);
    Ok(match UtcTime::from_unix_duration(since_1970) {
        Ok(time) => Time::UtcTime(time),
        Err(_) => Time::GeneralTime(GeneralizedTime::from_unix_duration(since_1970)?),
    })
}

pub(crate) fn moment_of(time: Time) -> Moment {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    Moment::from_micros(seconds.saturating_mul(1_000_000))
}

fn file_error(name: &'static str) -> impl FnOnce(std::io::Error) -> SignError {
    move |source| SignError::File { name, source }
}

fn read_text(folder: &Path, name: &'static str) -> Result<String, SignError> {
    fs::read_to_string(folder.join(name)).map_err(file_error(name))
}

fn damaged(name: &str) -> SignError {
    SignError::Key(format!("{name} is damaged"))
}

fn parse(text: &str, name: &str) -> Result<Certificate, SignError> {
    Certificate::from_pem(text).map_err(|_| damaged(name))
}

fn parse_key(text: &str, name: &str) -> Result<SigningKey, SignError> {
    let key = SecretKey::from_pkcs8_pem(text).map_err(|_| damaged(name))?;
    Ok(SigningKey::from(key))
}

fn key_text(key: &SigningKey) -> Result<String, SignError> {
    let pem = SecretKey::from(key.as_nonzero_scalar())
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(|e| SignError::Encoding(e.to_string()))?;
    Ok(pem.to_string())
}

/// Replaces a file as a whole or not at all.
fn write(folder: &Path, name: &'static str, text: &str, mode: u32) -> Result<(), SignError> {
    let fresh = folder.join(format!("{name}.new"));
    let write = || -> std::io::Result<()> {
        if fresh.exists() {
            fs::remove_file(&fresh)?;
        }
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(mode).open(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, folder.join(name))
    };
    write().map_err(file_error(name))
}

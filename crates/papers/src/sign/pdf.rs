//! Signing a finished file: one incremental update whose signature covers every byte but its own.

use kernel::Moment;
use lopdf::{Document, IncrementalDocument, Object, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::facts::Facts;
use super::stamp::imprint_of;
use super::{Certificate, SignError, Signer, cms, field};
use ::cms::signed_data::SignerInfo;

/// Bytes kept for the CMS container: a P-256 one takes 1,200, an RSA chain of three about 5,000.
const RESERVED: usize = 8_192;
/// Bytes kept besides for a time stamp with its certificates: those of public authorities take up to
/// 7,000.
const FOR_STAMP: usize = 12_288;

/// Ten digits hold the offsets of any file that the house makes.
const PLACEHOLDERS: [i64; 4] = [0, 9_999_999_991, 9_999_999_992, 9_999_999_993];

/// What the signature says about itself to whoever opens the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Who signs, read aloud for the field: 小野町.
    pub signer: String,
    /// Why: 住民票の写しの交付.
    pub reason: String,
    /// Where: 福島県田村郡小野町.
    pub location: String,
    /// What is certified, for whoever checks the file off line.
    pub facts: Option<Facts>,
}

/// Signs a PDF and returns the signed file (B-B); the given bytes stand unchanged at its beginning.
///
/// # Errors
/// [`SignError::AlreadySigned`] for a file with a form, [`SignError::Pdf`] for one that cannot be
/// read, and the errors of the key.
pub fn sign_pdf(pdf: &[u8], signer: &dyn Signer, statement: &Statement, at: Moment) -> Result<Vec<u8>, SignError> {
    Signing::begin(pdf, signer, statement, at)?.finish(None)
}

/// A file that is signed and may still get a time stamp for its signature (B-T).
pub struct Signing {
    file: Vec<u8>,
    gap: std::ops::Range<usize>,
    info: SignerInfo,
    certificate: Certificate,
}

impl Signing {
    /// Signs. Facts that promise a time stamp keep room for one.
    ///
    /// # Errors
    /// Those of [`sign_pdf`].
    pub fn begin(pdf: &[u8], signer: &dyn Signer, statement: &Statement, at: Moment) -> Result<Self, SignError> {
        let promised = statement.facts.as_ref().is_some_and(|f| f.time_stamp);
        let room = if promised { RESERVED + FOR_STAMP } else { RESERVED };
        let mut file = prepare(pdf, statement, at, room)?;
        let gap = find_gap(&file, pdf.len(), room)?;
        write_range(&mut file, pdf.len(), &gap)?;
        let info = cms::sign(&digest_around(&file, &gap), signer)?;
        Ok(Self { file, gap, info, certificate: signer.certificate().clone() })
    }

    /// What a time stamping authority is to stamp: the SHA-256 of the signature's value.
    pub fn imprint(&self) -> [u8; 32] {
        imprint_of(self.info.signature.as_bytes())
    }

    /// The signed file, with the token of the time stamp if there is one.
    ///
    /// # Errors
    /// [`SignError::TooLarge`] when the token does not fit.
    pub fn finish(mut self, token: Option<&[u8]>) -> Result<Vec<u8>, SignError> {
        if let Some(token) = token {
            cms::add_time_stamp(&mut self.info, token)?;
        }
        let container = cms::wrap(self.info, &self.certificate, None)?;
        write_contents(&mut self.file, &self.gap, &container)?;
        Ok(self.file)
    }
}

/// How many pages a file has; 0 when it cannot be read.
pub(crate) fn pages_of(pdf: &[u8]) -> u16 {
    Document::load_mem(pdf).map_or(0, |file| u16::try_from(file.get_pages().len()).unwrap_or(u16::MAX))
}

/// SHA-256 of everything before and after the gap.
pub(crate) fn digest_around(file: &[u8], gap: &std::ops::Range<usize>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(file.get(..gap.start).unwrap_or_default());
    hash.update(file.get(gap.end..).unwrap_or_default());
    hash.finalize().into()
}

/// The file with the field and an empty signature.
fn prepare(pdf: &[u8], statement: &Statement, at: Moment, room: usize) -> Result<Vec<u8>, SignError> {
    let mut update = IncrementalDocument::create_from(pdf.to_vec(), Document::load_mem(pdf)?);
    let time = at.civil().strftime("D:%Y%m%d%H%M%S+09'00'").to_string();
    let mut signature = dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => PLACEHOLDERS.map(Object::Integer).to_vec(),
        "Contents" => Object::String(vec![0; room], StringFormat::Hexadecimal),
        "M" => Object::string_literal(time), "Name" => field::text(&statement.signer),
        "Reason" => field::text(&statement.reason),
        "Location" => field::text(&statement.location),
    };
    if let Some(facts) = &statement.facts {
        signature.set(Facts::KEY, facts.dictionary());
    }
    let words = format!("{}の電子署名", statement.signer);
    field::add(&mut update, signature, &words)?;
    let mut bytes = Vec::with_capacity(pdf.len() + 4 * room);
    update.save_to(&mut bytes).map_err(|e| SignError::Pdf(e.to_string()))?;
    Ok(bytes)
}

fn find_after(file: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = file.get(from..)?;
    let at = rest.windows(what.len()).position(|window| window == what)?;
    Some(from + at)
}

/// The hexadecimal string of the empty signature, brackets included.
fn find_gap(file: &[u8], from: usize, room: usize) -> Result<std::ops::Range<usize>, SignError> {
    let zeros = vec![b'0'; 2 * room];
    let lost = || SignError::Pdf("the signature's place was not found".to_owned());
    let digits = find_after(file, from, &zeros).ok_or_else(lost)?;
    let gap = digits - 1..digits + zeros.len() + 1;
    let framed = file.get(gap.start) == Some(&b'<') && file.get(gap.end - 1) == Some(&b'>');
    if framed { Ok(gap) } else { Err(lost()) }
}

/// Overwrites the placeholders in place, padded with spaces so that no byte moves.
fn write_range(file: &mut [u8], from: usize, gap: &std::ops::Range<usize>) -> Result<(), SignError> {
    let lost = || SignError::Pdf("the byte range was not found".to_owned());
    let key = find_after(file, from, b"/ByteRange").ok_or_else(lost)?;
    let open = find_after(file, key, b"[").ok_or_else(lost)?;
    let close = find_after(file, open, b"]").ok_or_else(lost)?;
    let range = format!("0 {} {} {}", gap.start, gap.end, file.len() - gap.end);
    let room = close - open - 1;
    let place = file.get_mut(open + 1..close).ok_or_else(lost)?;
    if range.len() > room {
        return Err(lost());
    }
    place.copy_from_slice(format!("{range:<room$}").as_bytes());
    Ok(())
}

fn write_contents(file: &mut [u8], gap: &std::ops::Range<usize>, container: &[u8]) -> Result<(), SignError> {
    if 2 * container.len() + 2 > gap.len() {
        return Err(SignError::TooLarge);
    }
    let hex: String = container.iter().map(|byte| format!("{byte:02x}")).collect();
    let start = gap.start + 1;
    let place = file.get_mut(start..start + hex.len());
    place.ok_or(SignError::TooLarge)?.copy_from_slice(hex.as_bytes());
    Ok(())
}

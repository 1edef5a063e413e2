//! Issuing: number and code first, then the paper around them, then its line in the register.
//!
//! One request, one subject. Everything that is printed travels in one value, from the data to the
//! line in the register; nothing is looked up again in between and nothing is shared between two
//! requests. The file must carry its own number in its title, or it is not issued: a press that
//! gave back another request's file would be noticed. The register holds one paper per subject and
//! kind: of two requests at once for the same, one wins and both answer its paper.

use crate::Code;
use crate::register::{self, Paper, holder_proof};
use crate::seal::Seal;
use crate::sign::{self, SignError, Statement};
use kernel::id::{PaperId, PersonId};
use kernel::{Moment, Reference, TypedId, Uuid};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{Act, BlobId, JobError, StoreError};
use web::House;
use web::press::{PressError, Sheet};

/// A paper to be issued.
#[derive(Debug, Clone)]
pub struct NewPaper {
    /// What it is: `resident_record`.
    pub kind: String,
    /// Its name for people, on the verification page too: 住民票の写し.
    pub title: String,
    /// Whose paper it is, if anybody's.
    pub person: Option<PersonId>,
    /// The row for which it is issued: (table, id). One paper of a kind for one row.
    pub subject: (&'static str, Uuid),
    /// Key of the desk whose matter it is: its officers print it and take it back.
    pub desk: Option<String>,
    /// The office's own document number; the register's number stands in for it.
    pub number: Option<String>,
    /// The template: `resident_record`.
    pub template: String,
    /// What the template prints, frozen: nothing is read from the records after this. The keys
    /// `date`, `date_text`, `reference`, `demo` and `verification` are filled in here.
    pub data: Value,
    /// The names that the paper bears, so that somebody who holds it can ask whether the name on
    /// it is right. They are not kept.
    pub holders: Vec<String>,
}

/// Why a paper was not issued.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// It could not be typeset; a missing glyph needs somebody's decision.
    #[error(transparent)]
    Press(#[from] PressError),
    /// It could not be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The records do not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What came from the press is not the paper that was asked for. Nothing was issued.
    #[error("the press gave back another paper")]
    MixedUp,
}

impl From<PaperError> for JobError {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::Press(_) | PaperError::MixedUp => Self::Fail(error.to_string()),
            PaperError::Sign(_) | PaperError::Store(_) => Self::Retry(error.to_string()),
        }
    }
}

impl From<PaperError> for web::WebError {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::Press(e) => e.into(),
            PaperError::Store(e) => e.into(),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// Issues a paper: typeset, signed, kept, registered. Asked again for the same subject and kind,
/// it answers the paper that is there.
///
/// # Errors
/// [`PaperError`]; then there is no paper and nothing in the register.
pub async fn issue(house: &House, act: &Act, new: NewPaper) -> Result<Paper, PaperError> {
    if let Some(there) = register::find_for(&house.db, new.subject, &new.kind).await? {
        return Ok(there);
    }
    let subject = (new.subject, new.kind.clone());
    let (paper, pdf) = make(house, act.at, new).await?;
    house.blobs.put(pdf).await?;
    let entry = paper.clone();
    match house.db.write(act, move |tx| async move { register::add(&tx, &entry).await }).await {
        Ok(()) => Ok(paper),
        Err(StoreError::Conflict { .. }) => {
            house.blobs.remove(&paper.file).await?;
            let first = register::find_for(&house.db, subject.0, &subject.1).await?;
            Ok(first.ok_or(StoreError::Missing("papers_paper"))?)
        }
        Err(e) => Err(e.into()),
    }
}

/// The paper and its signed file, not registered yet.
async fn make(house: &House, at: Moment, new: NewPaper) -> Result<(Paper, Vec<u8>), PaperError> {
    let number = Reference::from_random(house.db.random());
    let code = loop {
        if let Some(code) = Code::from_random(&house.db.random::<64>()) {
            break code;
        }
    };
    let reference = new.number.unwrap_or_else(|| number.to_string());
    let stamp = Stamp { number, code: &code, reference: &reference, at };
    let data = stamped(house, &stamp, new.data);
    let link = house.url(&format!("/v/{}", code.as_str()));
    let sheet = Sheet::new(new.template, format!("{} {number}", new.title), data).with_qr("verify.svg", link);
    let data_digest = hex_digest(sheet.data.to_string().as_bytes());
    let statement = statement(house, &new.title);
    let pdf = house.typeset(sheet).await?;
    if !contains(&pdf, number.to_string().as_bytes()) {
        return Err(PaperError::MixedUp);
    }
    let pdf = sign::sign_pdf(&pdf, Seal::of(house)?.signer(), &statement, at)?;
    let proofs: Vec<String> = new.holders.iter().map(|name| holder_proof(&code, name)).collect();
    let paper = Paper {
        id: PaperId::from_uuid(kernel::id::uuid_v7(at, house.db.random())),
        number,
        code,
        kind: new.kind,
        title: new.title,
        reference,
        person: new.person,
        subject: (new.subject.0.to_owned(), new.subject.1),
        desk: new.desk,
        data_digest,
        file: BlobId::of(&pdf),
        issued_at: at,
        revoked: None,
        holder_proofs: proofs.join(" "),
    };
    Ok((paper, pdf))
}

/// What the register adds to the data of a paper.
struct Stamp<'a> {
    number: Reference,
    code: &'a Code,
    reference: &'a str,
    at: Moment,
}

fn stamped(house: &House, stamp: &Stamp<'_>, mut data: Value) -> Value {
    let Stamp { number, code, reference, at } = stamp;
    if let Some(fields) = data.as_object_mut() {
        fields.insert("date".to_owned(), json!(at.rfc3339()));
        fields.insert("date_text".to_owned(), json!(kernel::era::date_label(at.date())));
        fields.insert("reference".to_owned(), json!(reference));
        fields.insert("demo".to_owned(), json!(house.demo));
        let verification = json!({
            "url": house.url("/verify"),
            "number": format!("{number}　確認符号 {}", code.short()),
            "qr": "verify.svg",
        });
        fields.insert("verification".to_owned(), verification);
    }
    data
}

fn statement(house: &House, title: &str) -> Statement {
    let municipality = &house.town.municipality;
    Statement {
        signer: municipality.name.clone(),
        reason: format!("{title}の交付"),
        location: municipality.name.clone(),
    }
}

pub(crate) fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

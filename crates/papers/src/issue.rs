//! Issuing: number and code first, then the paper around them, then its line in the register.
//!
//! One request, one subject. Everything that is printed travels in one value, from the data to the
//! line in the register; nothing is looked up again in between and nothing is shared between two
//! requests. The file must carry its own number in its title, or it is not issued: a press that
//! gave back another request's file would be noticed. The register holds one paper per subject and
//! kind: of two requests at once for the same, one wins and both answer its paper.

use crate::Code;
use crate::contents::NewPaper;
use crate::register::{self, Paper, holder_proof};
use crate::rules::Rules;
use crate::seal::Seal;
use crate::sign::{self, Facts, SignError, Signing, Stamp, Statement};
use crate::stamping::{NoStamp, TimeStamping};
use crate::waiting;
use kernel::id::PaperId;
use kernel::{Moment, Reference, TypedId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{Act, BlobId, JobError, StoreError};
use web::House;
use web::press::{PressError, Sheet};

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
    /// A name on the paper does not stand in the record that was frozen for it. Nothing was issued.
    #[error("a name on the paper is not in the frozen record")]
    OtherPerson,
    /// The time stamping authority gave no time stamp, and the town issues no paper without one. It
    /// is tried again.
    #[error("no time stamp: {0}")]
    NoTimeStamp(#[from] NoStamp),
}

impl From<PaperError> for JobError {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::Press(_) | PaperError::MixedUp | PaperError::OtherPerson => Self::Fail(error.to_string()),
            PaperError::Sign(_) | PaperError::Store(_) | PaperError::NoTimeStamp(_) => Self::Retry(error.to_string()),
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

/// Issues a paper: typeset, signed, stamped with the time, kept, registered. Asked again for the same
/// subject and kind, it answers the paper that is there. What stands in the way is shown to the officers
/// of its desk until the paper is there.
///
/// # Errors
/// [`PaperError`]; then there is no paper and nothing in the register.
pub async fn issue(house: &House, act: &Act, mut new: NewPaper) -> Result<Paper, PaperError> {
    new.valid_until = new.valid_until.or_else(|| Rules::of(house).validity.last_day(&new.kind, act.at));
    if let Some(there) = register::find_for(&house.db, new.subject, &new.kind).await? {
        return Ok(there);
    }
    let subject = (new.subject, new.kind.clone());
    let (paper, pdf) = match make(house, act.at, &new).await {
        Ok(made) => made,
        Err(error) => {
            if let Some(note) = waiting::note(&new, &error) {
                house.db.write(act, move |tx| async move { waiting::put(&tx, note).await }).await?;
            }
            return Err(error);
        }
    };
    house.blobs.put(pdf).await?;
    let entry = paper.clone();
    let entered = house.db.write(act, move |tx| async move {
        waiting::done(&tx, &entry.subject, &entry.kind).await?;
        register::add(&tx, &entry).await
    });
    match entered.await {
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
async fn make(house: &House, at: Moment, new: &NewPaper) -> Result<(Paper, Vec<u8>), PaperError> {
    if let Some(frozen) = &new.contents.of
        && !new.holders.iter().all(|name| frozen.names(name))
    {
        return Err(PaperError::OtherPerson);
    }
    let number = Reference::from_random(house.db.random());
    let code = loop {
        if let Some(code) = Code::from_random(&house.db.random::<64>()) {
            break code;
        }
    };
    let reference = new.number.clone().unwrap_or_else(|| number.to_string());
    let marks = Marks { number, code: &code, reference: &reference, at };
    let sheet = sheet(house, &marks, new);
    let data_digest = hex_digest(sheet.data.to_string().as_bytes());
    let pdf = house.typeset(sheet).await?;
    if !contains(&pdf, number.to_string().as_bytes()) {
        return Err(PaperError::MixedUp);
    }
    let (pdf, stamp) = sign_and_stamp(house, &statement(house, number, new, &pdf), &pdf, at).await?;
    let proofs: Vec<String> = new.holders.iter().map(|name| holder_proof(&code, name)).collect();
    let paper = Paper {
        id: PaperId::from_uuid(kernel::id::uuid_v7(at, house.db.random())),
        number,
        code,
        kind: new.kind.clone(),
        title: new.title.clone(),
        reference,
        person: new.person,
        subject: (new.subject.0.to_owned(), new.subject.1),
        desk: new.desk.clone(),
        data_digest,
        record_digest: new.contents.of.as_ref().map(people::Frozen::digest),
        file: BlobId::of(&pdf),
        issued_at: at,
        valid_until: new.valid_until,
        originals: i64::from(new.copies),
        claims: new.claims.clone(),
        post: new.post,
        stamp,
        revoked: None,
        holder_proofs: proofs.join(" "),
    };
    Ok((paper, pdf))
}

/// B-T with a time stamping authority, else B-B. Without an answer of the authority it is B-B if the town
/// allows it, signed anew so that the file promises nothing; else there is no paper yet.
async fn sign_and_stamp(
    house: &House,
    statement: &Statement,
    pdf: &[u8],
    at: Moment,
) -> Result<(Vec<u8>, Option<Stamp>), PaperError> {
    let seal = Seal::of(house)?;
    let Some(authority) = TimeStamping::of(house) else {
        return Ok((sign::sign_pdf(pdf, seal.signer(), statement, at)?, None));
    };
    let mut promising = statement.clone();
    promising.facts = promising.facts.map(|facts| Facts { time_stamp: true, ..facts });
    // The time that the file names must be that of the stamp, also when it waited for a while.
    let signing = Signing::begin(pdf, seal.signer(), &promising, house.now())?;
    match authority.stamp(house, &signing.imprint()).await {
        Ok((token, stamp)) => Ok((signing.finish(Some(&token))?, Some(stamp))),
        Err(_) if Rules::of(house).time_stamp.may_be_missing => {
            Ok((sign::sign_pdf(pdf, seal.signer(), statement, at)?, None))
        }
        Err(why) => Err(why.into()),
    }
}

/// What the register adds to the data of a paper.
struct Marks<'a> {
    number: Reference,
    code: &'a Code,
    reference: &'a str,
    at: Moment,
}

fn sheet(house: &House, marks: &Marks<'_>, new: &NewPaper) -> Sheet {
    let data = marked(house, marks, new);
    let link = house.url(&format!("/v/{}", marks.code.as_str()));
    Sheet::new(new.template.clone(), format!("{} {}", new.title, marks.number), data).with_qr("verify.svg", link)
}

fn marked(house: &House, marks: &Marks<'_>, new: &NewPaper) -> Value {
    let mut data = new.contents.data.clone();
    let Marks { number, code, reference, at } = marks;
    let copies = Rules::of(house).copies;
    if let Some(fields) = data.as_object_mut() {
        fields.insert("date".to_owned(), json!(at.rfc3339()));
        fields.insert("date_text".to_owned(), json!(kernel::era::date_label(at.date())));
        fields.insert("reference".to_owned(), json!(reference));
        fields.insert("demo".to_owned(), json!(house.demo));
        fields.insert("copies".to_owned(), json!({ "ground": copies.ground, "line": copies.line }));
        let verification = json!({
            "url": house.url("/verify"),
            "number": format!("{number}　確認符号 {}", code.short()),
            "qr": "verify.svg",
            "valid_until": new.valid_until.map(kernel::era::date_label),
        });
        fields.insert("verification".to_owned(), verification);
    }
    data
}

fn statement(house: &House, number: Reference, new: &NewPaper, pdf: &[u8]) -> Statement {
    let municipality = &house.town.municipality;
    let facts = Facts {
        title: new.title.clone(),
        number: number.to_string(),
        issuer: municipality.name.clone(),
        valid_until: new.valid_until,
        pages: sign::pages_of(pdf),
        record: new.contents.of.as_ref().map(people::Frozen::digest),
        time_stamp: false,
    };
    Statement {
        signer: municipality.name.clone(),
        reason: format!("{}の交付", new.title),
        location: municipality.name.clone(),
        facts: Some(facts),
    }
}

pub(crate) fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

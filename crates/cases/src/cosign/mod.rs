//! もう一人の署名: a matter that counts only when a second person has agreed to it.
//!
//! **Who uses it.** The applicant, after the last page, says who the other one is and chooses a
//! secret; the other one opens a one-time address (from a mail, a sheet of paper or the QR on the
//! applicant's own screen), gives the secret, sees exactly what is signed and agrees or declines with
//! words. Without a telephone and mail an officer at the counter records the signature on paper.
//!
//! **Which day counts.** The matter is handed in on the day on which the last signature comes; both
//! are told so, and the deadline runs from there.
//!
//! **What is signed.** A digest of the answers is kept with the request: when the applicant changes
//! one of them, what was asked no longer holds and is asked again.
//!
//! **What it proves.** That somebody with the address and the secret agreed to these answers on that
//! day. It does not prove who that was; a matter that needs this is signed at the counter.
//!
//! **Which data, for how long.** A request lives as long as the draft; the signature as long as the
//! case (name, way, day, digest; the officer and how the person was made sure of).

mod ask;
mod mail;
pub(crate) mod records;
mod sign;

pub(crate) use ask::standing;
pub(crate) use mail::{MAIL, expire, remind, send};
pub(crate) use records::SignatureId;

use crate::error::CaseError;
use crate::forms::{Answers, TownMatter};
use crate::records::case::NewCase;
use crate::records::draft::Draft;
use kernel::id::AccountId;
use records::{CosignId, Request};
use sha2::{Digest, Sha256};
use store::{StoreError, Tx};
use web::{Access, House, Routes};

/// A request can be answered for so many days.
pub(crate) const OPEN_DAYS: i64 = 14;
/// Longest name, and longest words of a refusal or a reason.
pub(crate) const MOST_NAME: usize = 60;
pub(crate) const MOST_WORDS: usize = 500;

pub(crate) fn routes(r: &mut Routes) {
    r.get("/apply/d/{draft}/cosign", Access::Secret, ask::page);
    r.post("/apply/d/{draft}/cosign", Access::Secret, ask::ask);
    r.post("/apply/d/{draft}/cosign/cancel", Access::Secret, ask::cancel);
    r.post("/apply/d/{draft}/cosign/paper", Access::Secret, ask::paper);
    r.post("/apply/d/{draft}/cosign/without", Access::Secret, ask::without);
    r.get("/sign/{request}/{proof}", Access::Secret, sign::page);
    r.post("/sign/{request}/{proof}", Access::Secret, sign::open);
    r.post("/sign/{request}/{proof}/answer", Access::Secret, sign::answer);
    r.get("/sign/{request}/{proof}/files/{blob}", Access::Secret, sign::file);
}

/// By which way a signature came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// By the one-time address.
    Address,
    /// On paper, recorded by an officer.
    Paper,
    /// Not at all, for a reason that was given.
    Without,
}

impl Way {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Paper => "paper",
            Self::Without => "without",
        }
    }

    pub(crate) fn from_key(key: &str) -> Self {
        match key {
            "paper" => Self::Paper,
            "without" => Self::Without,
            _ => Self::Address,
        }
    }
}

/// A second signature, as it comes with a draft that is handed in.
#[derive(Debug, Clone)]
pub(crate) struct Signature {
    /// The request that it answers.
    pub request: Option<CosignId>,
    pub name: String,
    pub way: Way,
    /// How an officer made sure who signed on paper.
    pub check: Option<String>,
    pub helper: Option<AccountId>,
    /// Digest of the answers that were signed.
    pub digest: String,
    pub reason: Option<String>,
}

/// Whether these answers need a second signature.
pub(crate) fn is_asked(matter: &TownMatter, answers: &Answers) -> bool {
    let when = |condition| matter.form.holds(condition, answers);
    matter.cosign.as_ref().is_some_and(|c| c.when.as_ref().is_none_or(when))
}

/// The digest of what is signed: the answers to what was asked.
pub(crate) fn digest_of(matter: &TownMatter, answers: &Answers) -> Result<String, CaseError> {
    let settled = matter.form.settle(answers).answers;
    let text = settled.to_json().map_err(|e| StoreError::Other(e.to_string()))?;
    Ok(Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Writes the signature down with its case, and uses up the request that it answers.
///
/// # Errors
/// [`CaseError::Changed`] when the request was answered or taken back in the meantime.
pub(crate) async fn write_down(tx: &Tx, case: &NewCase, signature: &Signature) -> Result<SignatureId, CaseError> {
    if let Some(request) = signature.request
        && !records::use_up(tx, request, &signature.digest).await?
    {
        return Err(CaseError::Changed);
    }
    records::remove(tx, case.draft).await?;
    Ok(records::insert_signature(tx, case, signature).await?)
}

/// The one-time address; only the house can make it.
fn path_of(house: &House, id: CosignId) -> String {
    format!("/sign/{id}/{}", web::link_proof(&house.secret, "cases.cosign", &id.to_string()))
}

/// What the secret is bound to.
fn secret_of(house: &House, id: CosignId, secret: &str) -> String {
    web::link_proof(&house.secret, "cases.cosign.secret", &format!("{id}:{secret}"))
}

/// Whether a request still waits for an answer to the draft as it stands now.
fn is_current(request: &Request, matter: &TownMatter, draft: &Draft) -> Result<bool, CaseError> {
    Ok(request.digest == digest_of(matter, &draft.answers)?)
}

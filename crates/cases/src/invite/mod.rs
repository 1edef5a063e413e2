//! 町からの案内: a form that the town opens for somebody, filled in with what it knows.
//!
//! **Who uses it.** A service that goes to people calls [`invite`] inside its own transaction, sends
//! what it answers by message or letter, and asks [`of_source`] how it goes. The resident follows
//! the address of the letter (`/i/…`) or types the number at `/invited`, says the birth date that the letter
//! does not contain, and finds the form. When the reply comes on paper, the officer scans or types the
//! same number at `/desk/scan` and finds the same invitation.
//!
//! **One invitation, one case.** The number of the invitation becomes that of the draft and of the case,
//! and is unique in both tables: a reply on the web and one on paper are one matter, whichever comes
//! first. Used again, the address shows how far that matter is.
//!
//! **What protects it.** The end of the address has 144 bits and is not kept, only its SHA-256; it
//! expires; the birth date may be tried five times, and is kept as a keyed digest. Opening the address
//! changes nothing (mail programs look at links before people do), and shows nothing personal.
//!
//! **Which data, for how long.** Invitations with what was filled in, five fiscal years with the matter.

mod figures;
mod open;
mod pages;
mod paper;
mod records;
mod scan;
#[cfg(test)]
mod tests;

pub use figures::{applied_share, days_to_apply, online_share};
pub use records::{Progress, of_person, of_source};
pub(crate) use scan::scanned;

use crate::catalogue;
use crate::forms::Answers;
use crate::records::DraftId;
use kernel::id::PersonId;
use kernel::{Date, Moment, Reference, Uuid};
use notices::Enclosure;
use sha2::{Digest as _, Sha256};
use store::{Deed, Migration, Reads, Retention, StoreError, Table, Tx};
use web::{Access, House, Routes};

kernel::id_type!(
    /// One person invited to one matter.
    InvitationId,
);

/// The first part of the address; the secret end follows.
pub const LINK: &str = "/i";
/// Wrong birth dates before the address is closed. Paper and telephone stay open.
const MOST_TRIES: i64 = 5;
const PURPOSE: &str = "cases.invite";

pub(crate) const MIGRATION: Migration =
    Migration { version: 9, name: "invitations", sql: include_str!("../../migrations/0009_invitations.sql") };
pub(crate) const TABLE: Table = Table {
    name: "cases_invitation",
    journaled: true,
    blob: None,
    retention: Retention::Years(5, "文書管理規程：案内した手続きの案件とともに"),
};

pub(crate) fn routes(r: &mut Routes) {
    r.get("/i/{secret}", Access::Secret, pages::page);
    r.post("/i/{secret}", Access::Secret, pages::open);
    r.get("/invited", Access::Public, pages::ask);
    r.post("/invited", Access::Public, pages::find);
    r.post("/desk/scan/invitation", Access::May("cases.assist"), scan::enter);
}

/// Whom to invite to what.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// What the invitation is part of (the offer), to ask for all of it again.
    pub source: Uuid,
    /// Key of the procedure.
    pub procedure: String,
    /// Its version.
    pub version: u32,
    /// Who is invited.
    pub person: PersonId,
    /// Their birth date: the second thing that opens the form. Without it only paper and telephone do.
    pub birth: Option<Date>,
    /// What is filled in.
    pub answers: Answers,
    /// Until when the address opens the form.
    pub expires_at: Moment,
}

/// An invitation that was made, and what goes into its letter.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The invitation.
    pub id: InvitationId,
    /// Address, number and the form on paper.
    pub enclosure: Enclosure,
}

/// Writes down an invitation.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such procedure; when the database does not answer.
pub async fn invite(tx: &Tx, house: &House, new: NewInvitation) -> Result<Invited, StoreError> {
    let id: InvitationId = tx.id();
    let nonce = hex(&tx.random::<16>());
    let invitation = records::Invitation {
        id,
        source: new.source,
        procedure: new.procedure,
        procedure_version: new.version,
        person: new.person,
        reference: Reference::from_random(tx.random()),
        birth_proof: new.birth.map(|birth| web::link_proof(&house.secret, PURPOSE, &bound(id, birth))),
        answers: new.answers,
        tries: 0,
        draft: None,
        invited_at: tx.now(),
        opened_at: None,
        ended_at: None,
        expires_at: new.expires_at,
        version: 1,
        nonce,
    };
    let secret = notices::secret_of(house, &invitation.key());
    records::insert(tx, &invitation, &digest(&secret)).await?;
    tx.record(Deed::new("cases.invite").about(invitation.person).row("cases_invitation", id));
    Ok(Invited { id, enclosure: enclosure(house, &invitation)? })
}

/// The same invitation for another letter (a reminder): the same address, the same number.
///
/// # Errors
/// [`StoreError::Missing`] when there is none.
pub async fn again(q: &impl Reads, house: &House, id: InvitationId) -> Result<Invited, StoreError> {
    let invitation = records::find(q, id).await?.ok_or(StoreError::Missing("cases_invitation"))?;
    Ok(Invited { id, enclosure: enclosure(house, &invitation)? })
}

/// The path that opens it, as the letter has it.
pub fn path(house: &House, enclosure: &Enclosure) -> String {
    format!("{LINK}/{}", notices::secret_of(house, &enclosure.key))
}

/// Ends an invitation that nobody has answered: its address opens nothing any more.
///
/// # Errors
/// When the database does not answer.
pub async fn end(tx: &Tx, id: InvitationId) -> Result<(), StoreError> {
    if records::end(tx, id).await? {
        tx.record(Deed::new("cases.invite_end").row("cases_invitation", id));
    }
    Ok(())
}

/// What somebody wrote who applied for a procedure by themselves.
#[derive(Debug, Clone)]
pub struct Applied {
    /// Who applied, where the town knows.
    pub person: Option<PersonId>,
    /// 受付番号.
    pub reference: Reference,
    /// The first answers.
    pub answers: Answers,
}

/// Everybody who has applied for a procedure since a moment and has not withdrawn: whom the town need
/// not invite any more.
///
/// # Errors
/// When the database does not answer.
pub async fn applied_since(q: &impl Reads, procedure: &str, since: Moment) -> Result<Vec<Applied>, StoreError> {
    crate::records::case::handed_in(q, procedure, since).await
}

fn enclosure(house: &House, invitation: &records::Invitation) -> Result<Enclosure, StoreError> {
    let catalogue = catalogue(house)?;
    let found = catalogue.get(&invitation.procedure, invitation.procedure_version);
    let procedure = found.ok_or(StoreError::Missing("procedure"))?;
    let reply = procedure.matter().map(|matter| paper::reply(house, procedure, matter, invitation));
    Ok(Enclosure { key: invitation.key(), reference: invitation.reference, reply })
}

fn bound(id: InvitationId, birth: Date) -> String {
    format!("{id}:{birth}")
}

fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Whether a draft was opened by an invitation: then the letter to the registered address and the birth
/// date have made sure who it is.
pub(crate) async fn has_opened(q: &impl Reads, draft: DraftId) -> Result<bool, StoreError> {
    Ok(records::of_draft(q, draft).await?.is_some_and(|i| i.opened_at.is_some()))
}

/// What people who got a letter search for.
pub(crate) fn entry(house: &House, lang: web::texts::Lang) -> web::Entry {
    let words = house.texts.words(lang);
    web::Entry {
        title: words.t("cases-invite-ask-title"),
        summary: words.t("cases-invite-ask-lead"),
        url: "/invited".to_owned(),
        words: ["案内", "手紙", "番号", "QR", "町からのご案内", "invitation"].map(str::to_owned).to_vec(),
        on_home: false,
    }
}

//! What is put before the route, who puts it there, and what comes back.

use kernel::id::{AccountId, ApprovalId, PersonId};
use kernel::{TypedId, Uuid, Yen};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::BlobId;
use web::SignedIn;

/// 起案: a proposal on its way to a decision.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The kind of matter by which the town's routes are chosen (`route` of a procedure).
    pub kind: String,
    /// 件名.
    pub title: String,
    /// The text to be decided on.
    pub text: String,
    /// Files that are decided on together with the text.
    pub attachments: Vec<Attachment>,
    /// What it costs, where routes depend on that.
    pub amount: Option<Yen>,
    /// Key of the drafting desk.
    pub desk: String,
    /// The record that is decided on: its table and row.
    pub subject: (&'static str, Uuid),
    /// Path of the page on which officers see that record.
    pub link: Option<String>,
    /// Whom it concerns, if it concerns one person.
    pub person: Option<PersonId>,
    /// 起案者.
    pub drafter: Officer,
    /// The kind of job that is told [`Decided`].
    pub on_decided: &'static str,
}

/// The same proposal in new words, after it was sent back.
#[derive(Debug, Clone)]
pub struct Revision {
    /// 件名.
    pub title: String,
    /// The new text.
    pub text: String,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// What it costs now.
    pub amount: Option<Yen>,
    /// 起案者; may be another officer of the desk than before.
    pub drafter: Officer,
}

/// A file that belongs to the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name for people.
    pub name: String,
    /// The SHA-256 of its content in hexadecimal, which is also the name of the blob.
    pub digest: String,
}

impl Attachment {
    /// A file kept as a blob.
    pub fn of_blob(name: impl Into<String>, blob: &BlobId) -> Self {
        Self { name: name.into(), digest: blob.as_str().to_owned() }
    }
}

/// An officer as a route sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Who.
    pub party: Party,
    /// Name, kept with what they decide.
    pub name: String,
    /// The posts that they hold today.
    pub posts: Vec<Post>,
    /// The posts whose holder they were appointed to stand in for.
    pub stands_in_for: Vec<Post>,
}

/// Somebody, known by account and as a person: one person with two accounts is still one officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// The way in, where it is known.
    pub account: Option<AccountId>,
    /// The person, where the town knows.
    pub person: Option<PersonId>,
}

/// A position at a desk, or one for the whole town (then without a desk).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Post {
    /// Key of the desk.
    pub desk: Option<String>,
    /// Key of the position.
    pub position: String,
}

impl Party {
    /// Whether both are the same officer.
    pub fn is(self, other: Self) -> bool {
        (self.account.is_some() && self.account == other.account)
            || (self.person.is_some() && self.person == other.person)
    }

    /// One identifier for both: the person's, else the account's.
    pub(crate) fn key(self) -> Option<Uuid> {
        self.person.map(TypedId::uuid).or(self.account.map(TypedId::uuid))
    }
}

impl Officer {
    /// The officer who is signed in, with every position at every desk of theirs; `None` for a
    /// resident. Wherever the records name the terms of office, the posts are told from those.
    pub fn of(who: &SignedIn) -> Option<Self> {
        let staff = who.staff.as_ref()?;
        let at_desks = staff.desks.iter().flat_map(|desk| {
            staff.positions.iter().map(|position| Post { desk: Some(desk.clone()), position: position.clone() })
        });
        let of_the_town = staff.positions.iter().map(|position| Post { desk: None, position: position.clone() });
        Some(Self {
            party: Party { account: Some(who.account), person: who.person },
            name: who.name.clone(),
            posts: at_desks.chain(of_the_town).collect(),
            stands_in_for: Vec::new(),
        })
    }

    /// Whether they hold `post`.
    pub fn holds(&self, post: &Post) -> bool {
        self.posts.contains(post)
    }
}

/// How a proposal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 決裁された.
    Approved,
    /// 差し戻された; the drafter may resubmit.
    SentBack,
    /// 引き上げられた by the drafter, who may resubmit.
    Withdrawn,
}

/// What the job named in [`Draft::on_decided`] is given.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Decided {
    /// The approval.
    pub approval: ApprovalId,
    /// The row that was decided on.
    pub subject: Uuid,
    /// How.
    pub outcome: Outcome,
    /// Which round of the proposal it was, from 1.
    pub round: i64,
}

/// SHA-256 over title, text and attachments: what was decided on, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextDigest(pub [u8; 32]);

impl TextDigest {
    /// The digest of a proposal. Each part is preceded by its length, so that no two different
    /// proposals read alike.
    pub fn of(title: &str, text: &str, attachments: &[Attachment]) -> Self {
        let mut sha = Sha256::new();
        let mut part = |bytes: &[u8]| {
            sha.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            sha.update(bytes);
        };
        part(title.as_bytes());
        part(text.as_bytes());
        for attachment in attachments {
            part(attachment.name.as_bytes());
            part(attachment.digest.as_bytes());
        }
        Self(sha.finalize().into())
    }

    /// In hexadecimal.
    pub fn hex(self) -> String {
        self.0.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Reads [`TextDigest::hex`].
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
        let bytes: Vec<u8> = digits?.chunks_exact(2).map(|pair| pair[0] * 16 + pair[1]).collect();
        if text.len() == 64 { bytes.try_into().ok().map(Self) } else { None }
    }
}

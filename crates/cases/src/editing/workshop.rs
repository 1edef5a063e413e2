//! The working copy of a procedure: begun, changed part by part, thrown away.

use super::document::{Document, Part};
use super::{document_of, is_theirs};
use crate::living;
use crate::records::VersionId;
use crate::records::version::{self, State, Version};
use approvals::ApprovalError;
use kernel::Date;
use store::{Act, Deed, Reads, StoreError, Tx};
use toml::{Table, Value};
use web::{House, SignedIn, WebError};

/// Why a change was not made.
#[derive(Debug)]
pub(crate) enum Refused {
    /// Somebody else changed this part since it was shown.
    Overtaken,
    /// The working copy is on its way, or is not there any more.
    Gone,
    /// It is not a procedure of theirs.
    NotTheirs,
    /// There is such a procedure, or a working copy of it.
    Taken,
    /// Something is still to be mended before it can be published.
    Unready,
    /// It says what the current version says.
    Nothing,
    /// A version from a later day is published already; that day.
    LaterComing(Date),
    /// Its day has come; it cannot be taken back any more.
    HasBegun,
    /// The approval room says no.
    Approval(ApprovalError),
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { ref columns, .. } if columns.iter().any(|c| c == "working") => Self::Taken,
            other => Self::Store(other),
        }
    }
}

impl From<ApprovalError> for Refused {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::Store(error) => error.into(),
            other => Self::Approval(other),
        }
    }
}

impl From<Refused> for WebError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Store(error) => error.into(),
            Refused::Approval(error) => error.into(),
            Refused::NotTheirs => Self::NotFound,
            _ => Self::Changed,
        }
    }
}

/// The document of the newest version of a procedure: what is published last, else its file.
pub(crate) async fn newest(house: &House, q: &impl Reads, key: &str) -> Result<Option<(u32, Document)>, StoreError> {
    let on_record = version::history(q, key).await?.into_iter().find(|v| v.state == State::Published);
    let files = living::files(house)?;
    let file = files.all().iter().rev().find(|p| p.key == key).map(|p| p.version);
    match (on_record, file) {
        (Some(v), file) if file.is_none_or(|n| n < v.version || (n == v.version && !v.from_file)) => {
            Ok(Some((v.version, document_of(&v))))
        }
        (_, Some(n)) => Ok(living::file_text(house, key, n)?.and_then(|t| Document::parse(t).ok()).map(|d| (n, d))),
        (None, None) | (Some(_), None) => Ok(None),
    }
}

/// The document of one version, wherever it is.
pub(crate) async fn one(house: &House, q: &impl Reads, key: &str, n: u32) -> Result<Option<Document>, StoreError> {
    let published = |v: &Version| v.version == n && v.state == State::Published && !v.from_file;
    let history = version::history(q, key).await?;
    if let Some(v) = history.iter().find(|v| published(v)) {
        return Ok(Some(document_of(v)));
    }
    let file = living::file_text(house, key, n)?.and_then(|t| Document::parse(t).ok());
    Ok(file.or_else(|| history.iter().find(|v| v.version == n && v.from_file).map(document_of)))
}

/// From what a working copy is made.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// The newest version of the same procedure.
    Newest,
    /// Nothing: a new procedure with this Japanese name at a desk.
    Empty { title: String, desk: Option<String> },
    /// A copy of another procedure under a new name.
    Copy { of: String, title: String },
    /// A file that was brought.
    File(Box<Document>),
}

/// Begins the working copy of a procedure.
pub(crate) async fn begin(
    house: &House,
    act: &Act,
    who: &SignedIn,
    key: &str,
    origin: Origin,
) -> Result<VersionId, Refused> {
    let (inside, who, key) = (house.clone(), who.clone(), key.to_owned());
    house
        .db
        .write(act, move |tx| async move {
            let known = newest(&inside, &tx, &key).await?;
            let base = known.as_ref().map(|(n, _)| *n);
            if let Some((_, current)) = &known
                && !is_theirs(&who, current)
            {
                return Err(Refused::NotTheirs);
            }
            let mut document = made(&inside, &tx, &key, known, origin).await?;
            let next = next_number(&inside, &tx, &key).await?;
            document.put("", "key", Some(Value::String(key.clone())));
            document.put("", "version", Some(Value::Integer(i64::from(next))));
            document.put("", "effective_from", Some(Value::String(tx.now().date().to_string())));
            let version = Version {
                id: tx.id(),
                key,
                version: next,
                from_file: false,
                state: State::Draft,
                base,
                effective_from: None,
                document: document.to_text(),
                why: String::new(),
                drafter: Some(who.account),
                approval: None,
                round: 0,
                created_at: tx.now(),
                changed_by: Some(who.account),
                changed_at: tx.now(),
                decided_at: None,
                offered_at: None,
                revision: 1,
            };
            version::insert(&tx, &version).await?;
            tx.record(Deed::new("cases.procedure_begin").row("cases_procedure_version", version.id));
            Ok(version.id)
        })
        .await
}

/// The number of the next version of a procedure.
pub(super) async fn next_number(house: &House, q: &impl Reads, key: &str) -> Result<u32, StoreError> {
    let files = living::files(house)?;
    let file = files.all().iter().filter(|p| p.key == key).map(|p| p.version).max().unwrap_or(0);
    Ok(version::last_number(q, key).await?.max(file) + 1)
}

async fn made(
    house: &House,
    tx: &Tx,
    key: &str,
    known: Option<(u32, Document)>,
    origin: Origin,
) -> Result<Document, Refused> {
    match (origin, known) {
        (Origin::Newest, Some((_, document))) => Ok(document),
        (Origin::Newest, None) => Err(Refused::Gone),
        (Origin::File(document), _) => Ok(*document),
        (Origin::Empty { .. } | Origin::Copy { .. }, Some(_)) => Err(Refused::Taken),
        (Origin::Empty { title, desk }, None) => Ok(empty(key, title, desk)),
        (Origin::Copy { of, title }, None) => {
            let (_, mut copy) = newest(house, tx, &of).await?.ok_or(Refused::Gone)?;
            copy.put("", "title", Some(said(title)));
            copy.put("", "effective_until", None);
            // What was confirmed of the other procedure is not confirmed of this one.
            copy.put("", "facts", Some(unconfirmed()));
            Ok(copy)
        }
    }
}

fn said(ja: String) -> Value {
    let words = [("ja", ja), ("easy", String::new()), ("en", String::new())];
    Value::Table(words.into_iter().map(|(lang, words)| (lang.to_owned(), Value::String(words))).collect())
}

fn unconfirmed() -> Value {
    let open = Value::String("まだ何も確かめていません".to_owned());
    Value::Table(Table::from_iter([("verified".to_owned(), Value::Boolean(false)), ("open".to_owned(), open)]))
}

fn empty(key: &str, title: String, desk: Option<String>) -> Document {
    let text = |words: &str| Value::String(words.to_owned());
    let mut table = Table::new();
    table.insert("key".to_owned(), text(key));
    table.insert("title".to_owned(), said(title));
    for name in ["summary", "audience", "timing", "after"] {
        table.insert(name.to_owned(), said(String::new()));
    }
    table.insert("category".to_owned(), text("community"));
    table.insert("measure".to_owned(), text(""));
    table.insert("basis".to_owned(), text(""));
    table.insert("facts".to_owned(), unconfirmed());
    if let Some(desk) = desk {
        table.insert("desk".to_owned(), Value::String(desk));
    }
    Document::of_table(table)
}

/// The working copy of a procedure, if there is one and it is theirs.
pub(crate) async fn open(q: &impl Reads, who: &SignedIn, key: &str) -> Result<(Version, Document), Refused> {
    let version = version::working(q, key).await?.ok_or(Refused::Gone)?;
    let document = document_of(&version);
    if is_theirs(who, &document) { Ok((version, document)) } else { Err(Refused::NotTheirs) }
}

/// Changes a part of the working copy. `seen` is the part's print when it was shown; without one the
/// change is such that it does harm to nobody's (something is added or moved).
pub(crate) async fn change(
    house: &House,
    act: &Act,
    who: &SignedIn,
    key: &str,
    seen: Option<(Part<'_>, &str)>,
    edit: impl FnOnce(&mut Document) + Send + 'static,
) -> Result<(), Refused> {
    let (who, key) = (who.clone(), key.to_owned());
    // The part is told from the working copy within the transaction: it is named by what owns it.
    let seen = seen.map(|(part, print)| (OwnedPart::of(part), print.to_owned()));
    house
        .db
        .write(act, move |tx| async move {
            let (mut version, mut document) = open(&tx, &who, &key).await?;
            if !version.state.is_writable() {
                return Err(Refused::Gone);
            }
            if let Some((part, print)) = seen
                && part.print(&document) != print
            {
                return Err(Refused::Overtaken);
            }
            edit(&mut document);
            let text = document.to_text();
            if text == version.document {
                return Ok(());
            }
            version.document = text;
            put(&tx, &mut version, &who, "cases.procedure_edit").await
        })
        .await
}

struct OwnedPart {
    path: String,
    names: Vec<String>,
    only: bool,
}

impl OwnedPart {
    fn of(part: Part<'_>) -> Self {
        use super::document::Items;
        let (names, only) = match part.items {
            Items::Only(names) => (names, true),
            Items::AllBut(names) => (names, false),
        };
        Self { path: part.path.to_owned(), names: names.iter().map(|n| (*n).to_owned()).collect(), only }
    }

    fn print(&self, document: &Document) -> String {
        use super::document::Items;
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let items = if self.only { Items::Only(&names) } else { Items::AllBut(&names) };
        document.print_of(Part { path: &self.path, items })
    }
}

/// Writes a version back with its deed.
pub(super) async fn put(tx: &Tx, version: &mut Version, who: &SignedIn, deed: &'static str) -> Result<(), Refused> {
    version.changed_by = Some(who.account);
    version.changed_at = tx.now();
    settle(tx, version, deed).await
}

pub(super) async fn settle(tx: &Tx, version: &Version, deed: &'static str) -> Result<(), Refused> {
    if !version::update(tx, version).await? {
        return Err(Refused::Gone);
    }
    tx.record(Deed::new(deed).row("cases_procedure_version", version.id));
    Ok(())
}

/// Throws the working copy away.
pub(crate) async fn discard(house: &House, act: &Act, who: &SignedIn, key: &str) -> Result<(), Refused> {
    let (who, key) = (who.clone(), key.to_owned());
    house
        .db
        .write(act, move |tx| async move {
            let (mut version, _) = open(&tx, &who, &key).await?;
            if !version.state.is_writable() {
                return Err(Refused::Gone);
            }
            version.state = State::GivenUp;
            put(&tx, &mut version, &who, "cases.procedure_discard").await
        })
        .await
}

//! Laying a file in, booking it in portions, taking it away.

use super::layout::Layouts;
use super::read::{self, Kind};
use super::records::{self, File, FileState};
use super::rules::Line;
use super::{BOOK, FileId, book_line};
use crate::{BillingError, Channel};
use kernel::{Date, Yen};
use serde::{Deserialize, Serialize};
use store::{Act, Deed, JobError, NewJob, StoreError, Tx};
use web::House;

/// How many lines are booked in one transaction.
const PORTION: usize = 100;

/// What an officer lays in.
#[derive(Debug, Clone)]
pub(crate) struct Laid {
    pub kind: Kind,
    pub channel: Channel,
    /// Key of the layout.
    pub layout: String,
    pub name: String,
    pub bytes: axum::body::Bytes,
    pub officer: String,
}

/// Why a file was not laid in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotLaid {
    /// It cannot be read; where, in words.
    #[error("the file cannot be read")]
    Unreadable(String),
    /// The records.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the lines of a file are.
pub(crate) fn lines(house: &House, file: &Laid, on: Date) -> Result<Vec<Line>, NotLaid> {
    let read = match file.kind {
        Kind::DebitResults => read::debit_results(&file.bytes, on),
        Kind::Notices => {
            let layout = house.shelved::<Layouts>()?.get(&file.layout);
            let layout = layout.filter(|l| l.channels.contains(&file.channel));
            let layout = layout.ok_or_else(|| NotLaid::Unreadable("並びを選び直してください".to_owned()))?;
            read::notices(&file.bytes, layout, file.channel, on)
        }
    };
    read.map_err(NotLaid::Unreadable)
}

/// Lays a file in: nothing is booked yet. The same file once more is the file that is there; answers
/// whether it came before.
///
/// # Errors
/// [`NotLaid`].
pub(crate) async fn lay(house: &House, act: &Act, laid: Laid) -> Result<(FileId, bool), NotLaid> {
    let today = house.now().date();
    let lines = lines(house, &laid, today)?;
    let blob = house.blobs.put(laid.bytes.clone()).await?;
    if let Some(before) = records::by_digest(&house.db, &blob).await? {
        return again(house, act, before).await;
    }
    let total: Yen = lines.iter().filter(|l| came(l)).map(|l| l.amount).sum();
    let (count, digest) = (i64::try_from(lines.len()).unwrap_or(i64::MAX), blob.clone());
    let written = house.db.write(act, move |tx| async move {
        let file = File {
            id: tx.id(),
            kind: laid.kind,
            channel: laid.channel,
            file: blob,
            layout: laid.layout,
            name: laid.name,
            lines: count,
            total,
            done: 0,
            state: FileState::Read,
            read_on: today,
            read_at: tx.now(),
            read_name: laid.officer,
        };
        records::insert(&tx, &file).await?;
        tx.record(Deed::new("billing.file_lay").row("billing_file", file.id));
        Ok::<_, StoreError>(file.id)
    });
    match written.await {
        Ok(id) => Ok((id, false)),
        // Somebody laid the same file in at the same moment.
        Err(StoreError::Conflict { .. }) => match records::by_digest(&house.db, &digest).await? {
            Some(before) => Ok((before.id, true)),
            None => Err(StoreError::Missing("billing_file").into()),
        },
        Err(e) => Err(e.into()),
    }
}

/// Whether money came with a line.
pub(crate) fn came(line: &Line) -> bool {
    line.result.is_none_or(|r| r == crate::formats::zengin::debit::DebitResult::Paid)
}

/// A file that was taken away may come back; any other is there already.
async fn again(house: &House, act: &Act, before: File) -> Result<(FileId, bool), NotLaid> {
    let id = before.id;
    if before.state == FileState::Dropped {
        let back = house.db.write(act, move |tx| async move {
            if records::move_on(&tx, id, FileState::Dropped, FileState::Read, "").await? {
                tx.record(Deed::new("billing.file_lay").row("billing_file", id));
            }
            Ok::<_, StoreError>(())
        });
        back.await?;
    }
    Ok((id, true))
}

/// Begins to book a file.
///
/// # Errors
/// [`BillingError::Changed`] when somebody was first.
pub(crate) async fn begin(tx: &Tx, id: FileId, officer: &str) -> Result<(), BillingError> {
    step(tx, id, FileState::Booking, officer, "billing.file_book").await?;
    tx.enqueue(NewJob::new(BOOK, &Work { file: id }).key(format!("billing:file:{id}")));
    Ok(())
}

/// Takes a file away on which nothing is booked.
///
/// # Errors
/// [`BillingError::Changed`] when somebody was first.
pub(crate) async fn take_away(tx: &Tx, id: FileId, officer: &str) -> Result<(), BillingError> {
    step(tx, id, FileState::Dropped, officer, "billing.file_drop").await
}

async fn step(tx: &Tx, id: FileId, to: FileState, officer: &str, act: &'static str) -> Result<(), BillingError> {
    if !records::move_on(tx, id, FileState::Read, to, officer).await? {
        return Err(BillingError::Changed);
    }
    tx.record(Deed::new(act).row("billing_file", id));
    Ok(())
}

/// What the job is given.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Work {
    pub file: FileId,
}

/// The lines of a file that is in the records.
///
/// # Errors
/// When blob or records do not answer.
pub(crate) async fn lines_of(house: &House, file: &File) -> Result<Vec<Line>, StoreError> {
    let bytes = house.blobs.get(&file.file).await?;
    let laid = Laid {
        kind: file.kind,
        channel: file.channel,
        layout: file.layout.clone(),
        name: String::new(),
        bytes,
        officer: String::new(),
    };
    lines(house, &laid, file.read_on).map_err(|e| match e {
        NotLaid::Store(e) => e,
        NotLaid::Unreadable(_) => StoreError::Other("a file that was read once is not readable now".to_owned()),
    })
}

/// Books what is left of a file, a portion after the other. Stopped half-way it goes on where it was.
///
/// # Errors
/// When the records do not answer; the job is tried again.
pub(crate) async fn book(house: House, work: Work) -> Result<(), JobError> {
    let Some(file) = records::find(&house.db, work.file).await? else { return Ok(()) };
    let lines = lines_of(&house, &file).await?;
    let mut done = usize::try_from(file.done).unwrap_or_default();
    while done < lines.len() && file.state == FileState::Booking {
        let portion: Vec<Line> = lines.iter().skip(done).take(PORTION).cloned().collect();
        let (count, last) = (portion.len(), done + portion.len() == lines.len());
        let (inside, id, from) = (house.clone(), file.id, i64::try_from(done).unwrap_or(i64::MAX));
        let act = Act::system("billing.reconcile", house.now());
        let write =
            house.db.write(&act, move |tx| async move { book_portion(&tx, &inside, id, from, last, portion).await });
        if !write.await.map_err(into_store)? {
            // Another worker has it in hand.
            return Ok(());
        }
        done += count;
    }
    Ok(())
}

fn into_store(error: BillingError) -> StoreError {
    match error {
        BillingError::Store(e) => e,
        other => StoreError::Other(other.to_string()),
    }
}

async fn book_portion(
    tx: &Tx,
    house: &House,
    id: FileId,
    from: i64,
    last: bool,
    lines: Vec<Line>,
) -> Result<bool, BillingError> {
    let to = from.saturating_add(i64::try_from(lines.len()).unwrap_or_default());
    if !records::portion(tx, id, from, to, last).await? {
        return Ok(false);
    }
    let mut deed = Deed::new("billing.reconcile").row("billing_file", id);
    for line in &lines {
        let outcome = book_line::book(tx, house, line).await?;
        deed = deed.row("billing_file_line", records::insert_line(tx, id, line, &outcome).await?);
    }
    tx.record(deed);
    Ok(true)
}

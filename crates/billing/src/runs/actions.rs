//! What an officer does with a run: take a file, issue it, give it up. One transaction each, but for
//! the lines of a file, which are written some at a time.

use super::reading::{self, Terms};
use super::records::{self, Line, Run, Standing, State};
use super::{RunId, check, issue, prints};
use crate::BillingError;
use kernel::{TypedId, Uuid, Yen};
use people::selection::journal_pass;
use store::{Act, BlobId, Deed, StoreError, Tx};
use town::Problem;
use web::House;

/// Lines written down in one transaction.
const AT_ONCE: usize = 200;
/// Why the register is gone through, in words that people can read.
const PURPOSE: &str = "賦課の請求の宛名の確認";

/// The file that an officer uploads.
#[derive(Debug)]
pub(crate) struct Upload<'a> {
    pub item: &'a str,
    pub terms: &'a Terms,
    pub name: &'a str,
    pub bytes: &'a [u8],
    /// What the tax system's own list says: how many, and how much in all.
    pub count: usize,
    pub total: Yen,
    /// The officer's name.
    pub by: &'a str,
}

/// Why a file was not taken.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It is not such a table.
    Lines(Vec<Problem>),
    /// The list beside it says something else.
    Control {
        /// Lines in the file.
        count: usize,
        /// What they ask.
        total: Yen,
    },
    /// The very same file is here already.
    Again(RunId),
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Takes a file over: every line is checked and written down with what is wrong with it.
pub(crate) async fn take(house: &House, act: &Act, upload: Upload<'_>) -> Result<RunId, Refused> {
    let digest = BlobId::of(upload.bytes);
    if let Some(run) = records::of_file(&house.db, digest.as_str()).await? {
        return Err(Refused::Again(run));
    }
    let sheet = reading::read(upload.name, upload.bytes, upload.terms).map_err(Refused::Lines)?;
    let (count, total) = (sheet.lines.len(), sheet.total());
    if (count, total) != (upload.count, upload.total) {
        return Err(Refused::Control { count, total });
    }
    let lines = check::check(house, upload.item, upload.terms, sheet).await?;
    let act = act.for_purpose(PURPOSE);
    let run = begin(house, &act, &upload, total, count, digest).await?;
    for some in lines.chunks(AT_ONCE) {
        keep(house, &act, run.clone(), some.to_vec()).await?;
    }
    let id = run.id;
    let mut run = run;
    run.state = State::Draft;
    house.db.write(&act, move |tx| async move { put(&tx, run, "billing.run_read").await }).await.map_err(stored)?;
    Ok(id)
}

fn stored(error: BillingError) -> Refused {
    match error {
        BillingError::Store(e) => Refused::Store(e),
        other => Refused::Store(StoreError::Other(other.to_string())),
    }
}

async fn begin(
    house: &House,
    act: &Act,
    upload: &Upload<'_>,
    total: Yen,
    count: usize,
    digest: BlobId,
) -> Result<Run, StoreError> {
    let run = Run {
        id: RunId::from_uuid(Uuid::nil()),
        item: upload.item.to_owned(),
        year: upload.terms.year,
        title: format!("{} {}", upload.terms.year.label(), upload.terms.title),
        source: upload.name.chars().take(200).collect(),
        state: State::Reading,
        lines: i64::try_from(count).unwrap_or(i64::MAX),
        total,
        made_name: upload.by.to_owned(),
        made_at: act.at,
        decision: None,
        issued_name: None,
        issued_at: None,
        notice_on: None,
        version: 1,
    };
    let made = house.db.write(act, move |tx| async move {
        let run = Run { id: tx.id(), ..run };
        records::insert(&tx, &run, digest.as_str()).await?;
        journal_pass(&tx, count, count, PURPOSE);
        tx.record(Deed::new("billing.run_take").row("billing_run", run.id));
        Ok::<_, StoreError>(run)
    });
    made.await
}

async fn keep(house: &House, act: &Act, run: Run, lines: Vec<Line>) -> Result<(), StoreError> {
    let written = house.db.write(act, move |tx| async move {
        let mut deed = Deed::new("billing.run_lines");
        for line in lines {
            let line = Line { id: tx.id(), ..line };
            records::insert_line(&tx, &run, &line).await?;
            deed = deed.row("billing_run_line", line.id);
        }
        tx.record(deed);
        Ok::<_, StoreError>(())
    });
    written.await
}

/// Writes the run; whoever comes second is told so.
pub(super) async fn put(tx: &Tx, run: Run, deed: &'static str) -> Result<(), BillingError> {
    if !records::put(tx, &run).await? {
        return Err(BillingError::Changed);
    }
    tx.record(Deed::new(deed).row("billing_run", run.id));
    Ok(())
}

/// What the officer confirms before bills are issued.
#[derive(Debug, Clone)]
pub(crate) struct Decided {
    pub version: i64,
    /// 調定の決裁番号.
    pub decision: String,
    /// Lines that cannot be issued stay behind.
    pub without_wrong: bool,
    /// The papers are made at once.
    pub print: bool,
    /// The officer's name.
    pub by: String,
}

/// Has the bills issued by a job (調定と納税の告知).
///
/// # Errors
/// [`BillingError::Changed`] when the run has moved on; [`BillingError::Invalid`] names what is missing.
pub(crate) async fn go(tx: &Tx, id: RunId, decided: Decided) -> Result<(), BillingError> {
    let run = records::find(tx, id).await?.ok_or(StoreError::Missing("billing_run"))?;
    if run.state != State::Draft || run.version != decided.version {
        return Err(BillingError::Changed);
    }
    let decision = decided.decision.trim();
    if decision.is_empty() || decision.chars().count() > 100 {
        return Err(BillingError::Invalid("decision"));
    }
    if records::count(tx, id, Standing::Wrong).await?.lines > 0 && !decided.without_wrong {
        return Err(BillingError::Invalid("without_wrong"));
    }
    if records::count(tx, id, Standing::Ready).await?.lines == 0 {
        return Err(BillingError::Invalid("lines"));
    }
    let run = Run {
        state: State::Issuing,
        decision: Some(decision.to_owned()),
        issued_name: Some(decided.by),
        notice_on: Some(tx.now().date()),
        ..run
    };
    put(tx, run, "billing.run_go").await?;
    tx.enqueue(issue::job(id, decided.print));
    Ok(())
}

/// Has the papers made of a run whose bills are issued.
///
/// # Errors
/// [`BillingError::Changed`] when they are not.
pub(crate) async fn print(tx: &Tx, id: RunId) -> Result<(), BillingError> {
    let run = records::find(tx, id).await?.ok_or(StoreError::Missing("billing_run"))?;
    if run.state != State::Issued {
        return Err(BillingError::Changed);
    }
    prints::order(tx, id).await?;
    tx.record(Deed::new("billing.run_print").row("billing_run", id));
    Ok(())
}

/// Gives a run up of which nothing is issued; the same file and its numbers may come again.
///
/// # Errors
/// [`BillingError::Changed`] when bills are being issued.
pub(crate) async fn give_up(tx: &Tx, id: RunId, version: i64) -> Result<(), BillingError> {
    let run = records::find(tx, id).await?.ok_or(StoreError::Missing("billing_run"))?;
    if !matches!(run.state, State::Draft | State::Reading) || run.version != version {
        return Err(BillingError::Changed);
    }
    let mut deed = Deed::new("billing.run_free");
    for line in records::free(tx, id).await? {
        deed = deed.row("billing_run_line", line);
    }
    tx.record(deed);
    put(tx, Run { state: State::GivenUp, ..run }, "billing.run_give_up").await
}

//! Printed files: notices, slips and 督促状, some hundred in each. A file is typeset first and kept; then
//! one transaction names it. A job that is done again finds its file there and leaves it.

use super::papers::{self, Paper};
use super::records;
use super::{PrintId, RunId, RunLineId};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::{FromValue, Moment, Uuid, Value};
use serde::{Deserialize, Serialize};
use store::{Act, BlobId, Deed, Job, JobError, NewJob, Reads, Row, StoreError, Tx, args};
use web::House;
use web::press::{PressError, Sheet};

/// The job.
pub(super) const PRINT: &str = "billing.run_print";
/// Sheets in one file: what one envelope session folds, and what typesets in seconds.
pub(crate) const AT_ONCE: usize = 200;

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// 納税通知書.
    Notice,
    /// 納付書.
    Slip,
    /// 督促状.
    Dunning,
    /// 納付書 that go with 督促状.
    DunningSlip,
}
records::words!(Kind {
    Notice = "notice" / "通知書",
    Slip = "slip" / "納付書",
    Dunning = "dunning" / "督促状",
    DunningSlip = "dunning_slip" / "督促状に付ける納付書",
});

/// A printed file as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Print {
    pub id: PrintId,
    pub source: Uuid,
    pub kind: Kind,
    pub n: i64,
    pub papers: i64,
    pub file: BlobId,
    pub made_at: Moment,
    pub posted_at: Option<Moment>,
}

/// The files of a run or of a list of 督促, in their order.
pub(crate) async fn of(q: &impl Reads, source: Uuid) -> Result<Vec<Print>, StoreError> {
    let sql = "SELECT * FROM billing_print WHERE source = $1 ORDER BY n, kind";
    q.rows(sql, args![source]).await?.iter().map(read).collect()
}

/// One file.
pub(crate) async fn find(q: &impl Reads, id: PrintId) -> Result<Option<Print>, StoreError> {
    q.row("SELECT * FROM billing_print WHERE id = $1", args![id]).await?.as_ref().map(read).transpose()
}

fn read(r: &Row) -> Result<Print, StoreError> {
    Ok(Print {
        id: r.get("id")?,
        source: r.get("source")?,
        kind: r.get("kind")?,
        n: r.get("n")?,
        papers: r.get("papers")?,
        file: r.get("file")?,
        made_at: r.get("made_at")?,
        posted_at: r.get("posted_at")?,
    })
}

/// Names a file; answers whether it is the first of its number.
pub(super) async fn keep(tx: &Tx, print: &Print, (first, last): (i64, i64)) -> Result<bool, StoreError> {
    let made = tx
        .execute(
            "INSERT INTO billing_print (id, source, kind, n, first, last, papers, file, made_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) ON CONFLICT (source, kind, n) DO NOTHING",
            args![print.id, print.source, print.kind, print.n, first, last, print.papers, &print.file, print.made_at],
        )
        .await?;
    if made == 1 {
        tx.record(Deed::new("billing.print").row("billing_print", print.id));
    }
    Ok(made == 1)
}

/// The papers are in the post; answers whether they were not yet.
pub(crate) async fn post(tx: &Tx, id: PrintId) -> Result<bool, StoreError> {
    let sql = "UPDATE billing_print SET posted_at = $2, version = version + 1 WHERE id = $1 AND posted_at IS NULL";
    let posted = tx.execute(sql, args![id, tx.now()]).await? == 1;
    if posted {
        tx.record(Deed::new("billing.print_posted").row("billing_print", id));
    }
    Ok(posted)
}

/// One file of a run: the lines from a place to another.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Order {
    run: RunId,
    kind: Kind,
    n: i64,
    first: i64,
    last: i64,
}

/// Orders the files of a run whose bills are issued; what was ordered before is not ordered again.
pub(super) async fn order(tx: &Tx, run: RunId) -> Result<(), StoreError> {
    let places = records::issued_places(tx, run).await?;
    let slips = usize::try_from(records::most_instalments(tx, run).await?).unwrap_or(1).max(1);
    // One notice for everybody, a slip for each instalment.
    for (kind, word, people) in [(Kind::Notice, "notice", AT_ONCE), (Kind::Slip, "slip", (AT_ONCE / slips).max(1))] {
        for (some, n) in places.chunks(people).zip(1..) {
            let (Some(first), Some(last)) = (some.first(), some.last()) else { continue };
            let order = Order { run, kind, n, first: *first, last: *last };
            tx.enqueue(NewJob::new(PRINT, &order).key(format!("{PRINT}:{run}:{word}:{n}")));
        }
    }
    Ok(())
}

/// Typesets one file.
pub(super) fn run(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let order: Order = job.payload()?;
        let there = of(&house.db, order.run.0).await?;
        if there.iter().any(|p| p.kind == order.kind && p.n == order.n) {
            return Ok(());
        }
        let run = records::find(&house.db, order.run).await?;
        let run = run.ok_or_else(|| JobError::Fail("no such run".to_owned()))?;
        let lines = records::issued(&house.db, run.id, order.first, order.last).await?;
        let made = match order.kind {
            Kind::Slip => papers::slips(&house, &run, &lines).await?,
            _ => papers::notices(&house, &run, &lines, order.n).await?,
        };
        let set = typeset(&house, made).await?;
        let act = Act::system("billing", house.now());
        house.db.write(&act, move |tx| async move { written(&tx, order, set).await }).await?;
        Ok(())
    }
    .boxed()
}

/// How papers become one sheet of the press.
type Draw = fn(&House, &str, &[Paper], Moment) -> Sheet;

/// Papers before they are typeset, and who gets none with the reason.
#[derive(Debug, Default)]
pub(super) struct Pile {
    pub papers: Vec<Paper>,
    pub without: Vec<(Uuid, String)>,
    pub title: String,
    /// The file that they make.
    pub sheet: Option<Draw>,
}

/// A file that is typeset and kept.
#[derive(Debug)]
pub(super) struct Set {
    /// None where nobody is left.
    pub file: Option<BlobId>,
    pub papers: Vec<Uuid>,
    pub without: Vec<(Uuid, String)>,
}

/// Typesets a pile; whose paper no font can print is left out with that reason, and the rest is
/// typeset.
pub(super) async fn typeset(house: &House, mut pile: Pile) -> Result<Set, JobError> {
    loop {
        let Some(sheet) = pile.sheet.filter(|_| !pile.papers.is_empty()) else {
            return Ok(Set { file: None, papers: Vec::new(), without: pile.without });
        };
        match house.typeset(sheet(house, &pile.title, &pile.papers, house.now())).await {
            Ok(pdf) => {
                let file = house.blobs.put(pdf).await?;
                let papers = pile.papers.iter().map(|p| p.of).collect();
                return Ok(Set { file: Some(file), papers, without: pile.without });
            }
            Err(PressError::NoGlyph { cluster }) => {
                let (touched, rest): (Vec<Paper>, Vec<Paper>) =
                    pile.papers.into_iter().partition(|p| p.mentions(&cluster));
                if touched.is_empty() {
                    return Err(JobError::Fail("no font has a character of the paper".to_owned()));
                }
                let why = "手もとの書体にない字があります。別の字では印刷しません";
                pile.without.extend(touched.into_iter().map(|p| (p.of, why.to_owned())));
                pile.papers = rest;
            }
            Err(e) => return Err(JobError::Retry(e.to_string())),
        }
    }
}

async fn written(tx: &Tx, order: Order, set: Set) -> Result<(), StoreError> {
    let mut deed = Deed::new("billing.run_unprinted");
    for (line, why) in &set.without {
        let line = RunLineId(*line);
        records::set_unprinted(tx, line, why).await?;
        deed = deed.row("billing_run_line", line);
    }
    if !set.without.is_empty() {
        tx.record(deed);
    }
    let Some(file) = set.file else { return Ok(()) };
    let print = Print {
        id: tx.id(),
        source: order.run.0,
        kind: order.kind,
        n: order.n,
        papers: i64::try_from(set.papers.len()).unwrap_or(i64::MAX),
        file,
        made_at: tx.now(),
        posted_at: None,
    };
    keep(tx, &print, (order.first, order.last)).await?;
    Ok(())
}

/// Whether all files that a run ordered are there.
pub(crate) async fn is_printed(q: &impl Reads, run: RunId) -> Result<bool, StoreError> {
    let places = records::issued_places(q, run).await?;
    let there = of(q, run.0).await?.iter().filter(|p| p.kind == Kind::Notice).count();
    Ok(there >= places.len().div_ceil(AT_ONCE))
}

//! The letters: whoever no other channel reaches gets the notice on paper, many in one file.
//!
//! A batch is typeset first and its file kept; then one transaction takes the copies into the
//! batch, each only if it is still waiting in the version that was printed. A copy that somebody
//! moved in between makes the whole batch fail, and it is made again: no letter in the file
//! without its record, no record without its letter.

use crate::BatchId;
use crate::enclosure::{self, Kept};
use crate::reach;
use crate::recipient::{Change, Delivery, State};
use kernel::Moment;
use kernel::era::date_label;
use people::Reach;
use serde_json::{Value, json};
use store::{Act, BlobId, Deed, Reads, Row, StoreError, Tx, args};
use web::press::{PressError, Sheet};
use web::{House, WebError};

/// Letters in one batch: what one envelope session folds, and what typesets in seconds.
pub(crate) const MOST: i64 = 200;

/// Letters printed together.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub(crate) id: BatchId,
    pub(crate) letters: i64,
    pub(crate) file: BlobId,
    pub(crate) made_at: Moment,
    pub(crate) posted_at: Option<Moment>,
}

/// How the making of a batch ended.
pub(crate) enum Made {
    /// A batch.
    Batch,
    /// Nothing waits.
    Nothing,
    /// No font has a character of these letters; somebody must decide.
    NoGlyph(Vec<Delivery>),
}

/// A letter before it is printed.
struct Letter {
    copy: Delivery,
    reach: Reach,
    address: Vec<String>,
    enclosed: Option<Kept>,
}

/// Prints what waits.
pub(crate) async fn make(house: &House, act: &Act) -> Result<Made, WebError> {
    let (letters, homeless) = waiting(house).await?;
    if !homeless.is_empty() {
        house.db.write(act, move |tx| async move { to_calls(&tx, homeless, "no address").await }).await?;
    }
    if letters.is_empty() {
        return Ok(Made::Nothing);
    }
    let file = match house.typeset(sheet(house, &letters, act.at)).await {
        Ok(pdf) => house.blobs.put(pdf).await?,
        Err(PressError::NoGlyph { cluster }) => {
            let touched = letters.into_iter().filter(|l| mentions(l, &cluster));
            return Ok(Made::NoGlyph(touched.map(|l| l.copy).collect()));
        }
        Err(e) => return Err(e.into()),
    };
    let copies = letters.into_iter().map(|l| l.copy).collect();
    house.db.write(act, move |tx| async move { keep(&tx, copies, file).await }).await.map(|_| Made::Batch)
}

async fn waiting(house: &House) -> Result<(Vec<Letter>, Vec<Delivery>), StoreError> {
    let (mut letters, mut homeless) = (Vec::new(), Vec::new());
    for copy in Delivery::waiting(&house.db, State::OnPrintBatch, MOST).await? {
        let reach = reach::of(&house.db, copy.person).await?;
        match reach.and_then(|r| reach::letter_address(&r).map(|address| (r, address))) {
            Some((reach, address)) => {
                let enclosed = enclosure::of(&house.db, copy.notice).await?;
                letters.push(Letter { copy, reach, address, enclosed });
            }
            None => homeless.push(copy),
        }
    }
    Ok((letters, homeless))
}

fn mentions(letter: &Letter, cluster: &str) -> bool {
    let Letter { copy, reach, address, .. } = letter;
    let texts = [&reach.name, &copy.subject, &copy.body];
    texts.into_iter().chain(address).any(|t| t.contains(cluster))
}

fn sheet(house: &House, letters: &[Letter], at: Moment) -> Sheet {
    let office = house.town.offices.main_on(at.date());
    let desk = json!({
        "name": office.map_or("", |o| o.name.as_str()),
        "phone": office.map(|o| o.phone.to_string()).unwrap_or_default(),
    });
    let said: Vec<Value> = letters.iter().map(|l| letter(house, l, &desk, at)).collect();
    let data = json!({ "date": at.rfc3339(), "demo": house.demo, "letters": said });
    let sheet = Sheet::new("letter", "お知らせ（郵送分）", data);
    letters.iter().fold(sheet, |sheet, l| with_codes(house, sheet, l))
}

/// The codes of an enclosure: one opens the form on a telephone, the other is for the officer's scanner.
fn with_codes(house: &House, sheet: Sheet, letter: &Letter) -> Sheet {
    let Some((kept, link)) = letter.enclosed.as_ref().zip(letter.copy.leads_to(house)) else { return sheet };
    let id = letter.copy.id;
    let sheet = sheet.with_qr(format!("open-{id}.svg"), house.url(&link));
    match kept.reply {
        Some(_) => sheet.with_qr(format!("reply-{id}.svg"), kept.reference.to_string()),
        None => sheet,
    }
}

/// What the letter says of its enclosure.
fn enclosed(house: &House, letter: &Letter) -> Option<Value> {
    let (kept, link) = letter.enclosed.as_ref().zip(letter.copy.leads_to(house))?;
    let (words, id) = (house.texts.words(reach::lang(&letter.reach)), letter.copy.id);
    Some(json!({
        "reference": kept.reference,
        "reference_label": words.plain("notices-letter-reference"),
        "address": house.url(&link),
        "says": words.plain("notices-letter-code"),
        "qr": format!("open-{id}.svg"),
        "reply": kept.reply,
        "reply_qr": format!("reply-{id}.svg"),
        "reply_says": words.plain("notices-letter-reply"),
    }))
}

fn letter(house: &House, letter: &Letter, desk: &Value, at: Moment) -> Value {
    let Letter { copy, reach, address, enclosed: with } = letter;
    let paragraphs: Vec<&str> = copy.body.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect();
    let closing = copy.leads_to(house).filter(|_| with.is_none()).map(|_| {
        let words = house.texts.words(reach::lang(reach));
        words.plain("notices-letter-closing")
    });
    json!({
        "postcode": reach.postcode.map(|p| p.to_string()).unwrap_or_default(),
        "address": address,
        "name": reach.name,
        "date_text": date_label(at.date()),
        "subject": copy.subject,
        "body": paragraphs,
        "closing": closing,
        "desk": desk,
        "reference": with.as_ref().map(|k| k.reference),
        "enclosed": enclosed(house, letter),
    })
}

async fn keep(tx: &Tx, copies: Vec<Delivery>, file: BlobId) -> Result<BatchId, WebError> {
    let id: BatchId = tx.id();
    let letters = i64::try_from(copies.len()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO notices_batch (id, letters, file, made_at) VALUES ($1, $2, $3, $4)",
        args![id, letters, file, tx.now()],
    )
    .await?;
    for copy in copies {
        if !copy.join(tx, id).await? {
            return Err(WebError::Changed);
        }
        tx.record(Deed::new("notices.letter").about(copy.person).row("notices_notice", copy.notice));
    }
    tx.record(Deed::new("notices.batch").row("notices_batch", id));
    Ok(id)
}

/// The letters of a batch are in the post.
pub(crate) async fn post(tx: &Tx, id: BatchId) -> Result<(), StoreError> {
    let sql = "UPDATE notices_batch SET posted_at = $2 WHERE id = $1 AND posted_at IS NULL";
    if tx.execute(sql, args![id, tx.now()]).await? != 1 {
        return Err(StoreError::Missing("notices_batch"));
    }
    tx.execute(
        "UPDATE notices_recipient SET state = 'posted', changed_at = $2, version = version + 1 \
         WHERE batch = $1 AND state = 'on_print_batch'",
        args![id, tx.now()],
    )
    .await?;
    tx.record(Deed::new("notices.post").row("notices_batch", id));
    Ok(())
}

/// A letter came back: somebody must call or visit.
pub(crate) async fn returned(tx: &Tx, copy: Delivery) -> Result<(), StoreError> {
    if copy.state == State::Posted { to_calls(tx, vec![copy], "letter came back").await } else { Ok(()) }
}

pub(crate) async fn to_calls(tx: &Tx, copies: Vec<Delivery>, why: &str) -> Result<(), StoreError> {
    for copy in copies {
        let next = State::OnCallList;
        let change = Change { channel: Some(crate::reach::channel(next)), error: Some(why), ..Change::default() };
        if copy.go(tx, next, change).await? {
            tx.record(Deed::new("notices.not_delivered").about(copy.person).row("notices_notice", copy.notice));
        }
    }
    Ok(())
}

const BATCHES: &str = "SELECT id, letters, file, made_at, posted_at FROM notices_batch ORDER BY id DESC LIMIT 50";
const BATCH: &str = "SELECT id, letters, file, made_at, posted_at FROM notices_batch WHERE id = $1";

/// The newest batches.
pub(crate) async fn batches(q: &impl Reads) -> Result<Vec<Batch>, StoreError> {
    q.rows(BATCHES, args![]).await?.iter().map(read).collect()
}

/// One batch.
pub(crate) async fn batch(q: &impl Reads, id: BatchId) -> Result<Batch, StoreError> {
    let row = q.row(BATCH, args![id]).await?;
    read(&row.ok_or(StoreError::Missing("notices_batch"))?)
}

fn read(row: &Row) -> Result<Batch, StoreError> {
    Ok(Batch {
        id: row.get("id")?,
        letters: row.get("letters")?,
        file: row.get("file")?,
        made_at: row.get("made_at")?,
        posted_at: row.get("posted_at")?,
    })
}

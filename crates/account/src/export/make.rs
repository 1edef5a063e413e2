//! Gathering: every room gives what it holds, and one file is made of it.

use super::readable;
use super::records::{self, ExportId};
use super::zip::Zip;
use kernel::id::PersonId;
use notices::NewNotice;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Act, Deed, Job, JobError, NewJob, StoreError, Tx};
use web::House;
use web::hold::{Chapter, Export, Record};
use web::texts::Lang;

/// The job that makes the file.
pub(crate) const MAKE: &str = "account.export";
/// The file can be fetched for seven days.
pub(super) const DAYS: i64 = 7;

#[derive(Serialize, Deserialize)]
struct Asked {
    export: ExportId,
}

/// Asks for the file.
pub(super) async fn ask(tx: &Tx, person: PersonId, lang: Lang) -> Result<(), StoreError> {
    let account = tx.act().actor.account().ok_or(StoreError::Missing("people_account"))?;
    let id = records::insert(tx, person, account, lang, tx.now().plus_days(DAYS)).await?;
    tx.enqueue(NewJob::new(MAKE, &Asked { export: id }).key(format!("{MAKE}:{id}")));
    tx.record(Deed::new("account.export_ask").about(person));
    Ok(())
}

/// Makes the file and tells the person.
pub(crate) async fn make(house: House, job: Job) -> Result<(), JobError> {
    let asked: Asked = job.payload()?;
    let Some(made) = records::find(&house.db, asked.export, house.now()).await? else { return Ok(()) };
    if made.blob.is_some() {
        return Ok(());
    }
    let chapters = gather(&house, made.person, made.lang).await?;
    let bytes = pack(&house, made.lang, &chapters).await?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let blob = house.blobs.put(bytes).await?;
    let inside = house.clone();
    house
        .db
        .write(&Act::system(MAKE, house.now()), move |tx| async move {
            if records::finish(&tx, made.id, &blob, size).await? {
                tx.record(Deed::new("account.export").about(made.person));
                notices::tell(&tx, ready(&inside, made.id, made.person, made.lang)).await?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

fn ready(house: &House, id: ExportId, person: PersonId, lang: Lang) -> NewNotice {
    let words = house.texts.words(lang);
    NewNotice {
        key: format!("account.export:{id}"),
        topic: "account.export",
        person,
        subject: words.plain("account-export-ready-subject"),
        body: words.plain("account-export-ready-text"),
        link: Some("/my/export".to_owned()),
        urgent: false,
    }
}

/// What every room gives.
pub(super) async fn gather(house: &House, person: PersonId, lang: Lang) -> Result<Vec<Chapter>, StoreError> {
    let mut chapters = Vec::new();
    // Who I am comes first, then the matters from the upper floors down.
    let rooms: Vec<_> = house.all_rooms().collect();
    let (own, others): (Vec<_>, Vec<_>) = rooms.into_iter().partition(|r| r.key == "account");
    for room in own.into_iter().chain(others.into_iter().rev()) {
        if let Export::Given(give) = room.export {
            chapters.extend(give(house.clone(), person, lang).await?);
        }
    }
    Ok(chapters)
}

async fn pack(house: &House, lang: Lang, chapters: &[Chapter]) -> Result<Vec<u8>, StoreError> {
    let mut zip = Zip::default();
    let made = house.now();
    let data: Vec<Value> = chapters.iter().map(chapter_json).collect();
    let whole = json!({
        "town": { "name": house.town.municipality.name, "code": house.town.municipality.code.to_string() },
        "made_at": made.rfc3339(),
        "chapters": data,
    });
    let text = serde_json::to_vec_pretty(&whole).map_err(|e| StoreError::Other(e.to_string()))?;
    zip.add("index.html", readable::page(house, lang, chapters).into_string().as_bytes());
    zip.add("data.json", &text);
    for (chapter, record, place) in records_of(chapters) {
        for (n, (name, blob)) in record.files.iter().enumerate() {
            // A file that is not there any more does not keep the rest from the person.
            if let Ok(bytes) = house.blobs.get(blob).await {
                zip.add(&file_path(chapter, place, n, name), &bytes);
            }
        }
    }
    Ok(zip.finish())
}

fn records_of(chapters: &[Chapter]) -> impl Iterator<Item = (&Chapter, &Record, usize)> {
    chapters.iter().flat_map(|c| c.records.iter().enumerate().map(move |(place, r)| (c, r, place)))
}

/// Where a file lies in the ZIP file.
pub(super) fn file_path(chapter: &Chapter, place: usize, n: usize, name: &str) -> String {
    let safe: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    format!("files/{}/{}-{}-{}", chapter.key, place + 1, n + 1, safe.trim_start_matches('.'))
}

fn chapter_json(chapter: &Chapter) -> Value {
    let record = |(place, r): (usize, &Record)| {
        let facts: serde_json::Map<String, Value> =
            r.facts.iter().map(|(key, _, value)| (key.clone(), Value::from(value.clone()))).collect();
        let files: Vec<String> =
            r.files.iter().enumerate().map(|(n, (name, _))| file_path(chapter, place, n, name)).collect();
        json!({ "title": r.title, "facts": facts, "files": files })
    };
    let records: Vec<Value> = chapter.records.iter().enumerate().map(record).collect();
    json!({ "key": chapter.key, "title": chapter.title, "records": records })
}

/// Removes the files whose time is over.
pub(crate) async fn clear(house: &House) -> Result<(), StoreError> {
    for made in records::over(&house.db, house.now()).await? {
        if let Some(blob) = &made.blob {
            house.blobs.remove(blob).await?;
        }
        let act = Act::system("account.clear", house.now());
        house.db.write(&act, move |tx| async move { records::remove(&tx, made.id).await }).await?;
    }
    Ok(())
}

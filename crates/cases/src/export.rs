//! What a person takes home from here: their matters with answers, files and what was said, and what
//! they have begun.

use crate::records::case::{self, Case};
use crate::records::draft::{self, Draft};
use crate::records::{file, message};
use crate::{catalogue, say};
use kernel::id::PersonId;
use store::StoreError;
use web::House;
use web::hold::{Chapter, Record};
use web::texts::{Lang, Words, plain};

/// Matters and drafts of a person, newest first. The desk's own notes are left out.
pub(crate) async fn of_person(house: House, person: PersonId, lang: Lang) -> Result<Vec<Chapter>, StoreError> {
    let words = house.texts.words(lang);
    let mut cases = Chapter::new("cases", words.plain("cases-mine"));
    for case in case::of_person(&house.db, person).await? {
        cases.records.push(one(&house, words, &case).await?);
    }
    let mut drafts = Chapter::new("drafts", words.plain("cases-mine-drafts"));
    for draft in draft::of_person(&house.db, person, house.now()).await? {
        drafts.records.push(begun(&house, words, &draft)?);
    }
    Ok(vec![cases, drafts])
}

async fn one(house: &House, words: Words<'_>, case: &Case) -> Result<Record, StoreError> {
    let (db, lang) = (&house.db, words.lang);
    let procedure = catalogue(house)?.get(&case.procedure, case.procedure_version).cloned();
    let title = procedure.as_ref().map(|p| plain(say::text(&p.guide.title, lang))).unwrap_or_default();
    let mut record = Record::new(title)
        .fact("reference", words.plain("cases-reference"), case.reference)
        .fact("submitted_at", words.plain("cases-export-submitted"), say::moment(case.submitted_at, lang))
        .fact("state", words.plain("cases-export-state"), words.plain(&say::state_key(case.state, case.outcome)))
        .fact("applicant", words.plain("cases-export-applicant"), &case.applicant_name)
        .fact(
            "decision",
            words.plain("cases-decision"),
            case.decision.clone().filter(|_| case.outcome.is_some()).unwrap_or_default(),
        );
    let answers = case::answers(db, case.id, case.round).await?;
    if let Some(matter) = procedure.as_ref().and_then(|p| p.matter()) {
        for row in matter.form.summary(&answers) {
            let value = row.value.as_ref().map(|v| plain(say::text(v, lang))).unwrap_or_default();
            record = record.fact(format!("answer.{}", row.question), plain(say::text(&row.label, lang)), value);
        }
    }
    let asked = message::of_case(db, case.id).await?;
    let asked: Vec<String> = asked.into_iter().filter(|m| !m.is_note).map(|m| m.words).collect();
    record = record.fact("corrections", words.plain("cases-export-corrections"), asked.join("\n"));
    if let Some(said) = message::feedback(db, case.id).await? {
        record = record.fact("feedback", words.plain("cases-export-feedback"), said.comment.unwrap_or_default());
    }
    for f in file::of_case(db, case.id).await? {
        record = record.file(f.name, f.blob);
    }
    Ok(record)
}

fn begun(house: &House, words: Words<'_>, draft: &Draft) -> Result<Record, StoreError> {
    let lang = words.lang;
    let procedure = catalogue(house)?.get(&draft.procedure, draft.procedure_version).cloned();
    let title = procedure.as_ref().map(|p| plain(say::text(&p.guide.title, lang))).unwrap_or_default();
    let mut record =
        Record::new(title).fact("updated_at", words.plain("cases-export-touched"), say::moment(draft.updated_at, lang));
    if let Some(matter) = procedure.as_ref().and_then(|p| p.matter()) {
        for row in matter.form.summary(&draft.answers) {
            let value = row.value.as_ref().map(|v| plain(say::text(v, lang))).unwrap_or_default();
            record = record.fact(format!("answer.{}", row.question), plain(say::text(&row.label, lang)), value);
        }
    }
    Ok(record)
}

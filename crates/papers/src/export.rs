//! What a person takes home from here: the papers that were issued to them, as they were signed.

use crate::register;
use kernel::id::{PaperId, PersonId};
use kernel::{TypedId, Uuid, era};
use store::StoreError;
use web::House;
use web::hold::{Chapter, Record};
use web::texts::Lang;

/// All papers of a person, newest first.
pub(crate) async fn of_person(house: House, person: PersonId, lang: Lang) -> Result<Vec<Chapter>, StoreError> {
    let words = house.texts.words(lang);
    let mut chapter = Chapter::new("papers", words.plain("papers-export"));
    let mut before = PaperId::from_uuid(Uuid::max());
    loop {
        let papers = register::of_person(&house.db, person, before, 200).await?;
        let Some(last) = papers.last() else { return Ok(vec![chapter]) };
        before = last.id;
        chapter.records.extend(papers.into_iter().map(|p| {
            let day = p.issued_at.date();
            let day = if lang == Lang::En { day.to_string() } else { era::date_label(day) };
            Record::new(&p.title)
                .fact("number", words.plain("papers-export-number"), p.number.to_string())
                .fact("issued_on", words.plain("papers-export-issued"), day)
                .fact(
                    "revoked",
                    words.plain("papers-export-revoked"),
                    p.revoked.map(|(_, why)| why).unwrap_or_default(),
                )
                .file(format!("{}.pdf", p.number), p.file)
        }));
    }
}

//! What a person takes home from here: the records on which certificates about them would rest, also
//! those that were replaced.

use crate::certificates::records;
use crate::certificates::rules::Kind;
use kernel::id::PersonId;
use kernel::{Date, Moment, era};
use store::StoreError;
use store::seal::open;
use web::House;
use web::hold::{Chapter, Record};
use web::texts::Lang;

pub(crate) async fn of_person(house: House, person: PersonId, lang: Lang) -> Result<Vec<Chapter>, StoreError> {
    let words = house.texts.words(lang);
    let mut chapter = Chapter::new("certificates", words.plain("certificates-export"));
    let day = |d: Date| if lang == Lang::En { d.to_string() } else { era::date_label(d) };
    for row in records::of_person(&house.db, person).await? {
        let kind: String = row.get("kind")?;
        let year: i64 = row.get("year")?;
        let replaced: Option<Moment> = row.get("replaced_at")?;
        let name = Kind::from_key(&kind).map_or("", Kind::record_name);
        let year = if year > 0 { year.to_string() } else { String::new() };
        chapter.records.push(
            Record::new(name)
                .fact("year", words.plain("certificates-export-year"), year)
                .fact("as_of", words.plain("certificates-export-as-of"), day(row.get("as_of")?))
                .fact("facts", words.plain("certificates-export-facts"), open(row.get("facts")?))
                .fact(
                    "replaced",
                    words.plain("certificates-export-replaced"),
                    replaced.map(|at| day(at.date())).unwrap_or_default(),
                ),
        );
    }
    Ok(vec![chapter])
}

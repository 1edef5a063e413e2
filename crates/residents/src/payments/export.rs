//! What a person takes home from here: their payments by card and when they were reminded.

use kernel::id::PersonId;
use kernel::{Date, Moment, Yen, era};
use store::{Reads, StoreError, args};
use web::House;
use web::hold::{Chapter, Record};
use web::texts::Lang;

pub(super) async fn of_person(house: House, person: PersonId, lang: Lang) -> Result<Vec<Chapter>, StoreError> {
    let words = house.texts.words(lang);
    let day = |d: Date| if lang == Lang::En { d.to_string() } else { era::date_label(d) };
    let mut chapter = Chapter::new("payments", words.plain("payments-export"));
    let sql = "SELECT amount, state, created_at FROM payments_card WHERE by_person = $1 ORDER BY created_at";
    for row in house.db.rows(sql, args![person]).await? {
        let (amount, at): (Yen, Moment) = (row.get("amount")?, row.get("created_at")?);
        let state: String = row.get("state")?;
        chapter.records.push(
            Record::new(words.plain("payments-export-card"))
                .fact("at", words.plain("payments-export-day"), day(at.date()))
                .fact("amount", words.plain("payments-sum"), amount)
                .fact("state", words.plain("payments-export-state"), words.plain(&format!("payments-state-{state}"))),
        );
    }
    let sql = "SELECT due, told_at FROM payments_reminder WHERE person = $1 ORDER BY told_at";
    for row in house.db.rows(sql, args![person]).await? {
        let (due, told): (Date, Moment) = (row.get("due")?, row.get("told_at")?);
        chapter.records.push(
            Record::new(words.plain("payments-export-reminder"))
                .fact("at", words.plain("payments-export-day"), day(told.date()))
                .fact("due", words.plain("payments-due"), day(due)),
        );
    }
    Ok(vec![chapter])
}

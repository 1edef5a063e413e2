//! What a person takes home from here: every message to them, and how far it came.

use crate::RecipientId;
use crate::pages::day;
use crate::recipient::Delivery;
use kernel::id::PersonId;
use kernel::{TypedId, Uuid};
use store::StoreError;
use web::House;
use web::hold::{Chapter, Record};
use web::texts::Lang;

/// All copies of a person, newest first.
pub(crate) async fn of_person(house: House, person: PersonId, lang: Lang) -> Result<Vec<Chapter>, StoreError> {
    let words = house.texts.words(lang);
    let mut chapter = Chapter::new("notices", words.plain("notices-inbox"));
    let mut before = RecipientId::from_uuid(Uuid::max());
    loop {
        let copies = Delivery::of_person(&house.db, person, before, 200).await?;
        let Some(last) = copies.last() else { return Ok(vec![chapter]) };
        before = last.id;
        chapter.records.extend(copies.iter().map(|c| {
            Record::new(&c.subject)
                .fact("told_on", words.plain("notices-export-told"), day(c.told_at.date(), lang))
                .fact("state", words.plain("notices-export-state"), c.state.as_str())
                .fact("channel", words.plain("notices-export-channel"), c.channel.clone().unwrap_or_default())
                .fact("body", words.plain("notices-export-body"), &c.body)
        }));
    }
}

//! The table of the people of an offer.

use super::{LineId, OfferId};
use cases::invite::InvitationId;
use kernel::fiscal::FiscalYear;
use kernel::id::PersonId;
use kernel::{FromValue, Moment, Value, era};
use std::collections::HashSet;
use store::seal::{open, seal};
use store::{Reads, Row, StoreError, Tx, args};
use web::House;
use web::hold::{Chapter, Record};
use web::texts::Lang;

/// Where somebody of a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// To be invited.
    Listed,
    /// The rule finds them, and something is in the way.
    LeftOut,
    /// An officer took them out, with a reason.
    Removed,
    /// Invited.
    Invited,
}

impl Standing {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Listed, "listed"), (Self::LeftOut, "left_out"), (Self::Removed, "removed"), (Self::Invited, "invited")];
}

impl From<Standing> for Value {
    fn from(standing: Standing) -> Self {
        Standing::ALL.iter().find(|(s, _)| *s == standing).map_or("", |(_, word)| word).into()
    }
}

impl FromValue for Standing {
    fn from_value(value: Value) -> Option<Self> {
        let word = String::from_value(value)?;
        Standing::ALL.iter().find(|(_, w)| *w == word).map(|(s, _)| *s)
    }
}

/// Somebody of a list, as recorded.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) id: LineId,
    pub(super) offer: OfferId,
    /// Its place in the list, in the order of the register.
    pub(super) place: i64,
    /// Who is meant.
    pub(super) subject: PersonId,
    /// Who gets the letter.
    pub(super) person: Option<PersonId>,
    pub(super) name: String,
    pub(super) to_name: Option<String>,
    pub(super) ward: Option<String>,
    /// Why the rule finds them, in words.
    pub(super) ground: Option<String>,
    pub(super) standing: Standing,
    /// Why they are not invited, in words.
    pub(super) why: Option<String>,
    pub(super) invitation: Option<InvitationId>,
}

macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "SELECT id, offer, place, subject, person, name, to_name, ward, ground, state, why, invitation FROM procedures_offer_line ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<Line, StoreError> {
    let hidden = |column: &str| Ok::<_, StoreError>(row.get::<Option<String>>(column)?.map(open));
    Ok(Line {
        id: row.get("id")?,
        offer: row.get("offer")?,
        place: row.get("place")?,
        subject: row.get("subject")?,
        person: row.get("person")?,
        name: open(row.get("name")?),
        to_name: hidden("to_name")?,
        ward: row.get("ward")?,
        ground: hidden("ground")?,
        standing: row.get("state")?,
        why: hidden("why")?,
        invitation: row.get("invitation")?,
    })
}

pub(super) async fn insert(tx: &Tx, l: &Line) -> Result<(), StoreError> {
    let hidden = |text: &Option<String>| text.as_deref().map(seal);
    tx.execute(
        "INSERT INTO procedures_offer_line (id, offer, place, subject, person, name, to_name, ward, ground, state, why, \
         invitation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            l.id,
            l.offer,
            l.place,
            l.subject,
            l.person,
            seal(&l.name),
            hidden(&l.to_name),
            l.ward.clone(),
            hidden(&l.ground),
            l.standing,
            hidden(&l.why),
            l.invitation
        ],
    )
    .await?;
    Ok(())
}

/// Everybody of an offer, in the order of the register.
pub(super) async fn of_offer(q: &impl Reads, offer: OfferId) -> Result<Vec<Line>, StoreError> {
    q.rows(lines!("WHERE offer = $1 ORDER BY place"), args![offer]).await?.iter().map(read).collect()
}

/// The next of an offer who are to be invited.
pub(super) async fn to_invite(q: &impl Reads, offer: OfferId, limit: i64) -> Result<Vec<Line>, StoreError> {
    let sql = lines!("WHERE offer = $1 AND state = 'listed' ORDER BY place LIMIT $2");
    q.rows(sql, args![offer, limit]).await?.iter().map(read).collect()
}

/// Moves somebody on who still stands where they were seen; answers whether they did.
pub(super) async fn set(
    tx: &Tx,
    line: LineId,
    (from, to): (Standing, Standing),
    why: Option<&str>,
    invitation: Option<InvitationId>,
) -> Result<bool, StoreError> {
    let sql = "UPDATE procedures_offer_line SET state = $3, why = $4, invitation = $5 WHERE id = $1 AND state = $2";
    Ok(tx.execute(sql, args![line, from, to, why.map(seal), invitation]).await? == 1)
}

/// How many of an offer stand where.
pub(super) async fn count(q: &impl Reads, offer: OfferId, standing: Standing) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COUNT(*) AS bigint) FROM procedures_offer_line WHERE offer = $1 AND state = $2";
    Ok(q.one(sql, args![offer, standing]).await?.unwrap_or(0))
}

/// Who is meant by another offer of the same procedure and fiscal year that is on its way or was sent.
pub(super) async fn offered(
    q: &impl Reads,
    procedure: &str,
    year: FiscalYear,
) -> Result<HashSet<PersonId>, StoreError> {
    let sql = "SELECT l.subject FROM procedures_offer_line l JOIN procedures_offer o ON o.id = l.offer \
               WHERE o.procedure = $1 AND o.year = $2 AND o.state NOT IN ('making', 'given_up') \
               AND l.state IN ('listed', 'invited')";
    q.rows(sql, args![procedure, year]).await?.iter().map(|r| r.get("subject")).collect()
}

/// What a person takes home: the offers in which they stand, newest first.
pub(in crate::procedures) async fn of_person(
    house: House,
    person: PersonId,
    lang: Lang,
) -> Result<Vec<Chapter>, StoreError> {
    let words = house.texts.words(lang);
    let sql = "SELECT o.title, o.made_at, o.purpose, l.state, l.ground, l.why FROM procedures_offer_line l \
               JOIN procedures_offer o ON o.id = l.offer WHERE l.person = $1 OR l.subject = $1 ORDER BY l.id DESC";
    let mut chapter = Chapter::new("offers", words.plain("procedures-offer-export"));
    for row in house.db.rows(sql, args![person]).await? {
        let hidden =
            |column: &str| Ok::<_, StoreError>(row.get::<Option<String>>(column)?.map(open).unwrap_or_default());
        let made: Moment = row.get("made_at")?;
        let state: String = row.get("state")?;
        chapter.records.push(
            Record::new(row.get::<String>("title")?)
                .fact("made_at", words.plain("procedures-offer-export-made"), era::date_label(made.date()))
                .fact("purpose", words.plain("procedures-offer-export-purpose"), row.get::<String>("purpose")?)
                .fact(
                    "state",
                    words.plain("procedures-offer-export-state"),
                    words.plain(&format!("procedures-offer-state-{}", state.replace('_', "-"))),
                )
                .fact("ground", words.plain("procedures-offer-export-ground"), hidden("ground")?)
                .fact("why", words.plain("procedures-offer-export-why"), hidden("why")?),
        );
    }
    Ok(vec![chapter])
}

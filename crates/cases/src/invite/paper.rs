//! The reply sheet of the letter: the same questions, what the town knows already printed.

use super::records::Invitation;
use crate::forms::{Procedure, TownMatter};
use crate::{receipt, say, twin};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use web::House;
use web::texts::{Lang, plain};

pub(super) fn reply(house: &House, procedure: &Procedure, matter: &TownMatter, invitation: &Invitation) -> Value {
    let day = invitation.invited_at.date();
    let rows = matter.form.summary(&invitation.answers);
    let known: BTreeMap<String, String> =
        rows.into_iter().filter_map(|row| Some((row.question, plain(&row.value?.ja)))).collect();
    json!({
        "title": plain(&procedure.guide.title.ja),
        "questions": twin::questions(matter, &known),
        "hand_in": {
            "places": twin::places(house, day),
            "until": say::day(invitation.last_day(), Lang::Ja),
        },
        "desk": receipt::desk(house, &matter.desk, day),
    })
}

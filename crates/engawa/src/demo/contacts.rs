//! How the fictional people want to be reached: many of the old by post or telephone only.

use super::chance::Chance;
use super::register::Numbered;
use crate::house::Records;
use people::{Contact, ContactChannel, Language, PeopleError, contacts};
use store::Act;

/// Choices written down in one transaction.
const AT_ONCE: usize = 200;

/// Writes down what about a third of the heads of households told the town.
pub(super) async fn choose(
    records: &Records,
    act: &Act,
    chance: &mut Chance,
    households: &[Vec<Numbered<'_>>],
) -> Result<(), PeopleError> {
    let heads = households.iter().filter_map(|people| people.first());
    let chosen: Vec<(String, Contact)> =
        heads.filter_map(|head| Some((head.number.clone(), choice(head, chance)?))).collect();
    for some in chosen.chunks(AT_ONCE) {
        let some = some.to_vec();
        records
            .db
            .write(act, |tx| async move {
                for (number, contact) in &some {
                    let person = people::by_number(&tx, number).await?.ok_or(PeopleError::Missing)?;
                    contacts::choose(&tx, person, contact).await?;
                }
                Ok::<_, PeopleError>(())
            })
            .await?;
    }
    Ok(())
}

fn choice(head: &Numbered<'_>, chance: &mut Chance) -> Option<Contact> {
    if !chance.percent(34) {
        return None;
    }
    let shares: &[usize] = match head.who.age() {
        75.. => &[5, 65, 30],
        65.. => &[25, 55, 20],
        _ => &[70, 25, 5],
    };
    let channel = [ContactChannel::Email, ContactChannel::Post, ContactChannel::Call][chance.weighted(shares)];
    let language = match (&head.who.surname, chance.percent(60)) {
        (Some(_), _) => Language::Ja,
        (None, true) => Language::Easy,
        (None, false) => Language::En,
    };
    let email = matches!(channel, ContactChannel::Email).then(|| format!("person-{}@demo.example", head.number));
    // No telephone in Japan has a local number that begins with 0.
    let phone = chance.percent(80).then(|| format!("0247-00-{:04}", chance.below(10_000)));
    Some(Contact {
        channel,
        language,
        email: email.and_then(|e| e.parse().ok()),
        phone: phone.and_then(|p| p.parse().ok()),
        postcode: None,
        address: None,
    })
}

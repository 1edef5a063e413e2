//! Whether what a provider says is one person of the register: a rule without doubt, because what
//! follows from it is a person's own record. Everything else is decided by an officer.

use super::said::Said;
use kernel::address::comparison_key;
use kernel::id::PersonId;
use kernel::search_key::search_key;
use kernel::{Date, PersonName};
use people::Person;
use store::{Reads, StoreError};

/// What the rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// It is this person.
    Certain(PersonId),
    /// An officer looks; these may be meant.
    Uncertain(Vec<PersonId>),
}

/// Certain is one person alone who lives here, with the same name, the same day of birth and the
/// same address. A name agrees when its characters do, in whatever form they are written (髙 and 高
/// are one character here, which is why name and birth alone are not enough); an address when its
/// ways of writing do.
pub(crate) fn judge(said: &Said, candidates: &[Person], today: Date) -> Judgement {
    let agree: Vec<&Person> = candidates.iter().filter(|p| same_person(said, p)).collect();
    let certain = agree.iter().filter(|p| p.lives_here_on(today) && same_address(said, p));
    match (&agree[..], &certain.collect::<Vec<_>>()[..]) {
        ([_], [one]) => Judgement::Certain(one.id),
        _ => Judgement::Uncertain(candidates.iter().map(|p| p.id).collect()),
    }
}

/// Whether name and birth are those of `person`.
pub(crate) fn same_person(said: &Said, person: &Person) -> bool {
    let name = said.name.as_deref().map(search_key).filter(|key| !key.is_empty());
    name.is_some_and(|key| key == search_key(person.name.full())) && said.birth.is_some() && said.birth == person.birth
}

fn same_address(said: &Said, person: &Person) -> bool {
    let key = said.address.as_deref().map(comparison_key).filter(|key| !key.is_empty());
    // A provider may leave the prefecture out, as the register's own letters do.
    let own = [person.address.comparison_key(), comparison_key(&person.address.without_prefecture())];
    key.is_some_and(|key| own.contains(&key))
}

/// Who may be meant: those of the same name and birth.
pub(crate) async fn candidates(q: &impl Reads, said: &Said) -> Result<Vec<Person>, StoreError> {
    let (Some(name), Some(birth)) = (&said.name, said.birth) else { return Ok(Vec::new()) };
    let Ok(name) = PersonName::from_full(name) else { return Ok(Vec::new()) };
    let found = people::by_name_and_birth(q, &name, birth).await?;
    people::find_many(q, &found).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Address, Moment, TypedId, Uuid};
    use people::{Facts, PersonKind};

    fn person(number: u128, name: &str, rest: &str) -> Person {
        let mut facts = Facts::named(PersonName::from_full(name).unwrap());
        facts.birth = Some(Date::constant(1946, 4, 8));
        facts.resident_since = facts.birth;
        facts.address = Address {
            prefecture: "福島県".to_owned(),
            city: "田村郡小野町".to_owned(),
            town_area: "大字小野新町".to_owned(),
            rest: rest.to_owned(),
            ..Address::default()
        };
        let id = PersonId::from_uuid(Uuid::from_u128(number));
        Person { id, kind: PersonKind::Resident, facts, version: 1, changed_at: Moment::from_micros(0) }
    }

    fn said(name: &str, address: &str) -> Said {
        Said {
            name: Some(name.to_owned()),
            birth: Some(Date::constant(1946, 4, 8)),
            address: Some(address.to_owned()),
            ..Said::default()
        }
    }

    const TODAY: Date = Date::constant(2026, 6, 1);

    #[test]
    fn name_birth_and_address_together_are_certain_however_they_are_written() {
        let hanako = person(1, "縁側　花子", "字架空1番地");
        for address in [
            "福島県田村郡小野町大字小野新町字架空1番地",
            "福島県田村郡小野町大字小野新町字架空１",
            "田村郡小野町小野新町架空1番地",
        ] {
            let judged = judge(&said("縁側 花子", address), std::slice::from_ref(&hanako), TODAY);
            assert_eq!(judged, Judgement::Certain(hanako.id), "{address}");
        }
    }

    #[test]
    fn anything_less_is_left_to_an_officer() {
        let hanako = person(1, "縁側　花子", "字架空1番地");
        let address = "福島県田村郡小野町大字小野新町字架空1番地";
        let alone = std::slice::from_ref(&hanako);
        let unsure = Judgement::Uncertain(vec![hanako.id]);
        assert_eq!(judge(&said("縁側　花子", "福島県田村郡小野町大字小野新町字架空2番地"), alone, TODAY), unsure);
        assert_eq!(judge(&said("縁側　華子", address), alone, TODAY), unsure);
        assert_eq!(judge(&Said { address: None, ..said("縁側　花子", "") }, alone, TODAY), unsure);
        assert_eq!(judge(&Said { birth: None, ..said("縁側　花子", address) }, alone, TODAY), unsure);
        assert_eq!(judge(&said("", address), alone, TODAY), unsure);
        assert_eq!(judge(&said("縁側　花子", address), &[], TODAY), Judgement::Uncertain(vec![]));

        // A namesake of the same birthday, wherever she lives, makes it a person's decision.
        let namesake = person(2, "縁側　花子", "字見本9番地");
        let both = [hanako.clone(), namesake.clone()];
        assert_eq!(
            judge(&said("縁側　花子", address), &both, TODAY),
            Judgement::Uncertain(vec![hanako.id, namesake.id])
        );
        let mut gone = hanako.clone();
        gone.facts.moved_out = Some(Date::constant(2026, 5, 1));
        assert_eq!(judge(&said("縁側　花子", address), &[gone], TODAY), unsure);
        let mut dead = hanako;
        dead.facts.deceased = Some(Date::constant(2026, 5, 1));
        assert_eq!(judge(&said("縁側　花子", address), &[dead], TODAY), unsure);
    }
}

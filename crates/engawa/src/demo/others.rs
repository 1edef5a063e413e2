//! People who are not simply residents: those who can sign in, those who left or died, those
//! outside the register, and those who hold an office in their ward.

use super::chance::Chance;
use super::households::{Family, Somebody, TODAY};
use super::names::{self, Written};
use super::places::Areas;
use super::register::Numbered;
use crate::house::Records;
use kernel::{Date, PersonName};
use people::{Facts, Holder, NewGrant, PeopleError, Sex};
use store::Act;
use town::Town;
use town::demo::{DemoAccount, DemoKind};

/// People outside the register: relatives elsewhere, newcomers who have only asked.
const OUTSIDE: usize = 80;

/// The households of the demo's residents, in the order of the file.
pub(super) fn families_of(accounts: &[DemoAccount], areas: &mut Areas, chance: &mut Chance) -> Vec<Family> {
    let residents = || accounts.iter().filter(|a| a.kind == DemoKind::Resident);
    let heads = residents().filter(|a| a.lives_with.is_none());
    heads
        .map(|head| {
            let with: Vec<&DemoAccount> = residents().filter(|a| a.lives_with.as_ref() == Some(&head.key)).collect();
            let mut people = vec![somebody(head, "世帯主")];
            people.extend(with.iter().map(|a| somebody(a, spouse_of(likely_sex(&head.name), a))));
            if !with.is_empty() {
                children(&mut people, chance);
            }
            Family { home: areas.home_in(head.area.as_deref()), people }
        })
        .collect()
}

fn spouse_of(head: Sex, other: &DemoAccount) -> &'static str {
    match (head, likely_sex(&other.name)) {
        (Sex::Male, Sex::Female) => "妻",
        (Sex::Female, Sex::Male) => "夫",
        _ => "同居人",
    }
}

/// The file of sign-ins does not say; given names that end so are women's.
fn likely_sex(name: &str) -> Sex {
    if name.ends_with(['子', '葵', '美']) { Sex::Female } else { Sex::Male }
}

fn somebody(account: &DemoAccount, relation: &'static str) -> Somebody {
    let parts = |text: &'_ str| text.split_once([' ', '\u{3000}']).map(|(a, b)| (a.to_owned(), b.to_owned()));
    let (surname, given) = match (parts(&account.name), parts(&account.kana)) {
        (Some(name), Some(kana)) => (Some(Written::new(&name.0, &kana.0)), Written::new(&name.1, &kana.1)),
        _ => (None, Written::new(&account.name, &account.kana)),
    };
    let birth = account.birth.unwrap_or(Date::constant(1980, 1, 1));
    Somebody {
        relation,
        surname,
        given,
        sex: likely_sex(&account.name),
        birth,
        came: None,
        moved_out: None,
        deceased: None,
    }
}

/// Two small children, so that the matters of families can be tried.
fn children(people: &mut Vec<Somebody>, chance: &mut Chance) {
    let surname = people.first().and_then(|p| p.surname.clone());
    for (sex, birth) in [(Sex::Female, Date::constant(2021, 6, 30)), (Sex::Male, Date::constant(2025, 9, 12))] {
        let given = names::given(chance, sex, 5);
        people.push(Somebody {
            relation: "子",
            surname: surname.clone(),
            given,
            sex,
            birth,
            came: None,
            moved_out: None,
            deceased: None,
        });
    }
}

/// In the last year one in a hundred old people died, and a few of the young moved away.
pub(super) fn some_leave(somebody: &mut Somebody, chance: &mut Chance) {
    let month = i8::try_from(chance.between(4, 12)).unwrap_or(4);
    let day = Date::new(TODAY.year() - 1, month, 15).unwrap_or(TODAY);
    match somebody.age() {
        75.. if chance.percent(3) => somebody.deceased = Some(day),
        18..30 if chance.percent(4) => somebody.moved_out = Some(day),
        _ => {}
    }
}

/// Adds people outside the register and this year's offices of the wards.
pub(super) async fn add(
    town: &Town,
    records: &Records,
    act: &Act,
    chance: &mut Chance,
    households: &[Vec<Numbered<'_>>],
) -> Result<(), PeopleError> {
    let outside: Vec<Facts> = (0..OUTSIDE).filter_map(|_| somebody_outside(chance)).collect();
    let offices = offices(town, records, households);
    records
        .db
        .write(act, |tx| async move {
            for facts in outside {
                people::add_outside(&tx, facts).await?;
            }
            for (number, mut office) in offices {
                let person = people::by_number(&tx, &number).await?.ok_or(PeopleError::Missing)?;
                office.holder = Holder::Person(person);
                people::grants::assign(&tx, &office).await?;
            }
            Ok(())
        })
        .await
}

fn somebody_outside(chance: &mut Chance) -> Option<Facts> {
    let sex = if chance.percent(50) { Sex::Male } else { Sex::Female };
    let surname = names::surname(chance);
    let given = names::given(chance, sex, 40);
    let mut facts = Facts::named(PersonName::new(&surname.form, &given.form).ok()?);
    facts.kana = Some(format!("{}\u{3000}{}", surname.kana, given.kana));
    facts.sex = Some(sex);
    facts.address.prefecture = "架空県".to_owned();
    facts.address.city = "見本市".to_owned();
    facts.address.rest = format!("架空町{}番地", 1 + chance.below(300));
    Some(facts)
}

/// For each office of each ward somebody of working age or just beyond, for this fiscal year.
fn offices(town: &Town, records: &Records, households: &[Vec<Numbered<'_>>]) -> Vec<(String, NewGrant)> {
    let year = kernel::FiscalYear::of(records.clock.now().date());
    let roles = town.wards.roles.iter().filter(|r| r.level == 0);
    let mut offices = Vec::new();
    for (place, role) in roles.enumerate() {
        for ward in town.wards.all() {
            let fit = |p: &&Numbered<'_>| p.family.home.ward == ward.key && (50..76).contains(&p.who.age());
            let head = households.iter().filter_map(|h| h.first()).filter(fit).nth(place);
            let Some(head) = head else { continue };
            offices.push((head.number.clone(), term(&role.key, &ward.key, year)));
        }
    }
    offices
}

fn term(role: &str, ward: &str, year: kernel::FiscalYear) -> NewGrant {
    NewGrant {
        holder: Holder::Person(kernel::TypedId::from_uuid(kernel::Uuid::nil())),
        role: role.to_owned(),
        desk: None,
        ward: Some(ward.to_owned()),
        position: None,
        deputy: false,
        from: year.start(),
        until: Some(year.end()),
    }
}

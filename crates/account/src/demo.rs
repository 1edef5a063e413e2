//! The demo's sign-ins: fictional people with public passwords (`demo/accounts.toml`).

use crate::{Hashing, passwords, second};
use kernel::id::PersonId;
use kernel::{Address, Moment, PersonName};
use people::grants::{self, NewGrant};
use people::mandates::{self, ALL_MATTERS};
use people::{AccountKind, Facts, Holder, MandateKind, NewAccount, NewMandate, PeopleError, PersonKind};
use std::collections::HashMap;
use store::{Act, Db, Tx};
use town::demo::{DemoAccount, DemoKind};
use town::{Problem, Town};

/// Why the demo's sign-ins were not made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The town does not allow a demo (`demo_allowed` in `town.toml`).
    #[error("the town does not allow a demo")]
    NotAllowed,
    /// The file is wrong.
    #[error("demo/accounts.toml is wrong: {0:?}")]
    File(Vec<Problem>),
    /// A record was refused.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// A password could not be hashed.
    #[error(transparent)]
    Hashing(#[from] web::WebError),
}

/// Makes the accounts of `demo/accounts.toml` with their persons, terms of office and mandates, where
/// they are not there yet. A person of the same name and birth who is in the records already (the
/// fictional register was imported) is that person. Answers how many accounts were made.
///
/// # Errors
/// When the town allows no demo, the file is wrong, or the database does not answer.
pub async fn load(db: &Db, town: &Town, now: Moment) -> Result<usize, DemoError> {
    if !town.settings.demo_allowed {
        return Err(DemoError::NotAllowed);
    }
    let all = town::demo::accounts(&town.folder).map_err(DemoError::File)?;
    let hashing = Hashing::default();
    let act = Act::system("demo", now);
    let mut made = 0;
    let mut people = HashMap::new();
    for demo in &all {
        if let Some(known) = people::accounts::by_email(db, &demo.email).await.map_err(PeopleError::from)? {
            people.extend(known.person.map(|p| (demo.key.clone(), p)));
            continue;
        }
        let hash = hashing.hash(&demo.password, db.random()).await?;
        let facts = if demo.kind == DemoKind::Staff { None } else { Some(facts(town, demo, &all)?) };
        let (demo, lives_with) = (demo.clone(), demo.lives_with.as_ref().and_then(|k| people.get(k).copied()));
        let key = demo.key.clone();
        let person = db.write(&act, move |tx| async move { one(&tx, demo, facts, lives_with, hash).await }).await?;
        people.extend(person.map(|p| (key, p)));
        made += 1;
    }
    mandates_of(db, &act, &all, &people).await?;
    Ok(made)
}

async fn one(
    tx: &Tx,
    demo: DemoAccount,
    facts: Option<Facts>,
    lives_with: Option<PersonId>,
    hash: String,
) -> Result<Option<PersonId>, PeopleError> {
    let person = match facts {
        Some(facts) => Some(person(tx, &demo, facts, lives_with).await?),
        None => None,
    };
    let kind = if demo.kind == DemoKind::Staff { AccountKind::Staff } else { AccountKind::Resident };
    let new = NewAccount { kind, email: demo.email, name: demo.name, person };
    let id = people::accounts::open_account(tx, new).await?;
    let account = people::accounts::find(tx, id).await?.ok_or(PeopleError::Missing)?;
    passwords::set(tx, &account, hash).await?;
    if let Some(shared) = demo.totp.as_deref().and_then(second::Shared::read) {
        second::set(tx, &account, &shared).await?;
    }
    for role in demo.roles {
        let new = NewGrant {
            holder: Holder::Account(id),
            role: role.role,
            desk: role.desk,
            ward: None,
            position: role.position,
            deputy: role.deputy,
            from: first_of_april(tx.now()),
            until: None,
        };
        grants::assign(tx, &new).await?;
    }
    Ok(person)
}

/// Terms of office begin with the fiscal year.
fn first_of_april(now: Moment) -> kernel::Date {
    kernel::FiscalYear::of(now.date()).start()
}

async fn person(
    tx: &Tx,
    demo: &DemoAccount,
    mut facts: Facts,
    lives_with: Option<PersonId>,
) -> Result<PersonId, PeopleError> {
    if let Some(birth) = facts.birth
        && let [known] = people::by_name_and_birth(tx, &facts.name, birth).await?[..]
    {
        return Ok(known);
    }
    let kind = if demo.kind == DemoKind::Outside { PersonKind::Outside } else { PersonKind::Resident };
    let shared = match lives_with {
        Some(head) => people::find(tx, head).await?,
        None => None,
    };
    if let Some(head) = shared {
        (facts.household, facts.address, facts.relation) =
            (head.household, head.address.clone(), Some("妻".to_owned()));
        return people::add(tx, kind, facts).await;
    }
    if kind == PersonKind::Outside {
        return people::add(tx, kind, facts).await;
    }
    let household = people::add_household(tx, None).await?;
    (facts.household, facts.is_head, facts.relation) = (Some(household), true, Some("世帯主".to_owned()));
    let id = people::add(tx, kind, facts).await?;
    people::set_head(tx, household, id).await?;
    Ok(id)
}

fn facts(town: &Town, demo: &DemoAccount, all: &[DemoAccount]) -> Result<Facts, DemoError> {
    let name = PersonName::from_full(&demo.name.replace(' ', "\u{3000}"));
    let wrong = |_| {
        DemoError::File(vec![Problem::of_file(town::demo::ACCOUNTS, format!("「{}」の名前を直してください", demo.key))])
    };
    let mut facts = Facts::named(name.map_err(wrong)?);
    facts.kana = Some(demo.kana.replace(' ', "\u{3000}"));
    facts.birth = demo.birth;
    facts.resident_since = demo.birth;
    facts.email = Some(demo.email.clone());
    let area =
        demo.area.clone().or_else(|| all.iter().find(|a| Some(&a.key) == demo.lives_with.as_ref())?.area.clone());
    if let Some(ward) = area.as_deref().and_then(|k| town.wards.get(k)) {
        facts.ward = Some(ward.key.clone());
        facts.address = Address {
            postcode: ward.postcode,
            prefecture: town.municipality.prefecture.clone(),
            city: town.municipality.city_part(),
            town_area: format!("大字{}", ward.name),
            rest: "字架空1番地".to_owned(),
            ..Address::default()
        };
    }
    Ok(facts)
}

async fn mandates_of(
    db: &Db,
    act: &Act,
    all: &[DemoAccount],
    people: &HashMap<String, PersonId>,
) -> Result<(), DemoError> {
    for demo in all {
        let principal = demo.helps.as_ref().and_then(|k| people.get(k)).copied();
        let (Some(principal), Some(agent)) = (principal, people.get(&demo.key).copied()) else { continue };
        let day = act.at.date();
        if mandates::for_matter(db, agent, principal, ALL_MATTERS, day).await.map_err(PeopleError::from)?.is_some() {
            continue;
        }
        let new = NewMandate {
            principal,
            agent,
            scope: ALL_MATTERS.to_owned(),
            kind: MandateKind::Paper,
            from: day,
            until: None,
            evidence: "委任状（見本）".to_owned(),
        };
        db.write(act, move |tx| async move { mandates::give(&tx, &new).await }).await?;
    }
    Ok(())
}

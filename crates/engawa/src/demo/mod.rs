//! A fictional town of real size, the same every time: about 9,000 people in 3,700 households with
//! the age structure of the town's published figures, spread over its real areas at addresses
//! that exist nowhere (字架空).
//!
//! Who uses it: whoever wants to try the house (`engawa serve --demo`, `engawa demo`), the browser
//! journeys and the bench. It fills empty records only, through the same doors as real data: the
//! register comes as a CSV file, contacts and offices by the people's own actions. That everybody
//! is made up is written down in the records (`ops_mark`), and every page says so from then on.

mod chance;
mod contacts;
mod households;
mod names;
mod others;
mod places;
mod register;

use crate::failure::Failure;
use crate::house::Records;
use crate::ops;
use chance::Chance;
use households::{Family, Somebody};
use people::PeopleError;
use people::register::Options;
use places::Areas;
use register::Numbered;
use store::{Act, StoreError};
use town::Town;
use town::demo::DemoAccount;

/// Households in one import, so that no transaction is long.
const AT_ONCE: usize = 600;
/// From this the whole town follows.
const SEED: u64 = 0x0752_2100;

/// What was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filled {
    pub(crate) people: usize,
    pub(crate) households: usize,
}

/// Fills empty records with the fictional town.
///
/// # Errors
/// When they are not empty, or the town allows no demo.
pub(crate) async fn fill(town: &Town, records: &Records) -> Result<Filled, Failure> {
    refuse(town, records).await?;
    let accounts = town::demo::accounts(&town.folder)?;
    let act = Act::system("demo", records.clock.now());
    // First of all, so that no fictional person is ever in records that do not say so.
    records.db.write(&act, |tx| async move { ops::set_mark(&tx, ops::DEMO, "1").await }).await.map_err(|e: StoreError| e)?;
    let mut chance = Chance::new(SEED);
    let families = families(town, &accounts, &mut chance);
    let numbered = register::numbered(&families);
    for (at, some) in numbered.chunks(AT_ONCE).enumerate() {
        import(town, records, &act, at * AT_ONCE, some).await?;
    }
    contacts::choose(records, &act, &mut chance, &numbered).await.map_err(PeopleError::into_store)?;
    others::add(town, records, &act, &mut chance, &numbered).await.map_err(PeopleError::into_store)?;
    account::demo::load(&records.db, town, records.clock.now()).await.map_err(unmade)?;
    let people = numbered.iter().flatten().filter(|p| p.who.is_here()).count();
    Ok(Filled { people, households: families.len() })
}

fn unmade(error: account::demo::DemoError) -> Failure {
    Failure::cannot("見本のサインインを作れません", error.to_string())
}

async fn refuse(town: &Town, records: &Records) -> Result<(), Failure> {
    if !town.settings.demo_allowed {
        return Err(Failure::cannot(
            "この町は見本データを許していません（town.toml の demo_allowed）",
            "this town allows no demo (demo_allowed in town.toml)",
        ));
    }
    if !store::journal::is_empty(&records.db).await? {
        return Err(Failure::cannot(
            "記録が空ではないので、見本データは入れられません",
            "the records are not empty; the demo is only for empty ones",
        ));
    }
    Ok(())
}

/// The families of those who can sign in first, then everybody else.
fn families(town: &Town, accounts: &[DemoAccount], chance: &mut Chance) -> Vec<Family> {
    let mut areas = Areas::of(town);
    let mut families = others::families_of(accounts, &mut areas, chance);
    let some = households::invent(chance, &mut areas);
    let known = families.len();
    families.extend(some.into_iter().skip(known));
    let here = |p: &&mut Somebody| p.relation != "世帯主";
    for somebody in families.iter_mut().skip(known).flat_map(|f| f.people.iter_mut()).filter(here) {
        others::some_leave(somebody, chance);
    }
    families
}

async fn import(
    town: &Town,
    records: &Records,
    act: &Act,
    first: usize,
    households: &[Vec<Numbered<'_>>],
) -> Result<(), Failure> {
    let name = format!("架空の町の住民（世帯 {} から）", first + 1);
    let csv = register::file(first, households);
    let register = people::register::read(&name, csv.as_bytes(), &town.wards)?;
    let options = Options { source: name, whole: false, dry_run: false, as_of: None };
    people::register::import(&records.db, act, register, options).await.map_err(PeopleError::into_store)?;
    Ok(())
}

#[cfg(test)]
mod tests;

//! A fictional town of real size, the same every time: about 9,000 people in 3,700 households with
//! the age structure of the town's published figures, spread over its real areas at addresses
//! that exist nowhere (字架空).
//!
//! Who uses it: whoever wants to try the house (`engawa serve --demo`, `engawa demo`), the browser
//! journeys and the bench. It fills empty records only, through the same doors as real data: the
//! register comes as a CSV file, contacts and offices by the people's own actions. That everybody
//! is made up is written down in the records (`ops_mark`), and every page says so from then on.

pub(crate) mod chance;
mod contacts;
pub(crate) mod form;
mod history;
mod households;
mod matters;
mod names;
mod news;
mod offers;
mod others;
mod payments;
mod places;
mod procedures;
mod register;
mod screen;
mod visitor;

use crate::command_line::{Place, Serve};
use crate::failure::Failure;
use crate::house::{self, Records, TownRead};
use crate::ops;
use chance::Chance;
use households::{Family, Somebody};
use matters::StepClock;
use people::PeopleError;
use people::register::Options;
use places::Areas;
use register::Numbered;
use std::sync::Arc;
use store::Act;
use town::Town;
use town::demo::DemoAccount;

/// Households in one import, so that no transaction is long.
const AT_ONCE: usize = 600;
/// The first households are those of people who can sign in; they have chosen nothing yet.
const KNOWN: usize = 10;
/// From this the whole town follows.
const SEED: u64 = 0x0752_2100;

/// What was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filled {
    pub(crate) people: usize,
    pub(crate) households: usize,
    pub(crate) matters: usize,
}

/// Fills empty records with the fictional town. Its story begins with the fiscal year, on a clock of
/// its own, and ends with last night's register.
///
/// # Errors
/// When they are not empty, or the town allows no demo.
pub(crate) async fn fill(place: &Place, read: TownRead, records: &Records) -> Result<Filled, Failure> {
    refuse(&read.town, records).await?;
    let now = records.clock.now();
    let latest = now.plus_days(-matters::FIRST_DAYS_AGO);
    let clock = Arc::new(StepClock::at(history::begins(now, latest), now));
    let records = Records { clock: clock.clone(), ..records.clone() };
    let accounts = town::demo::accounts(&read.town.folder)?;
    let mut chance = Chance::new(SEED);
    let families = families(&read.town, &accounts, &mut chance);
    let numbered = register::numbered(&families);
    people(&read.town, &records, &numbered, &mut chance).await?;
    let house = house::build(place, &Serve::default(), read, &records, ([127, 0, 0, 1], 0).into()).await?;
    residents::certificates::demo::fill(&house).await?;
    let mut income =
        payments::Story { house: &house, clock: &clock, people: &numbered, chance: Chance::new(SEED ^ 0x4E0F) };
    let past = history::play(&house, &clock, &accounts, latest, &mut income).await?;
    let invited = offers::play(&house, &clock, &accounts, latest).await?;
    procedures::play(&house, &clock, &accounts).await?;
    plan::play_before(&house).await.map_err(no_plan)?;
    let matters = matters::play(&house, &clock, &accounts, now).await?;
    let at_the_screen = screen::play(&house, &clock, now).await?;
    let waiting = history::yesterday(&house, &clock, &accounts, now).await?;
    clock.forward_to(now);
    news::tell(&house, now).await?;
    income.end().await?;
    plan::play_today(&house).await.map_err(no_plan)?;
    import(&house.town, &records, 0, numbered.get(..1).unwrap_or_default()).await?;
    let people = numbered.iter().flatten().filter(|p| p.who.is_here()).count();
    Ok(Filled { people, households: families.len(), matters: past + invited + matters + at_the_screen + waiting })
}

/// Everybody, by the doors through which real people come into the records.
async fn people(
    town: &Town,
    records: &Records,
    numbered: &[Vec<Numbered<'_>>],
    chance: &mut Chance,
) -> Result<(), Failure> {
    let act = Act::system("demo", records.clock.now());
    // First of all, so that no fictional person is ever in records that do not say so.
    records.db.write(&act, |tx| async move { ops::set_mark(&tx, ops::DEMO, "1").await }).await?;
    for (at, some) in numbered.chunks(AT_ONCE).enumerate() {
        import(town, records, at * AT_ONCE, some).await?;
    }
    let others = numbered.get(KNOWN..).unwrap_or_default();
    contacts::choose(records, &act, chance, others).await.map_err(PeopleError::into_store)?;
    others::add(town, records, &act, chance, others).await.map_err(PeopleError::into_store)?;
    account::demo::load(&records.db, town, records.clock.now()).await.map_err(unmade)?;
    Ok(())
}

fn no_plan(error: web::WebError) -> Failure {
    Failure::cannot("計画の見本を作れません", error.to_string())
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

async fn import(town: &Town, records: &Records, first: usize, households: &[Vec<Numbered<'_>>]) -> Result<(), Failure> {
    let act = Act::system("demo", records.clock.now());
    let name = format!("架空の町の住民（世帯 {} から）", first + 1);
    let csv = register::file(first, households);
    let register = people::register::read(&name, csv.as_bytes(), &town.wards)?;
    let options = Options { source: name, whole: false, dry_run: false, as_of: None };
    people::register::import(&records.db, &act, register, options).await.map_err(PeopleError::into_store)?;
    Ok(())
}

#[cfg(test)]
mod tests;

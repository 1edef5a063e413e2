//! Taking a register file over: all of it in one transaction or nothing.

use super::{Entry, Register};
use crate::household;
use crate::person::{self, Person, PersonKind};
use crate::{Household, PeopleError};
use kernel::id::{HouseholdId, PersonId};
use kernel::{Moment, Uuid};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::{Act, Db, Deed, Reads, StoreError, Tx, args};

/// How a file is taken.
#[derive(Debug, Clone)]
pub struct Options {
    /// The name of the file, for the record of the run.
    pub source: String,
    /// Whether the file holds everybody, so that who is not in it is reported as missing.
    pub whole: bool,
    /// Only say what would change.
    pub dry_run: bool,
    /// As of when the register was written out; now, when not told.
    pub as_of: Option<Moment>,
}

/// What a run did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The record of the run; none for a dry run.
    pub run: Option<Uuid>,
    /// Lines read.
    pub read: usize,
    /// People written down for the first time.
    pub added: usize,
    /// People whose record changed.
    pub changed: usize,
    /// People whose record was the same.
    pub unchanged: usize,
    /// People of the register in our records who are not in a whole file. They are not removed:
    /// somebody has to look.
    pub missing: Vec<PersonId>,
    /// Headings that were not read.
    pub ignored: Vec<String>,
}

/// Takes the file over. The same file a second time changes nothing.
///
/// # Errors
/// When the database does not answer; nothing is changed then.
pub async fn import(db: &Db, act: &Act, register: Register, options: Options) -> Result<Report, PeopleError> {
    if options.dry_run {
        let known = Known::load(db).await?;
        let mut report =
            Report { read: register.entries.len(), ignored: register.ignored.clone(), ..Report::default() };
        for entry in &register.entries {
            match known.state_of(entry) {
                State::New => report.added += 1,
                State::Changed(_) => report.changed += 1,
                State::Same => report.unchanged += 1,
            }
        }
        report.missing = if options.whole { known.missing(&register) } else { Vec::new() };
        return Ok(report);
    }
    db.write(act, move |tx| async move { take_over(&tx, &register, &options).await }).await
}

/// What our records hold.
struct Known {
    people: HashMap<String, Person>,
    households: HashMap<String, Household>,
}

enum State<'k> {
    New,
    Changed(&'k Person),
    Same,
}

impl Known {
    async fn load(q: &impl Reads) -> Result<Self, StoreError> {
        let rows = q.rows("SELECT * FROM people_person WHERE register_number IS NOT NULL", vec![]).await?;
        let mut people = HashMap::with_capacity(rows.len());
        for row in &rows {
            let person = person::person(row)?;
            people.extend(person.register_number.clone().map(|n| (n, person)));
        }
        let rows = q.rows("SELECT * FROM people_household WHERE register_number IS NOT NULL", vec![]).await?;
        let mut households = HashMap::with_capacity(rows.len());
        for row in &rows {
            let household = household::read(row)?;
            households.extend(household.register_number.clone().map(|n| (n, household)));
        }
        Ok(Self { people, households })
    }

    fn household_of(&self, entry: &Entry) -> Option<HouseholdId> {
        let number = entry.household_number.as_ref()?;
        self.households.get(number).map(|h| h.id)
    }

    fn state_of(&self, entry: &Entry) -> State<'_> {
        let Some(person) = self.people.get(&entry.register_number) else { return State::New };
        let household = self.household_of(entry);
        let moves_into_new = entry.household_number.is_some() && household.is_none();
        let same = person.kind == PersonKind::Resident && entry.onto(Some(&person.facts), household) == person.facts;
        if same && !moves_into_new { State::Same } else { State::Changed(person) }
    }

    fn missing(&self, register: &Register) -> Vec<PersonId> {
        let listed: HashSet<&str> = register.entries.iter().map(|e| e.register_number.as_str()).collect();
        let here = |p: &&Person| p.moved_out.is_none() && p.deceased.is_none();
        let people = self.people.iter().filter(|(number, _)| !listed.contains(number.as_str()));
        let mut missing: Vec<PersonId> = people.map(|(_, p)| p).filter(here).map(|p| p.id).collect();
        missing.sort_unstable();
        missing
    }
}

async fn take_over(tx: &Tx, register: &Register, options: &Options) -> Result<Report, PeopleError> {
    let mut known = Known::load(tx).await?;
    let mut report = Report { read: register.entries.len(), ignored: register.ignored.clone(), ..Report::default() };
    report.missing = if options.whole { known.missing(register) } else { Vec::new() };
    let mut touched = new_households(tx, &mut known, register).await?;
    let mut heads = BTreeMap::new();
    for entry in &register.entries {
        let id = one(tx, &known, entry, &mut report).await?;
        if let (true, Some(household)) = (entry.is_head, known.household_of(entry)) {
            heads.insert(household, id);
        }
    }
    touched.extend(new_heads(tx, &known, heads).await?);
    let run = write_run(tx, register, options, &report).await?;
    let mut deed = Deed::new("people.import").raw_row("people_import", run).detail(format!(
        "追加{} 変更{} 同じ{} 見当たらない{}",
        report.added,
        report.changed,
        report.unchanged,
        report.missing.len()
    ));
    for household in touched {
        deed = deed.row("people_household", household);
    }
    tx.record(deed);
    report.run = Some(run);
    Ok(report)
}

async fn one(tx: &Tx, known: &Known, entry: &Entry, report: &mut Report) -> Result<PersonId, PeopleError> {
    let household = known.household_of(entry);
    let id = match known.state_of(entry) {
        State::Same => {
            report.unchanged += 1;
            return known.people.get(&entry.register_number).map(|p| p.id).ok_or(PeopleError::Missing);
        }
        State::Changed(person) => {
            report.changed += 1;
            let facts = entry.onto(Some(&person.facts), household);
            person::replace(tx, &Person { facts, kind: PersonKind::Resident, ..person.clone() }).await?;
            person.id
        }
        State::New => {
            report.added += 1;
            let facts = entry.onto(None, household);
            let new = Person { id: tx.id(), kind: PersonKind::Resident, facts, version: 1, changed_at: tx.now() };
            person::insert(tx, &new).await?;
            new.id
        }
    };
    tx.record(Deed::new("people.register").about(id).row("people_person", id));
    Ok(id)
}

async fn new_households(tx: &Tx, known: &mut Known, register: &Register) -> Result<HashSet<HouseholdId>, PeopleError> {
    let mut touched = HashSet::new();
    for number in register.entries.iter().filter_map(|e| e.household_number.as_ref()) {
        if known.households.contains_key(number) {
            continue;
        }
        let id = household::insert(tx, Some(number)).await?;
        let new = Household { id, register_number: Some(number.clone()), head: None, version: 1, changed_at: tx.now() };
        known.households.insert(number.clone(), new);
        touched.insert(id);
    }
    Ok(touched)
}

async fn new_heads(
    tx: &Tx,
    known: &Known,
    heads: BTreeMap<HouseholdId, PersonId>,
) -> Result<Vec<HouseholdId>, PeopleError> {
    let before: HashMap<HouseholdId, Option<PersonId>> = known.households.values().map(|h| (h.id, h.head)).collect();
    let mut changed = Vec::new();
    for (household, head) in heads {
        if before.get(&household).copied().flatten() != Some(head) {
            household::write_head(tx, household, Some(head)).await?;
            changed.push(household);
        }
    }
    Ok(changed)
}

async fn write_run(tx: &Tx, register: &Register, options: &Options, report: &Report) -> Result<Uuid, StoreError> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let id = kernel::id::uuid_v7(tx.now(), tx.random());
    tx.execute(
        "INSERT INTO people_import (id, source, digest, whole, as_of, at, rows_read, added, changed, unchanged, missing) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            id,
            &options.source,
            register.digest.clone(),
            options.whole,
            options.as_of.unwrap_or(tx.now()).min(tx.now()),
            tx.now(),
            count(report.read),
            count(report.added),
            count(report.changed),
            count(report.unchanged),
            count(report.missing.len())
        ],
    )
    .await?;
    Ok(id)
}

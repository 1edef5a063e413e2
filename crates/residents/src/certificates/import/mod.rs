//! 取り込み: what the standard systems (標準準拠システム) know of seals, income, taxes and legal
//! standing, as a file that the desk exports and uploads.
//!
//! The columns are this house's own, written down in `docs/services/certificates.md`: the exports of
//! the standard systems differ by maker, and a desk fits them by renaming columns. Every line is
//! checked; a file with one wrong line is not taken at all. What a file replaces stays in the history.

mod reading;

pub(crate) use reading::{File, columns, picture, read};

use crate::certificates::records::{self, Counted, ImportId, NewRecord, Record};
use crate::certificates::rules::Kind;
use kernel::Date;
use kernel::id::PersonId;
use std::collections::HashMap;
use store::{Act, Reads, StoreError};
use town::Problem;
use web::House;

/// What a run did, or would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Report {
    pub read: usize,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// Why a file was not taken.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The lines to mend.
    Lines(Vec<Problem>),
    /// The records do not answer.
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Takes a file over, all of it or nothing. The same file a second time changes nothing.
pub(crate) async fn take(house: &House, act: &Act, file: File, name: &str, as_of: Date) -> Result<Report, Refused> {
    let people = known(house, &file, name).await?;
    let account = act.actor.account();
    let name = name.to_owned();
    let done = house.db.write(act, move |tx| async move {
        let before = by_person(records::all_current(&tx, file.kind).await?);
        let source: ImportId = tx.id();
        let mut report = Report { read: file.lines.len(), ..Report::default() };
        for (line, person) in file.lines.iter().zip(people) {
            let new = NewRecord { person, kind: file.kind, year: line.year, facts: line.facts.clone(), as_of };
            match before.get(&(person, line.year)) {
                Some(old) if old.facts == new.facts => report.unchanged += 1,
                Some(old) => {
                    report.changed += 1;
                    records::put(&tx, source, &new, Some(old.id)).await?;
                }
                None => {
                    report.added += 1;
                    records::put(&tx, source, &new, None).await?;
                }
            }
        }
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let counted = Counted {
            read: count(report.read),
            added: count(report.added),
            changed: count(report.changed),
            unchanged: count(report.unchanged),
        };
        records::write_run(&tx, source, file.kind, (&name, &file.digest, as_of), account, &counted).await?;
        Ok::<_, StoreError>(report)
    });
    Ok(done.await?)
}

fn by_person(records: Vec<Record>) -> HashMap<(PersonId, i64), Record> {
    records.into_iter().map(|r| ((r.person, r.year), r)).collect()
}

/// The person behind each line; a number that the register does not have is a wrong line.
async fn known(house: &House, file: &File, name: &str) -> Result<Vec<PersonId>, Refused> {
    let (mut people, mut problems) = (Vec::with_capacity(file.lines.len()), Vec::new());
    let numbers = numbers(&house.db).await?;
    for line in &file.lines {
        match numbers.get(&line.number) {
            Some(person) => people.push(*person),
            None => problems.push(Problem::at(name, line.at, "この宛名番号の人は、住民の台帳にいません")),
        }
    }
    if problems.is_empty() { Ok(people) } else { Err(Refused::Lines(problems)) }
}

async fn numbers(q: &impl Reads) -> Result<HashMap<String, PersonId>, StoreError> {
    people::register::numbers(q).await
}

/// The kinds that are imported, with the columns of their file.
pub(crate) fn formats() -> impl Iterator<Item = (Kind, Vec<&'static str>)> {
    Kind::ALL.into_iter().filter(|k| k.is_imported()).map(|k| (k, columns(k)))
}

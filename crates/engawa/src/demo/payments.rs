//! What the fictional town bills and what comes in: the levies of the year by the tax desk's own files,
//! month by month, and payments by every way. Everybody and every sum is invented.

use super::chance::Chance;
use super::matters::StepClock;
use super::register::Numbered;
use crate::failure::Failure;
use kernel::fiscal::FiscalYear;
use kernel::{Clock, Date, Yen};
use std::fmt::Write;
use store::{Act, jobs};
use web::House;

/// The levies of a year: item, month in which it is issued, of how many households one gets it, the
/// least and the most hundreds of yen, instalments.
const LEVIES: &[Levy] = &[
    Levy { item: "property_tax", month: 4, of: 6, least: 60, most: 1_900, instalments: 4 },
    Levy { item: "vehicle_tax", month: 5, of: 8, least: 20, most: 129, instalments: 1 },
    Levy { item: "resident_tax", month: 6, of: 14, least: 60, most: 2_400, instalments: 4 },
    Levy { item: "health_insurance_tax", month: 7, of: 24, least: 240, most: 3_600, instalments: 8 },
];
/// Who issued them.
const BY: &str = "納期 みちる";
/// Households of people who can sign in: they get everything, so that it can be tried.
const KNOWN: usize = 4;

struct Levy {
    item: &'static str,
    month: i8,
    of: usize,
    least: usize,
    most: usize,
    instalments: usize,
}

impl Levy {
    /// The file of the tax system, and the sum of its lines.
    fn file(&self, year: FiscalYear, people: &[Vec<Numbered<'_>>], chance: &mut Chance) -> (String, Yen) {
        let instalments: Vec<String> = (1..=self.instalments).map(|n| format!("{n}期")).collect();
        let mut csv = format!("通知番号,宛名番号,氏名,税額,{}\n", instalments.join(","));
        let mut total = 0;
        for (at, household) in people.iter().enumerate() {
            let drawn = chance.below(self.of) == 0;
            let hundreds = self.least + chance.below(self.most - self.least);
            let Some(head) = household.first().filter(|h| h.who.is_here()) else { continue };
            if at >= KNOWN && !drawn {
                continue;
            }
            let sum = hundreds * 100;
            total += sum;
            // The first takes what does not come out in whole thousands (地方税法20条の4の2第6項).
            let each = sum / self.instalments / 1000 * 1000;
            let first = sum - each * (self.instalments - 1);
            let mut parts = vec![first.to_string()];
            parts.extend((1..self.instalments).map(|_| each.to_string()));
            let name = head.who.full_name();
            // No invented cell holds a comma, a quote or a line break.
            let _ = writeln!(csv, "{}-{:05},{},{name},{sum},{}", year.short(), at + 1, head.number, parts.join(","));
        }
        (csv, Yen(i64::try_from(total).unwrap_or(0)))
    }
}

/// The income of a town, month by month.
pub(super) struct Story<'a> {
    pub(super) house: &'a House,
    pub(super) clock: &'a StepClock,
    pub(super) people: &'a [Vec<Numbered<'a>>],
    pub(super) chance: Chance,
}

impl Story<'_> {
    /// Issues what is levied in this month, and books what came in for the month before.
    pub(super) async fn month(&mut self, month: Date) -> Result<(), Failure> {
        let book = billing::book(self.house)?;
        let year = FiscalYear::of(month);
        for levy in LEVIES.iter().filter(|l| l.month == month.month() && book.item(l.item).is_some()) {
            let (csv, total) = levy.file(year, self.people, &mut self.chance);
            let name = format!("{}_{}.csv", levy.item, year.0);
            let file =
                billing::demo::Levy { item: levy.item, year, name: &name, csv: &csv, total, by: BY, print: false };
            billing::demo::levy(self.house, &Act::system("demo", self.clock.now()), file).await?;
            jobs::run_due(&self.house.db, &self.house.workers(), self.clock).await?;
        }
        self.money_until(month).await
    }

    /// Books what came in for instalments that were due in the last months; whoever pays late comes
    /// with a later month.
    async fn money_until(&self, day: Date) -> Result<(), Failure> {
        let back = |day: Date| day.first_of_month().yesterday().unwrap_or(day);
        let first = back(back(back(day))).first_of_month();
        billing::demo::pay(self.house, first, day).await?;
        Ok(())
    }

    /// Now: what came in for the last days, and once for nobody knows what.
    pub(super) async fn end(&self) -> Result<(), Failure> {
        let today = self.clock.now().date();
        self.money_until(today).await?;
        billing::demo::unknown(self.house).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Areas, register};
    use super::*;
    use town::{Town, TownFolder};

    #[test]
    fn the_files_of_the_fictional_levies_add_up() {
        let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../towns/ono");
        let town = Town::load(&TownFolder::open(folder).unwrap()).unwrap();
        let families = super::super::households::invent(&mut Chance::new(3), &mut Areas::of(&town));
        let people = register::numbered(&families);
        for levy in LEVIES {
            let (csv, total) = levy.file(FiscalYear(2026), &people, &mut Chance::new(5));
            let mut sum = 0;
            for row in csv.lines().skip(1) {
                let cells: Vec<&str> = row.split(',').collect();
                let yen: Vec<i64> = cells[3..].iter().map(|c| c.parse().unwrap()).collect();
                assert_eq!(yen[0], yen[1..].iter().sum::<i64>(), "{}: {row}", levy.item);
                assert!(yen[1..].iter().all(|y| *y > 0), "{}: {row}", levy.item);
                sum += yen[0];
            }
            assert_eq!(Yen(sum), total, "{}", levy.item);
            assert!(csv.lines().count() > 100, "{}", levy.item);
        }
    }
}

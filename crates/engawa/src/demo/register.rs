//! The fictional town as a register file, in the layout that any town's register is imported in
//! (docs/register-import.md): the demo walks the same way as the real thing.

use super::households::{Family, Somebody, TODAY};
use kernel::Date;
use people::Sex;
use std::fmt::Write;

const HEADINGS: &str = "宛名番号,世帯番号,続柄,氏名,氏名フリガナ,生年月日,性別,郵便番号,都道府県,市区町村,町字,番地,方書,地区,\
住民となった日,住所を定めた日,前住所,本籍,筆頭者,転出日,死亡日";

/// A person with the number that the register knows them by.
#[derive(Debug, Clone)]
pub(crate) struct Numbered<'f> {
    pub(crate) number: String,
    pub(crate) who: &'f Somebody,
    pub(crate) family: &'f Family,
}

/// Everybody with their numbers, household by household.
pub(crate) fn numbered(families: &[Family]) -> Vec<Vec<Numbered<'_>>> {
    let mut number = 1_000_000;
    let mut all = Vec::with_capacity(families.len());
    for family in families {
        let people = family.people.iter().map(|who| {
            number += 1;
            Numbered { number: number.to_string(), who, family }
        });
        all.push(people.collect());
    }
    all
}

/// The households of one file as CSV; `first` is the number of the first household.
pub(crate) fn file(first: usize, households: &[Vec<Numbered<'_>>]) -> String {
    let mut csv = format!("{HEADINGS}\n");
    for (at, people) in households.iter().enumerate() {
        let head = people.first().map(|p| p.who.full_name()).unwrap_or_default();
        for person in people {
            row(&mut csv, 500_001 + first + at, person, &head);
        }
    }
    csv
}

fn row(csv: &mut String, household: usize, person: &Numbered<'_>, head: &str) {
    let (who, home) = (person.who, &person.family.home);
    let from_abroad = who.surname.is_none();
    let since = who.came.unwrap_or(who.birth);
    let before = match (who.came, from_abroad) {
        (None, _) => "",
        (Some(_), true) => "国外",
        (Some(_), false) => "架空県見本市架空町1番1号",
    };
    let domicile = if from_abroad { String::new() } else { home.as_domicile() };
    let cells = [
        person.number.clone(),
        household.to_string(),
        who.relation.to_owned(),
        who.full_name(),
        who.kana(),
        who.birth.to_string(),
        match who.sex {
            Sex::Male => "男".to_owned(),
            Sex::Female => "女".to_owned(),
        },
        home.postcode.map(|p| p.to_string()).unwrap_or_default(),
        home.prefecture.clone(),
        home.city.clone(),
        home.town_area.clone(),
        home.rest.clone(),
        home.building.clone(),
        home.ward.clone(),
        since.min(TODAY).to_string(),
        since.min(TODAY).to_string(),
        before.to_owned(),
        domicile,
        if from_abroad { String::new() } else { head.to_owned() },
        day(who.moved_out),
        day(who.deceased),
    ];
    // No invented cell holds a comma, a quote or a line break.
    let _ = writeln!(csv, "{}", cells.join(","));
}

fn day(day: Option<Date>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}

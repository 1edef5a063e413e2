//! Inventing households: how many of which kind, who lives in them, how old they are. The shares
//! follow the town's published age structure (38 % are 65 or older, 9 % younger than 15).

use super::chance::Chance;
use super::names::{self, Written};
use super::places::{Areas, Home};
use kernel::Date;
use people::Sex;

/// All ages are told as of this day, so that the town is the same whenever it is made.
pub(crate) const TODAY: Date = Date::constant(2026, 4, 1);

/// An invented person.
#[derive(Debug, Clone)]
pub(crate) struct Somebody {
    pub(crate) relation: &'static str,
    pub(crate) surname: Option<Written>,
    pub(crate) given: Written,
    pub(crate) sex: Sex,
    pub(crate) birth: Date,
    /// Came to the town on this day, from elsewhere; born here otherwise.
    pub(crate) came: Option<Date>,
    pub(crate) moved_out: Option<Date>,
    pub(crate) deceased: Option<Date>,
}

impl Somebody {
    pub(crate) fn age(&self) -> i16 {
        let passed = (self.birth.month(), self.birth.day()) <= (TODAY.month(), TODAY.day());
        TODAY.year() - self.birth.year() - i16::from(!passed)
    }

    pub(crate) fn full_name(&self) -> String {
        let given = &self.given.form;
        self.surname.as_ref().map_or_else(|| given.clone(), |s| format!("{}\u{3000}{given}", s.form))
    }

    pub(crate) fn kana(&self) -> String {
        let given = &self.given.kana;
        self.surname.as_ref().map_or_else(|| given.clone(), |s| format!("{}\u{3000}{given}", s.kana))
    }

    pub(crate) const fn is_here(&self) -> bool {
        self.moved_out.is_none() && self.deceased.is_none()
    }
}

/// An invented household.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    pub(crate) home: Home,
    pub(crate) people: Vec<Somebody>,
}

#[derive(Clone, Copy)]
enum Kind {
    OldAlone,
    OldCouple,
    Alone,
    Couple,
    ParentsAndChildren,
    OneParent,
    ThreeGenerations,
    OldParentAndChild,
    ParentsAndGrown,
    FromAbroad,
}

/// How many households of each kind a town of 3,700 households has.
const SHARES: &[(Kind, usize)] = &[
    (Kind::OldAlone, 570),
    (Kind::OldCouple, 710),
    (Kind::Alone, 440),
    (Kind::Couple, 240),
    (Kind::ParentsAndChildren, 300),
    (Kind::OneParent, 90),
    (Kind::ThreeGenerations, 430),
    (Kind::OldParentAndChild, 560),
    (Kind::ParentsAndGrown, 310),
    (Kind::FromAbroad, 50),
];

/// All households, in an order that mixes the kinds.
pub(crate) fn invent(chance: &mut Chance, areas: &mut Areas) -> Vec<Family> {
    let mut kinds: Vec<Kind> = SHARES.iter().flat_map(|(kind, n)| std::iter::repeat_n(*kind, *n)).collect();
    for at in (1..kinds.len()).rev() {
        let other = chance.below(at + 1);
        kinds.swap(at, other);
    }
    kinds.into_iter().map(|kind| family(chance, areas, kind)).collect()
}

fn family(chance: &mut Chance, areas: &mut Areas, kind: Kind) -> Family {
    let mut home = areas.home(chance);
    if matches!(kind, Kind::Alone | Kind::FromAbroad) && chance.percent(60) {
        home.building = format!("架空荘{}号", 101 + chance.below(8));
    }
    let mut making = Making { chance, surname: None, people: Vec::new() };
    making.surname = Some(names::surname(making.chance));
    match kind {
        Kind::OldAlone => making.old_alone(),
        Kind::OldCouple => making.couple(66, 83),
        Kind::Alone => making.alone(20, 64),
        Kind::Couple => making.couple(42, 64),
        Kind::ParentsAndChildren => making.parents_and_children(),
        Kind::OneParent => making.one_parent(),
        Kind::ThreeGenerations => making.three_generations(),
        Kind::OldParentAndChild => making.old_parent_and_child(),
        Kind::ParentsAndGrown => making.parents_and_grown(),
        Kind::FromAbroad => making.newcomer(),
    }
    let people = making.people;
    Family { home, people }
}

/// A household in the making.
struct Making<'c> {
    chance: &'c mut Chance,
    surname: Option<Written>,
    people: Vec<Somebody>,
}

impl Making<'_> {
    fn add(&mut self, relation: &'static str, sex: Sex, age: i16) {
        let age = age.clamp(0, 102);
        let given = self.unused_name(sex, age);
        let birth = birth(self.chance, age);
        let came = self.came(age, birth);
        self.people.push(Somebody {
            relation,
            surname: self.surname.clone(),
            given,
            sex,
            birth,
            came,
            moved_out: None,
            deceased: None,
        });
    }

    /// No two in a house have the same name.
    fn unused_name(&mut self, sex: Sex, age: i16) -> Written {
        loop {
            let given = names::given(self.chance, sex, age);
            if self.people.iter().all(|p| p.given.form != given.form) {
                return given;
            }
        }
    }

    /// Two in five grown people came from elsewhere.
    fn came(&mut self, age: i16, birth: Date) -> Option<Date> {
        if age < 20 || !self.chance.percent(40) {
            return None;
        }
        let year = birth.year() + self.chance.between(19, age.min(45));
        Some(day_of(self.chance, year).min(TODAY))
    }

    fn sex(&mut self) -> Sex {
        if self.chance.percent(50) { Sex::Male } else { Sex::Female }
    }

    fn old_alone(&mut self) {
        let sex = if self.chance.percent(68) { Sex::Female } else { Sex::Male };
        let age = self.chance.between(65, 92);
        self.add("世帯主", sex, age);
    }

    fn alone(&mut self, low: i16, high: i16) {
        let (sex, age) = (self.sex(), self.chance.between(low, high));
        self.add("世帯主", sex, age);
    }

    fn couple(&mut self, low: i16, high: i16) {
        let age = self.chance.between(low, high);
        let apart = self.chance.between(-2, 6);
        if self.chance.percent(94) {
            self.add("世帯主", Sex::Male, age);
            self.add("妻", Sex::Female, age - apart);
        } else {
            self.add("世帯主", Sex::Female, age);
            self.add("夫", Sex::Male, age + apart);
        }
    }

    fn children(&mut self, relation: &'static str, parent: i16, low: i16, high: i16) {
        let number = 1 + self.chance.weighted(&[46, 39, 15]);
        let oldest = high.min(parent - 23);
        for _ in 0..number {
            let (sex, age) = (self.sex(), self.chance.between(low, oldest.max(low)));
            self.add(relation, sex, age);
        }
    }

    fn parents_and_children(&mut self) {
        self.couple(30, 52);
        let mother = self.people.iter().map(Somebody::age).min().unwrap_or(40);
        self.children("子", mother, 0, 20);
    }

    fn one_parent(&mut self) {
        let sex = if self.chance.percent(85) { Sex::Female } else { Sex::Male };
        let age = self.chance.between(31, 52);
        self.add("世帯主", sex, age);
        self.children("子", age, 2, 20);
    }

    fn three_generations(&mut self) {
        let parent = self.chance.between(38, 56);
        let (both, by_old) = (self.chance.percent(68), self.chance.percent(50));
        let old = parent + self.chance.between(25, 31);
        let wife = parent - self.chance.between(-1, 5);
        let (low, high) = if self.chance.percent(55) { (0, 22) } else { (18, 30) };
        if by_old {
            self.add("世帯主", if both { Sex::Male } else { Sex::Female }, old);
            if both {
                self.add("妻", Sex::Female, old - 3);
            }
            self.add("子", Sex::Male, parent);
            self.add("子の妻", Sex::Female, wife);
            self.children("子の子", wife, low, high);
        } else {
            self.add("世帯主", Sex::Male, parent);
            self.add("妻", Sex::Female, wife);
            self.children("子", wife, low, high);
            if both {
                self.add("父", Sex::Male, old);
            }
            self.add("母", Sex::Female, old - 3);
        }
    }

    fn old_parent_and_child(&mut self) {
        let child = self.chance.between(38, 60);
        let old = (child + self.chance.between(24, 31)).max(67);
        let (both, by_old, sex) = (self.chance.percent(62), self.chance.percent(55), self.sex());
        if by_old && both {
            self.add("世帯主", Sex::Male, old);
            self.add("妻", Sex::Female, old - 2);
            self.add("子", sex, child);
        } else if by_old {
            self.add("世帯主", Sex::Female, old);
            self.add("子", sex, child);
        } else {
            self.add("世帯主", sex, child);
            if both {
                self.add("父", Sex::Male, old);
            }
            self.add("母", Sex::Female, old - 2);
        }
    }

    fn parents_and_grown(&mut self) {
        self.couple(47, 64);
        let mother = self.people.iter().map(Somebody::age).min().unwrap_or(50);
        self.children("子", mother, 18, 34);
    }

    fn newcomer(&mut self) {
        let name = names::from_abroad(self.chance);
        let (sex, age) = (self.sex(), self.chance.between(20, 45));
        let birth = birth(self.chance, age);
        let year = TODAY.year() - self.chance.between(3, 4);
        let came = day_of(self.chance, year);
        self.people.push(Somebody {
            relation: "世帯主",
            surname: None,
            given: name,
            sex,
            birth,
            came: Some(came),
            moved_out: None,
            deceased: None,
        });
    }
}

/// A birthday that makes somebody `age` years old today.
fn birth(chance: &mut Chance, age: i16) -> Date {
    let day = day_of(chance, TODAY.year() - age);
    if (day.month(), day.day()) <= (TODAY.month(), TODAY.day()) {
        return day;
    }
    Date::new(day.year() - 1, day.month(), day.day()).unwrap_or(day)
}

fn day_of(chance: &mut Chance, year: i16) -> Date {
    let (month, day) = (chance.between(1, 12), chance.between(1, 28));
    let part = |n: i16| i8::try_from(n).unwrap_or(1);
    Date::new(year, part(month), part(day)).unwrap_or(TODAY)
}

//! The rule and its one pass over the register: pure, so that it can be held against a count by hand.

use super::Resident;
use super::guardian::guardian;
use kernel::fiscal::FiscalYear;
use kernel::id::{HouseholdId, PersonId};
use kernel::{Date, age, era};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Whom the town means, and who of the household gets the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Whom.
    pub who: Who,
    /// Who gets the letter.
    pub recipient: Recipient,
}

/// Whom the town means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Who {
    /// その年度のうちにこの年齢になる人.
    Turns(Vec<u16>),
    /// その年度の4月に入学する子.
    Enters(School),
    /// その日にこの年齢の人 (both ends included).
    Aged {
        /// From this age.
        from: u16,
        /// To this age.
        to: u16,
        /// On which day.
        on: Basis,
    },
    /// その日に全員がこの年齢以上の世帯.
    HouseholdAged {
        /// From this age.
        from: u16,
        /// On which day.
        on: Basis,
    },
}

/// A school that is entered in April.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum School {
    /// 小学校.
    Elementary,
    /// 中学校.
    JuniorHigh,
}

/// The day on which ages are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 4月1日.
    Start,
    /// 3月31日.
    End,
}

/// Who of the household gets the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The person meant.
    Person,
    /// 世帯主.
    Head,
    /// 保護者 in the household.
    Guardian,
}

/// What an officer asks of the register this time.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The town's rule.
    pub rule: &'a Rule,
    /// 年度.
    pub year: FiscalYear,
    /// Only people of these wards; all where none is named.
    pub wards: &'a [String],
    /// Who lives here on this day.
    pub day: Date,
}

/// Why somebody was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// Attains an age on this day.
    Turns {
        /// 生年月日.
        birth: Date,
        /// Which age.
        age: u16,
        /// The day before the birthday (年齢計算ニ関スル法律).
        on: Date,
    },
    /// Enters a school in April.
    Enters {
        /// 生年月日.
        birth: Date,
        /// Which.
        school: School,
        /// When.
        on: Date,
    },
    /// Has an age on a day.
    Aged {
        /// 生年月日.
        birth: Date,
        /// Which age.
        age: u16,
        /// When.
        on: Date,
    },
    /// The ages of everybody in the household, eldest first.
    Household {
        /// The ages.
        ages: Vec<u16>,
        /// On which day.
        on: Date,
    },
}

impl Ground {
    /// In words for officers: 「令和7年5月3日生まれ、令和8年5月2日に1歳」.
    pub fn in_words(&self) -> String {
        let born = |birth: &Date| format!("{}生まれ", era::date_label(*birth));
        match self {
            Self::Turns { birth, age, on } => format!("{}、{}に{age}歳", born(birth), era::date_label(*on)),
            Self::Enters { birth, school, on } => {
                let school = match school {
                    School::Elementary => "小学校",
                    School::JuniorHigh => "中学校",
                };
                format!("{}、{}に{school}へ入学", born(birth), era::date_label(*on))
            }
            Self::Aged { birth, age, on } => format!("{}、{}に{age}歳", born(birth), era::date_label(*on)),
            Self::Household { ages, on } => {
                let ages: Vec<String> = ages.iter().map(|a| format!("{a}歳")).collect();
                format!("世帯の{}人が、{}に{}", ages.len(), era::date_label(*on), ages.join("・"))
            }
        }
    }
}

/// Somebody whom the rule finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The person meant; the head of a household that is meant.
    pub subject: PersonId,
    /// Who gets the letter.
    pub recipient: PersonId,
    /// Why.
    pub ground: Ground,
}

/// Somebody whom the rule finds and who cannot be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The person.
    pub subject: PersonId,
    /// What is in the way.
    pub why: Why,
}

/// What is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// 転出.
    MovedOut(Date),
    /// 死亡.
    Deceased(Date),
    /// The register has no full birth date.
    NoBirth,
    /// Nobody in the household can be told to be the guardian, or there is no head.
    NobodyToWriteTo,
}

impl Why {
    /// In words for officers.
    pub fn in_words(self) -> String {
        match self {
            Self::MovedOut(day) => format!("{}に転出", era::date_label(day)),
            Self::Deceased(day) => format!("{}に死亡", era::date_label(day)),
            Self::NoBirth => "生年月日の分からない方".to_owned(),
            Self::NobodyToWriteTo => "続柄から、手紙を受け取る保護者・世帯主が分からない".to_owned(),
        }
    }
}

/// What came out, in the order of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Whom to invite.
    pub chosen: Vec<Chosen>,
    /// Who was left out.
    pub left_out: Vec<LeftOut>,
}

/// Goes once through the register.
pub fn choose(register: &[Resident], question: Question<'_>) -> Choice {
    let mut households: HashMap<HouseholdId, Vec<&Resident>> = HashMap::new();
    for resident in register {
        households.entry(resident.household.unwrap_or(HouseholdId(resident.id.0))).or_default().push(resident);
    }
    let mut choice = Choice::default();
    for resident in register {
        if !question.wards.is_empty() && !resident.ward.as_ref().is_some_and(|w| question.wards.contains(w)) {
            continue;
        }
        let home = resident.household.unwrap_or(HouseholdId(resident.id.0));
        let household = households.get(&home).map(Vec::as_slice).unwrap_or_default();
        weigh(resident, household, question, &mut choice);
    }
    choice
}

fn weigh(resident: &Resident, household: &[&Resident], question: Question<'_>, choice: &mut Choice) {
    let out = |why| LeftOut { subject: resident.id, why };
    let here = resident.lives_here_on(question.day);
    // A household is meant once, at its head; one with an unknown age is left to a person's judgement.
    let of_households = question.rule.who.is_of_households();
    let unknown = |m: &&Resident| m.birth.is_none() && m.lives_here_on(question.day);
    let unclear = if of_households { household.iter().any(unknown) } else { unknown(&resident) };
    if unclear && here && (resident.is_head || !of_households) {
        choice.left_out.push(out(Why::NoBirth));
    }
    let Some(birth) = resident.birth.filter(|_| !unclear) else { return };
    let Some(ground) = ground(resident, birth, household, question) else { return };
    if let Some(died) = resident.deceased.filter(|_| !here) {
        choice.left_out.push(out(Why::Deceased(died)));
    } else if let Some(left) = resident.moved_out.filter(|_| !here) {
        choice.left_out.push(out(Why::MovedOut(left)));
    } else {
        match recipient(resident, household, question) {
            Some(to) => choice.chosen.push(Chosen { subject: resident.id, recipient: to.id, ground }),
            None => choice.left_out.push(out(Why::NobodyToWriteTo)),
        }
    }
}

impl Who {
    const fn is_of_households(&self) -> bool {
        matches!(self, Self::HouseholdAged { .. })
    }
}

impl Basis {
    fn day(self, year: FiscalYear) -> Date {
        match self {
            Self::Start => year.start(),
            Self::End => year.end(),
        }
    }
}

/// Whether the rule finds the person, whoever may still be in the way.
fn ground(resident: &Resident, birth: Date, household: &[&Resident], question: Question<'_>) -> Option<Ground> {
    let year = question.year;
    match &question.rule.who {
        Who::Turns(ages) => {
            let found = ages.iter().map(|n| (*n, age::attains(birth, *n))).find(|(_, on)| year.contains(*on));
            found.map(|(age, on)| Ground::Turns { birth, age, on })
        }
        Who::Enters(school) => {
            let later = match school {
                School::Elementary => 0,
                School::JuniorHigh => 6,
            };
            let on = FiscalYear(FiscalYear::of(age::school_entry(birth)).0.saturating_add(later)).start();
            (on == year.start()).then_some(Ground::Enters { birth, school: *school, on })
        }
        Who::Aged { from, to, on } => {
            let on = on.day(year);
            let age = age::age_on(birth, on);
            (birth <= on && (*from..=*to).contains(&age)).then_some(Ground::Aged { birth, age, on })
        }
        Who::HouseholdAged { from, on } => of_household(resident, household, *from, on.day(year), question.day),
    }
}

/// A household is meant once, at its head, when everybody who lives in it is old enough.
fn of_household(head: &Resident, household: &[&Resident], from: u16, on: Date, day: Date) -> Option<Ground> {
    if !head.is_head || !head.lives_here_on(day) {
        return None;
    }
    let here = household.iter().filter(|m| m.lives_here_on(day));
    let mut ages = here.map(|m| m.birth.map(|b| age::age_on(b, on))).collect::<Option<Vec<u16>>>()?;
    ages.sort_unstable_by(|a, b| b.cmp(a));
    ages.iter().all(|a| *a >= from).then_some(Ground::Household { ages, on })
}

fn recipient<'r>(resident: &'r Resident, household: &[&'r Resident], question: Question<'_>) -> Option<&'r Resident> {
    match question.rule.recipient {
        Recipient::Person => Some(resident),
        Recipient::Head => household.iter().copied().find(|m| m.is_head && m.lives_here_on(question.day)),
        Recipient::Guardian => guardian(resident, household, question.day),
    }
}

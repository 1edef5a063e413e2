//! The pass over the register held against a count by hand.

use super::*;
use kernel::fiscal::FiscalYear;
use kernel::{TypedId, Uuid};
use proptest::prelude::*;

const YEAR: FiscalYear = FiscalYear(2026);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn id(n: usize) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(n as u128 + 1))
}

fn resident(n: usize, household: usize, relation: &str, birth: &str) -> Resident {
    Resident {
        id: id(n),
        name: PersonName::from_full("架空 見本").unwrap(),
        birth: birth.parse().ok(),
        household: Some(HouseholdId::from_uuid(Uuid::from_u128(household as u128 + 1))),
        relation: Some(relation.to_owned()),
        is_head: relation == "世帯主",
        ward: Some(["natsui", "yuzawa"][household % 2].to_owned()),
        has_address: true,
        moved_out: None,
        deceased: None,
    }
}

fn ask(rule: &Rule) -> Question<'_> {
    Question { rule, year: YEAR, wards: &[], day: day("2026-06-01") }
}

fn rule(who: Who, recipient: Recipient) -> Rule {
    Rule { who, recipient }
}

fn days_of(year: FiscalYear) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(year.start()), |d| d.tomorrow().ok()).take_while(move |d| *d <= year.end())
}

/// By hand: one looks at every evening of the year and asks who is a year older the next morning.
fn turns_by_hand(birth: Date, age: u16) -> bool {
    days_of(YEAR).any(|evening| {
        let morning = evening.tomorrow().unwrap();
        kernel::age::age_on(birth, evening) + 1 == age && kernel::age::age_on(birth, morning) == age
    })
}

/// By hand: born from 2 April to 1 April, six years before.
fn enters_by_hand(birth: Date, school: School) -> bool {
    let years = if school == School::Elementary { 6 } else { 12 };
    let last = Date::new(YEAR.0 - years, 4, 1).unwrap();
    let first = Date::new(YEAR.0 - years - 1, 4, 2).unwrap();
    first <= birth && birth <= last
}

fn birth() -> impl Strategy<Value = Option<Date>> {
    let any = (1930i16..2027, 1i8..13, 1i8..29);
    let edge = (1930i16..2027, prop_oneof![Just((4, 1)), Just((4, 2)), Just((3, 31)), Just((2, 29))]);
    prop_oneof![
        8 => any.prop_map(|(y, m, d)| Date::new(y, m, d).ok()),
        4 => edge.prop_map(|(y, (m, d))| Date::new(y, m, d).ok()),
        1 => Just(None),
    ]
}

fn somebody() -> impl Strategy<Value = (Option<Date>, &'static str, u8, usize)> {
    let relation = prop_oneof![
        Just("世帯主"),
        Just("妻"),
        Just("夫"),
        Just("子"),
        Just("子の妻"),
        Just("子の子"),
        Just("母"),
        Just("同居人")
    ];
    (birth(), relation, 0u8..12, 0usize..40)
}

/// A register of people in households; some have left, some have died.
fn register() -> impl Strategy<Value = Vec<Resident>> {
    proptest::collection::vec(somebody(), 0..120).prop_map(|people| {
        let mut heads = std::collections::HashSet::new();
        let one = |(n, (birth, relation, state, household)): (usize, (Option<Date>, &str, u8, usize))| {
            let relation = if relation == "世帯主" && !heads.insert(household) { "同居人" } else { relation };
            let mut somebody = resident(n, household, relation, "");
            somebody.birth = birth;
            somebody.moved_out = (state == 0).then(|| day("2026-05-01"));
            somebody.deceased = (state == 1).then(|| day("2026-05-02"));
            somebody
        };
        people.into_iter().enumerate().map(one).collect()
    })
}

proptest! {
    #[test]
    fn who_turns_an_age_is_who_a_count_by_hand_finds(register in register(), age in 1u16..90) {
        let rule = rule(Who::Turns(vec![age]), Recipient::Person);
        let found = choose(&register, ask(&rule));
        for somebody in &register {
            let by_hand = somebody.birth.is_some_and(|b| turns_by_hand(b, age));
            let here = somebody.lives_here_on(day("2026-06-01"));
            let chosen = found.chosen.iter().filter(|c| c.subject == somebody.id).count();
            let left_out = found.left_out.iter().filter(|l| l.subject == somebody.id).count();
            prop_assert_eq!(chosen, usize::from(by_hand && here));
            prop_assert_eq!(left_out, usize::from(by_hand && !here || somebody.birth.is_none() && here));
        }
    }

    #[test]
    fn who_enters_a_school_is_born_between_two_aprils(register in register(), junior: bool) {
        let school = if junior { School::JuniorHigh } else { School::Elementary };
        let rule = rule(Who::Enters(school), Recipient::Person);
        let found = choose(&register, ask(&rule));
        for somebody in register.iter().filter(|r| r.lives_here_on(day("2026-06-01"))) {
            let by_hand = somebody.birth.is_some_and(|b| enters_by_hand(b, school));
            prop_assert_eq!(found.chosen.iter().any(|c| c.subject == somebody.id), by_hand);
        }
    }

    #[test]
    fn a_household_is_found_once_and_only_if_all_in_it_are_old(register in register(), from in 60u16..80) {
        let rule = rule(Who::HouseholdAged { from, on: Basis::Start }, Recipient::Head);
        let found = choose(&register, ask(&rule));
        let here: Vec<&Resident> = register.iter().filter(|r| r.lives_here_on(day("2026-06-01"))).collect();
        for head in here.iter().filter(|r| r.is_head) {
            let members = here.iter().filter(|m| m.household == head.household);
            let old = members.clone().all(|m| m.birth.is_some_and(|b| kernel::age::age_on(b, YEAR.start()) >= from));
            let letters = found.chosen.iter().filter(|c| c.recipient == head.id).count();
            prop_assert_eq!(letters, usize::from(old));
        }
        let heads = here.iter().filter(|r| r.is_head).count();
        prop_assert!(found.chosen.len() <= heads, "nobody but a head is written to");
    }

    #[test]
    fn a_letter_goes_to_somebody_who_lives_here_and_in_the_same_household(register in register(), age in 1u16..19) {
        for recipient in [Recipient::Guardian, Recipient::Head] {
            let rule = rule(Who::Turns(vec![age]), recipient);
            for chosen in choose(&register, ask(&rule)).chosen {
                let of = |id| register.iter().find(|r| r.id == id).unwrap();
                let (subject, to) = (of(chosen.subject), of(chosen.recipient));
                prop_assert!(to.lives_here_on(day("2026-06-01")));
                prop_assert_eq!(to.household, subject.household);
                if recipient == Recipient::Guardian {
                    prop_assert!(kernel::age::age_on(to.birth.unwrap(), subject.birth.unwrap()) >= 15);
                }
            }
        }
    }

    #[test]
    fn wards_only_narrow(register in register(), age in 1u16..90) {
        let rule = rule(Who::Turns(vec![age]), Recipient::Person);
        let wards = ["natsui".to_owned()];
        let all = choose(&register, ask(&rule));
        let some = choose(&register, Question { wards: &wards, ..ask(&rule) });
        let of_ward = |c: &&Chosen| register.iter().any(|r| r.id == c.subject && r.ward.as_deref() == Some("natsui"));
        let expected: Vec<&Chosen> = all.chosen.iter().filter(of_ward).collect();
        prop_assert_eq!(some.chosen.iter().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_child_of_april_first_is_of_the_year_before() {
    let register =
        [resident(0, 0, "子", "2025-04-01"), resident(1, 0, "子", "2025-04-02"), resident(2, 0, "子", "2026-04-01")];
    let rule = rule(Who::Turns(vec![1]), Recipient::Person);
    let found = choose(&register, ask(&rule));
    // 年齢計算ニ関スル法律: who was born on 1 April attains one on 31 March.
    assert_eq!(found.chosen.iter().map(|c| c.subject).collect::<Vec<_>>(), [id(1), id(2)]);
    assert_eq!(found.chosen[0].ground.in_words(), "令和7年4月2日生まれ、令和8年4月1日に1歳");
}

#[test]
fn a_letter_for_a_child_goes_to_who_brings_it_up() {
    let register = [
        resident(0, 0, "世帯主", "1950-01-01"),
        resident(1, 0, "子", "1985-01-01"),
        resident(2, 0, "子の妻", "1988-01-01"),
        resident(3, 0, "子の子", "2025-06-01"),
        resident(4, 1, "世帯主", "1990-01-01"),
        resident(5, 1, "子", "2025-07-01"),
        resident(6, 2, "世帯主", "1950-01-01"),
        resident(7, 2, "縁故者", "2025-08-01"),
    ];
    let rule = rule(Who::Turns(vec![1]), Recipient::Guardian);
    let found = choose(&register, ask(&rule));
    let letters: Vec<(PersonId, PersonId)> = found.chosen.iter().map(|c| (c.subject, c.recipient)).collect();
    assert_eq!(letters, [(id(3), id(1)), (id(5), id(4))]);
    assert_eq!(found.left_out, [LeftOut { subject: id(7), why: Why::NobodyToWriteTo }], "nobody is guessed");
}

//! Which text holds on which day.

use crate::book::fold::{self, Change, Says, Version};
use crate::book::{Plan, load};
use kernel::Date;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use town::Town;

static FIRST: LazyLock<Plan> = LazyLock::new(|| {
    let folder = testkit::town_folder("ono");
    load(&folder).unwrap().plan(&Town::load(&folder).unwrap().plan)
});

fn day(n: i64) -> Date {
    let mut day = Date::constant(2026, 4, 1);
    for _ in 0..n {
        day = day.tomorrow().unwrap();
    }
    day
}

/// A decided change of the aim or of the desk, by whichever number.
fn version(n: i64, from: i64, measure: usize, aim: bool) -> Version {
    let old = &FIRST.measures[measure];
    let mut new = old.clone();
    if aim {
        new.aim.ja = format!("ねらい{n}");
    } else {
        (new.desk, new.supporting) = (Some(format!("desk{n}")), Vec::new());
    }
    Version { n, from: day(from), says: Says::One(old.key.clone(), Box::new(Change::between(old, &new))) }
}

/// Changes as the room decides them: one holds from its day or, decided later, from that day on,
/// and never before an earlier decision on the same part.
fn history() -> impl Strategy<Value = Vec<(i64, Version)>> {
    prop::collection::vec((0i64..60, 0i64..90, 0usize..3, any::<bool>()), 0..8).prop_map(|mut made| {
        made.sort_by_key(|m| m.0);
        let mut latest: BTreeMap<(usize, bool), i64> = BTreeMap::new();
        let mut history = Vec::new();
        for (n, (decided, wanted, measure, aim)) in (2..).zip(made) {
            let last = latest.entry((measure, aim)).or_default();
            *last = wanted.max(decided).max(*last);
            history.push((decided, version(n, *last, measure, aim)));
        }
        history
    })
}

proptest! {
    /// What held on a day is what is read of that day ever after, whatever is decided later.
    #[test]
    fn the_text_of_a_day_that_is_over_never_changes(history in history(), today in 0i64..90) {
        let then: Vec<Version> = history.iter().filter(|(d, _)| *d <= today).map(|(_, v)| v.clone()).collect();
        let all: Vec<Version> = history.into_iter().map(|(_, v)| v).collect();
        // What is decided later in the day of today itself holds from today on.
        if let Some(before) = (today > 0).then(|| today - 1) {
            prop_assert_eq!(fold::on(&FIRST, &then, day(before)).measures, fold::on(&FIRST, &all, day(before)).measures);
        }
    }

    /// On each day each part reads as the last decision on it that holds, and nothing else changed.
    #[test]
    fn each_part_reads_as_the_last_decision_that_holds(history in history(), today in 0i64..120) {
        let all: Vec<Version> = history.into_iter().map(|(_, v)| v).collect();
        let plan = fold::on(&FIRST, &all, day(today));
        for (at, measure) in plan.measures.iter().enumerate() {
            let said: Vec<&Change> = all.iter().filter(|v| v.from <= day(today)).filter_map(|v| match &v.says {
                Says::One(key, change) if *key == measure.key => Some(&**change),
                _ => None,
            }).collect();
            let aim = said.iter().rev().find_map(|c| c.aim.as_ref()).map_or(&FIRST.measures[at].aim, |a| &a.words);
            let desk = said.iter().rev().find_map(|c| c.desks.as_ref()).map_or(&FIRST.measures[at].desk, |d| &d.desk);
            prop_assert_eq!(&measure.aim, aim);
            prop_assert_eq!(&measure.desk, desk);
            prop_assert_eq!(&measure.indicators, &FIRST.measures[at].indicators);
        }
    }

    /// A change laid over what it was made from gives what was written, and survives its record.
    #[test]
    fn a_change_says_exactly_what_changed(aim in "[ぁ-ん]{0,8}", desk in prop::option::of("[a-z]{1,5}"), yen in prop::option::of(0i64..1_000_000)) {
        let old = &FIRST.measures[0];
        let mut new = old.clone();
        (new.aim.ja, new.desk, new.budgets[1].yen) = (aim, desk, yen);
        let change = Change::between(old, &new);
        let read: Change = serde_json::from_str(&serde_json::to_string(&change).unwrap()).unwrap();
        let mut laid = old.clone();
        read.lay_over(&mut laid);
        prop_assert_eq!(&laid, &new);
        prop_assert_eq!(change.aim.is_some(), old.aim != new.aim);
        prop_assert!(change.milestones.is_none() && change.indicators.is_none() && change.answers.is_none());
    }
}

#[test]
fn the_whole_first_version_survives_its_record() {
    for measure in &FIRST.measures {
        let whole = Change::whole(measure);
        let read: Change = serde_json::from_str(&serde_json::to_string(&whole).unwrap()).unwrap();
        assert_eq!(read, whole, "{}", measure.key);
    }
}

#[test]
fn before_the_plan_begins_its_first_version_is_read() {
    let all = [version(2, 30, 0, true)];
    assert_eq!(fold::on(&FIRST, &all, Date::constant(2025, 12, 1)).version, 1);
    let later = fold::on(&FIRST, &all, day(30));
    assert_eq!((later.version, later.from), (2, day(30)));
}

#[test]
fn files_that_changed_after_the_first_decision_are_named() {
    let kept = FIRST.measures.iter().map(|m| (m.key.clone(), Change::whole(m))).collect();
    let first = Version { n: 1, from: day(0), says: Says::All(kept) };
    assert!(fold::overruled(&FIRST, std::slice::from_ref(&first)).is_empty());
    let mut files = FIRST.clone();
    files.measures[0].aim.ja.push('。');
    let named: Vec<&str> = fold::overruled(&files, &[first]).iter().map(|m| m.key.as_str()).collect();
    assert_eq!(named, [FIRST.measures[0].key.as_str()]);
    assert!(fold::overruled(&files, &[]).is_empty(), "before the first decision the files hold");
}

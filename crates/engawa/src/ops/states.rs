//! What is good, what wants care, what must not wait: the rules of the page `/ops`, as pure
//! functions on how everything is.

use super::condition::{Condition, Door};
use super::runs::{Runs, Work};
use super::samples;
use kernel::Moment;

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;
const GB: u64 = 1_000_000_000;

/// How a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// 良い
    Good,
    /// 気をつける
    Care,
    /// すぐに
    Now,
}

/// One matter of the page: its key leads to its words. `case` tells apart what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Matter {
    pub(crate) key: &'static str,
    pub(crate) state: State,
    pub(crate) case: &'static str,
}

const fn matter(key: &'static str, state: State, case: &'static str) -> Matter {
    Matter { key, state, case }
}

/// All matters; what must not wait comes first, otherwise in the order of a morning's round.
pub(crate) fn matters(c: &Condition) -> Vec<Matter> {
    let mut all = vec![
        jobs(c),
        mail(c),
        backup(c),
        drill(c),
        verified(c),
        disk(c),
        database(c),
        certificate(c),
        sign_ins(c),
        door(c),
    ];
    all.sort_by_key(|m| std::cmp::Reverse(m.state));
    all
}

fn jobs(c: &Condition) -> Matter {
    let waited = c.oldest_due.map_or(0, |since| c.at.seconds_since(since));
    let dead = c.jobs_in("dead");
    match () {
        () if waited > HOUR => matter("jobs", State::Now, "stuck"),
        () if dead >= 20 => matter("jobs", State::Now, "dead"),
        () if dead > 0 => matter("jobs", State::Care, "dead"),
        () if waited > HOUR / 6 => matter("jobs", State::Care, "slow"),
        () => matter("jobs", State::Good, "good"),
    }
}

fn mail(c: &Condition) -> Matter {
    match &c.mail {
        _ if c.demo => matter("mail", State::Good, "demo"),
        _ if !c.has_mail => matter("mail", State::Care, "none"),
        None => matter("mail", State::Good, "unknown"),
        Some((_, Ok(()))) => matter("mail", State::Good, "good"),
        Some((_, Err(_))) => matter("mail", State::Now, "silent"),
    }
}

fn age(at: Moment, c: &Condition) -> i64 {
    c.at.seconds_since(at)
}

fn failed(runs: Option<&Runs>) -> bool {
    runs.and_then(|r| r.last.as_ref()).is_some_and(|r| !r.good)
}

fn backup(c: &Condition) -> Matter {
    let runs = c.of(Work::Backup);
    let good = runs.and_then(|r| r.good.as_ref()).map(|r| age(r.began, c));
    match good {
        _ if !c.copies_set => matter("backup", if c.demo { State::Care } else { State::Now }, "unset"),
        _ if failed(runs) => matter("backup", State::Now, "failed"),
        None => matter("backup", State::Care, "never"),
        Some(age) if age > 2 * DAY + 2 * HOUR => matter("backup", State::Now, "old"),
        Some(age) if age > DAY + 2 * HOUR => matter("backup", State::Care, "old"),
        Some(_) => matter("backup", State::Good, "good"),
    }
}

fn drill(c: &Condition) -> Matter {
    let runs = c.of(Work::Drill);
    let good = runs.and_then(|r| r.good.as_ref()).map(|r| age(r.began, c));
    match good {
        _ if failed(runs) => matter("drill", State::Now, "failed"),
        None => matter("drill", State::Care, "never"),
        Some(age) if age > (2 * c.drill_days.max(1)).max(31) * DAY => matter("drill", State::Care, "old"),
        Some(_) => matter("drill", State::Good, "good"),
    }
}

fn verified(c: &Condition) -> Matter {
    let runs = c.of(Work::Verify);
    let good = runs.and_then(|r| r.good.as_ref()).map(|r| age(r.began, c));
    match good {
        _ if failed(runs) => matter("verify", State::Now, "failed"),
        None => matter("verify", State::Care, "never"),
        Some(age) if age > 3 * DAY => matter("verify", State::Care, "old"),
        Some(_) => matter("verify", State::Good, "good"),
    }
}

fn disk(c: &Condition) -> Matter {
    let Some(disk) = c.disk else { return matter("disk", State::Care, "unknown") };
    let share = disk.free as f64 / disk.size.max(1) as f64;
    let days = samples::days_until_full(&c.free);
    match () {
        () if share < 0.03 || disk.free < GB || days.is_some_and(|d| d < 7) => matter("disk", State::Now, "full"),
        () if share < 0.10 || days.is_some_and(|d| d < 30) => matter("disk", State::Care, "full"),
        () => matter("disk", State::Good, "good"),
    }
}

fn database(c: &Condition) -> Matter {
    match &c.database {
        None => matter("database", State::Now, "silent"),
        Some(d) if d.connections.is_some_and(|(used, most)| used * 10 > most * 8) => {
            matter("database", State::Care, "crowded")
        }
        Some(_) => matter("database", State::Good, "good"),
    }
}

/// The program renews its own certificate sixty days before the end, when it next signs.
fn certificate(c: &Condition) -> Matter {
    match c.certificate_ends.map(|end| end.seconds_since(c.at) / DAY) {
        None => matter("certificate", State::Good, "none"),
        Some(days) if days < 14 => matter("certificate", State::Now, "ends"),
        Some(days) if days < 50 => matter("certificate", State::Care, "ends"),
        Some(_) => matter("certificate", State::Good, "good"),
    }
}

fn sign_ins(c: &Condition) -> Matter {
    let (today, usual) = samples::last_day_and_usual(&c.refused, c.at);
    match today {
        n if n >= 500 && n as f64 > 10.0 * usual.unwrap_or(0.0) => matter("sign-ins", State::Now, "many"),
        n if n >= 50 && n as f64 > 5.0 * usual.unwrap_or(0.0) => matter("sign-ins", State::Care, "many"),
        _ => matter("sign-ins", State::Good, "good"),
    }
}

fn door(c: &Condition) -> Matter {
    match () {
        () if c.door == Door::Plain => matter("door", State::Now, "plain"),
        () if c.stranger => matter("door", State::Care, "stranger"),
        () if c.door == Door::Local && c.demo => matter("door", State::Good, "local"),
        () if c.door == Door::Local => matter("door", State::Care, "local"),
        () => matter("door", State::Good, "good"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::condition::Disk;
    use super::super::runs::Run;
    use super::*;
    use store::queue::Waiting;
    use store::testing::MORNING;

    fn run(work: Work, hours_ago: i64, good: bool) -> Run {
        let at = MORNING.plus_seconds(-hours_ago * HOUR);
        Run { work, began: at, ended: at, good, words: String::new(), copy: None, head: None, bytes: None }
    }

    fn healthy() -> Condition {
        let runs = |work| {
            let run = run(work, 5, true);
            (work, Runs { last: Some(run.clone()), good: Some(run) })
        };
        Condition {
            at: MORNING,
            jobs: Vec::new(),
            oldest_due: None,
            database: Some(store::Condition { name: "SQLite".to_owned(), bytes: 1, connections: None }),
            disk: Some(Disk { free: 50 * GB, size: 100 * GB }),
            free: Vec::new(),
            refused: Vec::new(),
            certificate_ends: Some(MORNING.plus_days(700)),
            runs: Work::ALL.map(runs).to_vec(),
            has_mail: true,
            mail: Some((MORNING, Ok(()))),
            copies_set: true,
            drill_days: 7,
            demo: false,
            stranger: false,
            door: Door::Encrypted,
        }
    }

    fn after(change: impl FnOnce(&mut Condition)) -> Vec<Matter> {
        let mut c = healthy();
        change(&mut c);
        matters(&c).into_iter().filter(|m| m.state != State::Good).collect()
    }

    fn waiting(state: &str, count: i64) -> Vec<Waiting> {
        vec![Waiting { kind: "notices.send".to_owned(), state: state.to_owned(), count }]
    }

    #[test]
    fn a_healthy_house_wants_nothing() {
        assert_eq!(after(|_| ()), []);
        assert_eq!(after(|c| c.jobs = waiting("ready", 5000)), [], "a long queue that moves is no trouble");
    }

    #[test]
    fn each_trouble_is_one_matter_with_its_urgency() {
        let one = |change: fn(&mut Condition), key, state, case| {
            assert_eq!(after(change), [matter(key, state, case)], "{key} {case}");
        };
        one(|c| c.jobs = waiting("dead", 1), "jobs", State::Care, "dead");
        one(|c| c.jobs = waiting("dead", 20), "jobs", State::Now, "dead");
        one(|c| c.oldest_due = Some(MORNING.plus_seconds(-700)), "jobs", State::Care, "slow");
        one(|c| c.oldest_due = Some(MORNING.plus_seconds(-4000)), "jobs", State::Now, "stuck");
        one(|c| c.has_mail = false, "mail", State::Care, "none");
        one(|c| c.mail = Some((MORNING, Err(String::new()))), "mail", State::Now, "silent");
        one(|c| c.copies_set = false, "backup", State::Now, "unset");
        one(|c| c.runs[0].1.last = Some(run(Work::Backup, 1, false)), "backup", State::Now, "failed");
        one(|c| c.runs[0].1 = Runs::default(), "backup", State::Care, "never");
        one(|c| c.at = c.at.plus_seconds(22 * HOUR), "backup", State::Care, "old");
        one(|c| c.runs[1].1.last = Some(run(Work::Drill, 1, false)), "drill", State::Now, "failed");
        one(|c| c.runs[1].1.good = Some(run(Work::Drill, 32 * 24, true)), "drill", State::Care, "old");
        one(|c| c.runs[2].1.last = Some(run(Work::Verify, 1, false)), "verify", State::Now, "failed");
        one(|c| c.runs[2].1.good = Some(run(Work::Verify, 80, true)), "verify", State::Care, "old");
        one(|c| c.disk = Some(Disk { free: 9 * GB, size: 100 * GB }), "disk", State::Care, "full");
        one(|c| c.disk = Some(Disk { free: GB / 2, size: 5 * GB }), "disk", State::Now, "full");
        one(|c| c.database = None, "database", State::Now, "silent");
        one(|c| c.certificate_ends = Some(MORNING.plus_days(40)), "certificate", State::Care, "ends");
        one(|c| c.certificate_ends = Some(MORNING.plus_days(-1)), "certificate", State::Now, "ends");
        one(|c| c.refused = vec![(MORNING.plus_seconds(-60), 60)], "sign-ins", State::Care, "many");
        one(|c| c.door = Door::Plain, "door", State::Now, "plain");
        one(|c| c.door = Door::Local, "door", State::Care, "local");
        one(|c| c.stranger = true, "door", State::Care, "stranger");
    }

    #[test]
    fn the_door_is_told_as_it_is() {
        for (address, door) in [
            ("https://town.example", Door::Encrypted),
            ("http://localhost:8080", Door::Local),
            ("http://localhost", Door::Local),
            ("http://127.0.0.1:8080/", Door::Local),
            ("http://town.example", Door::Plain),
            ("http://localhost.example", Door::Plain),
            ("http://192.168.0.5:8080", Door::Plain),
        ] {
            assert_eq!(Door::of(address), door, "{address}");
        }
        let mut c = healthy();
        (c.door, c.demo) = (Door::Local, true);
        assert!(
            matters(&c).contains(&matter("door", State::Good, "local")),
            "a demo on one machine is as it should be"
        );
    }

    #[test]
    fn what_must_not_wait_stands_first() {
        let mut c = healthy();
        c.jobs = waiting("dead", 1);
        c.door = Door::Plain;
        let keys: Vec<_> = matters(&c).iter().map(|m| m.key).collect();
        assert_eq!(keys[..3], ["door", "jobs", "mail"]);
    }
}

//! Every role tries every identifier of every other at every door: nothing is shown, nothing changes.
//! The doors are those of the route table; a new one without a stated expectation fails here.

mod rules;
mod things;
mod world;

use super::all_rooms;
use crate::composition;
use rules::{Rule, Try};
use std::collections::BTreeSet;
use std::fmt::Write;
use store::{Reads, args};
use testkit::{Answer, TestTown};
use web::Route;
use world::{Role, Target, World};

fn table() -> Vec<Route> {
    web::routes(all_rooms().iter()).table()
}

/// Everything in the records, as one text for each table.
struct Records(&'static str);

impl Records {
    async fn of(town: &TestTown) -> Self {
        let rooms = composition::schemas();
        let tables = rooms.iter().flat_map(|s| s.tables).map(|t| t.name);
        let own = ["store_journal", "store_journal_row", "store_job"];
        let mut parts = Vec::new();
        for table in tables.chain(own) {
            let sql = leaked(format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"));
            let columns = town.house.db.rows(sql, args![]).await.unwrap();
            let columns: Vec<String> =
                columns.iter().map(|r| format!("quote({})", r.get::<String>("name").unwrap())).collect();
            parts.push(format!(
                "SELECT '{table}' AS name, CAST(COALESCE(group_concat({}, x'0a'), '') AS text) AS content FROM {table}",
                columns.join(" || ',' || ")
            ));
        }
        Self(leaked(parts.join(" UNION ALL ")))
    }

    async fn read(&self, town: &TestTown) -> Vec<(String, String)> {
        let rows = town.house.db.rows(self.0, args![]).await.unwrap();
        rows.iter().map(|r| (r.get("name").unwrap(), r.get("content").unwrap())).collect()
    }
}

fn leaked(sql: String) -> &'static str {
    Box::leak(sql.into_boxed_str())
}

/// What was not as it should be.
#[derive(Default)]
struct Found(String);

impl Found {
    fn note(&mut self, role: &Role, what: &str, path: &str, words: &str) {
        let _ = writeln!(self.0, "{}: {what} {path}: {words}", role.name);
    }
}

/// The resident's words on the page, if there are any; `asked` is what the asker said themself.
fn betrayed<'t>(answer: &Answer, target: &'t Target, asked: &[&str]) -> Option<&'t String> {
    let without = |text: &str| asked.iter().fold(text.to_owned(), |text, said| text.replace(said, ""));
    let text = without(&answer.text());
    let location = without(answer.location().unwrap_or_default());
    let mut words = target.resident.words.iter().chain(&target.things.references);
    words.find(|w| text.contains(w.as_str()) || location.contains(w.as_str()))
}

fn is_turned_away(answer: &Answer) -> bool {
    let to_sign_in = answer.location().is_some_and(|l| l.starts_with("/sign-in?return="));
    matches!(answer.status, 401 | 403 | 404 | 409 | 410 | 422 | 429) || answer.status == 303 && to_sign_in
}

async fn send(world: &World, role: &Role, route: &Route, attempt: &Try) -> Answer {
    if route.method == "GET" {
        return world.town.get(&role.who, &attempt.path).await;
    }
    let fields: Vec<(&str, &str)> = attempt.fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    world.town.post(&role.who, &attempt.path, &fields).await
}

/// Tries one thing as everybody who may not reach it.
async fn as_others(world: &World, records: &Records, route: &Route, target: &Target, attempt: &Try, found: &mut Found) {
    let before = records.read(&world.town).await;
    for role in world.roles.iter().filter(|r| !attempt.rule.admits(r, target) && r.name != target.resident.name) {
        let answer = send(world, role, route, attempt).await;
        let method = route.method.as_str();
        let said = attempt.fields.iter().map(|(_, v)| v.as_str()).chain([attempt.path.as_str()]);
        let said: Vec<&str> = said.filter(|s| s.len() > 3).collect();
        if !(is_turned_away(&answer) || attempt.rule == Rule::Proof && answer.status == 200) {
            found.note(role, method, &attempt.path, &format!("answered {}", answer.status));
        }
        if let Some(word) = betrayed(&answer, target, &said) {
            found.note(role, method, &attempt.path, &format!("shows {word}"));
        }
        let after = records.read(&world.town).await;
        for ((table, _), _) in after.iter().zip(&before).filter(|(a, b)| a != b) {
            found.note(role, method, &attempt.path, &format!("changed {table}"));
        }
        if after != before {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reaches_what_is_anothers_by_its_identifier() {
    let world = World::new().await;
    let records = Records::of(&world.town).await;
    let mut found = Found::default();
    for route in table() {
        for target in &world.targets {
            let stated = match (route.path.contains('{'), route.method.as_str()) {
                (true, _) => rules::tries(&route, target),
                (false, "POST") => rules::in_body(route.path, target),
                (false, _) => continue,
            };
            let Some(stated) = stated else {
                let _ = writeln!(found.0, "{} {}: nobody said what is expected here", route.method, route.path);
                break;
            };
            for attempt in &stated {
                as_others(&world, &records, &route, target, attempt, &mut found).await;
            }
        }
    }
    assert!(found.0.is_empty(), "{}", found.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_deals_with_a_thing_reaches_it_so_that_the_walk_asks_for_what_is_there() {
    let world = World::new().await;
    let mut missed = Found::default();
    let mut reached = BTreeSet::new();
    for route in table().iter().filter(|r| r.method == "GET" && r.path.contains('{')) {
        for target in &world.targets {
            for attempt in rules::tries(route, target).unwrap_or_default() {
                for role in world.roles.iter().filter(|r| attempt.rule.admits(r, target)) {
                    let status = world.town.get(&role.who, &attempt.path).await.status;
                    if matches!(status, 200 | 303) {
                        reached.insert(route.path);
                    } else if attempt.rule != Rule::Nobodys && status != 409 {
                        missed.note(role, "GET", &attempt.path, &status.to_string());
                    }
                }
            }
        }
    }
    // There is no batch of letters, no attachment, no call to be made, nothing to correct twice; what
    // the rules ask for by no identifier (files of banks and levies) was not made either.
    let nothing = kernel::Uuid::nil().to_string();
    let unmade = ["/desk/notices/post/", "/files/0", "/desk/notices/calls/", "/done", &nothing];
    let missed: Vec<&str> = missed.0.lines().filter(|l| !unmade.iter().any(|u| l.contains(u))).collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(reached.len() > 20, "{reached:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_shows_a_matter_to_those_who_do_not_deal_with_it() {
    let world = World::new().await;
    let mut found = Found::default();
    for route in table().iter().filter(|r| r.method == "GET" && !r.path.contains('{')) {
        for target in &world.targets {
            let (asked, rule) = rules::on_list(route.path, target);
            for role in world.roles.iter().filter(|r| !rule.admits(r, target) && r.name != target.resident.name) {
                for path in [route.path, &asked] {
                    let answer = world.town.get(&role.who, path).await;
                    // The words that were asked for may stand in the field again.
                    let text = answer.text().replace(target.resident.name, "");
                    let mut words = target.resident.words.iter().chain(&target.things.references);
                    if let Some(word) = words.find(|w| text.contains(w.as_str())) {
                        found.note(role, "GET", path, &format!("shows {word}"));
                    }
                }
            }
        }
    }
    assert!(found.0.is_empty(), "{}", found.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_identifier_opens_a_door_of_another_kind() {
    let world = World::new().await;
    let mut found = Found::default();
    let doors: Vec<Route> =
        table().into_iter().filter(|r| r.method == "GET" && r.path.matches('{').count() == 1).collect();
    for (target, other) in [(&world.targets[0], &world.targets[1]), (&world.targets[1], &world.targets[0])] {
        for name in [other.resident.name, "officer there, cashier here"] {
            let role = world.role(name);
            for (route, id) in doors.iter().flat_map(|r| target.identifiers().into_iter().map(move |id| (r, id))) {
                let path = rules::fill(route.path, std::slice::from_ref(&id));
                let rules: Vec<Rule> = rules::tries(route, target).into_iter().flatten().map(|t| t.rule).collect();
                if rules.iter().any(|r| *r != Rule::Nobodys && r.admits(role, target)) {
                    continue;
                }
                let answer = world.town.get(&role.who, &path).await;
                let word = betrayed(&answer, target, &[&id]);
                if answer.status >= 500 || word.is_some() {
                    found.note(role, "GET", &path, &format!("answers {} {word:?}", answer.status));
                }
            }
        }
    }
    assert!(found.0.is_empty(), "{}", found.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_identifier_does_not_lead_to_anothers_part() {
    let world = World::new().await;
    let [a, b] = [&world.targets[0], &world.targets[1]];
    let (mine, theirs) = (&a.things, &b.things);
    let member = world.role("officer of the residents' desk");
    let chief = world.role("chief of the residents' desk");
    let owner = &a.resident.who;
    for (who, path) in [
        (owner, format!("/my/cases/{}/files/{}", mine.submitted, theirs.file)),
        (&member.who, format!("/desk/cases/{}/files/{}", mine.submitted, theirs.file)),
    ] {
        assert_eq!(world.town.get(who, &path).await.status, 404, "{path}");
    }
    // A seat of another approval under one's own.
    let path = format!("/desk/approvals/{}/approve", mine.approval);
    let fields = [("seat", theirs.seat.as_str()), ("text", theirs.text.as_str()), ("words", "")];
    let records = Records::of(&world.town).await;
    let before = records.read(&world.town).await;
    let answer = world.town.post(&chief.who, &path, &fields).await;
    assert!(answer.status >= 400, "{}", answer.status);
    assert!(records.read(&world.town).await == before, "something was decided");
    // Another's copy under a notice of one's own town's.
    let path = format!("/desk/notices/{}/bounced/{}", mine.notice, theirs.copy);
    assert_eq!(world.town.post(&member.who, &path, &[]).await.status, 404);
}

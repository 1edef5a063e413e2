//! Every door has a rule, the rules are the checked-in table, and each role meets what its rule
//! says at every door.

use super::all_rooms;
use people::{AccountKind, NewAccount, PeopleError};
use std::collections::BTreeSet;
use testkit::{TestTown, Who};
use web::{Access, Route, Staff};

fn table() -> Vec<Route> {
    let rooms = all_rooms();
    web::routes(rooms.iter()).table()
}

#[test]
fn the_access_table_is_the_checked_in_one() {
    let mut text =
        String::from("# Who may come in by which door. Written by `cargo xtask docs`; a test compares it.\n");
    for route in table() {
        text.push_str(&format!("{:<5}{:<52}{}\n", route.method.as_str(), route.path, route.access));
    }
    super::checked_in("access.txt", &text, "is not the table of this program");
}

#[test]
fn every_permission_that_a_door_asks_for_is_declared_and_given_to_some_role() {
    let rooms = all_rooms();
    let declared: Vec<&str> = rooms.iter().flat_map(|r| r.permissions).map(|p| p.key).collect();
    let unique: BTreeSet<&&str> = declared.iter().collect();
    assert_eq!(declared.len(), unique.len(), "a permission is declared twice");
    for route in table() {
        if let Access::May(asked) = route.access {
            assert!(
                declared.contains(&asked),
                "{} {} asks for {asked}, which no room declares",
                route.method,
                route.path
            );
        }
    }
    let town = town::Town::load(&testkit::town_folder("ono")).unwrap();
    let unknown = town.roles.unknown_permissions(&declared);
    assert!(unknown.is_empty(), "{unknown:?}");
    for permission in declared {
        assert!(
            town.roles.all().iter().any(|r| r.permissions.iter().any(|p| p == permission)),
            "no role of the town carries {permission}: nobody could do it"
        );
    }
}

#[test]
fn places_in_the_officers_menu_have_a_door_with_the_same_rule() {
    let doors = table();
    for link in all_rooms().iter().flat_map(|r| r.desk_links) {
        let door = doors.iter().find(|d| d.path == link.path && d.method == "GET");
        let door = door.unwrap_or_else(|| panic!("the menu leads to {}, where no door is", link.path));
        let same = matches!(door.access, Access::May(p) if p == link.permission) || door.access == Access::Staff;
        assert!(same, "{}: the menu shows it to {}, the door asks {}", link.path, link.permission, door.access);
    }
}

/// A path with its placeholders filled by things that exist nowhere.
fn filled(path: &str) -> String {
    let part = |part: &str| match part.strip_prefix('{') {
        Some(name) if name.contains("year") => "2026".to_owned(),
        Some(_) => "018f0000-0000-7000-8000-000000000000".to_owned(),
        None => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

struct Visitor {
    name: String,
    who: Who,
    signed_in: bool,
    permissions: Option<Vec<String>>,
}

impl Visitor {
    fn is_let_in(&self, access: Access) -> bool {
        match access {
            Access::Public | Access::Secret => true,
            Access::SignedIn => self.signed_in,
            Access::Staff => self.permissions.is_some(),
            Access::May(asked) => self.permissions.as_ref().is_some_and(|p| p.iter().any(|p| p == asked)),
        }
    }
}

async fn visitors(town: &TestTown) -> Vec<Visitor> {
    let every: Vec<String> = all_rooms().iter().flat_map(|r| r.permissions).map(|p| p.key.to_owned()).collect();
    let mut offices = vec![("officer of no role".to_owned(), Vec::new()), ("officer of every role".to_owned(), every)];
    offices.extend(town.house.town.roles.all().iter().map(|r| (r.key.clone(), r.permissions.clone())));
    let resident = town.resident("見本 住民").await;
    let mut visitors = vec![
        Visitor { name: "nobody".to_owned(), who: Who::nobody(), signed_in: false, permissions: None },
        Visitor { name: "resident".to_owned(), who: resident, signed_in: true, permissions: None },
    ];
    for (number, (name, permissions)) in offices.into_iter().enumerate() {
        let who = officer(town, number, &permissions).await;
        visitors.push(Visitor { name, who, signed_in: true, permissions: Some(permissions) });
    }
    visitors
}

/// An officer with an account, as every officer has one.
async fn officer(town: &TestTown, number: usize, permissions: &[String]) -> Who {
    let email = format!("officer-{number}@demo.example").parse().unwrap();
    let new = NewAccount { kind: AccountKind::Staff, email, name: "見本 職員".to_owned(), person: None };
    let open = |tx| async move { people::accounts::open_account(&tx, new).await.map_err(PeopleError::into_store) };
    let account = town.change(open).await;
    let desks = vec![town.house.town.organisation.desks()[0].key.clone()];
    let staff = Staff::alike(desks, Vec::new(), permissions.to_vec());
    town.signed_in_as("見本 職員", account, None, Some(staff))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_meets_at_every_door_what_its_rule_says() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let mut wrong = Vec::new();
    for visitor in visitors(&town).await {
        for route in table() {
            let path = filled(route.path);
            let answer = match route.method.as_str() {
                "GET" => town.get(&visitor.who, &path).await,
                _ => town.post(&visitor.who, &path, &[]).await,
            };
            let let_in = visitor.is_let_in(route.access);
            let to_sign_in = answer.location().is_some_and(|l| l.starts_with("/sign-in?return="));
            let good = match (let_in, visitor.signed_in, route.method.as_str()) {
                // A filled placeholder leads to a page that is not there; a form without fields may be refused.
                (true, _, "GET") if route.path.contains('{') => answer.status < 500,
                // Nobody of these brings the secret.
                (true, _, "GET") if route.access == Access::Secret => matches!(answer.status, 401 | 404),
                // Some pages of the office ask for any one of several permissions.
                (true, _, "GET") if route.access == Access::Staff => matches!(answer.status, 200 | 303 | 403),
                (true, _, "GET") => matches!(answer.status, 200 | 303),
                (true, ..) => answer.status < 500,
                (false, false, "GET") => answer.status == 303 && to_sign_in,
                (false, false, _) => answer.status == 401,
                (false, true, _) => answer.status == 403,
            };
            if !good {
                wrong.push(format!(
                    "{}: {} {} ({}) → {}",
                    visitor.name, route.method, path, route.access, answer.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_find_by_search_has_a_page_in_every_language() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let resident = town.resident("見本 住民").await;
    for lang in web::texts::Lang::ALL {
        for room in all_rooms() {
            for entry in (room.entries)(&town.house, lang) {
                assert!(!entry.title.is_empty() && !entry.summary.is_empty(), "{} has no words in {lang:?}", entry.url);
                let page = town.get(&resident, &format!("{}?lang={}", entry.url, lang.code())).await;
                assert_eq!(page.status, 200, "{} in {lang:?}", entry.url);
                assert_eq!(page.select("h1").len(), 1, "{} in {lang:?}", entry.url);
                assert!(!page.says("⟦"), "{} in {lang:?} lacks words", entry.url);
            }
        }
    }
}

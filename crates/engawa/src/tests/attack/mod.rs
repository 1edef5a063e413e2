//! What somebody on the network may try at the doors, whoever they say they are.

mod answers;
mod forms;
mod wire;
mod words;

use super::all_rooms;
use testkit::{TestTown, Who};
use web::{Route, Staff};

fn table() -> Vec<Route> {
    web::routes(all_rooms().iter()).table()
}

/// A path with its placeholders filled by things that exist nowhere.
fn filled(path: &str) -> String {
    let part = |part: &str| match part.starts_with('{') {
        true => "018f0000-0000-7000-8000-000000000000".to_owned(),
        false => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Somebody whom every door admits: what is refused them is refused for another reason.
fn everybody_in_one(town: &TestTown) -> Who {
    let rooms = all_rooms();
    let every = rooms.iter().flat_map(|r| r.permissions).map(|p| p.key.to_owned()).collect();
    let desks = vec![town.house.town.organisation.desks()[0].key.clone()];
    town.signed_in("見本 職員", Some(Staff::alike(desks, vec!["head".to_owned()], every)))
}

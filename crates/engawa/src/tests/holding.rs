//! Every room that names people gives them what it holds, or says why it does not.

use super::all_rooms;
use crate::composition;
use std::collections::BTreeSet;
use store::Reads;
use store::testing::TestDb;
use web::hold::Export;

/// Columns that name somebody.
const NAMES: [&str; 8] = ["person", "applicant", "applicant_name", "payer", "principal", "agent", "account", "email"];

/// The declared tables with such a column.
async fn tables_that_name_people() -> BTreeSet<String> {
    let db = TestDb::sqlite(&composition::schemas()).await;
    let sql = "SELECT m.name AS name, c.name AS col FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'";
    let rows = db.db.rows(sql, vec![]).await.unwrap();
    let named = rows.iter().filter(|r| NAMES.contains(&r.get::<String>("col").unwrap().as_str()));
    named.map(|r| r.get::<String>("name").unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_room_that_names_people_gives_them_what_it_holds_or_says_why_not() {
    let naming = tables_that_name_people().await;
    assert!(naming.contains("cases_case") && naming.contains("notices_recipient"), "{naming:?}");
    for room in all_rooms() {
        let names = room.tables.iter().find(|t| naming.contains(t.name));
        match room.export {
            Export::NoPersonalData => assert!(
                names.is_none(),
                "{} names people in {} and gives them nothing: set `export` of the room",
                room.key,
                names.map(|t| t.name).unwrap_or_default()
            ),
            Export::LeftOut(why) => assert!(why.chars().count() > 10, "{} does not say why", room.key),
            Export::Given(_) => {}
        }
    }
}

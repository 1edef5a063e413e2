//! Every table is declared with its retention, begins with its room's key, and is the same on both
//! databases.

use crate::composition;
use std::collections::BTreeSet;
use store::testing::TestDb;
use store::{Db, Reads, Retention};

/// The store keeps its own books.
fn is_the_stores(table: &str) -> bool {
    table.starts_with("store_") || table.starts_with("sqlite_")
}

async fn names(db: &Db, sql: &'static str) -> BTreeSet<String> {
    let rows = db.rows(sql, vec![]).await.unwrap();
    let names = rows.iter().map(|r| r.get::<String>("name").unwrap());
    names.filter(|n| !is_the_stores(n)).collect()
}

fn declared() -> BTreeSet<String> {
    composition::schemas().iter().flat_map(|s| s.tables).map(|t| t.name.to_owned()).collect()
}

#[test]
fn every_table_belongs_to_its_room_and_says_for_how_long() {
    let schemas = composition::schemas();
    for (schema, table) in schemas.iter().flat_map(|s| s.tables.iter().map(move |t| (s, t))) {
        assert!(table.name.starts_with(&format!("{}_", schema.room)), "{} is not {}'s", table.name, schema.room);
        let (Retention::Years(_, why) | Retention::WhileNeeded(why) | Retention::Forever(why)) = table.retention;
        assert!(!why.is_empty(), "{} does not say why it is kept", table.name);
    }
    for schema in schemas {
        let versions: Vec<i64> = schema.migrations.iter().map(|m| m.version).collect();
        let expected: Vec<i64> = (1..).take(versions.len()).collect();
        assert_eq!(versions, expected, "the steps of {}", schema.room);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_are_the_declared_ones_on_sqlite() {
    let db = TestDb::sqlite(&composition::schemas()).await;
    let made = names(&db.db, "SELECT name FROM sqlite_master WHERE type = 'table'").await;
    assert_eq!(made, declared());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_are_the_declared_ones_on_postgresql() {
    let db = TestDb::postgres(&composition::schemas()).await;
    let sql = "SELECT CAST(table_name AS text) AS name FROM information_schema.tables WHERE table_schema = 'public'";
    assert_eq!(names(&db.db, sql).await, declared());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_the_journal_or_a_copy_walks_has_an_id() {
    let db = TestDb::sqlite(&composition::schemas()).await;
    let sql = "SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'id' \
               WHERE m.type = 'table' AND lower(c.type) = 'uuid' AND c.pk = 1";
    let with_id = names(&db.db, sql).await;
    let without: Vec<String> = declared().difference(&with_id).cloned().collect();
    assert!(without.is_empty(), "no `id uuid PRIMARY KEY`: {without:?}");
}

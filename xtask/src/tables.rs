//! A room's SQL names only tables of its own prefix: what belongs to another room is asked of it.

use crate::sources::Source;

/// Words of SQL after which a table is named.
const BEFORE_TABLE: [&str; 4] = ["FROM", "JOIN", "INTO", "UPDATE"];
/// Crates that are no rooms: the store itself and what tests.
const NO_ROOMS: [&str; 2] = ["store", "testkit"];
const PILLARS: [&str; 3] = ["residents", "community", "office"];

pub(crate) fn problems(files: &[Source]) -> Vec<String> {
    let rooms = files.iter().filter(|f| !f.is_test() && !NO_ROOMS.contains(&f.of_crate()));
    rooms.flat_map(of_file).collect()
}

fn of_file(file: &Source) -> Vec<String> {
    let Some(prefix) = prefix(file) else { return Vec::new() };
    let foreign = tables(file.code()).into_iter().filter(|t| !t.starts_with(&format!("{prefix}_")));
    foreign.map(|t| format!("{}: names the table {t}; only {prefix}_… is this room's", file.path)).collect()
}

/// The prefix of the room to which a file belongs.
fn prefix(file: &Source) -> Option<&str> {
    match file.of_crate() {
        "engawa" => Some("ops"),
        pillar if PILLARS.contains(&pillar) => file.folder(),
        room => Some(room),
    }
}

/// The tables that the SQL in a source names: upper-case SQL words followed by a lower-case name
/// with an underscore.
fn tables(code: &str) -> Vec<&str> {
    let words: Vec<&str> =
        code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    let named = words.windows(2).filter(|w| BEFORE_TABLE.contains(&w[0])).map(|w| w[1]);
    named.filter(|t| t.contains('_') && t.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn another_rooms_table_is_named() {
        let sql = r#"q.rows("SELECT * FROM people_person p JOIN cases_case c ON c.person = p.id", vec![])"#;
        let found = problems(&[file("crates/cases/src/x.rs", sql)]);
        assert_eq!(found, ["crates/cases/src/x.rs: names the table people_person; only cases_… is this room's"]);
        let upsert = "INSERT INTO ops_mark (id) VALUES ($1) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        assert!(problems(&[file("crates/engawa/src/ops/marks.rs", upsert)]).is_empty());
        assert!(problems(&[file("crates/community/src/wards/records.rs", "UPDATE wards_ward SET x = 1")]).is_empty());
        assert_eq!(problems(&[file("crates/community/src/wards/records.rs", "DELETE FROM voice_poll")]).len(), 1);
    }

    #[test]
    fn tests_may_look_everywhere() {
        let text = "#[cfg(test)]\nmod tests { \"UPDATE people_person\" }";
        assert!(
            problems(&[file("crates/cases/src/x.rs", text), file("crates/cases/src/tests.rs", "FROM a_b")]).is_empty()
        );
    }
}

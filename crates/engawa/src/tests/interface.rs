//! The open interface is the checked-in one, complete in both languages, and asks and answers what
//! its examples say.

use super::all_rooms;
use serde_json::Value;
use std::collections::BTreeSet;
use testkit::{TestTown, Who};
use web::Access;
use web::api::Interface;

fn document() -> Value {
    Interface::of(all_rooms().iter()).document("/")
}

#[test]
fn the_open_interface_is_the_checked_in_one() {
    let text = format!("{:#}\n", document());
    super::checked_in("openapi.json", &text, "is not what this program offers, and partners rely on it");
}

#[test]
fn every_operation_is_described_in_both_languages_under_a_name_of_its_own() {
    let rooms = all_rooms();
    let interface = Interface::of(rooms.iter());
    let names: Vec<&str> = interface.operations().map(|o| o.id).collect();
    assert!(names.len() >= 10);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for o in interface.operations() {
        for words in [o.summary.ja, o.summary.en, o.about.ja, o.about.en] {
            assert!(!words.is_empty(), "{} lacks words", o.id);
        }
        assert!(o.path.starts_with("/api/v1/"), "{}: the version stands in the address", o.path);
        assert!(matches!(o.access, Access::Public | Access::Secret), "{}: programs do not sign in", o.id);
        for (to, _, _) in o.leads {
            assert!(names.contains(to), "{} leads to {to}, which is not there", o.id);
        }
    }
}

/// All places of a document where fields are declared.
fn fields<'v>(value: &'v Value, at: &str, found: &mut Vec<(String, &'v Value)>) {
    match value {
        Value::Object(parts) => {
            for (name, inner) in parts {
                if let ("properties", Some(own)) = (name.as_str(), inner.as_object()) {
                    found.extend(own.iter().map(|(field, schema)| (format!("{at}/{field}"), schema)));
                }
                fields(inner, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                fields(item, &format!("{at}/{n}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_field_and_parameter_is_explained_in_both_languages() {
    let document = document();
    let mut found = Vec::new();
    fields(&document["components"], "components", &mut found);
    fields(&document["paths"], "paths", &mut found);
    for (path, methods) in document["paths"].as_object().unwrap() {
        for parameter in methods.as_object().unwrap().values().flat_map(|o| o["parameters"].as_array().unwrap()) {
            found.push((format!("{path} {}", parameter["name"]), parameter));
        }
    }
    assert!(found.len() > 100);
    let bare =
        |schema: &Value| ["description", "x-ja"].iter().any(|key| schema[key].as_str().is_none_or(str::is_empty));
    let unexplained: Vec<&String> = found.iter().filter(|(_, s)| bare(s)).map(|(at, _)| at).collect();
    assert!(unexplained.is_empty(), "{unexplained:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_can_be_asked_as_they_stand() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let interface = town.house.interface();
    for o in interface.operations().filter(|o| o.method == "GET") {
        let (path, _) = interface.example(o.id).unwrap();
        let answer = town.get(&Who::nobody(), &path).await;
        let absent = o.path.contains('{') && answer.status == 404;
        assert!(answer.status == 200 || absent, "{path} → {} {}", answer.status, answer.text());
        assert!(answer.headers.contains_key("ratelimit"), "{path} tells no limits");
    }
}

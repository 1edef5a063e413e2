//! A procedure comes out of the editor as it went in.

use crate::editing::document::{Document, Items, Part, Way};
use crate::forms::read_anyway;
use proptest::prelude::*;
use std::path::PathBuf;
use toml::{Table, Value};
use town::{Source, TownFolder};

fn files() -> Vec<(String, String)> {
    let towns = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../towns");
    let folders = ["ono", "template"].map(|name| TownFolder::open(towns.join(name)).unwrap());
    let read = |folder: &TownFolder| {
        let files = folder.list("procedures/*.toml");
        files.into_iter().map(|file| (file.clone(), folder.text(&file).unwrap())).collect::<Vec<_>>()
    };
    folders.iter().flat_map(read).collect()
}

#[test]
fn every_procedure_of_the_towns_comes_back_whole() {
    let files = files();
    assert!(files.len() > 40);
    for (file, text) in files {
        let document = Document::parse(&text).unwrap();
        let written = document.to_text();
        assert_eq!(Document::parse(&written).unwrap(), document, "{file}\n{written}");
        let (before, after) = (Source::new(&*file, text), Source::new(&*file, written));
        let (before, after) = (read_anyway(&before), read_anyway(&after));
        assert!(before.procedure.is_some() && before.wrong.is_empty(), "{file}: {:?}", before.wrong);
        assert_eq!(before.procedure, after.procedure, "{file}");
    }
}

#[test]
fn writing_twice_changes_nothing_more() {
    for (file, text) in files() {
        let once = Document::parse(&text).unwrap().to_text();
        assert_eq!(Document::parse(&once).unwrap().to_text(), once, "{file}");
    }
}

fn sample() -> Document {
    Document::parse(
        r#"
key = "sample"
new_grammar = { per = "household" }
[[page]]
key = "a"
[[page.question]]
key = "one"
type = "text"
later_item = ["x"]
[[page]]
key = "b"
[[page]]
key = "c"
"#,
    )
    .unwrap()
}

#[test]
fn what_the_editor_does_not_know_survives_every_change() {
    let mut document = sample();
    document.put("page.0.question.0", "key", Some(Value::String("uno".to_owned())));
    document.shift("page", "a", Way::Down);
    document.remove("page", "c");
    let read = Document::parse(&document.to_text()).unwrap();
    assert_eq!(read.keys("page"), ["b", "a"]);
    assert_eq!(read.strings("page.1.question.0.later_item"), ["x"]);
    assert_eq!(read.string("new_grammar.per"), "household");
}

#[test]
fn a_part_is_told_apart_from_the_others() {
    let (before, mut after) = (sample(), sample());
    let question = Part { path: "page.0.question.0", items: Items::AllBut(&["row"]) };
    let page = Part { path: "page.0", items: Items::AllBut(&["question"]) };
    after.put("page.0.question.0", "type", Some(Value::String("number".to_owned())));
    assert_ne!(before.print_of(question), after.print_of(question));
    assert_eq!(before.print_of(page), after.print_of(page));
}

#[test]
fn moving_beyond_the_ends_does_nothing() {
    let mut document = sample();
    document.shift("page", "a", Way::Up);
    document.shift("page", "c", Way::Down);
    document.shift("page", "nowhere", Way::Down);
    assert_eq!(document, sample());
}

/// Any value that a TOML document can hold, without empty lists: those are the same as none.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Value::String),
        any::<i64>().prop_map(Value::Integer),
        any::<bool>().prop_map(Value::Boolean),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Value::Array),
            prop::collection::vec(("[a-z_]{1,8}|page|question|row|ja", inner), 0..4)
                .prop_map(|items| Value::Table(items.into_iter().collect::<Table>())),
        ]
    })
}

proptest! {
    #[test]
    fn any_document_is_read_as_it_was_written(items in prop::collection::vec(("[a-z_]{1,8}|page|日本", value()), 0..6)) {
        let document = Document::of_table(items.into_iter().collect());
        prop_assert_eq!(Document::parse(&document.to_text()).unwrap(), document);
    }
}

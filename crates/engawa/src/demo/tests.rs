use super::*;
use households::TODAY;
use std::path::PathBuf;
use town::TownFolder;

fn ono() -> Town {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../towns/ono");
    Town::load(&TownFolder::open(folder).unwrap()).unwrap()
}

fn everybody(town: &Town) -> Vec<Family> {
    let accounts = town::demo::accounts(&town.folder).unwrap();
    families(town, &accounts, &mut Chance::new(SEED))
}

#[test]
fn the_fictional_town_has_the_size_and_the_ages_of_the_real_one() {
    let families = everybody(&ono());
    let people: Vec<&Somebody> = families.iter().flat_map(|f| &f.people).filter(|p| p.is_here()).collect();
    let share = |low: i16, high: i16| {
        let n = people.iter().filter(|p| (low..=high).contains(&p.age())).count();
        n as f64 * 100.0 / people.len() as f64
    };
    assert_eq!(families.len(), 3_700);
    assert!((8_900..=9_300).contains(&people.len()), "{} people", people.len());
    // 2024-01-01: 65 or older 38.4 %, one in 5.3 is 75 or older; younger than 15: 9.4 %.
    assert!((37.4..39.4).contains(&share(65, 120)), "65+: {}", share(65, 120));
    assert!((17.0..21.5).contains(&share(75, 120)), "75+: {}", share(75, 120));
    assert!((8.6..10.2).contains(&share(0, 14)), "<15: {}", share(0, 14));
    let women = people.iter().filter(|p| p.sex == people::Sex::Female).count() as f64 / people.len() as f64;
    assert!((0.46..0.54).contains(&women), "women: {women}");
}

#[test]
fn every_household_has_one_head_and_children_are_younger_than_their_parents() {
    for family in everybody(&ono()) {
        assert_eq!(family.people.iter().filter(|p| p.relation == "世帯主").count(), 1);
        let head = family.people.iter().find(|p| p.relation == "世帯主").unwrap();
        assert!(head.age() >= 18, "a head of {}", head.age());
        for child in family.people.iter().filter(|p| p.relation == "子") {
            assert!(head.age() - child.age() >= 18, "{} and {}", head.age(), child.age());
        }
        assert!(family.people.iter().all(|p| p.birth <= TODAY));
    }
}

#[test]
fn the_same_town_comes_out_every_time_and_its_register_can_be_imported() {
    let town = ono();
    let (one, other) = (everybody(&town), everybody(&town));
    let file = |families: &[Family]| register::file(0, &register::numbered(families));
    let csv = file(&one);
    assert_eq!(csv, file(&other));
    let read = people::register::read("demo", csv.as_bytes(), &town.wards).unwrap_or_else(|p| panic!("{p:?}"));
    assert!(read.ignored.is_empty());
    assert_eq!(read.entries.len(), one.iter().map(|f| f.people.len()).sum::<usize>());
}

#[test]
fn names_that_need_care_in_print_are_among_them() {
    let families = everybody(&ono());
    let names: Vec<String> = families.iter().flat_map(|f| &f.people).map(Somebody::full_name).collect();
    for part in ["葛\u{E0100}", "辻\u{E0100}", "髙", "﨑", "邉", "𠮷"] {
        assert!(names.iter().any(|n| n.contains(part)), "nobody with {part}");
    }
    assert!(names.iter().any(|n| n.is_ascii()), "nobody with an undivided name from abroad");
}

#[test]
fn every_name_can_be_printed_in_its_written_form() {
    use web::press::{Press, Sheet};
    let names: std::collections::BTreeSet<String> = everybody(&ono())
        .iter()
        .flat_map(|f| &f.people)
        .flat_map(|p| [p.surname.as_ref().map(|s| s.form.clone()).unwrap_or_default(), p.given.form.clone()])
        .collect();
    let templates = tempfile::tempdir().unwrap();
    let template = "#for name in json(\"/data.json\").names [#name #h(1em)]";
    std::fs::write(templates.path().join("names.typ"), template).unwrap();
    let press = press::open(templates.path(), &press::FontFolders::debian()).unwrap_or_else(|e| panic!("{e}"));
    let data = serde_json::json!({ "date": "2026-04-01", "names": names });
    let made = press.typeset(&Sheet::new("names", "架空の氏名", data));
    assert!(made.is_ok_and(|pdf| pdf.starts_with(b"%PDF-")), "a name of the demo has no glyph");
}

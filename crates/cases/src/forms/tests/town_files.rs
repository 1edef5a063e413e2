//! The first town's own procedures.

use std::path::Path;

use super::*;
use town::TownFolder;

fn folder() -> TownFolder {
    TownFolder::open(concat!(env!("CARGO_MANIFEST_DIR"), "/../../towns/ono")).unwrap()
}

fn catalogue() -> Catalogue {
    Catalogue::load(&folder()).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

#[test]
fn the_towns_procedures_have_no_mistakes() {
    let found: Vec<String> = check(&folder()).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(catalogue().on(today()).len() >= 17);
}

#[test]
fn every_procedure_says_how_sure_the_town_is() {
    for procedure in catalogue().all() {
        let facts = &procedure.facts;
        assert!(facts.verified || facts.open.is_some(), "{}: what is still open?", procedure.key);
    }
}

#[test]
fn names_of_desks_fees_and_routes_are_those_of_the_town() {
    let copy = std::env::temp_dir().join(format!("procedures-{}", std::process::id()));
    let town = folder();
    let other = |file: &str, from: &str, to: &str| {
        let text = town.text(file).unwrap();
        assert!(text.contains(from), "{from}");
        check_copy(&copy, &town, file, &text.replacen(from, to, 1))
    };
    let file = "procedures/resident_record.toml";
    for (from, to, why) in [
        ("desk = \"residents\"", "desk = \"nobody\"", "担当「nobody」"),
        ("fee = \"residence_certificate\"", "fee = \"gift\"", "手数料「gift」"),
        ("measure = \"certificates\"", "measure = \"none\"", "施策「none」"),
        ("route = \"standard\"", "route = \"short\"", "道すじ「short」"),
        ("version = 1", "version = 0", ""),
    ] {
        let found = other(file, from, to);
        assert_eq!(found.is_empty(), why.is_empty(), "{found:?}");
        assert!(found.iter().all(|line| line.contains(why)), "{found:?}");
    }
    std::fs::remove_dir_all(copy).unwrap();
}

#[test]
fn two_versions_never_hold_on_the_same_day() {
    let copy = std::env::temp_dir().join(format!("versions-{}", std::process::id()));
    let town = folder();
    let text = town.text("procedures/birth_support.toml").unwrap().replacen("version = 1", "version = 2", 1);
    let file = "procedures/birth_support-2.toml";
    let found = check_copy(&copy, &town, file, &text);
    assert!(found.len() == 1 && found[0].contains("期間が重なっています"), "{found:?}");
    let same = check_copy(&copy, &town, file, &text.replacen("version = 2", "version = 1", 1));
    assert!(same.iter().any(|line| line.contains("版 1 が二つあります")), "{same:?}");
    std::fs::remove_dir_all(copy).unwrap();
}

/// The problems of a copy of the town in which one file reads otherwise.
fn check_copy(copy: &Path, town: &TownFolder, file: &str, text: &str) -> Vec<String> {
    let _ = std::fs::remove_dir_all(copy);
    copy_folder(town.root(), copy);
    std::fs::write(copy.join(file), text).unwrap();
    check(&TownFolder::open(copy).unwrap()).iter().map(ToString::to_string).collect()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy_folder(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// In やさしい日本語 every kanji has its reading.
#[test]
fn easy_texts_carry_furigana_on_every_kanji() {
    for file in folder().list("procedures/*.toml") {
        for (at, line) in folder().text(&file).unwrap().lines().enumerate() {
            for easy in line.split("easy = \"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let bare: String = easy
                    .split('｜')
                    .enumerate()
                    .map(|(n, part)| match (n, part.split_once('》')) {
                        (0, _) | (_, None) => part,
                        (_, Some((_, after))) => after,
                    })
                    .collect();
                let kanji: Vec<char> = bare.chars().filter(|c| matches!(c, '一'..='龠' | '々')).collect();
                assert!(kanji.is_empty(), "{file}:{}: {kanji:?} in {easy}", at + 1);
            }
        }
    }
}

#[test]
fn a_matter_elsewhere_names_whom_to_call() {
    let catalogue = catalogue();
    let aid = catalogue.current("public_assistance", today()).unwrap();
    assert_eq!(aid.elsewhere().unwrap().phone, "0248-75-7813");
    let advice = catalogue.current("self_reliance_support", today()).unwrap();
    assert_eq!(advice.elsewhere().unwrap().phone, "0248-94-7800");
}

#[test]
fn versions_are_found_by_day_and_by_number() {
    let catalogue = catalogue();
    assert!(catalogue.current("resident_record", Date::constant(2026, 3, 31)).is_none());
    assert!(catalogue.current("resident_record", Date::constant(2026, 4, 1)).is_some());
    assert!(catalogue.get("resident_record", 1).is_some());
    assert!(catalogue.get("resident_record", 2).is_none());
}

/// The main walk, page by page, as a resident would go it.
#[test]
fn a_residence_record_can_be_asked_for_to_the_end() {
    let catalogue = catalogue();
    let procedure = catalogue.current("resident_record", today()).unwrap();
    let matter = procedure.matter().unwrap();
    let form = &matter.form;
    let mut answers = Answers::default();
    let known = Prefills {
        name: kernel::PersonName::new("架空", "花子").ok(),
        birth_date: Some(Date::constant(1950, 3, 4)),
        address: Some(kernel::Address::free("福島県田村郡小野町大字小野新町0番地")),
        phone: "0247-72-2111".parse().ok(),
        ..Prefills::default()
    };
    form.prefill(&mut answers, &known);
    let walk: [(&str, &[(&str, &str)]); 9] = [
        ("who", &[("who", "household")]),
        ("coverage", &[("coverage", "all")]),
        ("items", &[("items", "relation")]),
        ("purpose", &[("purpose", "licence")]),
        ("copies", &[("copies", "２")]),
        ("exempt", &[("exempt", "none")]),
        ("receive", &[("receive", "pdf")]),
        ("contact", &[("phone", "0247-72-2111")]),
        ("declare", &[("declared", "yes")]),
    ];
    let mut here = "applicant".to_owned();
    for (page, fields) in walk {
        here = form.next_page(&answers, &here).unwrap().key.clone();
        assert_eq!(here, page);
        answers = answer_page(form, page, &answers, fields).unwrap();
    }
    assert_eq!(form.next_page(&answers, &here), None);
    assert_eq!(form.check_complete(&answers, today()), []);
    let times = matter.fee.as_ref().unwrap().times.as_ref().unwrap();
    assert_eq!(answers.number(times), Some(2));
}

#[test]
fn a_photograph_is_asked_for_only_by_post_or_for_somebody_else() {
    let catalogue = catalogue();
    let form = &catalogue.current("resident_record", today()).unwrap().matter().unwrap().form;
    let asks = |who: &str, receive: &str| {
        let choice = |value: &str| Answer::Choice(value.to_owned());
        let answers: Answers =
            [("who".to_owned(), choice(who)), ("receive".to_owned(), choice(receive))].into_iter().collect();
        form.pages_shown(&answers).iter().any(|s| s.page.key == "identity")
    };
    assert!(!asks("oneself", "pdf") && !asks("household", "counter"));
    assert!(asks("oneself", "post") && asks("mandate", "pdf"));
}

#[test]
fn a_grant_cannot_exceed_its_share() {
    let catalogue = catalogue();
    let form = &catalogue.current("meeting_place_grant", today()).unwrap().matter().unwrap().form;
    let ask = |jointly: &str, work: &str, cost: &str, requested: &str| {
        let choice = |value: &str| Answer::Choice(value.to_owned());
        let earlier: Answers =
            [("jointly".to_owned(), choice(jointly)), ("work".to_owned(), choice(work))].into_iter().collect();
        answer_page(form, "money", &earlier, &[("cost", cost), ("requested", requested)]).is_ok()
    };
    assert!(ask("alone", "new", "3,000,000", "1,000,000"));
    assert!(!ask("alone", "new", "3,000,000", "1,000,001"));
    assert!(ask("joint", "new", "3,000,000", "1,500,000"));
    assert!(!ask("alone", "repair", "99,999", "1"));
}

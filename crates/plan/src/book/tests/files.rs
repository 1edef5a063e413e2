//! The town's own files, and what is said of a mistake in them.

use crate::book::{Plan, check, load, unknown_indicators};
use kernel::fiscal::FiscalYear;
use std::path::Path;
use town::{Town, TownFolder};

fn folder() -> TownFolder {
    testkit::town_folder("ono")
}

fn plan() -> Plan {
    let town = Town::load(&folder()).unwrap();
    load(&folder()).unwrap_or_else(|p| panic!("{p:?}")).plan(&town.plan)
}

#[test]
fn the_towns_plan_has_no_mistakes() {
    for name in ["ono", "template"] {
        let found: Vec<String> = check(&testkit::town_folder(name)).iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn every_measure_has_an_aim_a_desk_a_milestone_and_an_indicator() {
    let plan = plan();
    assert_eq!(plan.measures.len(), 20);
    for m in &plan.measures {
        assert!(!m.aim.is_empty() && m.aim.easy.is_some() && m.aim.en.is_some(), "{}", m.key);
        assert!(m.desk.is_some() && !m.milestones.is_empty() && !m.indicators.is_empty(), "{}", m.key);
        assert!(!m.answers.is_empty(), "{}", m.key);
        let years: Vec<FiscalYear> = m.budgets.iter().map(|b| b.year).collect();
        assert_eq!(years, (2026..=2030).map(FiscalYear).collect::<Vec<_>>(), "{}", m.key);
    }
}

/// The town has told nobody its desks, milestones, targets and budgets yet.
#[test]
fn what_the_town_has_not_confirmed_does_not_look_confirmed() {
    for m in &plan().measures {
        assert!(!m.verified && !m.aim_verified && m.milestones.iter().all(|s| !s.verified), "{}", m.key);
        assert!(m.indicators.iter().all(|u| !u.verified && u.baseline.is_none()), "{}", m.key);
        assert!(m.budgets.iter().all(|b| b.yen.is_none()), "{}: an amount that nobody knows", m.key);
    }
}

#[test]
fn a_service_that_does_not_exist_yet_says_when_counting_starts() {
    let later: Vec<String> = plan()
        .measures
        .into_iter()
        .flat_map(|m| m.indicators)
        .filter(|u| u.starts_when.as_ref().is_some_and(|w| w.easy.is_some() && w.en.is_some()) && u.title.is_some())
        .map(|u| u.key)
        .collect();
    assert!(later.contains(&"voice.answered_share".to_owned()) && later.len() >= 10, "{later:?}");
}

#[test]
fn a_mistake_is_named_with_its_line() {
    let copy = tempfile::tempdir().unwrap();
    let cases = [
        ("measures", "key = \"status\"", "key = \"statos\"", "施策「statos」は plan.toml にありません"),
        ("measures", "key = \"status\"", "key = \"payments\"", "施策「payments」が二度書かれています"),
        ("measures", "desk = \"tax\"", "desk = \"taxes\"", "「taxes」は organisation.toml にない窓口です"),
        ("measures", "\"cashier\"", "\"counter\"", "「counter」は organisation.toml にない窓口です"),
        ("measures", "supporting = [\"cashier\"", "supporting = [\"tax\"", "窓口「tax」が二度書かれています"),
        ("measures", "year = 2029", "year = 2031", "2031年度は計画の期間（2026〜2030年度）の外です"),
        ("measures", "2030 = 60", "2031 = 60", "2031年度は計画の期間（2026〜2030年度）の外です"),
        ("measures", "2030 = 60", "last = 60", "「last」は年度ではありません"),
        ("measures", "\"local_dx/eltax\"", "\"local_dx/tax\"", "「local_dx/tax」は above.toml にありません"),
        ("measures", "desk = \"tax\"", "desk = \"tax\"\nverified = true", "source に出どころを書いてください"),
        (
            "measures",
            "key = \"cases.days\"",
            "key = \"cases.online_share\"",
            "指標「cases.online_share」が二度書かれています",
        ),
        ("measures", "direction = \"down\"", "direction = \"left\"", "「left」は使えません"),
        ("above", "key = \"eltax\"", "key = \"security\"", "項目「security」が二度書かれています"),
        ("above", "level = \"nation\"", "level = \"world\"", "「world」は使えません"),
    ];
    for (file, from, to, expected) in cases {
        let file = format!("plan/{file}.toml");
        let text = folder().text(&file).unwrap();
        let at = text.find(from).unwrap_or_else(|| panic!("{from}"));
        let line = 1 + text[..at].matches('\n').count();
        let found = check_copy(copy.path(), &file, &text.replacen(from, to, 1));
        let named = found.iter().find(|l| l.contains(expected)).unwrap_or_else(|| panic!("{to}: {found:?}"));
        let said: usize = named.split(':').nth(1).and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{named}"));
        // The second of two is named, and what was put on a line of its own stands one below.
        assert!(named.starts_with(&file) && (said == line || said > line && to.len() >= from.len()), "{named}: {line}");
    }
}

#[test]
fn a_measure_that_is_left_out_is_named() {
    let copy = tempfile::tempdir().unwrap();
    let text = folder().text("plan/measures.toml").unwrap();
    let rest = &text[..text.find("[[measure]]\nkey = \"security\"").unwrap()];
    let found = check_copy(copy.path(), "plan/measures.toml", rest);
    assert!(found.len() == 1 && found[0].contains("施策「security」（情報を守るための"), "{found:?}");
}

#[test]
fn an_indicator_that_nobody_counts_is_named_unless_it_says_when_it_starts() {
    let all: Vec<String> = plan().measures.into_iter().flat_map(|m| m.indicators).map(|u| u.key).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert!(unknown_indicators(&folder(), &all).is_empty());
    let without: Vec<&str> =
        all.iter().copied().filter(|k| *k != "approvals.days" && !k.starts_with("voice.")).collect();
    let found = unknown_indicators(&folder(), &without);
    let text = folder().text("plan/measures.toml").unwrap();
    let line = 1 + text[..text.find("key = \"approvals.days\"").unwrap()].matches('\n').count();
    assert_eq!(found.iter().map(|p| p.line).collect::<Vec<_>>(), [Some(line)], "{found:?}");
    assert!(found[0].message.contains("指標「approvals.days」を数えるものがありません"));
}

/// In やさしい日本語 every kanji has its reading.
#[test]
fn easy_texts_carry_a_reading_on_every_kanji() {
    for file in ["plan/measures.toml", "plan/above.toml"] {
        for (at, line) in folder().text(file).unwrap().lines().enumerate() {
            for easy in line.split("easy = \"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let bare: String = web::texts::pieces(easy)
                    .into_iter()
                    .map(|piece| match piece {
                        web::texts::Piece::Text(text) => text.to_owned(),
                        web::texts::Piece::Ruby { .. } => String::new(),
                    })
                    .collect();
                let kanji: Vec<char> = bare.chars().filter(|c| matches!(c, '一'..='龠' | '々')).collect();
                assert!(kanji.is_empty(), "{file}:{}: {kanji:?} in {easy}", at + 1);
            }
        }
    }
}

/// The problems of a copy of the town in which one file reads otherwise.
fn check_copy(copy: &Path, file: &str, text: &str) -> Vec<String> {
    copy_folder(folder().root(), copy);
    std::fs::write(copy.join(file), text).unwrap();
    check(&TownFolder::open(copy).unwrap()).iter().map(ToString::to_string).collect()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

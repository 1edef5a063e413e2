//! What an officer may rely on when changing a town folder.

use crate::{FeeChannel, Problem, Source, Town, TownFolder, check, demo, located};
use kernel::{Date, Yen};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn towns() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../towns")
}

fn folder(name: &str) -> TownFolder {
    TownFolder::open(towns().join(name)).unwrap()
}

fn town(name: &str) -> Town {
    Town::load(&folder(name)).unwrap_or_else(|problems| panic!("{}", lines(&problems)))
}

fn lines(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// A copy of the template with one file changed.
struct Copy(tempfile::TempDir);

impl Copy {
    fn of_template() -> Self {
        let copy = tempfile::tempdir().unwrap();
        fs::create_dir(copy.path().join("plan")).unwrap();
        let template = folder("template");
        for file in ["*.toml", "plan/*.toml"].iter().flat_map(|p| template.list(p)) {
            fs::write(copy.path().join(&file), template.bytes(&file).unwrap()).unwrap();
        }
        Self(copy)
    }

    fn with(self, file: &str, old: &str, new: &str) -> Self {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(text.contains(old), "{file} has no {old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
        self
    }

    fn and(self, file: &str, text: &str) -> Self {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn problems(&self) -> Vec<String> {
        let folder = TownFolder::open(self.0.path()).unwrap();
        check(&folder).iter().map(ToString::to_string).collect()
    }
}

/// The line on which `needle` first stands in a template file.
fn line_of(text: &str, needle: &str) -> usize {
    1 + text.lines().position(|l| l.contains(needle)).unwrap()
}

#[test]
fn the_towns_in_the_repository_have_no_problem() {
    for name in ["ono", "template"] {
        let problems = check(&folder(name));
        assert!(problems.is_empty(), "{name}\n{}", lines(&problems));
    }
}

#[test]
fn the_first_town_knows_its_desks_areas_and_measures() {
    let town = town("ono");
    assert_eq!(town.municipality.full_name(), "福島県田村郡小野町");
    assert_eq!(town.plan.pillars.len(), 3);
    assert_eq!(town.plan.measures.len(), 20);
    let measure = town.plan.measure("residents/publishing").unwrap();
    assert_eq!(measure.name, "町公式ウェブサイトやSNSで分かりやすく情報発信");
    assert!(town.organisation.desk("child").unwrap().verified);
    assert!(!town.organisation.desk("residents").unwrap().verified);
    assert_eq!(town.wards.all().len(), 17);
    assert!(town.wards.are_placeholders());
    assert!(town.wards.all().iter().all(|w| !w.verified && w.label().starts_with("大字")));
    assert!(town.roles.may("cashier", "billing.counter"));
    assert!(!town.roles.may("operator", "people.read"));
}

#[test]
fn every_area_of_the_first_town_has_its_postcode() {
    let town = town("ono");
    let found = town.postcodes.find("963-3401");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].city, town.municipality.city_part());
    assert_eq!(found[0].town, "小野新町");
    for ward in town.wards.all() {
        let code = ward.postcode.unwrap().digits();
        let areas = town.postcodes.find(&code);
        assert!(areas.iter().any(|a| a.town == ward.name && a.point == ward.point), "{code}");
    }
    for place in &town.localities {
        assert!(town.wards.all().iter().any(|w| w.name == place.town), "{}", place.town);
    }
}

#[test]
fn only_the_national_standard_fees_are_confirmed() {
    let town = town("ono");
    let day = Date::constant(2026, 11, 22);
    let yen = |key, channel| town.fees.yen(key, channel, day);
    assert_eq!(yen("family_register_full", FeeChannel::Counter), Some(Yen(450)));
    assert_eq!(yen("removed_family_register", FeeChannel::Counter), Some(Yen(750)));
    assert_eq!(yen("family_register_full", FeeChannel::Kiosk), None);
    assert!(!town.fees.on("residence_certificate", day).unwrap().verified);
    assert_eq!(yen("seal_registration", FeeChannel::Counter), None);
}

#[test]
fn the_demo_people_can_walk_the_whole_matter() {
    let town = town("ono");
    let accounts = demo::accounts(&town.folder).unwrap();
    let holds = |position: &str| {
        let roles = accounts.iter().flat_map(|a| &a.roles);
        roles.filter(|r| r.position.as_deref() == Some(position)).count()
    };
    for position in ["member", "chief", "head", "deputy_head", "cio"] {
        assert!(holds(position) > 0, "{position}");
    }
    let may = |permission: &str| {
        let roles = accounts.iter().flat_map(|a| &a.roles);
        roles.filter(|r| town.roles.may(&r.role, permission)).count()
    };
    for permission in town.roles.permissions() {
        assert!(may(permission) > 0, "{permission}");
    }
    assert!(accounts.iter().all(|a| a.email.domain() == "demo.example"));
}

#[test]
fn a_slip_of_the_pen_is_named_with_its_line() {
    let text = folder("template").text("town.toml").unwrap();
    let problems = Copy::of_template().with("town.toml", "kana =", "kama =").problems();
    let line = line_of(&text, "kana =");
    let expected = format!("town.toml:{line}: 「kama」という項目はありません");
    assert!(problems.iter().any(|p| p.starts_with(&expected)), "{problems:?}");
}

#[test]
fn a_licence_counts_as_decided_only_with_its_source() {
    let whole = folder("template").text("town.toml").unwrap();
    let licence = "[settings.licence]\nname = 'CC BY 4.0'\nurl = 'https://creativecommons.org/licenses/by/4.0/'\n";
    let licence = format!("{whole}\n{licence}");
    assert_eq!(Copy::of_template().and("town.toml", &licence).problems(), [] as [&str; 0]);
    let decided = format!("{licence}verified = true\n");
    let problems = Copy::of_template().and("town.toml", &decided).problems();
    assert!(problems.len() == 1 && problems[0].contains("出どころ"), "{problems:?}");
    assert!(!town("ono").settings.licence.unwrap().verified, "the first town has not decided yet");
}

#[test]
fn a_wrong_check_digit_is_named_with_its_line() {
    let text = folder("template").text("town.toml").unwrap();
    let line = line_of(&text, "999997");
    let problems = Copy::of_template().with("town.toml", "999997", "999998").problems();
    let expected = format!("town.toml:{line}: 番号の検査数字が合いません。数字を確かめてください");
    assert_eq!(problems, [expected]);
}

#[test]
fn mistakes_in_several_files_are_found_at_once() {
    let problems = Copy::of_template()
        .with("organisation.toml", "key = \"residents\"", "key = \"general\"")
        .with("offices.toml", "\"08:30\"", "\"8時半\"")
        .with("roles.toml", "\"ops.see\"", "\"見る\"")
        .with("plan/plan.toml", "pillar = \"office\"", "pillar = \"ofice\"")
        .and("fees.toml", "[[fee]]\nkey='a'\nname='a'\nper='通'\nverified=true\n\n[[fe]]\nkey='b'\n")
        .problems();
    let files = ["fees.toml:5", "fees.toml:7", "offices.toml", "organisation.toml", "plan/plan.toml", "roles.toml"];
    for file in files {
        assert!(problems.iter().any(|p| p.starts_with(file)), "{file}: {problems:#?}");
    }
    assert!(problems.iter().all(|p| { p.split(':').nth(1).is_some_and(|l| l.parse::<u32>().is_ok()) }));
}

#[test]
fn all_wrong_rows_of_a_list_are_found() {
    let text = "[[closed]]\ndate = 2027-02-30\nreason = 'a'\n\n[[closed]]\ndate = '昨日'\nreason = 'b'\n\n[[closed]]\nday = 3\n";
    let problems = Copy::of_template().and("calendar.toml", text).problems();
    // 2027-02-30 is no date even for TOML, so the file cannot be taken apart further
    assert_eq!(problems.len(), 1, "{problems:?}");
    let text = text.replace("2027-02-30", "'2027-02-30'");
    let problems = Copy::of_template().and("calendar.toml", &text).problems();
    let at: Vec<&str> = problems.iter().filter_map(|p| p.split(": ").next()).collect();
    assert_eq!(at, ["calendar.toml:2", "calendar.toml:6", "calendar.toml:10"]);
}

#[test]
fn an_unknown_desk_is_named_with_its_line() {
    let text = folder("template").text("town.toml").unwrap();
    let line = line_of(&text, "help_desk");
    let problems =
        Copy::of_template().with("town.toml", "help_desk = \"general\"", "help_desk = \"nowhere\"").problems();
    let expected = format!("town.toml:{line}: 窓口「nowhere」は organisation.toml にありません");
    assert_eq!(problems, [expected]);
}

#[test]
fn two_prices_for_one_day_are_refused() {
    let fee = |from: &str, until: &str| {
        format!("[[fee]]\nkey = 'copy'\nname = '写し'\nper = '通'\nfrom = {from}\nuntil = {until}\n")
    };
    let good = fee("2026-04-01", "2027-03-31") + &fee("2027-04-01", "2028-03-31");
    assert_eq!(Copy::of_template().and("fees.toml", &good).problems(), [""; 0]);
    let bad = fee("2026-04-01", "2027-04-01") + &fee("2027-04-01", "2028-03-31");
    let problems = Copy::of_template().and("fees.toml", &bad).problems();
    assert_eq!(problems, ["fees.toml:8: 「copy」の期間が 2 行目のものと重なっています"]);
}

#[test]
fn a_missing_file_is_named() {
    let copy = Copy::of_template();
    fs::remove_file(copy.0.path().join("wards.toml")).unwrap();
    assert_eq!(copy.problems(), ["wards.toml: ファイルがありません"]);
}

#[test]
fn a_file_in_another_encoding_is_named_with_its_line() {
    let copy = Copy::of_template();
    fs::write(copy.0.path().join("calendar.toml"), b"# ok\n# \x93\xfa\x96\x7b\n").unwrap();
    let problems = copy.problems();
    assert!(problems[0].starts_with("calendar.toml:2: 文字コードが UTF-8"), "{problems:?}");
}

#[test]
fn a_wrong_line_of_a_csv_is_named() {
    let csv = "postcode,jis_code,prefecture,prefecture_kana,city,city_kana,town,town_kana,lat,lng\n\
        000-0000,99999,見本県,ミホンケン,見本町,ミホンマチ,見本,ミホン,,\n\
        12,99999,見本県,ミホンケン,見本町,ミホンマチ,見本,ミホン,,\n\
        000-0001,99999,見本県,ミホンケン,見本町,ミホンマチ,見本,ミホン,135.0,35.0\n\
        000-0002,99999\n";
    let problems = Copy::of_template().and("postcodes.csv", csv).problems();
    let at: Vec<&str> = problems.iter().filter_map(|p| p.split(": ").next()).collect();
    assert_eq!(at, ["postcodes.csv:3", "postcodes.csv:4", "postcodes.csv:5"], "{problems:?}");
}

#[test]
fn demo_people_must_fit_the_town() {
    let account = "[[account]]\nkey='a'\nkind='staff'\nname='見本 一'\nkana='ミホン ハジメ'\nemail='a@town.jp'\npassword='x'\nabout='y'\nroles=[{ role='boss', desk='general' }]\n";
    let problems = Copy::of_template().and("demo/accounts.toml", account).problems();
    let all = problems.join("\n");
    for part in ["demo/accounts.toml:6: 架空", "demo/accounts.toml:9: roles.toml にない", "demo_allowed"] {
        assert!(all.contains(part), "{part}\n{all}");
    }
}

#[test]
fn nothing_outside_the_folder_is_read() {
    let folder = folder("template");
    for path in ["../ono/town.toml", "/etc/passwd", "plan/../../ono/town.toml"] {
        assert!(folder.text(path).is_err(), "{path}");
        assert!(folder.list(path).is_empty(), "{path}");
    }
}

#[test]
fn files_are_listed_by_pattern_in_order() {
    let folder = folder("template");
    let files = folder.list("*.toml");
    assert!(files.contains(&"town.toml".to_owned()));
    assert!(files.is_sorted());
    assert_eq!(folder.list("plan/*.toml"), ["plan/plan.toml", "plan/steering.toml"]);
    assert_eq!(folder.list("plan/plan.toml"), ["plan/plan.toml"]);
    assert!(folder.list("procedures_that_are_not_there/*.toml").is_empty());
}

#[test]
fn a_permission_that_no_room_knows_is_named() {
    let town = town("template");
    let known: Vec<&str> = town.roles.permissions().into_iter().filter(|p| *p != "ops.see").collect();
    let problems = town.roles.unknown_permissions(&known);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].message, "「ops.see」という権限はありません");
    assert!(problems[0].line.is_some());
}

proptest! {
    /// A value's line is the line on which its key was written, whatever stands around it.
    #[test]
    fn a_path_leads_to_its_line(before in proptest::collection::vec("(#[ぁ-んa-z]{0,8})?", 0..6), rows in 1_usize..6, pick in 0_usize..6) {
        let pick = pick % rows;
        let mut text = before.join("\n") + "\n";
        let mut expected = 0;
        for row in 0..rows {
            text += "[[step]]\nname = '名前'\n";
            if row == pick {
                expected = 1 + text.matches('\n').count();
            }
            text += "desk = 'x'\n\n";
        }
        let source = Source::new("a.toml", text);
        prop_assert_eq!(source.line(&format!("step.{pick}.desk")), Some(expected));
    }

    /// Lines are counted as an editor counts them, and no position can break the count.
    #[test]
    fn a_position_has_the_line_an_editor_shows(text in "[あa\n]{0,40}", at in 0_usize..200) {
        let line = located(&text, at..at);
        let end = at.min(text.len());
        let shown = 1 + text.bytes().take(end).filter(|b| *b == b'\n').count();
        prop_assert_eq!(line, shown);
    }

    /// No text, however broken, stops the check: it answers with problems.
    #[test]
    fn any_text_can_be_checked(text in "([a-z=\\[\\]\"'{}.,\n #0-9あ-ん]{0,120})|(.{0,80})") {
        let copy = Copy::of_template().and("fees.toml", &text).and("calendar.toml", &text);
        for problem in copy.problems() {
            prop_assert!(problem.starts_with("fees.toml") || problem.starts_with("calendar.toml"));
        }
    }
}

#[test]
fn the_national_table_adds_to_the_towns_own() {
    let heading = "postcode,jis_code,prefecture,prefecture_kana,city,city_kana,town,town_kana,lat,lng\n";
    let row = |code: &str, town: &str| format!("{code},99999,見本県,ミホンケン,見本町,ミホンマチ,{town},カナ,,\n");
    let copy = Copy::of_template()
        .and("postcodes.csv", &(heading.to_owned() + &row("000-0001", "上")))
        .and("postcodes/national.csv", &(heading.to_owned() + &row("000-0001", "下") + &row("000-0002", "中")));
    let town = Town::load(&TownFolder::open(copy.0.path()).unwrap()).unwrap();
    let names = |code| town.postcodes.find(code).into_iter().map(|a| a.town).collect::<Vec<_>>();
    assert_eq!(names("000-0001"), ["上"]);
    assert_eq!(names("000-0002"), ["中"]);
    assert_eq!(town.postcodes.of_municipality("99999").len(), 2);
}

//! What a town may rely on when it prints.

use super::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use typst::layout::{Frame, FrameItem};

fn ono() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../towns/ono/papers")
}

fn press_of(templates: &[(&str, &str)]) -> TypstPress {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in templates {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    open(folder.path(), &FontFolders::debian()).unwrap()
}

/// A press with one template that prints `data.text`.
fn plain() -> TypstPress {
    press_of(&[("plain.typ", "= 名前\n#json(\"/data.json\").text")])
}

fn sheet(text: &str) -> Sheet {
    Sheet::new("plain", "試し", json!({ "date": "2026-11-22", "text": text }))
}

/// Runs a program of the machine, or fails saying which is missing.
fn tool(name: &str, args: &[&str]) -> String {
    let output = Command::new(name).args(args).output();
    let output = output.unwrap_or_else(|_| panic!("the tool {name} is missing"));
    assert!(output.status.success(), "{name} failed: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn text_of(pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    tool("pdftotext", &[file.path().to_str().unwrap(), "-"])
}

/// Which font drew each kanji, by what was written.
fn drawn(press: &TypstPress, text: &str) -> BTreeMap<String, String> {
    fn walk(frame: &Frame, found: &mut BTreeMap<String, String>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => walk(&group.frame, found),
                FrameItem::Text(text) => {
                    for glyph in &text.glyphs {
                        let family = text.font.font().info().family.clone();
                        found.insert(text.text[glyph.range()].to_owned(), family);
                    }
                }
                _ => {}
            }
        }
    }
    let (document, _) = press.lay_out(&sheet(text)).unwrap();
    let mut found = BTreeMap::new();
    for page in document.pages() {
        walk(&page.frame, &mut found);
    }
    found
}

fn sample(name: &str) -> Sheet {
    let text = std::fs::read_to_string(ono().join(format!("samples/{name}.json"))).unwrap();
    let data: Value = serde_json::from_str(&text).unwrap();
    let head = data["sheet"].clone();
    let mut sheet = Sheet::new(name, head["title"].as_str().unwrap(), data);
    for (file, says) in head["qr"].as_object().unwrap() {
        sheet = sheet.with_qr(file, says.as_str().unwrap());
    }
    sheet
}

#[test]
fn every_template_of_the_town_prints_its_sample_as_an_accessible_archive_file() {
    let press = open(&ono(), &FontFolders::debian()).unwrap();
    assert!(press.templates().count() >= 7);
    for name in press.templates() {
        let pdf = press.typeset(&sample(name)).unwrap();
        let raw = String::from_utf8_lossy(&pdf);
        for claim in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
        ] {
            assert!(raw.contains(claim), "{name}: {claim}");
        }
        assert!(text_of(&pdf).contains("見本（架空の町民）"), "{name}");
    }
}

/// Each template with only what it cannot do without.
#[test]
fn what_is_optional_may_be_absent() {
    let letter = json!({ "postcode": "963-3401", "address": ["小野町"], "name": "架空 太郎",
        "date_text": "令和8年11月22日", "subject": "題", "body": ["文"] });
    let person = json!({ "name": "架空 太郎", "kana": "カクウ タロウ", "birth": "昭和1年1月1日" });
    let papers = [
        ("receipt", json!({ "reference": "A-1", "procedure": "手続き", "received": "今日" })),
        ("paper_form", json!({ "title": "用紙", "questions": [{ "number": 1, "text": "名前" }] })),
        ("letter", json!({ "letters": [letter.clone(), letter] })),
        ("call_list", json!({ "about": "件", "rows": [{ "name": "架空 太郎", "phone": "0" }] })),
        (
            "decision",
            json!({ "number": "第1号", "date_text": "今日", "title": "通知書",
            "addressee": { "name": "架空 太郎" }, "body": ["文"] }),
        ),
        (
            "cash_receipt",
            json!({ "number": "1", "payer": "架空 太郎", "amount": 300,
            "rows": [{ "label": "手数料", "amount": 300 }], "received": "今日",
            "place": "窓口", "method": "現金" }),
        ),
        (
            "resident_record",
            json!({ "household": { "address": "小野町", "head": "架空 太郎" },
            "whole": true, "date_text": "今日", "persons": [person] }),
        ),
    ];
    let press = open(&ono(), &FontFolders::debian()).unwrap();
    for (template, mut data) in papers {
        data["date"] = json!("2026-11-22");
        let text = text_of(&press.typeset(&Sheet::new(template, "題", data)).unwrap());
        assert!(!text.contains("見本"), "{template}");
    }
}

#[test]
fn words_in_the_data_are_never_read_as_a_template() {
    let hostile = "#read(\"/etc/passwd\") *太* _斜_ $x$ @a <b> \\ `c` = 題 // 注";
    let text = text_of(&plain().typeset(&sheet(hostile)).unwrap());
    assert!(text.contains("#read(\"/etc/passwd\") *太* _斜_ $x$ @a <b> \\ `c` = 題 // 注"));
}

#[test]
fn what_was_not_asked_for_is_printed_as_omitted() {
    let press = open(&ono(), &FontFolders::debian()).unwrap();
    let mut paper = sample("resident_record");
    let asked = text_of(&press.typeset(&paper).unwrap());
    assert!(asked.contains("世帯全員の住民票の原本と相違ない"));
    let person = paper.data["persons"][0].clone();
    paper.data["persons"] = json!([person]);
    paper.data["whole"] = json!(false);
    for key in ["relation", "registered_domicile", "family_head"] {
        paper.data["persons"][0][key] = Value::Null;
    }
    let text = text_of(&press.typeset(&paper).unwrap());
    assert_eq!(text.matches("省略").count(), 3);
    assert!(text.contains("世帯の一部の者の住民票の原本と相違ない"));
}

#[test]
fn each_form_of_a_kanji_is_set_in_the_font_that_has_it() {
    let fonts = drawn(&plain(), "葛\u{E0100}葛\u{E0102}葛辻\u{E0101}辻\u{E0102}邉\u{E010F}\u{20BB7}髙﨑\u{FA19}");
    let mincho = ["葛", "葛\u{E0100}", "辻\u{E0101}", "髙", "﨑", "\u{FA19}"];
    for form in mincho {
        assert_eq!(fonts[form], "BIZ UDMincho", "{form}");
    }
    for form in ["葛\u{E0102}", "辻\u{E0102}", "邉\u{E010F}"] {
        assert_eq!(fonts[form], "IPAmjMincho", "{form}");
    }
    assert!(fonts.contains_key("\u{20BB7}"));
}

#[test]
fn the_name_can_be_copied_from_the_file_with_its_form() {
    let press = plain();
    let text = text_of(&press.typeset(&sheet("葛\u{E0102}西 渡邉\u{E010F}")).unwrap());
    assert!(text.contains("葛\u{E0102}西 渡邉\u{E010F}"));
}

#[test]
fn a_form_that_no_font_has_stops_the_paper_and_is_named() {
    let press = plain();
    for cluster in ["葛\u{E01EF}", "一\u{E01EF}", "\u{31350}", "\u{E000}", "あ\u{E0100}"] {
        let refused = press.typeset(&sheet(&format!("氏名 {cluster} 太郎")));
        let cluster = cluster.to_owned();
        assert_eq!(refused, Err(PressError::NoGlyph { cluster }));
    }
}

#[test]
fn a_form_written_in_the_template_itself_is_checked_after_drawing() {
    let press = press_of(&[("plain.typ", "= 題\n葛\u{E0102}西")]);
    let cluster = "葛\u{E0102}".to_owned();
    let refused = press.typeset(&sheet(""));
    assert_eq!(refused, Err(PressError::NoGlyph { cluster }));
}

#[test]
fn the_large_font_is_read_only_for_a_name_that_needs_it() {
    let press = plain();
    press.typeset(&sheet("佐藤 葛\u{E0100}西")).unwrap();
    assert!(!press.fonts.rare_names_loaded());
    press.typeset(&sheet("葛\u{E0102}西")).unwrap();
    assert!(press.fonts.rare_names_loaded());
}

#[test]
fn a_pictograph_in_an_answer_is_marked_and_does_not_stop_the_receipt() {
    let press = plain();
    let text = text_of(&press.typeset(&sheet("よろしく😀お願いします")).unwrap());
    assert!(text.contains("よろしく〓お願いします"));
}

#[test]
fn sixty_four_papers_at_once_each_say_their_own_words() {
    let press = open(&ono(), &FontFolders::debian()).unwrap();
    let paper = |n: usize| {
        let mut paper = sample("resident_record");
        let number = format!("{n:04}-{:04}", n * 7919 % 10_000);
        paper.data["verification"]["number"] = json!(number);
        paper.data["persons"][0]["name"] = json!(format!("架空 {n}番"));
        (number, paper)
    };
    let made: Vec<(usize, String)> = std::thread::scope(|scope| {
        let press = &press;
        let runs: Vec<_> =
            (0..64).map(|n| scope.spawn(move || (n, text_of(&press.typeset(&paper(n).1).unwrap())))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    for (n, text) in made {
        assert!(text.contains(&paper(n).0), "{n}");
        let others = (0..64).filter(|other| text.contains(&format!("架空 {other}番\n")));
        assert_eq!(others.collect::<Vec<_>>(), [n]);
    }
}

#[test]
fn the_same_sheet_gives_the_same_file() {
    let press = open(&ono(), &FontFolders::debian()).unwrap();
    let paper = sample("receipt");
    assert_eq!(press.typeset(&paper), press.typeset(&paper));
}

#[test]
fn a_template_reads_nothing_of_the_machine() {
    for text in [
        "#read(\"/etc/passwd\")",
        "#read(\"../../../../etc/passwd\")",
        "#include \"/etc/passwd\"",
        "#import \"@preview/example:0.1.0\": add",
    ] {
        let press = press_of(&[("plain.typ", text)]);
        let refused = press.typeset(&sheet(""));
        assert!(matches!(refused, Err(PressError::Template(_))), "{text}");
    }
}

#[test]
fn only_a_template_of_the_folder_can_be_named() {
    let press = press_of(&[("plain.typ", "= 題"), ("_common.typ", "")]);
    for name in ["absent", "../plain", "_common", "", "plain.typ", "a\"b"] {
        let refused = press.typeset(&Sheet::new(name, "題", json!({})));
        assert!(matches!(refused, Err(PressError::Template(_))), "{name}");
    }
    assert_eq!(press.templates().collect::<Vec<_>>(), ["plain"]);
}

#[test]
fn a_mistake_in_a_template_is_named_by_file_and_line() {
    let press = press_of(&[("plain.typ", "= 題\n\n#json(\"/data.json\").absent")]);
    let Err(PressError::Template(message)) = press.typeset(&sheet("")) else {
        panic!("the mistake was not seen");
    };
    assert!(message.starts_with("plain.typ:3: "), "{message}");
}

#[test]
fn a_picture_without_words_a_paper_without_title_or_day_is_refused() {
    let silent = press_of(&[("plain.typ", "= 題\n#image(\"/code.svg\")")]);
    let untitled = Sheet::new("plain", "", json!({ "date": "2026-11-22", "text": "" }));
    let undated = Sheet::new("plain", "題", json!({ "text": "" }));
    for refused in [
        silent.typeset(&sheet("").with_qr("code.svg", "https://engawa.example/")),
        plain().typeset(&untitled),
        plain().typeset(&undated),
    ] {
        assert!(matches!(refused, Err(PressError::Standard(_))), "{refused:?}");
    }
}

#[test]
fn the_file_says_its_title_language_and_day() {
    let pdf = plain().typeset(&sheet("")).unwrap();
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("D:20261122000000+09'00"));
    assert!(raw.contains("/Lang (ja)") || raw.contains("/Lang(ja)"));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &pdf).unwrap();
    let info = tool("pdfinfo", &[file.path().to_str().unwrap()]);
    assert!(info.contains("試し") && info.contains("Tagged:          yes"));
}

#[test]
fn missing_fonts_are_named_with_their_package() {
    let empty = tempfile::tempdir().unwrap();
    let folders = FontFolders::only(empty.path());
    let packages: Vec<&str> = missing_fonts(&folders).iter().map(|m| m.package).collect();
    assert!(packages.contains(&"fonts-morisawa-bizud-mincho"));
    assert!(packages.contains(&"fonts-ipamj-mincho"));
    let refused = open(&ono(), &folders);
    assert!(matches!(refused, Err(PressError::Standard(text)) if text.contains("fonts-morisawa")));
    assert!(missing_fonts(&FontFolders::debian()).is_empty());
}

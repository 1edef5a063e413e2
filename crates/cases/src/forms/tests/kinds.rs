//! Every kind of answer: what may be typed, what is said about what may not.

use super::*;

#[test]
fn a_name_is_kept_as_typed_and_may_be_undivided() {
    let form = one("type = \"name\"");
    assert_eq!(said(&form, &[("q.family", " 葛\u{E0100}西 "), ("q.given", "陽一")]).ja, "葛\u{E0100}西\u{3000}陽一");
    assert_eq!(said(&form, &[("q.family", "NGUYEN VAN AN")]).ja, "NGUYEN VAN AN");
    assert_eq!(refused(&form, &[]), [("q.family".into(), "cases-form-empty-name")]);
    assert_eq!(refused(&form, &[("q.family", "a\u{202E}b")]), [("q.family".into(), "cases-form-name-character")]);
    assert_eq!(refused(&form, &[("q.family", &"あ".repeat(101))])[0].1, "cases-form-name-long");
}

#[test]
fn a_reading_may_be_typed_in_hiragana() {
    let form = one("type = \"kana\"");
    assert_eq!(said(&form, &[("q", "かさい よういち")]).ja, "カサイ\u{3000}ヨウイチ");
    assert_eq!(said(&form, &[("q", "ｶｻｲ ﾖｳｲﾁ")]).ja, "カサイ\u{3000}ヨウイチ");
    assert_eq!(refused(&form, &[("q", "葛西")]), [("q".into(), "cases-form-kana-character")]);
    assert_eq!(refused(&form, &[("q", " ")]), [("q".into(), "cases-form-empty-kana")]);
}

#[test]
fn an_address_has_parts_but_needs_only_words() {
    let form = one("type = \"address\"");
    let typed = [
        ("q.postcode", "９６３ー３４９２"),
        ("q.prefecture", "福島県"),
        ("q.city", "田村郡小野町"),
        ("q.area", "大字小野新町字舘廻"),
        ("q.rest", "92番地"),
    ];
    assert_eq!(said(&form, &typed).ja, "〒963-3492\n福島県田村郡小野町大字小野新町字舘廻92番地");
    assert_eq!(said(&form, &[("q.rest", "どこか 1-2")]).ja, "どこか 1-2");
    assert_eq!(
        refused(&form, &[("q.postcode", "963"), ("q.rest", "x")]),
        [("q.postcode".into(), "cases-form-postcode")]
    );
    assert_eq!(refused(&form, &[("q.city", "田村郡小野町")]), [("q.rest".into(), "cases-form-address-rest")]);
    assert_eq!(refused(&form, &[]), [("q.postcode".into(), "cases-form-empty-address")]);
}

#[test]
fn the_code_of_an_address_holds_until_the_area_is_changed() {
    let form = one("type = \"address\"\nprefill = \"person.address\"");
    let home = kernel::Address {
        city: "田村郡小野町".into(),
        town_area: "大字飯豊".into(),
        rest: "1番地".into(),
        code: Some("0752200001".into()),
        ..kernel::Address::default()
    };
    let mut answers = Answers::default();
    form.prefill(&mut answers, &Prefills { address: Some(home.clone()), ..Prefills::default() });
    let moved = |rest: &'static str, area: &'static str| {
        let fields = [("q.city", "田村郡小野町"), ("q.area", area), ("q.rest", rest)];
        match answer_page(&form, "p", &answers, &fields).unwrap().get("q") {
            Some(Answer::Address(address)) => address.code.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(moved("2番地", "大字飯豊"), home.code);
    assert_eq!(moved("1番地", "大字夏井"), None);
}

#[test]
fn a_day_is_read_from_era_boxes_or_as_one_text() {
    let form = one("type = \"date\"");
    for typed in [
        &[("q.era", "reiwa"), ("q.year", "8"), ("q.month", "4"), ("q.day", "1")][..],
        &[("q.era", "reiwa"), ("q.year", "８年"), ("q.month", "４月"), ("q.day", "１日")],
        &[("q.era", ""), ("q.year", "2026"), ("q.month", "04"), ("q.day", "01")],
        &[("q.era", "reiwa"), ("q.year", "2026"), ("q.month", "4"), ("q.day", "1")],
        &[("q.era", "heisei"), ("q.year", "令和8"), ("q.month", "4"), ("q.day", "1")],
        &[("q.year", "R8.4.1")],
        &[("q.year", "令和八年四月一日")],
        &[("q.era", "showa"), ("q.year", "2026/4/1")],
    ] {
        let said = said(&form, typed);
        assert_eq!((said.ja.as_str(), said.en.as_str()), ("令和8年4月1日（2026年）", "1 April 2026"), "{typed:?}");
    }
    let boxes = |year, month, day| vec![("q.era", "reiwa"), ("q.year", year), ("q.month", month), ("q.day", day)];
    assert_eq!(refused(&form, &[]), [("q.year".into(), "cases-form-empty-date")]);
    assert_eq!(refused(&form, &boxes("8", "", "1")), [("q.month".into(), "cases-form-date-incomplete")]);
    assert_eq!(refused(&form, &boxes("8", "", "")), [("q.month".into(), "cases-form-date-incomplete")]);
    assert_eq!(refused(&form, &boxes("8", "2", "30")), [("q.year".into(), "cases-form-date-none")]);
    assert_eq!(refused(&form, &boxes("x", "2", "3")), [("q.year".into(), "cases-form-date-unread")]);
    assert_eq!(refused(&form, &[("q.year", "8"), ("q.month", "4"), ("q.day", "1")])[0].1, "cases-form-date-era");
}

#[test]
fn a_day_may_have_to_lie_ahead_or_behind() {
    let future = one("type = \"date\"\ndays = \"future\"");
    let past = one("type = \"date\"\ndays = \"past\"");
    let (yesterday, now) = ([("q.year", "2026-11-21")], [("q.year", "2026-11-22")]);
    assert_eq!(refused(&future, &yesterday)[0].1, "cases-form-date-past");
    assert!(answer(&future, &now).is_ok() && answer(&past, &now).is_ok());
    assert_eq!(refused(&past, &[("q.year", "2026-11-23")])[0].1, "cases-form-date-future");
}

#[test]
fn a_day_that_nobody_can_mean_is_refused_with_a_word_of_its_own() {
    let form = one("type = \"date\"");
    let said_of = |day: &str| refused(&form, &[("q.year", day)])[0].1;
    for far in ["2999-01-01", "9999-12-31", "2036-11-23"] {
        assert_eq!(said_of(far), "cases-form-date-too-far", "{far}");
    }
    for old in ["1600-01-01", "1867-12-31"] {
        assert_eq!(said_of(old), "cases-form-date-too-old", "{old}");
    }
    for day in ["1868-10-23", "1873-01-01", "2036-11-22"] {
        assert!(answer(&form, &[("q.year", day)]).is_ok(), "{day}");
    }
    let (past, future) = (one("type = \"date\"\ndays = \"past\""), one("type = \"date\"\ndays = \"future\""));
    assert_eq!(refused(&past, &[("q.year", "2999-01-01")])[0].1, "cases-form-date-future");
    assert_eq!(refused(&past, &[("q.year", "1600-01-01")])[0].1, "cases-form-date-too-old");
    assert_eq!(refused(&future, &[("q.year", "2999-01-01")])[0].1, "cases-form-date-too-far");
}

#[test]
fn nobody_is_born_tomorrow() {
    let form = one("type = \"birth_date\"");
    assert_eq!(refused(&form, &[("q.year", "2026-11-23")])[0].1, "cases-form-birth-future");
    assert_eq!(refused(&form, &[("q.year", "1880-01-01")])[0].1, "cases-form-birth-old");
    assert_eq!(
        said(&form, &[("q.era", "showa"), ("q.year", "2"), ("q.month", "1"), ("q.day", "5")]).ja,
        "昭和2年1月5日（1927年）"
    );
}

#[test]
fn a_telephone_number_may_have_any_strokes() {
    let form = one("type = \"phone\"");
    assert_eq!(said(&form, &[("q", "０２４７（７２）２１１１")]).ja, "0247-72-2111");
    assert_eq!(refused(&form, &[("q", "72-2111")]), [("q".into(), "cases-form-phone-area")]);
    assert_eq!(refused(&form, &[("q", "なし")]), [("q".into(), "cases-form-phone")]);
}

#[test]
fn an_email_address_is_checked_for_its_shape() {
    let form = one("type = \"email\"\nrequired = false");
    assert_eq!(said(&form, &[("q", "ｈａｎａｋｏ@example.jp")]).ja, "hanako@example.jp");
    assert_eq!(refused(&form, &[("q", "hanako")]), [("q".into(), "cases-form-email")]);
    assert!(answer(&form, &[]).unwrap().is_empty());
}

#[test]
fn a_bank_account_is_copied_from_the_passbook() {
    let form = one("type = \"bank_account\"");
    let typed = |number, holder| {
        vec![
            ("q.bank", "０１２６"),
            ("q.branch", "小野支店"),
            ("q.account", "ordinary"),
            ("q.number", number),
            ("q.holder", holder),
        ]
    };
    let said = said(&form, &typed("１２３４", "かさい よういち"));
    assert_eq!(said.ja, "0126　小野支店\n普通　0001234\nカサイ　ヨウイチ");
    assert_eq!(refused(&form, &[("q.account", "ordinary")])[0].1, "cases-form-empty-bank");
    assert_eq!(
        refused(&form, &[("q.bank", "12"), ("q.account", "savings"), ("q.number", "12345678"), ("q.holder", "葛西")]),
        [
            ("q.bank".to_owned(), "cases-form-bank-bank"),
            ("q.branch".to_owned(), "cases-form-bank-branch"),
            ("q.number".to_owned(), "cases-form-bank-number"),
            ("q.holder".to_owned(), "cases-form-bank-holder"),
        ]
    );
    assert!(answer(&form, &typed("1234567", "ｶ)ｵﾉﾏﾁ ｼﾖｳﾃﾝ-A1")).is_ok(), "a company as banks write it");
}

const OPTIONS: &str = r#"options = [
  { value = "a", label = { ja = "あ", easy = "あ", en = "A" } },
  { value = "b", label = { ja = "い", easy = "い", en = "B" } },
  { value = "c", label = { ja = "う", easy = "う", en = "C" } },
]"#;

#[test]
fn only_what_is_offered_can_be_chosen() {
    let form = one(&format!("type = \"choice\"\n{OPTIONS}"));
    assert_eq!(said(&form, &[("q", "b")]).ja, "い");
    assert_eq!(refused(&form, &[("q", "z")]), [("q".into(), "cases-form-choice-unknown")]);
    assert_eq!(refused(&form, &[]), [("q".into(), "cases-form-empty-choice")]);
}

#[test]
fn several_choices_stand_in_the_order_offered() {
    let form = one(&format!("type = \"choices\"\nmin = 1\nmax = 2\n{OPTIONS}"));
    assert_eq!(said(&form, &[("q", "c"), ("q", "a"), ("q", "c")]).ja, "あ\nう");
    assert_eq!(refused(&form, &[("q", "a"), ("q", "b"), ("q", "c")])[0].1, "cases-form-choices-many");
    assert_eq!(refused(&form, &[("q", "a"), ("q", "<script>")])[0].1, "cases-form-choice-unknown");
    let optional = one(&format!("type = \"choices\"\nrequired = false\n{OPTIONS}"));
    assert!(answer(&optional, &[]).unwrap().is_empty());
}

#[test]
fn free_text_refuses_a_my_number_however_it_is_written() {
    let form = one("type = \"long_text\"\nmax_chars = 50");
    assert_eq!(said(&form, &[("q", "一行目\r\n二行目")]).ja, "一行目\n二行目");
    let number = {
        let base = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1];
        format!("12345678901{}", kernel::check_digit::my_number_check_digit(base))
    };
    let spaced = format!("番号は {} {} {} です", &number[..4], &number[4..8], &number[8..]);
    for text in [number, spaced] {
        assert_eq!(refused(&form, &[("q", &text)]), [("q".into(), "cases-form-my-number")]);
    }
    assert_eq!(refused(&form, &[("q", &"あ".repeat(51))])[0].1, "cases-form-text-long");
    assert_eq!(refused(&form, &[("q", "a\0b")])[0].1, "cases-form-text-character");
    assert_eq!(refused(&one("type = \"text\""), &[("q", "a\nb")])[0].1, "cases-form-text-character");
}

#[test]
fn numbers_keep_within_their_bounds() {
    let form = one("type = \"number\"\nmin = 1\nmax = 10\nunit = { ja = \"通\", easy = \"まい\", en = \"copies\" }");
    let said = said(&form, &[("q", "３通")]);
    assert_eq!((said.ja.as_str(), said.en.as_str()), ("3通", "3 copies"));
    assert_eq!(refused(&form, &[("q", "0")])[0].1, "cases-form-number-small");
    assert_eq!(refused(&form, &[("q", "11")])[0].1, "cases-form-number-large");
    assert_eq!(refused(&form, &[("q", "たくさん")])[0].1, "cases-form-number-unread");
    assert_eq!(super::said(&one("type = \"yen\""), &[("q", "１２０，０００円")]).ja, "120,000円");
}

fn with_files(
    form: &Form,
    earlier: &Answers,
    files: &[(&str, &[u8])],
    keep: &[&str],
) -> Result<Answers, Vec<FieldError>> {
    let values = |name: &str| match name {
        "q.keep" => keep.iter().map(|s| (*s).to_owned()).collect(),
        _ => Vec::new(),
    };
    let sent = |name: &str| match name {
        "q" => files.iter().map(|(name, bytes)| NewFile { name, bytes }).collect(),
        _ => Vec::new(),
    };
    form.parse_page(&form.pages[0], &Posted::new(&values, &sent), earlier, situation())
}

#[test]
fn files_are_told_by_their_bytes_and_stay_until_taken_away() {
    let form = one("type = \"file\"\nmax = 2\nkinds = [\"image\"]");
    let none = Answers::default();
    let first = with_files(&form, &none, &[("免許証.jpg", b"\xFF\xD8\xFF\xE0photo")], &[]).unwrap();
    let digest = first.files().next().unwrap().sha256.clone();
    assert_eq!(digest.len(), 64);
    let both = with_files(&form, &first, &[("x.png", b"\x89PNG\r\n\x1A\n0")], &[&digest]).unwrap();
    assert_eq!(both.files().count(), 2);
    let same_again = with_files(&form, &first, &[("copy.jpg", b"\xFF\xD8\xFF\xE0photo")], &[&digest]).unwrap();
    assert_eq!(same_again.files().count(), 1);
    let errors = |files: &[(&str, &[u8])]| with_files(&form, &none, files, &[]).unwrap_err()[0].key().unwrap();
    assert_eq!(errors(&[("", b"")]), "cases-form-empty-file", "nothing was chosen");
    assert_eq!(errors(&[("a.jpg", b"")]), "cases-form-file-empty");
    assert_eq!(errors(&[("a.jpg", b"<svg xmlns=...><script>")]), "cases-form-file-image");
    assert_eq!(errors(&[("a.pdf", b"%PDF-1.7")]), "cases-form-file-image");
    let png = |n: u8| [b"\x89PNG\r\n\x1A\n".as_slice(), &[n]].concat();
    let (a, b, c) = (png(1), png(2), png(3));
    assert_eq!(errors(&[("a", &a), ("b", &b), ("c", &c)]), "cases-form-file-many");
    let large = [b"%PDF-".as_slice(), &vec![0; 10_000_001]].concat();
    let pdf = one("type = \"file\"");
    assert_eq!(with_files(&pdf, &none, &[("a.pdf", &large)], &[]).unwrap_err()[0].key(), Some("cases-form-file-large"));
}

#[test]
fn a_file_can_only_be_kept_by_whoever_sent_it() {
    let form = one("type = \"file\"");
    let stolen = "0".repeat(64);
    let errors = with_files(&form, &Answers::default(), &[], &[&stolen]).unwrap_err();
    assert_eq!(errors[0].key(), Some("cases-form-empty-file"));
}

fn children() -> Form {
    one(r#"type = "group"
max = 3
[[page.question.row]]
key = "name"
type = "name"
label = { ja = "氏名", easy = "なまえ", en = "Name" }
[[page.question.row]]
key = "birth"
type = "birth_date"
required = false
label = { ja = "生年月日", easy = "うまれたひ", en = "Birth" }"#)
}

#[test]
fn rows_left_empty_are_no_rows() {
    let form = children();
    let typed = [
        ("q.rows", "3"),
        ("q.0.name.family", "架空"),
        ("q.0.name.given", "一郎"),
        ("q.0.birth.year", "R6.5.1"),
        ("q.2.name.family", "架空"),
        ("q.2.name.given", "二郎"),
    ];
    assert_eq!(said(&form, &typed).ja, "架空\u{3000}一郎、令和6年5月1日（2024年）\n架空\u{3000}二郎");
    assert_eq!(refused(&form, &[("q.rows", "3")])[0].1, "cases-form-empty-group");
    assert_eq!(
        refused(&form, &[("q.rows", "1"), ("q.0.birth.year", "R6.5.1")]),
        [("q.0.name.family".into(), "cases-form-empty-name")]
    );
}

#[test]
fn more_rows_than_allowed_are_refused_and_a_huge_count_is_harmless() {
    let form = children();
    let names: Vec<String> = (0..4).map(|n| format!("q.{n}.name.family")).collect();
    let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "架空")).collect();
    fields.push(("q.rows", "4"));
    assert_eq!(refused(&form, &fields)[0].1, "cases-form-group-many");
    assert_eq!(refused(&form, &[("q.rows", "99999999999")])[0].1, "cases-form-empty-group");
}

#[test]
fn consent_is_given_or_not() {
    let form = one("type = \"consent\"");
    assert_eq!(said(&form, &[("q", AGREED)]).ja, "同意します");
    assert_eq!(refused(&form, &[]), [("q".into(), "cases-form-empty-consent")]);
    assert_eq!(refused(&form, &[("q", "on")]), [("q".into(), "cases-form-choice-unknown")]);
}

fn choose(form: &Form, household: &[Member], ids: &[String], other: &str) -> Result<Answers, Vec<FieldError>> {
    let values = |name: &str| match name {
        "q" => ids.to_vec(),
        "q.other" => vec![other.to_owned()],
        _ => Vec::new(),
    };
    let situation = Situation { today: today(), household };
    form.parse_page(&form.pages[0], &Posted::without_files(&values), &Answers::default(), situation)
}

#[test]
fn only_members_of_the_household_can_be_chosen() {
    let form = one("type = \"person_of_household\"\nmax = 2");
    let member = |n: u128, name: &str| Member {
        id: kernel::id::PersonId(kernel::Uuid::from_u128(n)),
        name: name.into(),
        birth_date: None,
    };
    let household = [member(1, "架空 花子"), member(2, "架空 太郎")];
    let id = |n: usize| household[n].id.to_string();
    let chosen = choose(&form, &household, &[id(1)], "").unwrap();
    assert_eq!(form.summary(&chosen)[0].value.as_ref().unwrap().ja, "架空 太郎");
    let stranger = member(3, "x").id.to_string();
    assert_eq!(choose(&form, &household, &[stranger], "").unwrap_err()[0].key(), Some("cases-form-person-unknown"));
    assert!(choose(&form, &household, &[], "架空 花子").is_err(), "typed names only when the register is silent");
}

#[test]
fn when_the_register_is_silent_names_may_be_typed() {
    let form = one("type = \"person_of_household\"\nmax = 2");
    let chosen = choose(&form, &[], &[], "架空 花子\n架空 太郎\n").unwrap();
    assert_eq!(form.summary(&chosen)[0].value.as_ref().unwrap().ja, "架空 花子\n架空 太郎");
    assert_eq!(choose(&form, &[], &[], "a\nb\nc").unwrap_err()[0].key(), Some("cases-form-person-many"));
}

#[test]
fn satisfaction_may_be_left_out() {
    let parse = |answer: &str, comment: &str| {
        let values = |name: &str| match name {
            ANSWER => vec![answer.to_owned()],
            COMMENT => vec![comment.to_owned()],
            _ => Vec::new(),
        };
        Satisfaction::parse(&Posted::without_files(&values))
    };
    assert_eq!(parse("", " "), Ok(None));
    assert_eq!(parse("better", "").unwrap().unwrap().answer, Some(Convenience::Better));
    assert_eq!(parse("", "はやい").unwrap().unwrap().comment.as_deref(), Some("はやい"));
    assert_eq!(parse("best", ""), Err("cases-form-choice-unknown"));
    let effort = |effort: &str| {
        let values = |name: &str| if name == EFFORT { vec![effort.to_owned()] } else { Vec::new() };
        Satisfaction::parse(&Posted::without_files(&values))
    };
    assert_eq!(effort("hard").unwrap().unwrap().effort, Some(Effort::Hard), "one may answer this question alone");
    assert_eq!(effort("easiest"), Err("cases-form-choice-unknown"));
    assert_eq!(parse("", &"あ".repeat(501)), Err("cases-satisfaction-long"));
}

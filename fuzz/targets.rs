//! Every reader of what comes from outside, as a function of bytes: what libFuzzer drives and what the
//! tests replay. A reader may refuse; it may not panic, hang, or take what it must refuse.

use std::str::FromStr;

/// A reader by the name of its folder of collected cases.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target] = &[
    ("form", form),
    ("multipart", multipart),
    ("cookies", cookies),
    ("condition", condition),
    ("procedure", procedure),
    ("answers", answers),
    ("register", register),
    ("postcodes", postcodes),
    ("words", words),
    ("upload", upload),
    ("signed_pdf", signed_pdf),
    ("furigana", furigana),
    ("records", records),
    ("bank_file", bank_file),
    ("payment_code", payment_code),
];

fn form(bytes: &[u8]) {
    web::fuzzing::form(bytes);
}

fn multipart(bytes: &[u8]) {
    web::fuzzing::multipart(bytes);
}

fn cookies(bytes: &[u8]) {
    web::fuzzing::cookies(bytes);
}

/// A condition in a form whose questions it may look at; what can be read is decided without answers.
fn condition(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace(['\'', '\n', '\r'], " ");
    let source = format!("{HEAD}\n[[page]]\nkey = \"last\"\nwhen = '{text}'\n{QUESTION}");
    if let Ok(procedure) = cases::forms::read(&town::Source::new("procedures/x.toml", source)) {
        let form = procedure.matter().map(|m| &m.form);
        let _ = form.map(|f| f.pages_shown(&cases::forms::Answers::default()).len());
    }
}

const HEAD: &str = include_str!("head.toml");
const QUESTION: &str =
    "[[page.question]]\nkey = \"last\"\ntype = \"text\"\nlabel = { ja = \"a\", easy = \"a\", en = \"a\" }\n";

fn procedure(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = cases::forms::read(&town::Source::new("procedures/x.toml", text));
}

fn answers(bytes: &[u8]) {
    let Ok(read) = cases::forms::Answers::from_json(&String::from_utf8_lossy(bytes)) else { return };
    let again = read.to_json().expect("what was read can be written");
    assert_eq!(cases::forms::Answers::from_json(&again).expect("and read again"), read);
}

fn register(bytes: &[u8]) {
    if let Err(problems) = people::register::read("register.csv", bytes, &town::Wards::default()) {
        assert!(!problems.is_empty(), "a refusal says why");
    }
}

fn postcodes(bytes: &[u8]) {
    let _ = town::Postcodes::import_national(bytes);
}

/// Single words: names, kana, addresses, numbers, dates.
fn words(bytes: &[u8]) {
    use kernel::{Email, Furigana, Phone, Postcode, Reference, Yen, kana, name, search_key, width};
    let text = String::from_utf8_lossy(bytes);
    let text = text.as_ref();
    if let Ok(reference) = Reference::from_str(text) {
        assert_eq!(Reference::from_str(&reference.to_string()), Ok(reference));
    }
    if let Ok(email) = Email::from_str(text) {
        assert!(!email.envelope().contains(['\r', '\n', ' ', '<', '>']), "no way into a mail's head");
    }
    if let Ok(name) = kernel::PersonName::from_full(text) {
        assert!(!name.full().chars().any(char::is_control));
    }
    let _ = Phone::from_str(text).map(|p| p.e164());
    let _ = Postcode::from_str(text).map(Postcode::digits);
    let _ = Yen::from_str(text).map(Yen::digits);
    let _ = Furigana::from_input(text, kana::MiddleDot::Allowed);
    let _ = kernel::CorporateNumber::from_str(text);
    let _ = kernel::MunicipalityCode::from_str(text);
    let _ = kernel::check_digit::invoice_number(text);
    let _ = papers::Code::from_str(text);
    let _ = name::clusters(text).len();
    let key = search_key::search_key(text);
    assert_eq!(search_key::search_key(&key), key, "a key of a key is the key");
    let _ =
        (search_key::bigrams(text), search_key::bigram_query(text), kana::input_help(text), width::half_width(text));
    let _ = kernel::Address::free(text).comparison_key();
    cases::fuzzing::date(text);
}

/// What is kept of an upload is one of the three kinds, and keeps well.
fn upload(bytes: &[u8]) {
    cases::fuzzing::upload(bytes);
}

/// Nothing is genuine that no town signed.
fn signed_pdf(bytes: &[u8]) {
    assert!(!papers::sign::verify_pdf(bytes, papers::sign::Trust::default()).genuine());
    assert!(papers::sign::RevokedList::read(&String::from_utf8_lossy(bytes), &[]).is_none());
    papers::sign::fuzzing::time_stamp(bytes);
}

fn furigana(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shown = web::texts::rich(&text).into_string();
    let allowed = ["<ruby>", "</ruby>", "<rt>", "</rt>", "<rp>", "</rp>", "<br>"];
    let rest = allowed.iter().fold(shown, |shown, tag| shown.replace(tag, ""));
    assert!(!rest.contains('<'), "no other markup comes of a text");
    let _ = web::texts::plain(&text);
}

/// A line of a copy of the records, and a signed head.
fn records(bytes: &[u8]) {
    store::testing::read_from_outside(bytes);
}

/// A file of a bank: what is read can be written, and is read again as the same.
fn bank_file(bytes: &[u8]) {
    use billing::formats::zengin::{Breaks, debit::DebitFile, transfer::TransferFile};
    if let Ok(file) = DebitFile::read_request(bytes) {
        let again = file.encode(Breaks::None).expect("what was read can be written");
        assert_eq!(DebitFile::read_request(&again), Ok(file));
    }
    if let Ok(file) = DebitFile::read_results(bytes) {
        let again = file.encode(Breaks::CrLf).expect("what was read can be written");
        assert!(DebitFile::read_results(&again).is_ok_and(|read| read == file));
    }
    if let Ok(file) = TransferFile::read(bytes) {
        let again = file.encode(Breaks::None).expect("what was read can be written");
        assert_eq!(TransferFile::read(&again), Ok(file));
    }
}

/// What a camera or a clerk read of a slip.
fn payment_code(bytes: &[u8]) {
    use billing::formats::{barcode::Bars, el_qr::ElQr, gs1_128::StoreCode, pay_easy::PayEasy, zengin::BankText};
    let text = String::from_utf8_lossy(bytes);
    if let Ok(code) = ElQr::decode(&text) {
        assert_eq!(code.encode().as_deref(), Ok(text.as_ref()));
    }
    if let Ok(code) = StoreCode::decode(&text) {
        assert_eq!(code.encode().as_deref(), Ok(text.as_ref()));
    }
    if let Ok(code) = PayEasy::decode(&text) {
        assert_eq!(PayEasy::decode(&code.encode()), Ok(code));
    }
    if let Ok(digits) = Bars::read(bytes) {
        assert_eq!(Bars::of(&digits).map(|bars| bars.widths().to_vec()).as_deref(), Ok(bytes));
    }
    if let Ok(folded) = BankText::fold(&text) {
        assert_eq!(BankText::fold(folded.as_str()), Ok(folded));
    }
}

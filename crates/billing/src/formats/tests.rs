use super::barcode::Bars;
use super::el_qr::{ElQr, crc};
use super::gs1_128::StoreCode;
use super::mpn::check_digits;
use super::pay_easy::PayEasy;
use super::*;
use kernel::{Date, FiscalYear, Yen};
use proptest::prelude::*;

fn digits<const N: usize>() -> impl Strategy<Value = Digits<N>> {
    proptest::collection::vec(0..10_u8, N)
        .prop_map(|d| d.iter().map(|d| char::from(b'0' + d)).collect::<String>().parse().unwrap())
}

fn date() -> impl Strategy<Value = Date> {
    (2000..2100_i16, 1..13_i8, 1..29_i8).prop_map(|(y, m, d)| Date::constant(y, m, d))
}

fn el_qr() -> impl Strategy<Value = ElQr> {
    let codes = (digits(), digits(), digits(), digits(), digits(), digits(), digits());
    (codes, 1..=99_999_999_999_i64, 1900..2100_i16, 1900..2100_i16, date(), date()).prop_map(
        |((account, tax_item, case_key, confirm, payee, office, term), yen, levied, taxed, due, payable_until)| ElQr {
            account,
            amount: Yen(yen),
            tax_item,
            case_key,
            confirm,
            payee,
            office,
            levy_year: FiscalYear(levied),
            tax_year: FiscalYear(taxed),
            term,
            due,
            payable_until,
        },
    )
}

fn store_code() -> impl Strategy<Value = StoreCode> {
    (digits(), digits(), 0..=9_u8, proptest::option::of(date()), any::<bool>(), 1..=300_000_i64).prop_map(
        |(issuer, free, reissued, until, stamp, yen)| StoreCode {
            issuer,
            free,
            reissued,
            until,
            stamp,
            amount: Yen(yen),
        },
    )
}

fn with_digit(text: &str, at: usize, add: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = b'0' + (bytes[at] - b'0' + add) % 10;
    String::from_utf8(bytes).unwrap()
}

#[test]
fn published_check_digits_come_out() {
    for (body, check) in [
        ("0000000000000000003600226000033421101", "61"),
        ("100250881102000000061050501000000000000000", "22"),
        ("0000000000000000039500213800012700000", "38"),
        ("000002024010101043487782840440000400000000", "82"),
    ] {
        assert_eq!(check_digits(body), check, "{body}");
    }
    assert_eq!(crc(b"123456789"), 10673, "the check value of CRC-16/CCITT-FALSE");
}

#[test]
fn published_store_codes_come_out() {
    let code = StoreCode {
        issuer: "912345".parse().unwrap(),
        free: "012345678901234567890".parse().unwrap(),
        reissued: 1,
        until: Some(Date::constant(2001, 3, 31)),
        stamp: false,
        amount: Yen(123_000),
    };
    assert_eq!(code.encode().unwrap(), "91912345012345678901234567890101033101230003");
    assert_eq!(code.lines().unwrap(), ["(91)912345-0123456789012345678901", "010331-0-123000-3"]);
    let other = StoreCode::decode("91942386178953917853935692730103073110312903").unwrap();
    assert_eq!((other.amount, other.until), (Yen(31_290), Some(Date::constant(2003, 7, 31))));
}

#[test]
fn a_slip_above_300_000_yen_gets_no_bars() {
    let at_limit = StoreCode {
        issuer: Digits::ZERO,
        free: Digits::ZERO,
        reissued: 0,
        until: None,
        stamp: false,
        amount: Yen(300_000),
    };
    assert!(at_limit.encode().is_ok());
    let above = StoreCode { amount: Yen(300_001), ..at_limit.clone() };
    assert_eq!(above.encode(), Err(FormatError::AboveStoreLimit));
    assert_eq!(StoreCode { amount: Yen(0), ..at_limit.clone() }.encode(), Err(FormatError::Amount));
    // Who prints it all the same is not believed either.
    let body = at_limit.encode().unwrap()[..37].to_owned();
    for check in 0..10 {
        assert!(StoreCode::decode(&format!("{body}300001{check}")).is_err());
    }
}

#[test]
fn the_bars_of_a_slip_go_into_sixty_millimetres() {
    let bars = Bars::of(&"0".repeat(44)).unwrap();
    assert_eq!(bars.modules(), 288);
    assert!(f64::from(bars.modules()) * 0.2 <= 60.0);
    assert_eq!(Bars::of("123"), Err(FormatError::Length { found: 3, wanted: 4 }));
    assert_eq!(Bars::of("12a4"), Err(FormatError::NotADigit(2)));
    assert!(Bars::of("").is_err());
    assert!(bars.svg(60).contains("viewBox=\"0 0 308 60\""));
}

#[test]
fn numbers_of_pay_easy_are_read_as_people_type_them() {
    let typed = PayEasy {
        institution: "13800".parse().unwrap(),
        number: "００００ 0202-4010 1010 4348".parse().unwrap(),
        confirm: "778284".parse().unwrap(),
        category: Some("7124096256".parse().unwrap()),
    };
    assert_eq!(typed.encode(), "13800/00000202401010104348/778284/7124096256");
    assert_eq!(PayEasy::decode(&typed.encode()), Ok(typed.clone()));
    assert_eq!(typed.rows()[1], ("納付番号", "0000 0202 4010 1010 4348".to_owned()));
    assert!("1234567".parse::<pay_easy::UpTo<6>>().is_err());
    assert!("".parse::<pay_easy::UpTo<6>>().is_err());
    assert!(PayEasy::decode("13800/1").is_err());
    assert!(!format!("{typed:?}").contains("4348"), "what one pays with stands in no log");
}

#[test]
fn an_el_qr_says_only_what_its_fields_can() {
    let code = ElQr::decode(&sample()).unwrap();
    assert_eq!(ElQr { amount: Yen(0), ..code.clone() }.encode(), Err(FormatError::Amount));
    assert_eq!(ElQr { amount: Yen(100_000_000_000), ..code.clone() }.encode(), Err(FormatError::Amount));
    assert_eq!(ElQr { due: Date::constant(-1, 1, 1), ..code.clone() }.encode(), Err(FormatError::Field("day")));
    assert_eq!(ElQr::decode(&sample()[1..]), Err(FormatError::Length { found: 254, wanted: 255 }));
    assert_eq!(ElQr::decode(&sample().replace('1', "x")), Err(FormatError::NotADigit(5)));
}

fn sample() -> String {
    let code = ElQr {
        account: Digits::ZERO,
        amount: Yen(39_500),
        tax_item: "127".parse().unwrap(),
        case_key: "00000202401010104348".parse().unwrap(),
        confirm: "778284".parse().unwrap(),
        payee: "44000".parse().unwrap(),
        office: "040".parse().unwrap(),
        levy_year: FiscalYear(2024),
        tax_year: FiscalYear(2024),
        term: "01".parse().unwrap(),
        due: Date::constant(2024, 5, 31),
        payable_until: Date::constant(2024, 5, 31),
    };
    code.encode().unwrap()
}

#[test]
fn a_published_block_is_found_in_the_code() {
    // Both check digits are those of the published slip.
    assert!(sample().contains("380000000000000000039500213800012700000"));
    assert!(sample().contains("82000002024010101043487782840440000400000000"));
}

proptest! {
    #[test]
    fn an_el_qr_says_what_was_put_in(code in el_qr()) {
        let text = code.encode().unwrap();
        prop_assert_eq!(text.len(), el_qr::LENGTH);
        prop_assert_eq!(ElQr::decode(&text), Ok(code));
    }

    #[test]
    fn one_wrong_digit_of_an_el_qr_is_noticed(code in el_qr(), at in 0..255_usize, add in 1..10_u8) {
        prop_assert!(ElQr::decode(&with_digit(&code.encode().unwrap(), at, add)).is_err());
    }

    #[test]
    fn a_wrong_amount_with_a_right_sum_is_noticed(code in el_qr(), yen in 1..=99_999_999_999_i64) {
        prop_assume!(code.amount.get() != yen);
        let mut text = code.encode().unwrap();
        let at = 116;
        text.replace_range(at..at + 11, &format!("{yen:011}"));
        let sum = crc(&text.as_bytes()[..250]);
        text.replace_range(250.., &format!("{sum:05}"));
        prop_assert_eq!(ElQr::decode(&text), Err(FormatError::Check("amount")));
    }

    #[test]
    fn a_store_code_says_what_was_put_in(code in store_code()) {
        let text = code.encode().unwrap();
        prop_assert_eq!(StoreCode::decode(&text), Ok(code.clone()));
        let typed: String = code.lines().unwrap().concat().chars().filter(char::is_ascii_digit).collect();
        prop_assert_eq!(typed, text);
    }

    #[test]
    fn one_wrong_digit_of_a_store_code_is_noticed(code in store_code(), at in 0..44_usize, add in 1..10_u8) {
        prop_assert!(StoreCode::decode(&with_digit(&code.encode().unwrap(), at, add)).is_err());
    }

    #[test]
    fn bars_say_what_was_put_in(code in digits::<44>()) {
        let bars = Bars::of(code.as_str()).unwrap();
        prop_assert_eq!(Bars::read(bars.widths()).unwrap(), code.as_str());
    }

    #[test]
    fn whatever_the_bars_nothing_breaks(widths in proptest::collection::vec(0..9_u8, 0..80)) {
        let _ = Bars::read(&widths);
    }

    #[test]
    fn whatever_is_read_nothing_breaks(text in "[0-9]{0,300}|\\PC{0,60}") {
        let _ = ElQr::decode(&text);
        let _ = StoreCode::decode(&text);
        let _ = PayEasy::decode(&text);
    }
}

use super::debit::{Debit, DebitFile, DebitResult};
use super::transfer::{Transfer, TransferFile, Way};
use super::*;
use kernel::Yen;
use proptest::prelude::*;

fn digits<const N: usize>() -> impl Strategy<Value = Digits<N>> {
    proptest::collection::vec(0..10_u8, N)
        .prop_map(|d| d.iter().map(|d| char::from(b'0' + d)).collect::<String>().parse().unwrap())
}

fn name(most: usize) -> impl Strategy<Value = BankText> {
    "[A-Z0-9ｱ-ﾟ ().,/-]{0,40}".prop_map(move |text| BankText::fold(&text).unwrap().cut(most))
}

fn account(kinds: &'static [AccountKind]) -> impl Strategy<Value = Account> {
    (digits(), name(15), digits(), name(15), proptest::sample::select(kinds), digits()).prop_map(
        |(bank, bank_name, branch, branch_name, kind, number)| Account {
            bank,
            bank_name,
            branch,
            branch_name,
            kind,
            number,
        },
    )
}

fn header() -> impl Strategy<Value = Header> {
    let own = proptest::option::of((proptest::sample::select(AccountKind::TRANSFER), digits()));
    ((digits(), name(40), 1..13_i8, 1..29_i8), digits(), name(15), digits(), name(15), own).prop_map(
        |((consignor, consignor_name, month, day), bank, bank_name, branch, branch_name, account)| Header {
            consignor,
            consignor_name,
            day: MonthDay { month, day },
            bank,
            bank_name,
            branch,
            branch_name,
            account,
        },
    )
}

fn novelty() -> impl Strategy<Value = Novelty> {
    proptest::sample::select([Novelty::First, Novelty::Changed, Novelty::Known].as_slice())
}

fn debit(result: Option<u8>) -> impl Strategy<Value = Debit> {
    let results: Vec<Option<DebitResult>> = match result {
        None => vec![None],
        Some(_) => "0123489".chars().map(|c| Some(DebitResult::of_code(c).unwrap())).collect(),
    };
    let result = proptest::sample::select(results);
    (account(AccountKind::DEBIT), name(30), 1..=9_999_999_999_i64, novelty(), digits(), result).prop_map(
        |(account, name, yen, novelty, customer, result)| Debit {
            account,
            name,
            amount: Yen(yen),
            novelty,
            customer,
            result,
        },
    )
}

fn debits(result: Option<u8>) -> impl Strategy<Value = DebitFile> {
    (header(), proptest::collection::vec(debit(result), 0..6)).prop_map(|(header, rows)| DebitFile { header, rows })
}

fn transfer() -> impl Strategy<Value = Transfer> {
    let way = proptest::sample::select([Way::Wire, Way::Letter].as_slice());
    let codes = (digits(), digits());
    (account(AccountKind::TRANSFER), name(30), 1..=9_999_999_999_i64, novelty(), codes, way).prop_map(
        |(account, name, yen, novelty, (customer, matter), way)| Transfer {
            account,
            name,
            amount: Yen(yen),
            novelty,
            customer,
            matter,
            way,
        },
    )
}

fn breaks() -> impl Strategy<Value = Breaks> {
    proptest::sample::select([Breaks::None, Breaks::CrLf].as_slice())
}

fn text(text: &str) -> BankText {
    BankText::fold(text).unwrap()
}

fn sample() -> DebitFile {
    let account = |number: &str| Account {
        bank: "9999".parse().unwrap(),
        bank_name: text("ミホン"),
        branch: "001".parse().unwrap(),
        branch_name: text("オノ"),
        kind: AccountKind::Ordinary,
        number: number.parse().unwrap(),
    };
    let row = |number: &str, name: &str, yen| Debit {
        account: account(number),
        name: text(name),
        amount: Yen(yen),
        novelty: Novelty::Known,
        customer: Digits::of_number(yen).unwrap(),
        result: None,
    };
    DebitFile {
        header: Header {
            consignor: "0000000001".parse().unwrap(),
            consignor_name: text("ミホンマチ"),
            day: MonthDay { month: 11, day: 30 },
            bank: "9999".parse().unwrap(),
            bank_name: text("ミホン"),
            branch: "001".parse().unwrap(),
            branch_name: text("オノ"),
            account: None,
        },
        rows: vec![row("0000001", "サトウ　ハナコ", 12_300), row("0000002", "ジョン スミス", 500)],
    }
}

#[test]
fn a_name_is_written_as_banks_take_it() {
    assert_eq!(text("おの　しょうた").as_str(), "ｵﾉ ｼﾖｳﾀ");
    assert_eq!(text("ガッコウ・ヴァーグ（カ").as_str(), "ｶﾞﾂｺｳ.ｳﾞｱ-ｸﾞ(ｶ");
    assert_eq!(text("ｼﾞｮﾝ ｽﾐｽ").as_str(), "ｼﾞﾖﾝ ｽﾐｽ");
    assert_eq!(text("Ono Hanako　　").as_str(), "ONO HANAKO");
    assert_eq!(text("オノマチ").bytes(), [0xB5, 0xC9, 0xCF, 0xC1]);
    assert_eq!(BankText::fold("小野 花子"), Err(TextError { at: 0 }), "a reading is never guessed");
    assert_eq!(BankText::fold("ハナ子"), Err(TextError { at: 2 }));
}

#[test]
fn a_long_name_is_cut_between_letters() {
    assert_eq!(text("ハナガタ").cut(4).as_str(), "ﾊﾅｶﾞ");
    assert_eq!(text("ハナガタ").cut(3).as_str(), "ﾊﾅ", "no kana without its voicing mark");
    assert_eq!(text("ハナ コ").cut(3).as_str(), "ﾊﾅ");
}

#[test]
fn a_file_is_the_published_layout() {
    let file = sample().encode(Breaks::CrLf).unwrap();
    let lines: Vec<&[u8]> = file.split(|b| *b == b'\n').collect();
    assert_eq!(lines.len(), 6);
    assert!(lines[..5].iter().all(|line| line.len() == 121 && line[120] == b'\r'));
    assert_eq!(&lines[0][..14], b"19100000000001");
    assert_eq!(&lines[0][54..62], b"11309999");
    assert_eq!(&lines[1][80..91], b"00000123000");
    assert_eq!(&lines[1][91..112], b"000000000000000123000");
    let sums = "8000002000000012800".to_owned() + &"0".repeat(36);
    assert_eq!(&lines[3][..55], sums.as_bytes());
    assert_eq!(lines[4][0], b'9');
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let good = sample().encode(Breaks::CrLf).unwrap();
    let with = |line: usize, column: usize, byte: u8| {
        let mut file = good.clone();
        file[(line - 1) * 122 + column - 1] = byte;
        DebitFile::read_request(&file).map(|_| ()).map_err(|wrong| (wrong.line, wrong.column, wrong.fault))
    };
    assert_eq!(with(2, 81, b'0'), Ok(()));
    assert_eq!(with(2, 85, b'x'), Err((2, 85, Fault::NotADigit)));
    assert_eq!(with(2, 52, 0x81), Err((2, 52, Fault::Letter)));
    assert_eq!(with(3, 43, b'4'), Err((3, 43, Fault::Value)), "money is not drawn from 貯蓄");
    assert_eq!(with(3, 112, b'1'), Err((3, 112, Fault::Value)), "a request has no result");
    assert_eq!(with(3, 1, b'7'), Err((3, 1, Fault::Order)));
    assert_eq!(with(4, 7, b'3'), Err((4, 2, Fault::Sum)));
    assert_eq!(with(5, 9, b'x'), Err((5, 9, Fault::NotEmpty)));
    assert_eq!(with(1, 121, b'x'), Err((1, 121, Fault::Breaks)));
    assert_eq!(with(1, 56, b'3'), Err((1, 55, Fault::Value)), "there is no thirteenth month");
    let said = DebitFile::read_request(&good[..good.len() - 122]).unwrap_err().to_string();
    assert_eq!(said, "5行目 1けた目（データ区分）: ファイルが途中で終わっています");
    assert!(DebitFile::read_request(b"").is_err());
    assert!(TransferFile::read(&good).is_err(), "another kind of file");
}

#[test]
fn what_does_not_go_into_the_layout_is_not_written() {
    let mut file = sample();
    file.rows[1].amount = Yen(0);
    assert_eq!(file.encode(Breaks::None).map_err(|w| (w.line, w.fault)), Err((3, Fault::Amount)));
    let mut file = sample();
    file.rows[0].name = text(&"ア".repeat(31));
    assert_eq!(file.encode(Breaks::None).map_err(|w| (w.line, w.fault)), Err((2, Fault::TooLong)));
    let mut file = sample();
    file.rows[0].result = Some(DebitResult::Paid);
    assert_eq!(file.encode(Breaks::None).map_err(|w| (w.line, w.fault)), Err((3, Fault::Mixed)));
}

#[test]
fn the_sums_of_paid_and_failed_must_fit_the_results() {
    let mut file = sample();
    file.rows[0].result = Some(DebitResult::Paid);
    file.rows[1].result = Some(DebitResult::NoFunds);
    let good = file.encode(Breaks::None).unwrap();
    assert_eq!(DebitFile::read_results(&good), Ok(file));
    let mut changed = good.clone();
    changed[2 * 120 + 111] = b'0';
    let wrong = DebitFile::read_results(&changed).unwrap_err();
    assert_eq!((wrong.line, wrong.column, wrong.fault), (4, 20, Fault::Sum));
    assert!(DebitFile::read_request(&good).is_err(), "an answer is no request");
}

#[test]
fn a_day_without_a_year_is_the_nearest_one() {
    let day = |month, day| MonthDay { month, day };
    let around = Date::constant(2027, 1, 4);
    assert_eq!(day(12, 28).near(around), Some(Date::constant(2026, 12, 28)));
    assert_eq!(day(1, 4).near(around), Some(around));
    assert_eq!(day(2, 29).near(around), Some(Date::constant(2028, 2, 29)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_request_says_what_was_put_in(file in debits(None), breaks in breaks()) {
        let bytes = file.encode(breaks).unwrap();
        prop_assert_eq!(DebitFile::read_request(&bytes), Ok(file));
    }

    #[test]
    fn results_say_what_was_put_in(file in debits(Some(0)), breaks in breaks()) {
        let bytes = file.encode(breaks).unwrap();
        prop_assert_eq!(DebitFile::read_results(&bytes), Ok(file));
    }

    #[test]
    fn transfers_say_what_was_put_in(
        header in header(),
        rows in proptest::collection::vec(transfer(), 0..6),
        breaks in breaks(),
    ) {
        let file = TransferFile { header, rows };
        let bytes = file.encode(breaks).unwrap();
        prop_assert_eq!(TransferFile::read(&bytes), Ok(file));
    }

    #[test]
    fn one_changed_byte_breaks_nothing_and_never_changes_the_sum(
        file in debits(None), at in any::<proptest::sample::Index>(), byte: u8,
    ) {
        let mut bytes = file.encode(Breaks::CrLf).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = DebitFile::read_request(&bytes) {
            let sum = |f: &DebitFile| f.rows.iter().map(|row| row.amount).sum::<Yen>();
            prop_assert_eq!(sum(&read), sum(&file));
        }
    }

    #[test]
    fn whatever_is_read_nothing_breaks(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
        let _ = DebitFile::read_results(&bytes);
        let _ = TransferFile::read(&bytes);
    }

    #[test]
    fn what_was_folded_stays(text in "\\PC{0,40}") {
        if let Ok(folded) = BankText::fold(&text) {
            prop_assert_eq!(BankText::fold(folded.as_str()), Ok(folded.clone()));
            prop_assert_eq!(BankText::read(&folded.bytes()), Ok(folded));
        }
    }
}

use super::*;
use proptest::prelude::*;

fn terms() -> Terms {
    Terms { title: "固定資産税".to_owned(), months: vec![5, 7, 12, 2], year: FiscalYear(2026) }
}

fn lines(text: &str) -> Vec<Line> {
    read("levy.csv", text.as_bytes(), &terms()).unwrap().lines
}

const HEAD: &str = "通知番号,宛名番号,氏名,税額,1期,2期,3期,4期,内訳:土地,内訳:家屋\n";

#[test]
fn a_right_line_is_read_with_the_days_of_the_town() {
    let found = lines(&format!("{HEAD}A-1,1000001,縁側　花子,\"12,500\",3500,3000,3000,3000,10000,2500\n"));
    let line = &found[0];
    assert!(line.wrong.is_empty() && line.notes.is_empty(), "{:?}", line.wrong);
    assert_eq!(line.asked.parts, [("土地".to_owned(), Yen(10_000)), ("家屋".to_owned(), Yen(2_500))]);
    let days: Vec<String> = line.asked.instalments.iter().map(|(d, _)| d.to_string()).collect();
    assert_eq!(days, ["2026-05-31", "2026-07-31", "2026-12-31", "2027-02-28"], "moved only when issued");
}

#[test]
fn days_of_the_file_go_before_those_of_the_town_and_full_width_is_read() {
    let text = "通知番号,宛名番号,氏名,税額,１期,1期納期限\nＡ１,１０００００１,,９０００円,9000,R8.6.30\n";
    let found = lines(text);
    assert_eq!((found[0].notice.as_str(), found[0].number.as_str()), ("A1", "1000001"));
    assert_eq!(found[0].asked.instalments, [(Date::constant(2026, 6, 30), Yen(9_000))]);
    assert_eq!(found[0].asked.parts, [("固定資産税".to_owned(), Yen(9_000))]);
}

#[test]
fn every_wrong_line_says_why_and_leaves_the_others_alone() {
    let rows = [
        ("A-1,1000001,,12000,3000,3000,3000,3000,,", ""),
        ("A-1,1000002,,12000,3000,3000,3000,3000,,", "2行目と同じ通知番号"),
        ("A-3,,,12000,3000,3000,3000,3000,,", "宛名番号がありません"),
        ("A-4,1000004,,12000,3000,3000,3000,2000,,", "期別の合計 11,000円 が、税額 12,000円 と違います"),
        ("A-5,1000005,,12000,3000,3000,3000,3000,9000,", "内訳の合計 9,000円"),
        ("A-6,1000006,,x,3000,3000,3000,3000,,", "「税額」を金額として読めません"),
        ("A-7,1000007,,0,,,,,,", "税額が0円"),
        ("A-8,1000008,,6000,3000,,3000,,,", "途中の期が0円"),
        ("A-9,1000009,,-100,-100,,,,,", "「税額」を金額として読めません"),
    ];
    let text = rows.iter().map(|(row, _)| format!("{row}\n")).collect::<String>();
    for (line, (_, why)) in lines(&format!("{HEAD}{text}")).iter().zip(rows) {
        let said = line.wrong.join("、");
        assert!(if why.is_empty() { said.is_empty() } else { said.contains(why) }, "{}: {said}", line.at);
    }
}

#[test]
fn a_fraction_after_the_first_instalment_is_noted_not_refused() {
    let found = lines(&format!("{HEAD}A-1,1,,12100,3000,3000,3000,3100,,\n"));
    assert!(found[0].wrong.is_empty() && found[0].notes[0].contains("20条の4の2"));
}

#[test]
fn small_sums_stand_in_the_first_instalment_alone() {
    let found = lines(&format!("{HEAD}A-1,1,,2900,2900,0,,,,\n"));
    assert!(found[0].wrong.is_empty());
    assert_eq!(found[0].asked.instalments.len(), 1);
}

#[test]
fn a_file_that_is_not_this_table_is_refused_as_a_whole() {
    let refused = |bytes: &[u8]| match read("levy.csv", bytes, &terms()) {
        Err(problems) => problems.iter().map(|p| p.message.clone()).collect::<String>(),
        Ok(_) => String::new(),
    };
    assert!(refused(b"").contains("「通知番号」の列がありません"));
    assert!(refused("通知番号,宛名番号,氏名,税額\n".as_bytes()).contains("「1期」の列がありません"));
    assert!(refused("通知番号,宛名番号,氏名,税額,1期,個人番号\n".as_bytes()).contains("列を消してください"));
    assert!(refused(HEAD.as_bytes()).contains("ひとつもありません"));
    assert!(refused(&[0x92, 0xca, 0x92, 0x6d]).contains("UTF-8 ではありません"));
    let fifth = "通知番号,宛名番号,氏名,税額,1期,2期,3期,4期,5期\nA,1,,5,1,1,1,1,1\n";
    assert!(refused(fifth.as_bytes()).contains("「5期納期限」の列を加えて"));
}

proptest! {
    #[test]
    fn what_is_taken_adds_up(sums in proptest::collection::vec((0_i64..400, 0_i64..400), 1..30)) {
        let mut text = HEAD.to_owned();
        for (n, (first, rest)) in sums.iter().enumerate() {
            let (first, rest) = (first * 100, rest * 1000);
            text.push_str(&format!("A-{n},{n},,{},{first},{rest},{rest},{rest},,\n", first + 3 * rest));
        }
        for line in lines(&text).iter().filter(|l| l.wrong.is_empty()) {
            let instalments: Yen = line.asked.instalments.iter().map(|(_, a)| *a).sum();
            let parts: Yen = line.asked.parts.iter().map(|(_, a)| *a).sum();
            prop_assert_eq!(instalments, line.asked.total);
            prop_assert_eq!(parts, line.asked.total);
            prop_assert!(line.asked.instalments.iter().all(|(_, a)| *a > Yen::ZERO));
        }
    }

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read("levy.csv", &bytes, &terms());
        let mut headed = HEAD.as_bytes().to_vec();
        headed.extend(bytes);
        let _ = read("levy.csv", &headed, &terms());
    }
}

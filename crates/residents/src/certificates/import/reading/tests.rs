use super::*;
use proptest::prelude::*;

fn csv(kind: Kind, lines: &[&str]) -> String {
    format!("{}\n{}\n", columns(kind).join(","), lines.join("\n"))
}

fn wrong(kind: Kind, lines: &[&str]) -> Vec<(Option<usize>, String)> {
    let problems = read(kind, "t.csv", csv(kind, lines).as_bytes()).unwrap_err();
    problems.into_iter().map(|p| (p.line, p.message)).collect()
}

#[test]
fn a_line_of_income_is_taken_when_its_tax_adds_up() {
    let good =
        "1000001,令和8,4200000,2920000,0,0,△120000,0,2800000,1290000,1510000,1,3000,88100,2000,58700,1000,152800";
    let file = read(Kind::Income, "t.csv", csv(Kind::Income, &[good]).as_bytes()).unwrap();
    assert_eq!((file.lines.len(), file.lines[0].year), (1, 2026));
    let bad = good.replace(",152800", ",152801");
    let told = wrong(Kind::Income, &[good, &bad]);
    assert!(told.iter().any(|(line, message)| *line == Some(3) && message.contains("年税額")), "{told:?}");
    assert!(told.iter().any(|(_, message)| message.contains("二度")), "the same year twice is a mistake: {told:?}");
}

#[test]
fn the_taxes_of_a_year_stand_together() {
    let file = read(
        Kind::TaxPayment,
        "t.csv",
        csv(
            Kind::TaxPayment,
            &["1,2026,軽自動車税,1000,1000,0", "1,2026,町県民税,2000,1500,500", "2,2026,vehicle,1,1,0"],
        )
        .as_bytes(),
    );
    let file = file.unwrap();
    assert_eq!(file.lines.len(), 2);
    let first: Payment = serde_json::from_str(&file.lines[0].facts).unwrap();
    assert_eq!(first.taxes.len(), 2);
    assert!(wrong(Kind::TaxPayment, &["1,2026,町県民税,100,90,20"])[0].1.contains("納付すべき額"));
    assert!(wrong(Kind::TaxPayment, &["1,2026,所得税,1,1,0"])[0].1.contains("税目"));
}

#[test]
fn a_my_number_or_a_missing_column_is_named_at_the_headings() {
    let told = read(Kind::Identity, "t.csv", "宛名番号,マイナンバー\n1,2\n".as_bytes()).unwrap_err();
    assert!(told.iter().all(|p| p.line == Some(1)));
    assert!(told.iter().any(|p| p.message.contains("個人番号")) && told.iter().any(|p| p.message.contains("破産")));
    assert!(wrong(Kind::Identity, &["1,なし,なし,不明"])[0].1.contains("破産"));
    assert!(wrong(Kind::Seal, &["1,架-1,平成18年6月1日,PHN2Zz4="])[0].1.contains("PNG"));
    assert!(read(Kind::Identity, "t.csv", &[0xff, 0xfe]).is_err());
    assert!(
        read(Kind::Identity, "t.csv", csv(Kind::Identity, &[]).as_bytes()).is_err(),
        "an empty export is a mistake"
    );
}

proptest! {
    /// What comes from outside is read or refused, never half.
    #[test]
    fn nothing_that_is_uploaded_breaks_the_reader(kind in prop::sample::select(Kind::ALL.to_vec()), lines in prop::collection::vec("[0-9,△なしあり令和\"\\n]{0,40}", 0..6)) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        if let Ok(file) = read(kind, "t.csv", csv(kind, &lines).as_bytes()) {
            prop_assert!(!file.lines.is_empty());
            prop_assert!(file.lines.iter().all(|l| !l.facts.is_empty() && !l.number.is_empty()));
        }
    }
}

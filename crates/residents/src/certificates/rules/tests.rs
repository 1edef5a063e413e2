use super::*;
use cases::forms::Answer;
use proptest::prelude::*;

const DAY: Date = Date::constant(2026, 11, 22);
const TOWN: &str = "福島県田村郡小野町";

fn snapshot() -> Value {
    let person = json!({
        "id": kernel::Uuid::from_bytes([1; 16]).to_string(), "kind": "resident", "name": { "full": "葛\u{E0100}西 花" },
        "kana": "カサイ ハナ", "birth": "1946-05-05", "sex": "female", "address_line": "福島県田村郡小野町大字見本1番地",
        "is_head": true, "relation": "世帯主", "domicile": format!("{TOWN}大字見本1番地"), "domicile_head": "見本 筆頭",
        "moved_out": null, "deceased": null,
    });
    json!({ "version": 1, "person": person, "household": [person] })
}

fn asked(answers: &[(&str, Answer)]) -> Answers {
    answers.iter().map(|(k, a)| ((*k).to_owned(), a.clone())).collect()
}

fn choice(value: &str) -> Answer {
    Answer::Choice(value.to_owned())
}

fn of(kind: Kind, facts: Option<&Value>, answers: &Answers) -> Result<Value, Refusal> {
    let frozen = snapshot();
    make(kind, Ground { snapshot: Some(&frozen), facts, answers, municipality: TOWN }, DAY)
}

fn income_facts(total: i64, tax: i64) -> Value {
    json!(Income {
        salary: 4_200_000,
        salary_income: 2_920_000,
        pension: 0,
        pension_income: 0,
        business_income: -120_000,
        other_income: 0,
        total_income: total,
        deductions: 1_290_000,
        taxable: 1_510_000,
        dependants: 1,
        town_per_capita: 3_000,
        town_on_income: tax - 6_000,
        prefecture_per_capita: 2_000,
        prefecture_on_income: 0,
        forest: 1_000,
        tax,
    })
}

#[test]
fn every_kind_has_a_template_and_a_key_of_its_own() {
    let folder = testkit::town_folder("ono");
    for kind in Kind::ALL {
        assert!(folder.has(&format!("papers/{}.typ", kind.key())), "{}", kind.key());
        assert_eq!(Kind::from_key(kind.key()), Some(kind));
    }
    for damage in Damage::ALL {
        assert_eq!(Damage::from_key(damage.key()), Some(damage));
    }
}

#[test]
fn a_seal_certificate_shows_the_imprint_and_never_the_sex() {
    use base64::Engine;
    let imprint = base64::engine::general_purpose::STANDARD.encode(b"\x89PNG\r\n\x1a\nxxxx");
    let facts = json!({ "number": "架-1", "registered_on": "2006-06-01", "imprint": imprint });
    let data = of(Kind::Seal, Some(&facts), &Answers::default()).unwrap();
    assert_eq!(data["registered_on"], "平成18年6月1日");
    assert_eq!(data["imprint"].as_array().unwrap().len(), 12);
    assert!(!data.to_string().contains('女') && !data.to_string().contains("female"));
    assert_eq!(holders(&data), ["葛\u{E0100}西 花"], "the variant of the name is kept");
    let broken = json!({ "number": "架-1", "registered_on": "2006-06-01", "imprint": "PHN2Zz4=" });
    assert_eq!(
        of(Kind::Seal, Some(&broken), &Answers::default()),
        Err(Refusal::Unreadable),
        "only a PNG is an imprint"
    );
}

#[test]
fn income_is_certified_for_the_year_asked_for_and_a_loss_is_written_as_one() {
    let answers = asked(&[("year", choice("y2026"))]);
    assert_eq!(year_asked(Kind::Income, &answers), 2026);
    let data = of(Kind::Income, Some(&income_facts(2_800_000, 152_800)), &answers).unwrap();
    assert_eq!((data["year"].as_str(), data["income_year"].as_str()), (Some("令和8年度"), Some("令和7年")));
    assert!(data.to_string().contains("△120,000円") && data.to_string().contains("2,800,000円"));
    assert_eq!(data["untaxed"], false);
    assert_eq!(of(Kind::Income, Some(&income_facts(1, 6_000)), &Answers::default()), Err(Refusal::NoYear));
}

#[test]
fn only_the_taxes_asked_for_are_certified() {
    let tax = |tax: &str| json!({ "tax": tax, "due": 1000, "paid": 400, "unpaid": 600 });
    let facts = json!({ "taxes": [tax("residents"), tax("vehicle")] });
    let wanted = |which: &str| asked(&[("year", choice("y2025")), ("taxes", Answer::Choices(vec![which.to_owned()]))]);
    let data = of(Kind::TaxPayment, Some(&facts), &wanted("vehicle")).unwrap();
    assert_eq!(data["taxes"].as_array().unwrap().len(), 1);
    assert_eq!(
        (data["taxes"][0]["tax"].as_str(), data["taxes"][0]["unpaid"].as_str()),
        (Some("軽自動車税"), Some("600円"))
    );
    assert_eq!(of(Kind::TaxPayment, Some(&facts), &wanted("health")), Err(Refusal::NoTax));
}

#[test]
fn standing_is_certified_by_the_town_of_the_domicile_alone_and_only_when_there_is_nothing() {
    let facts = |bankruptcy: bool| json!({ "incompetence": false, "guardianship": false, "bankruptcy": bankruptcy });
    assert!(of(Kind::Identity, Some(&facts(false)), &Answers::default()).is_ok());
    assert_eq!(of(Kind::Identity, Some(&facts(true)), &Answers::default()), Err(Refusal::NoticeGiven));
    let mut elsewhere = snapshot();
    elsewhere["person"]["domicile"] = json!("福島県郡山市架空1");
    let (clear, none) = (facts(false), Answers::default());
    let ground = Ground { snapshot: Some(&elsewhere), facts: Some(&clear), answers: &none, municipality: TOWN };
    assert_eq!(make(Kind::Identity, ground, DAY), Err(Refusal::DomicileElsewhere));
}

#[test]
fn damage_is_certified_as_an_officer_found_it_and_not_before() {
    let answers = asked(&[("disaster", choice("flood")), ("occurred_on", Answer::Date(Date::constant(2026, 9, 1)))]);
    assert_eq!(of(Kind::Disaster, None, &answers), Err(Refusal::NoFinding));
    let finding = Finding {
        damage: Damage::Half,
        surveyed_on: Date::constant(2026, 9, 5),
        method: "visit".to_owned(),
        remark: String::new(),
    };
    let data = of(Kind::Disaster, Some(&json!(finding)), &answers).unwrap();
    assert_eq!(
        (data["damage"].as_str(), data["cause"].as_str()),
        (Some("半壊"), Some("令和8年9月1日の大雨・洪水による"))
    );
    let chosen: Vec<&Value> = data["classes"].as_array().unwrap().iter().filter(|c| c["chosen"] == true).collect();
    assert_eq!(chosen.len(), 1);
}

#[test]
fn without_a_record_the_officer_is_told_what_to_do() {
    for kind in Kind::ALL {
        let ground = Ground { snapshot: None, facts: None, answers: &Answers::default(), municipality: TOWN };
        let why = make(kind, ground, DAY).unwrap_err();
        assert!(why.to_string().contains("ください"), "{why}");
    }
    for kind in [Kind::Seal, Kind::Income, Kind::TaxPayment, Kind::Identity] {
        assert_eq!(of(kind, None, &asked(&[("year", choice("y2026"))])), Err(Refusal::NoFacts), "{}", kind.key());
    }
}

proptest! {
    /// Whatever is frozen or answered, a paper is made or refused; nothing breaks.
    #[test]
    fn nothing_that_is_frozen_breaks_a_rule(kind in prop::sample::select(Kind::ALL.to_vec()), facts in "\\PC{0,60}", year in "\\PC{0,8}") {
        let facts: Value = serde_json::from_str(&facts).unwrap_or(json!({ "taxes": [], "number": facts }));
        let answers = asked(&[("year", choice(&year))]);
        let _ = of(kind, Some(&facts), &answers);
    }
}

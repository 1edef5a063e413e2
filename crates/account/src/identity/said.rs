//! What a provider says of who comes, in one form whatever form it came in.

use super::provider::Claims;
use kernel::check_digit::CorporateNumber;
use kernel::{Date, era};
use people::Sex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What was said. Everything may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) name: Option<String>,
    pub(crate) birth: Option<Date>,
    pub(crate) address: Option<String>,
    pub(crate) sex: Option<Sex>,
    pub(crate) company: Option<Company>,
}

/// An enterprise's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Company {
    pub(crate) kind: AccountType,
    /// 法人番号 with a check digit that fits; a sole proprietor has none.
    pub(crate) number: Option<String>,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) representative: String,
}

/// gBizID: how far the enterprise was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AccountType {
    /// エントリー: nobody looked.
    Entry,
    /// プライム: identified by documents or by the representative's My Number Card.
    Prime,
    /// メンバー: somebody whom a prime account let in.
    Member,
}

impl Said {
    /// How the person or enterprise is addressed.
    pub(crate) fn shown_name(&self) -> String {
        let company = self.company.as_ref().map(|c| c.name.clone());
        company.or_else(|| self.name.clone()).unwrap_or_default()
    }
}

/// Reads the facts; what has no sensible form is as if it were not there.
pub(crate) fn read(facts: &Value, claims: Claims) -> Said {
    match claims {
        Claims::BasicFour => basic_four(facts),
        Claims::Gbizid => gbizid(facts),
    }
}

fn text(facts: &Value, name: &str) -> Option<String> {
    let said = facts.get(name)?.as_str()?.trim();
    (!said.is_empty() && said.len() <= 1000).then(|| said.to_owned())
}

fn basic_four(facts: &Value) -> Said {
    let formatted = facts.get("address").and_then(|a| text(a, "formatted"));
    Said {
        name: text(facts, "name"),
        birth: text(facts, "birthdate").and_then(|b| birth(&b)),
        address: formatted.or_else(|| text(facts, "address")),
        sex: sex(facts),
        company: None,
    }
}

/// `19460408` or `1946-04-08`, in the years in which living people were born.
fn birth(said: &str) -> Option<Date> {
    let digits: String = said.chars().filter(char::is_ascii_digit).collect();
    let dashed = said.len() == 10 && said.split('-').map(str::len).eq([4, 2, 2]);
    if digits.len() != 8 || !(dashed || said.len() == 8) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (era::date_label(date).chars().count() > 0 && year >= 1868).then_some(date)
}

/// Coded as 1 and 2 (JIS X 0303), or in words.
fn sex(facts: &Value) -> Option<Sex> {
    let said = facts.get("gender")?;
    let word = said.as_str().map(str::to_owned).or_else(|| said.as_u64().map(|n| n.to_string()))?;
    match word.as_str() {
        "1" | "male" | "男" => Some(Sex::Male),
        "2" | "female" | "女" => Some(Sex::Female),
        _ => None,
    }
}

fn gbizid(facts: &Value) -> Said {
    let word = facts.get("account_type").map(|a| a.as_str().map_or_else(|| a.to_string(), str::to_owned));
    let kind = match word.as_deref() {
        Some("2") => AccountType::Prime,
        Some("3") => AccountType::Member,
        _ => AccountType::Entry,
    };
    let joined =
        |names: &[&str], between: &str| names.iter().filter_map(|n| text(facts, n)).collect::<Vec<_>>().join(between);
    let number = text(facts, "corporate_number").and_then(|n| n.parse::<CorporateNumber>().ok());
    let company = Company {
        kind,
        number: number.map(|n| n.to_string()),
        name: text(facts, "name").unwrap_or_default(),
        address: joined(&["prefecture_name", "address1", "address2"], ""),
        representative: joined(&["rep_last_nm", "rep_first_nm"], "\u{3000}"),
    };
    Said { company: Some(company), ..Said::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn both_shapes_of_the_basic_four_say_the_same() {
        let one =
            json!({"name": "縁側　花子", "address": "福島県田村郡小野町", "birthdate": "19460408", "gender": "2"});
        let other = json!({"name": "縁側　花子", "address": {"formatted": "福島県田村郡小野町"},
            "birthdate": "1946-04-08", "gender": 2});
        let said = read(&one, Claims::BasicFour);
        assert_eq!(said, read(&other, Claims::BasicFour));
        assert_eq!(said.birth, Some(Date::constant(1946, 4, 8)));
        assert_eq!(said.sex, Some(Sex::Female));
        assert_eq!(said.address.as_deref(), Some("福島県田村郡小野町"));
    }

    #[test]
    fn what_has_no_sensible_form_is_as_if_it_were_not_there() {
        for birthdate in
            ["", "1946", "1946-4-8", "19460431", "0000-04-08", "1946/04/08", "昭和21年4月8日", "12-34-5678"]
        {
            assert_eq!(read(&json!({"birthdate": birthdate}), Claims::BasicFour).birth, None, "{birthdate}");
        }
        let odd = json!({"name": " ", "address": {"street": "x"}, "gender": "9", "birthdate": 19460408});
        assert_eq!(read(&odd, Claims::BasicFour), Said::default());
        assert_eq!(read(&json!("text"), Claims::BasicFour), Said::default());
    }

    #[test]
    fn a_corporate_number_counts_only_when_its_check_digit_fits() {
        let facts = |number: &str| {
            json!({"account_type": "2", "corporate_number": number, "name": "架空商店株式会社",
                "prefecture_name": "福島県", "address1": "田村郡小野町", "address2": "1番地",
                "rep_last_nm": "架空", "rep_first_nm": "一郎"})
        };
        let company = read(&facts("7000012050002"), Claims::Gbizid).company.unwrap();
        assert_eq!((company.kind, company.number.as_deref()), (AccountType::Prime, Some("7000012050002")));
        assert_eq!(company.address, "福島県田村郡小野町1番地");
        assert_eq!(company.representative, "架空　一郎");
        assert_eq!(read(&facts("8000012050002"), Claims::Gbizid).company.unwrap().number, None);
        assert_eq!(read(&json!({"account_type": 3}), Claims::Gbizid).company.unwrap().kind, AccountType::Member);
        assert_eq!(read(&json!({}), Claims::Gbizid).company.unwrap().kind, AccountType::Entry);
    }

    proptest! {
        #[test]
        fn no_facts_break_the_reading(name in "\\PC{0,20}", birth in "\\PC{0,12}", gender in "\\PC{0,4}") {
            let facts = json!({"name": name, "birthdate": birth, "gender": gender, "address": {"formatted": name}});
            let _ = read(&facts, Claims::BasicFour);
            let _ = read(&facts, Claims::Gbizid);
        }
    }
}

//! What stands on a 住民票の写し: chosen from the frozen record by what was asked, nothing more.

use super::{Refusal, lives_here, name, wareki};
use cases::forms::{Answer, Answers};
use kernel::{Date, era};
use serde_json::{Map, Value, json};

/// What was asked to be shown besides what is always shown (住民基本台帳法12条, 7条).
#[derive(Debug, Clone, Copy, Default)]
struct Shown {
    domicile: bool,
    relation: bool,
    former_address: bool,
}

/// The data of the template `resident_record` from the frozen record and the answers. `day` is the
/// day of issue.
///
/// # Errors
/// See [`Refusal`]: then nothing is issued and an officer looks at the case.
pub fn resident_record(frozen: &Value, answers: &Answers, day: Date) -> Result<Value, Refusal> {
    let applicant = frozen.get("person").filter(|p| p["kind"] == "resident").ok_or(Refusal::NoRecord)?;
    let household: Vec<&Value> = frozen["household"].as_array().map(|h| h.iter().collect()).unwrap_or_default();
    let living: Vec<&Value> = household.iter().copied().filter(|p| lives_here(p)).collect();
    let (persons, whole) = chosen(applicant, &living, answers)?;
    if persons.is_empty() || persons.iter().any(|p| !lives_here(p)) {
        return Err(Refusal::Gone);
    }
    let shown = shown(answers);
    let head = living.iter().find(|p| p["is_head"] == true).or(living.first()).copied().unwrap_or(applicant);
    let persons: Vec<Value> = persons.into_iter().map(|p| person(p, shown)).collect();
    Ok(json!({
        "date": day.to_string(),
        "date_text": era::date_label(day),
        "whole": whole,
        "household": {
            "address": applicant["address_line"],
            "head": if shown.relation { name(head) } else { Value::Null },
        },
        "persons": persons,
    }))
}

/// Who is on the paper, and whether that is everybody of the household.
fn chosen<'v>(
    applicant: &'v Value,
    household: &[&'v Value],
    answers: &Answers,
) -> Result<(Vec<&'v Value>, bool), Refusal> {
    let choice = |key: &str| match answers.get(key) {
        Some(Answer::Choice(value)) => value.as_str(),
        _ => "",
    };
    match (choice("who"), choice("coverage")) {
        ("mandate", _) => Err(Refusal::OtherHousehold),
        ("household", "part") => {
            let Some(Answer::Persons(wanted)) = answers.get("members") else { return Err(Refusal::NotOfHousehold) };
            let mut found = Vec::new();
            for person in wanted {
                // A name alone is not enough: two of a name may live in one house.
                let id = person.id.map(|id| id.to_string()).ok_or(Refusal::NotOfHousehold)?;
                found.push(*household.iter().find(|p| p["id"] == id.as_str()).ok_or(Refusal::NotOfHousehold)?);
            }
            let whole = found.len() == household.len();
            Ok((found, whole))
        }
        ("household", _) => Ok((household.to_vec(), true)),
        _ => Ok((vec![applicant], household.len() <= 1)),
    }
}

fn shown(answers: &Answers) -> Shown {
    let items: &[String] = match answers.get("items") {
        Some(Answer::Choices(items)) => items,
        _ => &[],
    };
    let has = |key: &str| items.iter().any(|i| i == key);
    Shown { domicile: has("domicile"), relation: has("relation"), former_address: has("former_address") }
}

/// One person; what was not asked for is left out, and the paper says 省略.
fn person(p: &Value, shown: Shown) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            out.insert(key.to_owned(), value);
        }
    };
    put("name", name(p));
    put("kana", p["kana"].clone());
    put("former_name", p["former_name"].clone());
    put("birth", wareki(&p["birth"]));
    put(
        "sex",
        match p["sex"].as_str() {
            Some("male") => json!("男"),
            Some("female") => json!("女"),
            _ => Value::Null,
        },
    );
    put("became_resident", wareki(&p["resident_since"]));
    put("address_since", wareki(&p["address_since"]));
    if shown.relation {
        put("relation", p["relation"].clone());
    }
    if shown.former_address {
        put("moved_from", p["former_address"].clone());
    }
    if shown.domicile {
        put("registered_domicile", p["domicile"].clone());
        put("family_head", p["domicile_head"].clone());
    }
    Value::Object(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(id: u8, name: &str, head: bool) -> Value {
        json!({
            "id": kernel::Uuid::from_bytes([id; 16]).to_string(), "kind": "resident", "name": { "full": name }, "kana": "ミホン",
            "birth": "1946-05-05", "sex": "female", "address_line": "福島県田村郡小野町大字見本1番地", "is_head": head,
            "relation": if head { "世帯主" } else { "子" }, "domicile": "見本の本籍", "domicile_head": "見本 筆頭",
            "resident_since": "1946-05-05", "former_address": "前の住所", "moved_out": null, "deceased": null,
        })
    }

    fn frozen() -> Value {
        json!({ "version": 1, "person": one(1, "葛\u{E0100}西 花", true), "household": [one(1, "葛\u{E0100}西 花", true), one(2, "葛\u{E0100}西 実", false)] })
    }

    fn asked(who: &str, coverage: Option<&str>, items: &[&str]) -> Answers {
        let mut answers = Answers::default();
        answers.set("who", Answer::Choice(who.to_owned()));
        if let Some(coverage) = coverage {
            answers.set("coverage", Answer::Choice(coverage.to_owned()));
        }
        answers.set("items", Answer::Choices(items.iter().map(|s| (*s).to_owned()).collect()));
        answers
    }

    const DAY: Date = Date::constant(2026, 11, 22);

    #[test]
    fn one_asks_for_oneself_and_gets_oneself_alone() {
        let data = resident_record(&frozen(), &asked("oneself", None, &[]), DAY).unwrap();
        assert_eq!(data["persons"].as_array().unwrap().len(), 1);
        assert_eq!(data["persons"][0]["name"], "葛\u{E0100}西 花");
        assert_eq!(data["whole"], false);
        assert_eq!(data["date_text"], "令和8年11月22日");
        assert!(data["persons"][0].get("relation").is_none());
    }

    #[test]
    fn the_whole_household_is_certified_as_whole() {
        let data =
            resident_record(&frozen(), &asked("household", Some("all"), &["relation", "domicile"]), DAY).unwrap();
        assert_eq!(data["whole"], true);
        assert_eq!(data["persons"][1]["relation"], "子");
        assert_eq!(data["persons"][1]["registered_domicile"], "見本の本籍");
    }

    #[test]
    fn nobody_is_put_on_a_paper_by_a_name_alone_or_after_leaving() {
        let mut answers = asked("household", Some("part"), &[]);
        answers.set(
            "members",
            Answer::Persons(vec![cases::forms::HouseholdPerson { id: None, name: "葛西 実".to_owned() }]),
        );
        assert_eq!(resident_record(&frozen(), &answers, DAY), Err(Refusal::NotOfHousehold));
        let mut gone = frozen();
        gone["person"]["moved_out"] = json!("2026-01-01");
        assert_eq!(resident_record(&gone, &asked("oneself", None, &[]), DAY), Err(Refusal::Gone));
        assert_eq!(resident_record(&frozen(), &asked("mandate", None, &[]), DAY), Err(Refusal::OtherHousehold));
        assert_eq!(resident_record(&json!({}), &asked("oneself", None, &[]), DAY), Err(Refusal::NoRecord));
    }

    proptest! {
        /// Privacy by construction: an item that was not asked for is nowhere on the paper.
        #[test]
        fn what_was_not_asked_for_is_not_on_the_paper(
            domicile in any::<bool>(), relation in any::<bool>(), former in any::<bool>(), who in 0..2usize
        ) {
            let mut items = Vec::new();
            if domicile { items.push("domicile"); }
            if relation { items.push("relation"); }
            if former { items.push("former_address"); }
            let answers = asked(["oneself", "household"][who], Some("all"), &items);
            let text = resident_record(&frozen(), &answers, DAY).unwrap().to_string();
            prop_assert_eq!(text.contains("見本の本籍"), domicile);
            prop_assert_eq!(text.contains("見本 筆頭"), domicile);
            prop_assert_eq!(text.contains("前の住所"), former);
            prop_assert_eq!(text.contains("続柄") || text.contains("\"relation\""), relation);
        }
    }
}

//! Addresses in the parts of GIF 住所. Nothing but the postcode has a shape: everything may be typed
//! into the last part, as people from elsewhere do.

use kernel::{Address, Postcode};

use super::{Answer, Asked, FieldError, Inputs, Reading};
use crate::forms::condition::Known;

/// Longest part of an address.
const MAX_PART: usize = 100;
/// The inputs after the postcode.
const PARTS: [&str; 5] = ["prefecture", "city", "area", "rest", "building"];

pub(super) fn read(asked: &Asked<'_, '_>) -> Reading {
    let typed_code = asked.text("postcode");
    let [prefecture, city, town_area, rest, building] = PARTS.map(|part| asked.text(part));
    let lines = [&prefecture, &city, &town_area, &rest, &building];
    if typed_code.is_empty() && lines.iter().all(|line| line.is_empty()) {
        return Ok(None);
    }
    let mut errors: Vec<FieldError> = PARTS
        .into_iter()
        .zip(lines)
        .filter_map(|(part, line)| wrong_line(line).map(|key| asked.wrong_part(part, key)))
        .collect();
    let postcode = match typed_code.parse::<Postcode>() {
        Ok(postcode) => Some(postcode),
        Err(_) if typed_code.is_empty() => None,
        Err(_) => {
            errors.insert(0, asked.wrong_part("postcode", "cases-form-postcode"));
            None
        }
    };
    if town_area.is_empty() && rest.is_empty() {
        errors.push(asked.wrong_part("rest", "cases-form-address-rest"));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut address = Address { postcode, prefecture, city, town_area, rest, building, code: None };
    address.code = code_still_right(asked.earlier, &address);
    Ok(Some(Answer::Address(address)))
}

fn wrong_line(line: &str) -> Option<&'static str> {
    if line.chars().any(char::is_control) {
        Some("cases-form-text-character")
    } else if line.chars().count() > MAX_PART {
        Some("cases-form-address-long")
    } else {
        None
    }
}

/// The code from the register holds as long as the 町字 was not changed.
fn code_still_right(earlier: Option<&Answer>, now: &Address) -> Option<String> {
    let Some(Answer::Address(before)) = earlier else {
        return None;
    };
    let same = (&before.prefecture, &before.city, &before.town_area) == (&now.prefecture, &now.city, &now.town_area);
    if same { before.code.clone() } else { None }
}

pub(super) fn put(inputs: &mut Inputs, name: &str, address: &Address) {
    let postcode = address.postcode.map(|code| code.to_string()).unwrap_or_default();
    inputs.add(&format!("{name}.postcode"), &postcode);
    for (part, line) in PARTS.into_iter().zip(lines(address)) {
        inputs.add(&format!("{name}.{part}"), line);
    }
}

fn lines(address: &Address) -> [&str; 5] {
    [&address.prefecture, &address.city, &address.town_area, &address.rest, &address.building]
}

pub(super) fn say(address: &Address) -> String {
    match address.postcode {
        Some(code) => format!("〒{code}\n{address}"),
        None => address.to_string(),
    }
}

/// What a condition sees of an address.
pub(in crate::forms) fn parts(address: &Address) -> Known {
    let postcode = address.postcode.map(|code| code.to_string()).unwrap_or_default();
    let named = PARTS.into_iter().zip(lines(address));
    let mut parts: std::collections::BTreeMap<String, Known> =
        named.map(|(part, line)| (part.to_owned(), Known::Words(line.to_owned()))).collect();
    parts.insert("postcode".to_owned(), Known::Words(postcode));
    Known::Fields(parts)
}

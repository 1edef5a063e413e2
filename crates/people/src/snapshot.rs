//! The state of a person's record, frozen for a case: what a decision or a paper was based on.

use crate::person::Person;
use serde_json::{Value, json};

/// The person and the household as they stand now, as JSON that never changes again. Dates are
/// ISO, texts exactly as recorded; a certificate is printed from this and from nothing else.
///
/// ```text
/// { "version": 1, "person": {…}, "household": [ {…}, … ] }
/// ```
pub fn snapshot(person: &Person, household: &[Person]) -> Value {
    json!({
        "version": 1,
        "person": one(person),
        "household": household.iter().map(one).collect::<Vec<_>>(),
    })
}

fn one(p: &Person) -> Value {
    json!({
        "id": p.id,
        "kind": p.kind,
        "register_number": p.register_number,
        "name": p.name,
        "former_name": p.former_name,
        "kana": p.kana,
        "birth": p.birth.map(|d| d.to_string()),
        "sex": p.sex,
        "address": p.address,
        "address_line": p.address.to_string(),
        "household": p.household,
        "relation": p.relation,
        "is_head": p.is_head,
        "resident_since": p.resident_since.map(|d| d.to_string()),
        "address_since": p.address_since.map(|d| d.to_string()),
        "former_address": p.former_address,
        "domicile": p.domicile,
        "domicile_head": p.domicile_head,
        "ward": p.ward,
        "moved_out": p.moved_out.map(|d| d.to_string()),
        "deceased": p.deceased.map(|d| d.to_string()),
        "record_version": p.version,
        "record_changed_at": p.changed_at.rfc3339(),
    })
}

//! The state of a person's record, frozen for a case: what a decision or a paper was based on.

use crate::person::Person;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt;

/// The record of one request, frozen when it came in: a person, the household, and what other
/// registers said of them at that time. It has no setters and no public fields: there is one only
/// where [`Frozen::of`] made it or [`Frozen::reopen`] read what that one had kept. A paper is
/// printed from it and from nothing else.
#[derive(Clone, PartialEq)]
pub struct Frozen(Value);

impl Frozen {
    /// Freezes a person with the household.
    pub fn of(person: &Person, household: &[Person]) -> Self {
        Self(snapshot(person, household))
    }

    /// The same with what another register said of this person at this time, under `key`.
    #[must_use]
    pub fn with(mut self, key: &str, said: Value) -> Self {
        self.0[key] = said;
        self
    }

    /// The text to be kept.
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// Reads what was kept; `None` for anything else.
    pub fn reopen(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let whole = value["version"] == 1 && value["person"].is_object() && value["household"].is_array();
        whole.then_some(Self(value))
    }

    /// What it says.
    pub fn record(&self) -> &Value {
        &self.0
    }

    /// Its SHA-256 in hexadecimal: the same as long as nothing in it changes.
    pub fn digest(&self) -> String {
        Sha256::digest(self.text()).iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Whether somebody of this name stands in it, as recorded: person, household, former names.
    pub fn names(&self, name: &str) -> bool {
        let members = self.0["household"].as_array().into_iter().flatten();
        members.chain([&self.0["person"]]).any(|p| {
            let texts = [&p["name"], &p["name"]["full"], &p["former_name"], &p["former_name"]["full"]];
            texts.into_iter().filter_map(Value::as_str).any(|n| bare(n) == bare(name))
        })
    }
}

/// Without its spaces alone: another form of a kanji is another name.
fn bare(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

impl fmt::Debug for Frozen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Frozen(…)")
    }
}

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

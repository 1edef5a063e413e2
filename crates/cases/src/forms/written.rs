//! The shape of a procedure file, before anything is understood. `read.rs` makes a
//! [`Procedure`](super::Procedure) of it.

use kernel::Date;
use serde::Deserialize;

use super::definition::{Applicant, Assurance, Category, Elsewhere, Every, Facts, KeptFor, LifeEvent, Outcome};
use super::question::{Choice, Days, FileKind, Prefill};
use super::texts::Text;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenProcedure {
    pub key: String,
    pub version: u32,
    #[serde(deserialize_with = "town::day::read")]
    pub effective_from: Date,
    #[serde(default, deserialize_with = "town::day::read_optional")]
    pub effective_until: Option<Date>,
    pub title: Text,
    pub summary: Text,
    pub audience: Text,
    pub timing: Text,
    #[serde(default)]
    pub bring: Vec<Text>,
    pub category: Category,
    #[serde(default)]
    pub life_events: Vec<LifeEvent>,
    #[serde(default)]
    pub keywords: Vec<String>,
    pub measure: String,
    pub basis: String,
    pub facts: Facts,
    pub not_the_town: Option<Elsewhere>,
    pub desk: Option<String>,
    pub fee: Option<String>,
    pub fee_times: Option<String>,
    pub processing_days: Option<u16>,
    pub in_person: Option<Text>,
    pub assurance: Option<Assurance>,
    #[serde(default)]
    pub applicants: Vec<Applicant>,
    pub route: Option<String>,
    pub automatic: Option<Assurance>,
    pub exempt: Option<String>,
    pub outcome: Option<Outcome>,
    pub after: Option<Text>,
    pub retention: Option<KeptFor>,
    pub once: Option<WrittenOnce>,
    pub cosign: Option<WrittenCosign>,
    #[serde(default)]
    pub page: Vec<WrittenPage>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOnce {
    pub per: String,
    pub every: Every,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCosign {
    pub who: Text,
    pub when: Option<String>,
    pub required: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenPage {
    pub key: String,
    pub title: Option<Text>,
    pub lead: Option<Text>,
    pub when: Option<String>,
    #[serde(default)]
    pub question: Vec<WrittenQuestion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenQuestion {
    pub key: String,
    #[serde(rename = "type")]
    pub kind: WrittenKind,
    pub label: Text,
    pub hint: Option<Text>,
    pub help: Option<Text>,
    pub required: Option<bool>,
    pub prefill: Option<Prefill>,
    pub when: Option<String>,
    pub valid: Option<WrittenRule>,
    pub options: Option<Vec<Choice>>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub unit: Option<Text>,
    pub max_chars: Option<u16>,
    pub max_megabytes: Option<u8>,
    pub kinds: Option<Vec<FileKind>>,
    pub days: Option<Days>,
    pub row: Option<Vec<WrittenQuestion>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRule {
    pub expr: String,
    pub message: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum WrittenKind {
    Name,
    Kana,
    Address,
    Date,
    BirthDate,
    Phone,
    Email,
    BankAccount,
    Choice,
    Choices,
    Text,
    LongText,
    Number,
    Yen,
    File,
    Group,
    Consent,
    PersonOfHousehold,
    Note,
}

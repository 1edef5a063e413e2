//! What stands on each kind of certificate. Pure: from the frozen record, the frozen facts and the
//! answers to the data of the template, or a [`Refusal`] that tells the officer what to do.

mod facts;
mod resident;
mod standing;

pub use facts::{Damage, Finding, Income, Payment, SealRecord, Standing, Tax};
pub use resident::resident_record;
pub use standing::{disaster, identity, income, seal, tax_payment};

use cases::forms::Answers;
use kernel::{Date, era};
use serde_json::{Value, json};

/// The kinds of certificates that the town makes here; the key is also the name of the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 住民票の写し.
    ResidentRecord,
    /// 印鑑登録証明書.
    Seal,
    /// 所得課税証明書.
    Income,
    /// 納税証明書.
    TaxPayment,
    /// 身分証明書.
    Identity,
    /// り災証明書.
    Disaster,
}

impl Kind {
    /// All.
    pub const ALL: [Self; 6] =
        [Self::ResidentRecord, Self::Seal, Self::Income, Self::TaxPayment, Self::Identity, Self::Disaster];

    /// The word kept in records, and the template.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ResidentRecord => "resident_record",
            Self::Seal => "seal_certificate",
            Self::Income => "income_tax_certificate",
            Self::TaxPayment => "tax_payment_certificate",
            Self::Identity => "identity_certificate",
            Self::Disaster => "disaster_certificate",
        }
    }

    /// Reads the key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }

    /// Whether it rests on a record that another system exports.
    pub const fn is_imported(self) -> bool {
        matches!(self, Self::Seal | Self::Income | Self::TaxPayment | Self::Identity)
    }

    /// What the record is called.
    pub const fn record_name(self) -> &'static str {
        match self {
            Self::ResidentRecord => "住民基本台帳",
            Self::Seal => "印鑑登録",
            Self::Income => "所得と課税",
            Self::TaxPayment => "納税",
            Self::Identity => "身分の事項",
            Self::Disaster => "被害の調査",
        }
    }
}

/// Why a certificate cannot be made from this case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The case has no frozen record of a person in the register.
    #[error("申請した人が住民の台帳と結び付いていません。台帳の人として、窓口から入れ直してください")]
    NoRecord,
    /// The person or somebody asked for was not living in the town when the case was frozen.
    #[error("証明する人が、転出または死亡で台帳から消えています。除票が要るかを確かめ、申請した人に連絡してください")]
    Gone,
    /// Somebody asked for is not of the household in the frozen record.
    #[error("選ばれた人が、申請した人と同じ世帯にいません。だれの分が要るかを確かめ、補正を求めてください")]
    NotOfHousehold,
    /// It was asked for a person of another household, which an officer must enter at the counter.
    #[error("別の世帯の人の分です。委任状を確かめ、頼んだ人の名前で窓口から入れ直してください")]
    OtherHousehold,
    /// There is no such record of the person.
    #[error(
        "この人の記録が、取り込んだ台帳にありません。もとの仕組みで確かめ、記録があれば取り込み、なければ認めない理由を書いてください"
    )]
    NoFacts,
    /// What was frozen cannot be read.
    #[error("固めた記録を読めません。「読み直す」を押し、直らなければ運用の担当に知らせてください")]
    Unreadable,
    /// The year asked for is not there.
    #[error(
        "求められた年度の記録がありません。その年の1月1日に町にいたかを確かめてください。いなければ、前の市区町村が証明します"
    )]
    NoYear,
    /// None of the taxes asked for is there.
    #[error("選ばれた税の記録がありません。課税がなかったのか、取り込みがまだかを確かめてください")]
    NoTax,
    /// 本籍 is not known to be in this town.
    #[error("本籍がこの町にありません（または分かりません）。身分証明書は、本籍のある市区町村が出します")]
    DomicileElsewhere,
    /// A notice of guardianship or bankruptcy is there.
    #[error("証明できない事項（後見や破産などの通知）があります。もとの記録を確かめ、認めない理由を書いてください")]
    NoticeGiven,
    /// Nobody has found the class of damage yet.
    #[error("被害の程度がまだ決まっていません。調査の結果を、下に入れてください")]
    NoFinding,
}

/// What a certificate is made from: everything frozen, nothing living.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The person and the household as they were when the matter was handed in.
    pub snapshot: Option<&'a Value>,
    /// The facts of the other record, frozen for the case.
    pub facts: Option<&'a Value>,
    /// What was asked.
    pub answers: &'a Answers,
    /// The prefecture, county and name of the town, as a 本籍 begins.
    pub municipality: &'a str,
}

/// The data of the template of `kind`; `day` is the day of issue.
///
/// # Errors
/// See [`Refusal`]: then nothing is issued and an officer looks at the case.
pub fn make(kind: Kind, ground: Ground<'_>, day: Date) -> Result<Value, Refusal> {
    let snapshot = ground.snapshot.ok_or(Refusal::NoRecord)?;
    match kind {
        Kind::ResidentRecord => resident_record(snapshot, ground.answers, day),
        Kind::Seal => seal(living(snapshot)?, read(ground.facts)?, day),
        Kind::Income => income(person(snapshot)?, &read::<Income>(ground.facts)?, ground.answers, day),
        Kind::TaxPayment => tax_payment(person(snapshot)?, &read::<Payment>(ground.facts)?, ground.answers, day),
        Kind::Identity => identity(living(snapshot)?, read(ground.facts)?, ground.municipality, day),
        Kind::Disaster => {
            let finding = ground.facts.ok_or(Refusal::NoFinding)?;
            disaster(snapshot, read(Some(finding))?, ground.answers, day)
        }
    }
}

/// The year that is asked for, of a certificate that is about one.
pub fn year_asked(kind: Kind, answers: &Answers) -> i64 {
    match kind {
        Kind::Income | Kind::TaxPayment => {
            answers.choice("year").and_then(|y| y.strip_prefix('y')?.parse().ok()).unwrap_or_default()
        }
        _ => 0,
    }
}

fn read<T: serde::de::DeserializeOwned>(facts: Option<&Value>) -> Result<T, Refusal> {
    let facts = facts.ok_or(Refusal::NoFacts)?;
    serde_json::from_value(facts.clone()).map_err(|_| Refusal::Unreadable)
}

/// Somebody of the register, also after they left: past years are certified to them too.
fn person(snapshot: &Value) -> Result<&Value, Refusal> {
    snapshot.get("person").filter(|p| p["kind"] == "resident").ok_or(Refusal::NoRecord)
}

fn living(snapshot: &Value) -> Result<&Value, Refusal> {
    person(snapshot).and_then(|p| if lives_here(p) { Ok(p) } else { Err(Refusal::Gone) })
}

fn lives_here(person: &Value) -> bool {
    person["moved_out"].is_null() && person["deceased"].is_null()
}

/// The name as the register has it, in whichever shape it was frozen.
fn name(p: &Value) -> Value {
    match &p["name"] {
        Value::String(full) => json!(full),
        other => other.get("full").cloned().unwrap_or(Value::Null),
    }
}

fn wareki(date: &Value) -> Value {
    let date: Option<Date> = date.as_str().and_then(|d| d.parse().ok());
    date.map_or(Value::Null, |d| json!(era::date_label(d)))
}

/// The holder's part that every certificate but the residence record has.
fn holder(p: &Value, day: Date) -> Value {
    json!({
        "date": day.to_string(),
        "date_text": era::date_label(day),
        "holder": { "name": name(p), "kana": p["kana"], "birth": wareki(&p["birth"]), "address": p["address_line"] },
    })
}

/// The names that a paper bears.
pub fn holders(data: &Value) -> Vec<String> {
    let people = data["persons"].as_array().into_iter().flatten();
    let holder = data["holder"]["name"].as_str();
    people.filter_map(|p| p["name"].as_str()).chain(holder).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;

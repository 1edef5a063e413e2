//! 住民・関係者: a person, in the resident register or outside it.

use crate::PeopleError;
use kernel::id::{HouseholdId, PersonId};
use kernel::search_key::search_key;
use kernel::{Address, Date, Email, FromValue, Moment, PersonName, Phone, TypedId, Value};
use serde::{Deserialize, Serialize};
use std::ops::Deref;
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

/// The kind under which persons stand in the search index.
pub(crate) const INDEX: &str = "person";

/// Whether the register of this town vouches for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// 住民 (in the register, also after moving out or death).
    Resident,
    /// Somebody outside the register: a relative elsewhere, a newcomer before 転入.
    Outside,
}

/// 性別 as the register has it; not asked for anywhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

macro_rules! word {
    ($t:ty { $($v:ident = $w:literal),+ $(,)? }) => {
        impl $t {
            /// The word kept in records.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$v => $w),+ }
            }
            /// Reads the word kept in records.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($w => Some(Self::$v),)+ _ => None }
            }
        }
        impl From<$t> for Value {
            fn from(x: $t) -> Self { x.as_str().into() }
        }
        impl FromValue for $t {
            fn from_value(value: Value) -> Option<Self> { Self::parse(&String::from_value(value)?) }
        }
    };
}
pub(crate) use word;

word!(PersonKind { Resident = "resident", Outside = "outside" });
word!(Sex { Male = "male", Female = "female" });

/// What is known of a person. Texts are exactly as received; nothing is normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// 宛名番号: the person's number in the town's register. Never a 個人番号.
    pub register_number: Option<String>,
    /// 氏名.
    pub name: PersonName,
    /// 旧氏・通称, where the register has one.
    pub former_name: Option<String>,
    /// フリガナ of the whole name.
    pub kana: Option<String>,
    /// 生年月日; `None` where the register has no full date.
    pub birth: Option<Date>,
    /// 性別.
    pub sex: Option<Sex>,
    /// 住所.
    pub address: Address,
    /// 世帯.
    pub household: Option<HouseholdId>,
    /// 続柄 to the head of the household, as the register writes it.
    pub relation: Option<String>,
    /// 世帯主.
    pub is_head: bool,
    /// 住民となった年月日.
    pub resident_since: Option<Date>,
    /// 住所を定めた年月日.
    pub address_since: Option<Date>,
    /// 前住所.
    pub former_address: Option<String>,
    /// 本籍.
    pub domicile: Option<String>,
    /// 筆頭者.
    pub domicile_head: Option<String>,
    /// Key of the ward, or of the area that stands in for it, in the town folder.
    pub ward: Option<String>,
    /// 転出 (the last day in the town).
    pub moved_out: Option<Date>,
    /// 死亡.
    pub deceased: Option<Date>,
    /// 電話, as the person told it; the register has none.
    pub phone: Option<Phone>,
    /// E-mail, as the person told it.
    pub email: Option<Email>,
}

impl Facts {
    /// Somebody of whom only the name is known.
    pub fn named(name: PersonName) -> Self {
        Self {
            register_number: None,
            name,
            former_name: None,
            kana: None,
            birth: None,
            sex: None,
            address: Address::default(),
            household: None,
            relation: None,
            is_head: false,
            resident_since: None,
            address_since: None,
            former_address: None,
            domicile: None,
            domicile_head: None,
            ward: None,
            moved_out: None,
            deceased: None,
            phone: None,
            email: None,
        }
    }

    /// Whether the person lives in the town on `day`, as far as the record tells.
    pub fn lives_here_on(&self, day: Date) -> bool {
        self.moved_out.is_none_or(|last| day <= last) && self.deceased.is_none_or(|died| day < died)
    }

    /// Age in whole years on `day` (年齢計算ニ関スル法律).
    pub fn age_on(&self, day: Date) -> Option<u16> {
        self.birth.map(|birth| kernel::age::age_on(birth, day))
    }
}

/// A person as recorded. The facts are read directly: `person.name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// In the register or outside it.
    pub kind: PersonKind,
    /// What is known.
    pub facts: Facts,
    /// Counts changes; guards against two people changing at once.
    pub version: i64,
    /// When the record last changed.
    pub changed_at: Moment,
}

impl Deref for Person {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

/// A person's record, without an entry in the journal: for the program's own work (prefill of the
/// person's own form, papers, notices). Where an officer sees the record, use [`look`](crate::look).
///
/// # Errors
/// When the database does not answer.
pub async fn find(q: &impl Reads, id: PersonId) -> Result<Option<Person>, StoreError> {
    let row = q.row("SELECT * FROM people_person WHERE id = $1", args![id]).await?;
    row.map(|r| person(&r)).transpose()
}

/// Several persons' records, in the order of `ids`; those that are not there are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn find_many(q: &impl Reads, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(find(q, *id).await?);
    }
    Ok(found)
}

/// Who has this number in the register.
///
/// # Errors
/// When the database does not answer.
pub async fn by_number(q: &impl Reads, number: &str) -> Result<Option<PersonId>, StoreError> {
    q.one("SELECT id FROM people_person WHERE register_number = $1", args![number]).await
}

/// Who has this name, in whatever form its characters are written, and was born on this day.
///
/// # Errors
/// When the database does not answer.
pub async fn by_name_and_birth(q: &impl Reads, name: &PersonName, birth: Date) -> Result<Vec<PersonId>, StoreError> {
    let sql = "SELECT id FROM people_person WHERE name_key = $1 AND birth = $2 ORDER BY id";
    q.rows(sql, args![search_key(name.full()), birth]).await?.iter().map(|r| r.get("id")).collect()
}

/// Writes down a new person.
///
/// # Errors
/// [`PeopleError::NumberTaken`] when another person has the register number.
pub async fn add(tx: &Tx, kind: PersonKind, facts: Facts) -> Result<PersonId, PeopleError> {
    let person = Person { id: tx.id(), kind, facts, version: 1, changed_at: tx.now() };
    insert(tx, &person).await?;
    tx.record(Deed::new("people.add").about(person.id).row("people_person", person.id));
    Ok(person.id)
}

/// Writes down somebody outside the register.
///
/// # Errors
/// When the database does not answer.
pub async fn add_outside(tx: &Tx, facts: Facts) -> Result<PersonId, PeopleError> {
    add(tx, PersonKind::Outside, facts).await
}

/// Replaces what is known of a person, if nobody else changed it since `version`.
///
/// # Errors
/// [`PeopleError::Changed`] when somebody did.
pub async fn amend(tx: &Tx, id: PersonId, version: i64, facts: Facts) -> Result<(), PeopleError> {
    let known = find(tx, id).await?.ok_or(PeopleError::Missing)?;
    if known.version != version {
        return Err(PeopleError::Changed);
    }
    replace(tx, &Person { facts, ..known }).await?;
    tx.record(Deed::new("people.amend").about(id).row("people_person", id));
    Ok(())
}

pub(crate) async fn insert(tx: &Tx, p: &Person) -> Result<(), PeopleError> {
    tx.execute(
        "INSERT INTO people_person (id, version, changed_at, kind, register_number, household, relation, is_head, \
         full_name, family_name, given_name, former_name, kana, name_key, kana_key, birth, sex, postcode, prefecture, \
         city, town_area, rest, building, address_code, ward, resident_since, address_since, former_address, domicile, \
         domicile_head, moved_out, deceased, phone, email) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)",
        columns(p, 1, p.changed_at),
    )
    .await
    .map_err(number_taken)?;
    index(tx, p).await
}

/// Writes `p` over the row that has its version.
pub(crate) async fn replace(tx: &Tx, p: &Person) -> Result<(), PeopleError> {
    let mut args = columns(p, p.version + 1, tx.now());
    args.push(p.version.into());
    let changed = tx
        .execute(
            "UPDATE people_person SET version = $2, changed_at = $3, kind = $4, register_number = $5, household = $6, \
             relation = $7, is_head = $8, full_name = $9, family_name = $10, given_name = $11, former_name = $12, \
             kana = $13, name_key = $14, kana_key = $15, birth = $16, sex = $17, postcode = $18, prefecture = $19, \
             city = $20, town_area = $21, rest = $22, building = $23, address_code = $24, ward = $25, \
             resident_since = $26, address_since = $27, former_address = $28, domicile = $29, domicile_head = $30, \
             moved_out = $31, deceased = $32, phone = $33, email = $34 WHERE id = $1 AND version = $35",
            args,
        )
        .await
        .map_err(number_taken)?;
    if changed != 1 {
        return Err(PeopleError::Changed);
    }
    index(tx, p).await
}

fn columns(p: &Person, version: i64, changed_at: Moment) -> Vec<Value> {
    let f = &p.facts;
    let hidden = |text: &Option<String>| text.as_deref().map(seal);
    args![
        p.id,
        version,
        changed_at,
        p.kind,
        f.register_number.clone(),
        f.household,
        f.relation.clone(),
        f.is_head,
        seal(f.name.full()),
        f.name.family().map(seal),
        f.name.given().map(seal),
        hidden(&f.former_name),
        hidden(&f.kana),
        search_key(f.name.full()),
        f.kana.as_deref().map(search_key).unwrap_or_default(),
        f.birth,
        f.sex,
        f.address.postcode,
        seal(&f.address.prefecture),
        seal(&f.address.city),
        seal(&f.address.town_area),
        seal(&f.address.rest),
        seal(&f.address.building),
        f.address.code.clone(),
        f.ward.clone(),
        f.resident_since,
        f.address_since,
        hidden(&f.former_address),
        hidden(&f.domicile),
        hidden(&f.domicile_head),
        f.moved_out,
        f.deceased,
        f.phone.as_ref().map(|p| seal(&p.to_string())),
        f.email.as_ref().map(|e| seal(&e.to_string()))
    ]
}

/// Names, readings and places are found by their folded forms, so that 髙 is found by 高.
async fn index(tx: &Tx, p: &Person) -> Result<(), PeopleError> {
    let part = |text: &str| search_key(text);
    let address = format!("{}{}", p.address.town_area, p.address.rest);
    let words = [
        part(p.name.full()),
        part(p.former_name.as_deref().unwrap_or_default()),
        part(p.kana.as_deref().unwrap_or_default()),
        part(&address),
    ];
    Ok(tx.index(INDEX, p.id.uuid(), &words.join(" ")).await?)
}

fn number_taken(error: StoreError) -> PeopleError {
    match error {
        StoreError::Conflict { ref columns, .. } if columns.iter().any(|c| c == "register_number") => {
            PeopleError::NumberTaken
        }
        other => other.into(),
    }
}

pub(crate) fn person(row: &Row) -> Result<Person, StoreError> {
    let text = |column: &str| Ok::<_, StoreError>(open(row.get(column)?));
    let maybe = |column: &str| Ok::<_, StoreError>(row.get::<Option<String>>(column)?.map(open));
    let address = Address {
        postcode: row.get("postcode")?,
        prefecture: text("prefecture")?,
        city: text("city")?,
        town_area: text("town_area")?,
        rest: text("rest")?,
        building: text("building")?,
        code: row.get("address_code")?,
    };
    let facts = Facts {
        register_number: row.get("register_number")?,
        name: name(text("full_name")?, maybe("family_name")?, maybe("given_name")?)?,
        former_name: maybe("former_name")?,
        kana: maybe("kana")?,
        birth: row.get("birth")?,
        sex: row.get("sex")?,
        address,
        household: row.get("household")?,
        relation: row.get("relation")?,
        is_head: row.get("is_head")?,
        resident_since: row.get("resident_since")?,
        address_since: row.get("address_since")?,
        former_address: maybe("former_address")?,
        domicile: maybe("domicile")?,
        domicile_head: maybe("domicile_head")?,
        ward: row.get("ward")?,
        moved_out: row.get("moved_out")?,
        deceased: row.get("deceased")?,
        phone: maybe("phone")?.and_then(|p| p.parse().ok()),
        email: maybe("email")?.and_then(|e| e.parse().ok()),
    };
    Ok(Person {
        id: row.get("id")?,
        kind: row.get("kind")?,
        facts,
        version: row.get("version")?,
        changed_at: row.get("changed_at")?,
    })
}

/// The name as its parts were recorded; the full form is a record of its own, not a joining.
pub(crate) fn name(full: String, family: Option<String>, given: Option<String>) -> Result<PersonName, StoreError> {
    let parts = serde_json::json!({ "full": full, "family": family, "given": given });
    serde_json::from_value(parts).map_err(|_| StoreError::Column("full_name".to_owned()))
}

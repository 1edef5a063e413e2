//! 対象者の選び出し: whom a rule of the town finds in the register, and on what ground, so that the
//! town can go to them instead of waiting until they come.
//!
//! The whole register is read once ([`census`]) and gone through once ([`choose`]); the rule is plain
//! data of the town ([`Rule`]) with what an officer enters for this time ([`Question`]). Ages are
//! those of 年齢計算ニ関スル法律 (an age is attained at the end of the day before the birthday), school
//! years those of 学校教育法17条. Nobody is lost on the way: whoever fits the rule and cannot be
//! invited is answered, too, with why.

mod guardian;
mod rule;
#[cfg(test)]
mod tests;

pub use rule::{Basis, Choice, Chosen, Ground, LeftOut, Question, Recipient, Rule, School, Who, Why, choose};

use crate::person::name;
use kernel::id::{HouseholdId, PersonId};
use kernel::{Date, PersonName};
use store::seal::open;
use store::{Deed, Reads, Row, StoreError, Tx, args};

/// Of a resident what a rule can ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resident {
    /// The person.
    pub id: PersonId,
    /// 氏名.
    pub name: PersonName,
    /// 生年月日, where the register has a full date.
    pub birth: Option<Date>,
    /// 世帯.
    pub household: Option<HouseholdId>,
    /// 続柄 to the head of the household.
    pub relation: Option<String>,
    /// 世帯主.
    pub is_head: bool,
    /// Key of the ward or area.
    pub ward: Option<String>,
    /// Whether the register has an address to which a letter can go.
    pub has_address: bool,
    /// 転出 (the last day in the town).
    pub moved_out: Option<Date>,
    /// 死亡.
    pub deceased: Option<Date>,
}

impl Resident {
    /// Whether the person lives in the town on `day`.
    pub fn lives_here_on(&self, day: Date) -> bool {
        self.moved_out.is_none_or(|last| day <= last) && self.deceased.is_none_or(|died| day < died)
    }
}

/// Everybody in the register, in one reading. Who asks must write down why ([`journal_pass`], [`journal_seen`]).
///
/// # Errors
/// When the database does not answer.
pub async fn census(q: &impl Reads) -> Result<Vec<Resident>, StoreError> {
    let sql = "SELECT id, full_name, family_name, given_name, birth, household, relation, is_head, ward, town_area, rest, \
               moved_out, deceased FROM people_person WHERE kind = 'resident' ORDER BY id";
    q.rows(sql, args![]).await?.iter().map(resident).collect()
}

fn resident(row: &Row) -> Result<Resident, StoreError> {
    let part = |column: &str| Ok::<_, StoreError>(row.get::<Option<String>>(column)?.map(open));
    let has = |column: &str| Ok::<_, StoreError>(!open(row.get(column)?).is_empty());
    Ok(Resident {
        id: row.get("id")?,
        name: name(open(row.get("full_name")?), part("family_name")?, part("given_name")?)?,
        birth: row.get("birth")?,
        household: row.get("household")?,
        relation: row.get("relation")?,
        is_head: row.get("is_head")?,
        ward: row.get("ward")?,
        has_address: has("town_area")? || has("rest")?,
        moved_out: row.get("moved_out")?,
        deceased: row.get("deceased")?,
    })
}

/// Writes into the journal that the register was gone through.
pub fn journal_pass(tx: &Tx, found: usize, of: usize, purpose: &str) {
    tx.record(Deed::new("people.select").detail(format!("{purpose}（{of}人の記録から{found}人）")));
}

/// Writes into the journal of each person whom the officers see in the end that their record was read:
/// each finds the purpose among who read their record.
pub fn journal_seen(tx: &Tx, seen: &[PersonId], purpose: &str) {
    for person in seen {
        tx.record(Deed::new("people.read").about(*person).detail(purpose));
    }
}

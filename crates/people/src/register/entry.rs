//! One line of the register file, understood.

use crate::{Facts, Sex};
use kernel::{Address, Date, PersonName};

/// What the register says of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 宛名番号.
    pub register_number: String,
    /// 世帯番号.
    pub household_number: Option<String>,
    /// 続柄.
    pub relation: Option<String>,
    /// Whether 続柄 says 世帯主.
    pub is_head: bool,
    /// 氏名.
    pub name: PersonName,
    /// 旧氏・通称.
    pub former_name: Option<String>,
    /// フリガナ.
    pub kana: Option<String>,
    /// 生年月日.
    pub birth: Option<Date>,
    /// 性別.
    pub sex: Option<Sex>,
    /// 住所.
    pub address: Address,
    /// Key of the ward or area in the town folder.
    pub ward: Option<String>,
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
    /// 転出.
    pub moved_out: Option<Date>,
    /// 死亡.
    pub deceased: Option<Date>,
}

impl Entry {
    /// The facts that a record has after this entry: what the register knows is replaced, what
    /// people told us (telephone, e-mail) stays.
    pub(crate) fn onto(&self, known: Option<&Facts>, household: Option<kernel::id::HouseholdId>) -> Facts {
        Facts {
            register_number: Some(self.register_number.clone()),
            name: self.name.clone(),
            former_name: self.former_name.clone(),
            kana: self.kana.clone(),
            birth: self.birth,
            sex: self.sex,
            address: self.address.clone(),
            household,
            relation: self.relation.clone(),
            is_head: self.is_head,
            resident_since: self.resident_since,
            address_since: self.address_since,
            former_address: self.former_address.clone(),
            domicile: self.domicile.clone(),
            domicile_head: self.domicile_head.clone(),
            ward: self.ward.clone(),
            moved_out: self.moved_out,
            deceased: self.deceased,
            phone: known.and_then(|f| f.phone.clone()),
            email: known.and_then(|f| f.email.clone()),
        }
    }
}

//! The facts that certificates rest on besides the resident register, as they are kept and frozen.

use kernel::Date;
use serde::{Deserialize, Serialize};

/// 印鑑登録.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealRecord {
    /// 登録番号.
    pub number: String,
    /// 登録年月日.
    pub registered_on: Date,
    /// 印影: a PNG, base64.
    pub imprint: String,
}

/// 所得と課税 of one fiscal year, in yen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Income {
    /// 給与収入.
    pub salary: i64,
    /// 給与所得.
    pub salary_income: i64,
    /// 公的年金等収入.
    pub pension: i64,
    /// 公的年金等の雑所得.
    pub pension_income: i64,
    /// 営業・農業などの所得; may be a loss.
    pub business_income: i64,
    /// そのほかの所得; may be a loss.
    pub other_income: i64,
    /// 合計所得金額.
    pub total_income: i64,
    /// 所得控除の合計.
    pub deductions: i64,
    /// 課税標準額.
    pub taxable: i64,
    /// 扶養親族の数.
    pub dependants: i64,
    /// 町民税均等割.
    pub town_per_capita: i64,
    /// 町民税所得割.
    pub town_on_income: i64,
    /// 県民税均等割.
    pub prefecture_per_capita: i64,
    /// 県民税所得割.
    pub prefecture_on_income: i64,
    /// 森林環境税 (森林環境税法; national, collected with the per-capita rate).
    pub forest: i64,
    /// 年税額.
    pub tax: i64,
}

impl Income {
    /// The parts of the tax added up.
    pub const fn parts_of_tax(&self) -> i64 {
        self.town_per_capita
            + self.town_on_income
            + self.prefecture_per_capita
            + self.prefecture_on_income
            + self.forest
    }
}

/// 納税 of one fiscal year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// By tax.
    pub taxes: Vec<Tax>,
}

/// One tax of one year, in yen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// `residents`, `property`, `vehicle`, `health`.
    pub tax: String,
    /// 納付すべき額.
    pub due: i64,
    /// 納付済額.
    pub paid: i64,
    /// 未納額 (of what has fallen due).
    pub unpaid: i64,
}

impl Tax {
    /// The taxes: key and name.
    pub const NAMES: [(&'static str, &'static str); 4] = [
        ("residents", "町県民税"),
        ("property", "固定資産税"),
        ("vehicle", "軽自動車税"),
        ("health", "国民健康保険税"),
    ];

    /// The name for people.
    pub fn name(&self) -> &'static str {
        Self::NAMES.iter().find(|(key, _)| *key == self.tax).map_or("", |(_, name)| name)
    }
}

/// 身分の事項: whether the town was given such a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// 禁治産・準禁治産の宣告の通知.
    pub incompetence: bool,
    /// 後見の登記の通知.
    pub guardianship: bool,
    /// 破産宣告・破産手続開始決定の通知.
    pub bankruptcy: bool,
}

/// 住家の被害の程度 (災害対策基本法90条の2; the classes of the national guideline).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Damage {
    /// 全壊.
    Total,
    /// 大規模半壊.
    Large,
    /// 中規模半壊.
    Middle,
    /// 半壊.
    Half,
    /// 準半壊.
    NearHalf,
    /// 準半壊に至らない（一部損壊）.
    Partial,
}

impl Damage {
    /// All, the worst first.
    pub const ALL: [Self; 6] = [Self::Total, Self::Large, Self::Middle, Self::Half, Self::NearHalf, Self::Partial];

    /// The word kept in records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Large => "large",
            Self::Middle => "middle",
            Self::Half => "half",
            Self::NearHalf => "near_half",
            Self::Partial => "partial",
        }
    }

    /// Reads it.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.key() == key)
    }

    /// The name on the paper.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Total => "全壊",
            Self::Large => "大規模半壊",
            Self::Middle => "中規模半壊",
            Self::Half => "半壊",
            Self::NearHalf => "準半壊",
            Self::Partial => "準半壊に至らない（一部損壊）",
        }
    }
}

/// 被害認定調査の結果: what an officer found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The class of damage.
    pub damage: Damage,
    /// The day of the survey.
    pub surveyed_on: Date,
    /// `visit` (現地調査) or `photos` (写真による判定).
    pub method: String,
    /// 追加記載事項, as they are to stand on the paper.
    pub remark: String,
}

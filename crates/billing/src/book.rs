//! What the town says of its income and of the ways to pay (`payments.toml`). What is not known
//! stands there with `verified = false`, and everything that is made with it is a specimen.

use crate::Channel;
use kernel::Yen;
use serde::Deserialize;
use std::collections::BTreeSet;
use store::StoreError;
use town::{Fact, Organisation, Problem, Source, Town, TownFolder};
use web::House;
use web::texts::Lang;

const FILE: &str = "payments.toml";

/// The town's book of income.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// 税目・費目.
    #[serde(default, rename = "item")]
    pub items: Vec<Item>,
    /// Ways to pay.
    #[serde(default, rename = "method")]
    pub methods: Vec<Method>,
    /// The numbers under which others know the town.
    #[serde(default)]
    pub codes: Codes,
    /// 督促.
    pub dunning: Option<Dunning>,
}

/// Words in the languages of the house; Japanese stands in for what is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Japanese.
    pub ja: String,
    /// やさしい日本語.
    pub easy: Option<String>,
    /// English.
    pub en: Option<String>,
}

impl Words {
    /// In a language.
    pub fn in_(&self, lang: Lang) -> &str {
        let other = match lang {
            Lang::Easy => self.easy.as_deref(),
            Lang::En => self.en.as_deref(),
            Lang::Ja => None,
        };
        other.unwrap_or(&self.ja)
    }
}

/// What kind of income.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 地方税.
    Tax,
    /// 国民健康保険税.
    Insurance,
    /// 保険料 (介護, 後期高齢者医療).
    Premium,
    /// 使用料・負担金 (水道, 保育料).
    Charge,
    /// 手数料.
    Fee,
}

/// By which rule paying late costs more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// It does not, or the town's ordinance is not known.
    #[default]
    None,
    /// As local taxes do (地方税法附則3条の2): taxes, and what the town's ordinance treats alike.
    Tax,
}

impl Rule {
    /// The word kept in records.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Tax => "tax",
        }
    }
}

/// 税目・費目: something for which the town sends bills.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// `property_tax`.
    pub key: String,
    /// Its name.
    pub title: Words,
    /// What kind of income.
    pub kind: Kind,
    /// The law under which it is levied.
    pub law: String,
    /// Key of the desk whose matter it is.
    pub desk: Option<String>,
    /// By which rule paying late costs more.
    #[serde(default)]
    pub arrears: Rule,
    /// Months at whose end its instalments are due, in the order of the fiscal year.
    #[serde(default)]
    pub months: Vec<i8>,
    /// Ways by which it can be paid; empty: every way that the town offers.
    #[serde(default)]
    pub methods: Vec<Channel>,
    /// 税目・料金番号 of eL-QR, 3 digits.
    pub el_item: Option<Fact<String>>,
    /// 納付区分 of Pay-easy.
    pub pay_easy_item: Option<Fact<String>>,
    /// Whether months, rule and desk were seen in the source.
    #[serde(default)]
    pub verified: bool,
    /// Where.
    pub source: Option<String>,
    /// What whoever keeps the file should know.
    pub note: Option<String>,
}

/// One way to pay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Which.
    pub channel: Channel,
    /// Whether the town offers it; without it, that is being found out.
    pub offered: Option<bool>,
    /// Its name.
    pub title: Words,
    /// What it costs the payer.
    pub cost: Option<Words>,
    /// Where.
    pub place: Option<Words>,
    /// Until when.
    pub until: Option<Words>,
    /// Whether a receipt results.
    pub receipt: Option<bool>,
    /// What else limits it.
    pub limits: Option<Words>,
    /// Above this amount it cannot be used.
    pub most: Option<i64>,
    /// Whether it can be used after the due day.
    pub after_due: Option<bool>,
    /// Whether all of this was seen in the source.
    #[serde(default)]
    pub verified: bool,
    /// Where.
    pub source: Option<String>,
}

impl Item {
    /// Whether it can be paid this way, where the town offers the way at all.
    pub fn takes(&self, channel: Channel) -> bool {
        self.methods.is_empty() || self.methods.contains(&channel)
    }
}

impl Method {
    /// Above this amount it cannot be used.
    pub fn most(&self) -> Option<Yen> {
        self.most.map(Yen)
    }
}

/// The numbers under which banks, stores and eLTAX know the town. Each says whether it is real.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Codes {
    /// 委託者コード for 口座振替, 10 digits.
    pub consignor: Option<Fact<String>>,
    /// 委託者名, half-width kana.
    pub consignor_name: Option<Fact<String>>,
    /// 取引銀行番号, 4 digits.
    pub bank: Option<Fact<String>>,
    /// 銀行名, half-width kana.
    pub bank_name: Option<Fact<String>>,
    /// 支店番号, 3 digits.
    pub branch: Option<Fact<String>>,
    /// 支店名, half-width kana.
    pub branch_name: Option<Fact<String>>,
    /// 預金種目 of the town's account, 1 digit.
    pub account_kind: Option<Fact<String>>,
    /// 口座番号 of the town's account, 7 digits.
    pub account: Option<Fact<String>>,
    /// 振込依頼人コード for 総合振込, 10 digits.
    pub transferor: Option<Fact<String>>,
    /// 共通納税機関コード, 5 digits.
    pub el_authority: Option<Fact<String>>,
    /// 税務事務所コード, 3 digits.
    pub el_office: Option<Fact<String>>,
    /// 請求書発行企業コード of stores, 6 digits.
    pub store_biller: Option<Fact<String>>,
    /// 収納企業コード of the stores' agent, 5 digits.
    pub store_company: Option<Fact<String>>,
    /// 収納機関番号 of Pay-easy, 5 digits.
    pub pay_easy_agency: Option<Fact<String>>,
}

/// A code's name in the file, the code, and how many digits it has.
type Code<'c> = (&'static str, &'c Option<Fact<String>>, Option<usize>);

impl Codes {
    /// Each with its name in the file and how many digits it has (none: kana).
    fn all(&self) -> [Code<'_>; 14] {
        [
            ("consignor", &self.consignor, Some(10)),
            ("consignor_name", &self.consignor_name, None),
            ("bank", &self.bank, Some(4)),
            ("bank_name", &self.bank_name, None),
            ("branch", &self.branch, Some(3)),
            ("branch_name", &self.branch_name, None),
            ("account_kind", &self.account_kind, Some(1)),
            ("account", &self.account, Some(7)),
            ("transferor", &self.transferor, Some(10)),
            ("el_authority", &self.el_authority, Some(5)),
            ("el_office", &self.el_office, Some(3)),
            ("store_biller", &self.store_biller, Some(6)),
            ("store_company", &self.store_company, Some(5)),
            ("pay_easy_agency", &self.pay_easy_agency, Some(5)),
        ]
    }
}

/// 督促 (地方税法329条 and its like for each tax).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dunning {
    /// Within so many days after the due day.
    pub within_days: u16,
    /// 督促手数料, where the town's ordinance has one.
    pub fee: Option<i64>,
    /// Whether this was seen in the source.
    #[serde(default)]
    pub verified: bool,
    /// Where.
    pub source: Option<String>,
}

/// The town's book of income and ways to pay.
///
/// # Errors
/// When the house was put together without it.
pub fn book(house: &House) -> Result<&Book, StoreError> {
    house.shelved::<Book>()
}

impl Book {
    /// Reads the town's file; a town without one sends no tax bills.
    pub(crate) fn open(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        if !folder.has(FILE) {
            return Ok(Self::default());
        }
        let source = folder.source(FILE).map_err(|problem| vec![problem])?;
        let book: Self = source.read().map_err(|problem| vec![problem])?;
        // Mistakes in the town itself are told by the town's own check.
        let town = Town::load(folder).ok();
        let problems = book.wrong(&source, town.as_ref().map(|t| &t.organisation));
        if problems.is_empty() { Ok(book) } else { Err(problems) }
    }

    /// The item with a key.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|i| i.key == key)
    }

    /// A way to pay.
    pub fn method(&self, channel: Channel) -> Option<&Method> {
        self.methods.iter().find(|m| m.channel == channel)
    }

    fn wrong(&self, source: &Source, organisation: Option<&Organisation>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut note = |path: String, message: &str| problems.push(source.problem(&path, message));
        let mut seen = BTreeSet::new();
        for (at, item) in self.items.iter().enumerate() {
            if !seen.insert(item.key.as_str()) {
                note(format!("item.{at}.key"), "同じ税目・費目が二度書かれています");
            }
            if item.months.iter().any(|m| !(1..=12).contains(m)) {
                note(format!("item.{at}.months"), "月は1から12で書いてください");
            }
            let unknown = |desk: &str| organisation.is_some_and(|o| o.desk(desk).is_none());
            if item.desk.as_deref().is_some_and(unknown) {
                note(format!("item.{at}.desk"), "この窓口は organisation.toml にありません");
            }
            if item.verified && item.source.is_none() {
                note(format!("item.{at}.verified"), SOURCE);
            }
            if item.el_item.as_ref().is_some_and(|f| !digits(&f.value, 3)) {
                note(format!("item.{at}.el_item"), "3けたの数字で書いてください");
            }
        }
        for (at, method) in self.methods.iter().enumerate() {
            if self.methods[..at].iter().any(|m| m.channel == method.channel) {
                note(format!("method.{at}.channel"), "同じ払い方が二度書かれています");
            }
            if method.most.is_some_and(|yen| yen <= 0) {
                note(format!("method.{at}.most"), "1円以上で書いてください");
            }
            if method.verified && method.source.is_none() {
                note(format!("method.{at}.verified"), SOURCE);
            }
        }
        for (key, fact, length) in self.codes.all() {
            let Some(fact) = fact else { continue };
            if length.is_some_and(|n| !digits(&fact.value, n)) {
                note(format!("codes.{key}"), &format!("{}けたの数字で書いてください", length.unwrap_or_default()));
            }
            if fact.verified && fact.source.is_none() {
                note(format!("codes.{key}"), SOURCE);
            }
        }
        if self.dunning.as_ref().is_some_and(|d| d.verified && d.source.is_none()) {
            note("dunning.verified".to_owned(), SOURCE);
        }
        problems
    }
}

const SOURCE: &str = "verified = true のときは、source に確かめた場所を書いてください";

fn digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_books_of_our_towns_are_in_order() {
        for town in ["ono", "template"] {
            let book = Book::open(&testkit::town_folder(town)).unwrap();
            assert!(book.item("property_tax").is_some_and(|i| i.arrears == Rule::Tax), "{town}");
            assert!(book.item("fee").is_some_and(|i| i.arrears == Rule::None), "{town}");
            assert_eq!(book.method(Channel::Counter).and_then(|m| m.offered), Some(true), "{town}");
        }
    }

    #[test]
    fn every_mistake_is_named_with_its_line() {
        let text = "[[item]]\nkey = \"a\"\ntitle = { ja = \"税\" }\nkind = \"tax\"\nlaw = \"法\"\nmonths = [13]\n\
                    verified = true\n[codes]\nbank = \"12\"\n";
        let source = Source::new(FILE, text);
        let book: Book = source.read().unwrap();
        let lines: Vec<_> = book.wrong(&source, None).into_iter().map(|p| p.line).collect();
        assert_eq!(lines, [Some(6), Some(7), Some(9)]);
    }
}

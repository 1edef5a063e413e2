//! A bank account into which the town pays.
//!
//! Few people know the codes of their bank, so bank and branch take either the code of the passbook
//! or the name. The layout follows 全銀協規定フォーマット: bank 4 digits, branch 3, number 7.

use kernel::kana;
use kernel::width::{half_width, is_hyphen_like};
use serde::{Deserialize, Serialize};

use super::{Answer, Asked, FieldError, Inputs, Reading, Text};

/// Longest name of a bank, branch or holder.
const MAX_NAME: usize = 40;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    /// 金融機関
    pub bank: BankPlace,
    /// 支店
    pub branch: BankPlace,
    /// 預金種目
    pub kind: AccountKind,
    /// 口座番号, seven digits.
    pub number: String,
    /// 口座名義 in full-width katakana, letters, digits and `（）．－` as the bank has it.
    pub holder: String,
}

/// A bank or a branch: by its code or by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankPlace {
    /// Four digits for a bank, three for a branch.
    Code(String),
    /// As typed; the desk looks up the code.
    Name(String),
}

/// 預金種目
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// 普通
    Ordinary,
    /// 当座
    Current,
    /// 貯蓄
    Savings,
}

impl AccountKind {
    /// All, with the value of their input.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Ordinary, "ordinary"), (Self::Current, "current"), (Self::Savings, "savings")];

    /// 普通, 当座, 貯蓄.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ordinary => "普通",
            Self::Current => "当座",
            Self::Savings => "貯蓄",
        }
    }

    /// The digit of 全銀協規定フォーマット.
    pub const fn zengin(self) -> char {
        match self {
            Self::Ordinary => '1',
            Self::Current => '2',
            Self::Savings => '4',
        }
    }
}

impl BankPlace {
    /// As it was typed.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Code(text) | Self::Name(text) => text,
        }
    }
}

pub(super) fn read(asked: &Asked<'_, '_>) -> Reading {
    let parts = ["bank", "branch", "account", "number", "holder"].map(|part| asked.text(part));
    let [bank, branch, account, number, holder] = &parts;
    // The kind of account has a value from the beginning, so it alone is not an answer.
    if [bank, branch, number, holder].iter().all(|text| text.is_empty()) {
        return Ok(None);
    }
    let mut errors = Vec::new();
    let bank = note(asked, "bank", place(bank, 4, "cases-form-bank-bank"), &mut errors);
    let branch = note(asked, "branch", place(branch, 3, "cases-form-bank-branch"), &mut errors);
    let kind = AccountKind::ALL.into_iter().find(|(_, value)| value == account).map(|(kind, _)| kind);
    let kind = note(asked, "account", kind.ok_or("cases-form-bank-kind"), &mut errors);
    let number = note(asked, "number", account_number(number), &mut errors);
    let holder = note(asked, "holder", account_holder(holder), &mut errors);
    match (bank, branch, kind, number, holder) {
        (Some(bank), Some(branch), Some(kind), Some(number), Some(holder)) => {
            Ok(Some(Answer::BankAccount(BankAccount { bank, branch, kind, number, holder })))
        }
        _ => Err(errors),
    }
}

fn note<T>(
    asked: &Asked<'_, '_>,
    part: &str,
    read: Result<T, &'static str>,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    read.map_err(|key| errors.push(asked.wrong_part(part, key))).ok()
}

fn place(typed: &str, digits: usize, wrong: &'static str) -> Result<BankPlace, &'static str> {
    let plain = half_width(typed).trim().to_owned();
    if !plain.is_empty() && plain.chars().all(|c| c.is_ascii_digit()) {
        return if plain.len() == digits { Ok(BankPlace::Code(plain)) } else { Err(wrong) };
    }
    let good = !typed.is_empty() && typed.chars().count() <= MAX_NAME && !typed.chars().any(char::is_control);
    if good { Ok(BankPlace::Name(typed.to_owned())) } else { Err(wrong) }
}

/// One to seven digits, filled up with zeros in front as banks do.
fn account_number(typed: &str) -> Result<String, &'static str> {
    let digits: String = half_width(typed).chars().filter(|c| !c.is_whitespace() && !is_hyphen_like(*c)).collect();
    let good = (1..=7).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    if good { Ok(format!("{digits:0>7}")) } else { Err("cases-form-bank-number") }
}

/// Katakana as banks write it: hiragana, half-width kana and small letters are turned into it.
fn account_holder(typed: &str) -> Result<String, &'static str> {
    let kana = kana::input_help(typed);
    let holder: String = kana.chars().map(holder_char).collect();
    let allowed =
        |c: char| matches!(c, 'ァ'..='ヴ' | 'ー' | '　' | '（' | '）' | '．' | '－' | 'Ａ'..='Ｚ' | '０'..='９');
    let good = !holder.is_empty() && holder.chars().count() <= MAX_NAME && holder.chars().all(allowed);
    if good { Ok(holder) } else { Err("cases-form-bank-holder") }
}

fn holder_char(c: char) -> char {
    match c {
        'a'..='z' => char::from_u32(u32::from(c) - u32::from('a') + u32::from('Ａ')).unwrap_or(c),
        'ａ'..='ｚ' => char::from_u32(u32::from(c) - u32::from('ａ') + u32::from('Ａ')).unwrap_or(c),
        'A'..='Z' | '0'..='9' | '(' | ')' | '.' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        _ if c != 'ー' && is_hyphen_like(c) => '－',
        _ => c,
    }
}

pub(super) fn put(inputs: &mut Inputs, name: &str, account: &BankAccount) {
    let kind = AccountKind::ALL.into_iter().find(|(kind, _)| *kind == account.kind);
    inputs.add(&format!("{name}.bank"), account.bank.as_str());
    inputs.add(&format!("{name}.branch"), account.branch.as_str());
    inputs.add(&format!("{name}.account"), kind.map_or("", |(_, value)| value));
    inputs.add(&format!("{name}.number"), &account.number);
    inputs.add(&format!("{name}.holder"), &account.holder);
}

pub(super) fn say(account: &BankAccount) -> Text {
    let BankAccount { bank, branch, kind, number, holder } = account;
    let (bank, branch) = (bank.as_str(), branch.as_str());
    let en_kind = match kind {
        AccountKind::Ordinary => "ordinary",
        AccountKind::Current => "current",
        AccountKind::Savings => "savings",
    };
    let ja = format!("{bank}　{branch}\n{}　{number}\n{holder}", kind.name());
    Text { easy: ja.clone(), ja, en: format!("{bank}, {branch}\n{en_kind} {number}\n{holder}") }
}

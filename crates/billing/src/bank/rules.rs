//! What an account is, what a person must tell of it, and what may be done with it. Pure.

use crate::formats::zengin::BankText;
use kernel::kana::{full_width, to_katakana};
use web::Fields;

/// 預金種目 of the banks' common format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 普通.
    Ordinary,
    /// 当座.
    Current,
    /// 納税準備.
    TaxReserve,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Ordinary, Self::Current, Self::TaxReserve];

    /// The digit of the format, also what is kept.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordinary => "1",
            Self::Current => "2",
            Self::TaxReserve => "3",
        }
    }

    /// The key of its words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ordinary => "billing-account-kind-ordinary",
            Self::Current => "billing-account-kind-current",
            Self::TaxReserve => "billing-account-kind-tax",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// 申し込まれた, nobody has checked it.
    Asked,
    /// 使える: the bank agreed.
    Active,
    /// The person is asked to correct it.
    Returned,
    /// Ended, withdrawn or replaced.
    Ended,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Asked, Self::Active, Self::Returned, Self::Ended];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Active => "active",
            Self::Returned => "returned",
            Self::Ended => "ended",
        }
    }

    /// The key of its words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Asked => "billing-account-state-asked",
            Self::Active => "billing-account-state-active",
            Self::Returned => "billing-account-state-returned",
            Self::Ended => "billing-account-state-ended",
        }
    }
}

/// An account at a bank, as the banks' common format writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BankAccount {
    /// 4 digits.
    pub bank: String,
    pub bank_name: String,
    /// 3 digits.
    pub branch: String,
    pub branch_name: String,
    pub kind: Kind,
    /// 7 digits.
    pub number: String,
    pub holder: String,
}

/// 15 letters for a bank's or a branch's name, 30 for the holder's.
const NAME: usize = 15;
const HOLDER: usize = 30;

impl BankAccount {
    /// What a person told of it, or each field with the key of what is to be mended.
    pub fn read(form: &Fields) -> Result<Self, Vec<(&'static str, &'static str)>> {
        let mut wrong = Vec::new();
        let mut digits = |field: &'static str, length: usize, words: &'static str| {
            let typed: String = form.text(field).chars().filter_map(kernel::width::digit).map(digit).collect();
            let clean = form.text(field).chars().all(|c| kernel::width::digit(c).is_some() || is_gap(c));
            let whole =
                if field == "number" { !typed.is_empty() && typed.len() <= length } else { typed.len() == length };
            if !clean || !whole {
                wrong.push((field, words));
            }
            format!("{typed:0>length$}")
        };
        let bank = digits("bank", 4, "billing-account-bad-bank");
        let branch = digits("branch", 3, "billing-account-bad-branch");
        let number = digits("number", 7, "billing-account-bad-number");
        let mut letters = |field: &'static str, most: usize| {
            let name = BankText::fold(form.text(field));
            let whole = name.as_ref().map(|n| n.as_str().chars().count());
            match whole {
                Err(_) => wrong.push((field, "billing-account-bad-letters")),
                Ok(0) => wrong.push((field, "billing-account-bad-empty")),
                // The names of banks are for the eye and are cut; the numbers lead the money.
                Ok(n) if n > most && field == "holder" => wrong.push((field, "billing-account-bad-long")),
                Ok(_) => {}
            }
            name.map(|n| n.cut(most).as_str().to_owned()).unwrap_or_default()
        };
        let bank_name = letters("bank_name", NAME);
        let branch_name = letters("branch_name", NAME);
        let holder = letters("holder", HOLDER);
        let kind = Kind::of(form.text("kind"));
        if kind.is_none() {
            wrong.push(("kind", "billing-account-bad-kind"));
        }
        let Some(kind) = kind.filter(|_| wrong.is_empty()) else {
            wrong.sort_by_key(|(field, _)| ORDER.iter().position(|f| f == field));
            return Err(wrong);
        };
        Ok(Self { bank, bank_name, branch, branch_name, kind, number, holder })
    }

    /// The last three digits: enough for its owner to know it again.
    pub fn tail(&self) -> &str {
        self.number.get(4..).unwrap_or_default()
    }
}

/// The fields in the order of the form.
pub(crate) const ORDER: [&str; 8] = ["items", "bank", "bank_name", "branch", "branch_name", "kind", "number", "holder"];

fn digit(d: u8) -> char {
    char::from(b'0' + d)
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || kernel::width::is_hyphen_like(c)
}

/// A name in the banks' letters as people read it: wide katakana.
pub(crate) fn readable(name: &str) -> String {
    full_width(&to_katakana(name)).replace('-', "ー")
}

/// What stands for the items of an account to which money is only sent back.
pub(crate) const REFUND: &str = "refund";

/// Whether an account is there to receive only: nothing is drawn from it.
pub(crate) fn receives_only(items: &[String]) -> bool {
    items == [REFUND]
}

/// Whether the two accounts serve the same: nothing named means everything that is drawn.
pub(crate) fn overlap(one: &[String], other: &[String]) -> bool {
    if receives_only(one) || receives_only(other) {
        return one == other;
    }
    one.is_empty() || other.is_empty() || one.iter().any(|key| other.contains(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(changes: &[(&str, &str)]) -> Fields {
        let mut all = vec![
            ("bank", "0126"),
            ("bank_name", "みほん"),
            ("branch", "２０１"),
            ("branch_name", "オノ"),
            ("kind", "1"),
            ("number", "123-4567"),
            ("holder", "ミホン ハナコ"),
        ];
        for (name, value) in changes {
            all.retain(|(n, _)| n != name);
            all.push((name, value));
        }
        Fields::of(all.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())))
    }

    #[test]
    fn an_account_is_read_however_it_is_typed() {
        let read = BankAccount::read(&form(&[])).unwrap();
        assert_eq!((read.bank.as_str(), read.branch.as_str(), read.number.as_str()), ("0126", "201", "1234567"));
        assert_eq!((read.bank_name.as_str(), read.holder.as_str(), read.tail()), ("ﾐﾎﾝ", "ﾐﾎﾝ ﾊﾅｺ", "567"));
        assert_eq!(BankAccount::read(&form(&[("number", "12345")])).unwrap().number, "0012345");
        assert_eq!(readable("ﾐﾎﾝ ﾊﾞ-"), "ミホン バー");
    }

    #[test]
    fn what_is_wrong_is_named_field_by_field_in_the_order_of_the_form() {
        let wrong =
            BankAccount::read(&form(&[("holder", "見本 花子"), ("bank", "12"), ("kind", "7"), ("number", "12345678")]));
        let fields: Vec<_> = wrong.unwrap_err().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["bank", "kind", "number", "holder"]);
    }

    #[test]
    fn an_account_for_everything_meets_every_other() {
        let of = |keys: &[&str]| keys.iter().map(|k| (*k).to_owned()).collect::<Vec<_>>();
        assert!(overlap(&of(&[]), &of(&["water"])) && overlap(&of(&["water", "tax"]), &of(&["tax"])));
        assert!(!overlap(&of(&["water"]), &of(&["tax"])));
        assert!(!overlap(&of(&[REFUND]), &of(&[])) && overlap(&of(&[REFUND]), &of(&[REFUND])));
    }
}

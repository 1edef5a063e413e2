//! From what is asked to the file that the bank reads.

use super::records::Asked;
use crate::bank::records::Account;
use crate::bank::rules::Kind;
use crate::book::Codes;
use crate::formats::Digits;
use crate::formats::zengin::debit::{Debit, DebitFile};
use crate::formats::zengin::transfer::{Transfer, TransferFile, Way};
use crate::formats::zengin::{self, AccountKind, BankText, Breaks, Header, MonthDay, Novelty, Wrong};
use kernel::Date;
use town::Fact;

/// Why no file can be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoFile {
    /// The town's book lacks a code that the header needs, or it is not of its form; names it.
    #[error("the town's book lacks {0}")]
    Code(&'static str),
    /// Something does not go into the layout.
    #[error(transparent)]
    Wrong(#[from] Wrong),
}

/// The header of a file of the town, and whether every code in it was given by the bank.
pub(crate) fn header(codes: &Codes, consignor: &Option<Fact<String>>, day: Date) -> Result<(Header, bool), NoFile> {
    let mut real = true;
    let mut said = |name: &'static str, fact: &Option<Fact<String>>| {
        let fact = fact.as_ref().ok_or(NoFile::Code(name))?;
        real &= fact.verified;
        Ok::<_, NoFile>(fact.value.clone())
    };
    let consignor = digits(&said("委託者コード", consignor)?, "委託者コード")?;
    let consignor_name = text(&said("委託者名", &codes.consignor_name)?, "委託者名")?;
    let bank = digits(&said("取引銀行番号", &codes.bank)?, "取引銀行番号")?;
    let bank_name = text(&said("取引銀行名", &codes.bank_name)?, "取引銀行名")?.cut(15);
    let branch = digits(&said("取引支店番号", &codes.branch)?, "取引支店番号")?;
    let branch_name = text(&said("取引支店名", &codes.branch_name)?, "取引支店名")?.cut(15);
    let account = match (&codes.account_kind, &codes.account) {
        (Some(kind), Some(_)) => {
            let kind = kind.value.chars().next().and_then(AccountKind::of_code).ok_or(NoFile::Code("預金種目"))?;
            Some((kind, digits(&said("口座番号", &codes.account)?, "口座番号")?))
        }
        _ => None,
    };
    let day = MonthDay::of(day);
    Ok((Header { consignor, consignor_name, day, bank, bank_name, branch, branch_name, account }, real))
}

/// The request (種別 91) for a day.
pub(crate) fn request(header: Header, rows: &[(Asked, Account)]) -> Result<Vec<u8>, NoFile> {
    let row = |(asked, account): &(Asked, Account)| {
        Ok(Debit {
            account: of(account)?,
            name: text(&account.at.holder, "預金者名")?.cut(30),
            amount: asked.amount,
            novelty: if account.first_use { Novelty::First } else { Novelty::Known },
            customer: digits(&asked.customer, "顧客番号")?,
            result: None,
        })
    };
    let rows = rows.iter().map(row).collect::<Result<_, NoFile>>()?;
    Ok(DebitFile { header, rows }.encode(Breaks::CrLf)?)
}

/// An account as the format has it.
pub(crate) fn of(account: &Account) -> Result<zengin::Account, NoFile> {
    let at = &account.at;
    Ok(zengin::Account {
        bank: digits(&at.bank, "銀行番号")?,
        bank_name: text(&at.bank_name, "銀行名")?.cut(15),
        branch: digits(&at.branch, "支店番号")?,
        branch_name: text(&at.branch_name, "支店名")?.cut(15),
        kind: match at.kind {
            Kind::Ordinary => AccountKind::Ordinary,
            Kind::Current => AccountKind::Current,
            Kind::TaxReserve => AccountKind::TaxReserve,
        },
        number: digits(&at.number, "口座番号")?,
    })
}

fn digits<const N: usize>(text: &str, name: &'static str) -> Result<Digits<N>, NoFile> {
    text.parse().map_err(|_| NoFile::Code(name))
}

pub(crate) fn text(text: &str, name: &'static str) -> Result<BankText, NoFile> {
    BankText::fold(text).map_err(|_| NoFile::Code(name))
}

/// The transfers (種別 21) of 過誤納金.
pub(crate) fn transfers(
    header: Header,
    rows: &[(crate::refunds::records::Amount, Account)],
) -> Result<Vec<u8>, NoFile> {
    let row = |(amount, account): &(crate::refunds::records::Amount, Account)| {
        Ok(Transfer {
            account: of(account)?,
            name: text(&account.at.holder, "受取人名")?.cut(30),
            amount: amount.amount,
            novelty: Novelty::Known,
            customer: Digits::of_number(amount.n).ok_or(NoFile::Code("顧客コード"))?,
            matter: Digits::ZERO,
            way: Way::Wire,
        })
    };
    let rows = rows.iter().map(row).collect::<Result<_, NoFile>>()?;
    Ok(TransferFile { header, rows }.encode(Breaks::CrLf)?)
}

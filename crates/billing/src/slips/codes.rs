//! What may stand on a slip to pay with: which codes, until when, and whether the town's numbers in
//! them are known to be real.

use crate::book::{Book, Item, Method};
use crate::formats::el_qr::ElQr;
use crate::formats::gs1_128::{STORE_LIMIT, StoreCode};
use crate::formats::pay_easy::PayEasy;
use crate::formats::{Digits, FormatError};
use crate::{Channel, Instalment};
use kernel::{Date, FiscalYear, Yen};
use town::Fact;

/// So many digits of the key go into the free field of a store's bar code, behind the agent's code of
/// the town: year, bill, instalment and five digits that nobody can guess.
pub(super) const KEY_START: usize = 16;

/// What is asked with a slip.
pub(super) struct Asked<'a> {
    pub book: &'a Book,
    pub item: Option<&'a Item>,
    pub instalment: &'a Instalment,
    pub amount: Yen,
    pub year: FiscalYear,
    /// The last day on which the codes may be used; none when that day is over.
    pub until: Option<Date>,
    pub reissued: u8,
}

/// Why a slip has no bar code for stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoBars {
    /// Stores take at most 300,000 yen at a time.
    TooMuch,
    /// The due day is over.
    Late,
    /// The town does not offer it for this.
    NotOffered,
}

impl NoBars {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::TooMuch => "30万円を超えるため、コンビニではお支払いいただけません。",
            Self::Late => "納期限を過ぎているため、コンビニではお支払いいただけません。",
            Self::NotOffered => "この納付書は、コンビニではお使いいただけません。",
        }
    }
}

/// What is printed.
pub(super) struct Codes {
    pub el_qr: Option<ElQr>,
    pub store: Result<StoreCode, NoBars>,
    pub pay_easy: Option<PayEasy>,
    /// False: somebody's number in it is not confirmed, and nobody may pay with this paper.
    pub verified: bool,
}

/// A number of the town and whether all that was looked at is confirmed.
struct Sure(bool);

impl Sure {
    fn digits<const N: usize>(&mut self, fact: Option<&Fact<String>>) -> Option<Digits<N>> {
        let fact = fact?;
        self.0 &= fact.verified;
        fact.value.parse().ok()
    }
}

impl Asked<'_> {
    pub(super) fn codes(&self) -> Codes {
        let el_qr = self.with(Channel::ElQr, |sure| self.el_qr(sure));
        let pay_easy = self.with(Channel::PayEasy, |sure| self.pay_easy(sure));
        let store = self.with(Channel::Store, |sure| self.store(sure));
        let sure = [el_qr.as_ref().map(|c| c.1), pay_easy.as_ref().map(|c| c.1), store.as_ref().map(|c| c.1)];
        let no_bars = match self.until {
            _ if self.offered(Channel::Store).is_none() => NoBars::NotOffered,
            None => NoBars::Late,
            Some(_) if self.amount > STORE_LIMIT => NoBars::TooMuch,
            Some(_) => NoBars::NotOffered,
        };
        Codes {
            el_qr: el_qr.map(|c| c.0),
            store: store.map(|c| c.0).ok_or(no_bars),
            pay_easy: pay_easy.map(|c| c.0),
            verified: sure.into_iter().flatten().all(|sure| sure),
        }
    }

    /// The way, unless the town does not offer it or not for this.
    pub(super) fn offered(&self, channel: Channel) -> Option<&Method> {
        let method = self.book.method(channel).filter(|m| m.offered != Some(false))?;
        let item = self.item?;
        let fits = method.most().is_none_or(|most| self.amount <= most);
        (item.takes(channel) && (fits || channel == Channel::Store)).then_some(method)
    }

    /// A code by which `channel` takes it, and whether it is sure.
    fn with<T>(&self, channel: Channel, make: impl Fn(&mut Sure) -> Option<T>) -> Option<(T, bool)> {
        let method = self.offered(channel)?;
        let mut sure = Sure(method.offered == Some(true));
        make(&mut sure).map(|code| (code, sure.0))
    }

    fn el_qr(&self, sure: &mut Sure) -> Option<ElQr> {
        let codes = &self.book.codes;
        let code = ElQr {
            account: Digits::ZERO,
            amount: self.amount,
            tax_item: sure.digits(self.item?.el_item.as_ref())?,
            case_key: self.instalment.key.parse().ok()?,
            confirm: self.instalment.confirm.parse().ok()?,
            payee: sure.digits(codes.el_authority.as_ref())?,
            office: sure.digits(codes.el_office.as_ref())?,
            levy_year: self.year,
            tax_year: self.year,
            term: Digits::of_number(self.instalment.n.into())?,
            due: self.instalment.due,
            payable_until: self.until?,
        };
        code.encode().is_ok().then_some(code)
    }

    fn pay_easy(&self, sure: &mut Sure) -> Option<PayEasy> {
        self.until?;
        let category = self.item?.pay_easy_item.as_ref();
        Some(PayEasy {
            institution: sure.digits(self.book.codes.pay_easy_agency.as_ref())?,
            number: self.instalment.key.parse().ok()?,
            confirm: self.instalment.confirm.parse().ok()?,
            category: category.and_then(|fact| {
                sure.0 &= fact.verified;
                fact.value.parse().ok()
            }),
        })
    }

    fn store(&self, sure: &mut Sure) -> Option<StoreCode> {
        let codes = &self.book.codes;
        let company: Digits<5> = sure.digits(codes.store_company.as_ref())?;
        let code = StoreCode {
            issuer: sure.digits(codes.store_biller.as_ref())?,
            free: free_field(company, &self.instalment.key).ok()?,
            reissued: self.reissued.min(9),
            until: Some(self.until?),
            // Receipts of public money bear no stamp (印紙税法5条).
            stamp: false,
            amount: self.amount,
        };
        code.encode().is_ok().then_some(code)
    }
}

fn free_field(company: Digits<5>, key: &str) -> Result<Digits<21>, FormatError> {
    let start = key.get(..KEY_START).ok_or(FormatError::Length { found: key.len(), wanted: 20 })?;
    format!("{company}{start}").parse()
}

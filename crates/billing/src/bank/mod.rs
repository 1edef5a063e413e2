//! 口座振替の口座: from which account a person's taxes and premiums are drawn.
//!
//! **Who uses it.** Residents at `/my/bills/account`: name an account, change it, end it; whoever has
//! neither telephone nor e-mail brings the form to the counter, where an officer with
//! `billing.bank` enters it. The officer checks each one at `/desk/billing/accounts` once the bank
//! has agreed; only then is anything drawn from it.
//!
//! **Which law.** 地方自治法施行令155条 (口座振替の方法による歳入の納付); the letters and lengths are those
//! of the banks' common format (全銀協規定フォーマット).
//!
//! **Data.** Number and holder are sealed; whoever does not work at the bank desk sees the last three
//! digits. Kept for five years after it ended.

mod actions;
pub(crate) mod pages;
pub(crate) mod records;
pub(crate) mod rules;
pub(crate) mod tell;

use kernel::id::PersonId;
use store::{Migration, Reads, StoreError};
use web::House;
use web::texts::Lang;

kernel::id_type!(
    /// 口座振替の口座.
    AccountId,
);

/// The permission of whoever deals with accounts and with what banks and agents send.
pub(crate) const BANK: &str = "billing.bank";

pub(crate) const MIGRATION: Migration =
    Migration { version: 4, name: "accounts", sql: include_str!("../../migrations/0004_accounts.sql") };

/// The items that can be drawn from an account: key and name. A fee is paid when it is asked for.
pub(crate) fn offered(house: &House, lang: Lang) -> Vec<(String, String)> {
    let Ok(book) = crate::book(house) else { return Vec::new() };
    let drawn = |item: &&crate::Item| {
        item.kind != crate::Kind::Fee
            && (item.methods.is_empty() || item.methods.contains(&crate::Channel::DirectDebit))
    };
    book.items.iter().filter(drawn).map(|i| (i.key.clone(), i.title.in_(lang).to_owned())).collect()
}

/// Whether what a person owes of an item is drawn from an account.
///
/// # Errors
/// When the records do not answer.
pub async fn debited(q: &impl Reads, payer: PersonId, item: &str) -> Result<bool, StoreError> {
    Ok(account_for(q, payer, item).await?.is_some())
}

/// The item of a bill that names none; a fee is paid when it is asked for.
pub(crate) const FEE: &str = "fee";

/// The account from which an item of a person is drawn.
pub(crate) async fn account_for(
    q: &impl Reads,
    payer: PersonId,
    item: &str,
) -> Result<Option<records::Account>, StoreError> {
    if item == FEE {
        return Ok(None);
    }
    let accounts = records::of_person(q, payer).await?;
    let serves = |a: &records::Account| a.items.is_empty() || a.items.iter().any(|key| key == item);
    Ok(accounts.into_iter().find(|a| a.state == rules::State::Active && serves(a)))
}

/// The account to which a person's money is sent back: the one named for that, else any that is in
/// use and takes transfers.
pub(crate) async fn account_for_refund(
    q: &impl Reads,
    payer: PersonId,
) -> Result<Option<records::Account>, StoreError> {
    let mut accounts = records::of_person(q, payer).await?;
    accounts.retain(|a| a.state == rules::State::Active && a.at.kind != rules::Kind::TaxReserve);
    accounts.sort_by_key(|a| !rules::receives_only(&a.items));
    Ok(accounts.into_iter().next())
}

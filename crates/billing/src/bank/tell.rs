//! What the person is told of their account: by the channel they chose, in their language.

use super::records::Account;
use super::rules::readable;
use notices::NewNotice;
use people::contacts::Language;
use store::{StoreError, Tx};
use web::House;
use web::texts::{Arg, Lang, plain};

/// The language in which a person is written to.
pub(crate) async fn language(tx: &Tx, person: kernel::id::PersonId) -> Result<Lang, StoreError> {
    let contact = people::contacts::find(tx, person).await?;
    Ok(contact.map_or(Lang::Ja, |c| match c.language {
        Language::Ja => Lang::Ja,
        Language::Easy => Lang::Easy,
        Language::En => Lang::En,
    }))
}

/// It works from now on.
pub(crate) async fn accepted(tx: &Tx, house: &House, account: &Account) -> Result<(), StoreError> {
    let said = [("bank", readable(&account.at.bank_name)), ("tail", account.at.tail().to_owned())];
    say(tx, house, account, "accepted", &said).await
}

/// Something is to be corrected.
pub(crate) async fn returned(tx: &Tx, house: &House, account: &Account, why: &str) -> Result<(), StoreError> {
    say(tx, house, account, "returned", &[("reason", why.to_owned())]).await
}

async fn say(
    tx: &Tx,
    house: &House,
    account: &Account,
    key: &'static str,
    said: &[(&str, String)],
) -> Result<(), StoreError> {
    let lang = language(tx, account.person).await?;
    let (subject, body) = texts(house, lang, key, said);
    let notice = NewNotice {
        key: format!("billing.account:{key}:{}", account.id),
        topic: "billing.account",
        person: account.person,
        subject,
        body,
        link: Some("/my/bills/account".to_owned()),
        urgent: false,
    };
    notices::tell(tx, notice).await.map(|_| ())
}

fn texts(house: &House, lang: Lang, key: &str, said: &[(&str, String)]) -> (String, String) {
    let words = house.texts.words(lang);
    let args: Vec<(&str, Arg<'_>)> = said.iter().map(|(name, text)| (*name, text.clone().into())).collect();
    let text = |part: &str| plain(&words.tf(&format!("billing-account-tell-{key}-{part}"), &args));
    (text("subject"), text("body"))
}

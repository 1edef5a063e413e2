//! How somebody wants to be reached.

use crate::PeopleError;
use crate::person::word;
use kernel::id::PersonId;
use kernel::{Email, FromValue, Phone, Postcode, Uuid, Value};
use serde::{Deserialize, Serialize};
use store::seal::{open, seal};
use store::{Deed, Reads, Row, StoreError, Tx, args};

/// By which way messages go to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactChannel {
    /// メール.
    Email,
    /// お知らせ箱 (seen after signing in), no mail.
    Inbox,
    /// 郵便.
    Post,
    /// 電話: the message goes to the call list.
    Call,
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// 日本語.
    Ja,
    /// やさしい日本語.
    Easy,
    /// English.
    En,
}

word!(ContactChannel { Email = "email", Inbox = "inbox", Post = "post", Call = "call" });
word!(Language { Ja = "ja", Easy = "easy", En = "en" });

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The way of messages.
    pub channel: ContactChannel,
    /// Their language.
    pub language: Language,
    /// Address for mails, where it is not the account's.
    pub email: Option<Email>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// Postcode of the address below.
    pub postcode: Option<Postcode>,
    /// Where letters go, where it is not the address of the register.
    pub address: Option<String>,
}

/// How a message can reach a person now: the wish, and what makes it possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The person.
    pub person: PersonId,
    /// How letters and mails address them.
    pub name: String,
    /// The way that is both wished for and possible; 郵便 when nothing else is.
    pub channel: ContactChannel,
    /// The language.
    pub language: Language,
    /// Where mails go, if they can.
    pub email: Option<Email>,
    /// Where to call.
    pub phone: Option<Phone>,
    /// Postcode of the letter's address.
    pub postcode: Option<Postcode>,
    /// The letter's address in one line.
    pub address: String,
    /// Whether the person has an account, and so an inbox.
    pub has_account: bool,
    /// Whether the person has died; letters then go to whoever the desk names.
    pub deceased: bool,
}

/// What the person chose, if they ever did.
///
/// # Errors
/// When the database does not answer.
pub async fn find(q: &impl Reads, person: PersonId) -> Result<Option<Contact>, StoreError> {
    let row = q.row("SELECT * FROM people_contact WHERE person = $1", args![person]).await?;
    row.map(|r| read(&r)).transpose()
}

fn read(r: &Row) -> Result<Contact, StoreError> {
    let hidden = |column: &str| Ok::<_, StoreError>(r.get::<Option<String>>(column)?.map(open));
    Ok(Contact {
        channel: r.get("channel")?,
        language: r.get("language")?,
        email: hidden("email")?.and_then(|e| e.parse().ok()),
        phone: hidden("phone")?.and_then(|p| p.parse().ok()),
        postcode: r.get("postcode")?,
        address: hidden("address")?,
    })
}

/// Writes down what a person chose.
///
/// # Errors
/// When the database does not answer.
pub async fn choose(tx: &Tx, person: PersonId, contact: &Contact) -> Result<(), PeopleError> {
    let id: Option<Uuid> = tx
        .one(
            "INSERT INTO people_contact (id, person, channel, language, email, phone, postcode, address, version, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9) ON CONFLICT (person) DO UPDATE SET \
             channel = excluded.channel, language = excluded.language, email = excluded.email, phone = excluded.phone, \
             postcode = excluded.postcode, address = excluded.address, version = people_contact.version + 1, \
             changed_at = excluded.changed_at RETURNING id",
            args![
                kernel::id::uuid_v7(tx.now(), tx.random()),
                person,
                contact.channel,
                contact.language,
                contact.email.as_ref().map(|e| seal(&e.to_string())),
                contact.phone.as_ref().map(|p| seal(&p.to_string())),
                contact.postcode,
                contact.address.as_deref().map(seal),
                tx.now()
            ],
        )
        .await?;
    let id = id.ok_or(PeopleError::Missing)?;
    tx.record(Deed::new("people.contact").about(person).raw_row("people_contact", id));
    Ok(())
}

/// How a message can reach the person now. Without a choice of their own: by mail where an account
/// or an address is known, by post otherwise.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such person.
pub async fn reach(q: &impl Reads, person: PersonId) -> Result<Reach, StoreError> {
    let who = crate::find(q, person).await?.ok_or(StoreError::Missing("people_person"))?;
    let choice = find(q, person).await?;
    let account = crate::accounts::of_person(q, person).await?.into_iter().next();
    let chosen = choice.as_ref();
    let email = chosen
        .and_then(|c| c.email.clone())
        .or_else(|| account.as_ref().and_then(|a| a.email.clone()))
        .or_else(|| who.email.clone());
    let phone = chosen.and_then(|c| c.phone.clone()).or_else(|| who.phone.clone());
    let elsewhere = chosen.and_then(|c| c.address.clone());
    let wish = chosen.map_or(ContactChannel::Email, |c| c.channel);
    Ok(Reach {
        person,
        name: who.name.full().to_owned(),
        channel: possible(wish, email.is_some(), phone.is_some(), account.is_some()),
        language: chosen.map_or(Language::Ja, |c| c.language),
        email,
        phone,
        postcode: if elsewhere.is_some() { chosen.and_then(|c| c.postcode) } else { who.address.postcode },
        address: elsewhere.unwrap_or_else(|| who.address.to_string()),
        has_account: account.is_some(),
        deceased: who.deceased.is_some(),
    })
}

/// The wish where it is possible; a letter always is.
fn possible(wish: ContactChannel, email: bool, phone: bool, account: bool) -> ContactChannel {
    let can = match wish {
        ContactChannel::Email => email,
        ContactChannel::Inbox => account,
        ContactChannel::Call => phone,
        ContactChannel::Post => true,
    };
    if can { wish } else { ContactChannel::Post }
}

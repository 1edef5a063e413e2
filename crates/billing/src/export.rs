//! What a person takes home from here: their bills and payments.

use crate::bank::rules::readable;
use crate::records::{self, Bill, Payment};
use kernel::id::PersonId;
use kernel::{Date, era};
use store::StoreError;
use web::House;
use web::hold::{Chapter, Record};
use web::texts::{Lang, Words};

/// The bills of a person, newest first, each with what was paid.
pub(crate) async fn of_person(house: House, person: PersonId, lang: Lang) -> Result<Vec<Chapter>, StoreError> {
    let words = house.texts.words(lang);
    let mut chapter = Chapter::new("bills", words.plain("billing-mine"));
    for bill in records::of_payer(&house.db, person).await? {
        let payments = records::payments(&house.db, bill.id).await?;
        chapter.records.push(one(words, &bill, &payments));
    }
    let mut accounts = Chapter::new("accounts", words.plain("billing-account-title"));
    for account in crate::bank::records::of_person(&house.db, person).await? {
        accounts.records.push(of_account(words, &account));
    }
    Ok(vec![chapter, accounts])
}

/// An account: enough to know it again.
fn of_account(words: Words<'_>, account: &crate::bank::records::Account) -> Record {
    let at = &account.at;
    Record::new(format!("{} {}", readable(&at.bank_name), readable(&at.branch_name)))
        .fact("number", words.plain("billing-account-number"), words.plain(at.kind.words()) + " ****" + at.tail())
        .fact("state", words.plain("billing-account-state"), words.plain(account.state.words()))
}

fn one(words: Words<'_>, bill: &Bill, payments: &[Payment]) -> Record {
    let day = |day: Date| if words.lang == Lang::En { day.to_string() } else { era::date_label(day) };
    let line = |p: &Payment| {
        let sign = if p.refund { "-" } else { "" };
        format!("{} {sign}{} {}", day(p.at.date()), p.amount, p.receipt)
    };
    let paid: Vec<String> = payments.iter().map(line).collect();
    Record::new(&bill.title)
        .fact("number", words.plain("billing-export-number"), &bill.number)
        .fact("total", words.plain("billing-export-total"), bill.standing.total)
        .fact("due", words.plain("billing-export-due"), day(bill.due))
        .fact("issued_on", words.plain("billing-export-issued"), day(bill.issued_at.date()))
        .fact("payments", words.plain("billing-export-payments"), paid.join("\n"))
}

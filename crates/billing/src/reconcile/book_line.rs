//! One line: what would become of it, and booking it.

use super::records::{self, Outcome};
use super::rules::{Before, Claimed, Fit, Line, fit};
use crate::bank::tell::language;
use crate::debit::records as debits;
use crate::formats::zengin::debit::DebitResult;
use crate::{BillingError, Instalment, Received, instalment, instalment_by_key, into_suspense, receive};
use kernel::Yen;
use notices::NewNotice;
use store::{Deed, Reads, StoreError, Tx};
use web::House;
use web::texts::plain;

/// What a line is about.
pub(crate) struct Seen {
    pub fit: Fit,
    pub source: String,
    pub instalment: Option<Instalment>,
    /// What was asked of the bank, for a direct debit.
    debit: Option<debits::Asked>,
}

/// Looks a line up; nothing is changed.
///
/// # Errors
/// When the records do not answer.
pub(crate) async fn look(q: &impl Reads, line: &Line) -> Result<Seen, StoreError> {
    match line.result {
        Some(result) => look_debit(q, line, result).await,
        None => {
            let found = if line.key.len() == 20 { instalment_by_key(q, &line.key).await? } else { None };
            look_paid(q, line, found, None).await
        }
    }
}

async fn look_debit(q: &impl Reads, line: &Line, result: DebitResult) -> Result<Seen, StoreError> {
    let asked = debits::asked_for(q, &line.key, line.paid_on).await?;
    let Some(asked) = asked else {
        let source = line.source(None);
        let before = records::booked(q, &source).await?.is_some();
        let fit = match result {
            DebitResult::Paid if before => Fit::Again,
            DebitResult::Paid => Fit::NotAsked,
            _ => Fit::Failed,
        };
        return Ok(Seen { fit, source, instalment: None, debit: None });
    };
    if result == DebitResult::Paid && asked.result.is_none_or(|r| r != DebitResult::Paid) {
        let found = instalment(q, asked.instalment).await?;
        return look_paid(q, line, found, Some(asked)).await;
    }
    let fit = match asked.result {
        None => Fit::Failed,
        Some(before) if before == result => Fit::Again,
        Some(_) => Fit::Differs,
    };
    let source = line.source(Some(&asked.id.to_string()));
    Ok(Seen { fit, source, instalment: instalment(q, asked.instalment).await?, debit: Some(asked) })
}

async fn look_paid(
    q: &impl Reads,
    line: &Line,
    found: Option<Instalment>,
    debit: Option<debits::Asked>,
) -> Result<Seen, StoreError> {
    let source = line.source(debit.as_ref().map(|d| d.id.to_string()).as_deref());
    let before = match records::booked(q, &source).await? {
        None => Before::Nothing,
        Some((to, amount)) => {
            let same = amount == line.amount && (to.is_none() || to == found.as_ref().map(|i| i.id));
            if same { Before::Same } else { Before::Other }
        }
    };
    let claimed = match &found {
        Some(i) => {
            let owed = crate::owed(q, i.bill, line.paid_on).await?;
            let owed = owed.iter().find(|o| o.instalment.id == i.id).map_or(Yen::ZERO, crate::Owed::sum);
            Some(Claimed { confirm: i.confirm.clone(), state: i.state, owed })
        }
        None => None,
    };
    Ok(Seen { fit: fit(line, claimed.as_ref(), before), source, instalment: found, debit })
}

/// Books a line; what is looked up is looked up in the same transaction.
///
/// # Errors
/// When the records do not answer, or somebody booked the same news at the same moment.
pub(crate) async fn book(tx: &Tx, house: &House, line: &Line) -> Result<Outcome, BillingError> {
    let seen = look(tx, line).await?;
    let mut outcome = Outcome {
        n: i64::from(line.n),
        key: line.key.clone(),
        amount: line.amount,
        paid_on: line.paid_on,
        fit: seen.fit,
        result: line.result.map(|r| r.code().to_string()),
        instalment: seen.instalment.as_ref().map(|i| i.id),
        suspense: None,
    };
    if let (true, Some(i)) = (seen.fit.is_matched(), &seen.instalment) {
        let received = Received {
            instalment: i.id,
            channel: line.channel,
            amount: line.amount,
            paid_on: line.paid_on,
            source: seen.source.clone(),
            note: None,
        };
        receive(tx, received).await?;
    }
    if seen.fit.is_suspense() {
        outcome.instalment = None;
        let note = Some(seen.fit.label().to_owned());
        let (amount, day) = (line.amount, line.paid_on);
        outcome.suspense = Some(into_suspense(tx, line.channel, amount, day, seen.source.clone(), note).await?);
    }
    if let (Some(asked), Some(result)) = (&seen.debit, line.result)
        && !matches!(seen.fit, Fit::Again | Fit::Differs)
    {
        answered(tx, house, asked, result).await?;
    }
    Ok(outcome)
}

/// The bank's answer goes to what was asked; whoever could not be drawn from is told how to pay.
async fn answered(tx: &Tx, house: &House, asked: &debits::Asked, result: DebitResult) -> Result<(), StoreError> {
    debits::answer(tx, asked.id, result).await?;
    let deed = Deed::new("billing.debit_answer").about(asked.person).row("billing_debit", asked.id);
    if result != DebitResult::Paid {
        tx.record(deed);
        return tell_failed(tx, house, asked).await;
    }
    let account = crate::bank::records::find(tx, asked.account).await?;
    tx.record(match account {
        Some(mut account) if account.first_use => {
            account.first_use = false;
            crate::bank::records::save(tx, &account).await?;
            deed.row("billing_account", account.id)
        }
        _ => deed,
    });
    Ok(())
}

async fn tell_failed(tx: &Tx, house: &House, asked: &debits::Asked) -> Result<(), StoreError> {
    let Some(i) = instalment(tx, asked.instalment).await? else { return Ok(()) };
    let title = crate::status(tx, i.bill).await?.title;
    let lang = language(tx, asked.person).await?;
    let (subject, body) = failed_texts(house, lang, &title, asked);
    let notice = NewNotice {
        key: format!("billing.debit_failed:{}", asked.id),
        topic: "billing.debit_failed",
        person: asked.person,
        subject,
        body,
        link: Some(format!("/my/bills/{}", i.bill)),
        urgent: false,
    };
    notices::tell(tx, notice).await.map(|_| ())
}

fn failed_texts(house: &House, lang: web::texts::Lang, title: &str, asked: &debits::Asked) -> (String, String) {
    let words = house.texts.words(lang);
    let day = if lang == web::texts::Lang::En { asked.day.to_string() } else { kernel::era::date_label(asked.day) };
    let args = [
        ("title", title.to_owned().into()),
        ("day", day.into()),
        (
            "amount",
            if lang == web::texts::Lang::En {
                format!("{} yen", asked.amount.digits())
            } else {
                asked.amount.to_string()
            }
            .into(),
        ),
    ];
    (plain(&words.t("billing-debit-failed-subject")), plain(&words.tf("billing-debit-failed-body", &args)))
}

//! What an officer does with a list of 督促: make it, take people out, have the letters made, post them.

use super::records::{self, Dunning, Line, Standing, State};
use super::select::{self, Candidate, Group};
use super::{DunningId, DunningLineId, rules, send};
use crate::BillingError;
use kernel::{Date, TypedId, Uuid, Yen};
use people::selection::{journal_pass, journal_seen};
use store::{Act, Deed, StoreError, Tx};
use web::House;

/// Lines written down in one transaction.
const AT_ONCE: usize = 100;
/// Why records are looked at, in words that people can read.
const PURPOSE: &str = "督促状を送る方の確認";

/// Makes the list of a group: everybody who has not paid, with who gets a letter and who does not.
///
/// # Errors
/// When the records do not answer; then what is written of it stays a list that sends nothing.
pub(crate) async fn make(
    house: &House,
    act: &Act,
    group: &Group,
    title: String,
    by: &str,
) -> Result<DunningId, StoreError> {
    let act = act.for_purpose(PURPOSE);
    let today = act.at.date();
    let rule = crate::book(house)?.dunning.clone();
    let within = rule.as_ref().map_or(rules::WITHIN_DAYS, |r| r.within_days);
    let found = select::candidates(&house.db, group, today).await?;
    let dunning = Dunning {
        id: DunningId::from_uuid(Uuid::nil()),
        item: group.item.clone(),
        year: group.year,
        n: group.n,
        due: group.due,
        title,
        state: State::Draft,
        letter_on: today,
        last_on: rules::last_on(group.due, within),
        fee: Yen(rule.and_then(|r| r.fee).unwrap_or_default()),
        made_name: by.to_owned(),
        made_at: act.at,
        posted_at: None,
        version: 1,
    };
    let id = begin(house, &act, dunning, found.len()).await?;
    for (some, at) in found.chunks(AT_ONCE).zip(0..) {
        let lines: Vec<Line> = some.iter().zip(at * AT_ONCE..).map(|(c, place)| line(c, place)).collect();
        house.db.write(&act, move |tx| async move { keep(&tx, id, lines).await }).await?;
    }
    Ok(id)
}

async fn begin(house: &House, act: &Act, dunning: Dunning, found: usize) -> Result<DunningId, StoreError> {
    let made = house.db.write(act, move |tx| async move {
        let dunning = Dunning { id: tx.id(), ..dunning };
        records::insert(&tx, &dunning).await?;
        journal_pass(&tx, found, found, PURPOSE);
        tx.record(Deed::new("billing.dunning_make").row("billing_dunning", dunning.id));
        Ok::<_, StoreError>(dunning.id)
    });
    made.await
}

fn line(c: &Candidate, place: usize) -> Line {
    let (standing, why) = match c.verdict {
        Ok(()) => (Standing::Listed, None),
        Err(why) => (Standing::LeftOut, Some(why.in_words())),
    };
    Line {
        id: DunningLineId::from_uuid(Uuid::nil()),
        place: i64::try_from(place).unwrap_or(i64::MAX) + 1,
        bill: c.bill,
        instalment: c.instalment,
        payer: c.payer,
        rest: c.rest,
        arrears: c.arrears,
        standing,
        why,
        page: None,
    }
}

async fn keep(tx: &Tx, of: DunningId, lines: Vec<Line>) -> Result<(), StoreError> {
    let mut deed = Deed::new("billing.dunning_lines");
    let mut seen = Vec::new();
    for line in lines {
        let line = Line { id: tx.id(), ..line };
        records::insert_line(tx, of, &line).await?;
        deed = deed.row("billing_dunning_line", line.id);
        seen.push(line.payer);
    }
    tx.record(deed);
    journal_seen(tx, &seen, PURPOSE);
    Ok(())
}

/// Takes somebody off the list, with a reason.
///
/// # Errors
/// [`BillingError::Changed`] when the list or the line has moved on; [`BillingError::Invalid`] without a reason.
pub(crate) async fn leave_out(tx: &Tx, id: DunningId, line: DunningLineId, reason: &str) -> Result<(), BillingError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 200 {
        return Err(BillingError::Invalid("reason"));
    }
    let dunning = records::find(tx, id).await?.ok_or(StoreError::Missing("billing_dunning"))?;
    if dunning.state != State::Draft {
        return Err(BillingError::Changed);
    }
    if !records::lines(tx, id).await?.iter().any(|l| l.id == line) {
        return Err(StoreError::Missing("billing_dunning_line").into());
    }
    if !records::set(tx, line, (Standing::Listed, Standing::LeftOut), Some(reason)).await? {
        return Err(BillingError::Changed);
    }
    put(tx, &dunning, "billing.dunning_leave_out", None).await?;
    tx.record(Deed::new("billing.dunning_leave_out").row("billing_dunning_line", line));
    Ok(())
}

pub(super) async fn put(tx: &Tx, d: &Dunning, deed: &'static str, by: Option<&str>) -> Result<(), BillingError> {
    if !records::put(tx, d, by).await? {
        return Err(BillingError::Changed);
    }
    tx.record(Deed::new(deed).row("billing_dunning", d.id));
    Ok(())
}

/// Has the letters made by a job, or gives the list up.
///
/// # Errors
/// [`BillingError::Changed`] when it has moved on.
pub(crate) async fn go(tx: &Tx, id: DunningId, version: i64, give_up: bool) -> Result<(), BillingError> {
    let dunning = records::find(tx, id).await?.ok_or(StoreError::Missing("billing_dunning"))?;
    if dunning.state != State::Draft || dunning.version != version {
        return Err(BillingError::Changed);
    }
    if give_up {
        return put(tx, &Dunning { state: State::GivenUp, ..dunning }, "billing.dunning_give_up", None).await;
    }
    let letter_on = tx.now().date();
    put(tx, &Dunning { state: State::Making, letter_on, ..dunning }, "billing.dunning_go", None).await?;
    tx.enqueue(send::job(id));
    Ok(())
}

/// Letters whose instalment was paid, or is not asked any more, since they were made.
///
/// # Errors
/// When the records do not answer.
pub(crate) async fn to_take_out(
    q: &impl store::Reads,
    dunning: &Dunning,
    today: Date,
) -> Result<Vec<(Line, String)>, StoreError> {
    let mut found = Vec::new();
    for line in records::lines(q, dunning.id).await? {
        if line.standing != Standing::Made {
            continue;
        }
        let now = select::look(q, (line.bill, line.instalment, line.payer), today, Some(dunning.id)).await?;
        // That it was made for this very list is no reason.
        match now.verdict {
            Ok(()) | Err(rules::Why::Sent(_)) => {}
            Err(why) => found.push((line, why.in_words())),
        }
    }
    Ok(found)
}

/// The letters are in the post, but for those that the officer took out because money had come:
/// `out` are the lines that the page named.
///
/// # Errors
/// [`BillingError::Changed`] when others have paid since, so that nobody gets a letter for nothing.
pub(crate) async fn post(
    tx: &Tx,
    id: DunningId,
    version: i64,
    out: &[DunningLineId],
    by: &str,
) -> Result<(), BillingError> {
    let dunning = records::find(tx, id).await?.ok_or(StoreError::Missing("billing_dunning"))?;
    if dunning.state != State::Printed || dunning.version != version {
        return Err(BillingError::Changed);
    }
    let paid = to_take_out(tx, &dunning, tx.now().date()).await?;
    if paid.len() != out.len() || !paid.iter().all(|(line, _)| out.contains(&line.id)) {
        return Err(BillingError::Changed);
    }
    let mut deed = Deed::new("billing.dunning_posted");
    for line in records::lines(tx, id).await? {
        if line.standing != Standing::Made {
            continue;
        }
        let why = paid.iter().find(|(p, _)| p.id == line.id).map(|(_, why)| why.as_str());
        let to = if why.is_some() { Standing::Withdrawn } else { Standing::Posted };
        records::set(tx, line.id, (Standing::Made, to), why).await?;
        deed = deed.row("billing_dunning_line", line.id);
    }
    tx.record(deed);
    let posted = Dunning { state: State::Posted, posted_at: Some(tx.now()), ..dunning };
    put(tx, &posted, "billing.dunning_post", Some(by)).await?;
    if !posted.fee.is_zero() {
        tx.enqueue(send::fees(id));
    }
    Ok(())
}

//! From the decision to the end: the bill, the paper, the notice. Each step is a job that another
//! room sends when its part is done; a job that comes twice finds the case moved on and rests.

use crate::decide::{advance, write};
use crate::error::CaseError;
use crate::fill::matter;
use crate::forms::{Outcome, TownMatter};
use crate::letter;
use crate::records::case::{self, Case};
use crate::rules::{Decision, Ending, Event, State};
use crate::standstill;
use crate::tell::{self, News};
use approvals::Decided;
use billing::{NewBill, Paid};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::Yen;
use kernel::id::{CaseId, PaperId};
use serde::{Deserialize, Serialize};
use store::{Act, Job, JobError, NewJob, Tx};
use web::House;

/// The job that billing sends when a bill is paid.
pub(crate) const ON_PAID: &str = "cases.paid";
/// The job by which a room that makes papers says that the paper of a case is there.
pub const ON_ISSUED: &str = "cases.issued";
/// The job that makes a certificate; done by the service of certificates.
pub const ISSUE_CERTIFICATE: &str = "certificates.issue";

/// What the job [`ISSUE_CERTIFICATE`] is given.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Issue {
    /// The case whose certificate is to be made.
    pub case: CaseId,
}

/// What the job [`ON_ISSUED`] is given.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Issued {
    /// The case.
    pub case: CaseId,
    /// Its paper.
    pub paper: PaperId,
}

/// Decides a case as it was proposed and starts what follows.
pub(crate) async fn decide(tx: &Tx, house: &House, case: &mut Case, matter: &TownMatter) -> Result<(), CaseError> {
    let granted = case.granted.unwrap_or(false);
    let priced = case.fee.is_some_and(|fee| fee > Yen(0));
    let fee_due = priced && case.waiver.is_none();
    let decision = Decision { granted, fee_due, paper: has_paper(matter, granted) };
    advance(case, Event::Decide(decision), tx.now())?;
    case.decided_on = Some(tx.now().date());
    if case.state == State::AwaitingPayment {
        bill(tx, house, case).await?;
    } else if granted && priced && case.applicant.is_some() {
        waive(tx, house, case).await?;
    }
    if !granted {
        standstill::forget(tx, case).await?;
    }
    let words =
        if granted { "認めることに決まりました" } else { "認めないことに決まりました" };
    write(tx, case, "cases.decide", words).await?;
    follow(tx, house, case).await
}

/// A certificate is made when it is granted; a refusal is always put in writing (行政手続法8条).
fn has_paper(matter: &TownMatter, granted: bool) -> bool {
    matter.outcome != Outcome::None || (!granted && matter.route.is_some())
}

async fn bill(tx: &Tx, house: &House, case: &mut Case) -> Result<(), CaseError> {
    let payer = case.applicant.ok_or_else(|| CaseError::Refused("a fee, and nobody to pay it".to_owned()))?;
    let (procedure, _) = matter(house, &case.procedure, case.procedure_version)?;
    let title = format!("{}の手数料", procedure.guide.title.ja);
    let fee = case.fee.unwrap_or(Yen(0));
    let new = NewBill::new(payer, title.clone(), vec![(title, fee)], ("cases_case", case.id.0))
        .desk(case.desk.clone())
        .reference(case.reference)
        .on_paid(ON_PAID);
    let bill = billing::issue(tx, new).await.map_err(|e| CaseError::Refused(e.to_string()))?;
    case.bill = Some(bill);
    Ok(())
}

/// 免除: the fee is written down and taken back in the same breath, with its reason, so that the
/// ledger shows what was not taken and why.
async fn waive(tx: &Tx, house: &House, case: &mut Case) -> Result<(), CaseError> {
    bill(tx, house, case).await?;
    let (Some(bill), Some(why)) = (case.bill, &case.waiver) else { return Ok(()) };
    let why = format!("手数料の免除：{why}");
    billing::void(tx, bill, &why).await.map_err(|e| CaseError::Refused(e.to_string()))
}

/// What follows from where the case stands now.
async fn follow(tx: &Tx, house: &House, case: &Case) -> Result<(), CaseError> {
    match case.state {
        State::AwaitingPayment => {
            let fee = case.fee.unwrap_or(Yen(0)).to_string();
            let news = News { words: vec![("fee", fee)], ..News::of("cases.fee", "fee") };
            tell::tell(tx, house, case, news).await?;
        }
        State::Issuing => {
            tx.enqueue(paper_job(house, case)?.1);
        }
        State::Closed => tell_the_end(tx, house, case).await?,
        _ => {}
    }
    Ok(())
}

/// The job that makes the paper of a case, with its key.
pub(crate) fn paper_job(house: &House, case: &Case) -> Result<(String, NewJob), CaseError> {
    let (_, matter) = matter(house, &case.procedure, case.procedure_version)?;
    let certificate = matches!(matter.outcome, Outcome::Certificate(_)) && case.granted == Some(true);
    let kind = if certificate { ISSUE_CERTIFICATE } else { letter::MAKE_LETTER };
    let key = format!("{kind}:{}", case.id);
    let job = NewJob::new(kind, &Issue { case: case.id }).key(key.clone());
    // A time stamping authority that is slow must not hold up the work of the house.
    Ok((key, if papers::waits_outside(house) { job.with_partner() } else { job }))
}

/// Tells how it ended and asks whether it was convenient.
pub(crate) async fn tell_the_end(tx: &Tx, house: &House, case: &Case) -> Result<(), CaseError> {
    let key = match (case.outcome, case.paper) {
        (Some(Ending::Granted), Some(_)) => "granted-paper",
        (Some(Ending::Granted), None) => "granted",
        (Some(Ending::Refused), _) => "refused",
        _ => "withdrawn",
    };
    let said = case.decision.clone().unwrap_or_default();
    let news = News { words: vec![("decision", said)], ..News::of("cases.ended", key) };
    Ok(tell::tell(tx, house, case, news).await?)
}

/// The approval ended.
pub(crate) fn decided(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let told: Decided = job.payload()?;
        let act = Act::system("cases", house.now());
        let inside = house.clone();
        house
            .db
            .write(&act, move |tx| async move {
                let Some(mut case) = case::find(&tx, CaseId(told.subject)).await? else {
                    return Err(CaseError::Missing);
                };
                if case.state != State::Deciding || case.approval != Some(told.approval) {
                    return Ok(());
                }
                if told.outcome == approvals::Outcome::Approved {
                    let (_, matter) = matter(&inside, &case.procedure, case.procedure_version)?;
                    return decide(&tx, &inside, &mut case, &matter).await;
                }
                advance(&mut case, Event::SentBack, tx.now())?;
                write(&tx, &case, "cases.sent_back", "決裁から戻り、担当が見直しています").await
            })
            .await?;
        Ok(())
    }
    .boxed()
}

/// The bill is paid.
pub(crate) fn paid(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let told: Paid = job.payload()?;
        let act = Act::system("cases", house.now());
        let inside = house.clone();
        house
            .db
            .write(&act, move |tx| async move {
                let Some(mut case) = case::find(&tx, CaseId(told.subject)).await? else {
                    return Err(CaseError::Missing);
                };
                if case.state != State::AwaitingPayment {
                    return Ok(());
                }
                let (_, matter) = matter(&inside, &case.procedure, case.procedure_version)?;
                advance(&mut case, Event::Paid { paper: has_paper(&matter, true) }, tx.now())?;
                write(&tx, &case, "cases.paid", "手数料の納付を確かめました").await?;
                follow(&tx, &inside, &case).await
            })
            .await?;
        Ok(())
    }
    .boxed()
}

/// The paper is there.
pub(crate) fn issued(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let told: Issued = job.payload()?;
        let act = Act::system("cases", house.now());
        let inside = house.clone();
        house.db.write(&act, move |tx| async move { close_with(&tx, &inside, told).await }).await?;
        Ok(())
    }
    .boxed()
}

/// Closes a case whose paper is there.
pub(crate) async fn close_with(tx: &Tx, house: &House, told: Issued) -> Result<(), CaseError> {
    let Some(mut case) = case::find(tx, told.case).await? else { return Err(CaseError::Missing) };
    if case.state != State::Issuing {
        return Ok(());
    }
    let granted = case.granted.unwrap_or(false);
    advance(&mut case, Event::Issued { granted }, tx.now())?;
    case.paper = Some(told.paper);
    write(tx, &case, "cases.close", "書類ができ、手続きが終わりました").await?;
    tell_the_end(tx, house, &case).await
}

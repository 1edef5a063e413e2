//! At the desk: taking a matter in charge, asking for a correction, proposing the decision.

use crate::error::CaseError;
use crate::fill::matter;
use crate::forms::TownMatter;
use crate::outcome;
use crate::records::case::{self, Case};
use crate::records::message::{self, Kind};
use crate::rules::{self, Event, State};
use crate::say;
use crate::tell::{self, News};
use approvals::{ApprovalError, Officer, Revision, RouteBook};
use kernel::Yen;
use kernel::id::CaseId;
use store::{Act, Deed, Tx};
use web::texts::Lang;
use web::{House, SignedIn};

/// The job that approvals tell of their outcome.
pub(crate) const ON_DECIDED: &str = "cases.decided";

/// Whether the officer deals with the cases of this desk: it is one of theirs, and by a role that
/// they hold there.
pub(crate) fn is_of_desk(who: &SignedIn, desk: &str) -> bool {
    who.desks_with("cases.desk").contains(&desk)
}

/// A case as an officer saw it on the page: which, and in which version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub id: CaseId,
    pub version: i64,
}

/// The case, if it still is as the officer saw it and belongs to one of their desks.
pub(crate) async fn open(tx: &Tx, who: &SignedIn, seen: Seen) -> Result<Case, CaseError> {
    let case = case::find(tx, seen.id).await?.ok_or(CaseError::Missing)?;
    if !is_of_desk(who, &case.desk) {
        return Err(CaseError::Missing);
    }
    if case.version != seen.version {
        return Err(CaseError::Changed);
    }
    Ok(case)
}

/// Moves the case on; what else changes is set by the caller before it is written.
pub(crate) fn advance(case: &mut Case, event: Event, now: kernel::Moment) -> Result<(), CaseError> {
    let step = rules::step(case.state, event)?;
    case.state = step.to;
    case.outcome = step.ending;
    case.closed_at = step.ending.map(|_| now);
    Ok(())
}

/// Writes the case and says so in the journal.
pub(crate) async fn write(tx: &Tx, case: &Case, deed: &'static str, words: &str) -> Result<(), CaseError> {
    case::update(tx, case).await?;
    tx.record(Deed::new(deed).about(case.applicant).row("cases_case", case.id).detail(words));
    Ok(())
}

/// An officer takes the case in charge, whether it is new or another officer's.
pub(crate) async fn take(house: &House, act: &Act, who: &SignedIn, seen: Seen) -> Result<(), CaseError> {
    let who = who.clone();
    house
        .db
        .write(act, move |tx| async move {
            let mut case = open(&tx, &who, seen).await?;
            if case.state == State::Closed {
                return Err(rules::NotNow { from: case.state }.into());
            }
            if case.state == State::Submitted {
                advance(&mut case, Event::Take, tx.now())?;
            }
            case.officer = Some(who.account);
            write(&tx, &case, "cases.take", "担当が決まりました").await
        })
        .await
}

/// Asks the applicant to correct single questions, each with words.
pub(crate) async fn ask_correction(
    house: &House,
    act: &Act,
    who: &SignedIn,
    seen: Seen,
    asked: Vec<(String, String)>,
) -> Result<(), CaseError> {
    if asked.is_empty() {
        return Err(CaseError::Words("desk-cases-ask-nothing"));
    }
    let (who, inside) = (who.clone(), house.clone());
    house
        .db
        .write(act, move |tx| async move {
            let mut case = open(&tx, &who, seen).await?;
            if case.state == State::Submitted {
                advance(&mut case, Event::Take, tx.now())?;
            }
            advance(&mut case, Event::AskCorrection, tx.now())?;
            case.officer = Some(who.account);
            case.waiting_since = Some(tx.now());
            case::update(&tx, &case).await?;
            let mut deed = Deed::new("cases.ask_correction").about(case.applicant).row("cases_case", case.id);
            for (question, words) in &asked {
                let id = message::insert(&tx, case.id, case.round, Kind::Correction, question, words).await?;
                deed = deed.row("cases_message", id);
            }
            tx.record(deed.detail(format!("{}か所の補正をお願いしました", asked.len())));
            let list = asked.iter().map(|(_, words)| format!("・{words}")).collect::<Vec<_>>().join("\n");
            let news = News {
                once: case.round.to_string(),
                words: vec![("list", list)],
                urgent: true,
                ..News::of("cases.correction", "correction")
            };
            Ok(tell::tell(&tx, &inside, &case, news).await?)
        })
        .await
}

/// Writes a note of the desk for the desk.
pub(crate) async fn note(house: &House, act: &Act, who: &SignedIn, id: CaseId, words: String) -> Result<(), CaseError> {
    if words.is_empty() || words.chars().count() > 2000 {
        return Err(CaseError::Words("desk-cases-note-length"));
    }
    let who = who.clone();
    house
        .db
        .write(act, move |tx| async move {
            let case = case::find(&tx, id).await?.filter(|c| is_of_desk(&who, &c.desk)).ok_or(CaseError::Missing)?;
            let id = message::insert(&tx, case.id, case.round, Kind::Note, "", &words).await?;
            tx.record(Deed::new("cases.note").row("cases_message", id));
            Ok(())
        })
        .await
}

/// What an officer proposes.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    pub granted: bool,
    /// What the applicant is told: the words of the decision, the reason of a refusal.
    pub words: String,
    /// The fee for the whole matter.
    pub fee: Option<Yen>,
    /// Why it is not taken.
    pub waiver: Option<String>,
}

/// Proposes the decision: it goes on the town's route, or is decided at the desk where the
/// procedure names no route.
pub(crate) async fn propose(
    house: &House,
    act: &Act,
    who: &SignedIn,
    seen: Seen,
    proposal: Proposal,
) -> Result<(), CaseError> {
    if proposal.words.is_empty() || proposal.words.chars().count() > 4000 {
        return Err(CaseError::Words("desk-cases-decision-length"));
    }
    let (who, inside) = (who.clone(), house.clone());
    house
        .db
        .write(act, move |tx| async move {
            let mut case = open(&tx, &who, seen).await?;
            let (procedure, matter) = matter(&inside, &case.procedure, case.procedure_version)?;
            if case.state == State::Submitted {
                advance(&mut case, Event::Take, tx.now())?;
            }
            if proposal.granted && case.hindrance.is_some() {
                return Err(CaseError::Words("desk-cases-hindered"));
            }
            case.officer = Some(who.account);
            case.granted = Some(proposal.granted);
            case.decision = Some(proposal.words);
            case.fee = proposal.fee;
            case.waiver = proposal.waiver.filter(|_| proposal.granted);
            match &matter.route {
                None => outcome::decide(&tx, &inside, &mut case, &matter).await,
                Some(route) => {
                    advance(&mut case, Event::StartApproval, tx.now())?;
                    let title = format!("{}（{}）", procedure.guide.title.ja, case.reference);
                    case.approval = Some(put_on_route(&tx, &inside, &who, &case, route, title).await?);
                    write(&tx, &case, "cases.propose", "決定の案を決裁に回しました").await
                }
            }
        })
        .await
}

async fn put_on_route(
    tx: &Tx,
    house: &House,
    who: &SignedIn,
    case: &Case,
    route: &str,
    title: String,
) -> Result<kernel::id::ApprovalId, CaseError> {
    let book = house.shelved::<RouteBook>()?;
    let drafter = Officer::of(who).ok_or(CaseError::Missing)?;
    let text = text_of(case);
    if let Some(id) = case.approval {
        let revision = Revision { title, text, attachments: Vec::new(), amount: None, drafter };
        approvals::resubmit(tx, book, id, revision).await.map_err(refused)?;
        return Ok(id);
    }
    let draft = approvals::Draft {
        kind: route.to_owned(),
        title,
        text,
        attachments: Vec::new(),
        amount: None,
        desk: case.desk.clone(),
        subject: ("cases_case", case.id.0),
        link: Some(format!("/desk/cases/{}", case.id)),
        person: case.applicant,
        drafter,
        on_decided: ON_DECIDED,
    };
    approvals::start(tx, book, draft).await.map_err(refused)
}

fn refused(error: ApprovalError) -> CaseError {
    match error {
        ApprovalError::NoRoute(_) => CaseError::Words("desk-cases-no-route"),
        ApprovalError::OwnDecision => CaseError::Words("desk-cases-own-decision"),
        ApprovalError::Changed => CaseError::Changed,
        ApprovalError::Store(error) => CaseError::Store(error),
        other => CaseError::Refused(other.to_string()),
    }
}

/// 伺い: what is put before the route.
fn text_of(case: &Case) -> String {
    let granted =
        if case.granted == Some(true) { "申請のとおり認めて" } else { "認めないことにして" };
    let waived = case.waiver.as_ref().map(|why| format!("（免除：{why}）")).unwrap_or_default();
    let fee = case.fee.map(|yen| format!("\n手数料　{yen}{waived}")).unwrap_or_default();
    format!(
        "{}様から{}に申請のあった件（受付番号{}）について、{granted}よろしいか伺います。{fee}\n\n申請した人に伝える文\n{}",
        case.applicant_name,
        say::day(case.submitted_at.date(), Lang::Ja),
        case.reference,
        case.decision.as_deref().unwrap_or_default(),
    )
}

/// The words that stand in the decision before the officer changes them.
pub(crate) fn usual_words(case: &Case, title: &str, matter: &TownMatter) -> String {
    let day = say::day(case.submitted_at.date(), Lang::Ja);
    let paper = match matter.outcome {
        crate::forms::Outcome::Certificate(_) => "交付します",
        _ => "認めることに決定したので通知します",
    };
    format!("{day}に申請のあった「{title}」について、次のとおり{paper}。")
}

//! One case on the officer's desk: what is in it, and what can be done with it.

use crate::assist::CHECKS;
use crate::decide::{self, Proposal, Seen};
use crate::error::CaseError;
use crate::finish;
use crate::pages::case_view::{self, View};
use crate::pages::mine;
use crate::receipt;
use crate::records::case::{self, Case};
use crate::rules::State;
use crate::standstill;
use crate::submit::channel_word;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::Yen;
use kernel::check_digit::find_my_number;
use kernel::id::CaseId;
use store::{Act, Channel, StoreError};
use web::{Fields, Page, Visit, WebError};

/// The case, if it belongs to one of the officer's desks.
async fn open(visit: &Visit, id: CaseId) -> Result<Case, WebError> {
    let who = visit.signed_in()?;
    let case = case::find(&visit.house().db, id).await?;
    case.filter(|c| decide::is_of_desk(who, &c.desk)).ok_or(WebError::NotFound)
}

/// Opening a case shows a person's record: it is journaled, and the person sees it.
async fn look(visit: &Visit, case: &Case, title: &str) -> Result<Option<people::Person>, WebError> {
    let Some(person) = case.applicant else { return Ok(None) };
    let purpose = format!("{title}（{}）の審査", case.reference);
    let act = visit.act("review");
    let seen = visit.house().db.write(&act, move |tx| async move { people::look(&tx, person, &purpose).await }).await;
    match seen {
        Ok(person) => Ok(Some(person)),
        Err(StoreError::Missing(_)) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

async fn show(visit: &Visit, case: &Case, wrong: Option<&str>, typed: Option<&Fields>) -> Result<Page, WebError> {
    let (procedure, _) = crate::pages::parts::matter_of(visit.house(), case)?;
    let person = look(visit, case, &procedure.guide.title.ja).await?;
    let view = View::gather(visit, case, person).await?;
    case_view::draw(visit, &view, wrong, typed)
}

/// The case.
pub(crate) async fn page(visit: Visit, Path(id): Path<CaseId>) -> Result<Page, WebError> {
    let case = open(&visit, id).await?;
    show(&visit, &case, None, None).await
}

fn seen(id: CaseId, fields: &Fields) -> Result<Seen, WebError> {
    let version = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    Ok(Seen { id, version })
}

/// Back to the case after something was done, or the case again with what is to be mended.
pub(super) async fn after(
    visit: &Visit,
    id: CaseId,
    done: Result<(), CaseError>,
    fields: &Fields,
) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(visit.see_other(&format!("/desk/cases/{id}"))),
        Err(CaseError::Words(key)) => {
            let case = open(visit, id).await?;
            Ok(show(visit, &case, Some(key), Some(fields)).await?.into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// 担当する.
pub(crate) async fn take(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let done = decide::take(visit.house(), &visit.act("review"), visit.signed_in()?, seen(id, &fields)?).await;
    after(&visit, id, done, &fields).await
}

/// 補正を求める: one text beside each question that is to be corrected.
pub(crate) async fn ask(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let case = open(&visit, id).await?;
    let (_, matter) = crate::pages::parts::matter_of(visit.house(), &case)?;
    let asked: Vec<(String, String)> = matter
        .form
        .questions()
        .filter(|(_, q)| q.is_answerable())
        .map(|(_, q)| (q.key.clone(), fields.text(&format!("ask.{}", q.key)).to_owned()))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let done = match unfit(asked.iter().map(|(_, words)| words.as_str()), 500) {
        Some(key) => Err(CaseError::Words(key)),
        None => {
            decide::ask_correction(visit.house(), &visit.act("review"), visit.signed_in()?, seen(id, &fields)?, asked)
                .await
        }
    };
    after(&visit, id, done, &fields).await
}

/// Words that cannot be kept: too long, or with a My Number in them.
fn unfit<'a>(texts: impl IntoIterator<Item = &'a str>, most: usize) -> Option<&'static str> {
    texts.into_iter().find_map(|text| {
        if text.chars().count() > most {
            Some("desk-cases-too-long")
        } else {
            find_my_number(text).map(|_| "cases-form-my-number")
        }
    })
}

/// 決定の案を回す.
pub(crate) async fn propose(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let done = match proposal(&fields) {
        Err(key) => Err(CaseError::Words(key)),
        Ok(mut proposal) => {
            let case = open(&visit, id).await?;
            let (_, matter) = crate::pages::parts::matter_of(visit.house(), &case)?;
            proposal.waiver = proposal.waiver.and_then(|value| case_view::waiver_words(&matter, &value));
            decide::propose(visit.house(), &visit.act("decide"), visit.signed_in()?, seen(id, &fields)?, proposal).await
        }
    };
    after(&visit, id, done, &fields).await
}

fn proposal(fields: &Fields) -> Result<Proposal, &'static str> {
    let granted = match fields.text("granted") {
        "yes" => true,
        "no" => false,
        _ => return Err("desk-cases-choose-granted"),
    };
    let words = fields.text(if granted { "words" } else { "reason" }).to_owned();
    if let Some(key) = unfit([words.as_str()], 4000) {
        return Err(key);
    }
    let typed = kernel::width::half_width(fields.text("fee")).replace([',', '円'], "");
    let fee = match typed.trim() {
        "" => None,
        yen => Some(yen.parse().ok().filter(|y| (0..=10_000_000).contains(y)).map(Yen).ok_or("desk-cases-fee-wrong")?),
    };
    let waiver = Some(fields.text("waiver").to_owned()).filter(|w| granted && !w.is_empty());
    Ok(Proposal { granted, words, fee: fee.filter(|_| granted), waiver })
}

/// メモ.
pub(crate) async fn note(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let words = fields.text("note").to_owned();
    let done = match unfit([words.as_str()], 2000) {
        Some(key) => Err(CaseError::Words(key)),
        None => decide::note(visit.house(), &visit.act("review"), visit.signed_in()?, id, words).await,
    };
    after(&visit, id, done, &fields).await
}

/// もう一度ためす: the paper that could not be made.
pub(crate) async fn paper_again(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let done = standstill::again(visit.house(), &visit.act("issue"), visit.signed_in()?, seen(id, &fields)?).await;
    after(&visit, id, done, &fields).await
}

/// The answer to 「便利になりましたか」 that came on paper, at the counter or on the telephone.
pub(crate) async fn feedback(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    open(&visit, id).await?;
    let channel =
        Channel::parse(fields.text("channel")).filter(|c| Channel::PEOPLE.contains(c)).unwrap_or(Channel::Paper);
    let done = match mine::read_feedback(&fields) {
        Err(key) => Err(CaseError::Words(key)),
        Ok(None) => Ok(()),
        Ok(Some(said)) => finish::feedback(visit.house(), &act(&visit), id, said, channel).await,
    };
    after(&visit, id, done, &fields).await
}

fn act(visit: &Visit) -> Act {
    visit.act("feedback")
}

/// 取り下げ, told to an officer.
pub(crate) async fn withdraw(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    open(&visit, id).await?;
    let channel = Channel::parse(fields.text("told")).filter(|c| told_by().iter().any(|(key, _)| *key == c.as_str()));
    let check = CHECKS.iter().find(|c| **c == fields.text("check"));
    let done = match (channel, check) {
        (None, _) => Err(CaseError::Words("desk-assist-choose-channel")),
        (_, None) => Err(CaseError::Words("desk-assist-choose-check")),
        (Some(channel), Some(check)) => {
            let Seen { id, version } = seen(id, &fields)?;
            let told = format!("{}で申し出、本人確認：{check}", channel_word(channel));
            finish::withdraw(visit.house(), &visit.act("withdraw").by(channel), id, version, Some(told)).await
        }
    };
    after(&visit, id, done, &fields).await
}

/// 受付票.
pub(crate) async fn receipt(visit: Visit, Path(id): Path<CaseId>) -> Result<Response, WebError> {
    let who = visit.signed_in()?.clone();
    let case = case::find(&visit.house().db, id).await?;
    // Who entered it hands over the receipt, whichever desk deals with it.
    let case = case.filter(|c| decide::is_of_desk(&who, &c.desk) || c.helper == Some(who.account));
    receipt::answer(&visit, &case.ok_or(WebError::NotFound)?).await
}

/// Whether an officer can still ask, propose or take in this state.
pub(crate) const fn can_review(state: State) -> bool {
    matches!(state, State::Submitted | State::InReview)
}

/// The ways by which an answer can be told to an officer.
pub(crate) fn told_by() -> Vec<(&'static str, &'static str)> {
    let ways = [Channel::Paper, Channel::Counter, Channel::Phone];
    ways.into_iter().map(|c| (c.as_str(), channel_word(c))).collect()
}

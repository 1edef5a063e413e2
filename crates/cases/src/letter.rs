//! 決定通知書: the decision in writing, for matters that end with a letter and for every refusal.

use crate::error::CaseError;
use crate::fill::matter;
use crate::outcome::{self, Issue, Issued};
use crate::receipt;
use crate::records::case::{self, Case};
use crate::rules::State;
use crate::say;
use futures::FutureExt;
use futures::future::BoxFuture;
use papers::{Contents, NewPaper};
use serde_json::json;
use store::{Act, Job, JobError};
use web::House;
use web::texts::{Lang, plain};

/// The job that makes the letter of a decision.
pub(crate) const MAKE_LETTER: &str = "cases.letter";
/// The kind of the paper in the register, and its template.
const DECISION: &str = "decision";

/// Makes the letter of a case. Made twice, it is the same paper: the register holds one per case.
pub(crate) fn make(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Issue { case: id } = job.payload()?;
        let Some(case) = case::find(&house.db, id).await? else { return Err(CaseError::Missing.into()) };
        if case.state != State::Issuing {
            return Ok(());
        }
        let act = Act::system("cases", house.now());
        let new = letter(&house, &case).await?;
        let paper = papers::issue(&house, &act, new).await?;
        let told = Issued { case: id, paper: paper.id };
        let inside = house.clone();
        house.db.write(&act, move |tx| async move { outcome::close_with(&tx, &inside, told).await }).await?;
        Ok(())
    }
    .boxed()
}

pub(crate) async fn letter(house: &House, case: &Case) -> Result<NewPaper, CaseError> {
    let (procedure, matter) = matter(house, &case.procedure, case.procedure_version)?;
    let today = house.now().date();
    let number = match case.approval {
        Some(id) => approvals::status(&house.db, id).await?.number,
        None => None,
    };
    let person = match case.applicant {
        Some(id) => people::find(&house.db, id).await?,
        None => None,
    };
    let name = person.as_ref().map_or(case.applicant_name.as_str(), |p| p.name.full()).to_owned();
    let address = person.as_ref().map(|p| p.address.to_string()).filter(|a| !a.is_empty());
    let granted = case.granted.unwrap_or(false);
    let kind = if granted { "決定通知書" } else { "不承認決定通知書" };
    let title = format!("{}　{kind}", plain(&procedure.guide.title.ja));
    let said = paragraphs(case);
    let mut data = json!({
        "date_text": say::day(today, Lang::Ja),
        "reference": case.reference,
        "demo": house.demo,
        "town": receipt::town(house, today),
        "number": number.clone().unwrap_or_else(|| case.reference.to_string()),
        "addressee": { "name": name, "address": address.map(|a| vec![a]).unwrap_or_default() },
        "title": title,
        "body": if granted { said.clone() } else { vec![refusal(house, case)] },
        "items": [{ "label": "受付番号", "value": case.reference }, { "label": "根拠", "value": procedure.basis }],
        "desk": receipt::desk(house, &matter.desk, today),
    });
    if !granted {
        data["reasons"] = json!(said);
        data["appeal"] = json!(appeal(house));
    }
    Ok(NewPaper::new(DECISION, title, ("cases_case", case.id.0), Contents::of_matter(data))
        .for_person(case.applicant)
        .at_desk(case.desk.clone())
        .numbered(number)
        .naming(vec![name]))
}

fn paragraphs(case: &Case) -> Vec<String> {
    let words = case.decision.as_deref().unwrap_or_default();
    words.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

fn refusal(house: &House, case: &Case) -> String {
    let day = say::day(case.submitted_at.date(), Lang::Ja);
    let ja = house.texts.words(Lang::Ja);
    ja.tf("desk-cases-letter-refused", &[("day", day.into())])
}

/// 教示 (行政不服審査法82条, 行政事件訴訟法46条).
fn appeal(house: &House) -> Vec<String> {
    let ja = house.texts.words(Lang::Ja);
    let town = house.town.municipality.name.clone();
    let head = house.town.municipality.head_title.clone();
    ["desk-cases-letter-appeal-1", "desk-cases-letter-appeal-2"]
        .map(|key| ja.tf(key, &[("town", town.clone().into()), ("head", head.clone().into())]))
        .to_vec()
}

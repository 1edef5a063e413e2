//! Making the paper of a case that is granted and paid: from what was frozen, and from nothing else.

use crate::certificates::book::Book;
use crate::certificates::examine::{Material, kind_of};
use crate::certificates::rules::Kind;
use crate::certificates::{records, rules};
use cases::{Case, Issue, Issued, ON_ISSUED};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::CaseId;
use papers::{Contents, NewPaper};
use serde_json::json;
use store::{Act, Job, JobError, NewJob, StoreError};
use web::House;
use web::texts::plain;

/// The job: one case has one certificate, however often it runs.
pub(crate) fn run(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Issue { case } = job.payload()?;
        let act = Act::system("certificates", house.now());
        let (case, kind, new) = certificate(&house, case).await?;
        let paper = papers::issue(&house, &act, new).await?;
        let told = Issued { case: case.id, paper: paper.id };
        house
            .db
            .write(&act, move |tx| async move {
                records::count_issued(&tx, &case, kind).await?;
                tx.enqueue(NewJob::new(ON_ISSUED, &told).key(format!("{ON_ISSUED}:{}", told.case)));
                Ok::<_, StoreError>(())
            })
            .await?;
        Ok(())
    }
    .boxed()
}

/// Everything that is to be printed, from the frozen record alone.
async fn certificate(house: &House, id: CaseId) -> Result<(Case, Kind, NewPaper), JobError> {
    let gone = || JobError::Fail("there is no such case".to_owned());
    let case = cases::find(&house.db, id).await?.ok_or_else(gone)?;
    let not_ours = || JobError::Fail("this matter does not end with a certificate".to_owned());
    let kind = kind_of(house, &case)?.ok_or_else(not_ours)?;
    let material = Material::of(&house.db, &case).await?;
    let contents = material.contents(house, kind, house.now().date())?;
    let new = paper(house, &case, kind, &material, contents)?;
    Ok((case, kind, new))
}

/// The paper of a case with these contents.
pub(crate) fn paper(
    house: &House,
    case: &Case,
    kind: Kind,
    material: &Material,
    contents: Contents,
) -> Result<NewPaper, StoreError> {
    let book = cases::catalogue(house)?;
    let title = book.get(&case.procedure, case.procedure_version).map(|p| plain(&p.guide.title.ja));
    let holders = rules::holders(contents.data());
    let copies = material.answers.number("copies").and_then(|n| u16::try_from(n).ok()).unwrap_or(1);
    let contents = contents.with("town", town(house));
    Ok(NewPaper::new(kind.key(), title.unwrap_or_default(), ("cases_case", case.id.0), contents)
        .set_in(house.shelved::<Book>()?.template_on(kind.key(), house.now().date()))
        .for_person(case.applicant)
        .at_desk(case.desk.clone())
        .copies(copies)
        .by_post(material.answers.choice("receive") == Some("post"))
        .naming(holders))
}

fn town(house: &House) -> serde_json::Value {
    let town = &house.town;
    let office = town.offices.main_on(house.now().date());
    json!({
        "name": town.municipality.name,
        "mayor_title": town.municipality.head_title,
        "office": office.map(|o| o.name.clone()),
        "address": office.map(|o| format!("〒{} {}", o.postcode, o.address)),
        "phone": office.map(|o| o.phone.to_string()),
    })
}

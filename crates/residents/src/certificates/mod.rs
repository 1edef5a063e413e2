//! 証明書を自分で取得できる仕組み: the paper at the end of an application, made once, proved twice.
//!
//! **Who uses it.** Whoever applied: on the phone as a PDF, at the counter printed by the officer, or
//! by post; and whoever is handed the paper and scans its code.
//!
//! **The way.** When a case is granted and paid, `cases` sends the job `certificates.issue`. This
//! service chooses from the *frozen* record what was asked to be shown ([`rules`]), the register of
//! papers sets, signs and enters it, and the case is told. Nothing is read from the living record: what
//! was decided is what is issued. One case has one certificate, however often the job runs.
//!
//! **Which law.** 住民基本台帳法12条 (who may ask), 7条 (what the record holds).
//!
//! **Screens.** None of its own: `/my/papers` and `/verify` belong to `papers`. **Data.** None of its own.

pub mod rules;
#[cfg(test)]
mod tests;

use cases::forms::Outcome;
use cases::{ISSUE_CERTIFICATE, Issue, Issued, ON_ISSUED};
use futures::FutureExt;
use futures::future::BoxFuture;
use papers::{Contents, NewPaper};
use rules::Refusal;
use store::{Act, Job, JobError, NewJob, StoreError};
use web::texts::plain;
use web::{House, JobKind, Room, Service, Title};

/// The service.
pub fn service() -> Service {
    Service {
        measure: "residents/certificates",
        title: Title {
            ja: "証明書を自分で取得できる仕組み",
            easy: "｜証明書《しょうめいしょ》を ｜自分《じぶん》で もらう",
            en: "Certificates one gets oneself",
        },
        room: Room { key: "certificates", jobs: &[JobKind { kind: ISSUE_CERTIFICATE, run: issue }], ..Room::EMPTY },
    }
}

impl From<Refusal> for JobError {
    /// What is refused once stays refused: an officer must look at the case.
    fn from(refusal: Refusal) -> Self {
        Self::Fail(refusal.to_string())
    }
}

fn issue(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Issue { case } = job.payload()?;
        let act = Act::system("certificates", house.now());
        let new = certificate(&house, case).await?;
        let paper = papers::issue(&house, &act, new).await?;
        let told = Issued { case, paper: paper.id };
        house
            .db
            .write(&act, move |tx| async move {
                tx.enqueue(NewJob::new(ON_ISSUED, &told).key(format!("{ON_ISSUED}:{}", told.case)));
                Ok::<_, StoreError>(())
            })
            .await?;
        Ok(())
    }
    .boxed()
}

/// Everything that is to be printed, from the frozen record alone.
async fn certificate(house: &House, id: kernel::id::CaseId) -> Result<NewPaper, JobError> {
    let gone = || JobError::Fail("there is no such case".to_owned());
    let case = cases::find(&house.db, id).await?.ok_or_else(gone)?;
    let procedure = cases::catalogue(house)?.get(&case.procedure, case.procedure_version).cloned().ok_or_else(gone)?;
    let template = match procedure.matter().map(|m| &m.outcome) {
        Some(Outcome::Certificate(template)) => template.clone(),
        _ => return Err(JobError::Fail("this matter does not end with a certificate".to_owned())),
    };
    let frozen = cases::frozen(&house.db, id).await?.ok_or(Refusal::NoRecord)?;
    let answers = cases::answers(&house.db, id, case.round).await?;
    let today = house.now().date();
    let contents = Contents::of(&frozen, |record| rules::resident_record(record, &answers, today))?;
    let holders = contents.data()["persons"].as_array().into_iter().flatten();
    let holders = holders.filter_map(|p| p["name"].as_str().map(str::to_owned)).collect();
    let title = plain(&procedure.guide.title.ja);
    Ok(NewPaper::new(template, title, ("cases_case", id.0), contents.with("town", town(house)))
        .for_person(case.applicant)
        .at_desk(case.desk)
        .naming(holders))
}

fn town(house: &House) -> serde_json::Value {
    let town = &house.town;
    let office = town.offices.main_on(house.now().date());
    serde_json::json!({
        "name": town.municipality.name,
        "mayor_title": town.municipality.head_title,
        "office": office.map(|o| o.name.clone()),
        "address": office.map(|o| format!("〒{} {}", o.postcode, o.address)),
        "phone": office.map(|o| o.phone.to_string()),
    })
}

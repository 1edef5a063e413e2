//! Examining a case as soon as it is handed in or corrected: is everything there that the paper will
//! say? What is found is frozen for the case; what is missing is said to the officer; what leaves no
//! doubt, and is asked for by somebody known for sure, is granted at once.

use crate::certificates::issue;
use crate::certificates::records::{self, Frozen};
use crate::certificates::rules::{self, Ground, Kind, Refusal};
use cases::forms::{Answers, Outcome};
use cases::{Case, CaseError, Examine, GrantedAtOnce};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::Date;
use kernel::id::CaseId;
use papers::Contents;
use people::Frozen as Register;
use serde_json::{Value, json};
use store::{Act, Deed, Job, JobError, Reads, StoreError, Tx};
use web::House;

/// The kind of certificate with which a case ends, if it is one of ours.
pub(crate) fn kind_of(house: &House, case: &Case) -> Result<Option<Kind>, StoreError> {
    let book = cases::catalogue(house)?;
    let matter = book.get(&case.procedure, case.procedure_version).and_then(|p| p.matter());
    Ok(match matter.map(|m| &m.outcome) {
        Some(Outcome::Certificate(template)) => Kind::from_key(template),
        _ => None,
    })
}

/// What a paper of a case is made from.
pub(crate) struct Material {
    /// The person and household as they were when the matter was handed in.
    pub register: Option<Register>,
    pub answers: Answers,
    pub frozen: Option<Frozen>,
}

impl Material {
    pub(crate) async fn of(q: &impl Reads, case: &Case) -> Result<Self, StoreError> {
        Ok(Self {
            register: cases::frozen(q, case.id).await?,
            answers: cases::answers(q, case.id, case.round).await?,
            frozen: records::frozen(q, case.id).await?,
        })
    }

    /// The data of the paper, or why there is none.
    pub(crate) fn data(&self, house: &House, kind: Kind, day: Date) -> Result<Value, Refusal> {
        self.data_from(house, kind, day, self.register.as_ref().map(Register::record))
    }

    /// What the paper prints, bound to the frozen record of this one request.
    pub(crate) fn contents(&self, house: &House, kind: Kind, day: Date) -> Result<Contents, Refusal> {
        let register = self.register.as_ref().ok_or(Refusal::NoRecord)?;
        Contents::of(register, |record| self.data_from(house, kind, day, Some(record)))
    }

    fn data_from(&self, house: &House, kind: Kind, day: Date, snapshot: Option<&Value>) -> Result<Value, Refusal> {
        let municipality = municipality(house);
        let facts = self.frozen.as_ref().map(|f| &f.document["facts"]);
        let ground = Ground { snapshot, facts, answers: &self.answers, municipality: &municipality };
        rules::make(kind, ground, day)
    }
}

/// 福島県田村郡小野町: as a 本籍 in this town begins.
fn municipality(house: &House) -> String {
    let town = &house.town.municipality;
    format!("{}{}{}", town.prefecture, town.district.as_deref().unwrap_or_default(), town.name)
}

/// The job.
pub(crate) fn run(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let Examine { case, round } = job.payload()?;
        let act = Act::system("certificates", house.now());
        let inside = house.clone();
        let done = house.db.write(&act, move |tx| async move {
            let case = cases::find(&tx, case).await?.ok_or(CaseError::Missing)?;
            // A newer round has an examination of its own; what is decided is not touched any more.
            if case.round != round || !cases::is_open(case.state) {
                return Ok(());
            }
            examine(&tx, &inside, &case).await
        });
        Ok(done.await?)
    }
    .boxed()
}

/// Freezes what the case needs as it stands now, and says or does what follows. A character that no font
/// has is found here, before anybody pays.
pub(crate) async fn examine(tx: &Tx, house: &House, case: &Case) -> Result<(), CaseError> {
    let Some(kind) = kind_of(house, case)? else { return Ok(()) };
    freeze_record(tx, case, kind).await?;
    let material = Material::of(tx, case).await?;
    let contents = match material.contents(house, kind, tx.now().date()) {
        Ok(contents) => contents,
        Err(refusal) => {
            papers::release(tx, ("cases_case", case.id.0)).await?;
            return cases::hinder(tx, case.id, Some(&refusal.to_string())).await;
        }
    };
    if let Some(cluster) = house.press.lacks(contents.data()) {
        let paper = issue::paper(house, case, kind, &material, contents)?;
        papers::hold(tx, &paper, &cluster).await?;
        return cases::hinder(tx, case.id, Some(&papers::no_glyph(&cluster))).await;
    }
    papers::release(tx, ("cases_case", case.id.0)).await?;
    cases::hinder(tx, case.id, None).await?;
    match cases::grant_at_once(tx, house, case.id).await? {
        GrantedAtOnce::Yes | GrantedAtOnce::No(_) => Ok(()),
    }
}

/// Reads the imported record of the person and freezes it for the case. Reading it is an act that
/// the person sees.
async fn freeze_record(tx: &Tx, case: &Case, kind: Kind) -> Result<(), CaseError> {
    let Some(person) = case.applicant.filter(|_| kind.is_imported()) else { return Ok(()) };
    let answers = cases::answers(tx, case.id, case.round).await?;
    let year = rules::year_asked(kind, &answers);
    let read = format!("{}の記録を、申請（{}）のために読みました", kind.record_name(), case.reference);
    tx.record(Deed::new("certificates.read").about(person).detail(read));
    let Some(record) = records::current(tx, person, kind, year).await? else { return Ok(()) };
    let facts: Value = serde_json::from_str(&record.facts).unwrap_or_default();
    let document = json!({ "facts": facts, "as_of": record.as_of.to_string(), "record": record.id });
    if records::frozen(tx, case.id).await?.is_some_and(|f| f.document == document) {
        return Ok(());
    }
    Ok(records::freeze(tx, case.id, kind, &document, "証明の内容を、この申請のために固めました").await?)
}

/// Reads the records anew for a case that is not decided yet: an officer asks for it after an import.
pub(crate) async fn again(house: &House, act: &Act, id: CaseId) -> Result<(), CaseError> {
    let inside = house.clone();
    house
        .db
        .write(act, move |tx| async move {
            let case = cases::find(&tx, id).await?.ok_or(CaseError::Missing)?;
            if !cases::is_open(case.state) {
                return Err(CaseError::Changed);
            }
            examine(&tx, &inside, &case).await
        })
        .await
}

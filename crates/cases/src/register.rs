//! When the register does not answer, or only with what it knew some days ago: the form still goes
//! its way, says so plainly, and what could not be looked up is looked up afterwards.
//!
//! The draft notes how the register stood when it was begun, the case how it stood when it was handed
//! in. A round asks again; once the register answers, the case gets a note of what it says otherwise
//! than the form, and where the record of the person could not be frozen, it is frozen now.

use crate::error::CaseError;
use crate::fill::matter;
use crate::forms::{Answer, Answers, Form, Prefill};
use crate::records::case::{self, Case};
use crate::records::message::{self, Kind};
use crate::{say, subject};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::Moment;
use kernel::id::PersonId;
use kernel::search_key::search_key;
use people::register::last_import;
use people::{Answer as Said, ImportedRegister, Person, RegisterSource};
use std::sync::Arc;
use store::{Act, Deed, JobError, StoreError};
use web::House;
use web::texts::{Lang, plain};

/// Where this house asks about its residents; on the shelf of the house, or else the copy that the
/// last import left.
pub struct Register(Arc<dyn RegisterSource>);

impl Register {
    /// Asks this source.
    pub fn new(source: Arc<dyn RegisterSource>) -> Self {
        Self(source)
    }
}

/// How the register stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It answered.
    Fresh,
    /// It answered with what it knew then.
    Since(Moment),
    /// It did not answer.
    Silent,
}

impl Standing {
    /// The word kept in records; none when there is nothing to look up again.
    pub(crate) fn word(self) -> Option<String> {
        match self {
            Self::Fresh => None,
            Self::Since(at) => Some(format!("since:{}", at.as_micros())),
            Self::Silent => Some("silent".to_owned()),
        }
    }

    /// Reads the word kept in records.
    pub(crate) fn of(word: Option<&str>) -> Self {
        let since = |word: &str| word.strip_prefix("since:")?.parse().ok().map(Moment::from_micros);
        match word {
            None => Self::Fresh,
            Some(word) => since(word).map_or(Self::Silent, Self::Since),
        }
    }
}

async fn ask(house: &House, person: PersonId) -> Said<Option<Person>> {
    let now = house.now();
    match house.shelved::<Register>() {
        Ok(register) => register.0.person(&house.db, person, now).await,
        Err(_) => ImportedRegister::default().person(&house.db, person, now).await,
    }
}

/// How the register stands for a person; who is not in it is not asked for.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn standing(house: &House, person: Option<PersonId>) -> Result<Standing, StoreError> {
    let Some(person) = person else { return Ok(Standing::Fresh) };
    Ok(match ask(house, person).await {
        Said::Fresh(_) => Standing::Fresh,
        Said::Unavailable => Standing::Silent,
        // A town that imports nothing keeps its people by hand: there is no newer answer to wait for.
        Said::StaleSince(..) if last_import(&house.db).await?.is_none() && !is_foreign(house) => Standing::Fresh,
        Said::StaleSince(_, at) => Standing::Since(at),
    })
}

/// Whether another source than the imported copy is asked.
fn is_foreign(house: &House) -> bool {
    house.shelved::<Register>().is_ok()
}

/// Asks again for the people of cases that could not be looked up.
pub(crate) fn look_again(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        for case in case::to_look_up(&house.db, 200).await? {
            look(&house, &case).await?;
        }
        Ok(())
    }
    .boxed()
}

async fn look(house: &House, case: &Case) -> Result<(), CaseError> {
    let Some(person) = case.applicant else { return Ok(()) };
    let Said::Fresh(found) = ask(house, person).await else { return Ok(()) };
    let (_, matter) = matter(house, &case.procedure, case.procedure_version)?;
    let answers = case::answers(&house.db, case.id, case.round).await?;
    let words = match &found {
        None => "台帳に問い合わせましたが、この人は見つかりませんでした。".to_owned(),
        Some(person) => told(&matter.form, &answers, person),
    };
    let (id, round, applicant) = (case.id, case.round, case.applicant);
    let act = Act::system("cases", house.now());
    let written = house.db.write(&act, move |tx| async move {
        let frozen = subject::freeze(&tx, applicant, tx.now().date()).await?;
        if !case::looked_up(&tx, id, frozen.as_deref()).await? {
            return Ok(());
        }
        let note = message::insert(&tx, id, round, Kind::Note, "", &words).await?;
        let deed = Deed::new("cases.look_again").about(applicant).row("cases_case", id).row("cases_message", note);
        tx.record(deed.detail("つながった台帳で、もう一度確かめました"));
        Ok::<_, CaseError>(())
    });
    written.await
}

/// What the register says otherwise than the form, for the officer.
fn told(form: &Form, answers: &Answers, person: &Person) -> String {
    let other = form.questions().filter_map(|(_, q)| {
        let known = says(person, q.prefill?)?;
        let told = answers.get(&q.key).map(written)?;
        (search_key(&known) != search_key(&told))
            .then(|| format!("・{}：申請では「{told}」、台帳では「{known}」", plain(&q.label.ja)))
    });
    let other: Vec<String> = other.collect();
    let state = [
        person.deceased.map(|_| "・台帳では、亡くなっています".to_owned()),
        person.moved_out.map(|_| "・台帳では、転出しています".to_owned()),
    ];
    let all: Vec<String> = other.into_iter().chain(state.into_iter().flatten()).collect();
    if all.is_empty() {
        "台帳につながったので、もう一度確かめました。申請と違うところはありません。".to_owned()
    } else {
        format!("台帳につながったので、もう一度確かめました。次のところが違います。\n{}", all.join("\n"))
    }
}

/// What the register says to a question that it fills.
pub(crate) fn says(person: &Person, prefill: Prefill) -> Option<String> {
    match prefill {
        Prefill::Name => Some(person.name.full().to_owned()),
        Prefill::Kana => person.kana.clone(),
        Prefill::BirthDate => person.birth.map(|d| say::day(d, Lang::Ja)),
        Prefill::Address => Some(person.address.to_string()).filter(|a| !a.is_empty()),
        Prefill::Phone | Prefill::Email | Prefill::Members | Prefill::Others => None,
    }
}

/// An answer as it is compared with the register.
pub(crate) fn written(answer: &Answer) -> String {
    match answer {
        Answer::Name(name) => name.full().to_owned(),
        Answer::Kana(kana) => kana.as_str().to_owned(),
        Answer::Date(day) => say::day(*day, Lang::Ja),
        Answer::Address(address) => address.to_string(),
        _ => String::new(),
    }
}

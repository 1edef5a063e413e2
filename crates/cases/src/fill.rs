//! Filling in a form: a draft is begun, its pages are kept one by one, it is put down and taken up
//! again, on this device or another.

use crate::catalogue;
use crate::error::CaseError;
use crate::forms::{
    Answer, Answers, FieldError, Form, Kind, Member, NewFile, Page, Posted, Prefills, Procedure, Situation, TownMatter,
};
use crate::mandates;
use crate::records::DraftId;
use crate::records::draft::{self, Draft};
use crate::register::{self, Standing};
use crate::upload::CleanFiles;
use kernel::id::{AccountId, PersonId};
use kernel::kana::MiddleDot;
use kernel::{Date, Furigana, Moment, Reference};
use people::{MandateId, Person};
use std::sync::Arc;
use store::{Act, Channel, Reads, StoreError, Tx};
use web::{Fields, House, SignedIn, Visit, WebError};

/// A draft is kept for so many days after it was last touched.
pub(crate) const KEPT_DAYS: i64 = 30;
/// A form printed on paper may lie on a kitchen table for longer.
pub(crate) const PAPER_KEPT_DAYS: i64 = 120;

/// The procedure of a draft with the town's handling of it.
pub(crate) fn matter(house: &House, key: &str, version: u32) -> Result<(Arc<Procedure>, Arc<TownMatter>), CaseError> {
    let procedure = catalogue(house)?.get(key, version).cloned().ok_or(CaseError::Missing)?;
    let matter = procedure.matter().cloned().ok_or(CaseError::Missing)?;
    Ok((procedure, matter))
}

/// For whom a draft is begun, and by whom.
#[derive(Debug, Clone, Default)]
pub(crate) struct Beginning {
    pub account: Option<AccountId>,
    pub browser: Option<String>,
    pub helper: Option<AccountId>,
    pub person: Option<PersonId>,
    /// The mandate by which the account acts for the person.
    pub mandate: Option<MandateId>,
    pub channel: Option<Channel>,
    pub identity_check: Option<String>,
    /// Whether it gets its number before it is handed in, to be printed on the paper twin.
    pub on_paper: bool,
}

/// Begins a draft of `procedure`; what the town knows of the person stands in it already.
pub(crate) async fn begin(
    house: &House,
    act: &Act,
    procedure: &Procedure,
    who: Beginning,
) -> Result<DraftId, CaseError> {
    let matter = procedure.matter().ok_or(CaseError::Missing)?;
    let standing = register::standing(house, who.person).await?;
    let (procedure, form) = (procedure.clone(), matter.form.clone());
    house
        .db
        .write(act, move |tx| async move {
            let mut answers = Answers::default();
            let known = prefills(&tx, &who, &procedure, standing).await?;
            let prefilled = form.prefill(&mut answers, &known);
            let days = if who.on_paper { PAPER_KEPT_DAYS } else { KEPT_DAYS };
            let draft = Draft {
                id: tx.id(),
                procedure: procedure.key,
                procedure_version: procedure.version,
                account: who.account,
                browser: who.browser,
                helper: who.helper,
                person: who.person,
                mandate: who.mandate,
                channel: who.channel.unwrap_or(Channel::Web),
                identity_check: who.identity_check,
                reference: who.on_paper.then(|| Reference::from_random(tx.random())),
                resume_proof: None,
                answers,
                prefilled,
                page: form.pages.first().map(|p| p.key.clone()).unwrap_or_default(),
                register: standing.word(),
                email: None,
                lang: None,
                version: 1,
                updated_at: tx.now(),
                expires_at: tx.now().plus_days(days),
            };
            draft::insert(&tx, &draft).await?;
            Ok(draft.id)
        })
        .await
}

async fn prefills(tx: &Tx, who: &Beginning, procedure: &Procedure, standing: Standing) -> Result<Prefills, StoreError> {
    let mut known = Prefills::default();
    if let Some(person) = who.person.filter(|_| standing != Standing::Silent) {
        let purpose = format!("{}の申請書の作成", procedure.guide.title.ja);
        match people::look(tx, person, &purpose).await {
            Ok(person) => known = of_person(tx, &person).await?,
            Err(StoreError::Missing(_)) => {}
            Err(e) => return Err(e),
        }
    }
    if let Some(person) = who.person
        && let Some(contact) = people::contacts::find(tx, person).await?
    {
        known.phone = contact.phone.or(known.phone);
        known.email = contact.email.or(known.email);
    }
    if let Some(account) = who.account.filter(|_| known.email.is_none()) {
        known.email = people::accounts::find(tx, account).await?.and_then(|a| a.email);
    }
    Ok(known)
}

async fn of_person(tx: &Tx, person: &Person) -> Result<Prefills, StoreError> {
    let household = match person.household {
        Some(household) => people::members(tx, household, tx.now().date()).await?,
        None => Vec::new(),
    };
    let others = household.iter().filter(|m| m.id != person.id).map(of_member).collect();
    Ok(Prefills { members: household.iter().map(of_member).collect(), others, ..of_member(person) })
}

/// What is known of one person.
fn of_member(person: &Person) -> Prefills {
    Prefills {
        name: Some(person.name.clone()),
        kana: person.kana.as_deref().and_then(|k| Furigana::from_input(k, MiddleDot::Allowed).ok()),
        birth_date: person.birth,
        address: Some(person.address.clone()).filter(|a| !a.is_empty()),
        phone: person.phone.clone(),
        email: person.email.clone(),
        ..Prefills::default()
    }
}

/// Whether the draft is this visitor's. What an officer fills in for somebody is open to that officer
/// and to the desk that will deal with it.
fn is_mine(visit: &Visit, draft: &Draft) -> bool {
    let account = visit.account().map(|w| w.account);
    let desk = || matter(visit.house(), &draft.procedure, draft.procedure_version).map(|(_, m)| m.desk.clone());
    let of_the_desk = |who: &SignedIn| desk().is_ok_and(|desk| who.may_at("cases.assist", &desk));
    match (draft.helper, draft.account) {
        (Some(helper), _) => {
            visit.may("cases.assist") && (account == Some(helper) || visit.account().is_some_and(of_the_desk))
        }
        (None, Some(owner)) => account == Some(owner),
        (None, None) => draft.browser.as_ref().is_some_and(|mark| *mark == visit.browser_mark()),
    }
}

/// Whether this visitor may open the draft now: it is theirs, and the mandate under it still holds.
pub(crate) async fn is_open(visit: &Visit, draft: &Draft) -> Result<bool, StoreError> {
    match draft.mandate {
        _ if !is_mine(visit, draft) => Ok(false),
        Some(mandate) => mandates::in_force(visit, mandate).await,
        None => Ok(true),
    }
}

/// The draft, if this visitor may open it.
pub(crate) async fn open(visit: &Visit, id: DraftId) -> Result<Draft, WebError> {
    let draft = draft::find(&visit.house().db, id, visit.now()).await?.ok_or(WebError::NotFound)?;
    if is_open(visit, &draft).await? { Ok(draft) } else { Err(WebError::NotFound) }
}

/// The household of the person whose matter it is, to choose members from.
pub(crate) async fn household(
    q: &impl Reads,
    person: Option<PersonId>,
    today: Date,
) -> Result<Vec<Member>, StoreError> {
    let Some(person) = person else { return Ok(Vec::new()) };
    let Some(household) = people::find(q, person).await?.and_then(|p| p.household) else { return Ok(Vec::new()) };
    let members = people::members(q, household, today).await?;
    Ok(members.into_iter().map(|p| Member { id: p.id, name: p.name.full().to_owned(), birth_date: p.birth }).collect())
}

/// The value of an input, by the name that the forms know it by. The page kit joins the parts of a
/// field with a hyphen and has one line for 町名・番地.
pub(crate) fn posted_value(fields: &Fields, name: &str) -> Vec<String> {
    if fields.has(name) {
        return fields.all(name);
    }
    match name.rsplit_once('.') {
        Some((head, "rest")) => fields.all(&format!("{head}-town")),
        Some((head, part)) => fields.all(&format!("{head}-{part}")),
        None => Vec::new(),
    }
}

/// Reads a page that was sent on top of earlier answers.
pub(crate) fn read_page(
    form: &Form,
    page: &Page,
    fields: &Fields,
    files: &CleanFiles,
    earlier: &Answers,
    situation: Situation<'_>,
) -> Result<Answers, Vec<FieldError>> {
    let values = |name: &str| posted_value(fields, name);
    let new_files = |name: &str| {
        let files = files.get(name).map(Vec::as_slice).unwrap_or_default();
        files.iter().map(|f| NewFile { name: &f.name, bytes: &f.bytes }).collect()
    };
    let mut answers = form.parse_page(page, &Posted::new(&values, &new_files), earlier, situation)?;
    for question in &page.questions {
        keep_divided(&mut answers, earlier, &question.key);
    }
    Ok(answers)
}

/// An address that came from the register and was not changed keeps its parts.
fn keep_divided(answers: &mut Answers, earlier: &Answers, key: &str) {
    let (Some(Answer::Address(now)), Some(Answer::Address(before))) = (answers.get(key), earlier.get(key)) else {
        return;
    };
    if now.to_string() == before.to_string() && now.postcode == before.postcode {
        answers.set(key, Answer::Address(before.clone()));
    }
}

/// Reads what can be read of a half-filled page: for autosave and for putting the form down.
/// Questions that cannot be read yet keep their earlier answer; files come only with the page.
pub(crate) fn read_half(
    form: &Form,
    page: &Page,
    fields: &Fields,
    earlier: &Answers,
    situation: Situation<'_>,
) -> Answers {
    let mut answers = earlier.clone();
    for question in form.asked(page, earlier) {
        if matches!(question.kind, Kind::File(_)) {
            continue;
        }
        let mut alone = question.clone();
        (alone.required, alone.when) = (false, None);
        let single = Page { when: None, questions: vec![alone], ..page.clone() };
        let form = Form { pages: vec![single.clone()] };
        if let Ok(read) = read_page(&form, &single, fields, &CleanFiles::new(), &answers, situation) {
            answers = read;
        }
    }
    answers
}

/// How a page is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Everything must be right.
    Whole,
    /// What can be read.
    Half,
}

/// Keeps a page of a draft. An autosave that comes in between is read again and written over.
pub(crate) async fn keep_page(
    visit: &Visit,
    id: DraftId,
    page_key: &str,
    fields: &Fields,
    files: &CleanFiles,
    keep: Keep,
) -> Result<Result<Draft, Vec<FieldError>>, WebError> {
    let house = visit.house();
    for _ in 0..4 {
        let mut draft = open(visit, id).await?;
        let (_, matter) = matter(house, &draft.procedure, draft.procedure_version)?;
        let page = matter.form.page(page_key).ok_or(WebError::NotFound)?;
        let household = household(&house.db, draft.person, visit.now().date()).await?;
        let situation = Situation { today: visit.now().date(), household: &household };
        draft.answers = match keep {
            Keep::Half => read_half(&matter.form, page, fields, &draft.answers, situation),
            Keep::Whole => match read_page(&matter.form, page, fields, files, &draft.answers, situation) {
                Ok(answers) => answers,
                Err(errors) => return Ok(Err(errors)),
            },
        };
        if keep == Keep::Whole {
            draft.prefilled.retain(|key| !page.questions.iter().any(|q| q.key == *key));
        }
        page_key.clone_into(&mut draft.page);
        draft.expires_at = later(draft.expires_at, visit.now().plus_days(KEPT_DAYS));
        if save(house, &visit.act("apply"), draft.clone()).await? {
            draft.version += 1;
            return Ok(Ok(draft));
        }
    }
    Err(WebError::Changed)
}

fn later(a: Moment, b: Moment) -> Moment {
    a.max(b)
}

async fn save(house: &House, act: &Act, draft: Draft) -> Result<bool, StoreError> {
    house.db.write(act, move |tx| async move { draft::save(&tx, &draft).await }).await
}

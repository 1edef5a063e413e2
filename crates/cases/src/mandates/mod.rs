//! 代わりの方: who may apply for whom, for which procedures, until when.
//!
//! **Who uses it.** A resident asks somebody they trust at `/my/mandates`; that somebody agrees by the
//! link in the mail, signed in, and shows that they know the birthday of
//! who asks. At the counter an officer enters a 委任状, or a 法定代理人 (成年後見人, 親権者), at
//! `/desk/mandates`. Whoever gave a mandate ends it at once with one button.
//!
//! **Which law.** 民法 99条–118条 (acting for somebody), 任意後見契約法, 民法 818条・859条 (parents and
//! guardians by law). A mandate by law is not ended on the screen.
//!
//! **What it opens.** The form of a procedure, filled with what the register knows of the principal,
//! and the matters that the agent has sent. Papers and messages go to the principal. Each opening of
//! the register is journaled to the principal, and each matter says who acted.

mod agents;
mod agree;
mod ask;
mod desk;
mod mail;
mod mine;

pub(crate) use mail::{MAIL, send};

use crate::forms::Procedure;
use crate::{catalogue, say};
use kernel::id::{CaseId, PersonId};
use kernel::{Date, era};
use notices::NewNotice;
use people::mandates::{ALL_MATTERS, Mandate};
use people::{Language, MandateId, OfferId};
use store::{Deed, Reads, StoreError, Tx};
use web::components::Choice;
use web::texts::{Lang, plain};
use web::{Access, House, Routes, Visit, WebError};

/// The permission of the officer's page.
pub(crate) const ENTER: &str = "cases.mandate";

pub(crate) fn routes(r: &mut Routes) {
    let may = Access::May(ENTER);
    r.get("/my/mandates", Access::SignedIn, mine::page);
    r.post("/my/mandates/{mandate}/end", Access::SignedIn, mine::end);
    r.get("/my/mandates/new", Access::SignedIn, ask::page);
    r.post("/my/mandates/new", Access::SignedIn, ask::ask);
    r.post("/my/mandates/offers/{offer}/end", Access::SignedIn, mine::take_back);
    r.get("/mandates/{offer}/{proof}", Access::SignedIn, agree::page);
    r.post("/mandates/{offer}/{proof}", Access::SignedIn, agree::agree);
    r.get("/desk/mandates", may, desk::page);
    r.post("/desk/mandates", may, desk::enter);
    r.post("/desk/mandates/{mandate}/end", may, desk::end);
}

/// The path by which a request is agreed to; only the house can make it.
fn offer_path(house: &House, offer: OfferId) -> String {
    format!("/mandates/{offer}/{}", web::link_proof(&house.secret, "cases.offer", &offer.to_string()))
}

/// The full name of a person.
pub(crate) async fn name_of(q: &impl Reads, person: PersonId) -> Result<String, StoreError> {
    Ok(people::find(q, person).await?.map(|p| p.name.full().to_owned()).unwrap_or_default())
}

/// The procedures for which somebody else can apply on the screen.
fn procedures(house: &House, day: Date) -> Result<Vec<Procedure>, StoreError> {
    Ok(catalogue(house)?.on(day).into_iter().filter(|p| p.matter().is_some()).cloned().collect())
}

/// All procedures, or some of them.
fn scope_choices(visit: &Visit) -> Result<Vec<Choice>, StoreError> {
    let every = Choice::new(ALL_MATTERS, visit.t("cases-mandate-all"));
    let lang = visit.lang();
    let some = procedures(visit.house(), visit.now().date())?;
    let some = some.into_iter().map(|p| Choice::new(&p.key, say::text(&p.guide.title, lang)));
    Ok(std::iter::once(every).chain(some).collect())
}

/// What was chosen, as a mandate keeps it; nothing when nothing was.
fn scope_of(visit: &Visit, chosen: &[String]) -> Result<Option<String>, StoreError> {
    if chosen.iter().any(|k| k == ALL_MATTERS) {
        return Ok(Some(ALL_MATTERS.to_owned()));
    }
    let known = procedures(visit.house(), visit.now().date())?;
    let keys: Vec<&str> = known.iter().map(|p| p.key.as_str()).filter(|k| chosen.iter().any(|c| c == k)).collect();
    Ok((!keys.is_empty()).then(|| keys.join(" ")))
}

/// The procedures of a mandate in words.
fn scope_words(house: &House, scope: &str, day: Date, lang: Lang) -> Result<String, StoreError> {
    if scope == ALL_MATTERS {
        return Ok(house.texts.words(lang).plain("cases-mandate-all"));
    }
    let known = catalogue(house)?;
    let title = |key: &str| known.current(key, day).map(|p| plain(say::text(&p.guide.title, lang)));
    Ok(scope.split_whitespace().filter_map(title).collect::<Vec<_>>().join(if lang == Lang::En { ", " } else { "、" }))
}

fn day_words(lang: Lang, day: Option<Date>) -> String {
    match (day, lang) {
        (None, _) => String::new(),
        (Some(day), Lang::En) => day.to_string(),
        (Some(day), _) => era::date_label(day),
    }
}

/// Whether the mandate holds today and is the visitor's.
pub(crate) async fn in_force(visit: &Visit, id: MandateId) -> Result<bool, StoreError> {
    let me = agents::acting_as(visit).await?;
    let mandate = people::mandates::find(&visit.house().db, id).await?;
    Ok(mandate.is_some_and(|m| Some(m.agent) == me && m.term.holds_on(visit.now().date())))
}

/// For whom the visitor may apply with this procedure: the mandate and the name.
pub(crate) async fn for_procedure(visit: &Visit, key: &str) -> Result<Vec<(Mandate, String)>, StoreError> {
    let Some(me) = agents::acting_as(visit).await? else { return Ok(Vec::new()) };
    let db = &visit.house().db;
    let mut found = Vec::new();
    for mandate in people::mandates::of_agent(db, me, visit.now().date()).await? {
        if mandate.covers(key) {
            let name = name_of(db, mandate.principal).await?;
            found.push((mandate, name));
        }
    }
    Ok(found)
}

/// Writes into the journal who acted for whom, in words that the principal reads.
pub(crate) async fn acted(tx: &Tx, id: MandateId, case: CaseId) -> Result<(), StoreError> {
    let Some(mandate) = people::mandates::find(tx, id).await? else { return Ok(()) };
    let (agent, principal) = (name_of(tx, mandate.agent).await?, name_of(tx, mandate.principal).await?);
    let words = format!("{agent}さんが、{principal}さんの代わりに申請しました");
    tx.record(Deed::new("cases.submit_for").about(mandate.principal).row("cases_case", case).detail(words));
    Ok(())
}

/// Tells the other one what became of a mandate.
async fn tell(tx: &Tx, house: &House, mandate: &Mandate, to: PersonId, key: &'static str) -> Result<(), StoreError> {
    let contact = people::contacts::find(tx, to).await?;
    let lang = contact.map_or(Lang::Ja, |c| match c.language {
        Language::Ja => Lang::Ja,
        Language::Easy => Lang::Easy,
        Language::En => Lang::En,
    });
    let words = house.texts.words(lang);
    let (agent, principal) = (name_of(tx, mandate.agent).await?, name_of(tx, mandate.principal).await?);
    let body = words.tf(
        key,
        &[
            ("agent", agent.into()),
            ("principal", principal.into()),
            ("scope", scope_words(house, &mandate.scope, tx.now().date(), lang)?.into()),
            ("until", day_words(lang, mandate.term.until).into()),
        ],
    );
    let notice = NewNotice {
        key: format!("{key}:{}:{}", mandate.id, mandate.version),
        topic: "cases.mandate",
        person: to,
        subject: words.plain(&format!("{key}-subject")),
        body: plain(&body),
        link: Some("/my/mandates".to_owned()),
        urgent: false,
    };
    notices::tell(tx, notice).await.map(|_| ())
}

/// An error of `people` as a page tells it.
fn told(error: people::PeopleError) -> WebError {
    match error {
        people::PeopleError::Store(error) => error.into(),
        people::PeopleError::Missing => WebError::NotFound,
        people::PeopleError::Changed => WebError::Changed,
        other => WebError::Internal(other.to_string()),
    }
}

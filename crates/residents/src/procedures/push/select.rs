//! Selecting: the register is read once, the rule goes through it once, and what it finds is written
//! down with the reason for each and why somebody was left out.

use super::lines::{self, Line, Standing};
use super::offers::{self, Offer, State};
use super::rules::OfferRule;
use super::{LineId, OfferId};
use cases::forms::{Answer, Procedure};
use cases::invite::Applied;
use kernel::fiscal::FiscalYear;
use kernel::id::{AccountId, HouseholdId, PersonId};
use kernel::{Moment, TypedId};
use people::selection::{self, Question, Recipient, Resident};
use people::{ContactChannel, contacts};
use std::collections::{HashMap, HashSet};
use store::{Act, Deed, StoreError};
use web::House;

/// People written down in one transaction.
const AT_ONCE: usize = 100;

/// What an officer asks.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) year: FiscalYear,
    pub(super) wards: Vec<String>,
    /// Why the register is gone through, in words that everybody on the list can read.
    pub(super) purpose: String,
}

/// The register as it was read, and what else is known of who need not be invited.
struct Known {
    register: HashMap<PersonId, Resident>,
    applied: Vec<Applied>,
    offered: HashSet<PersonId>,
}

/// Selects, and writes the list down.
///
/// # Errors
/// When the records do not answer; then the offer stays as one that is being made and sends nothing.
pub(super) async fn make(
    house: &House,
    act: &Act,
    author: AccountId,
    rule: &OfferRule,
    procedure: &Procedure,
    asked: Asked,
) -> Result<OfferId, StoreError> {
    let act = act.for_purpose(&asked.purpose);
    let register = selection::census(&house.db).await?;
    let question = Question { rule: &rule.file.select, year: asked.year, wards: &asked.wards, day: act.at.date() };
    let found = selection::choose(&register, question);
    let looked_at = register.len();
    let since = Moment::start_of(FiscalYear::of(act.at.date()).start());
    let known = Known {
        register: register.into_iter().map(|r| (r.id, r)).collect(),
        applied: cases::invite::applied_since(&house.db, &procedure.key, since).await?,
        offered: lines::offered(&house.db, &procedure.key, asked.year).await?,
    };
    let mut lines = people(house, rule, &known, found).await?;
    for (line, place) in lines.iter_mut().zip(0..) {
        line.place = place;
    }
    let offer = begin(house, &act, author, rule, procedure, &asked, looked_at, lines.len()).await?;
    for some in lines.chunks(AT_ONCE) {
        keep(house, &act, offer, some.to_vec(), asked.purpose.clone()).await?;
    }
    finish(house, &act, offer).await?;
    Ok(offer)
}

/// The lines in the order of the register: who is chosen, then who was left out.
async fn people(
    house: &House,
    rule: &OfferRule,
    known: &Known,
    found: selection::Choice,
) -> Result<Vec<Line>, StoreError> {
    let mut lines = Vec::with_capacity(found.chosen.len() + found.left_out.len());
    for chosen in found.chosen {
        let ground = chosen.ground.in_words();
        let mut line = line(known, chosen.subject, Some(chosen.recipient));
        line.ground = Some(ground);
        if let Some(why) = in_the_way(house, rule, known, chosen.subject, chosen.recipient).await? {
            (line.standing, line.why) = (Standing::LeftOut, Some(why));
        }
        lines.push(line);
    }
    for left_out in found.left_out {
        let mut line = line(known, left_out.subject, None);
        (line.standing, line.why) = (Standing::LeftOut, Some(left_out.why.in_words()));
        lines.push(line);
    }
    Ok(lines)
}

fn line(known: &Known, subject: PersonId, recipient: Option<PersonId>) -> Line {
    let of = |id: PersonId| known.register.get(&id);
    let name = |id: PersonId| of(id).map(|r| r.name.full().to_owned()).unwrap_or_default();
    Line {
        // Both are given when the line is written down.
        id: LineId::from_uuid(kernel::Uuid::nil()),
        offer: OfferId::from_uuid(kernel::Uuid::nil()),
        place: 0,
        subject,
        person: recipient,
        name: name(subject),
        to_name: recipient.map(name),
        ward: of(subject).and_then(|r| r.ward.clone()),
        ground: None,
        standing: Standing::Listed,
        why: None,
        invitation: None,
    }
}

/// What keeps somebody from being invited whom the rule finds.
async fn in_the_way(
    house: &House,
    rule: &OfferRule,
    known: &Known,
    subject: PersonId,
    recipient: PersonId,
) -> Result<Option<String>, StoreError> {
    if let Some(reference) = has_applied(rule, known, subject, recipient) {
        return Ok(Some(format!("今年度に申請済み（受付番号 {reference}）")));
    }
    if known.offered.contains(&subject) {
        return Ok(Some("同じ年度の案内が、ほかにあります".to_owned()));
    }
    let has_address = known.register.get(&recipient).is_some_and(|r| r.has_address);
    if !has_address {
        let reach = contacts::reach(&house.db, recipient).await?;
        if reach.channel == ContactChannel::Post && reach.address.trim().is_empty() {
            return Ok(Some("住所の登録がなく、手紙を送れない".to_owned()));
        }
    }
    Ok(None)
}

/// Whether this household has applied already: for this child where the form names one, else at all.
fn has_applied(rule: &OfferRule, known: &Known, subject: PersonId, recipient: PersonId) -> Option<kernel::Reference> {
    let of = |id: PersonId| known.register.get(&id);
    let home = |id: PersonId| of(id).and_then(|r| r.household);
    let own: Option<HouseholdId> = home(recipient);
    let birth = of(subject).and_then(|r| r.birth);
    let personal = rule.file.select.recipient == Recipient::Person;
    let same = |a: &&Applied| {
        let by_home = a.person.is_some_and(|p| p == recipient || !personal && own.is_some() && home(p) == own);
        match rule.birth_question().and_then(|key| a.answers.get(key)) {
            Some(Answer::Date(day)) => by_home && Some(*day) == birth,
            _ => by_home,
        }
    };
    known.applied.iter().find(same).map(|a| a.reference)
}

#[expect(clippy::too_many_arguments, reason = "an offer is made of them once, here")]
async fn begin(
    house: &House,
    act: &Act,
    author: AccountId,
    rule: &OfferRule,
    procedure: &Procedure,
    asked: &Asked,
    looked_at: usize,
    found: usize,
) -> Result<OfferId, StoreError> {
    let (rule, asked) = (rule.clone(), asked.clone());
    let desk = procedure.matter().map(|m| m.desk.clone()).unwrap_or_default();
    let (key, version) = (procedure.key.clone(), procedure.version);
    house
        .db
        .write(act, move |tx| async move {
            let offer = Offer {
                id: tx.id(),
                rule: rule.key,
                title: rule.file.title,
                procedure: key,
                procedure_version: version,
                desk,
                year: asked.year,
                wards: asked.wards,
                purpose: asked.purpose.clone(),
                state: State::Making,
                author,
                approval: None,
                round: 0,
                looked_at: i64::try_from(looked_at).unwrap_or(i64::MAX),
                made_at: tx.now(),
                sent_at: None,
                reply_until: None,
                reminders: 0,
                reminded_at: None,
                version: 1,
            };
            offers::insert(&tx, &offer).await?;
            selection::journal_pass(&tx, found, looked_at, &asked.purpose);
            tx.record(Deed::new("procedures.offer_begin").row("procedures_offer", offer.id));
            Ok(offer.id)
        })
        .await
}

async fn keep(house: &House, act: &Act, offer: OfferId, some: Vec<Line>, purpose: String) -> Result<(), StoreError> {
    let write = move |tx: store::Tx| async move {
        let mut deed = Deed::new("procedures.offer_list");
        let mut seen: Vec<PersonId> = Vec::new();
        for mut line in some {
            (line.id, line.offer) = (tx.id(), offer);
            lines::insert(&tx, &line).await?;
            seen.extend(std::iter::once(line.subject).chain(line.person));
            deed = deed.row("procedures_offer_line", line.id);
        }
        seen.sort_unstable();
        seen.dedup();
        selection::journal_seen(&tx, &seen, &purpose);
        tx.record(deed);
        Ok(())
    };
    house.db.write(act, write).await
}

async fn finish(house: &House, act: &Act, offer: OfferId) -> Result<(), StoreError> {
    let write = move |tx: store::Tx| async move {
        let mut offer = offers::find(&tx, offer).await?.ok_or(StoreError::Missing("procedures_offer"))?;
        offer.state = State::Draft;
        offers::update(&tx, &offer).await?;
        tx.record(Deed::new("procedures.offer_made").row("procedures_offer", offer.id));
        Ok(())
    };
    house.db.write(act, write).await
}

//! Reminders before a due day: one message a person and day, by the channel that the person chose;
//! whoever has neither mail nor telephone gets a letter. And the word that a card payment arrived.

use super::card::Card;
use billing::{BillFacts, Instalment};
use kernel::id::PersonId;
use kernel::{Date, Yen, era};
use notices::NewNotice;
use people::Language;
use std::collections::BTreeMap;
use store::{Act, JobError, Reads, StoreError, Tx, args};
use web::House;
use web::texts::{Lang, plain};

/// So many days before the due day: a letter takes some of them.
const DAYS_BEFORE: i64 = 7;
/// Whoever was sent a bill within so many days needs no reminder of it.
const JUST_SENT: i64 = 5;
/// People told in one round; the next round goes on.
const AT_ONCE: usize = 500;

kernel::id_type!(
    /// That somebody was reminded of an instalment.
    ReminderId,
);

/// One instalment that will be due.
struct Due {
    instalment: Instalment,
    facts: BillFacts,
}

/// Tells everybody whose instalment is due within a week and who was not told yet.
pub(crate) async fn remind(house: House) -> Result<(), JobError> {
    let today = house.now().date();
    let last = house.now().plus_days(DAYS_BEFORE).date();
    let mut people: BTreeMap<(Date, PersonId), Vec<Instalment>> = BTreeMap::new();
    for (instalment, payer) in billing::due_between(&house.db, today, last).await? {
        people.entry((instalment.due, payer)).or_default().push(instalment);
    }
    let act = Act::system("payments.remind", house.now());
    let mut told = 0;
    for ((due, person), instalments) in people {
        if told == AT_ONCE {
            break;
        }
        let inside = house.clone();
        let work = move |tx: Tx| async move { tell(&tx, &inside, person, due, instalments).await };
        told += usize::from(house.db.write(&act, work).await?);
    }
    Ok(())
}

/// Whether the person was told now.
async fn tell(
    tx: &Tx,
    house: &House,
    person: PersonId,
    due: Date,
    instalments: Vec<Instalment>,
) -> Result<bool, StoreError> {
    let mut list = Vec::new();
    for instalment in instalments {
        let Some(facts) = billing::facts(tx, instalment.bill).await? else { continue };
        let just_sent = tx.now().seconds_since(facts.issued_at) < JUST_SENT * 86_400;
        if just_sent || !note(tx, &instalment, person).await? {
            continue;
        }
        list.push(Due { instalment, facts });
    }
    if list.is_empty() {
        return Ok(false);
    }
    let lang = language(tx, person).await?;
    let (subject, body) = words(house, lang, due, &list);
    let link = match list.as_slice() {
        [one] => format!("/my/bills/{}", one.instalment.bill),
        _ => "/my/bills".to_owned(),
    };
    // The first of the list tells messages apart when a bill joins later.
    let key = format!("payments.due:{person}:{due}:{}", list[0].instalment.id);
    let notice = NewNotice { key, topic: "payments.due", person, subject, body, link: Some(link), urgent: false };
    notices::tell(tx, notice).await?;
    Ok(true)
}

/// Writes down that the person is told; `false` when they were told before.
async fn note(tx: &Tx, instalment: &Instalment, person: PersonId) -> Result<bool, StoreError> {
    let sql = "INSERT INTO payments_reminder (id, instalment, due, person, told_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (instalment, due) DO NOTHING";
    let values = args![tx.id::<ReminderId>(), instalment.id, instalment.due, person, tx.now()];
    Ok(tx.execute(sql, values).await? == 1)
}

async fn language(q: &impl Reads, person: PersonId) -> Result<Lang, StoreError> {
    let contact = people::contacts::find(q, person).await?;
    Ok(contact.map_or(Lang::Ja, |c| match c.language {
        Language::Ja => Lang::Ja,
        Language::Easy => Lang::Easy,
        Language::En => Lang::En,
    }))
}

fn day(date: Date, lang: Lang) -> String {
    if lang == Lang::En { date.strftime("%-d %B %Y").to_string() } else { era::date_label(date) }
}

fn yen(amount: Yen, lang: Lang) -> String {
    if lang == Lang::En { format!("{} yen", amount.digits()) } else { amount.to_string() }
}

fn words(house: &House, lang: Lang, due: Date, list: &[Due]) -> (String, String) {
    let words = house.texts.words(lang);
    let line = |d: &Due| {
        let title = match d.instalment.of {
            0 | 1 => d.facts.title.clone(),
            _ => format!("{} {}", d.facts.title, part(house, lang, &d.instalment)),
        };
        let args = [
            ("title", title.into()),
            ("amount", yen(d.instalment.rest(), lang).into()),
            ("number", d.facts.number.clone().into()),
        ];
        plain(&words.tf("payments-remind-line", &args))
    };
    let lines = list.iter().map(line).collect::<Vec<_>>().join("\n");
    let sum = list.iter().map(|d| d.instalment.rest()).sum::<Yen>();
    let args = [("day", day(due, lang).into()), ("sum", yen(sum, lang).into()), ("lines", lines.into())];
    (plain(&words.tf("payments-remind-subject", &args)), plain(&words.tf("payments-remind-body", &args)))
}

/// 第1期（全4期）.
pub(crate) fn part(house: &House, lang: Lang, instalment: &Instalment) -> String {
    let args = [("n", i64::from(instalment.n).into()), ("of", i64::from(instalment.of).into())];
    house.texts.words(lang).tf("payments-part", &args)
}

/// Tells whoever paid by card, while they were signed in, that the money arrived.
pub(crate) async fn thank(tx: &Tx, house: &House, card: &Card) -> Result<(), StoreError> {
    let (Some(person), Some(amount)) = (card.by, card.paid) else { return Ok(()) };
    let lang = language(tx, person).await?;
    let title = billing::facts(tx, card.bill).await?.map(|f| f.title).unwrap_or_default();
    let words = house.texts.words(lang);
    let args = [("title", title.into()), ("amount", yen(amount, lang).into())];
    let over = card.over.map(|over| [("over", yen(over, lang).into())]);
    let mut body = plain(&words.tf("payments-thanks-body", &args));
    if let Some(args) = over {
        body.push_str("\n\n");
        body.push_str(&plain(&words.tf("payments-thanks-over", &args)));
    }
    let notice = NewNotice {
        key: format!("payments.paid:{}", card.id),
        topic: "payments.paid",
        person,
        subject: plain(&words.tf("payments-thanks-subject", &args)),
        body,
        link: Some(format!("/my/bills/{}", card.bill)),
        urgent: false,
    };
    notices::tell(tx, notice).await?;
    Ok(())
}

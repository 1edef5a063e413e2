//! What the company says, believed once: from its signed message or from its answer to us.

use super::back;
use super::records::{self, Card, CardId, State};
use crate::payments::remind;
use billing::providers::{Event, Happened, Session, SessionState};
use billing::{BillingError, Channel, Received};
use kernel::{Date, TypedId, Yen};
use store::{Act, Tx};
use web::House;

/// Takes a signed message. The same message again changes nothing, and says so.
pub(crate) async fn hear(
    house: &House,
    act: &Act,
    company: &'static str,
    event: Event,
) -> Result<&'static str, BillingError> {
    let inside = house.clone();
    let work = move |tx: Tx| async move {
        if !records::note_event(&tx, company, &event.id).await? {
            return Ok("again");
        }
        let outcome = match event.what {
            // Practice money pays no bill of a real town, nor the other way round.
            _ if event.live == inside.demo => "other mode",
            Happened::Session(session) => take(&tx, &inside, company, &session, event.at.date()).await?,
            Happened::GivenBack(given) => back::told(&tx, &given).await?,
            Happened::Disputed(payment) => disputed(&tx, &payment).await?,
            Happened::Other(_) => "not used",
        };
        records::conclude_event(&tx, company, &event.id, outcome).await?;
        Ok::<_, BillingError>(outcome)
    };
    house.db.write(act, work).await
}

/// Takes the company's answer to our own question.
pub(crate) async fn learn(
    house: &House,
    act: &Act,
    company: &'static str,
    session: Session,
) -> Result<&'static str, BillingError> {
    let inside = house.clone();
    let today = house.now().date();
    let work = move |tx: Tx| async move { take(&tx, &inside, company, &session, today).await };
    house.db.write(act, work).await
}

async fn take(
    tx: &Tx,
    house: &House,
    company: &str,
    session: &Session,
    day: Date,
) -> Result<&'static str, BillingError> {
    let Some(order) = session.order else { return Ok("not ours") };
    let Some(mut card) = records::lock(tx, CardId::from_uuid(order), "payments.card").await? else {
        return Ok("not ours");
    };
    match (session.state, card.state) {
        (SessionState::Open | SessionState::Pending, _)
        | (SessionState::Paid, State::Paid | State::Wrong)
        | (SessionState::Over, State::Paid | State::Wrong | State::Over) => Ok("nothing new"),
        (SessionState::Over, State::Asked | State::Open) => {
            card.state = State::Over;
            records::save(tx, &card).await?;
            Ok("over")
        }
        (SessionState::Paid, State::Asked | State::Open | State::Over) => {
            paid(tx, house, company, card, session, day).await
        }
    }
}

/// Whether the money is what was asked for: the currency, the sum, and the page that we opened.
fn fits(card: &Card, session: &Session) -> bool {
    let page = card.session.as_deref().is_none_or(|opened| opened == session.session);
    session.currency == "jpy" && session.amount == card.amount.get() && page
}

async fn paid(
    tx: &Tx,
    house: &House,
    company: &str,
    mut card: Card,
    session: &Session,
    day: Date,
) -> Result<&'static str, BillingError> {
    let source = format!("{company}:{}", session.session);
    card.payment.clone_from(&session.payment);
    let outcome = if fits(&card, session) {
        let received = Received {
            instalment: card.instalment,
            channel: Channel::Card,
            amount: card.amount,
            paid_on: day,
            source,
            note: None,
        };
        let booked = billing::receive(tx, received).await?;
        (card.state, card.paid, card.booked) = (State::Paid, Some(card.amount), Some(booked.payment));
        if booked.over > Yen::ZERO {
            card.over = Some(booked.over);
            card.trouble = Some(format!("{}が多く払われています。返してください。", booked.over));
        }
        "paid"
    } else {
        card.state = State::Wrong;
        card.trouble = Some(wrong(&card, session));
        if session.currency == "jpy" && session.amount > 0 {
            let note = card.trouble.clone().unwrap_or_default();
            billing::into_suspense(tx, Channel::Card, Yen(session.amount), day, source, Some(note)).await?;
        }
        "wrong"
    };
    card.session.get_or_insert_with(|| session.session.clone());
    records::save(tx, &card).await?;
    if outcome == "paid" {
        remind::thank(tx, house, &card).await?;
    }
    Ok(outcome)
}

fn wrong(card: &Card, session: &Session) -> String {
    if session.currency != "jpy" {
        return "円ではない通貨で払われました。会社の画面で返してください。".to_owned();
    }
    format!("頼んだ額は{}、払われた額は{}です。仮受金に入れました。", card.amount, Yen(session.amount))
}

/// チャージバック: the holder of the card says that the payment was not theirs.
async fn disputed(tx: &Tx, payment: &str) -> Result<&'static str, BillingError> {
    let Some(found) = records::by_payment(tx, payment).await? else { return Ok("not ours") };
    let Some(mut card) = records::lock(tx, found.id, "payments.dispute").await? else { return Ok("not ours") };
    card.trouble =
        Some("カードの持ち主が「覚えがない」と申し出ています。会社の画面で期限までに答えてください。".to_owned());
    records::save(tx, &card).await?;
    Ok("disputed")
}

//! Somebody wants to pay by card: one page of the company for what is asked now.

use super::records::{self, Card, CardId, State};
use super::{address, learn};
use billing::providers::{Order, Provider, SessionState, provider};
use billing::{BillingError, Instalment};
use kernel::Yen;
use kernel::id::PersonId;
use store::{Act, Deed, StoreError};
use web::House;
use web::texts::Lang;

/// The company's page stays open so long, in seconds; Stripe asks for half an hour at least.
const OPEN_SECONDS: i64 = 35 * 60;
/// A page with less than this left is not shown to somebody who comes now.
const TIME_TO_TYPE: i64 = 5 * 60;
/// The company answers within ten seconds, or not at all.
const ASKING_SECONDS: i64 = 60;

/// What somebody wants to pay.
pub(crate) struct Wish {
    pub instalment: Instalment,
    /// Everything that is asked today.
    pub amount: Yen,
    /// What the company's page says it is for.
    pub title: String,
    pub lang: Lang,
    /// Who wants it, if they are signed in.
    pub by: Option<PersonId>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begun {
    /// The page is there.
    Ready(CardId),
    /// It was paid a moment ago.
    Paid(CardId),
    /// Somebody is at it in this very moment, or the company does not answer: later, or another way.
    Later,
    /// The town takes no cards.
    NotOffered,
}

/// Has the company open its page, or finds the one that is open for the same sum.
pub(crate) async fn begin(house: &House, act: &Act, wish: Wish) -> Result<Begun, BillingError> {
    let Some(company) = provider(house) else { return Ok(Begun::NotOffered) };
    if let Some(earlier) = records::open_for(&house.db, wish.instalment.id).await?
        && let Some(answer) = found(house, act, company.as_ref(), &earlier, wish.amount).await?
    {
        return Ok(answer);
    }
    let Some(card) = reserve(house, act, company.key(), &wish).await? else { return Ok(Begun::Later) };
    open(house, act, company.as_ref(), card, wish).await
}

/// An earlier page: the same again, or it is closed. `None`: the way is free.
async fn found(
    house: &House,
    act: &Act,
    company: &dyn Provider,
    earlier: &Card,
    amount: Yen,
) -> Result<Option<Begun>, BillingError> {
    let now = house.now();
    let usable = earlier.state == State::Open && earlier.amount == amount;
    if usable && earlier.until.seconds_since(now) > TIME_TO_TYPE {
        return Ok(Some(Begun::Ready(earlier.id)));
    }
    let Some(session) = &earlier.session else {
        if now.seconds_since(earlier.changed_at) < ASKING_SECONDS {
            return Ok(Some(Begun::Later));
        }
        give_up(house, act, earlier.id, "no answer").await?;
        return Ok(None);
    };
    match company.close(house.outside.as_ref(), session).await {
        Ok(seen) => {
            let state = seen.state;
            learn(house, act, company.key(), seen).await?;
            Ok(match state {
                SessionState::Paid => Some(Begun::Paid(earlier.id)),
                SessionState::Over => None,
                SessionState::Open | SessionState::Pending => Some(Begun::Later),
            })
        }
        Err(error) => {
            tracing::warn!(%error, "an earlier page of a payment could not be closed");
            Ok(Some(Begun::Later))
        }
    }
}

/// Takes the instalment for this payment, so that two who press at once get one page.
async fn reserve(house: &House, act: &Act, company: &'static str, wish: &Wish) -> Result<Option<CardId>, BillingError> {
    let (bill, instalment, by, amount) = (wish.instalment.bill, wish.instalment.id, wish.by, wish.amount);
    let work = move |tx: store::Tx| async move {
        let card = Card {
            id: tx.id(),
            provider: company.to_owned(),
            bill,
            instalment,
            by,
            amount,
            state: State::Asked,
            session: None,
            url: None,
            payment: None,
            paid: None,
            over: None,
            booked: None,
            trouble: None,
            until: tx.now().plus_seconds(OPEN_SECONDS),
            created_at: tx.now(),
            changed_at: tx.now(),
        };
        if !records::reserve(&tx, &card).await? {
            return Ok(None);
        }
        tx.record(Deed::new("payments.card").about(by).row("payments_card", card.id));
        Ok::<_, StoreError>(Some(card.id))
    };
    Ok(house.db.write(act, work).await?)
}

async fn open(house: &House, act: &Act, company: &dyn Provider, id: CardId, wish: Wish) -> Result<Begun, BillingError> {
    let Some(card) = records::find(&house.db, id).await? else { return Ok(Begun::Later) };
    let order = Order {
        id: kernel::TypedId::uuid(id),
        amount: wish.amount,
        title: wish.title,
        back: house.url(&address(house, id)),
        until: card.until,
        lang: wish.lang,
    };
    let opened = match company.begin(house.outside.as_ref(), &order).await {
        Ok(opened) => opened,
        Err(error) => {
            tracing::warn!(%error, "a page of the payment company was not opened");
            give_up(house, act, id, "no page").await?;
            return Ok(Begun::Later);
        }
    };
    let work = move |tx: store::Tx| async move {
        if let Some(mut card) = records::lock(&tx, id, "payments.card").await?.filter(|c| c.state == State::Asked) {
            (card.state, card.session, card.url) = (State::Open, Some(opened.session), Some(opened.url));
            records::save(&tx, &card).await?;
        }
        Ok::<_, StoreError>(())
    };
    house.db.write(act, work).await?;
    Ok(Begun::Ready(id))
}

/// Nobody was shown a page, so nobody can pay on it.
pub(super) async fn give_up(house: &House, act: &Act, id: CardId, why: &'static str) -> Result<(), BillingError> {
    let work = move |tx: store::Tx| async move {
        if let Some(mut card) = records::lock(&tx, id, "payments.card").await?.filter(|c| c.state == State::Asked) {
            (card.state, card.trouble) = (State::Over, Some(why.to_owned()));
            records::save(&tx, &card).await?;
        }
        Ok::<_, StoreError>(())
    };
    Ok(house.db.write(act, work).await?)
}

//! Our requests, checked field by field by Stripe as the tests play it; and what we believe of it.

use super::stand_in::{Message, StandIn};
use super::stripe::Stripe;
use super::*;
use futures::FutureExt;
use kernel::Moment;
use serde_json::json;
use web::outside::{Ask, Reply, Unreached};

const NOON: Moment = Moment::from_micros(1_800_000_000_000_000);
const KEY: &str = "sk_test_town";
const WEBHOOK: &str = "whsec_town";

struct Wire(StandIn);

impl Outside for Wire {
    fn ask(&self, ask: Ask) -> BoxFuture<'_, Result<Reply, Unreached>> {
        async move { Ok(self.0.answer(&ask, NOON)) }.boxed()
    }
}

fn stripe() -> Stripe {
    Stripe::new("https://api.stripe.com".to_owned(), KEY.to_owned(), WEBHOOK.to_owned())
}

fn wire() -> Wire {
    Wire(StandIn::new(KEY, WEBHOOK))
}

fn order(n: u128, yen: i64) -> Order {
    Order {
        id: Uuid::from_u128(n),
        amount: Yen(yen),
        title: "固定資産税 令和8年度 第1期".to_owned(),
        back: "https://town.example/payments/card/x".to_owned(),
        until: NOON.plus_seconds(3600),
        lang: Lang::Ja,
    }
}

fn heard((signature, body): Message) -> Event {
    stripe().hear(&signature, &body, NOON).unwrap()
}

#[tokio::test]
async fn an_order_is_told_as_the_company_wants_it_and_nothing_more() {
    let (stripe, wire) = (stripe(), wire());
    let opened = stripe.begin(&wire, &order(1, 12_300)).await.unwrap();
    assert!(opened.url.starts_with("https://checkout.stripe.com/"));
    let seen = stripe.look(&wire, &opened.session).await.unwrap();
    assert_eq!((seen.state, seen.amount, seen.currency.as_str()), (SessionState::Open, 12_300, "jpy"));
    assert_eq!((seen.order, seen.payment), (Some(Uuid::from_u128(1)), None));
    assert_eq!(wire.0.faults(), Vec::<String>::new());
}

#[tokio::test]
async fn the_same_order_twice_is_one_page() {
    let (stripe, wire) = (stripe(), wire());
    let first = stripe.begin(&wire, &order(1, 500)).await.unwrap();
    assert_eq!(stripe.begin(&wire, &order(1, 500)).await.unwrap(), first);
    assert_ne!(stripe.begin(&wire, &order(2, 500)).await.unwrap(), first);
    assert_eq!(wire.0.sessions().len(), 2);
    // Another sum under the same order is a mistake, not a second page.
    let refused = stripe.begin(&wire, &order(1, 600)).await;
    assert!(matches!(refused, Err(ProviderError::Refused(400, _))));
}

#[tokio::test]
async fn what_the_company_refuses_is_told_by_its_code_alone() {
    let (stripe, wire) = (stripe(), wire());
    let refused = stripe.begin(&wire, &order(1, 49)).await.unwrap_err();
    assert_eq!(refused, ProviderError::Refused(400, "amount_too_small".to_owned()));
    let soon = Order { until: NOON.plus_seconds(60), ..order(2, 500) };
    assert!(matches!(stripe.begin(&wire, &soon).await, Err(ProviderError::Refused(400, _))));
    let stranger = Stripe::new("https://api.stripe.com".to_owned(), "sk_test_other".to_owned(), WEBHOOK.to_owned());
    let refused = stranger.begin(&wire, &order(3, 500)).await.unwrap_err();
    assert!(!refused.to_string().contains("sk_test"), "{refused}");
}

#[tokio::test]
async fn a_page_that_leads_elsewhere_is_not_shown() {
    struct Elsewhere;
    impl Outside for Elsewhere {
        fn ask(&self, _: Ask) -> BoxFuture<'_, Result<Reply, Unreached>> {
            let body = json!({ "id": "cs_test_1", "url": "http://evil.example/" }).to_string().into_bytes();
            async move { Ok(Reply { status: 200, body }) }.boxed()
        }
    }
    assert_eq!(stripe().begin(&Elsewhere, &order(1, 500)).await, Err(ProviderError::Unreadable("session")));
    assert!(matches!(stripe().look(&Elsewhere, "cs_../refunds").await, Err(ProviderError::Unreadable(_))));
    assert!(matches!(stripe().begin(&web::outside::NoOutside, &order(1, 500)).await, Err(ProviderError::Unreached(_))));
}

#[tokio::test]
async fn a_signed_message_tells_who_paid_what() {
    let (stripe, wire) = (stripe(), wire());
    let opened = stripe.begin(&wire, &order(7, 800)).await.unwrap();
    let message = wire.0.pays(&opened.session, NOON).unwrap();
    let event = heard(message.clone());
    let Happened::Session(paid) = &event.what else { panic!("{event:?}") };
    assert_eq!((paid.state, paid.amount, paid.order), (SessionState::Paid, 800, Some(Uuid::from_u128(7))));
    assert!(!event.live && event.id.starts_with("evt_") && event.at == NOON);
    let (signature, mut body) = message.clone();
    body[20] ^= 1;
    assert_eq!(stripe.hear(&signature, &body, NOON), Err(Forged::Signature));
    assert_eq!(stripe.hear(&message.0, &message.1, NOON.plus_seconds(301)), Err(Forged::Time));
    assert_eq!(wire.0.faults(), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_is_closed_unless_somebody_was_faster() {
    let (stripe, wire) = (stripe(), wire());
    let open = stripe.begin(&wire, &order(1, 500)).await.unwrap();
    assert_eq!(stripe.close(&wire, &open.session).await.unwrap().state, SessionState::Over);
    assert!(wire.0.pays(&open.session, NOON).is_none(), "nobody can pay there any more");
    let paid = stripe.begin(&wire, &order(2, 500)).await.unwrap();
    wire.0.pays(&paid.session, NOON).unwrap();
    assert_eq!(stripe.close(&wire, &paid.session).await.unwrap().state, SessionState::Paid);
}

#[tokio::test]
async fn money_goes_back_once_and_never_more_than_came() {
    let (stripe, wire) = (stripe(), wire());
    let opened = stripe.begin(&wire, &order(1, 500)).await.unwrap();
    let Happened::Session(paid) = heard(wire.0.pays(&opened.session, NOON).unwrap()).what else { panic!() };
    let back = |n: u128, yen: i64| GiveBack {
        id: Uuid::from_u128(n),
        payment: paid.payment.clone().unwrap(),
        amount: Yen(yen),
    };
    let first = stripe.give_back(&wire, &back(1, 300)).await.unwrap();
    assert_eq!((first.state, first.amount), (BackState::Done, 300));
    assert_eq!(stripe.give_back(&wire, &back(1, 300)).await.unwrap(), first, "asked twice, given once");
    assert!(matches!(stripe.give_back(&wire, &back(2, 201)).await, Err(ProviderError::Refused(400, _))));
    assert_eq!(stripe.give_back(&wire, &back(3, 200)).await.unwrap().amount, 200);
}

#[test]
fn what_is_signed_but_says_nothing_we_use_is_no_mistake() {
    let stand_in = StandIn::new(KEY, WEBHOOK);
    let said = |kind: &str, object: serde_json::Value| {
        let event = json!({ "id": "evt_1", "type": kind, "created": 1_800_000_000, "livemode": false,
            "data": { "object": object } });
        let (signature, body) = stand_in.message(&event, NOON);
        stripe().hear(&signature, &body, NOON)
    };
    assert_eq!(said("customer.created", json!({})).unwrap().what, Happened::Other("customer.created".to_owned()));
    assert_eq!(said("checkout.session.completed", json!({ "id": "cs_1" })), Err(Forged::Unreadable));
    let disputed = said("charge.dispute.created", json!({ "payment_intent": "pi_1" })).unwrap();
    assert_eq!(disputed.what, Happened::Disputed("pi_1".to_owned()));
    let foreign = json!({ "object": "refund", "currency": "usd", "id": "re_1", "status": "succeeded", "amount": 5 });
    assert_eq!(said("refund.updated", foreign), Err(Forged::Unreadable), "we give back yen alone");
}

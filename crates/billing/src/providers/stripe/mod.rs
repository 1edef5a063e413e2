//! Stripe Checkout: the payer pays on a page of Stripe; we send amount and purpose, and are told.
//!
//! What is sent is fixed in one place ([`Stripe::order`]) and checked field by field in the tests by a
//! stand-in. Only cards are offered there: what settles later (bank transfers, store slips) would be a
//! second way for what the town has a way of its own. **The live service has not been tried.**

mod events;
mod signature;

#[cfg(any(test, feature = "testing"))]
pub(in crate::providers) use signature::sign;

use super::{
    Answer, BackState, Event, Forged, GiveBack, GivenBack, Happened, Opened, Order, Provider, ProviderError, Session,
};
use futures::FutureExt;
use kernel::{Moment, Yen};
use serde_json::Value;
use url::form_urlencoded::Serializer;
use web::outside::{Ask, Outside};
use web::texts::Lang;

/// The interface as of this day; a later one may name fields differently.
const VERSION: &str = "2024-06-20";
/// What Stripe takes at least in yen.
const LEAST: Yen = Yen(50);

/// The company, with the town's secrets.
pub struct Stripe {
    api: String,
    key: String,
    webhook: String,
}

impl Stripe {
    /// With the address of the interface (without a slash at the end), its secret key and the secret
    /// with which its messages are signed.
    pub const fn new(api: String, key: String, webhook: String) -> Self {
        Self { api, key, webhook }
    }

    fn question(&self, path: &str, idempotency: Option<String>, form: Option<String>) -> Ask {
        let mut headers =
            vec![("authorization", format!("Bearer {}", self.key)), ("stripe-version", VERSION.to_owned())];
        headers.extend(idempotency.map(|key| ("idempotency-key", key)));
        Ask { url: format!("{}/v1/{path}", self.api), headers, form, body: None }
    }

    /// Everything that Stripe is told of an order. Yen has no smaller unit, so the amount is in yen.
    fn order(order: &Order) -> String {
        let id = order.id.to_string();
        let mut form = Serializer::new(String::new());
        form.append_pair("mode", "payment")
            .append_pair("payment_method_types[0]", "card")
            .append_pair("line_items[0][quantity]", "1")
            .append_pair("line_items[0][price_data][currency]", "jpy")
            .append_pair("line_items[0][price_data][unit_amount]", &order.amount.get().to_string())
            .append_pair("line_items[0][price_data][product_data][name]", &order.title)
            .append_pair("client_reference_id", &id)
            .append_pair("metadata[order]", &id)
            .append_pair("payment_intent_data[metadata][order]", &id)
            .append_pair("success_url", &order.back)
            .append_pair("cancel_url", &order.back)
            .append_pair("expires_at", &(order.until.as_micros() / 1_000_000).to_string())
            .append_pair("locale", if order.lang == Lang::En { "en" } else { "ja" });
        form.finish()
    }

    fn refund(back: &GiveBack) -> String {
        let mut form = Serializer::new(String::new());
        form.append_pair("payment_intent", &back.payment)
            .append_pair("amount", &back.amount.get().to_string())
            .append_pair("reason", "requested_by_customer")
            .append_pair("metadata[refund]", &back.id.to_string());
        form.finish()
    }

    /// Asks, and reads the answer as JSON.
    async fn said(&self, outside: &dyn Outside, ask: Ask) -> Result<Value, ProviderError> {
        let reply = outside.ask(ask).await.map_err(|e| ProviderError::Unreached(e.why))?;
        let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        if reply.status == 200 {
            return Ok(said);
        }
        let code = said.pointer("/error/code").or_else(|| said.pointer("/error/type")).and_then(Value::as_str);
        // The company's words may repeat what we sent; its code is a word of a fixed list.
        let code = code.unwrap_or_default().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(40);
        Err(ProviderError::Refused(reply.status, code.collect()))
    }

    /// Where the payer is sent: a page over TLS, or on this machine when the company is played here.
    fn is_its_page(&self, address: &str) -> bool {
        address.starts_with("https://") || self.api.starts_with("http://") && address.starts_with(&self.api)
    }
}

/// A name that Stripe gave may stand in an address of it.
fn is_name(text: &str, prefix: &str) -> bool {
    text.len() <= 255
        && text
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

impl Provider for Stripe {
    fn key(&self) -> &'static str {
        "stripe"
    }

    fn name(&self) -> &'static str {
        "Stripe"
    }

    fn is_live(&self) -> bool {
        self.key.starts_with("sk_live_") || self.key.starts_with("rk_live_")
    }

    fn least(&self) -> Yen {
        LEAST
    }

    fn begin<'a>(&'a self, outside: &'a dyn Outside, order: &'a Order) -> Answer<'a, Opened> {
        async move {
            let ask = self.question("checkout/sessions", Some(format!("order-{}", order.id)), Some(Self::order(order)));
            let said = self.said(outside, ask).await?;
            let text = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default();
            let (session, url) = (text("id"), text("url"));
            if !is_name(session, "cs_") || !self.is_its_page(url) {
                return Err(ProviderError::Unreadable("session"));
            }
            Ok(Opened { session: session.to_owned(), url: url.to_owned() })
        }
        .boxed()
    }

    fn look<'a>(&'a self, outside: &'a dyn Outside, session: &'a str) -> Answer<'a, Session> {
        async move {
            if !is_name(session, "cs_") {
                return Err(ProviderError::Unreadable("name of a session"));
            }
            let said = self.said(outside, self.question(&format!("checkout/sessions/{session}"), None, None)).await?;
            events::session(&said).filter(|s| s.session == session).ok_or(ProviderError::Unreadable("session"))
        }
        .boxed()
    }

    fn close<'a>(&'a self, outside: &'a dyn Outside, session: &'a str) -> Answer<'a, Session> {
        async move {
            if !is_name(session, "cs_") {
                return Err(ProviderError::Unreadable("name of a session"));
            }
            let path = format!("checkout/sessions/{session}/expire");
            let ask = self.question(&path, Some(format!("expire-{session}")), Some(String::new()));
            match self.said(outside, ask).await {
                Ok(said) => {
                    events::session(&said).filter(|s| s.session == session).ok_or(ProviderError::Unreadable("session"))
                }
                // What is paid or over already cannot be closed: then it says where it stands.
                Err(ProviderError::Refused(400, _)) => self.look(outside, session).await,
                Err(other) => Err(other),
            }
        }
        .boxed()
    }

    fn give_back<'a>(&'a self, outside: &'a dyn Outside, back: &'a GiveBack) -> Answer<'a, GivenBack> {
        async move {
            let ask = self.question("refunds", Some(format!("refund-{}", back.id)), Some(Self::refund(back)));
            let said = self.said(outside, ask).await?;
            let given = events::given_back(&said).ok_or(ProviderError::Unreadable("refund"))?;
            let as_asked = given.amount == back.amount.get() && given.id == Some(back.id);
            if as_asked { Ok(given) } else { Err(ProviderError::Unreadable("refund of another sum")) }
        }
        .boxed()
    }

    fn signed_by(&self) -> &'static str {
        "stripe-signature"
    }

    fn hear(&self, signature: &str, body: &[u8], now: Moment) -> Result<Event, Forged> {
        signature::check(&self.webhook, signature, body, now)?;
        events::event(body).ok_or(Forged::Unreadable)
    }
}

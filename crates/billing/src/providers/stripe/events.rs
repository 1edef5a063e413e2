//! Stripe's objects, read into ours. What is missing or of another shape is not guessed.

use super::{BackState, Event, GivenBack, Happened, Session};
use crate::providers::SessionState;
use kernel::{Moment, Uuid};
use serde_json::Value;

fn text<'v>(object: &'v Value, name: &str) -> Option<&'v str> {
    object.get(name).and_then(Value::as_str)
}

/// A name, or the whole object when Stripe was asked to unfold it.
fn name_of(value: Option<&Value>) -> Option<String> {
    let value = value?;
    value.as_str().or_else(|| text(value, "id")).map(str::to_owned)
}

/// A `checkout.session`.
pub(super) fn session(object: &Value) -> Option<Session> {
    if text(object, "object") != Some("checkout.session") {
        return None;
    }
    let state = match (text(object, "status")?, text(object, "payment_status")?) {
        (_, "paid") => SessionState::Paid,
        ("open", _) => SessionState::Open,
        ("complete", _) => SessionState::Pending,
        _ => SessionState::Over,
    };
    let order =
        object.pointer("/metadata/order").and_then(Value::as_str).or_else(|| text(object, "client_reference_id"));
    Some(Session {
        session: text(object, "id")?.to_owned(),
        order: order.and_then(|o| Uuid::parse_str(o).ok()),
        state,
        amount: object.get("amount_total").and_then(Value::as_i64)?,
        currency: text(object, "currency")?.to_owned(),
        payment: name_of(object.get("payment_intent")),
    })
}

/// A `refund`.
pub(super) fn given_back(object: &Value) -> Option<GivenBack> {
    if text(object, "object") != Some("refund") || text(object, "currency") != Some("jpy") {
        return None;
    }
    let id = object.pointer("/metadata/refund").and_then(Value::as_str);
    Some(GivenBack {
        refund: text(object, "id")?.to_owned(),
        id: id.and_then(|id| Uuid::parse_str(id).ok()),
        state: match text(object, "status")? {
            "succeeded" => BackState::Done,
            "failed" | "canceled" => BackState::Failed,
            _ => BackState::UnderWay,
        },
        amount: object.get("amount").and_then(Value::as_i64)?,
    })
}

/// An event. A kind that we use but cannot read is no event: Stripe tells it again, and the log says so.
pub(super) fn event(body: &[u8]) -> Option<Event> {
    let said: Value = serde_json::from_slice(body).ok()?;
    let kind = text(&said, "type")?;
    let object = said.pointer("/data/object").unwrap_or(&Value::Null);
    let what = match kind {
        "checkout.session.completed" | "checkout.session.async_payment_succeeded" | "checkout.session.expired" => {
            Happened::Session(session(object)?)
        }
        "checkout.session.async_payment_failed" => {
            Happened::Session(Session { state: SessionState::Over, ..session(object)? })
        }
        "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated" => {
            Happened::GivenBack(given_back(object)?)
        }
        "charge.dispute.created" => Happened::Disputed(name_of(object.get("payment_intent"))?),
        other => Happened::Other(other.chars().take(60).collect()),
    };
    let id = text(&said, "id").filter(|id| super::is_name(id, "evt_"))?;
    Some(Event {
        id: id.to_owned(),
        at: Moment::from_micros(said.get("created").and_then(Value::as_i64)?.checked_mul(1_000_000)?),
        live: said.get("livemode").and_then(Value::as_bool)?,
        what,
    })
}

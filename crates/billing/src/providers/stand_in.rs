//! Stripe played for tests: takes our requests apart field by field, refuses what the real one
//! refuses, and signs what it tells. It knows nothing of our code but the secrets.

use super::stripe::sign;
use kernel::Moment;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use web::outside::{Ask, Reply};

/// The company, played.
pub struct StandIn {
    key: String,
    webhook: String,
    books: Mutex<Books>,
}

#[derive(Default)]
struct Books {
    sessions: BTreeMap<String, Value>,
    /// Payments: what was paid, and what was given back of it.
    payments: BTreeMap<String, (i64, i64)>,
    /// Idempotency keys with what was asked and answered under them.
    asked: BTreeMap<String, (String, String, u16, Value)>,
    faults: Vec<String>,
    count: u32,
}

type Form = BTreeMap<String, String>;

/// A message of the company: the header with its signature, and the body.
pub type Message = (String, Vec<u8>);

impl StandIn {
    /// With the secret key of the town, and the secret for messages to it.
    pub fn new(key: &str, webhook: &str) -> Self {
        Self { key: key.to_owned(), webhook: webhook.to_owned(), books: Mutex::default() }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was wrong with the questions so far; a test ends by finding nothing here.
    pub fn faults(&self) -> Vec<String> {
        self.books().faults.clone()
    }

    /// The names of all sessions, in the order in which they were made.
    pub fn sessions(&self) -> Vec<String> {
        self.books().sessions.keys().cloned().collect()
    }

    /// Answers a question as the real one would at `now`.
    pub fn answer(&self, ask: &Ask, now: Moment) -> Reply {
        let mut books = self.books();
        let (status, said) = match self.judged(&mut books, ask, now) {
            Ok(said) => (200, said),
            Err((status, code)) => {
                if status != 409 {
                    books.faults.push(format!("{} {code}", ask.url));
                }
                (status.min(400), json!({ "error": { "type": "invalid_request_error", "code": code } }))
            }
        };
        Reply { status, body: said.to_string().into_bytes() }
    }

    fn judged(&self, books: &mut Books, ask: &Ask, now: Moment) -> Result<Value, (u16, String)> {
        let header = |name: &str| ask.headers.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str());
        expect(header("authorization") == Some(&format!("Bearer {}", self.key)), 401, "bearer")?;
        expect(header("stripe-version") == Some("2024-06-20"), 400, "version")?;
        expect(ask.body.is_none(), 400, "a body that is no form")?;
        let path = ask.url.split_once("/v1/").map(|(_, path)| path).unwrap_or_default();
        let Some(form) = &ask.form else { return got(books, path) };
        let key = header("idempotency-key").ok_or((400, "no idempotency key".to_owned()))?;
        if let Some((asked_path, asked_form, status, said)) = books.asked.get(key) {
            let same = asked_path == path && asked_form == form;
            expect(same, 400, "idempotency_key_in_use_with_other_fields")?;
            return if *status == 200 { Ok(said.clone()) } else { Err((*status, said.to_string())) };
        }
        let fields = fields_of(form)?;
        let said = posted(books, path, &fields, now)?;
        books.asked.insert(key.to_owned(), (path.to_owned(), form.clone(), 200, said.clone()));
        Ok(said)
    }

    /// A message, signed at `now`.
    pub fn message(&self, body: &Value, now: Moment) -> Message {
        let body = body.to_string().into_bytes();
        (sign(&self.webhook, now.as_micros() / 1_000_000, &body), body)
    }

    fn event(&self, books: &mut Books, kind: &str, object: &Value, now: Moment) -> Message {
        books.count += 1;
        let event = json!({
            "id": format!("evt_{:06}", books.count), "object": "event", "type": kind,
            "created": now.as_micros() / 1_000_000, "livemode": self.key.contains("_live_"),
            "data": { "object": object },
        });
        self.message(&event, now)
    }

    /// The payer pays on the company's page, if it is still open.
    pub fn pays(&self, session: &str, now: Moment) -> Option<Message> {
        let mut books = self.books();
        let payment = format!("pi_{}", session.trim_start_matches("cs_test_"));
        let page = books.sessions.get_mut(session).filter(|s| s["status"] == "open")?;
        page["status"] = json!("complete");
        page["payment_status"] = json!("paid");
        page["payment_intent"] = json!(payment);
        let (page, amount) = (page.clone(), page["amount_total"].as_i64()?);
        books.payments.insert(payment, (amount, 0));
        Some(self.event(&mut books, "checkout.session.completed", &page, now))
    }

    /// The time of the page is over.
    pub fn runs_out(&self, session: &str, now: Moment) -> Option<Message> {
        let mut books = self.books();
        let page = books.sessions.get_mut(session).filter(|s| s["status"] == "open")?;
        page["status"] = json!("expired");
        let page = page.clone();
        Some(self.event(&mut books, "checkout.session.expired", &page, now))
    }

    /// Something else that it tells about a session, with parts of it changed.
    pub fn tells(&self, kind: &str, session: &str, changed: &[(&str, Value)], now: Moment) -> Option<Message> {
        let mut books = self.books();
        let mut page = books.sessions.get(session)?.clone();
        for (name, value) in changed {
            page[*name] = value.clone();
        }
        Some(self.event(&mut books, kind, &page, now))
    }
}

fn expect(good: bool, status: u16, fault: &str) -> Result<(), (u16, String)> {
    if good { Ok(()) } else { Err((status, fault.to_owned())) }
}

fn got(books: &Books, path: &str) -> Result<Value, (u16, String)> {
    let session = path.strip_prefix("checkout/sessions/").unwrap_or_default();
    books.sessions.get(session).cloned().ok_or((404, "resource_missing".to_owned()))
}

/// A form; no field may stand in it twice.
fn fields_of(form: &str) -> Result<Form, (u16, String)> {
    let mut fields = Form::new();
    for (name, value) in url::form_urlencoded::parse(form.as_bytes()) {
        let twice = fields.insert(name.clone().into_owned(), value.into_owned()).is_some();
        expect(!twice, 400, &format!("{name} twice"))?;
    }
    Ok(fields)
}

fn posted(books: &mut Books, path: &str, fields: &Form, now: Moment) -> Result<Value, (u16, String)> {
    if path == "checkout/sessions" {
        return made(books, fields, now);
    }
    if path == "refunds" {
        return given_back(books, fields);
    }
    let closing = path.strip_prefix("checkout/sessions/").and_then(|p| p.strip_suffix("/expire"));
    let session = closing.ok_or((404, "unknown address".to_owned()))?;
    expect(fields.is_empty(), 400, "fields where none are")?;
    let page = books.sessions.get_mut(session).ok_or((404, "resource_missing".to_owned()))?;
    // The usual thing when somebody was faster: no fault of the one who asks.
    expect(page["status"] == "open", 409, "not_open")?;
    page["status"] = json!("expired");
    Ok(page.clone())
}

fn one<'f>(fields: &'f Form, name: &str) -> Result<&'f str, (u16, String)> {
    fields.get(name).map(String::as_str).filter(|v| !v.is_empty()).ok_or((400, format!("{name} is missing")))
}

/// Nothing but these fields may be sent: whatever else we let out would be somebody's data.
fn only(fields: &Form, known: &[&str]) -> Result<(), (u16, String)> {
    let known: BTreeSet<&str> = known.iter().copied().collect();
    match fields.keys().find(|name| !known.contains(name.as_str())) {
        Some(name) => Err((400, format!("unknown field {name}"))),
        None => Ok(()),
    }
}

fn number(text: &str) -> Result<i64, (u16, String)> {
    text.parse().map_err(|_| (400, format!("{text} is no whole number")))
}

const PAGE: [&str; 13] = [
    "mode",
    "payment_method_types[0]",
    "line_items[0][quantity]",
    "line_items[0][price_data][currency]",
    "line_items[0][price_data][unit_amount]",
    "line_items[0][price_data][product_data][name]",
    "client_reference_id",
    "metadata[order]",
    "payment_intent_data[metadata][order]",
    "success_url",
    "cancel_url",
    "expires_at",
    "locale",
];

fn made(books: &mut Books, fields: &Form, now: Moment) -> Result<Value, (u16, String)> {
    only(fields, &PAGE)?;
    for name in PAGE {
        one(fields, name)?;
    }
    let is = |name: &str, value: &str| expect(fields[name] == value, 400, &format!("{name} is not {value}"));
    is("mode", "payment")?;
    is("payment_method_types[0]", "card")?;
    is("line_items[0][quantity]", "1")?;
    is("line_items[0][price_data][currency]", "jpy")?;
    let amount = number(&fields[PAGE[4]])?;
    expect((50..=99_999_999).contains(&amount), 400, "amount_too_small")?;
    expect(fields[PAGE[5]].chars().count() <= 250, 400, "name too long")?;
    let order = &fields["client_reference_id"];
    expect(order.len() <= 200, 400, "reference too long")?;
    for name in ["metadata[order]", "payment_intent_data[metadata][order]"] {
        is(name, order)?;
    }
    for name in ["success_url", "cancel_url"] {
        let back = url::Url::parse(&fields[name]).map_err(|_| (400, "url_invalid".to_owned()))?;
        expect(["http", "https"].contains(&back.scheme()), 400, "url_invalid")?;
    }
    let away = number(&fields["expires_at"])? - now.as_micros() / 1_000_000;
    expect((1800..=86_400).contains(&away), 400, "expires_at")?;
    expect(["ja", "en"].contains(&fields["locale"].as_str()), 400, "locale")?;
    let name = format!("cs_test_{:06}", books.sessions.len() + 1);
    let page = json!({
        "id": name, "object": "checkout.session", "status": "open", "payment_status": "unpaid",
        "amount_total": amount, "currency": "jpy", "client_reference_id": order, "metadata": { "order": order },
        "payment_intent": null, "url": format!("https://checkout.stripe.com/c/pay/{name}"),
        "expires_at": number(&fields["expires_at"])?,
    });
    books.sessions.insert(name, page.clone());
    Ok(page)
}

fn given_back(books: &mut Books, fields: &Form) -> Result<Value, (u16, String)> {
    let known = ["payment_intent", "amount", "reason", "metadata[refund]"];
    only(fields, &known)?;
    for name in known {
        one(fields, name)?;
    }
    expect(fields["reason"] == "requested_by_customer", 400, "reason")?;
    let amount = number(&fields["amount"])?;
    let payment = &fields["payment_intent"];
    let (paid, back) = books.payments.get_mut(payment).ok_or((404, "resource_missing".to_owned()))?;
    expect(amount > 0 && *back + amount <= *paid, 400, "charge_already_refunded")?;
    *back += amount;
    Ok(json!({
        "id": format!("re_{}_{}", payment.trim_start_matches("pi_"), *back), "object": "refund", "amount": amount,
        "currency": "jpy", "status": "succeeded", "payment_intent": payment,
        "metadata": { "refund": fields["metadata[refund]"] },
    }))
}

//! 納付書: from an instalment to the paper with which it is paid, one or a pile for the print batch.
//!
//! A slip carries the codes of the ways that the town offers for the item, with the amount that is left
//! (interest included) and the day until which they may be used. As long as one number of the town in
//! them is not confirmed, the paper says 「見本　お支払いには使えません」 across itself.

mod codes;

use crate::book::Item;
use crate::formats::barcode::Bars;
use crate::formats::gs1_128::StoreCode;
use crate::instalment::{Instalment, InstalmentId, Owed};
use crate::records::{self, Bill};
use crate::{BillState, Channel};
use codes::{Asked, Codes};
use kernel::era::date_label;
use kernel::id::BillId;
use kernel::{Date, Moment, Yen};
use serde_json::{Value, json};
use store::{Reads, StoreError};
use web::House;
use web::press::Sheet;

/// What a slip says besides what is owed.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// Over the letter; absent: 納付のお願い.
    pub heading: Option<String>,
    /// Paragraphs of the letter.
    pub body: Vec<String>,
    /// The day until which the codes may be used and up to which interest is counted. Absent: the due
    /// day; when that is over, there are no codes, and interest is that of today.
    pub until: Option<Date>,
    /// How often it was printed before.
    pub reissued: u8,
}

/// What the slip of an instalment prints; `None` when nothing is left to pay. Laid together with
/// others by [`sheet`].
///
/// # Errors
/// [`StoreError::Missing`] when there is no such instalment, or its payer is gone.
pub async fn slip(
    house: &House,
    q: &impl Reads,
    id: InstalmentId,
    wording: &Wording,
) -> Result<Option<Value>, StoreError> {
    let found = crate::instalment(q, id).await?.ok_or(StoreError::Missing("billing_instalment"))?;
    let today = house.now().date();
    let until = wording.until.unwrap_or(found.due);
    let bill = records::find(q, found.bill).await?.ok_or(StoreError::Missing("billing_bill"))?;
    let owed = crate::owed(q, bill.id, until.max(today)).await?;
    match owed.into_iter().find(|o| o.instalment.id == id) {
        Some(owed) if is_open(&owed) => {
            let until = (until >= today).then_some(until);
            print(house, q, &bill, &owed, until, wording).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// The slips of a bill, one for each instalment of which something is left.
///
/// # Errors
/// As [`slip`].
pub async fn slips(house: &House, q: &impl Reads, bill: BillId, wording: &Wording) -> Result<Vec<Value>, StoreError> {
    let mut slips = Vec::new();
    for instalment in crate::instalments(q, bill).await? {
        slips.extend(slip(house, q, instalment.id, wording).await?);
    }
    Ok(slips)
}

/// Slips as one file, each on a sheet of its own. Some hundred go into one file; a thousand need more
/// than a gigabyte of memory to typeset.
pub fn sheet<'a>(house: &House, title: &str, slips: impl IntoIterator<Item = &'a Value>, at: Moment) -> Sheet {
    let mut codes = Vec::new();
    let mut shown = Vec::new();
    for (slip, n) in slips.into_iter().zip(1..) {
        let mut slip = slip.clone();
        if let Some(says) = slip["qr"]["says"].as_str().map(str::to_owned) {
            let file = format!("qr-{n}.svg");
            slip["qr"] = json!({ "file": &file, "until": slip["qr"]["until"] });
            codes.push((file, says));
        }
        shown.push(slip);
    }
    let mut data = json!({ "date": at.rfc3339(), "demo": house.demo, "slips": shown });
    if let Some(office) = house.town.offices.main_on(at.date()) {
        data["town"] = json!({
            "name": house.town.municipality.name,
            "office": office.name,
            "address": format!("〒{} {}", office.postcode, office.address),
            "phone": office.phone.to_string(),
        });
    }
    Sheet { qr: codes, ..Sheet::new("payment_slip", title, data) }
}

/// The instalment whose slip a store took, by the bar code in its news.
///
/// # Errors
/// When the database does not answer.
pub async fn by_store_code(q: &impl Reads, code: &StoreCode) -> Result<Option<Instalment>, StoreError> {
    let start = code.free.as_str().get(5..).unwrap_or_default();
    crate::instalment::by_key_start(q, start).await
}

fn is_open(owed: &Owed) -> bool {
    owed.instalment.state == BillState::Open && amount(owed) > Yen::ZERO
}

fn amount(owed: &Owed) -> Yen {
    owed.instalment.rest() + owed.arrears
}

async fn print(
    house: &House,
    q: &impl Reads,
    bill: &Bill,
    owed: &Owed,
    until: Option<Date>,
    wording: &Wording,
) -> Result<Value, StoreError> {
    let book = crate::book(house)?;
    let item = book.item(bill.item.as_deref().unwrap_or("fee"));
    let to = people::contacts::reach(q, bill.payer).await?;
    let year = bill.levy_year.unwrap_or(owed.instalment.income_year);
    let today = house.now().date();
    let i = &owed.instalment;
    let asked = Asked { book, item, instalment: i, amount: amount(owed), year, until, reissued: wording.reissued };
    let codes = asked.codes();
    let mut slip = json!({
        "postcode": to.postcode.map(|p| p.to_string()),
        "address": to.address.split_whitespace().collect::<Vec<_>>(),
        "payer": to.name,
        "date_text": date_label(today),
        "title": bill.item.as_ref().and(item).map_or(bill.title.as_str(), |item| &item.title.ja),
        "year": year.label(),
        "term": (i.of > 1).then(|| format!("第{}期（全{}期）", i.n, i.of)),
        "number": bill.number,
        "amount": asked.amount.get(),
        "due": date_label(i.due),
        "rows": rows(owed, until.unwrap_or(today)),
        "heading": wording.heading,
        "body": body(wording, until),
        "ways": ways(&asked, &codes),
        "desk": desk(house, item, bill, today),
        "specimen": !codes.verified,
    });
    lay_codes(&mut slip, &codes);
    Ok(slip)
}

/// The letter's words; whoever is late is not asked to pay by a day that is over.
fn body(wording: &Wording, until: Option<Date>) -> Vec<String> {
    match until {
        None if wording.body.is_empty() => {
            vec!["納期限を過ぎています。お早めに、役場の窓口でお納めください。".to_owned()]
        }
        _ => wording.body.clone(),
    }
}

/// What the amount is made of, when it is more than the instalment itself.
fn rows(owed: &Owed, day: Date) -> Vec<Value> {
    let charged = owed.instalment.arrears - owed.instalment.arrears_paid + owed.arrears;
    if charged <= Yen::ZERO {
        return Vec::new();
    }
    let row = |label: String, amount: Yen| json!({ "label": label, "amount": amount.get() });
    let interest = row(format!("延滞金（{}まで）", date_label(day)), charged);
    vec![row("納める額".to_owned(), amount(owed) - charged), interest]
}

fn lay_codes(slip: &mut Value, codes: &Codes) {
    if let Some(code) = &codes.el_qr {
        slip["qr"] = json!({ "says": code.encode().ok(), "until": date_label(code.payable_until) });
    }
    let bars = codes.store.as_ref().map_err(|why| why.text()).and_then(|code| bars(code).ok_or(""));
    match bars {
        Ok(bars) => slip["bars"] = bars,
        Err(why) => slip["no_bars"] = json!(why),
    }
    if let Some(code) = &codes.pay_easy {
        let rows = code.rows().into_iter().map(|(label, value)| json!({ "label": label, "value": value }));
        slip["pay_easy"] = rows.collect();
    }
}

fn bars(code: &StoreCode) -> Option<Value> {
    let bars = Bars::of(&code.encode().ok()?).ok()?;
    let widths: String = bars.widths().iter().map(u8::to_string).collect();
    Some(json!({ "widths": widths, "lines": code.lines().ok()?, "until": code.until.map(date_label) }))
}

/// The ways that this very paper opens, in the words of the town's book.
fn ways(asked: &Asked<'_>, codes: &Codes) -> Vec<Value> {
    let open = |channel: Channel| match channel {
        Channel::Counter => true,
        Channel::ElQr => codes.el_qr.is_some(),
        Channel::Store => codes.store.is_ok(),
        Channel::PayEasy => codes.pay_easy.is_some(),
        Channel::Card | Channel::Transfer => asked.book.method(channel).is_some_and(|m| m.offered == Some(true)),
        // Whoever pays like that has no need of a slip.
        Channel::DirectDebit => false,
    };
    let methods = asked.book.methods.iter().filter(|m| open(m.channel) && asked.offered(m.channel).is_some());
    let line = |method: &crate::Method| {
        let unsure = if method.offered.is_none() { "（確認中）" } else { "" };
        let place = method.place.as_ref().map_or("", |words| words.ja.as_str());
        json!({ "title": method.title.ja, "text": format!("{place}{unsure}") })
    };
    methods.map(line).collect()
}

/// Who answers questions.
fn desk(house: &House, item: Option<&Item>, bill: &Bill, day: Date) -> Value {
    let office = house.town.offices.main_on(day);
    let key = bill.desk.as_deref().or_else(|| item.and_then(|i| i.desk.as_deref()));
    let desk = key.and_then(|key| house.town.organisation.desk(key));
    let names = [office.map(|o| o.name.as_str()), desk.map(|d| d.name.as_str())];
    let phone = desk.and_then(|d| d.phone.as_ref()).or_else(|| office.map(|o| &o.phone));
    json!({
        "name": names.into_iter().flatten().collect::<Vec<_>>().join("　"),
        "phone": phone.map(ToString::to_string),
    })
}

//! 領収証書: what the payer takes home.

use crate::records::{self, Payment};
use crate::{PaymentId, drawer};
use kernel::{Moment, era};
use serde_json::{Value, json};
use store::{Reads, StoreError};
use town::Town;
use web::House;
use web::press::Sheet;

/// What the receipt of a payment prints, for the template `cash_receipt`. `demo` marks it as a
/// specimen.
///
/// # Errors
/// [`StoreError::Missing`] when there is no such payment, or it was money given back.
pub async fn receipt_data(q: &impl Reads, town: &Town, demo: bool, payment: PaymentId) -> Result<Value, StoreError> {
    let payment = records::find_payment(q, payment).await?.filter(has_receipt);
    let payment = payment.ok_or(StoreError::Missing("billing_payment"))?;
    let bill = records::find(q, payment.bill).await?.ok_or(StoreError::Missing("billing_bill"))?;
    let drawer = match payment.drawer {
        Some(drawer) => drawer::get(q, drawer).await?,
        None => None,
    };
    let drawer = drawer.ok_or(StoreError::Missing("billing_drawer"))?;
    let payer = people::find(q, bill.payer).await?.map(|p| p.name.to_string()).unwrap_or_default();
    let rows = match payment.amount == bill.standing.total {
        true => records::lines(q, bill.id).await?,
        false => vec![(format!("{}（一部）", bill.title), payment.amount)],
    };
    let rows: Vec<Value> =
        rows.iter().map(|(label, amount)| json!({ "label": label, "quantity": 1, "amount": amount.get() })).collect();
    let date = payment.at.date();
    let office = town.offices.main_on(date);
    let desk = town.organisation.desk(&drawer.desk).map_or(drawer.desk.as_str(), |d| d.name.as_str());
    let mut data = json!({
        "date": payment.at.rfc3339(),
        "date_text": era::date_label(date),
        "reference": payment.receipt,
        "demo": demo,
        "number": payment.receipt,
        "payer": payer,
        "amount": payment.amount.get(),
        "rows": rows,
        "received": time_of(payment.at),
        "place": format!("{} {desk}", office.map_or("", |o| o.name.as_str())),
        "method": "現金",
    });
    if let Some(office) = office {
        data["town"] = json!({
            "name": town.municipality.name,
            "office": office.name,
            "address": format!("〒{} {}", office.postcode, office.address),
            "phone": office.phone.to_string(),
        });
    }
    Ok(data)
}

/// The receipt ready for the press.
///
/// # Errors
/// As [`receipt_data`].
pub async fn receipt(house: &House, payment: PaymentId) -> Result<Sheet, StoreError> {
    let data = receipt_data(&house.db, &house.town, house.demo, payment).await?;
    let title = format!("領収証書 {}", data["number"].as_str().unwrap_or_default());
    Ok(Sheet::new("cash_receipt", title, data))
}

/// 令和8年11月22日 午前10時5分.
pub(crate) fn time_of(at: Moment) -> String {
    let civil = at.civil();
    let (half, hour) = if civil.hour() < 12 { ("午前", civil.hour()) } else { ("午後", civil.hour() - 12) };
    format!("{} {half}{hour}時{}分", era::date_label(at.date()), civil.minute())
}

/// Whether a receipt can be printed for it: cash that was taken at a counter. What was paid elsewhere
/// has the receipt of elsewhere.
pub(crate) const fn has_receipt(payment: &Payment) -> bool {
    !payment.refund && payment.drawer.is_some()
}

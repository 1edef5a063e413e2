//! 受付票: made when somebody asks for it, from what was handed in.

use crate::error::CaseError;
use crate::forms::SummaryRow;
use crate::pages::matter_path;
use crate::records::case::{self, Case};
use crate::say;
use crate::submit::channel_word;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::Date;
use serde_json::{Value, json};
use web::press::Sheet;
use web::texts::{Lang, plain};
use web::{House, Visit, WebError};

/// The receipt of a case as a download.
pub(crate) async fn answer(visit: &Visit, case: &Case) -> Result<Response, WebError> {
    let sheet = sheet(visit.house(), case, visit.now().date()).await?;
    let bytes = visit.house().typeset(sheet).await?;
    Ok(pdf(bytes, &format!("uketsuke-{}.pdf", case.reference)))
}

/// A PDF as a download.
pub(crate) fn pdf(bytes: Vec<u8>, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// The desk as the foot of a paper names it.
pub(crate) fn desk(house: &House, key: &str, day: Date) -> Value {
    let office = house.town.offices.main_on(day);
    let desk = house.town.organisation.desk(key);
    let own = desk.and_then(|d| d.phone.as_ref().map(ToString::to_string));
    let phone = own.or_else(|| office.map(|o| o.phone.to_string())).unwrap_or_default();
    let hours = office.map(|o| o.hours.iter().map(town::OpeningHours::in_words).collect::<Vec<_>>().join("、"));
    let name = format!("{} {}", office.map_or("", |o| o.name.as_str()), desk.map_or(String::new(), |d| d.full_name()));
    json!({ "name": name.trim(), "phone": phone, "hours": hours })
}

/// What every paper says of the town.
pub(crate) fn town(house: &House, day: Date) -> Value {
    let office = house.town.offices.main_on(day);
    json!({
        "name": house.town.municipality.name,
        "office": office.map(|o| o.name.clone()),
        "address": office.map(|o| format!("〒{} {}", o.postcode, o.address)),
        "phone": office.map(|o| o.phone.to_string()),
        "mayor_title": house.town.municipality.head_title,
    })
}

/// One answer as a paper prints it.
pub(crate) fn printed(row: &SummaryRow) -> Option<Value> {
    let value = row.value.as_ref()?;
    let lines: Vec<String> = value.ja.lines().map(plain).collect();
    let value = if let [one] = lines.as_slice() { json!(one) } else { json!(lines) };
    Some(json!({ "label": plain(&row.label.ja), "value": value }))
}

async fn sheet(house: &House, case: &Case, day: Date) -> Result<Sheet, CaseError> {
    let (procedure, matter) = crate::fill::matter(house, &case.procedure, case.procedure_version)?;
    let answers = case::answers(&house.db, case.id, 1).await?;
    let rows = matter.form.summary(&answers);
    let ja = house.texts.words(Lang::Ja);
    let url = house.url(&matter_path(house, case.id));
    let next = ["cases-receipt-next-look", "cases-receipt-next-ask", "cases-receipt-next-end"].map(|key| ja.plain(key));
    let data = json!({
        "date": case.submitted_at.rfc3339(),
        "date_text": say::day(case.submitted_at.date(), Lang::Ja),
        "reference": case.reference,
        "demo": house.demo,
        "town": town(house, day),
        "procedure": plain(&procedure.guide.title.ja),
        "received": say::moment(case.submitted_at, Lang::Ja),
        "channel": channel_word(case.channel),
        "applicant": case.applicant_name,
        "due": say::day_and_weekday(case.due_on, Lang::Ja),
        "answers": rows.iter().filter_map(printed).collect::<Vec<_>>(),
        "next": next,
        "desk": desk(house, &case.desk, day),
        "status": { "url": house.url("/my/cases"), "qr": "status.svg" },
    });
    Ok(Sheet::new("receipt", format!("受付票 {}", case.reference), data).with_qr("status.svg", url))
}

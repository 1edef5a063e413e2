//! 電話連絡票: whoever has not answered, for somebody with a telephone and a pen.

use super::open;
use crate::procedures::push::{OfferId, remind};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::{Furigana, era, kana::MiddleDot};
use people::{Person, contacts, selection};
use serde_json::{Value, json};
use store::{Deed, StoreError};
use web::press::Sheet;
use web::{Visit, WebError};

const NO_PHONE: &str = "電話番号の記録なし";

/// The list, with what to say. Reading the telephone numbers is an act that everybody on it can see.
pub(in crate::procedures::push) async fn pdf(visit: Visit, Path(id): Path<OfferId>) -> Result<Response, WebError> {
    let offer = open(&visit, id).await?;
    let (house, day) = (visit.house(), visit.now().date());
    let mut rows = Vec::new();
    let mut seen = Vec::new();
    for (line, progress) in remind::waiting(&house.db, &offer).await? {
        let Some(person) = people::find(&house.db, progress.person).await? else { continue };
        let phone = contacts::reach(&house.db, person.id).await?.phone.map(|p| p.to_string());
        let note = format!("案内の番号 {}", progress.reference);
        let about = if line.name == person.name.full() { note } else { format!("{}さんの件　{note}", line.name) };
        rows.push(row(&visit, &person, phone, &about));
        seen.push(person.id);
    }
    let office = house.town.organisation.desk(&offer.desk);
    let phone = office.and_then(|d| d.phone.as_ref()).or(house.town.offices.main_on(day).map(|o| &o.phone));
    let data = json!({
        "date": visit.now().rfc3339(),
        "demo": house.demo,
        "about": format!("「{}」の案内への返事", offer.title),
        "say": "先日お送りした町からの案内は、お手元に届いていますか。お手伝いできることがあれば、このお電話でもうかがいます。（口座の暗証番号は、うかがいません。）",
        "until": offer.reply_until.map(era::date_label),
        "desk": { "name": office.map(|d| d.name.clone()).unwrap_or_default(), "phone": phone.map(ToString::to_string) },
        "rows": rows,
    });
    let (offer, purpose) = (offer.id, format!("{}（返事のない方への電話）", offer.purpose));
    let act = visit.act("offer");
    let journal = move |tx: store::Tx| async move {
        selection::journal_seen(&tx, &seen, &purpose);
        tx.record(Deed::new("procedures.offer_calls").row("procedures_offer", offer));
        Ok::<_, StoreError>(())
    };
    house.db.write(&act, journal).await?;
    let pdf = house.typeset(Sheet::new("call_list", "電話連絡票", data)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"calls.pdf\""),
    ];
    Ok((headers, pdf).into_response())
}

fn row(visit: &Visit, person: &Person, phone: Option<String>, note: &str) -> Value {
    let kana = person.kana.as_deref().and_then(|k| Furigana::from_input(k, MiddleDot::Allowed).ok());
    let ward = person.ward.as_ref().and_then(|w| visit.house().town.wards.get(w)).map(town::Ward::label);
    json!({
        "name": person.name.full(),
        "kana": kana.map(|k| k.as_str().to_owned()),
        "phone": phone.unwrap_or_else(|| NO_PHONE.to_owned()),
        "ward": ward,
        "note": note,
    })
}

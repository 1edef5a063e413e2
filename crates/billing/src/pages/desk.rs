//! `/desk/billing`: finding a bill.

use super::{may_see, sees, state_chip};
use crate::number::{Kind, Number};
use crate::records::{self, Bill};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use kernel::{Reference, era};
use maud::html;
use serde::Deserialize;
use web::components::{
    Icon, Resource, empty_state, link_button, page_heading, resource, resource_list, search_box, section,
};
use web::{Visit, WebError};

const MOST: i64 = 50;
const MOST_PEOPLE: i64 = 20;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    may_see(&visit)?;
    let q: String = asked.q.trim().chars().take(100).collect();
    let mut bills = if q.is_empty() { unpaid(&visit).await? } else { find(&visit, &q).await? };
    bills.retain(|bill| sees(&visit, bill));
    // A number read out at the counter leads straight to its bill.
    if let [bill] = bills.as_slice()
        && q.parse::<Number>().is_ok()
    {
        return Ok(visit.see_other(&format!("/desk/billing/{}", bill.id)));
    }
    let broken = if q.is_empty() && visit.may("billing.decide") { broken(&visit).await? } else { Vec::new() };
    let title = if q.is_empty() { "まだ納められていないもの" } else { "見つかったもの" };
    let main = html! {
        (page_heading("", "納付の窓口", "番号か名前で請求を探して、お金を受け取ります。"))
        (search_box(visit.words(), "q", "/desk/billing", "納付番号・受付番号・名前・生年月日", &q))
        @if !broken.is_empty() {
            (section("約束の日に納められなかった分納", resource_list(broken.iter().map(|b| line(&visit, b)))))
        }
        @if bills.is_empty() {
            (empty_state(Icon::Search, "ありませんでした", "番号の数字をもう一度確かめるか、名前で探してください。", html! {}))
        } @else {
            (section(title, resource_list(bills.iter().map(|b| line(&visit, b)))))
        }
        @if visit.may("billing.counter") {
            p { (link_button("今日の現金と締め", "/desk/billing/drawer").outline().icon(Icon::Yen)) }
        }
    };
    Ok(visit.page("納付の窓口").desk().main(main).into_response())
}

/// Bills of the officer's desk on which an agreement was broken.
async fn broken(visit: &Visit) -> Result<Vec<Bill>, WebError> {
    let db = &visit.house().db;
    let mut bills = Vec::new();
    for id in crate::agreement::broken(db).await? {
        bills.extend(records::find(db, id).await?.filter(|b| sees(visit, b)));
    }
    Ok(bills)
}

async fn unpaid(visit: &Visit) -> Result<Vec<Bill>, WebError> {
    let (who, db) = (visit.signed_in()?, &visit.house().db);
    if who.may_everywhere("billing.counter") || who.may_everywhere("billing.see") {
        return Ok(records::unpaid(db, MOST).await?);
    }
    let mut bills = Vec::new();
    for desk in who.desks_with("billing.see") {
        bills.extend(records::unpaid_of(db, desk, MOST).await?);
    }
    Ok(bills)
}

/// By the bill's number, the matter's reference, or the person; a search for people is journaled.
async fn find(visit: &Visit, q: &str) -> Result<Vec<Bill>, WebError> {
    let db = &visit.house().db;
    if let Ok(number) = q.parse::<Number>() {
        return match number.kind {
            Kind::Bill => Ok(records::by_number(db, number).await?.into_iter().collect()),
            Kind::Receipt | Kind::Refund | Kind::Taken => {
                Ok(records::by_receipt(db, number).await?.into_iter().collect())
            }
        };
    }
    if let Ok(reference) = q.parse::<Reference>() {
        return Ok(records::by_reference(db, &reference.to_string()).await?);
    }
    let people = people::search(db, &visit.act("納付の窓口での確認"), q, MOST_PEOPLE).await?;
    let mut found = Vec::new();
    for person in people {
        found.extend(records::of_payer(db, person.id).await?);
    }
    Ok(found)
}

fn line(visit: &Visit, bill: &Bill) -> Resource {
    let number = match &bill.reference {
        Some(reference) => format!("{}　受付番号 {reference}", bill.number),
        None => bill.number.clone(),
    };
    resource(&bill.title, format!("/desk/billing/{}", bill.id))
        .text(format!("{}　{}まで", bill.standing.total, era::date_label(bill.due)))
        .meta(number)
        .status(state_chip(visit, &bill.standing, bill.due))
}

//! What a procedure names that the town must have: desk, measure, fee, route.

use super::document::Document;
use crate::forms::{Reading, Wrong};
use approvals::RouteBook;
use web::House;

/// Everything to mend in a document: in itself, and in what it names of this town.
pub(super) fn reading(house: &House, document: &Document) -> Reading {
    let mut reading = document.reading();
    reading.wrong.extend(unknown(house, document));
    reading
}

/// Names that this town does not have, one by one.
pub(super) fn unknown(house: &House, document: &Document) -> Vec<Wrong> {
    let town = &house.town;
    let routes = house.shelved::<RouteBook>().ok();
    let has = [
        ("desk", "担当", town.organisation.desk(document.string("desk")).is_some()),
        ("measure", "施策", town.plan.measure(document.string("measure")).is_some()),
        ("fee", "手数料", town.fees.has(document.string("fee"))),
        ("route", "決裁の道すじ", routes.is_none_or(|r| r.has(document.string("route")))),
    ];
    let named = has.into_iter().filter(|(path, _, known)| !known && !document.string(path).is_empty());
    let wrong = named.map(|(path, what, _)| Wrong {
        path: path.to_owned(),
        message: format!("{what}「{}」は、この町にありません。選び直してください", document.string(path)),
    });
    wrong.collect()
}

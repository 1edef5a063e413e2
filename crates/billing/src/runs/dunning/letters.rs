//! What a 督促状 says, and the slip that goes with it.

use super::records::{Dunning, Line};
use super::rules;
use crate::book::Item;
use crate::runs::papers::{self, Paper};
use crate::runs::prints::Pile;
use crate::slips::{self, Wording};
use kernel::era::date_label;
use serde_json::{Value, json};
use store::StoreError;
use web::House;

/// The letters of some lines.
pub(super) async fn letters(house: &House, dunning: &Dunning, lines: &[&Line]) -> Result<Pile, StoreError> {
    let book = crate::book(house)?;
    let item = book.item(&dunning.item).ok_or(StoreError::Missing("item"))?;
    let mut pile =
        Pile { title: format!("督促状 {}", dunning.title), sheet: Some(papers::letters), ..Pile::default() };
    for line in lines {
        match papers::addressed(house, line.payer).await? {
            Err(why) => pile.without.push((line.id.0, why)),
            Ok(mut data) => {
                data["date_text"] = json!(date_label(dunning.letter_on));
                data["subject"] = json!("督促状");
                data["body"] = json!(body(dunning, item));
                data["items"] = json!(facts(dunning, line));
                data["closing"] = json!(CLOSING);
                data["reference"] = json!(format!("{}-{:03}", line.page.unwrap_or_default(), line.place));
                data["desk"] = papers::desk(house, item, dunning.letter_on);
                pile.papers.push(Paper { of: line.id.0, data });
            }
        }
    }
    Ok(pile)
}

const CLOSING: &str = "この手紙と行き違いに納められたときは、お許しください。一度に納めることが難しいときは、下の窓口へご相談ください。\
                       分けて納める約束などを、一緒に考えます。";

fn body(dunning: &Dunning, item: &Item) -> Vec<String> {
    let until = date_label(rules::seized_after(dunning.letter_on));
    let law = rules::law(&item.key, item.kind);
    let mut body = vec![format!(
        "次のものが、納期限を過ぎても納められていません。{law}により督促します。{until}までに納めてください。"
    )];
    if rules::may_seize(item.kind) {
        body.push("この日までに完納されないときは、法律により財産を差し押さえることがあります。".to_owned());
    }
    body
}

fn facts(dunning: &Dunning, line: &Line) -> Vec<Value> {
    let row = |label: &str, value: String| json!({ "label": label, "value": value });
    let mut rows = vec![
        row("納めるもの", dunning.title.clone()),
        row("納期限", date_label(dunning.due)),
        row("未納の額", line.rest.to_string()),
    ];
    if !line.arrears.is_zero() {
        rows.push(row(
            "延滞金",
            format!("{}（{}に納めたとき。納める日で変わります）", line.arrears, date_label(dunning.letter_on)),
        ));
    }
    if !dunning.fee.is_zero() {
        rows.push(row("督促手数料", dunning.fee.to_string()));
    }
    rows
}

/// The slips that go with the letters, good until the day that the letters name.
pub(super) async fn slips(house: &House, dunning: &Dunning, lines: &[&Line]) -> Result<Pile, StoreError> {
    let title = format!("督促状に付ける納付書 {}", dunning.title);
    let mut pile = Pile { title, sheet: Some(papers::slip_sheet), ..Pile::default() };
    let wording = Wording { until: Some(rules::seized_after(dunning.letter_on)), reissued: 1, ..Wording::default() };
    for line in lines {
        if let Some(data) = slips::slip(house, &house.db, line.instalment, &wording).await? {
            pile.papers.push(Paper { of: line.id.0, data });
        }
    }
    Ok(pile)
}

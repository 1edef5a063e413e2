//! What the papers say: 納税通知書 with its instalments, its ways to object and what happens if it is
//! not paid; 督促状. Both are letters for the window envelope, numbered in the order of their pile.

use super::prints::Pile;
use super::records::{Line, Run};
use crate::Instalment;
use crate::book::{Item, Kind};
use crate::slips::{self, Wording};
use kernel::era::date_label;
use kernel::id::{BillId, PersonId};
use kernel::{Date, Moment, Uuid, Yen};
use people::contacts::{Reach, reach};
use serde_json::{Value, json};
use store::StoreError;
use web::House;
use web::press::Sheet;

/// One paper before it is typeset.
#[derive(Debug, Clone)]
pub(super) struct Paper {
    /// The row that it is made for.
    pub of: Uuid,
    pub data: Value,
}

impl Paper {
    /// Whether a cluster of characters stands on it.
    pub fn mentions(&self, cluster: &str) -> bool {
        says(&self.data, cluster)
    }
}

fn says(data: &Value, cluster: &str) -> bool {
    match data {
        Value::String(text) => text.contains(cluster),
        Value::Array(list) => list.iter().any(|v| says(v, cluster)),
        Value::Object(map) => map.values().any(|v| says(v, cluster)),
        _ => false,
    }
}

/// Letters as one file.
pub(super) fn letters(house: &House, title: &str, papers: &[Paper], at: Moment) -> Sheet {
    let letters: Vec<&Value> = papers.iter().map(|p| &p.data).collect();
    Sheet::new("letter", title, json!({ "date": at.rfc3339(), "demo": house.demo, "letters": letters }))
}

/// What every letter to a payer begins with; nothing where no letter can go.
pub(super) async fn addressed(house: &House, payer: PersonId) -> Result<Result<Value, String>, StoreError> {
    let to: Reach = reach(&house.db, payer).await?;
    let address: Vec<&str> = to.address.split_whitespace().collect();
    if to.deceased {
        return Ok(Err("亡くなった方です。相続人の代表を確かめてください".to_owned()));
    }
    if address.is_empty() {
        return Ok(Err("送り先の住所がわかりません".to_owned()));
    }
    let postcode = to.postcode.map(|p| p.to_string()).unwrap_or_default();
    Ok(Ok(json!({ "postcode": postcode, "address": address, "name": to.name })))
}

/// The desk that answers questions, with the telephone of the town office.
pub(super) fn desk(house: &House, item: &Item, day: Date) -> Value {
    let office = house.town.offices.main_on(day);
    let desk = item.desk.as_deref().and_then(|key| house.town.organisation.desk(key)).map(|d| d.name.as_str());
    let name = [office.map(|o| o.name.as_str()), desk].into_iter().flatten().collect::<Vec<_>>().join("　");
    json!({ "name": name, "phone": office.map(|o| o.phone.to_string()).unwrap_or_default() })
}

/// 納税通知書 of taxes, 納入通知書 of what is not one.
pub(super) const fn notice_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Tax | Kind::Insurance => "納税通知書",
        Kind::Premium | Kind::Charge | Kind::Fee => "納入通知書",
    }
}

/// The notices of some lines.
pub(super) async fn notices(house: &House, run: &Run, lines: &[Line], n: i64) -> Result<Pile, StoreError> {
    let book = crate::book(house)?;
    let item = book.item(&run.item).ok_or(StoreError::Missing("item"))?;
    let mut pile = Pile { title: format!("{} {}", run.title, notice_word(item.kind)), ..Pile::default() };
    pile.sheet = Some(letters);
    for (line, at) in lines.iter().zip(1..) {
        let (Some(payer), Some(bill)) = (line.person, line.bill) else { continue };
        match addressed(house, payer).await? {
            Err(why) => pile.without.push((line.id.0, why)),
            Ok(to) => {
                let data = notice(house, run, item, line, bill, to, (n, at)).await?;
                pile.papers.push(Paper { of: line.id.0, data });
            }
        }
    }
    Ok(pile)
}

async fn notice(
    house: &House,
    run: &Run,
    item: &Item,
    line: &Line,
    bill: BillId,
    to: Value,
    (n, at): (i64, usize),
) -> Result<Value, StoreError> {
    let instalments = crate::instalments(&house.db, bill).await?;
    let on = run.notice_on.unwrap_or_else(|| house.now().date());
    let mut data = to;
    data["number"] = json!(format!("通知番号 {}", line.notice));
    data["date_text"] = json!(date_label(on));
    data["subject"] = json!(format!("{} {}", run.title, notice_word(item.kind)));
    data["body"] = json!(body(run, item, line.debit));
    data["items"] = json!(facts(line.asked.total, &line.asked.parts, &instalments));
    data["closing"] = json!(objection(item.kind));
    data["reference"] = json!(format!("{n}-{at:03}"));
    data["desk"] = desk(house, item, on);
    Ok(data)
}

fn body(run: &Run, item: &Item, debit: bool) -> Vec<String> {
    let tax = matches!(item.kind, Kind::Tax | Kind::Insurance);
    let verb = if tax { "納めてください" } else { "お支払いください" };
    let how = match debit {
        true => {
            "口座振替のお申込みがあるので、納付書は入っていません。それぞれの期限の日に、お届けの口座から引き落とします。"
        }
        false => "納付書を一緒にお送りします。使える払い方は、納付書と町のホームページに書いてあります。",
    };
    let late = match tax {
        true => {
            "期限までに納められないと、延滞金がかかり、督促状をお送りします。督促状を出した日から10日を過ぎても完納されないときは、\
                 法律により財産を差し押さえることがあります。事情があるときは、早めに下の窓口へご相談ください。"
        }
        false => "期限までにお支払いがないと、督促状をお送りします。事情があるときは、早めに下の窓口へご相談ください。",
    };
    vec![format!("{}を、次のとおり{verb}。", run.title), how.to_owned(), late.to_owned()]
}

fn facts(total: Yen, parts: &[(String, Yen)], instalments: &[Instalment]) -> Vec<Value> {
    let row = |label: String, value: String| json!({ "label": label, "value": value });
    let mut rows = vec![row("合計".to_owned(), total.to_string())];
    if parts.len() > 1 {
        rows.extend(parts.iter().map(|(label, amount)| row(format!("うち{label}"), amount.to_string())));
    }
    rows.extend(instalments.iter().map(|i| {
        let label = if i.of == 1 { "納期限".to_owned() } else { format!("第{}期", i.n) };
        row(label, format!("{}　{}まで", i.amount, date_label(i.due)))
    }));
    rows
}

/// 教示: how to object (行政不服審査法82条; taxes: 地方税法19条の12).
fn objection(kind: Kind) -> &'static str {
    match kind {
        Kind::Tax | Kind::Insurance => {
            "この通知に不服があるときは、受け取った日の翌日から3か月以内に、町長に審査請求ができます（行政不服審査法18条）。\
             取消しの訴えは、その裁決を知った日の翌日から6か月以内に、町を相手にして起こせます（町長が町を代表します。\
             行政事件訴訟法14条。地方税法19条の12により、裁決のあとでなければ起こせません）。"
        }
        Kind::Premium | Kind::Charge | Kind::Fee => {
            "金額や内訳に思い当たらないことがあるときは、下の窓口へお問い合わせください。"
        }
    }
}

/// The slips of some lines: nobody who pays by direct debit gets one.
pub(super) async fn slips(house: &House, run: &Run, lines: &[Line]) -> Result<Pile, StoreError> {
    let mut pile = Pile { title: format!("{} 納付書", run.title), sheet: Some(slip_sheet), ..Pile::default() };
    for line in lines.iter().filter(|l| !l.debit) {
        let Some(bill) = line.bill else { continue };
        for data in slips::slips(house, &house.db, bill, &Wording::default()).await? {
            pile.papers.push(Paper { of: line.id.0, data });
        }
    }
    Ok(pile)
}

/// Slips as one file.
pub(super) fn slip_sheet(house: &House, title: &str, papers: &[Paper], at: Moment) -> Sheet {
    slips::sheet(house, title, papers.iter().map(|p| &p.data), at)
}

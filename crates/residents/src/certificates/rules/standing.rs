//! The certificates about one person that rest on another record than the residents'.

use super::Kind;
use super::facts::{Damage, Finding, Income, Payment, SealRecord, Standing};
use super::{Refusal, holder, lives_here, name, wareki, year_asked};
use cases::forms::{Answer, Answers};
use kernel::{Date, era};
use serde_json::{Value, json};

/// 印鑑登録証明書: who, and the imprint as it was registered. The sex is not on it.
///
/// # Errors
/// [`Refusal::Unreadable`] when the imprint is no picture.
pub fn seal(person: &Value, seal: SealRecord, day: Date) -> Result<Value, Refusal> {
    let picture = crate::certificates::import::picture(&seal.imprint).ok_or(Refusal::Unreadable)?;
    let mut data = holder(person, day);
    data["registered_on"] = json!(era::date_label(seal.registered_on));
    data["number"] = json!(seal.number);
    data["imprint"] = json!(picture);
    Ok(data)
}

/// 所得課税証明書 of the year asked for.
///
/// # Errors
/// [`Refusal::NoYear`] when no year was asked for.
pub fn income(person: &Value, income: &Income, answers: &Answers, day: Date) -> Result<Value, Refusal> {
    let year = year_asked(Kind::Income, answers);
    let mut data = holder(person, day);
    data["year"] = json!(fiscal_year(year)?);
    data["income_year"] = json!(calendar_year(year - 1)?);
    data["income"] = rows(&[
        ("給与収入", income.salary),
        ("給与所得", income.salary_income),
        ("公的年金等収入", income.pension),
        ("公的年金等の雑所得", income.pension_income),
        ("営業・農業などの所得", income.business_income),
        ("そのほかの所得", income.other_income),
        ("合計所得金額", income.total_income),
        ("所得控除の合計", income.deductions),
        ("課税標準額", income.taxable),
    ]);
    data["dependants"] = json!(income.dependants);
    data["tax"] = rows(&[
        ("町民税　均等割", income.town_per_capita),
        ("町民税　所得割", income.town_on_income),
        ("県民税　均等割", income.prefecture_per_capita),
        ("県民税　所得割", income.prefecture_on_income),
        ("森林環境税（国税）", income.forest),
        ("年税額", income.tax),
    ]);
    data["untaxed"] = json!(income.tax == 0);
    Ok(data)
}

fn rows(of: &[(&str, i64)]) -> Value {
    of.iter().map(|(label, yen)| json!({ "label": label, "yen": digits(*yen) })).collect()
}

/// 1,234,567円; a loss as △1,234円, as public accounts write it.
fn digits(yen: i64) -> String {
    let sign = if yen < 0 { "△" } else { "" };
    format!("{sign}{}円", kernel::Yen(yen.saturating_abs()).digits())
}

fn fiscal_year(year: i64) -> Result<String, Refusal> {
    Ok(format!("{}度", calendar_year(year)?))
}

fn calendar_year(year: i64) -> Result<String, Refusal> {
    let year = i16::try_from(year).ok().filter(|y| *y > 1989).ok_or(Refusal::NoYear)?;
    let last = Date::new(year, 12, 31).map_err(|_| Refusal::NoYear)?;
    let label = era::date_label(last);
    label.split_once('年').map(|(year, _)| format!("{year}年")).ok_or(Refusal::NoYear)
}

/// 納税証明書 of the year and the taxes asked for (地方税法20条の10).
///
/// # Errors
/// [`Refusal::NoTax`] when there is none of them.
pub fn tax_payment(person: &Value, payment: &Payment, answers: &Answers, day: Date) -> Result<Value, Refusal> {
    let wanted: &[String] = match answers.get("taxes") {
        Some(Answer::Choices(wanted)) => wanted,
        _ => &[],
    };
    let found = payment.taxes.iter().filter(|t| wanted.contains(&t.tax));
    let rows: Vec<Value> = found
        .map(|t| json!({ "tax": t.name(), "due": digits(t.due), "paid": digits(t.paid), "unpaid": digits(t.unpaid) }))
        .collect();
    if rows.is_empty() {
        return Err(Refusal::NoTax);
    }
    let mut data = holder(person, day);
    data["year"] = json!(fiscal_year(year_asked(Kind::TaxPayment, answers))?);
    data["taxes"] = json!(rows);
    Ok(data)
}

/// 身分証明書: only the town of the 本籍 can say that it was given no such notice.
///
/// # Errors
/// [`Refusal::DomicileElsewhere`], [`Refusal::NoticeGiven`].
pub fn identity(person: &Value, standing: Standing, municipality: &str, day: Date) -> Result<Value, Refusal> {
    let domicile = person["domicile"].as_str().filter(|d| d.starts_with(municipality));
    let domicile = domicile.ok_or(Refusal::DomicileElsewhere)?;
    if standing.incompetence || standing.guardianship || standing.bankruptcy {
        return Err(Refusal::NoticeGiven);
    }
    let mut data = holder(person, day);
    data["domicile"] = json!(domicile);
    data["family_head"] = person["domicile_head"].clone();
    Ok(data)
}

/// り災証明書: the damage to a dwelling as an officer found it (災害対策基本法90条の2).
///
/// # Errors
/// [`Refusal::NoRecord`] when nobody stands in the frozen record.
pub fn disaster(snapshot: &Value, finding: Finding, answers: &Answers, day: Date) -> Result<Value, Refusal> {
    let person = snapshot.get("person").ok_or(Refusal::NoRecord)?;
    let mut data = holder(person, day);
    let members = snapshot["household"].as_array().into_iter().flatten().filter(|p| lives_here(p));
    data["members"] =
        members.map(|p| json!({ "name": name(p), "relation": p["relation"], "birth": wareki(&p["birth"]) })).collect();
    data["cause"] = json!(cause(answers));
    data["place"] = match answers.get("damaged_place") {
        Some(Answer::Address(place)) => json!(place.to_string()),
        _ => person["address_line"].clone(),
    };
    data["classes"] = Damage::ALL.iter().map(|d| json!({ "name": d.name(), "chosen": *d == finding.damage })).collect();
    data["damage"] = json!(finding.damage.name());
    data["surveyed_on"] = json!(era::date_label(finding.surveyed_on));
    data["method"] = json!(if finding.method == "photos" { "写真による判定" } else { "現地での調査" });
    data["remark"] = json!(finding.remark);
    Ok(data)
}

/// 令和8年9月1日の大雨・洪水.
fn cause(answers: &Answers) -> String {
    let what = match answers.choice("disaster") {
        Some("flood") => "大雨・洪水",
        Some("wind") => "暴風",
        Some("earthquake") => "地震",
        Some("landslide") => "土砂災害",
        Some("snow") => "大雪",
        _ => "災害",
    };
    match answers.get("occurred_on") {
        Some(Answer::Date(day)) => format!("{}の{what}による", era::date_label(*day)),
        _ => format!("{what}による"),
    }
}

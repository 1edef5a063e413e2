//! What will stand on the paper of a case, for the officer who decides it; reading the records anew;
//! and the finding of a damaged dwelling.

use crate::certificates::examine::{self, Material, kind_of};
use crate::certificates::records;
use crate::certificates::rules::{Damage, Finding, Kind, Refusal};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use cases::{Case, CaseError};
use kernel::Date;
use kernel::era::date_label;
use kernel::id::CaseId;
use maud::{Markup, html};
use serde_json::{Value, json};
use store::{Deed, StoreError};
use web::components::{
    DateValue, Tone, button, button_row, date_input, description_list, error_summary, form, link_button, notice,
    page_heading, radio_group, section, textarea,
};
use web::texts::plain;
use web::{Fields, Page, Visit, WebError};

const LONGEST_REMARK: usize = 300;

/// The case, if it ends with a certificate and belongs to one of the officer's desks.
async fn open(visit: &Visit, id: CaseId) -> Result<(Case, Kind), WebError> {
    let case = cases::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    if !visit.signed_in()?.desks_with("cases.desk").contains(&case.desk.as_str()) {
        return Err(WebError::NotFound);
    }
    let kind = kind_of(visit.house(), &case)?.ok_or(WebError::NotFound)?;
    Ok((case, kind))
}

pub(super) async fn page(visit: Visit, Path(id): Path<CaseId>) -> Result<Page, WebError> {
    let (case, kind) = open(&visit, id).await?;
    draw(&visit, &case, kind, None, None).await
}

async fn draw(
    visit: &Visit,
    case: &Case,
    kind: Kind,
    wrong: Option<(&str, &str)>,
    typed: Option<&Fields>,
) -> Result<Page, WebError> {
    let title = title(visit, case)?;
    look(visit, case, kind, &title).await?;
    let material = Material::of(&visit.house().db, case).await?;
    let made = material.data(visit.house(), kind, visit.now().date());
    let words = visit.words();
    let errors: Vec<(&str, &str)> = wrong.into_iter().collect();
    let still_open = cases::is_open(case.state);
    let main = html! {
        (error_summary(words, &errors))
        (page_heading(&format!("受付番号 {}", case.reference), &format!("{title}にのる内容"), "この内容だけが、証明書になります。決めたあとに台帳が変わっても、この内容は変わりません。"))
        (ground(visit, kind, &material))
        @match &made {
            Ok(data) => {
                @if let Some(cluster) = visit.house().press.lacks(data).filter(|_| still_open) {
                    (notice(Tone::Warning, html! { p { strong { "このままでは交付できません" } } p { (papers::no_glyph(&cluster)) } }))
                }
                (section("のる内容", contents(visit, kind, data)))
            }
            Err(refusal) => { (refused(*refusal)) }
        }
        @if still_open && kind == Kind::Disaster { (section("調査の結果", finding_form(visit, case, &material, wrong, typed))) }
        @if still_open && kind != Kind::Disaster { (again_form(visit, case)) }
        (button_row(html! { (link_button("案件に戻る", format!("/desk/cases/{}", case.id)).outline()) }))
        p.muted { "この画面を開いたことは記録され、本人も見ることができます。" }
    };
    let back = format!("/desk/cases/{}", case.id);
    let page = visit
        .page(format!("{} {title}", case.reference))
        .desk()
        .crumbs(&[("受付一覧", "/desk/cases"), ("案件", &back)])
        .main(main);
    Ok(if wrong.is_some() { page.failed() } else { page })
}

fn title(visit: &Visit, case: &Case) -> Result<String, WebError> {
    let book = cases::catalogue(visit.house())?;
    let procedure = book.get(&case.procedure, case.procedure_version).ok_or(WebError::NotFound)?;
    Ok(plain(&procedure.guide.title.ja))
}

/// Opening the page shows a person's records: it is journaled, and the person sees it.
async fn look(visit: &Visit, case: &Case, kind: Kind, title: &str) -> Result<(), WebError> {
    let Some(person) = case.applicant else { return Ok(()) };
    let purpose = format!("{title}（{}）の交付の確認。{}の記録を含みます", case.reference, kind.record_name());
    let act = visit.act("review");
    visit
        .house()
        .db
        .write(&act, move |tx| async move {
            tx.record(Deed::new("certificates.read").about(person).detail(purpose));
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

fn refused(refusal: Refusal) -> Markup {
    notice(Tone::Warning, html! { p { strong { "このままでは交付できません" } } p { (refusal.to_string()) } })
}

/// On which records the paper rests, and as of when.
fn ground(visit: &Visit, kind: Kind, material: &Material) -> Markup {
    let mut list = description_list(visit.words()).item("住民の台帳", html! { "申請を受けた時に固めたもの" });
    if let Some(frozen) = &material.frozen {
        let as_of = frozen.document["as_of"].as_str().and_then(|d| d.parse::<Date>().ok());
        let from = as_of.map(|d| format!("{}現在の記録を、", date_label(d))).unwrap_or_default();
        list = list.item(
            kind.record_name(),
            html! { (from) (date_label(frozen.at.date())) "に固めたもの（" (frozen.version) "回目）" },
        );
    }
    html! { (list) }
}

/// What stands on the paper, in the order of the paper.
fn contents(visit: &Visit, kind: Kind, data: &Value) -> Markup {
    let mut list = description_list(visit.words());
    let text = |v: &Value| match v {
        Value::String(s) => s.clone(),
        Value::Null => "（のせない）".to_owned(),
        Value::Bool(b) => if *b { "はい" } else { "いいえ" }.to_owned(),
        other => other.to_string(),
    };
    if kind == Kind::ResidentRecord {
        list = list.item("住所", html! { (text(&data["household"]["address"])) });
        for person in data["persons"].as_array().into_iter().flatten() {
            let line = ["birth", "sex", "relation", "registered_domicile", "moved_from"]
                .map(|k| person[k].as_str().unwrap_or_default());
            let line: Vec<&str> = line.into_iter().filter(|s| !s.is_empty()).collect();
            list = list.item(text(&person["name"]), html! { (line.join("　")) });
        }
        return html! { (list) };
    }
    for (key, label) in [("name", "氏名"), ("birth", "生年月日"), ("address", "住所")] {
        list = list.item(label, html! { (text(&data["holder"][key])) });
    }
    for (key, label) in LABELS {
        if !data[*key].is_null() {
            list = list.item(*label, html! { (text(&data[*key])) });
        }
    }
    for key in ["income", "tax"] {
        for row in data[key].as_array().into_iter().flatten() {
            list = list.item(text(&row["label"]), html! { (text(&row["yen"])) });
        }
    }
    for row in data["taxes"].as_array().into_iter().flatten() {
        let sums = format!(
            "納付すべき額 {}　納付済額 {}　未納額 {}",
            text(&row["due"]),
            text(&row["paid"]),
            text(&row["unpaid"])
        );
        list = list.item(text(&row["tax"]), html! { (sums) });
    }
    html! { (list) }
}

const LABELS: &[(&str, &str)] = &[
    ("number", "登録番号"),
    ("registered_on", "登録年月日"),
    ("year", "年度"),
    ("dependants", "扶養親族の数"),
    ("domicile", "本籍"),
    ("family_head", "筆頭者"),
    ("cause", "り災の原因"),
    ("place", "住家の所在地"),
    ("damage", "被害の程度"),
    ("surveyed_on", "調査の日"),
    ("method", "調査の方法"),
    ("remark", "追加の記載"),
];

fn again_form(visit: &Visit, case: &Case) -> Markup {
    let body = html! {
        p { "もとの仕組みから取り込み直したときは、読み直してください。決裁に回したあとは変わりません。" }
        (button_row(html! { (button("記録を読み直す").outline()) }))
    };
    html! { (form(visit.words(), format!("/desk/certificates/cases/{}/again", case.id), visit.form_token(), body)) }
}

pub(super) async fn again(visit: Visit, Path(id): Path<CaseId>, _: Fields) -> Result<Response, WebError> {
    let (case, _) = open(&visit, id).await?;
    examine::again(visit.house(), &visit.act("review"), case.id).await?;
    Ok(visit.see_other(&format!("/desk/certificates/cases/{id}")))
}

fn finding_form(
    visit: &Visit,
    case: &Case,
    material: &Material,
    wrong: Option<(&str, &str)>,
    typed: Option<&Fields>,
) -> Markup {
    let words = visit.words();
    let before =
        material.frozen.as_ref().and_then(|f| serde_json::from_value::<Finding>(f.document["facts"].clone()).ok());
    let error = |field: &str| wrong.filter(|(name, _)| *name == field).map(|(_, message)| message);
    let held = |name: &str, known: Option<String>| typed.map_or(known.unwrap_or_default(), |t| t.text(name).to_owned());
    let damage = held("damage", before.as_ref().map(|f| f.damage.key().to_owned()));
    let method = held("method", before.as_ref().map(|f| f.method.clone()));
    let remark = held("remark", before.as_ref().map(|f| f.remark.clone()));
    let day = match typed {
        Some(t) => DateValue::typed(t, "surveyed_on"),
        None => before.as_ref().map(|f| DateValue::of(f.surveyed_on)).unwrap_or_default(),
    };
    let body = html! {
        (radio_group(words, "damage", "住家の被害の程度", Damage::ALL.map(|d| (d.key(), d.name()))).value(damage).required(true).error(error("damage"))
            .hint("災害対策基本法第90条の2。国の「災害に係る住家の被害認定基準運用指針」による区分です。"))
        (date_input(words, "surveyed_on", "調査した日").value(day).required(true).error(error("surveyed_on")))
        (radio_group(words, "method", "調査の方法", [("visit", "現地での調査"), ("photos", "写真による判定")]).value(method).inline().required(true).error(error("method")))
        (textarea(words, "remark", "証明書に加えて書くこと").hint("ふつうは空けておきます。書いたことは、そのまま証明書にのります。").value(remark).rows(2).maxlength(LONGEST_REMARK).error(error("remark")))
        (button_row(html! { (button("調査の結果を入れる")) }))
    };
    html! { (form(words, format!("/desk/certificates/cases/{}/finding", case.id), visit.form_token(), body)) }
}

fn read_finding(fields: &Fields, today: Date) -> Result<Finding, (&'static str, &'static str)> {
    let damage = Damage::from_key(fields.text("damage")).ok_or(("damage", "被害の程度を選んでください"))?;
    let day = DateValue::typed(fields, "surveyed_on").date();
    let surveyed_on = day.filter(|d| *d <= today).ok_or(("surveyed_on", "今日までの日付を入れてください"))?;
    let method = fields.text("method");
    if !["visit", "photos"].contains(&method) {
        return Err(("method", "調査の方法を選んでください"));
    }
    let remark = fields.text("remark").trim().to_owned();
    if remark.chars().count() > LONGEST_REMARK || kernel::check_digit::find_my_number(&remark).is_some() {
        return Err(("remark", "300文字までにしてください。マイナンバーは書けません"));
    }
    Ok(Finding { damage, surveyed_on, method: method.to_owned(), remark })
}

/// The finding of an officer stands on the case; the decision on its route is another's.
pub(super) async fn finding(visit: Visit, Path(id): Path<CaseId>, fields: Fields) -> Result<Response, WebError> {
    let (case, kind) = open(&visit, id).await?;
    if kind != Kind::Disaster || !cases::is_open(case.state) {
        return Err(WebError::Changed);
    }
    let finding = match read_finding(&fields, visit.now().date()) {
        Ok(finding) => finding,
        Err(wrong) => return Ok(draw(&visit, &case, kind, Some(wrong), Some(&fields)).await?.into_response()),
    };
    let inside = visit.house().clone();
    visit
        .house()
        .db
        .write(&visit.act("survey"), move |tx| async move {
            let case = cases::find(&tx, id).await?.ok_or(CaseError::Missing)?;
            if !cases::is_open(case.state) {
                return Err(CaseError::Changed);
            }
            let document = json!({ "facts": finding, "as_of": finding.surveyed_on.to_string() });
            records::freeze(&tx, case.id, kind, &document, "被害の調査の結果を入れました").await?;
            examine::examine(&tx, &inside, &case).await
        })
        .await?;
    Ok(visit.see_other(&format!("/desk/certificates/cases/{id}")))
}

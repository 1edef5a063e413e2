//! Who deals with the matter, how, and what comes of it.

use super::guide::{Said, empty, list};
use super::parts::{
    Bench, Sheet, all_but, kept, line_typed, notation, number_typed, overtaken, seen, text_field, text_typed,
};
use crate::editing::document::{Document, Part, value_of};
use crate::editing::workshop::{self, Refused};
use crate::forms::{Applicant, Assurance};
use approvals::RouteBook;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use toml::{Table, Value};
use web::components::{
    Choice, DateValue, button, checkbox_group, date_input, disclosure, form, input_text, page_heading, radio_group,
    section, select, textarea,
};
use web::texts::{Words, plain};
use web::{Fields, Page, Visit, WebError};

/// Items with pages of their own.
const ELSEWHERE: [&str; 15] = [
    "key",
    "version",
    "effective_from",
    "title",
    "summary",
    "audience",
    "timing",
    "bring",
    "category",
    "life_events",
    "keywords",
    "facts",
    "basis",
    "page",
    "measure",
];
/// Items of this page with fields of their own; the others are shown as they stand in a file.
const OWN: [&str; 13] = [
    "effective_until",
    "not_the_town",
    "desk",
    "fee",
    "fee_times",
    "processing_days",
    "in_person",
    "assurance",
    "applicants",
    "route",
    "outcome",
    "after",
    "retention",
];
const ASSURANCES: [Assurance; 5] =
    [Assurance::Anyone, Assurance::Account, Assurance::Identified, Assurance::Strong, Assurance::InPerson];
const APPLICANTS: [Applicant; 6] = [
    Applicant::Oneself,
    Applicant::Household,
    Applicant::Mandate,
    Applicant::Guardian,
    Applicant::Group,
    Applicant::Outsider,
];

const fn part() -> Part<'static> {
    all_but("", &ELSEWHERE)
}

/// All names that this page and the others know.
fn known() -> Vec<&'static str> {
    ELSEWHERE.into_iter().chain(OWN).collect()
}

pub(super) async fn page(visit: Visit, Path(key): Path<String>, Query(said): Query<Said>) -> Result<Page, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let sheet = filled(&visit, &bench);
    Ok(draw(&visit, &bench, &sheet, html! {}, said.is_kept()))
}

fn filled<'a>(visit: &'a Visit, bench: &Bench) -> Sheet<'a> {
    let mut sheet = Sheet::new(visit.words());
    let document = &bench.document;
    let theirs = document.at("not_the_town").is_some();
    sheet.set("whose", if theirs { "theirs" } else { "ours" });
    for item in ["desk", "fee", "fee_times", "route", "assurance"] {
        sheet.set(item, document.string(item));
    }
    sheet.set_text("who", document.at("not_the_town.who"));
    sheet.set_text("place", document.at("not_the_town.place"));
    sheet.set("phone", document.string("not_the_town.phone"));
    sheet.set("url", document.string("not_the_town.url"));
    sheet.set("processing_days", document.number("processing_days").map(|n| n.to_string()).unwrap_or_default());
    sheet.set_all("applicants", document.strings("applicants"));
    let (outcome, template) = outcome_of(document);
    sheet.set("outcome", outcome);
    sheet.set("template", template);
    sheet.set_text("in_person", document.at("in_person"));
    sheet.set_text("after", document.at("after"));
    sheet.set("years", document.number("retention.years").map(|n| n.to_string()).unwrap_or_default());
    sheet.set("years_basis", document.string("retention.basis"));
    let until = day_of(document, "effective_until").map(DateValue::of).unwrap_or_default();
    for (part, value) in [("era", until.era), ("year", until.year), ("month", until.month), ("day", until.day)] {
        sheet.set(&format!("until-{part}"), value);
    }
    sheet.set("others", document.others(&known()));
    for item in document.names("").into_iter().chain(OWN) {
        for (rest, message) in bench.wrong_below(item).into_iter().filter(|_| !ELSEWHERE.contains(&item)) {
            sheet.say_wrong(field_of(item, rest, message), message);
        }
    }
    sheet
}

fn field_of(item: &str, rest: &str, message: &str) -> String {
    match (item, rest) {
        ("not_the_town", rest @ ("who" | "place")) => text_field(rest, message),
        ("not_the_town", "") => "whose".to_owned(),
        ("not_the_town", rest) => rest.to_owned(),
        ("in_person" | "after", _) => text_field(item, message),
        ("retention", _) => "years".to_owned(),
        ("effective_until", _) => "until".to_owned(),
        _ if OWN.contains(&item) => item.to_owned(),
        _ => "others".to_owned(),
    }
}

fn day_of(document: &Document, path: &str) -> Option<Date> {
    match document.at(path)? {
        Value::String(text) => text.parse().ok(),
        Value::Datetime(day) => day.to_string().parse().ok(),
        _ => None,
    }
}

/// Which outcome, and by which template.
fn outcome_of(document: &Document) -> (&'static str, String) {
    match document.at("outcome") {
        Some(Value::Table(table)) => match (table.get("certificate"), table.get("letter")) {
            (Some(t), _) => ("certificate", t.as_str().unwrap_or_default().to_owned()),
            (None, Some(t)) => ("letter", t.as_str().unwrap_or_default().to_owned()),
            (None, None) => ("none", String::new()),
        },
        Some(_) => ("none", String::new()),
        None => ("", String::new()),
    }
}

fn draw(visit: &Visit, bench: &Bench, sheet: &Sheet<'_>, above: Markup, said: bool) -> Page {
    let words = visit.words();
    let whose = [("ours", "町の手続き"), ("theirs", "町ではないところの手続き（案内だけ）")];
    let body = html! {
        (seen(&bench.document, part()))
        (notation())
        (radio_group(words, "whose", "どこの手続きか", whose).value(sheet.value("whose")).error(sheet.error("whose")))
        (section("町の手続きのとき", ours(visit, bench, sheet)))
        (section("町ではないところのとき", theirs(words, sheet)))
        (section("いつまで", html! { (date_input(words, "until", "使い終わる日").hint("決まっていなければ空けてください。").value(until(sheet)).error(sheet.error("until"))) }))
        (others(words, sheet))
        (button("保存する"))
    };
    let main = html! {
        (above)
        (kept(visit, said, usize::from(!sheet.is_sound())))
        @if !said { (sheet.summary()) }
        (page_heading(&bench.name(), "扱い", "だれが受け持ち、どう決めて、何を渡すか。名前は町の決まり（organisation、fees、routes）から選びます。"))
        (form(words, format!("{}/handling", bench.base()), visit.form_token(), body))
    };
    bench.page(visit, "扱い", main)
}

fn until(sheet: &Sheet<'_>) -> DateValue {
    let part = |part: &str| sheet.value(&format!("until-{part}")).to_owned();
    DateValue { era: part("era"), year: part("year"), month: part("month"), day: part("day") }
}

/// A drop-down list; a value that the town does not have stays in it, so that it is seen and chosen anew.
fn chosen<'w>(
    words: Words<'w>,
    sheet: &Sheet<'_>,
    name: &str,
    label: &str,
    from: Vec<(String, String)>,
) -> web::components::Select<'w> {
    let value = sheet.value(name).to_owned();
    let strange = !value.is_empty() && !from.iter().any(|(known, _)| *known == value);
    let strange = strange.then(|| (value.clone(), format!("{value}（この町にありません）")));
    let none = (String::new(), "なし".to_owned());
    let all = std::iter::once(none).chain(from).chain(strange).map(|(value, label)| Choice::new(value, label));
    select(words, name.to_owned(), label.to_owned(), all.collect::<Vec<_>>())
        .value(value)
        .error(sheet.error(name))
        .always_chosen()
}

fn ours(visit: &Visit, bench: &Bench, sheet: &Sheet<'_>) -> Markup {
    let (words, town) = (visit.words(), &visit.house().town);
    let desks = town.organisation.desks().iter().map(|d| (d.key.clone(), d.full_name())).collect();
    let fees: BTreeMap<String, String> = town.fees.all().iter().map(|f| (f.key.clone(), f.name.clone())).collect();
    let routes = visit.house().shelved::<RouteBook>().map(RouteBook::kinds).unwrap_or_default();
    let numbers = numbers(bench);
    let assurances = ASSURANCES.map(|a| Choice::new(word_of(a.text()), plain(&words.t(a.text()))));
    let applicants = APPLICANTS.map(|a| Choice::new(word_of(a.text()), plain(&words.t(a.text()))));
    let outcomes = [("none", "返事だけ（紙は出さない）"), ("letter", "決定の手紙"), ("certificate", "証明書")];
    html! {
        (chosen(words, sheet, "desk", "担当", desks))
        (chosen(words, sheet, "fee", "手数料", fees.into_iter().collect()))
        (chosen(words, sheet, "fee_times", "手数料に掛ける数を聞く質問", numbers).hint("何通か、など。"))
        (chosen(words, sheet, "route", "決裁の道すじ", routes.into_iter().collect()).hint("決めることがないときは「なし」。"))
        (sheet.number("processing_days", "ふつうにかかる日数", "役場が開いている日で数えます。"))
        (radio_group(words, "assurance", "本人をどう確かめるか", assurances).value(sheet.value("assurance")).error(sheet.error("assurance")))
        (checkbox_group(words, "applicants", "申請できる人", applicants).values(sheet.all("applicants")).error(sheet.error("applicants")))
        (radio_group(words, "outcome", "終わりに渡すもの", outcomes).value(sheet.value("outcome")).error(sheet.error("outcome")))
        (input_text(words, "template", "手紙・証明書の型の名前").hint("papers の型の名前。返事だけのときは空けてください。").value(sheet.value("template")))
        (sheet.text("in_person", "窓口でしかできないことと、その理由", 2))
        (sheet.text("after", "出したあとのこと", 3))
        (sheet.number("years", "残しておく年数", "終わった年度の次から数えます。"))
        (sheet.line("years_basis", "年数の根拠", ""))
    }
}

/// Questions that are answered with a number.
fn numbers(bench: &Bench) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for page in 0..bench.document.count("page") {
        for at in 0..bench.document.count(&format!("page.{page}.question")) {
            let path = format!("page.{page}.question.{at}");
            if bench.document.string(&format!("{path}.type")) == "number" {
                let key = bench.document.string(&format!("{path}.key")).to_owned();
                let label = super::draft::label(bench, &path, &key);
                found.push((key, label));
            }
        }
    }
    found
}

fn theirs(words: Words<'_>, sheet: &Sheet<'_>) -> Markup {
    disclosure_if(
        sheet.value("whose") == "theirs",
        "担当するところ",
        html! {
            (sheet.text("who", "担当するところ", 2))
            (input_text(words, "phone", "電話").kind("tel").value(sheet.value("phone")).error(sheet.error("phone")))
            (sheet.text("place", "場所", 2))
            (sheet.line("url", "ページの場所", "https:// から"))
        },
    )
}

fn others(words: Words<'_>, sheet: &Sheet<'_>) -> Markup {
    let open = sheet.error("others").is_some() || !sheet.value("others").is_empty();
    let field = textarea(words, "others", "そのほかの決まり")
        .rows(6)
        .maxlength(8000)
        .value(sheet.value("others"))
        .hint("この画面にまだ欄のない決まりを、手続きのファイルと同じ書き方で書きます。")
        .error(sheet.error("others"));
    disclosure_if(open, "そのほかの決まり（ファイルの書き方）", html! { (field) })
}

/// Open where it holds something, else behind its name.
pub(super) fn disclosure_if(open: bool, name: &str, body: Markup) -> Markup {
    if open {
        html! { h3 { (name) } (body) }
    } else {
        disclosure(name, body)
    }
}

pub(super) fn word_of(text: &str) -> String {
    text.rsplit('-').next().unwrap_or(text).to_owned()
}

/// What was typed, as the document has it.
struct Typed {
    days: Option<Value>,
    years: Option<Value>,
    until: Option<Value>,
    others: Table,
}

fn typed(fields: &Fields, sheet: &mut Sheet<'_>) -> Option<Typed> {
    let mut number = |name: &str| number_typed(fields, name).map_err(|message| sheet.say_wrong(name, message)).ok();
    let (days, years) = (number("processing_days"), number("years"));
    let until = DateValue::typed(fields, "until");
    let day = until.date();
    if !until.is_empty() && day.is_none() {
        sheet.say_wrong("until", "日付を入れてください");
    }
    let others = match Document::parse(&fields.text("others").replace("\r\n", "\n")) {
        Ok(document) => Some(document.into_table()),
        Err(problem) => {
            let line = problem.line.map(|n| format!("{n}行目: ")).unwrap_or_default();
            sheet.say_wrong("others", format!("{line}{}", problem.message));
            None
        }
    };
    let typed = Typed { days: days?, years: years?, until: day.map(|d| Value::String(d.to_string())), others: others? };
    sheet.is_sound().then_some(typed)
}

pub(super) async fn keep(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let mut sheet = Sheet::typed(visit.words(), &fields);
    let Some(read) = typed(&fields, &mut sheet) else {
        let bench = Bench::of(&visit, &key).await?;
        return Ok(draw(&visit, &bench, &sheet, html! {}, false).failed().into_response());
    };
    let seen = fields.text("seen").to_owned();
    let sent = fields.clone();
    let edit = move |document: &mut Document| put(document, &sent, read);
    let act = visit.act("手続きの扱いを直す");
    match workshop::change(visit.house(), &act, visit.signed_in()?, &key, Some((part(), &seen)), edit).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/procedures/{key}/draft/handling?kept=1"))),
        Err(Refused::Overtaken) => {
            let bench = Bench::of(&visit, &key).await?;
            let above = overtaken(visit.words(), &filled(&visit, &bench), &sheet);
            Ok(draw(&visit, &bench, &sheet, above, false).failed().into_response())
        }
        Err(refused) => Err(refused.into()),
    }
}

fn put(document: &mut Document, fields: &Fields, typed: Typed) {
    let known = known();
    document.put_others(&known, typed.others);
    document.put("", "effective_until", typed.until);
    if fields.text("whose") == "theirs" {
        for item in OWN.into_iter().filter(|item| !["effective_until", "not_the_town"].contains(item)) {
            document.put("", item, None);
        }
        let theirs = elsewhere(document.table("not_the_town"), fields);
        document.put("", "not_the_town", Some(Value::Table(theirs)));
        return;
    }
    document.put("", "not_the_town", None);
    for item in ["desk", "fee", "fee_times", "route", "assurance"] {
        document.put("", item, line_typed(fields, item));
    }
    document.put("", "processing_days", typed.days);
    document.put("", "applicants", Some(list(fields.all("applicants"))));
    document.put("", "outcome", outcome_typed(fields));
    document.put("", "in_person", value_of(&text_typed(fields, "in_person")));
    document.put("", "after", Some(value_of(&text_typed(fields, "after")).unwrap_or_else(|| Value::Table(empty()))));
    let mut kept = document.table("retention");
    kept.insert("basis".to_owned(), Value::String(fields.text("years_basis").to_owned()));
    let kept = typed.years.map(|years| {
        kept.insert("years".to_owned(), years);
        Value::Table(kept)
    });
    document.put("", "retention", kept);
}

fn elsewhere(mut table: Table, fields: &Fields) -> Table {
    let who = value_of(&text_typed(fields, "who")).unwrap_or_else(|| Value::Table(empty()));
    table.insert("who".to_owned(), who);
    table.insert("phone".to_owned(), Value::String(fields.text("phone").to_owned()));
    for (item, value) in [("place", value_of(&text_typed(fields, "place"))), ("url", line_typed(fields, "url"))] {
        match value {
            Some(value) => drop(table.insert(item.to_owned(), value)),
            None => drop(table.remove(item)),
        }
    }
    table
}

fn outcome_typed(fields: &Fields) -> Option<Value> {
    let template = Value::String(fields.text("template").to_owned());
    match fields.text("outcome") {
        "" => None,
        kind @ ("certificate" | "letter") => Some(Value::Table(Table::from_iter([(kind.to_owned(), template)]))),
        _ => Some(Value::String("none".to_owned())),
    }
}

//! 取り込み: the desk uploads what its standard system exported; what is wrong is named by line.

use crate::certificates::import::{self, Refused, Report, formats};
use crate::certificates::pages::RECORDS;
use crate::certificates::records::{self, Run};
use crate::certificates::rules::Kind;
use axum::response::{IntoResponse, Response};
use kernel::Date;
use kernel::era::date_label;
use maud::{Markup, html};
use town::Problem;
use web::components::{
    DateValue, Icon, Tone, button, button_row, date_input, disclosure, empty_state, error_summary, file_upload, form,
    notification_banner, page_heading, radio_group, section, table,
};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "証明のもとになる記録";

/// What the page tells besides its form.
enum Told {
    Nothing,
    Took(Kind, Report),
    Wrong(Vec<(&'static str, String)>, Vec<Problem>),
}

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    draw(&visit, Told::Nothing, None).await
}

async fn draw(visit: &Visit, told: Told, typed: Option<&Fields>) -> Result<Page, WebError> {
    visit.require(RECORDS)?;
    let words = visit.words();
    let runs = records::runs(&visit.house().db, 20).await?;
    let mut fresh = Vec::new();
    for (kind, _) in formats() {
        fresh.push((kind, records::newest(&visit.house().db, kind).await?));
    }
    let none = Vec::new();
    let (errors, problems) = match &told {
        Told::Wrong(errors, problems) => (errors, problems.as_slice()),
        _ => (&none, &[][..]),
    };
    let main = html! {
        (error_summary(words, errors))
        @if let Told::Took(kind, report) = &told {
            (notification_banner(words, Tone::Success, format!("{}を取り込みました", kind.record_name())).announced().body(html! {
                p { (report.read) "件を読みました。新しいもの " (report.added) "、変わったもの " (report.changed) "、同じもの " (report.unchanged) "。" }
            }))
        }
        (page_heading("", TITLE, "印鑑登録・税・身分の事項は、この仕組みの外の台帳にあります。もとの仕組みから書き出したCSVを、ここで取り込みます。"))
        @if !problems.is_empty() { (section("直すところ", wrong_lines(problems))) }
        (section("いまの記録", freshness(&fresh)))
        (section("取り込む", upload(visit, errors, typed)))
        (section("列の決まり", html! { @for (kind, columns) in formats() { (disclosure(kind.record_name(), html! { p { (columns.join("、")) } })) } p { "1行目に見出しを書きます。順番は自由です。文字コードは UTF-8。1か所でも違う行があると、ファイル全体を取り込みません。この書き方は、この仕組みのものです（標準準拠システムの書き出しは製品ごとに違うので、見出しを直して使います）。" } }))
        (section("これまでの取り込み", history(&runs)))
    };
    let page = visit.page(TITLE).desk().main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn wrong_lines(problems: &[Problem]) -> Markup {
    let rows = problems.iter().map(|p| {
        let line = p.line.map_or_else(|| "全体".to_owned(), |n| format!("{n}行目"));
        [html! { (line) }, html! { (p.message) }]
    });
    html! { (table("直すところ", ["場所", "どう直すか"]).rows(rows.collect::<Vec<_>>()).caption_hidden()) }
}

fn freshness(fresh: &[(Kind, Option<Date>)]) -> Markup {
    let rows = fresh.iter().map(|(kind, as_of)| {
        let said = as_of.map_or_else(
            || "まだありません。取り込むまで、この証明書は画面から出せません".to_owned(),
            |d| format!("{}現在", date_label(d)),
        );
        [html! { (kind.record_name()) }, html! { (said) }]
    });
    html! { (table("いまの記録", ["記録", "いつのものか"]).rows(rows.collect::<Vec<_>>()).caption_hidden()) }
}

fn upload(visit: &Visit, errors: &[(&'static str, String)], typed: Option<&Fields>) -> Markup {
    let words = visit.words();
    let error = |field: &str| errors.iter().find(|(name, _)| *name == field).map(|(_, message)| message.as_str());
    let chosen = typed.map(|t| t.text("kind").to_owned()).unwrap_or_default();
    let day = typed.map(|t| DateValue::typed(t, "as_of")).unwrap_or_default();
    let body = html! {
        (radio_group(words, "kind", "どの記録ですか", formats().map(|(k, _)| (k.key(), k.record_name()))).value(chosen).required(true).error(error("kind")))
        (date_input(words, "as_of", "いつ現在の記録ですか").value(day).required(true).error(error("as_of")))
        (file_upload(words, "file", "CSVファイル").required(true).error(error("file")))
        (button_row(html! { (button("確かめて取り込む")) }))
    };
    html! { (form(words, "/desk/certificates/records", visit.form_token(), body).with_files()) }
}

fn history(runs: &[Run]) -> Markup {
    if runs.is_empty() {
        return empty_state(
            Icon::Document,
            "まだ取り込んでいません",
            "もとの仕組みから書き出したCSVを、上で取り込んでください。",
            html! {},
        );
    }
    let rows = runs.iter().map(|run| {
        let kind = Kind::from_key(&run.kind).map_or("", Kind::record_name);
        let counts = format!("{}件（新しい {}、変わった {}）", run.read, run.added, run.changed);
        [
            html! { (date_label(run.at.date())) },
            html! { (kind) },
            html! { (date_label(run.as_of)) "現在" },
            html! { (counts) },
            html! { (run.source) },
        ]
    });
    html! { (table("これまでの取り込み", ["取り込んだ日", "記録", "いつ現在", "件数", "ファイル"]).rows(rows.collect::<Vec<_>>()).caption_hidden()) }
}

/// Reads the file, checks every line and takes it over, or names what is wrong.
pub(super) async fn take(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let mut errors: Vec<(&'static str, String)> = Vec::new();
    let kind = Kind::from_key(fields.text("kind")).filter(|k| k.is_imported());
    if kind.is_none() {
        errors.push(("kind", "どの記録かを選んでください".to_owned()));
    }
    let as_of = DateValue::typed(&fields, "as_of").date().filter(|d| *d <= visit.now().date());
    if as_of.is_none() {
        errors.push(("as_of", "今日までの日付を入れてください".to_owned()));
    }
    let upload = fields.files("file").into_iter().next();
    if upload.is_none() {
        errors.push(("file", "CSVファイルを選んでください".to_owned()));
    }
    let (Some(kind), Some(as_of), Some(upload)) = (kind, as_of, upload) else {
        return Ok(draw(&visit, Told::Wrong(errors, Vec::new()), Some(&fields)).await?.into_response());
    };
    let name = upload.file_name.clone();
    let refused = |problems: Vec<Problem>| {
        Told::Wrong(
            vec![("file", format!("取り込めない行があります（{}か所）。何も取り込んでいません", problems.len()))],
            problems,
        )
    };
    let told = match import::read(kind, &name, &upload.bytes) {
        Err(problems) => refused(problems),
        Ok(file) => match import::take(visit.house(), &visit.act("import"), file, &name, as_of).await {
            Ok(report) => Told::Took(kind, report),
            Err(Refused::Lines(problems)) => refused(problems),
            Err(Refused::Store(error)) => return Err(error.into()),
        },
    };
    Ok(draw(&visit, told, Some(&fields)).await?.into_response())
}

//! `/desk/billing/runs`: the files that were taken, and taking one.

use super::{book, by, day_time, deals_with, unsure};
use crate::book::Item;
use crate::runs::actions::{self, Refused, Upload};
use crate::runs::reading::{COLUMNS, PART, Terms};
use crate::runs::records::{self, Run, State};
use axum::response::{IntoResponse, Response};
use kernel::{FiscalYear, Yen};
use maud::{Markup, html};
use town::Problem;
use web::components::{
    Icon, Tone, button, button_row, chip_label, disclosure, empty_state, error_summary, file_upload, form, input_text,
    page_heading, resource, resource_list, section, select, table,
};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "賦課と納付書";
/// Runs shown.
const MOST: i64 = 50;

type Errors = Vec<(&'static str, String)>;

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    draw(&visit, &Errors::new(), &[], &Fields::default()).await
}

async fn draw(visit: &Visit, errors: &Errors, problems: &[Problem], typed: &Fields) -> Result<Page, WebError> {
    let words = visit.words();
    let mut runs = records::newest(&visit.house().db, MOST).await?;
    runs.retain(|r| super::item(visit, &r.item).is_ok());
    let main = html! {
        (error_summary(words, errors))
        (page_heading("", TITLE, "税の仕組みが書き出した賦課のファイルから、請求を発行し、通知書と納付書を印刷します。"))
        @if !problems.is_empty() { (section("直すところ", wrong(problems))) }
        (section("ファイルを取り込む", upload(visit, errors, typed)?))
        (section("取り込んだファイル", html! {
            @if runs.is_empty() {
                (empty_state(Icon::Document, "まだありません", "上で、税の仕組みから書き出したファイルを選んでください。取り込んでも、確かめて発行するまでは、だれにも請求されません。", html! {}))
            } @else { (resource_list(runs.iter().map(line))) }
        }))
    };
    let page = visit.page(TITLE).desk().main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn line(run: &Run) -> web::components::Resource {
    resource(&run.title, format!("/desk/billing/runs/{}", run.id))
        .text(format!("{}件　{}　{}", run.lines, run.total, run.source))
        .meta(format!("{} {}", day_time(run.made_at), run.made_name))
        .status(state(run.state))
}

pub(super) fn state(state: State) -> Markup {
    let tone = match state {
        State::Reading | State::Issuing => Tone::Progress,
        State::Draft => Tone::Info,
        State::Issued => Tone::Success,
        State::GivenUp => Tone::Neutral,
    };
    chip_label(tone, state.label())
}

fn wrong(problems: &[Problem]) -> Markup {
    let rows = problems.iter().map(|p| {
        let line = p.line.map_or_else(|| "全体".to_owned(), |n| format!("{n}行目"));
        [html! { (line) }, html! { (p.message) }]
    });
    html! { (table("直すところ", ["場所", "どう直すか"]).rows(rows.collect::<Vec<_>>()).caption_hidden()) }
}

fn upload(visit: &Visit, errors: &Errors, typed: &Fields) -> Result<Markup, WebError> {
    let words = visit.words();
    let items: Vec<&Item> = book(visit)?.items.iter().filter(|i| deals_with(visit, i)).collect();
    if items.is_empty() {
        let text = "town のフォルダーの payments.toml に、この窓口の税目・費目がありません。";
        return Ok(empty_state(Icon::Document, "取り込める税目がありません", text, html! {}));
    }
    let error = |field: &str| errors.iter().find(|(name, _)| *name == field).map(|(_, message)| message.as_str());
    let this = FiscalYear::of(visit.now().date());
    let years = [this.next(), this, this.previous()].map(|y| (y.0.to_string(), y.label()));
    let year = if typed.text("year").is_empty() { this.0.to_string() } else { typed.text("year").to_owned() };
    let choices = items.iter().map(|i| (i.key.clone(), i.title.ja.clone()));
    let body = html! {
        (select(words, "item", "税目・費目", choices).value(typed.text("item")).required(true).error(error("item")))
        (select(words, "year", "年度", years).value(year).required(true).error(error("year")))
        (input_text(words, "count", "件数").value(typed.text("count")).numeric().unit("件").required(true).error(error("count"))
            .hint("税の仕組みの集計表にある件数と合計を書いてください。ファイルと違うときは取り込みません。"))
        (input_text(words, "total", "税額の合計").value(typed.text("total")).numeric().unit("円").required(true).error(error("total")))
        (file_upload(words, "file", "CSVファイル").accept(".csv,text/csv").required(true).error(error("file")))
        (button_row(html! { (button("取り込んで確かめる")) }))
    };
    Ok(html! {
        (form(words, "/desk/billing/runs", visit.form_token(), body).with_files())
        (disclosure("列の決まり", columns(&items)))
    })
}

fn columns(items: &[&Item]) -> Markup {
    let rows = items.iter().map(|i| {
        let months: Vec<String> = i.months.iter().map(|m| format!("{m}月")).collect();
        let months = if months.is_empty() {
            "ファイルの納期限の列で決めます".to_owned()
        } else {
            months.join("、")
        };
        [html! { (i.title.ja) }, html! { (months) (unsure(i.verified)) }]
    });
    html! {
        p { (COLUMNS.join("、")) "、1期、2期…（期ごとの額）。" }
        p { "「" (PART) "均等割」のような列は、その名前の内訳になります（なくてもかまいません）。「1期納期限」のような列があれば、その日が納期限になります。なければ、次の月の末日です。閉庁日に当たるときは、次に開く日に移ります。" }
        p { "1行目に見出しを書きます。順番は自由です。文字コードは UTF-8。個人番号の列は取り込みません。この書き方は、この仕組みのものです（税の仕組みの書き出しは製品ごとに違うので、見出しを直して使います）。" }
        (table("期別の月", ["税目・費目", "期別の月"]).rows(rows.collect::<Vec<_>>()).dense())
    }
}

/// What was typed, parsed.
struct Asked<'v> {
    item: &'v Item,
    terms: Terms,
    count: usize,
    total: Yen,
}

fn asked<'v>(visit: &'v Visit, fields: &Fields) -> Result<Asked<'v>, Errors> {
    let mut errors = Errors::new();
    let item = super::item(visit, fields.text("item")).ok();
    if item.is_none() {
        errors.push(("item", "税目・費目を選んでください".to_owned()));
    }
    let this = FiscalYear::of(visit.now().date());
    let year = fields.text("year").parse::<i16>().ok().map(FiscalYear);
    let year = year.filter(|y| [this.next(), this, this.previous()].contains(y));
    if year.is_none() {
        errors.push(("year", "年度を選んでください".to_owned()));
    }
    let count = fields.text("count").parse::<Yen>().ok().and_then(|n| usize::try_from(n.get()).ok()).filter(|n| *n > 0);
    if count.is_none() {
        errors.push(("count", "件数を数字で入れてください".to_owned()));
    }
    let total = fields.text("total").parse::<Yen>().ok().filter(|y| *y > Yen::ZERO);
    if total.is_none() {
        errors.push(("total", "合計を数字で入れてください".to_owned()));
    }
    if fields.files("file").is_empty() {
        errors.push(("file", "CSVファイルを選んでください".to_owned()));
    }
    match (item, year, count, total) {
        (Some(item), Some(year), Some(count), Some(total)) if errors.is_empty() => {
            let terms = Terms { title: item.title.ja.clone(), months: item.months.clone(), year };
            Ok(Asked { item, terms, count, total })
        }
        _ => Err(errors),
    }
}

/// Reads the file, checks every line and writes it down, or says what is wrong.
pub(super) async fn take(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let asked = match asked(&visit, &fields) {
        Ok(asked) => asked,
        Err(errors) => return Ok(draw(&visit, &errors, &[], &fields).await?.into_response()),
    };
    let Some(file) = fields.files("file").into_iter().next() else { return Err(WebError::NotFound) };
    let by = by(&visit)?;
    let upload = Upload {
        item: &asked.item.key,
        terms: &asked.terms,
        name: &file.file_name,
        bytes: &file.bytes,
        count: asked.count,
        total: asked.total,
        by: &by,
    };
    let refused = match actions::take(visit.house(), &visit.act("billing"), upload).await {
        Ok(run) => return Ok(visit.see_other(&format!("/desk/billing/runs/{run}"))),
        // The very same file: nothing is done twice, its run is shown.
        Err(Refused::Again(run)) => return Ok(visit.see_other(&format!("/desk/billing/runs/{run}?again=1"))),
        Err(refused) => refused,
    };
    let (errors, problems): (Errors, Vec<Problem>) = match refused {
        Refused::Lines(problems) => {
            (vec![("file", "このファイルは取り込めません。何も取り込んでいません".to_owned())], problems)
        }
        Refused::Control { count, total } => (control(&asked, count, total), Vec::new()),
        Refused::Store(error) => return Err(error.into()),
        Refused::Again(_) => return Err(WebError::Changed),
    };
    Ok(draw(&visit, &errors, &problems, &fields).await?.into_response())
}

fn control(asked: &Asked<'_>, count: usize, total: Yen) -> Errors {
    let mut errors = Errors::new();
    if count != asked.count {
        errors.push(("count", format!("ファイルには{count}件あります。集計表と合うファイルか確かめてください")));
    }
    if total != asked.total {
        errors.push(("total", format!("ファイルの合計は {total} です。集計表と合うファイルか確かめてください")));
    }
    errors
}

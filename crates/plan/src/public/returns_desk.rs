//! `/desk/plan/return`: the answers to country and prefecture, ready to be handed on, so that nobody
//! types a figure again.

use super::data::{CSV, JSON};
use super::returns::{self, Answer, List};
use crate::{book, open};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button_row, chip_label, empty_state, link_button, notice, page_heading, resource, resource_list,
    section, table,
};
use web::{Page, Visit, WebError};

const TITLE: &str = "国・県への毎年の回答";

/// The lists of each fiscal year that has begun.
pub(super) async fn all(visit: Visit) -> Result<Page, WebError> {
    let returns = returns::of_town(visit.house());
    let plan = book::on(visit.house(), visit.now().date()).await?;
    let now = FiscalYear::of(visit.now().date());
    let years = (plan.years.0.0..=plan.years.1.0.min(now.0)).rev().map(FiscalYear);
    let line = |list: &List, year: FiscalYear| {
        let chip = if list.verified {
            html! {}
        } else {
            unconfirmed()
        };
        resource(&list.name, format!("/desk/plan/return/{}/{}", list.key, year.0)).text(&list.to).status(chip)
    };
    let main = html! {
        (page_heading("", TITLE, "計画の進み具合を国や県へ答えるときの数字です。記録から数えるので、書き写す必要はありません。"))
        @if returns.list.is_empty() {
            (empty_state(Icon::Document, "項目表がありません", "町のフォルダーの plan/returns.toml に、聞かれる項目を書いてください。", html! {}))
        }
        @for year in years {
            @let lists = returns.in_year(year);
            @if !lists.is_empty() {
                (section(&year.label(), resource_list(lists.into_iter().map(|l| line(l, year)))))
            }
        }
    };
    Ok(visit.page(TITLE).desk().crumbs(&[("計画", "/desk/plan")]).main(main))
}

fn unconfirmed() -> Markup {
    chip_label(Tone::Warning, "未確認")
}

/// The page of one list, or the same as a file: `2026`, `2026.csv`, `2026.json`.
pub(super) async fn one(visit: Visit, Path((key, file)): Path<(String, String)>) -> Result<Response, WebError> {
    let (year, form) = file.split_once('.').map_or((file.as_str(), ""), |(year, form)| (year, form));
    let year = year.parse().ok().filter(|y| (2000..2100).contains(y)).map(FiscalYear).ok_or(WebError::NotFound)?;
    let returns = returns::of_town(visit.house());
    let list = returns.find(&key, year).ok_or(WebError::NotFound)?;
    let figures = open::of_year(visit.house(), visit.now().date(), Some(year)).await?;
    let attached = |media: &'static str, text: String| {
        let name = format!("attachment; filename=\"{key}-{}.{form}\"", year.0);
        let headers = [(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, name)];
        (headers, [(header::CACHE_CONTROL, "no-store")], text).into_response()
    };
    match form {
        "" => Ok(page(&visit, list, year, &figures).into_response()),
        // A spreadsheet reads Japanese only with the mark of the encoding.
        "csv" => Ok(attached(CSV, format!("\u{feff}{}", returns::csv(list, &figures)))),
        "json" => Ok(attached(JSON, format!("{:#}\n", returns::as_json(list, &figures)))),
        _ => Err(WebError::NotFound),
    }
}

fn page(visit: &Visit, list: &List, year: FiscalYear, figures: &open::Figures) -> Page {
    let answers = returns::answers(list, figures);
    let (known, open): (Vec<&Answer<'_>>, Vec<&Answer<'_>>) = answers.iter().partition(|a| a.why.is_none());
    let until = figures.until.as_ref().map_or_else(|| "終わった月がまだありません".to_owned(), |u| format!("{u} まで"));
    let file = format!("/desk/plan/return/{}/{}", list.key, year.0);
    let main = html! {
        (page_heading(&list.to, &list.name, &format!("{}の回答です（{until}）。", year.label())))
        @if !list.verified {
            (notice(Tone::Warning, html! { p { (unconfirmed()) " この項目表は案です。届いた調査票と見くらべて、違うところは町のフォルダーの plan/returns.toml を直してください。" } }))
        }
        (button_row(html! {
            (link_button("CSVで受け取る", format!("{file}.csv")).icon(Icon::Document))
            (link_button("JSONで受け取る", format!("{file}.json")).outline())
        }))
        (section("記録から答えられるもの", html! { @if known.is_empty() { p { "まだありません。" } } @else { (answered(&known)) } }))
        @if !open.is_empty() {
            (section("人が答えるもの", html! {
                p { "次の項目は、記録からは答えられません。" }
                ul { @for a in open { li { (a.item.mark) " " (a.item.text) "：" (a.why.as_deref().unwrap_or_default()) } } }
            }))
        }
    };
    visit.page(&list.name).desk().crumbs(&[("計画", "/desk/plan"), (TITLE, "/desk/plan/return")]).main(main)
}

fn answered(answers: &[&Answer<'_>]) -> Markup {
    let rows = answers.iter().map(|a| {
        [
            html! { (a.item.mark) " " (a.item.text) },
            html! { (a.value.map(super::say::number).unwrap_or_default()) (a.unit) },
            html! { @if let Some(n) = a.n { (n) "件" } },
            html! { (a.definition) },
            html! { (a.source) },
        ]
    });
    let head = ["項目", "答え", "もとの記録", "数え方", "出どころ"];
    html! { (table("答え", head).caption_hidden().numeric([1, 2]).rows(rows)) }
}

//! Counting a closed month again.

use super::figure::{back, facts};
use crate::counting::correct::{self, Difference};
use crate::counting::ledger::declared;
use crate::counting::records::Span;
use crate::page::number;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::Date;
use kernel::era::date_label;
use maud::{Markup, html};
use web::components::{
    Tone, button, button_row, error_summary, form, notification_banner, page_heading, section, table, textarea,
};
use web::{Fields, Indicator, Page, Visit, WebError};

const LONGEST_REASON: usize = 500;

fn find(visit: &Visit, key: &str, month: &str) -> Result<(&'static Indicator, Date), WebError> {
    let indicator = declared(visit.house()).into_iter().find(|i| i.key == key).ok_or(WebError::NotFound)?;
    let day: Date = format!("{month}-01").parse().map_err(|_| WebError::NotFound)?;
    Ok((indicator, day))
}

pub(super) async fn page(visit: Visit, Path((key, month)): Path<(String, String)>) -> Result<Page, WebError> {
    let (indicator, day) = find(&visit, &key, &month)?;
    draw(&visit, indicator, day, "", None).await
}

async fn draw(
    visit: &Visit,
    indicator: &Indicator,
    day: Date,
    typed: &str,
    error: Option<&str>,
) -> Result<Page, WebError> {
    let found = correct::differences(visit.house(), indicator, day).await?;
    let month = found.iter().find(|d| d.kept.span == Span::Month).ok_or(WebError::NotFound)?;
    let title = format!("{}を数え直す", day.strftime("%Y年%-m月"));
    let errors: Vec<(&str, &str)> = error.map(|e| ("reason", e)).into_iter().collect();
    let main = html! {
        (error_summary(visit.words(), &errors))
        (page_heading(indicator.title.ja, &title, "いまの記録から数えた数字と、締めた数字をくらべます。見るだけでは何も変わりません。"))
        (facts(visit, &month.kept, indicator.unit))
        (section("くらべる", differences(&found, indicator.unit)))
        @if found.iter().any(Difference::any) {
            (section("新しい数字も残す", keep_form(visit, indicator, day, month.kept.revision, (typed, error))))
        } @else {
            (notification_banner(visit.words(), Tone::Success, "いまの記録から数えても、締めた数字と同じです"))
        }
        (back(indicator.key))
    };
    let page = visit.page(title).desk().crumbs(&[("数字で見る町の手続き", "/desk/plan")]).main(main);
    Ok(if error.is_some() { page.failed() } else { page })
}

fn differences(found: &[Difference], unit: &str) -> Markup {
    let name = |d: &Difference| match d.kept.span {
        Span::Month => "この月".to_owned(),
        Span::Year => format!("年度のはじめから{}まで", date_label(d.kept.period.last)),
    };
    let value = |value: Option<f64>, n: i64| html! { (number(value)) (unit) "（" (n) "）" };
    let change = |d: &Difference| match (d.kept.figure.value, d.now.value) {
        _ if !d.any() => "同じ".to_owned(),
        (Some(old), Some(new)) if (new - old).abs() >= 0.05 => format!("{:+.1}{unit}", new - old),
        _ => "内訳・もとの数が違います".to_owned(),
    };
    let rows = found.iter().map(|d| {
        [
            html! { (name(d)) },
            value(d.kept.figure.value, d.kept.figure.n),
            value(d.now.value, d.now.n),
            html! { (change(d)) },
        ]
    });
    html! { (table("締めた数字と、いま数えた数字", ["期間", "締めた数字（もとの数）", "いま数えた数字（もとの数）", "違い"]).numeric([1, 2, 3]).rows(rows).caption_hidden()) }
}

fn keep_form(
    visit: &Visit,
    indicator: &Indicator,
    day: Date,
    seen: i64,
    (typed, error): (&str, Option<&str>),
) -> Markup {
    let words = visit.words();
    let body = html! {
        p { "前の数字は消えません。新しい数字が、理由といっしょに横に並び、これからのページと公開データは新しい数字を使います。" }
        input type="hidden" name="seen" value=(seen);
        (textarea(words, "reason", "数え直す理由").hint("公開されることがあります。氏名や事情は書かないでください。").required(true).rows(3)
            .maxlength(LONGEST_REASON).value(typed).error(error))
        (button_row(html! { (button("この数字を残す")) }))
    };
    let action = format!("/desk/plan/figures/{}/{}/recount", indicator.key, day.strftime("%Y-%m"));
    html! { (form(words, action, visit.form_token(), body)) }
}

pub(super) async fn keep(
    visit: Visit,
    Path((key, month)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (indicator, day) = find(&visit, &key, &month)?;
    let reason = fields.text("reason").trim().to_owned();
    let seen = fields.text("seen").parse().map_err(|_| WebError::Unreadable("seen"))?;
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let error = "理由を500文字までで書いてください";
        return Ok(draw(&visit, indicator, day, &reason, Some(error)).await?.into_response());
    }
    correct::keep(visit.house(), &visit.act("recount"), indicator, day, seen, reason).await?;
    Ok(visit.see_other(&format!("/desk/plan/figures/{key}")))
}

//! The page of figures.

use crate::counting::{Ledger, Series, declared, ledger};
use axum::extract::Query;
use kernel::Date;
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{Icon, bar_chart, disclosure, empty_state, page_heading, section, stat_tile, stat_tiles};
use web::{Figure, House, Page, Period, Visit, WebError};

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// A fiscal year by its Western year, `2026`.
    year: Option<i16>,
    /// A month of that year, 1 to 12.
    month: Option<i8>,
}

pub(crate) async fn figures(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let today = visit.now().date();
    let year = FiscalYear(asked.year.filter(|y| (2000..2100).contains(y)).unwrap_or(FiscalYear::of(today).0));
    let month = asked.month.and_then(|m| month_of(year, m));
    let ledger = ledger(visit.house()).await?;
    let figure = |s: &Series| match month {
        Some(period) => s.months.get(&period.first).map(|m| m.figure.clone()),
        None => s.year(year).map(|y| y.figure),
    };
    let counted: Vec<(&Series, Figure)> =
        in_order(visit.house(), &ledger).into_iter().map(|s| (s, figure(s).unwrap_or_default())).collect();
    let any = counted.iter().any(|(_, f)| f.n > 0);
    let title = "数字で見る町の手続き";
    let main = html! {
        (page_heading("", title, "ここの数字は、手続きの記録から数えています。だれかが書き写したものではありません。終わった月は締めて残し、今月は長くて1分おくれで動きます。"))
        (periods(year, today, asked.month))
        (section(&label(year, asked.month), html! {
            @if any {
                (stat_tiles(counted.iter().map(|(s, f)| tile(s, f))))
                @for (series, figure) in &counted { (detail(&visit, series, figure)) }
            } @else {
                (empty_state(Icon::Mountain, "この期間の記録は、まだありません", "手続きが始まると、ここに数字が出ます。", html! {}))
            }
        }))
    };
    Ok(visit.page(title).desk().main(main))
}

/// What residents notice first: the services and cases before the rooms that carry them; what is
/// counted outside the house last.
pub(crate) fn in_order<'a>(house: &House, ledger: &'a Ledger) -> Vec<&'a Series> {
    let keys: Vec<&str> = declared(house).iter().map(|i| i.key).collect();
    let inside = keys.iter().filter_map(|key| ledger.series.get(*key));
    inside.chain(ledger.series.values().filter(|s| !keys.contains(&s.definition.indicator.as_str()))).collect()
}

/// The fiscal years of a figure as links.
pub(crate) fn years_nav(base: &str, years: &[FiscalYear], year: FiscalYear) -> Markup {
    html! {
        @if years.len() > 1 {
            nav aria-label="年度" {
                ul.choice-links {
                    @for y in years {
                        li { a href=(format!("{base}?year={}", y.0)) aria-current=[(*y == year).then_some("true")] { (y.label()) } }
                    }
                }
            }
        }
    }
}

/// The days of a month of a fiscal year: January to March belong to the next calendar year.
pub(crate) fn month_of(year: FiscalYear, month: i8) -> Option<Period> {
    let calendar = if month < 4 { year.0 + 1 } else { year.0 };
    let first = Date::new(calendar, month, 1).ok()?;
    Some(Period { first, last: first.last_of_month() })
}

fn label(year: FiscalYear, month: Option<i8>) -> String {
    match month.filter(|m| (1..=12).contains(m)) {
        Some(month) => format!("{} {month}月", year.label()),
        None => year.label(),
    }
}

fn periods(year: FiscalYear, today: Date, month: Option<i8>) -> Markup {
    let this = FiscalYear::of(today);
    let months = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3];
    html! {
        nav aria-label="期間" {
            ul.choice-links {
                @for y in [this.previous(), this] {
                    li { a href=(format!("/desk/plan?year={}", y.0)) aria-current=[(y == year && month.is_none()).then_some("true")] { (y.label()) } }
                }
                @for m in months {
                    li { a href=(format!("/desk/plan?year={}&month={m}", year.0)) aria-current=[(month == Some(m)).then_some("true")] { (m) "月" } }
                }
            }
        }
    }
}

/// A value as officers read it, with one decimal where there is one.
pub(crate) fn number(value: Option<f64>) -> String {
    match value {
        None => "―".to_owned(),
        Some(v) if (v - v.round()).abs() < 0.05 => format!("{v:.0}"),
        Some(v) => format!("{v:.1}"),
    }
}

fn tile(series: &Series, figure: &Figure) -> web::components::StatTile {
    let unit = if figure.value.is_some() { series.definition.unit.as_str() } else { "" };
    stat_tile(&series.title.ja, number(figure.value), unit)
        .note(format!("{}件の記録から", figure.n))
        .href(format!("/desk/plan/figures/{}", series.definition.indicator))
}

/// Meaning and way of counting beside the parts, so that nobody has to ask what a figure is.
fn detail(visit: &Visit, series: &Series, figure: &Figure) -> Markup {
    let (words, title) = (visit.words(), &series.title.ja);
    let parts: Vec<(String, f64)> = figure.parts.iter().map(|(key, n)| (part_name(visit, key), as_float(*n))).collect();
    let summary = match figure.parts.iter().max_by_key(|(_, n)| *n) {
        Some((key, n)) if *n > 0 => format!("いちばん多いのは「{}」で、{n}件です。", part_name(visit, key)),
        _ => String::new(),
    };
    html! {
        @if !parts.is_empty() && figure.n > 0 { (bar_chart(words, title, summary, "件", parts)) }
        p.support-text { strong { (title) } "：" (series.meaning.ja) }
        (disclosure(&format!("{title}の数え方"), html! { @for line in series.definition.words.lines() { p { (line) } } }))
    }
}

/// The name of a part where it is one of the house's words; else the part's own (a desk's name).
fn part_name(visit: &Visit, key: &str) -> String {
    let text = format!("plan-part-{key}");
    if visit.house().texts.has(visit.lang(), &text) { visit.t(&text) } else { key.to_owned() }
}

fn as_float(n: i64) -> f64 {
    // Counts of a town's matters are far below the 2^53 that a float holds exactly.
    f64::from(i32::try_from(n).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_a_fiscal_year_run_from_april_to_march() {
        let year = FiscalYear(2026);
        let days = |m| month_of(year, m).map(|p| (p.first.to_string(), p.last.to_string()));
        assert_eq!(days(4), Some(("2026-04-01".into(), "2026-04-30".into())));
        assert_eq!(days(2), Some(("2027-02-01".into(), "2027-02-28".into())));
        assert_eq!(days(13), None);
        assert_eq!(label(year, Some(2)), "令和8年度 2月");
    }
}

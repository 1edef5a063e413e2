//! One figure: its months and years, its groups, its words and their history, what was counted
//! again.

use super::{COUNT, shown};
use crate::counting::close::{GRACE_DAYS, closes_on};
use crate::counting::groups::{self, Groups, Names};
use crate::counting::ledger::{Month, Series, ledger};
use crate::counting::records::{self, Definition, Snapshot, Span};
use crate::page::{number, years_nav};
use axum::extract::{Path, Query};
use kernel::era::date_label;
use kernel::fiscal::FiscalYear;
use kernel::{Date, Moment};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Icon, Tone, chip_label, description_list, disclosure, empty_state, event, line_chart, link_button, page_heading,
    section, table, timeline,
};
use web::{Page, Split, Visit, WebError};

#[derive(Deserialize)]
pub(super) struct Asked {
    year: Option<i16>,
}

pub(super) async fn page(visit: Visit, Path(key): Path<String>, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let today = visit.now().date();
    let year = FiscalYear(asked.year.filter(|y| (2000..2100).contains(y)).unwrap_or(FiscalYear::of(today).0));
    let ledger = ledger(visit.house()).await?;
    let series = ledger.series.get(&key).ok_or(WebError::NotFound)?;
    let db = &visit.house().db;
    let definition = &series.definition;
    let groups = groups::of_year(db, &key, definition.yearly, &definition.unit, year).await?;
    let (wordings, kept) = (records::definitions_of(db, &key).await?, records::of_indicator(db, &key).await?);
    let base = format!("/desk/plan/figures/{key}");
    let main = html! {
        (page_heading("数字で見る町の手続き", &series.title.ja, &series.meaning.ja))
        (years_nav(&base, &series.years(), year))
        (section(&year.label(), html! { (months(&visit, series, &key, year)) }))
        (section("年度ごと", years(series)))
        (section("手続き・地区・年齢ごと", html! { (groups_of(&visit, &groups, &definition.unit)) }))
        (section("数え方と、その移り変わり", html! { (words(definition)) (history(&wordings)) }))
        (section("数え直した記録", recounted(&kept, &definition.unit)))
    };
    Ok(visit.page(series.title.ja.clone()).desk().crumbs(&[("数字で見る町の手続き", "/desk/plan")]).main(main))
}

fn months(visit: &Visit, series: &Series, key: &str, year: FiscalYear) -> Markup {
    let months: Vec<(&Date, &Month)> = series.months.range(year.start()..=year.end()).collect();
    let unit = &series.definition.unit;
    let may = visit.may(COUNT) && series.definition.source.is_none();
    let rows = months.iter().map(|(day, month)| {
        let again = format!("/desk/plan/figures/{key}/{}/recount", day.strftime("%Y-%m"));
        [
            html! { (day.month()) "月" },
            html! { (number(month.figure.value)) (unit) },
            html! { (month.figure.n) },
            html! { (state(**day, month)) @if may && month.revision > 0 { " " a href=(again) { "数え直す" } } },
        ]
    });
    let drawn: Vec<(String, f64)> =
        months.iter().filter_map(|(d, m)| Some((format!("{}月", d.month()), m.figure.value?))).collect();
    html! {
        @if months.is_empty() {
            (empty_state(Icon::Calendar, "この年度の数字は、まだありません", "はじめての記録が入ると、その月から数えます。", html! {}))
        } @else {
            @if drawn.len() > 1 {
                (line_chart(visit.words(), format!("{}（{}）", series.title.ja, year.label()), summary(&drawn, unit), unit.clone(), drawn.iter().map(|d| d.0.clone()))
                    .line(series.title.ja.clone(), drawn.iter().map(|d| d.1)))
            }
            (table("月ごと", ["月", "値", "もとの数", "様子"]).numeric([1, 2]).rows(rows).dense())
            p.support-text { "終わった月は、翌月" (GRACE_DAYS) "日までの記録を入れて締めます。締めた数字は変わりません。今月の数字は、長くて1分おくれます。" }
        }
    }
}

fn summary(drawn: &[(String, f64)], unit: &str) -> String {
    match (drawn.first(), drawn.last()) {
        (Some((first, from)), Some((last, to))) => {
            format!("{first}は{}{unit}、{last}は{}{unit}です。", number(Some(*from)), number(Some(*to)))
        }
        _ => String::new(),
    }
}

fn state(day: Date, month: &Month) -> Markup {
    match month.revision {
        0 => chip_label(Tone::Progress, &format!("動いています（{}に締めます）", date_label(closes_on(day)))),
        1 => chip_label(Tone::Success, "締めました"),
        n => chip_label(Tone::Warning, &format!("数え直しました（{}回目の数字）", n)),
    }
}

fn years(series: &Series) -> Markup {
    let unit = &series.definition.unit;
    let rows = series.years().into_iter().filter_map(|year| {
        let found = series.year(year)?;
        let until = format!("{}まで{}", date_label(found.until), if found.closed { "" } else { "（動いています）" });
        let value = html! { (number(found.figure.value)) (unit) };
        Some([html! { (year.label()) }, value, html! { (found.figure.n) }, html! { (until) }])
    });
    let rows: Vec<_> = rows.collect();
    html! {
        @if rows.is_empty() { p { "まだありません。" } }
        @else { (table("年度ごと", ["年度", "値", "もとの数", "どこまで"]).numeric([1, 2]).rows(rows).caption_hidden()) }
    }
}

fn groups_of(visit: &Visit, groups: &[Groups], unit: &str) -> Markup {
    let names = Names::of(visit.house(), visit.lang());
    let title = |g: &Groups| {
        let by = visit.t(&format!("plan-split-{}", g.by.key()));
        format!("{by}ごと（{}〜{}）", date_label(g.period.first), date_label(g.period.last))
    };
    let provisional = |g: &Groups| g.by == Split::Ward && visit.house().town.wards.are_placeholders();
    html! {
        @if groups.is_empty() {
            p { "4〜9月、10〜3月の半年が終わって締まると、ここに出ます。長い期間と短い期間の引き算で小さなまとまりが分からないように、半年ごとにだけ出します。" }
        }
        @for g in groups {
            (disclosure(&title(g), html! {
                (table(title(g), ["まとまり", "値", "もとの数"]).numeric([1, 2]).caption_hidden().dense().rows(g.rows.iter().map(|(key, row)| {
                    [html! { (names.name(g.by, key)) }, html! { (shown(row, unit)) }, html! { @if let Some(n) = row.n { (n) } @else { "―" } }]
                })))
                @if provisional(g) { p.support-text { "地区は未確認です。行政区の一覧が分かるまで、大字を仮の地区にしています。" } }
                p.support-text { "10件に満たないまとまりは伏せます。引き算で分からないように、ほかのまとまりも伏せることがあります。" }
            }))
        }
    }
}

fn words(definition: &Definition) -> Markup {
    html! {
        @for line in definition.words.lines() { p { (line) } }
        p { (rule(definition.yearly)) }
        @if let Some(source) = &definition.source { p { "出どころ：" (source) } }
    }
}

const fn rule(yearly: web::Yearly) -> &'static str {
    match yearly {
        web::Yearly::Sum => "年度の数字は、月の数字を足したものです。",
        web::Yearly::Share => {
            "年度の割合は、月ごとの件数を足してから割り直したものです。月の割合の平均ではありません。"
        }
        web::Yearly::Recount => "年度の数字は、月の数字からは出せないので、年度の記録の全部から数え直したものです。",
    }
}

fn history(wordings: &[Definition]) -> Markup {
    let at = |moment: Moment| date_label(moment.date());
    html! {
        @if wordings.len() > 1 {
            (timeline(wordings.iter().rev().map(|d| {
                event(at(d.first_at), format!("{}（{}）", d.title, d.unit)).body(html! { @for line in d.words.lines() { p { (line) } } })
            })))
        } @else if let Some(first) = wordings.first() {
            p.support-text { (at(first.first_at)) "から、この言葉で数えています。" }
        } @else {
            p.support-text { "まだ締めた月がありません。はじめて締めるときに、この言葉をいっしょに残します。" }
        }
    }
}

fn recounted(kept: &[Snapshot], unit: &str) -> Markup {
    let before =
        |s: &Snapshot| kept.iter().find(|o| o.span == s.span && o.period == s.period && o.revision + 1 == s.revision);
    let span = |s: &Snapshot| match s.span {
        Span::Month => s.period.first.strftime("%Y年%-m月").to_string(),
        Span::Year => format!("{}（{}まで）", FiscalYear::of(s.period.first).label(), date_label(s.period.last)),
    };
    let list = kept.iter().filter(|s| s.revision > 1).map(|s| {
        let old = before(s).map_or_else(|| "―".to_owned(), |o| number(o.figure.value));
        let line = format!("{}：{old}{unit} → {}{unit}", span(s), number(s.figure.value));
        event(date_label(s.closed_at.date()), line)
            .body(html! { @if let Some(reason) = &s.reason { p { "理由：" (reason) } } })
    });
    let list: Vec<_> = list.collect();
    html! {
        @if list.is_empty() { p { "ありません。締めた数字は、締めたときのままです。" } }
        @else { (timeline(list)) p.support-text { "前の数字も、そのまま残っています。" } }
    }
}

/// The facts of a figure at the top of the page that counts it again.
pub(super) fn facts(visit: &Visit, kept: &Snapshot, unit: &str) -> Markup {
    let list = description_list(visit.words())
        .item("締めた数字", html! { (number(kept.figure.value)) (unit) "（もとの数 " (kept.figure.n) "）" })
        .item("締めた日", html! { (date_label(kept.closed_at.date())) });
    html! { (list) }
}

/// Back to the figure.
pub(super) fn back(key: &str) -> Markup {
    html! { (link_button("数字のページへ戻る", format!("/desk/plan/figures/{key}")).text()) }
}

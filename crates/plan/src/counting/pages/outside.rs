//! Figures from outside: what was entered, how far each is, and the form.

use crate::book;
use crate::counting::outside::{self, Entry, NewEntry, PREFIX, State};
use crate::counting::records::Span;
use crate::page::number;
use axum::response::{IntoResponse, Response};
use kernel::Date;
use kernel::era::date_label;
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button, button_row, chip_label, empty_state, error_summary, form, input_text, page_heading, resource,
    resource_list, section, select, textarea,
};
use web::{Fields, Page, Period, Visit, WebError};

const TITLE: &str = "外で数えた数字";
const SHOWN: i64 = 50;

type Errors = Vec<(&'static str, &'static str)>;

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    draw(&visit, &Fields::default(), &Vec::new()).await
}

async fn draw(visit: &Visit, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let entries = outside::newest(&visit.house().db, SHOWN).await?;
    let plan = book::on(visit.house(), visit.now().date()).await?;
    let main = html! {
        (error_summary(visit.words(), errors))
        (page_heading("数字で見る町の手続き", TITLE, "アンケートや国・県の統計など、手続きの記録からは数えられない数字を、出どころといっしょに入れます。決裁が終わると載ります。"))
        (section("入れた数字", html! {
            @if entries.is_empty() { (empty_state(Icon::Document, "まだありません", "下の欄から入れると、決裁に回ります。", html! {})) }
            @else { (resource_list(entries.iter().map(line))) }
        }))
        (section("数字を入れる", entry_form(visit, &keys(&plan), typed, errors)))
    };
    let page = visit.page(TITLE).desk().crumbs(&[("数字で見る町の手続き", "/desk/plan")]).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

/// What the plan names and no room counts.
fn keys(plan: &book::Plan) -> Vec<String> {
    let uses = plan.measures.iter().flat_map(|m| &m.indicators);
    let mut keys: Vec<String> = uses.filter_map(|u| u.key.strip_prefix(PREFIX).map(str::to_owned)).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn line(entry: &Entry) -> web::components::Resource {
    let new = &entry.new;
    let period = match new.span {
        Span::Month => new.period.first.strftime("%Y年%-m月").to_string(),
        Span::Year => FiscalYear::of(new.period.first).label(),
    };
    let n = new.n.map(|n| format!("（もとの数 {n}）")).unwrap_or_default();
    let (tone, words) = match entry.state {
        State::Entered => (Tone::Progress, "決裁を待っています"),
        State::Approved => (Tone::Success, "載っています"),
        State::Returned => (Tone::Warning, "差し戻されました。直して、もう一度入れてください"),
    };
    let link = match (entry.state, entry.approval) {
        (State::Approved, _) | (_, None) => format!("/desk/plan/figures/{}", new.indicator),
        (_, Some(approval)) => format!("/desk/approvals/{approval}"),
    };
    resource(format!("{} {period}：{}{}{n}", new.title, number(Some(new.value)), new.unit), link)
        .meta(format!("{}に入れた　出どころ：{}", date_label(entry.entered_at.date()), new.source))
        .status(chip_label(tone, words))
}

fn entry_form(visit: &Visit, keys: &[String], typed: &Fields, errors: &Errors) -> Markup {
    let words = visit.words();
    let error = |name: &str| errors.iter().find(|(n, _)| *n == name).map(|(_, e)| *e);
    let text = |name: &'static str, label: &'static str, hint: &'static str| {
        input_text(words, name, label)
            .hint(hint)
            .value(typed.text(name))
            .error(error(name))
            .autocomplete("off")
            .required(true)
    };
    let spans = [("year", "年度の数字"), ("month", "月の数字")];
    let hint = if keys.is_empty() {
        "英小文字・数字・下線。同じ数字には、いつも同じ名前を使います。例：smartphone_class".to_owned()
    } else {
        format!("同じ数字には、いつも同じ名前を使います。計画が使う名前：{}", keys.join("、"))
    };
    let body = html! {
        (input_text(words, "key", "数字の名前（しるし）").hint(hint).value(typed.text("key")).error(error("key")).autocomplete("off").required(true).width("is-medium").maxlength(40))
        (text("title", "見出し", "例：町民アンケートで「満足」と答えた割合").maxlength(80))
        (select(words, "span", "期間の種類", spans).value(typed.text("span").to_owned()).error(error("span")).required(true))
        (text("period", "期間", "年度は始まる年（例：2026）、月は 2026-09 のように書きます").width("is-medium").maxlength(7))
        (text("value", "値", "数字だけ。小数は点で").inputmode("decimal").width("is-medium").maxlength(16))
        (text("unit", "単位", "例：%、人、件").width("is-medium").maxlength(8))
        (input_text(words, "n", "もとの数（回答の数など）").hint("出どころに書かれていなければ、空けておきます").value(typed.text("n")).error(error("n")).autocomplete("off").inputmode("numeric").required(false).width("is-medium").maxlength(9))
        (textarea(words, "meaning", "意味と数え方").hint("何を、だれに、どうやって数えたか").value(typed.text("meaning").to_owned()).error(error("meaning")).required(true).rows(3).maxlength(600))
        (text("source", "出どころ", "資料の名前と、あればホームページの住所").maxlength(300))
        (button_row(html! { (button("決裁に回す")) }))
    };
    html! { (form(words, "/desk/plan/outside", visit.form_token(), body)) }
}

fn read(fields: &Fields, today: Date) -> Result<NewEntry, Errors> {
    let mut errors = Errors::new();
    let key = fields.text("key").trim();
    if key.is_empty() || !key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        errors.push(("key", "英小文字・数字・下線だけで書いてください"));
    }
    for (name, message) in [
        ("title", "見出しを書いてください"),
        ("unit", "単位を書いてください"),
        ("meaning", "意味と数え方を書いてください"),
        ("source", "出どころを書いてください"),
    ] {
        if fields.text(name).trim().is_empty() {
            errors.push((name, message));
        }
    }
    let span = Span::from_key(fields.text("span"));
    if span.is_none() {
        errors.push(("span", "年度か月かを選んでください"));
    }
    let period = span.and_then(|span| period(span, fields.text("period").trim(), today));
    if span.is_some() && period.is_none() {
        errors.push(("period", "期間を 2026 または 2026-09 のように書いてください。これからの期間は入れられません"));
    }
    let value = parsed::<f64>(fields.text("value")).filter(|v| v.is_finite());
    if value.is_none() {
        errors.push(("value", "値を数字で書いてください"));
    }
    let n = match fields.text("n").trim() {
        "" => None,
        typed => match parsed::<i64>(typed).filter(|n| *n > 0) {
            None => {
                errors.push(("n", "もとの数を数字で書くか、空けてください"));
                None
            }
            some => some,
        },
    };
    let (Some(span), Some(period), Some(value), true) = (span, period, value, errors.is_empty()) else {
        return Err(errors);
    };
    let text = |name: &str| fields.text(name).trim().to_owned();
    Ok(NewEntry {
        indicator: format!("{PREFIX}{key}"),
        title: text("title"),
        unit: text("unit"),
        meaning: text("meaning"),
        source: text("source"),
        span,
        period,
        value,
        n,
    })
}

fn parsed<T: std::str::FromStr>(typed: &str) -> Option<T> {
    kernel::width::half_width(typed).replace(',', "").trim().parse().ok()
}

fn period(span: Span, typed: &str, today: Date) -> Option<Period> {
    let typed = kernel::width::half_width(typed);
    let period = match span {
        Span::Month => {
            let first: Date = format!("{typed}-01").parse().ok()?;
            Period { first, last: first.last_of_month() }
        }
        Span::Year => {
            let year = FiscalYear(typed.parse().ok().filter(|y| (1990..2100).contains(y))?);
            Period { first: year.start(), last: year.end() }
        }
    };
    (period.first <= today).then_some(period)
}

pub(super) async fn enter(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let new = match read(&fields, visit.now().date()) {
        Ok(new) => new,
        Err(errors) => return Ok(draw(&visit, &fields, &errors).await?.into_response()),
    };
    outside::enter(visit.house(), &visit.act("enter"), visit.signed_in()?, new).await?;
    Ok(visit.see_other("/desk/plan/outside"))
}

//! From when, and why: the last page before a version is published or sent to be decided on.

use super::changes::listed;
use super::draft::{place_of, say_place};
use super::parts::{Bench, Sheet};
use crate::editing::publish::{self, Sent, Wish};
use crate::editing::workshop::{self, Refused};
use crate::say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::Date;
use maud::{Markup, html};
use web::components::{
    DateValue, Tone, button, button_row, date_input, form, link_button, notice, notification_banner, page_heading,
    section, textarea,
};
use web::texts::Lang;
use web::{Fields, Page, Visit, WebError};

const LONGEST_WHY: usize = 1000;

pub(super) async fn page(visit: Visit, Path(key): Path<String>) -> Result<Page, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let today = visit.now().date();
    let mut sheet = Sheet::new(visit.words());
    sheet.set("why", bench.version.why.clone());
    let day = bench.version.effective_from.filter(|d| *d >= today).or(today.tomorrow().ok()).unwrap_or(today);
    draw(&visit, &bench, &sheet, DateValue::of(day), html! {}).await
}

async fn draw(
    visit: &Visit,
    bench: &Bench,
    sheet: &Sheet<'_>,
    from: DateValue,
    above: Markup,
) -> Result<Page, WebError> {
    let newest = workshop::newest(visit.house(), &visit.house().db, &bench.version.key).await?.map(|(_, d)| d);
    let decided_on = publish::is_decided_on(visit.house());
    let ready = bench.reading.wrong.is_empty() && bench.reading.procedure.is_some();
    let main = html! {
        (above)
        (sheet.summary())
        (page_heading(&bench.name(), if decided_on { "決裁に回す" } else { "公開する" }, "決めた日から、住民のページが新しい版に変わります。書きかけの申請と動いている案件は、始めたときの版のまま続きます。"))
        @if ready { (asking(visit, bench, sheet, from, decided_on)) } @else { (unready(bench)) }
        (section("変わる所", listed(visit, newest.as_ref(), &bench.document)))
        (button_row(html! { (link_button("直すところへ戻る", bench.base()).outline()) }))
    };
    let page = bench.page(visit, "公開", main);
    Ok(if sheet.is_sound() { page } else { page.failed() })
}

fn asking(visit: &Visit, bench: &Bench, sheet: &Sheet<'_>, from: DateValue, decided_on: bool) -> Markup {
    let words = visit.words();
    let hint = if decided_on {
        "決裁が遅れたときは、決まった日からになります。"
    } else {
        "今日か、今日より後の日。"
    };
    let body = html! {
        input type="hidden" name="revision" value=(bench.version.revision);
        (date_input(words, "from", "いつから出すか").required(true).hint(hint).value(from).error(sheet.error("from")))
        (textarea(words, "why", "なぜ変えるか").required(true).rows(3).maxlength(LONGEST_WHY).hint("あとから見る職員のために。人の名前は書かないでください。").value(sheet.value("why")).error(sheet.error("why")))
        (button(if decided_on { "決裁に回す" } else { "公開する" }))
    };
    html! { (form(words, format!("{}/publish", bench.base()), visit.form_token(), body)) }
}

fn unready(bench: &Bench) -> Markup {
    notice(
        Tone::Warning,
        html! {
            p { "先にここを直してください。" }
            ul { @for w in &bench.reading.wrong { li { a href=(place_of(bench, w)) { (say_place(bench, &w.path)) } "：" (w.message) } } }
        },
    )
}

/// From when and why, or what is wrong with them.
fn wish(fields: &Fields, sheet: &mut Sheet<'_>, today: Date) -> Option<(Date, String)> {
    let from = DateValue::typed(fields, "from").date();
    match from {
        None => sheet.say_wrong("from", "日付を入れてください"),
        Some(day) if day < today => sheet.say_wrong("from", "今日か、今日より後の日にしてください"),
        Some(_) => {}
    }
    let why = fields.text("why").to_owned();
    if why.is_empty() || why.chars().count() > LONGEST_WHY {
        sheet.say_wrong("why", format!("なぜ変えるかを{LONGEST_WHY}字までで書いてください"));
    }
    from.filter(|_| sheet.is_sound()).map(|day| (day, why))
}

pub(super) async fn send(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    let mut sheet = Sheet::typed(visit.words(), &fields);
    let typed = DateValue::typed(&fields, "from");
    let Some((from, why)) = wish(&fields, &mut sheet, visit.now().date()) else {
        return Ok(draw(&visit, &bench, &sheet, typed, html! {}).await?.into_response());
    };
    let revision = fields.text("revision").parse().map_err(|_| WebError::Unreadable("revision"))?;
    let act = visit.act("手続きの版を公開する");
    let sent = publish::publish(visit.house(), &act, visit.signed_in()?, &key, Wish { from, why, revision }).await;
    match sent {
        Ok(Sent::Published | Sent::OnItsWay(_)) => Ok(visit.see_other(&format!("/desk/procedures/{key}"))),
        Err(refused) => {
            let above = told(&visit, refused, &mut sheet)?;
            Ok(draw(&visit, &bench, &sheet, typed, above).await?.failed().into_response())
        }
    }
}

/// Why it was not published, and what to do.
fn told(visit: &Visit, refused: Refused, sheet: &mut Sheet<'_>) -> Result<Markup, WebError> {
    let (title, text) = match refused {
        Refused::Overtaken => (
            "公開の前に、ほかの職員が直しました。まだ公開していません",
            "下の「変わる所」を読み直して、よければもう一度押してください。",
        ),
        Refused::Unready => ("直すところが残っています。まだ公開していません", "直してから、もう一度押してください。"),
        Refused::Nothing => {
            ("いまの版と違いがありません。公開していません", "直すところがなければ、取りやめてください。")
        }
        Refused::LaterComing(day) => {
            let words =
                format!("{}から出す版が決まっています。その日か、その後の日にしてください", say::day(day, Lang::Ja));
            sheet.say_wrong("from", words);
            return Ok(html! {});
        }
        Refused::Approval(error) => match error.for_officers() {
            Some(words) => ("決裁に回せませんでした", words),
            None => return Err(error.into()),
        },
        other => return Err(other.into()),
    };
    let body = html! { p { (text) } };
    Ok(html! { (notification_banner(visit.words(), Tone::Warning, title).announced().body(body)) })
}

//! Handing out the numbers: for the screen itself, for somebody at the counter, for oneself.

use super::actions;
use super::records::{self, KioskId, Known};
use super::rules;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::era::date_label;
use kernel::id::PersonId;
use maud::{Markup, html};
use people::Listed;
use serde::Deserialize;
use store::Channel;
use web::components::{
    Choice, Icon, Tone, button, button_row, checkbox, empty_state, error_summary, form, input_text, link_button,
    notice, page_heading, print_button, radio_group, search_box, section, table,
};
use web::{Assurance, Fields, Page, Visit, WebError};

const KIOSKS: &str = "役場の端末";
const PASS: &str = "端末の番号を渡す";
/// So many people are shown; with more, the officer asks for the day of birth too.
const MOST: i64 = 20;
/// What an officer may have looked at, each with a picture of the face.
const CHECKS: [&str; 4] = ["マイナンバーカード", "運転免許証", "パスポート", "在留カード"];

/// The screens that are started, and starting one.
pub(super) async fn kiosks(visit: Visit) -> Result<Page, WebError> {
    draw_kiosks(&visit, None, None).await
}

async fn draw_kiosks(visit: &Visit, number: Option<u32>, error: Option<&str>) -> Result<Page, WebError> {
    let words = visit.words();
    let list = records::kiosks(&visit.house().db, visit.now()).await?;
    let errors: Vec<(&str, &str)> = error.map(|e| ("place", e)).into_iter().collect();
    let ask = html! {
        (input_text(words, "place", "置いてある場所").hint("例：1階の入口。番号を見分けるための名前です。").required(true).maxlength(40).error(error))
        (button_row(html! { (button("端末を始める")) }))
    };
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", KIOSKS, "入口の端末で、来た人が自分で証明書を取れるようにします。端末では職員のサインインをしません。"))
        @if let Some(number) = number { (shown(visit, number, "端末で /kiosk を開き、10分以内にこの番号を入れてください。一度だけ使えます。夕方まで（11時間）使えます。")) }
        (section("動いている端末", running(visit, &list)))
        (section("端末を始める", html! { (form(words, "/desk/certificates/kiosks", visit.form_token(), ask)) }))
    };
    let page = visit.page(KIOSKS).desk().main(main);
    Ok(if error.is_some() { page.failed() } else { page })
}

fn running(visit: &Visit, list: &[records::Kiosk]) -> Markup {
    if list.is_empty() {
        return empty_state(
            Icon::Home,
            "動いている端末はありません",
            "下で始めて、出てきた番号を端末に入れてください。",
            html! {},
        );
    }
    let rows = list.iter().map(|k| {
        let state = if k.opened_at.is_some() { "使えます" } else { "番号を待っています" };
        let end = html! { (form(visit.words(), format!("/desk/certificates/kiosks/{}/end", k.id), visit.form_token(), html! { (button("終える").outline().small()) })) };
        [html! { (k.place) }, html! { (date_label(k.started_at.date())) " " (k.started_at.civil().strftime("%-H:%M")) }, html! { (state) }, end]
    });
    html! { (table("動いている端末", ["場所", "始めた日時", "いま", "すること"]).rows(rows.collect::<Vec<_>>()).caption_hidden()) }
}

/// A number in large type.
fn shown(visit: &Visit, number: u32, how: &str) -> Markup {
    html! {
        (notice(Tone::Success, html! {
            p { (how) }
            p.pass-number { (rules::spoken(number)) }
            (button_row(html! { (print_button(visit.words())) }))
        }))
    }
}

pub(super) async fn start(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let place: String = fields.text("place").trim().chars().take(40).collect();
    if place.is_empty() {
        return Ok(draw_kiosks(&visit, None, Some("置いてある場所を書いてください")).await?.into_response());
    }
    let by = visit.signed_in()?.account;
    let number = actions::start(visit.house(), &visit.act("kiosk"), place, by).await?;
    Ok(draw_kiosks(&visit, Some(number), None).await?.into_response())
}

pub(super) async fn end(visit: Visit, Path(id): Path<KioskId>, _: Fields) -> Result<Response, WebError> {
    actions::end_kiosk(visit.house(), &visit.act("kiosk"), id).await?;
    Ok(visit.see_other("/desk/certificates/kiosks"))
}

/// Who is looked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// The officer makes sure who stands there and hands over a number.
pub(super) async fn desk(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    draw_desk(&visit, &asked.q, None, None).await
}

async fn draw_desk(visit: &Visit, q: &str, number: Option<u32>, error: Option<(&str, &str)>) -> Result<Page, WebError> {
    let words = visit.words();
    let q: String = q.trim().chars().take(100).collect();
    let found = match q.is_empty() || number.is_some() {
        true => Vec::new(),
        false => people::search(&visit.house().db, &visit.act("kiosk"), &q, MOST).await?,
    };
    let errors: Vec<(&str, &str)> = error.into_iter().collect();
    let of = |field: &str| error.filter(|(name, _)| *name == field).map(|(_, message)| message);
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", PASS, "窓口で本人を確かめ、入口の端末で一度だけ使える番号を渡します。番号は10分で使えなくなります。"))
        @if let Some(number) = number { (shown(visit, number, "この番号を本人に渡してください。ほかの人には見せないでください。")) }
        (section("1　だれですか", html! {
            (search_box(words, "q", "/desk/certificates/pass", "氏名、フリガナ、生年月日", &q))
            @if !q.is_empty() && found.is_empty() && number.is_none() { (empty_state(Icon::Search, "見つかりません", "書き方を変えて探してください。", html! {})) }
        }))
        @if i64::try_from(found.len()).is_ok_and(|n| n >= MOST) { (notice(Tone::Info, html! { p { "初めの" (MOST) "人だけを出しています。いない人は、氏名のあとに生年月日も入れて探してください。" } })) }
        @if !found.is_empty() {
            (section("2　どう確かめましたか", html! {
                (form(words, "/desk/certificates/pass", visit.form_token(), html! {
                    input type="hidden" name="q" value=(q);
                    (radio_group(words, "person", "番号を渡す人", found.iter().filter(|l| !l.gone).map(person)).required(true).error(of("person")))
                    (radio_group(words, "check", "顔写真のある書類", CHECKS.map(|c| (c, c))).required(true).error(of("check")))
                    (checkbox(words, "seal_card", "印鑑登録証（カード）も確かめました", false, None))
                    (button_row(html! { (button("番号を出す")) }))
                }))
            }))
        }
    };
    let page = visit.page(PASS).desk().main(main);
    Ok(if error.is_some() { page.failed() } else { page })
}

fn person(listed: &Listed) -> Choice {
    let birth = listed.birth.map(date_label).unwrap_or_default();
    Choice::new(listed.id.to_string(), &listed.name).hint(format!(
        "{}　{birth}　{}",
        listed.kana.as_deref().unwrap_or_default(),
        listed.area
    ))
}

pub(super) async fn give(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let q = fields.text("q");
    let wrong = |field, message| Some((field, message));
    let Ok(person) = fields.text("person").parse::<PersonId>() else {
        return Ok(draw_desk(&visit, q, None, wrong("person", "番号を渡す人を選んでください")).await?.into_response());
    };
    let Some(check) = CHECKS.into_iter().find(|c| *c == fields.text("check")) else {
        return Ok(draw_desk(&visit, q, None, wrong("check", "確かめた書類を選んでください")).await?.into_response());
    };
    let here = people::find(&visit.house().db, person).await?.filter(|p| p.lives_here_on(visit.now().date()));
    if here.is_none() {
        return Err(WebError::NotFound);
    }
    let card = fields.text("seal_card") == "yes";
    let with_card = if card { "と印鑑登録証" } else { "" };
    let who = Known {
        person,
        level: Assurance::Strong,
        // The My Number Card stands in for the seal card where the town's ordinance says so.
        seal_card: card || check == CHECKS[0],
        checked: format!("窓口で{check}{with_card}を確認"),
    };
    let number = actions::give(visit.house(), &visit.act("kiosk").by(Channel::Counter), who).await?;
    Ok(draw_desk(&visit, "", Some(number), None).await?.into_response())
}

/// One's own number, on one's own phone.
pub(super) async fn mine(visit: Visit) -> Result<Page, WebError> {
    draw_mine(&visit, None)
}

fn draw_mine(visit: &Visit, number: Option<u32>) -> Result<Page, WebError> {
    let words = visit.words();
    let who = visit.signed_in()?;
    let known = who.person.is_some() && who.assurance == Assurance::Strong;
    let title = words.t("certificates-pass-title");
    let main = html! {
        (page_heading("", &title, &words.t("certificates-pass-lead")))
        @match number {
            Some(number) => {
                (notice(Tone::Success, html! { p { (words.rich("certificates-pass-here")) } p.pass-number { (rules::spoken(number)) } p { (words.rich("certificates-pass-once")) } }))
            }
            None if known => {
                (form(words, "/my/kiosk", visit.form_token(), html! { (button_row(html! { (button(words.t("certificates-pass-make"))) })) }))
            }
            None => {
                (notice(Tone::Info, html! { p { (words.rich("certificates-pass-strong")) } }))
                (button_row(html! { (link_button(words.t("certificates-pass-stronger"), "/sign-in/stronger?return=/my/kiosk")) }))
                p { (words.rich("certificates-pass-counter")) }
            }
        }
    };
    Ok(visit.page(title.clone()).crumbs(&[]).main(main))
}

pub(super) async fn make(visit: Visit, _: Fields) -> Result<Response, WebError> {
    let who = visit.signed_in()?;
    let person = who.person.filter(|_| who.assurance == Assurance::Strong).ok_or(WebError::Forbidden)?;
    let known = Known {
        person,
        level: Assurance::Strong,
        seal_card: true,
        checked: "本人のスマートフォンでの公的な本人確認".to_owned(),
    };
    let number = actions::give(visit.house(), &visit.act("kiosk"), known).await?;
    Ok(draw_mine(&visit, Some(number))?.into_response())
}

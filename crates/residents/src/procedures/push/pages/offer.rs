//! One offer: the list before it is sent, and how it goes afterwards.

use super::{day, open, told, wards};
use crate::procedures::push::actions::{self, Refused, Seen};
use crate::procedures::push::lines::{self, Line, Standing};
use crate::procedures::push::offers::{Offer, State};
use crate::procedures::push::{LineId, OfferId, remind, send};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use cases::invite::{self, InvitationId, Progress};
use kernel::era;
use maud::{Markup, html};
use notices::Way;
use serde::Deserialize;
use std::collections::HashMap;
use store::Channel;
use web::components::{
    Icon, Tone, button, button_row, checkbox, chip_label, description_list, disclosure, empty_state, error_summary,
    form, input_text, link_button, notification_banner, page_heading, pagination, section, stat_tile, stat_tiles,
    table,
};
use web::{Fields, Page, Visit, WebError};

/// People on one page.
const SHOWN: usize = 100;

#[derive(Debug, Default, Deserialize)]
pub(in crate::procedures::push) struct Shown {
    /// The page of the list, from 0.
    #[serde(default)]
    from: usize,
    /// `waiting` for those who have not answered.
    #[serde(default)]
    only: String,
}

/// What is shown, read once.
struct View {
    offer: Offer,
    lines: Vec<Line>,
    progress: HashMap<InvitationId, Progress>,
    /// The last letter or message to each line.
    ways: HashMap<LineId, Way>,
}

impl View {
    async fn of(visit: &Visit, offer: Offer) -> Result<Self, WebError> {
        let db = &visit.house().db;
        let lines = lines::of_offer(db, offer.id).await?;
        let progress = invite::of_source(db, offer.id.0).await?.into_iter().map(|p| (p.id, p)).collect();
        let prefix = send::prefix(offer.id);
        let mut ways = HashMap::new();
        let since = offer.sent_at.unwrap_or(offer.made_at);
        for way in notices::ways(db, &prefix, since).await? {
            let line = way.key.strip_prefix(&prefix).and_then(|rest| rest.split(':').next()?.parse().ok());
            if let Some(line) = line {
                ways.insert(line, way);
            }
        }
        Ok(Self { offer, lines, progress, ways })
    }

    fn standing(&self, standing: Standing) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |l| l.standing == standing)
    }

    fn progress(&self, line: &Line) -> Option<&Progress> {
        self.progress.get(&line.invitation?)
    }

    fn waits(&self, line: &Line) -> bool {
        self.progress(line).is_some_and(|p| p.case.is_none() && !p.ended)
    }
}

pub(in crate::procedures::push) async fn page(
    visit: Visit,
    Path(id): Path<OfferId>,
    Query(shown): Query<Shown>,
) -> Result<Page, WebError> {
    let offer = open(&visit, id).await?;
    draw(&visit, offer, &shown, &Fields::default(), &[], None).await
}

async fn draw(
    visit: &Visit,
    offer: Offer,
    shown: &Shown,
    typed: &Fields,
    wrong: &[(&str, &str)],
    refused: Option<&str>,
) -> Result<Page, WebError> {
    let words = visit.words();
    let view = View::of(visit, offer).await?;
    let offer = &view.offer;
    let approval = match offer.approval {
        Some(id) => Some(approvals::progress(visit, id).await?),
        None => None,
    };
    let main = html! {
        (error_summary(words, wrong))
        @if let Some(text) = refused { (notification_banner(words, Tone::Error, text).announced()) }
        (page_heading(&offer.year.label(), &offer.title, ""))
        p { (chip_label(Tone::Info, offer.state.label())) }
        (facts(visit, &view))
        (next(visit, &view)?)
        @if let Some(way) = approval { (section("決裁", way)) }
        (people(visit, &view, shown, typed, wrong))
        (left_out(&view))
    };
    let page = visit.page(offer.title.clone()).desk().crumbs(&[("町からのご案内", "/desk/offers")]).main(main);
    Ok(if wrong.is_empty() && refused.is_none() { page } else { page.failed() })
}

fn facts(visit: &Visit, view: &View) -> Markup {
    let offer = &view.offer;
    let rule = actions::rule_of(visit.house(), offer).ok();
    let unsure = rule.as_ref().filter(|r| !r.file.verified);
    html! {
        @if offer.sent_at.is_some() { (figures(view)) }
        (description_list(visit.words())
            .item("地区", html! { (wards(visit, &offer.wards)) })
            .item("記録を使う目的", html! { (offer.purpose) })
            .item("選び方", html! {
                (format!("{}に、{}人の記録から選びました。", day(offer.made_at), offer.looked_at))
                @if let Some(rule) = unsure { " " (chip_label(Tone::Warning, "確認中")) " " (rule.file.note) }
            })
            .item("返事の期限", html! {
                @match offer.reply_until {
                    Some(until) => (era::date_label(until)),
                    None => { "送る日から" (rule.map_or(0, |r| r.file.reply_days)) "日" },
                }
            }))
    }
}

/// Everybody is in exactly one of: applied, opened, waited for, not reached.
fn figures(view: &View) -> Markup {
    let invited: Vec<&Line> = view.standing(Standing::Invited).collect();
    let of = |test: &dyn Fn(&Line) -> bool| invited.iter().filter(|l| test(l)).count();
    let by = |channel: Channel| of(&|l| view.progress(l).and_then(|p| p.case).is_some_and(|(_, c, _)| c == channel));
    let reached = of(&|l| view.ways.get(&l.id).is_some_and(|w| w.state.reached()));
    let applied = of(&|l| view.progress(l).is_some_and(|p| p.case.is_some()));
    let opened = of(&|l| view.progress(l).is_some_and(|p| p.opened_at.is_some()));
    let web = by(Channel::Web);
    let tile = |label: &str, n: usize| stat_tile(label, n.to_string(), "件");
    stat_tiles([
        tile("案内した", invited.len()),
        tile("届いた", reached).note(format!("これから届く・届かない {}件", invited.len() - reached)),
        tile("画面で開いた", opened),
        tile("申し込んだ", applied).note(format!("画面 {web}件・紙など {}件", applied - web)),
        tile("返事を待っている", of(&|l| view.waits(l))).href("?only=waiting#people"),
    ])
}

/// What the officer does next.
fn next(visit: &Visit, view: &View) -> Result<Markup, WebError> {
    let (offer, words) = (&view.offer, visit.words());
    let path = format!("/desk/offers/{}", offer.id);
    let version = html! { input type="hidden" name="version" value=(offer.version); };
    let go = |label: &str| {
        form(
            words,
            format!("{path}/go"),
            visit.form_token(),
            html! {
                (version)
                (button_row(html! {
                    (button(label).sends("then", "go"))
                    (button("取りやめる").outline().sends("then", "give_up"))
                }))
            },
        )
    };
    let listed = view.standing(Standing::Listed).count();
    let routed = actions::rule_of(visit.house(), offer).is_ok_and(|r| r.file.route.is_some());
    Ok(match offer.state {
        State::Making => html! {
            (notification_banner(words, Tone::Warning, "一覧を作り終えていません").body(html! {
                p { "しばらくしても変わらないときは、取りやめて、もう一度作ってください。何も送られていません。" }
                (form(words, format!("{path}/go"), visit.form_token(), html! {
                    (version) (button("取りやめる").outline().sends("then", "give_up"))
                }))
            }))
        },
        State::Draft if listed == 0 => html! {
            (empty_state(Icon::Letter, "案内する方がいません", "年度や地区を変えて、もう一度選んでください。外れた方とその理由は、下にあります。", html! {
                (link_button("選びなおす", "/desk/offers").outline())
            }))
        },
        State::Draft if routed => {
            html! { p { "一覧を確かめて、決裁に回してください。" } (go(&format!("{listed}件の案内を決裁に回す"))) }
        }
        State::Draft => html! { p { "一覧を確かめて、送ってください。" } (go(&format!("{listed}件の案内を送る"))) },
        State::InApproval => html! { p { "決裁が終わると、送れるようになります。" } },
        State::Approved => html! { (go(&format!("{listed}件の案内を送る"))) },
        State::Sending => html! { p { "お知らせと手紙を作っています。少し待って、開きなおしてください。" } },
        State::Sent => after(visit, view, &path, &version),
        State::GivenUp => html! { p { "何も送られていません。" } },
    })
}

fn after(visit: &Visit, view: &View, path: &str, version: &Markup) -> Markup {
    let words = visit.words();
    let waiting = view.lines.iter().filter(|l| view.waits(l)).count();
    let may = remind::may_remind(&view.offer, visit.now());
    html! {
        (button_row(html! {
            (link_button("印刷する手紙を見る", "/desk/notices/post").outline().icon(Icon::Print))
            (link_button("用紙の番号を読み取る", "/desk/scan").outline().icon(Icon::Camera))
            @if waiting > 0 {
                (link_button("返事のない方の電話の一覧（PDF）", format!("{path}/calls.pdf")).outline().icon(Icon::Phone))
            }
        }))
        @if waiting == 0 { p { "全員から返事がありました。" } }
        @else if may {
            (form(words, format!("{path}/remind"), visit.form_token(), html! {
                (version)
                (button_row(html! { (button(format!("返事のない{waiting}件に、もう一度知らせる"))) }))
            }))
        } @else {
            p { "もう一度知らせることは、前の手紙から7日たってから、返事の期限の前の日までできます。" }
        }
        @if view.offer.reminders > 0 { p { (format!("これまでに{}回、もう一度知らせました。", view.offer.reminders)) } }
    }
}

fn people(visit: &Visit, view: &View, shown: &Shown, typed: &Fields, wrong: &[(&str, &str)]) -> Markup {
    let (words, offer) = (visit.words(), &view.offer);
    let waiting = shown.only == "waiting";
    let all: Vec<&Line> = view
        .lines
        .iter()
        .filter(|l| matches!(l.standing, Standing::Listed | Standing::Invited))
        .filter(|l| !waiting || view.waits(l))
        .collect();
    let start = shown.from.saturating_mul(SHOWN);
    let some: Vec<&Line> = all.iter().skip(start).take(SHOWN).copied().collect();
    let page = |n: usize| format!("/desk/offers/{}?from={n}&only={}#people", offer.id, shown.only);
    let newer = shown.from.checked_sub(1).map(page);
    let older = (start + SHOWN < all.len()).then(|| page(shown.from + 1));
    let title = if waiting { "返事のない方" } else { "案内する方" };
    let list = html! { (rows(visit, view, &some)) (pagination(words, newer.as_deref(), older.as_deref())) };
    let error = wrong.iter().find(|(n, _)| *n == "why").map(|(_, text)| *text);
    html! {
        section.section id="people" {
            h2 { (format!("{title}（{}件）", all.len())) }
            @if waiting { p { a href=(format!("/desk/offers/{}#people", offer.id)) { "全員を見る" } } }
            @if all.is_empty() { p { "いません。" } }
            @else if offer.state.is_open() {
                (form(words, format!("/desk/offers/{}/remove", offer.id), visit.form_token(), html! {
                    input type="hidden" name="version" value=(offer.version);
                    (list)
                    (input_text(words, "why", "選んだ方を外す理由").value(typed.text("why")).error(error).required(true))
                    (button_row(html! { (button("選んだ方を外す").outline()) }))
                }))
            } @else { (list) }
        }
    }
}

fn rows(visit: &Visit, view: &View, lines: &[&Line]) -> Markup {
    let open = view.offer.state.is_open();
    let head = ["対象の方", "選んだ理由", "宛名", "地区", if open { "外す" } else { "様子" }];
    let cell = |line: &Line| {
        if open {
            let label = format!("外す（{}）", line.name);
            checkbox(visit.words(), &format!("line.{}", line.id), &label, false, None)
        } else {
            state(view, line)
        }
    };
    let rows = lines.iter().map(|line| {
        let ward = line.ward.iter().cloned().collect::<Vec<_>>();
        [
            html! { (line.name) },
            html! { (line.ground.as_deref().unwrap_or_default()) },
            html! { (line.to_name.as_deref().unwrap_or_default()) },
            html! { @if !ward.is_empty() { (wards(visit, &ward)) } },
            cell(line),
        ]
    });
    html! { (table("案内する方", head).caption_hidden().dense().rows(rows)) }
}

/// Where one person stands, in one or two words.
fn state(view: &View, line: &Line) -> Markup {
    let way = view.ways.get(&line.id);
    match view.progress(line) {
        Some(Progress { case: Some((case, channel, at)), reference, .. }) => {
            let how = match channel {
                Channel::Web => "画面",
                Channel::Paper => "紙",
                Channel::Counter => "窓口",
                _ => "電話",
            };
            html! {
                (chip_label(Tone::Success, "申し込んだ"))
                " " (how) " " (day(*at)) " " a href=(format!("/desk/cases/{case}")) { (reference) }
            }
        }
        Some(progress) => html! {
            @if progress.opened_at.is_some() { (chip_label(Tone::Progress, "書きかけ")) }
            @else if let Some(way) = way {
                (chip_label(if way.state.reached() { Tone::Info } else { Tone::Warning }, way.state.label()))
            } @else { (chip_label(Tone::Neutral, "これから送る")) }
            " " (progress.reference)
        },
        None => html! { (chip_label(Tone::Neutral, "これから送る")) },
    }
}

/// Who was left out and why, so that each can be looked at.
fn left_out(view: &View) -> Markup {
    let out: Vec<&Line> =
        view.lines.iter().filter(|l| matches!(l.standing, Standing::LeftOut | Standing::Removed)).collect();
    let rows = out.iter().map(|line| {
        let by = if line.standing == Standing::Removed { "職員が外した" } else { "" };
        [
            html! { (line.name) },
            html! { (line.ground.as_deref().unwrap_or_default()) },
            html! { @if !by.is_empty() { (by) "：" } (line.why.as_deref().unwrap_or_default()) },
        ]
    });
    html! {
        section.section {
            h2 { (format!("外れた方（{}人）", out.len())) }
            @if out.is_empty() { p { "いません。" } } @else {
                (disclosure("外れた方と理由を見る", html! {
                    (table("外れた方", ["名前", "選び方に合うところ", "外れた理由"]).caption_hidden().dense().rows(rows))
                }))
            }
        }
    }
}

fn seen(id: OfferId, fields: &Fields) -> Result<Seen, WebError> {
    let version = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    Ok(Seen { id, version })
}

/// Single people are taken out.
pub(in crate::procedures::push) async fn remove(
    visit: Visit,
    Path(id): Path<OfferId>,
    fields: Fields,
) -> Result<Response, WebError> {
    let offer = open(&visit, id).await?;
    let why = fields.text("why").trim().to_owned();
    let lines = lines::of_offer(&visit.house().db, id).await?;
    let chosen: Vec<LineId> =
        lines.iter().map(|l| l.id).filter(|l| !fields.text(&format!("line.{l}")).is_empty()).collect();
    let wrong = match (chosen.is_empty(), why.is_empty() || why.chars().count() > 200) {
        (true, _) => Some("外す方を選んでください"),
        (_, true) => Some("外す理由を200文字までで書いてください"),
        _ => None,
    };
    if let Some(text) = wrong {
        return Ok(draw(&visit, offer, &Shown::default(), &fields, &[("why", text)], None).await?.into_response());
    }
    let done = actions::remove(visit.house(), &visit.act("offer"), seen(id, &fields)?, chosen, why).await;
    answer(&visit, offer, done).await
}

/// On to approval, to sending, or given up.
pub(in crate::procedures::push) async fn go(
    visit: Visit,
    Path(id): Path<OfferId>,
    fields: Fields,
) -> Result<Response, WebError> {
    let offer = open(&visit, id).await?;
    let (house, act, seen) = (visit.house(), visit.act("offer"), seen(id, &fields)?);
    let done = match fields.text("then") {
        "give_up" => actions::give_up(house, &act, seen).await,
        _ => actions::go(house, &act, visit.signed_in()?, seen).await,
    };
    answer(&visit, offer, done).await
}

/// Everybody who has not answered is written to once more.
pub(in crate::procedures::push) async fn remind(
    visit: Visit,
    Path(id): Path<OfferId>,
    fields: Fields,
) -> Result<Response, WebError> {
    let offer = open(&visit, id).await?;
    let done = remind::ask(visit.house(), &visit.act("offer"), seen(id, &fields)?).await;
    answer(&visit, offer, done).await
}

async fn answer(visit: &Visit, offer: Offer, done: Result<(), Refused>) -> Result<Response, WebError> {
    let path = format!("/desk/offers/{}", offer.id);
    match done {
        Ok(()) => Ok(visit.see_other(&path)),
        Err(refused) => {
            let text = told(refused)?;
            let none = Fields::default();
            Ok(draw(visit, offer, &Shown::default(), &none, &[], Some(text)).await?.into_response())
        }
    }
}

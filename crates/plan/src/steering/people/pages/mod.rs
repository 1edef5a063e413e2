//! `/desk/plan/people`: who steers the plan.

mod seat;

pub(crate) use seat::{ask, edit, give, save};

use super::{Held, Seat, offices, opened_by};
use crate::steering::STEER;
use crate::steering::bodies::{Body, BodyKind, Office, Steering};
use crate::steering::names::Names;
use kernel::{Date, era};
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button_row, chip_label, disclosure, empty_state, link_button, page_heading, section, table,
};
use web::{Page, Visit, WebError};

pub(crate) async fn page(visit: Visit) -> Result<Page, WebError> {
    let (house, today) = (visit.house(), visit.now().date());
    let steering = Steering::of(house).await?;
    let held = offices(house, today).await?;
    let others = others(&visit, &steering, today).await?;
    let main = html! {
        (page_heading("計画", "推進する人", "だれが計画を進め、どの会で決めるか。席は期間つきの記録です。できることは「職員と役割」の役割で決まります。"))
        @if steering.body.is_empty() {
            (empty_state(Icon::Family, "推進体制が、まだ決まっていません", "町のフォルダーの plan/steering.toml に本部と部会を書くと、ここに出ます。", html! {}))
        }
        @for body in &steering.body { (section(&body.title, one(&visit, body, &held, today).await?)) }
        @if !others.is_empty() {
            (disclosure("これからの席と、終わった席", html! {
                (table("これからの席と、終わった席", ["会", "席", "名前", "期間"]).rows(others).caption_hidden().dense())
            }))
        }
    };
    Ok(visit.page("推進する人").desk().crumbs(&[("計画", "/desk/plan")]).main(main))
}

/// Seats that do not hold today.
async fn others(visit: &Visit, steering: &Steering, today: Date) -> Result<Vec<[Markup; 4]>, WebError> {
    let db = &visit.house().db;
    let (seats, names) = (super::all(db).await?, Names::read(db).await?);
    let row = |seat: &Seat| {
        let body = steering.body(&seat.body);
        let office = body.and_then(|b| b.office(&seat.office)).map_or(seat.office.as_str(), |o| &o.title);
        let body = body.map_or(seat.body.as_str(), |b| &b.title);
        [
            html! { (body) },
            html! { (office) },
            html! { (names.of(seat.holder)) },
            html! { (term(Some(seat.from), seat.until)) },
        ]
    };
    Ok(seats.iter().filter(|s| !s.holds_on(today)).map(row).collect())
}

pub(super) fn term(from: Option<Date>, until: Option<Date>) -> String {
    let from = from.map(|d| format!("{}から", era::date_label(d))).unwrap_or_default();
    format!("{from}{}", until.map(|d| format!("{}まで", era::date_label(d))).unwrap_or_default())
}

async fn one(visit: &Visit, body: &Body, held: &[Held], today: Date) -> Result<Markup, WebError> {
    let mine: Vec<&Held> = held.iter().filter(|h| h.body == body.key).collect();
    let plan = crate::book::on(visit.house(), today).await?;
    let measures: Vec<&str> =
        body.measures.iter().filter_map(|k| plan.measure(k)).map(|m| m.name.ja.as_str()).collect();
    Ok(html! {
        p { (body.about) @if !body.verified { " " (chip_label(Tone::Warning, "町で確認中")) } }
        @if !body.verified { @if let Some(note) = &body.note { p.support-text { (note) } } }
        @if !measures.is_empty() { (disclosure(&format!("受け持つ施策（{}）", measures.len()), html! { ul { @for m in &measures { li { (m) } } } })) }
        @if body.kind == BodyKind::Leaders { (leaders(visit, body, &mine)) }
        @else if mine.is_empty() {
            p { "まだ、だれも就いていません。" }
        } @else {
            (table(&body.title, head(body)).rows(rows(visit, body, &mine).await?).caption_hidden().dense())
        }
        @if visit.may(STEER) { (adds(body)) }
    })
}

fn head(body: &Body) -> Vec<&'static str> {
    if body.kind == BodyKind::Advisers {
        vec!["席", "名前", "助言する施策", "いつまで", "さいごに見たもの"]
    } else {
        vec!["席", "名前", "いつまで"]
    }
}

async fn rows(visit: &Visit, body: &Body, held: &[&Held]) -> Result<Vec<Vec<Markup>>, WebError> {
    let mut rows = Vec::new();
    for h in held {
        let mut cells = vec![html! { (h.title) @if h.chairs { " " (chip_label(Tone::Info, "議長")) } }, name(visit, h)];
        if body.kind == BodyKind::Advisers {
            cells.push(html! { (advised(visit, h)) });
        }
        cells.push(html! { @if let Some(until) = h.until { (era::date_label(until)) } @else { "決めていません" } });
        if let Some(seat) = h.seat.as_ref().filter(|_| body.kind == BodyKind::Advisers) {
            let opened = opened_by(&visit.house().db, seat.id).await?;
            cells.push(html! {
                @match opened.first() {
                    Some((measure, _, at)) => { (era::date_label(at.date())) "　" (measure_name(visit, measure)) }
                    None => { "まだ見ていません" }
                }
            });
        }
        rows.push(cells);
    }
    Ok(rows)
}

fn measure_name<'v>(visit: &'v Visit, key: &'v str) -> &'v str {
    visit.house().town.plan.measure(key).map_or(key, |m| &m.name)
}

fn advised(visit: &Visit, held: &Held) -> String {
    let measures = held.seat.as_ref().map(|s| s.measures.as_slice()).unwrap_or_default();
    measures.iter().map(|k| measure_name(visit, k)).collect::<Vec<_>>().join("、")
}

fn name(visit: &Visit, held: &Held) -> Markup {
    html! {
        @match (&held.seat, visit.may(STEER)) {
            (Some(seat), true) => { a href=(format!("/desk/plan/people/{}", seat.id)) { (held.name) } }
            _ => { (held.name) }
        }
        @if held.seat.is_none() { span.support-text { "（職による）" } }
        @if !held.has_role { " " (chip_label(Tone::Warning, "役割がありません")) }
    }
}

/// One line for each desk, the empty ones too.
fn leaders(visit: &Visit, body: &Body, held: &[&Held]) -> Markup {
    let rows = visit.house().town.organisation.desks().iter().map(|desk| {
        let leader = held.iter().find(|h| h.desk.as_deref() == Some(&desk.key));
        let add = format!(
            "/desk/plan/people/new?body={}&office={}&desk={}",
            body.key,
            body.office.first().map_or("", |o| &o.key),
            desk.key
        );
        let who = html! {
            @match (leader, visit.may(STEER)) {
                (Some(h), _) => { (name(visit, h)) }
                (None, true) => { a href=(add) { "決める" span.visually-hidden { "（" (desk.full_name()) "）" } } }
                (None, false) => { "まだ決まっていません" }
            }
        };
        let until = leader.and_then(|h| h.until).map(era::date_label).unwrap_or_default();
        [html! { (desk.full_name()) }, who, html! { (until) }]
    });
    html! { (table(&body.title, ["窓口", "名前", "いつまで"]).rows(rows).caption_hidden().dense()) }
}

/// Offices that are filled by hand.
fn adds(body: &Body) -> Markup {
    let by_hand: Vec<&Office> = body.office.iter().filter(|o| o.position.is_none() && !o.per_desk).collect();
    button_row(html! {
        @for office in by_hand {
            (link_button(format!("{}を加える", office.title), format!("/desk/plan/people/new?body={}&office={}", body.key, office.key)).outline().small().about(body.title.clone()))
        }
    })
}

//! `/desk/billing/dunning/{dunning}`: who gets a letter, who does not and why, and whom to take out
//! before the letters are in the post.

use super::{by, item, prints};
use crate::BillingError;
use crate::runs::dunning::actions;
use crate::runs::dunning::records::{self, Dunning, Line, Standing, State};
use crate::runs::dunning::{DunningId, DunningLineId};
use crate::runs::prints as files;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use kernel::Yen;
use kernel::era::date_label;
use kernel::id::PersonId;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;
use web::components::{
    Icon, Tone, button, button_row, chip_label, description_list, disclosure, empty_state, error_summary, form,
    input_text, link_button, notice, page_heading, pagination, radio_group, section, stat_tile, stat_tiles, table,
};
use web::{Fields, Page, Visit, WebError};

/// Lines on one page.
const SHOWN: usize = 100;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Shown {
    /// The page of the list, from 0.
    #[serde(default)]
    from: usize,
}

/// What is shown, read once.
struct View {
    dunning: Dunning,
    lines: Vec<Line>,
    names: HashMap<PersonId, String>,
    out: Vec<(Line, String)>,
}

impl View {
    async fn of(visit: &Visit, id: DunningId) -> Result<Self, WebError> {
        let db = &visit.house().db;
        let dunning = records::find(db, id).await?.ok_or(WebError::NotFound)?;
        item(visit, &dunning.item)?;
        let lines = records::lines(db, id).await?;
        let mut names = HashMap::new();
        for line in &lines {
            if let Some(person) = people::find(db, line.payer).await? {
                names.insert(line.payer, person.name.full().to_owned());
            }
        }
        let printed = dunning.state == State::Printed;
        let out = if printed { actions::to_take_out(db, &dunning, visit.now().date()).await? } else { Vec::new() };
        Ok(Self { dunning, lines, names, out })
    }

    fn standing(&self, standing: Standing) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |l| l.standing == standing)
    }

    fn name(&self, line: &Line) -> &str {
        self.names.get(&line.payer).map_or("（記録のない方）", String::as_str)
    }

    fn path(&self) -> String {
        format!("/desk/billing/dunning/{}", self.dunning.id)
    }
}

pub(super) async fn page(
    visit: Visit,
    Path(id): Path<DunningId>,
    Query(shown): Query<Shown>,
) -> Result<Page, WebError> {
    draw(&visit, id, &shown, &[], &Fields::default()).await
}

async fn draw(
    visit: &Visit,
    id: DunningId,
    shown: &Shown,
    wrong: &[(&str, &str)],
    typed: &Fields,
) -> Result<Page, WebError> {
    let view = View::of(visit, id).await?;
    let there = files::of(&visit.house().db, id.0).await?;
    let d = &view.dunning;
    let main = html! {
        (error_summary(visit.words(), wrong))
        (page_heading(&format!("納期限 {}", date_label(d.due)), &format!("督促　{}", d.title), ""))
        p { (chip_label(Tone::Info, d.state.label())) }
        (tiles(&view))
        (next(visit, &view))
        @if !there.is_empty() { (section("印刷した督促状", prints::table_of(visit, &there))) }
        (letters(visit, &view, shown, wrong, typed))
        (others(&view, Standing::Withdrawn, "作ったあとに納付があり、抜いた方"))
        (others(&view, Standing::LeftOut, "督促しない方と、その理由"))
        (facts(visit, d))
    };
    let page = visit.page(d.title.clone()).desk().crumbs(&[("督促", "/desk/billing/dunning")]).main(main);
    Ok(if wrong.is_empty() { page } else { page.failed() })
}

fn tiles(view: &View) -> Markup {
    let get = [Standing::Listed, Standing::Made, Standing::Posted];
    let gets: Vec<&Line> = view.lines.iter().filter(|l| get.contains(&l.standing)).collect();
    let rest: Yen = gets.iter().map(|l| l.rest).sum();
    let n = |count: usize| count.to_string();
    stat_tiles([
        stat_tile("督促する方", n(gets.len()), "件").note(rest.to_string()),
        stat_tile("作ったあとに抜いた方", n(view.standing(Standing::Withdrawn).count()), "件"),
        stat_tile("督促しない方", n(view.standing(Standing::LeftOut).count()), "件"),
    ])
}

/// What the officer does next.
fn next(visit: &Visit, view: &View) -> Markup {
    let (words, d) = (visit.words(), &view.dunning);
    let listed = view.standing(Standing::Listed).count();
    let version = html! { input type="hidden" name="version" value=(d.version); };
    let go = |body: Markup| form(words, format!("{}/go", view.path()), visit.form_token(), body);
    match d.state {
        State::Draft if listed == 0 => html! {
            (empty_state(Icon::Letter, "督促する方がいません", "督促しない方とその理由は、下にあります。", html! {}))
            (go(html! { (version) (button("取りやめる").outline().sends("then", "give_up")) }))
        },
        State::Draft => html! {
            p { "一覧を確かめて、督促状を作ってください。作るときに、納付がなかったかをもう一度確かめます。" }
            (go(html! { (version) (button_row(html! {
                (button(format!("{listed}人分の督促状を作る")).icon(Icon::Print).sends("then", "go"))
                (button("取りやめる").outline().sends("then", "give_up"))
            })) }))
        },
        State::Making => html! {
            p { "督促状を作っています。少し待って、開きなおしてください。" }
            p { (link_button("いまの様子を見る", view.path()).outline()) }
        },
        State::Printed => posting(visit, view),
        State::Posted => {
            html! { p { "督促状を出しました。" @if let Some(at) = d.posted_at { (date_label(at.date())) } } }
        }
        State::GivenUp => html! { p { "取りやめました。だれにも送られていません。" } },
    }
}

/// The letters are printed: whoever has paid since is named, so that their letter is taken out.
fn posting(visit: &Visit, view: &View) -> Markup {
    let body = html! {
        input type="hidden" name="version" value=(view.dunning.version);
        @for (line, _) in &view.out { input type="hidden" name="out" value=(line.id); }
        @let label = if view.out.is_empty() { "すべてポストに出した" } else { "抜いて、残りをポストに出した" };
        (button_row(html! { (button(label)) }))
    };
    let rows = view.out.iter().map(|(line, why)| {
        let at = format!("{}-{:03}", line.page.unwrap_or_default(), line.place);
        [html! { (at) }, html! { (view.name(line)) }, html! { (line.rest) }, html! { (why) }]
    });
    let rows: Vec<_> = rows.collect();
    section(
        "ポストに出す",
        html! {
            @if rows.is_empty() { p { "印刷したあとに納付のあった方はいません。" } } @else {
                (notice(Tone::Warning, html! { p { "印刷したあとに納付などがありました。次の方の督促状を、束から抜いてください。番号は、紙のいちばん下にあります。" } }))
                (table("抜く督促状", ["番号", "氏名", "督促状の額", "理由"]).rows(rows).numeric([2]))
            }
            (form(visit.words(), format!("{}/posted", view.path()), visit.form_token(), body))
        },
    )
}

fn letters(visit: &Visit, view: &View, shown: &Shown, wrong: &[(&str, &str)], typed: &Fields) -> Markup {
    let get = [Standing::Listed, Standing::Made, Standing::Posted];
    let gets: Vec<&Line> = view.lines.iter().filter(|l| get.contains(&l.standing)).collect();
    if gets.is_empty() {
        return html! {};
    }
    let some: Vec<&Line> = gets.iter().skip(shown.from * SHOWN).take(SHOWN).copied().collect();
    let rows = some.iter().map(|l| {
        let arrears = if l.arrears.is_zero() { "―".to_owned() } else { l.arrears.to_string() };
        let bill = format!("/desk/billing/{}", l.bill);
        [
            html! { a href=(bill) { (view.name(l)) } },
            html! { (l.rest) },
            html! { (arrears) },
            html! { (l.standing.label()) },
        ]
    });
    let head = ["氏名", "未納の額", "延滞金（作った日）", "様子"];
    let (path, last) = (view.path(), (shown.from + 1) * SHOWN >= gets.len());
    let (back, on) =
        (format!("{path}?from={}", shown.from.saturating_sub(1)), format!("{path}?from={}", shown.from + 1));
    section(
        "督促する方",
        html! {
            (table("督促する方", head).rows(rows.collect::<Vec<_>>()).numeric([1, 2]).caption_hidden().dense())
            (pagination(visit.words(), (shown.from > 0).then_some(back.as_str()), (!last).then_some(on.as_str())))
            @if view.dunning.state == State::Draft { (leaving(visit, view, &some, wrong, typed)) }
        },
    )
}

fn leaving(visit: &Visit, view: &View, some: &[&Line], wrong: &[(&str, &str)], typed: &Fields) -> Markup {
    let words = visit.words();
    let error = |field: &str| wrong.iter().find(|(name, _)| *name == field).map(|(_, said)| *said);
    let choices = some.iter().map(|l| (l.id.to_string(), format!("{}（{}）", view.name(l), l.rest)));
    let body = html! {
        (radio_group(words, "line", "督促しない方", choices).value(typed.text("line")).required(true).error(error("line")))
        (input_text(words, "reason", "理由").value(typed.text("reason")).required(true).maxlength(200).error(error("reason")))
        (button("この方を外す").outline())
    };
    let form = html! { (form(words, format!("{}/leave-out", view.path()), visit.form_token(), body)) };
    if wrong.is_empty() { disclosure("一覧から外す", form) } else { form }
}

fn others(view: &View, standing: Standing, title: &str) -> Markup {
    let rows: Vec<_> = view
        .standing(standing)
        .map(|l| [html! { (view.name(l)) }, html! { (l.rest) }, html! { (l.why.as_deref().unwrap_or_default()) }])
        .collect();
    html! {
        @if !rows.is_empty() {
            (section(title, html! { (table(title, ["氏名", "未納の額", "理由"]).rows(rows).numeric([1]).caption_hidden().dense()) }))
        }
    }
}

fn facts(visit: &Visit, d: &Dunning) -> Markup {
    let fee = if d.fee.is_zero() { "かかりません".to_owned() } else { d.fee.to_string() };
    let list = description_list(visit.words())
        .item("出す日の期限", html! { (date_label(d.last_on)) })
        .item("督促状の日付", html! { (date_label(d.letter_on)) })
        .item("督促手数料", html! { (fee) })
        .item("一覧を作った人", html! { (d.made_name) "　" (date_label(d.made_at.date())) });
    section("記録", html! { (list) })
}

async fn seen(visit: &Visit, id: DunningId) -> Result<(), WebError> {
    let dunning = records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    item(visit, &dunning.item).map(|_| ())
}

pub(super) async fn leave_out(visit: Visit, Path(id): Path<DunningId>, fields: Fields) -> Result<Response, WebError> {
    seen(&visit, id).await?;
    let Ok(line) = fields.text("line").parse::<DunningLineId>() else {
        let wrong = [("line", "外す方を選んでください")];
        return Ok(draw(&visit, id, &Shown::default(), &wrong, &fields).await?.into_response());
    };
    let (act, reason) = (visit.act("billing"), fields.text("reason").to_owned());
    let done = visit.house().db.write(&act, move |tx| async move { actions::leave_out(&tx, id, line, &reason).await });
    match done.await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/billing/dunning/{id}"))),
        Err(BillingError::Invalid(_)) => {
            let wrong = [("reason", "理由を200字までで書いてください")];
            Ok(draw(&visit, id, &Shown::default(), &wrong, &fields).await?.into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn go(visit: Visit, Path(id): Path<DunningId>, fields: Fields) -> Result<Response, WebError> {
    seen(&visit, id).await?;
    let version = fields.text("version").parse().map_err(|_| WebError::Changed)?;
    let give_up = match fields.text("then") {
        "go" => false,
        "give_up" => true,
        _ => return Err(WebError::Changed),
    };
    let act = visit.act("billing");
    visit.house().db.write(&act, move |tx| async move { actions::go(&tx, id, version, give_up).await }).await?;
    Ok(visit.see_other(&format!("/desk/billing/dunning/{id}")))
}

pub(super) async fn posted(visit: Visit, Path(id): Path<DunningId>, fields: Fields) -> Result<Response, WebError> {
    seen(&visit, id).await?;
    let version = fields.text("version").parse().map_err(|_| WebError::Changed)?;
    let out: Vec<DunningLineId> = fields.all("out").iter().filter_map(|l| l.parse().ok()).collect();
    let (act, by) = (visit.act("billing"), by(&visit)?);
    let done = visit.house().db.write(&act, move |tx| async move { actions::post(&tx, id, version, &out, &by).await });
    done.await?;
    Ok(visit.see_other(&format!("/desk/billing/dunning/{id}")))
}

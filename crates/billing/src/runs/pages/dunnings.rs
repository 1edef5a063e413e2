//! `/desk/billing/dunning`: instalments whose day is over, and the lists that were made.

use super::{book, by, item, unsure};
use crate::runs::dunning::actions;
use crate::runs::dunning::records::{self, Dunning, State};
use crate::runs::dunning::rules;
use crate::runs::dunning::select::{self, Group};
use axum::response::Response;
use kernel::era::date_label;
use kernel::{Date, FiscalYear};
use maud::{Markup, html};
use web::components::{
    Icon, Resource, Tone, button, chip_label, empty_state, form, page_heading, resource, resource_list, section, table,
};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "督促";
/// Lists shown.
const MOST: i64 = 50;

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let mut groups = select::groups(db, visit.now().date()).await?;
    groups.retain(|g| item(&visit, &g.item).is_ok());
    let mut lists = records::newest(db, MOST).await?;
    lists.retain(|d| item(&visit, &d.item).is_ok());
    let rule = book(&visit)?.dunning.as_ref();
    let within = rule.map_or(rules::WITHIN_DAYS, |r| r.within_days);
    let main = html! {
        (page_heading("", TITLE, "納期限を過ぎたものを確かめ、督促状を印刷します。督促状は、納期限から20日以内に出します。"))
        p { "手数料　"
            @match rule.and_then(|r| r.fee) { Some(fee) => { (kernel::Yen(fee)) } None => "かかりません" }
            (unsure(rule.is_some_and(|r| r.verified)))
        }
        (section("納期限を過ぎたもの", html! {
            @if groups.is_empty() {
                (empty_state(Icon::Check, "納期限を過ぎて納められていないものはありません", "納期限の翌日から、ここに出ます。", html! {}))
            } @else { (late(&visit, &groups, within)) }
        }))
        (section("督促の一覧", html! {
            @if lists.is_empty() { p { "まだありません。" } } @else { (resource_list(lists.iter().map(line))) }
        }))
    };
    Ok(visit.page(TITLE).desk().main(main))
}

/// 令和8年度 固定資産税 第2期.
fn title(visit: &Visit, group: &Group) -> String {
    let name = item(visit, &group.item).map_or(group.item.as_str(), |i| i.title.ja.as_str());
    format!("{} {name} 第{}期", group.year.label(), group.n)
}

fn late(visit: &Visit, groups: &[Group], within: u16) -> Markup {
    let today = visit.now().date();
    let rows = groups.iter().map(|g| {
        let title = title(visit, g);
        let last = rules::last_on(g.due, within);
        [
            html! { (title) },
            html! { (date_label(g.due)) },
            html! { (g.unpaid) "件" },
            html! { (g.rest) },
            html! { (until(g, last, today)) },
            html! { @if g.waiting > 0 { (making(visit, g, &title)) } },
        ]
    });
    let head = ["納めるもの", "納期限", "未納", "額", "督促状を出す日", "一覧"];
    html! { (table("納期限を過ぎたもの", head).rows(rows.collect::<Vec<_>>()).numeric([2, 3]).caption_hidden().dense()) }
}

fn until(g: &Group, last: Date, today: Date) -> Markup {
    html! {
        @if g.waiting == 0 { (chip_label(Tone::Success, "出しました")) }
        @else {
            (date_label(last)) "まで "
            @if last < today { (chip_label(Tone::Warning, "過ぎています")) }
            @if g.waiting < g.unpaid { br; "まだの方 " (g.waiting) "件" }
        }
    }
}

fn making(visit: &Visit, g: &Group, title: &str) -> Markup {
    let body = html! {
        input type="hidden" name="item" value=(g.item);
        input type="hidden" name="year" value=(g.year.0);
        input type="hidden" name="n" value=(g.n);
        input type="hidden" name="due" value=(g.due);
        (button("一覧を作る").small().about(title))
    };
    html! { (form(visit.words(), "/desk/billing/dunning", visit.form_token(), body)) }
}

fn line(d: &Dunning) -> Resource {
    let tone = match d.state {
        State::Draft | State::Printed => Tone::Info,
        State::Making => Tone::Progress,
        State::Posted => Tone::Success,
        State::GivenUp => Tone::Neutral,
    };
    resource(&d.title, format!("/desk/billing/dunning/{}", d.id))
        .text(format!("納期限 {}　督促状を出す日 {}まで", date_label(d.due), date_label(d.last_on)))
        .meta(format!("{} {}", date_label(d.made_at.date()), d.made_name))
        .status(chip_label(tone, d.state.label()))
}

pub(super) async fn make(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    item(&visit, fields.text("item"))?;
    let year: Option<FiscalYear> = fields.text("year").parse().ok().map(FiscalYear);
    let (n, due): (Option<i64>, Option<Date>) = (fields.text("n").parse().ok(), fields.text("due").parse().ok());
    let groups = select::groups(&visit.house().db, visit.now().date()).await?;
    let wanted = |g: &&Group| {
        g.item == fields.text("item") && Some(g.year) == year && Some(g.n) == n && Some(g.due) == due && g.waiting > 0
    };
    let group = groups.iter().find(wanted).ok_or(WebError::Changed)?;
    let by = by(&visit)?;
    let made = actions::make(visit.house(), &visit.act("billing"), group, title(&visit, group), &by).await?;
    Ok(visit.see_other(&format!("/desk/billing/dunning/{made}")))
}

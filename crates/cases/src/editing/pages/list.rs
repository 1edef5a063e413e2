//! `/desk/procedures`: every procedure with how it stands.

use crate::editing::document::Document;
use crate::editing::pages::parts::name_of;
use crate::editing::{EDIT, document_of};
use crate::forms::{Catalogue, Procedure};
use crate::records::version::{self, State, Version};
use crate::{living, say};
use axum::extract::Query;
use kernel::Date;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use web::components::{
    Choice, Icon, Tone, button, button_row, chip_label, empty_state, link_button, page_heading, section, select, table,
};
use web::texts::{Lang, plain};
use web::{Page, Visit, WebError};

#[derive(Deserialize, Default)]
pub(super) struct Filter {
    #[serde(default)]
    desk: String,
    #[serde(default)]
    state: String,
}

/// A procedure in the list.
struct Line {
    key: String,
    name: String,
    desk: Option<String>,
    offered: Option<u32>,
    coming: Option<(u32, Date)>,
    ended: bool,
    unconfirmed: bool,
    working: Option<State>,
}

const STATES: [(&str, &str); 5] = [
    ("offered", "出している"),
    ("coming", "これから出す版がある"),
    ("draft", "直しているところ"),
    ("unconfirmed", "確認中がある"),
    ("ended", "いまは出していない"),
];

pub(super) async fn page(visit: Visit, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let who = visit.signed_in()?;
    let working = version::all_working(&visit.house().db).await?;
    let catalogue = living::catalogue(visit.house())?;
    let lines = lines(&catalogue, &working, visit.now().date());
    let theirs = lines.into_iter().filter(|l| who.may_for(EDIT, l.desk.as_deref()));
    let shown: Vec<Line> = theirs.filter(|l| fits(l, &filter)).collect();
    let title = "手続きを直す";
    let main = html! {
        (page_heading("手続き", title, "案内の文、質問、条件を直し、見本で確かめてから、決めた日から出します。書きかけの申請と動いている案件は、始めたときの版のまま続きます。"))
        (button_row(html! {
            (link_button("新しい手続きを作る", "/desk/procedures/new"))
            (link_button("ファイルから取り込む", "/desk/procedures/import").outline())
        }))
        (filters(&visit, &filter))
        @if shown.is_empty() {
            (empty_state(Icon::Search, "当てはまる手続きがありません", "しぼり込みをやめるか、新しい手続きを作ってください。", html! { (link_button("すべて見る", "/desk/procedures").outline()) }))
        } @else {
            (section(&format!("手続き（{}）", shown.len()), listed(&visit, &shown)))
        }
    };
    Ok(visit.page(title).desk().main(main))
}

fn lines(catalogue: &Catalogue, working: &[Version], today: Date) -> Vec<Line> {
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for key in catalogue.all().iter().map(|p| &p.key) {
        let versions: Vec<&Arc<Procedure>> = catalogue.all().iter().filter(|p| p.key == *key).collect();
        lines.entry(key.clone()).or_insert_with(|| of_versions(key, &versions, today));
    }
    for version in working {
        let document = document_of(version);
        let line = lines.entry(version.key.clone()).or_insert_with(|| new(&version.key, &document));
        line.working = Some(version.state);
    }
    let mut lines: Vec<Line> = lines.into_values().collect();
    lines.sort_by(|a, b| (&a.desk, &a.key).cmp(&(&b.desk, &b.key)));
    lines
}

fn of_versions(key: &str, versions: &[&Arc<Procedure>], today: Date) -> Line {
    let offered = versions.iter().find(|p| p.holds_on(today));
    let coming =
        versions.iter().filter(|p| p.effective_from > today && p.effective_until.is_none_or(|u| u >= p.effective_from));
    let coming = coming.min_by_key(|p| p.effective_from);
    let last = offered.or(coming).or(versions.last());
    Line {
        key: key.to_owned(),
        name: last.map(|p| plain(&p.guide.title.ja)).unwrap_or_default(),
        desk: last.and_then(|p| p.matter()).map(|m| m.desk.clone()),
        offered: offered.map(|p| p.version),
        coming: coming.map(|p| (p.version, p.effective_from)),
        ended: offered.is_none() && coming.is_none(),
        unconfirmed: last.is_some_and(|p| !p.facts.verified),
        working: None,
    }
}

fn new(key: &str, document: &Document) -> Line {
    Line {
        key: key.to_owned(),
        name: name_of(document),
        desk: Some(document.string("desk").to_owned()).filter(|d| !d.is_empty()),
        offered: None,
        coming: None,
        ended: false,
        unconfirmed: true,
        working: None,
    }
}

fn fits(line: &Line, filter: &Filter) -> bool {
    let state = match filter.state.as_str() {
        "offered" => line.offered.is_some(),
        "coming" => line.coming.is_some(),
        "draft" => line.working.is_some(),
        "unconfirmed" => line.unconfirmed,
        "ended" => line.ended,
        _ => true,
    };
    state && (filter.desk.is_empty() || line.desk.as_deref() == Some(&filter.desk))
}

fn filters(visit: &Visit, filter: &Filter) -> Markup {
    let words = visit.words();
    let desks = visit.house().town.organisation.desks().iter().map(|d| Choice::new(d.key.clone(), d.full_name()));
    let desks = std::iter::once(Choice::new("", "すべて")).chain(desks);
    let states = std::iter::once(Choice::new("", "すべて")).chain(STATES.map(|(key, label)| Choice::new(key, label)));
    html! {
        form.filters method="get" action="/desk/procedures" {
            (select(words, "desk", "担当", desks).value(&filter.desk).always_chosen())
            (select(words, "state", "様子", states).value(&filter.state).always_chosen())
            (button("しぼり込む").outline().small())
        }
    }
}

fn listed(visit: &Visit, lines: &[Line]) -> Markup {
    let desk = |l: &Line| {
        let key = l.desk.as_deref()?;
        visit.house().town.organisation.desk(key).map(town::Desk::full_name)
    };
    let rows = lines.iter().map(|l| {
        [
            html! { a href=(format!("/desk/procedures/{}", l.key)) { (l.name) } },
            html! { (desk(l).unwrap_or_else(|| "町ではないところ".to_owned())) },
            html! { (state(l)) },
        ]
    });
    html! { (table("手続き", ["名前", "担当", "様子"]).rows(rows).caption_hidden().dense()) }
}

fn state(line: &Line) -> Markup {
    html! {
        @if let Some(n) = line.offered { (chip_label(Tone::Success, &format!("版{n}を出している"))) " " }
        @if let Some((n, from)) = line.coming { (chip_label(Tone::Info, &format!("版{n}を{}から", say::day(from, Lang::Ja)))) " " }
        @if line.ended { (chip_label(Tone::Neutral, "いまは出していない")) " " }
        @if let Some(state) = line.working { (working_chip(state)) " " }
        @if line.unconfirmed { (chip_label(Tone::Warning, "確認中")) }
    }
}

/// How a working copy stands.
pub(super) fn working_chip(state: State) -> Markup {
    match state {
        State::Draft => chip_label(Tone::Progress, "直しているところ"),
        State::Open => chip_label(Tone::Progress, "決裁の途中"),
        State::SentBack => chip_label(Tone::Warning, "決裁から戻った"),
        State::Published => chip_label(Tone::Success, "公開した"),
        State::Withdrawn => chip_label(Tone::Neutral, "公開をやめた"),
        State::GivenUp => chip_label(Tone::Neutral, "取りやめた"),
    }
}

//! All boards: the open ones, the old ones, and a search in the old ones.

use super::super::face;
use super::super::records::{self, Board, Card};
use super::super::rules::Stage;
use super::super::{BoardId, CardId};
use super::path;
use axum::extract::Query;
use kernel::{TypedId, Uuid, era};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Icon, Resource, Tone, button_row, chip_label, empty_state, link_button, page_heading, pagination, resource,
    resource_list, search_box, section,
};
use web::{Page, Visit, WebError};

const TITLE: &str = "ふりかえり（KPT）";
const PAGE: usize = 20;
/// Of a board that was found so many cards are shown.
const SHOWN: usize = 3;

#[derive(Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    before: Option<BoardId>,
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let q: String = asked.q.unwrap_or_default().trim().chars().take(80).collect();
    let body = match q.is_empty() {
        true => overview(&visit, asked.before).await?,
        false => found(&visit, &q).await?,
    };
    let main = html! {
        (page_heading("", TITLE, "よかったこと・困ったこと・次に試すことを、集まった人みんなで書き出し、次にすることを決めます。"))
        (button_row(html! {
            (link_button("ボードを開く", "/desk/plan/boards/new"))
            (link_button("PDCAとKPT、どちらを使うか", "/desk/plan/boards/guide").text())
        }))
        (search_box(visit.words(), "kpt-search", "/desk/plan/boards", "前のボードから探す", &q))
        (body)
    };
    Ok(visit.page(TITLE).desk().main(main))
}

async fn overview(visit: &Visit, before: Option<BoardId>) -> Result<Markup, WebError> {
    let db = &visit.house().db;
    let open = if before.is_none() { records::open_boards(db).await? } else { Vec::new() };
    let end = before.unwrap_or(BoardId::from_uuid(Uuid::max()));
    let mut closed = records::closed_boards(db, end, i64::try_from(PAGE + 1).unwrap_or(21)).await?;
    let older = (closed.len() > PAGE).then(|| format!("/desk/plan/boards?before={}", closed[PAGE - 1].id));
    closed.truncate(PAGE);
    Ok(html! {
        @if before.is_none() {
            (section("開いているボード", html! {
                @if open.is_empty() {
                    (empty_state(Icon::Speech, "開いているボードは、ありません", "「ボードを開く」を押すと、あなたが進行役のボードができます。", html! {}))
                } @else { (resource_list(rows(visit, &open).await?)) }
            }))
        }
        @if !closed.is_empty() { (section("終わったボード", resource_list(rows(visit, &closed).await?))) }
        (pagination(visit.words(), before.map(|_| "/desk/plan/boards"), older.as_deref()))
    })
}

async fn rows(visit: &Visit, boards: &[Board]) -> Result<Vec<Resource>, WebError> {
    let house = visit.house();
    let ids: Vec<BoardId> = boards.iter().map(|b| b.id).collect();
    let counts = records::counts(&house.db, &ids).await?;
    let mut rows = Vec::new();
    for board in boards {
        let about = face::about(house, &board.about).await?;
        let cards = counts.get(&board.id).copied().unwrap_or(0);
        let day = era::date_label(board.opened_at.date());
        let tone = if board.stage == Stage::Closed { Tone::Neutral } else { Tone::Progress };
        let row = resource(board.title.clone(), path(board.id));
        rows.push(row.text(about).meta(format!("{day}　カード{cards}枚")).status(chip_label(tone, board.stage.said())));
    }
    Ok(rows)
}

async fn found(visit: &Visit, q: &str) -> Result<Markup, WebError> {
    let house = visit.house();
    let ids = house.db.search("plan.board", q, 30).await?;
    let mut hits = Vec::new();
    for id in ids {
        if let Some(board) = records::board(&house.db, BoardId::from_uuid(id)).await? {
            let about = face::about(house, &board.about).await?;
            let cards = records::cards(&house.db, board.id).await?;
            hits.push((board, about, cards));
        }
    }
    hits.sort_by_key(|(board, _, _)| std::cmp::Reverse(board.id));
    Ok(section(
        &format!("「{q}」が出てくるボード"),
        html! {
            @if hits.is_empty() {
                (empty_state(Icon::Search, "見つかりませんでした", "短い言葉や、別の言い方でも探してみてください。探せるのは、終わったボードです。", html! {}))
            }
            @for (board, about, cards) in &hits { (hit(board, about, &matching(cards, q))) }
        },
    ))
}

/// The cards that hold one of the words, or the first ones where the words stand elsewhere.
fn matching<'c>(cards: &'c [Card], q: &str) -> Vec<&'c Card> {
    let words: Vec<&str> = q.split_whitespace().collect();
    let holds = |c: &&Card| words.iter().any(|w| c.words.contains(w) || c.heading.contains(w));
    cards.iter().filter(holds).take(SHOWN).collect()
}

fn hit(board: &Board, about: &str, cards: &[&Card]) -> Markup {
    let at = |card: CardId| format!("{}#card-{card}", path(board.id));
    html! {
        article.kpt-hit {
            h3 { a href=(path(board.id)) { (board.title) } }
            p.support-text { (about) "　" (era::date_label(board.opened_at.date())) }
            @if !cards.is_empty() {
                ul { @for card in cards { li { (card.side.said()) "：" a href=(at(card.id)) { (card.words) } } } }
            }
        }
    }
}

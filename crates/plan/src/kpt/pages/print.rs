//! A board on paper: everything that was written and decided, without the tools.

use super::super::BoardId;
use super::super::face;
use super::super::records::Card;
use super::super::rules::{Decision, Side, Stage};
use super::board::Seen;
use super::facilitate::outcome;
use super::path;
use axum::extract::Path;
use kernel::era;
use maud::{Markup, html};
use web::components::{button_row, link_button, page_heading, print_button, section, table};
use web::{Page, Visit, WebError};

pub(super) async fn page(visit: Visit, Path(id): Path<BoardId>) -> Result<Page, WebError> {
    let seen = Seen::of(&visit, id).await?;
    let board = &seen.board;
    let day = era::date_label(board.opened_at.date());
    let names = if board.anonymous { "名前を残さないボード" } else { "名前を出すボード" };
    let lead = format!("{day}　進行役：{}　{names}　{}", seen.names.get(board.facilitator), board.stage.said());
    let main = html! {
        (page_heading(&seen.about, &board.title, &lead))
        (button_row(html! { (print_button(visit.words())) (link_button("ボードにもどる", path(id)).text()) }))
        @if !seen.carried.is_empty() { (last(&seen)) }
        @for side in Side::ALL { (column(&seen, *side)) }
        (decided(&seen))
    };
    Ok(visit.page(board.title.clone()).desk().crumbs(&[("ふりかえり（KPT）", "/desk/plan/boards")]).main(main))
}

fn column(seen: &Seen, side: Side) -> Markup {
    let mut cards: Vec<&Card> = seen.cards.iter().filter(|c| c.side == side).collect();
    cards.sort_by_key(|c| (c.heading.clone(), std::cmp::Reverse(c.votes)));
    let counted = seen.board.stage >= Stage::Decide && seen.board.votes_each > 0;
    section(
        &format!("{}（{}）", side.said(), side.english()),
        html! {
            @if cards.is_empty() { p { "カードはありません。" } }
            ul.kpt-paper {
                @for card in cards {
                    li {
                        @if !card.heading.is_empty() { strong { "［" (card.heading) "］" } " " }
                        (face::lines(&card.words))
                        @if counted { "（" (card.votes) "票）" }
                        @if let Some(author) = card.author { span.support-text { "　" (seen.names.get(author)) } }
                    }
                }
            }
        },
    )
}

fn rows(seen: &Seen, cards: &[&Card]) -> Vec<Vec<Markup>> {
    let row = |c: &&Card| {
        let owner = c.owner.map(|o| seen.names.get(o)).unwrap_or_default();
        let due = c.due.map(era::date_label).unwrap_or_default();
        vec![html! { (face::lines(&c.words)) }, html! { (owner) }, html! { (due) }]
    };
    cards.iter().map(row).collect()
}

fn decided(seen: &Seen) -> Markup {
    let taken: Vec<&Card> = seen.cards.iter().filter(|c| c.decision == Some(Decision::Taken)).collect();
    if taken.is_empty() {
        return html! {};
    }
    let head = ["すること", "だれが", "いつまでに"];
    section("決めたこと", html! { (table("決めたこと", head).rows(rows(seen, &taken)).caption_hidden()) })
}

fn last(seen: &Seen) -> Markup {
    let cards: Vec<&Card> = seen.carried.iter().map(|c| &c.card).collect();
    let mut rows = rows(seen, &cards);
    rows.iter_mut().zip(&seen.carried).for_each(|(row, one)| row.push(outcome(one)));
    let head = ["前回決めたこと", "だれが", "いつまでに", "どうだったか"];
    section("前回決めたこと", html! { (table("前回決めたこと", head).rows(rows).caption_hidden()) })
}

//! A board as somebody sees it who takes part.

use super::super::actions::is_own;
use super::super::decide::{Carried, carried};
use super::super::face::{self, Names, Own};
use super::super::marks::Hand;
use super::super::records::{self, Board, Card};
use super::super::rules::{self, LONGEST_CARD, LONGEST_TITLE, Side, Stage};
use super::super::{BoardId, votes};
use super::{Errors, facilitate, hour, of, path};
use axum::extract::{Path, Query};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeSet;
use web::components::{
    Choice, Step, Tone, button, button_row, chip_label, error_summary, form, input_text, link_button, notice,
    page_heading, radio_group, section, select, step_navigation, textarea,
};
use web::{Fields, Page, Visit, WebError};

/// Everything that the page shows.
pub(super) struct Seen {
    pub(super) board: Board,
    pub(super) about: String,
    pub(super) names: Names,
    pub(super) cards: Vec<Card>,
    pub(super) carried: Vec<Carried>,
    pub(super) own: Own,
    /// The change that the page shows.
    pub(super) change: i64,
    pub(super) cast: i64,
}

impl Seen {
    pub(super) async fn of(visit: &Visit, id: BoardId) -> Result<Self, WebError> {
        let (house, db) = (visit.house(), &visit.house().db);
        let hand = Hand::of(visit)?;
        let records::State { change, board, cards } = records::state(db, id).await?;
        let voting = board.stage == Stage::Vote;
        let own = Own {
            cards: cards.iter().filter(|c| is_own(c, &hand)).map(|c| c.id).collect(),
            voted: if voting { votes::of(db, id, &hand).await?.into_iter().collect() } else { Default::default() },
        };
        Ok(Self {
            about: face::about(house, &board.about).await?,
            names: Names::of(house).await?,
            carried: carried(db, board.previous).await?,
            cast: if voting { votes::cast(db, id).await? } else { 0 },
            board,
            cards,
            own,
            change,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    /// The column in which somebody wrote last.
    side: Option<String>,
}

pub(super) async fn page(visit: Visit, Path(id): Path<BoardId>, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let typed = Fields::of(asked.side.map(|side| ("side".to_owned(), side)));
    draw(&visit, id, &typed, &Errors::new()).await
}

pub(super) async fn draw(visit: &Visit, id: BoardId, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let seen = Seen::of(visit, id).await?;
    let leads = seen.board.facilitator == visit.signed_in()?.account;
    let facilitator = if leads {
        facilitate::tools(visit, &seen.board).await?
    } else {
        html! {}
    };
    let (w, board) = (visit.words(), &seen.board);
    let main = html! {
        (error_summary(w, errors))
        (page_heading(&seen.about, &board.title, lead(board.stage)))
        (step_navigation(w, &steps(board)))
        (state(visit, &seen))
        (facilitate::last_tries(visit, &seen, leads))
        (live(visit, &seen, typed, errors))
        (facilitator)
        (button_row(html! {
            (link_button("新しい内容にする（読み直す）", path(id)).outline())
            (link_button("印刷できる一枚にする", format!("{}/print", path(id))).outline())
            (link_button("ボードの一覧へ", "/desk/plan/boards").text())
        }))
    };
    let page = visit.page(board.title.clone()).desk().crumbs(&[("ふりかえり（KPT）", "/desk/plan/boards")]).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

const fn lead(stage: Stage) -> &'static str {
    match stage {
        Stage::Write => "思いついたことを、一枚に一つずつ書きます。ほかの人のカードは、書かれるとすぐここに出ます。",
        Stage::Group => "似たカードを選び、見出しを付けてまとめます。",
        Stage::Vote => "大事だと思うカードに投票します。だれが何に入れたかは残りません。",
        Stage::Decide => "次に試すことを選び、だれがいつまでにするかを決めます。",
        Stage::Closed => "このボードは終わりました。次のボードを開くと、決めたことがはじめに出ます。",
    }
}

fn steps(board: &Board) -> Vec<Step> {
    let stages = Stage::ALL.iter().filter(|s| **s != Stage::Vote || board.votes_each > 0);
    let stages: Vec<Stage> = stages.copied().collect();
    let at = stages.iter().position(|s| *s == board.stage).unwrap_or(0);
    Step::list(stages.iter().map(|s| s.said()), at)
}

/// Who leads, whether names are shown, how long there is.
fn state(visit: &Visit, seen: &Seen) -> Markup {
    let board = &seen.board;
    let place = format!("カード{}枚　", seen.cards.len());
    html! {
        div.kpt-state {
            @if board.anonymous { (chip_label(Tone::Info, "名前を残さないボード")) }
            @else { (chip_label(Tone::Neutral, "名前を出すボード")) }
            span { "進行役：" (seen.names.get(board.facilitator)) }
            span.visually-hidden { (place) "ボードを開いた日：" (kernel::era::date_label(board.opened_at.date())) }
        }
        @if board.anonymous && board.stage == Stage::Write {
            p.support-text { "だれが書いたかは、記録にも残りません。書いたカードは、いま使っている端末でだけ、書く時間のうちに直せます。人数が少ないと、書きぶりで分かることがあります。" }
        }
        @if visit.may("plan.see") && matches!(board.about, records::About::Measure(_)) {
            p { a href="/desk/plan" { "この施策の数字を見る" } }
        }
    }
}

/// The part that the script keeps up to date.
fn live(visit: &Visit, seen: &Seen, typed: &Fields, errors: &Errors) -> Markup {
    let board = &seen.board;
    let millis = |at: kernel::Moment| at.as_micros() / 1000;
    let stream = format!("{}/stream?since={}", path(board.id), seen.change);
    html! {
        en-board data-stream=[(board.stage != Stage::Closed).then_some(stream)] data-stage=(board.stage.as_str())
            data-now=(millis(visit.now())) data-until=[board.until.map(millis)]
            data-mine=(Own::list(&seen.own.cards)) data-voted=(Own::list(&seen.own.voted)) data-votes=(board.votes_each) {
            (clock(visit, board))
            (working(visit, seen, typed, errors))
            p.kpt-live role="status" data-live {}
            (face::columns(visit.house(), board, &seen.names, &seen.cards, &seen.own))
        }
    }
}

fn clock(visit: &Visit, board: &Board) -> Markup {
    let now = visit.now();
    let left = board.until.map(|until| until.seconds_since(now));
    html! {
        p.kpt-clock data-clock hidden[left.is_none()] {
            @match (left, board.until) {
                (Some(left), Some(until)) if left > 0 => { "残り " strong { (left / 60) "分" (left % 60) "秒" } "（" (hour(until)) " まで）" }
                (Some(_), _) => { strong { "時間が終わりました" } }
                _ => {}
            }
        }
    }
}

/// What there is to do at this step.
fn working(visit: &Visit, seen: &Seen, typed: &Fields, errors: &Errors) -> Markup {
    let board = &seen.board;
    let open = rules::is_open(board.stage, board.stage, board.until, visit.now());
    match board.stage {
        Stage::Write if open || !errors.is_empty() => writing(visit, board, typed, errors),
        Stage::Write => notice(
            Tone::Warning,
            html! { p { "書く時間が終わりました。続けたいときは、進行役に時間を延ばしてもらってください。" } },
        ),
        Stage::Group => grouping(visit, seen, typed, errors),
        Stage::Vote => voting(visit, seen),
        Stage::Decide => notice(
            Tone::Info,
            html! { p { "「次に試すこと」のカードを開いて、するかどうか、だれがいつまでにするかを進行役が決めます。" } },
        ),
        Stage::Closed => html! {},
    }
}

fn writing(visit: &Visit, board: &Board, typed: &Fields, errors: &Errors) -> Markup {
    let w = visit.words();
    // Another number in each form; the same form sent twice makes one card.
    let once = match typed.text("once") {
        "" => kernel::Uuid::from_bytes(visit.house().db.random()).simple().to_string(),
        once => once.to_owned(),
    };
    let sides = Side::ALL.iter().map(|s| Choice::new(s.as_str(), format!("{}（{}）", s.said(), s.english())));
    let hint = format!(
        "{LONGEST_CARD}文字まで。出したあとも、書く段階のうちは開いて直せます。住民の名前や事情は書かないでください"
    );
    let body = html! {
        input type="hidden" name="once" value=(once);
        (radio_group(w, "side", "どの欄に書きますか", sides).value(typed.text("side")).inline().error(of(errors, "side")))
        (textarea(w, "words", "カードの言葉").value(typed.text("words")).rows(2).maxlength(LONGEST_CARD).hint(hint).error(of(errors, "words")))
        (button("カードを出す"))
    };
    html! { div.kpt-write { (form(w, format!("{}/cards", path(board.id)), visit.form_token(), body)) } }
}

fn grouping(visit: &Visit, seen: &Seen, typed: &Fields, errors: &Errors) -> Markup {
    let w = visit.words();
    let headings: BTreeSet<&str> = seen.cards.iter().map(|c| c.heading.as_str()).filter(|h| !h.is_empty()).collect();
    let none = [Choice::new("", "（新しい見出しを書く）")];
    let choices = none.into_iter().chain(headings.into_iter().map(|h| Choice::new(h, h)));
    html! {
        form.form.kpt-work id="kpt-group" method="post" action=(format!("{}/group", path(seen.board.id))) novalidate {
            (visit.form_token())
            p id="f-card" tabindex="-1" { "下のカードの「選ぶ」に印を付けてから、見出しを決めて「まとめる」を押します。" }
            @if let Some(wrong) = of(errors, "card") { (web::components::error_text(w, "card-error", wrong)) }
            (select(w, "heading", "いまある見出し", choices).always_chosen().value(typed.text("heading")))
            (input_text(w, "new", "新しい見出し").value(typed.text("new")).maxlength(LONGEST_TITLE).autocomplete("off").error(of(errors, "new")))
            (button_row(html! { (button("まとめる")) (button("まとまりから外す").outline().sends("out", "yes")) }))
        }
    }
}

fn voting(visit: &Visit, seen: &Seen) -> Markup {
    let board = &seen.board;
    let left = board.votes_each - i64::try_from(seen.own.voted.len()).unwrap_or(0);
    html! {
        form.kpt-work id="kpt-vote" method="post" action=(format!("{}/vote", path(board.id))) {
            (visit.form_token())
            p id="f-votes" tabindex="-1" {
                "ひとり" (board.votes_each) "票、一枚に一票です。あなたの残りは " strong { span data-left-votes { (left) } "票" } "。"
            }
            p.support-text { "みんなで " span data-cast { (seen.cast) } "票が入っています。カードごとの数は、投票が終わると出ます。" }
        }
    }
}

/// A section of the page that only some boards have.
pub(super) fn apart(id: &str, title: &str, body: Markup) -> Markup {
    html! { div.kpt-apart id=(id) tabindex="-1" { (section(title, body)) } }
}

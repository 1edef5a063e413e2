//! One card: changing one's own words, saying where a problem shows, deciding about a Try.

use super::super::actions::{self, Amend, is_own};
use super::super::decide::{self, Choice as Decided};
use super::super::face::{self, Names};
use super::super::marks::Hand;
use super::super::records::{self, Board, Card, Source};
use super::super::rules::{self, Decision, LONGEST_CARD, LONGEST_TITLE, Side, Stage};
use super::super::{BoardId, CardId};
use super::act::card_of;
use super::{Errors, as_choices, chosen, colleagues, found, of, path, refusal};
use crate::book;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::components::{
    Choice, DateValue, button, button_row, chip_label, date_input, description_list, error_summary, form, input_text,
    link_button, page_heading, radio_group, section, select, textarea,
};
use web::{Fields, House, Page, Visit, WebError};

type At = Path<(BoardId, CardId)>;

async fn both(visit: &Visit, (id, card): (BoardId, CardId)) -> Result<(Board, Card), WebError> {
    let board = found(visit, id).await?;
    let card = records::card(&visit.house().db, id, card).await?.ok_or(WebError::NotFound)?;
    Ok((board, card))
}

pub(super) async fn page(visit: Visit, Path(at): At) -> Result<Page, WebError> {
    draw(&visit, at, None, &Errors::new()).await
}

async fn draw(visit: &Visit, at: (BoardId, CardId), typed: Option<&Fields>, errors: &Errors) -> Result<Page, WebError> {
    let (board, card) = both(visit, at).await?;
    let names = Names::of(visit.house()).await?;
    let leads = board.facilitator == visit.signed_in()?.account;
    let own = is_own(&card, &Hand::of(visit)?);
    let taken = card.decision == Some(Decision::Taken);
    let deciding = board.stage == Stage::Decide && card.side == Side::Try && leads && !taken;
    let task = if taken { decide::task(&visit.house().db, card.id).await? } else { None };
    let back = format!("{}#card-{}", path(board.id), card.id);
    let main = html! {
        (error_summary(visit.words(), errors))
        (page_heading(&board.title, card.side.said(), ""))
        div.kpt-one { p.kpt-words { (face::lines(&card.words)) } }
        (facts(visit, &names, &board, &card))
        @if let Some(task) = &task { p { a href=(format!("/desk/plan/tasks/{}", task.id)) { "「計画のやること」で、いまの様子を見る" } } }
        @if own && board.stage == Stage::Write { (amend_form(visit, &board, &card, typed, errors)) }
        @if card.side == Side::Problem && board.stage != Stage::Closed { (link_form(visit, &board, &card, typed, errors).await?) }
        @if board.stage == Stage::Decide && card.side == Side::Try && !leads && !taken { p { "するかどうかは、進行役が決めます。" } }
        @if deciding { (decide_form(visit, &board, &card, typed, errors).await?) }
        (button_row(html! { (link_button("ボードにもどる", back).outline()) }))
    };
    let crumbs = [("ふりかえり（KPT）", "/desk/plan/boards"), (board.title.as_str(), &path(board.id))];
    let page = visit.page(format!("カード：{}", card.side.said())).desk().crumbs(&crumbs).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn facts(visit: &Visit, names: &Names, board: &Board, card: &Card) -> Markup {
    let mut list = description_list(visit.words());
    list = match card.author {
        Some(author) => list.item("書いた人", html! { (names.get(author)) }),
        None => list.item("書いた人", html! { "名前を残さないボードです" }),
    };
    if !card.heading.is_empty() {
        list = list.item("見出し", html! { (card.heading) });
    }
    if board.stage >= Stage::Decide && board.votes_each > 0 {
        list = list.item("票", html! { (card.votes) "票" });
    }
    if let Some(source) = &card.source {
        list = list.item("もとになった数字や声", source_of(visit, source));
    }
    if let Some(decision) = card.decision {
        let owner = card.owner.map(|o| names.get(o)).unwrap_or_default();
        let due = card.due.map(|d| format!("{}まで", kernel::era::date_label(d))).unwrap_or_default();
        list = list.item("決めたこと", html! { (decision.said()) "　" (owner) "　" (due) });
    }
    html! { (list) }
}

fn source_of(visit: &Visit, source: &Source) -> Markup {
    match source {
        Source::Voice(place) => html! { (chip_label(web::components::Tone::Neutral, "声")) " " (place) },
        Source::Figure(key) => {
            let title = face::figure_title(visit.house(), key);
            html! {
                (chip_label(web::components::Tone::Info, "数字")) " "
                @if visit.may("plan.see") { a href=(format!("/desk/plan/figures/{key}")) { (title) } } @else { (title) }
            }
        }
    }
}

fn value(typed: Option<&Fields>, name: &str, known: &str) -> String {
    typed.filter(|t| t.has(name)).map_or(known, |t| t.text(name)).to_owned()
}

fn version(card: &Card) -> Markup {
    html! { input type="hidden" name="version" value=(card.version); }
}

fn action(board: &Board, card: &Card, what: &str) -> String {
    format!("{}/cards/{}/{what}", path(board.id), card.id)
}

fn amend_form(visit: &Visit, board: &Board, card: &Card, typed: Option<&Fields>, errors: &Errors) -> Markup {
    let w = visit.words();
    let sides = Side::ALL.iter().map(|s| Choice::new(s.as_str(), format!("{}（{}）", s.said(), s.english())));
    let body = html! {
        (version(card))
        (radio_group(w, "side", "どの欄に置きますか", sides).value(value(typed, "side", card.side.as_str())).inline().error(of(errors, "side")))
        (textarea(w, "words", "カードの言葉").value(value(typed, "words", &card.words)).rows(3).maxlength(LONGEST_CARD).error(of(errors, "words")))
        (button_row(html! {
            (button("書きなおす"))
            (button("このカードを取り下げる").danger().sends("withdraw", "yes"))
        }))
        p.support-text { "取り下げたカードは消えて、元に戻せません。" }
    };
    section("自分のカードを直す", html! { (form(w, action(board, card, "amend"), visit.form_token(), body)) })
}

/// The figures that a problem may show in: those of the measure where the board is about one, else
/// all that the services count.
async fn figures(house: &House, board: &Board) -> Result<Vec<(String, String)>, WebError> {
    let all: Vec<&str> = house.all_rooms().flat_map(|r| r.indicators).map(|i| i.key).collect();
    let plan = book::on(house, house.now().date()).await?;
    let of_measure = match &board.about {
        records::About::Measure(key) => {
            plan.measure(key).map(|m| m.indicators.iter().map(|u| u.key.as_str()).collect())
        }
        _ => None,
    };
    let keys: Vec<&str> = of_measure.filter(|keys: &Vec<&str>| !keys.is_empty()).unwrap_or(all);
    Ok(keys.into_iter().map(|key| (key.to_owned(), face::figure_title(house, key))).collect())
}

async fn link_form(
    visit: &Visit,
    board: &Board,
    card: &Card,
    typed: Option<&Fields>,
    errors: &Errors,
) -> Result<Markup, WebError> {
    let w = visit.words();
    let (figure, voice) = match &card.source {
        Some(Source::Figure(key)) => (key.as_str(), ""),
        Some(Source::Voice(place)) => ("", place.as_str()),
        None => ("", ""),
    };
    let none = [(String::new(), "（数字は選ばない）".to_owned())];
    let choices = none.into_iter().chain(figures(visit.house(), board).await?);
    let body = html! {
        (version(card))
        (select(w, "figure", "どの数字に表れていますか", choices).always_chosen().value(value(typed, "figure", figure)))
        (input_text(w, "voice", "または、どこで聞いた声ですか").value(value(typed, "voice", voice)).maxlength(LONGEST_TITLE).autocomplete("off")
            .hint("例：窓口、電話、懇談会。話した人の名前は書かないでください").error(of(errors, "voice")))
        (button("もとになったものを付ける").outline())
    };
    Ok(section("もとになった数字や声", html! { (form(w, action(board, card, "link"), visit.form_token(), body)) }))
}

async fn decide_form(
    visit: &Visit,
    board: &Board,
    card: &Card,
    typed: Option<&Fields>,
    errors: &Errors,
) -> Result<Markup, WebError> {
    let w = visit.words();
    let owner = card.owner.map(|o| o.to_string()).unwrap_or_default();
    let due = match typed {
        Some(typed) => DateValue::typed(typed, "due"),
        None => card.due.map(DateValue::of).unwrap_or_default(),
    };
    let body = html! {
        (version(card))
        (select(w, "owner", "だれがしますか", as_choices(&colleagues(visit).await?)).value(value(typed, "owner", &owner)).error(of(errors, "owner")))
        @if matches!(board.about, records::About::Measure(_)) { p.support-text { "「やってみる」にすると、この施策の次の年度の計画にも「すること」として入ります。" } }
        (date_input(w, "due", "いつまでにしますか").value(due).error(of(errors, "due")))
        (button_row(html! {
            (button("やってみる"))
            (button("今回は見送る").outline().sends("leave", "yes"))
        }))
    };
    Ok(section("するかどうかを決める", html! { (form(w, action(board, card, "decide"), visit.form_token(), body)) }))
}

/// The version in which the card was seen.
fn seen(fields: &Fields) -> Result<i64, WebError> {
    fields.text("version").parse().map_err(|_| WebError::Changed)
}

pub(super) async fn amend(visit: Visit, Path(at): At, fields: Fields) -> Result<Response, WebError> {
    let (board, _) = both(&visit, at).await?;
    let withdraws = fields.has("withdraw");
    let change = match (withdraws, card_of(&fields)) {
        (true, _) => Amend::Withdraw,
        (false, Ok((side, words))) => Amend::Write(side, words),
        (false, Err(errors)) => return Ok(draw(&visit, at, Some(&fields), &errors).await?.into_response()),
    };
    let act = actions::act(&visit, &board);
    let at = (at.0, at.1, seen(&fields)?);
    actions::amend(visit.house(), &act, at, Hand::of(&visit)?, change).await?;
    let anchor = if withdraws { String::new() } else { format!("#card-{}", at.1) };
    Ok(visit.see_other(&format!("{}{anchor}", path(board.id))))
}

pub(super) async fn link(visit: Visit, Path(at): At, fields: Fields) -> Result<Response, WebError> {
    let (board, card) = both(&visit, at).await?;
    let known = figures(visit.house(), &board).await?;
    let figure = Some(fields.text("figure")).filter(|f| known.iter().any(|(key, _)| key == f));
    let voice = fields.text("voice");
    let source = match (figure, rules::words(voice, LONGEST_TITLE)) {
        (Some(figure), _) => Some(Source::Figure(figure.to_owned())),
        (None, Some(place)) => Some(Source::Voice(place)),
        (None, None) if voice.is_empty() => None,
        (None, None) => {
            let errors = vec![("voice", format!("{LONGEST_TITLE}文字までにしてください"))];
            return Ok(draw(&visit, at, Some(&fields), &errors).await?.into_response());
        }
    };
    let act = actions::act(&visit, &board);
    actions::link(visit.house(), &act, (at.0, at.1, seen(&fields)?), source).await?;
    Ok(visit.see_other(&format!("{}/cards/{}", path(board.id), card.id)))
}

pub(super) async fn decide(visit: Visit, Path(at): At, fields: Fields) -> Result<Response, WebError> {
    let (board, _) = both(&visit, at).await?;
    let choice = if fields.has("leave") { Ok(Decided::Leave) } else { taken(&visit, &fields).await? };
    let choice = match choice {
        Ok(choice) => choice,
        Err(errors) => return Ok(draw(&visit, at, Some(&fields), &errors).await?.into_response()),
    };
    let (who, at) = (visit.signed_in()?.account, (at.0, at.1, seen(&fields)?));
    match decide::decide(visit.house(), &visit.act("plan.board"), at, who, choice).await {
        Ok(()) => Ok(visit.see_other(&format!("{}#card-{}", path(board.id), at.1))),
        Err(e @ actions::BoardError::Refused(rules::Refusal::NotFacilitator)) => Err(e.into()),
        Err(e) => {
            let errors = vec![("owner", refusal(e)?.said().to_owned())];
            Ok(draw(&visit, (at.0, at.1), Some(&fields), &errors).await?.into_response())
        }
    }
}

/// Owner and day of a Try that is taken.
async fn taken(visit: &Visit, fields: &Fields) -> Result<Result<Decided, Errors>, WebError> {
    let owner = chosen(&colleagues(visit).await?, fields.text("owner"));
    let due = DateValue::typed(fields, "due").date();
    let mut errors = Errors::new();
    if owner.is_none() {
        errors.push(("owner", "だれがするかを選んでください".to_owned()));
    }
    match due {
        None => errors.push(("due", "年月日を入れてください".to_owned())),
        Some(due) if due < visit.now().date() => errors.push(("due", "きょうより前の日です".to_owned())),
        Some(_) => {}
    }
    Ok(match (owner, due) {
        (Some(owner), Some(due)) if errors.is_empty() => Ok(Decided::Take { owner, due }),
        _ => Err(errors),
    })
}

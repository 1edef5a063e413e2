//! The officers' side: card payments with what needs a look, money back to a card, and the ways to pay
//! of a bill for whoever sits there or telephones.

use super::choose::asked;
use super::{Choosing, Seen, judged, kind_of};
use crate::payments::card::records::{Back, BackState};
use crate::payments::card::{Card, CardId, State, back, records};
use crate::payments::ways::Way;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use billing::{BillFacts, BillingError, Owed, book};
use kernel::id::BillId;
use kernel::{Moment, Yen, era};
use maud::{Markup, html};
use web::components::{
    Icon, Tone, button, button_row, chip_label, description_list, empty_state, error_summary, form, input_text,
    link_button, notice, page_heading, print_button, section, table, textarea,
};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "カードの支払い";
const AT_ONCE: i64 = 100;

fn when(at: Moment) -> String {
    format!("{} {}", era::date_label(at.date()), at.civil().strftime("%-H:%M"))
}

pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let care = records::newest(db, true, AT_ONCE).await?;
    let all = records::newest(db, false, AT_ONCE).await?;
    let offered = billing::providers::provider(visit.house());
    let main = html! {
        (page_heading("", TITLE, "決済の会社を通した支払いです。カードの番号は町に届きません。"))
        @if offered.is_none() {
            (notice(Tone::Info, html! { p { "カード払いは、いま出していません。会社と契約したら、運用の担当が設定します。" } }))
        }
        (section("確かめるもの", rows(&care, "確かめるものはありません", "多く払われたもの、額のちがうものが出ると、ここに並びます。")))
        (section("新しいもの", rows(&all, "カードの支払いはまだありません", "住民がカードで払うと、ここに並びます。")))
    };
    Ok(visit.page(TITLE).desk().main(main))
}

fn rows(cards: &[Card], none: &str, next: &str) -> Markup {
    if cards.is_empty() {
        return empty_state(Icon::Yen, none, next, html! {});
    }
    let row = |c: &Card| {
        [
            html! { a href=(format!("/desk/payments/cards/{}", c.id)) { (when(c.created_at)) } },
            html! { (c.amount) },
            html! { (chip(c)) },
            html! { (c.trouble.as_deref().unwrap_or_default()) },
        ]
    };
    html! { (table(TITLE, ["始めた日時", "額", "いま", "確かめること"]).rows(cards.iter().map(row)).numeric([1]).caption_hidden()) }
}

fn chip(card: &Card) -> Markup {
    let (tone, words) = match card.state {
        State::Asked | State::Open => (Tone::Progress, "支払い待ち"),
        State::Paid => (Tone::Success, "払われた"),
        State::Over => (Tone::Neutral, "払われずに終わった"),
        State::Wrong => (Tone::Error, "額がちがう"),
    };
    chip_label(tone, words)
}

/// What was typed into the form for money back, and what is wrong with it.
#[derive(Default)]
struct Typed {
    amount: String,
    reason: String,
    errors: Vec<(&'static str, &'static str)>,
}

impl Typed {
    fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| *name == field).map(|(_, words)| *words)
    }
}

pub(super) async fn card(visit: Visit, Path(id): Path<CardId>) -> Result<Page, WebError> {
    draw(&visit, id, Typed::default()).await
}

async fn draw(visit: &Visit, id: CardId, typed: Typed) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let card = records::find(db, id).await?.ok_or(WebError::NotFound)?;
    let backs = records::backs(db, id).await?;
    let most = back::remaining(db, &card).await?.map_or(Yen::ZERO, |(_, yen)| yen);
    let number = billing::status(db, card.bill).await?.number;
    let facts = description_list(visit.words())
        .item("請求", html! { a href=(format!("/desk/billing/{}", card.bill)) { (number) } })
        .item("頼んだ額", html! { (card.amount) })
        .item("払われた額", html! { @match card.paid { Some(yen) => { (yen) }, None => { "―" } } })
        .item("多く払われた額", html! { @match card.over { Some(yen) => { (yen) }, None => { "―" } } })
        .item("会社での名前", html! { (card.payment.as_deref().or(card.session.as_deref()).unwrap_or("―")) })
        .item("最後の動き", html! { (when(card.changed_at)) });
    let main = html! {
        (error_summary(visit.words(), &typed.errors))
        (page_heading(TITLE, &format!("{} の支払い", when(card.created_at)), ""))
        p { (chip(&card)) }
        @if let Some(trouble) = &card.trouble { (notice(Tone::Warning, html! { p { (trouble) } })) }
        (facts)
        @if !backs.is_empty() { (section("カードに返したもの", given(&backs))) }
        @if most > Yen::ZERO { (section("カードに返す", back_form(visit, &card, most, &typed))) }
    };
    let page = visit.page(TITLE).desk().crumbs(&[(TITLE, "/desk/payments")]).main(main);
    Ok(if typed.errors.is_empty() { page } else { page.failed() })
}

fn given(backs: &[Back]) -> Markup {
    let state = |b: &Back| match b.state {
        BackState::Asked => "会社に頼んでいます",
        BackState::Done => "返しました",
        BackState::Failed => "返せませんでした（仮受金）",
    };
    let row = |b: &Back| {
        [
            html! { (when(b.asked_at)) },
            html! { (b.amount) },
            html! { (state(b)) },
            html! { (b.reason) },
            html! { (b.officer) },
        ]
    };
    html! { (table("カードに返したもの", ["日時", "額", "いま", "理由", "職員"]).rows(backs.iter().map(row)).numeric([1]).caption_hidden()) }
}

fn back_form(visit: &Visit, card: &Card, most: Yen, typed: &Typed) -> Markup {
    let words = visit.words();
    let amount = if typed.amount.is_empty() { most.get().to_string() } else { typed.amount.clone() };
    let fields = html! {
        input type="hidden" name="remaining" value=(most.get());
        (input_text(words, "amount", "返す額").hint(format!("{most}まで返せます。")).required(true).numeric().unit("円").value(amount).error(typed.error("amount")))
        (textarea(words, "reason", "理由").required(true).value(&typed.reason).error(typed.error("reason")))
        (button_row(html! { (button("カードに返す")) }))
    };
    html! {
        p { "帳簿に書いてから、会社に頼みます。会社が返せないときは仮受金に入り、ほかの方法で返します。" }
        (form(words, format!("/desk/payments/cards/{}/back", card.id), visit.form_token(), fields))
    }
}

pub(super) async fn back(visit: Visit, Path(id): Path<CardId>, fields: Fields) -> Result<Response, WebError> {
    let mut typed = Typed {
        amount: fields.text("amount").to_owned(),
        reason: fields.text("reason").to_owned(),
        errors: Vec::new(),
    };
    let yen = |field: &str| kernel::width::half_width(fields.text(field)).replace(',', "").parse::<i64>().ok().map(Yen);
    let (amount, remaining) = (yen("amount").filter(|y| *y > Yen::ZERO), yen("remaining").unwrap_or_default());
    if amount.is_none() {
        typed.errors.push(("amount", "返す額を数字で書いてください"));
    }
    if typed.reason.is_empty() || typed.reason.chars().count() > 500 {
        typed.errors.push(("reason", "理由を500字までで書いてください"));
    }
    let Some(amount) = amount.filter(|_| typed.errors.is_empty()) else {
        return Ok(draw(&visit, id, typed).await?.into_response());
    };
    let officer = visit.signed_in()?.name.clone();
    let wish = back::Wish { amount, remaining, reason: typed.reason.clone(), officer };
    let work = move |tx: store::Tx| async move { back::ask(&tx, id, wish).await };
    match visit.house().db.write(&visit.act("payments"), work).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/payments/cards/{id}"))),
        Err(BillingError::TooMuch) => {
            typed.errors.push(("amount", "返せる額より多くなっています"));
            Ok(draw(&visit, id, typed).await?.into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Whether the officer deals with the bill: cashiers with every one, others with those of their desk.
fn sees(visit: &Visit, facts: &BillFacts) -> bool {
    let holds = |permission| visit.account().is_some_and(|w| w.may_for(permission, facts.desk.as_deref()));
    holds("billing.counter") || holds("billing.see")
}

/// Who pays; whoever is told so has opened their record.
async fn name_of(visit: &Visit, person: kernel::id::PersonId) -> Result<String, WebError> {
    let work = move |tx: store::Tx| async move { people::look(&tx, person, "払い方の案内").await };
    match visit.house().db.write(&visit.act("払い方の案内"), work).await {
        Ok(person) => Ok(person.name.to_string()),
        Err(store::StoreError::Missing(_)) => Ok("（記録のない方）".to_owned()),
        Err(error) => Err(error.into()),
    }
}

/// The ways to pay of a bill, to be shown, told or handed over on paper. Opening it leaves a trace
/// that the payer sees.
pub(super) async fn bill(visit: Visit, Path(id): Path<BillId>) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let facts = billing::facts(db, id).await?.filter(|f| sees(&visit, f)).ok_or(WebError::NotFound)?;
    let payer = name_of(&visit, facts.payer).await?;
    let book = book(visit.house())?;
    let owed = billing::owed(db, id, visit.now().date()).await?;
    let mut drawn = Vec::new();
    for owed in owed.iter().filter(|o| o.sum() > Yen::ZERO) {
        let ways = judged(&visit, book, &facts, owed, Seen::ByPayer).await?;
        drawn.push(instalment(&visit, &facts, owed, &ways)?);
    }
    let title = "払い方の案内";
    let main = html! {
        (page_heading(&format!("{payer} さま"), title, &facts.title))
        @if drawn.is_empty() {
            (empty_state(Icon::Check, "払うものは残っていません", "納付の記録は請求のページにあります。", html! {
                (link_button("請求を見る", format!("/desk/billing/{id}")))
            }))
        } @else {
            p { "見せながら話すか、印刷して渡してください。" }
            @for part in &drawn { (part) }
            (button_row(html! { (print_button(visit.words())) (link_button("請求を見る", format!("/desk/billing/{id}")).outline()) }))
        }
    };
    Ok(visit.page(title).desk().main(main))
}

fn instalment(visit: &Visit, facts: &BillFacts, owed: &Owed, ways: &[Way<'_>]) -> Result<Markup, WebError> {
    let book = book(visit.house())?;
    // Nobody types a card number for somebody else: at the desk there is no button for it.
    let choosing = Choosing { visit, book, owed, card: None };
    Ok(html! {
        section.instalment {
            h2 { (kind_of(visit, book, facts, owed)) }
            (asked(visit, &facts.number, owed))
            (choosing.draw(ways))
        }
    })
}

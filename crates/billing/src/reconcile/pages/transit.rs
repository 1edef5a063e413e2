//! `/desk/billing/transit`: what others took for the town and have not handed over.

use crate::reconcile::records;
use crate::{BillingError, Channel, Settlement, settle as book};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use kernel::{Date, Yen, era};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Choice, DateValue, Icon, Tone, button, date_input, empty_state, error_summary, form, input_text,
    notification_banner, page_heading, section, select, table,
};
use web::{Fields, Page, Visit, WebError};

#[derive(Debug, Default, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    done: String,
}

pub(super) async fn page(visit: Visit, Query(after): Query<After>) -> Result<Page, WebError> {
    show(&visit, &after.done, &[], &Fields::default()).await
}

type Errors<'a> = &'a [(&'static str, &'static str)];

async fn show(visit: &Visit, done: &str, errors: Errors<'_>, typed: &Fields) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let waiting = records::in_transit(db).await?;
    let waiting: Vec<_> = waiting.into_iter().filter(|(_, yen)| !yen.is_zero()).collect();
    let arrived = records::settlements(db, 30).await?;
    let main = html! {
        @match done {
            "settled" => (notification_banner(visit.words(), Tone::Success, "着いたお金を記録しました").announced()),
            "again" => (notification_banner(visit.words(), Tone::Info, "この入金は、前に記録してあります").announced()),
            _ => {}
        }
        @if !errors.is_empty() { (error_summary(visit.words(), errors)) }
        (page_heading("", "まだ着いていないお金", "納付は済んでいて、町の口座にまだ着いていないお金（未着金）です。"))
        @if waiting.is_empty() {
            (empty_state(Icon::Check, "着いていないお金はありません", "納付の知らせを記録すると、町の口座に着くまでここに出ます。", html! {}))
        } @else {
            (section("払い方ごと", sums(&waiting)))
        }
        (section("着いたお金を記録する", settling(visit, errors, typed)))
        @if !arrived.is_empty() { (section("最近着いたもの", history(&arrived))) }
    };
    let page = visit.page("まだ着いていないお金").desk().main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn sums(waiting: &[(Channel, Yen)]) -> Markup {
    let rows = waiting.iter().map(|(channel, yen)| [html! { (channel.label()) }, html! { (yen) }]);
    let all: Yen = waiting.iter().map(|(_, yen)| *yen).sum();
    html! { (table("払い方ごと", ["払い方", "着いていない額"]).rows(rows).numeric([1]).foot([html! { "合計" }, html! { (all) }]).caption_hidden()) }
}

fn history(arrived: &[(Channel, Yen, Yen, Date)]) -> Markup {
    let rows = arrived.iter().map(|(channel, yen, fee, day)| {
        [html! { (era::date_label(*day)) }, html! { (channel.label()) }, html! { (yen) }, html! { (fee) }]
    });
    html! { (table("最近着いたもの", ["着いた日", "払い方", "着いた額", "引かれた手数料"]).rows(rows).numeric([2, 3]).caption_hidden().dense()) }
}

/// Those who take money for the town.
const OTHERS: [Channel; 5] = [Channel::DirectDebit, Channel::Store, Channel::ElQr, Channel::PayEasy, Channel::Card];

fn settling(visit: &Visit, errors: Errors<'_>, typed: &Fields) -> Markup {
    let words = visit.words();
    let error = |field: &str| errors.iter().find(|(name, _)| *name == field).map(|(_, words)| *words);
    let text = |name: &str| typed.text(name).chars().take(100).collect::<String>();
    let body = html! {
        (select(words, "channel", "払い方", OTHERS.map(|c| Choice::new(c.as_str(), c.label()))).value(text("channel")).required(true).error(error("channel")))
        (input_text(words, "amount", "町の口座に着いた額").value(text("amount")).numeric().unit("円").required(true).error(error("amount")))
        (input_text(words, "fee", "引かれた手数料").value(text("fee")).numeric().unit("円").error(error("fee"))
            .hint("収納代行などが差し引いた額。ないときは空けておきます。"))
        (date_input(words, "on", "着いた日").value(DateValue::typed(typed, "on")).required(true).error(error("on")))
        (input_text(words, "mark", "通帳や明細の番号").value(text("mark")).required(true).maxlength(60).error(error("mark"))
            .hint("同じ番号の入金は、二度入れても一度だけ記録します。"))
        (button("着いたと記録する").icon(Icon::Yen))
    };
    html! { (form(words, "/desk/billing/transit", visit.form_token(), body)) }
}

pub(super) async fn settle(visit: Visit, form: Fields) -> Result<Response, WebError> {
    let mut errors = Vec::new();
    let channel = Channel::of(form.text("channel")).filter(|c| OTHERS.contains(c));
    let amount = form.text("amount").parse::<Yen>().ok().filter(|yen| *yen >= Yen::ZERO);
    let fee = if form.text("fee").is_empty() { Some(Yen::ZERO) } else { form.text("fee").parse::<Yen>().ok() };
    let fee = fee.filter(|yen| *yen >= Yen::ZERO);
    let on = DateValue::typed(&form, "on").date().filter(|day| *day <= visit.now().date());
    let mark: String = form.text("mark").chars().take(60).collect();
    for (missing, field, words) in [
        (channel.is_none(), "channel", "払い方を選んでください"),
        (amount.is_none(), "amount", "着いた額を数字で入れてください"),
        (fee.is_none(), "fee", "手数料を数字で入れてください"),
        (on.is_none(), "on", "着いた日を、今日までの日で入れてください"),
        (mark.is_empty(), "mark", "通帳や明細の番号を入れてください"),
    ] {
        if missing {
            errors.push((field, words));
        }
    }
    let (Some(channel), Some(amount), Some(fee), Some(on), true) = (channel, amount, fee, on, errors.is_empty()) else {
        return Ok(show(&visit, "", &errors, &form).await?.into_response());
    };
    let source = format!("arrived:{}:{on}:{mark}", channel.as_str());
    let settlement = Settlement { channel, amount, fee, on, source, note: Some(mark) };
    let act = visit.act("着いたお金の記録");
    let wrong = match visit.house().db.write(&act, move |tx| async move { book(&tx, settlement).await }).await {
        Ok(new) => {
            return Ok(visit.see_other(if new {
                "/desk/billing/transit?done=settled"
            } else {
                "/desk/billing/transit?done=again"
            }));
        }
        Err(BillingError::Invalid("source")) => ("mark", "この番号は、別の額で前に記録してあります"),
        Err(BillingError::Invalid(_)) => ("amount", "1円以上の額を入れてください"),
        Err(e) => return Err(e.into()),
    };
    Ok(show(&visit, "", &[wrong], &form).await?.into_response())
}

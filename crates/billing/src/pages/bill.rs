//! `/desk/billing/{id}`: one bill at the counter.

use super::decide::{self, nth};
use super::{drawer_desk, seen, state_chip};
use crate::receipt::{has_receipt, time_of};
use crate::records::{self, Bill, Payment};
use crate::rules::BillState;
use crate::{
    Agreement, BillingError, Cash, Exemption, InstalmentId, Overpaid, Owed, PaymentId, Refund, actions, agreement,
    exempt, instalment, overpaid,
};
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::id::BillId;
use kernel::{Yen, era};
use maud::{Markup, html};
use serde::Deserialize;
use store::StoreError;
use web::components::{
    DateValue, Icon, Tone, button, checkbox, description_list, disclosure, error_summary, form, input_text,
    link_button, notice, notification_banner, page_heading, section, select, table, textarea,
};
use web::{Fields, Page, Visit, WebError};

#[derive(Debug, Default, Deserialize)]
pub(super) struct After {
    /// The payment that was just taken or given back.
    taken: Option<PaymentId>,
    #[serde(default)]
    void: Option<String>,
    /// What was decided.
    #[serde(default)]
    done: Option<String>,
}

impl After {
    fn said(&self) -> Option<&'static str> {
        match (self.void.as_deref(), self.done.as_deref()) {
            (Some(_), _) => Some("請求を取り消しました"),
            (_, Some("exempt")) => Some("減免を記録しました"),
            (_, Some("agree")) => Some("分納の約束を記録しました"),
            (_, Some("end")) => Some("分納の約束を取りやめました"),
            _ => None,
        }
    }
}

/// What could not be taken from a form, and what was typed.
#[derive(Debug, Default)]
pub(super) struct Wrong {
    pub(super) errors: Vec<(&'static str, &'static str)>,
    typed: Vec<(&'static str, String)>,
    pub(super) date: DateValue,
}

impl Wrong {
    pub(super) fn typed_in(form: &Fields, names: &[&'static str]) -> Self {
        Self { typed: typed(form, names), ..Self::default() }
    }

    pub(super) fn of(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| *name == field).map(|(_, words)| *words)
    }

    /// Whether something in these fields is to be mended.
    pub(super) fn about(&self, fields: &[&str]) -> bool {
        self.errors.iter().any(|(name, _)| fields.contains(name))
    }

    pub(super) fn typed(&self, field: &str) -> &str {
        self.typed.iter().find(|(name, _)| *name == field).map_or("", |(_, text)| text)
    }
}

pub(super) struct View {
    pub(super) bill: Bill,
    payer: String,
    lines: Vec<(String, Yen)>,
    payments: Vec<Payment>,
    /// The instalments, with interest as of today.
    pub(super) owed: Vec<Owed>,
    pub(super) exemptions: Vec<Exemption>,
    pub(super) agreement: Option<Agreement>,
    pub(super) overpaid: Vec<Overpaid>,
}

impl View {
    /// What somebody who pays everything today is asked.
    fn asked(&self) -> Yen {
        self.owed.iter().map(Owed::sum).sum()
    }
}

async fn view(visit: &Visit, id: BillId) -> Result<View, WebError> {
    let db = &visit.house().db;
    let bill = seen(visit, id).await?;
    let payer = bill.payer;
    // An officer who sees whose bill it is has opened that person's record.
    let look = db.write(&visit.act("納付の窓口"), move |tx| async move {
        people::look(&tx, payer, "手数料などの納付の確認").await
    });
    let payer = match look.await {
        Ok(person) => person.name.to_string(),
        Err(StoreError::Missing(_)) => "（記録のない方）".to_owned(),
        Err(e) => return Err(e.into()),
    };
    Ok(View {
        lines: records::lines(db, id).await?,
        payments: records::payments(db, id).await?,
        owed: instalment::owed(db, id, visit.now().date()).await?,
        exemptions: exempt::exemptions(db, id).await?,
        agreement: agreement::agreement(db, id).await?,
        overpaid: overpaid::overpaid_of(db, id).await?,
        bill,
        payer,
    })
}

pub(super) async fn page(visit: Visit, Path(id): Path<BillId>, Query(after): Query<After>) -> Result<Page, WebError> {
    let view = view(&visit, id).await?;
    let taken = after.taken.and_then(|t| view.payments.iter().find(|p| p.id == t));
    let above = html! {
        @if let Some(payment) = taken { (done(&visit, &view, payment)) }
        @if let Some(said) = after.said() { (notification_banner(visit.words(), Tone::Success, said).announced()) }
    };
    Ok(show(&visit, &view, above, &Wrong::default()))
}

fn show(visit: &Visit, view: &View, above: Markup, wrong: &Wrong) -> Page {
    let bill = &view.bill;
    let counter = visit.may("billing.counter");
    let main = html! {
        (above)
        (page_heading(&format!("納付番号 {}", bill.number), &bill.title, ""))
        (facts(visit, view))
        @if bill.standing.state == BillState::Open {
            p { (link_button("払い方を案内する", format!("/desk/payments/bills/{}", bill.id)).outline().small()) }
        }
        @if counter && bill.standing.state == BillState::Open { (section("お金を受け取る", paying(visit, view, wrong))) }
        (decide::decided(visit, view))
        @if !view.payments.is_empty() { (section("受け取り・お返しの記録", history(view))) }
        @if counter { (more(visit, bill, wrong)) }
        (decide::forms(visit, view, wrong))
    };
    visit.page(bill.title.clone()).desk().crumbs(&[("納付の窓口", "/desk/billing")]).main(main)
}

fn facts(visit: &Visit, view: &View) -> Markup {
    let bill = &view.bill;
    let standing = &bill.standing;
    let list = description_list(visit.words())
        .item("納める方", html! { (view.payer) " 様" })
        .item("様子", state_chip(visit, standing, bill.due))
        .item("残りの額", html! { strong { (view.asked()) } })
        .item("期限", html! { (era::date_label(bill.due)) })
        .item("請求した日", html! { (era::date_label(bill.issued_at.date())) });
    let list = match &bill.reference {
        Some(reference) => list.item("受付番号", html! { (reference) }),
        None => list,
    };
    let list = match &bill.void_reason {
        Some(reason) => list.item("取り消した理由", html! { (reason) }),
        None => list,
    };
    let rows = view.lines.iter().map(|(label, amount)| [html! { (label) }, html! { (amount) }]);
    html! {
        (list)
        (table("内わけ", ["内わけ", "金額"]).rows(rows).numeric([1]).foot([html! { "合計" }, html! { (standing.total) }]).dense())
        @if view.owed.len() > 1 || bill.item.is_some() { (section("期別", decide::instalments(visit, view))) }
    }
}

fn paying(visit: &Visit, view: &View, wrong: &Wrong) -> Markup {
    let (words, bill) = (visit.words(), &view.bill);
    let rest = view.asked();
    let in_part = !wrong.typed("amount").is_empty();
    let body = html! {
        input type="hidden" name="rest" value=(rest.get());
        p { "受け取る額　" strong { (rest) } }
        (which(visit, view, wrong))
        (input_text(words, "tendered", "お預かりした額").value(wrong.typed("tendered")).numeric().unit("円").required(true)
            .hint("お客さまから受け取った現金の額。おつりは次の画面に出ます。").error(wrong.of("tendered")))
        (disclosure("一部だけ受け取る", html! {
            p { "本人から申し出があったときだけ使います。残りは、また受け取れます。" }
            (checkbox(words, "in_part", "一部だけ受け取る", in_part, None))
            (input_text(words, "amount", "受け取る額").value(wrong.typed("amount")).numeric().unit("円").error(wrong.of("amount")))
        }))
        (button("受け取って記録する").icon(Icon::Yen))
    };
    html! {
        @if let Some(closed) = wrong.of("drawer") { (notice(Tone::Warning, html! { p { (closed) } })) }
        (form(words, format!("/desk/billing/{}/pay", bill.id), visit.form_token(), body))
    }
}

/// Several instalments: all that is open, or the one whose slip the payer brought.
fn which(visit: &Visit, view: &View, wrong: &Wrong) -> Markup {
    let open: Vec<&Owed> = view.owed.iter().filter(|o| o.sum() > Yen::ZERO).collect();
    if open.len() < 2 {
        return html! {};
    }
    let all = (String::new(), format!("残りのすべて（{}）", view.asked()));
    let one = |o: &&Owed| (o.instalment.id.to_string(), format!("{}だけ（{}）", nth(&o.instalment), o.sum()));
    let choices: Vec<(String, String)> = [all].into_iter().chain(open.iter().map(one)).collect();
    html! {
        @for o in &open { input type="hidden" name=(format!("rest-{}", o.instalment.id)) value=(o.sum().get()); }
        (select(visit.words(), "instalment", "どの期を受け取りますか", choices).always_chosen().value(wrong.typed("instalment")))
    }
}

fn history(view: &View) -> Markup {
    let rows = view.payments.iter().map(|p| {
        let what = match (p.refund, p.offset, p.in_part) {
            (true, ..) => "お返し",
            (_, true, _) => "納めすぎからの充当",
            (_, _, true) => "受け取り（一部）",
            _ => "受け取り",
        };
        let receipt = html! {
            (p.receipt)
            @if has_receipt(p) { " " a href=(receipt_path(p)) { "領収証書（PDF）" } }
        };
        let amount = html! { (p.amount) };
        let about = html! {
            (what) "　" (p.channel.label())
            @if !p.arrears.is_zero() { br; "うち延滞金 " (p.arrears) }
            @if !p.refund && !p.over.is_zero() { br; "うち納めすぎ " (p.over) }
            @if let Some(reason) = &p.reason { br; (reason) }
        };
        let at = match p.paid_on {
            Some(day) => era::date_label(day),
            None => time_of(p.at),
        };
        [html! { (at) }, about, amount, receipt, html! { (p.cashier) }]
    });
    html! { (table("受け取り・お返しの記録", ["日時", "内容", "金額", "番号", "担当"]).rows(rows).numeric([2]).caption_hidden().dense()) }
}

fn receipt_path(payment: &Payment) -> String {
    format!("/desk/billing/payments/{}/receipt", payment.id)
}

/// What is seldom needed: money back, and taking a bill back.
fn more(visit: &Visit, bill: &Bill, wrong: &Wrong) -> Markup {
    let words = visit.words();
    let refundable = bill.standing.refundable();
    let refund = html! {
        input type="hidden" name="refundable" value=(refundable.get());
        (input_text(words, "refund", "お返しする額").numeric().unit("円").required(true).value(wrong.typed("refund"))
            .hint(format!("{refundable}まで返せます。")).error(wrong.of("refund")))
        (textarea(words, "reason", "返す理由").rows(2).required(true).value(wrong.typed("reason")).error(wrong.of("reason")))
        (button("お返しを記録する").danger())
    };
    let void = html! {
        (textarea(words, "why", "取り消す理由").rows(2).required(true).value(wrong.typed("why")).error(wrong.of("why")))
        (button("この請求を取り消す").danger())
    };
    let to = |what: &str, body: Markup| html! { (form(words, format!("/desk/billing/{}/{what}", bill.id), visit.form_token(), body)) };
    html! {
        @if !refundable.is_zero() {
            (seldom("お返しする（還付）", wrong.about(&["refund", "reason"]), to("refund", refund)))
        }
        @if bill.standing.state == BillState::Open && bill.standing.paid.is_zero() {
            (seldom("請求を取り消す", wrong.about(&["why"]), to("void", void)))
        }
    }
}

/// Out of the way until it is wanted, in sight when something in it is to be mended.
pub(super) fn seldom(title: &str, in_sight: bool, body: Markup) -> Markup {
    if in_sight { section(title, body) } else { disclosure(title, body) }
}

fn done(visit: &Visit, view: &View, payment: &Payment) -> Markup {
    let title = if payment.refund {
        format!("{}をお返ししました", payment.amount)
    } else {
        format!("{}を受け取りました", payment.amount)
    };
    let rest = view.asked();
    let body = html! {
        @if !payment.refund {
            p { "お預かり " (payment.tendered) "　おつり " strong { (payment.change) } }
            p { (link_button("領収証書を印刷する", receipt_path(payment)).icon(Icon::Print)) }
        }
        @if !rest.is_zero() { p { "残りは " strong { (rest) } " です。" } }
        p { (link_button("次の方へ", "/desk/billing").outline()) }
    };
    let banner = notification_banner(visit.words(), Tone::Success, title).announced().body(body);
    html! { (banner) }
}

pub(super) async fn pay(visit: Visit, Path(id): Path<BillId>, form: Fields) -> Result<Response, WebError> {
    seen(&visit, id).await?;
    let instalment: Option<InstalmentId> = form.text("instalment").parse().ok();
    let told = instalment.map_or_else(|| "rest".to_owned(), |id| format!("rest-{id}"));
    let rest = amount(&form, &told).ok_or(WebError::Unreadable("rest"))?;
    let in_part = form.text("in_part") == "yes";
    let towards = if in_part { amount(&form, "amount") } else { Some(rest) };
    let tendered = amount(&form, "tendered");
    let mut wrong = Wrong::typed_in(&form, &["tendered", "amount", "instalment"]);
    if towards.is_none() {
        wrong.errors.push(("amount", "受け取る額を数字で入れてください"));
    }
    if tendered.is_none() {
        wrong.errors.push(("tendered", "お預かりした額を数字で入れてください"));
    }
    let (Some(towards), Some(tendered)) = (towards, tendered) else { return mend(&visit, id, wrong).await };
    let (drawer, cashier) = at_counter(&visit, &form)?;
    let cash = Cash { amount: towards, tendered, rest, in_part, instalment, drawer, cashier };
    let act = visit.act("納付の受け取り").by(store::Channel::Counter);
    let outcome =
        visit.house().db.write(&act, move |tx| async move { actions::pay_at_counter(&tx, id, cash).await }).await;
    match outcome {
        Ok(taken) => Ok(visit.see_other(&format!("/desk/billing/{id}?taken={}", taken.payment))),
        Err(BillingError::TooMuch | BillingError::TooLittle) => {
            let words = "残りの額より少ない額を入れてください";
            mend(&visit, id, Wrong { errors: vec![("amount", words)], ..wrong }).await
        }
        Err(BillingError::Invalid("amount")) => {
            mend(&visit, id, Wrong { errors: vec![("amount", "1円以上の額を入れてください")], ..wrong }).await
        }
        Err(e) => refused(&visit, id, e, "tendered", wrong).await,
    }
}

pub(super) async fn refund(visit: Visit, Path(id): Path<BillId>, form: Fields) -> Result<Response, WebError> {
    seen(&visit, id).await?;
    let refundable = amount(&form, "refundable").ok_or(WebError::Unreadable("refundable"))?;
    let mut wrong = Wrong::typed_in(&form, &["refund", "reason"]);
    let back = amount(&form, "refund").filter(|yen| *yen > Yen::ZERO);
    if back.is_none() {
        wrong.errors.push(("refund", "お返しする額を数字で入れてください"));
    }
    if form.text("reason").is_empty() {
        wrong.errors.push(("reason", "返す理由を書いてください"));
    }
    let (Some(amount), true) = (back, wrong.errors.is_empty()) else { return mend(&visit, id, wrong).await };
    let (drawer, cashier) = at_counter(&visit, &form)?;
    let refund = Refund { amount, refundable, reason: form.text("reason").to_owned(), drawer, cashier };
    let act = visit.act("納付のお返し").by(store::Channel::Counter);
    let outcome = visit.house().db.write(&act, move |tx| async move { actions::refund(&tx, id, refund).await }).await;
    match outcome {
        Ok(taken) => Ok(visit.see_other(&format!("/desk/billing/{id}?taken={}", taken.payment))),
        Err(e) => refused(&visit, id, e, "refund", wrong).await,
    }
}

pub(super) async fn void(visit: Visit, Path(id): Path<BillId>, form: Fields) -> Result<Response, WebError> {
    seen(&visit, id).await?;
    let why = form.text("why").to_owned();
    let wrong = Wrong::typed_in(&form, &["why"]);
    let outcome = visit
        .house()
        .db
        .write(&visit.act("請求の取り消し"), move |tx| async move { actions::void(&tx, id, &why).await })
        .await;
    match outcome {
        Ok(()) => Ok(visit.see_other(&format!("/desk/billing/{id}?void=yes"))),
        Err(e) => refused(&visit, id, e, "why", wrong).await,
    }
}

fn at_counter(visit: &Visit, form: &Fields) -> Result<(String, String), WebError> {
    Ok((drawer_desk(visit, form.text("drawer"))?, visit.signed_in()?.name.clone()))
}

pub(super) fn amount(form: &Fields, name: &str) -> Option<Yen> {
    form.text(name).parse().ok()
}

fn typed(form: &Fields, names: &[&'static str]) -> Vec<(&'static str, String)> {
    names.iter().map(|name| (*name, form.text(name).chars().take(600).collect())).collect()
}

pub(super) async fn mend(visit: &Visit, id: BillId, wrong: Wrong) -> Result<Response, WebError> {
    let view = view(visit, id).await?;
    Ok(show(visit, &view, error_summary(visit.words(), &wrong.errors), &wrong).failed().into_response())
}

/// What a cashier can mend goes to the field; who came second sees what stands now.
pub(super) async fn refused(
    visit: &Visit,
    id: BillId,
    error: BillingError,
    field: &'static str,
    wrong: Wrong,
) -> Result<Response, WebError> {
    let Some(words) = error.for_officers() else { return Err(error.into()) };
    if !matches!(error, BillingError::Changed) {
        return mend(visit, id, Wrong { errors: vec![(field, words)], ..wrong }).await;
    }
    let view = view(visit, id).await?;
    let banner = notification_banner(visit.words(), Tone::Warning, "ほかの職員が先に処理しました").announced();
    let banner = banner
        .body(html! { p { "あなたの操作は記録していません。お金を受け取る前に、下のいまの様子を確かめてください。" } });
    Ok(show(visit, &view, html! { (banner) }, &Wrong::default()).status(StatusCode::CONFLICT).into_response())
}

/// 領収証書 as a PDF.
pub(super) async fn receipt(visit: Visit, Path(payment): Path<PaymentId>) -> Result<Response, WebError> {
    let house = visit.house();
    let found = records::find_payment(&house.db, payment).await?.ok_or(WebError::NotFound)?;
    seen(&visit, found.bill).await?;
    let sheet = crate::receipt(house, payment).await?;
    let pdf = house.typeset(sheet).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"ryoshu.pdf\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, pdf).into_response())
}

//! 減免 and 分納 of a bill: what an officer of its desk decides, and what was decided.

use super::bill::{View, Wrong, mend, refused, seldom};
use super::seen;
use crate::agreement::{self, Agreement, AgreementState};
use crate::exempt::{self, Exempted};
use crate::records::{self, Bill};
use crate::rules::BillState;
use crate::{BillingError, Instalment, InstalmentId, Owed, monthly};
use axum::extract::Path;
use axum::response::Response;
use kernel::id::BillId;
use kernel::{Date, Yen, era};
use maud::{Markup, html};
use web::components::{
    Choice, DateValue, Tone, button, chip_label, date_input, description_list, form, input_text, notice, section,
    select, table, textarea,
};
use web::{Fields, Visit, WebError};

/// Whether the officer decides about this bill: its desk's officers do, but nobody about their own.
fn decides(visit: &Visit, bill: &Bill) -> bool {
    let who = visit.account();
    who.is_some_and(|w| w.may_for("billing.decide", bill.desk.as_deref()) && w.person != Some(bill.payer))
}

/// 期別: what each instalment asks, with interest as of today.
pub(super) fn instalments(visit: &Visit, view: &View) -> Markup {
    let today = visit.now().date();
    let rows = view.owed.iter().map(|o| {
        let i = &o.instalment;
        let number = html! {
            (nth(i))
            @if !i.key.is_empty() { br; span.support-text { "番号 " (i.key) br; "確認番号 " (i.confirm) } }
        };
        let late = i.is_late(today);
        let due = html! { (era::date_label(i.due)) @if late { br; (chip_label(Tone::Warning, "過ぎています")) } };
        let arrears = html! { (i.arrears - i.arrears_paid + o.arrears) @if i.waived { br; "免除" } };
        let less = i.exempted + i.refunded;
        let amount = html! { (i.amount) @if !less.is_zero() { br; "（うち減額 " (less) "）" } };
        [number, due, amount, html! { (i.paid) }, arrears, html! { strong { (o.sum()) } }]
    });
    let all = |of: fn(&Owed) -> Yen| view.owed.iter().map(of).sum::<Yen>();
    let foot = [
        html! { "合計" },
        html! {},
        html! { (all(|o| o.instalment.amount)) },
        html! { (all(|o| o.instalment.paid)) },
        html! { (all(|o| o.instalment.arrears - o.instalment.arrears_paid + o.arrears)) },
        html! { strong { (all(Owed::sum)) } },
    ];
    let head = ["期", "納期限", "額", "納めた額", "延滞金", "今日払う額"];
    html! {
        (table("期別", head).rows(rows).numeric([2, 3, 4, 5]).foot(foot).caption_hidden().dense())
        @if !rates_are_sure(view, today) {
            p.support-text { "延滞金は、割合を確認中の年を含むため、見込みの額です。" }
        }
    }
}

/// 第1期 of several, else 全期.
pub(super) fn nth(i: &Instalment) -> String {
    if i.of == 1 { "全期".to_owned() } else { format!("第{}期", i.n) }
}

/// Whether every rate that plays a part was seen in its source.
fn rates_are_sure(view: &View, today: Date) -> bool {
    let rates = crate::Rates::national();
    let late = view.owed.iter().filter(|o| !o.arrears.is_zero());
    late.flat_map(|o| o.instalment.due.year()..=today.year()).all(|year| rates.is_verified(year))
}

/// What was decided about the bill.
pub(super) fn decided(visit: &Visit, view: &View) -> Markup {
    let today = visit.now().date();
    html! {
        @if !view.exemptions.is_empty() { (section("減免", exemptions(view))) }
        @if let Some(found) = &view.agreement { (section("分納の約束", agreed(visit, view, found, today))) }
        @if view.overpaid.iter().any(|o| !o.rest().is_zero()) {
            (notice(Tone::Warning, html! { p {
                "納めすぎ（過誤納金）が "
                strong { (view.overpaid.iter().map(crate::Overpaid::rest).sum::<Yen>()) }
                " あります。返すか、ほかの納めるものにあててください。"
                @if visit.may("billing.bank") { " " a href="/desk/billing/refunds" { "返すお金の一覧" } }
            } }))
        }
    }
}

fn exemptions(view: &View) -> Markup {
    let name = |id: Option<InstalmentId>| {
        let found = view.owed.iter().find(|o| Some(o.instalment.id) == id);
        found.map_or_else(String::new, |o| nth(&o.instalment))
    };
    let rows = view.exemptions.iter().map(|e| {
        let what = if e.of_arrears { format!("{}の延滞金", name(e.instalment)) } else { name(e.instalment) };
        let day = html! { (era::date_label(e.at.date())) };
        [day, html! { (what) }, html! { (e.amount) }, html! { (e.reason) }, html! { (e.officer) }]
    });
    html! { (table("減免", ["日", "何を", "額", "理由", "決めた人"]).rows(rows).numeric([2]).caption_hidden().dense()) }
}

fn agreed(visit: &Visit, view: &View, found: &Agreement, today: Date) -> Markup {
    let paid = agreement::paid(&view.bill);
    let (words, tone) = match found.state {
        AgreementState::Running if found.is_broken(paid, today) => ("約束の日を過ぎています", Tone::Warning),
        AgreementState::Running => ("約束どおりです", Tone::Progress),
        AgreementState::Kept => ("納め終わりました", Tone::Success),
        AgreementState::Broken => ("約束の日に納められませんでした", Tone::Warning),
        AgreementState::Ended => ("取りやめました", Tone::Neutral),
    };
    let list = description_list(visit.words())
        .item("様子", chip_label(tone, words))
        .item("約束した日", html! { (era::date_label(found.agreed_at.date())) "　" (found.officer) })
        .item("理由", html! { (found.reason) });
    let list = match &found.end_reason {
        Some(why) => list.item("取りやめた理由", html! { (why) }),
        None => list,
    };
    let since = paid - found.paid_before;
    let mut sum = Yen::ZERO;
    let rows = found.days.iter().map(|(day, yen)| {
        sum += *yen;
        let chip = match (sum <= since, *day < today) {
            (true, _) => chip_label(Tone::Success, "済み"),
            (false, true) => chip_label(Tone::Warning, "まだ"),
            (false, false) => chip_label(Tone::Info, "これから"),
        };
        [html! { (era::date_label(*day)) }, html! { (*yen) }, chip]
    });
    let rows: Vec<_> = rows.collect();
    html! { (list) (table("約束の日と額", ["日", "額", "様子"]).rows(rows).numeric([1]).dense()) }
}

/// The forms, out of the way until they are wanted.
pub(super) fn forms(visit: &Visit, view: &View, wrong: &Wrong) -> Markup {
    let bill = &view.bill;
    if !decides(visit, bill) || bill.standing.state == BillState::Void {
        return html! {};
    }
    let to = |what: &str, body: Markup| {
        html! { (form(visit.words(), format!("/desk/billing/{}/{what}", bill.id), visit.form_token(), body)) }
    };
    let running = view.agreement.as_ref().is_some_and(|a| a.state == AgreementState::Running);
    let open = bill.standing.state == BillState::Open;
    html! {
        (seldom("減免する", wrong.about(&["what", "exempt", "exempt_reason"]), to("exempt", exempting(visit, view, wrong))))
        @if open && running {
            (seldom("分納の約束を取りやめる", wrong.about(&["end_reason"]), to("end-agreement", ending(visit, wrong))))
        }
        @if open && !running {
            (seldom("分けて納める約束をする（分納）", wrong.about(&["times", "first", "agree_reason"]), to("agree", agreeing(visit, bill, wrong))))
        }
    }
}

fn exempting(visit: &Visit, view: &View, wrong: &Wrong) -> Markup {
    let words = visit.words();
    let mut choices: Vec<Choice> = Vec::new();
    if !view.bill.standing.principal().is_zero() {
        choices.push(("rest", format!("まだ納めていない額のすべて（{}）", view.bill.standing.principal())).into());
    }
    for o in &view.owed {
        let i = &o.instalment;
        choices.push((format!("part:{}", i.id), format!("{}のうち、下に書く額", nth(i))).into());
        if !i.waived && view.bill.bears_arrears {
            choices.push((format!("arrears:{}", i.id), format!("{}の延滞金", nth(i))).into());
        }
    }
    html! {
        input type="hidden" name="exempted" value=(view.bill.standing.exempted.get());
        p { "すでに納めた分を減免すると、納めすぎ（過誤納金）になり、返すことができます。" }
        (select(words, "what", "何を減免しますか", choices).value(wrong.typed("what")).required(true).error(wrong.of("what")))
        (input_text(words, "exempt", "減免する額").value(wrong.typed("exempt")).numeric().unit("円")
            .hint("「下に書く額」を選んだときだけ書きます。").error(wrong.of("exempt")))
        (textarea(words, "exempt_reason", "減免の理由（根拠の条文や決裁の番号も）").rows(2).required(true)
            .value(wrong.typed("exempt_reason")).error(wrong.of("exempt_reason")))
        (button("減免を記録する").danger())
    }
}

fn agreeing(visit: &Visit, bill: &Bill, wrong: &Wrong) -> Markup {
    let words = visit.words();
    html! {
        input type="hidden" name="agreed_rest" value=(bill.standing.rest().get());
        p { "残りの " strong { (bill.standing.rest()) } " を、毎月ほぼ同じ額に分けます。納期限と延滞金は変わりません。約束の日までに納められないと、約束は切れます。" }
        (input_text(words, "times", "何回に分けますか").value(wrong.typed("times")).numeric().unit("回").required(true)
            .hint("2回から24回まで").error(wrong.of("times")))
        (date_input(words, "first", "はじめの日").value(wrong.date.clone()).required(true).error(wrong.of("first")))
        (textarea(words, "agree_reason", "分けて納める事情").rows(2).required(true)
            .value(wrong.typed("agree_reason")).error(wrong.of("agree_reason")))
        (button("約束を記録する"))
    }
}

fn ending(visit: &Visit, wrong: &Wrong) -> Markup {
    let words = visit.words();
    html! {
        (textarea(words, "end_reason", "取りやめる理由").rows(2).required(true)
            .value(wrong.typed("end_reason")).error(wrong.of("end_reason")))
        (button("約束を取りやめる").danger())
    }
}

/// The bill, if it is this officer's to decide about.
async fn own(visit: &Visit, id: BillId) -> Result<Bill, WebError> {
    let bill = seen(visit, id).await?;
    if decides(visit, &bill) { Ok(bill) } else { Err(WebError::Forbidden) }
}

fn chosen(form: &Fields) -> Option<Result<Exempted, &'static str>> {
    let what = form.text("what");
    if what == "rest" {
        return Some(Ok(Exempted::Rest));
    }
    let (kind, id) = what.split_once(':')?;
    let id: InstalmentId = id.parse().ok()?;
    match kind {
        "arrears" => Some(Ok(Exempted::Arrears(id))),
        "part" => {
            let yen = form.text("exempt").parse::<Yen>().ok().filter(|yen| *yen > Yen::ZERO);
            Some(yen.map(|yen| Exempted::Instalment(id, yen)).ok_or("減免する額を数字で入れてください"))
        }
        _ => None,
    }
}

pub(super) async fn exempt(visit: Visit, Path(id): Path<BillId>, form: Fields) -> Result<Response, WebError> {
    own(&visit, id).await?;
    let seen: Yen = form.text("exempted").parse().map_err(|_| WebError::Unreadable("exempted"))?;
    let mut wrong = Wrong::typed_in(&form, &["what", "exempt", "exempt_reason"]);
    let what = match chosen(&form) {
        Some(Ok(what)) => Some(what),
        Some(Err(words)) => {
            wrong.errors.push(("exempt", words));
            None
        }
        None => {
            wrong.errors.push(("what", "何を減免するか選んでください"));
            None
        }
    };
    let why = form.text("exempt_reason").to_owned();
    if why.trim().is_empty() {
        wrong.errors.push(("exempt_reason", "減免の理由を書いてください"));
    }
    let (Some(what), true) = (what, wrong.errors.is_empty()) else { return mend(&visit, id, wrong).await };
    let officer = visit.signed_in()?.name.clone();
    let work = move |tx| async move {
        // Two who decide at once: the second sees what the first decided.
        if records::lock(&tx, id).await?.standing.exempted != seen {
            return Err(BillingError::Changed);
        }
        exempt::exempt(&tx, id, what, &why, &officer).await
    };
    match visit.house().db.write(&visit.act("減免"), work).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/billing/{id}?done=exempt"))),
        Err(BillingError::Invalid("reason")) => {
            refused(&visit, id, BillingError::Invalid("reason"), "exempt_reason", wrong).await
        }
        Err(e) => refused(&visit, id, e, "exempt", wrong).await,
    }
}

pub(super) async fn agree(visit: Visit, Path(id): Path<BillId>, form: Fields) -> Result<Response, WebError> {
    own(&visit, id).await?;
    let rest: Yen = form.text("agreed_rest").parse().map_err(|_| WebError::Unreadable("agreed_rest"))?;
    let mut wrong = Wrong::typed_in(&form, &["times", "agree_reason"]);
    wrong.date = DateValue::typed(&form, "first");
    let times = kernel::width::half_width(form.text("times")).trim().parse::<u8>().ok();
    let times = times.filter(|n| (2..=24).contains(n));
    if times.is_none() {
        wrong.errors.push(("times", "2から24までの数字を入れてください"));
    }
    let first = wrong.date.date().filter(|day| *day >= visit.now().date());
    if first.is_none() {
        wrong.errors.push(("first", "今日か、今日より後の日を入れてください"));
    }
    let why = form.text("agree_reason").to_owned();
    if why.trim().is_empty() {
        wrong.errors.push(("agree_reason", "分けて納める事情を書いてください"));
    }
    let (Some(times), Some(first), true) = (times, first, wrong.errors.is_empty()) else {
        return mend(&visit, id, wrong).await;
    };
    let officer = visit.signed_in()?.name.clone();
    let days = monthly(rest, first, times);
    let work = move |tx| async move { agreement::agree(&tx, id, &days, rest, &why, &officer).await };
    match visit.house().db.write(&visit.act("分納の約束"), work).await {
        Ok(_) => Ok(visit.see_other(&format!("/desk/billing/{id}?done=agree"))),
        Err(BillingError::Invalid("days")) => {
            wrong.errors.push(("times", "この回数では分けられません。回数を減らしてください"));
            mend(&visit, id, wrong).await
        }
        Err(e) => refused(&visit, id, e, "agree_reason", wrong).await,
    }
}

pub(super) async fn end_agreement(visit: Visit, Path(id): Path<BillId>, form: Fields) -> Result<Response, WebError> {
    own(&visit, id).await?;
    let wrong = Wrong::typed_in(&form, &["end_reason"]);
    let why = form.text("end_reason").to_owned();
    let work = move |tx| async move { agreement::end_agreement(&tx, id, &why).await };
    match visit.house().db.write(&visit.act("分納の取りやめ"), work).await {
        Ok(()) => Ok(visit.see_other(&format!("/desk/billing/{id}?done=end"))),
        Err(e) => refused(&visit, id, e, "end_reason", wrong).await,
    }
}

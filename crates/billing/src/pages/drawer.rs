//! `/desk/billing/drawer`: today's cash, and the count at the end of the day.

use super::bill::amount;
use super::{desk_name, drawer_desk};
use crate::BillingError;
use crate::drawer::{self, Closed, Count, Drawer};
use crate::ledger::{self, About};
use crate::receipt::time_of;
use crate::records::{self, Payment};
use crate::rules::Account;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use kernel::{Date, Yen, era};
use maud::{Markup, html};
use serde::Deserialize;
use web::components::{
    Icon, Tone, button, description_list, empty_state, error_summary, form, input_text, link_button, notice,
    notification_banner, page_heading, section, table, textarea,
};
use web::{Fields, Page, Visit, WebError};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    drawer: String,
    #[serde(default)]
    day: String,
}

/// Which desk's drawer, on which day.
#[derive(Clone)]
struct Place {
    desk: String,
    day: Date,
}

/// The officer's own drawer; an earlier day only if one is named, never a later one.
fn place(visit: &Visit, drawer: &str, day: &str) -> Result<Place, WebError> {
    let today = visit.now().date();
    let day = day.parse().ok().filter(|day| *day < today).unwrap_or(today);
    Ok(Place { desk: drawer_desk(visit, drawer)?, day })
}

fn path(desk: &str, day: Date) -> String {
    format!("/desk/billing/drawer?drawer={desk}&day={day}")
}

struct View {
    place: Place,
    forgotten: Vec<Drawer>,
    drawer: Option<Drawer>,
    payments: Vec<Payment>,
    balances: Vec<(Account, Yen)>,
}

impl View {
    fn opening(&self) -> Yen {
        self.drawer.as_ref().map_or(Yen::ZERO, |d| d.opening)
    }

    fn takings(&self) -> Yen {
        self.balances.iter().filter(|(a, _)| *a == Account::Cash).map(|(_, yen)| *yen).sum()
    }

    fn closed(&self) -> Option<&Closed> {
        self.drawer.as_ref().and_then(|d| d.closed.as_ref())
    }
}

type Errors<'a> = &'a [(&'a str, &'a str)];

pub(super) async fn page(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let view = view(&visit, place(&visit, &asked.drawer, &asked.day)?).await?;
    Ok(show(&visit, &view, &[], &Fields::default()))
}

async fn view(visit: &Visit, place: Place) -> Result<View, WebError> {
    let db = &visit.house().db;
    let drawer = drawer::find(db, &place.desk, place.day).await?;
    let forgotten = drawer::forgotten(db, &place.desk, visit.now().date()).await?;
    let (payments, balances) = match &drawer {
        Some(d) => {
            let about = About { drawer: Some(d.id), ..About::default() };
            (records::through(db, d.id).await?, ledger::balances(db, about).await?)
        }
        None => (Vec::new(), Vec::new()),
    };
    Ok(View { place, forgotten, drawer, payments, balances })
}

fn show(visit: &Visit, view: &View, errors: Errors<'_>, typed: &Fields) -> Page {
    let today = view.place.day == visit.now().date();
    let title = format!("{}の現金（{}）", if today { "今日" } else { "前の日" }, desk_name(visit, &view.place.desk));
    let day = era::date_label(view.place.day);
    let main = html! {
        (error_summary(visit.words(), errors))
        (page_heading(&day, &title, ""))
        @if let Some(closed) = view.closed() { (closing_done(visit, closed)) }
        (forgotten(view))
        (other_drawers(visit, view))
        (section("現金の様子", sums(visit, view)))
        (section("受け取り・お返し", payments(view)))
        @if view.closed().is_none() {
            @if today { (section("つり銭", opening(visit, view, errors, typed))) }
            (section("一日の締め", closing(visit, view, errors, typed)))
        }
    };
    let page = visit.page(title).desk().crumbs(&[("納付の窓口", "/desk/billing")]).main(main);
    if errors.is_empty() { page } else { page.failed() }
}

fn closing_done(visit: &Visit, closed: &Closed) -> Markup {
    let (tone, words) = match closed.difference {
        Yen::ZERO => (Tone::Success, "締めが終わりました。数えた額は合っています。".to_owned()),
        d => (Tone::Warning, format!("締めが終わりました。数えた額との差は {d} です。")),
    };
    let body = html! {
        p { "あるはずの額 " (closed.expected) "　数えた額 " (closed.counted) }
        @if let Some(note) = &closed.note { p { "理由: " (note) } }
        p { (closed.by) "　" (time_of(closed.at)) }
    };
    html! { (notification_banner(visit.words(), tone, words).announced().body(body)) }
}

/// A day that ended without a count is not forgotten for long.
fn forgotten(view: &View) -> Markup {
    html! {
        @for drawer in view.forgotten.iter().filter(|d| d.day != view.place.day) {
            (notice(Tone::Warning, html! { p {
                a href=(path(&drawer.desk, drawer.day)) { (era::date_label(drawer.day)) "の締めが終わっていません" }
            } }))
        }
    }
}

/// An officer of two desks chooses between their drawers.
fn other_drawers(visit: &Visit, view: &View) -> Markup {
    let desks = visit.account().and_then(|w| w.staff.as_ref()).map(|s| s.desks.as_slice()).unwrap_or_default();
    html! {
        @for desk in desks.iter().filter(|d| **d != view.place.desk) {
            p { (link_button(format!("{}の現金を見る", desk_name(visit, desk)), format!("/desk/billing/drawer?drawer={desk}")).text()) }
        }
    }
}

fn sums(visit: &Visit, view: &View) -> Markup {
    let mut list = description_list(visit.words())
        .item("つり銭（はじめの額）", html! { (view.opening()) })
        .item("受け取り − お返し", html! { (view.takings()) })
        .item("いまあるはずの額", html! { strong { (view.opening() + view.takings()) } });
    for (account, balance) in view.balances.iter().filter(|(a, _)| *a != Account::Cash) {
        list = list.item(format!("帳簿: {}", account.label()), html! { (*balance) });
    }
    let sum: Yen = view.balances.iter().map(|(_, yen)| *yen).sum();
    html! { (list.item("帳簿の合計（いつも0円）", html! { (sum) })) }
}

fn payments(view: &View) -> Markup {
    if view.payments.is_empty() {
        return empty_state(Icon::Yen, "今日の受け取りはまだありません", "", html! {});
    }
    let rows = view.payments.iter().map(|p| {
        let amount = if p.refund { -p.amount } else { p.amount };
        let bill = html! { a href=(format!("/desk/billing/{}", p.bill)) { (p.receipt) } };
        [bill, html! { (time_of(p.at)) }, html! { (amount) }, html! { (p.cashier) }]
    });
    html! { (table("受け取り・お返し", ["番号", "時刻", "金額", "担当"]).rows(rows).numeric([2]).caption_hidden().dense()) }
}

fn error<'a>(errors: Errors<'a>, field: &str) -> Option<&'a str> {
    errors.iter().find(|(name, _)| *name == field).map(|(_, words)| *words)
}

fn opening(visit: &Visit, view: &View, errors: Errors<'_>, typed: &Fields) -> Markup {
    let value = if typed.has("opening") { typed.text("opening").to_owned() } else { view.opening().get().to_string() };
    let body = html! {
        input type="hidden" name="drawer" value=(view.place.desk);
        (input_text(visit.words(), "opening", "はじめに入れたつり銭").value(value).numeric().unit("円").error(error(errors, "opening")))
        (button("つり銭を記録する").outline())
    };
    html! { (form(visit.words(), "/desk/billing/drawer/open", visit.form_token(), body)) }
}

fn closing(visit: &Visit, view: &View, errors: Errors<'_>, typed: &Fields) -> Markup {
    let expected = view.opening() + view.takings();
    let body = html! {
        input type="hidden" name="drawer" value=(view.place.desk);
        input type="hidden" name="day" value=(view.place.day);
        input type="hidden" name="expected" value=(expected.get());
        p { "現金を数えて、つり銭も入れた全部の額を書いてください。いまあるはずの額は " (expected) " です。" }
        (input_text(visit.words(), "counted", "数えた額").value(typed.text("counted")).numeric().unit("円").required(true).error(error(errors, "counted")))
        (textarea(visit.words(), "note", "差があったときの理由").rows(2).value(typed.text("note")).error(error(errors, "note")))
        (button("締める").icon(Icon::Check))
        p.support-text { "締めたあと、その日はこの窓口で受け取りもお返しもできません。" }
    };
    html! { (form(visit.words(), "/desk/billing/drawer/close", visit.form_token(), body)) }
}

pub(super) async fn open(visit: Visit, form: Fields) -> Result<Response, WebError> {
    let place = place(&visit, form.text("drawer"), "")?;
    let Some(opening) = amount(&form, "opening").filter(|yen| *yen >= Yen::ZERO) else {
        return mend(&visit, place, "opening", "額を数字で入れてください", &form).await;
    };
    let (key, cashier) = (place.desk.clone(), visit.signed_in()?.name.clone());
    let act = visit.act("つり銭の記録");
    let done = visit
        .house()
        .db
        .write(&act, move |tx| async move { drawer::set_opening(&tx, &key, &cashier, opening).await })
        .await;
    answer(&visit, place, done, "opening", &form).await
}

pub(super) async fn close(visit: Visit, form: Fields) -> Result<Response, WebError> {
    let place = place(&visit, form.text("drawer"), form.text("day"))?;
    let expected = amount(&form, "expected").ok_or(WebError::Unreadable("expected"))?;
    let Some(counted) = amount(&form, "counted").filter(|yen| *yen >= Yen::ZERO) else {
        return mend(&visit, place, "counted", "数えた額を数字で入れてください", &form).await;
    };
    let note: String = form.text("note").chars().take(500).collect();
    if counted != expected && note.is_empty() {
        return mend(&visit, place, "note", "数えた額が合いません。もう一度数えるか、差の理由を書いてください", &form)
            .await;
    }
    let count = Count { counted, expected, note, cashier: visit.signed_in()?.name.clone() };
    let Place { desk, day } = place.clone();
    let act = visit.act("一日の締め");
    let done =
        visit.house().db.write(&act, move |tx| async move { drawer::close(&tx, &desk, day, &count).await }).await;
    answer(&visit, place, done, "counted", &form).await
}

async fn answer(
    visit: &Visit,
    place: Place,
    done: Result<(), BillingError>,
    field: &str,
    form: &Fields,
) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(visit.see_other(&path(&place.desk, place.day))),
        Err(BillingError::Changed) => {
            mend(visit, place, field, "数えている間に受け取りがありました。もう一度確かめてください", form).await
        }
        Err(e) => match e.for_officers() {
            Some(words) => mend(visit, place, field, words, form).await,
            None => Err(e.into()),
        },
    }
}

async fn mend(visit: &Visit, place: Place, field: &str, words: &str, form: &Fields) -> Result<Response, WebError> {
    let view = view(visit, place).await?;
    Ok(show(visit, &view, &[(field, words)], form).into_response())
}

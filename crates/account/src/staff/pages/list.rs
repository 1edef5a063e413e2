//! Who works for the town, desk by desk.

use super::super::last;
use super::super::rules::{matches, office_title};
use super::super::tell::in_days;
use axum::extract::Query;
use kernel::id::AccountId;
use kernel::{Date, era};
use maud::{Markup, html};
use people::accounts::AccountState;
use people::{Account, Grant, Holder, grants};
use serde::Deserialize;
use std::collections::HashMap;
use web::components::{
    Choice, Icon, Tone, button, button_row, chip_label, empty_state, input_text, link_button, page_heading, section,
    select, table,
};
use web::{Page, Visit, WebError};

/// What of the list is asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    when: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Now,
    Future,
    Past,
    All,
}

impl Asked {
    fn when(&self) -> When {
        match self.when.as_str() {
            "future" => When::Future,
            "past" => When::Past,
            "all" => When::All,
            _ => When::Now,
        }
    }
}

impl When {
    fn has(self, grant: &Grant, today: Date) -> bool {
        let (future, past) = (
            grant.term.from.is_some_and(|from| from > today) && !grant.term.is_backwards(),
            grant.term.until.is_some_and(|until| until < today),
        );
        match self {
            Self::Now => grant.term.holds_on(today),
            Self::Future => future,
            Self::Past => past,
            Self::All => true,
        }
    }
}

struct Line<'a> {
    account: &'a Account,
    grant: &'a Grant,
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let accounts = people::accounts::officers(db).await?;
    let all = grants::all(db).await?;
    let seen = last::days(db).await?;
    let today = visit.now().date();
    let own = |a: &Account| all.iter().filter(|g| g.holder == Holder::Account(a.id)).collect::<Vec<_>>();
    let found: Vec<(&Account, Vec<&Grant>)> = accounts
        .iter()
        .map(|a| (a, own(a)))
        .filter(|(a, grants)| matches(&visit.house().town, a, grants, &asked.q))
        .collect();
    let lines: Vec<Line<'_>> = found
        .iter()
        .flat_map(|(account, grants)| grants.iter().map(|grant| Line { account, grant }))
        .filter(|l| asked.when().has(l.grant, today))
        .collect();
    let idle: Vec<&Account> =
        found.iter().filter(|(_, g)| !g.iter().any(|g| g.term.holds_on(today))).map(|(a, _)| *a).collect();
    let main = html! {
        (page_heading("", "職員と役割", "だれが、いつからいつまで、どの窓口で、何をできるか。変えたことは記録に残り、本人に知らされます。"))
        (button_row(html! {
            (link_button("職員を加える", "/desk/staff/new").icon(Icon::Person))
            (link_button("行政区の役", "/desk/staff/wards").outline())
        }))
        (filters(&visit, &asked))
        (by_desk(&visit, &lines, &seen, today))
        @if lines.is_empty() { (empty_state(Icon::Search, "当てはまる人がいません", "ことばを短くするか、時期を変えてください。", html! {})) }
        @if asked.when() == When::Now && !idle.is_empty() {
            (section("いま職務のない人", idle_list(&idle, &seen)))
        }
    };
    Ok(visit.page("職員と役割").desk().main(main))
}

fn filters(visit: &Visit, asked: &Asked) -> Markup {
    let words = visit.words();
    let whens = [("now", "いま"), ("future", "これから"), ("past", "これまで"), ("all", "すべて")];
    html! {
        form.filters method="get" action="/desk/staff" {
            (input_text(words, "q", "名前・役割・窓口でさがす").value(&asked.q).maxlength(60))
            (select(words, "when", "時期", whens.map(|(v, l)| Choice::new(v, l))).value(if asked.when.is_empty() { "now" } else { &asked.when }).always_chosen())
            (button("しぼりこむ").outline().small())
        }
    }
}

/// Each desk of the town in its order; terms of no desk stand first.
fn by_desk(visit: &Visit, lines: &[Line<'_>], seen: &HashMap<AccountId, Date>, today: Date) -> Markup {
    let desks = visit.house().town.organisation.desks();
    let places =
        std::iter::once((None, "町全体".to_owned())).chain(desks.iter().map(|d| (Some(d.key.as_str()), d.full_name())));
    html! {
        @for (key, title) in places {
            @let here: Vec<&Line<'_>> = lines.iter().filter(|l| l.grant.desk.as_deref() == key).collect();
            @if !here.is_empty() { (section(&title, rows(visit, &title, &here, seen, today))) }
        }
    }
}

fn rows(visit: &Visit, title: &str, lines: &[&Line<'_>], seen: &HashMap<AccountId, Date>, today: Date) -> Markup {
    let head = ["氏名", "役割", "期間", "最後のログイン"];
    let rows = lines.iter().map(|l| {
        // The desk is the heading above.
        let office = office_title(&visit.house().town, &Grant { desk: None, ..l.grant.clone() });
        [
            html! { a href=(format!("/desk/staff/{}", l.account.id)) { (l.account.name) } (state(l.account)) },
            html! { (office) },
            html! { (in_days(l.grant)) @if !l.grant.term.holds_on(today) { " " (chip_label(Tone::Neutral, ahead_or_over(l.grant, today))) } },
            html! { (seen_label(seen, l.account)) },
        ]
    });
    html! { (table(title, head).rows(rows).caption_hidden().dense()) }
}

/// Whether a term that does not hold today is still to come, or over.
pub(super) fn ahead_or_over(grant: &Grant, today: Date) -> &'static str {
    let begins_later = grant.term.from.is_some_and(|from| from > today);
    match (grant.term.is_backwards(), begins_later) {
        (true, _) => "取りやめ",
        (false, true) => "これから",
        (false, false) => "終わり",
    }
}

/// A chip for an account that cannot be used.
pub(super) fn state(account: &Account) -> Markup {
    html! { @if account.state == AccountState::Suspended { " " (chip_label(Tone::Warning, "停止中")) } }
}

fn seen_label(seen: &HashMap<AccountId, Date>, account: &Account) -> String {
    seen.get(&account.id).map_or_else(|| "まだありません".to_owned(), |d| era::date_label(*d))
}

fn idle_list(idle: &[&Account], seen: &HashMap<AccountId, Date>) -> Markup {
    let rows = idle.iter().map(|a| {
        [
            html! { a href=(format!("/desk/staff/{}", a.id)) { (a.name) } (state(a)) },
            html! { (a.sign_in_name()) },
            html! { (seen_label(seen, a)) },
        ]
    });
    html! { (table("いま職務のない人", ["氏名", "メールアドレス", "最後のログイン"]).rows(rows).caption_hidden().dense()) }
}

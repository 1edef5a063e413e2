//! The doors of the service, and what its pages have in common.

mod card;
mod choose;
mod desk;
mod paid;
mod public;
mod slip;

use super::remind;
use super::ways::{self, Situation, Verdict, Way};
use billing::Book;
use billing::providers::provider;
use billing::{BillFacts, Channel, Owed};
use kernel::{Date, FiscalYear, era};
use maud::{Markup, html};
use web::components::{Icon, Tone, chip_label, description_list, disclosure, icon, notice};
use web::texts::{Lang, plain, rich};
use web::{Access, Limit, Routes, Visit, WebError};

/// The permission to see card payments and to give money back to cards.
pub(super) const CARD: &str = "payments.card";
/// Wrong numbers from one network address.
const TRIES: Limit = Limit { name: "payments-slip", most: 8, seconds: 900 };
/// Pages of the payment company begun from one network address.
const CARDS: Limit = Limit { name: "payments-card", most: 12, seconds: 900 };
/// Questions about one's own payment from one network address.
const ASKS: Limit = Limit { name: "payments-ask", most: 20, seconds: 600 };

pub(super) fn routes(r: &mut Routes) {
    r.shared("/payments", public::page);
    r.get("/payments/slip", Access::Public, slip::page);
    r.post("/payments/slip", Access::Public, slip::look);
    r.post("/payments/slip/card", Access::Secret, slip::card);
    r.get("/payments/card/{card}/{proof}", Access::Secret, card::page);
    r.post("/payments/card/{card}/{proof}/ask", Access::Secret, card::ask);
    r.post("/payments/card/hook", Access::Secret, card::hook);
    r.get("/my/payments", Access::SignedIn, paid::page);
    r.get("/my/bills/{bill}/pay", Access::SignedIn, choose::which);
    r.get("/my/bills/{bill}/pay/{n}", Access::SignedIn, choose::page);
    r.post("/my/bills/{bill}/pay/{n}/card", Access::SignedIn, choose::card);
    r.get("/desk/payments", Access::May(CARD), desk::list);
    r.get("/desk/payments/cards/{card}", Access::May(CARD), desk::card);
    r.post("/desk/payments/cards/{card}/back", Access::May(CARD), desk::back);
    r.get("/desk/payments/bills/{bill}", Access::Staff, desk::bill);
}

fn day(visit: &Visit, date: Date) -> String {
    if visit.lang() == Lang::En { date.strftime("%-d %B %Y").to_string() } else { era::date_label(date) }
}

/// 令和8年度.
fn year(visit: &Visit, year: FiscalYear) -> String {
    if visit.lang() == Lang::En { format!("fiscal year {}", year.0) } else { year.label() }
}

/// 第1期（全4期）; nothing of a bill that is paid at once.
fn part(visit: &Visit, owed: &Owed) -> String {
    if owed.instalment.of < 2 { String::new() } else { remind::part(visit.house(), visit.lang(), &owed.instalment) }
}

/// What somebody without an account may know, and the payment company: the kind, the year, the part.
fn kind_of(visit: &Visit, book: &Book, facts: &BillFacts, owed: &Owed) -> String {
    let item = book.item(facts.item.as_deref().unwrap_or("fee"));
    let title = item.map_or_else(|| visit.t("payments-a-fee"), |i| i.title.in_(visit.lang()).to_owned());
    let year = facts.levy_year.map(|y| year(visit, y)).unwrap_or_default();
    [title, year, part(visit, owed)].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The same for the page of the payment company: plain, with the town's name.
fn purpose(visit: &Visit, book: &Book, facts: &BillFacts, owed: &Owed) -> String {
    let of = plain(&kind_of(visit, book, facts, owed));
    format!("{} {of}", visit.town_name()).chars().take(200).collect()
}

/// What is to be paid, how, and where not.
struct Choosing<'v> {
    visit: &'v Visit,
    book: &'v Book,
    owed: &'v Owed,
    /// Where the form for a card goes, with what it carries besides the token.
    card: Option<(String, Markup)>,
}

/// Whether whoever sees the page may know what the payer arranged with their bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    ByPayer,
    BySlip,
}

/// What the rules need to know.
async fn judged<'b>(
    visit: &Visit,
    book: &'b Book,
    facts: &BillFacts,
    owed: &Owed,
    seen: Seen,
) -> Result<Vec<Way<'b>>, WebError> {
    let item = facts.item.as_deref().unwrap_or("fee");
    let company = provider(visit.house());
    let debited = seen == Seen::ByPayer && billing::debited(&visit.house().db, facts.payer, item).await?;
    let situation = Situation {
        item: book.item(item),
        sum: owed.sum(),
        due: owed.instalment.due,
        today: visit.now().date(),
        has_slip: !owed.instalment.key.is_empty(),
        debited,
        card_from: company.map(|c| c.least()),
        demo: visit.house().demo,
    };
    Ok(ways::ways(book, &situation))
}

impl Choosing<'_> {
    /// The whole choice: what is open, each with its facts; then the rest with the reason.
    fn draw(&self, ways: &[Way<'_>]) -> Markup {
        let words = self.visit.words();
        let (open, shut): (Vec<&Way<'_>>, Vec<&Way<'_>>) = ways.iter().partition(|w| w.verdict.is_open());
        html! {
            h2 { (words.rich("payments-open-ways")) }
            @if open.iter().any(|w| w.verdict == Verdict::Specimen) {
                (notice(Tone::Info, html! { p { (words.rich("payments-specimen")) } }))
            }
            @for way in &open { (self.one(way)) }
            @if !shut.is_empty() { (disclosure(&words.t("payments-shut-ways"), self.shut(&shut))) }
        }
    }

    fn one(&self, way: &Way<'_>) -> Markup {
        let words = self.visit.words();
        html! {
            section.way id=(way.method.channel.as_str()) {
                h3 {
                    (icon(drawing(way.method.channel))) " " (rich(way.method.title.in_(self.visit.lang()))) " "
                    @if way.verdict == Verdict::Specimen { (chip_label(Tone::Warning, &words.t("payments-to-confirm"))) }
                }
                (terms(self.visit, way))
                @match way.method.channel {
                    Channel::Counter => { p { (words.rich("payments-show-number")) } }
                    Channel::Card => { @if let Some((to, carried)) = &self.card { (self.card_form(to, carried)) } }
                    _ => {}
                }
            }
        }
    }

    fn card_form(&self, to: &str, carried: &Markup) -> Markup {
        let words = self.visit.words();
        let label = words.tf("payments-pay-by-card", &[("amount", self.visit.yen(self.owed.sum()).into())]);
        html! {
            (web::components::form(words, to, self.visit.form_token(), html! {
                (carried)
                (web::components::button_row(html! { (web::components::button(label)) }))
            }))
        }
    }

    fn shut(&self, shut: &[&Way<'_>]) -> Markup {
        let words = self.visit.words();
        let said = |way: &Way<'_>| match way.verdict {
            Verdict::Closed(why) => {
                let key = format!("payments-why-{}", why.key());
                let amount = why.amount().map(|yen| self.visit.yen(yen)).unwrap_or_default();
                words.tf(&key, &[("amount", amount.into())])
            }
            _ => words.t("payments-why-unknown"),
        };
        html! {
            dl.shut-ways {
                @for way in shut {
                    dt { (rich(way.method.title.in_(self.visit.lang()))) }
                    dd { (rich(&said(way))) }
                }
            }
            @if shut.iter().any(|w| w.method.channel == Channel::DirectDebit) {
                p { a href="/my/bills/account" { (words.rich("payments-ask-for-debit")) } }
            }
            p { (icon(Icon::Phone)) " " (words.rich("payments-talk-first")) }
            p { (self.book_is_of()) }
        }
    }

    /// How many ways the town knows at all, so that nobody looks for another page.
    fn book_is_of(&self) -> Markup {
        let args = [("count", i64::try_from(self.book.methods.len()).unwrap_or_default().into())];
        rich(&self.visit.tf("payments-all-ways", &args))
    }
}

const fn drawing(channel: Channel) -> Icon {
    match channel {
        Channel::Counter => Icon::Person,
        Channel::DirectDebit | Channel::Transfer => Icon::Yen,
        Channel::Store => Icon::Home,
        Channel::ElQr => Icon::Camera,
        Channel::PayEasy => Icon::Key,
        Channel::Card => Icon::External,
    }
}

/// Cost, place, time, receipt and limits of a way; what the book does not say is being confirmed.
fn terms(visit: &Visit, way: &Way<'_>) -> Markup {
    let (words, lang, method) = (visit.words(), visit.lang(), way.method);
    let unknown = || html! { (chip_label(Tone::Warning, &words.t("payments-to-confirm"))) };
    let said = |text: &Option<billing::Words>| text.as_ref().map_or_else(unknown, |w| rich(w.in_(lang)));
    let receipt = match method.receipt {
        Some(true) => words.rich("payments-receipt-yes"),
        Some(false) => words.rich("payments-receipt-no"),
        None => unknown(),
    };
    let list = description_list(words)
        .item(words.t("payments-cost"), said(&method.cost))
        .item(words.t("payments-place"), said(&method.place))
        .item(words.t("payments-until"), said(&method.until))
        .item(words.t("payments-receipt"), receipt);
    let list = match method.most() {
        Some(most) => list.item(words.t("payments-most"), html! { (visit.yen(most)) }),
        None => list,
    };
    let list = match &method.limits {
        Some(limits) => list.item(words.t("payments-limits"), rich(limits.in_(lang))),
        None => list,
    };
    html! { (list) }
}

//! 「どれで払う？」: one's own bill, one instalment, every way side by side.

use super::{CARDS, Choosing, Seen, day, judged, part, purpose};
use crate::payments::card::{Begun, Wish, address, begin};
use crate::payments::door;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use billing::{BillFacts, Owed, book};
use kernel::Yen;
use kernel::id::BillId;
use maud::{Markup, html};
use web::components::{
    DescriptionList, Icon, Tone, description_list, disclosure, empty_state, link_button, notice, page_heading,
    resource, resource_list,
};
use web::texts::rich;
use web::{Fields, Page, Visit, WebError};

/// One's own bill with what is asked today; somebody else's is not there.
async fn own(visit: &Visit, bill: BillId) -> Result<(BillFacts, Vec<Owed>), WebError> {
    let person = visit.signed_in()?.person.ok_or(WebError::NotFound)?;
    let db = &visit.house().db;
    let facts = billing::facts(db, bill).await?.filter(|f| f.payer == person).ok_or(WebError::NotFound)?;
    let owed = billing::owed(db, bill, visit.now().date()).await?;
    Ok((facts, owed))
}

fn is_open(owed: &Owed) -> bool {
    owed.sum() > Yen::ZERO
}

/// Which instalment: the only one at once, else a list.
pub(super) async fn which(visit: Visit, Path(bill): Path<BillId>) -> Result<Response, WebError> {
    let (facts, owed) = own(&visit, bill).await?;
    let open: Vec<&Owed> = owed.iter().filter(|o| is_open(o)).collect();
    if let [only] = open.as_slice() {
        return Ok(visit.see_other(&format!("/my/bills/{bill}/pay/{}", only.instalment.n)));
    }
    let words = visit.words();
    let title = words.t("payments-which");
    let main = html! {
        (page_heading(&facts.title, &title, &words.t("payments-which-lead")))
        @if open.is_empty() { (nothing(&visit, bill)) }
        @else { (resource_list(open.into_iter().map(|o| line(&visit, bill, o)))) }
    };
    Ok(page_of(&visit, bill, &facts, title, main).into_response())
}

fn line(visit: &Visit, bill: BillId, owed: &Owed) -> web::components::Resource {
    let until = visit.tf("payments-by-day", &[("day", day(visit, owed.instalment.due).into())]);
    resource(part(visit, owed), format!("/my/bills/{bill}/pay/{}", owed.instalment.n))
        .text(visit.yen(owed.sum()))
        .meta(until)
        .icon(Icon::Yen)
}

fn nothing(visit: &Visit, bill: BillId) -> Markup {
    let words = visit.words();
    empty_state(
        Icon::Check,
        &words.t("payments-nothing"),
        &words.t("payments-nothing-next"),
        html! {
            (link_button(words.t("payments-to-bill"), format!("/my/bills/{bill}")))
        },
    )
}

fn page_of(visit: &Visit, bill: BillId, facts: &BillFacts, title: String, main: Markup) -> Page {
    let words = visit.words();
    let (mine, above) = (words.plain("payments-my-bills"), format!("/my/bills/{bill}"));
    visit.page(title).crumbs(&[(mine.as_str(), "/my/bills"), (facts.title.as_str(), above.as_str())]).main(main)
}

/// The choice.
pub(super) async fn page(visit: Visit, Path((bill, n)): Path<(BillId, u8)>) -> Result<Page, WebError> {
    draw(&visit, bill, n, None).await
}

async fn draw(visit: &Visit, bill: BillId, n: u8, trouble: Option<&str>) -> Result<Page, WebError> {
    let (facts, owed) = own(visit, bill).await?;
    let owed = owed.into_iter().find(|o| o.instalment.n == n).ok_or(WebError::NotFound)?;
    let words = visit.words();
    let title = words.t("payments-choose");
    let book = book(visit.house())?;
    let main = if is_open(&owed) {
        let ways = judged(visit, book, &facts, &owed, Seen::ByPayer).await?;
        let card = Some((format!("/my/bills/{bill}/pay/{n}/card"), html! {}));
        let choosing = Choosing { visit, book, owed: &owed, card };
        html! {
            @if let Some(trouble) = trouble { (notice(Tone::Warning, html! { p { (words.rich(trouble)) } })) }
            (page_heading(&facts.title, &title, ""))
            (asked(visit, &facts.number, &owed))
            (choosing.draw(&ways))
            (for_others(visit, &owed))
        }
    } else {
        html! { (page_heading(&facts.title, &title, "")) (nothing(visit, bill)) }
    };
    Ok(page_of(visit, bill, &facts, title, main))
}

/// The numbers with which somebody else can pay, and see no more than what is left.
fn for_others(visit: &Visit, owed: &Owed) -> Markup {
    let words = visit.words();
    if owed.instalment.key.is_empty() {
        return html! { p { (words.rich("payments-others")) } };
    }
    let list = description_list(words)
        .item(words.t("payments-slip-key"), html! { (door::spoken(&owed.instalment.key)) })
        .item(words.t("payments-slip-confirm"), html! { (owed.instalment.confirm) });
    disclosure(
        &words.t("payments-others"),
        html! {
            p { (words.rich("payments-others-text")) " " a href="/payments/slip" { (words.rich("payments-slip")) } }
            (list)
        },
    )
}

/// How much, for what part, until when, and the number to tell.
pub(super) fn asked<'v>(visit: &'v Visit, number: &str, owed: &Owed) -> DescriptionList<'v> {
    let words = visit.words();
    let list =
        description_list(words).item(words.t("payments-sum"), html! { strong.large { (visit.yen(owed.sum())) } });
    let list = match owed.arrears + owed.instalment.arrears - owed.instalment.arrears_paid {
        arrears if arrears > Yen::ZERO => list.item(words.t("payments-arrears"), html! { (visit.yen(arrears)) }),
        _ => list,
    };
    let part = part(visit, owed);
    let list = if part.is_empty() { list } else { list.item(words.t("payments-which-part"), rich(&part)) };
    let key = if owed.instalment.is_late(visit.now().date()) { "payments-was-due" } else { "payments-by-day" };
    let until = words.tf(key, &[("day", day(visit, owed.instalment.due).into())]);
    let list = list.item(words.t("payments-due"), rich(&until));
    if number.is_empty() { list } else { list.item(words.t("payments-number"), html! { (number) }) }
}

/// By card: the company is asked for a page, and ours leads there by a link.
pub(super) async fn card(visit: Visit, Path((bill, n)): Path<(BillId, u8)>, _: Fields) -> Result<Response, WebError> {
    visit.attempt(CARDS)?;
    let (facts, owed) = own(&visit, bill).await?;
    let owed = owed.into_iter().find(|o| o.instalment.n == n).ok_or(WebError::NotFound)?;
    match begun(&visit, &facts, owed, visit.signed_in()?.person).await? {
        Ok(path) => Ok(visit.see_other(&path)),
        Err(trouble) => Ok(draw(&visit, bill, n, Some(trouble)).await?.failed().into_response()),
    }
}

/// Where to go on, or what to say.
pub(super) async fn begun(
    visit: &Visit,
    facts: &BillFacts,
    owed: Owed,
    by: Option<kernel::id::PersonId>,
) -> Result<Result<String, &'static str>, WebError> {
    let book = book(visit.house())?;
    let ways = judged(visit, book, facts, &owed, Seen::ByPayer).await?;
    let may = ways.iter().any(|w| w.method.channel == billing::Channel::Card && w.verdict.is_open());
    if !is_open(&owed) || !may {
        return Ok(Err("payments-card-not-now"));
    }
    let wish = Wish {
        amount: owed.sum(),
        title: purpose(visit, book, facts, &owed),
        lang: visit.lang(),
        by,
        instalment: owed.instalment,
    };
    Ok(match begin(visit.house(), &visit.act("payments"), wish).await? {
        Begun::Ready(id) | Begun::Paid(id) => Ok(address(visit.house(), id)),
        Begun::Later => Err("payments-card-later"),
        Begun::NotOffered => Err("payments-card-not-now"),
    })
}

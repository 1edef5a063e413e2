//! The offers of an officer's desks, and a new one.

use super::{day, wards};
use crate::procedures::push::offers::{self, Offer};
use crate::procedures::push::rules::{OfferRule, OfferRules};
use crate::procedures::push::select::{self, Asked};
use crate::procedures::push::{PERMISSION, lines, lines::Standing};
use crate::procedures::say;
use axum::response::{IntoResponse, Response};
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use web::components::{
    Choice, Icon, Tone, button, button_row, checkbox_group, chip_label, empty_state, error_summary, form, page_heading,
    radio_group, section, select as choose, table, textarea,
};
use web::texts::{Lang, plain};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "町からのご案内";
const LEAD: &str = "対象の方を住民の記録から選び、記入済みの申込みを、お知らせか手紙で届けます。返事は画面でも紙でも、同じ案件になります。";
/// Offers shown of each desk.
const SHOWN: i64 = 50;

pub(in crate::procedures::push) async fn page(visit: Visit) -> Result<Page, WebError> {
    draw(&visit, &Fields::default(), &[]).await
}

async fn draw(visit: &Visit, typed: &Fields, wrong: &[(&str, &str)]) -> Result<Page, WebError> {
    let words = visit.words();
    let rules = own_rules(visit)?;
    let mut made = Vec::new();
    for desk in visit.signed_in()?.desks_with(PERMISSION) {
        made.extend(offers::of_desk(&visit.house().db, desk, SHOWN).await?);
    }
    let main = html! {
        (error_summary(words, wrong))
        (page_heading("", TITLE, LEAD))
        (section("これまでの案内", html! {
            @if made.is_empty() {
                (empty_state(Icon::Letter, "まだ案内していません", "下で選び方を決めると、送る前に一覧を確かめられます。", html! {}))
            } @else { (table_of(visit, &made).await?) }
        }))
        (section("新しい案内を作る", html! {
            @if rules.is_empty() {
                (empty_state(Icon::Letter, "自分の窓口の選び方がありません", "選び方は、町のフォルダーの offers に書きます。", html! {}))
            } @else { (asking(visit, &rules, typed, wrong)) }
        }))
    };
    let page = visit.page(TITLE).desk().main(main);
    Ok(if wrong.is_empty() { page } else { page.failed() })
}

async fn table_of(visit: &Visit, made: &[Offer]) -> Result<Markup, WebError> {
    let db = &visit.house().db;
    let mut rows = Vec::with_capacity(made.len());
    for offer in made {
        let listed = lines::count(db, offer.id, Standing::Listed).await?;
        let invited = lines::count(db, offer.id, Standing::Invited).await?;
        rows.push([
            html! { a href=(format!("/desk/offers/{}", offer.id)) { (offer.title) } },
            html! { (offer.year.label()) },
            html! { (wards(visit, &offer.wards)) },
            html! { (listed + invited) "件" },
            html! { (chip_label(Tone::Neutral, offer.state.label())) },
            html! { (day(offer.made_at)) },
        ]);
    }
    let head = ["対象", "年度", "地区", "数", "様子", "選んだ日"];
    Ok(html! { (table("これまでの案内", head).caption_hidden().dense().rows(rows)) })
}

/// The rules whose procedure belongs to a desk of the officer.
fn own_rules(visit: &Visit) -> Result<Vec<(OfferRule, String)>, WebError> {
    let house = visit.house();
    let catalogue = cases::catalogue(house)?;
    let who = visit.signed_in()?;
    let mut own = Vec::new();
    for rule in &house.shelved::<OfferRules>()?.0 {
        let Some(procedure) = catalogue.current(&rule.file.procedure, visit.now().date()) else { continue };
        if procedure.matter().is_some_and(|m| who.may_at(PERMISSION, &m.desk)) {
            own.push((rule.clone(), plain(say(&procedure.guide.title, Lang::Ja))));
        }
    }
    Ok(own)
}

fn asking(visit: &Visit, rules: &[(OfferRule, String)], typed: &Fields, wrong: &[(&str, &str)]) -> Markup {
    let words = visit.words();
    let of = |name: &str| wrong.iter().find(|(n, _)| *n == name).map(|(_, text)| *text);
    let whom = rules.iter().map(|(rule, title)| {
        let unsure = if rule.file.verified { "" } else { "（選び方は確認中）" };
        Choice::new(&rule.key, &rule.file.title).hint(format!("{title}{unsure}　{}", rule.file.note))
    });
    let this = FiscalYear::of(visit.now().date());
    let years = [this.previous(), this, this.next()].map(|y| (y.0.to_string(), y.label()));
    let year = if typed.has("year") { typed.text("year").to_owned() } else { String::new() };
    let areas = visit.house().town.wards.all().iter().map(|w| Choice::new(&w.key, w.label()));
    let asked = form(
        words,
        "/desk/offers",
        visit.form_token(),
        html! {
            (radio_group(words, "rule", "だれに案内しますか", whom).value(typed.text("rule")).error(of("rule")).required(true))
            (choose(words, "year", "年度", years).value(year)
                .hint("選ばないときは、選び方に書いてある年度（入学は来年度、そのほかは今年度）で選びます。").required(false))
            (checkbox_group(words, "ward", "地区をしぼる", areas).values(typed.all("ward"))
                .hint("選ばないときは、町の全域から選びます。").required(false))
            (textarea(words, "purpose", "住民の記録を使う目的").value(typed.text("purpose")).rows(2).error(of("purpose"))
                .hint("一覧に載った方は、自分の記録がいつ何のために見られたかを、この言葉で読みます。例　育児世帯支援給付金の案内を送るため").required(true))
            (button_row(html! { (button("記録から選んで、一覧を見る")) }))
        },
    );
    html! { (asked) }
}

/// The list is made.
pub(in crate::procedures::push) async fn make(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let rules = own_rules(&visit)?;
    let rule = rules.iter().find(|(r, _)| r.key == fields.text("rule")).map(|(r, _)| r.clone());
    let purpose = fields.text("purpose").trim().to_owned();
    let mut wrong = Vec::new();
    if rule.is_none() {
        wrong.push(("rule", "だれに案内するかを選んでください"));
    }
    if purpose.chars().count() < 5 || purpose.chars().count() > 200 {
        wrong.push(("purpose", "目的を5文字から200文字で書いてください"));
    }
    let Some(rule) = rule.filter(|_| wrong.is_empty()) else {
        return Ok(draw(&visit, &fields, &wrong).await?.into_response());
    };
    let (house, today) = (visit.house(), visit.now().date());
    let year = match fields.text("year").parse::<i16>() {
        Ok(year) if (FiscalYear::of(today).0 - 1..=FiscalYear::of(today).0 + 1).contains(&year) => FiscalYear(year),
        _ => rule.file.year.on(today),
    };
    let wards = fields.all("ward").into_iter().filter(|w| house.town.wards.get(w).is_some()).collect();
    let catalogue = cases::catalogue(house)?;
    let procedure = catalogue.current(&rule.file.procedure, today).ok_or(WebError::NotFound)?;
    let author = visit.signed_in()?.account;
    let asked = Asked { year, wards, purpose };
    let offer = select::make(house, &visit.act("offer"), author, &rule, procedure, asked).await?;
    Ok(visit.see_other(&format!("/desk/offers/{offer}")))
}

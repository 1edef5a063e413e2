//! The list and the page of one procedure.

use super::say;
use axum::extract::{Path, Query};
use cases::forms::{Assurance, Category, Elsewhere, LifeEvent, Outcome, Procedure, TownMatter};
use maud::{Markup, html};
use serde::Deserialize;
use town::{Desk, Fee, FeeChannel};
use web::components::{
    Icon, Tone, button_row, card, card_grid, chip_label, description_list, disclosure, empty_state, link_button,
    notice, page_heading, resource, resource_list, search_box, section,
};
use web::texts::{Lang, plain, rich};
use web::{Page, Visit, WebError};

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    event: String,
}

/// The catalogue: by shelf, or only what belongs to one turn of life.
pub(super) async fn list(visit: Visit, Query(choice): Query<Choice>) -> Result<Page, WebError> {
    let words = visit.words();
    let lang = visit.lang();
    let catalogue = cases::catalogue(visit.house())?;
    let offered = catalogue.on(visit.now().date());
    let event = EVENTS.iter().find(|(_, key)| *key == choice.event);
    let shown: Vec<&Procedure> =
        offered.into_iter().filter(|p| event.is_none_or(|(e, _)| p.guide.life_events.contains(e))).collect();
    let title = words.t("procedures-title");
    let main = html! {
        (page_heading("", &title, &words.t("procedures-lead")))
        (search_box(words, "q", "/search", &words.t("search-title"), ""))
        (card_grid([card(words.t("procedures-guide-search"), "/guide").text(words.t("procedures-guide-search-text")).level(2)]))
        (section(&words.t("procedures-events"), events(&visit, &choice.event)))
        @if event.is_none() { (section(&words.t("procedures-shelves"), shelves(&visit, &shown))) }
        @if shown.is_empty() {
            (empty_state(Icon::Search, &words.t("procedures-none"), &words.t("procedures-none-next"),
                html! { (link_button(words.t("procedures-all"), "/procedures")) }))
        }
        @for category in CATEGORIES {
            @let here = on_shelf(&shown, category.0);
            @if !here.is_empty() {
                div id=(category.1) {
                    (section(&words.t(category.1), resource_list(here.iter().map(|p| line(&visit, p, lang)))))
                }
            }
        }
    };
    Ok(visit.page(title).description(words.plain("procedures-lead")).crumbs(&[]).main(main))
}

/// What stands on a shelf: the town's own matters before those of other offices.
fn on_shelf<'p>(shown: &[&'p Procedure], category: Category) -> Vec<&'p Procedure> {
    let mut here: Vec<&Procedure> = shown.iter().copied().filter(|p| p.guide.category == category).collect();
    here.sort_by_key(|p| p.elsewhere().is_some());
    here
}

/// One line of the list: with sixty of them the first sentence must do.
fn line(visit: &Visit, procedure: &Procedure, lang: Lang) -> web::components::Resource {
    let guide = &procedure.guide;
    let line = resource(say(&guide.title, lang), format!("/procedures/{}", procedure.key))
        .text(first_sentence(say(&guide.summary, lang)));
    match procedure.elsewhere() {
        Some(_) => line.status(chip_label(Tone::Neutral, &visit.words().t("procedures-not-here"))),
        None => line,
    }
}

fn first_sentence(text: &str) -> &str {
    let end = [text.find('。').map(|at| at + '。'.len_utf8()), text.find(". ").map(|at| at + 1)];
    end.into_iter().flatten().min().map_or(text, |end| text.get(..end).unwrap_or(text))
}

/// The shelves, to jump to.
fn shelves(visit: &Visit, shown: &[&Procedure]) -> Markup {
    let words = visit.words();
    html! {
        ul.choice-links {
            @for (category, key) in CATEGORIES.iter().filter(|(c, _)| shown.iter().any(|p| p.guide.category == *c)) {
                li {
                    a href=(format!("#{key}")) {
                        (words.rich(key)) "（" (shown.iter().filter(|p| p.guide.category == *category).count()) "）"
                    }
                }
            }
        }
    }
}

fn events(visit: &Visit, chosen: &str) -> Markup {
    let words = visit.words();
    html! {
        ul.choice-links {
            @for (_, key) in EVENTS {
                li {
                    a href=(format!("/procedures?event={key}")) aria-current=[(*key == chosen).then_some("true")] {
                        (words.rich(&format!("procedures-event-{key}")))
                    }
                }
            }
        }
    }
}

const CATEGORIES: &[(Category, &str)] = &[
    (Category::Certificates, "procedures-shelf-certificates"),
    (Category::Children, "procedures-shelf-children"),
    (Category::Schooling, "procedures-shelf-schooling"),
    (Category::Health, "procedures-shelf-health"),
    (Category::Welfare, "procedures-shelf-welfare"),
    (Category::Housing, "procedures-shelf-housing"),
    (Category::Community, "procedures-shelf-community"),
];

const EVENTS: &[(LifeEvent, &str)] = &[
    (LifeEvent::Birth, "birth"),
    (LifeEvent::Parenting, "parenting"),
    (LifeEvent::SchoolEntry, "school"),
    (LifeEvent::Marriage, "marriage"),
    (LifeEvent::Moving, "moving"),
    (LifeEvent::House, "house"),
    (LifeEvent::Work, "work"),
    (LifeEvent::Farming, "farming"),
    (LifeEvent::Illness, "illness"),
    (LifeEvent::OldAge, "old-age"),
    (LifeEvent::Bereavement, "bereavement"),
    (LifeEvent::WardLife, "ward"),
];

/// One procedure: all that is to be known before beginning.
pub(super) async fn one(visit: Visit, Path(key): Path<String>) -> Result<Page, WebError> {
    let words = visit.words();
    let lang = visit.lang();
    let catalogue = cases::catalogue(visit.house())?;
    let procedure = catalogue.current(&key, visit.now().date()).ok_or(WebError::NotFound)?;
    let guide = &procedure.guide;
    let title = say(&guide.title, lang);
    let main = main_part(&visit, procedure);
    let list_title = words.t("procedures-title");
    Ok(visit
        .page(title)
        .description(plain(say(&guide.summary, lang)))
        .crumbs(&[(&list_title, "/procedures")])
        .main(main))
}

/// The whole main part of the page: also what an officer sees who changes the procedure.
pub(super) fn main_part(visit: &Visit, procedure: &Procedure) -> Markup {
    let (words, lang, guide) = (visit.words(), visit.lang(), &procedure.guide);
    html! {
        (page_heading("", say(&guide.title, lang), say(&guide.summary, lang)))
        @match (procedure.matter(), procedure.elsewhere()) {
            (Some(matter), _) => (ours(visit, procedure, matter)),
            (None, Some(elsewhere)) => (theirs(visit, procedure, elsewhere)),
            (None, None) => {}
        }
        @if !procedure.facts.verified { (notice(Tone::Info, html! { p { (words.rich("procedures-unverified")) } })) }
        (sources(visit, procedure))
    }
}

fn ours(visit: &Visit, procedure: &Procedure, matter: &TownMatter) -> Markup {
    let words = visit.words();
    let lang = visit.lang();
    let guide = &procedure.guide;
    let facts = description_list(words)
        .item(words.t("procedures-for"), rich(say(&guide.audience, lang)))
        .item(words.t("procedures-when"), rich(say(&guide.timing, lang)))
        .item(words.t("procedures-bring"), bring(visit, procedure))
        .item(words.t("procedures-fee"), fee(visit, matter))
        .item(words.t("procedures-days"), days(visit, matter))
        .item(words.t("procedures-gets"), gets(visit, matter));
    let desk = visit.house().town.organisation.desk(&matter.desk);
    html! {
        @if matter.assurance == Assurance::InPerson {
            (notice(Tone::Info, html! { p { (words.rich("procedures-in-person-only")) } }))
        } @else {
            (button_row(html! { (link_button(words.t("procedures-begin"), format!("/apply/{}", procedure.key))) }))
            p.support { (words.rich(need(matter.assurance))) }
        }
        (section(&words.t("procedures-before"), html! { (facts) }))
        @if let Some(why) = &matter.in_person {
            (section(&words.t("procedures-in-person"), html! { p { (rich(say(why, lang))) } }))
        }
        (section(&words.t("procedures-after"), html! { p { (rich(say(&matter.after, lang))) } }))
        @if let Some(desk) = desk { (section(&words.t("procedures-other-ways"), other_ways(visit, desk))) }
    }
}

const fn need(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Anyone => "procedures-need-nothing",
        Assurance::Account => "procedures-need-account",
        Assurance::Identified => "procedures-need-identified",
        Assurance::Strong => "procedures-need-strong",
        Assurance::InPerson => "procedures-in-person-only",
    }
}

fn bring(visit: &Visit, procedure: &Procedure) -> Markup {
    let lang = visit.lang();
    if procedure.guide.bring.is_empty() {
        return visit.words().rich("procedures-bring-nothing");
    }
    html! { ul { @for thing in &procedure.guide.bring { li { (rich(say(thing, lang))) } } } }
}

fn fee(visit: &Visit, matter: &TownMatter) -> Markup {
    let words = visit.words();
    let Some(of) = &matter.fee else { return words.rich("procedures-fee-none") };
    let fee = visit.house().town.fees.on(&of.key, visit.now().date());
    let amount = fee.and_then(|f| price(visit, f));
    html! {
        @match (fee, amount) {
            (Some(fee), Some(amount)) => {
                (amount) " "
                @if !fee.verified { (chip_label(Tone::Warning, &words.t("procedures-to-confirm"))) }
            }
            _ => { (words.rich("procedures-fee-ask")) " " (chip_label(Tone::Warning, &words.t("procedures-to-confirm"))) }
        }
    }
}

/// One price when all channels cost the same, else each by its channel.
fn price(visit: &Visit, fee: &Fee) -> Option<Markup> {
    const CHANNELS: [(FeeChannel, &str); 4] = [
        (FeeChannel::Online, "procedures-fee-online"),
        (FeeChannel::Counter, "procedures-fee-counter"),
        (FeeChannel::Kiosk, "procedures-fee-kiosk"),
        (FeeChannel::Post, "procedures-fee-post"),
    ];
    let words = visit.words();
    let known: Vec<_> = CHANNELS.iter().filter_map(|(c, key)| Some((*key, fee.yen(*c)?))).collect();
    let first = known.first()?.1;
    let each = |yen: kernel::Yen| {
        words.tf("procedures-fee-per", &[("yen", visit.yen(yen).into()), ("per", fee.per.clone().into())])
    };
    Some(if known.iter().all(|(_, yen)| *yen == first) {
        let ways: Vec<String> = known.iter().map(|(key, _)| words.t(key)).collect();
        html! {
            (rich(&each(first)))
            @if ways.len() > 1 { br; (rich(&words.tf("procedures-fee-same", &[("ways", ways.join("、").into())]))) }
        }
    } else {
        html! { ul { @for (key, yen) in known { li { (words.rich(key)) "　" (rich(&each(yen))) } } } }
    })
}

fn days(visit: &Visit, matter: &TownMatter) -> Markup {
    let words = visit.words();
    rich(&words.tf("procedures-days-text", &[("days", matter.processing_days.into())]))
}

fn gets(visit: &Visit, matter: &TownMatter) -> Markup {
    visit.words().rich(match matter.outcome {
        Outcome::Certificate(_) => "procedures-gets-certificate",
        Outcome::Letter(_) => "procedures-gets-letter",
        Outcome::None => "procedures-gets-answer",
    })
}

/// The name of a desk in the reader's language.
pub(super) fn desk_name(visit: &Visit, desk: &Desk) -> String {
    match (visit.lang(), &desk.easy, &desk.en) {
        (Lang::Easy, Some(name), _) | (Lang::En, _, Some(name)) => name.clone(),
        _ => desk.full_name(),
    }
}

/// Counter, telephone and paper end in the same case: said on every page.
fn other_ways(visit: &Visit, desk: &Desk) -> Markup {
    let words = visit.words();
    let office = visit.house().town.offices.on(&desk.office, visit.now().date());
    let open = match office {
        Some(office) if desk.hours.is_empty() => visit.hours(&office.hours),
        _ => visit.hours(&desk.hours),
    };
    let name = desk_name(visit, desk);
    let phone = desk.phone.as_ref().or(office.map(|o| &o.phone)).map(ToString::to_string).unwrap_or_default();
    html! {
        p { (words.rich("procedures-other-ways-text")) }
        (description_list(words)
            .item(words.t("procedures-desk"), html! {
                (name) " "
                @if !desk.verified { (chip_label(Tone::Warning, &words.t("procedures-to-confirm"))) }
            })
            .item(words.t("procedures-phone"), html! { a href=(format!("tel:{phone}")) { (phone) } })
            .item(words.t("procedures-hours"), html! { (open) })
            .item(words.t("procedures-place"), html! { @if let Some(o) = office { (visit.office_name(o)) "　" (o.address) } }))
    }
}

fn theirs(visit: &Visit, procedure: &Procedure, elsewhere: &Elsewhere) -> Markup {
    let words = visit.words();
    let lang = visit.lang();
    html! {
        (notice(Tone::Info, html! {
            p { (words.rich("procedures-elsewhere")) }
            p { strong { (rich(say(&elsewhere.who, lang))) } }
            p { a href=(format!("tel:{}", elsewhere.phone)) { (words.t("procedures-phone")) " " (elsewhere.phone) } }
            @if let Some(place) = &elsewhere.place { p { (rich(say(place, lang))) } }
        }))
        (section(&words.t("procedures-before"), html! { (description_list(words)
            .item(words.t("procedures-for"), rich(say(&procedure.guide.audience, lang)))
            .item(words.t("procedures-when"), rich(say(&procedure.guide.timing, lang)))
            .item(words.t("procedures-bring"), bring(visit, procedure))) }))
        p { (words.rich("procedures-elsewhere-help")) }
    }
}

fn sources(visit: &Visit, procedure: &Procedure) -> Markup {
    let words = visit.words();
    disclosure(
        &words.t("procedures-basis"),
        html! {
            p { (procedure.basis) }
            @for source in &procedure.facts.sources { p { a href=(source) rel="noreferrer" { (source) } } }
        },
    )
}

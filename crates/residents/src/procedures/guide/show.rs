//! The list on its page, which is also the paper that an officer hands over.

use super::answers::{LIST, Told};
use super::book::Event;
use super::list::{Line, List, work_out};
use super::pages::under_guide;
use crate::procedures::pages::desk_name;
use crate::procedures::say;
use cases::forms::{Applicant, Assurance, Elsewhere, Procedure, TownMatter};
use kernel::office_days::FirstDay;
use kernel::period::{ClosedDay, Due, Length};
use kernel::{Date, Wareki, era};
use maud::{Markup, html};
use web::components::{
    Icon, Tone, Words, button_row, chip_label, description_list, disclosure, empty_state, link_button, notice,
    page_heading, print_button, resource, resource_list, section,
};
use web::texts::{Lang, plain, rich};
use web::{Page, Visit, WebError};

/// So many days before the last one a line says that it is near.
const NEAR: i32 = 7;

/// The list that follows from the answers.
pub(super) fn page(visit: &Visit, event: &Event, told: &Told) -> Result<Page, WebError> {
    let words = visit.words();
    let house = visit.house();
    let catalogue = cases::catalogue(house)?;
    let list = work_out(event, &told.answers, &catalogue, house.town.calendar.main(), visit.now().date());
    let title = words.tf("procedures-guide-list", &[("event", say(&event.title, words.lang).into())]);
    let count = list.lines().count();
    let lead = if count == 0 { String::new() } else { words.tf("procedures-guide-count", &[("n", count.into())]) };
    let main = html! {
        (page_heading("", &title, &lead))
        (told_so_far(visit, event, told))
        @if count == 0 {
            (empty_state(Icon::Check, &words.t("procedures-guide-nothing"), &words.t("procedures-none-next"),
                html! { (link_button(words.t("procedures-all"), "/procedures")) }))
        } @else {
            (tools(visit, event, told, &list))
            (overview(visit, &list))
            (steps(visit, event, told, &list))
            (bring(visit, &list))
        }
        @if event.afar { (afar(visit)?) }
        @if !event.verified { (notice(Tone::Info, html! { p { (words.rich("procedures-unverified")) } })) }
        (how_counted(visit))
    };
    Ok(under_guide(visit, visit.page(plain(&title)).main(main)))
}

/// What was answered, each with a way to answer it anew.
fn told_so_far(visit: &Visit, event: &Event, told: &Told) -> Markup {
    let (words, form) = (visit.words(), event.questions.form());
    let mut shown = description_list(words);
    let rows = form.summary(&told.answers);
    for page in form.pages_shown(&told.answers) {
        let Some(question) = page.questions.first() else { continue };
        let row = rows.iter().find(|row| row.question == question.key);
        let said = row.and_then(|row| row.value.as_ref()).map(|value| say(value, words.lang).to_owned());
        let said = said.filter(|s| !s.is_empty()).unwrap_or_else(|| words.t("procedures-guide-open"));
        let lines = html! { @for line in said.lines() { (rich(line)) br; } };
        shown = shown.item_with_change(say(&question.label, words.lang), lines, told.path_at(event, page.page));
    }
    let undated = event.date.is_some() && event.day(&told.answers).is_none();
    html! {
        (section(&words.t("procedures-guide-told"), html! { (shown) }))
        @if undated { (notice(Tone::Info, html! { p { (words.rich("procedures-guide-undated")) } })) }
    }
}

fn tools(visit: &Visit, event: &Event, told: &Told, list: &List<'_>) -> Markup {
    let words = visit.words();
    button_row(html! {
        (print_button(words))
        @if list.lines().any(|line| line.due.is_some()) {
            (link_button(words.t("procedures-guide-calendar"), told.path(event, "/dates.ics")).outline().icon(Icon::Calendar))
        }
        (link_button(words.t("procedures-guide-again"), format!("/guide/{}", event.key)).text())
    })
}

/// Everything at a glance: what, and until when.
fn overview(visit: &Visit, list: &List<'_>) -> Markup {
    let (words, lang) = (visit.words(), visit.lang());
    section(
        &words.t("procedures-guide-overview"),
        html! {
            ol.guide-overview {
                @for line in list.lines() {
                    li {
                        a href=(format!("#{}", line.procedure.key)) { (rich(say(&line.procedure.guide.title, lang))) }
                        @if let Some(due) = line.due {
                            " " span.guide-day { (rich(&words.tf("procedures-guide-until", &[("day", day_words(due.last, lang).into())]))) }
                        }
                    }
                }
            }
        },
    )
}

fn steps(visit: &Visit, event: &Event, told: &Told, list: &List<'_>) -> Markup {
    let lang = visit.lang();
    let before = |at: usize| list.steps.iter().take(at).map(|(_, lines)| lines.len()).sum::<usize>();
    html! {
        @for (at, (step, lines)) in list.steps.iter().enumerate() {
            (section(say(&step.title, lang), html! {
                ol.guide-list start=(before(at) + 1) {
                    @for (n, line) in lines.iter().enumerate() { li id=(line.procedure.key) { (one(visit, line, before(at) + n + 1, &way_on(event, told, line.procedure))) } }
                }
            }))
        }
    }
}

/// The way to the form; the number of the list goes with it, so that the list counts as followed.
fn way_on(event: &Event, told: &Told, procedure: &Procedure) -> String {
    let path = format!("/guide/{}/to/{}", event.key, procedure.key);
    told.list.map_or(path.clone(), |list| format!("{path}?{LIST}={list}"))
}

fn one(visit: &Visit, line: &Line<'_>, number: usize, way_on: &str) -> Markup {
    let (words, lang) = (visit.words(), visit.lang());
    let procedure = line.procedure;
    html! {
        h3 {
            span.guide-number { (number) }
            a href=(format!("/procedures/{}", procedure.key)) { (rich(say(&procedure.guide.title, lang))) }
        }
        (by_when(visit, line))
        p { (rich(say(&line.item.why, lang))) }
        @if let Some(from) = line.paid_from {
            p { (rich(&words.tf("procedures-guide-paid", &[("month", month(from, lang).into())]))) }
        }
        @if let Some(late) = &line.item.late { p { (words.rich("procedures-guide-late")) " " (rich(say(late, lang))) } }
        (place(visit, procedure))
        div.guide-screen {
            (disclosure(&words.t("procedures-guide-details"), html! {
                (description_list(words)
                    .item(words.t("procedures-bring"), things(visit, procedure))
                    .item(words.t("procedures-guide-law"), html! { (law(line)) }))
            }))
        }
        p.guide-paper { (words.rich("procedures-guide-law")) " " (law(line)) }
        @if begins_online(procedure) {
            (button_row(html! {
                (link_button(words.t("procedures-begin"), way_on)
                    .small().about(plain(say(&procedure.guide.title, lang))))
            }))
        }
    }
}

fn begins_online(procedure: &Procedure) -> bool {
    procedure.matter().is_some_and(|matter| matter.assurance != Assurance::InPerson)
}

/// Until when: as a day where one follows, else in words.
fn by_when(visit: &Visit, line: &Line<'_>) -> Markup {
    let (words, lang) = (visit.words(), visit.lang());
    let Some(due) = line.due else {
        return html! { p.guide-by { strong { (rich(&in_words(words, line))) } } };
    };
    let day = |date: Date| day_words(date, lang);
    html! {
        p.guide-by {
            strong { time datetime=(due.last) { (rich(&words.tf("procedures-guide-until", &[("day", day(due.last).into())]))) } }
            " " (nearness(visit, due))
        }
        @if due.last != due.counted {
            p.muted { (rich(&words.tf("procedures-guide-moved", &[("day", day(due.counted).into())]))) }
        }
        @if due.at_the_desk != due.last {
            p.muted { (rich(&words.tf("procedures-guide-desk-day", &[("day", day(due.at_the_desk).into())]))) }
        }
    }
}

/// Until when, where there is no day: as the town says it, else as the rule says it, else as the procedure.
fn in_words(words: Words<'_>, line: &Line<'_>) -> String {
    if let Some(by) = &line.item.by {
        return say(by, words.lang).to_owned();
    }
    let Some(rule) = &line.item.rule else { return say(&line.procedure.guide.timing, words.lang).to_owned() };
    let (key, n) = match rule.length {
        None => return words.t("procedures-guide-by-event"),
        Some(Length::Days(n)) if rule.first_day == FirstDay::Counted => ("procedures-guide-within-days-from", n),
        Some(Length::Days(n)) => ("procedures-guide-within-days", n),
        Some(Length::Months(n)) => ("procedures-guide-within-months", n),
        Some(Length::Years(n)) => ("procedures-guide-within-years", n),
    };
    words.tf(key, &[("n", n.into())])
}

fn nearness(visit: &Visit, due: Due) -> Markup {
    let words = visit.words();
    let left = (due.last - visit.now().date()).get_days();
    match left {
        ..0 => {
            html! { (chip_label(Tone::Warning, &words.t("procedures-guide-passed"))) " " (words.rich("procedures-guide-passed-text")) }
        }
        0 => chip_label(Tone::Warning, &words.t("procedures-guide-today")),
        1..=NEAR => chip_label(Tone::Info, &words.tf("procedures-guide-left", &[("n", left.into())])),
        _ => html! {},
    }
}

/// The law: what gives the period, and what moves its end.
fn law(line: &Line<'_>) -> String {
    let mut said: Vec<&str> = Vec::new();
    if let Some(rule) = &line.item.rule {
        said.push(&rule.basis);
        let moved = rule.closed == ClosedDay::NextOpenDay && line.due.is_some_and(|due| due.last != due.counted);
        said.extend(rule.closed_basis.as_deref().filter(|_| moved));
    }
    said.extend(line.item.basis.as_deref());
    if said.is_empty() { line.procedure.basis.clone() } else { said.join("、") }
}

/// On the screen, at which desk and why there, or with whom.
fn place(visit: &Visit, procedure: &Procedure) -> Markup {
    match (procedure.matter(), procedure.elsewhere()) {
        (Some(matter), _) => ours(visit, matter),
        (None, Some(elsewhere)) => theirs(visit, elsewhere),
        (None, None) => html! {},
    }
}

fn ours(visit: &Visit, matter: &TownMatter) -> Markup {
    let (words, lang) = (visit.words(), visit.lang());
    let desk = visit.house().town.organisation.desk(&matter.desk);
    let name = desk.map(|d| desk_name(visit, d)).unwrap_or_default();
    let key = match (matter.assurance, &matter.in_person) {
        (Assurance::InPerson, _) => "procedures-guide-at-desk",
        (_, Some(_)) => "procedures-guide-partly",
        (_, None) => "procedures-guide-online",
    };
    html! {
        p { (rich(&words.tf(key, &[("desk", name.into())]))) }
        @if let Some(why) = &matter.in_person { p { (rich(say(why, lang))) } }
    }
}

fn theirs(visit: &Visit, elsewhere: &Elsewhere) -> Markup {
    let (words, lang) = (visit.words(), visit.lang());
    html! {
        p {
            (chip_label(Tone::Neutral, &words.t("procedures-guide-elsewhere"))) " "
            strong { (rich(say(&elsewhere.who, lang))) }
            @if let Some(place) = &elsewhere.place { "（" (rich(say(place, lang))) "）" }
        }
        p { a href=(format!("tel:{}", elsewhere.phone)) { (words.t("procedures-phone")) " " (elsewhere.phone) } }
    }
}

fn things(visit: &Visit, procedure: &Procedure) -> Markup {
    if procedure.guide.bring.is_empty() {
        return visit.words().rich("procedures-bring-nothing");
    }
    html! { ul { @for thing in &procedure.guide.bring { li { (rich(say(thing, visit.lang()))) } } } }
}

/// Everything to bring in one list, to be ticked off on paper.
fn bring(visit: &Visit, list: &List<'_>) -> Markup {
    let (words, lang) = (visit.words(), visit.lang());
    let all = list.bring();
    let join = if lang == Lang::En { ", " } else { "、" };
    html! {
        @if !all.is_empty() {
            (section(&words.t("procedures-guide-bring"), html! {
                p { (words.rich("procedures-guide-bring-lead")) }
                ul.guide-bring {
                    @for one in &all {
                        @let whose: Vec<&str> = one.procedures.iter().map(|t| say(t, lang)).collect();
                        li { (rich(say(one.thing, lang))) " " span.muted { "（" (rich(&whose.join(join))) "）" } }
                    }
                }
            }))
        }
    }
}

/// What somebody outside the town's register can do, read from the procedures themselves.
fn afar(visit: &Visit) -> Result<Markup, WebError> {
    let (words, lang, today) = (visit.words(), visit.lang(), visit.now().date());
    let catalogue = cases::catalogue(visit.house())?;
    let offered = catalogue.on(today);
    let of = |who: Applicant, enough: fn(Assurance) -> bool| {
        let taken = |p: &&&Procedure| p.matter().is_some_and(|m| m.applicants.contains(&who) && enough(m.assurance));
        let found = offered.iter().filter(taken).map(|p| {
            resource(say(&p.guide.title, lang), format!("/procedures/{}", p.key)).text(say(&p.guide.audience, lang))
        });
        let found: Vec<_> = found.collect();
        disclosure(&words.tf("procedures-afar-which", &[("n", found.len().into())]), resource_list(found))
    };
    Ok(section(
        &words.t("procedures-afar"),
        html! {
            p { (words.rich("procedures-afar-lead")) }
            h3 { (words.rich("procedures-afar-self")) }
            p { (words.rich("procedures-afar-self-text")) }
            (of(Applicant::Outsider, |a| a <= Assurance::Account))
            h3 { (words.rich("procedures-afar-proof")) }
            p { (words.rich("procedures-afar-proof-text")) }
            (of(Applicant::Outsider, |a| matches!(a, Assurance::Identified | Assurance::Strong)))
            h3 { (words.rich("procedures-afar-parent")) }
            p { (words.rich("procedures-afar-parent-text")) }
            p { a href="/my/mandates" { (words.rich("procedures-afar-mandates")) } }
            (of(Applicant::Mandate, |a| a <= Assurance::Account))
            h3 { (words.rich("procedures-afar-answer")) }
            p { (words.rich("procedures-afar-answer-text")) }
        },
    ))
}

fn how_counted(visit: &Visit) -> Markup {
    let words = visit.words();
    let body = html! {
        p { (words.rich("procedures-guide-counting-first")) }
        p { (words.rich("procedures-guide-counting-closed")) }
        p { (words.rich("procedures-guide-counting-sure")) }
    };
    html! { div.guide-screen { (disclosure(&words.t("procedures-guide-counting"), body)) } }
}

/// 令和8年12月14日（月） · 14 December 2026 (Mon)
pub(super) fn day_words(date: Date, lang: Lang) -> String {
    let kanji = town::Weekday::of(date).kanji();
    let western = format!("{}年{}月{}日（{kanji}）", date.year(), date.month(), date.day());
    match lang {
        Lang::Ja => Wareki::of(date).map_or(western, |w| format!("{w}（{kanji}）")),
        Lang::Easy => western,
        Lang::En => era::english(date),
    }
}

fn month(date: Date, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{}-{:02}", date.year(), date.month()),
        _ => format!("{}年{}月", date.year(), date.month()),
    }
}

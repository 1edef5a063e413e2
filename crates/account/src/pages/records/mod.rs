//! Who looked at my records, who changed them, when and for what purpose: day by day, people first.

mod who;

use super::in_my;
use axum::extract::Query;
use kernel::{Date, Moment, era};
use maud::{Markup, html};
use serde::Deserialize;
use store::journal::{self, Entry};
use web::components::{
    Event, Icon, MenuItem, Tone, disclosure, empty_state, event, page_heading, pagination, section, tabs, timeline,
};
use web::texts::{Lang, rich};
use web::{House, Page, Visit, WebError};
use who::{Kind, Names};

/// So many entries of the journal stand on a page, before they are put together.
const PAGE: i64 = 100;

#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    before: Option<i64>,
    #[serde(default)]
    show: String,
}

/// Whose deeds are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    All,
    Office,
    Own,
    Automatic,
}

impl Show {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::All, "", "account-records-show-all"),
        (Self::Office, "office", "account-records-show-office"),
        (Self::Own, "own", "account-records-show-own"),
        (Self::Automatic, "automatic", "account-records-show-automatic"),
    ];

    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|(_, w, _)| *w == word).map_or(Self::All, |(show, ..)| show)
    }

    const fn has(self, kind: Kind) -> bool {
        match self {
            Self::All => true,
            Self::Office => matches!(kind, Kind::Office),
            Self::Own => matches!(kind, Kind::Own),
            Self::Automatic => matches!(kind, Kind::Automatic),
        }
    }
}

/// One deed, or the same one several times in a row on one day.
struct Deed {
    last: Entry,
    kind: Kind,
    who: String,
    what: String,
    times: usize,
}

pub(crate) async fn page(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let who = visit.signed_in()?;
    let show = Show::of(&asked.show);
    let mut entries = match who.person {
        Some(person) => journal::about(&visit.house().db, person, asked.before, PAGE + 1).await?,
        None => Vec::new(),
    };
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = entries.len() > most;
    entries.truncate(most);
    let path = |before: Option<i64>| match (before, asked.show.as_str()) {
        (None, "") => "/my/records".to_owned(),
        (None, show) => format!("/my/records?show={show}"),
        (Some(seq), "") => format!("/my/records?before={seq}"),
        (Some(seq), show) => format!("/my/records?show={show}&before={seq}"),
    };
    let next = entries.last().filter(|_| more).map(|e| path(Some(e.seq)));
    let previous = asked.before.map(|_| path(None));
    let deeds = deeds(&visit, entries, show).await?;
    Ok(draw(&visit, &deeds, show, previous.as_deref(), next.as_deref()))
}

fn draw(visit: &Visit, deeds: &[Deed], show: Show, previous: Option<&str>, next: Option<&str>) -> Page {
    let w = visit.words();
    let path = |word: &str| if word.is_empty() { "/my/records".to_owned() } else { format!("/my/records?show={word}") };
    let items = Show::ALL.map(|(_, word, key)| MenuItem::new(w.t(key), path(word)));
    let current = Show::ALL.into_iter().find(|(s, ..)| *s == show).map(|(_, word, _)| path(word)).unwrap_or_default();
    let main = html! {
        (page_heading("", &w.t("account-records"), &w.t("account-records-lead")))
        (tabs(w, &w.t("account-records-show"), &items, &current))
        @if deeds.is_empty() {
            (empty_state(Icon::Shield, &w.t("account-records-none"), "", html! {}))
        } @else {
            @for day in deeds.chunk_by(|a, b| a.last.at.date() == b.last.at.date()) { (one_day(visit, day, show)) }
        }
        (pagination(w, previous, next))
    };
    in_my(visit, visit.page(w.plain("account-records")).main(main))
}

/// What happened on a day: what people did one by one, what the program did of itself folded away.
fn one_day(visit: &Visit, deeds: &[Deed], show: Show) -> Markup {
    let (automatic, people): (Vec<&Deed>, Vec<&Deed>) = deeds.iter().partition(|d| d.kind == Kind::Automatic);
    let title = deeds.first().map(|d| day_label(visit.lang(), d.last.at.date())).unwrap_or_default();
    let n: usize = automatic.iter().map(|d| d.times).sum();
    section(
        &title,
        html! {
            @if !people.is_empty() { (timeline(people.iter().map(|d| one(visit, d)))) }
            @if !automatic.is_empty() {
                @if show == Show::Automatic { (what_of_itself(visit, &automatic)) }
                @else { (disclosure(&visit.tf("account-records-automatic", &[("n", n.into())]), what_of_itself(visit, &automatic))) }
            }
        },
    )
}

fn day_label(lang: Lang, day: Date) -> String {
    if lang == Lang::En { day.to_string() } else { era::date_label(day) }
}

/// The time of day; the day is the heading above.
fn clock_label(lang: Lang, at: Moment) -> String {
    let clock = at.civil();
    if lang == Lang::En {
        clock.strftime("%H:%M").to_string()
    } else {
        format!("{}:{:02}", clock.hour(), clock.minute())
    }
}

fn one(visit: &Visit, deed: &Deed) -> Event {
    let w = visit.words();
    let why = deed.last.detail.as_deref().filter(|_| deed.last.act == "people.read");
    let acted = deed.last.detail.as_deref().filter(|_| deed.last.act == "cases.submit_for");
    let channel = match deed.last.channel.as_str() {
        "counter" | "phone" | "paper" => Some(w.t(&format!("account-records-by-{}", deed.last.channel))),
        _ => None,
    };
    let times = (deed.times > 1).then(|| w.tf("account-records-times", &[("n", deed.times.into())]));
    event(clock_label(visit.lang(), deed.last.at), &deed.what)
        .datetime(deed.last.at.rfc3339())
        .who(&deed.who)
        .tone(if deed.last.act == "people.read" { Tone::Info } else { Tone::Neutral })
        .body(html! {
            @if let Some(why) = why { p { (rich(&w.tf("account-records-why", &[("why", why.into())]))) } }
            @if let Some(acted) = acted { p { (acted) } }
            @if let Some(channel) = channel { p { (rich(&channel)) } }
            @if let Some(times) = times { p { (rich(&times)) } }
        })
}

/// The same deed of the program counts once, with its number.
fn what_of_itself(visit: &Visit, deeds: &[&Deed]) -> Markup {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for deed in deeds {
        match kinds.iter_mut().find(|(what, _)| *what == deed.what) {
            Some((_, n)) => *n += deed.times,
            None => kinds.push((&deed.what, deed.times)),
        }
    }
    html! {
        p { (visit.words().rich("account-records-automatic-why")) }
        ul { @for (what, n) in kinds { li { (rich(what)) @if n > 1 { "　" (rich(&visit.tf("account-count", &[("n", n.into())]))) } } } }
    }
}

async fn deeds(visit: &Visit, entries: Vec<Entry>, show: Show) -> Result<Vec<Deed>, WebError> {
    let mut names = Names::new(visit);
    let mut deeds: Vec<Deed> = Vec::with_capacity(entries.len());
    for entry in entries {
        let (kind, who) = names.of(&entry).await?;
        if !show.has(kind) {
            continue;
        }
        let what = what(visit, &entry.act);
        let same = |d: &&mut Deed| {
            d.last.act == entry.act
                && d.who == who
                && d.last.detail == entry.detail
                && d.last.at.date() == entry.at.date()
        };
        match deeds.last_mut().filter(same) {
            Some(deed) => deed.times += 1,
            None => deeds.push(Deed { last: entry, kind, who, what, times: 1 }),
        }
    }
    Ok(deeds)
}

fn what(visit: &Visit, act: &str) -> String {
    visit.t(&act_key(visit.house(), act))
}

/// The key of the words for a deed: those of this floor by name, those of other rooms by the room.
pub(crate) fn act_key(house: &House, act: &str) -> String {
    let room = act.split('.').next().unwrap_or_default();
    let keys = [format!("account-act-{}", act.replace(['.', '_'], "-")), format!("account-act-{room}")];
    let known = keys.into_iter().find(|k| house.texts.has(Lang::Ja, k));
    known.unwrap_or_else(|| "account-act-other".to_owned())
}

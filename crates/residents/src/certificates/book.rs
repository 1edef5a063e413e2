//! What the town says of its certificates (`certificates.toml`): every kind, what it is for, and by
//! which ways one gets it, ours and others', so that nobody is sent the long way. And which template
//! holds on which day.

use cases::forms::{Catalogue, Text};
use kernel::Date;
use serde::Deserialize;
use town::{Problem, Source, TownFolder};

const FILE: &str = "certificates.toml";

/// The guide and the templates.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    pub kinds: Vec<GuideKind>,
    /// Templates that replace an older one: name, and from when (`seal_certificate`, 2027-04-01).
    templates: Vec<(String, Date)>,
}

/// One kind of certificate in the guide.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuideKind {
    /// Key of its procedure.
    pub procedure: String,
    /// What people use it for.
    pub used_for: Text,
    /// The ways to it.
    #[serde(default)]
    pub way: Vec<Way>,
}

/// One way to a certificate.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Way {
    /// Which.
    pub by: By,
    /// How long it takes; without it nobody knows, and the way is shown last.
    pub takes: Option<Takes>,
    /// Whether the town takes part; without it, that is being found out.
    pub offered: Option<bool>,
    /// When it is open, where that differs from the office's hours.
    pub hours: Option<Text>,
    /// Yen for one, where it is not in the table of fees.
    pub yen: Option<i64>,
    /// What it needs and where it ends.
    pub limits: Text,
    /// Whether what stands here was seen in the source.
    #[serde(default)]
    pub verified: bool,
    /// Where.
    pub source: Option<String>,
}

/// Ways to a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    /// This house, from one's own phone.
    Web,
    /// This house, at the screen in the lobby.
    Kiosk,
    /// コンビニ交付.
    ConvenienceStore,
    /// 広域交付 (戸籍法120条の2).
    WideArea,
    /// マイナポータル.
    MynaPortal,
    /// The desk.
    Counter,
    /// By post.
    Post,
}

impl By {
    /// The key of its texts.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Kiosk => "kiosk",
            Self::ConvenienceStore => "store",
            Self::WideArea => "wide",
            Self::MynaPortal => "portal",
            Self::Counter => "counter",
            Self::Post => "post",
        }
    }

    /// The column of the town's fees, for a way of this house.
    pub(crate) const fn fee(self) -> Option<town::FeeChannel> {
        match self {
            Self::Web => Some(town::FeeChannel::Online),
            Self::Kiosk => Some(town::FeeChannel::Kiosk),
            Self::Counter => Some(town::FeeChannel::Counter),
            Self::Post => Some(town::FeeChannel::Post),
            Self::ConvenienceStore | Self::WideArea | Self::MynaPortal => None,
        }
    }
}

/// How long a way takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Takes {
    /// At once.
    AtOnce,
    /// While one waits at an office.
    SameDay,
    /// A few days.
    Days,
    /// Some weeks.
    Weeks,
}

impl Takes {
    /// The key of its text.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::SameDay => "same-day",
            Self::Days => "days",
            Self::Weeks => "weeks",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    kind: Vec<GuideKind>,
}

impl Book {
    /// Reads the town's file; a town without one has no guide.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub(crate) fn open(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        let templates = folder.list("papers/*.typ").iter().filter_map(|file| dated(file)).collect();
        if !folder.has(FILE) {
            return Ok(Self { kinds: Vec::new(), templates });
        }
        let source = folder.source(FILE).map_err(|problem| vec![problem])?;
        let written: Written = source.read().map_err(|problem| vec![problem])?;
        let problems = wrong(&written.kind, &source, folder);
        if problems.is_empty() { Ok(Self { kinds: written.kind, templates }) } else { Err(problems) }
    }

    /// The guide of a procedure.
    pub(crate) fn kind(&self, procedure: &str) -> Option<&GuideKind> {
        self.kinds.iter().find(|k| k.procedure == procedure)
    }

    /// The template of a kind that holds on `day`: the newest that has begun.
    pub(crate) fn template_on(&self, name: &str, day: Date) -> String {
        let begun = self.templates.iter().filter(|(of, from)| of == name && *from <= day);
        begun.map(|(_, from)| *from).max().map_or_else(|| name.to_owned(), |from| format!("{name}-{from}"))
    }
}

impl GuideKind {
    /// The ways, the fastest that is sure first; what nobody knows comes last.
    pub(crate) fn ways(&self) -> Vec<&Way> {
        let mut ways: Vec<&Way> = self.way.iter().filter(|w| w.offered != Some(false)).collect();
        ways.sort_by_key(|w| (w.offered.is_none(), w.takes.is_none(), w.takes, w.by));
        ways
    }

    /// The fastest way that the town is sure of.
    pub(crate) fn fastest(&self) -> Option<&Way> {
        self.ways().into_iter().find(|w| w.offered == Some(true) && w.takes.is_some())
    }
}

/// `papers/seal_certificate-2027-04-01.typ`: the template and the day from which it holds.
fn dated(file: &str) -> Option<(String, Date)> {
    let stem = file.rsplit('/').next()?.strip_suffix(".typ")?;
    let at = stem.len().checked_sub(11)?;
    let (name, day) = (stem.get(..at)?, stem.get(at..)?.strip_prefix('-')?);
    Some((name.to_owned(), day.parse().ok()?))
}

fn wrong(kinds: &[GuideKind], source: &Source, folder: &TownFolder) -> Vec<Problem> {
    let catalogue = Catalogue::load(folder).unwrap_or_default();
    let mut problems = Vec::new();
    for (at, kind) in kinds.iter().enumerate() {
        let path = format!("kind.{at}");
        if !catalogue.all().iter().any(|p| p.key == kind.procedure) {
            let message = format!("「{}」という手続きは procedures/ にありません", kind.procedure);
            problems.push(source.problem(&format!("{path}.procedure"), message));
        }
        if kinds[..at].iter().any(|other| other.procedure == kind.procedure) {
            problems.push(source.problem(&format!("{path}.procedure"), "同じ証明書が二度書かれています"));
        }
        for (n, way) in kind.way.iter().enumerate() {
            let path = format!("{path}.way.{n}");
            if way.verified && way.source.is_none() {
                problems.push(source.problem(&path, "verified = true のときは、source に確かめた場所を書いてください"));
            }
            if way.yen.is_some_and(|yen| !(0..=1_000_000).contains(&yen)) {
                problems.push(source.problem(&path, "金額は 0 円以上、百万円以下で書いてください"));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_towns_guide_is_in_order_and_knows_every_certificate() {
        let book = Book::open(&testkit::town_folder("ono")).unwrap();
        assert_eq!(book.kinds.len(), 7);
        for kind in &book.kinds {
            assert!(kind.way.iter().any(|w| w.by == By::Counter), "{}: the desk is always a way", kind.procedure);
            let ways = kind.ways();
            assert!(ways.windows(2).all(|w| w[0].offered.is_none() <= w[1].offered.is_none()), "{}", kind.procedure);
        }
        let register = book.kind("family_register").unwrap();
        assert_eq!(register.fastest().unwrap().by, By::WideArea, "nobody waits for the post without need");
        assert!(Book::open(&testkit::town_folder("template")).unwrap().kinds.is_empty());
    }

    #[test]
    fn a_template_holds_from_its_day() {
        assert_eq!(dated("papers/a_b-2027-04-01.typ"), Some(("a_b".to_owned(), Date::constant(2027, 4, 1))));
        assert_eq!(dated("papers/resident_record.typ"), None);
        assert_eq!(dated("papers/x.typ"), None);
        let from = |y| ("a".to_owned(), Date::constant(y, 4, 1));
        let book = Book {
            kinds: Vec::new(),
            templates: vec![from(2028), from(2027), ("b".to_owned(), Date::constant(2020, 1, 1))],
        };
        let on = |y, m, d| book.template_on("a", Date::constant(y, m, d));
        assert_eq!(on(2027, 3, 31), "a");
        assert_eq!(on(2027, 4, 1), "a-2027-04-01");
        assert_eq!(on(2029, 1, 1), "a-2028-04-01");
    }
}

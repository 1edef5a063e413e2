//! Words for people, in Japanese, やさしい日本語 and English.
//!
//! Every room brings three Fluent files (`texts/ja.ftl`, `easy.ftl`, `en.ftl`); a town may
//! change any of them. A page asks for a key and gets the words in the reader's language;
//! where a language has none, the Japanese ones stand in. Texts carry furigana in the
//! notation of 青空文庫, see [`ruby`]. Keys beginning with `desk-` are for officers and need
//! Japanese only.

mod ruby;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use maud::Markup;
use std::collections::{BTreeMap, BTreeSet};
use unic_langid::LanguageIdentifier;

pub use ruby::{Piece, pieces, plain, reading, rich, with_reading};

/// A value put into a text: `("n", 3.into())`, `("name", "山田".into())`.
pub type Arg<'a> = FluentValue<'a>;

/// The language a reader chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Japanese.
    #[default]
    Ja,
    /// やさしい日本語, always shown with furigana.
    Easy,
    /// English.
    En,
}

impl Lang {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Ja, Self::Easy, Self::En];

    /// The code used in cookies, forms and file names.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::Easy => "easy",
            Self::En => "en",
        }
    }

    /// The value of the `lang` attribute (BCP 47): やさしい日本語 is Japanese.
    #[must_use]
    pub const fn html(self) -> &'static str {
        match self {
            Self::Ja | Self::Easy => "ja",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ja => "日本語",
            Self::Easy => "やさしい日本語",
            Self::En => "English",
        }
    }

    /// Reads a code; anything unknown is `None`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

/// The texts a room brings, as Fluent sources.
#[derive(Clone, Copy, Debug)]
pub struct RoomTexts {
    /// `texts/ja.ftl`
    pub ja: &'static str,
    /// `texts/easy.ftl`
    pub easy: &'static str,
    /// `texts/en.ftl`
    pub en: &'static str,
}

impl RoomTexts {
    /// A room without words of its own.
    pub const NONE: Self = Self { ja: "", easy: "", en: "" };

    const fn source(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::Easy => self.easy,
            Lang::En => self.en,
        }
    }
}

/// The words of the page frame and the components.
pub const COMMON: RoomTexts = RoomTexts {
    ja: concat!(include_str!("ja.ftl"), "\n", include_str!("../developers/ja.ftl")),
    easy: concat!(include_str!("easy.ftl"), "\n", include_str!("../developers/easy.ftl")),
    en: concat!(include_str!("en.ftl"), "\n", include_str!("../developers/en.ftl")),
};

/// What is wrong with the sources, one line each.
#[derive(Debug, thiserror::Error)]
#[error("texts cannot be read: {}", .0.join("; "))]
pub struct TextsError(pub Vec<String>);

/// All words of the house, ready for lookup from any thread.
pub struct Texts {
    shelves: BTreeMap<Lang, Shelf>,
}

struct Shelf {
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

impl Texts {
    /// Reads the common texts, those of the rooms, then what a town says differently.
    ///
    /// # Errors
    /// A source that is not Fluent, or a key that two rooms define.
    pub fn new(rooms: &[RoomTexts], overrides: &[(Lang, String)]) -> Result<Self, TextsError> {
        let mut problems = Vec::new();
        let mut shelves = BTreeMap::new();
        for lang in Lang::ALL {
            let mut shelf = Shelf::new(lang);
            for room in std::iter::once(&COMMON).chain(rooms) {
                shelf.add(lang, room.source(lang).to_owned(), &mut problems);
            }
            for (_, source) in overrides.iter().filter(|(of, _)| *of == lang) {
                shelf.replace(lang, source.clone(), &mut problems);
            }
            shelves.insert(lang, shelf);
        }
        if problems.is_empty() { Ok(Self { shelves }) } else { Err(TextsError(problems)) }
    }

    /// The words for `key`, or Japanese ones, or `⟦key⟧` so that a gap is seen.
    #[must_use]
    pub fn get(&self, lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        [lang, Lang::Ja]
            .iter()
            .find_map(|lang| self.shelves.get(lang)?.words(key, args))
            .unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// Whether the language itself has the key.
    #[must_use]
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.shelves.get(&lang).is_some_and(|shelf| shelf.keys.contains(key))
    }

    /// Binds the texts to a reader's language.
    #[must_use]
    pub const fn words(&self, lang: Lang) -> Words<'_> {
        Words { texts: self, lang }
    }

    fn keys(&self, lang: Lang) -> impl Iterator<Item = &String> {
        self.shelves.get(&lang).into_iter().flat_map(|shelf| &shelf.keys)
    }
}

impl Shelf {
    fn new(lang: Lang) -> Self {
        let id: LanguageIdentifier = lang.html().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        Self { bundle, keys: BTreeSet::new() }
    }

    fn add(&mut self, lang: Lang, source: String, problems: &mut Vec<String>) {
        self.keys.extend(keys_of(&source).map(str::to_owned));
        let Some(resource) = read(lang, source, problems) else { return };
        if let Err(errors) = self.bundle.add_resource(resource) {
            problems.extend(errors.iter().map(|error| format!("{}: {error}", lang.code())));
        }
    }

    fn replace(&mut self, lang: Lang, source: String, problems: &mut Vec<String>) {
        self.keys.extend(keys_of(&source).map(str::to_owned));
        if let Some(resource) = read(lang, source, problems) {
            self.bundle.add_resource_overriding(resource);
        }
    }

    fn words(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            given.set(*name, value.clone());
        }
        Some(self.bundle.format_pattern(pattern, Some(&given), &mut Vec::new()).into_owned())
    }
}

fn read(lang: Lang, source: String, problems: &mut Vec<String>) -> Option<FluentResource> {
    FluentResource::try_new(source)
        .map_err(|(resource, errors)| {
            problems.extend(errors.iter().map(|error| {
                let line = resource.source()[..error.pos.start].matches('\n').count() + 1;
                format!("{} line {line}: {error}", lang.code())
            }));
        })
        .ok()
}

/// In Fluent a message begins at the first column, everything that continues it is indented.
fn keys_of(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| Some(line.split_once('=')?.0.trim_end()))
}

/// The texts in one reader's language: what a component needs to speak.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// All texts.
    pub texts: &'a Texts,
    /// The reader's language.
    pub lang: Lang,
}

impl Words<'_> {
    /// The words for a key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.texts.get(self.lang, key, &[])
    }

    /// The words for a key with values put in.
    #[must_use]
    pub fn tf(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.texts.get(self.lang, key, args)
    }

    /// The words for a key as markup with furigana.
    #[must_use]
    pub fn rich(&self, key: &str) -> Markup {
        rich(&self.t(key))
    }

    /// The words for a key without furigana, for titles and attributes.
    #[must_use]
    pub fn plain(&self, key: &str) -> String {
        plain(&self.t(key))
    }
}

/// Keys that are missing somewhere, as `en: key`: Japanese keys without their easy or English
/// twin (officers' `desk-` keys apart), and keys of those languages that Japanese does not have.
#[must_use]
pub fn missing(texts: &Texts) -> Vec<String> {
    let mut gaps = Vec::new();
    for lang in [Lang::Easy, Lang::En] {
        let code = lang.code();
        let wanted = texts.keys(Lang::Ja).filter(|key| !key.starts_with("desk-"));
        gaps.extend(wanted.filter(|key| !texts.has(lang, key)).map(|key| format!("{code}: {key}")));
        let orphans = texts.keys(lang).filter(|key| !texts.has(Lang::Ja, key));
        gaps.extend(orphans.map(|key| format!("ja: {key}")));
    }
    gaps
}

/// Keys of やさしい日本語 with a kanji that has no reading, as `easy: key`.
#[must_use]
pub fn unread(texts: &Texts) -> Vec<String> {
    let kanji = |c: char| matches!(c, '々' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    let bare = |key: &&String| {
        let text = texts.get(Lang::Easy, key, &[]);
        pieces(&text).iter().any(|piece| matches!(piece, Piece::Text(words) if words.contains(kanji)))
    };
    texts.keys(Lang::Easy).filter(bare).map(|key| format!("easy: {key}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: RoomTexts = RoomTexts {
        ja: "greet = { $name }さん、こんにちは\nonly-ja = 漢字\ndesk-queue = 受付一覧\n",
        easy: "greet = { $name }さん、こんにちは！\n",
        en: "greet = Hello { $name }\n",
    };

    fn texts() -> Texts {
        Texts::new(&[ROOM], &[(Lang::Ja, "greet = ようこそ、{ $name }さん\n".to_owned())]).unwrap()
    }

    #[test]
    fn a_reader_gets_her_language_without_isolation_marks() {
        assert_eq!(texts().get(Lang::En, "greet", &[("name", "Aya".into())]), "Hello Aya");
    }

    #[test]
    fn a_town_may_say_it_differently() {
        assert_eq!(texts().get(Lang::Ja, "greet", &[("name", "山田".into())]), "ようこそ、山田さん");
    }

    #[test]
    fn japanese_stands_in_and_a_gap_is_visible() {
        assert_eq!(texts().get(Lang::En, "only-ja", &[]), "漢字");
        assert_eq!(texts().get(Lang::Easy, "nowhere", &[]), "⟦nowhere⟧");
    }

    #[test]
    fn missing_names_the_gaps_but_not_officers_texts() {
        assert_eq!(missing(&texts()), ["easy: only-ja", "en: only-ja"]);
    }

    #[test]
    fn the_common_texts_are_complete() {
        assert_eq!(missing(&Texts::new(&[], &[]).unwrap()), Vec::<String>::new());
    }

    #[test]
    fn every_kanji_of_the_common_easy_texts_has_a_reading() {
        assert_eq!(unread(&Texts::new(&[], &[]).unwrap()), Vec::<String>::new());
        let room = RoomTexts { ja: "a = 町\nb = 町\n", easy: "a = 町\nb = ｜町《まち》\n", en: "" };
        assert_eq!(unread(&Texts::new(&[room], &[]).unwrap()), ["easy: a"]);
    }

    #[test]
    fn two_rooms_with_one_key_and_broken_sources_are_refused() {
        assert!(Texts::new(&[ROOM, ROOM], &[]).is_err());
        let broken = RoomTexts { ja: "fine = よい\nbroken = { $\n", ..RoomTexts::NONE };
        let error = Texts::new(&[broken], &[]).err().unwrap().to_string();
        assert!(error.contains("ja line 2"), "{error}");
    }

    #[test]
    fn codes_are_read_back() {
        for lang in Lang::ALL {
            assert_eq!(Lang::from_code(lang.code()), Some(lang));
        }
        assert_eq!(Lang::from_code("fr"), None);
    }
}

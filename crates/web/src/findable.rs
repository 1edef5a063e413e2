//! What the search on the home page looks through, and how it finds.

use crate::Entry;
use crate::texts::plain;
use kernel::search_key::search_key;

/// Everything that can be found in one language, with its words folded for comparing.
pub(crate) struct Findable(Vec<Folded>);

struct Folded {
    entry: Entry,
    title: String,
    words: Vec<String>,
    summary: String,
}

impl Folded {
    fn of(entry: Entry) -> Self {
        let title = search_key(&plain(&entry.title));
        let words = entry.words.iter().map(|w| search_key(w)).collect();
        let summary = search_key(&plain(&entry.summary));
        Self { entry, title, words, summary }
    }

    /// How far from its name a word stands: in the name, among its words, in what it is about.
    fn distance(&self, word: &str) -> Option<usize> {
        if self.title.contains(word) {
            Some(0)
        } else if self.words.iter().any(|own| own.contains(word)) {
            Some(1)
        } else {
            self.summary.contains(word).then_some(2)
        }
    }
}

/// Shortest word, in characters, that is looked for inside what was asked.
const SHORTEST: usize = 3;

impl Findable {
    pub fn of(entries: Vec<Entry>) -> Self {
        Self(entries.into_iter().map(Folded::of).collect())
    }

    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().map(|folded| &folded.entry)
    }

    /// All words of the question must be found; kana, width and case do not matter.
    pub fn find(&self, asked: &str) -> Vec<&Entry> {
        let asked: Vec<String> = asked.split_whitespace().map(search_key).filter(|w| !w.is_empty()).collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let distance = |folded: &Folded| asked.iter().map(|word| folded.distance(word)).sum::<Option<usize>>();
        let mut found: Vec<(usize, &Entry)> = self.0.iter().filter_map(|f| Some((distance(f)?, &f.entry))).collect();
        if found.is_empty() {
            return self.said_within(&asked.concat());
        }
        found.sort_by_key(|(distance, _)| *distance);
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Whoever asks in a sentence (「赤ちゃんが生まれました」) names the matter somewhere in it: what answers
    /// to the longest word of the sentence comes first.
    fn said_within(&self, asked: &str) -> Vec<&Entry> {
        let longest = |folded: &Folded| {
            let said = folded.words.iter().filter(|w| asked.contains(w.as_str()));
            said.map(|w| w.chars().count()).max().filter(|n| *n >= SHORTEST)
        };
        let mut found: Vec<(usize, &Entry)> = self.0.iter().filter_map(|f| Some((longest(f)?, &f.entry))).collect();
        found.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        found.into_iter().map(|(_, entry)| entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, words: &[&str]) -> Entry {
        Entry {
            title: title.to_owned(),
            summary: String::new(),
            url: "/".to_owned(),
            words: words.iter().map(|w| (*w).to_owned()).collect(),
            on_home: false,
        }
    }

    fn titles<'f>(all: &'f Findable, asked: &str) -> Vec<&'f str> {
        all.find(asked).iter().map(|e| e.title.as_str()).collect()
    }

    #[test]
    fn people_find_a_matter_by_the_words_they_use() {
        let all = Findable::of(vec![entry("住民票の写し", &["じゅうみんひょう", "証明書"]), entry("印鑑証明書", &[])]);
        assert_eq!(titles(&all, "住民"), ["住民票の写し"]);
        assert_eq!(titles(&all, "ジュウミン"), ["住民票の写し"]);
        assert_eq!(titles(&all, "証明"), ["印鑑証明書", "住民票の写し"]);
        assert_eq!(titles(&all, "住民 証明"), ["住民票の写し"]);
        assert!(titles(&all, "  ").is_empty() && titles(&all, "車").is_empty());
    }

    #[test]
    fn a_whole_sentence_finds_what_it_speaks_of() {
        let all =
            Findable::of(vec![entry("子どもが生まれた", &["赤ちゃん", "出産"]), entry("引っ越し", &["引っ越し"])]);
        assert_eq!(titles(&all, "赤ちゃんが生まれました"), ["子どもが生まれた"]);
        assert_eq!(titles(&all, "来月引っ越しします"), ["引っ越し"]);
        assert!(titles(&all, "出します").is_empty());
    }
}

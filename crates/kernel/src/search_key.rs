//! How texts are found again: a folded key beside the text, and its bigrams for the index.
//!
//! The key is for comparing only; it is never shown and never written over what people gave.
//! Folding: NFKC, lower case, variation selectors and signs dropped, hiragana and small kana to
//! large katakana, ー to the vowel that it lengthens (dropped at a word's end, so that
//! コンピュータ finds コンピューター), and the commonest old forms of kanji in names to the usual one
//! (髙→高, 邊→辺).
//!
//! Word indexes miss the one- and two-character words that people look for most (税, 水道), so
//! the index holds every two neighbouring characters, and the last character of each run alone.

use crate::kana::to_katakana;
use crate::name::is_variation_selector;
use crate::width::is_hyphen_like;
use unicode_normalization::UnicodeNormalization as _;

/// The folded form of `text` for equality and for prefixes: letters and digits only, no spaces.
pub fn search_key(text: &str) -> String {
    runs(text).concat().nfkc().collect()
}

/// Every two neighbouring characters of the folded text, divided by spaces, for a word index:
/// 小野町の税 → `小野 野町 町ノ ノ税 税`. White space inside Japanese text does not divide it; signs
/// and the spaces between Latin words do.
pub fn bigrams(text: &str) -> String {
    let mut tokens = Vec::new();
    for run in runs(text) {
        tokens.extend(pairs(&run));
        tokens.extend(run.chars().next_back().map(String::from));
    }
    tokens.join(" ")
}

/// One condition of a search in the bigram index; all of a query's phrases must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase {
    /// These tokens one after another: 介護保険 → 介護, 護保, 保険.
    Tokens(Vec<String>),
    /// A single character: any token that begins with it.
    Prefix(String),
}

/// What to look for when a person types `query`: one phrase a word. Empty when nothing in it can
/// be found.
pub fn bigram_query(query: &str) -> Vec<Phrase> {
    query
        .split_whitespace()
        .flat_map(runs)
        .map(|run| match pairs(&run) {
            tokens if tokens.is_empty() => Phrase::Prefix(run),
            tokens => Phrase::Tokens(tokens),
        })
        .collect()
}

fn pairs(run: &str) -> Vec<String> {
    let chars: Vec<char> = run.chars().collect();
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// The folded text cut where a sign, or a space beside a Latin letter or digit, divides it.
fn runs(text: &str) -> Vec<String> {
    let folded: Vec<char> = fold(text).chars().collect();
    let mut runs = Vec::new();
    let mut run = String::new();
    for (at, c) in folded.iter().enumerate() {
        let c = match c {
            _ if is_long_mark(&folded, at) => match long_vowel(&run, folded.get(at + 1)) {
                Some(vowel) => vowel,
                None => continue,
            },
            c if is_kept(*c) => *c,
            c if c.is_whitespace() && joins_across(&run, &folded[at..]) => continue,
            _ => {
                runs.push(std::mem::take(&mut run));
                continue;
            }
        };
        run.push(c);
    }
    runs.push(run);
    runs.retain(|run| !run.is_empty());
    runs
}

fn fold(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !is_variation_selector(*c)).collect();
    let folded: String = bare.nfkc().flat_map(char::to_lowercase).map(usual_form).collect();
    let composed: String = folded.nfkc().filter(|c| !is_invisible(*c)).collect();
    to_katakana(&composed).chars().map(large).collect()
}

fn is_invisible(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn is_kept(c: char) -> bool {
    let private_use = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}');
    (c.is_alphanumeric() || private_use) && c != 'ー'
}

/// A space inside Japanese text joins: there are no spaces between Japanese words.
fn joins_across(run: &str, rest: &[char]) -> bool {
    let wide = |c: char| !c.is_ascii() && is_kept(c);
    let before = run.chars().next_back();
    let after = rest.iter().copied().find(|c| !c.is_whitespace());
    before.is_some_and(wide) && after.is_some_and(wide)
}

/// ー, or a hyphen typed for it between two kana.
fn is_long_mark(text: &[char], at: usize) -> bool {
    let kana = |c: Option<&char>| c.is_some_and(|c| matches!(c, 'ァ'..='ヺ' | 'ー'));
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    match text.get(at) {
        Some('ー') => kana(before),
        Some(c) if is_hyphen_like(*c) => kana(before) && kana(text.get(at + 1)),
        _ => false,
    }
}

/// The vowel that a long mark after `run` stands for; none where no kana follows it.
fn long_vowel(run: &str, next: Option<&char>) -> Option<char> {
    const ROWS: [(&str, char); 5] = [
        ("アカサタナハマヤラワガザダバパヷ", 'ア'),
        ("イキシチニヒミリギジヂビピヰヸ", 'イ'),
        ("ウクスツヌフムユルグズヅブプヴ", 'ウ'),
        ("エケセテネヘメレゲゼデベペヱヹ", 'エ'),
        ("オコソトノホモヨロヲゴゾドボポヺ", 'オ'),
    ];
    if !next.is_some_and(|c| matches!(c, 'ァ'..='ヺ')) {
        return None;
    }
    let last = run.chars().next_back()?;
    let row = ROWS.iter().find(|(row, _)| row.contains(last))?;
    Some(row.1)
}

const SMALL: &str = "ァィゥェォッャュョヮヵヶ";
const LARGE: &str = "アイウエオツヤユヨワカケ";

fn large(c: char) -> char {
    pick(SMALL, LARGE, c)
}

const OLD: &str = "髙﨑嵜碕邊邉齋齊斎濵濱澤廣櫻國嶋嶌𠮷圓榮惠靜藏瀨龍槇槗德眞寬淸曻鄕會條與禮緣黑穗增彌";
const USUAL: &str = "高崎崎崎辺辺斉斉斉浜浜沢広桜国島島吉円栄恵静蔵瀬竜槙橋徳真寛清昇郷会条与礼縁黒穂増弥";

/// The usual form of kanji that names are often written with; a help for finding, not a claim
/// that the names are the same.
fn usual_form(c: char) -> char {
    pick(OLD, USUAL, c)
}

fn pick(from: &str, to: &str, c: char) -> char {
    from.chars().position(|old| old == c).and_then(|at| to.chars().nth(at)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(a: &str, b: &str) {
        assert_eq!(search_key(a), search_key(b), "{a} {b}");
    }

    #[test]
    fn ways_of_writing_one_word_have_one_key() {
        same("葛\u{E0100}飾", "葛飾");
        same("\u{FA19}", "神");
        same("小野　花子", "小野花子");
        same("ｵﾉ ﾊﾅｺ", "おのはなこ");
        same("キョウコ", "キヨウコ");
        same("ＡＢＣ", "abc");
        same("コンピューター", "コンピュータ");
        same("オーノ", "オオノ");
        same("ロ-ラ", "ローラ");
        same("髙橋", "高橋");
        same("渡邊", "渡辺");
        same("マリア・ルイサ", "マリアルイサ");
        same("㈱おの", "(株)オノ");
        same("か\u{3099}", "ガ");
        assert_ne!(search_key("スーパー"), search_key("スパ"));
        assert_ne!(search_key("小野"), search_key("大野"));
        assert_eq!(search_key("、。　"), "");
    }

    #[test]
    fn old_and_usual_forms_stand_in_pairs() {
        assert_eq!(OLD.chars().count(), USUAL.chars().count());
        assert_eq!(SMALL.chars().count(), LARGE.chars().count());
        assert!(USUAL.chars().all(|c| usual_form(c) == c));
        for (old, new) in [('髙', '高'), ('龍', '竜'), ('黑', '黒'), ('彌', '弥')] {
            assert_eq!(usual_form(old), new);
        }
    }

    #[test]
    fn the_index_holds_every_pair_and_each_last_character() {
        assert_eq!(bigrams("住民票の写し"), "住民 民票 票ノ ノ写 写シ シ");
        assert_eq!(bigrams("町県\n民税"), "町県 県民 民税 税");
        assert_eq!(bigrams("税、水道"), "税 水道 道");
        assert_eq!(bigrams("Ono Town"), "on no o to ow wn n");
        assert_eq!(bigrams("！？"), "");
    }

    #[test]
    fn a_query_is_one_phrase_a_word() {
        let tokens = |t: &[&str]| Phrase::Tokens(t.iter().map(ToString::to_string).collect());
        assert_eq!(bigram_query("介護保険"), [tokens(&["介護", "護保", "保険"])]);
        assert_eq!(bigram_query("税"), [Phrase::Prefix("税".into())]);
        assert_eq!(bigram_query(" 水道　休止 "), [tokens(&["水道"]), tokens(&["休止"])]);
        assert_eq!(bigram_query(" 、"), []);
    }

    /// What an index does with the tokens.
    fn found(document: &str, query: &str) -> bool {
        let document = bigrams(document);
        let tokens: Vec<&str> = document.split(' ').collect();
        bigram_query(query).iter().all(|phrase| match phrase {
            Phrase::Prefix(p) => tokens.iter().any(|t| t.starts_with(p.as_str())),
            Phrase::Tokens(want) => tokens.windows(want.len()).any(|have| have == want),
        })
    }

    #[test]
    fn short_words_are_found() {
        let text = "令和8年度の町県民税と水道料金のお知らせ（コンピューター処理）";
        for word in ["税", "水道", "町県民税", "お知らせ", "コンピュータ", "水道 税", "8年"] {
            assert!(found(text, word), "{word}");
        }
        assert!(!found(text, "水税") && !found(text, "下水道"));
    }

    proptest! {
        #[test]
        fn every_part_of_a_japanese_text_is_found(text in "[小野町税水道おのハ]{1,20}", start in 0..20usize, length in 1..6usize) {
            let part: String = text.chars().skip(start).take(length).collect();
            prop_assert!(found(&text, &part));
        }

        #[test]
        fn a_key_is_its_own_key(text in "\\PC{0,30}") {
            let key = search_key(&text);
            prop_assert_eq!(search_key(&key), key);
        }

        #[test]
        fn the_index_holds_only_words_of_two_characters(text in "\\PC{0,30}") {
            for token in bigrams(&text).split_whitespace() {
                prop_assert!(token.chars().count() <= 2);
            }
        }
    }
}

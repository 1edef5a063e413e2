//! Passwords that many chose before, and words that a guesser tries first.
//!
//! The list (`passwords/README.md` says where it comes from) holds the first five bytes of the
//! SHA-256 of each, sorted: of a million good passwords none is taken for a known one by chance.

use sha2::{Digest, Sha256};

/// Bytes of one entry.
const KEPT: usize = 5;
static LIST: &[u8] = include_bytes!("../passwords/common.bin");
/// A word of the person or the place must be so long to count; shorter ones are parts of others.
const SHORTEST_WORD: usize = 3;
/// So many letters must be left when those words are taken out.
const LEFT: usize = 4;

/// Whether others are known to have chosen it: as it stands, its word without the figures and signs
/// around it, or one of the two said several times. `password` is in lower case.
pub(crate) fn is_known(password: &str) -> bool {
    let word = password.trim_matches(|c: char| !c.is_alphabetic());
    [password, word].into_iter().any(|text| is_listed(text) || said_again(text).is_some_and(is_listed))
}

/// What is said several times, as `katya` in `katyakatya`.
fn said_again(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    let mut parts = ends.filter(|at| text.len().is_multiple_of(*at)).map(|at| &text[..at]);
    parts.find(|part| part.repeat(text.len() / part.len()) == text)
}

fn is_listed(text: &str) -> bool {
    let digest = Sha256::digest(text);
    let (entries, _) = LIST.as_chunks::<KEPT>();
    entries.binary_search_by(|entry| entry.as_slice().cmp(&digest[..KEPT])).is_ok()
}

/// Whether it is made of `words` (of the person, of the place) and hardly anything else.
pub(crate) fn is_made_of(password: &str, words: &[&str]) -> bool {
    let mut words: Vec<String> = words.iter().flat_map(|text| parts(text)).collect();
    // The longest first, so that 小野町 is gone before 小野.
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let mut rest = password.to_owned();
    for word in &words {
        rest = rest.replace(word, " ");
    }
    rest != password && rest.chars().filter(|c| c.is_alphabetic()).count() < LEFT
}

/// The words of a name or an address, as in `hanako.engawa@demo.example`.
fn parts(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let long = |word: &&str| {
        let letters = word.chars().count();
        letters >= SHORTEST_WORD || letters > 1 && !word.is_ascii()
    };
    text.split(|c: char| !c.is_alphanumeric()).filter(long).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_list_is_whole_and_sorted() {
        let (entries, rest) = LIST.as_chunks::<KEPT>();
        assert!(entries.len() > 10_000 && rest.is_empty(), "{}", entries.len());
        assert!(entries.is_sorted());
    }

    #[test]
    fn what_others_chose_is_known_with_figures_around_it_and_said_twice() {
        for known in [
            "1q2w3e4r5t6y",
            "basketball",
            "christopher",
            "dragon2024!!",
            "2024_monkey_",
            "sakura-1234",
            "katyakatya",
            "doraemon!!",
            "123qweasdzxc",
            "ありがとうございます",
        ] {
            assert!(is_known(known), "{known}");
        }
        for new in ["harukaze to mugi", "correct horse battery", "はるのおがわはさらさらゆくよ", "", "!!!!!!!!!!"]
        {
            assert!(!is_known(new), "{new}");
        }
    }

    #[test]
    fn words_of_the_person_and_the_place_alone_make_no_password() {
        let words = ["hanako@demo.example", "engawa", "小野町", "Ono Town", "縁側　花子"];
        for made in ["hanako2024", "engawa-hanako", "小野町小野町123456", "縁側花子19460505", "hanako@demo.example"]
        {
            assert!(is_made_of(made, &words), "{made}");
        }
        for new in ["hanako no himitsu", "小野町の春は遅い", "1234", ""] {
            assert!(!is_made_of(new, &words), "{new}");
        }
        assert!(!is_made_of("harukaze to mugi", &["", "a@b.c"]), "what is too short is no word");
    }

    proptest! {
        #[test]
        fn no_password_breaks_the_rule(password in "\\PC{0,40}", word in "\\PC{0,20}") {
            let _ = (is_known(&password), is_made_of(&password, &[word.as_str()]));
        }

        #[test]
        fn chance_is_not_taken_for_a_known_one(password in "[a-z]{4}[0-9][a-z]{4}[0-9][a-z]{4}") {
            prop_assert!(!is_known(&password));
        }
    }
}

//! 個人番号 in free text, so that it can be refused: outside the purposes of 番号法 nobody may keep
//! one (20条).

use super::weighted;
use crate::width::{digit, is_hyphen_like};
use std::ops::Range;

/// The twelfth digit of a 個人番号 (Σ of eleven digits × 6,5,4,3,2,7,6,5,4,3,2 mod 11; 0 when that
/// is 0 or 1, else 11 less it).
pub fn my_number_check_digit(base: [u8; 11]) -> u8 {
    match weighted(&base, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11 {
        0 | 1 => 0,
        rest => u8::try_from(11 - rest).unwrap_or(0),
    }
}

/// Whether `text` is twelve digits with the check digit of a 個人番号, in any width, with spaces or
/// hyphens.
pub fn is_my_number(text: &str) -> bool {
    super::digits::<12>(text).is_ok_and(|number| fits(&number))
}

fn fits(number: &[u8]) -> bool {
    match number.split_last() {
        Some((check, base)) => base.try_into().is_ok_and(|base| my_number_check_digit(base) == *check),
        None => false,
    }
}

/// Digits without a break, as they stand in a text.
struct Group {
    digits: Vec<u8>,
    range: Range<usize>,
    /// What stands between the group before and this one: a space somewhere, or only a hyphen.
    spaced: bool,
}

/// Where a 個人番号 stands in `text`, in bytes: twelve digits with a fitting check digit, in any
/// width, with spaces or hyphens between them. Longer numbers (法人番号, card numbers) and numbers
/// of another length (telephone) are left alone; one text in eleven with twelve other digits in
/// this shape is found too.
pub fn find_my_number(text: &str) -> Option<Range<usize>> {
    chains(text).iter().find_map(|chain| in_chain(chain))
}

/// The groups of digits, in chains that only spaces and hyphens join.
fn chains(text: &str) -> Vec<Vec<Group>> {
    let mut chains: Vec<Vec<Group>> = vec![Vec::new()];
    let mut gap = String::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let chain = chains.len() - 1;
        if let Some(d) = digit(c) {
            match chains[chain].last_mut() {
                Some(group) if gap.is_empty() => {
                    group.digits.push(d);
                    group.range.end = end;
                }
                _ => chains[chain].push(Group {
                    digits: vec![d],
                    range: at..end,
                    spaced: gap.chars().any(char::is_whitespace),
                }),
            }
            gap.clear();
        } else if is_joint(c) && gap.chars().count() < 4 {
            gap.push(c);
        } else {
            gap.clear();
            chains.push(Vec::new());
        }
    }
    chains
}

fn is_joint(c: char) -> bool {
    is_hyphen_like(c) || c.is_whitespace() && c != '\n' && c != '\r'
}

fn in_chain(chain: &[Group]) -> Option<Range<usize>> {
    let whole = number(chain);
    let word = || words(chain).find_map(number);
    whole.or_else(word).or_else(|| three_by_four(chain))
}

/// The groups as one number, if they are twelve digits and fit.
fn number(groups: &[Group]) -> Option<Range<usize>> {
    let digits: Vec<u8> = groups.iter().flat_map(|g| g.digits.iter().copied()).collect();
    let (first, last) = (groups.first()?, groups.last()?);
    (digits.len() == 12 && fits(&digits)).then_some(first.range.start..last.range.end)
}

/// The parts of a chain between spaces.
fn words(chain: &[Group]) -> impl Iterator<Item = &[Group]> {
    chain.chunk_by(|_, next| !next.spaced)
}

/// `1234 5678 9012` beside another number: exactly three words of four digits in a row.
fn three_by_four(chain: &[Group]) -> Option<Range<usize>> {
    let words: Vec<&[Group]> = words(chain).collect();
    words.chunk_by(|a, b| is_four(a) == is_four(b)).filter(|series| series.len() == 3 && is_four(series[0])).find_map(
        |series| {
            let digits: Vec<u8> = series.iter().flat_map(|word| word[0].digits.iter().copied()).collect();
            fits(&digits).then_some(series[0][0].range.start..series[2][0].range.end)
        },
    )
}

fn is_four(word: &[Group]) -> bool {
    matches!(word, [group] if group.digits.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_numbers_are_right() {
        assert!(is_my_number("621498320257"));
        assert!(is_my_number("3794 7448 4458"));
        assert!(!is_my_number("621498320258"));
        assert!(!is_my_number("62149832025"));
    }

    #[test]
    fn it_is_found_however_it_is_written() {
        for text in [
            "621498320257",
            "番号は621498320257です",
            "６２１４９８３２０２５７",
            "マイナンバー 6214 9832 0257",
            "6214-9832-0257",
            "６２１４ー９８３２ー０２５７",
            "6214 - 9832 - 0257",
            "電話0247-72-2111、番号6214-9832-0257",
            "621498320257 0247-72-2111",
            "6214 9832 0257 0247-72-2111",
            "0247-72-2111\n621498320257",
            "2026 621498320257",
        ] {
            let found = find_my_number(text).map(|range| &text[range]);
            assert!(found.is_some_and(is_my_number), "{text}: {found:?}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "",
            "621498320258",
            "0247-72-2111",
            "090-1234-5678",
            "6214983202570",
            "1621498320257",
            "8000020075221",
            "6214 9832 0257 1234",
            "6214-9832-0257-1234",
            "621498320257-1",
            "令和8年4月1日 13時30分",
            "6214、9832、0257",
        ] {
            assert_eq!(find_my_number(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_is_found_in_a_sentence(base in proptest::array::uniform11(0..10u8), gap in "[ -]?") {
            let text = base.iter().chain([&my_number_check_digit(base)]).map(u8::to_string).collect::<String>();
            let parts = [&text[..4], &text[4..8], &text[8..]].join(&gap);
            let sentence = format!("私の番号は{parts}です。");
            let start = "私の番号は".len();
            prop_assert_eq!(find_my_number(&sentence), Some(start..start + parts.len()));
        }

        #[test]
        fn a_number_of_another_length_is_never_found(number in "[0-9]{1,11}|[0-9]{13,20}") {
            prop_assert_eq!(find_my_number(&number), None);
        }

        #[test]
        fn searching_any_text_is_safe(text in "\\PC{0,40}|[0-9０-９ \n-]{0,40}") {
            if let Some(range) = find_my_number(&text) {
                prop_assert!(text.get(range).is_some_and(is_my_number));
            }
        }
    }
}

//! Furigana in texts: `｜漢字《かんじ》`, the notation of 青空文庫.
//!
//! It survives Fluent (which keeps braces for itself), e-mail and paper, and an officer can
//! type it. A mark that does not complete the notation is an ordinary character.

use maud::{Markup, html};

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Ordinary words.
    Text(&'a str),
    /// A word with its reading above it.
    Ruby {
        /// The word.
        base: &'a str,
        /// Its reading in kana.
        reading: &'a str,
    },
}

/// Takes a text apart. The pieces, written one after another, are the text again.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(bar) = rest[from..].find('｜').map(|at| at + from) {
        if let Some((piece, after)) = ruby_at(&rest[bar..]) {
            if bar > 0 {
                found.push(Piece::Text(&rest[..bar]));
            }
            found.push(piece);
            rest = after;
            from = 0;
        } else {
            from = bar + '｜'.len_utf8();
        }
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

fn ruby_at(text: &str) -> Option<(Piece<'_>, &str)> {
    let (base, after) = text.strip_prefix('｜')?.split_once('《')?;
    let (reading, after) = after.split_once('》')?;
    let clean = |part: &str| !part.is_empty() && !part.contains(['｜', '《', '》', '\n']);
    (clean(base) && clean(reading)).then_some((Piece::Ruby { base, reading }, after))
}

/// The text as markup: furigana as `<ruby>`, line ends as `<br>`, everything else escaped.
#[must_use]
pub fn rich(text: &str) -> Markup {
    html! {
        @for piece in pieces(text) {
            @match piece {
                Piece::Text(words) => (lines(words)),
                Piece::Ruby { base, reading } => ruby { (base) rp { "（" } rt { (reading) } rp { "）" } },
            }
        }
    }
}

fn lines(words: &str) -> Markup {
    html! {
        @for (at, line) in words.split('\n').enumerate() {
            @if at > 0 { br; }
            (line)
        }
    }
}

/// The text without furigana: for titles, attributes, options and plain mail.
#[must_use]
pub fn plain(text: &str) -> String {
    joined(text, |base, _| base.to_owned())
}

/// The text with readings in brackets, `漢字（かんじ）`: where no ruby can stand.
#[must_use]
pub fn with_reading(text: &str) -> String {
    joined(text, |base, reading| format!("{base}（{reading}）"))
}

/// The text as it is read aloud, readings instead of kanji: what people type who do not know them.
#[must_use]
pub fn reading(text: &str) -> String {
    joined(text, |_, reading| reading.to_owned())
}

fn joined(text: &str, ruby: impl Fn(&str, &str) -> String) -> String {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(words) => words.to_owned(),
            Piece::Ruby { base, reading } => ruby(base, reading),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(pieces: &[Piece<'_>]) -> String {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(words) => (*words).to_owned(),
                Piece::Ruby { base, reading } => format!("｜{base}《{reading}》"),
            })
            .collect()
    }

    #[test]
    fn a_word_gets_its_reading() {
        assert_eq!(rich("お｜知《し》らせ").into_string(), "お<ruby>知<rp>（</rp><rt>し</rt><rp>）</rp></ruby>らせ");
        assert_eq!(plain("｜手続《てつづ》き"), "手続き");
        assert_eq!(with_reading("｜手続《てつづ》き"), "手続（てつづ）き");
    }

    #[test]
    fn marks_that_complete_nothing_are_ordinary() {
        for text in ["｜", "｜漢字", "｜漢字《", "《かんじ》", "｜《》", "｜a｜b《c》d》"] {
            assert_eq!(written(&pieces(text)), text);
        }
        assert_eq!(plain("｜a｜b《c》"), "｜ab");
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        assert_eq!(
            rich("<b>\n｜<i>《&》").into_string(),
            "&lt;b&gt;<br><ruby>&lt;i&gt;<rp>（</rp><rt>&amp;</rt><rp>）</rp></ruby>"
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[｜《》a漢かな\n<>&]{0,24}") {
            prop_assert_eq!(written(&pieces(&text)), text);
        }

        #[test]
        fn no_input_makes_a_tag(text in "\\PC{0,40}") {
            let bare = ["<ruby>", "</ruby>", "<rp>", "</rp>", "<rt>", "</rt>", "<br>"]
                .iter()
                .fold(rich(&text).into_string(), |html, tag| html.replace(tag, ""));
            prop_assert!(!bare.contains(['<', '>']));
        }

        #[test]
        fn plain_has_the_words_and_no_readings(base in "[一-龥]{1,4}", reading in "[ぁ-ん]{1,8}", rest in "[a-z]{0,5}") {
            let text = format!("{rest}｜{base}《{reading}》{rest}");
            prop_assert_eq!(plain(&text), format!("{rest}{base}{rest}"));
        }
    }
}

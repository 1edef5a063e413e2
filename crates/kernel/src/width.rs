//! Full-width and half-width twins of the ASCII letters, digits and signs.
//!
//! Japanese keyboards give `２０２６` as readily as `2026`; a person must not be sent back for it.

/// Full-width ASCII (U+FF01–U+FF5E), the ideographic space and `￥` in their half-width form;
/// everything else as it was.
pub fn half_width(text: &str) -> String {
    text.chars().map(half_width_char).collect()
}

/// One character as [`half_width`] does it.
pub fn half_width_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '\u{FFE5}' => '¥',
        _ => c,
    }
}

/// The value of a half-width or full-width digit.
pub fn digit(c: char) -> Option<u8> {
    half_width_char(c).to_digit(10).and_then(|d| u8::try_from(d).ok())
}

/// The strokes that people type for a hyphen between numbers: `-`, `－`, `‐`, `–`, `—`, `−`, `ー`,
/// `ｰ`, `─` and their kin.
pub fn is_hyphen_like(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{FF0D}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{30FC}'
                | '\u{FF70}'
                | '\u{2500}'
                | '\u{2501}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_typing_is_read_as_half_width() {
        assert_eq!(half_width("Ｒ８．４．１　￥１００"), "R8.4.1 ¥100");
        assert_eq!(half_width("髙橋ｶﾅ"), "髙橋ｶﾅ");
        assert_eq!(digit('７'), Some(7));
        assert_eq!(digit('七'), None);
    }
}

//! Free text, in which a My Number is refused.
//!
//! The town must not collect a My Number except where a law names the purpose (番号法20条), and a free
//! text is never such a place. Words are kept as typed; only line breaks become one kind.

use super::person::small;
use super::{Answer, Asked, Reading};

pub(super) fn read(asked: &Asked<'_, '_>, max_chars: usize, lines: bool) -> Reading {
    let text = asked.whole().replace("\r\n", "\n").replace('\r', "\n");
    if text.is_empty() {
        return Ok(None);
    }
    let control = |c: char| c.is_control() && !(lines && matches!(c, '\n' | '\t'));
    if text.chars().any(control) {
        return asked.wrong("cases-form-text-character");
    }
    if text.chars().count() > max_chars {
        return asked.wrong_by("cases-form-text-long", vec![("max", small(max_chars))]);
    }
    if kernel::check_digit::find_my_number(&text).is_some() {
        return asked.wrong("cases-form-my-number");
    }
    Ok(Some(Answer::Text(text)))
}

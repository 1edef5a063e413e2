//! How long things hold at the screen in the lobby, and what is asked there. Pure.

use cases::forms::{Answer, Answers, Form, Kind, Question, TownMatter};
use kernel::Moment;

/// A number for the screen holds so long.
pub(super) const PASS_SECONDS: i64 = 600;
/// A sitting without a touch.
pub(super) const IDLE_SECONDS: i64 = 180;
/// So long before the end of the idle time the page asks whether somebody is still there.
pub(super) const WARN_SECONDS: i64 = 60;
/// A sitting whatever happens.
pub(super) const LONGEST_SECONDS: i64 = 900;
/// A screen stays started so long: a working day.
pub(super) const KIOSK_SECONDS: i64 = 11 * 3600;

/// Whether a sitting still goes on.
pub(super) fn goes_on(started: Moment, seen: Moment, now: Moment) -> bool {
    now.seconds_since(seen) < IDLE_SECONDS && now.seconds_since(started) < LONGEST_SECONDS
}

/// Eight digits, in two groups for the eye.
pub(super) fn spoken(number: u32) -> String {
    format!("{:04} {:04}", number / 10_000, number % 10_000)
}

/// A number of eight digits from random bytes; every number is as likely as any other.
pub(super) fn number(random: [u8; 8]) -> u32 {
    u32::try_from(u64::from_be_bytes(random) % 100_000_000).unwrap_or_default()
}

/// What somebody typed, as digits alone.
pub(super) fn typed(text: &str) -> Option<u32> {
    let digits: String = kernel::width::half_width(text).chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|_| digits.len() == 8)
}

/// The questions that the screen asks: those that are chosen or counted. Names, addresses and
/// telephone numbers come from the register; nothing is typed here.
pub(super) fn questions(form: &Form) -> Vec<&Question> {
    let asked = |q: &&Question| {
        matches!(q.kind, Kind::Choice(_) | Kind::Choices { .. } | Kind::Number { .. })
            && !DECIDED.contains(&q.key.as_str())
    };
    form.questions().map(|(_, q)| q).filter(asked).collect()
}

/// What the screen answers itself: an exemption is decided by somebody, the way to receive is here.
const DECIDED: [&str; 5] = ["exempt", "receive", "coverage", "members", "purpose_other"];

/// The options of a choice that can be had at the screen.
pub(super) fn is_offered(question: &str, value: &str) -> bool {
    !(question == "who" && value == "mandate" || question == "purpose" && value == "other")
}

/// The answers that the screen gives by itself, on top of what was chosen.
pub(super) fn completed(matter: &TownMatter, chosen: &Answers) -> Vec<(String, Answer)> {
    let mut answers: Vec<(String, Answer)> = chosen.iter().map(|(k, a)| (k.clone(), a.clone())).collect();
    let mut give = |key: &str, answer: Answer| {
        if matter.form.question(key).is_some() {
            answers.push((key.to_owned(), answer));
        }
    };
    give("receive", Answer::Choice("counter".to_owned()));
    give("declared", Answer::Consent);
    if let Some(exempt) = &matter.exempt {
        give(&exempt.question, Answer::Choice(cases::forms::Exempt::NONE.to_owned()));
    }
    if chosen.choice("who") == Some("household") {
        give("coverage", Answer::Choice("all".to_owned()));
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sitting_ends_without_a_touch_and_in_any_case() {
        let start = Moment::from_micros(1_800_000_000_000_000);
        let at = |s| start.plus_seconds(s);
        assert!(goes_on(start, start, at(IDLE_SECONDS - 1)));
        assert!(!goes_on(start, start, at(IDLE_SECONDS)));
        assert!(goes_on(start, at(LONGEST_SECONDS - 10), at(LONGEST_SECONDS - 1)));
        assert!(!goes_on(start, at(LONGEST_SECONDS - 1), at(LONGEST_SECONDS)));
    }

    proptest! {
        /// Whatever number is given out is read back however it is typed.
        #[test]
        fn a_number_is_read_as_it_is_said(random in any::<[u8; 8]>()) {
            let given = number(random);
            prop_assert_eq!(typed(&spoken(given)), Some(given));
            let wide: String = spoken(given).chars().map(|c| match c { '0'..='9' => char::from_u32(c as u32 + 0xFEE0).unwrap(), _ => '－' }).collect();
            prop_assert_eq!(typed(&wide), Some(given));
        }

        #[test]
        fn nothing_else_is_a_number(text in "\\PC{0,12}") {
            let digits = text.chars().filter(|c| kernel::width::half_width(&c.to_string()).chars().all(|h| h.is_ascii_digit())).count();
            if digits != 8 { prop_assert!(typed(&text).is_none()); }
        }
    }
}

//! Telephone numbers as people give them.
//!
//! Area codes have two to five digits and no rule tells their length, so the hyphens that a person
//! typed are kept; without any, only groups that are certain are divided.

use crate::text_form::text_form;
use crate::width::{half_width_char, is_hyphen_like};
use std::{fmt, str::FromStr};

/// A telephone number: a Japanese one beginning with 0, or a foreign one beginning with +.
/// `Display`, JSON and records: as it is shown, `0247-72-2111`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

/// Why a text is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Something else than digits, hyphens, brackets, spaces and a leading +.
    #[error("the telephone number contains other signs than digits")]
    Sign,
    /// A Japanese number has ten digits, or eleven for mobile and IP telephones.
    #[error("the telephone number has the wrong number of digits")]
    Length,
    /// The area code is missing: the number begins with neither 0 nor +.
    #[error("the telephone number has no area code")]
    NoAreaCode,
}

impl Phone {
    /// The digits alone: `0247722111`; foreign numbers keep their +.
    pub fn digits(&self) -> String {
        self.0.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    /// Whether it is a mobile telephone (060, 070, 080, 090), which can receive short messages.
    pub fn is_mobile(&self) -> bool {
        is_mobile(&self.digits())
    }

    /// E.164 for links and senders: `+81247722111`.
    pub fn e164(&self) -> String {
        let digits = self.digits();
        match digits.strip_prefix('0') {
            Some(national) => format!("+81{national}"),
            None => digits,
        }
    }
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && ["060", "070", "080", "090"].iter().any(|p| digits.starts_with(p))
}

/// Reads `0247-72-2111`, `０２４７（７２）２１１１`, `0247 72 2111`, `09012345678`, `+81 247-72-2111`.
impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let groups = groups(text)?;
        let digits = groups.concat();
        if let Some(national) = digits.strip_prefix("+81") {
            let national = format!("0{}", national.strip_prefix('0').unwrap_or(national));
            check_japanese(&national)?;
            return Ok(Self(divided(&national)));
        }
        if let Some(foreign) = digits.strip_prefix('+') {
            let possible = (7..=15).contains(&foreign.len()) && !foreign.starts_with('0');
            return possible.then_some(Self(digits)).ok_or(PhoneError::Length);
        }
        check_japanese(&digits)?;
        let shown = match groups.len() {
            3 if groups[0].starts_with('0') && groups[2].len() >= 3 => groups.join("-"),
            _ => divided(&digits),
        };
        Ok(Self(shown))
    }
}

/// The digits as the writer grouped them; a leading + stays with the first group.
fn groups(text: &str) -> Result<Vec<String>, PhoneError> {
    let mut groups = vec![String::new()];
    for c in text.trim().chars().map(half_width_char) {
        match c {
            '0'..='9' => groups.last_mut().into_iter().for_each(|g| g.push(c)),
            '+' if groups.len() == 1 && groups[0].is_empty() => groups[0].push(c),
            _ if is_hyphen_like(c) || c.is_whitespace() || matches!(c, '(' | ')' | '.') => {
                groups.push(String::new());
            }
            _ => return Err(PhoneError::Sign),
        }
    }
    groups.retain(|group| !group.is_empty());
    Ok(groups)
}

fn check_japanese(digits: &str) -> Result<(), PhoneError> {
    let eleven =
        is_mobile(digits) || digits.len() == 11 && ["020", "050", "0800"].iter().any(|p| digits.starts_with(p));
    match digits.len() {
        // 0x0 begins no ten-digit number: a digit of a mobile number is missing.
        10 if digits.starts_with('0') && digits.as_bytes()[2] != b'0' => Ok(()),
        11 if eleven => Ok(()),
        5..=9 if !digits.starts_with('0') => Err(PhoneError::NoAreaCode),
        _ => Err(PhoneError::Length),
    }
}

/// Hyphens where the division is certain: mobile and service numbers, Tokyo, Osaka, Fukushima
/// prefecture's 024 and 0240–0248; else the digits alone.
fn divided(digits: &str) -> String {
    let (area, local) = match digits.len() {
        11 if digits.starts_with("0800") => (4, 3),
        11 => (3, 4),
        _ if ["0120", "0570"].iter().any(|p| digits.starts_with(p)) => (4, 3),
        _ if digits.starts_with("03") || digits.starts_with("06") => (2, 4),
        _ if digits.starts_with("0245") || digits.starts_with("0249") => (3, 3),
        _ if digits.starts_with("024") => (4, 2),
        _ => return digits.to_owned(),
    };
    match (digits.get(..area), digits.get(area..area + local), digits.get(area + local..)) {
        (Some(a), Some(b), Some(c)) => format!("{a}-{b}-{c}"),
        _ => digits.to_owned(),
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_form!(Phone);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        text.parse::<Phone>().unwrap().to_string()
    }

    #[test]
    fn a_number_is_shown_as_the_town_writes_it() {
        for text in [
            "0247-72-2111",
            "0247722111",
            "０２４７（７２）２１１１",
            "(0247)72-2111",
            "0247 72 2111",
            "０２４７ー７２ー２１１１",
            "+81 247-72-2111",
            "+81-(0)247-72-2111",
        ] {
            assert_eq!(shown(text), "0247-72-2111", "{text}");
        }
        assert_eq!(shown("09012345678"), "090-1234-5678");
        assert_eq!(shown("0312345678"), "03-1234-5678");
        assert_eq!(shown("0249241111"), "024-924-1111");
        assert_eq!(shown("0120123456"), "0120-123-456");
        assert_eq!(shown("08001234567"), "0800-123-4567");
        assert_eq!(shown("0475-12-3456"), "0475-12-3456");
        assert_eq!(shown("0475123456"), "0475123456");
        assert_eq!(shown("+1 212 555 0100"), "+12125550100");
    }

    #[test]
    fn machines_get_the_international_form() {
        let office: Phone = "0247-72-2111".parse().unwrap();
        assert_eq!(office.e164(), "+81247722111");
        assert!(!office.is_mobile());
        assert!("090-1234-5678".parse::<Phone>().unwrap().is_mobile());
    }

    #[test]
    fn what_is_no_number_says_why() {
        let refused = |text: &str| text.parse::<Phone>().unwrap_err();
        assert_eq!(refused("72-2111"), PhoneError::NoAreaCode);
        assert_eq!(refused("0247-72-211"), PhoneError::Length);
        assert_eq!(refused("0247-72-21111"), PhoneError::Length);
        assert_eq!(refused("090-1234-567"), PhoneError::Length);
        assert_eq!(refused("なし"), PhoneError::Sign);
        assert_eq!(refused(""), PhoneError::Length);
        assert_eq!(refused("+81"), PhoneError::Length);
    }

    proptest! {
        #[test]
        fn a_shown_number_is_read_as_itself(text in "0[1-9][1-9][0-9]{7}|0[6789]0[0-9]{8}|\\+[2-7][0-9]{7,12}") {
            let phone: Phone = text.parse().unwrap();
            prop_assert_eq!(phone.to_string().parse(), Ok(phone.clone()));
            prop_assert_eq!(phone.digits(), text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9+() ー-]{0,20}") {
            let _ = text.parse::<Phone>();
        }
    }
}

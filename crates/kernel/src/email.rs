//! E-mail addresses as forms accept them: enough to catch a slip, no more. Only a mail that arrives
//! proves an address.

use crate::text_form::text_form;
use crate::width::half_width;
use std::{fmt, str::FromStr};

/// An e-mail address; the domain in lower case, the rest as typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email {
    local: String,
    domain: String,
}

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was written.
    #[error("no e-mail address was given")]
    Empty,
    /// There is not exactly one `@`.
    #[error("an e-mail address has exactly one @")]
    At,
    /// What stands before the `@` is not possible.
    #[error("the part before the @ is not possible")]
    Local,
    /// What stands after the `@` is not possible.
    #[error("the part after the @ is not possible")]
    Domain,
}

impl Email {
    /// The part before the `@`.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The part after the `@`, in lower case.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The address as a mail server wants it: old mobile addresses with dots where RFC 5321 allows
    /// none (`a..b.@docomo.ne.jp`) are quoted.
    pub fn envelope(&self) -> String {
        if dots_stand_right(&self.local) { self.to_string() } else { format!("\"{}\"@{}", self.local, self.domain) }
    }

    /// For comparing accounts: all in lower case, since no one means two people by it.
    pub fn comparison_key(&self) -> String {
        self.to_string().to_lowercase()
    }
}

/// Reads an address in any width, with white space around it.
impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        let plain = half_width(text);
        let plain = plain.trim();
        if plain.is_empty() {
            return Err(EmailError::Empty);
        }
        let (local, domain) = plain.split_once('@').ok_or(EmailError::At)?;
        if domain.contains('@') {
            return Err(EmailError::At);
        }
        let domain = domain.to_ascii_lowercase();
        check_domain(&domain)?;
        check_local(local, &domain)?;
        Ok(Self { local: local.to_owned(), domain })
    }
}

fn check_local(local: &str, domain: &str) -> Result<(), EmailError> {
    let possible = |b: u8| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b);
    // Two carriers gave out such addresses until 2009, and people keep them.
    let old_mobile = matches!(domain, "docomo.ne.jp" | "ezweb.ne.jp" | "au.com");
    let good = (1..=64).contains(&local.len())
        && local.bytes().all(possible)
        && (dots_stand_right(local) || old_mobile && !local.starts_with('.'));
    good.then_some(()).ok_or(EmailError::Local)
}

fn dots_stand_right(local: &str) -> bool {
    local.split('.').all(|part| !part.is_empty())
}

fn check_domain(domain: &str) -> Result<(), EmailError> {
    let labels: Vec<&str> = domain.split('.').collect();
    let possible = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = labels.last().copied().unwrap_or_default();
    let good = labels.len() >= 2
        && domain.len() <= 190
        && labels.iter().all(possible)
        && top.len() >= 2
        && !top.bytes().all(|b| b.is_ascii_digit());
    good.then_some(()).ok_or(EmailError::Domain)
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

text_form!(Email);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_addresses_are_accepted() {
        for (text, shown) in [
            ("hanako@example.jp", "hanako@example.jp"),
            (" ＨＡＮＡＫＯ＠Ｅｘａｍｐｌｅ．ＪＰ　", "HANAKO@example.jp"),
            ("a.b+town@mail.example.co.jp", "a.b+town@mail.example.co.jp"),
        ] {
            assert_eq!(text.parse::<Email>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn old_mobile_addresses_are_accepted_and_quoted_for_the_server() {
        let old: Email = "hana..ko.@docomo.ne.jp".parse().unwrap();
        assert_eq!(old.to_string(), "hana..ko.@docomo.ne.jp");
        assert_eq!(old.envelope(), "\"hana..ko.\"@docomo.ne.jp");
        assert_eq!("hana..ko@example.jp".parse::<Email>(), Err(EmailError::Local));
    }

    #[test]
    fn slips_are_named() {
        for (text, error) in [
            ("", EmailError::Empty),
            ("hanako", EmailError::At),
            ("a@b@example.jp", EmailError::At),
            ("@example.jp", EmailError::Local),
            ("花子@example.jp", EmailError::Local),
            ("hana ko@example.jp", EmailError::Local),
            ("hanako@example", EmailError::Domain),
            ("hanako@example,jp", EmailError::Domain),
            ("hanako@-a.jp", EmailError::Domain),
            ("hanako@192.168.0.1", EmailError::Domain),
            ("a\r\nBcc: x@example.jp", EmailError::Local),
            ("hanako@example.jp\r\nBcc: b", EmailError::Domain),
        ] {
            assert_eq!(text.parse::<Email>(), Err(error), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn an_accepted_address_is_one_plain_line(text in "\\PC{0,8}@?[a-z0-9.@\r\n -]{0,12}") {
            if let Ok(email) = text.parse::<Email>() {
                let shown = email.to_string();
                prop_assert!(shown.bytes().all(|b| b.is_ascii_graphic()));
                prop_assert_eq!(shown.parse(), Ok(email));
            }
        }
    }
}

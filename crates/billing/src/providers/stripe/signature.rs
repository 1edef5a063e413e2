//! The signature of Stripe's messages: `t=SECONDS,v1=HEX[,v1=HEX…]`, an HMAC-SHA256 over the seconds, a
//! full stop and the bytes as they came. While a secret is being changed there are two of them.

use crate::providers::Forged;
use hmac::{Hmac, Mac};
use kernel::Moment;
use sha2::Sha256;

/// A message signed longer ago, or later than now, is not believed (seconds).
const TOLERANCE: i64 = 300;

/// Whether the message was signed with our secret just now.
pub(super) fn check(secret: &str, header: &str, body: &[u8], now: Moment) -> Result<(), Forged> {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let time = parts().find(|(name, _)| *name == "t").map(|(_, value)| value).ok_or(Forged::Signature)?;
    let seconds: i64 = time.parse().map_err(|_| Forged::Signature)?;
    let ours = |hex: &str| {
        let Some(given) = from_hex(hex) else { return false };
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
        mac.update(time.as_bytes());
        mac.update(b".");
        mac.update(body);
        mac.verify_slice(&given).is_ok()
    };
    if secret.is_empty() || !parts().any(|(name, value)| name == "v1" && ours(value)) {
        return Err(Forged::Signature);
    }
    let away = (now.as_micros() / 1_000_000).saturating_sub(seconds);
    if away.saturating_abs() > TOLERANCE { Err(Forged::Time) } else { Ok(()) }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() != 64 {
        return None;
    }
    (0..32).map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()).collect()
}

/// Signs as Stripe does, for tests that play it.
#[cfg(any(test, feature = "testing"))]
pub(in crate::providers) fn sign(secret: &str, seconds: i64, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    let hex: Vec<String> = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={}", hex.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: i64 = 1_800_000_000;

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn the_signature_is_that_of_the_published_scheme() {
        // HMAC-SHA256("whsec_test", "1800000000.{}"), computed with OpenSSL.
        let hex = "482e6337ac5272392d375c6fdc4d52a7e615dc2facedab0ffe155ddfd6a56e66";
        assert_eq!(sign("whsec_test", NOON, b"{}"), format!("t={NOON},v1={hex}"));
    }

    #[test]
    fn only_a_fresh_message_signed_with_our_secret_is_believed() {
        let body = br#"{"id":"evt_1"}"#;
        let header = sign("whsec_a", NOON, body);
        assert_eq!(check("whsec_a", &header, body, at(NOON)), Ok(()));
        assert_eq!(check("whsec_a", &header, body, at(NOON + 300)), Ok(()));
        assert_eq!(check("whsec_a", &header, body, at(NOON + 301)), Err(Forged::Time));
        assert_eq!(check("whsec_a", &header, body, at(NOON - 301)), Err(Forged::Time));
        assert_eq!(check("whsec_b", &header, body, at(NOON)), Err(Forged::Signature));
        assert_eq!(check("", &sign("", NOON, body), body, at(NOON)), Err(Forged::Signature), "no secret is no secret");
        // The time is under the signature too.
        let later = header.replace(&NOON.to_string(), &(NOON + 200).to_string());
        assert_eq!(check("whsec_a", &later, body, at(NOON + 400)), Err(Forged::Signature));
        for empty in ["", "t=", "v1=", "t=1800000000", "t=1800000000,v1=", "t=1800000000,v0=00"] {
            assert_eq!(check("whsec_a", empty, body, at(NOON)), Err(Forged::Signature), "{empty}");
        }
    }

    #[test]
    fn while_the_secret_is_changed_either_signature_will_do() {
        let body = b"{}";
        let (old, new) = (sign("whsec_old", NOON, body), sign("whsec_new", NOON, body));
        let both = format!("{old},{}", new.split_once(',').unwrap().1);
        assert_eq!(check("whsec_new", &both, body, at(NOON)), Ok(()));
        assert_eq!(check("whsec_old", &both, body, at(NOON)), Ok(()));
    }

    proptest! {
        #[test]
        fn one_changed_byte_is_found(body in proptest::collection::vec(any::<u8>(), 1..200), at_byte in any::<usize>(), by in 1_u8..) {
            let header = sign("whsec_a", NOON, &body);
            let mut changed = body.clone();
            let place = at_byte % changed.len();
            changed[place] = changed[place].wrapping_add(by);
            prop_assert_eq!(check("whsec_a", &header, &changed, at(NOON)), Err(Forged::Signature));
            prop_assert_eq!(check("whsec_a", &header, &body, at(NOON)), Ok(()));
        }

        #[test]
        fn no_header_breaks_it(header in "\\PC{0,120}") {
            let believed = check("whsec_a", &header, b"{}", at(NOON)).is_ok();
            prop_assert!(!believed);
        }
    }
}

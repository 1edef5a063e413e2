//! The token in every form: it ties the form to the browser that was given it, so that another
//! site cannot post in a person's name. Each answer carries it behind a pad of its own, so that
//! nobody learns it sign by sign from the length of compressed pages.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Name of the hidden field.
pub(crate) const FIELD: &str = "_token";
/// Header that carries it from scripts.
pub(crate) const HEADER: &str = "x-engawa-token";

pub(crate) fn fresh_seat(random: [u8; 16]) -> String {
    URL_SAFE_NO_PAD.encode(random)
}

/// Signs of the token: half of the digest, 128 bits.
const LENGTH: usize = 16;

/// The token of a seat behind `pad`.
pub(crate) fn of(secret: &[u8; 32], seat: &str, pad: [u8; LENGTH]) -> String {
    let Some(mac) = mac(secret, b"form", seat) else { return String::new() };
    let mut token = [0; 2 * LENGTH];
    let (shown, hidden) = token.split_at_mut(LENGTH);
    shown.copy_from_slice(&pad);
    for ((hidden, sign), pad) in hidden.iter_mut().zip(mac.finalize().into_bytes()).zip(pad) {
        *hidden = sign ^ pad;
    }
    URL_SAFE_NO_PAD.encode(token)
}

pub(crate) fn holds(secret: &[u8; 32], seat: &str, token: &str) -> bool {
    let mut bytes = [0; 2 * LENGTH];
    let read = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes);
    let (Some(mac), Ok(length)) = (mac(secret, b"form", seat), read) else { return false };
    let (pad, hidden) = bytes.split_at_mut(LENGTH);
    hidden.iter_mut().zip(pad).for_each(|(sign, pad)| *sign ^= *pad);
    length == 2 * LENGTH && mac.verify_truncated_left(hidden).is_ok()
}

/// What stands for a browser in the records: the same for all its visits, told to nobody.
pub(crate) fn browser_mark(secret: &[u8; 32], seat: &str) -> String {
    link_proof(secret, "browser", seat)
}

/// A short proof that the house itself made a link (unsubscribe, one-time addresses): bound to
/// `purpose` and `what`, checked in constant time by [`link_holds`].
pub fn link_proof(secret: &[u8; 32], purpose: &str, what: &str) -> String {
    mac(secret, purpose.as_bytes(), what)
        .map(|m| URL_SAFE_NO_PAD.encode(&m.finalize().into_bytes()[..18]))
        .unwrap_or_default()
}

/// Whether `proof` was made by [`link_proof`] for the same purpose and thing.
pub fn link_holds(secret: &[u8; 32], purpose: &str, what: &str, proof: &str) -> bool {
    let (Some(mac), Ok(proof)) = (mac(secret, purpose.as_bytes(), what), URL_SAFE_NO_PAD.decode(proof)) else {
        return false;
    };
    proof.len() == 18 && mac.verify_truncated_left(&proof).is_ok()
}

fn mac(secret: &[u8; 32], purpose: &[u8], what: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(&(purpose.len() as u64).to_be_bytes());
    mac.update(purpose);
    mac.update(what.as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_for_its_seat_and_secret_alone() {
        let (secret, other) = ([1; 32], [2; 32]);
        let token = of(&secret, "seat", [7; 16]);
        assert!(holds(&secret, "seat", &token));
        let again = of(&secret, "seat", [8; 16]);
        assert!(again != token && holds(&secret, "seat", &again), "each page has another, each of them holds");
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert!(!holds(&secret, "seat", std::str::from_utf8(&changed).unwrap()), "sign {at}");
        }
        assert!(!holds(&secret, "seat", &token[..22]) && !holds(&secret, "seat", &format!("{token}AAAA")));
        assert!(!holds(&secret, "seat2", &token));
        assert!(!holds(&other, "seat", &token));
        assert!(!holds(&secret, "seat", ""));
        let proof = link_proof(&secret, "unsubscribe", "a@b");
        assert!(link_holds(&secret, "unsubscribe", "a@b", &proof));
        assert!(!link_holds(&secret, "other", "a@b", &proof));
        assert!(!link_holds(&secret, "unsubscribe", "a@b", ""));
        assert_ne!(browser_mark(&secret, "seat"), browser_mark(&secret, "seat2"));
    }
}

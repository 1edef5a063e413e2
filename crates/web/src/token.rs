//! The token in every form: it ties the form to the browser that was given it, so that another
//! site cannot post in a person's name.

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

pub(crate) fn of(secret: &[u8; 32], seat: &str) -> String {
    mac(secret, b"form", seat).map(|m| URL_SAFE_NO_PAD.encode(m.finalize().into_bytes())).unwrap_or_default()
}

pub(crate) fn holds(secret: &[u8; 32], seat: &str, token: &str) -> bool {
    let (Some(mac), Ok(token)) = (mac(secret, b"form", seat), URL_SAFE_NO_PAD.decode(token)) else { return false };
    mac.verify_slice(&token).is_ok()
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
        let token = of(&secret, "seat");
        assert!(holds(&secret, "seat", &token));
        assert!(!holds(&secret, "seat2", &token));
        assert!(!holds(&other, "seat", &token));
        assert!(!holds(&secret, "seat", ""));
        let proof = link_proof(&secret, "unsubscribe", "a@b");
        assert!(link_holds(&secret, "unsubscribe", "a@b", &proof));
        assert!(!link_holds(&secret, "other", "a@b", &proof));
        assert!(!link_holds(&secret, "unsubscribe", "a@b", ""));
    }
}

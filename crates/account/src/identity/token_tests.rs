use super::*;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use proptest::prelude::*;
use serde_json::json;

const NOW: i64 = 1_780_000_000;

fn signing(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32].into()).unwrap()
}

fn listed(seed: u8, kid: &str) -> Key {
    let point = signing(seed).verifying_key().to_encoded_point(false);
    let part = |part: Option<&p256::FieldBytes>| B64.encode(part.unwrap());
    let key =
        json!({"kty": "EC", "crv": "P-256", "x": part(point.x()), "y": part(point.y()), "kid": kid, "use": "sig"});
    serde_json::from_value(key).unwrap()
}

fn token(seed: u8, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", B64.encode(header.to_string()), B64.encode(claims.to_string()));
    let signature: Signature = signing(seed).sign(message.as_bytes());
    format!("{message}.{}", B64.encode(signature.to_bytes()))
}

fn good() -> Value {
    json!({"iss": "https://id.example", "aud": "town", "sub": "abc", "nonce": "n", "iat": NOW, "exp": NOW + 300})
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = good();
    claims[name] = value;
    claims
}

fn checked(token: &str, keys: &[Key]) -> Result<String, TokenError> {
    let expected = Expected {
        issuer: "https://id.example",
        client_id: "town",
        algorithm: Algorithm::ES256,
        nonce: "n",
        now: Moment::from_micros(NOW * 1_000_000),
    };
    check(token, keys, &expected).map(|checked| checked.subject)
}

fn of_claims(claims: &Value) -> Result<String, TokenError> {
    checked(&token(1, &json!({"alg": "ES256", "kid": "a"}), claims), &[listed(1, "a"), listed(2, "b")])
}

#[test]
fn a_token_that_holds_names_its_subject() {
    assert_eq!(of_claims(&good()).as_deref(), Ok("abc"));
    assert_eq!(of_claims(&with("aud", json!(["town"]))).as_deref(), Ok("abc"));
    let mut two = with("aud", json!(["other", "town"]));
    two["azp"] = json!("town");
    assert_eq!(of_claims(&two).as_deref(), Ok("abc"));
    let unnamed = token(1, &json!({"alg": "ES256"}), &good());
    assert_eq!(checked(&unnamed, &[listed(1, "a")]).as_deref(), Ok("abc"), "one key needs no name");
}

#[test]
fn every_claim_that_is_not_ours_ends_it() {
    for (name, value, error) in [
        ("iss", json!("https://evil.example"), TokenError::Issuer),
        ("iss", json!("https://id.example/"), TokenError::Issuer),
        ("iss", Value::Null, TokenError::Issuer),
        ("aud", json!("other"), TokenError::Audience),
        ("aud", json!(["other", "town"]), TokenError::Audience),
        ("aud", json!([]), TokenError::Audience),
        ("aud", Value::Null, TokenError::Audience),
        ("azp", json!("other"), TokenError::Audience),
        ("exp", json!(NOW - 60), TokenError::Expired),
        ("exp", json!("2099"), TokenError::Malformed),
        ("exp", Value::Null, TokenError::Malformed),
        ("iat", json!(NOW + 61), TokenError::Future),
        ("iat", Value::Null, TokenError::Malformed),
        ("nbf", json!(NOW + 61), TokenError::Future),
        ("nonce", json!("other"), TokenError::Nonce),
        ("nonce", Value::Null, TokenError::Nonce),
        ("sub", json!(""), TokenError::Subject),
        ("sub", json!("x".repeat(256)), TokenError::Subject),
        ("sub", json!(7), TokenError::Subject),
    ] {
        assert_eq!(of_claims(&with(name, value.clone())), Err(error), "{name}: {value}");
    }
    assert!(of_claims(&with("exp", json!(NOW - 59))).is_ok(), "clocks may differ by a minute");
    assert!(of_claims(&with("iat", json!(NOW + 60))).is_ok());
}

#[test]
fn the_algorithm_is_the_towns_and_the_key_the_providers() {
    let keys = [listed(1, "a"), listed(2, "b")];
    let head = |alg: &str| json!({"alg": alg, "kid": "a"});
    for alg in ["none", "None", "", "HS256", "RS256", "ES384", "es256"] {
        assert_eq!(checked(&token(1, &head(alg), &good()), &keys), Err(TokenError::Algorithm), "{alg}");
    }
    // A token with its signature cut off, as `alg: none` would have it.
    let whole = token(1, &head("ES256"), &good());
    let (message, _) = whole.rsplit_once('.').unwrap();
    assert_eq!(checked(&format!("{message}."), &keys), Err(TokenError::Signature));
    assert_eq!(checked(message, &keys), Err(TokenError::Malformed));
    // Signed by another key than the one it names, or by one that it brings along.
    assert_eq!(checked(&token(2, &head("ES256"), &good()), &keys), Err(TokenError::Signature));
    let own = json!({"alg": "ES256", "kid": "mine", "jwk": {"kty": "EC"}, "jku": "https://evil.example"});
    assert_eq!(checked(&token(3, &own, &good()), &keys), Err(TokenError::UnknownKey));
    assert_eq!(checked(&token(1, &json!({"alg": "ES256"}), &good()), &keys), Err(TokenError::UnknownKey));
    assert_eq!(
        checked(&token(1, &json!({"alg": "ES256", "kid": "a", "crit": ["x"]}), &good()), &keys),
        Err(TokenError::Algorithm)
    );
    assert_eq!(checked(&whole, &[]), Err(TokenError::UnknownKey));
    // A key for encryption signs nothing.
    let mut other_use = listed(1, "a");
    other_use.for_what = Some("enc".to_owned());
    assert_eq!(checked(&whole, &[other_use]), Err(TokenError::UnknownKey));
}

#[test]
fn one_changed_letter_ends_it() {
    let whole = token(1, &json!({"alg": "ES256", "kid": "a"}), &good());
    let keys = [listed(1, "a")];
    let mut refused = 0;
    for at in 0..whole.len() {
        let mut bytes = whole.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        if changed != whole && checked(&changed, &keys).is_err() {
            refused += 1;
        }
    }
    // The last letter of the signature has two bits that say nothing.
    assert!(refused >= whole.len() - 1, "{refused} of {}", whole.len());
}

proptest! {
    #[test]
    fn no_text_breaks_the_check(text in "\\PC{0,80}", a in "[A-Za-z0-9_-]{0,40}", b in "[A-Za-z0-9_-]{0,40}") {
        let keys = [listed(1, "a")];
        prop_assert!(checked(&text, &keys).is_err());
        let dotted = format!("{a}.{b}.{a}");
        prop_assert!(checked(&dotted, &keys).is_err());
    }
}

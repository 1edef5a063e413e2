//! ID tokens: who signed, for whom, until when, in answer to what (OpenID Connect Core, 3.1.3.7).
//!
//! The algorithm is the town's configuration, never the token's wish; keys are those of the
//! provider's own list, never ones that a token brings along.

use super::provider::Algorithm;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use kernel::Moment;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::Value;

/// Clocks may differ by so many seconds.
const LEEWAY: i64 = 60;
/// The longest token that is looked at, in bytes.
const LONGEST: usize = 16 * 1024;

/// Why a token is not believed. The words go to the log; they carry nothing of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("the token cannot be read")]
    Malformed,
    #[error("the token is signed in another way than the town expects")]
    Algorithm,
    #[error("the provider lists no such key")]
    UnknownKey,
    #[error("the signature does not fit")]
    Signature,
    #[error("the token comes from another issuer")]
    Issuer,
    #[error("the token is for another client")]
    Audience,
    #[error("the token is too old")]
    Expired,
    #[error("the token is from the future")]
    Future,
    #[error("the token answers another question")]
    Nonce,
    #[error("the token names nobody")]
    Subject,
}

/// A key of the provider (RFC 7517); what is not needed is not read.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Key {
    kid: Option<String>,
    kty: String,
    alg: Option<String>,
    #[serde(rename = "use")]
    for_what: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

/// What a token must say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) algorithm: Algorithm,
    pub(crate) nonce: &'a str,
    pub(crate) now: Moment,
}

/// What a token that holds says of who came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checked {
    /// The provider's name for the person.
    pub(crate) subject: String,
    /// How surely the provider recognised them, in its own words (`acr`).
    pub(crate) acr: Option<String>,
}

/// What the token says, if it holds.
pub(crate) fn check(token: &str, keys: &[Key], expected: &Expected<'_>) -> Result<Checked, TokenError> {
    claims_hold(&signed_claims(token, keys, expected.algorithm)?, expected)
}

fn signed_claims(token: &str, keys: &[Key], algorithm: Algorithm) -> Result<Value, TokenError> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, body, signature] = parts[..] else { return Err(TokenError::Malformed) };
    if token.len() > LONGEST {
        return Err(TokenError::Malformed);
    }
    let decode = |part: &str| B64.decode(part).map_err(|_| TokenError::Malformed);
    let head: Header = serde_json::from_slice(&decode(header)?).map_err(|_| TokenError::Malformed)?;
    if head.alg != algorithm.name() || head.crit.is_some() {
        return Err(TokenError::Algorithm);
    }
    let message = &token.as_bytes()[..header.len() + 1 + body.len()];
    let key = pick(keys, algorithm, head.kid.as_deref())?;
    if !key.verifies(algorithm, message, &decode(signature)?) {
        return Err(TokenError::Signature);
    }
    serde_json::from_slice(&decode(body)?).map_err(|_| TokenError::Malformed)
}

/// The key that the token names; without a name, the only one that there is.
fn pick<'k>(keys: &'k [Key], algorithm: Algorithm, kid: Option<&str>) -> Result<&'k Key, TokenError> {
    let mut fitting = keys.iter().filter(|k| k.is_for(algorithm) && (kid.is_none() || k.kid.as_deref() == kid));
    match (fitting.next(), fitting.next()) {
        (Some(key), None) => Ok(key),
        _ => Err(TokenError::UnknownKey),
    }
}

impl Key {
    fn is_for(&self, algorithm: Algorithm) -> bool {
        let kind = match algorithm {
            Algorithm::ES256 => self.kty == "EC" && self.crv.as_deref() == Some("P-256"),
            Algorithm::RS256 => self.kty == "RSA",
        };
        let fits = |said: &Option<String>, word: &str| said.as_deref().is_none_or(|s| s == word);
        kind && fits(&self.alg, algorithm.name()) && fits(&self.for_what, "sig")
    }

    fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let number = |part: &Option<String>| part.as_deref().and_then(|p| B64.decode(p).ok());
        match algorithm {
            Algorithm::ES256 => {
                let (Some(x), Some(y)) = (number(&self.x), number(&self.y)) else { return false };
                let point = [&[4], x.as_slice(), y.as_slice()].concat();
                let key = UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point);
                key.verify(message, signature).is_ok()
            }
            Algorithm::RS256 => {
                let (Some(n), Some(e)) = (number(&self.n), number(&self.e)) else { return false };
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
        }
    }
}

fn claims_hold(claims: &Value, expected: &Expected<'_>) -> Result<Checked, TokenError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let time = |name: &str| claims.get(name).and_then(Value::as_f64).map(|t| t as i64);
    let now = expected.now.as_micros() / 1_000_000;
    if text("iss") != Some(expected.issuer) {
        return Err(TokenError::Issuer);
    }
    if !is_for_client(claims, expected.client_id) {
        return Err(TokenError::Audience);
    }
    if time("exp").ok_or(TokenError::Malformed)? + LEEWAY <= now {
        return Err(TokenError::Expired);
    }
    if time("iat").ok_or(TokenError::Malformed)? - LEEWAY > now || time("nbf").is_some_and(|t| t - LEEWAY > now) {
        return Err(TokenError::Future);
    }
    if text("nonce") != Some(expected.nonce) {
        return Err(TokenError::Nonce);
    }
    let subject = text("sub").filter(|s| !s.is_empty() && s.len() <= 255).ok_or(TokenError::Subject)?;
    Ok(Checked { subject: subject.to_owned(), acr: text("acr").map(str::to_owned) })
}

/// `aud` names this client; where it names others too, `azp` says that this one asked.
fn is_for_client(claims: &Value, client: &str) -> bool {
    let azp = claims.get("azp").map(|a| a.as_str() == Some(client));
    match claims.get("aud") {
        Some(Value::String(one)) => one == client && azp != Some(false),
        Some(Value::Array(several)) => {
            let named = several.iter().any(|a| a.as_str() == Some(client));
            named && if several.len() > 1 { azp == Some(true) } else { azp != Some(false) }
        }
        _ => false,
    }
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;

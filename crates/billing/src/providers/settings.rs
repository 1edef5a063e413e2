//! Which payment company the town has, and with which secrets.
//!
//! `card_provider.toml` in the town folder names the company; its secrets are never there but in the
//! folder of keys, as those of identity providers are: `card-stripe.key` (the secret key of the
//! interface) and `card-stripe-webhook.secret` (with which its messages are signed).

use super::Provider;
use super::stripe::Stripe;
use serde::Deserialize;
use store::keys::KeyFolder;
use town::{Problem, TownFolder};
use web::House;

const FILE: &str = "card_provider.toml";
const KEY_FILE: &str = "card-stripe.key";
const WEBHOOK_FILE: &str = "card-stripe-webhook.secret";
const API: &str = "https://api.stripe.com";

/// What the town says of its payment company.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Which; none, and no card is offered.
    provider: Option<Company>,
    /// Its address, where that is not the usual one (a stand-in for practice).
    api: Option<String>,
}

/// The companies that the program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Company {
    Stripe,
}

impl Settings {
    /// A town that has chosen Stripe, for tests.
    #[cfg(any(test, feature = "testing"))]
    pub const fn stripe() -> Self {
        Self { provider: Some(Company::Stripe), api: None }
    }

    /// Reads the town's file; a town without one has no company.
    ///
    /// # Errors
    /// What is wrong in it.
    pub fn open(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        if !folder.has(FILE) {
            return Ok(Self::default());
        }
        let source = folder.source(FILE).map_err(|problem| vec![problem])?;
        let read: Self = source.read().map_err(|problem| vec![problem])?;
        match &read.api {
            Some(api) if !may_carry_secrets(api) => {
                Err(vec![source.problem("api", "https:// で始まるか、この機械の中のあて先にしてください")])
            }
            _ => Ok(read),
        }
    }
}

/// An address to which secrets may go: over TLS, or on this machine; the rest of the path is ours.
fn may_carry_secrets(address: &str) -> bool {
    let Ok(url) = url::Url::parse(address) else { return false };
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    plain && url.path() == "/" && (url.scheme() == "https" || url.scheme() == "http" && local)
}

/// The town's payment company, ready to be asked: named by the town, with its secrets in the folder
/// of keys. Practice keys are taken in a fictional town alone, and real ones in a real town alone.
pub fn provider(house: &House) -> Option<Box<dyn Provider>> {
    let settings = house.shelved::<Settings>().ok()?;
    let Company::Stripe = settings.provider?;
    let keys = KeyFolder::in_folder(&house.data).ok()?;
    let text = |name| keys.text(name).ok().flatten().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let (Some(key), Some(webhook)) = (text(KEY_FILE), text(WEBHOOK_FILE)) else {
        tracing::warn!("the town names a payment company, but {KEY_FILE} or {WEBHOOK_FILE} is missing");
        return None;
    };
    let api = settings.api.as_deref().unwrap_or(API).trim_end_matches('/').to_owned();
    let stripe = Stripe::new(api, key, webhook);
    if stripe.is_live() == house.demo {
        tracing::warn!("practice keys serve a fictional town alone, real ones a real town alone: no card is offered");
        return None;
    }
    Some(Box::new(stripe))
}

#[cfg(test)]
mod tests {
    use super::may_carry_secrets;

    #[test]
    fn secrets_go_over_tls_or_stay_on_this_machine() {
        for good in ["https://api.stripe.com", "https://api.stripe.com/", "http://127.0.0.1:4010", "http://localhost:1"]
        {
            assert!(may_carry_secrets(good), "{good}");
        }
        for bad in [
            "http://api.stripe.com",
            "https://key@api.stripe.com",
            "https://api.stripe.com/v1",
            "https://api.stripe.com/?a=b",
            "ftp://127.0.0.1",
            "api.stripe.com",
            "",
        ] {
            assert!(!may_carry_secrets(bad), "{bad}");
        }
    }
}

//! The conversation with a provider: where it is found, who we are, the code for a token, the token
//! for the facts.

use super::departure::{Departure, Leaving};
use super::provider::{AssertionAudience, Authentication, Provider, Providers, is_safe};
use super::said::{self, Said};
use super::token::{self, Checked, Expected, Key, TokenError};
use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use kernel::Moment;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::PoisonError;
use store::keys::{KeyFolder, SealingKey};
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};
use web::House;
use web::outside::Ask;

/// What was learnt of a provider is asked again after so many seconds.
const FRESH: i64 = 3600;
/// A key that is not known lets us ask again, but not more often than this.
const SOON: i64 = 10;
/// Our signed statement to the provider lives so long, in seconds.
const STATEMENT: i64 = 60;

/// Why nobody was vouched for. The words are for the log and carry no personal data.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// The provider does not answer, or not in a way that can be read.
    #[error("the provider cannot be used now: {0}")]
    Down(String),
    /// The provider answers no: an old code, an unknown client.
    #[error("the provider refuses: {0}")]
    Refused(String),
    /// The ID token does not hold.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The facts are about somebody else.
    #[error("the facts are about another subject than the token")]
    OtherSubject,
    /// The town has not put its key or secret where it belongs.
    #[error("the key or secret of this provider is missing: {0}")]
    Unready(String),
}

/// Somebody for whom a provider vouches.
#[derive(Debug, Clone)]
pub(crate) struct Vouched {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) said: Said,
    /// Whether they were recognised as surely as the provider was asked to.
    pub(crate) as_asked: bool,
}

/// What was learnt of a provider.
#[derive(Debug, Clone)]
pub(crate) struct Met {
    places: Places,
    places_at: Moment,
    keys: Vec<Key>,
    keys_at: Option<Moment>,
}

#[derive(Debug, Clone, Deserialize)]
struct Places {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct KeyList {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    id_token: String,
}

/// A conversation with one provider.
#[derive(Clone, Copy)]
pub(crate) struct Talk<'a> {
    pub(crate) house: &'a House,
    pub(crate) providers: &'a Providers,
    pub(crate) provider: &'a Provider,
}

impl Talk<'_> {
    /// The address at the provider to which the browser leaves.
    pub(crate) async fn way_out(&self, leaving: &Leaving) -> Result<String, Trouble> {
        self.own_proof()?;
        let places = self.places().await?;
        let mut url = Url::parse(&places.authorization_endpoint).map_err(|e| Trouble::Down(e.to_string()))?;
        let p = self.provider;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &p.client_id)
            .append_pair("redirect_uri", &self.house.url(&p.back_path()))
            .append_pair("scope", &p.scopes.join(" "))
            .append_pair("state", &leaving.state)
            .append_pair("nonce", &leaving.departure.nonce)
            .append_pair("code_challenge", &leaving.challenge())
            .append_pair("code_challenge_method", "S256");
        if let Some(acr) = &p.acr_values {
            url.query_pairs_mut().append_pair("acr_values", acr);
        }
        Ok(url.into())
    }

    /// Exchanges the code of an answer for somebody who is vouched for.
    pub(crate) async fn vouched(&self, code: &str, departure: &Departure) -> Result<Vouched, Trouble> {
        let places = self.places().await?;
        let tokens: Tokens = self.read(self.question(&places, code, &departure.verifier)?).await?;
        let Checked { subject, acr } = self.checked(&tokens.id_token, &departure.nonce).await?;
        let bearer = vec![("authorization", format!("Bearer {}", tokens.access_token))];
        let facts: Value =
            self.read(Ask { url: places.userinfo_endpoint, headers: bearer, form: None, body: None }).await?;
        if facts.get("sub").and_then(Value::as_str) != Some(&subject) {
            return Err(Trouble::OtherSubject);
        }
        let said = said::read(&facts, self.provider.claims);
        let as_asked = self.provider.recognised_as_asked(acr.as_deref());
        if !as_asked {
            // The word is the provider's, not the person's; without it nobody could mend `acr_accepted`.
            let said: String = acr.unwrap_or_default().chars().filter(char::is_ascii_graphic).take(60).collect();
            tracing::warn!(provider = self.provider.key, acr = said, "recognised less surely than asked");
        }
        Ok(Vouched { issuer: self.provider.issuer.clone(), subject, said, as_asked })
    }

    /// The question of the code for tokens, with the proof of who we are.
    fn question(&self, places: &Places, code: &str, verifier: &str) -> Result<Ask, Trouble> {
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &self.house.url(&self.provider.back_path()))
            .append_pair("code_verifier", verifier);
        let mut headers = Vec::new();
        match self.own_proof()? {
            Proof::Key(key) => {
                let audience = match self.provider.assertion_audience {
                    AssertionAudience::Token => &places.token_endpoint,
                    AssertionAudience::Issuer => &self.provider.issuer,
                };
                form.append_pair("client_id", &self.provider.client_id)
                    .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .append_pair("client_assertion", &self.statement(&key, audience));
            }
            Proof::Secret(secret) => {
                let plain = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
                let pair = format!("{}:{}", plain(&self.provider.client_id), plain(&secret));
                headers.push(("authorization", format!("Basic {}", STANDARD.encode(pair))));
            }
        }
        Ok(Ask { url: places.token_endpoint.clone(), headers, form: Some(form.finish()), body: None })
    }

    /// Who we are, signed (RFC 7523, 3).
    fn statement(&self, key: &SealingKey, audience: &str) -> String {
        let now = self.house.now().as_micros() / 1_000_000;
        let id = B64.encode(self.house.db.random::<16>());
        let client = &self.provider.client_id;
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": public_key(key)["kid"] });
        let claims =
            json!({ "iss": client, "sub": client, "aud": audience, "jti": id, "iat": now, "exp": now + STATEMENT });
        let message = format!("{}.{}", B64.encode(header.to_string()), B64.encode(claims.to_string()));
        let signature = B64.encode(key.sign(message.as_bytes()));
        format!("{message}.{signature}")
    }

    fn own_proof(&self) -> Result<Proof, Trouble> {
        let unready = |why: String| Trouble::Unready(format!("{}: {why}", self.provider.key_file()));
        let folder = KeyFolder::in_folder(&self.house.data).map_err(|e| unready(e.to_string()))?;
        let file = self.provider.key_file();
        let proof = match self.provider.authentication {
            Authentication::PrivateKeyJwt => folder.signing(&file).map(|key| key.map(Proof::Key)),
            Authentication::ClientSecretBasic => folder.text(&file).map(|text| text.map(Proof::Secret)),
        };
        proof.map_err(|e| unready(e.to_string()))?.ok_or_else(|| unready("there is none".to_owned()))
    }

    /// What an ID token says, if it holds. A key that nobody knew may be a new one.
    async fn checked(&self, id_token: &str, nonce: &str) -> Result<Checked, Trouble> {
        let p = self.provider;
        let expected = Expected {
            issuer: &p.issuer,
            client_id: &p.client_id,
            algorithm: p.id_token_algorithm,
            nonce,
            now: self.house.now(),
        };
        match token::check(id_token, &self.keys(FRESH).await?, &expected) {
            Err(TokenError::UnknownKey) => {}
            other => return Ok(other?),
        }
        Ok(token::check(id_token, &self.keys(SOON).await?, &expected)?)
    }

    fn met(&self) -> Option<Met> {
        self.providers.met.lock().unwrap_or_else(PoisonError::into_inner).get(&self.provider.key).cloned()
    }

    fn remember(&self, met: Met) {
        self.providers.met.lock().unwrap_or_else(PoisonError::into_inner).insert(self.provider.key.clone(), met);
    }

    /// Where the provider's doors are.
    async fn places(&self) -> Result<Places, Trouble> {
        let now = self.house.now();
        if let Some(met) = self.met().filter(|met| now.seconds_since(met.places_at) < FRESH) {
            return Ok(met.places);
        }
        let places = match self.provider.discovery {
            true => self.discovered().await?,
            false => self.configured()?,
        };
        self.remember(Met { places: places.clone(), places_at: now, keys: Vec::new(), keys_at: None });
        Ok(places)
    }

    fn configured(&self) -> Result<Places, Trouble> {
        let p = self.provider;
        let of = |address: &Option<String>| address.clone().ok_or_else(|| Trouble::Unready("an address".to_owned()));
        Ok(Places {
            issuer: p.issuer.clone(),
            authorization_endpoint: of(&p.authorization_endpoint)?,
            token_endpoint: of(&p.token_endpoint)?,
            userinfo_endpoint: of(&p.userinfo_endpoint)?,
            jwks_uri: of(&p.jwks_uri)?,
        })
    }

    async fn discovered(&self) -> Result<Places, Trouble> {
        let issuer = &self.provider.issuer;
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let places: Places = self.read(Ask { url, headers: Vec::new(), form: None, body: None }).await?;
        let all = [&places.authorization_endpoint, &places.token_endpoint, &places.userinfo_endpoint, &places.jwks_uri];
        if places.issuer != *issuer || !all.iter().all(|a| is_safe(a)) {
            return Err(Trouble::Down("its description is about another issuer or leads astray".to_owned()));
        }
        Ok(places)
    }

    /// The provider's keys, learnt at most `age` seconds ago.
    async fn keys(&self, age: i64) -> Result<Vec<Key>, Trouble> {
        let places = self.places().await?;
        let now = self.house.now();
        let met = self.met();
        if let Some(met) = &met
            && met.keys_at.is_some_and(|at| now.seconds_since(at) < age)
        {
            return Ok(met.keys.clone());
        }
        let list: KeyList =
            self.read(Ask { url: places.jwks_uri.clone(), headers: Vec::new(), form: None, body: None }).await?;
        // Keys of kinds that we do not know are none of ours.
        let keys: Vec<Key> = list.keys.into_iter().filter_map(|k| serde_json::from_value(k).ok()).collect();
        let places_at = met.map_or(now, |met| met.places_at);
        self.remember(Met { places, places_at, keys: keys.clone(), keys_at: Some(now) });
        Ok(keys)
    }

    async fn read<T: DeserializeOwned>(&self, mut ask: Ask) -> Result<T, Trouble> {
        ask.headers.push(("accept", "application/json".to_owned()));
        let reply = self.house.outside.ask(ask).await.map_err(|e| Trouble::Down(e.to_string()))?;
        match reply.status {
            200 => serde_json::from_slice(&reply.body).map_err(|_| Trouble::Down("an unreadable answer".to_owned())),
            400..=499 => Err(Trouble::Refused(format!("status {}", reply.status))),
            other => Err(Trouble::Down(format!("status {other}"))),
        }
    }
}

enum Proof {
    Key(SealingKey),
    Secret(String),
}

/// The public half of our key as the provider's paper form asks for it (RFC 7517), named by its
/// thumbprint (RFC 7638).
pub(crate) fn public_key(key: &SealingKey) -> Value {
    let (x, y) = key.verifying().coordinates();
    let (x, y) = (B64.encode(x), B64.encode(y));
    let thumbprint = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    let kid = B64.encode(Sha256::digest(thumbprint));
    json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "use": "sig", "alg": "ES256", "kid": kid })
}

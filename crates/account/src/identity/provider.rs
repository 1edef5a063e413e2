//! The providers of a town, read from `identity.toml`.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Mutex;
use town::{Problem, TownFolder};
use url::Url;
use web::Assurance;
use web::texts::Lang;

/// Where the providers stand in a town folder.
pub(crate) const FILE: &str = "identity.toml";

/// All providers of a town, and what was learnt from them lately.
#[derive(Debug, Default)]
pub(crate) struct Providers {
    pub(crate) all: Vec<Provider>,
    pub(crate) met: Mutex<HashMap<String, super::client::Met>>,
}

/// Words in the three languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    ja: String,
    easy: String,
    en: String,
}

impl Words {
    pub(crate) fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::Easy => &self.easy,
            Lang::En => &self.en,
        }
    }
}

/// How the client proves to the provider who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Authentication {
    /// A short statement signed with the town's own key (RFC 7523), ES256.
    PrivateKeyJwt,
    /// A shared secret (RFC 6749, 2.3.1).
    ClientSecretBasic,
}

/// How ID tokens are signed. There is no other, and none is ever read from a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// RSA (PKCS #1 v1.5) with SHA-256.
    RS256,
}

impl Algorithm {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ES256 => "ES256",
            Self::RS256 => "RS256",
        }
    }
}

/// To whom the signed statement of `private_key_jwt` is addressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AssertionAudience {
    /// The token endpoint (OpenID Connect Core, 9).
    #[default]
    Token,
    /// The issuer.
    Issuer,
}

/// What the facts about the person look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Claims {
    /// 基本4情報: name, address, birth date, gender of a resident.
    BasicFour,
    /// An enterprise's account (gBizID).
    Gbizid,
}

/// How sure the town is of who comes by this provider, once matched with the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Gives {
    /// No surer than a password.
    Account,
    /// As sure as a document at the counter.
    Identified,
    /// A public means of identification.
    Strong,
}

impl Gives {
    pub(crate) const fn assurance(self) -> Assurance {
        match self {
            Self::Account => Assurance::Account,
            Self::Identified => Assurance::Identified,
            Self::Strong => Assurance::Strong,
        }
    }
}

/// One provider (`[[provider]]`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Provider {
    /// Stable key; part of the address to which the provider sends people back.
    pub(crate) key: String,
    /// What it is called.
    pub(crate) name: Words,
    /// For whom it is and what one needs, in one sentence.
    pub(crate) about: Words,
    /// The issuer, letter by letter as its tokens say it.
    pub(crate) issuer: String,
    /// Whether the addresses below are asked of the issuer instead.
    #[serde(default)]
    pub(crate) discovery: bool,
    pub(crate) authorization_endpoint: Option<String>,
    pub(crate) token_endpoint: Option<String>,
    pub(crate) userinfo_endpoint: Option<String>,
    pub(crate) jwks_uri: Option<String>,
    /// The name that the provider gave to the town; empty until it has.
    #[serde(default)]
    pub(crate) client_id: String,
    pub(crate) authentication: Authentication,
    #[serde(default)]
    pub(crate) assertion_audience: AssertionAudience,
    pub(crate) id_token_algorithm: Algorithm,
    pub(crate) scopes: Vec<String>,
    /// How strongly the provider is asked to authenticate, in its own words.
    pub(crate) acr_values: Option<String>,
    /// Its words (`acr`) for somebody recognised so; those of `acr_values` where none are written.
    #[serde(default)]
    pub(crate) acr_accepted: Vec<String>,
    /// Whether the answer must name its issuer (RFC 9207).
    #[serde(default)]
    pub(crate) names_issuer: bool,
    pub(crate) assurance: Gives,
    pub(crate) claims: Claims,
}

impl Provider {
    /// Whether the town has entered its client.
    pub(crate) fn is_connected(&self) -> bool {
        !self.client_id.is_empty()
    }

    /// Whether somebody was recognised as surely as the provider was asked to. A provider that was asked
    /// and says nothing is taken to have asked for no more than a password.
    pub(crate) fn recognised_as_asked(&self, acr: Option<&str>) -> bool {
        let Some(asked) = &self.acr_values else { return true };
        let said = acr.unwrap_or_default();
        let fits = |word: &str| match &self.acr_accepted[..] {
            [] => asked.split_ascii_whitespace().any(|a| a == word),
            accepted => accepted.iter().any(|a| a == word),
        };
        said.split_ascii_whitespace().any(fits)
    }

    /// How sure the town is of somebody who came so.
    pub(crate) const fn assurance_of(&self, as_asked: bool) -> Assurance {
        if as_asked { self.assurance.assurance() } else { Assurance::Account }
    }

    /// Where the provider sends people back.
    pub(crate) fn back_path(&self) -> String {
        format!("/sign-in/back/{}", self.key)
    }

    /// The name of the file with the town's key or the shared secret, in the folder of keys.
    pub(crate) fn key_file(&self) -> String {
        match self.authentication {
            Authentication::PrivateKeyJwt => format!("identity-{}.pem", self.key),
            Authentication::ClientSecretBasic => format!("identity-{}.secret", self.key),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    provider: Vec<Provider>,
}

impl Providers {
    /// Reads the file; a town without one has no providers.
    pub(crate) fn read(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        if !folder.has(FILE) {
            return Ok(Self::default());
        }
        let source = folder.source(FILE).map_err(|p| vec![p])?;
        let written: Written = source.read().map_err(|p| vec![p])?;
        let mut problems = Vec::new();
        for (at, provider) in written.provider.iter().enumerate() {
            let twice = written.provider.iter().filter(|p| p.key == provider.key).count() > 1;
            let found = if twice { Some(("key", "同じ key が二つあります")) } else { mistake(provider) };
            problems.extend(found.map(|(key, words)| source.problem(&format!("provider.{at}.{key}"), words)));
        }
        if problems.is_empty() { Ok(Self { all: written.provider, met: Mutex::default() }) } else { Err(problems) }
    }

    /// The connected provider `key`.
    pub(crate) fn get(&self, key: &str) -> Option<&Provider> {
        self.connected().find(|p| p.key == key)
    }

    /// Those to whom the town is connected.
    pub(crate) fn connected(&self) -> impl Iterator<Item = &Provider> {
        self.all.iter().filter(|p| p.is_connected())
    }
}

fn mistake(p: &Provider) -> Option<(&'static str, &'static str)> {
    let plain =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b"_0123456789".contains(&b));
    let endpoints = [
        ("authorization_endpoint", &p.authorization_endpoint),
        ("token_endpoint", &p.token_endpoint),
        ("userinfo_endpoint", &p.userinfo_endpoint),
        ("jwks_uri", &p.jwks_uri),
    ];
    if !plain(&p.key) {
        return Some(("key", "半角の小文字と数字と _ だけにしてください"));
    }
    if !is_safe(&p.issuer) {
        return Some(("issuer", "https:// で始めてください"));
    }
    if p.client_id.len() > 255 || !p.client_id.bytes().all(|b| b.is_ascii_graphic()) {
        return Some(("client_id", "半角255文字までにしてください"));
    }
    if !p.scopes.iter().any(|s| s == "openid") {
        return Some(("scopes", "openid を入れてください"));
    }
    for (key, address) in endpoints {
        match address {
            None if !p.discovery => return Some((key, "discovery = true でないときは必要です")),
            Some(address) if !is_safe(address) => return Some((key, "https:// で始めてください")),
            _ => {}
        }
    }
    None
}

/// An address to which secrets may go: over TLS, or on this machine.
pub(crate) fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    url.scheme() == "https" || (url.scheme() == "http" && local)
}

//! Settings of the installation that belong to the town rather than to the machine.

use crate::{Organisation, Problem, Source};
use kernel::Email;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[settings]` in `town.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Address at which people reach the site, without a slash at the end.
    pub base_url: String,
    /// Sender address of mails.
    pub mail_from: Email,
    /// Sender name of mails; the municipality's name when left out.
    pub mail_from_name: Option<String>,
    /// Key of the desk that helps with everything that has no desk of its own.
    pub help_desk: String,
    /// Whether `--demo` may fill this town with fictional people.
    #[serde(default)]
    pub demo_allowed: bool,
    /// Terms under which others may use the data that the town opens.
    pub licence: Option<Licence>,
    /// Which provider serves a capability, for example `mail = "smtp"`; without an entry the
    /// capability's own default holds.
    #[serde(default)]
    pub providers: BTreeMap<String, String>,
}

/// The licence of open data (`[settings.licence]`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Its name, for example `CC BY 4.0`.
    pub name: String,
    /// The address of its text.
    pub url: String,
    /// Whether the town has decided it; otherwise pages say that it is being confirmed.
    #[serde(default)]
    pub verified: bool,
    /// Where the decision can be seen.
    pub source: Option<String>,
}

pub(crate) fn check(
    settings: &Settings,
    organisation: Option<&Organisation>,
    source: &Source,
    problems: &mut Vec<Problem>,
) {
    let mut note = |key: &str, message: String| {
        problems.push(source.problem(&format!("settings.{key}"), message));
    };
    let url = &settings.base_url;
    if !(url.starts_with("https://") || url.starts_with("http://")) || url.ends_with('/') {
        let message = "https:// で始め、終わりに / を付けずに書いてください";
        note("base_url", message.to_owned());
    }
    if let Some(licence) = &settings.licence {
        if !licence.url.starts_with("https://") {
            note("licence.url", "https:// で始まる住所を書いてください".to_owned());
        }
        if licence.verified && licence.source.is_none() {
            note("licence.source", "verified = true のときは、source に出どころを書いてください".to_owned());
        }
    }
    if organisation.is_some_and(|o| o.desk(&settings.help_desk).is_none()) {
        let message = format!("窓口「{}」は organisation.toml にありません", settings.help_desk);
        note("help_desk", message);
    }
}

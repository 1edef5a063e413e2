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
    /// Which provider serves a capability, for example `mail = "smtp"`; without an entry the
    /// capability's own default holds.
    #[serde(default)]
    pub providers: BTreeMap<String, String>,
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
    if organisation.is_some_and(|o| o.desk(&settings.help_desk).is_none()) {
        let message = format!("窓口「{}」は organisation.toml にありません", settings.help_desk);
        note("help_desk", message);
    }
}

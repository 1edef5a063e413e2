//! The demo's sign-ins: invented people, so that a visitor can walk every desk.
//!
//! `demo/accounts.toml` of a town folder. Everybody in it is fictional, the mail addresses end in
//! a domain reserved for examples (RFC 2606), and the passwords are public on purpose. The file
//! is read only when the town's settings allow a demo.

use crate::{Problem, Source, Town, TownFolder, day, load};
use kernel::{Date, Email};
use serde::Deserialize;

/// Where the demo's sign-ins stand in a town folder.
pub const ACCOUNTS: &str = "demo/accounts.toml";

/// A fictional person who can sign in (`[[account]]`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoAccount {
    /// Stable key.
    pub key: String,
    /// Whether it is a resident or somebody of the office.
    pub kind: DemoKind,
    /// Fictional name, family name first with a blank between.
    pub name: String,
    /// The name in katakana.
    pub kana: String,
    /// Address to sign in with; ends in `.example`.
    pub email: Email,
    /// The public demo password.
    pub password: String,
    /// The public secret of an officer's one-time codes (base32), so that the demo can show them.
    pub totp: Option<String>,
    /// Fictional day of birth.
    #[serde(default, deserialize_with = "day::read_optional")]
    pub birth: Option<Date>,
    /// Key of the ward or area where a resident lives.
    pub area: Option<String>,
    /// Key of another account in whose household this resident lives.
    pub lives_with: Option<String>,
    /// Key of the resident whom this relative helps (a mandate, 代理).
    pub helps: Option<String>,
    /// What an officer may do, each with the desk and the position.
    #[serde(default)]
    pub roles: Vec<DemoRole>,
    /// What a visitor can try with it, one sentence.
    pub about: String,
}

/// Kinds of demo accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemoKind {
    /// 住民
    Resident,
    /// Somebody outside the register (a relative elsewhere).
    Outside,
    /// 職員
    Staff,
}

/// A role that a demo officer holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoRole {
    /// Key of the role (`roles.toml`).
    pub role: String,
    /// Key of the desk (`organisation.toml`).
    pub desk: Option<String>,
    /// Key of the position (`organisation.toml`).
    pub position: Option<String>,
    /// Whether the person only stands in for the holder of the position (代決).
    #[serde(default)]
    pub deputy: bool,
}

/// The demo's sign-ins; empty when the folder has none.
pub fn accounts(folder: &TownFolder) -> Result<Vec<DemoAccount>, Vec<Problem>> {
    if !folder.has(ACCOUNTS) {
        return Ok(Vec::new());
    }
    let source = folder.source(ACCOUNTS).map_err(|p| vec![p])?;
    let mut problems = Vec::new();
    source.allow(&["account"], &mut problems);
    let rows: Vec<(usize, DemoAccount)> = source.rows("account", &mut problems);
    let keys = rows.iter().map(|(at, a)| (*at, a.key.as_str()));
    load::check_unique("account", keys, &source, &mut problems);
    let emails: Vec<(usize, String)> = rows.iter().map(|(at, a)| (*at, a.email.comparison_key())).collect();
    let emails = emails.iter().map(|(at, email)| (*at, email.as_str()));
    load::check_unique_at("account", "email", emails, &source, &mut problems);
    if problems.is_empty() { Ok(rows.into_iter().map(|(_, account)| account).collect()) } else { Err(problems) }
}

/// Whether the demo's sign-ins fit the town: roles, desks, positions and areas exist.
pub fn check(town: &Town) -> Vec<Problem> {
    let accounts = match accounts(&town.folder) {
        Ok(accounts) => accounts,
        Err(problems) => return problems,
    };
    let Ok(source) = town.folder.source(ACCOUNTS) else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    for (at, account) in accounts.iter().enumerate() {
        check_person(account, &accounts, &format!("account.{at}"), town, &source, &mut problems);
        for (n, role) in account.roles.iter().enumerate() {
            check_role(role, &format!("account.{at}.roles.{n}"), town, &source, &mut problems);
        }
    }
    if !accounts.is_empty() && !town.settings.demo_allowed {
        let message = "demo_allowed = true の町だけに置けます（town.toml）";
        problems.push(Problem::of_file(ACCOUNTS, message));
    }
    problems.sort();
    problems
}

fn check_person(
    account: &DemoAccount,
    all: &[DemoAccount],
    path: &str,
    town: &Town,
    source: &Source,
    problems: &mut Vec<Problem>,
) {
    load::check_key(&account.key, path, source, problems);
    let mut note = |key: &str, message: &str| {
        problems.push(source.problem(&format!("{path}.{key}"), message));
    };
    let known =
        |key: &Option<String>| key.as_ref().is_none_or(|key| all.iter().any(|a| a.key == *key && a.key != account.key));
    if !account.email.domain().ends_with(".example") {
        note("email", "架空のアドレスなので .example で終わらせてください");
    }
    if account.area.as_ref().is_some_and(|area| town.wards.get(area).is_none()) {
        note("area", "wards.toml にない区です");
    }
    if !known(&account.lives_with) {
        note("lives_with", "このファイルにない人です");
    }
    if !known(&account.helps) {
        note("helps", "このファイルにない人です");
    }
    if (account.kind == DemoKind::Staff) == account.roles.is_empty() {
        note("kind", "職員には roles が要り、ほかの人には付けられません");
    }
    let is_secret = |text: &String| text.len() >= 26 && text.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'));
    if !account.totp.as_ref().is_none_or(is_secret) {
        note("totp", "A〜Z と 2〜7 で26文字以上にしてください");
    }
    if account.totp.is_some() && account.kind != DemoKind::Staff {
        note("totp", "職員だけに付けられます");
    }
}

fn check_role(role: &DemoRole, path: &str, town: &Town, source: &Source, problems: &mut Vec<Problem>) {
    let mut note = |key: &str, message: &str| {
        problems.push(source.problem(&format!("{path}.{key}"), message));
    };
    if town.roles.get(&role.role).is_none() {
        note("role", "roles.toml にない役割です");
    }
    if role.desk.as_ref().is_some_and(|d| town.organisation.desk(d).is_none()) {
        note("desk", "organisation.toml にない窓口です");
    }
    if role.position.as_ref().is_some_and(|p| town.organisation.position(p).is_none()) {
        note("position", "organisation.toml にない職です");
    }
}

//! What a role may do. Who has which role, from when until when, is a record in `people`.

use crate::{Problem, Source, load};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The roles of the office (`roles.toml`).
#[derive(Debug, Clone, Default)]
pub struct Roles {
    list: Vec<Role>,
    source: Option<Source>,
}

/// A role and its permissions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Stable key, used by accounts.
    pub key: String,
    /// What the office calls it.
    pub title: String,
    /// What the person with it does, in one sentence.
    pub about: Option<String>,
    /// What it allows: keys that rooms declare, for example `cases.desk`.
    pub permissions: Vec<String>,
    /// Whether the permissions hold only for matters of the desk named with the role.
    #[serde(default)]
    pub desk_only: bool,
}

impl Role {
    /// Whether the role allows `permission`.
    pub fn may(&self, permission: &str) -> bool {
        self.permissions.iter().any(|p| p == permission)
    }
}

impl Roles {
    /// All roles, in the order of the file.
    pub fn all(&self) -> &[Role] {
        &self.list
    }

    /// A role by key.
    pub fn get(&self, key: &str) -> Option<&Role> {
        self.list.iter().find(|r| r.key == key)
    }

    /// Whether a role (by key) allows `permission`; an unknown role allows nothing.
    pub fn may(&self, role: &str, permission: &str) -> bool {
        self.get(role).is_some_and(|r| r.may(permission))
    }

    /// Every permission that some role gives, sorted.
    pub fn permissions(&self) -> BTreeSet<&str> {
        let all = self.list.iter().flat_map(|r| &r.permissions);
        all.map(String::as_str).collect()
    }

    /// The permissions that no room declares, with their lines. `known` is what the rooms declare.
    pub fn unknown_permissions(&self, known: &[&str]) -> Vec<Problem> {
        let Some(source) = &self.source else {
            return Vec::new();
        };
        let mut problems = Vec::new();
        for (at, role) in self.list.iter().enumerate() {
            for (n, permission) in role.permissions.iter().enumerate() {
                if !known.contains(&permission.as_str()) {
                    let path = format!("role.{at}.permissions.{n}");
                    let message = format!("「{permission}」という権限はありません");
                    problems.push(source.problem(&path, message));
                }
            }
        }
        problems
    }
}

pub(crate) fn load(source: Source, problems: &mut Vec<Problem>) -> Roles {
    source.allow(&["role"], problems);
    let rows: Vec<(usize, Role)> = source.rows("role", problems);
    for (at, role) in &rows {
        let path = format!("role.{at}");
        load::check_key(&role.key, &path, &source, problems);
        for (n, permission) in role.permissions.iter().enumerate() {
            if !is_permission(permission) {
                let message = "権限は cases.desk のように、部屋の名前と点で書いてください";
                problems.push(source.problem(&format!("{path}.permissions.{n}"), message));
            }
        }
    }
    load::check_unique("role", rows.iter().map(|(at, r)| (*at, r.key.as_str())), &source, problems);
    Roles { list: rows.into_iter().map(|(_, r)| r).collect(), source: Some(source) }
}

fn is_permission(text: &str) -> bool {
    let word = |w: &str| load::is_key(w);
    text.split_once('.').is_some_and(|(room, what)| word(room) && what.split('.').all(word))
}

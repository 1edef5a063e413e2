//! Who may come in by which door. There is no door without a rule.

use std::fmt;

/// The rule of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who holds the unguessable address or secret that the page checks.
    Secret,
    /// Anybody signed in; whose records they see is checked in the page.
    SignedIn,
    /// Anybody who works for the town.
    Staff,
    /// Staff whose roles carry this permission.
    May(&'static str),
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Secret => f.write_str("secret"),
            Self::SignedIn => f.write_str("signed-in"),
            Self::Staff => f.write_str("staff"),
            Self::May(permission) => write!(f, "may {permission}"),
        }
    }
}

impl Access {
    /// Whether `who` may come in.
    pub fn admits(self, who: Option<&SignedIn>) -> bool {
        match self {
            Self::Public | Self::Secret => true,
            Self::SignedIn => who.is_some(),
            Self::Staff => who.is_some_and(|w| w.staff.is_some()),
            Self::May(permission) => who.is_some_and(|w| w.may(permission)),
        }
    }
}

/// How sure the town is who somebody is; a higher one can do all that a lower one can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assurance {
    /// An account alone.
    Account,
    /// An account that an officer or the register matched to a person.
    Identified,
    /// Besides, this session began with a public means of identification (the chip of a My Number
    /// Card read by the state's own program).
    Strong,
}

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The way in that was used.
    pub account: kernel::id::AccountId,
    /// The person behind it, where the town knows.
    pub person: Option<kernel::id::PersonId>,
    /// How to address them.
    pub name: String,
    /// How sure the town is.
    pub assurance: Assurance,
    /// Their work for the town, if any.
    pub staff: Option<Staff>,
    /// The session, to be able to end it.
    pub session: kernel::Uuid,
    /// Messages in the inbox that were not opened yet.
    pub unread: u32,
}

impl SignedIn {
    /// Whether their roles carry `permission`.
    pub fn may(&self, permission: &str) -> bool {
        self.staff.as_ref().is_some_and(|s| s.permissions.iter().any(|p| p == permission))
    }

    /// Whether a role of theirs permits it for matters of this desk. Who decides at one desk and
    /// takes money at another does not decide at the other.
    pub fn may_at(&self, permission: &str, desk: &str) -> bool {
        let holds = |r: &Right| r.permission == permission && r.desk.as_deref().is_none_or(|d| d == desk);
        self.staff.as_ref().is_some_and(|s| s.rights.iter().any(holds))
    }

    /// Whether they may deal with a matter of this desk, or with one that belongs to no desk.
    pub fn may_for(&self, permission: &str, desk: Option<&str>) -> bool {
        desk.map_or_else(|| self.may(permission), |desk| self.may_at(permission, desk))
    }

    /// Whether a role of theirs permits it for the matters of every desk.
    pub fn may_everywhere(&self, permission: &str) -> bool {
        let holds = |r: &Right| r.permission == permission && r.desk.is_none();
        self.staff.as_ref().is_some_and(|s| s.rights.iter().any(holds))
    }

    /// Those of their desks at which a role of theirs permits it.
    pub fn desks_with(&self, permission: &str) -> Vec<&str> {
        let own = self.staff.as_ref().map(|s| s.desks.as_slice()).unwrap_or_default();
        own.iter().map(String::as_str).filter(|d| self.may_at(permission, d)).collect()
    }
}

/// Somebody's work for the town on the day of the request.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    /// Keys of the desks they belong to.
    pub desks: Vec<String>,
    /// Keys of the positions they hold (`section_chief`, `manager`, …).
    pub positions: Vec<String>,
    /// What their roles permit, at whichever desk: enough to open a door, not to see a matter.
    pub permissions: Vec<String>,
    /// The same, each with where it holds: for matters of a desk these are asked.
    pub rights: Vec<Right>,
}

/// A permission and where it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// What is permitted.
    pub permission: String,
    /// For matters of this desk alone; for those of every desk where none is named.
    pub desk: Option<String>,
}

impl Staff {
    /// Somebody whose permissions hold at each of `desks` alike.
    pub fn alike(desks: Vec<String>, positions: Vec<String>, permissions: Vec<String>) -> Self {
        let at = |desk: &String| {
            permissions.iter().map(|p| Right { permission: p.clone(), desk: Some(desk.clone()) }).collect::<Vec<_>>()
        };
        let rights = desks.iter().flat_map(at).collect();
        Self { desks, positions, permissions, rights }
    }
}

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
}

/// Somebody's work for the town on the day of the request.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    /// Keys of the desks they belong to.
    pub desks: Vec<String>,
    /// Keys of the positions they hold (`section_chief`, `manager`, …).
    pub positions: Vec<String>,
    /// What their roles permit.
    pub permissions: Vec<String>,
}

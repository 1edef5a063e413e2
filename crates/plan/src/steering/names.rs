//! The names of officers, for pages that list many.

use kernel::Date;
use kernel::id::AccountId;
use people::permissions_of;
use std::collections::HashMap;
use store::{Reads, StoreError};
use town::Town;

/// Officers by their account.
#[derive(Debug, Default)]
pub(crate) struct Names(HashMap<AccountId, String>);

impl Names {
    /// The names of all who work for the town, suspended ones too.
    pub(crate) async fn read(q: &impl Reads) -> Result<Self, StoreError> {
        Ok(Self(people::accounts::officers(q).await?.into_iter().map(|a| (a.id, a.name)).collect()))
    }

    /// A name; who has left is not named.
    pub(crate) fn of(&self, account: AccountId) -> &str {
        self.0.get(&account).map_or("（いまはいない職員）", String::as_str)
    }
}

/// Officers who may be given a task or a seat on a day, with what tells them apart.
pub(crate) async fn choosable(q: &impl Reads, town: &Town, day: Date) -> Result<Vec<(AccountId, String)>, StoreError> {
    let officers = people::grants::officers_on(q, day).await?;
    let takes_part =
        |grants: &[people::Grant]| permissions_of(town, grants).permissions.iter().any(|p| p == super::TAKE_PART);
    let label = |account: &people::Account, grants: &[people::Grant]| {
        let desks: Vec<String> = permissions_of(town, grants)
            .desks
            .iter()
            .filter_map(|d| town.organisation.desk(d))
            .map(town::Desk::full_name)
            .collect();
        if desks.is_empty() { account.name.clone() } else { format!("{}（{}）", account.name, desks.join("、")) }
    };
    Ok(officers.iter().filter(|(_, g)| takes_part(g)).map(|(a, g)| (a.id, label(a, g))).collect())
}

/// Who holds a role on a day.
pub(crate) async fn with_role(q: &impl Reads, role: &str, day: Date) -> Result<Vec<(AccountId, String)>, StoreError> {
    let officers = people::grants::officers_on(q, day).await?;
    let holds = |grants: &[people::Grant]| grants.iter().any(|g| g.role == role);
    Ok(officers.into_iter().filter(|(_, g)| holds(g)).map(|(a, _)| (a.id, a.name)).collect())
}

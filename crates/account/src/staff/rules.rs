//! What nobody may do to themselves or to the town.

use people::{Account, Grant, Holder, Rights, permissions_of};
use store::Actor;
use town::Town;

/// The permission to give terms of office.
pub(crate) const STAFF: &str = "account.staff";

/// Whether the holder of a term is the one who acts: then only somebody else may give or lengthen it.
pub(crate) fn is_own(actor: &Actor, holder: Holder) -> bool {
    match holder {
        Holder::Account(account) => actor.account() == Some(account),
        Holder::Person(person) => actor.person() == Some(person),
    }
}

/// Whether these terms together let somebody give terms.
pub(crate) fn administers(town: &Town, grants: &[Grant]) -> bool {
    let Rights { permissions, .. } = permissions_of(town, grants);
    permissions.iter().any(|p| p == STAFF)
}

/// Whether the role of a term lets its holder give terms.
pub(crate) fn is_administrators(town: &Town, grant: &Grant) -> bool {
    town.roles.may(&grant.role, STAFF)
}

/// The name of a role or ward office for people.
pub(crate) fn role_title<'t>(town: &'t Town, key: &'t str) -> &'t str {
    let ward = || town.wards.roles.iter().find(|r| r.key == key).map(|r| r.title.as_str());
    town.roles.get(key).map(|r| r.title.as_str()).or_else(ward).unwrap_or(key)
}

/// An office in words: desk or ward, position, role.
pub(crate) fn office_title(town: &Town, grant: &Grant) -> String {
    let desk = grant.desk.as_deref().and_then(|k| town.organisation.desk(k)).map(town::Desk::full_name);
    let ward = grant.ward.as_deref().and_then(|k| town.wards.get(k)).map(town::Ward::label);
    let position = grant.position.as_deref().and_then(|k| town.organisation.position(k)).map(|p| p.title.clone());
    let position = position.map(|p| if grant.deputy { format!("{p}の代わり") } else { p });
    let role = role_title(town, &grant.role).to_owned();
    [desk, ward, position, Some(role)].into_iter().flatten().collect::<Vec<_>>().join("　")
}

/// A word by which officers look for somebody: name, address, role.
pub(crate) fn matches(town: &Town, account: &Account, grants: &[&Grant], asked: &str) -> bool {
    let key = kernel::search_key::search_key;
    let titles: Vec<String> = grants.iter().map(|g| office_title(town, g)).collect();
    let all = format!("{} {} {}", account.name, account.sign_in_name(), titles.join(" "));
    let all: String = all.split_whitespace().map(key).collect();
    asked.split_whitespace().all(|word| all.contains(&key(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::{AccountId, PersonId};
    use kernel::{Date, TypedId, Uuid};

    fn grant(role: &str, desk: Option<&str>) -> Grant {
        Grant {
            id: people::GrantId::from_uuid(Uuid::nil()),
            holder: Holder::Account(AccountId::from_uuid(Uuid::max())),
            role: role.to_owned(),
            desk: desk.map(str::to_owned),
            ward: None,
            position: Some("head".to_owned()),
            deputy: false,
            term: town::Period { from: Some(Date::constant(2026, 4, 1)), until: None },
            note: None,
            follows: None,
            version: 1,
        }
    }

    #[test]
    fn the_administrators_role_is_the_one_that_gives_terms() {
        let town = Town::load(&testkit::town_folder("ono")).unwrap();
        assert!(administers(&town, &[grant("desk_officer", None), grant("administrator", None)]));
        assert!(!administers(&town, &[grant("desk_officer", None), grant("approver", None)]));
        assert!(!administers(&town, &[grant("no_such_role", None)]));
    }

    #[test]
    fn an_own_term_is_known_by_account_and_by_person() {
        let (account, person) = (AccountId::from_uuid(Uuid::max()), PersonId::from_uuid(Uuid::max()));
        let me = Actor::Account { account, person: Some(person) };
        assert!(is_own(&me, Holder::Account(account)) && is_own(&me, Holder::Person(person)));
        assert!(!is_own(&me, Holder::Account(AccountId::from_uuid(Uuid::nil()))));
        assert!(!is_own(&Actor::System("officer"), Holder::Account(account)));
    }

    #[test]
    fn an_office_is_named_by_place_position_and_role() {
        let town = Town::load(&testkit::town_folder("ono")).unwrap();
        assert_eq!(office_title(&town, &grant("approver", Some("residents"))), "町民生活の窓口　課長　決裁する人");
    }
}

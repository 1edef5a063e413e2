//! 職務: who holds which role, at which desk or in which ward, in which position, from when until
//! when. Offices are terms, never switches: who leaves hands over, and the past stays readable.

use crate::{Account, PeopleError};
use kernel::Date;
use kernel::id::{AccountId, PersonId};
use serde::{Deserialize, Serialize};
use store::{Deed, Reads, Row, StoreError, Tx, args};
use town::{Period, Role, Town};

kernel::id_type!(
    /// 職務の一期 (one term of one office).
    GrantId,
);

/// Who holds an office: an officer by their account, a resident (区長 …) by their person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Holder {
    /// The holder of an account.
    Account(AccountId),
    /// A person, with or without an account.
    Person(PersonId),
}

impl Holder {
    const fn ids(self) -> (Option<AccountId>, Option<PersonId>) {
        match self {
            Self::Account(a) => (Some(a), None),
            Self::Person(p) => (None, Some(p)),
        }
    }
}

/// One term of one office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The term.
    pub id: GrantId,
    /// Whose.
    pub holder: Holder,
    /// Key of the role (`roles.toml`) or of the ward office (`wards.toml`).
    pub role: String,
    /// Key of the desk for whose matters it holds.
    pub desk: Option<String>,
    /// Key of the ward.
    pub ward: Option<String>,
    /// Key of the position (`organisation.toml`).
    pub position: Option<String>,
    /// Whether the holder only stands in for who holds the position (代決).
    pub deputy: bool,
    /// First and last day.
    pub term: Period,
    /// What the predecessor left to know.
    pub note: Option<String>,
    /// The term that this one took over.
    pub follows: Option<GrantId>,
    /// Counts changes.
    pub version: i64,
}

/// A term to be given.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// To whom.
    pub holder: Holder,
    /// Key of the role or ward office.
    pub role: String,
    /// Key of the desk.
    pub desk: Option<String>,
    /// Key of the ward.
    pub ward: Option<String>,
    /// Key of the position.
    pub position: Option<String>,
    /// Stands in for the holder of the position.
    pub deputy: bool,
    /// First day.
    pub from: Date,
    /// Last day; open for officers, a year for most ward offices.
    pub until: Option<Date>,
}

impl NewGrant {
    /// Whether the town has what the term names, and the term is as long as its rule allows.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`], [`PeopleError::TooLong`], [`PeopleError::Backwards`].
    pub fn check(&self, town: &Town) -> Result<(), PeopleError> {
        let ward_role = town.wards.roles.iter().find(|r| r.key == self.role);
        if town.roles.get(&self.role).is_none() && ward_role.is_none() {
            return Err(PeopleError::Unknown("role"));
        }
        known(&self.desk, "desk", |k| town.organisation.desk(k).is_some())?;
        known(&self.ward, "ward", |k| town.wards.get(k).is_some())?;
        known(&self.position, "position", |k| town.organisation.position(k).is_some())?;
        if self.until.is_some_and(|until| until < self.from) {
            return Err(PeopleError::Backwards);
        }
        match ward_role {
            Some(rule) if !fits_term(self.from, self.until, rule.term_years) => Err(PeopleError::TooLong),
            _ => Ok(()),
        }
    }
}

fn known(key: &Option<String>, what: &'static str, has: impl Fn(&str) -> bool) -> Result<(), PeopleError> {
    match key {
        Some(key) if !has(key) => Err(PeopleError::Unknown(what)),
        _ => Ok(()),
    }
}

/// A ward office always ends; its last day is at most `years` after its first.
fn fits_term(from: Date, until: Option<Date>, years: u32) -> bool {
    let years = i16::try_from(years).unwrap_or(i16::MAX);
    let end = years_later(from, years);
    until.is_some_and(|until| end.is_none_or(|end| until < end))
}

/// The same day `years` later; February 29 moves to March 1, so that no term is cut.
fn years_later(from: Date, years: i16) -> Option<Date> {
    let year = from.year().checked_add(years)?;
    Date::new(year, from.month(), from.day()).or_else(|_| Date::new(year, 3, 1)).ok()
}

/// What somebody may do by all their terms together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rights {
    /// Keys of desks, without repetition.
    pub desks: Vec<String>,
    /// Keys of positions held (not those where they only stand in).
    pub positions: Vec<String>,
    /// Keys of positions in which they stand in for the holder.
    pub deputy_for: Vec<String>,
    /// Permissions of the roles.
    pub permissions: Vec<String>,
    /// Each permission with the desk for whose matters it holds; without one it holds for all.
    pub rights: Vec<(String, Option<String>)>,
}

/// What the terms permit by the town's `roles.toml`; an unknown role permits nothing.
pub fn permissions_of(town: &Town, grants: &[Grant]) -> Rights {
    let mut rights = Rights::default();
    for grant in grants {
        let role = town.roles.get(&grant.role);
        for permission in role.map(|r| r.permissions.as_slice()).unwrap_or_default() {
            push(&mut rights.permissions, permission);
            rights.rights.extend(right(role, grant, permission));
        }
        grant.desk.iter().for_each(|d| push(&mut rights.desks, d));
        let place = if grant.deputy { &mut rights.deputy_for } else { &mut rights.positions };
        grant.position.iter().for_each(|p| push(place, p));
    }
    rights
}

/// Where a permission holds by this term: everywhere, unless the role is bound to its desk. A bound
/// role that was given without a desk holds for no desk's matters.
fn right(role: Option<&Role>, grant: &Grant, permission: &str) -> Option<(String, Option<String>)> {
    if role.is_some_and(|r| r.desk_only) {
        return grant.desk.clone().map(|desk| (permission.to_owned(), Some(desk)));
    }
    Some((permission.to_owned(), None))
}

fn push(list: &mut Vec<String>, item: &str) {
    if !list.iter().any(|i| i == item) {
        list.push(item.to_owned());
    }
}

/// The terms that hold on `day` for an account, and for the person behind it.
///
/// # Errors
/// When the database does not answer.
pub async fn grants_on(
    q: &impl Reads,
    account: Option<AccountId>,
    person: Option<PersonId>,
    day: Date,
) -> Result<Vec<Grant>, StoreError> {
    let sql = "SELECT * FROM people_grant WHERE (account = $1 OR person = $2) AND starts <= $3 \
               AND (ends IS NULL OR ends >= $3) ORDER BY id";
    q.rows(sql, args![account, person, day]).await?.iter().map(read).collect()
}

/// All terms of an account or a person, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(q: &impl Reads, holder: Holder) -> Result<Vec<Grant>, StoreError> {
    let (account, person) = holder.ids();
    let sql = "SELECT * FROM people_grant WHERE account = $1 OR person = $2 ORDER BY starts DESC, id DESC";
    q.rows(sql, args![account, person]).await?.iter().map(read).collect()
}

/// Who of the office holds which terms on `day`: for approval routes and lists of officers.
///
/// # Errors
/// When the database does not answer.
pub async fn officers_on(q: &impl Reads, day: Date) -> Result<Vec<(Account, Vec<Grant>)>, StoreError> {
    let sql = "SELECT * FROM people_grant WHERE account IS NOT NULL AND starts <= $1 AND (ends IS NULL OR ends >= $1) \
               ORDER BY id";
    let grants: Vec<Grant> = q.rows(sql, args![day]).await?.iter().map(read).collect::<Result<_, _>>()?;
    let accounts = crate::accounts::staff(q).await?;
    Ok(accounts
        .into_iter()
        .map(|a| {
            let own = grants.iter().filter(|g| g.holder == Holder::Account(a.id)).cloned().collect();
            (a, own)
        })
        .collect())
}

/// Who holds a ward office on `day`, by ward.
///
/// # Errors
/// When the database does not answer.
pub async fn ward_holders(q: &impl Reads, ward: &str, day: Date) -> Result<Vec<Grant>, StoreError> {
    let sql =
        "SELECT * FROM people_grant WHERE ward = $1 AND starts <= $2 AND (ends IS NULL OR ends >= $2) ORDER BY id";
    q.rows(sql, args![ward, day]).await?.iter().map(read).collect()
}

/// Every term that was ever given, oldest first: for the list of who works for the town, and of the
/// ward offices.
///
/// # Errors
/// When the database does not answer.
pub async fn all(q: &impl Reads) -> Result<Vec<Grant>, StoreError> {
    q.rows("SELECT * FROM people_grant ORDER BY starts, id", vec![]).await?.iter().map(read).collect()
}

/// Gives a term. Whether the town has the role is [`NewGrant::check`]'s question.
///
/// # Errors
/// [`PeopleError::Backwards`], [`PeopleError::Overlaps`].
pub async fn assign(tx: &Tx, new: &NewGrant) -> Result<GrantId, PeopleError> {
    give(tx, new, None, None).await
}

/// Ends a term with `last` as its last day, leaving a word for the successor.
///
/// # Errors
/// [`PeopleError::Missing`], [`PeopleError::Backwards`], [`PeopleError::Changed`].
pub async fn end(tx: &Tx, id: GrantId, last: Date, note: Option<&str>) -> Result<Grant, PeopleError> {
    let known = find(tx, id).await?.ok_or(PeopleError::Missing)?;
    // A term that never began may end on the day before it would have.
    if known.term.from.is_some_and(|from| last < from.yesterday().unwrap_or(from)) {
        return Err(PeopleError::Backwards);
    }
    let sql = "UPDATE people_grant SET ends = $2, note = $3, version = version + 1, changed_at = $4 \
               WHERE id = $1 AND version = $5";
    let note = note.map(str::to_owned).or(known.note);
    let args = args![id, last, note.clone(), tx.now(), known.version];
    if tx.execute(sql, args).await? != 1 {
        return Err(PeopleError::Changed);
    }
    tx.record(Deed::new("people.grant_end").about(known.holder.ids().1).row("people_grant", id));
    let term = Period { until: Some(last), ..known.term };
    Ok(Grant { term, note, version: known.version + 1, ..known })
}

/// Moves the last day of a term, or leaves it open, without a word for the successor. The caller has
/// made sure that the rule of a ward office allows the length.
///
/// # Errors
/// [`PeopleError::Missing`], [`PeopleError::Backwards`], [`PeopleError::Overlaps`], [`PeopleError::Changed`].
pub async fn set_last(tx: &Tx, id: GrantId, last: Option<Date>) -> Result<Grant, PeopleError> {
    let known = find(tx, id).await?.ok_or(PeopleError::Missing)?;
    let term = Period { until: last, ..known.term };
    if let (Some(from), Some(last)) = (term.from, last)
        && last < from.yesterday().unwrap_or(from)
    {
        return Err(PeopleError::Backwards);
    }
    let others = history(tx, known.holder).await?;
    if others.iter().any(|g| g.id != id && same_office(g, &known) && !g.term.is_backwards() && g.term.overlaps(term)) {
        return Err(PeopleError::Overlaps);
    }
    let sql =
        "UPDATE people_grant SET ends = $2, version = version + 1, changed_at = $3 WHERE id = $1 AND version = $4";
    if tx.execute(sql, args![id, last, tx.now(), known.version]).await? != 1 {
        return Err(PeopleError::Changed);
    }
    tx.record(Deed::new("people.grant_term").about(known.holder.ids().1).row("people_grant", id));
    Ok(Grant { term, version: known.version + 1, ..known })
}

fn same_office(a: &Grant, b: &Grant) -> bool {
    (&a.role, &a.desk, &a.ward, &a.position, a.deputy) == (&b.role, &b.desk, &b.ward, &b.position, b.deputy)
}

/// Hands an office over: the old term ends the day before `from`, the new one begins then with the
/// same role, desk, ward and position.
///
/// # Errors
/// As [`assign`] and [`end`].
pub async fn hand_over(
    tx: &Tx,
    id: GrantId,
    to: Holder,
    from: Date,
    until: Option<Date>,
    note: Option<&str>,
) -> Result<GrantId, PeopleError> {
    let last = from.yesterday().map_err(|_| PeopleError::Backwards)?;
    let old = end(tx, id, last, note).await?;
    let Grant { role, desk, ward, position, deputy, note, .. } = old;
    let new = NewGrant { holder: to, role, desk, ward, position, deputy, from, until };
    give(tx, &new, note.as_deref(), Some(id)).await
}

/// One term.
///
/// # Errors
/// When the database does not answer.
pub async fn find(q: &impl Reads, id: GrantId) -> Result<Option<Grant>, StoreError> {
    let row = q.row("SELECT * FROM people_grant WHERE id = $1", args![id]).await?;
    row.map(|r| read(&r)).transpose()
}

async fn give(tx: &Tx, new: &NewGrant, note: Option<&str>, follows: Option<GrantId>) -> Result<GrantId, PeopleError> {
    let term = Period { from: Some(new.from), until: new.until };
    if term.is_backwards() {
        return Err(PeopleError::Backwards);
    }
    let same = |g: &Grant| {
        (&g.role, &g.desk, &g.ward, &g.position, g.deputy)
            == (&new.role, &new.desk, &new.ward, &new.position, new.deputy)
    };
    if history(tx, new.holder).await?.iter().any(|g| same(g) && !g.term.is_backwards() && g.term.overlaps(term)) {
        return Err(PeopleError::Overlaps);
    }
    let id: GrantId = tx.id();
    let (account, person) = new.holder.ids();
    tx.execute(
        "INSERT INTO people_grant (id, account, person, role, desk, ward, position, deputy, starts, ends, note, follows, \
         version, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13)",
        args![
            id,
            account,
            person,
            &new.role,
            new.desk.clone(),
            new.ward.clone(),
            new.position.clone(),
            new.deputy,
            new.from,
            new.until,
            note,
            follows,
            tx.now()
        ],
    )
    .await?;
    tx.record(Deed::new("people.grant").about(person).row("people_grant", id));
    Ok(id)
}

fn read(r: &Row) -> Result<Grant, StoreError> {
    let holder = match (r.get("account")?, r.get("person")?) {
        (Some(account), _) => Holder::Account(account),
        (None, Some(person)) => Holder::Person(person),
        (None, None) => return Err(StoreError::Column("account".to_owned())),
    };
    Ok(Grant {
        id: r.get("id")?,
        holder,
        role: r.get("role")?,
        desk: r.get("desk")?,
        ward: r.get("ward")?,
        position: r.get("position")?,
        deputy: r.get("deputy")?,
        term: Period { from: r.get("starts")?, until: r.get("ends")? },
        note: r.get("note")?,
        follows: r.get("follows")?,
        version: r.get("version")?,
    })
}

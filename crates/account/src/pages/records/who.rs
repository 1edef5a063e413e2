//! Who it was: oneself, somebody who acts for one, the desk and role of an officer, the program;
//! never an officer's own name, which the town knows and answers for.

use kernel::Date;
use kernel::id::AccountId;
use people::{AccountKind, Holder};
use std::collections::HashMap;
use store::StoreError;
use store::journal::Entry;
use web::Visit;

/// What kind of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Own,
    Helper,
    Office,
    Automatic,
}

/// Names told so far: the same account has another office on another day.
pub(super) struct Names<'v> {
    visit: &'v Visit,
    known: HashMap<(String, Date), (Kind, String)>,
}

impl<'v> Names<'v> {
    pub(super) fn new(visit: &'v Visit) -> Self {
        Self { visit, known: HashMap::new() }
    }

    /// Who made the entry. A message that follows from what somebody did is the program's own doing.
    pub(super) async fn of(&mut self, entry: &Entry) -> Result<(Kind, String), StoreError> {
        if entry.act.starts_with("notices.") {
            return Ok((Kind::Automatic, web::texts::plain(&self.visit.t("account-actor-system"))));
        }
        if entry.act == "account.sign_in" && entry.actor == "anonymous" {
            return Ok((Kind::Own, web::texts::plain(&self.visit.t("account-actor-entering"))));
        }
        let place = (entry.actor.clone(), entry.at.date());
        if let Some(known) = self.known.get(&place) {
            return Ok(known.clone());
        }
        let (kind, name) = self.tell(&entry.actor, entry.at.date()).await?;
        let told = (kind, web::texts::plain(&name));
        self.known.insert(place, told.clone());
        Ok(told)
    }

    async fn tell(&self, actor: &str, day: Date) -> Result<(Kind, String), StoreError> {
        let own = self.visit.account().map(|w| format!("account:{}", w.account));
        match actor.strip_prefix("account:").and_then(|id| id.parse::<AccountId>().ok()) {
            _ if own.as_deref() == Some(actor) => Ok((Kind::Own, self.visit.t("account-actor-self"))),
            Some(id) => self.account(id, day).await,
            None if actor == "anonymous" => Ok((Kind::Own, self.visit.t("account-actor-anonymous"))),
            None => Ok((Kind::Automatic, self.visit.t("account-actor-system"))),
        }
    }

    async fn account(&self, id: AccountId, day: Date) -> Result<(Kind, String), StoreError> {
        let person = self.visit.account().and_then(|w| w.person);
        match people::accounts::find(&self.visit.house().db, id).await? {
            Some(account) if account.kind == AccountKind::Staff => Ok((Kind::Office, self.office(id, day).await?)),
            Some(account) if account.person == person => Ok((Kind::Own, self.visit.t("account-actor-self"))),
            Some(account) => {
                Ok((Kind::Helper, self.visit.tf("account-actor-named-helper", &[("name", account.name.into())])))
            }
            None => Ok((Kind::Office, self.visit.t("account-actor-officer"))),
        }
    }

    /// The desk and role that the officer had on that day.
    async fn office(&self, id: AccountId, day: Date) -> Result<String, StoreError> {
        let town = &self.visit.house().town;
        let terms = people::grants::history(&self.visit.house().db, Holder::Account(id)).await?;
        let held = |g: &&people::Grant| g.term.holds_on(day) && g.desk.is_some();
        let Some(grant) = terms.iter().find(held).or_else(|| terms.iter().find(|g| g.desk.is_some())) else {
            return Ok(self.visit.t("account-actor-officer"));
        };
        let desk = grant.desk.as_deref().and_then(|k| town.organisation.desk(k)).map(town::Desk::full_name);
        let role = town.roles.get(&grant.role).map(|r| r.title.clone());
        let both: Vec<String> = [desk, role].into_iter().flatten().collect();
        Ok(self.visit.tf("account-actor-desk", &[("desk", both.join("・").into())]))
    }
}

//! What is known of the person themselves: register, household, how to reach them, ways in, who acts
//! for whom, ward offices, and the journal.

use crate::pages::time_label;
use crate::session;
use futures::FutureExt;
use kernel::id::PersonId;
use kernel::{Date, era};
use people::{Holder, Person, grants, mandates};
use store::{StoreError, journal};
use web::House;
use web::hold::{Chapter, Record, Told};
use web::texts::{Lang, Words};

/// What this room gives.
pub(crate) fn of_account(house: House, person: PersonId, lang: Lang) -> Told<Chapter> {
    async move {
        let told = Teller { house: &house, words: house.texts.words(lang), person };
        Ok(vec![
            told.register().await?,
            told.household().await?,
            told.contact().await?,
            told.accounts().await?,
            told.mandates().await?,
            told.offices().await?,
            told.journal().await?,
        ])
    }
    .boxed()
}

struct Teller<'h> {
    house: &'h House,
    words: Words<'h>,
    person: PersonId,
}

impl Teller<'_> {
    fn t(&self, key: &str) -> String {
        self.words.plain(key)
    }

    fn day(&self, day: Option<Date>) -> String {
        match (day, self.words.lang) {
            (None, _) => String::new(),
            (Some(day), Lang::En) => day.to_string(),
            (Some(day), _) => era::date_label(day),
        }
    }

    async fn find(&self, person: PersonId) -> Result<Option<Person>, StoreError> {
        people::find(&self.house.db, person).await
    }

    async fn register(&self) -> Result<Chapter, StoreError> {
        let mut chapter = Chapter::new("register", self.t("account-export-register"));
        if let Some(p) = self.find(self.person).await? {
            chapter.records.push(self.of_person(&p));
        }
        Ok(chapter)
    }

    fn of_person(&self, p: &Person) -> Record {
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        let sex = p.sex.map_or("", |s| if s == people::Sex::Male { "男" } else { "女" });
        Record::new(p.name.full())
            .fact("name", self.t("account-export-name"), p.name.full())
            .fact("kana", self.t("account-export-kana"), text(&p.kana))
            .fact("former_name", self.t("account-export-former-name"), text(&p.former_name))
            .fact("birth", self.t("account-export-birth"), self.day(p.birth))
            .fact("sex", self.t("account-export-sex"), sex)
            .fact("address", self.t("account-export-address"), p.address.to_string())
            .fact("relation", self.t("account-export-relation"), text(&p.relation))
            .fact("resident_since", self.t("account-export-resident-since"), self.day(p.resident_since))
            .fact("address_since", self.t("account-export-address-since"), self.day(p.address_since))
            .fact("former_address", self.t("account-export-former-address"), text(&p.former_address))
            .fact("domicile", self.t("account-export-domicile"), text(&p.domicile))
            .fact("domicile_head", self.t("account-export-domicile-head"), text(&p.domicile_head))
            .fact("moved_out", self.t("account-export-moved-out"), self.day(p.moved_out))
            .fact("phone", self.t("account-phone"), p.phone.as_ref().map(ToString::to_string).unwrap_or_default())
            .fact("email", self.t("account-email"), p.email.as_ref().map(ToString::to_string).unwrap_or_default())
            .fact("register_number", self.t("account-export-number"), text(&p.register_number))
    }

    async fn household(&self) -> Result<Chapter, StoreError> {
        let mut chapter = Chapter::new("household", self.t("account-export-household"));
        let Some(household) = self.find(self.person).await?.and_then(|p| p.household) else { return Ok(chapter) };
        for p in people::members(&self.house.db, household, self.house.now().date()).await? {
            let relation = p.relation.clone().unwrap_or_default();
            chapter.records.push(Record::new(p.name.full()).fact(
                "relation",
                self.t("account-export-relation"),
                relation,
            ));
        }
        Ok(chapter)
    }

    async fn contact(&self) -> Result<Chapter, StoreError> {
        let mut chapter = Chapter::new("contact", self.t("account-contact"));
        if let Some(c) = people::contacts::find(&self.house.db, self.person).await? {
            let text = |t: Option<String>| t.unwrap_or_default();
            chapter.records.push(
                Record::default()
                    .fact("channel", self.t("account-contact"), self.t(crate::pages::reach::channel_key(c.channel)))
                    .fact("language", self.t("account-language"), self.t(crate::pages::reach::language_key(c.language)))
                    .fact("email", self.t("account-email"), text(c.email.map(|e| e.to_string())))
                    .fact("phone", self.t("account-phone"), text(c.phone.map(|p| p.to_string())))
                    .fact("address", self.t("account-export-address"), text(c.address)),
            );
        }
        Ok(chapter)
    }

    async fn accounts(&self) -> Result<Chapter, StoreError> {
        let mut chapter = Chapter::new("accounts", self.t("account-export-accounts"));
        for account in people::accounts::of_person(&self.house.db, self.person).await? {
            let now = self.house.now();
            let open = session::open_ones(&self.house.db, account.id, now).await?;
            let devices: Vec<String> = open.into_iter().map(|s| s.device).filter(|d| !d.is_empty()).collect();
            chapter.records.push(
                Record::new(&account.name)
                    .fact("email", self.t("account-email"), account.email.map(|e| e.to_string()).unwrap_or_default())
                    .fact("since", self.t("account-since"), time_label(self.words.lang, account.created_at))
                    .fact("devices", self.t("account-sessions"), devices.join("\n")),
            );
        }
        Ok(chapter)
    }

    async fn mandates(&self) -> Result<Chapter, StoreError> {
        let mut chapter = Chapter::new("mandates", self.t("account-export-mandates"));
        for m in mandates::all_of(&self.house.db, self.person).await? {
            let (other, title) = match m.principal == self.person {
                true => (m.agent, "account-export-mandate-given"),
                false => (m.principal, "account-export-mandate-held"),
            };
            let name = self.find(other).await?.map(|p| p.name.full().to_owned()).unwrap_or_default();
            let title = self.words.tf(title, &[("name", name.into())]);
            chapter.records.push(
                Record::new(web::texts::plain(&title))
                    .fact("scope", self.t("account-export-scope"), &m.scope)
                    .fact("from", self.t("account-export-from"), self.day(m.term.from))
                    .fact("until", self.t("account-export-until"), self.day(m.term.until)),
            );
        }
        Ok(chapter)
    }

    async fn offices(&self) -> Result<Chapter, StoreError> {
        let mut chapter = Chapter::new("offices", self.t("account-export-offices"));
        for g in grants::history(&self.house.db, Holder::Person(self.person)).await? {
            chapter.records.push(
                Record::new(crate::staff::office_title(&self.house.town, &g))
                    .fact("from", self.t("account-export-from"), self.day(g.term.from))
                    .fact("until", self.t("account-export-until"), self.day(g.term.until)),
            );
        }
        Ok(chapter)
    }

    /// All entries about the person, in pages so that a long life does not fill the memory at once.
    async fn journal(&self) -> Result<Chapter, StoreError> {
        let mut chapter = Chapter::new("journal", self.t("account-records"));
        let own: Vec<String> = people::accounts::of_person(&self.house.db, self.person)
            .await?
            .into_iter()
            .map(|a| format!("account:{}", a.id))
            .collect();
        let mut before = None;
        loop {
            let entries = journal::about(&self.house.db, self.person, before, 500).await?;
            let Some(last) = entries.last() else { return Ok(chapter) };
            before = Some(last.seq);
            chapter.records.extend(entries.iter().map(|e| self.entry(e, &own)));
        }
    }

    fn entry(&self, entry: &journal::Entry, own: &[String]) -> Record {
        let who = match entry.actor.as_str() {
            actor if own.iter().any(|o| o == actor) => "account-actor-self",
            actor if actor.starts_with("system:") => "account-actor-system",
            "anonymous" => "account-actor-anonymous",
            _ => "account-actor-officer",
        };
        let what = crate::pages::records::act_key(self.house, &entry.act);
        Record::new(self.t(&what))
            .fact("at", self.t("account-export-at"), time_label(self.words.lang, entry.at))
            .fact("who", self.t("account-export-who"), self.t(who))
            .fact("act", self.t("account-export-act"), &entry.act)
            .fact("channel", self.t("account-export-channel"), &entry.channel)
            .fact("detail", self.t("account-export-detail"), entry.detail.clone().unwrap_or_default())
    }
}

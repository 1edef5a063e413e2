//! What happened at the screen in the lobby: somebody took two copies and printed the first; somebody
//! whose name has a form that no font has is told so, and the desk reads what to do.

use super::matters::StepClock;
use crate::failure::Failure;
use billing::Cash;
use cases::Direct;
use cases::forms::Answer;
use kernel::id::{CaseId, PersonId};
use kernel::{Address, Date, Moment, PersonName, Yen};
use people::{Facts, PersonKind};
use store::{Act, Channel, StoreError, jobs};
use web::House;

/// The number of somebody of the fictional register who comes to the town hall.
const COMES: &str = "1000046";
/// A form of 葛 that no font has; the name is invented.
const RARE: (&str, &str) = ("葛\u{E01EF}見本", "架空");

/// Plays both, the day before `now`.
pub(super) async fn play(house: &House, clock: &StepClock, now: Moment) -> Result<usize, Failure> {
    let day = house.town.calendar.main().next_open_day(now.plus_days(-4).date());
    clock.forward_to(Moment::at(day, 11, 20));
    let story = Story { house, clock };
    let mut played = 0;
    if let Some(person) = people::by_number(&house.db, COMES).await? {
        let case = story.asks(person, 2).await?;
        story.pays_and_prints(case).await?;
        played += 1;
    }
    let person = story.somebody_rare().await?;
    story.asks(person, 1).await?;
    Ok(played + 1)
}

struct Story<'a> {
    house: &'a House,
    clock: &'a StepClock,
}

impl Story<'_> {
    fn act(&self, channel: Channel) -> Act {
        Act::system("demo", kernel::Clock::now(self.clock)).by(channel)
    }

    async fn asks(&self, person: PersonId, copies: i64) -> Result<CaseId, Failure> {
        let choice = |key: &str, value: &str| (key.to_owned(), Answer::Choice(value.to_owned()));
        let direct = Direct {
            procedure: "resident_record".to_owned(),
            person,
            channel: Channel::Kiosk,
            assurance: web::Assurance::Strong,
            identity_check: "窓口で運転免許証を確認".to_owned(),
            answers: vec![
                choice("who", "oneself"),
                choice("purpose", "licence"),
                choice("receive", "counter"),
                choice("exempt", "none"),
                ("copies".to_owned(), Answer::Number(copies)),
                ("declared".to_owned(), Answer::Consent),
            ],
        };
        let case = cases::hand_in(self.house, &self.act(Channel::Kiosk), direct).await;
        let case = case.map_err(|e| Failure::cannot("見本の案件を作れません", e.to_string()))?.id;
        self.work().await?;
        Ok(case)
    }

    /// At the cashier, and back at the screen the first of the copies.
    async fn pays_and_prints(&self, id: CaseId) -> Result<(), Failure> {
        let asked = cases::find(&self.house.db, id).await?;
        if let Some((bill, fee)) = asked.and_then(|c| Some((c.bill?, c.fee?))) {
            let (drawer, cashier) = ("cashier".to_owned(), "見本".to_owned());
            let cash =
                Cash { amount: fee, tendered: Yen(1000), rest: fee, instalment: None, in_part: false, drawer, cashier };
            let act = self.act(Channel::Counter);
            let paid = self.house.db.write(&act, move |tx| async move {
                billing::pay_at_counter(&tx, bill, cash).await.map_err(|e| StoreError::Other(e.to_string()))?;
                Ok::<_, StoreError>(())
            });
            paid.await?;
            self.work().await?;
        }
        if let Some(paper) = cases::find(&self.house.db, id).await?.and_then(|c| c.paper) {
            let act = self.act(Channel::Kiosk);
            self.house.db.write(&act, move |tx| async move { papers::print_at_screen(&tx, paper).await }).await?;
        }
        Ok(())
    }

    async fn somebody_rare(&self) -> Result<PersonId, Failure> {
        let name =
            PersonName::new(RARE.0, RARE.1).map_err(|e| Failure::cannot("見本の人を作れません", e.to_string()))?;
        let mut facts = Facts::named(name);
        facts.kana = Some("クズミホン　カクウ".to_owned());
        facts.birth = Some(Date::constant(1948, 2, 11));
        facts.resident_since = facts.birth;
        facts.address = Address::free("福島県田村郡小野町大字小野新町字見本000番地");
        let act = self.act(Channel::System);
        let add = self.house.db.write(&act, move |tx| async move {
            people::add(&tx, PersonKind::Resident, facts).await.map_err(people::PeopleError::into_store)
        });
        Ok(add.await?)
    }

    /// What follows of itself.
    async fn work(&self) -> Result<(), Failure> {
        self.clock.pass(60);
        jobs::run_due(&self.house.db, &self.house.workers(), self.clock).await?;
        Ok(())
    }
}

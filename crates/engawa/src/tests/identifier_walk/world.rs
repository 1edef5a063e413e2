//! Two residents' matters at two desks, everybody who works for the town, and their sessions: what
//! there is to be tried with each other's identifiers.

use super::things::{self, Things};
use crate::tests::all_rooms;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::id::{AccountId, PersonId};
use kernel::{Address, Date, PersonName, TypedId, Uuid};
use people::{AccountKind, Facts, Holder, NewAccount, NewGrant, PeopleError, PersonKind};
use sha2::{Digest, Sha256};
use store::args;
use testkit::{TestTown, Who};
use web::SignedIn;

/// Somebody who tries.
pub(super) struct Role {
    pub name: String,
    pub who: Who,
    pub signed_in: Option<SignedIn>,
}

/// A resident, and words that only their own records hold.
pub(super) struct Resident {
    pub name: &'static str,
    pub person: PersonId,
    pub account: AccountId,
    pub who: Who,
    pub session: Uuid,
    pub words: Vec<String>,
}

/// Whose things are tried, and at which desk they lie.
pub(super) struct Target {
    pub resident: Resident,
    pub desk: &'static str,
    /// An officer of the desk.
    pub colleague: AccountId,
    pub things: Things,
}

impl Target {
    /// Every identifier of the resident and their things.
    pub(super) fn identifiers(&self) -> Vec<String> {
        let Things { draft, on_paper, submitted, file, asked, proposed, approval, unpaid, bill, paid_bill, .. } =
            &self.things;
        let Things { payment, paper, notice, copy, passkey, absence, blob, number, references, .. } = &self.things;
        let ids = [draft, on_paper, submitted, file, asked, proposed, approval, unpaid, bill, paid_bill];
        let more = [payment, paper, notice, copy, passkey, absence, &self.resident.session];
        let people = [self.resident.person.uuid(), self.resident.account.uuid()];
        let texts = [blob.clone(), number.clone(), format!("{paper}.pdf")].into_iter().chain(references.clone());
        ids.into_iter().chain(more).map(ToString::to_string).chain(people.map(|p| p.to_string())).chain(texts).collect()
    }
}

pub(super) struct World {
    pub town: TestTown,
    pub roles: Vec<Role>,
    pub targets: Vec<Target>,
}

/// The two desks.
const DESKS: [&str; 2] = ["residents", "child"];

/// Offices by name: role, desk, position of each term.
type Terms = &'static [(&'static str, Option<&'static str>, Option<&'static str>)];

const OFFICERS: &[(&str, Terms)] = &[
    ("officer of the residents' desk", &[("desk_officer", Some("residents"), Some("member"))]),
    ("chief of the residents' desk", &[("approver", Some("residents"), Some("chief"))]),
    ("head of the residents' desk", &[("approver", Some("residents"), Some("head"))]),
    ("officer of the child desk", &[("desk_officer", Some("child"), Some("member"))]),
    ("chief of the child desk", &[("approver", Some("child"), Some("chief"))]),
    ("head of the child desk", &[("approver", Some("child"), Some("head"))]),
    ("officer there, cashier here", &[("desk_officer", Some("child"), None), ("cashier", Some("residents"), None)]),
    ("officer here, cashier there", &[("desk_officer", Some("residents"), None), ("cashier", Some("child"), None)]),
    ("head of the tax desk", &[("approver", Some("tax"), Some("head"))]),
    ("desk officer of no desk", &[("desk_officer", None, None)]),
    ("cashier", &[("cashier", Some("cashier"), Some("member"))]),
    ("announcer", &[("announcer", Some("general"), None)]),
    ("reader of the plan", &[("plan_reader", None, Some("cio"))]),
    ("operator", &[("operator", Some("digital"), Some("member"))]),
    ("keeper of the list of officers", &[("administrator", Some("general"), None)]),
    ("officer whose terms are over", &[]),
];

/// Opens an account and begins a session of it.
async fn account(town: &TestTown, kind: AccountKind, name: &str, email: &str, person: Option<PersonId>) -> AccountId {
    let new = NewAccount { kind, email: email.parse().unwrap(), name: name.to_owned(), person };
    town.change(
        move |tx| async move { people::accounts::open_account(&tx, new).await.map_err(PeopleError::into_store) },
    )
    .await
}

/// A session as a sign-in leaves it.
async fn session(town: &TestTown, account: AccountId) -> (Who, Uuid) {
    let token = URL_SAFE_NO_PAD.encode(town.house.db.random::<32>());
    let (id, digest) = (town.id(), Sha256::digest(token.as_bytes()).to_vec());
    town.change(move |tx| async move {
        let sql = "INSERT INTO account_session (id, account, token, way, device, created_at, seen_at, idle_seconds, \
                   expires_at, ended_at) VALUES ($1, $2, $3, 'passkey', 'browser', $4, $4, 86400, $5, NULL)";
        tx.execute(sql, args![id, account, digest, tx.now(), tx.now().plus_days(1)]).await
    })
    .await;
    (Who::with_session(token), id)
}

async fn grant(town: &TestTown, new: NewGrant) {
    town.change(move |tx| async move {
        people::grants::assign(&tx, &new).await.map(|_| ()).map_err(PeopleError::into_store)
    })
    .await;
}

async fn officer(town: &TestTown, number: usize, name: &str, terms: Terms) -> Role {
    let account = account(town, AccountKind::Staff, "見本 職員", &format!("o{number}@demo.example"), None).await;
    for (role, desk, position) in terms {
        let new = NewGrant {
            holder: Holder::Account(account),
            role: (*role).to_owned(),
            desk: desk.map(str::to_owned),
            ward: None,
            position: position.map(str::to_owned),
            deputy: false,
            from: Date::constant(2026, 4, 1),
            until: None,
        };
        grant(town, new).await;
    }
    let (who, _) = session(town, account).await;
    role(town, name, who).await
}

async fn role(town: &TestTown, name: &str, who: Who) -> Role {
    let cookie = who.session().map(str::to_owned);
    let signed_in = match cookie {
        Some(token) => {
            town.house.sessions.who(&town.house.db, &town.house.town, &token, town.house.now()).await.unwrap()
        }
        None => None,
    };
    Role { name: name.to_owned(), who, signed_in }
}

async fn resident(town: &TestTown, name: &'static str, sign: &'static str, email: &str) -> Resident {
    let place = format!("字秘境{sign}番地");
    let phone = match sign {
        "甲" => "0247-00-1111",
        "乙" => "0247-00-2222",
        _ => "0247-00-3333",
    };
    let mut facts = Facts::named(PersonName::from_full(name).unwrap());
    facts.kana = Some("ヒトク　ミホン".to_owned());
    facts.birth = Some(Date::constant(1961, 3, 4));
    facts.resident_since = facts.birth;
    facts.relation = Some("世帯主".to_owned());
    facts.is_head = true;
    facts.phone = phone.parse().ok();
    facts.email = email.parse().ok();
    facts.address = Address::free(&format!("福島県田村郡小野町大字小野新町{place}"));
    let person = town
        .change(move |tx| async move {
            let house = people::add_household(&tx, None).await.map_err(PeopleError::into_store)?;
            facts.household = Some(house);
            people::add(&tx, PersonKind::Resident, facts).await.map_err(PeopleError::into_store)
        })
        .await;
    let account = account(town, AccountKind::Resident, name, email, Some(person)).await;
    let (who, session) = session(town, account).await;
    let given = name.rsplit(' ').next().unwrap().to_owned();
    let words =
        vec![given, place, phone.to_owned(), email.to_owned(), format!("{sign}の使い道"), format!("{sign}の覚え書き")];
    Resident { name, person, account, who, session, words }
}

/// Somebody who holds an office in their ward, as a resident.
async fn of_the_ward(town: &TestTown) -> Role {
    let somebody = resident(town, "区長 丙子", "丙", "hei@ward.example").await;
    let ward = town.house.town.wards.all()[0].key.clone();
    let office = town.house.town.wards.roles[0].key.clone();
    let new = NewGrant {
        holder: Holder::Person(somebody.person),
        role: office,
        desk: None,
        ward: Some(ward),
        position: None,
        deputy: false,
        from: Date::constant(2026, 4, 1),
        until: Some(Date::constant(2027, 3, 31)),
    };
    grant(town, new).await;
    role(town, "officer of the ward", somebody.who).await
}

impl World {
    pub(super) async fn new() -> Self {
        let town = TestTown::sqlite(&all_rooms()).await;
        town.ask_also(account::sessions());
        let mut roles = vec![role(&town, "nobody", Who::nobody()).await, of_the_ward(&town).await];
        for (number, (name, terms)) in OFFICERS.iter().enumerate() {
            roles.push(officer(&town, number, name, terms).await);
        }
        let mut targets = Vec::new();
        for (resident, desk) in [
            (resident(&town, "秘匿 甲子", "甲", "kou@himitsu.example").await, DESKS[0]),
            (resident(&town, "内密 乙女", "乙", "otsu@naisho.example").await, DESKS[1]),
        ] {
            roles.push(role(&town, resident.name, resident.who.clone()).await);
            let at = |what: &str| named(&roles, what, desk);
            let (member, chief, head) = (at("officer of"), at("chief of"), at("head of"));
            let cashier = roles.iter().find(|r| r.name == "cashier").unwrap();
            let office =
                things::Office { member: &member.who, chief: &chief.who, head: &head.who, cashier: &cashier.who };
            let colleague = member.signed_in.as_ref().unwrap().account;
            let things = things::make(&town, &resident, desk, colleague, &office).await;
            targets.push(Target { resident, desk, colleague, things });
        }
        Self { town, roles, targets }
    }

    pub(super) fn role(&self, name: &str) -> &Role {
        self.roles.iter().find(|r| r.name == name).unwrap()
    }
}

fn named<'r>(roles: &'r [Role], what: &str, desk: &str) -> &'r Role {
    let desk = if desk == "child" { "the child desk" } else { "the residents' desk" };
    roles.iter().find(|r| r.name == format!("{what} {desk}")).unwrap()
}

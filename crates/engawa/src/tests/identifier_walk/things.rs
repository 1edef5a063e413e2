//! What a resident has with the town after five matters, made through the house's own doors.

use super::world::Resident;
use crate::demo::form;
use kernel::id::AccountId;
use kernel::{TypedId, Uuid};
use store::{BlobId, Reads, args};
use testkit::{Answer, TestTown, Who};

/// Who works on the matters of a desk.
pub(super) struct Office<'a> {
    pub member: &'a Who,
    pub chief: &'a Who,
    pub head: &'a Who,
    pub cashier: &'a Who,
}

/// Identifiers of everything that is the resident's.
#[derive(Debug, Clone)]
pub(super) struct Things {
    pub draft: Uuid,
    pub blob: String,
    /// A form on paper that the desk's officer began for them.
    pub on_paper: Uuid,
    pub submitted: Uuid,
    pub file: Uuid,
    pub asked: Uuid,
    pub proposed: Uuid,
    pub approval: Uuid,
    pub seat: String,
    pub text: String,
    pub unpaid: Uuid,
    pub bill: Uuid,
    pub paid_bill: Uuid,
    pub payment: Uuid,
    pub paper: Uuid,
    pub number: String,
    pub code: String,
    pub notice: Uuid,
    pub copy: Uuid,
    pub passkey: Uuid,
    pub absence: Uuid,
    /// 口座振替の口座.
    pub account: Uuid,
    /// For whom the resident lets somebody act, and whom they asked by mail.
    pub mandate: Uuid,
    pub agent: Uuid,
    pub offer: Uuid,
    /// What the resident took home.
    pub export: Uuid,
    /// A term of the desk's officer.
    pub grant: Uuid,
    pub ward: String,
    /// A board of the desk's officer, and a card on it.
    pub board: Uuid,
    pub card: Uuid,
    /// All 受付番号.
    pub references: Vec<String>,
}

/// The smallest picture there is.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x60, 0x60, 0x60,
    0x60, 0, 0, 0, 5, 0, 1, 0xA5, 0xF6, 0x45, 0x40, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

/// Sends the form with this `action` on a page as it stands, with some fields filled in.
async fn press(town: &TestTown, who: &Who, path: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
    let page = town.get(who, path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    let standing = form::standing(&page.text(), action).unwrap_or_else(|| panic!("no {action} on {path}"));
    let mut sent: Vec<(&str, &str)> = fields.iter().copied().filter(|(n, _)| *n != "photo").collect();
    for (name, value) in &standing {
        if name != "_token" && !fields.iter().any(|(n, _)| n == name) {
            sent.push((name, value));
        }
    }
    let files: Vec<(&str, &str, &[u8])> =
        fields.iter().filter(|(n, _)| *n == "photo").map(|_| ("id_photo", "menkyo.png", PNG)).collect();
    let answer = if files.is_empty() {
        town.post(who, action, &sent).await
    } else {
        town.post_files(who, action, &sent, &files).await
    };
    assert_eq!(answer.status, 303, "{action}: {}", answer.text());
    town.run_jobs().await;
    answer
}

async fn id(town: &TestTown, sql: &'static str, of: Uuid) -> Uuid {
    town.house.db.one(sql, args![of]).await.unwrap().unwrap_or_else(|| panic!("nothing by {sql}"))
}

/// Answers the pages of a draft up to the check.
async fn fill(town: &TestTown, who: &Who, first: &str, sign: &str) -> String {
    let purpose = format!("{sign}の使い道");
    let mut path = first.to_owned();
    while !path.ends_with("/check") {
        let page = path.rsplit('/').next().unwrap().to_owned();
        let fields: Vec<(&str, &str)> = match page.as_str() {
            "who" => vec![("who", "oneself")],
            "items" => vec![("items", "relation")],
            "purpose" => vec![("purpose", "other")],
            "purpose_other" => vec![("purpose_other", &purpose)],
            "copies" => vec![("copies", "1")],
            "receive" => vec![("receive", "post")],
            "identity" => vec![("photo", "")],
            "contact" => vec![("email", "")],
            "declare" => vec![("declared", "yes")],
            _ => Vec::new(),
        };
        path = press(town, who, &path, &path, &fields).await.leads_on();
    }
    path.trim_end_matches("/check").to_owned()
}

struct Making<'a> {
    town: &'a TestTown,
    owner: &'a Resident,
    sign: String,
    desk: &'static str,
    office: &'a Office<'a>,
}

impl Making<'_> {
    async fn draft(&self) -> String {
        let begun =
            press(self.town, &self.owner.who, "/apply/resident_record", "/apply/resident_record/begin", &[]).await;
        fill(self.town, &self.owner.who, &begun.leads_on(), &self.sign).await
    }

    /// A matter that was sent and lies at the desk.
    async fn submitted(&self) -> Uuid {
        // The newest of several is told by its moment.
        self.town.clock.advance_seconds(1);
        let draft = self.draft().await;
        press(self.town, &self.owner.who, &format!("{draft}/check"), &format!("{draft}/submit"), &[]).await;
        let sql = "SELECT id FROM cases_case WHERE account = $1 ORDER BY id DESC LIMIT 1";
        let case = id(self.town, sql, self.owner.account.uuid()).await;
        let desk = self.desk;
        self.town
            .change(move |tx| async move {
                tx.execute("UPDATE cases_case SET desk = $2 WHERE id = $1", args![case, desk]).await
            })
            .await;
        let words = format!("{}の覚え書き", self.sign);
        self.at_desk(case, "note", &[("note", &words)]).await;
        case
    }

    async fn at_desk(&self, case: Uuid, what: &str, fields: &[(&str, &str)]) {
        let path = format!("/desk/cases/{case}");
        press(self.town, self.office.member, &path, &format!("{path}/{what}"), fields).await;
    }

    async fn taken(&self) -> Uuid {
        let case = self.submitted().await;
        self.at_desk(case, "take", &[]).await;
        case
    }

    async fn proposed(&self) -> Uuid {
        let case = self.taken().await;
        let words = format!("{}の覚え書きのとおり", self.sign);
        self.at_desk(case, "propose", &[("granted", "yes"), ("words", &words), ("fee", "300")]).await;
        case
    }

    async fn unpaid(&self) -> (Uuid, Uuid) {
        let case = self.proposed().await;
        let approval = id(self.town, "SELECT approval FROM cases_case WHERE id = $1", case).await;
        let path = format!("/desk/approvals/{approval}");
        for who in [self.office.chief, self.office.head] {
            press(self.town, who, &path, &format!("{path}/approve"), &[]).await;
        }
        (case, id(self.town, "SELECT bill FROM cases_case WHERE id = $1", case).await)
    }

    async fn paid(&self) -> (Uuid, Uuid, Uuid) {
        let (case, bill) = self.unpaid().await;
        let path = format!("/desk/billing/{bill}");
        press(self.town, self.office.cashier, &path, &format!("{path}/pay"), &[("tendered", "1000")]).await;
        (case, bill, id(self.town, "SELECT id FROM billing_payment WHERE bill = $1", bill).await)
    }

    /// A paper in the register, with a file that says whose it is.
    async fn paper(&self, case: Uuid) -> (Uuid, String, String) {
        let bytes = format!("%PDF-1.7 {} %%EOF", self.owner.words.join(" ")).into_bytes();
        let (paper, blob) = (self.town.id(), BlobId::of(&bytes));
        self.town.house.blobs.put(bytes).await.unwrap();
        let number = kernel::Reference::from_random(self.town.house.db.random());
        let code = if self.sign == "甲" { "2345678923456789234567892345C" } else { "2345678923456789234567892345D" };
        let (person, desk, file) = (self.owner.person, self.desk, blob.to_string());
        self.town
            .change(move |tx| async move {
                let sql = "INSERT INTO papers_paper (id, number, code, kind, title, reference, person, subject_table, \
                           subject, data_digest, holder_proofs, file, issued_at, desk) VALUES ($1, $2, $3, 'resident_record', \
                           '住民票の写し', 'R-1', $4, 'cases_case', $5, '', '', $6, $7, $8)";
                tx.execute(sql, args![paper, number, code, person, case, file, tx.now(), desk]).await
            })
            .await;
        (paper, number.to_string(), code.to_owned())
    }

    /// A form on paper that the desk began for the resident.
    async fn on_paper(&self) -> Uuid {
        let procedure = if self.desk == "child" { "childcare_certification" } else { "resident_record" };
        let (person, path) = (self.owner.person.to_string(), "/desk/assist/begin");
        let fields = [("person", &*person), ("procedure", procedure), ("channel", "counter"), ("check", "運転免許証")];
        let fields = [&fields[..], &[("then", "paper")]].concat();
        let led = self.town.post(self.office.member, path, &fields).await.leads_on();
        led.rsplit('/').next().unwrap().parse().unwrap()
    }

    /// A passkey of somebody else: the pages of its holder are not opened here.
    async fn passkey(&self) -> Uuid {
        let (passkey, account) = (self.town.id(), self.town.id());
        self.town
            .change(move |tx| async move {
                let sql = "INSERT INTO account_passkey (id, account, credential, passkey, name, created_at) \
                           VALUES ($1, $2, $3, '{}', 'phone', $4)";
                tx.execute(sql, args![passkey, account, passkey.as_bytes().to_vec(), tx.now()]).await
            })
            .await;
        passkey
    }

    /// The bank account from which the resident wants to pay.
    async fn account(&self) -> Uuid {
        let fields = [
            ("what", "all"),
            ("bank", "0126"),
            ("bank_name", "ミホン"),
            ("branch", "201"),
            ("branch_name", "ミホン"),
            ("kind", "1"),
            ("number", "1234567"),
            ("holder", "ミホン"),
            ("agreed", "yes"),
        ];
        let path = "/my/bills/account/new";
        press(self.town, &self.owner.who, path, path, &fields).await.leads_on();
        id(self.town, "SELECT id FROM billing_account WHERE person = $1", self.owner.person.uuid()).await
    }

    async fn absence(&self) -> Uuid {
        self.town.clock.advance_seconds(1);
        let (path, reason) = ("/desk/approvals/absence", format!("{}の出張", self.sign));
        press(self.town, self.office.head, path, path, &[("reason", &reason)]).await;
        self.town
            .house
            .db
            .one("SELECT id FROM approvals_absence ORDER BY id DESC LIMIT 1", args![])
            .await
            .unwrap()
            .unwrap()
    }
}

/// The desk's officer opens a board and writes a card on it.
async fn board(town: &TestTown, member: &Who) -> (Uuid, Uuid) {
    let (new, open) = ("/desk/plan/boards/new", "/desk/plan/boards");
    let opened =
        press(town, member, new, open, &[("title", "ふりかえり"), ("about", "project:"), ("project", "会")]).await;
    let path = opened.leads_on();
    press(town, member, &path, &format!("{path}/cards"), &[("side", "keep"), ("words", "よかったこと")]).await;
    let board: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    (board, id(town, "SELECT id FROM plan_card WHERE board = $1", board).await)
}

/// Somebody may act for the resident, and another was asked by mail.
async fn mandates(town: &TestTown, owner: &Resident) -> (Uuid, Uuid, Uuid) {
    let (principal, agent) = (owner.person, town.without_phone("代理 丁").await);
    let day = town.house.now().date();
    let email = owner.words.iter().find(|w| w.contains('@')).unwrap().parse().unwrap();
    town.change(move |tx| async move {
        let scope = people::mandates::ALL_MATTERS.to_owned();
        let kind = people::MandateKind::Named;
        let (from, until) = (day, None);
        let evidence = String::new();
        let new = people::NewMandate { principal, agent, scope: scope.clone(), kind, from, until, evidence };
        let mandate = people::mandates::give(&tx, &new).await.map_err(people::PeopleError::into_store)?;
        let name = "頼まれた人".to_owned();
        let offer = people::NewOffer { principal, name, email, scope, ends: day };
        Ok((mandate.uuid(), agent.uuid(), people::offers::make(&tx, &offer).await?.uuid()))
    })
    .await
}

pub(super) async fn make(
    town: &TestTown,
    owner: &Resident,
    desk: &'static str,
    colleague: AccountId,
    office: &Office<'_>,
) -> Things {
    let sign = owner.words.iter().find_map(|w| w.strip_suffix("の使い道")).unwrap().to_owned();
    let making = Making { town, owner, sign, desk, office };
    let draft: Uuid = making.draft().await.rsplit('/').next().unwrap().parse().unwrap();
    let submitted = making.submitted().await;
    let asked = making.taken().await;
    making.at_desk(asked, "ask", &[("ask.purpose", "使い道を教えてください")]).await;
    let proposed = making.proposed().await;
    let approval = id(town, "SELECT approval FROM cases_case WHERE id = $1", proposed).await;
    let page = town.get(office.chief, &format!("/desk/approvals/{approval}")).await;
    let hidden = |name: &str| page.attributes(&format!("input[name={name}]"), "value").remove(0);
    let (unpaid, bill) = making.unpaid().await;
    let (closed, paid_bill, payment) = making.paid().await;
    let (paper, number, code) = making.paper(closed).await;
    let copy = id(town, "SELECT id FROM notices_recipient WHERE person = $1 LIMIT 1", owner.person.uuid()).await;
    let blob: Option<String> =
        town.house.db.one("SELECT blob FROM cases_file WHERE case_id = $1", args![submitted]).await.unwrap();
    let (mandate, agent, offer) = mandates(town, owner).await;
    let (board, card) = board(town, office.member).await;
    press(town, &owner.who, "/my/export", "/my/export", &[]).await;
    let numbers = town.house.db.rows("SELECT reference FROM cases_case WHERE account = $1", args![owner.account]).await;
    Things {
        draft,
        blob: blob.unwrap(),
        on_paper: making.on_paper().await,
        submitted,
        file: id(town, "SELECT id FROM cases_file WHERE case_id = $1", submitted).await,
        asked,
        proposed,
        approval,
        seat: hidden("seat"),
        text: hidden("text"),
        unpaid,
        bill,
        paid_bill,
        payment,
        paper,
        number,
        code,
        notice: id(town, "SELECT notice FROM notices_recipient WHERE id = $1", copy).await,
        copy,
        passkey: making.passkey().await,
        absence: making.absence().await,
        account: making.account().await,
        mandate,
        agent,
        offer,
        export: id(town, "SELECT id FROM account_export WHERE account = $1", owner.account.uuid()).await,
        grant: id(town, "SELECT id FROM people_grant WHERE account = $1", colleague.uuid()).await,
        ward: town.house.town.wards.all()[0].key.clone(),
        board,
        card,
        references: numbers.unwrap().iter().map(|r| r.get("reference").unwrap()).collect(),
    }
}

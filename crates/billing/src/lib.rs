//! 納付: bills, payments at the counter, and a double-entry ledger that sums to zero.
//!
//! **Who uses it.** Other rooms issue bills with [`issue`] and are told by a job when one is paid in
//! full ([`Paid`]). Cashiers work at `/desk/billing`: find a bill, take cash, give change and a
//! receipt, give money back, count the drawer at the end of the day. Residents see at `/my/bills`
//! what they have to pay, until when and where.
//!
//! **Which law.** 地方自治法208条 (fiscal year), 231条 (調定 and 納入の通知), 231条の2 (ways of paying),
//! 地方税法20条の5 (due days on closed days), and the town's 財務規則 for receipts and drawers.
//!
//! **What always holds.** Every posting sums to zero; nothing is paid twice, nor more than is owed;
//! never more is given back than was taken; numbers of bills and receipts have no gaps. Whoever
//! comes second is told so.
//!
//! **Data and for how long.** Bills, payments and the ledger for five fiscal years (地方自治法236条),
//! the counters of numbers for good. Names of payers are in `people`, not here.

mod actions;
mod agreement;
mod arrears;
mod bank;
mod book;
mod channel;
mod debit;
pub mod demo;
mod drawer;
mod exempt;
mod export;
mod facts;
pub mod formats;
mod indicators;
mod instalment;
mod ledger;
mod new_bill;
mod number;
mod overpaid;
mod pages;
pub mod providers;
mod receipt;
mod receive;
mod reconcile;
mod records;
mod refunds;
mod rounds;
mod rules;
mod runs;
pub mod slips;
mod suspense;
#[cfg(test)]
mod tests;
mod year;

pub use actions::{bills_of, issue, pay_at_counter, refund, status, void};
pub use agreement::{Agreement, AgreementId, AgreementState, agree, agreement, end_agreement, monthly};
pub use arrears::{Rates, YearRate, arrears, arrears_of_parts};
pub use bank::debited;
pub use book::{Book, Codes, Dunning, Item, Kind, Method, Rule, Words, book};
pub use channel::Channel;
pub use exempt::{Exempted, Exemption, exempt, exemptions};
pub use facts::{BillFacts, PaidOnce, bill_by_number, facts, payments_of};
pub use instalment::{Instalment, InstalmentId, Owed, due_between, instalment, instalment_by_key, instalments, owed};
pub use ledger::{in_transit, ledger_sum, unbalanced};
pub use new_bill::{NewBill, NewInstalment};
pub use overpaid::{GiveBack, Overpaid, OverpaidId, give_back, offset, overpaid, overpaid_of};
pub use receipt::{receipt, receipt_data};
pub use receive::{Booked, Received, Settlement, SettlementId, receive, settle};
pub use rules::{BillState, InstalmentState};
pub use suspense::{
    Outcome, Suspense, SuspenseId, SuspenseState, find_suspense, into_suspense, settle_suspense, suspense,
};

use kernel::id::{BillId, PersonId};
use kernel::{Date, FiscalYear, Uuid, Yen};
use serde::{Deserialize, Serialize};
use store::{Migration, Retention, StoreError, Table};
use town::{Problem, TownFolder};
use web::components::Icon;
use web::hold::Export;
use web::texts::{Lang, RoomTexts};
use web::{DeskLink, Entry, House, JobKind, Permission, Room, Round, Shelved, Today, WebError};

kernel::id_type!(
    /// 収納・還付: money taken or given back once.
    PaymentId,
    /// The drawer of a desk on one day.
    DrawerId,
);

/// What the job named in [`NewBill::on_paid`] is given, once nothing is left to pay.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Paid {
    /// The bill.
    pub bill: BillId,
    /// The row that was paid for.
    pub subject: Uuid,
}

/// What the payer hands over at the counter.
#[derive(Debug, Clone)]
pub struct Cash {
    /// What is paid towards the bill.
    pub amount: Yen,
    /// What was handed over.
    pub tendered: Yen,
    /// What was left to pay when the payer was told; with another rest, somebody was first.
    pub rest: Yen,
    /// Whether less than the rest is taken, because the payer asked for it.
    pub in_part: bool,
    /// The instalment that is paid; without it they are filled in the order of their due days.
    pub instalment: Option<InstalmentId>,
    /// Key of the desk whose drawer takes the cash.
    pub drawer: String,
    /// The cashier's name, kept with the payment.
    pub cashier: String,
}

/// Money to be given back at the counter.
#[derive(Debug, Clone)]
pub struct Refund {
    /// How much.
    pub amount: Yen,
    /// What could be given back when the officer looked.
    pub refundable: Yen,
    /// Why.
    pub reason: String,
    /// Key of the desk whose drawer gives it.
    pub drawer: String,
    /// The cashier's name.
    pub cashier: String,
}

/// Money that was taken or given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The payment.
    pub payment: PaymentId,
    /// The number of its receipt.
    pub receipt: String,
    /// おつり.
    pub change: Yen,
    /// What is left to pay.
    pub rest: Yen,
}

/// A bill as other rooms see it.
#[derive(Debug, Clone)]
pub struct BillStatus {
    /// The bill.
    pub id: BillId,
    /// Its number with a check digit, as on paper.
    pub number: String,
    /// Who pays.
    pub payer: PersonId,
    /// What for, for people.
    pub title: String,
    /// Key of the revenue item in the town's book; none for a fee.
    pub item: Option<String>,
    /// 賦課年度, of what is levied.
    pub levy_year: Option<FiscalYear>,
    /// Where it stands.
    pub state: BillState,
    /// What it asks.
    pub total: Yen,
    /// What was taken, what was given back taken off.
    pub paid: Yen,
    /// What is left to pay.
    pub rest: Yen,
    /// Until when: the day of the first instalment that is open.
    pub due: Date,
}

/// Why money was not booked.
#[derive(Debug, thiserror::Error)]
pub enum BillingError {
    /// What was asked makes no sense: no lines, an amount below one yen, no reason; names what.
    #[error("invalid: {0}")]
    Invalid(&'static str),
    /// More than the rest of the bill, or than can be given back.
    #[error("more than is owed")]
    TooMuch,
    /// Less than the rest of the bill, and nobody asked to pay in part.
    #[error("less than is owed")]
    TooLittle,
    /// Less cash than the amount to be paid.
    #[error("not enough cash")]
    ShortOfCash,
    /// Today's drawer of the desk is counted and closed.
    #[error("the drawer is closed for today")]
    DrawerClosed,
    /// The bill has moved on in the meantime.
    #[error("changed in the meantime")]
    Changed,
    /// The records.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BillingError {
    /// What a cashier can do about it, where they can.
    pub fn for_officers(&self) -> Option<&'static str> {
        match self {
            Self::Invalid("reason" | "note") => Some("理由を500字までで書いてください。"),
            Self::Invalid(_) => Some("金額を確かめてください。"),
            Self::TooMuch => Some("金額が多すぎます。残りの額までにしてください。"),
            Self::TooLittle => {
                Some("残りの額より少なくなっています。本人が望むときだけ「一部だけ受け取る」を選んでください。")
            }
            Self::ShortOfCash => Some("お預かりした額が、受け取る額より少なくなっています。"),
            Self::DrawerClosed => Some("今日の締めは終わっています。次に開く日から受け取れます。"),
            Self::Changed => Some("ほかの職員が先に処理しました。いまの様子を確かめてください。"),
            Self::Store(_) => None,
        }
    }
}

impl From<BillingError> for WebError {
    fn from(error: BillingError) -> Self {
        match error {
            BillingError::Changed => Self::Changed,
            BillingError::Store(e) => e.into(),
            other => Self::Internal(other.to_string()),
        }
    }
}

const KEPT: Retention = Retention::Years(5, "地方自治法236条（金銭債権の時効）");

const fn journaled(name: &'static str, retention: Retention) -> Table {
    Table { name, journaled: true, blob: None, retention }
}

/// A table whose column `file` names the file itself.
const fn with_file(name: &'static str) -> Table {
    Table { name, journaled: true, blob: Some("file"), retention: KEPT }
}

const TABLES: &[Table] = &[
    journaled("billing_bill", KEPT),
    journaled("billing_line", KEPT),
    journaled("billing_instalment", KEPT),
    journaled("billing_payment", KEPT),
    journaled("billing_overpaid", KEPT),
    journaled("billing_suspense", KEPT),
    journaled("billing_settlement", KEPT),
    journaled("billing_exemption", KEPT),
    journaled("billing_agreement", KEPT),
    journaled("billing_agreed_day", KEPT),
    journaled("billing_entry", KEPT),
    journaled("billing_drawer", KEPT),
    journaled("billing_account", KEPT),
    with_file("billing_debit_run"),
    journaled("billing_debit", KEPT),
    with_file("billing_file"),
    journaled("billing_file_line", KEPT),
    with_file("billing_transfer_run"),
    journaled("billing_transfer", KEPT),
    runs::RUNS,
    runs::RUN_LINES,
    runs::DUNNINGS,
    runs::DUNNING_LINES,
    runs::PRINTS,
    journaled("billing_counter", Retention::Forever("番号の台帳（欠番・重複を見つけるため）")),
];

/// The room.
pub fn room() -> Room {
    Room {
        key: "billing",
        migrations: &[
            Migration { version: 1, name: "billing", sql: include_str!("../migrations/0001_billing.sql") },
            Migration { version: 2, name: "desk", sql: include_str!("../migrations/0002_desk.sql") },
            Migration { version: 3, name: "instalments", sql: include_str!("../migrations/0003_instalments.sql") },
            bank::MIGRATION,
            debit::MIGRATION,
            runs::MIGRATION,
        ],
        tables: TABLES,
        check: |folder| shelf(folder).err().unwrap_or_default(),
        shelf: Some(shelf),
        routes: pages::routes,
        jobs: JOBS,
        permissions: &[
            Permission { key: "billing.counter", meaning: "窓口でお金を受け取り、返し、締める" },
            Permission {
                key: bank::BANK, meaning: "口座振替の口座を確かめ、銀行や収納代行との受け渡しと消込をする"
            },
            Permission { key: "billing.decide", meaning: "減免と分納を決める" },
            Permission { key: "billing.see", meaning: "請求と納付の様子を見る" },
            runs::PERMISSION_OF,
        ],
        rounds: &[
            Round { name: "billing.agreements", every_seconds: 3600, run: rounds::agreements },
            Round { name: "billing.instalments", every_seconds: 3600, run: rounds::instalments },
        ],
        indicators: indicators::ALL,
        today: &[
            Today { permission: "billing.counter", path: "/desk/billing/drawer", waiting: pages::not_closed },
            Today { permission: bank::BANK, path: "/desk/billing/accounts", waiting: bank::pages::desk::waiting },
            Today { permission: bank::BANK, path: "/desk/billing/unmatched", waiting: reconcile::open_count },
            runs::TODAY,
        ],
        desk_links: DESK_LINKS,
        texts: RoomTexts {
            ja: include_str!("texts/ja.ftl"),
            easy: include_str!("texts/easy.ftl"),
            en: include_str!("texts/en.ftl"),
        },
        entries,
        export: Export::Given(|house, person, lang| Box::pin(export::of_person(house, person, lang))),
        ..Room::EMPTY
    }
}

/// A place in the menu of the bank desk.
const fn bank_link(label: &'static str, path: &'static str, icon: Icon) -> DeskLink {
    DeskLink { permission: bank::BANK, label, path, icon }
}

const DESK_LINKS: &[DeskLink] = &[
    DeskLink { permission: "billing.counter", label: "納付の窓口", path: "/desk/billing", icon: Icon::Yen },
    DeskLink {
        permission: "billing.counter",
        label: "今日の現金と締め",
        path: "/desk/billing/drawer",
        icon: Icon::Yen,
    },
    bank_link("口座振替の口座", "/desk/billing/accounts", Icon::Document),
    bank_link("口座振替の依頼", "/desk/billing/debits", Icon::Calendar),
    bank_link("入金のファイル", "/desk/billing/files", Icon::Document),
    bank_link("合わなかった入金", "/desk/billing/unmatched", Icon::Search),
    bank_link("まだ着いていないお金", "/desk/billing/transit", Icon::Clock),
    bank_link("返すお金", "/desk/billing/refunds", Icon::Yen),
    runs::LEVIES,
    runs::DUNNING,
];

const JOBS: &[JobKind] = &[reconcile::JOB, runs::ISSUES, runs::PRINTING, runs::LETTERS, runs::FEES];

/// What the town's folder says: of its income, and of what agents send.
fn shelf(folder: &TownFolder) -> Result<Shelved, Vec<Problem>> {
    let both: Vec<Shelved> = match (Book::open(folder), reconcile::Layouts::open(folder)) {
        (Ok(book), Ok(layouts)) => vec![Box::new(book), Box::new(layouts)],
        (book, layouts) => return Err([book.err(), layouts.err()].into_iter().flatten().flatten().collect()),
    };
    Ok(Box::new(both))
}

fn entries(house: &House, lang: Lang) -> Vec<Entry> {
    let words = house.texts.words(lang);
    let mine = Entry {
        title: words.t("billing-mine"),
        summary: words.t("billing-mine-lead"),
        url: "/my/bills".to_owned(),
        words: ["納付", "支払い", "手数料", "請求", "領収", "bill", "fee", "payment"].map(str::to_owned).to_vec(),
        on_home: false,
    };
    let account = Entry {
        title: words.t("billing-account-title"),
        summary: words.t("billing-account-lead"),
        url: "/my/bills/account".to_owned(),
        words: ["口座振替", "引き落とし", "自動払込", "銀行", "口座", "direct debit", "bank account"]
            .map(str::to_owned)
            .to_vec(),
        on_home: false,
    };
    vec![mine, account]
}

//! 税金などの支払い方法を選べるように: every way to pay side by side, for each bill and instalment.
//!
//! **Who uses it.** Whoever has something to pay: 「どれで払う？」 (`/my/bills/{bill}/pay/{n}`) says which ways
//! are open for this sum on this day, what each costs, where, until when and whether a receipt results, and
//! why the others are not. Whoever holds a slip and has no account finds the same by its number
//! (`/payments/slip`). Everybody sees the ways and the calendar of due days (`/payments`). The officer shows
//! or prints it for whoever sits there (`/desk/payments/bills/{bill}`).
//!
//! **By card** ([`card`]): on a page of a payment company, to which a link leads; no card number reaches us.
//!
//! **Reminders** ([`remind`]): a week before the due day, by the person's own channel, on paper at last.
//!
//! **Which law.** 地方自治法231条の2 and 231条の2の3 (ways to pay, 指定納付受託者), 地方税法20条の5 (due days), 17条
//! (overpaid money is given back).
//!
//! **Screens.** `/payments`, `/payments/slip`, `/payments/card/…`, `/my/payments`, `/my/bills/{bill}/pay`,
//! `/desk/payments`. Bills, ledger and counter are `billing`. **Data.** Card payments, money given back and
//! what the company told: five years, with the ledger (地方自治法236条); never a card number, never a name.

mod calendar;
mod card;
mod door;
mod export;
mod indicators;
mod pages;
mod remind;
#[cfg(test)]
mod tests;
mod ways;

use billing::providers::Settings;
use store::{Migration, Retention, Table};
use web::components::Icon;
use web::hold::Export;
use web::texts::{Lang, RoomTexts};
use web::{DeskLink, Entry, House, JobKind, Permission, Room, Round, Service, Title, Today, Visit, Waiting, WebError};

const KEPT: Retention = Retention::Years(5, "地方自治法236条（金銭債権の時効）");

const TABLES: &[Table] = &[
    Table { name: "payments_card", journaled: true, blob: None, retention: KEPT },
    Table { name: "payments_refund", journaled: true, blob: None, retention: KEPT },
    Table { name: "payments_event", journaled: false, blob: None, retention: KEPT },
    Table { name: "payments_reminder", journaled: false, blob: None, retention: KEPT },
];

/// The service.
pub fn service() -> Service {
    Service {
        measure: "residents/payments",
        title: Title {
            ja: "税金などの支払い方法を選べるように",
            easy: "｜税金《ぜいきん》などの ｜払《はら》いかたを えらぶ",
            en: "A choice of ways to pay",
        },
        room: Room {
            key: "payments",
            migrations: &[Migration {
                version: 1,
                name: "payments",
                sql: include_str!("migrations/0001_payments.sql"),
            }],
            tables: TABLES,
            routes: pages::routes,
            jobs: &[JobKind { kind: card::back::KIND, run: card::back::run }],
            rounds: &[
                Round { name: "payments.ask", every_seconds: 300, run: |house| Box::pin(card::rounds::ask(house)) },
                Round { name: "payments.remind", every_seconds: 3600, run: |house| Box::pin(remind::remind(house)) },
            ],
            permissions: &[Permission {
                key: pages::CARD,
                meaning: "カードの支払いを見て、多く払われたものをカードに返す",
            }],
            indicators: indicators::ALL,
            texts: RoomTexts {
                ja: include_str!("texts/ja.ftl"),
                easy: include_str!("texts/easy.ftl"),
                en: include_str!("texts/en.ftl"),
            },
            check: |folder| Settings::open(folder).err().unwrap_or_default(),
            shelf: Some(|folder| Ok(Box::new(Settings::open(folder)?))),
            desk_links: &[DeskLink {
                permission: pages::CARD,
                label: "カードの支払い",
                path: "/desk/payments",
                icon: Icon::Yen,
            }],
            today: &[Today { permission: pages::CARD, path: "/desk/payments", waiting }],
            entries,
            export: Export::Given(|house, person, lang| Box::pin(export::of_person(house, person, lang))),
            ..Room::EMPTY
        },
    }
}

/// Card payments at which an officer must look.
fn waiting(visit: Visit) -> futures::future::BoxFuture<'static, Result<Waiting, WebError>> {
    Box::pin(async move {
        let count = card::records::troubled(&visit.house().db).await?;
        Ok(Waiting { what: "確かめるカードの支払い", count, late: 0 })
    })
}

fn entries(house: &House, lang: Lang) -> Vec<Entry> {
    let words = house.texts.words(lang);
    let all = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect();
    let ways = [
        "税金",
        "支払い",
        "払う",
        "納付",
        "納期",
        "期限",
        "コンビニ",
        "口座振替",
        "クレジットカード",
        "カード",
        "QR",
        "ペイジー",
        "スマホ決済",
        "固定資産税",
        "町県民税",
        "軽自動車税",
        "国保税",
        "介護保険料",
        "水道料金",
        "保育料",
        "tax",
        "pay",
        "payment",
        "due date",
    ];
    let slip = ["納付書", "納付番号", "確認番号", "バーコード", "slip"];
    vec![
        Entry {
            title: words.t("payments-title"),
            summary: words.t("payments-lead"),
            url: "/payments".to_owned(),
            words: all(&ways),
            on_home: true,
        },
        Entry {
            title: words.t("payments-slip"),
            summary: words.t("payments-slip-lead"),
            url: "/payments/slip".to_owned(),
            words: all(&slip),
            on_home: false,
        },
    ]
}

//! 証明書を自分で取得できる仕組み: the paper at the end of an application, made once, proved twice.
//!
//! **Who uses it.** Whoever needs a certificate: on the phone as a PDF, at the screen in the lobby
//! ([`kiosk`]), at the counter printed by the officer, or by post; whoever wants to know where it is
//! had the fastest (`/certificates`); and whoever is handed the paper and scans its code.
//!
//! **The way.** As soon as a case is handed in it is examined ([`examine`]): what the paper rests on is
//! frozen for the case, what is missing is said to the officer, and what leaves no doubt is granted at
//! once where the procedure says so. When a case is granted and paid, `cases` sends the job
//! `certificates.issue` ([`issue`]): from what was frozen, and from nothing else, the register of papers
//! sets, signs and enters it. Nothing is read from the living record. One case has one certificate.
//!
//! **The records behind it.** 住民票: the resident register, frozen by `cases`. Seals, income, taxes and
//! legal standing: what the standard systems export ([`import`]), with what each run replaced.
//! り災証明書: what an officer found, decided on its route. 戸籍: only the request; the register is elsewhere.
//!
//! **Which law.** 住民基本台帳法12条, 地方税法20条の10, 災害対策基本法90条の2, 戸籍法10条・120条の2; 印鑑登録 by the
//! town's ordinance.
//!
//! **Screens.** `/certificates`, `/kiosk`, `/my/kiosk`, `/desk/certificates/…`; `/my/papers` and `/verify`
//! belong to `papers`. **Data.** Records of other systems five years; screens, numbers and sittings
//! thirty days; what was frozen for a case as long as the case.

mod book;
pub mod demo;
mod examine;
mod export;
mod import;
mod indicators;
mod issue;
mod kiosk;
mod pages;
mod records;
pub mod rules;
#[cfg(test)]
mod tests;

use book::Book;
use cases::{EXAMINE, ISSUE_CERTIFICATE};
use rules::Refusal;
use store::{JobError, Migration, Retention, Table};
use web::components::Icon;
use web::hold::Export;
use web::texts::{Lang, RoomTexts};
use web::{DeskLink, Entry, House, JobKind, Permission, Room, Round, Service, Title};

const KEPT: Retention = Retention::Years(5, "文書管理規程：証明書の交付の記録");
const SHORT: Retention = Retention::WhileNeeded("役場の端末の使い方の記録。30日で消します");

const TABLES: &[Table] = &[
    Table { name: "certificates_import", journaled: true, blob: None, retention: KEPT },
    Table { name: "certificates_record", journaled: true, blob: None, retention: KEPT },
    Table { name: "certificates_frozen", journaled: true, blob: None, retention: KEPT },
    Table { name: "certificates_issued", journaled: false, blob: None, retention: KEPT },
    Table { name: "certificates_kiosk", journaled: false, blob: None, retention: SHORT },
    Table { name: "certificates_pass", journaled: false, blob: None, retention: SHORT },
    Table { name: "certificates_sitting", journaled: false, blob: None, retention: SHORT },
];

const PERMISSIONS: &[Permission] = &[
    Permission {
        key: pages::RECORDS, meaning: "印鑑登録・税・身分の記録を、もとの仕組みから取り込む"
    },
    Permission { key: kiosk::KIOSK, meaning: "役場の端末を始め、本人を確かめて番号を渡す" },
];

const DESK_LINKS: &[DeskLink] = &[
    DeskLink {
        permission: kiosk::KIOSK,
        label: "端末の番号を渡す",
        path: "/desk/certificates/pass",
        icon: Icon::Person,
    },
    DeskLink {
        permission: kiosk::KIOSK, label: "役場の端末", path: "/desk/certificates/kiosks", icon: Icon::Home
    },
    DeskLink {
        permission: pages::RECORDS,
        label: "証明のもとの記録",
        path: "/desk/certificates/records",
        icon: Icon::Document,
    },
];

/// The service.
pub fn service() -> Service {
    Service {
        measure: "residents/certificates",
        title: Title {
            ja: "証明書を自分で取得できる仕組み",
            easy: "｜証明書《しょうめいしょ》を ｜自分《じぶん》で もらう",
            en: "Certificates one gets oneself",
        },
        room: Room {
            key: "certificates",
            migrations: &[Migration {
                version: 1,
                name: "certificates",
                sql: include_str!("migrations/0001_certificates.sql"),
            }],
            tables: TABLES,
            routes: pages::routes,
            jobs: &[JobKind { kind: ISSUE_CERTIFICATE, run: issue::run }, JobKind { kind: EXAMINE, run: examine::run }],
            rounds: &[Round { name: "certificates.clear", every_seconds: 6 * 3600, run: kiosk::clear }],
            permissions: PERMISSIONS,
            indicators: indicators::ALL,
            texts: RoomTexts {
                ja: include_str!("texts/ja.ftl"),
                easy: include_str!("texts/easy.ftl"),
                en: include_str!("texts/en.ftl"),
            },
            check: |folder| Book::open(folder).err().unwrap_or_default(),
            shelf: Some(|folder| Ok(Box::new(Book::open(folder)?))),
            desk_links: DESK_LINKS,
            entries,
            export: Export::Given(|house, person, lang| Box::pin(export::of_person(house, person, lang))),
            ..Room::EMPTY
        },
    }
}

impl From<Refusal> for JobError {
    /// What is refused once stays refused: an officer must look at the case.
    fn from(refusal: Refusal) -> Self {
        Self::Fail(refusal.to_string())
    }
}

/// The guide, and the certificates by what they are used for.
fn entries(house: &House, lang: Lang) -> Vec<Entry> {
    let words = house.texts.words(lang);
    let Ok(book) = house.shelved::<Book>() else { return Vec::new() };
    if book.kinds.is_empty() {
        return Vec::new();
    }
    let wanted =
        ["証明書", "コンビニ交付", "広域交付", "マイナポータル", "どこで取る", "端末", "キオスク", "certificate"];
    let kiosk = ["役場の端末", "番号", "ロビー", "kiosk"];
    let words_of = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect();
    vec![
        Entry {
            title: words.t("certificates-guide"),
            summary: words.t("certificates-guide-lead"),
            url: "/certificates".to_owned(),
            words: words_of(&wanted),
            on_home: true,
        },
        Entry {
            title: words.t("certificates-pass-title"),
            summary: words.t("certificates-pass-lead"),
            url: "/my/kiosk".to_owned(),
            words: words_of(&kiosk),
            on_home: false,
        },
    ]
}

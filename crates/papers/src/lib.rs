//! The register of issued papers (交付した書類の台帳): certificates and decisions that people hold in
//! the hand, and the check that anyone can make.
//!
//! **Who uses it.** A service that gives out a certificate calls [`issue()`] with frozen data; the
//! holder finds it at `/my/papers`, the counter prints it from `/desk/papers`. Whoever is shown a
//! paper scans its QR (`/v/CODE`), types its number at `/verify`, sends the file there, or checks
//! it off line with `engawa verify FILE --trust town.pem`.
//!
//! **Which law.** 電子署名法3条 (the signature), 個人情報保護法 (what the check shows). The page
//! behind the QR is for whoever holds the paper: it says what kind of paper it is, its number, who
//! issued it and when, and whether it still holds (taken back, or past its last day). It never shows a name. Since a QR can be copied
//! onto a forged paper, the reader may type the name that stands on the paper and is told whether
//! it is right; the register keeps only a digest for that.
//!
//! **Never another person's paper.** The register holds one paper per subject and kind, and what is
//! printed comes from the record that was frozen for this one request: see [`Contents`].
//!
//! **Which data, for how long.** The line in the register and the signed file for five fiscal
//! years, as the matter that they belong to; a count of copies as long.

mod code;
mod contents;
mod export;
mod indicators;
mod issue;
mod open;
mod pages;
mod recall;
mod register;
mod rules;
mod seal;
pub mod sign;
mod stamping;
mod waiting;

pub use code::Code;
pub use contents::{Claim, Contents, NewPaper};
pub use issue::{PaperError, issue};
pub use recall::{ON_REVOKED, Revoked};
pub use register::{Paper, find, find_for, next_original, of_person, print_at_screen, printed_at_screen_since, revoke};
pub use seal::Seal;
pub use stamping::{NoStamp, TimeStamping, waits_outside};
pub use waiting::{Waiting, hold, no_glyph, release, waiting_for};

use store::{Migration, Retention, Table};
use web::components::Icon;
use web::hold::Export;
use web::texts::RoomTexts;
use web::{DeskLink, Entry, House, Permission, Room};

const KEPT: Retention = Retention::Years(5, "文書管理規程：証明書の交付の記録");

/// The room.
pub fn room() -> Room {
    Room {
        key: "papers",
        migrations: &[
            Migration { version: 1, name: "papers", sql: include_str!("../migrations/0001_papers.sql") },
            Migration { version: 2, name: "desk", sql: include_str!("../migrations/0002_desk.sql") },
            Migration { version: 3, name: "checked", sql: include_str!("../migrations/0003_checked.sql") },
            Migration { version: 4, name: "proof", sql: include_str!("../migrations/0004_proof.sql") },
            Migration { version: 5, name: "post", sql: include_str!("../migrations/0005_post.sql") },
        ],
        tables: &[
            Table { name: "papers_paper", journaled: true, blob: Some("file"), retention: KEPT },
            Table { name: "papers_copy", journaled: false, blob: None, retention: KEPT },
            Table { name: "papers_check", journaled: false, blob: None, retention: KEPT },
            Table { name: "papers_recall", journaled: true, blob: None, retention: KEPT },
            Table {
                name: "papers_waiting",
                journaled: false,
                blob: None,
                retention: Retention::WhileNeeded("書類が交付できるまで。できたときに消します"),
            },
        ],
        routes: pages::routes,
        permissions: &[
            Permission { key: "papers.issue", meaning: "証明書などの書類を交付し、印刷する" },
            Permission {
                key: "papers.revoke",
                meaning: "交付した書類を取り消す（町が決めた場合は、2人目の職員として同意する）",
            },
        ],
        check: rules::check,
        shelf: Some(|folder| rules::Rules::load(folder).map(|rules| Box::new(rules) as _)),
        indicators: indicators::ALL,
        gauges: indicators::GAUGES,
        texts: RoomTexts {
            ja: include_str!("../texts/ja.ftl"),
            easy: include_str!("../texts/easy.ftl"),
            en: include_str!("../texts/en.ftl"),
        },
        desk_links: &[DeskLink {
            permission: "papers.issue",
            label: "交付した書類",
            path: "/desk/papers",
            icon: Icon::Certificate,
        }],
        entries,
        export: Export::Given(|house, person, lang| Box::pin(export::of_person(house, person, lang))),
        ..Room::EMPTY
    }
}

fn entries(house: &House, lang: web::texts::Lang) -> Vec<Entry> {
    let words = house.texts.words(lang);
    vec![Entry {
        title: words.plain("papers-verify-title"),
        summary: words.plain("papers-verify-lead"),
        url: "/verify".to_owned(),
        words: ["証明書", "本物", "QR", "確かめる", "真贋", "verify"].map(str::to_owned).to_vec(),
        on_home: false,
    }]
}

#[cfg(test)]
mod tests;

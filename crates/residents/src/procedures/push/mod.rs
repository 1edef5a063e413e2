//! 町からのご案内: the town comes to you instead of waiting until you know and ask.
//!
//! **Who uses it.** An officer with `procedures.offer` at `/desk/offers` chooses a rule of the town
//! (`offers/*.toml`: who turns one this fiscal year, who enters school in April, households of people
//! over 65 …), a fiscal year and wards; sees whom the register gives with the reason for each and who
//! was left out with why; takes single people out with a reason; has it approved where the town's rule
//! asks for that; and sends it. Each person gets a message or, without a mail address, a letter with a
//! form on paper. The form behind the address is the engine's (`cases::invite`).
//!
//! **Nobody is lost.** Whoever is invited is opened, answered, waited for, or on the lists of letters and
//! telephone calls (`notices`); whoever does not answer gets one reminder or more, or is called from a list.
//!
//! **Which law.** 個人情報の保護に関する法律 61条・69条: the register is gone through for a purpose that is
//! written down, and everybody whose record the officers saw finds it among who read their record.
//! 年齢計算ニ関スル法律, 学校教育法17条 for ages and school years.
//!
//! **Which data, for how long.** Offers and their lists for five fiscal years after they were made.

mod actions;
mod indicators;
mod lines;
mod offers;
mod pages;
mod remind;
mod rules;
mod select;
mod send;
#[cfg(test)]
mod tests;
mod words;

pub(super) use indicators::ALL as INDICATORS;
pub(super) use lines::of_person;
pub(super) use rules::{check, load};

use store::{Migration, Retention, Table};
use web::components::Icon;
use web::{Access, DeskLink, JobKind, Permission, Routes};

kernel::id_type!(
    /// 案内: one selection of people and what is sent to them.
    OfferId,
    /// One person of a selection.
    LineId,
);

/// Makes, sends and follows offers.
pub(super) const PERMISSION: &str = "procedures.offer";

pub(super) const PERMISSIONS: &[Permission] = &[Permission {
    key: PERMISSION,
    meaning: "住民の記録から対象の方を選び、町からの案内を送って、返事を見る",
}];

pub(super) const DESK_LINK: DeskLink =
    DeskLink { permission: PERMISSION, label: "町からのご案内", path: "/desk/offers", icon: Icon::Letter };

const KEPT: Retention = Retention::Years(5, "文書管理規程：案内の選び方と送った相手の記録");

pub(super) const MIGRATION: Migration =
    Migration { version: 2, name: "offers", sql: include_str!("../../../migrations/procedures_0002_offers.sql") };

pub(super) const OFFERS: Table = Table { name: "procedures_offer", journaled: true, blob: None, retention: KEPT };
pub(super) const LINES: Table = Table { name: "procedures_offer_line", journaled: true, blob: None, retention: KEPT };

pub(super) const JOBS: &[JobKind] = &[
    JobKind { kind: actions::ON_DECIDED, run: actions::decided },
    JobKind { kind: send::SEND, run: send::run },
    JobKind { kind: remind::REMIND, run: remind::run },
];

pub(super) fn routes(r: &mut Routes) {
    let may = Access::May(PERMISSION);
    r.get("/desk/offers", may, pages::list::page);
    r.post("/desk/offers", may, pages::list::make);
    r.get("/desk/offers/{offer}", may, pages::offer::page);
    r.post("/desk/offers/{offer}/remove", may, pages::offer::remove);
    r.post("/desk/offers/{offer}/go", may, pages::offer::go);
    r.post("/desk/offers/{offer}/remind", may, pages::offer::remind);
    r.get("/desk/offers/{offer}/calls.pdf", may, pages::calls::pdf);
}

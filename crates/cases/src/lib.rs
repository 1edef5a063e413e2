//! 申請と案件: forms as the town's data, and every matter from the first question to the end.
//!
//! **Who uses it.** Residents apply at `/apply/{procedure}`, one question a page, with or without
//! an account, and see how it goes at `/my/cases`. Officers work off the queue of their desks at
//! `/desk/cases`; at `/desk/assist` they enter a matter for somebody who comes, calls or writes,
//! and `/desk/scan` finds the matter of a paper form by its number. One matter is one case,
//! whichever way it came.
//!
//! **The way of a case** is in [`rules`]: 受付, 確認中, 補正待ち, 決裁中, 納付待ち, 発行中, 終了. The decision runs
//! on the town's route (`approvals`), the fee is a bill (`billing`), the certificate is made by the
//! service of certificates; each sends a job when its part is done ([`outcome`]).
//!
//! **Which law.** 行政手続法 5–8条 (processing periods, corrections, reasons of a refusal), 番号法20条 (no
//! My Number in free text), 住民基本台帳法12条 for certificates; the record of the person is frozen when the
//! matter is handed in, and what is issued rests on that.
//!
//! **Which data, for how long.** Cases with answers, files and messages as long as the procedure's
//! `retention` says (at most five years after the fiscal year in which they were closed); drafts
//! thirty days after they were last touched.

mod assist;
mod automatic;
mod correct;
mod cosign;
mod decide;
mod editing;
mod error;
mod export;
mod fill;
mod finish;
pub mod forms;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod in_hand;
mod indicators;
pub mod invite;
mod letter;
mod living;
mod mandates;
mod once;
mod open;
mod outcome;
mod pages;
mod recall;
mod receipt;
mod records;
mod register;
mod resume;
mod revoked;
mod rounds;
pub mod rules;
mod say;
mod standstill;
mod subject;
mod submit;
mod tell;
#[cfg(test)]
mod tests;
mod twin;
mod upload;

pub use automatic::{Direct, EXAMINE, Examine, GrantedAtOnce, grant_at_once, hand_in, hinder, is_open};
pub use editing::GuidePage;
pub use error::CaseError;
pub use outcome::{ISSUE_CERTIFICATE, Issue, Issued, ON_ISSUED};
pub use records::case::{Case, answers, by_reference, find, frozen, snapshot};
pub use register::Register;

use forms::Catalogue;
use store::{Migration, Retention, Table};
use town::{Problem, TownFolder};
use web::components::Icon;
use web::hold::Export;
use web::texts::RoomTexts;
use web::{DeskLink, JobKind, Permission, Room, Round, Today};

const KEPT: Retention = Retention::Years(5, "文書管理規程：案件の完結から（手続きごとの年限は procedures/*.toml）");

pub use living::catalogue;

const JOBS: &[JobKind] = &[
    JobKind { kind: decide::ON_DECIDED, run: outcome::decided },
    JobKind { kind: outcome::ON_PAID, run: outcome::paid },
    JobKind { kind: outcome::ON_ISSUED, run: outcome::issued },
    JobKind { kind: editing::ON_DECIDED, run: editing::decided },
    JobKind { kind: letter::MAKE_LETTER, run: letter::make },
    JobKind { kind: papers::ON_REVOKED, run: revoked::tell },
    JobKind { kind: mandates::MAIL, run: |house, job| Box::pin(mandates::send(house, job)) },
    JobKind { kind: recall::MAIL, run: |house, job| Box::pin(recall::send(house, job)) },
    JobKind { kind: cosign::MAIL, run: |house, job| Box::pin(cosign::send(house, job)) },
];

const PERMISSIONS: &[Permission] = &[
    Permission { key: "cases.desk", meaning: "自分の窓口の案件を見て、確かめ、決定の案を作る" },
    Permission {
        key: "cases.assist", meaning: "窓口・電話・紙で受けた申請を、本人に代わって入れる"
    },
    Permission {
        key: mandates::ENTER, meaning: "委任状や法定代理人の書類を見て、代わりの方を記録する"
    },
    editing::PERMISSION,
];

const DESK_LINKS: &[DeskLink] = &[
    DeskLink { permission: "cases.desk", label: "受付一覧", path: "/desk/cases", icon: Icon::Document },
    DeskLink { permission: "cases.assist", label: "代わりに申請", path: "/desk/assist", icon: Icon::Person },
    DeskLink { permission: mandates::ENTER, label: "代わりの方", path: "/desk/mandates", icon: Icon::Family },
    DeskLink { permission: "cases.assist", label: "用紙の番号", path: "/desk/scan", icon: Icon::Camera },
    editing::LINK,
];

const TABLES: &[Table] = &[
    Table { name: "cases_case", journaled: true, blob: None, retention: KEPT },
    Table { name: "cases_answers", journaled: true, blob: None, retention: KEPT },
    Table { name: "cases_file", journaled: true, blob: Some("blob"), retention: KEPT },
    Table { name: "cases_message", journaled: true, blob: None, retention: KEPT },
    Table { name: "cases_feedback", journaled: true, blob: None, retention: KEPT },
    Table {
        name: "cases_agent",
        journaled: true,
        blob: None,
        retention: Retention::WhileNeeded("町の記録にない方が、代わりの方でいる間（記録した委任と同じだけ）"),
    },
    Table { name: "cases_signature", journaled: true, blob: None, retention: KEPT },
    Table {
        name: "cases_cosign",
        journaled: false,
        blob: None,
        retention: Retention::WhileNeeded("もう一人の署名が来るまで。下書きといっしょに消します"),
    },
    invite::TABLE,
    Table {
        name: "cases_upload",
        journaled: false,
        blob: None,
        retention: Retention::WhileNeeded(
            "届いたファイルが案件に付くまで。どこからも指されなくなったら、ファイルといっしょに消します",
        ),
    },
    Table {
        name: "cases_procedure_version",
        journaled: true,
        blob: None,
        retention: Retention::Forever("手続きの版（案件は、始めたときの版で読みます。何を、いつ、なぜ変えたか）"),
    },
    Table {
        name: "cases_draft",
        journaled: false,
        blob: None,
        retention: Retention::WhileNeeded("申請するまで。さわらなくなって30日（紙の用紙は120日）で消します"),
    },
];

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "cases", sql: include_str!("../migrations/0001_cases.sql") },
    Migration { version: 2, name: "open cases", sql: include_str!("../migrations/0002_open_cases.sql") },
    Migration { version: 3, name: "mandates", sql: include_str!("../migrations/0003_mandates.sql") },
    Migration { version: 4, name: "counted", sql: include_str!("../migrations/0004_counted.sql") },
    Migration { version: 5, name: "procedures", sql: include_str!("../migrations/0005_procedures.sql") },
    Migration { version: 6, name: "sending", sql: include_str!("../migrations/0006_sending.sql") },
    Migration { version: 7, name: "agents", sql: include_str!("../migrations/0007_agents.sql") },
    Migration { version: 8, name: "certain", sql: include_str!("../migrations/0008_certain.sql") },
    invite::MIGRATION,
    Migration { version: 10, name: "uploads", sql: include_str!("../migrations/0010_uploads.sql") },
];

const TEXTS: RoomTexts = RoomTexts {
    ja: concat!(
        include_str!("../texts/ja.ftl"),
        "\n",
        include_str!("../texts/room/ja.ftl"),
        include_str!("../texts/mandates/ja.ftl"),
        include_str!("../texts/sending/ja.ftl"),
        include_str!("../texts/invite/ja.ftl")
    ),
    easy: concat!(
        include_str!("../texts/easy.ftl"),
        "\n",
        include_str!("../texts/room/easy.ftl"),
        include_str!("../texts/mandates/easy.ftl"),
        include_str!("../texts/sending/easy.ftl"),
        include_str!("../texts/invite/easy.ftl")
    ),
    en: concat!(
        include_str!("../texts/en.ftl"),
        "\n",
        include_str!("../texts/room/en.ftl"),
        include_str!("../texts/mandates/en.ftl"),
        include_str!("../texts/sending/en.ftl"),
        include_str!("../texts/invite/en.ftl")
    ),
};

/// The room.
pub fn room() -> Room {
    Room {
        key: "cases",
        migrations: MIGRATIONS,
        tables: TABLES,
        routes: pages::routes,
        jobs: JOBS,
        rounds: &[
            Round { name: "cases.recall", every_seconds: 3600, run: rounds::recall },
            Round { name: "cases.procedures", every_seconds: living::LOOK_SECONDS, run: living::look },
            Round { name: "cases.look_again", every_seconds: 600, run: register::look_again },
            Round { name: "cases.clear", every_seconds: 6 * 3600, run: rounds::clear },
        ],
        permissions: PERMISSIONS,
        indicators: indicators::ALL,
        texts: TEXTS,
        check,
        shelf: Some(|folder| {
            let files = living::Files::load(folder)?;
            Ok(Box::new(files))
        }),
        ready: Some(|house| Box::pin(living::refresh(house))),
        today: &[Today { permission: "cases.desk", path: "/desk/cases", waiting: pages::desk::waiting }],
        desk_links: DESK_LINKS,
        in_hand: Some(in_hand::IN_HAND),
        export: Export::Given(|house, person, lang| Box::pin(export::of_person(house, person, lang))),
        entries: |house, lang| vec![invite::entry(house, lang)],
        ..Room::EMPTY
    }
}

/// Names of pages that the address of a form needs for itself.
pub(crate) const RESERVED: [&str; 10] =
    ["check", "submit", "stop", "autosave", "files", "done", "counter", "cosign", "delete", "quiet"];

fn check(folder: &TownFolder) -> Vec<Problem> {
    let mut problems = forms::check(folder);
    let Ok(catalogue) = Catalogue::load(folder) else { return problems };
    for procedure in catalogue.all() {
        let pages = procedure.matter().into_iter().flat_map(|m| &m.form.pages);
        for page in pages.filter(|p| RESERVED.contains(&p.key.as_str())) {
            let file = format!("procedures/{}.toml", procedure.key);
            let message = format!("「{}」はページの key に使えません。別の名前にしてください", page.key);
            problems.push(Problem::of_file(&file, message));
        }
    }
    problems
}

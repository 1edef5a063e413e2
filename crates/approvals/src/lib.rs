//! 決裁: proposals on their way to a decision, by the town's own routes.
//!
//! **Who uses it.** Officers, at `/desk/approvals`: what waits for them, what they may decide for an
//! absent colleague (代決), what they owe a look afterwards (後閲), what they drafted, what is
//! circulated. Other rooms put drafts on their way with [`start`] and are told by a job how they
//! ended ([`Decided`]).
//!
//! **Which rules.** The town's 決裁規程 and 文書管理規程, as data in `approvals/routes.toml`. What holds
//! everywhere is code ([`rules`](Refusal)): nobody decides on their own draft, not even as a
//! deputy; nobody acts twice in one step; every decision belongs to one exact text, kept by its
//! SHA-256; after the end only 供覧 and 後閲 remain; a document number (年度・課記号・連番) is given
//! with the approval, each once and none left out.
//!
//! **Data and for how long.** Proposals with every round's text, the decisions, and the officers'
//! absences. Proposals are public records: kept ten fiscal years, their numbers for good.

mod actions;
mod course;
mod desk;
mod draft;
mod in_hand;
mod indicators;
mod pages;
mod records;
mod roster;
mod routes;
mod rules;
mod status;
#[cfg(test)]
mod tests;

pub use actions::{resubmit, start};
pub use draft::{Attachment, Decided, Draft, Officer, Outcome, Party, Post, Revision, TextDigest};
pub use pages::timeline::progress;
pub use routes::{FILE, RouteBook, check};
pub use rules::{Refusal, State};
pub use status::{Status, status};

pub(crate) use rules::Standing;

use store::{Migration, Retention, StoreError, Table};
use web::components::Icon;
use web::hold::Export;
use web::{DeskLink, Permission, Room, Today, WebError};

/// Why a proposal could not be put on its way or decided.
#[derive(Debug, thiserror::Error)]
pub enum ApprovalError {
    /// The town has no route for this kind and amount today.
    #[error("no route for {0}")]
    NoRoute(String),
    /// By this route the drafter would decide in the end; another officer must draft.
    #[error("the drafter would decide on their own draft")]
    OwnDecision,
    /// The proposal has moved on in the meantime.
    #[error("changed in the meantime")]
    Changed,
    /// The officer may not do this.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// The text on record is not the one that was put before the route.
    #[error("the text on record is not the one that was drafted")]
    Tampered,
    /// The records.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ApprovalError {
    /// What an officer can do about it, where they can.
    pub const fn for_officers(&self) -> Option<&'static str> {
        match self {
            Self::NoRoute(_) => Some(
                "この案件に当てはまる決裁の道すじが、町の決まり（routes.toml）にありません。情報の窓口に知らせてください。",
            ),
            Self::OwnDecision => {
                Some("この道すじでは、起案した人が最後に決めることになります。ほかの職員が起案してください。")
            }
            Self::Changed => Some("ほかの職員が先に進めました。いまの様子を確かめてください。"),
            Self::Refused(_) | Self::Tampered | Self::Store(_) => None,
        }
    }
}

impl From<Refusal> for ApprovalError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Ended | Refusal::NotTheTurn | Refusal::Twice | Refusal::OtherText | Refusal::Begun => {
                Self::Changed
            }
            other => Self::Refused(other),
        }
    }
}

impl From<ApprovalError> for WebError {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::Changed => Self::Changed,
            ApprovalError::Refused(_) | ApprovalError::OwnDecision => Self::Forbidden,
            ApprovalError::Store(e) => e.into(),
            other => Self::Internal(other.to_string()),
        }
    }
}

const KEPT: Retention = Retention::Years(10, "決裁文書（町の文書管理規程）");

const fn journaled(name: &'static str, retention: Retention) -> Table {
    Table { name, journaled: true, blob: None, retention }
}

const TABLES: &[Table] = &[
    journaled("approvals_approval", KEPT),
    journaled("approvals_round", KEPT),
    journaled("approvals_step", KEPT),
    journaled("approvals_decision", KEPT),
    journaled("approvals_review", KEPT),
    journaled("approvals_absence", Retention::Years(1, "代決の根拠")),
    journaled("approvals_number", Retention::Forever("文書番号の台帳（欠番・重複を見つけるため）")),
];

/// The room.
pub fn room() -> Room {
    Room {
        key: "approvals",
        migrations: &[
            Migration { version: 1, name: "approvals", sql: include_str!("../migrations/0001_approvals.sql") },
            Migration { version: 2, name: "due", sql: include_str!("../migrations/0002_due.sql") },
        ],
        tables: TABLES,
        routes: pages::routes,
        permissions: &[Permission {
            key: "approvals.decide", meaning: "回ってきた起案を承認し、差し戻し、代決する"
        }],
        indicators: indicators::ALL,
        check: routes::check,
        shelf: Some(|folder| RouteBook::load(folder).map(|book| Box::new(book) as _)),
        today: &[Today { permission: "approvals.decide", path: "/desk/approvals", waiting: pages::waiting }],
        desk_links: &[DeskLink {
            permission: "approvals.decide",
            label: "決裁",
            path: "/desk/approvals",
            icon: Icon::Document,
        }],
        in_hand: Some(in_hand::IN_HAND),
        export: Export::LeftOut(
            "町の中の意思決定の文書（職員の名前と判断）。結果は案件の記録にあり、文書そのものは開示請求の対象",
        ),
        ..Room::EMPTY
    }
}

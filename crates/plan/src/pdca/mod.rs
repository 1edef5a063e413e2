//! PDCA: for each measure and fiscal year (or half of one) a cycle of plan, do, check and action.
//!
//! **Who uses it.** The desk that answers for a measure writes plan and look back, one short question
//! a page, at `/desk/plan/pdca`; desks that help add to the log. The chief information officer reads
//! what was handed in, the secretariat notes what headquarters and the advisers said, puts it on its
//! route of approval and publishes it.
//!
//! **Little work.** Figures, what was done, budget and last year's unfinished steps are there already;
//! nobody types a number that a service has counted. The desk writes what figures cannot say. Last
//! year's aim can be taken over by one button, and then one question asks what is different.
//!
//! **Which rules.** The town's calendar of reviews is data (`plan/review.toml`). The order of the way
//! is code ([`rules`]); every turn is kept with its reason, and guarded against two who act at once.
//!
//! **Data and for how long.** Cycles, their lines and turns, and the sheet as it was handed in each
//! time: public records of the plan, ten fiscal years. Words of residents are linked without the
//! person and can be taken out; they stand on no sheet.

mod calendar;
pub(crate) mod demo;
mod duties;
mod error;
mod figures;
mod lines;
mod moving;
mod pages;
mod place;
mod published;
mod records;
mod rules;
mod sheet;
mod span;
#[cfg(test)]
mod tests;
mod words;
mod writing;

pub(crate) use calendar::{Calendar, check};
pub(crate) use pages::handed_in;
pub(crate) use published::{Publication, PublishedCycle, for_public, publications};
pub(crate) use rules::Action;
pub(crate) use span::Span;
pub(crate) use writing::take_step;

use rules::Turn;
use store::{Migration, Retention, Table};
use web::components::Icon;
use web::{DeskLink, JobKind, Permission, Routes, Today};

const KEPT: Retention = Retention::Years(10, "計画の進み具合を確かめた公文書（町の文書管理規程）");

const fn table(name: &'static str) -> Table {
    Table { name, journaled: true, blob: None, retention: KEPT }
}

pub(crate) const MIGRATION: Migration =
    Migration { version: 3, name: "pdca", sql: include_str!("../../migrations/0003_pdca.sql") };

pub(crate) const CYCLE: Table = table("plan_cycle");
pub(crate) const STEP: Table = table("plan_step");
pub(crate) const DO: Table = table("plan_do");
pub(crate) const VOICE: Table = table("plan_voice");
pub(crate) const TURN: Table = table("plan_turn");
pub(crate) const SHEET: Table = table("plan_sheet");

pub(crate) const JOB: JobKind = JobKind { kind: moving::DECIDED, run: moving::decided };

pub(crate) const WRITE: Permission =
    Permission { key: "plan.write", meaning: "担当する施策の計画と振り返りを書く" };
pub(crate) const REVIEW: Permission = Permission {
    key: "plan.review",
    meaning: "提出された振り返りを確認し、差し戻す（最高情報責任者）",
};

pub(crate) const DESK_LINK: DeskLink =
    DeskLink {
        permission: "plan.see", label: "計画の振り返り（PDCA）", path: "/desk/plan/pdca", icon: Icon::Calendar
    };

/// What waits on the first page of the day, for the desk, the chief information officer and the
/// secretariat.
pub(crate) const TODAY: [Today; 3] = [
    Today {
        permission: "plan.write",
        path: "/desk/plan/pdca",
        waiting: |v| pages::waiting(v, "計画と振り返り", Turn::Desk),
    },
    Today {
        permission: "plan.review",
        path: "/desk/plan/pdca/review",
        waiting: |v| pages::waiting(v, "確認する振り返り", Turn::Cio),
    },
    Today {
        permission: "plan.steer",
        path: "/desk/plan/pdca/review",
        waiting: |v| pages::waiting(v, "進める振り返り", Turn::Secretariat),
    },
];

pub(crate) fn routes(routes: &mut Routes) {
    pages::routes(routes);
}

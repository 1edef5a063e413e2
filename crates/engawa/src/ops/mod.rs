//! The room of those who keep the program running (配線室).
//!
//! **Who uses it.** An operator of the town (`ops.see`), often the one officer who is the whole IT
//! desk; no resident's record is seen here.
//! **Screens.** `/ops`: every matter with its state (良い, 気をつける, すぐに), what it means and what
//! to do; dead letters to try again or to lay aside with a reason; buttons for a copy, a drill and a
//! verification now. It can be printed for the morning's round. `/metrics` tells machines the same.
//! **Data.** `ops_mark`: facts about these records themselves. `ops_run`: every copy, drill and
//! verification with its outcome. `ops_sample`: a few figures an hour, for a hundred days.
//! **Of itself.** Copies by the clock, drills, a verification every night; an officer is told when
//! one of them fails.

mod condition;
pub(crate) mod copies;
mod instruments;
mod marks;
mod nightly;
mod pages;
mod runs;
mod samples;
mod states;
#[cfg(test)]
mod tests;
mod upkeep;

pub(crate) use condition::{Condition, condition, gauges};
pub(crate) use instruments::Instruments;
pub(crate) use marks::{DEMO, is_demo, set_mark};

use store::{Migration, Retention, Table};
use web::components::Icon;
use web::texts::RoomTexts;
use web::{Access, DeskLink, JobKind, Permission, Room, Round};

const SEE: &str = "ops.see";

const TABLES: &[Table] = &[
    Table {
        name: "ops_mark",
        journaled: true,
        blob: None,
        retention: Retention::WhileNeeded("facts about the records as a whole; nothing personal"),
    },
    Table {
        name: "ops_run",
        journaled: true,
        blob: None,
        retention: Retention::WhileNeeded("proof that copies were taken and tried; nothing personal"),
    },
    Table {
        name: "ops_sample",
        journaled: false,
        blob: None,
        retention: Retention::WhileNeeded("a hundred days, to see where figures are going; nothing personal"),
    },
];

/// The room.
pub(crate) fn room() -> Room {
    Room {
        key: "ops",
        migrations: &[
            Migration { version: 1, name: "marks", sql: include_str!("../../migrations/0001_ops.sql") },
            Migration { version: 2, name: "upkeep", sql: include_str!("../../migrations/0002_upkeep.sql") },
        ],
        tables: TABLES,
        routes: |routes| {
            routes.get("/ops", Access::May(SEE), pages::overview);
            routes.get("/desk/operations", Access::May(SEE), pages::moved);
            routes.post("/ops/verify", Access::May(SEE), pages::verify_now);
            routes.post("/ops/backup", Access::May(SEE), pages::backup_now);
            routes.post("/ops/drill", Access::May(SEE), pages::drill_now);
            routes.post("/ops/jobs/{id}/retry", Access::May(SEE), pages::retry);
            routes.post("/ops/jobs/{id}/discard", Access::May(SEE), pages::discard);
            routes.get("/metrics", Access::Secret, crate::watch::answer);
        },
        jobs: &[
            JobKind { kind: nightly::VERIFY, run: nightly::verify_job },
            JobKind { kind: upkeep::BACKUP, run: upkeep::backup_job },
            JobKind { kind: upkeep::DRILL, run: upkeep::drill_job },
        ],
        rounds: &[
            Round { name: "ops.night", every_seconds: 1800, run: nightly::round },
            Round { name: "ops.upkeep", every_seconds: 60, run: upkeep::round },
        ],
        permissions: &[Permission {
            key: SEE, meaning: "仕組みの様子を見て、止まった仕事をやり直す"
        }],
        // The program puts filled ones in their place.
        shelf: Some(|_| Ok(Box::new(Instruments::default()))),
        texts: RoomTexts { ja: include_str!("texts/ja.ftl"), easy: "", en: "" },
        desk_links: &[DeskLink { permission: SEE, label: "仕組みの様子", path: "/ops", icon: Icon::Gear }],
        ..Room::EMPTY
    }
}

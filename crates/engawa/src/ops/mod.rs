//! The room of those who keep the program running (配線室).
//!
//! **Who uses it.** An operator of the town (`ops.see`), who sees no resident's record here.
//! **Screens.** `/desk/operations`: the queue of jobs, those that were given up and can be tried
//! again, the journal with its last verification, version and database.
//! **Data.** `ops_mark`: a few facts about these records themselves, each once: that they are
//! fictional, and how the journal's last verification went. Kept for as long as the records.
//! **Of itself.** Every night the journal is verified, and jobs done long ago are forgotten.

mod marks;
mod nightly;
mod pages;

pub(crate) use marks::{DEMO, is_demo, set_mark};

use store::{Migration, Retention, Table};
use web::components::Icon;
use web::texts::RoomTexts;
use web::{Access, DeskLink, JobKind, Permission, Room, Round};

const SEE: &str = "ops.see";

/// The room.
pub(crate) fn room() -> Room {
    Room {
        key: "ops",
        migrations: &[Migration { version: 1, name: "marks", sql: include_str!("../../migrations/0001_ops.sql") }],
        tables: &[Table {
            name: "ops_mark",
            journaled: true,
            blob: None,
            retention: Retention::WhileNeeded("facts about the records as a whole; nothing personal"),
        }],
        routes: |routes| {
            routes.get("/desk/operations", Access::May(SEE), pages::overview);
            routes.post("/desk/operations/verify", Access::May(SEE), pages::verify_now);
            routes.post("/desk/operations/jobs/{id}/retry", Access::May(SEE), pages::retry);
        },
        jobs: &[JobKind { kind: nightly::VERIFY, run: nightly::verify_job }],
        rounds: &[Round { name: "ops.night", every_seconds: 1800, run: nightly::round }],
        permissions: &[Permission {
            key: SEE, meaning: "仕組みの様子を見て、止まった仕事をやり直す"
        }],
        texts: RoomTexts { ja: include_str!("texts/ja.ftl"), easy: "", en: "" },
        desk_links: &[DeskLink {
            permission: SEE, label: "仕組みの様子", path: "/desk/operations", icon: Icon::Gear
        }],
        ..Room::EMPTY
    }
}

//! The plan that measures itself: the town's digital plan as data, its figures counted from the
//! services' own records, its yearly review (PDCA), its boards (KPT) and the people who steer it.
//!
//! **Who uses it.** Everybody at `/plan`; at `/desk/plan` the head of the office, the desks that
//! answer for a measure, their digital leaders, the secretariat and advisers from outside.
//!
//! **What it rests on.** The founding text of the town (pillars and measures under their exact
//! names) and, for the figures, the indicators that every room declares beside its own code. No desk
//! is asked for a number that a service has already produced.
//!
//! **Parts.** [`book`]: the plan as data, in versions. [`counting`]: snapshots, roll-up, forecast.
//! [`pdca`], [`kpt`], [`steering`]: who looks at it, when, and what follows. [`public`]: what
//! everybody sees, as pages, report and open data.

mod book;
mod counting;
mod demo;
mod disclosure;
mod kpt;
mod open;
mod page;
mod pdca;
mod public;
mod steering;
#[cfg(test)]
mod tests;

pub use book::unknown_indicators;
pub use demo::{play_before, play_today};

use store::{Migration, Table};
use town::{Problem, TownFolder};
use web::components::Icon;
use web::texts::RoomTexts;
use web::{Access, DeskLink, JobKind, Permission, Room, Routes, Shelved};

/// The room.
pub fn room() -> Room {
    Room {
        key: "plan",
        migrations: MIGRATIONS,
        tables: TABLES,
        check,
        shelf: Some(shelf),
        routes,
        jobs: &[
            JobKind { kind: book::ON_DECIDED, run: book::decided },
            counting::JOB,
            pdca::JOB,
            steering::TASK_MAIL,
            steering::MEETING_MAIL,
        ],
        rounds: &[counting::ROUND, kpt::ROUND, steering::REMIND],
        permissions: PERMISSIONS,
        desk_links: DESK_LINKS,
        today: &[pdca::TODAY[0], pdca::TODAY[1], pdca::TODAY[2], steering::TASKS_TODAY, steering::MEETINGS_TODAY],
        in_hand: Some(steering::IN_HAND),
        export: web::hold::Export::LeftOut("職員の名前での仕事の記録（やること、会議、振り返り）。住民の記録ではない"),
        texts: TEXTS,
        entries: public::entries,
        ..Room::EMPTY
    }
}

const MIGRATIONS: &[Migration] = &[
    book::MIGRATION,
    Migration { version: 2, name: "counting", sql: include_str!("../migrations/0002_counting.sql") },
    pdca::MIGRATION,
    kpt::BOARDS,
    steering::TASK_MIGRATION,
    steering::SEAT_MIGRATION,
    steering::MEETING_MIGRATION,
    steering::OPINION_MIGRATION,
];

const TABLES: &[Table] = &[
    book::TABLE,
    counting::TABLES[0],
    counting::TABLES[1],
    counting::TABLES[2],
    pdca::CYCLE,
    pdca::STEP,
    pdca::DO,
    pdca::VOICE,
    pdca::TURN,
    pdca::SHEET,
    kpt::BOARD_TABLE,
    kpt::PULSE_TABLE,
    kpt::CARD_TABLE,
    kpt::VOTE_TABLE,
    steering::TASK_TABLE,
    steering::TASK_STEP_TABLE,
    steering::TASK_REMINDER_TABLE,
    steering::SEAT_TABLE,
    steering::OPENED_TABLE,
    steering::MEETING_TABLE,
    steering::ITEM_TABLE,
    steering::DECISION_TABLE,
    steering::PAPER_TABLE,
    steering::ATTENDANCE_TABLE,
    steering::MINUTES_TABLE,
    steering::FORWARD_TABLE,
    steering::OPINION_TABLE,
];

const PERMISSIONS: &[Permission] = &[
    Permission { key: "plan.see", meaning: "計画の数字を見る" },
    Permission {
        key: "plan.edit", meaning: "計画の窓口・節目・予算・目標の変更を書き、決裁に回す"
    },
    counting::PERMISSION,
    pdca::WRITE,
    pdca::REVIEW,
    kpt::PERMISSION,
    Permission { key: steering::TAKE_PART, meaning: "計画のやることを受け持ち、会議に出る" },
    Permission { key: steering::STEER, meaning: "計画の本部・会議・やることの事務局をする" },
    Permission { key: steering::CIO, meaning: "計画の本部長として議事録を確定する" },
    Permission {
        key: steering::ADVISER, meaning: "外からの助言者として、決められた施策のページを見て意見を書く"
    },
];

const DESK_LINKS: &[DeskLink] = &[
    DeskLink {
        permission: "plan.see", label: "数字で見る町の手続き", path: "/desk/plan", icon: Icon::Mountain
    },
    DeskLink { permission: "plan.edit", label: "計画を変える", path: "/desk/plan/book", icon: Icon::Document },
    DeskLink {
        permission: "plan.see", label: "国・県への毎年の回答", path: "/desk/plan/return", icon: Icon::Document
    },
    DeskLink {
        permission: counting::COUNT, label: "外で数えた数字", path: "/desk/plan/outside", icon: Icon::Document
    },
    pdca::DESK_LINK,
    kpt::DESK_LINK,
    DeskLink {
        permission: steering::TAKE_PART, label: "計画のやること", path: "/desk/plan/tasks", icon: Icon::Check
    },
    DeskLink {
        permission: steering::TAKE_PART,
        label: "計画の会議",
        path: "/desk/plan/meetings",
        icon: Icon::Calendar,
    },
    DeskLink {
        permission: steering::TAKE_PART,
        label: "計画を推進する人",
        path: "/desk/plan/people",
        icon: Icon::Family,
    },
    DeskLink {
        permission: steering::ADVISER, label: "外からの助言", path: "/desk/plan/advice", icon: Icon::Speech
    },
];

const TEXTS: RoomTexts = RoomTexts {
    ja: concat!(
        include_str!("../texts/ja.ftl"),
        include_str!("book/texts/ja.ftl"),
        include_str!("counting/texts/ja.ftl"),
        include_str!("pdca/texts/ja.ftl"),
        include_str!("kpt/texts/ja.ftl"),
        include_str!("steering/texts/ja.ftl"),
        include_str!("public/texts/ja.ftl"),
    ),
    easy: concat!(
        include_str!("../texts/easy.ftl"),
        include_str!("book/texts/easy.ftl"),
        include_str!("counting/texts/easy.ftl"),
        include_str!("pdca/texts/easy.ftl"),
        include_str!("kpt/texts/easy.ftl"),
        include_str!("steering/texts/easy.ftl"),
        include_str!("public/texts/easy.ftl"),
    ),
    en: concat!(
        include_str!("../texts/en.ftl"),
        include_str!("book/texts/en.ftl"),
        include_str!("counting/texts/en.ftl"),
        include_str!("pdca/texts/en.ftl"),
        include_str!("kpt/texts/en.ftl"),
        include_str!("steering/texts/en.ftl"),
        include_str!("public/texts/en.ftl"),
    ),
};

/// Every mistake in what the room reads from the town folder.
fn check(folder: &TownFolder) -> Vec<Problem> {
    [book::check(folder), pdca::check(folder), steering::check(folder), public::check(folder)].concat()
}

/// What pages find on the shelf: the plan and the calendar of reviews.
fn shelf(folder: &TownFolder) -> Result<Shelved, Vec<Problem>> {
    let (book, calendar) = (book::load(folder)?, pdca::Calendar::load(folder)?);
    let both: Vec<Shelved> = vec![Box::new(book), Box::new(calendar)];
    Ok(Box::new(both))
}

fn routes(routes: &mut Routes) {
    routes.get("/desk/plan", Access::May("plan.see"), page::figures);
    open::routes(routes);
    book::routes(routes);
    counting::routes(routes);
    pdca::routes(routes);
    kpt::routes(routes);
    steering::routes(routes);
    public::routes(routes);
}

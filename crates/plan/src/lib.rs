//! The plan that measures itself, first page: what the services counted.
//!
//! **Who uses it.** The head of the office and whoever steers the plan (permission `plan.see`).
//!
//! **What it shows.** For a fiscal year or a month, every indicator that a room declares beside its
//! own code, computed from the records at this moment: matters by channel, how long they took,
//! whether people found it convenient. No desk is asked for a number.
//!
//! **Screens.** `/desk/plan`. **Data.** None of its own yet.

mod disclosure;
mod open;
mod page;
#[cfg(test)]
mod tests;

use web::components::Icon;
use web::texts::RoomTexts;
use web::{Access, DeskLink, Permission, Room, Routes};

/// The room.
pub fn room() -> Room {
    Room {
        key: "plan",
        routes,
        permissions: &[Permission { key: "plan.see", meaning: "計画の数字を見る" }],
        desk_links: &[DeskLink {
            permission: "plan.see",
            label: "数字で見る町の手続き",
            path: "/desk/plan",
            icon: Icon::Mountain,
        }],
        texts: RoomTexts {
            ja: include_str!("../texts/ja.ftl"),
            easy: include_str!("../texts/easy.ftl"),
            en: include_str!("../texts/en.ftl"),
        },
        ..Room::EMPTY
    }
}

fn routes(routes: &mut Routes) {
    routes.get("/desk/plan", Access::May("plan.see"), page::figures);
    open::routes(routes);
}

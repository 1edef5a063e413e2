//! The room's tables and how long their rows are kept.

use store::{Migration, Retention, RoomSchema, Table};
use town::{Problem, TownFolder};

const fn journaled(name: &'static str, retention: Retention) -> Table {
    Table { name, journaled: true, blob: None, retention }
}

/// The room's part of the database; it has no pages, so it is no `web::Room`.
pub const SCHEMA: RoomSchema = RoomSchema {
    room: "people",
    migrations: &[
        Migration { version: 1, name: "people", sql: include_str!("../migrations/0001_people.sql") },
        Migration { version: 2, name: "mandates", sql: include_str!("../migrations/0002_mandates.sql") },
    ],
    tables: &[
        journaled("people_person", Retention::Years(5, "転出・死亡の後、町の手続きに要る間（住民基本台帳の写し）")),
        journaled("people_household", Retention::Years(5, "世帯の人の記録がある間")),
        journaled("people_contact", Retention::WhileNeeded("本人が連絡先を選んでいる間")),
        journaled("people_account", Retention::WhileNeeded("本人がアカウントを使っている間")),
        journaled("people_grant", Retention::Years(5, "職務の期間が終わった後（文書取扱規程）")),
        journaled("people_mandate", Retention::Years(5, "代理の期間が終わった後")),
        journaled("people_offer", Retention::Years(1, "だれに頼んだかの確認")),
        journaled("people_import", Retention::Years(5, "取り込みの記録")),
    ],
};

/// What is wrong in this room's part of a town folder (`register.toml`).
pub fn check(folder: &TownFolder) -> Vec<Problem> {
    crate::register::settings(folder).err().into_iter().collect()
}

//! Messages to people (お知らせ): one text, many people, each by the channel they chose, and
//! nobody is lost.
//!
//! **Who uses it.** Every room that has something to tell calls [`tell`] or [`tell_many`] inside
//! its own transaction. Residents read their messages at `/my/notices`; officers see at
//! `/desk/notices` how far each has come, print the letters at `/desk/notices/post` and work off
//! the call list at `/desk/notices/calls`.
//!
//! **How a message travels.** It stands in the inbox at once. A job then asks how the person
//! wants to be told: mail, post or telephone. What no mail server takes, and whoever has no
//! address, goes to the letters (民法97条: a declaration counts when it arrives); what is urgent
//! goes to the call list. Each copy ends read, delivered, posted, called or on a list that an
//! officer works off; a round looks for copies that no job has moved for a day.
//!
//! **Which law.** Mails that a person may end carry the one-click header of RFC 8058; official
//! ones (topics that do not begin with `news.`) may not be ended. Mails say that a machine sent
//! them (RFC 3834), so that no answering machine answers.
//!
//! **Which data, for how long.** Texts and copies for five fiscal years (with the matter that they
//! belong to), batches and calls for one, the wish to end mails until it is taken back. Error
//! notes hold codes, never addresses.

mod calls;
mod deliver;
pub mod demo;
mod enclosure;
mod export;
mod indicators;
mod mail;
mod notice;
mod open;
mod pages;
mod post;
pub mod public;
mod reach;
mod recipient;
pub mod smtp;
mod unsubscribe;

pub use deliver::bounced;
pub use enclosure::{Enclosure, Way, secret_of, tell_enclosed, ways};
pub use notice::{NewCircular, NewNotice, may_be_ended, tell, tell_many};
pub use recipient::{Delivery, State, unread};

use store::{Migration, Retention, Table};
use web::components::Icon;
use web::hold::Export;
use web::texts::RoomTexts;
use web::{DeskLink, Entry, House, JobKind, Permission, Room, Round, Today};

kernel::id_type!(
    /// One person's copy of a notice.
    RecipientId,
    /// Letters printed together.
    BatchId,
    /// One telephone call.
    CallId,
    /// A notice for everybody.
    PublicId,
);

const KEPT: Retention = Retention::Years(5, "文書管理規程：案件に付く通知は案件とともに");

const DESK_LINKS: &[DeskLink] = &[
    DeskLink { permission: "notices.publish", label: "町からのお知らせ", path: "/desk/news", icon: Icon::Bell },
    DeskLink { permission: "notices.send", label: "お知らせの届き方", path: "/desk/notices", icon: Icon::Bell },
    DeskLink { permission: "notices.post", label: "郵送する手紙", path: "/desk/notices/post", icon: Icon::Print },
    DeskLink {
        permission: "notices.post", label: "電話をかける方", path: "/desk/notices/calls", icon: Icon::Phone
    },
];

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "notices", sql: include_str!("../migrations/0001_notices.sql") },
    Migration { version: 2, name: "unread", sql: include_str!("../migrations/0002_unread.sql") },
    Migration { version: 3, name: "public notices", sql: include_str!("../migrations/0003_public.sql") },
    Migration { version: 4, name: "enclosures", sql: include_str!("../migrations/0004_enclosures.sql") },
];

const TABLES: &[Table] = &[
    Table { name: "notices_notice", journaled: true, blob: None, retention: KEPT },
    Table { name: "notices_recipient", journaled: false, blob: None, retention: KEPT },
    Table {
        name: "notices_batch", journaled: true, blob: Some("file"), retention: Retention::Years(1, "発送の確認")
    },
    Table { name: "notices_call", journaled: true, blob: None, retention: Retention::Years(1, "連絡の確認") },
    Table {
        name: "notices_public",
        journaled: true,
        blob: None,
        retention: Retention::Years(5, "文書管理規程：広報の記録"),
    },
    Table {
        name: "notices_unsubscribe",
        journaled: false,
        blob: None,
        retention: Retention::WhileNeeded("本人が受け取りを再開するまで"),
    },
];

const PERMISSIONS: &[Permission] = &[
    Permission { key: "notices.send", meaning: "住民へのお知らせを作り、届き方を見る" },
    Permission { key: "notices.publish", meaning: "だれでも読めるお知らせを出す、取り下げる" },
    Permission { key: "notices.post", meaning: "お知らせの手紙を印刷し、電話の連絡を受け持つ" },
];

/// The room.
pub fn room() -> Room {
    Room {
        key: "notices",
        migrations: MIGRATIONS,
        tables: TABLES,
        routes: |routes| {
            pages::routes(routes);
            open::routes(routes);
        },
        jobs: &[
            JobKind { kind: deliver::Deliver::KIND, run: deliver::deliver },
            JobKind { kind: deliver::Spread::KIND, run: deliver::spread },
        ],
        rounds: &[Round { name: "notices.watch", every_seconds: 3600, run: deliver::watch }],
        permissions: PERMISSIONS,
        indicators: indicators::ALL,
        today: &[
            Today { permission: "notices.post", path: "/desk/notices/post", waiting: pages::letters_wait },
            Today { permission: "notices.post", path: "/desk/notices/calls", waiting: pages::calls_wait },
        ],
        gauges: indicators::GAUGES,
        desk_links: DESK_LINKS,
        texts: RoomTexts {
            ja: include_str!("../texts/ja.ftl"),
            easy: include_str!("../texts/easy.ftl"),
            en: include_str!("../texts/en.ftl"),
        },
        export: Export::Given(|house, person, lang| Box::pin(export::of_person(house, person, lang))),
        entries,
        ..Room::EMPTY
    }
}

fn entries(house: &House, lang: web::texts::Lang) -> Vec<Entry> {
    let words = house.texts.words(lang);
    vec![Entry {
        title: words.plain("notices-news"),
        summary: words.plain("notices-news-lead"),
        url: "/news".to_owned(),
        words: ["お知らせ", "ニュース", "広報", "news"].map(str::to_owned).to_vec(),
        on_home: false,
    }]
}

#[cfg(test)]
mod tests;

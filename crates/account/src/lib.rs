//! Signing in, and what is mine: the account, its settings, and who looked at my records.
//!
//! **Who uses it.** Everybody who has matters with the town or works for it. Officers with
//! `account.recover` help at the counter: they check a document and hand out a one-time code, which
//! links an account to the person and is the way back in for who lost the password. Officers with
//! `people.read` find residents here.
//!
//! **The law and the standards.** 個人情報の保護に関する法律 (reading has a purpose and the person
//! sees it); NIST SP 800-63B and the OWASP cheat sheets for passwords (argon2id), sessions and
//! limits; OpenID Connect (see [identity]); WebAuthn Level 3 for passkeys; RFC 6238 for the codes that officers type besides.
//!
//! Who works for the town, and until when, is kept in [`staff`].
//!
//! **Screens.** `/sign-in` `/sign-in/second` `/sign-up` `/set-up` `/recover` · `/my` `/my/settings` `/my/records`
//! `/my/export` `/my/link` · `/desk/people` `/desk/accounts` `/desk/accounts/staff` `/desk/identity` `/desk/staff`.
//!
//! **Data and for how long.** Proofs of who signs in (password hashes, passkeys) as long as the
//! account is used; sessions 30 days after they end; mailed links and codes a few days; counts of
//! attempts a day. Persons, accounts and terms of office are in `people`.

mod address;
mod codes;
mod common;
pub mod demo;
mod device;
mod export;
mod gauges;
mod hashing;
mod identity;
mod limits;
mod links;
mod pages;
mod passkeys;
mod passwords;
mod round;
mod second;
mod session;
pub mod staff;

pub use hashing::Hashing;
pub use second::demo_code;
pub use session::sessions;

use identity::provider::Providers;
use store::{Migration, Retention, Table};
use town::{Problem, TownFolder};
use web::components::Icon;
use web::hold::Export;
use web::texts::RoomTexts;
use web::{DeskLink, JobKind, Permission, Room, Round};

const fn table(name: &'static str, journaled: bool, retention: Retention) -> Table {
    Table { name, journaled, blob: None, retention }
}

const TABLES: &[Table] = &[
    table("account_password", true, Retention::WhileNeeded("アカウントを使っている間")),
    table("account_passkey", true, Retention::WhileNeeded("アカウントを使っている間")),
    table("account_ceremony", false, Retention::WhileNeeded("ログインの途中の10分間")),
    table("account_totp", true, Retention::WhileNeeded("アカウントを使っている間")),
    table("account_totp_used", false, Retention::WhileNeeded("アカウントを使っている間")),
    table("account_departure", false, Retention::WhileNeeded("外のログインへ行って戻るまでの15分間")),
    table("account_identity", true, Retention::WhileNeeded("アカウントを使っている間")),
    table("account_arrival", true, Retention::Years(1, "本人確認を決めてから1年（町の取り決め）")),
    table("account_session", false, Retention::WhileNeeded("ログインの終わりから30日")),
    table("account_attempt", false, Retention::WhileNeeded("回数を数える1日")),
    table("account_link", false, Retention::WhileNeeded("メールのリンクが切れてから1日")),
    table("account_code", false, Retention::WhileNeeded("コードが切れてから30日")),
    table("account_invitation", false, Retention::WhileNeeded("招待が切れてから30日")),
    table("account_address", false, Retention::WhileNeeded("メールのリンクが切れてから30日")),
    table("account_export", false, Retention::WhileNeeded("本人が受け取る7日間")),
    table("account_last", false, Retention::WhileNeeded("アカウントを使っている間（日だけ）")),
];

const JOBS: &[JobKind] = &[
    JobKind { kind: links::MAIL, run: |house, job| Box::pin(links::send(house, job)) },
    JobKind { kind: passwords::CHANGED, run: |house, job| Box::pin(passwords::tell(house, job)) },
    JobKind { kind: address::MAIL, run: |house, job| Box::pin(address::send(house, job)) },
    JobKind { kind: address::TELL, run: |house, job| Box::pin(address::tell(house, job)) },
    JobKind { kind: export::MAKE, run: |house, job| Box::pin(export::make(house, job)) },
    JobKind { kind: staff::INVITE_MAIL, run: |house, job| Box::pin(staff::send_invitation(house, job)) },
    JobKind { kind: staff::TELL, run: |house, job| Box::pin(staff::tell(house, job)) },
    JobKind { kind: staff::HAND_ON, run: |house, job| Box::pin(staff::hand_on(house, job)) },
];

const PERMISSIONS: &[Permission] = &[
    Permission {
        key: staff::STAFF,
        meaning: "職員を加え、だれがいつからいつまで何をできるかを決める（自分のことは決められない）",
    },
    Permission {
        key: "account.recover", meaning: "窓口で本人を確かめ、ログインのためのコードを渡す"
    },
    Permission {
        key: "account.match", meaning: "外のログインで来た人が、住民の記録のだれかを決める"
    },
    Permission {
        key: "account.providers", meaning: "外のログインとのつながりを見て、町の鍵を作る"
    },
    Permission {
        key: "people.read", meaning: "目的を選んで、住民の記録を見る（見たことは本人に伝わる）"
    },
];

const DESK_LINKS: &[DeskLink] = &[
    DeskLink { permission: staff::STAFF, label: "職員と役割", path: "/desk/staff", icon: Icon::Person },
    DeskLink { permission: "people.read", label: "住民をさがす", path: "/desk/people", icon: Icon::Person },
    DeskLink {
        permission: "account.recover", label: "本人の確認とコード", path: "/desk/accounts", icon: Icon::Key
    },
    DeskLink { permission: "account.match", label: "本人確認待ち", path: "/desk/identity", icon: Icon::Person },
    DeskLink {
        permission: "account.providers",
        label: "外からのログイン",
        path: "/desk/identity/providers",
        icon: Icon::Key,
    },
];

/// What the room keeps at hand: how passwords are hashed, and which providers vouch for people.
struct AccountShelf {
    hashing: Hashing,
    providers: Providers,
}

fn shelf(folder: &TownFolder) -> Result<web::Shelved, Vec<Problem>> {
    Ok(Box::new(AccountShelf { hashing: Hashing::default(), providers: Providers::read(folder)? }))
}

fn check(folder: &TownFolder) -> Vec<Problem> {
    let mut problems = people::check(folder);
    problems.extend(Providers::read(folder).err().unwrap_or_default());
    problems
}

/// The room.
pub fn room() -> Room {
    Room {
        key: "account",
        migrations: &[
            Migration { version: 1, name: "account", sql: include_str!("../migrations/0001_account.sql") },
            Migration { version: 2, name: "second_factor", sql: include_str!("../migrations/0002_second_factor.sql") },
            Migration { version: 3, name: "staff", sql: include_str!("../migrations/0003_staff.sql") },
            Migration { version: 4, name: "own", sql: include_str!("../migrations/0004_own.sql") },
            Migration { version: 5, name: "identity", sql: include_str!("../migrations/0005_identity.sql") },
        ],
        tables: TABLES,
        routes: pages::routes,
        jobs: JOBS,
        rounds: &[
            Round { name: "account.settle", every_seconds: 180, run: |house| Box::pin(round::settle(house)) },
            Round { name: "account.clear", every_seconds: 3600, run: |house| Box::pin(round::clear(house)) },
        ],
        permissions: PERMISSIONS,
        gauges: gauges::ALL,
        texts: RoomTexts {
            ja: concat!(
                include_str!("texts/ja.ftl"),
                include_str!("staff/texts/ja.ftl"),
                include_str!("export/texts/ja.ftl")
            ),
            easy: concat!(
                include_str!("texts/easy.ftl"),
                include_str!("staff/texts/easy.ftl"),
                include_str!("export/texts/easy.ftl")
            ),
            en: concat!(
                include_str!("texts/en.ftl"),
                include_str!("staff/texts/en.ftl"),
                include_str!("export/texts/en.ftl")
            ),
        },
        check,
        shelf: Some(shelf),
        desk_links: DESK_LINKS,
        export: Export::Given(export::of_account),
        ..Room::EMPTY
    }
}

/// An error of `people` as a page tells it.
pub(crate) fn told(error: people::PeopleError) -> web::WebError {
    match error {
        people::PeopleError::Store(error) => error.into(),
        people::PeopleError::Missing => web::WebError::NotFound,
        people::PeopleError::Changed => web::WebError::Changed,
        other => web::WebError::Internal(other.to_string()),
    }
}

#[cfg(test)]
mod tests;

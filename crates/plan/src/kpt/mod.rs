//! KPT: boards on which a team writes what to keep (Keep), what is a problem (Problem) and what to
//! try (Try).
//!
//! **Who uses it.** Whoever works on something together: a desk, those who answer for a measure of
//! the plan, a project. Whoever opens a board is its facilitator and can hand it over. All who hold
//! `plan.board` write at once; what one writes the others see within a second, and by a plain reload
//! where there is no script.
//!
//! **How it goes.** The facilitator's steps: write, group, vote, decide, closed. A time box belongs
//! to writing and to voting and runs by the clock of the house. A Try that is taken gets an owner and
//! a day. The next board about the same thing opens with the last Tries and asks whether they worked.
//!
//! **Who wrote it.** On a board that was opened so, nobody: the author is not kept, not in the
//! records, not in the journal, not in a log. Whoever wrote a card can change it from the same
//! browser while writing lasts; only that browser can make the mark which proves it
//! ([`marks`]). Votes are secret on every board.
//!
//! **Data and for how long.** Boards and cards: five fiscal years, with the papers of the meeting
//! that they are. Votes and the secret behind them: until voting ends. A board that was forgotten is
//! closed after thirty days.

mod actions;
mod decide;
pub(crate) mod demo;
mod face;
mod in_hand;
mod live;
mod marks;
mod pages;
mod records;
mod rules;
mod stream;
#[cfg(test)]
mod tests;
mod votes;

pub(crate) use in_hand::{list as in_hand, pass_on};

use store::{Migration, Retention, Table};
use web::components::Icon;
use web::{Access, DeskLink, Permission, Round, Routes};

kernel::id_type!(
    /// A board.
    BoardId,
    /// A card on a board.
    CardId,
);

/// Takes part in boards.
const BOARD: &str = "plan.board";
const MAY: Access = Access::May(BOARD);

const KEPT: Retention = Retention::Years(5, "打合せの記録（町の文書管理規程）");

pub(crate) const BOARDS: Migration =
    Migration { version: 4, name: "boards", sql: include_str!("../../migrations/0004_boards.sql") };

pub(crate) const BOARD_TABLE: Table = Table { name: "plan_board", journaled: true, blob: None, retention: KEPT };
pub(crate) const CARD_TABLE: Table = Table { name: "plan_card", journaled: true, blob: None, retention: KEPT };
pub(crate) const PULSE_TABLE: Table = Table {
    name: "plan_board_pulse",
    journaled: false,
    blob: None,
    retention: Retention::WhileNeeded("ボードが変わった回数。投票の間だけ、投票の印のもとを持つ"),
};
pub(crate) const VOTE_TABLE: Table = Table {
    name: "plan_vote",
    journaled: false,
    blob: None,
    retention: Retention::WhileNeeded("投票の間だけ。終わると数だけを残して消す"),
};

pub(crate) const PERMISSION: Permission =
    Permission { key: BOARD, meaning: "ふりかえりのボードを開き、書き、投票する" };

pub(crate) const ROUND: Round =
    Round { name: "plan.boards", every_seconds: 3600, run: |house| Box::pin(actions::close_forgotten(house)) };

pub(crate) const DESK_LINK: DeskLink =
    DeskLink { permission: BOARD, label: "ふりかえり（KPT）", path: "/desk/plan/boards", icon: Icon::Speech };

pub(crate) fn routes(routes: &mut Routes) {
    pages::routes(routes);
    routes.get("/desk/plan/boards/{id}/stream", MAY, stream::stream);
}

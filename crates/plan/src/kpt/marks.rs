//! Marks that prove something without telling who it was.
//!
//! A card of a board without names carries a mark made from the secret of the house, the card and
//! the seat of the browser that wrote it. The seat is random and only the browser has it, so nobody
//! can try all officers against the mark; and as the card goes into it, two cards of one person have
//! nothing in common. It is erased when writing ends.
//!
//! A vote carries a mark of the account, so that one person's votes count once from whichever
//! browser. An account can be guessed, so the mark is made with the secret of the house and a second
//! one that belongs to the board alone and lies with it; when voting ends it is erased together with
//! the marks, and nobody can make them again.

use super::{BoardId, CardId};
use kernel::id::AccountId;
use std::fmt::Write;
use web::{House, Visit, WebError, link_proof};

/// Who takes part, as far as marks need it. Nothing of it is kept.
#[derive(Clone)]
pub(super) struct Hand {
    pub(super) account: AccountId,
    browser: String,
    house: [u8; 32],
}

impl Hand {
    /// Whoever asks.
    pub(super) fn of(visit: &Visit) -> Result<Self, WebError> {
        let account = visit.signed_in()?.account;
        Ok(Self { account, browser: visit.browser_mark(), house: visit.house().secret })
    }

    /// Somebody whose part is played without a browser.
    pub(super) fn without_browser(house: &House, account: AccountId) -> Self {
        Self { account, browser: String::new(), house: house.secret }
    }

    /// What this browser, used by this person, leaves on a card without a name.
    pub(super) fn on_card(&self, card: CardId) -> String {
        link_proof(&self.house, "plan.card", &format!("{card} {} {}", self.account, self.browser))
    }

    /// What this person's vote carries while the board's secret is there.
    pub(super) fn on_vote(&self, board: BoardId, secret: &[u8]) -> String {
        link_proof(&self.house, "plan.vote", &format!("{board} {} {}", hex(secret), self.account))
    }

    /// What makes a card that is sent twice one card: the same words from the same form.
    pub(super) fn on_sending(&self, once: &str, side: &str, words: &str) -> String {
        link_proof(&self.house, "plan.sent", &format!("{once} {side} {words}"))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

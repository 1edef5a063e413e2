//! What people do on a board; each is one transaction that enters the board first.

use super::live::Hub;
use super::marks::Hand;
use super::records::{self, About, Board, Card, Source};
use super::rules::{self, Refusal, Side, Stage};
use super::{BoardId, CardId, votes};
use kernel::Moment;
use kernel::id::AccountId;
use std::collections::BTreeSet;
use store::{Act, Actor, Deed, JobError, StoreError, Tx};
use web::{House, Visit, WebError};

/// Why something on a board was not done.
#[derive(Debug)]
pub(super) enum BoardError {
    /// A rule of the board.
    Refused(Refusal),
    /// The records.
    Store(StoreError),
}

impl From<Refusal> for BoardError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for BoardError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<BoardError> for WebError {
    fn from(error: BoardError) -> Self {
        match error {
            BoardError::Refused(Refusal::NotFacilitator | Refusal::NotYours) => Self::Forbidden,
            BoardError::Refused(_) => Self::Changed,
            BoardError::Store(e) => e.into(),
        }
    }
}

/// The circumstances under which somebody takes part. On a board without names nobody in particular
/// does, not even in the journal.
pub(super) fn act(visit: &Visit, board: &Board) -> Act {
    let act = visit.act("plan.board");
    if board.anonymous { Act { actor: Actor::Anonymous, ..act } } else { act }
}

/// Begins a change on a board.
async fn enter(tx: &Tx, id: BoardId) -> Result<Board, StoreError> {
    records::beat(tx, id).await?;
    records::board(tx, id).await?.ok_or(StoreError::Missing("plan_board"))
}

/// The same for the facilitator, on the board as they saw it.
async fn lead(tx: &Tx, id: BoardId, who: AccountId, version: i64) -> Result<Board, BoardError> {
    let board = enter(tx, id).await?;
    if board.facilitator != who {
        return Err(Refusal::NotFacilitator.into());
    }
    if board.version == version { Ok(board) } else { Err(Refusal::Changed.into()) }
}

/// Whether a step is open now, and why not.
fn open_for(board: &Board, stage: Stage, now: Moment) -> Result<(), Refusal> {
    match rules::is_open(board.stage, stage, board.until, now) {
        true => Ok(()),
        false if board.stage == stage => Err(Refusal::TimeIsOver),
        false => Err(Refusal::OtherStep),
    }
}

/// Runs a change on a board, then wakes those who listen to it.
pub(super) async fn change<T, F, Fut>(house: &House, board: BoardId, act: &Act, work: F) -> Result<T, BoardError>
where
    T: Send + 'static,
    F: FnOnce(Tx) -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, BoardError>> + Send + 'static,
{
    let done = house.db.write(act, work).await?;
    house.companion::<Hub>().wake(board);
    Ok(done)
}

/// A board to be opened.
pub(super) struct NewBoard {
    pub(super) title: String,
    pub(super) about: About,
    pub(super) anonymous: bool,
    pub(super) votes_each: i64,
    pub(super) minutes: Option<i64>,
}

/// Opens a board; whoever opens it is its facilitator.
pub(super) async fn open(house: &House, act: &Act, who: AccountId, new: NewBoard) -> Result<BoardId, StoreError> {
    let work = move |tx: Tx| async move {
        let previous = records::last_about(&tx, &new.about).await?.map(|b| b.id);
        let board = Board {
            id: tx.id(),
            version: 1,
            title: new.title,
            about: new.about,
            anonymous: new.anonymous,
            votes_each: new.votes_each.clamp(0, rules::MOST_VOTES),
            stage: Stage::Write,
            until: new.minutes.map(|m| rules::extended(None, tx.now(), m)),
            facilitator: who,
            previous,
            opened_at: tx.now(),
            closed_at: None,
        };
        records::insert_board(&tx, &board).await?;
        tx.record(Deed::new("plan.board_open").row("plan_board", board.id));
        Ok(board.id)
    };
    house.db.write(act, work).await
}

/// Words for a card.
#[derive(Clone)]
pub(super) struct NewCard {
    pub(super) side: Side,
    pub(super) words: String,
    /// Drawn anew for each form, so that a form sent twice makes one card.
    pub(super) once: String,
}

/// Puts a card on the board; answers nothing when it is there already.
pub(super) async fn write(
    house: &House,
    act: &Act,
    board: BoardId,
    hand: Hand,
    new: NewCard,
) -> Result<Option<CardId>, BoardError> {
    let work = move |tx: Tx| async move {
        let board = enter(&tx, board).await?;
        open_for(&board, Stage::Write, tx.now())?;
        if records::count(&tx, board.id).await? >= rules::MOST_CARDS {
            return Err(Refusal::Full.into());
        }
        let sent = hand.on_sending(&new.once, new.side.as_str(), &new.words);
        let card = blank(&tx, &board, &hand, new);
        if !records::insert_card(&tx, &card, sent).await? {
            return Ok(None);
        }
        tx.record(Deed::new("plan.card_write").row("plan_card", card.id));
        Ok(Some(card.id))
    };
    change(house, board, act, work).await
}

fn blank(tx: &Tx, board: &Board, hand: &Hand, new: NewCard) -> Card {
    let id: CardId = tx.id();
    Card {
        id,
        version: 1,
        board: board.id,
        side: new.side,
        words: new.words,
        author: (!board.anonymous).then_some(hand.account),
        mark: board.anonymous.then(|| hand.on_card(id)),
        heading: String::new(),
        source: None,
        votes: 0,
        decision: None,
        owner: None,
        due: None,
        outcome: None,
    }
}

/// Whether the card is this person's: on a board without names only the browser that wrote it can
/// show that.
pub(super) fn is_own(card: &Card, hand: &Hand) -> bool {
    match (&card.mark, card.author) {
        (Some(mark), _) => *mark == hand.on_card(card.id),
        (None, author) => author == Some(hand.account),
    }
}

/// What a writer does with their own card.
pub(super) enum Amend {
    /// Other words, perhaps in another column.
    Write(Side, String),
    /// Nobody should have read it.
    Withdraw,
}

/// Changes or withdraws one's own card while writing lasts.
pub(super) async fn amend(
    house: &House,
    act: &Act,
    (board, card, version): (BoardId, CardId, i64),
    hand: Hand,
    amend: Amend,
) -> Result<(), BoardError> {
    let work = move |tx: Tx| async move {
        let board = enter(&tx, board).await?;
        open_for(&board, Stage::Write, tx.now())?;
        let mut card = records::card(&tx, board.id, card).await?.ok_or(StoreError::Missing("plan_card"))?;
        if !is_own(&card, &hand) {
            return Err(Refusal::NotYours.into());
        }
        if card.version != version {
            return Err(Refusal::Changed.into());
        }
        match amend {
            Amend::Withdraw => {
                records::delete_card(&tx, card.id).await?;
                tx.record(Deed::new("plan.card_withdraw").row("plan_card", card.id));
            }
            Amend::Write(side, words) => {
                (card.side, card.words) = (side, words);
                keep(&tx, &card, "plan.card_amend").await?;
            }
        }
        Ok(())
    };
    change(house, board, act, work).await
}

/// Keeps a card that was changed under the eyes of others.
pub(super) async fn keep(tx: &Tx, card: &Card, deed: &'static str) -> Result<(), BoardError> {
    if !records::update_card(tx, card).await? {
        return Err(Refusal::Changed.into());
    }
    tx.record(Deed::new(deed).row("plan_card", card.id));
    Ok(())
}

/// Puts cards, as they were seen, under a heading; an empty one takes them out of their group.
pub(super) async fn group(
    house: &House,
    act: &Act,
    board: BoardId,
    seen: Vec<(CardId, i64)>,
    heading: String,
) -> Result<(), BoardError> {
    let work = move |tx: Tx| async move {
        let board = enter(&tx, board).await?;
        open_for(&board, Stage::Group, tx.now())?;
        for (id, version) in seen.into_iter().collect::<BTreeSet<_>>() {
            let card = records::card(&tx, board.id, id).await?.ok_or(Refusal::Changed)?;
            let moved = Card { version, heading: heading.clone(), ..card };
            keep(&tx, &moved, "plan.card_group").await?;
        }
        Ok(())
    };
    change(house, board, act, work).await
}

/// Says where a problem shows.
pub(super) async fn link(
    house: &House,
    act: &Act,
    (board, card, version): (BoardId, CardId, i64),
    source: Option<Source>,
) -> Result<(), BoardError> {
    let work = move |tx: Tx| async move {
        let board = enter(&tx, board).await?;
        let card = records::card(&tx, board.id, card).await?.ok_or(StoreError::Missing("plan_card"))?;
        if board.stage == Stage::Closed || card.side != Side::Problem {
            return Err(Refusal::OtherStep.into());
        }
        keep(&tx, &Card { version, source, ..card }, "plan.card_link").await
    };
    change(house, board, act, work).await
}

/// Gives a vote to a card or takes it back.
pub(super) async fn vote(
    house: &House,
    act: &Act,
    board: BoardId,
    card: CardId,
    hand: Hand,
    on: bool,
) -> Result<(), BoardError> {
    let work = move |tx: Tx| async move {
        let board = enter(&tx, board).await?;
        open_for(&board, Stage::Vote, tx.now())?;
        let card = records::card(&tx, board.id, card).await?.ok_or(StoreError::Missing("plan_card"))?;
        match on {
            true => votes::give(&tx, &board, card.id, &hand).await,
            false => votes::take_back(&tx, &board, card.id, &hand).await,
        }
    };
    change(house, board, act, work).await
}

/// What the facilitator does with the board.
pub(super) enum Lead {
    /// Goes to a step.
    To(Stage),
    /// Sets or extends the time of this step by minutes.
    Time(i64),
    /// Takes the time box away.
    NoTime,
    /// Lets somebody else lead.
    HandOver(AccountId),
}

/// What only the facilitator does, on the board as they saw it.
pub(super) async fn steer(
    house: &House,
    act: &Act,
    (board, version): (BoardId, i64),
    who: AccountId,
    lead_to: Lead,
) -> Result<(), BoardError> {
    let work = move |tx: Tx| async move {
        let mut board = lead(&tx, board, who, version).await?;
        let deed = match lead_to {
            Lead::To(stage) => return go(&tx, board, stage).await,
            Lead::Time(_) | Lead::NoTime if !board.stage.has_time() => return Err(Refusal::OtherStep.into()),
            Lead::Time(minutes) => {
                board.until = Some(rules::extended(board.until, tx.now(), minutes));
                "plan.board_time"
            }
            Lead::NoTime => {
                board.until = None;
                "plan.board_time"
            }
            Lead::HandOver(to) => {
                board.facilitator = to;
                "plan.board_hand_over"
            }
        };
        keep_board(&tx, &board, Deed::new(deed)).await
    };
    change(house, board, act, work).await
}

async fn keep_board(tx: &Tx, board: &Board, deed: Deed) -> Result<(), BoardError> {
    if !records::update_board(tx, board).await? {
        return Err(Refusal::Changed.into());
    }
    tx.record(deed.row("plan_board", board.id));
    Ok(())
}

/// Goes to a step, and erases on the way what only the last one needed.
async fn go(tx: &Tx, mut board: Board, to: Stage) -> Result<(), BoardError> {
    let from = board.stage;
    if !from.leads_to(to, board.votes_each) {
        return Err(Refusal::OtherStep.into());
    }
    let mut changed = BTreeSet::new();
    if from == Stage::Write && board.anonymous {
        records::erase_marks(tx, board.id).await?;
        changed.extend(records::cards(tx, board.id).await?.into_iter().map(|c| c.id));
    }
    if from == Stage::Vote || to == Stage::Closed {
        changed.extend(votes::settle(tx, board.id).await?);
    }
    (board.stage, board.until) = (to, None);
    if to == Stage::Closed {
        board.closed_at = Some(tx.now());
        index(tx, &board).await?;
    }
    let deed = changed.into_iter().fold(Deed::new("plan.board_step"), |deed, card| deed.row("plan_card", card));
    keep_board(tx, &board, deed.detail(to.said())).await
}

/// A closed board is found by every word on it.
async fn index(tx: &Tx, board: &Board) -> Result<(), StoreError> {
    let cards = records::cards(tx, board.id).await?;
    let mut text = format!("{} {}", board.title, board.about.key());
    for card in &cards {
        text.push('\n');
        text.push_str(&card.heading);
        text.push(' ');
        text.push_str(&card.words);
    }
    tx.index("plan.board", board.id.0, &text).await
}

/// Closes boards that nobody closed, so that no mark outlives its use.
pub(super) async fn close_forgotten(house: House) -> Result<(), JobError> {
    let now = house.now();
    let act = Act::system("plan.boards", now);
    for id in records::forgotten(&house.db, now.plus_days(-rules::FORGOTTEN_DAYS)).await? {
        let work = move |tx: Tx| async move {
            let board = enter(&tx, id).await?;
            // Somebody closed it meanwhile.
            if board.stage == Stage::Closed { Ok(()) } else { go(&tx, board, Stage::Closed).await }
        };
        match change(&house, id, &act, work).await {
            Ok(()) | Err(BoardError::Refused(_)) => {}
            Err(BoardError::Store(e)) => return Err(e.into()),
        }
    }
    Ok(())
}

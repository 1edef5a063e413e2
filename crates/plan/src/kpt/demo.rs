//! Two fictional boards for the demo: one that a desk has closed, and the next one, which opens with
//! what was tried. The people are those of `demo/accounts.toml`; nothing of it happened.

use super::actions::{self, BoardError, Lead, NewBoard, NewCard};
use super::decide::{self, Choice};
use super::marks::Hand;
use super::records::{self, About, Source};
use super::rules::{Side, Stage};
use super::{BoardId, CardId};
use crate::demo::officer;
use kernel::id::AccountId;
use store::{Act, Actor, Channel, StoreError};
use web::House;

const MEASURE: &str = "procedures";

/// What was written on the first board, and which of the two who sat there voted for it.
const FIRST: [(Side, &str, &[usize]); 6] = [
    (Side::Keep, "窓口で申請を手伝うと、同じ画面に残るので、あとの電話で困らない", &[1]),
    (Side::Keep, "朝の5分で、止まっている申請を全員で見る", &[0]),
    (Side::Problem, "「書類が足りない」の連絡が多い。写真の撮り方が伝わっていない", &[0, 1]),
    (Side::Problem, "郵送で受け取る人に、いつ届くかを聞かれる", &[]),
    (Side::Try, "写真の撮り方の見本を、窓口に紙で置く", &[0, 1]),
    (Side::Try, "発送した日を、お知らせの文に書く", &[]),
];

/// What has been written so far on the second.
const SECOND: [(Side, &str); 4] = [
    (Side::Keep, "写真の見本を見ながら、その場で撮り直してもらえた"),
    (Side::Problem, "見本の紙が、入口から見えない"),
    (Side::Problem, "電話で聞かれたことが、申請の画面に残っていない"),
    (Side::Try, "電話で聞かれたことを、その場で申請に一言書く"),
];

/// Plays the first board, up to its end.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn play_first(house: &House) -> Result<(), StoreError> {
    let (Some(lead), Some(owner)) = (officer(house, "madoka").await?, officer(house, "ayumu").await?) else {
        return Ok(());
    };
    first(house, lead, owner).await.map_err(unmade)
}

/// Opens the next one, in the middle of writing.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn play_next(house: &House) -> Result<(), StoreError> {
    let (Some(lead), Some(other)) = (officer(house, "madoka").await?, officer(house, "ayumu").await?) else {
        return Ok(());
    };
    second(house, [lead, other]).await.map_err(unmade)
}

fn unmade(error: BoardError) -> StoreError {
    match error {
        BoardError::Store(error) => error,
        BoardError::Refused(refusal) => StoreError::Other(refusal.said().to_owned()),
    }
}

fn act(house: &House, account: AccountId) -> Act {
    let actor = Actor::Account { account, person: None };
    Act { actor, channel: Channel::Web, purpose: "plan.board".to_owned(), at: house.now() }
}

async fn first(house: &House, lead: AccountId, owner: AccountId) -> Result<(), BoardError> {
    let board = open(house, lead, "前回のふりかえり（見本）").await?;
    let mut cards = Vec::new();
    for (at, (side, words, _)) in FIRST.into_iter().enumerate() {
        let writer = if at % 2 == 0 { lead } else { owner };
        cards.extend(write(house, board, writer, side, words).await?);
    }
    for card in cards.iter().skip(2).take(1) {
        shows_in(house, board, lead, *card).await?;
    }
    go(house, board, lead, Stage::Group).await?;
    go(house, board, lead, Stage::Vote).await?;
    for (card, (.., voters)) in cards.iter().zip(FIRST) {
        for voter in voters.iter().filter_map(|at| [lead, owner].get(*at).copied()) {
            let hand = Hand::without_browser(house, voter);
            actions::vote(house, &act(house, voter), board, *card, hand, true).await?;
        }
    }
    go(house, board, lead, Stage::Decide).await?;
    let due = house.now().plus_days(21).date();
    let choices = [Choice::Take { owner, due }, Choice::Leave];
    for (card, choice) in cards.iter().skip(4).zip(choices) {
        let version = version(house, board, *card).await?;
        decide::decide(house, &act(house, lead), (board, *card, version), lead, choice).await?;
    }
    go(house, board, lead, Stage::Closed).await
}

async fn version(house: &House, board: BoardId, card: CardId) -> Result<i64, StoreError> {
    Ok(records::card(&house.db, board, card).await?.map_or(0, |c| c.version))
}

/// The problem shows in a figure of the plan.
async fn shows_in(house: &House, board: BoardId, lead: AccountId, card: CardId) -> Result<(), BoardError> {
    let version = version(house, board, card).await?;
    let source = Some(Source::Figure("cases.days".to_owned()));
    actions::link(house, &act(house, lead), (board, card, version), source).await
}

async fn second(house: &House, [lead, other]: [AccountId; 2]) -> Result<(), BoardError> {
    let board = open(house, lead, "今回のふりかえり（見本）").await?;
    for (at, (side, words)) in SECOND.into_iter().enumerate() {
        let writer = if at % 2 == 0 { lead } else { other };
        write(house, board, writer, side, words).await?;
    }
    Ok(())
}

async fn open(house: &House, lead: AccountId, title: &str) -> Result<BoardId, StoreError> {
    let about = About::Measure(MEASURE.to_owned());
    let new = NewBoard { title: title.to_owned(), about, anonymous: false, votes_each: 3, minutes: None };
    actions::open(house, &act(house, lead), lead, new).await
}

async fn write(
    house: &House,
    board: BoardId,
    writer: AccountId,
    side: Side,
    words: &str,
) -> Result<Option<CardId>, BoardError> {
    let new = NewCard { side, words: words.to_owned(), once: words.to_owned() };
    actions::write(house, &act(house, writer), board, Hand::without_browser(house, writer), new).await
}

async fn go(house: &House, board: BoardId, lead: AccountId, to: Stage) -> Result<(), BoardError> {
    let version = records::board(&house.db, board).await?.map_or(0, |b| b.version);
    actions::steer(house, &act(house, lead), (board, version), lead, Lead::To(to)).await
}

//! What a board looks like: the parts that are the same for everybody, and what is added for the
//! person who looks.

use super::CardId;
use super::records::{About, Board, Card, Source};
use super::rules::{Decision, Side, Stage};
use crate::book;
use kernel::era;
use kernel::id::AccountId;
use maud::{Markup, html};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::StoreError;
use web::House;
use web::components::{Icon, icon};

/// How officers are called.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(HashMap<AccountId, String>);

impl Names {
    /// The names of all officers.
    pub(super) async fn of(house: &House) -> Result<Self, StoreError> {
        let officers = people::accounts::officers(&house.db).await?;
        Ok(Self(officers.into_iter().map(|a| (a.id, a.name)).collect()))
    }

    /// Somebody's name; whoever left is called an officer.
    pub(super) fn get(&self, account: AccountId) -> &str {
        self.0.get(&account).map_or("職員", String::as_str)
    }
}

/// What is one person's own on a board.
#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    pub(super) cards: HashSet<CardId>,
    pub(super) voted: HashSet<CardId>,
}

impl Own {
    /// Identifiers for the script, parted by blanks.
    pub(super) fn list(ids: &HashSet<CardId>) -> String {
        ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// What a board is about, in words.
pub(super) async fn about(house: &House, about: &About) -> Result<String, StoreError> {
    Ok(match about {
        About::Project(name) => name.clone(),
        About::Team(key) => house.town.organisation.desk(key).map_or_else(|| key.clone(), town::Desk::full_name),
        About::Measure(key) => {
            let plan = book::on(house, house.now().date()).await?;
            plan.measure(key).map_or_else(|| key.clone(), |m| m.name.ja.clone())
        }
    })
}

/// The name of an indicator.
pub(super) fn figure_title(house: &House, key: &str) -> String {
    let all = house.all_rooms().flat_map(|r| r.indicators);
    all.into_iter().find(|i| i.key == key).map_or_else(|| key.to_owned(), |i| i.title.ja.to_owned())
}

/// Words with their line ends.
pub(super) fn lines(text: &str) -> Markup {
    html! { @for (n, line) in text.lines().enumerate() { @if n > 0 { br; } (line) } }
}

/// The beginning of a card, for who hears a button without seeing the card.
pub(super) fn beginning(card: &Card) -> String {
    let mut text: String = card.words.chars().take(16).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if card.words.chars().count() > 16 {
        text.push('…');
    }
    text
}

/// A card. Without `own` it is the same for everybody, and the script adds what is one's own.
pub(super) fn card(house: &House, board: &Board, names: &Names, card: &Card, own: Option<&Own>) -> Markup {
    let mine = own.is_some_and(|own| own.cards.contains(&card.id));
    let path = format!("/desk/plan/boards/{}/cards/{}", board.id, card.id);
    html! {
        li.kpt-card.is-mine[mine] id=(format!("card-{}", card.id)) data-card=(card.id) {
            @if board.stage == Stage::Group { (pick(card)) }
            p.kpt-words { (lines(&card.words)) }
            @if let Some(source) = &card.source { (source_line(house, source)) }
            p.kpt-meta {
                @if let Some(author) = card.author { span { (names.get(author)) } }
                span.kpt-mine { "自分のカード" }
                @if board.stage >= Stage::Decide && board.votes_each > 0 { span.kpt-votes { (card.votes) "票" } }
            }
            @if card.side == Side::Try { (decision(names, card)) }
            div.kpt-actions {
                @if board.stage == Stage::Vote { (vote_button(card, own.is_some_and(|own| own.voted.contains(&card.id)))) }
                a href=(path) { (open_words(board, card)) span.visually-hidden { "（" (beginning(card)) "）" } }
            }
        }
    }
}

fn open_words(board: &Board, card: &Card) -> &'static str {
    let waits = board.stage == Stage::Decide && card.side == Side::Try && card.decision.is_none();
    if waits { "開いて決める" } else { "開く" }
}

fn pick(card: &Card) -> Markup {
    let id = format!("pick-{}", card.id);
    html! {
        div.kpt-pick {
            input type="checkbox" form="kpt-group" name="card" id=(id) value=(format!("{}.{}", card.id, card.version));
            label for=(id) { "選ぶ" span.visually-hidden { "（" (beginning(card)) "）" } }
        }
    }
}

fn source_line(house: &House, source: &Source) -> Markup {
    html! {
        p.kpt-source {
            @match source {
                Source::Figure(key) => { (icon(Icon::Mountain)) "数字：" (figure_title(house, key)) }
                Source::Voice(place) => { (icon(Icon::Speech)) "声：" (place) }
            }
        }
    }
}

fn decision(names: &Names, card: &Card) -> Markup {
    html! {
        @match card.decision {
            Some(Decision::Taken) => p.kpt-decision.is-taken {
                (icon(Icon::Check)) strong { (Decision::Taken.said()) }
                @if let Some(owner) = card.owner { span { (names.get(owner)) } }
                @if let Some(due) = card.due { span { (era::date_label(due)) "まで" } }
            },
            Some(Decision::Left) => p.kpt-decision { (Decision::Left.said()) },
            None => {}
        }
    }
}

fn vote_button(card: &Card, voted: bool) -> Markup {
    html! {
        button.button.is-small.button-outline[!voted].button-solid[voted] form="kpt-vote" type="submit"
            name=(if voted { "off" } else { "on" }) value=(card.id) {
            span data-vote { (if voted { "投票を取り消す" } else { "このカードに投票" }) }
            span.visually-hidden { "（" (beginning(card)) "）" }
        }
    }
}

/// The cards of a side, in groups by heading; those in none come first. Once votes are counted the
/// most wanted stand on top.
fn groups(cards: &[Card], side: Side, by_votes: bool) -> Vec<(String, Vec<&Card>)> {
    let mut groups: BTreeMap<(CardId, String), Vec<&Card>> = BTreeMap::new();
    let mut first: HashMap<&str, CardId> = HashMap::new();
    let none = CardId(kernel::Uuid::nil());
    for card in cards.iter().filter(|c| c.side == side) {
        let head = card.heading.as_str();
        let place = if head.is_empty() { none } else { *first.entry(head).or_insert(card.id) };
        groups.entry((place, head.to_owned())).or_default().push(card);
    }
    let mut groups: Vec<_> = groups.into_iter().map(|((_, heading), cards)| (heading, cards)).collect();
    if by_votes {
        groups.iter_mut().for_each(|(_, cards)| cards.sort_by_key(|c| std::cmp::Reverse(c.votes)));
    }
    groups
}

/// The three columns.
pub(super) fn columns(house: &House, board: &Board, names: &Names, cards: &[Card], own: &Own) -> Markup {
    html! {
        div.kpt-columns {
            @for side in Side::ALL {
                @let of_side = cards.iter().filter(|c| c.side == *side).count();
                @let groups = groups(cards, *side, board.stage >= Stage::Decide);
                section class=(format!("kpt-column is-{}", side.as_str())) aria-labelledby=(format!("kpt-{}", side.as_str()))
                    data-side=(side.as_str()) {
                    h2 id=(format!("kpt-{}", side.as_str())) {
                        span.kpt-english lang="en" { (side.english()) } " " (side.said())
                        " " span.kpt-count { span data-count { (of_side) } "枚" }
                    }
                    p.kpt-empty { "まだありません。" }
                    @if groups.first().is_none_or(|(heading, _)| !heading.is_empty()) { ul.kpt-cards data-heading="" {} }
                    @for (heading, cards) in &groups {
                        @if heading.is_empty() { (list(house, board, names, (heading.as_str(), cards.as_slice()), own)) }
                        @else {
                            section.kpt-group {
                                h3 { (heading) }
                                (list(house, board, names, (heading.as_str(), cards.as_slice()), own))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn list(house: &House, board: &Board, names: &Names, (heading, cards): (&str, &[&Card]), own: &Own) -> Markup {
    html! {
        ul.kpt-cards data-heading=(heading) {
            @for one in cards { (card(house, board, names, one, Some(own))) }
        }
    }
}

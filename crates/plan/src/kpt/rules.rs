//! What may be done when, as plain decisions.

use kernel::{FromValue, Moment, Value};

/// The longest card, in letters.
pub(super) const LONGEST_CARD: usize = 300;
/// The longest title of a board, name of a project, heading of cards or place of a voice.
pub(super) const LONGEST_TITLE: usize = 80;
/// So many cards are on a board at most.
pub(super) const MOST_CARDS: i64 = 1000;
/// So many votes each at most.
pub(super) const MOST_VOTES: i64 = 20;
/// So long a time box may be, in minutes.
pub(super) const MOST_MINUTES: i64 = 120;
/// A board that nobody closed is closed after so many days.
pub(super) const FORGOTTEN_DAYS: i64 = 30;

macro_rules! word {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $v:ident = $w:literal / $said:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum $name { $($(#[$vdoc])* $v),+ }
        impl $name {
            pub(super) const ALL: &[Self] = &[$(Self::$v),+];
            /// The word kept in records.
            pub(super) const fn as_str(self) -> &'static str {
                match self { $(Self::$v => $w),+ }
            }
            /// The word for people.
            pub(super) const fn said(self) -> &'static str {
                match self { $(Self::$v => $said),+ }
            }
            /// Reads the word kept in records.
            pub(super) fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|x| x.as_str() == word)
            }
        }
        impl From<$name> for Value {
            fn from(x: $name) -> Self { x.as_str().into() }
        }
        impl FromValue for $name {
            fn from_value(value: Value) -> Option<Self> { Self::parse(&String::from_value(value)?) }
        }
    };
}

word!(
    /// A column of the board.
    Side { Keep = "keep" / "よかったこと・続けること", Problem = "problem" / "困ったこと", Try = "try" / "次に試すこと" }
);
word!(
    /// Where the board stands.
    Stage {
        Write = "write" / "書く",
        Group = "group" / "まとめる",
        Vote = "vote" / "投票する",
        Decide = "decide" / "決める",
        Closed = "closed" / "終わり",
    }
);
word!(
    /// What became of a Try.
    Decision { Taken = "taken" / "やってみる", Left = "left" / "今回は見送る" }
);
word!(
    /// Whether a Try that was taken worked.
    Outcome {
        Worked = "worked" / "うまくいった",
        Partly = "partly" / "一部うまくいった",
        Failed = "failed" / "うまくいかなかった",
        NotYet = "not_yet" / "まだやっていない",
        Dropped = "dropped" / "取りやめた",
    }
);

impl Outcome {
    /// What those who sit together can answer; a task is dropped by its owner.
    pub(super) const ASKED: [Self; 4] = [Self::Worked, Self::Partly, Self::Failed, Self::NotYet];
}

impl Side {
    /// The letter by which teams name the column.
    pub(super) const fn english(self) -> &'static str {
        match self {
            Self::Keep => "Keep",
            Self::Problem => "Problem",
            Self::Try => "Try",
        }
    }
}

impl Stage {
    /// The next step; without votes there is nothing to vote on.
    pub(super) const fn next(self, votes_each: i64) -> Option<Self> {
        match self {
            Self::Write => Some(Self::Group),
            Self::Group if votes_each > 0 => Some(Self::Vote),
            Self::Group | Self::Vote => Some(Self::Decide),
            Self::Decide => Some(Self::Closed),
            Self::Closed => None,
        }
    }

    /// Whether the facilitator may go from here to `to`: forward, back to writing while cards are
    /// grouped, and to the end from anywhere.
    pub(super) fn leads_to(self, to: Self, votes_each: i64) -> bool {
        self != Self::Closed
            && (self.next(votes_each) == Some(to) || to == Self::Closed || (self == Self::Group && to == Self::Write))
    }

    /// Whether a time box belongs to it.
    pub(super) const fn has_time(self) -> bool {
        matches!(self, Self::Write | Self::Vote)
    }
}

/// Whether what a step is for may be done now: after its time only once it is extended.
pub(super) fn is_open(stage: Stage, wanted: Stage, until: Option<Moment>, now: Moment) -> bool {
    stage == wanted && until.is_none_or(|until| now < until)
}

/// The end of a time box that is set or extended by `minutes`.
pub(super) fn extended(until: Option<Moment>, now: Moment, minutes: i64) -> Moment {
    until.map_or(now, |until| until.max(now)).plus_seconds(minutes.clamp(1, MOST_MINUTES) * 60)
}

/// Words as they are kept: without blanks around them; `None` when there are none or too many.
pub(super) fn words(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.chars().count() <= longest).then(|| text.to_owned())
}

/// Why something on a board was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The board is at another step.
    OtherStep,
    /// The time box is over.
    TimeIsOver,
    /// Somebody else's card.
    NotYours,
    /// Not the facilitator.
    NotFacilitator,
    /// The board is full.
    Full,
    /// All votes are given.
    NoVotesLeft,
    /// Somebody else changed it first.
    Changed,
}

impl Refusal {
    /// What it means for whoever asked, and what to do.
    pub(super) const fn said(self) -> &'static str {
        match self {
            Self::OtherStep => "ボードは次の段階に進んでいます。画面を新しくしてください。",
            Self::TimeIsOver => "決めた時間が終わりました。続けたいときは、進行役に時間を延ばしてもらってください。",
            Self::NotYours => "このカードを直せるのは、書いた人だけです。",
            Self::NotFacilitator => "これは進行役だけができます。",
            Self::Full => "カードがいっぱいです。似たカードをまとめるか、新しいボードを開いてください。",
            Self::NoVotesLeft => "票を使い切りました。ほかの票を取り消すと、入れなおせます。",
            Self::Changed => "ほかの人が先に動かしました。いまの様子を確かめてください。",
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;
    use proptest::prelude::*;

    fn stages() -> impl Strategy<Value = Stage> {
        prop::sample::select(Stage::ALL)
    }

    #[test]
    fn the_steps_lead_to_the_end_with_and_without_votes() {
        let way = |votes| std::iter::successors(Some(Stage::Write), move |s| s.next(votes)).collect::<Vec<_>>();
        assert_eq!(way(3), Stage::ALL);
        assert_eq!(way(0), [Stage::Write, Stage::Group, Stage::Decide, Stage::Closed]);
    }

    #[test]
    fn after_the_time_nothing_is_written_until_it_is_extended() {
        let at = |s| Moment::from_micros(0).plus_seconds(s);
        let open = |until, now| is_open(Stage::Write, Stage::Write, until, at(now));
        assert!(open(None, 9) && open(Some(at(60)), 59));
        assert!(!open(Some(at(60)), 60));
        let later = extended(Some(at(60)), at(90), 2);
        assert_eq!(later, at(210), "it counts from now, not from when it ended");
        assert!(open(Some(later), 209));
        assert_eq!(extended(Some(at(600)), at(90), 2), at(720), "what was left is not lost");
    }

    proptest! {
        #[test]
        fn a_closed_board_stays_closed_and_only_writing_is_gone_back_to(from in stages(), to in stages(), votes in 0..5_i64) {
            if from.leads_to(to, votes) {
                prop_assert!(from != Stage::Closed);
                prop_assert!(to > from || (from == Stage::Group && to == Stage::Write));
                prop_assert!(votes > 0 || to != Stage::Vote);
            }
        }

        #[test]
        fn words_are_kept_as_written_but_for_blanks_around(text in "\\PC{0,40}") {
            if let Some(kept) = words(&text, 20) {
                prop_assert!(text.contains(&kept) && !kept.is_empty() && kept.chars().count() <= 20);
            }
        }
    }
}

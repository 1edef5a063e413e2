//! The questions that a desk is asked, how long each takes, and what is there already.

use crate::pdca::place::Place;
use crate::pdca::records::Said;
use crate::pdca::rules::{Action, State};

/// One question, one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    Aim,
    Changed,
    Budget,
    Good,
    Failed,
    Action,
    Next,
}

impl Question {
    const ALL: [Self; 7] = [Self::Aim, Self::Changed, Self::Budget, Self::Good, Self::Failed, Self::Action, Self::Next];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Aim => "aim",
            Self::Changed => "changed",
            Self::Budget => "budget",
            Self::Good => "good",
            Self::Failed => "failed",
            Self::Action => "action",
            Self::Next => "next",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|q| q.key() == word)
    }

    /// Its name in lists.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Aim => "目ざすこと",
            Self::Changed => "変わったこと",
            Self::Budget => "予算",
            Self::Good => "よかったこと",
            Self::Failed => "うまくいかなかったこと",
            Self::Action => "これからどうするか",
            Self::Next => "次に目ざすこと",
        }
    }

    /// The question itself.
    pub(super) const fn asked(self) -> &'static str {
        match self {
            Self::Aim => "この期間に、何がどうなればよいですか",
            Self::Changed => "前の年度から、変わったことは何ですか",
            Self::Budget => "予算は、このままでよいですか",
            Self::Good => "数字では分からないことで、よかったことは何ですか",
            Self::Failed => "うまくいかなかったことは何ですか",
            Self::Action => "これからどうしますか",
            Self::Next => "次の年度は、何がどうなればよいですか",
        }
    }

    pub(super) const fn hint(self) -> &'static str {
        match self {
            Self::Aim => "町民の暮らしがどう変わるかを、2、3行で書きます。公表のときに、そのまま載ります。",
            Self::Changed => {
                "人、予算、町民の声、国や県の動きなど。何も変わっていなければ、それでも続けるわけを書きます。"
            }
            Self::Budget => "計画の額と違うときだけ書きます。決まっていなければ、空のままでかまいません。",
            Self::Good => {
                "件数や割合は、もう入っています。ここには、数えられないことだけを書きます。なければ「なし」で足ります。公表します。"
            }
            Self::Failed => {
                "うまくいかなかったことを公表するのは、次に生かすためです。だれかを責める言葉は要りません。なければ「なし」で足ります。"
            }
            Self::Action => "続けるときも、やめるときも、わけを一つ書きます。公表します。",
            Self::Next => "次の年度の計画に、はじめから入ります。公表します。",
        }
    }

    /// Minutes that it takes, as a guide.
    pub(super) const fn minutes(self) -> u32 {
        match self {
            Self::Budget => 1,
            Self::Changed | Self::Action | Self::Next => 2,
            Self::Aim | Self::Good | Self::Failed => 3,
        }
    }

    /// Whether it belongs to the plan or to the look back.
    pub(super) const fn is_plan(self) -> bool {
        matches!(self, Self::Aim | Self::Changed | Self::Budget)
    }

    /// Whether it is answered, or was there from the start.
    pub(super) fn is_filled(self, said: &Said, place: &Place) -> bool {
        match self {
            Self::Aim => !said.aim.is_empty(),
            Self::Changed => !said.changed.is_empty(),
            Self::Budget => said.budget.is_some() || place.budget().is_some(),
            Self::Good => !said.good.is_empty(),
            Self::Failed => !said.failed.is_empty(),
            Self::Action => said.action.is_some(),
            Self::Next => !said.next.is_empty(),
        }
    }

    /// Whether the desk is asked at all.
    fn is_asked(self, said: &Said) -> bool {
        match self {
            Self::Changed => said.kept,
            Self::Next => said.action != Some(Action::Stop),
            _ => true,
        }
    }
}

/// The questions of the plan, or of the look back.
pub(super) fn of_part(plan: bool, said: &Said) -> Vec<Question> {
    Question::ALL.into_iter().filter(|q| q.is_plan() == plan && q.is_asked(said)).collect()
}

/// How much of a part is left to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) all: u32,
    pub(super) filled: u32,
    pub(super) minutes: u32,
}

const STEPS_MINUTES: u32 = 3;

/// What is left in the part that a cycle is in.
pub(super) fn left(state: State, said: &Said, place: &Place, any_steps: bool) -> Left {
    let plan = state == State::Planning;
    let asked = of_part(plan, said).into_iter().filter(|q| *q != Question::Budget);
    let mut left = Left { all: 0, filled: 0, minutes: 0 };
    let mut count = |filled: bool, minutes: u32| {
        left.all += 1;
        left.filled += u32::from(filled);
        left.minutes += if filled { 0 } else { minutes };
    };
    for question in asked {
        count(question.is_filled(said, place), question.minutes());
    }
    if plan {
        count(any_steps, STEPS_MINUTES);
    }
    left
}

/// The next question of the same part that is not answered yet.
pub(super) fn next(after: Question, said: &Said, place: &Place) -> Option<Question> {
    let asked = of_part(after.is_plan(), said);
    asked.into_iter().find(|q| *q != Question::Budget && !q.is_filled(said, place))
}

//! 「便利になりましたか」 and 「かんたんにできましたか」: the questions after every matter, by any channel,
//! answered or not.
//!
//! It belongs to the engine and not to the procedures, so that the answers of all matters can be
//! counted together.

use serde::{Deserialize, Serialize};

use super::field::Posted;

/// Longest comment, in characters.
pub const MAX_COMMENT: usize = 500;
/// Name of the input for the answer.
pub const ANSWER: &str = "satisfaction";
/// Name of the input for the effort.
pub const EFFORT: &str = "satisfaction.effort";
/// Name of the input for the comment.
pub const COMMENT: &str = "satisfaction.comment";

/// The three answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Convenience {
    /// 便利になった
    Better,
    /// 変わらない
    Same,
    /// 不便になった
    Worse,
}

impl Convenience {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Better, Self::Same, Self::Worse];

    /// Name in data and forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Same => "same",
            Self::Worse => "worse",
        }
    }

    /// Key of its text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Better => "cases-satisfaction-better",
            Self::Same => "cases-satisfaction-same",
            Self::Worse => "cases-satisfaction-worse",
        }
    }

    /// The answer with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }
}

/// How much effort the matter took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// かんたんだった
    Easy,
    /// ふつう
    Fair,
    /// たいへんだった
    Hard,
}

impl Effort {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Fair, Self::Hard];

    /// Name in data and forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Fair => "fair",
            Self::Hard => "hard",
        }
    }

    /// Key of its text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Easy => "cases-effort-easy",
            Self::Fair => "cases-effort-fair",
            Self::Hard => "cases-effort-hard",
        }
    }

    /// The answer with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }
}

/// What somebody answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Satisfaction {
    /// The answer; `None` when only something else was said.
    pub answer: Option<Convenience>,
    /// How easy it was; `None` when they did not say.
    pub effort: Option<Effort>,
    /// Free words.
    pub comment: Option<String>,
}

impl Satisfaction {
    /// Reads the block; `None` when it was left empty, which is as good as an answer.
    ///
    /// # Errors
    /// The key of a text: an unknown answer, a comment that is too long or holds a My Number.
    pub fn parse(posted: &Posted<'_>) -> Result<Option<Self>, &'static str> {
        let answer = match posted.text(ANSWER).as_str() {
            "" => None,
            key => Some(Convenience::from_key(key).ok_or("cases-form-choice-unknown")?),
        };
        let effort = match posted.text(EFFORT).as_str() {
            "" => None,
            key => Some(Effort::from_key(key).ok_or("cases-form-choice-unknown")?),
        };
        let comment = posted.text(COMMENT);
        if comment.chars().count() > MAX_COMMENT {
            return Err("cases-satisfaction-long");
        }
        if comment.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err("cases-form-text-character");
        }
        if kernel::check_digit::find_my_number(&comment).is_some() {
            return Err("cases-form-my-number");
        }
        let comment = (!comment.is_empty()).then_some(comment);
        let said = answer.is_some() || effort.is_some() || comment.is_some();
        Ok(said.then_some(Self { answer, effort, comment }))
    }
}

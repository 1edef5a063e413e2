//! The way of a cycle, as pure rules: which step may follow which, and whose turn it is.
//!
//! ```text
//! planning ─► running ─► checking ─► submitted ─► reviewed ─► discussed ─► advised ─► deciding ─► approved ─► published
//!    ▲           │           ▲            │            │            │          │  ▲        │
//!    └─ replan ──┘           └── take back, sent back ─┴────────────┴──────────┘  └─ back ─┘
//! ```

use kernel::{FromValue, Value};
use serde::{Deserialize, Serialize};

/// Where a cycle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum State {
    /// The desk writes the plan.
    Planning,
    /// The plan is carried out.
    Running,
    /// The desk looks back.
    Checking,
    /// The desk has handed it in; its figures are frozen.
    Submitted,
    /// The chief information officer has read it.
    Reviewed,
    /// Headquarters (本部会議) have discussed it.
    Discussed,
    /// Advisers from outside have been heard.
    Advised,
    /// It is on its route of approval.
    Deciding,
    /// It is approved.
    Approved,
    /// Everybody can read it.
    Published,
}

/// What moves a cycle on, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Event {
    Start,
    Replan,
    BeginCheck,
    Submit,
    TakeBack,
    Review,
    Discuss,
    Advise,
    SendBack,
    Propose,
    Approve,
    Return,
    Publish,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Turn {
    /// The desk that answers for the measure.
    Desk,
    /// The chief information officer.
    Cio,
    /// The secretariat of headquarters.
    Secretariat,
    /// Those on the route of approval.
    Route,
    /// Nobody's: it is done.
    Nobody,
}

/// What the desk decides for the next year (Action).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Action {
    Continue,
    Improve,
    Stop,
}

impl State {
    pub(crate) const ALL: [Self; 10] = [
        Self::Planning,
        Self::Running,
        Self::Checking,
        Self::Submitted,
        Self::Reviewed,
        Self::Discussed,
        Self::Advised,
        Self::Deciding,
        Self::Approved,
        Self::Published,
    ];

    /// What `event` leads to; `None` when it cannot happen now.
    pub(crate) const fn after(self, event: Event) -> Option<Self> {
        Some(match (self, event) {
            (Self::Planning, Event::Start) => Self::Running,
            (Self::Running, Event::Replan) => Self::Planning,
            (Self::Running, Event::BeginCheck) => Self::Checking,
            (Self::Checking, Event::Submit) => Self::Submitted,
            (Self::Submitted, Event::TakeBack) => Self::Checking,
            (Self::Submitted | Self::Reviewed | Self::Discussed | Self::Advised, Event::SendBack) => Self::Checking,
            (Self::Submitted, Event::Review) => Self::Reviewed,
            (Self::Reviewed, Event::Discuss) => Self::Discussed,
            (Self::Discussed, Event::Advise) => Self::Advised,
            (Self::Advised, Event::Propose) => Self::Deciding,
            (Self::Deciding, Event::Approve) => Self::Approved,
            (Self::Deciding, Event::Return) => Self::Advised,
            (Self::Approved, Event::Publish) => Self::Published,
            _ => return None,
        })
    }

    pub(crate) const fn turn(self) -> Turn {
        match self {
            Self::Planning | Self::Running | Self::Checking => Turn::Desk,
            Self::Submitted => Turn::Cio,
            Self::Reviewed | Self::Discussed | Self::Advised | Self::Approved => Turn::Secretariat,
            Self::Deciding => Turn::Route,
            Self::Published => Turn::Nobody,
        }
    }

    /// Whether the desk may still write in it.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self.turn(), Turn::Desk)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Planning => "planning",
            Self::Running => "running",
            Self::Checking => "checking",
            Self::Submitted => "submitted",
            Self::Reviewed => "reviewed",
            Self::Discussed => "discussed",
            Self::Advised => "advised",
            Self::Deciding => "deciding",
            Self::Approved => "approved",
            Self::Published => "published",
        }
    }

    /// For officers.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Planning => "計画を書いています",
            Self::Running => "取り組んでいます",
            Self::Checking => "振り返りを書いています",
            Self::Submitted => "最高情報責任者の確認待ち",
            Self::Reviewed => "本部会議を待っています",
            Self::Discussed => "外部の助言を待っています",
            Self::Advised => "起案を待っています",
            Self::Deciding => "決裁中です",
            Self::Approved => "公表を待っています",
            Self::Published => "公表しました",
        }
    }
}

impl Event {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Replan => "replan",
            Self::BeginCheck => "begin_check",
            Self::Submit => "submit",
            Self::TakeBack => "take_back",
            Self::Review => "review",
            Self::Discuss => "discuss",
            Self::Advise => "advise",
            Self::SendBack => "send_back",
            Self::Propose => "propose",
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Publish => "publish",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.as_str() == word)
    }

    pub(crate) const ALL: [Self; 13] = [
        Self::Start,
        Self::Replan,
        Self::BeginCheck,
        Self::Submit,
        Self::TakeBack,
        Self::Review,
        Self::Discuss,
        Self::Advise,
        Self::SendBack,
        Self::Propose,
        Self::Approve,
        Self::Return,
        Self::Publish,
    ];

    /// The name of the deed in the journal.
    pub(crate) const fn deed(self) -> &'static str {
        match self {
            Self::Start => "plan.pdca_start",
            Self::Replan => "plan.pdca_replan",
            Self::BeginCheck => "plan.pdca_begin_check",
            Self::Submit => "plan.pdca_submit",
            Self::TakeBack => "plan.pdca_take_back",
            Self::Review => "plan.pdca_review",
            Self::Discuss => "plan.pdca_discuss",
            Self::Advise => "plan.pdca_advise",
            Self::SendBack => "plan.pdca_send_back",
            Self::Propose => "plan.pdca_propose",
            Self::Approve => "plan.pdca_approve",
            Self::Return => "plan.pdca_return",
            Self::Publish => "plan.pdca_publish",
        }
    }

    /// What happened, for officers.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Start => "計画を決めました",
            Self::Replan => "計画を書き直すことにしました",
            Self::BeginCheck => "振り返りを書き始めました",
            Self::Submit => "提出しました（数字はこの日のものに固めました）",
            Self::TakeBack => "提出を取りやめ、手もとに戻しました",
            Self::Review => "最高情報責任者が確認しました",
            Self::Discuss => "本部会議で話し合いました",
            Self::Advise => "外部の助言を受けました",
            Self::SendBack => "窓口に差し戻しました",
            Self::Propose => "決裁に回しました",
            Self::Approve => "決裁が終わりました",
            Self::Return => "決裁から戻りました",
            Self::Publish => "公表しました",
        }
    }

    /// The form field in which its words stand; another for each, as a page may offer several.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Review => "words-review",
            Self::Discuss => "words-discuss",
            Self::Advise => "words-advise",
            Self::SendBack => "words-send-back",
            Self::TakeBack => "words-take-back",
            Self::Replan => "words-replan",
            _ => "words",
        }
    }

    /// What those words are.
    pub(crate) const fn words_are(self) -> &'static str {
        match self {
            Self::Discuss => "話し合ったこと",
            Self::Advise => "助言",
            Self::SendBack | Self::TakeBack | Self::Replan => "理由",
            _ => "一言",
        }
    }

    /// Whether whoever does it must say why.
    pub(crate) const fn asks_why(self) -> bool {
        matches!(self, Self::Replan | Self::SendBack | Self::TakeBack)
    }
}

impl Action {
    pub(crate) const ALL: [Self; 3] = [Self::Continue, Self::Improve, Self::Stop];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::Improve => "improve",
            Self::Stop => "stop",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.as_str() == word)
    }

    /// For officers.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Continue => "このまま続ける",
            Self::Improve => "やり方を変える",
            Self::Stop => "やめる",
        }
    }
}

impl From<State> for Value {
    fn from(state: State) -> Self {
        state.as_str().into()
    }
}

impl FromValue for State {
    fn from_value(value: Value) -> Option<Self> {
        let word = String::from_value(value)?;
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How far along the way a state is.
    fn place(state: State) -> usize {
        State::ALL.iter().position(|s| *s == state).unwrap()
    }

    #[test]
    fn the_way_leads_from_the_plan_to_the_public() {
        use Event::*;
        let way = [Start, BeginCheck, Submit, Review, Discuss, Advise, Propose, Approve, Publish];
        let end = way.into_iter().try_fold(State::Planning, State::after);
        assert_eq!(end, Some(State::Published));
        assert!(Event::ALL.iter().all(|e| State::Published.after(*e).is_none()), "what is published stays");
    }

    #[test]
    fn words_are_read_back() {
        for state in State::ALL {
            assert_eq!(State::from_value(state.into()), Some(state));
        }
        for event in Event::ALL {
            assert_eq!(Event::parse(event.as_str()), Some(event));
        }
        assert_eq!(Action::ALL.map(|a| Action::parse(a.as_str())), Action::ALL.map(Some));
    }

    proptest! {
        /// No step is skipped, whatever is tried in whatever order: forward goes one at a time, so
        /// nothing is published that was not read, discussed, advised on and approved.
        #[test]
        fn no_step_is_skipped(tries in prop::collection::vec(prop::sample::select(&Event::ALL[..]), 0..60)) {
            let mut state = State::Planning;
            for event in tries {
                if let Some(next) = state.after(event) {
                    let forward = place(next) == place(state) + 1;
                    let back = place(next) < place(state) && next != State::Approved;
                    prop_assert!(forward || back, "{state:?} {event:?} {next:?}");
                    prop_assert!(forward || !event.label().is_empty());
                    state = next;
                }
            }
        }
    }
}

//! How a case moves: every state, every step that leads on, and nothing else.
//!
//! 申請 → 受付 → 確認中 ⇄ 補正待ち → 決裁中 → 納付待ち → 発行中 → 終了. Pure: what happens to a case is
//! decided here and written elsewhere.

use store::Channel;
use town::FeeChannel;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 受付: handed in, nobody has taken it in charge yet.
    Submitted,
    /// 確認中: an officer is looking at it.
    InReview,
    /// 補正待ち: the applicant was asked to correct something.
    AwaitingCorrection,
    /// 決裁中: a draft of the decision is on its approval route.
    Deciding,
    /// 納付待ち: granted; the fee is not paid yet.
    AwaitingPayment,
    /// 発行中: the certificate or letter is being made.
    Issuing,
    /// 終了.
    Closed,
}

impl State {
    /// All, in the order of the way.
    pub const ALL: [Self; 7] = [
        Self::Submitted,
        Self::InReview,
        Self::AwaitingCorrection,
        Self::Deciding,
        Self::AwaitingPayment,
        Self::Issuing,
        Self::Closed,
    ];

    /// The word kept in records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::InReview => "in_review",
            Self::AwaitingCorrection => "awaiting_correction",
            Self::Deciding => "deciding",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Issuing => "issuing",
            Self::Closed => "closed",
        }
    }

    /// Reads the word kept in records.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Whether the next step is the office's (then the deadline runs).
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Submitted | Self::InReview | Self::Deciding | Self::Issuing)
    }
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// 認められた.
    Granted,
    /// 認められなかった.
    Refused,
    /// 取り下げ.
    Withdrawn,
}

impl Ending {
    /// All.
    pub const ALL: [Self; 3] = [Self::Granted, Self::Refused, Self::Withdrawn];

    /// The word kept in records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the word kept in records.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.key() == key)
    }

    const fn of(granted: bool) -> Self {
        if granted { Self::Granted } else { Self::Refused }
    }
}

/// What is decided and what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether the application is granted.
    pub granted: bool,
    /// Whether a fee must be paid before anything is handed out.
    pub fee_due: bool,
    /// Whether a paper (certificate or letter) is made.
    pub paper: bool,
}

/// Something that happens to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An officer takes it in charge.
    Take,
    /// An officer asks the applicant to correct something.
    AskCorrection,
    /// The correction came.
    Correct,
    /// The draft of the decision goes on its route.
    StartApproval,
    /// The draft came back from the route, sent back or pulled back.
    SentBack,
    /// It is decided: on the route, or at the desk where the procedure names no route.
    Decide(Decision),
    /// The fee is paid.
    Paid {
        /// Whether a paper follows.
        paper: bool,
    },
    /// The paper is there.
    Issued {
        /// Whether the application was granted.
        granted: bool,
    },
    /// The applicant takes it back.
    Withdraw,
}

/// Where an event leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The next state.
    pub to: State,
    /// How it ended, when it is closed.
    pub ending: Option<Ending>,
}

/// The event does not happen to a case in that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be done while the case is {}", from.key())]
pub struct NotNow {
    /// The state.
    pub from: State,
}

/// Where `event` leads from `from`.
///
/// # Errors
/// [`NotNow`] when it cannot happen there.
pub fn step(from: State, event: Event) -> Result<Step, NotNow> {
    use Event as E;
    use State as S;
    let on = |to| Ok(Step { to, ending: None });
    let end = |ending| Ok(Step { to: S::Closed, ending: Some(ending) });
    match (from, event) {
        (S::Submitted, E::Take) | (S::AwaitingCorrection, E::Correct) | (S::Deciding, E::SentBack) => on(S::InReview),
        (S::InReview, E::AskCorrection) => on(S::AwaitingCorrection),
        (S::InReview, E::StartApproval) => on(S::Deciding),
        (S::InReview | S::Deciding, E::Decide(decision)) => Ok(after_decision(decision)),
        (S::AwaitingPayment, E::Paid { paper: true }) => on(S::Issuing),
        (S::AwaitingPayment, E::Paid { paper: false }) => end(Ending::Granted),
        (S::Issuing, E::Issued { granted }) => end(Ending::of(granted)),
        (S::Submitted | S::InReview | S::AwaitingCorrection | S::AwaitingPayment, E::Withdraw) => {
            end(Ending::Withdrawn)
        }
        _ => Err(NotNow { from }),
    }
}

fn after_decision(decision: Decision) -> Step {
    let Decision { granted, fee_due, paper } = decision;
    if granted && fee_due {
        Step { to: State::AwaitingPayment, ending: None }
    } else if paper {
        Step { to: State::Issuing, ending: None }
    } else {
        Step { to: State::Closed, ending: Some(Ending::of(granted)) }
    }
}

/// The column of the town's table of fees for a way of asking. What comes by telephone is entered
/// and handed out at the counter.
pub const fn fee_channel(channel: Channel) -> FeeChannel {
    match channel {
        Channel::Web => FeeChannel::Online,
        Channel::Paper => FeeChannel::Post,
        Channel::Kiosk => FeeChannel::Kiosk,
        Channel::Counter | Channel::Phone | Channel::System => FeeChannel::Counter,
    }
}

/// How near the deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// Past.
    Late {
        /// Open days since.
        days: u32,
    },
    /// Today.
    Today,
    /// Later.
    Ahead {
        /// Open days until then.
        days: u32,
    },
}

/// How near `due` is on `today`, in open days of the office.
pub fn nearness(calendar: &kernel::OfficeCalendar, today: kernel::Date, due: kernel::Date) -> Nearness {
    match due.cmp(&today) {
        std::cmp::Ordering::Less => Nearness::Late { days: calendar.open_days_between(due, today) },
        std::cmp::Ordering::Equal => Nearness::Today,
        std::cmp::Ordering::Greater => Nearness::Ahead { days: calendar.open_days_between(today, due) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn state() -> impl Strategy<Value = State> {
        prop::sample::select(State::ALL.to_vec())
    }

    fn event() -> impl Strategy<Value = Event> {
        let decision = (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(granted, fee_due, paper)| Decision {
            granted,
            fee_due,
            paper,
        });
        prop_oneof![
            Just(Event::Take),
            Just(Event::AskCorrection),
            Just(Event::Correct),
            Just(Event::StartApproval),
            Just(Event::SentBack),
            decision.prop_map(Event::Decide),
            any::<bool>().prop_map(|paper| Event::Paid { paper }),
            any::<bool>().prop_map(|granted| Event::Issued { granted }),
            Just(Event::Withdraw),
        ]
    }

    #[test]
    fn the_straight_way_of_a_certificate_with_a_fee() {
        let decision = Decision { granted: true, fee_due: true, paper: true };
        let way = [Event::Take, Event::StartApproval, Event::Decide(decision), Event::Paid { paper: true }];
        let at = way.into_iter().try_fold(State::Submitted, |at, event| step(at, event).map(|s| s.to));
        assert_eq!(at, Ok(State::Issuing));
        let end = step(State::Issuing, Event::Issued { granted: true });
        assert_eq!(end, Ok(Step { to: State::Closed, ending: Some(Ending::Granted) }));
    }

    #[test]
    fn a_refusal_is_never_billed_and_a_letter_says_why() {
        let refused = Decision { granted: false, fee_due: true, paper: true };
        assert_eq!(step(State::Deciding, Event::Decide(refused)).map(|s| s.to), Ok(State::Issuing));
    }

    #[test]
    fn words_in_records_are_read_back() {
        assert!(State::ALL.iter().all(|s| State::from_key(s.key()) == Some(*s)));
        assert!(Ending::ALL.iter().all(|e| Ending::from_key(e.key()) == Some(*e)));
        assert_eq!(State::from_key("draft"), None);
    }

    proptest! {
        #[test]
        fn nothing_happens_to_a_closed_case(event in event()) {
            prop_assert!(step(State::Closed, event).is_err());
        }

        #[test]
        fn a_case_has_an_ending_exactly_when_it_is_closed(from in state(), event in event()) {
            if let Ok(step) = step(from, event) {
                prop_assert_eq!(step.ending.is_some(), step.to == State::Closed);
            }
        }

        #[test]
        fn nothing_is_handed_out_before_it_is_decided(events in prop::collection::vec(event(), 0..40)) {
            let (mut at, mut decided, mut paid_for) = (State::Submitted, false, true);
            for event in events {
                let Ok(next) = step(at, event) else { continue };
                match event {
                    Event::Decide(d) => { decided = true; paid_for = !(d.granted && d.fee_due); }
                    Event::Paid { .. } => paid_for = true,
                    _ => {}
                }
                if next.to == State::Issuing || next.ending == Some(Ending::Granted) {
                    prop_assert!(decided && paid_for);
                }
                at = next.to;
            }
        }

        #[test]
        fn a_case_is_withdrawn_only_while_nothing_is_being_decided_or_made(from in state()) {
            let withdrawn = step(from, Event::Withdraw).is_ok();
            prop_assert_eq!(withdrawn, from < State::Deciding || from == State::AwaitingPayment);
        }
    }
}

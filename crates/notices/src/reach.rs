//! How a person is reached, as the people's room knows it.

use crate::State;
use kernel::id::PersonId;
use people::{ContactChannel, Language, Reach};
use store::{Reads, StoreError};
use web::texts::Lang;

/// What the records know; nothing of somebody who is not there.
pub(crate) async fn of(q: &impl Reads, person: PersonId) -> Result<Option<Reach>, StoreError> {
    match people::contacts::reach(q, person).await {
        Ok(reach) => Ok(Some(reach)),
        Err(StoreError::Missing(_)) => Ok(None),
        Err(e) => Err(e),
    }
}

/// The language of what the house adds to a text.
pub(crate) const fn lang(reach: &Reach) -> Lang {
    match reach.language {
        Language::Ja => Lang::Ja,
        Language::Easy => Lang::Easy,
        Language::En => Lang::En,
    }
}

/// Where a letter goes; nowhere if the person has died or no address is known.
pub(crate) fn letter_address(reach: &Reach) -> Option<Vec<String>> {
    let lines: Vec<String> = reach.address.split_whitespace().map(str::to_owned).collect();
    (!reach.deceased && !lines.is_empty()).then_some(lines)
}

/// The first way to try.
pub(crate) fn first(reach: Option<&Reach>, urgent: bool, mail: bool, ended: bool) -> State {
    match reach {
        Some(r) if r.deceased => State::OnCallList,
        Some(r) => match r.channel {
            ContactChannel::Call => State::OnCallList,
            ContactChannel::Inbox => State::Delivered,
            ContactChannel::Email if ended => State::Ended,
            ContactChannel::Email if mail => State::Sending,
            ContactChannel::Email | ContactChannel::Post => after_mail(reach, urgent),
        },
        None => State::OnCallList,
    }
}

/// The way for whom no mail reaches: what is urgent goes to the telephone, the rest to the post;
/// whoever has no address is on the call list, where somebody looks for them.
pub(crate) fn after_mail(reach: Option<&Reach>, urgent: bool) -> State {
    let Some(reach) = reach else { return State::OnCallList };
    let call = urgent && reach.phone.is_some();
    if call || letter_address(reach).is_none() { State::OnCallList } else { State::OnPrintBatch }
}

/// The channel that belongs to a first state.
pub(crate) const fn channel(state: State) -> &'static str {
    match state {
        State::OnPrintBatch | State::Posted => "post",
        State::OnCallList | State::Called => "call",
        State::Sending => "email",
        _ => "inbox",
    }
}

/// A channel for officers.
pub(crate) fn channel_label(channel: &str) -> &'static str {
    match channel {
        "post" => "郵便",
        "call" => "電話",
        "email" => "メール",
        _ => "お知らせ箱",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reach() -> impl Strategy<Value = Option<Reach>> {
        let channel = prop_oneof![
            Just(ContactChannel::Email),
            Just(ContactChannel::Inbox),
            Just(ContactChannel::Post),
            Just(ContactChannel::Call)
        ];
        let parts = (channel, any::<bool>(), any::<bool>(), any::<bool>());
        proptest::option::of(parts.prop_map(|(channel, phone, address, deceased)| Reach {
            person: PersonId(kernel::Uuid::nil()),
            name: "見本".to_owned(),
            channel,
            language: Language::Ja,
            email: "a@example.jp".parse().ok(),
            phone: if phone { "0247-00-0001".parse().ok() } else { None },
            postcode: None,
            address: if address { "小野町 1".to_owned() } else { String::new() },
            has_account: true,
            deceased,
        }))
    }

    proptest! {
        #[test]
        fn every_message_begins_with_a_channel_or_on_a_list(
            reach in reach(), urgent: bool, mail: bool, ended: bool,
        ) {
            let first = first(reach.as_ref(), urgent, mail, ended);
            prop_assert!(matches!(
                first,
                State::Sending | State::OnPrintBatch | State::OnCallList | State::Delivered | State::Ended
            ));
            prop_assert!(first != State::Sending || mail);
        }

        #[test]
        fn a_letter_goes_only_where_an_address_is(reach in reach(), urgent: bool) {
            let next = after_mail(reach.as_ref(), urgent);
            let home = reach.as_ref().and_then(letter_address).is_some();
            prop_assert!(home || next == State::OnCallList);
        }
    }
}

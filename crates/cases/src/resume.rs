//! Putting a form down without an account and taking it up on another device: a short code and a
//! second thing that only the person knows.
//!
//! The code names the draft; the second thing is kept as a keyed digest. Five wrong answers close
//! the code; the draft stays on the device where it was begun.

use crate::error::CaseError;
use crate::records::DraftId;
use crate::records::draft;
use kernel::{Reference, era};
use store::Act;
use web::{House, Visit, link_holds, link_proof};

/// The second thing that opens a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// A birth date however it is written, or four to eight digits; `None` when it is neither.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        let plain = kernel::width::half_width(typed).trim().to_owned();
        if (4..=8).contains(&plain.len()) && plain.bytes().all(|b| b.is_ascii_digit()) {
            return Some(Self(plain));
        }
        let (day, _) = era::parse(typed).ok()?;
        Some(Self(format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())))
    }

    /// As it is compared.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    fn bound(&self, draft: DraftId) -> String {
        format!("{draft}:{}", self.0)
    }
}

const PURPOSE: &str = "cases.resume";

/// Gives a draft a code.
pub(crate) async fn put_down(house: &House, act: &Act, id: DraftId, secret: &Secret) -> Result<Reference, CaseError> {
    let proof = link_proof(&house.secret, PURPOSE, &secret.bound(id));
    house
        .db
        .write(act, move |tx| async move {
            let code = Reference::from_random(tx.random());
            draft::set_resume(&tx, id, &code.to_string(), &proof).await?;
            Ok(code)
        })
        .await
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Attempt {
    /// The draft is on this device now; where it goes on.
    Open(DraftId, String),
    /// Code and second thing do not fit; the two cases are not told apart.
    Wrong,
    /// Too many wrong answers for this code.
    Closed,
}

/// Takes a draft up by its code. Every attempt is counted before it is looked at.
pub(crate) async fn take_up(visit: &Visit, code: &str, typed: &str) -> Result<Attempt, CaseError> {
    let house = visit.house();
    let (Ok(code), Some(secret)) = (code.parse::<Reference>(), Secret::read(typed)) else { return Ok(Attempt::Wrong) };
    let Some(found) = draft::by_resume_code(&house.db, &code.to_string(), visit.now()).await? else {
        return Ok(Attempt::Wrong);
    };
    let id = found.id;
    let act = visit.act("resume");
    let counted = house.db.write(&act, move |tx| async move { draft::count_try(&tx, id).await }).await?;
    if !counted {
        return Ok(Attempt::Closed);
    }
    let proof = found.resume_proof.unwrap_or_default();
    if !link_holds(&house.secret, PURPOSE, &secret.bound(id), &proof) {
        return Ok(Attempt::Wrong);
    }
    let browser = visit.browser_mark();
    house.db.write(&act, move |tx| async move { draft::move_to(&tx, id, &browser).await }).await?;
    Ok(Attempt::Open(id, found.page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_date_is_the_same_however_it_is_written() {
        let as_western = Secret::read("1950年4月1日").unwrap();
        for typed in ["昭和25年4月1日", "S25.4.1", "1950-04-01", "１９５０年４月１日", "19500401"] {
            assert_eq!(Secret::read(typed), Some(as_western.clone()), "{typed}");
        }
    }

    #[test]
    fn a_number_of_four_to_eight_digits_will_do_and_words_will_not() {
        assert!(Secret::read("0427").is_some());
        assert_eq!(Secret::read("１２３４"), Secret::read("1234"));
        for typed in ["", "123", "123456789", "はなこ", "12a4"] {
            assert_eq!(Secret::read(typed), None, "{typed}");
        }
    }
}

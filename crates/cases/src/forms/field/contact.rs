//! Telephone numbers and e-mail addresses.

use kernel::phone::PhoneError;
use kernel::{Email, Phone};

use super::{Answer, Asked, Reading};

pub(super) fn read_phone(asked: &Asked<'_, '_>) -> Reading {
    let typed = asked.whole();
    if typed.is_empty() {
        return Ok(None);
    }
    match typed.parse::<Phone>() {
        Ok(phone) => Ok(Some(Answer::Phone(phone))),
        Err(PhoneError::NoAreaCode) => asked.wrong("cases-form-phone-area"),
        Err(_) => asked.wrong("cases-form-phone"),
    }
}

pub(super) fn read_email(asked: &Asked<'_, '_>) -> Reading {
    let typed = asked.whole();
    if typed.is_empty() {
        return Ok(None);
    }
    match typed.parse::<Email>() {
        Ok(email) => Ok(Some(Answer::Email(email))),
        Err(_) => asked.wrong("cases-form-email"),
    }
}

/// A telephone number in a procedure file.
pub(in crate::forms) fn phone(text: &str) -> Option<Phone> {
    text.parse().ok()
}

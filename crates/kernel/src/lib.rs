//! Pure rules of Japanese public life: time, eras, age, names, addresses, numbers, money.
//!
//! Nothing here reads a file, a clock or a database; every function gives the same answer for
//! the same question, so that the law's arithmetic can be read and tested alone.
//!
//! | question | module |
//! |---|---|
//! | when is it, and how is that said | [`moment`] [`era`] [`fiscal`] |
//! | how old, which class | [`age`] |
//! | is the office open, when is it due | [`holidays`] [`office_days`] [`period`] |
//! | who, where, how to reach | [`name`] [`kana`] [`address`] [`phone`] [`email`] |
//! | which number, is it mistyped | [`mod@reference`] [`check_digit`] [`id`] |
//! | how much | [`yen`] |
//! | how is it found again | [`search_key`] [`width`] |
//! | how is it stored | [`value`] |

mod calendar;
mod text_form;

pub mod address;
pub mod age;
pub mod check_digit;
pub mod email;
pub mod era;
pub mod fiscal;
pub mod holidays;
pub mod id;
pub mod kana;
pub mod moment;
pub mod name;
pub mod office_days;
pub mod period;
pub mod phone;
pub mod reference;
pub mod search_key;
pub mod value;
pub mod width;
pub mod yen;

pub use address::{Address, Postcode};
pub use check_digit::{CorporateNumber, MunicipalityCode};
pub use email::Email;
pub use era::{Era, Wareki};
pub use fiscal::FiscalYear;
pub use id::TypedId;
pub use jiff::civil::Date;
pub use kana::Furigana;
pub use moment::{Clock, Moment};
pub use name::PersonName;
pub use office_days::OfficeCalendar;
pub use phone::Phone;
pub use reference::Reference;
pub use uuid::Uuid;
pub use value::{FromValue, Value};
pub use yen::Yen;

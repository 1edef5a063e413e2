//! Forms as the town's data: what is asked, in which order, and whether an answer is one.
//!
//! **Who uses it.** The officer of a desk describes a matter in a file of the town folder
//! (`procedures/<key>.toml`); residents answer it one question a page, on the web, at the counter or
//! on paper; the same reading and checking serves all of them.
//!
//! **What it is not.** It has no database and no pages: answers go in and come out as values. `cases`
//! keeps them; the page kit draws them.
//!
//! **A way through.** [`Catalogue`] holds the [`Procedure`]s by version and day. A procedure of the
//! town has a [`Form`]: pages, shown when their condition holds. [`Form::parse_page`] turns what a
//! page sent into [`Answers`] or into [`FieldError`]s with words; [`Form::next_page`] says where to go;
//! [`Form::summary`] shows all answers in words; [`Form::check_complete`] says what is missing, and
//! [`Form::settle`] leaves out what was not asked. [`Satisfaction`] closes every matter.
//!
//! **Law.** 番号法20条 (a free text that holds a My Number is refused), GIF 個人 and 住所 (fields of a
//! person and an address), 全銀協規定フォーマット (bank accounts).
//!
//! **What is kept.** [`Answers`] as JSON, for as long as the procedure's `retention` says.

mod answers;
mod catalogue;
mod check;
mod condition;
mod definition;
mod error;
mod field;
mod parse;
mod question;
mod read;
mod satisfaction;
mod summary;
mod texts;
mod walk;
mod written;

pub use answers::{Answer, Answers};
pub use catalogue::Catalogue;
pub use check::check;
pub(crate) use check::texts_of;
pub use condition::Condition;
pub use definition::{
    Applicant, Assurance, Category, Cosign, Elsewhere, Every, Exempt, Facts, FeeOf, Form, Guide, Handling, KeptFor,
    LifeEvent, Once, Outcome, Page, Per, Procedure, TownMatter,
};
pub use error::{FieldError, Words};
pub use field::{
    AGREED, AccountKind, BankAccount, BankPlace, FileRef, FileType, HouseholdPerson, Inputs, Member, NewFile, Posted,
    Situation, rows_posted,
};
pub use parse::Prefills;
pub use question::{Choice, Days, FileKind, FileRule, Group, Kind, Prefill, Question, Rule};
pub use read::apart::{Questions, WrittenQuestions};
pub use read::{Reading, Wrong, read, read_anyway};
pub(crate) use read::{settings_of, wrong_key};
pub use satisfaction::{ANSWER, COMMENT, Convenience, EFFORT, Effort, MAX_COMMENT, Satisfaction};
pub use summary::{Change, SummaryRow};
pub use texts::Text;
pub use walk::{Missing, Settled, ShownPage};

#[cfg(test)]
mod tests;

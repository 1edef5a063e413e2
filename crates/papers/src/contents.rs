//! What a paper prints, and of whom: one request, one subject.
//!
//! A certificate prints from the record that was frozen for its request ([`Frozen`]) and from nothing
//! else. The type says so: [`Contents::of`] hands that record, and no other, to the rules that choose
//! what is shown, and remembers its digest; the register, the file and the paper all come from this one
//! value.

use kernel::Date;
use kernel::Uuid;
use kernel::id::PersonId;
use people::Frozen;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a paper prints.
#[derive(Clone)]
pub struct Contents {
    pub(crate) data: Value,
    pub(crate) of: Option<Frozen>,
}

impl Contents {
    /// What `show` chooses from the frozen record of one request.
    ///
    /// # Errors
    /// Those of `show`.
    pub fn of<E>(frozen: &Frozen, show: impl FnOnce(&Value) -> Result<Value, E>) -> Result<Self, E> {
        Ok(Self { data: show(frozen.record())?, of: Some(frozen.clone()) })
    }

    /// What a paper says that certifies no record: a decision, a letter.
    pub const fn of_matter(data: Value) -> Self {
        Self { data, of: None }
    }

    /// Adds what is the same on everybody's paper (the office, the words of the law) under `key`.
    #[must_use]
    pub fn with(mut self, key: &str, same_for_all: Value) -> Self {
        self.data[key] = same_for_all;
        self
    }

    /// What is printed.
    pub fn data(&self) -> &Value {
        &self.data
    }
}

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contents(…)")
    }
}

/// One thing that a paper certifies, with its meaning, so that the same can later be given to a wallet.
/// Claims are read by programs; what people read is the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Its name as a program knows it: `family_name`, `birthdate`, `resident_since`.
    pub key: String,
    /// What it means, for people: 氏名.
    pub meaning: String,
    /// Its value: a text, a number, yes or no, a date as ISO text.
    pub value: Value,
}

impl Claim {
    /// A claim.
    pub fn new(key: &str, meaning: &str, value: impl Into<Value>) -> Self {
        Self { key: key.to_owned(), meaning: meaning.to_owned(), value: value.into() }
    }
}

/// A paper to be issued. [`NewPaper::new`] says the least; the rest follows by name.
#[derive(Debug, Clone)]
pub struct NewPaper {
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) person: Option<PersonId>,
    pub(crate) subject: (&'static str, Uuid),
    pub(crate) desk: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) template: String,
    pub(crate) contents: Contents,
    pub(crate) holders: Vec<String>,
    pub(crate) copies: u16,
    pub(crate) valid_until: Option<Date>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) post: bool,
}

impl NewPaper {
    /// A paper of `kind` (`resident_record`, also the name of its template) called `title` (住民票の写し)
    /// for the row `subject`: (table, id). There is one paper of a kind for one row, however often it is
    /// asked for. One original, without an end.
    pub fn new(
        kind: impl Into<String>,
        title: impl Into<String>,
        subject: (&'static str, Uuid),
        contents: Contents,
    ) -> Self {
        let kind = kind.into();
        Self {
            template: kind.clone(),
            kind,
            title: title.into(),
            person: None,
            subject,
            desk: None,
            number: None,
            contents,
            holders: Vec::new(),
            copies: 1,
            valid_until: None,
            claims: Vec::new(),
            post: false,
        }
    }

    /// What it prints.
    pub const fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The office's own number of it.
    pub fn document_number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// Whose paper it is; without it nobody finds it at `/my/papers`.
    #[must_use]
    pub fn for_person(mut self, person: Option<PersonId>) -> Self {
        self.person = person;
        self
    }

    /// Key of the desk whose matter it is: its officers print it and take it back.
    #[must_use]
    pub fn at_desk(mut self, desk: impl Into<String>) -> Self {
        self.desk = Some(desk.into());
        self
    }

    /// The office's own document number; without it the register's number stands in the foot.
    #[must_use]
    pub fn numbered(mut self, number: Option<String>) -> Self {
        self.number = number;
        self
    }

    /// Another template than the one that bears the kind's name.
    #[must_use]
    pub fn set_in(mut self, template: impl Into<String>) -> Self {
        self.template = template.into();
        self
    }

    /// The names that the paper bears, so that somebody who holds it can ask whether the name on it is
    /// right. They are not kept. Of a paper from a frozen record, each must stand in that record, or
    /// nothing is issued.
    #[must_use]
    pub fn naming(mut self, holders: Vec<String>) -> Self {
        self.holders = holders;
        self
    }

    /// How many originals were asked for and paid; each is numbered when it is printed, and every
    /// further print needs a reason.
    #[must_use]
    pub fn copies(mut self, copies: u16) -> Self {
        self.copies = copies.max(1);
        self
    }

    /// Its last day. Certificates mostly have none: whoever asks for one says how old it may be.
    #[must_use]
    pub fn valid_until(mut self, day: Date) -> Self {
        self.valid_until = Some(day);
        self
    }

    /// Its holder wants it by post: until its originals are printed it stands on the list of its desk.
    #[must_use]
    pub fn by_post(mut self, post: bool) -> Self {
        self.post = post;
        self
    }

    /// What it certifies, for programs.
    #[must_use]
    pub fn claiming(mut self, claims: Vec<Claim>) -> Self {
        self.claims = claims;
        self
    }
}

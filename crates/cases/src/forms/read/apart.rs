//! Questions and conditions that stand outside a procedure: the same pages, the same grammar, the same
//! words about what is wrong. The guide of the town asks with them.

use serde::Deserialize;
use town::{Problem, Source};

use super::Reader;
use crate::forms::condition::{Condition, Scope};
use crate::forms::definition::Form;
use crate::forms::texts::Text;
use crate::forms::written::WrittenPage;

/// `[[page]]` of a file that is not a procedure, before anything is understood.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct WrittenQuestions(Vec<WrittenPage>);

/// Questions that have been read, and what conditions after them may look at.
#[derive(Debug, Clone, Default)]
pub struct Questions {
    form: Form,
    after: Scope,
}

impl WrittenQuestions {
    /// Understands the pages of `source`.
    ///
    /// # Errors
    /// Everything that is wrong in them, with file and line.
    pub fn read(self, source: &Source) -> Result<Questions, Vec<Problem>> {
        let mut reader = Reader::new(source.file());
        let form = reader.form(self.0);
        if reader.problems.is_empty() {
            return Ok(Questions { form, after: reader.before });
        }
        Err(reader.problems.into_iter().map(|wrong| source.problem(&wrong.path, wrong.message)).collect())
    }
}

impl Questions {
    /// The questions.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// A condition on the answers.
    ///
    /// # Errors
    /// A sentence for the author of the file.
    pub fn condition(&self, source: &str) -> Result<Condition, String> {
        Condition::read(source, &self.after)
    }
}

impl Text {
    /// What is wrong with it, for the author of the file: a language that is missing, furigana in
    /// another notation.
    pub fn wrong(&self) -> Vec<String> {
        super::words::wrong_text(self)
    }
}

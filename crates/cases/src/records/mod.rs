//! The tables of the room: row types and their SQL.

pub(crate) mod case;
pub(crate) mod draft;
pub(crate) mod file;
pub(crate) mod message;
pub(crate) mod queue;
pub(crate) mod upload;
pub(crate) mod version;

kernel::id_type!(
    /// 下書き: a form that is not handed in yet.
    DraftId,
    /// One round of answers.
    AnswersId,
    /// An attached file.
    FileId,
    /// A request for correction, its answer, or a note.
    MessageId,
    /// A version of a procedure that is written or published in the browser.
    VersionId,
    /// An answer to 「便利になりましたか」.
    FeedbackId,
);

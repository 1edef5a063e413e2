//! Ways to the readers of outside input, for tests that feed them whatever comes to mind. Not part of
//! the program.

use crate::forms::FileType;
use crate::resume::Secret;
use crate::upload;
use web::Upload;

/// A file from somebody's device: what is kept of it is of a kind that is taken.
pub fn upload(bytes: &[u8]) {
    let upload = Upload { file_name: "x".to_owned(), bytes: bytes.to_vec().into() };
    if let Ok(kept) = upload::clean(&upload) {
        assert!(FileType::of(&kept.bytes).is_some());
    }
}

/// A birth date or a number as people type them.
pub fn date(text: &str) {
    let _ = Secret::read(text);
}

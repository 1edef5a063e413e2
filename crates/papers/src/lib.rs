//! The register of issued papers (交付した書類の台帳): certificates and decisions that people hold in
//! the hand, and the check that anyone can make.
//!
//! **Who uses it.** A service that gives out a certificate calls [`issue`] with frozen data; the
//! holder finds it at `/my/papers`, the counter prints it from `/desk/papers`. Whoever is shown a
//! paper scans its QR (`/v/CODE`), types its number at `/verify`, sends the file there, or checks
//! it off line with `engawa verify FILE --trust town.pem`.
//!
//! **Which law.** 電子署名法3条 (the signature), 個人情報保護法 (what the check shows). The page
//! behind the QR is for whoever holds the paper: it says what kind of paper it is, its number, who
//! issued it and when, and whether it still holds. It never shows a name. Since a QR can be copied
//! onto a forged paper, the reader may type the name that stands on the paper and is told whether
//! it is right; the register keeps only a digest for that.
//!
//! **Never another person's paper.** The register holds one paper per subject and kind, and the
//! data that is printed is frozen before: see `issue`.
//!
//! **Which data, for how long.** The line in the register and the signed file for five fiscal
//! years, as the matter that they belong to; a count of copies as long.

mod code;
mod issue;
mod register;
mod seal;
pub mod sign;

pub use code::Code;
pub use issue::{NewPaper, PaperError, issue};
pub use register::{Paper, find, find_for, of_person, revoke};
pub use seal::Seal;

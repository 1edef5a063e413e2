//! 自分の記録を受け取る: everything that the town holds here about a person, in one file.
//!
//! **Who uses it.** Anybody whose account is matched to a person, at `/my/export`. A job gathers what
//! each room gives (`web::hold::Export`), so a new service joins with one function; the file has a
//! page for people (`index.html`), the same for programs (`data.json`), and the files themselves.
//!
//! **Which law.** 個人情報の保護に関する法律 76条 and following give everybody the right to see what an
//! office holds about them; this is the short way to what stands here, beside the formal request.
//!
//! **Data.** The finished file for seven days, behind sign-in; asking, making and fetching are
//! journaled.

mod chapters;
mod make;
mod pages;
mod readable;
mod records;
mod zip;

pub(crate) use chapters::of_account;
pub(crate) use make::{MAKE, clear, make};
pub(crate) use pages::routes;

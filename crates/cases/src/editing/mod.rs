//! 手続きを画面で直す: procedures written, tried out and published in the browser.
//!
//! **Who uses it.** Officers with `cases.procedures`, each for the procedures of their desks, at
//! `/desk/procedures`: texts in three languages, questions and their conditions, what to bring,
//! desk, fee and route. They see it as residents will, walk through it without a case being made,
//! read what differs, and publish it from a day on; where the town's routes have a
//! [`publish::KIND`], a decision stands before that.
//!
//! **What holds.** The files of the town folder are the first version. Each procedure has at most one
//! working copy, shared by all who may change it; whoever saves a part that somebody else has changed
//! meanwhile is told and loses nothing. A published version is never changed again; drafts and cases
//! stay on the version in which they were begun ([`crate::catalogue`]).
//!
//! **Data.** `cases_procedure_version`, for good: it holds no personal data, and cases are read by it.

mod chosen;
mod difference;
mod document;
mod known;
mod pages;
mod publish;
#[cfg(test)]
mod tests;
mod workshop;
mod write;

pub use pages::GuidePage;
pub(crate) use publish::{ON_DECIDED, decided};

use crate::records::version::Version;
use document::Document;
use web::{Access, DeskLink, Permission, Routes, SignedIn};

/// The permission.
pub(crate) const EDIT: &str = "cases.procedures";

pub(crate) const PERMISSION: Permission =
    Permission { key: EDIT, meaning: "手続きの文と質問を画面で直し、決裁に回し、公開する" };

pub(crate) const LINK: DeskLink = DeskLink {
    permission: EDIT,
    label: "手続きを直す",
    path: "/desk/procedures",
    icon: web::components::Icon::Document,
};

const MAY: Access = Access::May(EDIT);

/// Opens the pages.
pub(crate) fn routes(routes: &mut Routes) {
    pages::routes(routes);
}

/// Whether somebody may change the procedure of this document: it is a desk of theirs, or nobody's.
fn is_theirs(who: &SignedIn, document: &Document) -> bool {
    let desk = Some(document.string("desk")).filter(|desk| !desk.is_empty());
    who.may_for(EDIT, desk)
}

/// The document of a version.
fn document_of(version: &Version) -> Document {
    // What is on record was written by this room.
    Document::parse(&version.document).unwrap_or_else(|_| Document::of_table(toml::Table::new()))
}

//! The pages of the editor.

mod begin;
mod changes;
mod conditions;
mod draft;
mod facts;
mod file;
mod guide;
mod handling;
mod list;
mod one;
mod page;
mod parts;
mod preview;
mod publish;
mod question;
mod settings;
mod trial;

pub use preview::GuidePage;

use super::MAY;
use web::{Access, Routes};

pub(super) fn routes(r: &mut Routes) {
    r.get("/desk/procedures", MAY, list::page);
    r.get("/desk/procedures/new", MAY, begin::new);
    r.post("/desk/procedures/new", MAY, begin::make);
    r.get("/desk/procedures/import", MAY, file::ask);
    r.post("/desk/procedures/import", MAY, file::bring);
    r.get("/desk/procedures/{procedure}", MAY, one::page);
    r.post("/desk/procedures/{procedure}/begin", MAY, begin::again);
    r.get("/desk/procedures/{procedure}/changes/{version}", Access::Staff, changes::page);
    r.get("/desk/procedures/{procedure}/versions/{n}/file", MAY, file::version);
    r.post("/desk/procedures/{procedure}/versions/{n}/withdraw", MAY, one::withdraw);
    of_draft(r);
    of_questions(r);
}

fn of_draft(r: &mut Routes) {
    r.get("/desk/procedures/{procedure}/draft", MAY, draft::page);
    r.post("/desk/procedures/{procedure}/draft/discard", MAY, draft::discard);
    r.get("/desk/procedures/{procedure}/draft/file", MAY, file::draft);
    r.get("/desk/procedures/{procedure}/draft/guide", MAY, guide::page);
    r.post("/desk/procedures/{procedure}/draft/guide", MAY, guide::keep);
    r.get("/desk/procedures/{procedure}/draft/handling", MAY, handling::page);
    r.post("/desk/procedures/{procedure}/draft/handling", MAY, handling::keep);
    r.get("/desk/procedures/{procedure}/draft/facts", MAY, facts::page);
    r.post("/desk/procedures/{procedure}/draft/facts", MAY, facts::keep);
    r.get("/desk/procedures/{procedure}/draft/publish", MAY, publish::page);
    r.post("/desk/procedures/{procedure}/draft/publish", MAY, publish::send);
    r.get("/desk/procedures/{procedure}/draft/preview", MAY, preview::guide);
    r.get("/desk/procedures/{procedure}/draft/preview/{page}", MAY, preview::page);
    r.get("/desk/procedures/{procedure}/draft/trial", MAY, trial::begin);
    r.post("/desk/procedures/{procedure}/draft/trial", MAY, trial::step);
}

fn of_questions(r: &mut Routes) {
    r.post("/desk/procedures/{procedure}/draft/pages", MAY, page::add);
    r.get("/desk/procedures/{procedure}/draft/pages/{page}", MAY, page::page);
    r.post("/desk/procedures/{procedure}/draft/pages/{page}", MAY, page::keep);
    r.post("/desk/procedures/{procedure}/draft/pages/{page}/arrange", MAY, page::arrange);
    r.post("/desk/procedures/{procedure}/draft/pages/{page}/questions", MAY, question::add);
    r.get("/desk/procedures/{procedure}/draft/pages/{page}/questions/{question}", MAY, question::page);
    r.post("/desk/procedures/{procedure}/draft/pages/{page}/questions/{question}", MAY, question::keep);
    r.post("/desk/procedures/{procedure}/draft/pages/{page}/questions/{question}/arrange", MAY, question::arrange);
    r.post("/desk/procedures/{procedure}/draft/pages/{page}/questions/{question}/rows", MAY, question::add_row);
    r.get("/desk/procedures/{procedure}/draft/pages/{page}/questions/{question}/rows/{row}", MAY, question::row);
    r.post("/desk/procedures/{procedure}/draft/pages/{page}/questions/{question}/rows/{row}", MAY, question::keep_row);
    r.post(
        "/desk/procedures/{procedure}/draft/pages/{page}/questions/{question}/rows/{row}/arrange",
        MAY,
        question::arrange_row,
    );
}

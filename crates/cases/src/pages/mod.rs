//! The doors of the room.

mod apply;
mod assist;
mod case_view;
pub(crate) mod check;
mod correction;
mod counter;
pub(crate) mod desk;
mod desk_case;
mod done;
mod entrance;
mod files;
mod forgotten;
mod mine;
mod once;
mod own;
mod parts;
pub(crate) mod question;
mod resume;
mod scan;
mod status;

pub(crate) use counter::is_level_enough;
pub(crate) use files::answer as answer_file;
pub(crate) use parts::{all_answers as summary, desk_name, desk_phone, matter_path, shown_answers, state_chip};

use web::{Access, Routes};

pub(crate) fn routes(r: &mut Routes) {
    application(r);
    crate::open::routes(r);
    crate::editing::routes(r);
    own_matters(r);
    desk_work(r);
    crate::mandates::routes(r);
    crate::cosign::routes(r);
    crate::invite::routes(r);
}

/// The form, and the matter of somebody without an account.
fn application(r: &mut Routes) {
    r.get("/apply/{procedure}", Access::Public, apply::start);
    r.post("/apply/{procedure}/begin", Access::Public, apply::begin);
    r.get("/apply/d/{draft}/{page}", Access::Secret, apply::page);
    r.post("/apply/d/{draft}/{page}", Access::Secret, apply::send);
    r.post("/apply/d/{draft}/autosave/{page}", Access::Secret, apply::autosave);
    r.get("/apply/d/{draft}/files/{blob}", Access::Secret, files::of_draft);
    r.get("/apply/d/{draft}/check", Access::Secret, check::check);
    r.post("/apply/d/{draft}/submit", Access::Secret, check::submit);
    r.post("/apply/d/{draft}/counter", Access::Secret, counter::number);
    r.get("/apply/d/{draft}/done", Access::Secret, done::done);
    r.get("/apply/d/{draft}/stop", Access::Secret, resume::stop);
    r.post("/apply/d/{draft}/stop", Access::Secret, resume::leave);
    r.post("/apply/d/{draft}/delete", Access::Secret, forgotten::delete_own);
    r.post("/apply/d/{draft}/quiet", Access::Secret, forgotten::quiet_own);
    r.get("/drafts/{draft}/{proof}", Access::Secret, forgotten::page);
    r.post("/drafts/{draft}/{proof}/quiet", Access::Secret, forgotten::quiet);
    r.post("/drafts/{draft}/{proof}/delete", Access::Secret, forgotten::delete);
    r.get("/resume", Access::Public, resume::ask);
    r.post("/resume", Access::Public, resume::open);
    r.get("/matters/{case}/{proof}", Access::Secret, status::page);
    r.post("/matters/{case}/{proof}/feedback", Access::Secret, status::feedback);
    r.get("/matters/{case}/{proof}/own", Access::Secret, own::ask);
    r.post("/matters/{case}/{proof}/own", Access::Secret, own::show);
    r.post("/matters/{case}/{proof}/receipt", Access::Secret, own::paper);
    r.post("/matters/{case}/{proof}/withdraw", Access::Secret, own::withdraw);
    r.get("/matters/{case}/{proof}/correct", Access::Secret, correction::secret);
    r.post("/matters/{case}/{proof}/correct", Access::Secret, correction::send_secret);
}

/// One's own matters.
fn own_matters(r: &mut Routes) {
    r.get("/my/cases", Access::SignedIn, mine::list);
    r.get("/my/cases/{case}", Access::SignedIn, mine::page);
    r.get("/my/cases/{case}/receipt.pdf", Access::SignedIn, mine::receipt);
    r.get("/my/cases/{case}/files/{file}", Access::SignedIn, files::of_mine);
    r.get("/my/cases/{case}/correct", Access::SignedIn, correction::mine);
    r.post("/my/cases/{case}/correct", Access::SignedIn, correction::send_mine);
    r.get("/my/cases/{case}/withdraw", Access::SignedIn, mine::ask_withdraw);
    r.post("/my/cases/{case}/withdraw", Access::SignedIn, mine::withdraw);
    r.post("/my/cases/{case}/feedback", Access::SignedIn, mine::feedback);
}

/// The officers' desk.
fn desk_work(r: &mut Routes) {
    let (desk, assist) = (Access::May("cases.desk"), Access::May("cases.assist"));
    r.get("/desk/cases", desk, desk::queue);
    r.get("/desk/cases/{case}", desk, desk_case::page);
    r.get("/desk/cases/{case}/files/{file}", desk, files::of_desk);
    r.get("/desk/cases/{case}/receipt.pdf", Access::Staff, desk_case::receipt);
    r.post("/desk/cases/{case}/take", desk, desk_case::take);
    r.post("/desk/cases/{case}/ask", desk, desk_case::ask);
    r.post("/desk/cases/{case}/propose", desk, desk_case::propose);
    r.post("/desk/cases/{case}/note", desk, desk_case::note);
    r.post("/desk/cases/{case}/paper-again", desk, desk_case::paper_again);
    r.post("/desk/cases/{case}/once", desk, once::allow);
    r.post("/desk/cases/{case}/withdraw", desk, desk_case::withdraw);
    r.post("/desk/cases/{case}/feedback", desk, desk_case::feedback);
    r.get("/desk/cases/{case}/correct", desk, correction::desk);
    r.post("/desk/cases/{case}/correct", desk, correction::send_desk);

    r.get("/desk/assist", assist, assist::start);
    r.post("/desk/assist/begin", assist, assist::begin);
    r.get("/desk/assist/{procedure}/paper.pdf", assist, assist::blank_paper);
    r.get("/desk/assist/papers/{draft}", assist, assist::paper);
    r.get("/desk/assist/papers/{draft}/paper.pdf", assist, assist::paper_pdf);
    r.get("/desk/scan", assist, scan::ask);
    r.post("/desk/scan", assist, scan::find);
    r.post("/desk/scan/take", assist, scan::take);
}

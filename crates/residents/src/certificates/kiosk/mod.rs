//! 役場の端末: a screen in the lobby at which somebody takes a certificate themselves.
//!
//! **How it is made safe.** Nobody signs in at it: a password that is typed in a lobby is read over a
//! shoulder, and a browser may keep it. An officer starts the screen from their own desk and types a
//! number at it that holds for ten minutes; from then on the browser of that screen holds a secret of
//! its own until the evening, which opens nothing but these pages. A person brings a number of eight
//! digits that holds once and for ten minutes: from their own phone, where they are signed in
//! (`/my/kiosk`), or from an officer who looked at their face and their card (`/desk/certificates/pass`).
//! Wrong numbers are counted by screen. The sitting ends when the person ends it, after three minutes
//! without a touch (the page says so first and can be held open), and after fifteen minutes whatever
//! happens. No page of it is kept by the browser.
//!
//! **What is kept.** The screens, the passes (their digest), and the sittings, each for thirty days.

mod actions;
mod pages;
mod passes;
mod records;
mod rules;
#[cfg(test)]
mod tests;

pub(super) use actions::clear;

use web::{Access, Limit, Routes};

/// The permission to start a screen and to hand out passes.
pub(super) const KIOSK: &str = "certificates.kiosk";
/// Wrong numbers from one network address; a screen has one of its own.
const TRIES: Limit = Limit { name: "kiosk-number", most: 8, seconds: 600 };

pub(super) fn routes(r: &mut Routes) {
    let may = Access::May(KIOSK);
    r.get("/desk/certificates/kiosks", may, passes::kiosks);
    r.post("/desk/certificates/kiosks", may, passes::start);
    r.post("/desk/certificates/kiosks/{kiosk}/end", may, passes::end);
    r.get("/desk/certificates/pass", may, passes::desk);
    r.post("/desk/certificates/pass", may, passes::give);
    r.get("/my/kiosk", Access::SignedIn, passes::mine);
    r.post("/my/kiosk", Access::SignedIn, passes::make);
    r.get("/kiosk", Access::Public, pages::welcome);
    r.post("/kiosk/open", Access::Public, pages::open);
    r.post("/kiosk/begin", Access::Secret, pages::begin);
    r.get("/kiosk/choose", Access::Secret, pages::choose);
    r.get("/kiosk/ask/{key}", Access::Secret, pages::ask);
    r.post("/kiosk/ask/{key}", Access::Secret, pages::send);
    r.get("/kiosk/wait", Access::Secret, pages::wait);
    r.post("/kiosk/print", Access::Secret, pages::print);
    r.get("/kiosk/sheet", Access::Secret, pages::sheet);
    r.get("/kiosk/paper.pdf", Access::Secret, pages::paper);
    r.get("/kiosk/still", Access::Secret, pages::still);
    r.post("/kiosk/end", Access::Secret, pages::end);
    r.get("/kiosk/over", Access::Public, pages::over);
}

//! Checking a paper without signing in: by its QR, by number and code, or by the file itself.

use super::day;
use crate::open::Reason;
use crate::register::{self, Check, Paper};
use crate::seal::Seal;
use crate::sign::{Flaw, RevokedList, Trust, Verification, verify_pdf};
use crate::stamping::TimeStamping;
use crate::{Code, issue};
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Reference;
use maud::{Markup, html};
use store::{BlobId, StoreError};
use web::components::{
    Tone, button, description_list, disclosure, error_summary, file_upload, form, input_text, link_button,
    notification_banner, page_heading, section,
};
use web::{Fields, Limit, Page, Upload, Visit, WebError};

/// Wrong codes and unknown files from one network address; a paper that is found is not counted,
/// so that a counter which checks many is not held up.
pub(crate) const TRIES: Limit = Limit { name: "papers.verify", most: 30, seconds: 900 };
/// Names tried on one's own paper: each try may be a guess at somebody else's name.
const NAMES: Limit = Limit { name: "papers.name", most: 20, seconds: 900 };

/// Names are short; a longer text is no name.
const LONGEST_NAME: usize = 100;

pub(super) async fn ask(visit: Visit) -> Page {
    question(&visit, &[], &Fields::default())
}

fn question(visit: &Visit, errors: &[(&str, String)], typed: &Fields) -> Page {
    let words = visit.words();
    let title = words.t("papers-verify-title");
    let error = |name: &str| errors.iter().find(|(n, _)| *n == name).map(|(_, e)| e.as_str());
    let by_number = html! {
        (input_text(words, "number", words.t("papers-number")).hint(words.t("papers-number-hint")).value(typed.text("number"))
            .error(error("number")).autocomplete("off").maxlength(40).width("is-medium"))
        (input_text(words, "code", words.t("papers-code")).hint(words.t("papers-code-hint")).value(typed.text("code"))
            .error(error("code")).autocomplete("off").maxlength(60).width("is-medium"))
        (button(words.t("papers-verify-now")))
    };
    let by_file = html! {
        (file_upload(words, "file", words.t("papers-file")).hint(words.t("papers-file-hint")).accept("application/pdf").error(error("file")))
        (button(words.t("papers-verify-file-now")).outline())
    };
    let main = html! {
        (error_summary(words, errors))
        (page_heading("", &title, &words.t("papers-verify-lead")))
        (section(&words.t("papers-by-number"), html! { (form(words, "/verify", visit.form_token(), by_number)) }))
        (section(&words.t("papers-by-file"), html! {
            (form(words, "/verify", visit.form_token(), by_file).with_files())
        }))
        (offline(visit))
    };
    let page = visit.page(title).description(words.plain("papers-verify-lead")).main(main);
    if errors.is_empty() { page } else { page.failed() }
}

fn offline(visit: &Visit) -> Markup {
    let words = visit.words();
    disclosure(
        &words.t("papers-offline"),
        html! {
            p { (words.rich("papers-offline-text")) }
            p { code { "engawa verify paper.pdf --trust town.pem --revoked revoked.pem" } }
            p { (link_button(words.t("papers-trust-download"), "/papers/town.pem").text()) }
            p { (link_button(words.t("papers-revoked-download"), "/papers/revoked.pem").text()) }
            @if TimeStamping::of(visit.house()).is_some() {
                p { (link_button(words.t("papers-times-download"), "/papers/times.pem").text()) }
            }
        },
    )
}

pub(super) async fn answer(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    if let Some(upload) = fields.files("file").first() {
        return by_file(&visit, upload).await.map(IntoResponse::into_response);
    }
    by_number(&visit, &fields).await.map(IntoResponse::into_response)
}

async fn by_number(visit: &Visit, fields: &Fields) -> Result<Page, WebError> {
    let Ok(number) = fields.text("number").parse::<Reference>() else {
        let key = if fields.text("number").is_empty() { "papers-number-missing" } else { "papers-number-wrong" };
        return Ok(question(visit, &[("number", visit.t(key))], fields));
    };
    if fields.text("code").is_empty() {
        return Ok(question(visit, &[("code", visit.t("papers-code-missing"))], fields));
    }
    let search = register::with_number(&visit.house().db, number, fields.text("code"));
    let paper = counted(visit, search).await?;
    Ok(match paper {
        Some(paper) => {
            noted(visit, &paper, Check::Code).await;
            told(visit, &paper, None)
        }
        None => unknown(visit),
    })
}

pub(super) async fn by_code(visit: Visit, Path(code): Path<String>) -> Result<Page, WebError> {
    Ok(match find(&visit, &code).await? {
        Some(paper) => {
            noted(&visit, &paper, Check::Code).await;
            told(&visit, &paper, None)
        }
        None => unknown(&visit),
    })
}

/// Counts the check for the plan. Whoever makes sure of a paper is answered even where that cannot
/// be written down.
pub(crate) async fn noted(visit: &Visit, paper: &Paper, check: Check) {
    let kind = paper.kind.clone();
    let change = visit
        .house()
        .db
        .write(&visit.act("verify"), move |tx| async move { register::count_check(&tx, &kind, check).await });
    let _: Result<(), StoreError> = change.await;
}

/// Searches, unless there were too many wrong tries before.
pub(crate) async fn counted(
    visit: &Visit,
    search: impl Future<Output = Result<Option<Paper>, StoreError>>,
) -> Result<Option<Paper>, WebError> {
    visit.attempt(TRIES)?;
    let found = search.await?;
    if found.is_some() {
        visit.not_counted(TRIES);
    }
    Ok(found)
}

async fn find(visit: &Visit, code: &str) -> Result<Option<Paper>, WebError> {
    match code.parse::<Code>() {
        Ok(code) => counted(visit, register::with_code(&visit.house().db, &code)).await,
        Err(()) => counted(visit, std::future::ready(Ok(None))).await,
    }
}

/// Whether the name on the paper in the reader's hand is the name of its holder.
pub(super) async fn name(visit: Visit, Path(code): Path<String>, fields: Fields) -> Result<Page, WebError> {
    let name: String = fields.text("name").chars().take(LONGEST_NAME).collect();
    Ok(match find(&visit, &code).await? {
        Some(paper) => {
            visit.attempt(NAMES)?;
            let fits = paper.bears_name(&name);
            told(&visit, &paper, Some(fits))
        }
        None => unknown(&visit),
    })
}

fn unknown(visit: &Visit) -> Page {
    let words = visit.words();
    let title = words.t("papers-unknown");
    let main = html! {
        (page_heading(&words.t("papers-verify-title"), &title, ""))
        (notification_banner(words, Tone::Error, &title).body(html! { p { (words.rich("papers-unknown-text")) } }))
        (link_button(words.t("papers-verify-again"), "/verify").outline())
    };
    visit.page(title).status(StatusCode::NOT_FOUND).main(main)
}

/// How a paper stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Holds,
    Revoked,
    /// Past its last day.
    Over,
}

pub(crate) fn standing(visit: &Visit, paper: &Paper) -> Standing {
    match paper.revoked {
        Some(_) => Standing::Revoked,
        None if paper.holds_on(visit.now().date()) => Standing::Holds,
        None => Standing::Over,
    }
}

/// What the register says of a paper: never a name.
fn told(visit: &Visit, paper: &Paper, name_fits: Option<bool>) -> Page {
    let words = visit.words();
    let standing = standing(visit, paper);
    let title = words.t(match standing {
        Standing::Holds => "papers-genuine",
        Standing::Revoked => "papers-revoked",
        Standing::Over => "papers-over",
    });
    let main = html! {
        (page_heading(&words.t("papers-verify-title"), &title, ""))
        (verdict(visit, paper, standing))
        (facts(visit, paper))
        @if standing == Standing::Holds { (name_question(visit, paper, name_fits)) }
        (section(&words.t("papers-look"), html! { p { (words.rich("papers-look-text")) } }))
        (link_button(words.t("papers-verify-again"), "/verify").text())
    };
    visit.page(title).main(main)
}

fn verdict(visit: &Visit, paper: &Paper, standing: Standing) -> Markup {
    let words = visit.words();
    let on = |key: &str, date| {
        let text = words.tf(key, &[("date", day(date, visit.lang()).into())]);
        html! { p { (web::texts::rich(&text)) } }
    };
    let banner = match (standing, &paper.revoked, paper.valid_until) {
        (Standing::Revoked, Some((at, _)), _) => notification_banner(words, Tone::Error, words.t("papers-revoked"))
            .body(on("papers-revoked-text", at.date())),
        (Standing::Over, _, Some(last)) => {
            notification_banner(words, Tone::Warning, words.t("papers-over")).body(on("papers-over-text", last))
        }
        _ => notification_banner(words, Tone::Success, words.t("papers-genuine"))
            .body(html! { p { (words.rich("papers-genuine-text")) } }),
    };
    html! { (banner) }
}

fn facts(visit: &Visit, paper: &Paper) -> Markup {
    let words = visit.words();
    let mut list = description_list(words)
        .item(words.t("papers-kind"), html! { (paper.title) })
        .item(words.t("papers-issued"), html! { (day(paper.issued_at.date(), visit.lang())) });
    if let Some(last) = paper.valid_until {
        list = list.item(words.t("papers-until"), html! { (day(last, visit.lang())) });
    }
    if let Some(stamp) = &paper.stamp {
        list = list.item(words.t("papers-stamped"), html! {
            (day(stamp.at.date(), visit.lang())) " " (stamp.at.civil().strftime("%-H:%M").to_string()) "　" (stamp.authority)
        });
    }
    let list = list
        .item(words.t("papers-number"), html! { (paper.number) })
        .item(words.t("papers-issuer"), html! { (visit.house().town.municipality.name) });
    html! { (list) }
}

fn name_question(visit: &Visit, paper: &Paper, fits: Option<bool>) -> Markup {
    if paper.holder_proofs.is_empty() {
        return html! {};
    }
    let words = visit.words();
    let body = html! {
        (input_text(words, "name", words.t("papers-name")).hint(words.t("papers-name-hint")).autocomplete("off").maxlength(LONGEST_NAME))
        (button(words.t("papers-name-now")).outline())
    };
    let answer = fits.map(|fits| {
        let (tone, key) = if fits { (Tone::Success, "papers-name-fits") } else { (Tone::Error, "papers-name-differs") };
        notification_banner(words, tone, words.t(key)).announced()
    });
    section(
        &words.t("papers-name-title"),
        html! {
            @if let Some(answer) = answer { (answer) }
            (form(words, format!("/v/{}", paper.code.as_str()), visit.form_token(), body))
        },
    )
}

async fn by_file(visit: &Visit, upload: &Upload) -> Result<Page, WebError> {
    let seal = Seal::of(visit.house()).map_err(issue::PaperError::from)?;
    Ok(match check_file(visit, &seal, upload.bytes.clone()).await? {
        Checked::Paper(paper) => told(visit, &paper, None),
        Checked::Doubtful(reason) => doubtful(visit, reason),
    })
}

/// What a file turned out to be.
pub(crate) enum Checked {
    /// One that the town issued, as it is.
    Paper(Box<Paper>),
    /// Not one that the town issued as it is now.
    Doubtful(Reason),
}

/// Holds a file against its signature and the register, unless there were too many wrong ones.
pub(crate) async fn check_file(visit: &Visit, seal: &Seal, bytes: Bytes) -> Result<Checked, WebError> {
    visit.attempt(TRIES)?;
    let (papers, times) = (seal.clone(), TimeStamping::of(visit.house()).cloned());
    let check = move || {
        let times = times.as_ref().map(TimeStamping::trust).unwrap_or_default();
        (verify_pdf(&bytes, Trust { papers: papers.trust(), times }), BlobId::of(&bytes))
    };
    let checked = tokio::task::spawn_blocking(check).await;
    let (found, id) = checked.map_err(|_| WebError::Unreadable("file"))?;
    let paper = register::with_file(&visit.house().db, &id).await?;
    // Of a file that the register knows to the last byte, the stamp was believed when it was issued; its
    // authority may have been replaced since.
    Ok(match paper {
        Some(paper) if found.genuine() || found.problems == [Flaw::UntrustedStamp] => {
            visit.not_counted(TRIES);
            noted(visit, &paper, Check::File).await;
            Checked::Paper(Box::new(paper))
        }
        paper => Checked::Doubtful(reason(&found, paper.is_some())),
    })
}

fn reason(found: &Verification, registered: bool) -> Reason {
    match found.problems.first() {
        // Signed by the town, yet not in the register: somebody must look.
        None if !registered => Reason::Unregistered,
        Some(Flaw::NotPdf) => Reason::NotPdf,
        Some(Flaw::NoSignature) => Reason::Unsigned,
        Some(Flaw::BadStamp | Flaw::StampMissing | Flaw::UntrustedStamp) => Reason::Stamp,
        Some(Flaw::UntrustedSigner | Flaw::OutsideValidity | Flaw::Unsupported) => Reason::OtherSigner,
        _ => Reason::Changed,
    }
}

fn doubtful(visit: &Visit, reason: Reason) -> Page {
    let words = visit.words();
    let key = match reason {
        Reason::Unregistered => "papers-file-unregistered",
        Reason::NotPdf => "papers-file-not-pdf",
        Reason::Unsigned => "papers-file-unsigned",
        Reason::OtherSigner => "papers-file-other-signer",
        Reason::Changed => "papers-file-changed",
        Reason::Stamp => "papers-file-stamp",
    };
    let title = words.t("papers-file-bad");
    let main = html! {
        (page_heading(&words.t("papers-verify-title"), &title, ""))
        (notification_banner(words, Tone::Error, words.t(key)).body(html! { p { (words.rich("papers-file-bad-text")) } }))
        (link_button(words.t("papers-verify-again"), "/verify").outline())
    };
    visit.page(title).main(main)
}

/// What others need to check papers off line.
pub(super) async fn trust(visit: Visit) -> Result<Response, WebError> {
    let seal = Seal::of(visit.house()).map_err(issue::PaperError::from)?;
    Ok(attached("town.pem", seal.pem().to_owned()))
}

/// What they need besides to check the time stamps; a town without an authority says so.
pub(super) async fn times(visit: Visit) -> Response {
    let none = "# no time stamping authority (時刻認証局は使っていません)\n".to_owned();
    attached("times.pem", TimeStamping::of(visit.house()).map_or(none, |a| a.pem().to_owned()))
}

/// What the town took back, up to now, signed.
pub(super) async fn revoked(visit: Visit) -> Result<Response, WebError> {
    let house = visit.house();
    let files = register::revoked_files(&house.db).await?;
    let seal = Seal::of(house).map_err(issue::PaperError::from)?;
    let list = RevokedList::new(&house.town.municipality.name, visit.now(), files);
    Ok(attached("revoked.pem", list.signed(seal.signer()).map_err(issue::PaperError::from)?))
}

fn attached(name: &str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/x-pem-file".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, text).into_response()
}

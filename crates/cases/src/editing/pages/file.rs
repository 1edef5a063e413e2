//! A procedure as a file: written out, and brought from elsewhere.

use super::begin::wrong_key;
use super::parts::Bench;
use crate::editing::document::Document;
use crate::editing::is_theirs;
use crate::editing::workshop::{self, Origin, Refused};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::components::{Tone, button, button_row, error_summary, file_upload, form, link_button, notice, page_heading};
use web::{Fields, Page, Visit, WebError};

/// A file longer than this is no procedure.
const LARGEST: usize = 400_000;

fn attachment(name: &str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, text).into_response()
}

/// One version.
pub(super) async fn version(visit: Visit, Path((key, n)): Path<(String, u32)>) -> Result<Response, WebError> {
    let found = workshop::one(visit.house(), &visit.house().db, &key, n).await?;
    let document = found.filter(|d| visit.account().is_some_and(|who| is_theirs(who, d))).ok_or(WebError::NotFound)?;
    let name = if n == 1 { format!("{key}.toml") } else { format!("{key}-{n}.toml") };
    Ok(attachment(&name, document.to_text()))
}

/// The working copy.
pub(super) async fn draft(visit: Visit, Path(key): Path<String>) -> Result<Response, WebError> {
    let bench = Bench::of(&visit, &key).await?;
    Ok(attachment(&format!("{key}.toml"), bench.document.to_text()))
}

pub(super) async fn ask(visit: Visit) -> Page {
    draw(&visit, None, html! {})
}

fn draw(visit: &Visit, wrong: Option<String>, more: Markup) -> Page {
    let words = visit.words();
    let lines: Vec<(&str, String)> = wrong.iter().map(|message| ("file", message.clone())).collect();
    let title = "ファイルから取り込む";
    let body = html! {
        (file_upload(words, "file", "手続きのファイル（.toml）").accept(".toml").required(true).error(wrong.as_deref()))
        (button("取り込む"))
    };
    let main = html! {
        (error_summary(words, &lines))
        (page_heading("手続きを直す", title, "ほかの町や、この町で書き出した手続きを取り込み、直すところとして開きます。公開するまで、住民には見えません。"))
        (more)
        (notice(Tone::Info, html! { p { "担当・手数料・決裁の道すじ・施策の名前がこの町にないときは、取り込んだあとに一つずつ知らせます。" } }))
        (form(words, "/desk/procedures/import", visit.form_token(), body).with_files())
    };
    let page = visit.page(title).desk().crumbs(&[("手続きを直す", "/desk/procedures")]).main(main);
    if wrong.is_some() { page.failed() } else { page }
}

/// Takes a file in as a working copy.
pub(super) async fn bring(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let document = match read(&fields) {
        Ok(document) => document,
        Err(message) => return Ok(draw(&visit, Some(message), html! {}).into_response()),
    };
    let key = document.string("key").to_owned();
    let is_new = workshop::newest(visit.house(), &visit.house().db, &key).await?.is_none();
    if let Some(message) = wrong_key(&visit, &key).filter(|_| is_new) {
        return Ok(draw(&visit, Some(format!("「key」: {message}")), html! {}).into_response());
    }
    let act = visit.act("手続きをファイルから取り込む");
    let origin = Origin::File(Box::new(document));
    match workshop::begin(visit.house(), &act, visit.signed_in()?, &key, origin).await {
        Ok(_) => Ok(visit.see_other(&format!("/desk/procedures/{key}/draft"))),
        Err(Refused::Taken) => {
            let message = "この手続きは、直しているところがあります。先に公開するか取りやめてください".to_owned();
            let more = button_row(
                html! { (link_button("直しているところを開く", format!("/desk/procedures/{key}/draft")).outline()) },
            );
            Ok(draw(&visit, Some(message), more).into_response())
        }
        Err(refused) => Err(refused.into()),
    }
}

fn read(fields: &Fields) -> Result<Document, String> {
    let sent = fields.files("file");
    let file = sent.first().ok_or("ファイルを選んでください")?;
    if file.bytes.len() > LARGEST {
        return Err("ファイルが大きすぎます。手続きのファイルか確かめてください".to_owned());
    }
    let text = std::str::from_utf8(&file.bytes)
        .map_err(|_| "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse(text).map_err(|problem| {
        let line = problem.line.map(|n| format!("{n}行目: ")).unwrap_or_default();
        format!("{line}{}", problem.message)
    })?;
    if document.string("key").is_empty() {
        return Err("「key」がありません。手続きのファイルか確かめてください".to_owned());
    }
    document.keeps_to_itself()?;
    Ok(document)
}

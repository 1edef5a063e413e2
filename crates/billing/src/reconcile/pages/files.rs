//! `/desk/billing/files`: laying files in.

use crate::Channel;
use crate::reconcile::actions::{self, Laid, NotLaid};
use crate::reconcile::layout::Layouts;
use crate::reconcile::read::Kind;
use crate::reconcile::records::{self, File, FileState};
use axum::response::{IntoResponse, Response};
use kernel::era;
use maud::{Markup, html};
use web::components::{
    Choice, Icon, Tone, button, chip_label, empty_state, error_summary, file_upload, form, link_button, page_heading,
    radio_group, resource, resource_list, section,
};
use web::{Fields, Page, Visit, WebError};

const MOST: i64 = 50;
/// The value of the choice for the bank's own format.
const DEBIT: &str = "debit";

type Errors<'a> = &'a [(&'static str, String)];

pub(super) async fn list(visit: Visit) -> Result<Page, WebError> {
    page(&visit, "", &[]).await
}

async fn page(visit: &Visit, chosen: &str, errors: Errors<'_>) -> Result<Page, WebError> {
    let files = records::files(&visit.house().db, MOST).await?;
    let main = html! {
        @if !errors.is_empty() { (error_summary(visit.words(), errors)) }
        (page_heading("", "入金のファイル", "銀行や収納代行から届いたファイルを入れて、納付を記録します（消込）。"))
        (section("ファイルを入れる", laying(visit, chosen, errors)?))
        @if files.is_empty() {
            (empty_state(Icon::Document, "まだファイルはありません", "届いたファイルを上から入れると、ここに並びます。", html! {}))
        } @else {
            (section("入れたファイル", resource_list(files.iter().map(line))))
        }
        p { (link_button("合わなかった入金", "/desk/billing/unmatched").outline()) }
    };
    let page = visit.page("入金のファイル").desk().main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

/// Each kind of file as one choice: the bank's answer, then each way of each layout.
fn choices(visit: &Visit) -> Result<Vec<Choice>, WebError> {
    let mut found =
        vec![Choice::new(DEBIT, "口座振替の結果").hint("銀行から返ってきた、全銀協の形（120けた）のファイル")];
    for layout in &visit.house().shelved::<Layouts>()?.all {
        for channel in &layout.channels {
            let value = format!("{}:{}", layout.key, channel.as_str());
            let mark = if layout.verified { "" } else { "　並びは確認中" };
            found.push(
                Choice::new(value, format!("{}で払われた知らせ", channel.label()))
                    .hint(format!("{}{mark}", layout.title)),
            );
        }
    }
    Ok(found)
}

fn laying(visit: &Visit, chosen: &str, errors: Errors<'_>) -> Result<Markup, WebError> {
    let words = visit.words();
    let error = |field: &str| errors.iter().find(|(name, _)| *name == field).map(|(_, words)| words.as_str());
    let body = html! {
        (radio_group(words, "what", "何のファイルですか", choices(visit)?).value(chosen).required(true).error(error("what")))
        (file_upload(words, "file", "ファイル").accept(".txt,.csv,.dat,text/plain,text/csv").required(true)
            .hint("入れただけでは記録しません。次の画面で中身を確かめてから記録します。").error(error("file")))
        (button("入れて中身を見る"))
    };
    Ok(html! { (form(words, "/desk/billing/files", visit.form_token(), body).with_files()) })
}

fn line(file: &File) -> web::components::Resource {
    resource(title(file), format!("/desk/billing/files/{}", file.id))
        .text(format!("{}件　{}", file.lines, file.total))
        .meta(format!("{}　{}", file.name, era::date_label(file.read_at.date())))
        .status(chip(file.state))
}

/// What a file is, for officers.
pub(super) fn title(file: &File) -> String {
    match file.kind {
        Kind::DebitResults => "口座振替の結果".to_owned(),
        Kind::Notices => format!("{}で払われた知らせ", file.channel.label()),
    }
}

pub(super) fn chip(state: FileState) -> Markup {
    let tone = match state {
        FileState::Read => Tone::Warning,
        FileState::Booking => Tone::Progress,
        FileState::Booked => Tone::Success,
        FileState::Dropped => Tone::Neutral,
    };
    chip_label(tone, state.label())
}

/// Kind, way and layout of a choice.
fn chosen(word: &str) -> Option<(Kind, Channel, String)> {
    if word == DEBIT {
        return Some((Kind::DebitResults, Channel::DirectDebit, String::new()));
    }
    let (layout, channel) = word.split_once(':')?;
    Some((Kind::Notices, Channel::of(channel)?, layout.to_owned()))
}

pub(super) async fn lay(visit: Visit, form: Fields) -> Result<Response, WebError> {
    let word: String = form.text("what").chars().take(60).collect();
    let mut errors = Vec::new();
    let what = chosen(&word);
    if what.is_none() {
        errors.push(("what", "何のファイルかを選んでください".to_owned()));
    }
    let files = form.files("file");
    if files.is_empty() {
        errors.push(("file", "ファイルを選んでください".to_owned()));
    }
    let (Some((kind, channel, layout)), Some(file)) = (what, files.first()) else {
        return Ok(page(&visit, &word, &errors).await?.into_response());
    };
    let (name, bytes, officer) = (file.file_name.clone(), file.bytes.clone(), visit.signed_in()?.name.clone());
    let laid = Laid { kind, channel, layout, name, bytes, officer };
    match actions::lay(visit.house(), &visit.act("入金ファイルの受け入れ"), laid).await {
        Ok((id, again)) => {
            let mark = if again { "?done=again" } else { "" };
            Ok(visit.see_other(&format!("/desk/billing/files/{id}{mark}")))
        }
        Err(NotLaid::Unreadable(words)) => {
            let words = format!("読めませんでした。{words}");
            Ok(page(&visit, &word, &[("file", words)]).await?.into_response())
        }
        Err(NotLaid::Store(e)) => Err(e.into()),
    }
}

//! Residents' voices, linked without the person.

use super::{Open, of, to_mend};
use crate::pdca::error::PdcaError;
use crate::pdca::lines::{self, HEARD, Voice};
use crate::pdca::writing::{self, LINE, VoiceChange};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::components::{
    Icon, button, button_row, checkbox, empty_state, error_summary, form, link_button, page_heading, radio_group,
    section, textarea,
};
use web::{Fields, Page, Visit, WebError};

type Named = Path<(String, String)>;
type Wrong = Vec<(&'static str, String)>;

#[derive(Default)]
struct Typed {
    words: String,
    heard: String,
    safe: bool,
}

pub(super) async fn page(visit: Visit, Path((measure, span)): Named) -> Result<Page, WebError> {
    let open = Open::to_write(&visit, &measure, &span, true).await?;
    show(&visit, &open, &Typed::default(), &Vec::new()).await
}

async fn show(visit: &Visit, open: &Open, typed: &Typed, wrong: &Wrong) -> Result<Page, WebError> {
    let voices = lines::voices(&visit.house().db, open.cycle.id).await?;
    let words = visit.words();
    let lead = "役場の中の振り返りだけで使い、公表はしません。だれの声か分からないように、短く書きます。";
    let main = html! {
        (error_summary(words, wrong))
        (page_heading(&open.above(), "町民の方は、何と言っていましたか", lead))
        @if voices.is_empty() {
            (empty_state(Icon::Speech, "まだありません", "なくてもかまいません。", html! {}))
        } @else {
            ul.resource-list { @for voice in &voices { li { (one(visit, open, voice)) } } }
        }
        (section("一つ加える", html! {
            (form(words, open.path("/voices"), visit.form_token(), html! {
                (open.version())
                (textarea(words, "words", "声").required(true).rows(2).maxlength(LINE).value(&typed.words)
                    .hint("例: 夜に家から出せて助かった").error(of(wrong, "words")))
                (radio_group(words, "heard", "どこで聞きましたか", HEARD).required(true).value(&typed.heard).error(of(wrong, "heard")))
                (checkbox(words, "safe", "名前・住所・病気など、だれか分かることは書いていません", typed.safe, of(wrong, "safe")))
                (button_row(html! {
                    (button("加える").sends("change", "add"))
                    (link_button("戻る", open.place.path()).text())
                }))
            }))
        }))
    };
    let crumbs = open.crumbs();
    let crumbs: Vec<(&str, &str)> = crumbs.iter().map(|(n, p)| (n.as_str(), p.as_str())).collect();
    let page = visit.page("町民の声").desk().crumbs(&crumbs).main(main);
    Ok(if wrong.is_empty() { page } else { page.failed() })
}

fn one(visit: &Visit, open: &Open, voice: &Voice) -> Markup {
    html! {
        p { "「" (voice.words) "」　" span.support-text { (lines::heard_words(&voice.heard)) } }
        (form(visit.words(), open.path("/voices"), visit.form_token(), html! {
            (open.version())
            input type="hidden" name="voice" value=(voice.id);
            (button_row(html! { (button("取り消す（文も消えます）").small().text().sends("change", "strike").about(&voice.words)) }))
        }))
    }
}

pub(super) async fn save(visit: Visit, Path((measure, span)): Named, fields: Fields) -> Result<Response, WebError> {
    let open = Open::to_write(&visit, &measure, &span, true).await?;
    let typed = Typed {
        words: fields.text("words").to_owned(),
        heard: fields.text("heard").to_owned(),
        safe: fields.text("safe") == "yes",
    };
    let strikes = fields.text("change") == "strike";
    let change = if strikes {
        VoiceChange::Strike(fields.text("voice").parse().map_err(|_| WebError::Unreadable("voice"))?)
    } else {
        VoiceChange::Add { words: typed.words.clone(), heard: typed.heard.clone() }
    };
    let (act, seen) = (visit.act("plan.pdca"), open.seen(&fields)?);
    let done = if typed.safe || strikes {
        writing::voice(visit.house(), &act, visit.signed_in()?, seen, change).await
    } else {
        Err(PdcaError::mend("safe", "だれか分かることが入っていないか確かめて、印をつけてください"))
    };
    match done {
        Ok(()) => Ok(visit.see_other(&open.path("/voices"))),
        Err(error) => Ok(show(&visit, &open, &typed, &to_mend(error)?).await?.into_response()),
    }
}

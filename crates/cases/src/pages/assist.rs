//! 代わりに申請: who it is, how they came, how that was made sure; then the same pages as for
//! everybody. And the paper twin of a form, blank or begun, with its number as a QR.

use crate::assist::{self, CHECKS, Entry};
use crate::error::CaseError;
use crate::records::DraftId;
use crate::records::draft::{self, Draft};
use crate::submit::channel_word;
use crate::{catalogue, fill, receipt, say, twin};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use people::Listed;
use serde::Deserialize;
use store::Channel;
use web::components::{
    Choice, Icon, button, button_row, empty_state, error_summary, form, link_button, page_heading, radio_group,
    resource, resource_list, search_box, section, select,
};
use web::texts::{Lang, plain};
use web::{Fields, Page, Visit, WebError};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    procedure: String,
}

/// The page before the form.
pub(crate) async fn start(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    draw(&visit, &asked, None, None).await
}

async fn draw(visit: &Visit, asked: &Asked, typed: Option<&Fields>, wrong: Option<&str>) -> Result<Page, WebError> {
    let words = visit.words();
    let q: String = asked.q.trim().chars().take(100).collect();
    let found = match q.is_empty() {
        true => Vec::new(),
        false => people::search(&visit.house().db, &visit.act("assist"), &q, 20).await?,
    };
    let begun = draft::of_helper(&visit.house().db, visit.signed_in()?.account, visit.now()).await?;
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("person", words.t(key))).collect();
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", &words.t("desk-assist"), &words.t("desk-assist-lead")))
        @if !begun.is_empty() { (section("途中のもの", resource_list(begun.iter().map(|d| line(visit, d))))) }
        (section("1　だれの申請ですか", html! {
            (search_box(words, "q", "/desk/assist", &words.t("desk-assist-search"), &q))
            @if !q.is_empty() && found.is_empty() { (empty_state(Icon::Search, &words.t("desk-assist-none"), "", html! {})) }
        }))
        (section("2　手続きと、受けた方法", form_of(visit, asked, &q, &found, typed)?))
    };
    let page = visit.page(words.plain("desk-assist")).desk().main(main);
    Ok(if wrong.is_some() { page.failed() } else { page })
}

fn line(visit: &Visit, draft: &Draft) -> web::components::Resource {
    let found = catalogue(visit.house()).ok().and_then(|c| c.get(&draft.procedure, draft.procedure_version).cloned());
    let title = found.map(|p| plain(&p.guide.title.ja)).unwrap_or_default();
    let at = say::moment(draft.updated_at, Lang::Ja);
    let (path, number) = match draft.reference {
        Some(number) => (format!("/desk/assist/papers/{}", draft.id), format!("　用紙 {number}")),
        None => (format!("/apply/d/{}/{}", draft.id, draft.page), String::new()),
    };
    resource(title, path).meta(format!("{at}　{}{number}", channel_word(draft.channel)))
}

fn form_of(
    visit: &Visit,
    asked: &Asked,
    q: &str,
    found: &[Listed],
    typed: Option<&Fields>,
) -> Result<Markup, WebError> {
    let words = visit.words();
    let held = |name: &str| typed.map(|t| t.text(name).to_owned()).unwrap_or_default();
    let catalogue = catalogue(visit.house())?;
    let offered = catalogue.on(visit.now().date()).into_iter().filter(|p| p.matter().is_some());
    let procedures: Vec<Choice> = offered.map(|p| Choice::new(&p.key, plain(&p.guide.title.ja))).collect();
    let procedure = if held("procedure").is_empty() { asked.procedure.clone() } else { held("procedure") };
    let people = found.iter().map(person).chain([Choice::new("outside", "台帳にない人（ほかの町の人など）")]);
    let ways = [Channel::Counter, Channel::Phone, Channel::Paper].map(|c| (c.as_str(), channel_word(c)));
    let body = html! {
        input type="hidden" name="q" value=(q);
        (radio_group(words, "person", "申請する人", people).value(held("person")).required(true))
        (select(words, "procedure", "手続き", procedures).value(procedure).required(true))
        (radio_group(words, "channel", "受けた方法", ways).value(held("channel")).inline().required(true))
        (select(words, "check", "本人をどう確かめましたか", CHECKS.map(|c| (c, c))).value(held("check")).required(true))
        (button_row(html! {
            (button("入力を始める"))
            (button("番号の入った用紙を作る").outline().sends("then", "paper").icon(Icon::Print))
        }))
    };
    Ok(html! { (form(words, "/desk/assist/begin", visit.form_token(), body)) })
}

fn person(listed: &Listed) -> Choice {
    let birth = listed.birth.map(|d| say::day(d, Lang::Ja)).unwrap_or_default();
    let gone = if listed.gone { "　転出または死亡" } else { "" };
    let hint = format!("{}　{birth}　{}{gone}", listed.kana.as_deref().unwrap_or_default(), listed.area);
    Choice::new(listed.id.to_string(), &listed.name).hint(hint)
}

/// Begins the matter, or makes its paper.
pub(crate) async fn begin(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let entry = match Entry::read(&fields) {
        Ok(entry) => entry,
        Err(key) => {
            let asked = Asked { q: fields.text("q").to_owned(), procedure: fields.text("procedure").to_owned() };
            return Ok(draw(&visit, &asked, Some(&fields), Some(key)).await?.into_response());
        }
    };
    let on_paper = entry.on_paper;
    let id = assist::begin(visit.house(), &visit.act("assist"), visit.signed_in()?, entry).await?;
    if on_paper {
        return Ok(visit.see_other(&format!("/desk/assist/papers/{id}")));
    }
    let draft = fill::open(&visit, id).await?;
    Ok(visit.see_other(&format!("/apply/d/{id}/{}", draft.page)))
}

async fn on_paper(visit: &Visit, id: DraftId) -> Result<Draft, WebError> {
    let draft = fill::open(visit, id).await?;
    if draft.reference.is_some() { Ok(draft) } else { Err(WebError::NotFound) }
}

/// The paper twin of a begun matter: its number, and where to print it.
pub(crate) async fn paper(visit: Visit, Path(id): Path<DraftId>) -> Result<Page, WebError> {
    let draft = on_paper(&visit, id).await?;
    let (procedure, _) = fill::matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let words = visit.words();
    let number = draft.reference.map(|r| r.to_string()).unwrap_or_default();
    let until = say::day(draft.expires_at.date(), Lang::Ja);
    let main = html! {
        (page_heading(&plain(&procedure.guide.title.ja), &words.t("desk-assist-paper"), &words.tf("desk-assist-paper-lead", &[("until", until.into())])))
        p.reference { span { "受付番号" } strong { (number) } }
        (button_row(html! {
            (link_button("用紙を開く（PDF）", format!("/desk/assist/papers/{id}/paper.pdf")).icon(Icon::Print))
            (link_button("戻ってきた用紙を入力する", format!("/apply/d/{id}/{}", draft.page)).outline())
        }))
    };
    Ok(visit.page(words.plain("desk-assist-paper")).desk().crumbs(&[("代わりに申請", "/desk/assist")]).main(main))
}

/// The paper twin with its number.
pub(crate) async fn paper_pdf(visit: Visit, Path(id): Path<DraftId>) -> Result<Response, WebError> {
    let draft = on_paper(&visit, id).await?;
    let (procedure, matter) = fill::matter(visit.house(), &draft.procedure, draft.procedure_version)?;
    let sheet = twin::sheet(visit.house(), &procedure, &matter, Some(&draft), visit.now());
    let name = format!("yoshi-{}.pdf", draft.reference.map(|r| r.to_string()).unwrap_or_default());
    Ok(receipt::pdf(visit.house().typeset(sheet).await?, &name))
}

/// A blank form without a number, to lay out at the counter.
pub(crate) async fn blank_paper(visit: Visit, Path(key): Path<String>) -> Result<Response, WebError> {
    let found = catalogue(visit.house())?.current(&key, visit.now().date()).cloned();
    let procedure = found.ok_or(CaseError::Missing)?;
    let matter = procedure.matter().ok_or(CaseError::Missing)?;
    let sheet = twin::sheet(visit.house(), &procedure, matter, None, visit.now());
    Ok(receipt::pdf(visit.house().typeset(sheet).await?, &format!("yoshi-{key}.pdf")))
}

//! Beginning: a working copy of what there is, or a new procedure.

use super::one::offered_name;
use super::parts::Sheet;
use crate::editing::EDIT;
use crate::editing::workshop::{self, Origin, Refused};
use crate::living;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::html;
use web::components::{Choice, button, form, input_text, page_heading, select};
use web::texts::plain;
use web::{Fields, Page, Visit, WebError};

/// Words that the addresses of the editor need for themselves.
const OWN: [&str; 2] = ["new", "import"];

/// Begins the working copy of a procedure; whoever comes second is led to the one there is.
pub(super) async fn again(visit: Visit, Path(key): Path<String>, _: Fields) -> Result<Response, WebError> {
    let act = visit.act("手続きの版を作りはじめる");
    match workshop::begin(visit.house(), &act, visit.signed_in()?, &key, Origin::Newest).await {
        Ok(_) | Err(Refused::Taken) => Ok(visit.see_other(&format!("/desk/procedures/{key}/draft"))),
        Err(Refused::Gone) => Err(WebError::NotFound),
        Err(refused) => Err(refused.into()),
    }
}

pub(super) async fn new(visit: Visit) -> Result<Page, WebError> {
    draw(&visit, &Sheet::new(visit.words()))
}

fn draw(visit: &Visit, sheet: &Sheet<'_>) -> Result<Page, WebError> {
    let words = visit.words();
    let who = visit.signed_in()?;
    let catalogue = living::catalogue(visit.house())?;
    let offered = catalogue.on(visit.now().date());
    let theirs = offered.into_iter().filter(|p| who.may_for(EDIT, p.matter().map(|m| m.desk.as_str())));
    let copies = theirs.map(|p| Choice::new(&p.key, format!("「{}」を写す", plain(&p.guide.title.ja))));
    let ways = std::iter::once(Choice::new("", "何もないところから")).chain(copies);
    let body = html! {
        (input_text(words, "title", "手続きの名前").required(true).maxlength(100).value(sheet.value("title")).error(sheet.error("title")))
        (input_text(words, "key", "短い名前（英字）").required(true).maxlength(40).value(sheet.value("key")).error(sheet.error("key"))
            .hint("ページの場所と記録に使います。小文字の英字・数字・_ だけ。あとから変えられません。例: bear_report"))
        (select(words, "of", "もとにするもの", ways).value(sheet.value("of")).always_chosen())
        (button("作りはじめる"))
    };
    let title = "新しい手続きを作る";
    let main = html! {
        (sheet.summary())
        (page_heading("手続きを直す", title, "公開するまで、住民には見えません。"))
        (form(words, "/desk/procedures/new", visit.form_token(), body))
    };
    let page = visit.page(title).desk().crumbs(&[("手続きを直す", "/desk/procedures")]).main(main);
    Ok(if sheet.is_sound() { page } else { page.failed() })
}

pub(super) async fn make(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let mut sheet = Sheet::typed(visit.words(), &fields);
    let (key, title, of) = (fields.text("key").to_owned(), fields.text("title").to_owned(), fields.text("of"));
    if title.is_empty() {
        sheet.say_wrong("title", "手続きの名前を入れてください");
    }
    if let Some(message) = wrong_key(&visit, &key) {
        sheet.say_wrong("key", message);
    }
    if !sheet.is_sound() {
        return Ok(draw(&visit, &sheet)?.into_response());
    }
    let desk = visit.signed_in()?.desks_with(EDIT).first().map(|d| (*d).to_owned());
    let origin = if of.is_empty() { Origin::Empty { title, desk } } else { Origin::Copy { of: of.to_owned(), title } };
    let act = visit.act("新しい手続きを作りはじめる");
    match workshop::begin(visit.house(), &act, visit.signed_in()?, &key, origin).await {
        Ok(_) => Ok(visit.see_other(&format!("/desk/procedures/{key}/draft"))),
        Err(Refused::Taken) => {
            sheet.say_wrong("key", "この名前の手続きを、ほかの職員が作りはじめています");
            Ok(draw(&visit, &sheet)?.into_response())
        }
        Err(refused) => Err(refused.into()),
    }
}

/// What is wrong with the key of a new procedure.
pub(super) fn wrong_key(visit: &Visit, key: &str) -> Option<String> {
    if let Some(message) = crate::forms::wrong_key(key) {
        return Some(message);
    }
    if OWN.contains(&key) {
        return Some(format!("「{key}」は別の意味で使うので、名前にできません"));
    }
    let name = offered_name(visit, key)?;
    Some(format!("「{name}」がこの名前を使っています。ほかの名前にしてください"))
}

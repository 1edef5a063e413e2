//! Opening a board.

use super::super::actions::{self, NewBoard};
use super::super::records::About;
use super::super::rules::{LONGEST_TITLE, words};
use super::{Errors, facilitate, of, path};
use crate::book;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use maud::html;
use serde::Deserialize;
use web::components::{
    Choice, button, button_row, error_summary, form, input_text, link_button, page_heading, radio_group, select,
};
use web::{Fields, Page, Visit, WebError};

const TITLE: &str = "ふりかえりのボードを開く";
const VOTES: [i64; 6] = [0, 1, 3, 5, 7, 10];

#[derive(Deserialize)]
pub(super) struct Asked {
    /// What it shall be about: `measure:procedures`.
    about: Option<String>,
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Asked>) -> Result<Page, WebError> {
    let typed = Fields::of(asked.about.map(|about| ("about".to_owned(), about)));
    draw(&visit, &typed, &Errors::new()).await
}

/// What a board can be about: desks, measures of the plan, or something with a name of its own.
async fn abouts(visit: &Visit) -> Result<Vec<(String, String)>, WebError> {
    let house = visit.house();
    let plan = book::on(house, visit.now().date()).await?;
    let desks = house.town.organisation.desks().iter();
    let desks = desks.map(|d| (format!("team:{}", d.key), format!("課・係：{}", d.full_name())));
    let measures = plan.measures.iter();
    let measures = measures.map(|m| (format!("measure:{}", m.key), format!("施策：{}", m.name.ja)));
    let other = [("project:".to_owned(), "そのほか（下に名前を書く）".to_owned())];
    Ok(desks.chain(measures).chain(other).collect())
}

async fn draw(visit: &Visit, typed: &Fields, errors: &Errors) -> Result<Page, WebError> {
    let w = visit.words();
    let or = |name: &str, usual: &str| if typed.has(name) { typed.text(name).to_owned() } else { usual.to_owned() };
    let names = [
        Choice::new("named", "名前を出す").hint("カードに書いた人の名前が付きます"),
        Choice::new("anonymous", "名前を残さない").hint("だれが書いたかは、この仕組みのどこにも残りません"),
    ];
    let votes = VOTES.into_iter().map(|v| match v {
        0 => Choice::new("0", "投票しない"),
        v => Choice::new(v.to_string(), format!("ひとり{v}票")),
    });
    let no_time = [Choice::new("", "決めない")];
    let body = html! {
        (input_text(w, "title", "ボードの名前").value(typed.text("title")).maxlength(LONGEST_TITLE).required(true).autocomplete("off")
            .hint("例：6月の窓口のふりかえり").error(of(errors, "title")))
        (select(w, "about", "何についてのふりかえりですか", abouts(visit).await?).value(typed.text("about")).required(true)
            .hint("同じ相手で開いた前回のボードがあれば、そのとき決めたことがはじめに出ます").error(of(errors, "about")))
        (input_text(w, "project", "そのほかのとき、その名前").value(typed.text("project")).maxlength(LONGEST_TITLE).autocomplete("off").error(of(errors, "project")))
        (radio_group(w, "names", "書いた人の名前", names).value(or("names", "named")).error(of(errors, "names")))
        (select(w, "votes", "投票", votes).always_chosen().value(or("votes", "3")))
        (select(w, "minutes", "書く時間", no_time.into_iter().chain(facilitate::minutes())).always_chosen().value(or("minutes", "10"))
            .hint("あとから延ばせます。時間は役場の時計で計ります"))
        (button_row(html! { (button("ボードを開く")) (link_button("やめる", "/desk/plan/boards").text()) }))
    };
    let main = html! {
        (error_summary(w, errors))
        (page_heading("", TITLE, "開いた人が進行役になります。進行役は、あとからほかの人にたのめます。"))
        (form(w, "/desk/plan/boards", visit.form_token(), body))
    };
    let page = visit.page(TITLE).desk().crumbs(&[("ふりかえり（KPT）", "/desk/plan/boards")]).main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

async fn about_of(visit: &Visit, fields: &Fields, errors: &mut Errors) -> Result<Option<About>, WebError> {
    let value = fields.text("about");
    if value == "project:" {
        let name = words(fields.text("project"), LONGEST_TITLE);
        if name.is_none() {
            errors.push(("project", format!("名前を{LONGEST_TITLE}文字までで書いてください")));
        }
        return Ok(name.map(About::Project));
    }
    let known = abouts(visit).await?.iter().any(|(key, _)| key == value);
    let about = value.split_once(':').filter(|_| known).and_then(|(kind, key)| About::of(kind, key.to_owned()));
    if about.is_none() {
        errors.push(("about", "何についてのふりかえりかを選んでください".to_owned()));
    }
    Ok(about)
}

pub(super) async fn open(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let mut errors = Errors::new();
    let title = words(fields.text("title"), LONGEST_TITLE);
    if title.is_none() {
        errors.push(("title", format!("名前を{LONGEST_TITLE}文字までで書いてください")));
    }
    let about = about_of(&visit, &fields, &mut errors).await?;
    let anonymous = match fields.text("names") {
        "named" => Some(false),
        "anonymous" => Some(true),
        _ => {
            errors.push(("names", "名前を出すかどうかを選んでください".to_owned()));
            None
        }
    };
    let (Some(title), Some(about), Some(anonymous)) = (title, about, anonymous) else {
        return Ok(draw(&visit, &fields, &errors).await?.into_response());
    };
    let votes_each = fields.text("votes").parse().unwrap_or(3);
    let new = NewBoard { title, about, anonymous, votes_each, minutes: fields.text("minutes").parse().ok() };
    let who = visit.signed_in()?.account;
    let id = actions::open(visit.house(), &visit.act("plan.board"), who, new).await?;
    Ok(visit.see_other(&path(id)))
}

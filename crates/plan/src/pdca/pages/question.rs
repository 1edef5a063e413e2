//! One question a page.

use super::questions::{self, Question};
use super::{Open, of, parts, to_mend};
use crate::pdca::records::Said;
use crate::pdca::rules::Action;
use crate::pdca::words;
use crate::pdca::writing::{self, Answer, LONGEST};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::components::{
    Tone, blockquote, button, button_row, error_summary, form, input_text, link_button, notice, radio_group, textarea,
};
use web::{Fields, Page, Visit, WebError};

type Asked = Path<(String, String, String)>;
type Wrong = Vec<(&'static str, String)>;

pub(super) async fn page(visit: Visit, Path((measure, span, question)): Asked) -> Result<Page, WebError> {
    let question = Question::parse(&question).ok_or(WebError::NotFound)?;
    let open = Open::to_write(&visit, &measure, &span, false).await?;
    show(&visit, &open, question, &typed(question, &open), &Vec::new()).await
}

/// What stands in the fields.
#[derive(Default)]
struct Typed {
    words: String,
    action: String,
}

fn typed(question: Question, open: &Open) -> Typed {
    let said = &open.cycle.said;
    let budget = said.budget.or(open.place.budget().map(|(yen, _)| yen));
    let words = match question {
        Question::Aim => &said.aim,
        Question::Changed => &said.changed,
        Question::Budget => {
            return Typed { words: budget.map_or_else(String::new, |b| b.to_string()), ..Typed::default() };
        }
        Question::Good => &said.good,
        Question::Failed => &said.failed,
        Question::Action => &said.reason,
        Question::Next => &said.next,
    };
    Typed { words: words.clone(), action: said.action.map_or_else(String::new, |a| a.as_str().to_owned()) }
}

async fn show(visit: &Visit, open: &Open, question: Question, typed: &Typed, wrong: &Wrong) -> Result<Page, WebError> {
    let action = open.path(&format!("/q/{}", question.key()));
    let beside = match question {
        Question::Good | Question::Failed | Question::Action => parts::counted_so_far(visit, open).await?,
        _ => html! {},
    };
    let main = html! {
        (error_summary(visit.words(), wrong))
        p.support-text { (open.above()) "　目安 約" (question.minutes()) "分" }
        (form(visit.words(), action, visit.form_token(), html! {
            (open.version())
            (fields(visit, question, typed, wrong))
            (button_row(html! {
                (button("保存して次へ"))
                (link_button("書かずに戻る", open.place.path()).text())
            }))
        }))
        (last_year(visit, open, question))
        (beside)
    };
    let crumbs = open.crumbs();
    let crumbs: Vec<(&str, &str)> = crumbs.iter().map(|(n, p)| (n.as_str(), p.as_str())).collect();
    let page = visit.page(question.asked()).desk().crumbs(&crumbs).main(main);
    Ok(if wrong.is_empty() { page } else { page.failed() })
}

fn fields(visit: &Visit, question: Question, typed: &Typed, wrong: &Wrong) -> Markup {
    let words = visit.words();
    match question {
        Question::Budget => html! {
            (input_text(words, "words", question.asked()).heading().hint(question.hint()).inputmode("numeric")
                .width("is-medium").unit("円").value(&typed.words).error(of(wrong, "words")))
        },
        Question::Action => html! {
            h1.question { (question.asked()) }
            p.support-text { (question.hint()) }
            (radio_group(words, "action", "どれにしますか", Action::ALL.map(|a| (a.as_str(), a.label()))).required(true)
                .value(&typed.action).error(of(wrong, "action")))
            (textarea(words, "words", "わけ").required(true).rows(3).maxlength(LONGEST).value(&typed.words)
                .error(of(wrong, "words")))
        },
        _ => html! {
            (textarea(words, "words", question.asked()).heading().hint(question.hint()).rows(5).maxlength(LONGEST)
                .value(&typed.words).error(of(wrong, "words")))
        },
    }
}

/// What was written a year ago, to be seen and, for the aim, to be taken over.
fn last_year(visit: &Visit, open: &Open, question: Question) -> Markup {
    let Some(before) = &open.before else { return html! {} };
    let written = match question {
        Question::Aim | Question::Changed => &before.said.aim,
        Question::Good => &before.said.good,
        Question::Failed => &before.said.failed,
        Question::Action => &before.said.reason,
        Question::Budget | Question::Next => return html! {},
    };
    if written.is_empty() {
        return html! {};
    }
    let left_for_this = &before.said.next;
    let kind = if question == Question::Changed { "目ざすこと" } else { question.name() };
    html! {
        (blockquote(html! { @for line in written.lines() { p { (line) } } }, &format!("{}の「{kind}」", before.span)))
        @if question == Question::Aim {
            @if !left_for_this.is_empty() && *left_for_this != open.cycle.said.aim {
                (blockquote(html! { @for line in left_for_this.lines() { p { (line) } } }, &format!("{}の「次に目ざすこと」", before.span)))
            }
            (form(visit.words(), open.path("/q/aim"), visit.form_token(), html! {
                (open.version())
                (button("この文をそのまま使う").outline().sends("keep", "yes"))
            }))
            (notice(Tone::Info, html! { p { "そのまま使うと、次に「変わったこと」を一つだけ聞きます。" } }))
        }
    }
}

pub(super) async fn save(
    visit: Visit,
    Path((measure, span, question)): Asked,
    fields: Fields,
) -> Result<Response, WebError> {
    let question = Question::parse(&question).ok_or(WebError::NotFound)?;
    let open = Open::to_write(&visit, &measure, &span, false).await?;
    let typed = Typed { words: fields.text("words").to_owned(), action: fields.text("action").to_owned() };
    let answer = match read(question, &typed, fields.text("keep") == "yes") {
        Ok(answer) => answer,
        Err(wrong) => return Ok(show(&visit, &open, question, &typed, &wrong).await?.into_response()),
    };
    let (act, seen) = (visit.act("plan.pdca"), open.seen(&fields)?);
    match writing::answer(visit.house(), &act, visit.signed_in()?, seen, answer).await {
        Ok(()) => on(&visit, &measure, &span, question).await,
        Err(error) => Ok(show(&visit, &open, question, &typed, &to_mend(error)?).await?.into_response()),
    }
}

/// On to what is not answered yet, else to the cycle.
async fn on(visit: &Visit, measure: &str, span: &str, question: Question) -> Result<Response, WebError> {
    let open = Open::find(visit, measure, span).await?;
    let said: &Said = &open.cycle.said;
    let next = questions::next(question, said, &open.place).map(|q| open.path(&format!("/q/{}", q.key())));
    Ok(visit.see_other(&next.unwrap_or_else(|| open.path("?saved=1"))))
}

fn read(question: Question, typed: &Typed, keep: bool) -> Result<Answer, Wrong> {
    let words = typed.words.clone();
    Ok(match question {
        Question::Aim if keep => Answer::KeepAim,
        Question::Aim => Answer::Aim(words),
        Question::Changed => Answer::Changed(words),
        Question::Budget => Answer::Budget(read_yen(&words)?),
        Question::Good => Answer::Good(words),
        Question::Failed => Answer::Failed(words),
        Question::Next => Answer::Next(words),
        Question::Action => match Action::parse(&typed.action) {
            Some(action) => Answer::Action(action, words),
            None => return Err(vec![("action", "どれか一つを選んでください".to_owned())]),
        },
    })
}

/// 1,200,000 or 1200000円, in any width; nothing where nothing is written.
fn read_yen(words: &str) -> Result<Option<i64>, Wrong> {
    let plain: String = kernel::width::half_width(words).chars().filter(|c| !",、円 ".contains(*c)).collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let yen: Option<i64> = plain.parse().ok().filter(|yen| (0..=1_000_000_000_000).contains(yen));
    yen.map(Some).ok_or_else(|| vec![("words", "金額は、円の数字で書いてください。例: 1200000".to_owned())])
}

/// The budget as the cycle shows it, with where it is from.
pub(super) fn budget_line(open: &Open) -> Markup {
    let of_plan = open.place.budget();
    let own = open.cycle.said.budget;
    html! {
        (words::budget(own.or(of_plan.map(|(yen, _)| yen))))
        @if own.is_none() && let Some((_, verified)) = of_plan {
            " " span.support-text { "計画から" }
            @if !verified { " " (parts::unconfirmed_chip()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_write_it() {
        assert_eq!(read_yen("１，２００，０００円").unwrap(), Some(1_200_000));
        assert_eq!(read_yen("").unwrap(), None);
        assert!(read_yen("百万円").is_err() && read_yen("-1").is_err());
    }
}

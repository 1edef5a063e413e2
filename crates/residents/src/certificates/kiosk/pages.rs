//! What somebody sees at the screen in the lobby. Every answer asks not to be kept; every page of a
//! sitting tells the browser by a header when to ask whether somebody is still there, so that it works
//! without a script and no page moves without having said so.

use super::records::{Kiosk, Sitting};
use super::{TRIES, actions, records, rules};
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cases::forms::{self, Answer, Answers, Kind, Procedure, Question, Text, TownMatter};
use cases::rules::State;
use cases::{Case, CaseError, Direct};
use maud::{Markup, html};
use papers::Paper;
use store::{Channel, StoreError};
use web::components::{
    Choice, Icon, Tone, button, button_row, checkbox_group, empty_state, error_summary, form, input_text, link_button,
    notice, page_heading, radio_group, resource, resource_list, section,
};
use web::texts::{Lang, plain};
use web::{Fields, Page, Visit, WebError};

const REFRESH: HeaderName = HeaderName::from_static("refresh");
/// The page that holds the sheet, and the sheet: nothing else may hold it.
const FRAMING: &str = "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'none'";
const FRAMED: &str = "default-src 'none'; object-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'self'";
/// While the paper is being made the page asks again.
const SOON_SECONDS: i64 = 4;

/// After so long without a touch the page asks whether somebody is still there.
fn quiet() -> (i64, &'static str) {
    (rules::IDLE_SECONDS - rules::WARN_SECONDS, "/kiosk/still")
}

/// The page, with what the browser does next if nobody does anything.
fn then(page: Page, next: (i64, &str)) -> Response {
    let mut answer = page.into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("{}; url={}", next.0, next.1)) {
        answer.headers_mut().insert(REFRESH, value);
    }
    answer
}

fn say(text: &Text, lang: Lang) -> &str {
    match lang {
        Lang::Ja => &text.ja,
        Lang::Easy => &text.easy,
        Lang::En => &text.en,
    }
}

/// The screen of this browser.
async fn kiosk(visit: &Visit) -> Result<Kiosk, WebError> {
    actions::kiosk_of(visit).await?.ok_or(WebError::NotFound)
}

/// Who sits here now; `None` leads back to the first page.
async fn sitting(visit: &Visit) -> Result<Option<Sitting>, WebError> {
    let kiosk = kiosk(visit).await?;
    Ok(actions::sitting_of(visit, kiosk.id).await?)
}

/// The one who sits here touched the screen.
async fn touched(visit: &Visit) -> Result<Option<Sitting>, WebError> {
    let Some(sitting) = sitting(visit).await? else { return Ok(None) };
    actions::touch(visit.house(), &visit.act("kiosk"), &sitting).await?;
    Ok(Some(sitting))
}

fn over_now(visit: &Visit) -> Response {
    visit.see_other("/kiosk/over")
}

fn end_button(visit: &Visit) -> Markup {
    let words = visit.words();
    html! { div.kiosk-end { (form(words, "/kiosk/end", visit.form_token(), html! { (button_row(html! { (button(words.t("certificates-kiosk-end")).outline()) })) })) } }
}

/// Before anybody sits down: the number. Before the screen is started: the officer's number.
pub(super) async fn welcome(visit: Visit) -> Result<Response, WebError> {
    match actions::kiosk_of(&visit).await? {
        None => Ok(draw_open(&visit, None).into_response()),
        Some(kiosk) => match actions::sitting_of(&visit, kiosk.id).await? {
            Some(_) => Ok(visit.see_other("/kiosk/choose")),
            None => Ok(draw_welcome(&visit, None).into_response()),
        },
    }
}

fn draw_open(visit: &Visit, error: Option<String>) -> Page {
    let words = visit.words();
    let title = words.t("certificates-kiosk-open");
    let errors: Vec<(&str, String)> = error.iter().map(|e| ("number", e.clone())).collect();
    let body = html! {
        (input_text(words, "number", words.t("certificates-kiosk-open-number")).numeric().autocomplete("off").maxlength(12).error(error.as_deref()))
        (button_row(html! { (button(words.t("certificates-kiosk-open-do"))) }))
    };
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", &title, &words.t("certificates-kiosk-open-lead")))
        (form(words, "/kiosk/open", visit.form_token(), body))
    };
    let page = visit.page(title).kiosk().main(main);
    if errors.is_empty() { page } else { page.failed() }
}

/// The officer types the number at the screen.
pub(super) async fn open(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    visit.attempt(TRIES)?;
    let opened = match rules::typed(fields.text("number")) {
        Some(number) => actions::open(&visit, &visit.act("kiosk"), number).await?,
        None => false,
    };
    if !opened {
        return Ok(draw_open(&visit, Some(visit.t("certificates-kiosk-wrong"))).into_response());
    }
    visit.not_counted(TRIES);
    Ok(visit.see_other("/kiosk"))
}

fn draw_welcome(visit: &Visit, error: Option<String>) -> Page {
    let words = visit.words();
    let title = words.t("certificates-kiosk");
    let errors: Vec<(&str, String)> = error.iter().map(|e| ("number", e.clone())).collect();
    let body = html! {
        (input_text(words, "number", words.t("certificates-kiosk-number")).hint(words.t("certificates-kiosk-number-hint"))
            .numeric().autocomplete("off").maxlength(12).error(error.as_deref()))
        (button_row(html! { (button(words.t("certificates-kiosk-begin"))) }))
    };
    let main = html! {
        (error_summary(words, &errors))
        (page_heading("", &title, &words.t("certificates-kiosk-lead")))
        (form(words, "/kiosk/begin", visit.form_token(), body))
        (section(&words.t("certificates-kiosk-how"), html! {
            ul {
                li { (words.rich("certificates-kiosk-how-phone")) }
                li { (words.rich("certificates-kiosk-how-counter")) }
            }
            p { (words.rich("certificates-kiosk-how-fee")) }
        }))
    };
    let page = visit.page(title).kiosk().main(main);
    if errors.is_empty() { page } else { page.failed() }
}

/// The number is typed: a sitting begins.
pub(super) async fn begin(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let kiosk = kiosk(&visit).await?;
    visit.attempt(TRIES)?;
    let sat = match rules::typed(fields.text("number")) {
        Some(number) => {
            let act = visit.act("kiosk").by(Channel::Kiosk);
            actions::sit_down(visit.house(), &act, kiosk.id, number).await?
        }
        None => false,
    };
    if !sat {
        return Ok(draw_welcome(&visit, Some(visit.t("certificates-kiosk-wrong"))).into_response());
    }
    visit.not_counted(TRIES);
    Ok(visit.see_other("/kiosk/choose"))
}

/// The certificates that can be had here without an officer, for whoever sits here.
fn offered(procedures: Vec<&Procedure>, sitting: &Sitting) -> Vec<Procedure> {
    let fits = |p: &&Procedure| {
        let automatic = p.matter().is_some_and(|m| m.automatic.is_some());
        automatic && (p.key != "seal_certificate" || sitting.who.seal_card)
    };
    procedures.into_iter().filter(fits).cloned().collect()
}

/// Which certificate.
pub(super) async fn choose(visit: Visit) -> Result<Response, WebError> {
    let Some(sitting) = touched(&visit).await? else { return Ok(over_now(&visit)) };
    let (words, lang) = (visit.words(), visit.lang());
    let catalogue = cases::catalogue(visit.house())?;
    let kinds = offered(catalogue.on(visit.now().date()), &sitting);
    let since = visit.now().plus_seconds(-4 * 3600);
    let earlier = records::last_case(&visit.house().db, sitting.who.person, since).await?;
    let title = words.t("certificates-kiosk-choose");
    let lines = kinds
        .iter()
        .map(|p| resource(say(&p.guide.title, lang), format!("/kiosk/ask/{}", p.key)).icon(Icon::Certificate));
    let main = html! {
        (page_heading("", &title, ""))
        @if earlier.is_some() {
            (notice(Tone::Info, html! { p { (words.rich("certificates-kiosk-earlier")) } }))
            (button_row(html! { (link_button(words.t("certificates-kiosk-earlier-do"), "/kiosk/wait")) }))
        }
        @if kinds.is_empty() { (empty_state(Icon::Certificate, &words.t("certificates-kiosk-none"), &words.t("certificates-kiosk-counter"), html! {})) }
        @else { (resource_list(lines)) }
        p { (words.rich("certificates-kiosk-others")) }
        (end_button(&visit))
    };
    Ok(then(visit.page(title).kiosk().main(main), quiet()))
}

fn find(visit: &Visit, key: &str, sitting: &Sitting) -> Result<Procedure, WebError> {
    let catalogue = cases::catalogue(visit.house())?;
    let found = catalogue.current(key, visit.now().date()).ok_or(WebError::NotFound)?;
    offered(vec![found], sitting).pop().ok_or(WebError::NotFound)
}

/// The few questions, on one page.
pub(super) async fn ask(visit: Visit, Path(key): Path<String>) -> Result<Response, WebError> {
    let Some(sitting) = touched(&visit).await? else { return Ok(over_now(&visit)) };
    let procedure = find(&visit, &key, &sitting)?;
    draw_ask(&visit, &procedure, &[], None)
}

fn draw_ask(
    visit: &Visit,
    procedure: &Procedure,
    errors: &[(String, String)],
    typed: Option<&Fields>,
) -> Result<Response, WebError> {
    let words = visit.words();
    let matter = procedure.matter().ok_or(WebError::NotFound)?;
    let title = say(&procedure.guide.title, visit.lang()).to_owned();
    let fee = matter
        .fee
        .as_ref()
        .and_then(|f| visit.house().town.fees.yen(&f.key, town::FeeChannel::Kiosk, visit.now().date()));
    let body = html! {
        @for question in rules::questions(&matter.form) { (field(visit, question, errors, typed)) }
        @if let Some(fee) = fee { p { (words.rich("certificates-kiosk-fee")) " " (visit.yen(fee)) } }
        p { (words.rich("certificates-kiosk-declare")) }
        (button_row(html! { (button(words.t("certificates-kiosk-send"))) }))
    };
    let main = html! {
        (error_summary(words, errors))
        (page_heading("", &title, &words.t("certificates-kiosk-ask-lead")))
        (form(words, format!("/kiosk/ask/{}", procedure.key), visit.form_token(), body))
        (button_row(html! { (link_button(words.t("certificates-kiosk-back"), "/kiosk/choose").outline()) }))
        (end_button(visit))
    };
    let page = visit.page(title).kiosk().main(main);
    Ok(then(if errors.is_empty() { page } else { page.failed() }, quiet()))
}

fn field(visit: &Visit, question: &Question, errors: &[(String, String)], typed: Option<&Fields>) -> Markup {
    let (words, lang) = (visit.words(), visit.lang());
    let (key, label) = (question.key.clone(), say(&question.label, lang).to_owned());
    let error = errors.iter().find(|(name, _)| *name == key).map(|(_, message)| message.clone());
    let choices = |options: &[forms::Choice]| {
        let offered = options.iter().filter(|o| rules::is_offered(&key, &o.value));
        offered.map(|o| Choice::new(&o.value, say(&o.label, lang))).collect::<Vec<_>>()
    };
    match &question.kind {
        Kind::Choice(options) => html! {
            (radio_group(words, &key, label, choices(options)).value(typed.map(|t| t.text(&key).to_owned()).unwrap_or_default()).required(question.required).error(error.as_deref()))
        },
        Kind::Choices { options, .. } => html! {
            (checkbox_group(words, &key, label, choices(options)).values(typed.map(|t| t.all(&key)).unwrap_or_default()).required(question.required).error(error.as_deref()))
        },
        Kind::Number { .. } => html! {
            (input_text(words, &key, label).value(typed.map_or("1".to_owned(), |t| t.text(&key).to_owned())).numeric().maxlength(2).required(true).error(error.as_deref()))
        },
        _ => html! {},
    }
}

/// Reads what was chosen; nothing else than what the screen offered is taken.
fn read(visit: &Visit, matter: &TownMatter, fields: &Fields) -> Result<Answers, Vec<(String, String)>> {
    let (mut answers, mut errors) = (Answers::default(), Vec::new());
    for question in rules::questions(&matter.form) {
        let key = question.key.as_str();
        let known = |options: &[forms::Choice], value: &str| {
            rules::is_offered(key, value) && options.iter().any(|o| o.value == value)
        };
        let answer = match &question.kind {
            Kind::Choice(options) => {
                Some(fields.text(key)).filter(|v| known(options, v)).map(|v| Answer::Choice(v.to_owned()))
            }
            Kind::Choices { options, min, max } => {
                let chosen: Vec<String> = fields.all(key).into_iter().filter(|v| known(options, v)).collect();
                Some(chosen).filter(|c| c.len() >= *min && c.len() <= *max).map(Answer::Choices)
            }
            Kind::Number { min, max, .. } => {
                let number = kernel::width::half_width(fields.text(key)).trim().parse::<i64>().ok();
                number.filter(|n| (min..=max).contains(&n)).map(Answer::Number)
            }
            _ => None,
        };
        match answer {
            Some(answer) => answers.set(key, answer),
            None if question.required => errors.push((key.to_owned(), visit.t("certificates-kiosk-missing"))),
            None => {}
        }
    }
    if errors.is_empty() { Ok(answers) } else { Err(errors) }
}

/// The matter is handed in, and shown from then on by its number alone.
pub(super) async fn send(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let Some(sitting) = touched(&visit).await? else { return Ok(over_now(&visit)) };
    if sitting.case.is_some() {
        return Ok(visit.see_other("/kiosk/wait"));
    }
    let procedure = find(&visit, &key, &sitting)?;
    let matter = procedure.matter().ok_or(WebError::NotFound)?;
    let answers = match read(&visit, matter, &fields) {
        Ok(answers) => rules::completed(matter, &answers),
        Err(errors) => return draw_ask(&visit, &procedure, &errors, Some(&fields)),
    };
    let direct = Direct {
        procedure: key,
        person: sitting.who.person,
        channel: Channel::Kiosk,
        assurance: sitting.who.level,
        identity_check: sitting.who.checked.clone(),
        answers,
    };
    match cases::hand_in(visit.house(), &visit.act("kiosk"), direct).await {
        Ok(case) => {
            let id = case.id;
            let act = visit.act("kiosk").by(Channel::Kiosk);
            visit.house().db.write(&act, move |tx| async move { records::asks(&tx, sitting.id, id).await }).await?;
            Ok(visit.see_other("/kiosk/wait"))
        }
        Err(CaseError::Incomplete(_)) => Ok(then(sorry(&visit), quiet())),
        Err(error) => Err(error.into()),
    }
}

/// Something is missing that cannot be said at a screen.
fn sorry(visit: &Visit) -> Page {
    let words = visit.words();
    let title = words.t("certificates-kiosk-sorry");
    let main = html! {
        (page_heading("", &title, &words.t("certificates-kiosk-counter")))
        (end_button(visit))
    };
    visit.page(title).kiosk().main(main)
}

/// The case of this sitting, or the last one that the same person asked for at a screen today.
async fn case_of(visit: &Visit, sitting: &Sitting) -> Result<Option<Case>, WebError> {
    let since = visit.now().plus_seconds(-4 * 3600);
    let id = match sitting.case {
        Some(id) => Some(id),
        None => records::last_case(&visit.house().db, sitting.who.person, since).await?,
    };
    let Some(id) = id else { return Ok(None) };
    let found = cases::find(&visit.house().db, id).await?;
    Ok(found.filter(|c| c.applicant == Some(sitting.who.person)))
}

/// The word for where a case stands, and what the browser does next.
async fn standing(
    visit: &Visit,
    case: &Case,
    printable: bool,
) -> Result<(&'static str, (i64, &'static str)), WebError> {
    let soon = ("soon", (SOON_SECONDS, "/kiosk/wait"));
    Ok(match (case.state, case.paper) {
        (_, Some(_)) if printable => ("ready", quiet()),
        (_, Some(_)) => ("printed", quiet()),
        (State::AwaitingPayment, _) => ("pay", quiet()),
        // What keeps the paper from being made is an officer's: nobody stands here and waits for it.
        (State::Issuing, _) if papers::waiting_for(&visit.house().db, ("cases_case", case.id.0)).await?.is_none() => {
            soon
        }
        // Examining takes a moment; whatever is not granted then is an officer's.
        (State::Submitted, _) if case.hindrance.is_none() && visit.now().seconds_since(case.submitted_at) < 30 => soon,
        _ => ("officer", quiet()),
    })
}

/// The button for the next original; of several it says which.
fn print_button(visit: &Visit, n: i64, of: i64) -> Markup {
    let words = visit.words();
    let label = match of {
        1 => words.t("certificates-kiosk-print"),
        _ => words.tf("certificates-kiosk-print-one", &[("n", n.into()), ("of", of.into())]),
    };
    button_row(html! { (button(label).icon(Icon::Print)) })
}

/// Where it stands: to be paid, being made, ready, or an officer's.
pub(super) async fn wait(visit: Visit) -> Result<Response, WebError> {
    let Some(sitting) = sitting(&visit).await? else { return Ok(over_now(&visit)) };
    let Some(case) = case_of(&visit, &sitting).await? else { return Ok(visit.see_other("/kiosk/choose")) };
    let words = visit.words();
    let original = match case.paper {
        Some(_) => papers::next_original(&visit.house().db, &paper_of(&visit, &sitting).await?).await?,
        None => None,
    };
    let (key, next) = standing(&visit, &case, original.is_some()).await?;
    let title = words.t(&format!("certificates-kiosk-{key}"));
    let fee = case.fee.map(|f| visit.yen(f)).unwrap_or_default();
    let main = html! {
        (page_heading("", &title, &words.tf(&format!("certificates-kiosk-{key}-text"), &[("fee", fee.into())])))
        p.reference { span { (words.rich("certificates-kiosk-reference")) } strong { (case.reference) } }
        @if let Some((n, of)) = original { (form(words, "/kiosk/print", visit.form_token(), print_button(&visit, n, of))) }
        (button_row(html! {
            @if key == "pay" || key == "soon" { (link_button(words.t("certificates-kiosk-look-again"), "/kiosk/wait").outline()) }
        }))
        @if key == "pay" { p { (words.rich("certificates-kiosk-pay-then")) } }
        (end_button(&visit))
    };
    Ok(then(visit.page(plain(&title)).kiosk().main(main), next))
}

/// The paper of whoever sits here, if it holds.
async fn paper_of(visit: &Visit, sitting: &Sitting) -> Result<Paper, WebError> {
    let paper = case_of(visit, sitting).await?.and_then(|c| c.paper).ok_or(WebError::NotFound)?;
    let paper = papers::find(&visit.house().db, paper).await?;
    let theirs = |p: &Paper| p.revoked.is_none() && p.person == Some(sitting.who.person);
    paper.filter(theirs).ok_or(WebError::NotFound)
}

/// Prints the next original: it stands in the log of prints and in the person's journal.
pub(super) async fn print(visit: Visit, _: Fields) -> Result<Response, WebError> {
    let Some(sitting) = touched(&visit).await? else { return Ok(over_now(&visit)) };
    let id = paper_of(&visit, &sitting).await?.id;
    let act = visit.act("kiosk").by(Channel::Kiosk);
    match visit.house().db.write(&act, move |tx| async move { papers::print_at_screen(&tx, id).await }).await {
        Ok(_) => Ok(visit.see_other("/kiosk/sheet")),
        // All were printed already, or this one just now: the page says which.
        Err(StoreError::Missing(_) | StoreError::Conflict { .. }) => Ok(visit.see_other("/kiosk/wait")),
        Err(error) => Err(error.into()),
    }
}

/// The sheet within a page of ours, which closes by itself: a file alone would stay on the screen.
pub(super) async fn sheet(visit: Visit) -> Result<Response, WebError> {
    let Some(sitting) = touched(&visit).await? else { return Ok(over_now(&visit)) };
    let paper = paper_of(&visit, &sitting).await?;
    let words = visit.words();
    let title = words.t("certificates-kiosk-sheet");
    let main = html! {
        (page_heading("", &title, &words.t("certificates-kiosk-sheet-lead")))
        iframe.kiosk-sheet src="/kiosk/paper.pdf#navpanes=0&view=FitH" title=(plain(&paper.title)) {}
        (button_row(html! {
            (link_button(words.t("certificates-kiosk-printed"), "/kiosk/wait"))
            (link_button(words.t("certificates-kiosk-alone"), "/kiosk/paper.pdf").outline())
        }))
        (end_button(&visit))
    };
    let mut answer = then(visit.page(title).kiosk().main(main), quiet());
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMING));
    Ok(answer)
}

/// The file, once an original was printed in this sitting.
pub(super) async fn paper(visit: Visit) -> Result<Response, WebError> {
    let Some(sitting) = touched(&visit).await? else { return Ok(over_now(&visit)) };
    let paper = paper_of(&visit, &sitting).await?;
    if !papers::printed_at_screen_since(&visit.house().db, paper.id, sitting.started_at).await? {
        return Ok(visit.see_other("/kiosk/wait"));
    }
    let bytes = visit.house().blobs.get(&paper.file).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{}.pdf\"", paper.number)),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN".to_owned()),
        (header::CONTENT_SECURITY_POLICY, FRAMED.to_owned()),
        (REFRESH, format!("{}; url={}", quiet().0, quiet().1)),
    ];
    Ok((headers, bytes).into_response())
}

/// Nobody touched the screen for a while: is somebody there?
pub(super) async fn still(visit: Visit) -> Result<Response, WebError> {
    let Some(_) = sitting(&visit).await? else { return Ok(over_now(&visit)) };
    let words = visit.words();
    let title = words.t("certificates-kiosk-still");
    let seconds = rules::WARN_SECONDS;
    let main = html! {
        (page_heading("", &title, &words.tf("certificates-kiosk-still-text", &[("seconds", seconds.into())])))
        (button_row(html! { (link_button(words.t("certificates-kiosk-go-on"), "/kiosk/choose")) }))
        (end_button(&visit))
    };
    Ok(then(visit.page(title).kiosk().main(main), (seconds, "/kiosk/over")))
}

/// The person ends it.
pub(super) async fn end(visit: Visit, _: Fields) -> Result<Response, WebError> {
    if let Some(sitting) = sitting(&visit).await? {
        actions::stand_up(visit.house(), &visit.act("kiosk").by(Channel::Kiosk), &sitting).await?;
    }
    Ok(over_now(&visit))
}

/// It is over; nothing of the person is left here.
pub(super) async fn over(visit: Visit) -> Result<Response, WebError> {
    let words = visit.words();
    let title = words.t("certificates-kiosk-over");
    let main = html! {
        (page_heading("", &title, &words.t("certificates-kiosk-over-text")))
        (button_row(html! { (link_button(words.t("certificates-kiosk-next"), "/kiosk")) }))
    };
    Ok(then(visit.page(title).kiosk().main(main), (20, "/kiosk")))
}

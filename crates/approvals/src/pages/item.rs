//! `/desk/approvals/{id}`: the text, its way, and what this officer may do.

use super::timeline;
use super::{officer, words};
use crate::actions::{self, Verb};
use crate::desk;
use crate::draft::{Officer, Outcome, Post};
use crate::records::{self, Decision, Record, Review, StepId, Wording};
use crate::roster::{self, Holding};
use crate::routes::{RouteBook, StepKind};
use crate::rules::{Course, Place, Seat, Standing, State};
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::era;
use kernel::id::ApprovalId;
use maud::{Markup, html};
use serde::Deserialize;
use store::{BlobId, Reads, StoreError};
use web::components::{
    Icon, Tone, button, button_row, description_list, disclosure, error_summary, form, link_button, notice,
    notification_banner, page_heading, radio_group, resource, section, textarea,
};
use web::{Page, Visit, WebError};

/// A proposal as one officer sees it.
pub(super) struct View {
    pub record: Record,
    wordings: Vec<Wording>,
    seats: Vec<(StepId, Seat)>,
    decisions: Vec<Decision>,
    reviews: Vec<Review>,
    course: Course,
    officer: Officer,
    own: Option<usize>,
    deputy: Vec<Chance>,
}

/// A seat that the officer may fill for an absent holder.
struct Chance {
    seat: usize,
    holders: Vec<Holding>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    done: String,
}

/// What could not be taken from a form: field, words; and what was typed.
#[derive(Debug, Default)]
pub(super) struct Wrong {
    pub errors: Vec<(&'static str, &'static str)>,
    pub typed: String,
}

pub(super) async fn page(
    visit: Visit,
    Path(id): Path<ApprovalId>,
    Query(after): Query<After>,
) -> Result<Page, WebError> {
    let view = view(&visit, id).await?;
    look(&visit, &view).await?;
    let next = if after.done.is_empty() { None } else { next(&visit, &view).await? };
    let above = html! {
        @if let Some(words) = done_words(&after.done) { (done(&visit, &view, words, next)) }
    };
    Ok(show(&visit, &view, above, &Wrong::default()))
}

/// The same page after somebody else was first: says who, and what they did.
pub(super) async fn overtaken(visit: &Visit, id: ApprovalId) -> Result<Page, WebError> {
    let view = view(visit, id).await?;
    let banner =
        notification_banner(visit.words(), Tone::Warning, "ほかの職員が先に進めました").announced().body(html! {
            @if let Some(last) = view.decisions.last() {
                p { (words::when(last.at)) "に、" (last.name) "さんが「" (words::verb(&last.verb)) "」としました。" }
            }
            p { "あなたの操作は記録していません。下のいまの様子を確かめてください。" }
        });
    Ok(show(visit, &view, html! { (banner) }, &Wrong::default()).status(StatusCode::CONFLICT))
}

/// The same page with what is to be mended in the form.
pub(super) async fn mend(visit: &Visit, id: ApprovalId, wrong: &Wrong) -> Result<Page, WebError> {
    let view = view(visit, id).await?;
    Ok(show(visit, &view, error_summary(visit.words(), &wrong.errors), wrong).failed())
}

async fn view(visit: &Visit, id: ApprovalId) -> Result<View, WebError> {
    let officer = officer(visit).await?;
    let house = visit.house();
    let (db, book) = (&house.db, house.shelved::<RouteBook>()?);
    let day = visit.now().date();
    let record = records::find(db, id).await?.ok_or(WebError::NotFound)?;
    let wordings = records::wordings(db, id).await?;
    let Some(wording) = wordings.last() else { return Err(WebError::NotFound) };
    let seats = records::seats(db, id, record.round).await?;
    let course = Course {
        drafter: wording.drafter,
        digest: wording.digest,
        state: record.state,
        seats: seats.iter().map(|(_, s)| s.clone()).collect(),
    };
    let view = View {
        own: own_seat(&course, &officer),
        deputy: chances(db, book, &course, &officer, day).await?,
        decisions: records::decisions(db, id).await?,
        reviews: records::reviews(db, id).await?,
        record,
        wordings,
        seats,
        course,
        officer,
    };
    if view.may_see(visit, book) { Ok(view) } else { Err(WebError::NotFound) }
}

/// Reading what is to be decided about a person is reading that person's record.
async fn look(visit: &Visit, view: &View) -> Result<(), WebError> {
    let Some(person) = view.record.person else { return Ok(()) };
    let act = visit.act("決裁");
    let look = visit
        .house()
        .db
        .write(&act, move |tx| async move { people::look(&tx, person, "申請を決めるための確認").await });
    match look.await {
        Ok(_) | Err(StoreError::Missing(_)) => Ok(()),
        Err(e) => Err(e.into()),
    }
}

fn own_seat(course: &Course, officer: &Officer) -> Option<usize> {
    (0..course.seats.len()).find(|at| course.may_take(*at, officer, &Standing::Own, course.digest).is_ok())
}

/// The open seats of others that this officer may fill as a deputy, with the holders to be named.
async fn chances(
    q: &impl Reads,
    book: &RouteBook,
    course: &Course,
    officer: &Officer,
    day: kernel::Date,
) -> Result<Vec<Chance>, WebError> {
    let mut found = Vec::new();
    let may_stand_in = desk::deputised(book, officer, day);
    for (at, seat) in course.seats.iter().enumerate() {
        if seat.place != Place::Open || seat.kind == StepKind::Circulate || !may_stand_in.contains(&seat.post) {
            continue;
        }
        let line = book.deputies(&seat.post, day);
        let away = actions::unable(q, book, course, seat.step, &line, day).await?;
        let fits = |h: &Holding| {
            let standing = Standing::Deputy { absent: h.party, line: line.clone(), away: away.clone() };
            course.may_take(at, officer, &standing, course.digest).is_ok()
        };
        let holders: Vec<Holding> = roster::holders(q, book, &seat.post, day).await?.into_iter().filter(fits).collect();
        if !holders.is_empty() {
            found.push(Chance { seat: at, holders });
        }
    }
    Ok(found)
}

impl View {
    /// Who decides at the drafting desk, and whoever has or had a part in it.
    fn may_see(&self, visit: &Visit, book: &RouteBook) -> bool {
        let of_the_desk = visit.account().is_some_and(|w| w.may_at("approvals.decide", &self.record.desk));
        let day = visit.now().date();
        let stands_in = desk::deputised(book, &self.officer, day);
        let has_part = |post: &Post| self.officer.holds(post) || stands_in.contains(post);
        of_the_desk
            || self.course.drafter.is(self.officer.party)
            || self
                .seats
                .iter()
                .any(|(_, s)| has_part(&s.post) || matches!(s.place, Place::Filled(p) if p.is(self.officer.party)))
            || self.reviews.iter().any(|r| r.duty.absent.is(self.officer.party))
    }

    fn wording(&self) -> Option<&Wording> {
        self.wordings.last()
    }

    fn path(&self, what: &str) -> String {
        format!("/desk/approvals/{}/{what}", self.record.id)
    }

    /// The hidden fields that say which seat and which text are meant.
    fn meant(&self, seat: usize) -> Markup {
        html! {
            @if let Some((row, _)) = self.seats.get(seat) { input type="hidden" name="seat" value=(row); }
            input type="hidden" name="text" value=(self.course.digest.hex());
        }
    }
}

fn show(visit: &Visit, view: &View, above: Markup, wrong: &Wrong) -> Page {
    let record = &view.record;
    let main = html! {
        (above)
        (page_heading(&format!("決裁　{}", record.route_title), &record.title, ""))
        (facts(visit, view))
        @if let Some(wording) = view.wording() { (section("起案の内容", text(view, wording))) }
        @if let Some(wording) = view.objections() { (wording) }
        (own(visit, view, wrong))
        (as_deputy(visit, view, wrong))
        (owed(visit, view))
        (section("決裁の道すじ", timeline::way(&visit.house().town, record.state, &view.seats, &view.decisions, &view.reviews)))
        (pulling_back(visit, view))
        (earlier(view))
    };
    visit.page(record.title.clone()).desk().crumbs(&[("決裁", "/desk/approvals")]).main(main)
}

fn facts(visit: &Visit, view: &View) -> Markup {
    let record = &view.record;
    let town = &visit.house().town;
    let desk = town.organisation.desk(&record.desk).map_or(record.desk.as_str(), |d| d.name.as_str());
    let wording = view.wording();
    let list = description_list(visit.words())
        .item("様子", words::state(record.state))
        .item("起案", html! { (desk) " " (record.drafter_name) "　" (words::when(record.started_at)) });
    let list = match &record.number {
        Some(number) => list.item("文書番号", html! { (number) }),
        None => list,
    };
    let list = match wording.and_then(|w| w.amount) {
        Some(amount) => list.item("金額", html! { (amount) }),
        None => list,
    };
    let list = match record.decided_at {
        Some(at) => list.item("終わった日", html! { (era::date_label(at.date())) }),
        None => list,
    };
    let list = match &record.reason {
        Some(reason) => list.item("理由", html! { (reason) }),
        None => list,
    };
    html! {
        (list)
        @if let Some(link) = &record.link { p { (link_button("もとの案件を見る", link).outline().icon(Icon::Document)) } }
    }
}

fn text(view: &View, wording: &Wording) -> Markup {
    html! {
        div.decided-text { @for line in wording.text.lines() { p { (line) } } }
        @if !wording.attachments.is_empty() {
            ul { @for (n, file) in wording.attachments.iter().enumerate() {
                li { (resource(&file.name, view.path(&format!("files/{n}"))).icon(Icon::Document)) }
            } }
        }
        p.support-text { "この内容の確かめ番号: " (wording.digest.hex().chars().take(16).collect::<String>()) }
    }
}

impl View {
    /// What others objected in this round, in front of whoever decides.
    fn objections(&self) -> Option<Markup> {
        let raised: Vec<&Decision> =
            self.decisions.iter().filter(|d| d.round == self.record.round && d.verb == "object").collect();
        (!raised.is_empty()).then(|| {
            notice(
                Tone::Warning,
                html! {
                    p { strong { "合議で異議が出ています" } }
                    @for d in raised { p { (d.name) "：" (d.words.as_deref().unwrap_or("")) } }
                },
            )
        })
    }
}

fn own(visit: &Visit, view: &View, wrong: &Wrong) -> Markup {
    let Some(at) = view.own.filter(|_| visit.may("approvals.decide")) else { return html! {} };
    let Some(seat) = view.course.seats.get(at) else { return html! {} };
    let buttons = match seat.kind {
        StepKind::Approve => html! {
            (button("承認する").icon(Icon::Check))
            (button("差し戻す").danger().to(view.path("send-back")))
        },
        StepKind::Consult => html! {
            (button("異議なし").icon(Icon::Check))
            (button("異議あり").danger().to(view.path("object")))
        },
        StepKind::Circulate => html! { (button("見ました（供覧済み）").icon(Icon::Check)) },
    };
    let (action, label, hint) = match seat.kind {
        StepKind::Approve => (
            "approve",
            "意見・差し戻す理由",
            "差し戻すときは、何を直せばよいかを書いてください。承認だけなら空のままでかまいません。",
        ),
        StepKind::Consult => ("agree", "意見", "異議があるときは、その理由を書いてください。決裁する人に見せます。"),
        StepKind::Circulate => ("seen", "", ""),
    };
    let body = html! {
        (view.meant(at))
        @if seat.kind != StepKind::Circulate {
            (textarea(visit.words(), "words", label).hint(hint).rows(3).value(&wrong.typed).error(wrong.of("words")))
        }
        (button_row(buttons))
    };
    section(
        &format!("あなたの番です（{} {}）", words::post(&visit.house().town, &seat.post), seat.kind.label()),
        html! { (form(visit.words(), view.path(action), visit.form_token(), body)) },
    )
}

fn as_deputy(visit: &Visit, view: &View, wrong: &Wrong) -> Markup {
    let chances = if visit.may("approvals.decide") { view.deputy.as_slice() } else { &[] };
    let forms = chances.iter().filter(|c| Some(c.seat) != view.own).map(|chance| {
        let seat = view.course.seats.get(chance.seat);
        let consult = seat.is_some_and(|s| s.kind == StepKind::Consult);
        let post = seat.map(|s| words::post(&visit.house().town, &s.post)).unwrap_or_default();
        let choices = chance.holders.iter().map(|h| {
            let note = if h.away { "（不在の予定が入っています）" } else { "" };
            (party_value(h), format!("{post} {}{note}", h.name))
        });
        let body = html! {
            (view.meant(chance.seat))
            (radio_group(visit.words(), "absent", "いないのはだれですか", choices).required(true).error(wrong.of("absent")))
            (textarea(visit.words(), "reason", "代わりに決める理由").required(true).rows(3).value(&wrong.typed)
                .hint("例: 出張のため、明日まで戻らない。急ぐので待てない。").error(wrong.of("reason")))
            @if consult {
                (button_row(html! {
                    (button("代わりに異議なしとする").sends("verb", Verb::Agree.as_str()))
                    (button("代わりに異議ありとする").danger().sends("verb", Verb::Object.as_str()))
                }))
            } @else {
                (button_row(html! {
                    (button("代わりに承認する（代決）").sends("verb", Verb::Approve.as_str()))
                    (button("代わりに差し戻す").danger().sends("verb", Verb::SendBack.as_str()))
                }))
            }
        };
        form(visit.words(), view.path("deputise"), visit.form_token(), body)
    });
    let forms: Vec<_> = forms.collect();
    html! {
        @for form in forms {
            (section("代わりに決める（代決）", html! {
                (notice(Tone::Info, html! { p { "いない人は、あとで必ずこの起案を見ます（後閲）。" } }))
                (form)
            }))
        }
    }
}

/// How a form names an absent officer.
pub(super) fn party_value(holding: &Holding) -> String {
    holding.party.key().map(|k| k.to_string()).unwrap_or_default()
}

fn owed(visit: &Visit, view: &View) -> Markup {
    let mine =
        view.reviews.iter().filter(|r| r.duty.may_review(&view.officer).is_ok() && visit.may("approvals.decide"));
    html! {
        @for review in mine {
            (section("後閲", html! {
                p { (review.absent_name) "の不在の間に、代わりに決められました。内容を確かめてください。" }
                (form(visit.words(), view.path("review"), visit.form_token(), html! {
                    input type="hidden" name="review" value=(review.id);
                    (textarea(visit.words(), "words", "気づいたこと").required(false).rows(3))
                    (button("見ました（後閲）").icon(Icon::Check))
                }))
            }))
        }
    }
}

fn pulling_back(visit: &Visit, view: &View) -> Markup {
    if view.course.clone().pull_back(view.officer.party).is_err() {
        return html! {};
    }
    section(
        "引上げ",
        html! {
            p { "まだだれも決めていないので、書き直すために引き上げられます。" }
            (form(visit.words(), view.path("pull-back"), visit.form_token(), html! {
                (textarea(visit.words(), "words", "引き上げる理由").required(false).rows(2))
                (button("引き上げる").outline())
            }))
        },
    )
}

/// The wordings of earlier rounds, kept as they were.
fn earlier(view: &View) -> Markup {
    let old = view.wordings.split_last().map(|(_, old)| old).unwrap_or_default();
    html! {
        @for wording in old {
            (disclosure(&format!("{}回目の内容（{} {}）", wording.round, words::when(wording.started_at), wording.drafter_name), html! {
                p { strong { (wording.title) } }
                @for line in wording.text.lines() { p { (line) } }
            }))
        }
    }
}

impl Wrong {
    fn of(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| *name == field).map(|(_, words)| *words)
    }
}

fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "approve" => "承認しました",
        "send_back" => "差し戻しました",
        "agree" => "「異議なし」と記録しました",
        "object" => "「異議あり」と記録しました",
        "seen" => "供覧済みにしました",
        "deputise" => "代わりに決めたことを記録しました",
        "review" => "後閲を記録しました",
        "pull_back" => "引き上げました",
        _ => return None,
    })
}

fn done(visit: &Visit, view: &View, words: &str, next: Option<(String, String)>) -> Markup {
    let banner = notification_banner(visit.words(), Tone::Success, words).announced().body(html! {
        p { (what_follows(view.record.state)) }
        @if let Some((title, href)) = next {
            p { (link_button(format!("次へ: {title}"), href)) }
        } @else {
            p { (link_button("決裁の一覧へ", "/desk/approvals").outline()) }
        }
    });
    html! { (banner) }
}

const fn what_follows(state: State) -> &'static str {
    match state {
        State::Open => "次の人に回りました。",
        State::Ended(Outcome::Approved) => "決裁が終わり、文書番号が付きました。起案した窓口に知らせました。",
        State::Ended(Outcome::SentBack) => "起案した人に戻りました。書き直すと、また初めから回ります。",
        State::Ended(Outcome::Withdrawn) => "起案は手もとに戻りました。書き直して、また出せます。",
    }
}

/// The next proposal that waits for this officer.
async fn next(visit: &Visit, view: &View) -> Result<Option<(String, String)>, WebError> {
    let house = visit.house();
    let desk = desk::of(&house.db, house.shelved::<RouteBook>()?, &view.officer, visit.now().date()).await?;
    let next = desk.mine.into_iter().find(|w| w.record.id != view.record.id);
    Ok(next.map(|w| (w.record.title, format!("/desk/approvals/{}", w.record.id))))
}

/// A file that belongs to the text, to be saved, never shown in the house's own name.
pub(super) async fn file(visit: Visit, Path((id, n)): Path<(ApprovalId, usize)>) -> Result<Response, WebError> {
    let view = view(&visit, id).await?;
    let file = view.wording().and_then(|w| w.attachments.get(n)).ok_or(WebError::NotFound)?;
    let blob: BlobId = file.digest.parse().map_err(|_| WebError::NotFound)?;
    let bytes = visit.house().blobs.get(&blob).await?;
    let name: String = file
        .name
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect();
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

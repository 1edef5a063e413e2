//! The form of a measure: what it says now stands in the fields, and is changed there.

use crate::book::edit::{self, Filled, Known, Typed, Wrong};
use crate::book::fold::{self, Change, Part, Version};
use crate::book::propose::{self, Refused, Seen, Written};
use crate::book::records::{self, ChangeId, Proposal};
use crate::book::show::Teller;
use crate::book::{self, Above, Book, Item, Measure, Plan, Use};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::fiscal::FiscalYear;
use maud::{Markup, html};
use web::components::{
    Choice, Tone, Words, button, checkbox, checkbox_group, date_input, disclosure, error_summary, form, input_text,
    notification_banner, page_heading, radio_group, section, select, table, textarea,
};
use web::texts::Lang;
use web::{Fields, Page, Visit, WebError};

/// What the pages of one form share: the plan with all that is decided.
struct Desk {
    first: Plan,
    versions: Vec<Version>,
    latest: Plan,
    last: i64,
}

/// The form as it is shown.
struct Sheet<'a> {
    action: String,
    measure: &'a Measure,
    filled: Filled,
    seen: i64,
    draft: Option<i64>,
    wrong: Wrong,
    above: Markup,
}

async fn desk(visit: &Visit) -> Result<Desk, WebError> {
    let first = book::first(visit.house())?;
    let versions = records::decided(&visit.house().db).await?;
    let last = fold::last(&versions);
    let latest = fold::up_to(&first, &versions, last);
    Ok(Desk { first, versions, latest, last })
}

fn teller(visit: &Visit) -> Teller<'_> {
    Teller { house: visit.house(), lang: Lang::Ja }
}

pub(super) async fn new(visit: Visit, Path(key): Path<String>) -> Result<Page, WebError> {
    let desk = desk(&visit).await?;
    let measure = desk.latest.measure(&key).ok_or(WebError::NotFound)?;
    let tomorrow = visit.now().date().tomorrow().unwrap_or(visit.now().date());
    let filled = Filled::of(measure, &desk.latest).with_occasion(tomorrow, "");
    let others = records::unfinished(&visit.house().db).await?;
    let others = others.iter().filter(|p| p.measure == key);
    let above = html! { @for p in others { (other(&visit, p)) } };
    let action = format!("/desk/plan/book/{key}");
    let sheet = Sheet { action, measure, filled, seen: desk.last, draft: None, wrong: Wrong::new(), above };
    Ok(show(&visit, &desk, sheet))
}

/// Another change of the same measure, so that nobody writes it twice without knowing.
fn other(visit: &Visit, p: &Proposal) -> Markup {
    let parts: Vec<String> = p.change.parts().into_iter().map(|part| teller(visit).part_name(part)).collect();
    let body = html! {
        p { "変える所: " (parts.join("、")) "。" a href=(format!("/desk/plan/book/changes/{}", p.id)) { "その案を見る" } }
    };
    html! { (notification_banner(visit.words(), Tone::Info, "この施策には、ほかの変更の案があります").body(body)) }
}

pub(super) async fn again(visit: Visit, Path(id): Path<ChangeId>) -> Result<Page, WebError> {
    let desk = desk(&visit).await?;
    let p = own(&visit, id).await?;
    let mut mine = desk.latest.measure(&p.measure).ok_or(WebError::NotFound)?.clone();
    p.change.lay_over(&mut mine);
    let overtaken = match propose::free(&desk.versions, &p.measure, p.seen, &p.change, p.from) {
        Err(Refused::Overtaken(parts)) => parts,
        _ => Vec::new(),
    };
    let filled = Filled::of(&mine, &desk.latest).with_occasion(p.from, &p.why);
    let measure = desk.latest.measure(&p.measure).ok_or(WebError::NotFound)?;
    let above = compare(&visit, &overtaken, measure, &p.change);
    let action = format!("/desk/plan/book/changes/{id}/edit");
    let sheet = Sheet { action, measure, filled, seen: desk.last, draft: Some(p.version), wrong: Wrong::new(), above };
    Ok(show(&visit, &desk, sheet))
}

async fn own(visit: &Visit, id: ChangeId) -> Result<Proposal, WebError> {
    let p = records::find(&visit.house().db, id).await?.ok_or(WebError::NotFound)?;
    let own = p.drafter == Some(visit.signed_in()?.account);
    if !own {
        return Err(WebError::NotFound);
    }
    if p.state.is_writable() { Ok(p) } else { Err(WebError::Changed) }
}

/// What was decided meanwhile, beside what this officer wrote.
fn compare(visit: &Visit, overtaken: &[Part], now: &Measure, change: &Change) -> Markup {
    if overtaken.is_empty() {
        return html! {};
    }
    let (teller, now) = (teller(visit), Change::whole(now));
    let rows = overtaken.iter().map(|part| {
        let lines = |change| teller.list(&teller.lines(*part, change));
        [html! { (teller.part_name(*part)) }, lines(&now), lines(change)]
    });
    let body = html! {
        p { "あなたの案は消えていません。いま決まっている文と見くらべて、よければもう一度「案として残す」を押してください。" }
        (table("重なった所", ["所", "いま決まっている文", "あなたの案"]).rows(rows).caption_hidden())
    };
    html! { (notification_banner(visit.words(), Tone::Warning, "書いている間に、同じ所の変更が決まりました").announced().body(body)) }
}

pub(super) async fn keep_new(visit: Visit, Path(key): Path<String>, fields: Fields) -> Result<Response, WebError> {
    let action = format!("/desk/plan/book/{key}");
    keep(&visit, &key, action, None, &fields).await
}

pub(super) async fn keep_again(visit: Visit, Path(id): Path<ChangeId>, fields: Fields) -> Result<Response, WebError> {
    let p = own(&visit, id).await?;
    let version = fields.text("version").parse().map_err(|_| WebError::Unreadable("version"))?;
    let action = format!("/desk/plan/book/changes/{id}/edit");
    keep(&visit, &p.measure, action, Some(Seen { id, version }), &fields).await
}

async fn keep(
    visit: &Visit,
    key: &str,
    action: String,
    draft: Option<Seen>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let desk = desk(visit).await?;
    let seen = fields.text("seen").parse::<i64>().map_err(|_| WebError::Unreadable("seen"))?.min(desk.last);
    let base = fold::up_to(&desk.first, &desk.versions, seen);
    let measure = base.measure(key).ok_or(WebError::NotFound)?;
    let filled = Filled::typed(fields);
    let sheet = |filled, seen, wrong, above| {
        let draft = draft.map(|d| d.version);
        Sheet { action: action.clone(), measure, filled, seen, draft, wrong, above }
    };
    let typed = match edit::read(&filled, measure, &known(visit, &desk.latest), visit.now().date()) {
        Ok(typed) => typed,
        Err(wrong) => return Ok(show(visit, &desk, sheet(filled, seen, wrong, html! {})).into_response()),
    };
    let Typed { measure: mine, from, why } = typed;
    let written = Written { seen, measure: mine.clone(), from, why: why.clone() };
    let kept = propose::keep(visit.house(), &visit.act("計画の変更"), visit.signed_in()?, draft, written).await;
    match kept {
        Ok(id) => Ok(visit.see_other(&format!("/desk/plan/book/changes/{id}"))),
        Err(Refused::Overtaken(parts)) => {
            // What others decided stays; only what this officer changed is laid over it.
            let change = Change::between(measure, &mine);
            let now = desk.latest.measure(key).ok_or(WebError::NotFound)?;
            let mut merged = now.clone();
            change.lay_over(&mut merged);
            let filled = Filled::of(&merged, &desk.latest).with_occasion(from, &why);
            let above = compare(visit, &parts, now, &change);
            Ok(show(visit, &desk, sheet(filled, desk.last, Wrong::new(), above)).failed().into_response())
        }
        Err(refused) => {
            let wrong = vec![said(&refused).ok_or_else(|| error(refused))?];
            Ok(show(visit, &desk, sheet(filled, seen, wrong, html! {})).into_response())
        }
    }
}

/// What the officer can mend, at the field where they can.
fn said(refused: &Refused) -> Option<(String, String)> {
    match refused {
        Refused::Nothing => Some(("aim-ja".to_owned(), "変えたところがありません".to_owned())),
        Refused::LaterDecided(day) => {
            let words = format!(
                "同じ所の変更が{}から効くと決まっています。それより後の日にしてください",
                kernel::era::date_label(*day)
            );
            Some(("from".to_owned(), words))
        }
        _ => None,
    }
}

pub(super) fn error(refused: Refused) -> WebError {
    match refused {
        Refused::Store(error) => error.into(),
        Refused::Approval(error) => error.into(),
        _ => WebError::Changed,
    }
}

fn known<'a>(visit: &'a Visit, plan: &'a Plan) -> Known<'a> {
    let house = visit.house();
    let book = house.shelved::<Book>().ok();
    let items = book.into_iter().flat_map(|b| &b.above);
    let items = items.flat_map(|a| a.items.iter().map(move |i| format!("{}/{}", a.key, i.key)));
    Known {
        plan,
        desks: house.town.organisation.desks().iter().map(|d| d.key.as_str()).collect(),
        indicators: house.all_rooms().flat_map(|r| r.indicators).map(|i| i.key).collect(),
        items: items.collect(),
    }
}

fn show(visit: &Visit, desk: &Desk, sheet: Sheet<'_>) -> Page {
    let (words, f) = (visit.words(), Form { visit, desk, sheet: &sheet });
    let title = format!("変える: {}", sheet.measure.name.ja);
    let body = html! {
        input type="hidden" name="seen" value=(sheet.seen);
        @if let Some(version) = sheet.draft { input type="hidden" name="version" value=(version); }
        (section("ねらい", html! {
            p.support-text { "日本語の文を変えたら、やさしい日本語と英語の文も合わせて直してください。" }
            (f.words_of("aim", "何のための施策か"))
        }))
        (section("窓口", f.desks()))
        (section("年度ごとの節目", f.steps()))
        (section("予算", f.budgets()))
        (section("指標と目標", f.usages()))
        (section("上の計画との対応", f.answers()))
        (section("いつから、なぜ", f.occasion()))
        (button("案として残す"))
        p.support-text { "このあと、前の文と並べて確かめてから、決裁に回します。" }
    };
    let main = html! {
        (error_summary(words, &sheet.wrong))
        (page_heading("計画", &title, "変える所だけ直してください。直さなかった所は、ほかの人の変更があってもそのまま残ります。"))
        (sheet.above)
        (form(words, sheet.action.clone(), visit.form_token(), body))
    };
    let page = visit.page(title).desk().crumbs(&[("計画を変える", "/desk/plan/book")]).main(main);
    if sheet.wrong.is_empty() { page } else { page.failed() }
}

struct Form<'a> {
    visit: &'a Visit,
    desk: &'a Desk,
    sheet: &'a Sheet<'a>,
}

impl<'a> Form<'a> {
    fn words(&self) -> Words<'a> {
        self.visit.words()
    }

    fn value(&self, name: &str) -> &str {
        self.sheet.filled.text(name)
    }

    fn wrong(&self, name: &str) -> Option<&str> {
        self.sheet.wrong.iter().find(|(field, _)| field == name).map(|(_, words)| words.as_str())
    }

    fn years(&self) -> Vec<FiscalYear> {
        let (first, last) = self.desk.latest.years;
        (first.0..=last.0).map(FiscalYear).collect()
    }

    /// A text in the three languages.
    fn words_of(&self, name: &str, label: &str) -> Markup {
        let field = |lang: &str, label: String, hint: &str| {
            let name = format!("{name}-{lang}");
            textarea(self.words(), name.clone(), label)
                .rows(2)
                .maxlength(500)
                .hint(hint)
                .value(self.value(&name))
                .error(self.wrong(&name))
        };
        html! {
            (field("ja", label.to_owned(), ""))
            (field("easy", format!("{label}（やさしい日本語）"), "読みがなは ｜漢字《かんじ》 のように書きます。"))
            (field("en", format!("{label}（英語）"), ""))
        }
    }

    fn desks(&self) -> Markup {
        let choices: Vec<Choice> = self
            .visit
            .house()
            .town
            .organisation
            .desks()
            .iter()
            .map(|d| Choice::new(d.key.clone(), d.name.clone()))
            .collect();
        html! {
            (select(self.words(), "desk", "受け持つ窓口", choices.clone()).value(self.value("desk")).error(self.wrong("desk")))
            (checkbox_group(self.words(), "supporting", "手伝う窓口", choices).values(self.sheet.filled.all("supporting").to_vec()))
        }
    }

    fn steps(&self) -> Markup {
        let years: Vec<Choice> = self.years().into_iter().map(|y| Choice::new(y.0.to_string(), y.label())).collect();
        let row = |n: usize| {
            let year = format!("step-{n}-year");
            let text = self.value(&format!("step-{n}-ja"));
            let fields = html! {
                (select(self.words(), year.clone(), "年度", years.clone()).value(self.value(&year)).error(self.wrong(&year)))
                (self.words_of(&format!("step-{n}"), "節目"))
            };
            let failed = ["year", "ja", "easy", "en"].iter().any(|f| self.wrong(&format!("step-{n}-{f}")).is_some());
            match text {
                _ if failed => fields,
                "" => disclosure("節目を加える", fields),
                text => disclosure(&format!("{}　{text}", self.year_label(&year)), fields),
            }
        };
        html! {
            p.support-text { "なくす節目は、文を空にしてください。" }
            @for n in 0..self.sheet.filled.rows("step", "year") { (row(n)) }
        }
    }

    fn year_label(&self, field: &str) -> String {
        self.value(field).parse().map(|y| FiscalYear(y).label()).unwrap_or_default()
    }

    fn budgets(&self) -> Markup {
        html! {
            p.support-text { "分からない年度は空けてください。ページには「未定」と出ます。" }
            @for year in self.years() {
                @let name = format!("budget-{}", year.0);
                (input_text(self.words(), name.clone(), year.label()).numeric().unit("円").width("is-narrow").value(self.value(&name)).error(self.wrong(&name)))
            }
        }
    }

    fn usages(&self) -> Markup {
        html! {
            @for n in 0..self.sheet.filled.rows("use", "key") {
                @let key = self.value(&format!("use-{n}-key"));
                @match self.sheet.measure.indicators.iter().find(|u| u.key == key) {
                    Some(usage) => { (self.known_use(n, usage)) }
                    None => { (self.new_use(n)) }
                }
            }
        }
    }

    fn known_use(&self, n: usize, usage: &Use) -> Markup {
        let drop = format!("use-{n}-drop");
        let fields = html! {
            @if let Some(starts) = &usage.starts_when { p.support-text { (starts.ja) } }
            (self.numbers(n))
            (checkbox(self.words(), &drop, "この指標を使うのをやめる", self.value(&drop) == "yes", None))
        };
        let title = teller(self.visit).indicator(usage);
        let prefix = format!("use-{n}-");
        let failed = self.sheet.wrong.iter().any(|(name, _)| name.starts_with(&prefix));
        html! {
            input type="hidden" name=(format!("use-{n}-key")) value=(usage.key);
            @if failed { h3 { (title) } (fields) } @else { (disclosure(&title, fields)) }
        }
    }

    fn new_use(&self, n: usize) -> Markup {
        let name = format!("use-{n}-key");
        let used = &self.sheet.measure.indicators;
        let all = self.visit.house().all_rooms().flat_map(|r| r.indicators);
        let free: Vec<Choice> = all
            .filter(|i| used.iter().all(|u| u.key != i.key))
            .map(|i| Choice::new(i.key, format!("{}（{}）", i.title.ja, i.unit)))
            .collect();
        let fields = html! {
            (select(self.words(), name.clone(), "加える指標", free).hint("仕組みの記録から数えられるものです。").value(self.value(&name)).error(self.wrong(&name)))
            (self.numbers(n))
        };
        if self.wrong(&name).is_some() { fields } else { disclosure("指標を加える", fields) }
    }

    /// Direction, baseline and targets of one indicator.
    fn numbers(&self, n: usize) -> Markup {
        let name = |field: &str| format!("use-{n}-{field}");
        let number = |name: String, label: String| {
            input_text(self.words(), name.clone(), label)
                .inputmode("decimal")
                .width("is-narrow")
                .value(self.value(&name))
                .error(self.wrong(&name))
        };
        let ways = [("up", "増えるほどよい"), ("down", "減るほどよい")];
        html! {
            (radio_group(self.words(), name("direction"), "どちらがよいか", ways).inline().value(self.value(&name("direction"))))
            (number(name("baseline"), "もとの値".to_owned()))
            (number(name("baseline-year"), "もとの値の年度（西暦）".to_owned()))
            @for year in self.years() {
                (number(name(&format!("target-{}", year.0)), format!("{}の目標", year.label())))
            }
        }
    }

    fn answers(&self) -> Markup {
        let above = self.visit.house().shelved::<Book>().map(|b| b.above.as_slice()).unwrap_or_default();
        html! {
            p.support-text { "この施策が応える項目を選びます。" }
            @for plan in above.iter().filter(|a| !a.items.is_empty()) { (self.answers_to(plan)) }
        }
    }

    fn answers_to(&self, plan: &Above) -> Markup {
        let picked = self.sheet.filled.all("answers");
        let value = |item: &Item| format!("{}/{}", plan.key, item.key);
        let ticked = plan.items.iter().filter(|i| picked.contains(&value(i))).count();
        let boxes = html! {
            div.choices role="group" aria-label=(plan.name.ja) { @for item in &plan.items {
                @let id = format!("answers-{}-{}", plan.key, item.key);
                div.choice {
                    input type="checkbox" id=(id) name="answers" value=(value(item)) checked[picked.contains(&value(item))];
                    label for=(id) { (item.mark) (item.name.ja) }
                }
            } }
        };
        disclosure(&format!("{}（{}項目のうち{ticked}）", plan.name.ja, plan.items.len()), boxes)
    }

    fn occasion(&self) -> Markup {
        html! {
            (date_input(self.words(), "from", "いつから効くか").required(true).hint("決裁が遅れたときは、決まった日からになります。").value(self.sheet.filled.date("from")).error(self.wrong("from")))
            (textarea(self.words(), "why", "変える理由").required(true).hint("だれでも読めるページに出ます。人の名前は書かないでください。").rows(4).maxlength(1000).value(self.value("why")).error(self.wrong("why")))
            (checkbox(self.words(), "confirm", "変えない所も、この決裁で町が確かめたものにする（「未確認」の印を外す）", self.value("confirm") == "yes", None))
        }
    }
}

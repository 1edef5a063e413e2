//! The officer's page of a case, drawn.

use crate::assist::CHECKS;
use crate::cosign::records::Signed;
use crate::cosign::{self, Way};
use crate::decide::usual_words;
use crate::forms::{Answers, Change, Exempt, Kind, Procedure, TownMatter};
use crate::pages::desk_case::{can_review, told_by};
use crate::pages::mine::feedback_fields;
use crate::pages::{once, parts};
use crate::records::case::{self, Case};
use crate::records::file::{self, CaseFile};
use crate::records::message::{self, Message};
use crate::register;
use crate::rules::{self, Event, State};
use crate::say;
use crate::standstill::{self, Standstill};
use crate::submit::channel_word;
use kernel::Moment;
use kernel::id::AccountId;
use maud::{Markup, html};
use people::Person;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{StoreError, journal};
use web::components::{
    Icon, Tone, button, button_row, chip_label, description_list, disclosure, error_summary, event, form, input_text,
    link_button, notice, page_heading, radio_group, section, select, table, textarea, timeline,
};
use web::texts::{Lang, plain};
use web::{Fields, Page, Visit, WebError};

/// Everything that stands on the page.
pub(crate) struct View<'a> {
    case: &'a Case,
    procedure: Arc<Procedure>,
    matter: Arc<TownMatter>,
    answers: Answers,
    changes: Vec<Change>,
    files: Vec<CaseFile>,
    messages: Vec<Message>,
    history: Vec<journal::Entry>,
    person: Option<Person>,
    names: BTreeMap<AccountId, String>,
    approval: Option<approvals::Status>,
    bill: Option<billing::BillStatus>,
    feedback: bool,
    signature: Option<Signed>,
    standstill: Option<Standstill>,
    register_as_of: Option<Moment>,
}

impl<'a> View<'a> {
    /// Reads it all.
    pub(crate) async fn gather(visit: &Visit, case: &'a Case, person: Option<Person>) -> Result<Self, WebError> {
        let db = &visit.house().db;
        let (procedure, matter) = parts::matter_of(visit.house(), case)?;
        let answers = case::answers(db, case.id, case.round).await?;
        let changes = if case.round > 1 {
            let before = case::answers(db, case.id, case.round - 1).await?;
            matter.form.diff(&before, &answers)
        } else {
            Vec::new()
        };
        let messages = message::of_case(db, case.id).await?;
        let history = journal::of_row(db, "cases_case", case.id.0).await?;
        let mut names = BTreeMap::new();
        let signature = cosign::records::signature_of(db, case.id).await?;
        let recorded = signature.as_ref().and_then(|s| s.helper);
        let known = [case.officer, case.helper, case.account, recorded].into_iter().flatten();
        let actors = history.iter().filter_map(|e| e.actor.strip_prefix("account:")?.parse().ok());
        let authors = messages.iter().filter_map(|m| m.author);
        for account in known.chain(actors).chain(authors) {
            if let std::collections::btree_map::Entry::Vacant(place) = names.entry(account)
                && let Some(found) = people::accounts::find(db, account).await?
            {
                place.insert(found.name);
            }
        }
        let approval = match case.approval {
            Some(id) => there(approvals::status(db, id).await)?,
            None => None,
        };
        let bill = match case.bill {
            Some(id) => there(billing::status(db, id).await)?,
            None => None,
        };
        Ok(Self {
            case,
            procedure: procedure.clone(),
            matter: matter.clone(),
            answers,
            changes,
            files: file::of_case(db, case.id).await?,
            messages,
            history,
            person,
            names,
            approval,
            bill,
            feedback: message::feedback(db, case.id).await?.is_some(),
            signature,
            standstill: standstill::of(db, visit.house(), case, visit.now()).await?,
            register_as_of: people::register::last_import(db).await?,
        })
    }

    fn name(&self, account: Option<AccountId>) -> String {
        account.and_then(|a| self.names.get(&a).cloned()).unwrap_or_default()
    }
}

fn there<T>(found: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::Missing(_)) => Ok(None),
        Err(e) => Err(e),
    }
}

/// The page.
pub(crate) fn draw(
    visit: &Visit,
    view: &View<'_>,
    wrong: Option<&str>,
    typed: Option<&Fields>,
) -> Result<Page, WebError> {
    let (words, case) = (visit.words(), view.case);
    let title = plain(&view.procedure.guide.title.ja);
    let errors: Vec<(&str, String)> = wrong.iter().map(|key| ("version", words.t(key))).collect();
    let main = html! {
        (error_summary(words, &errors))
        (page_heading(&format!("受付番号 {}", case.reference), &title, ""))
        p { (parts::desk_state_chip(words, case.state, case.outcome)) " " (parts::deadline_chip(visit, case.state, case.due_on)) }
        (facts(visit, view))
        (open_points(visit, view))
        (once::on_desk(visit, case, typed))
        @if view.signature.is_some() && case.round > 1 { (notice(Tone::Warning, html! { p { (words.rich("desk-cosign-first")) } })) }
        @if !view.changes.is_empty() { (section("補正で変わったところ", changes(view))) }
        (section("申請の内容", html! { (parts::all_answers(words, &view.matter.form, &view.answers)) (attachments(view)) }))
        (section("台帳との照らし合わせ", comparison(view)))
        @if can_review(case.state) { (section("決定の案", propose(visit, view, typed))) (section("補正を求める", ask(visit, view, typed))) }
        (section("メモ", notes(visit, view, typed)))
        (withdrawing(visit, view, typed))
        (section("これまでの記録", history(view)))
        @if !view.feedback { (disclosure("便利になったか（紙・電話・窓口で聞いた答え）", told_feedback(visit, view))) }
    };
    let page =
        visit.page(format!("{} {title}", case.reference)).desk().crumbs(&[("受付一覧", "/desk/cases")]).main(main);
    Ok(if wrong.is_some() { page.failed() } else { page })
}

fn facts(visit: &Visit, view: &View<'_>) -> Markup {
    let case = view.case;
    let mut list = description_list(visit.words())
        .item("申請した人", html! { (case.applicant_name) })
        .item("受け付け", html! { (say::moment(case.submitted_at, Lang::Ja)) "　" (channel_word(case.channel)) });
    if let Some(signed) = &view.signature {
        list = list.item(visit.t("desk-cosign-signed"), html! { (said_of(visit, view, signed)) });
    }
    if case.mandate.is_some() {
        list = list.item("代わりの方", html! { (view.name(case.account)) "（代わりの方の記録に基づく申請）" });
    }
    if case.helper.is_some() {
        let check = case.identity_check.as_deref().unwrap_or("記録なし");
        list = list.item("代わりに入れた職員", html! { (view.name(case.helper)) "（本人確認：" (check) "）" });
    }
    list = list
        .item("担当の窓口", html! { (parts::desk_name(visit, &case.desk)) })
        .item("担当", html! { @if case.officer.is_some() { (view.name(case.officer)) } @else { "まだいません" } });
    if view.matter.fee.is_some() || case.fee.is_some() {
        let fee = case.fee.map_or_else(|| "確認中".to_owned(), |y| y.to_string());
        let waived = case.waiver.as_ref().map(|why| format!("　免除：{why}")).unwrap_or_default();
        list = list.item("手数料", html! { (fee) (waived) });
    }
    let body = html! {
        input type="hidden" name="version" value=(case.version);
        (button("担当する").small())
    };
    html! {
        (list)
        @if case.state != State::Closed && case.officer != visit.account().map(|w| w.account) {
            (form(visit.words(), format!("/desk/cases/{}/take", case.id), visit.form_token(), body))
        }
    }
}

/// Who signed besides the applicant, when and by which way.
fn said_of(visit: &Visit, view: &View<'_>, signed: &Signed) -> String {
    let key = match signed.way {
        Way::Address => "desk-cosign-address",
        Way::Paper => "desk-cosign-on-paper",
        Way::Without => "desk-cosign-none",
    };
    let args = [
        ("name", signed.name.clone().into()),
        ("at", say::moment(signed.at, Lang::Ja).into()),
        ("officer", view.name(signed.helper).into()),
        ("check", signed.check.clone().unwrap_or_default().into()),
        ("reason", signed.reason.clone().unwrap_or_default().into()),
    ];
    visit.tf(key, &args)
}

/// Approval, bill and paper, with links to their rooms.
fn open_points(visit: &Visit, view: &View<'_>) -> Markup {
    let case = view.case;
    html! {
        @if let Some(standstill) = &view.standstill { (stopped(visit, case, standstill)) }
        @else if let Some(words) = case.hindrance.as_ref().filter(|_| can_review(case.state)) {
            (notice(Tone::Warning, html! { p { "このままでは交付できません。" } p { (parts::lines(words)) } }))
        }
        @if let Some(approval) = &view.approval {
            (notice(Tone::Progress, html! {
                p {
                    a href=(format!("/desk/approvals/{}", approval.id)) { "決裁" }
                    @if !approval.waiting_for.is_empty() { "：" (posts(visit, &approval.waiting_for)) "を待っています" }
                    @if let Some(number) = &approval.number { "：" (number) }
                    @if let Some(reason) = &approval.reason { br; "戻った理由：" (reason) }
                }
            }))
        }
        @if let Some(bill) = &view.bill {
            (notice(Tone::Info, html! {
                p { a href=(format!("/desk/billing/{}", bill.id)) { "請求 " (bill.number) } "：" (bill.total) "のうち" (bill.paid) "が納められています" }
            }))
        }
        (button_row(html! {
            @if let Some(paper) = case.paper { (link_button("できた書類", format!("/desk/papers/{paper}")).icon(Icon::Certificate)) }
            @if matches!(view.matter.outcome, crate::forms::Outcome::Certificate(_)) {
                (link_button("証明書にのる内容", format!("/desk/certificates/cases/{}", case.id)).outline().small().icon(Icon::Certificate))
            }
            (link_button("受付票", format!("/desk/cases/{}/receipt.pdf", case.id)).outline().small().icon(Icon::Print))
            @if case.state == State::AwaitingCorrection {
                (link_button("電話で聞いた補正を入れる", format!("/desk/cases/{}/correct", case.id)).outline().small())
            }
        }))
    }
}

/// Why the paper is not there, and the button that tries it again.
fn stopped(visit: &Visit, case: &Case, standstill: &Standstill) -> Markup {
    let waiting = standstill.waiting.as_ref();
    let why = waiting.map_or_else(|| visit.t("desk-cases-standstill-unknown"), papers::Waiting::words);
    let tried = waiting.map(|w| {
        let (since, last) = (say::moment(w.since, Lang::Ja), say::moment(w.tried_at, Lang::Ja));
        visit.tf(
            "desk-cases-standstill-tried",
            &[("since", since.into()), ("last", last.into()), ("tries", w.tries.into())],
        )
    });
    let body = html! {
        input type="hidden" name="version" value=(case.version);
        (button_row(html! { (button("もう一度ためす").small()) }))
    };
    notice(
        Tone::Warning,
        html! {
            p { strong { (visit.words().rich("desk-cases-standstill")) } }
            p { (why) }
            @if let Some(tried) = tried { p { small { (tried) } } }
            @if standstill.under_way { p { (visit.words().rich("desk-cases-standstill-now")) } }
            @else { (form(visit.words(), format!("/desk/cases/{}/paper-again", case.id), visit.form_token(), body)) }
        },
    )
}

/// 窓口 and 職 of the posts whose turn it is.
fn posts(visit: &Visit, posts: &[approvals::Post]) -> String {
    let town = &visit.house().town.organisation;
    let one = |p: &approvals::Post| {
        let position = town.position(&p.position).map_or(p.position.as_str(), |x| x.title.as_str());
        let desk = p.desk.as_ref().and_then(|d| town.desk(d)).map(|d| d.name.as_str()).unwrap_or_default();
        format!("{desk}{}{position}", if desk.is_empty() { "" } else { " " })
    };
    posts.iter().map(one).collect::<Vec<_>>().join("、")
}

fn changes(view: &View<'_>) -> Markup {
    let said =
        |text: &Option<crate::forms::Text>| text.as_ref().map_or("（答えなし）".to_owned(), |t| t.ja.clone());
    let rows = view
        .changes
        .iter()
        .map(|c| [html! { (plain(&c.label.ja)) }, parts::lines(&said(&c.before)), parts::lines(&said(&c.after))]);
    html! { (table("補正で変わったところ", ["質問", "前", "後"]).rows(rows).caption_hidden()) }
}

fn attachments(view: &View<'_>) -> Markup {
    let base = format!("/desk/cases/{}/files", view.case.id);
    html! {
        @if !view.files.is_empty() {
            div.attachments {
                @for f in &view.files {
                    figure {
                        @if file::is_picture(&f.kind) {
                            a href=(format!("{base}/{}", f.id)) { img src=(format!("{base}/{}", f.id)) alt=(f.name) loading="lazy" width="240"; }
                        }
                        figcaption { a href=(format!("{base}/{}", f.id)) { (f.name) } " " small { (f.size / 1000 + 1) "kB　" (f.round) "回目"
                            @if file::is_heic(&f.kind) { br; "iPhoneの写真（HEIC）です。保存して、対応したソフトで開いてください。撮影場所の記録は消してあります。" }
                        } }
                    }
                }
            }
        }
    }
}

/// What the form says beside what the register says now.
fn comparison(view: &View<'_>) -> Markup {
    let Some(person) = &view.person else {
        return html! { (notice(Tone::Warning, html! { p { "台帳の人と結び付いていません。本人かどうかを確かめてください。" } })) };
    };
    let outside = person.kind == people::PersonKind::Outside;
    let rows = view.matter.form.questions().filter_map(|(_, q)| {
        let known = register::says(person, q.prefill?)?;
        let told = view.answers.get(&q.key).map(register::written)?;
        let same = kernel::search_key::search_key(&known) == kernel::search_key::search_key(&told);
        let chip =
            if same { chip_label(Tone::Success, "同じ") } else { chip_label(Tone::Warning, "ちがいます") };
        Some([html! { (plain(&q.label.ja)) }, html! { (told) }, html! { (known) }, chip])
    });
    html! {
        @if outside { (notice(Tone::Warning, html! { p { "台帳の外の人です。申請に書かれたことだけが分かっています。" } })) }
        @else { (table("台帳との照らし合わせ", ["項目", "申請", "いまの台帳", "くらべる"]).rows(rows.collect::<Vec<_>>()).caption_hidden()) }
        @if person.deceased.is_some() { (notice(Tone::Error, html! { p { "台帳では、亡くなっています。" } })) }
        @if person.moved_out.is_some() { (notice(Tone::Warning, html! { p { "台帳では、転出しています。" } })) }
        @if view.case.register.is_some() {
            (notice(Tone::Warning, html! { p { "受け付けたとき、台帳に問い合わせられないか、台帳が新しくありませんでした。つながりしだい自動で確かめ直し、違うところをメモに残します。" } }))
        }
        p.muted { (as_of(view)) "この画面を開いたことは記録され、本人も見ることができます。" }
    }
}

/// How fresh our copy of the register is.
fn as_of(view: &View<'_>) -> String {
    match view.register_as_of {
        Some(at) => format!("台帳は{}現在のものです。", say::moment(at, Lang::Ja)),
        None => "台帳は、まだ取り込まれていません。".to_owned(),
    }
}

fn propose(visit: &Visit, view: &View<'_>, typed: Option<&Fields>) -> Markup {
    let (words, case) = (visit.words(), view.case);
    let or = |name: &str, usual: String| typed.filter(|t| t.has(name)).map_or(usual, |t| t.text(name).to_owned());
    let title = plain(&view.procedure.guide.title.ja);
    let before = case.decision.clone();
    let granted = case.granted.map_or("", |g| if g { "yes" } else { "no" }).to_owned();
    let grant_words = before
        .clone()
        .filter(|_| case.granted == Some(true))
        .unwrap_or_else(|| usual_words(case, &title, &view.matter));
    let reason = before.filter(|_| case.granted == Some(false)).unwrap_or_default();
    let fee = case.fee.map(|y| y.0.to_string()).unwrap_or_default();
    let end = if view.matter.route.is_some() { "決裁に回す" } else { "決める" };
    let body = html! {
        input type="hidden" name="version" value=(case.version);
        (radio_group(words, "granted", "どうしますか", [("yes", "認める"), ("no", "認めない")]).value(or("granted", granted)).inline().required(true))
        (textarea(words, "words", "認めるときに伝える文").value(or("words", grant_words)).rows(4).maxlength(4000))
        (textarea(words, "reason", "認めないときの理由").hint("行政手続法第8条により、理由を必ず書きます。通知書にそのままのります。").value(or("reason", reason)).rows(4).maxlength(4000))
        @if view.matter.fee.is_some() || case.fee.is_some() {
            (waiver(visit, view, typed))
            (input_text(words, "fee", "手数料").value(or("fee", fee)).numeric().unit("円"))
        }
        (button_row(html! { (button(end)) }))
    };
    html! { (form(words, format!("/desk/cases/{}/propose", case.id), visit.form_token(), body)) }
}

/// Why no fee is taken, if the officer agrees: the town's own reasons, the applicant's choice first.
fn waiver(visit: &Visit, view: &View<'_>, typed: Option<&Fields>) -> Markup {
    let Some(reasons) = reasons(&view.matter) else { return html! {} };
    let claimed = view.matter.exempt.as_ref().and_then(|e| view.answers.choice(&e.question)).unwrap_or_default();
    let chosen = typed.map_or(claimed, |t| t.text("waiver"));
    let chosen = if reasons.iter().any(|(value, _)| value == chosen) { chosen } else { "" };
    let choices = std::iter::once((String::new(), "免除しない".to_owned())).chain(reasons.clone());
    html! {
        (radio_group(visit.words(), "waiver", "手数料の免除", choices).value(chosen.to_owned())
            .hint("申請した人の申し出を先に選んであります。証明するものを見て決めてください。免除しても、額と理由は帳簿に残ります。"))
    }
}

/// The reasons for an exemption that the form names: value and words.
fn reasons(matter: &TownMatter) -> Option<Vec<(String, String)>> {
    let question = matter.form.question(&matter.exempt.as_ref()?.question)?;
    let Kind::Choice(options) = &question.kind else { return None };
    let real = options.iter().filter(|o| o.value != Exempt::NONE);
    Some(real.map(|o| (o.value.clone(), plain(&o.label.ja))).collect())
}

/// The words of the reason that an officer chose.
pub(crate) fn waiver_words(matter: &TownMatter, value: &str) -> Option<String> {
    reasons(matter)?.into_iter().find(|(v, _)| v == value).map(|(_, words)| words)
}

fn ask(visit: &Visit, view: &View<'_>, typed: Option<&Fields>) -> Markup {
    let words = visit.words();
    let rows = view.matter.form.summary(&view.answers);
    let body = html! {
        input type="hidden" name="version" value=(view.case.version);
        p { "直してほしい質問にだけ、何をどう直すかを書いてください。書いた質問だけが本人に届きます。" }
        @for row in &rows {
            @let name = format!("ask.{}", row.question);
            (textarea(words, &name, plain(&row.label.ja)).rows(2).maxlength(500)
                .value(typed.map(|t| t.text(&name).to_owned()).unwrap_or_default()))
        }
        (button_row(html! { (button("補正を求める").outline()) }))
    };
    disclosure(
        "直してほしいところを書く",
        html! { (form(words, format!("/desk/cases/{}/ask", view.case.id), visit.form_token(), body)) },
    )
}

fn notes(visit: &Visit, view: &View<'_>, typed: Option<&Fields>) -> Markup {
    let words = visit.words();
    let said = view.messages.iter().map(|m| {
        let label = if m.is_note { "メモ" } else { "補正のお願い" };
        event(say::moment(m.at, Lang::Ja), label).who(view.name(m.author)).body(parts::lines(&m.words))
    });
    let body = html! {
        (textarea(words, "note", "担当の間のメモ").hint("本人には見えません。マイナンバーは書かないでください。").rows(3).maxlength(2000)
            .value(typed.map(|t| t.text("note").to_owned()).unwrap_or_default()))
        (button_row(html! { (button("メモを残す").outline().small()) }))
    };
    html! {
        @if !view.messages.is_empty() { (timeline(said)) }
        (form(words, format!("/desk/cases/{}/note", view.case.id), visit.form_token(), body))
    }
}

/// 取り下げ, told at the counter, on the telephone or in a letter.
fn withdrawing(visit: &Visit, view: &View<'_>, typed: Option<&Fields>) -> Markup {
    let (words, case) = (visit.words(), view.case);
    if rules::step(case.state, Event::Withdraw).is_err() {
        return html! {};
    }
    let held = |name: &str| typed.map(|t| t.text(name).to_owned()).unwrap_or_default();
    let body = html! {
        input type="hidden" name="version" value=(case.version);
        p { (words.rich("desk-cases-withdraw-lead")) }
        (radio_group(words, "told", "どうやって聞きましたか", told_by()).value(held("told")).inline().required(true))
        (select(words, "check", words.t("desk-scan-check"), CHECKS.map(|c| (c, c))).value(held("check")).required(true))
        (button_row(html! { (button("取り下げを記録する").danger().small()) }))
    };
    let form = form(words, format!("/desk/cases/{}/withdraw", case.id), visit.form_token(), body);
    html! { (disclosure("申請した人から取り下げの申し出があったとき", html! { (form) })) }
}

fn history(view: &View<'_>) -> Markup {
    let events = view.history.iter().rev().map(|e| {
        let who = match e.actor.strip_prefix("account:").and_then(|a| a.parse().ok()) {
            Some(account) => view.name(Some(account)),
            None if e.actor == "anonymous" => "本人（ログインなし）".to_owned(),
            None => "仕組み".to_owned(),
        };
        event(say::moment(e.at, Lang::Ja), e.detail.clone().unwrap_or_else(|| e.act.clone()))
            .datetime(e.at.rfc3339())
            .who(who)
    });
    timeline(events)
}

fn told_feedback(visit: &Visit, view: &View<'_>) -> Markup {
    let body = html! {
        (radio_group(visit.words(), "channel", "どうやって聞きましたか", told_by()).value("paper").inline())
        (feedback_fields(visit, None))
    };
    html! { (form(visit.words(), format!("/desk/cases/{}/feedback", view.case.id), visit.form_token(), body)) }
}

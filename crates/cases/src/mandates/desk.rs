//! At the counter: a 委任状 or a 法定代理人, entered by an officer who saw the paper.

use super::mine::kind_key;
use super::{day_words, name_of, scope_choices, scope_of, scope_words, tell, told};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kernel::PersonName;
use kernel::id::PersonId;
use maud::{Markup, html};
use people::mandates::{self, Mandate, MandateKind};
use people::{Facts, Listed, MandateId, NewMandate, PeopleError};
use store::Channel;
use web::components::{
    Choice, DateValue, button, button_row, checkbox_group, date_input, description_list, error_summary, form,
    input_text, page_heading, radio_group, section,
};
use web::texts::Lang;
use web::{Fields, Page, Visit, WebError};

type Errors = Vec<(&'static str, String)>;

/// For somebody who is in no record of the town.
const OUTSIDE: &str = "outside";

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    draw(&visit, &Fields::default(), &Vec::new(), None).await
}

async fn found(visit: &Visit, typed: &Fields, field: &str) -> Result<Vec<Listed>, WebError> {
    match typed.text(field) {
        "" => Ok(Vec::new()),
        q => Ok(people::search(&visit.house().db, &visit.act("代わりの方の記録"), q, 20).await?),
    }
}

fn listed(l: &Listed) -> Choice {
    let birth = l.birth.map(kernel::era::date_label).unwrap_or_default();
    Choice::new(l.id.to_string(), &l.name).hint(format!(
        "{}　{birth}　{}",
        l.kana.as_deref().unwrap_or_default(),
        l.area
    ))
}

async fn draw(visit: &Visit, typed: &Fields, errors: &Errors, done: Option<&Mandate>) -> Result<Page, WebError> {
    let w = visit.words();
    let (principals, agents) = (found(visit, typed, "q").await?, found(visit, typed, "agent_q").await?);
    let main = html! {
        (error_summary(w, errors))
        (page_heading("", "代わりの方（委任・法定代理）", "委任状や登記事項証明書などを見て、記録します。記録したことは本人に知らされます。"))
        @if let Some(m) = done { (section("記録しました", summary(visit, m).await?)) }
        (form(w, "/desk/mandates", visit.form_token(), html! {
            (section("1　本人（頼む人）", who(visit, typed, errors, "q", "principal", principals.iter().filter(|l| !l.gone).map(listed).collect())))
            (section("2　代わりの方", html! {
                (who(visit, typed, errors, "agent_q", "agent", agents.iter().filter(|l| !l.gone).map(listed).chain([Choice::new(OUTSIDE, "台帳にない人（下に氏名と生年月日を書く）")]).collect()))
                (input_text(w, "agent_name", "台帳にない人の氏名").hint("姓と名の間を空けます").value(typed.text("agent_name")).maxlength(60).error(of(errors, "agent_name")))
                (date_input(w, "agent_birth", "台帳にない人の生年月日").value(DateValue::typed(typed, "agent_birth")).error(of(errors, "agent_birth")))
            }))
            (section("3　何を、いつまで", what(visit, typed, errors)?))
            (button_row(html! { (button("記録する")) }))
        }))
        @if let Ok(principal) = typed.text("principal").parse::<PersonId>() { (section("この人がいま頼んでいる方", present(visit, principal).await?)) }
    };
    let page = visit.page("代わりの方").desk().main(main);
    Ok(if errors.is_empty() { page } else { page.failed() })
}

fn of<'e>(errors: &'e Errors, field: &str) -> Option<&'e str> {
    errors.iter().find(|(f, _)| *f == field).map(|(_, words)| words.as_str())
}

fn who(visit: &Visit, typed: &Fields, errors: &Errors, q: &str, name: &str, choices: Vec<Choice>) -> Markup {
    let w = visit.words();
    html! {
        (input_text(w, q, "氏名・フリガナ・生年月日でさがす").hint("さがしたことは記録されます").value(typed.text(q)).maxlength(60))
        (button_row(html! { (button("さがす").outline().small().sends("then", "search")) }))
        @if !typed.text(q).is_empty() {
            (radio_group(w, name, "見つかった人", choices).value(typed.text(name)).required(true).error(of(errors, name)))
        } @else if let Some(words) = of(errors, name) { p.error-text { (words) } }
    }
}

fn what(visit: &Visit, typed: &Fields, errors: &Errors) -> Result<Markup, WebError> {
    let w = visit.words();
    let kinds = [
        Choice::new("paper", "委任状による代理").hint("本人が書いた委任状を見て"),
        Choice::new("guardian", "法定代理人").hint("親権者、成年後見人など。本人は画面では終えられません"),
    ];
    Ok(html! {
        (radio_group(w, "kind", "根拠", kinds).value(typed.text("kind")).required(true).error(of(errors, "kind")))
        (input_text(w, "evidence", "見た書類").hint("例：委任状（令和8年5月31日）、登記事項証明書").value(typed.text("evidence")).required(true).maxlength(200).error(of(errors, "evidence")))
        (checkbox_group(w, "scope", "手続き", scope_choices(visit)?).values(typed.all("scope")).required(true).error(of(errors, "scope")))
        (date_input(w, "until", "いつまで").hint("法定代理人で決まりがなければ、空けておきます").value(DateValue::typed(typed, "until")).required(false).error(of(errors, "until")))
    })
}

async fn summary(visit: &Visit, m: &Mandate) -> Result<Markup, WebError> {
    let (house, w) = (visit.house(), visit.words());
    let scope = scope_words(house, &m.scope, visit.now().date(), Lang::Ja)?;
    let list = description_list(w)
        .item("本人", html! { (name_of(&house.db, m.principal).await?) })
        .item("代わりの方", html! { (name_of(&house.db, m.agent).await?) })
        .item("根拠", html! { (w.rich(kind_key(m.kind))) "（" (m.evidence) "）" })
        .item("手続き", html! { (scope) })
        .item("いつまで", html! { (day_words(Lang::Ja, m.term.until)) });
    let end = form(
        w,
        format!("/desk/mandates/{}/end", m.id),
        visit.form_token(),
        html! { (button("終える").danger().small()) },
    );
    Ok(html! { (list) (end) })
}

async fn present(visit: &Visit, principal: PersonId) -> Result<Markup, WebError> {
    let all = mandates::of_principal(&visit.house().db, principal, visit.now().date()).await?;
    Ok(html! {
        @if all.is_empty() { p { "ありません。" } }
        @for m in &all { (summary(visit, m).await?) }
    })
}

pub(super) async fn enter(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let mut errors = Errors::new();
    if fields.text("then") == "search" {
        return Ok(draw(&visit, &fields, &errors, None).await?.into_response());
    }
    let (Some(entry), true) = (read(&visit, &fields, &mut errors)?, errors.is_empty()) else {
        return Ok(draw(&visit, &fields, &errors, None).await?.into_response());
    };
    let house = visit.house().clone();
    let act = visit.act("代わりの方の記録").by(Channel::Counter);
    let given = visit.house().db.write(&act, move |tx| async move {
        let agent = match entry.agent {
            Agent::Known(person) => person,
            Agent::Outside(facts) => people::add_outside(&tx, *facts).await?,
        };
        let new = NewMandate { agent, ..entry.new };
        let id = mandates::give(&tx, &new).await?;
        let m = mandates::find(&tx, id).await?.ok_or(PeopleError::Missing)?;
        tell(&tx, &house, &m, m.principal, "cases-mandate-begun").await?;
        Ok::<_, PeopleError>(m)
    });
    match given.await {
        Ok(m) => Ok(draw(&visit, &Fields::default(), &errors, Some(&m)).await?.into_response()),
        Err(PeopleError::SamePerson) => {
            errors.push(("agent", "本人とは別の人を選んでください".to_owned()));
            Ok(draw(&visit, &fields, &errors, None).await?.into_response())
        }
        Err(error) => Err(told(error)),
    }
}

enum Agent {
    Known(PersonId),
    Outside(Box<Facts>),
}

struct Entry {
    agent: Agent,
    new: NewMandate,
}

fn read(visit: &Visit, fields: &Fields, errors: &mut Errors) -> Result<Option<Entry>, WebError> {
    let principal = fields.text("principal").parse::<PersonId>().ok();
    let agent = match fields.text("agent") {
        OUTSIDE => outside(fields, errors).map(|f| Agent::Outside(Box::new(f))),
        id => id.parse().ok().map(Agent::Known),
    };
    let kind = match fields.text("kind") {
        "paper" => Some(MandateKind::Paper),
        "guardian" => Some(MandateKind::Guardian),
        _ => None,
    };
    let scope = scope_of(visit, &fields.all("scope"))?;
    let evidence: String = fields.text("evidence").chars().take(200).collect();
    let typed = DateValue::typed(fields, "until");
    let until = typed.date();
    let today = visit.now().date();
    let good_end = match until {
        Some(until) => until >= today,
        None => typed.is_empty() && kind == Some(MandateKind::Guardian),
    };
    for (missing, field, words) in [
        (principal.is_none(), "principal", "本人を選んでください"),
        (agent.is_none() && fields.text("agent") != OUTSIDE, "agent", "代わりの方を選んでください"),
        (kind.is_none(), "kind", "根拠を選んでください"),
        (evidence.is_empty(), "evidence", "見た書類を書いてください"),
        (scope.is_none(), "scope", "手続きを選んでください"),
        (!good_end, "until", "いつまでかを入れてください（きょうより後の日）"),
    ] {
        if missing {
            errors.push((field, words.to_owned()));
        }
    }
    let (Some(principal), Some(agent), Some(kind), Some(scope)) = (principal, agent, kind, scope) else {
        return Ok(None);
    };
    let new = NewMandate { principal, agent: principal, scope, kind, from: today, until, evidence };
    Ok(Some(Entry { agent, new }))
}

fn outside(fields: &Fields, errors: &mut Errors) -> Option<Facts> {
    let name = PersonName::from_full(&fields.text("agent_name").replace(' ', "\u{3000}")).ok();
    let birth = DateValue::typed(fields, "agent_birth").date();
    if name.is_none() {
        errors.push(("agent_name", "台帳にない人の氏名を、姓と名に分けて書いてください".to_owned()));
    }
    if birth.is_none() {
        errors.push(("agent_birth", "台帳にない人の生年月日を入れてください".to_owned()));
    }
    let mut facts = Facts::named(name?);
    facts.birth = Some(birth?);
    Some(facts)
}

/// An officer ends a mandate: the paper was called back, or the law's term is over.
pub(super) async fn end(visit: Visit, Path(id): Path<MandateId>, _: Fields) -> Result<Response, WebError> {
    let house = visit.house().clone();
    let act = visit.act("代わりの方の記録").by(Channel::Counter);
    let ended = visit.house().db.write(&act, move |tx| async move {
        let today = tx.now().date();
        mandates::end(&tx, id, today.yesterday().unwrap_or(today)).await?;
        let m = mandates::find(&tx, id).await?.ok_or(PeopleError::Missing)?;
        for person in [m.principal, m.agent] {
            tell(&tx, &house, &m, person, "cases-mandate-ended").await?;
        }
        Ok::<_, PeopleError>(())
    });
    ended.await.map_err(told)?;
    Ok(visit.see_other("/desk/mandates"))
}

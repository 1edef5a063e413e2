//! `/desk/plan/book`: the measures, and the changes that are being written or on their way.

use crate::book::records::{self, Proposal, State};
use crate::book::show::Teller;
use crate::book::{Measure, Plan, fold};
use maud::{Markup, html};
use web::components::{
    Icon, Tone, chip_label, notification_banner, page_heading, resource, resource_list, section, table,
};
use web::texts::Lang;
use web::{Page, Visit, WebError};

pub(super) async fn page(visit: Visit) -> Result<Page, WebError> {
    let db = &visit.house().db;
    let first = crate::book::first(visit.house())?;
    let versions = records::decided(db).await?;
    let plan = fold::on(&first, &versions, visit.now().date());
    let unfinished = records::unfinished(db).await?;
    let title = "計画を変える";
    let main = html! {
        (page_heading("計画", title, "施策のねらい、窓口、節目、予算、指標を変えます。変える施策を選んでください。変更は決裁を経て、決めた日から効きます。前の文は消えずに残ります。"))
        (overruled(&visit, &first, &versions))
        @if !unfinished.is_empty() {
            (section("書きかけと決裁の途中", resource_list(unfinished.iter().map(|p| row(&visit, &plan, p)))))
        }
        @for pillar in &plan.pillars {
            (section(&pillar.name.ja, measures(&visit, &plan, &pillar.key)))
        }
        p { a href="/plan/versions" { "これまでの版を見る" } "　" a href="/plan/above" { "上の計画との対応を見る" } }
    };
    Ok(visit.page(title).desk().main(main))
}

/// Files that were changed after the first decision hold no more.
fn overruled(visit: &Visit, files: &Plan, versions: &[fold::Version]) -> Markup {
    let differing = fold::overruled(files, versions);
    if differing.is_empty() {
        return html! {};
    }
    let body = html! {
        p { "町フォルダの plan/ を直しても、ここに記録した計画は変わりません。直したいときは、下の施策を選んで、変更の案を作ってください。" }
        ul { @for measure in differing { li { a href=(format!("/desk/plan/book/{}", measure.key)) { (measure.name.ja) } } } }
    };
    let banner =
        notification_banner(visit.words(), Tone::Warning, "町フォルダの計画が、記録した第1版とちがいます").body(body);
    html! { (banner) }
}

/// What a state is called, and its tone.
pub(super) fn chip(state: State) -> Markup {
    let (tone, label) = match state {
        State::Draft => (Tone::Neutral, "書きかけ"),
        State::Open => (Tone::Progress, "決裁の途中"),
        State::SentBack => (Tone::Warning, "戻ってきた"),
        State::Decided => (Tone::Success, "決まった"),
        State::GivenUp => (Tone::Neutral, "取りやめた"),
    };
    chip_label(tone, label)
}

fn row(visit: &Visit, plan: &Plan, p: &Proposal) -> web::components::Resource {
    let name = plan.measure(&p.measure).map_or(p.measure.as_str(), |m| &m.name.ja);
    let teller = Teller { house: visit.house(), lang: Lang::Ja };
    let parts: Vec<String> = p.change.parts().into_iter().map(|part| teller.part_name(part)).collect();
    let own = p.drafter.is_some_and(|a| visit.account().is_some_and(|w| w.account == a));
    let whose = if own { "自分の案" } else { "ほかの職員の案" };
    resource(name, format!("/desk/plan/book/changes/{}", p.id))
        .icon(Icon::Document)
        .text(parts.join("、"))
        .meta(format!("{whose}　{}から", teller.day(p.from)))
        .status(chip(p.state))
}

fn measures(visit: &Visit, plan: &Plan, pillar: &str) -> Markup {
    let teller = Teller { house: visit.house(), lang: Lang::Ja };
    let rows = plan.measures.iter().filter(|m| m.pillar == pillar).map(|m| {
        let desk = m.desk.as_deref().map_or_else(|| "決まっていません".to_owned(), |d| teller.desk(d));
        [
            html! { a href=(format!("/desk/plan/book/{}", m.key)) { (m.name.ja) } },
            html! { (desk) @if !m.verified { " " (teller.unconfirmed()) } },
            html! { (unconfirmed(m)) },
        ]
    });
    html! { (table("施策", ["施策", "受け持つ窓口", "未確認のもの"]).rows(rows).caption_hidden().dense()) }
}

/// What of a measure waits to be confirmed, in few words.
fn unconfirmed(m: &Measure) -> String {
    let steps = m.milestones.iter().filter(|s| !s.verified).count();
    let targets = m.indicators.iter().filter(|u| !u.verified && !u.targets.is_empty()).count();
    let budgets = m.budgets.iter().filter(|b| b.yen.is_none()).count();
    let said = [(steps, "節目"), (targets, "目標"), (budgets, "予算の年度")];
    let said: Vec<String> = said.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{what} {n}")).collect();
    if said.is_empty() { "なし".to_owned() } else { said.join("、") }
}

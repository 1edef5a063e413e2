//! The parts of a measure in words, line by line: for the public page, for the officer who compares
//! old and new, and for those who decide.

use super::fold::{Aim, Change, Desks, Part};
use super::{Book, Direction, Milestone, Use};
use kernel::fiscal::FiscalYear;
use kernel::{Date, Yen, era};
use maud::{Markup, html};
use web::House;
use web::components::{Tone, chip_label};
use web::texts::{Arg, Lang, rich};

/// One line, and whether the town has confirmed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) verified: bool,
}

/// Says things of the plan in one language.
#[derive(Clone, Copy)]
pub(super) struct Teller<'h> {
    pub(super) house: &'h House,
    pub(super) lang: Lang,
}

impl<'h> Teller<'h> {
    pub(super) fn t(self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.house.texts.get(self.lang, key, args)
    }

    pub(super) fn day(self, day: Date) -> String {
        if self.lang == Lang::En { era::english(day) } else { era::date_label(day) }
    }

    pub(super) fn year(self, year: FiscalYear) -> String {
        if self.lang == Lang::En { format!("fiscal {}", year.0) } else { year.label() }
    }

    pub(super) fn part_name(self, part: Part) -> String {
        self.t(&format!("plan-book-part-{}", part.word()), &[])
    }

    /// A part as a change sets it; nothing where the change does not.
    pub(super) fn lines(self, part: Part, change: &Change) -> Vec<Line> {
        match part {
            Part::Aim => change.aim.as_ref().map(|aim| self.aim(aim)),
            Part::Desks => change.desks.as_ref().map(|desks| self.desks(desks)),
            Part::Milestones => change.milestones.as_ref().map(|all| all.iter().map(|m| self.step(m)).collect()),
            Part::Budgets => change.budgets.as_ref().map(|_| self.budgets(change)),
            Part::Indicators => change.indicators.as_ref().map(|all| all.iter().map(|u| self.usage(u)).collect()),
            Part::Answers => change.answers.as_ref().map(|all| self.answers(all)),
        }
        .unwrap_or_default()
    }

    fn aim(self, aim: &Aim) -> Vec<Line> {
        if aim.words.is_empty() {
            return Vec::new();
        }
        vec![Line { text: aim.words.said(self.lang).to_owned(), verified: aim.verified }]
    }

    fn desks(self, desks: &Desks) -> Vec<Line> {
        let line = |key: &str, names: String| Line {
            text: self.t(key, &[("desk", Arg::from(names))]),
            verified: desks.verified,
        };
        let supporting: Vec<String> = desks.supporting.iter().map(|key| self.desk(key)).collect();
        let owner = desks.desk.as_ref().map(|key| line("plan-book-desk", self.desk(key)));
        let comma = if self.lang == Lang::En { ", " } else { "、" };
        let others = (!supporting.is_empty()).then(|| line("plan-book-supporting", supporting.join(comma)));
        owner.into_iter().chain(others).collect()
    }

    /// A desk's name; its key where the organisation has it no more.
    pub(super) fn desk(self, key: &str) -> String {
        let Some(desk) = self.house.town.organisation.desk(key) else { return key.to_owned() };
        match self.lang {
            Lang::Ja => desk.name.clone(),
            Lang::Easy => desk.easy.as_ref().unwrap_or(&desk.name).clone(),
            Lang::En => desk.en.as_ref().unwrap_or(&desk.name).clone(),
        }
    }

    fn step(self, step: &Milestone) -> Line {
        let colon = if self.lang == Lang::En { ": " } else { "　" };
        Line { text: format!("{}{colon}{}", self.year(step.year), step.text.said(self.lang)), verified: step.verified }
    }

    fn budgets(self, change: &Change) -> Vec<Line> {
        let known = change.budgets.iter().flatten().filter_map(|b| Some((b, b.yen?)));
        let lines: Vec<Line> = known
            .map(|(b, yen)| Line { text: format!("{} {}", self.year(b.year), self.yen(yen)), verified: b.verified })
            .collect();
        if lines.is_empty() {
            return vec![Line { text: self.t("plan-book-budget-unknown", &[]), verified: true }];
        }
        lines
    }

    fn yen(self, yen: i64) -> String {
        if self.lang == Lang::En {
            format!("¥{}", Yen(yen).to_string().trim_end_matches('円'))
        } else {
            Yen(yen).to_string()
        }
    }

    fn usage(self, usage: &Use) -> Line {
        let way = if usage.direction == Direction::Up { "plan-book-up" } else { "plan-book-down" };
        let mut said = vec![self.t(way, &[])];
        if let Some(baseline) = usage.baseline {
            let year = usage.baseline_year.map(|y| format!(" ({})", self.year(y))).unwrap_or_default();
            said.push(
                self.t("plan-book-baseline", &[("value", Arg::from(format!("{}{year}", self.value(usage, baseline))))]),
            );
        }
        if !usage.targets.is_empty() {
            let targets = usage.targets.iter().map(|(y, v)| format!("{} {}", self.year(*y), self.value(usage, *v)));
            let comma = if self.lang == Lang::En { ", " } else { "、" };
            let targets = targets.collect::<Vec<_>>().join(comma);
            said.push(self.t("plan-book-targets", &[("targets", Arg::from(targets))]));
        }
        if let Some(starts) = &usage.starts_when {
            said.push(starts.said(self.lang).to_owned());
        }
        let (colon, stop) = if self.lang == Lang::En { (": ", "; ") } else { "：／".split_at("：".len()) };
        let verified = usage.verified || usage.targets.is_empty() && usage.baseline.is_none();
        Line { text: format!("{}{colon}{}", self.indicator(usage), said.join(stop)), verified }
    }

    fn value(self, usage: &Use, value: f64) -> String {
        let unit = self.room_indicator(&usage.key).map_or("", |i| i.unit);
        let unit = match (self.lang, unit) {
            (Lang::En, "%") | (Lang::Ja | Lang::Easy, _) => unit,
            (Lang::En, "日") => " days",
            (Lang::En, _) => "",
        };
        format!("{value}{unit}")
    }

    fn room_indicator(self, key: &str) -> Option<&'h web::Indicator> {
        self.house.all_rooms().flat_map(|r| r.indicators).find(|i| i.key == key)
    }

    /// An indicator's name: of the room that counts it, else as the plan calls it, else its key.
    pub(super) fn indicator(self, usage: &Use) -> String {
        if let Some(indicator) = self.room_indicator(&usage.key) {
            let title = indicator.title;
            let said = match self.lang {
                Lang::Ja => title.ja,
                Lang::Easy => title.easy,
                Lang::En => title.en,
            };
            return if said.is_empty() { title.ja } else { said }.to_owned();
        }
        usage.title.as_ref().map_or_else(|| usage.key.clone(), |t| t.said(self.lang).to_owned())
    }

    fn answers(self, all: &[(String, String)]) -> Vec<Line> {
        let Ok(book) = self.house.shelved::<Book>() else { return Vec::new() };
        let found = all.iter().filter_map(|(plan, item)| book.item(plan, item));
        let text = |(above, item): (&super::Above, &super::Item)| {
            format!("{}　{}{}", above.name.said(self.lang), item.mark, item.name.said(self.lang))
        };
        // That it answers is the plan's own word; whether the item is so, its page says.
        found.map(|pair| Line { text: text(pair), verified: true }).collect()
    }

    /// The mark of what nobody has confirmed.
    pub(super) fn unconfirmed(self) -> Markup {
        chip_label(Tone::Warning, &self.t("plan-book-unconfirmed", &[]))
    }

    /// A part as a list.
    pub(super) fn list(self, lines: &[Line]) -> Markup {
        html! {
            @if lines.is_empty() {
                p.support-text { (rich(&self.t("plan-book-nothing", &[]))) }
            } @else {
                ul { @for line in lines {
                    li { (rich(&line.text)) @if !line.verified { " " (self.unconfirmed()) } }
                } }
            }
        }
    }

    /// A part for comparing: where it reads like the other in this language, in Japanese as well.
    fn lines_beside(self, part: Part, change: &Change, other: &Change) -> Vec<Line> {
        let mut lines = self.lines(part, change);
        let texts = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
        if self.lang != Lang::Ja && texts(&lines) == texts(&self.lines(part, other)) {
            let japanese = Teller { lang: Lang::Ja, ..self };
            if texts(&japanese.lines(part, change)) != texts(&japanese.lines(part, other)) {
                lines.extend(japanese.lines(part, change));
            }
        }
        lines
    }

    /// What changes, old beside new.
    pub(super) fn side_by_side(self, before: &Change, change: &Change) -> Markup {
        let head = ["plan-book-what", "plan-book-old", "plan-book-new"].map(|key| self.t(key, &[]));
        let rows = change.parts().into_iter().map(|part| {
            [
                rich(&self.part_name(part)),
                self.list(&self.lines_beside(part, before, change)),
                self.list(&self.lines_beside(part, change, before)),
            ]
        });
        html! { (web::components::table(self.t("plan-book-changes", &[]), head).rows(rows).caption_hidden()) }
    }
}

/// The parts that change, for the text that is decided on: name, old lines, new lines.
pub(super) fn for_decision(
    teller: Teller<'_>,
    before: &Change,
    change: &Change,
) -> Vec<(String, Vec<String>, Vec<String>)> {
    let plain = |part, change: &Change| {
        let mark = |line: Line| {
            let text = web::texts::plain(&line.text);
            if line.verified { text } else { format!("{text}（未確認）") }
        };
        teller.lines(part, change).into_iter().map(mark).collect::<Vec<_>>()
    };
    let parts = change.parts().into_iter();
    parts
        .map(|part| (teller.part_name(part), plain(part, before), words_of_all(part, change, plain(part, change))))
        .collect()
}

/// The aim is decided in all its languages, so all of them are shown.
fn words_of_all(part: Part, change: &Change, mut lines: Vec<String>) -> Vec<String> {
    if let (Part::Aim, Some(aim)) = (part, &change.aim) {
        let easy = aim.words.easy.iter().map(|t| format!("やさしい日本語　{}", web::texts::with_reading(t)));
        let en = aim.words.en.iter().map(|t| format!("英語　{t}"));
        lines.extend(easy.chain(en));
    }
    lines
}

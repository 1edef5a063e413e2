//! What the press gets to set the report of a year (`papers/plan_report.typ`).

use super::{chart, cycle, live, say};
use crate::book::{self, Measure, Plan};
use crate::counting::{self, Point, Standing, State, UseStanding};
use crate::pdca::{self, PublishedCycle};
use kernel::era::date_label;
use kernel::fiscal::FiscalYear;
use serde_json::{Value, json};
use store::StoreError;
use web::House;
use web::texts::{Lang, Words, plain};

/// A measure and how it stands, as everybody may see it.
type Stands<'p> = (&'p Measure, Standing, Vec<PublishedCycle>);

/// The data of the report.
pub(super) async fn of_year(house: &House, year: FiscalYear) -> Result<Value, StoreError> {
    let today = house.now().date();
    let plan = book::on(house, today).await?;
    let mut all: Vec<Stands<'_>> = Vec::new();
    for measure in &plan.measures {
        let standing = counting::standing(house, &plan, measure, year).await?.for_public();
        let cycles = pdca::for_public(&house.db, &measure.key).await?;
        all.push((measure, standing, cycles.into_iter().filter(|c| c.span.year == year).collect()));
    }
    let received = live::received(house, &plan, year).await?;
    let writer = Writer { house, words: house.texts.words(Lang::Ja), plan: &plan, year, until: today.min(year.end()) };
    Ok(writer.whole(&all, received.as_ref()))
}

/// The shape by which a state is known in black and white.
const fn shape(state: State) -> &'static str {
    match state {
        State::Behind => "▼",
        State::OnCourse => "●",
        State::Ahead => "▲",
        State::NoData => "―",
    }
}

struct Writer<'h> {
    house: &'h House,
    words: Words<'h>,
    plan: &'h Plan,
    year: FiscalYear,
    until: kernel::Date,
}

impl Writer<'_> {
    fn whole(&self, all: &[Stands<'_>], received: Option<&UseStanding>) -> Value {
        let today = self.house.now().date();
        let skeleton = &self.house.town.plan;
        let label = self.year.label();
        // Final when every measure's review of the whole year is published.
        let interim = all.iter().any(|(_, _, cycles)| cycles.iter().all(|c| c.span != pdca::Span::whole(self.year)));
        json!({
            "date": today.to_string(),
            "date_text": date_label(today),
            "demo": self.house.demo,
            "town": self.town(),
            "title": format!("{} {label}の報告書", skeleton.title),
            "short": format!("計画の報告書 {label}"),
            "interim": interim,
            "interim_text": format!("{label}の振り返りは、まだ公表されていません。{}に、記録にある数字から作りました。", date_label(today)),
            "vision": skeleton.vision,
            "period": format!("{}から{}まで", self.plan.years.0.label(), self.plan.years.1.label()),
            "until_text": date_label(self.until),
            "states": self.states(all),
            "received": received.and_then(|row| self.tile(row)),
            "pillars": self.pillars(all),
            "measures": all.iter().enumerate().map(|(at, stands)| self.measure(at, stands)).collect::<Vec<_>>(),
            "felt": all.first().map(|(_, s, _)| s.felt.iter().filter_map(|row| self.tile(row)).collect::<Vec<_>>()).unwrap_or_default(),
            "rules": counting::RULES.map(|key| self.words.plain(key)),
            "definitions": definitions(all, self.words),
            "data": { "url": self.house.url("/plan/data"), "licence": self.licence() },
            "desk": self.contact(),
        })
    }

    fn town(&self) -> Value {
        let town = &self.house.town;
        let office = town.offices.main_on(self.house.now().date());
        json!({ "name": town.municipality.name, "office": office.map(|o| &o.name), "phone": office.map(|o| o.phone.to_string()) })
    }

    fn contact(&self) -> Value {
        let town = &self.house.town;
        let desk = town.organisation.desk(&town.settings.help_desk);
        let office = town.offices.main_on(self.house.now().date());
        let phone = desk.and_then(|d| d.phone.as_ref()).or(office.map(|o| &o.phone)).map(ToString::to_string);
        json!({ "name": desk.map(town::Desk::full_name).or(office.map(|o| o.name.clone())), "phone": phone })
    }

    fn licence(&self) -> String {
        match &self.house.town.settings.licence {
            Some(licence) if licence.verified => licence.name.clone(),
            Some(licence) => format!("{}（案。町で確認中）", licence.name),
            None => self.words.plain("plan-public-licence-none"),
        }
    }

    fn states(&self, all: &[Stands<'_>]) -> Vec<Value> {
        let count = |state: State| all.iter().filter(|(_, s, _)| s.state == state).count();
        State::ALL
            .iter()
            .map(|s| json!({ "shape": shape(*s), "words": self.words.plain(s.text()), "n": count(*s) }))
            .collect()
    }

    fn pillars(&self, all: &[Stands<'_>]) -> Vec<Value> {
        let rows = |key: &str| -> Vec<Value> {
            let own = all.iter().enumerate().filter(|(_, (m, ..))| m.pillar == key);
            own.map(|(at, (m, s, _))| self.row(at, m, s)).collect()
        };
        self.plan.pillars.iter().map(|p| json!({ "name": p.name.ja, "rows": rows(&p.key) })).collect()
    }

    /// One line of the overview: the first figure that has a value, else the first.
    fn row(&self, at: usize, measure: &Measure, standing: &Standing) -> Value {
        let counted = |row: &&UseStanding| chart::year_point(row, self.year).is_some();
        let main = standing.rows.iter().find(counted).or(standing.rows.first());
        json!({
            "number": at + 1,
            "name": measure.name.ja,
            "shape": shape(standing.state),
            "words": self.words.plain(standing.state.text()),
            "figure": main.map(|row| plain(&row.title.ja)),
            "value": main.and_then(|row| Some(self.value(row, chart::year_point(row, self.year)?.value))),
            "target": main.and_then(|row| Some(self.value(row, Some(row.target?)))),
        })
    }

    fn value(&self, row: &UseStanding, value: Option<f64>) -> String {
        value.map_or_else(|| "―".to_owned(), |v| format!("{}{}", say::number(v), row.unit))
    }

    /// The figure of the year with where it comes from; nothing where there is none to show.
    fn tile(&self, row: &UseStanding) -> Option<Value> {
        let point = chart::year_point(row, self.year)?;
        let until = date_label(if point.closed { point.until } else { self.until });
        let note = format!("{}（{until}まで）・{}件の記録から", self.year.label(), point.n);
        Some(json!({ "title": plain(&row.title.ja), "value": self.value(row, point.value), "note": note }))
    }

    fn measure(&self, at: usize, (measure, standing, cycles): &Stands<'_>) -> Value {
        let desk = |key: &String| self.house.town.organisation.desk(key).map(town::Desk::full_name);
        let pillar = self.plan.pillars.iter().find(|p| p.key == measure.pillar);
        let budgets: Vec<Value> = measure
            .budgets
            .iter()
            .map(|b| {
                let yen = b.yen.map_or_else(|| "未定".to_owned(), |yen| kernel::Yen(yen).to_string());
                json!({ "year": b.year.label(), "yen": yen, "unconfirmed": b.yen.is_some() && !b.verified })
            })
            .collect();
        json!({
            "number": at + 1,
            "pillar": pillar.map(|p| &p.name.ja),
            "name": measure.name.ja,
            "aim": measure.aim.ja,
            "shape": shape(standing.state),
            "words": self.words.plain(standing.state.text()),
            "unconfirmed": !measure.verified,
            "desk": measure.desk.as_ref().and_then(desk).unwrap_or_else(|| "未定".to_owned()),
            "supporting": measure.supporting.iter().filter_map(desk).collect::<Vec<_>>(),
            "figures": standing.rows.iter().map(|row| self.figure(row)).collect::<Vec<_>>(),
            "milestones": measure.milestones.iter().map(|m| json!({ "year": m.year.label(), "text": plain(&m.text.ja), "unconfirmed": !m.verified })).collect::<Vec<_>>(),
            "budgets": budgets,
            "cycles": self.cycles(cycles),
        })
    }

    fn cycles(&self, cycles: &[PublishedCycle]) -> Vec<Value> {
        let part = |(label, texts): (String, Vec<String>)| json!({ "label": label, "texts": texts });
        let one = |c: &PublishedCycle| {
            let parts: Vec<Value> = cycle::parts(self.words, c).into_iter().map(part).collect();
            json!({ "label": format!("{}の振り返り", c.span), "parts": parts })
        };
        cycles.iter().map(one).collect()
    }

    fn figure(&self, row: &UseStanding) -> Value {
        let tile = self.tile(row);
        let part = |key: &str| tile.as_ref().map(|t| t[key].clone());
        let few = if row.months.iter().any(|p| p.withheld) { "plan-public-few-yet" } else { "plan-public-none-yet" };
        let months = self.months(row);
        let years = self.years(row);
        let said = [&months, &years].into_iter().flatten().filter_map(|c| c["alt"].as_str());
        let summary: String = said.collect();
        json!({
            "title": plain(&row.title.ja),
            "meaning": plain(&row.meaning.ja),
            "value": part("value").unwrap_or_else(|| json!("―")),
            "note": part("note").unwrap_or_else(|| json!(self.words.plain(few))),
            "target": row.target.map(|t| self.value(row, Some(t))),
            "unconfirmed": row.target.is_some() && !row.usage.verified,
            "shape": shape(row.state),
            "words": self.words.plain(row.state.text()),
            "starts": row.starts_when.as_ref().map(|w| plain(&w.ja)),
            "summary": summary,
            "months": months,
            "years": years,
        })
    }

    fn months(&self, row: &UseStanding) -> Option<Value> {
        let points: Vec<&Point> = row.months.iter().filter(|p| FiscalYear::of(p.month) == self.year).collect();
        let alt = chart::summary(self.words, row, &points);
        if alt.is_empty() {
            return None;
        }
        let nothing = vec![None::<f64>; points.len()];
        let target = row.target.filter(|_| row.yearly != web::Yearly::Sum);
        Some(json!({
            "alt": alt,
            "unit": row.unit,
            "points": points.iter().map(|p| format!("{}月", p.month.month())).collect::<Vec<_>>(),
            "actual": points.iter().map(|p| p.value).collect::<Vec<_>>(),
            "target": vec![target; points.len()],
            "forecast": nothing, "low": nothing, "high": nothing,
            "note": points.iter().map(|p| chart::records(self.words, p)).collect::<Vec<_>>(),
        }))
    }

    fn years(&self, row: &UseStanding) -> Option<Value> {
        let alt = chart::aim(self.words, row)?;
        let all = say::years(self.plan);
        let forecast = |part: fn(&counting::Forecast) -> f64| -> Vec<Option<f64>> {
            all.iter().map(|y| row.forecast.as_ref().filter(|f| f.year == *y).map(part)).collect()
        };
        Some(json!({
            "alt": alt,
            "unit": row.unit,
            "points": all.iter().map(|y| y.short()).collect::<Vec<_>>(),
            "actual": all.iter().map(|y| chart::year_point(row, *y).and_then(|p| p.value)).collect::<Vec<_>>(),
            "target": all.iter().map(|y| row.usage.targets.get(y).copied()).collect::<Vec<_>>(),
            "forecast": forecast(|f| f.value),
            "low": forecast(|f| f.low),
            "high": forecast(|f| f.high),
            "note": [],
        }))
    }
}

/// Each figure of the report once, with how it is counted.
fn definitions(all: &[Stands<'_>], words: Words<'_>) -> Vec<Value> {
    let mut seen = std::collections::BTreeSet::new();
    let rows = all.iter().flat_map(|(_, s, _)| s.rows.iter().chain(&s.felt)).filter(|r| !r.definition.is_empty());
    rows.filter(|r| seen.insert(r.usage.key.clone()))
        .map(|r| {
            let unit = plain(&counting::unit(words, &r.unit));
            json!({ "key": r.usage.key, "title": plain(&r.title.ja), "unit": unit, "computed": r.definition, "source": r.source })
        })
        .collect()
}

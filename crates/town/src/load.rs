//! Loading a whole town, and finding as many mistakes as possible on the way.

use crate::population::PopulationPoint;
use crate::{
    Calendar, Fees, Locality, Municipality, Offices, Organisation, Period, Places, PlanSkeleton, Postcodes, Problem,
    Roles, Settings, Source, TextOverrides, TownFolder, Wards, calendar, demo, fees, localities, municipality, offices,
    organisation, places, plan, population, postcodes, roles, settings, texts, wards,
};
use std::collections::BTreeMap;

/// A town, loaded once when the program starts.
#[derive(Debug, Clone)]
pub struct Town {
    /// The folder it came from; rooms read their own parts through it.
    pub folder: TownFolder,
    /// Who the municipality is.
    pub municipality: Municipality,
    /// Its buildings.
    pub offices: Offices,
    /// Desks and positions.
    pub organisation: Organisation,
    /// Roles and permissions.
    pub roles: Roles,
    /// Wards and the offices held in them.
    pub wards: Wards,
    /// The town's own closed days.
    pub calendar: Calendar,
    /// Postcodes and the areas they mean.
    pub postcodes: Postcodes,
    /// Public places.
    pub places: Places,
    /// Fees by effective date.
    pub fees: Fees,
    /// The skeleton of the plan.
    pub plan: PlanSkeleton,
    /// Small names inside the areas (字).
    pub localities: Vec<Locality>,
    /// Public population figures.
    pub population: Vec<PopulationPoint>,
    /// The boundary as GeoJSON text, where the folder has one.
    pub boundary: Option<String>,
    /// The town's own wording.
    pub texts: TextOverrides,
    /// Settings of the installation.
    pub settings: Settings,
}

impl Town {
    /// Loads the folder; on mistakes, all that could be found at once, sorted by file and line.
    pub fn load(folder: &TownFolder) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let town = Self::read(folder, &mut problems);
        problems.sort();
        problems.dedup();
        match town {
            Some(town) if problems.is_empty() => Ok(town),
            _ => Err(problems),
        }
    }

    fn read(folder: &TownFolder, problems: &mut Vec<Problem>) -> Option<Self> {
        let town = required(folder, "town.toml", problems);
        let offices = required(folder, "offices.toml", problems)
            .and_then(|source| whole(problems, |problems| offices::load(&source, problems)));
        let organisation = required(folder, "organisation.toml", problems)
            .and_then(|source| whole(problems, |p| organisation::load(&source, offices.as_ref(), p)));
        let front = town.map(|source| front(&source, organisation.as_ref(), problems));
        let roles = required(folder, "roles.toml", problems).map(|s| roles::load(s, problems));
        let wards = required(folder, "wards.toml", problems).map(|s| wards::load(&s, problems));
        let calendar = optional(folder, "calendar.toml", problems, calendar::load);
        let places = optional(folder, "places.toml", problems, places::load);
        let fees = optional(folder, "fees.toml", problems, fees::load);
        let postcodes = postcodes::load(folder, problems);
        let localities = localities::load(folder, problems);
        let population = population::load(folder, problems);
        let boundary = boundary(folder, problems);
        let texts = texts::load(folder, problems);
        let plan = required(folder, "plan/plan.toml", problems).and_then(|s| plan::load(&s, problems));
        let (municipality, settings) = front?;
        Some(Self {
            folder: folder.clone(),
            municipality: municipality?,
            offices: offices?,
            organisation: organisation?,
            roles: roles?,
            wards: wards?,
            calendar,
            postcodes,
            places,
            fees,
            plan: plan?,
            localities,
            population,
            boundary,
            texts,
            settings: settings?,
        })
    }
}

/// Every mistake in the town's own files, the demo accounts included. Rooms check theirs.
pub fn check(folder: &TownFolder) -> Vec<Problem> {
    match Town::load(folder) {
        Err(problems) => problems,
        Ok(town) => demo::check(&town),
    }
}

fn front(
    source: &Source,
    organisation: Option<&Organisation>,
    problems: &mut Vec<Problem>,
) -> (Option<Municipality>, Option<Settings>) {
    source.allow(&["municipality", "settings"], problems);
    let municipality: Option<Municipality> = source.table("municipality", problems);
    let settings: Option<Settings> = source.table("settings", problems);
    if let Some(municipality) = &municipality {
        municipality::check(municipality, source, problems);
    }
    if let Some(settings) = &settings {
        settings::check(settings, organisation, source, problems);
    }
    (municipality, settings)
}

fn required(folder: &TownFolder, file: &str, problems: &mut Vec<Problem>) -> Option<Source> {
    folder.source(file).map_err(|p| problems.push(p)).ok()
}

/// What was read without a mistake. A file with mistakes is not used for checking others: what
/// would follow from the first mistake only hides it.
fn whole<T>(problems: &mut Vec<Problem>, load: impl FnOnce(&mut Vec<Problem>) -> T) -> Option<T> {
    let before = problems.len();
    let loaded = load(problems);
    (problems.len() == before).then_some(loaded)
}

fn optional<T: Default>(
    folder: &TownFolder,
    file: &str,
    problems: &mut Vec<Problem>,
    load: fn(&Source, &mut Vec<Problem>) -> T,
) -> T {
    if !folder.has(file) {
        return T::default();
    }
    required(folder, file, problems).map_or_else(T::default, |source| load(&source, problems))
}

fn boundary(folder: &TownFolder, problems: &mut Vec<Problem>) -> Option<String> {
    let file = "boundary.geojson";
    if !folder.has(file) {
        return None;
    }
    let read = folder.json::<serde_json::Value>(file).and_then(|value| {
        if value["type"] == "FeatureCollection" {
            return folder.text(file);
        }
        Err(Problem::of_file(file, "GeoJSON の FeatureCollection にしてください"))
    });
    read.map_err(|p| problems.push(p)).ok()
}

/// Lower-case ASCII letters, digits and `_`, a letter first.
pub(crate) fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'))
}

pub(crate) fn check_key(key: &str, path: &str, source: &Source, problems: &mut Vec<Problem>) {
    if !is_key(key) {
        let message = format!("key「{key}」は半角の英小文字・数字・_ で、英字から始めてください");
        problems.push(source.problem(&format!("{path}.key"), message));
    }
}

pub(crate) fn check_source(
    verified: bool,
    seen_in: Option<&str>,
    path: &str,
    source: &Source,
    problems: &mut Vec<Problem>,
) {
    if verified && seen_in.is_none() {
        let message = "確認済みなら source に出どころを書いてください";
        problems.push(source.problem(&format!("{path}.verified"), message));
    }
}

pub(crate) fn check_unique<'a>(
    list: &str,
    keys: impl Iterator<Item = (usize, &'a str)>,
    source: &Source,
    problems: &mut Vec<Problem>,
) {
    check_unique_at(list, "key", keys, source, problems);
}

pub(crate) fn check_unique_at<'a>(
    list: &str,
    field: &str,
    keys: impl Iterator<Item = (usize, &'a str)>,
    source: &Source,
    problems: &mut Vec<Problem>,
) {
    let mut seen = BTreeMap::new();
    for (at, key) in keys {
        if let Some(first) = seen.get(key) {
            let line = source.line(&format!("{list}.{first}.{field}")).unwrap_or(0);
            let message = format!("「{}」は {line} 行目にもあります", key.trim_end());
            problems.push(source.problem(&format!("{list}.{at}.{field}"), message));
        } else {
            seen.insert(key, at);
        }
    }
}

/// Entries with one key must not hold on the same day, nor end before they begin.
pub(crate) fn check_periods(list: &str, rows: &[(usize, &str, Period)], source: &Source, problems: &mut Vec<Problem>) {
    for (n, (at, key, period)) in rows.iter().enumerate() {
        if period.is_backwards() {
            let message = "終わりの日が始まりの日より前です";
            problems.push(source.problem(&format!("{list}.{at}.until"), message));
        }
        let earlier = &rows[..n];
        if let Some((other, ..)) = earlier.iter().find(|(_, k, p)| k == key && p.overlaps(*period)) {
            let line = source.line(&format!("{list}.{other}.key")).unwrap_or(0);
            let message = format!("「{key}」の期間が {line} 行目のものと重なっています");
            problems.push(source.problem(&format!("{list}.{at}.key"), message));
        }
    }
}

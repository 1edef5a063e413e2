//! `engawa check`: every mistake in the town folder that the town's loader or a room can find,
//! and the fonts that papers need.

use crate::command_line::Place;
use crate::failure::Failure;
use crate::{composition, house, say};
use town::{Problem, Town, TownFolder};

pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    let folder = TownFolder::open(&place.town)?;
    let problems = problems(&folder);
    for font in press::missing_fonts(&house::fonts(place)) {
        say::line(&format!("書体がありません: {font}"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    say::line(&format!("{} に直すところはありません", place.town.display()));
    say::line("The town folder is in order.");
    Ok(())
}

/// Every mistake, in the order of files and lines.
pub(crate) fn problems(folder: &TownFolder) -> Vec<Problem> {
    let (rooms, services) = (composition::rooms(), composition::services());
    let all: Vec<_> = rooms.iter().chain(services.iter().map(|s| &s.room)).collect();
    let mut problems = town::check(folder);
    for room in &all {
        problems.extend((room.check)(folder));
        if let Some(Err(found)) = room.shelf.map(|open| open(folder)) {
            problems.extend(found);
        }
    }
    let counted: Vec<&str> = all.iter().flat_map(|r| r.indicators).map(|i| i.key).collect();
    problems.extend(plan::unknown_indicators(folder, &counted));
    if let Ok(town) = Town::load(folder) {
        let known: Vec<&str> = all.iter().flat_map(|r| r.permissions).map(|p| p.key).collect();
        problems.extend(town.roles.unknown_permissions(&known));
        problems.extend(house::texts(&town).err().unwrap_or_default());
    }
    problems.sort();
    problems.dedup();
    problems
}

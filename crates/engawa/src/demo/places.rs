//! Where the fictional people live: the town's real areas, with numbers that exist nowhere.

use super::chance::Chance;
use kernel::Postcode;
use town::{Point, Town, Ward};

/// An area with the share of households that it gets.
struct Area {
    ward: String,
    name: String,
    postcode: Option<Postcode>,
    weight: usize,
    houses: usize,
}

/// All areas of the town.
pub(crate) struct Areas {
    list: Vec<Area>,
    prefecture: String,
    city: String,
}

/// Where a household lives.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) ward: String,
    pub(crate) postcode: Option<Postcode>,
    pub(crate) prefecture: String,
    pub(crate) city: String,
    pub(crate) town_area: String,
    pub(crate) rest: String,
    pub(crate) building: String,
}

impl Home {
    /// As 本籍 is written.
    pub(crate) fn as_domicile(&self) -> String {
        format!("{}{}{}{}", self.prefecture, self.city, self.town_area, self.rest)
    }
}

impl Areas {
    pub(crate) fn of(town: &Town) -> Self {
        let wards = town.wards.all();
        let centre = nearest(wards, town.municipality.centre);
        let list = wards.iter().map(|ward| {
            let localities = town.localities.iter().filter(|l| l.town == ward.name).count();
            let weight = (8 + localities) * if centre == Some(ward.key.as_str()) { 3 } else { 1 };
            Area { ward: ward.key.clone(), name: ward.label(), postcode: ward.postcode, weight, houses: 0 }
        });
        Self {
            list: list.collect(),
            prefecture: town.municipality.prefecture.clone(),
            city: town.municipality.city_part(),
        }
    }

    /// A house in an area that chance chooses.
    pub(crate) fn home(&mut self, chance: &mut Chance) -> Home {
        let weights: Vec<usize> = self.list.iter().map(|a| a.weight).collect();
        let at = chance.weighted(&weights);
        self.home_at(at)
    }

    /// A house in the area with this key, or in the first one.
    pub(crate) fn home_in(&mut self, ward: Option<&str>) -> Home {
        let at = self.list.iter().position(|a| Some(a.ward.as_str()) == ward).unwrap_or(0);
        self.home_at(at)
    }

    fn home_at(&mut self, at: usize) -> Home {
        let area = &mut self.list[at];
        area.houses += 1;
        Home {
            ward: area.ward.clone(),
            postcode: area.postcode,
            prefecture: self.prefecture.clone(),
            city: self.city.clone(),
            town_area: area.name.clone(),
            // 字架空 is in no town: whoever reads the address sees that it is made up.
            rest: format!("字架空{}番地", area.houses),
            building: String::new(),
        }
    }
}

fn nearest(wards: &[Ward], centre: Option<Point>) -> Option<&str> {
    let centre = centre?;
    let far = |p: Point| (p.lat - centre.lat).powi(2) + (p.lng - centre.lng).powi(2);
    let with_point = wards.iter().filter_map(|w| Some((far(w.point?), w.key.as_str())));
    with_point.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, key)| key)
}

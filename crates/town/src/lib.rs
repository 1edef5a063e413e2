//! The town as data: one folder that an officer can read, change and check.
//!
//! **Who uses it.** The officer who keeps the town's rules writes the files under `towns/<town>/`;
//! every room reads them through [`Town`]. `engawa check` names each mistake with file and line.
//!
//! **What is in it.** Who the municipality is, its offices (which may move on a date), its desks
//! and positions, which role may do what, wards, closed days, postcodes, public places, fees with
//! their effective dates, and the skeleton of the plan. Rooms keep their own parts (procedures,
//! approval routes, paper templates) in the same folder and check them themselves through
//! [`TownFolder`].
//!
//! **What is known.** A value that nobody has confirmed says so: `verified = false`
//! ([`Fact`], and the `verified` field of desks, fees and places). Pages show it as 「確認中」.
//!
//! Nothing here names a particular town, and nothing here is personal data: names of office
//! holders are accounts with terms in `people`, not lines in these files.

pub mod calendar;
pub mod day;
pub mod demo;
mod fact;
pub mod fees;
mod folder;
mod load;
pub mod localities;
pub mod municipality;
mod national;
pub mod offices;
pub mod organisation;
mod period;
pub mod places;
pub mod plan;
pub mod population;
pub mod postcodes;
mod problem;
pub mod roles;
pub mod settings;
mod source;
pub mod texts;
pub mod wards;

pub use calendar::Calendar;
pub use fact::{Fact, Point};
pub use fees::{Fee, FeeChannel, Fees};
pub use folder::TownFolder;
pub use load::{Town, check};
pub use localities::Locality;
pub use municipality::Municipality;
pub use offices::{Office, Offices, OpeningHours, Weekday};
pub use organisation::{Desk, Organisation, Position};
pub use period::Period;
pub use places::{Place, Places};
pub use plan::{Measure, Pillar, PlanSkeleton};
pub use postcodes::{Area, Postcodes};
pub use problem::Problem;
pub use roles::{Role, Roles};
pub use settings::{Licence, Settings};
pub use source::{Source, located};
pub use texts::TextOverrides;
pub use wards::{Ward, WardKind, WardRole, Wards};

#[cfg(test)]
mod tests;

//! 一人ひとりが輝くDX: the services by which each resident deals with the town.

pub mod certificates;
pub mod payments;
pub mod procedures;

use web::Service;

/// The services of this pillar.
pub fn services() -> Vec<Service> {
    vec![procedures::service(), certificates::service(), payments::service()]
}

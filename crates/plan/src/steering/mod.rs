//! Who steers: headquarters, leaders of the desks, working groups, advisers, their meetings and tasks.

use web::Routes;

pub(crate) fn routes(_routes: &mut Routes) {}

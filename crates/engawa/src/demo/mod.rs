//! A fictional town of real size.

use crate::failure::Failure;
use crate::house::Records;
use crate::ops;
use store::{Act, StoreError};
use town::Town;

/// What was made.
pub(crate) struct Filled {
    pub(crate) people: usize,
    pub(crate) households: usize,
}

/// Fills empty records.
pub(crate) async fn fill(_: &Town, records: &Records) -> Result<Filled, Failure> {
    if !store::journal::is_empty(&records.db).await? {
        return Err(Failure::cannot(
            "記録が空ではないので、見本データは入れません",
            "the records are not empty; the demo is only for empty ones",
        ));
    }
    let act = Act::system("demo", records.clock.now());
    records.db.write(&act, |tx| async move { ops::set_mark(&tx, ops::DEMO, "1").await }).await.map_err(|e: StoreError| e)?;
    Ok(Filled { people: 0, households: 0 })
}

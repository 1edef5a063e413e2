//! Files of forms that were never handed in do not stay: what a draft once held and nothing names any
//! more is taken out of the store of files.
//!
//! Every file that is sent is written down before it is kept. A day later, and as long as a draft
//! lies there, it is looked at again: a file that a row of any room names stays; one that no draft and
//! no row names goes. Whoever sends the same bytes at that very moment writes them down anew first,
//! and they are put back.

use crate::records::draft;
use crate::records::upload::{self, Upload};
use store::{Act, StoreError};
use web::House;

/// A file lies at least so long: a page that is being sent keeps it before its draft names it.
const DAYS: i64 = 1;
/// Looked at in one go.
const AT_ONCE: i64 = 500;

/// Takes out what nothing names.
pub(crate) async fn sweep(house: &House) -> Result<(), StoreError> {
    let before = house.now().plus_days(-DAYS);
    let mut after = None;
    loop {
        let some = upload::before(&house.db, before, after, AT_ONCE).await?;
        let Some(last) = some.last() else { return Ok(()) };
        after = Some(last.id);
        // After the list: a draft that names one of them is among these, or has become a case by then.
        let drafts = draft::files(&house.db).await?;
        for one in some.into_iter().filter(|one| !drafts.contains(&one.blob)) {
            let_go(house, one).await?;
        }
    }
}

async fn let_go(house: &House, one: Upload) -> Result<(), StoreError> {
    let named = one.blob.is_named_in(&house.db).await?;
    let (act, blob) = (Act::system("cases", house.now()), one.blob.clone());
    if !house.db.write(&act, move |tx| async move { upload::forget(&tx, &one).await }).await? || named {
        return Ok(());
    }
    let Ok(bytes) = house.blobs.get(&blob).await else { return Ok(()) };
    house.blobs.remove(&blob).await?;
    if upload::is_known(&house.db, &blob).await? {
        house.blobs.put(bytes).await?;
    }
    Ok(())
}

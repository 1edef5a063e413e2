//! What an officer promised to do, for whoever takes their office over.

use super::{note, open_of};
use kernel::id::AccountId;
use store::{StoreError, Tx, args};
use web::House;
use web::hold::{Handing, OpenWork};

/// The open tasks of an officer.
pub(crate) async fn list(house: &House, account: AccountId) -> Result<Vec<OpenWork>, StoreError> {
    let open = open_of(&house.db, account).await?;
    let work = |t: &super::Task| OpenWork {
        title: format!("やること　{}（{}まで）", t.title, kernel::era::date_label(t.due)),
        path: format!("/desk/plan/tasks/{}", t.id),
    };
    Ok(open.iter().map(work).collect())
}

/// Gives the open tasks to the successor. Who keeps another office keeps their tasks: they were
/// promised by the person, and the secretariat can pass on a single one.
pub(crate) async fn pass_on(tx: &Tx, handing: &Handing) -> Result<u64, StoreError> {
    if !people::grants_on(tx, Some(handing.from), None, tx.now().date()).await?.is_empty() {
        return Ok(0);
    }
    let mut passed = 0;
    for task in open_of(tx, handing.from).await? {
        let sql =
            "UPDATE plan_task SET owner = $2, version = version + 1 WHERE id = $1 AND version = $3 AND state = 'open'";
        if tx.execute(sql, args![task.id, handing.to, task.version]).await? == 1 {
            note(tx, task.id, task.version + 1, "passed", Some("引継ぎ"), (handing.to, task.due)).await?;
            passed += 1;
        }
    }
    Ok(passed)
}

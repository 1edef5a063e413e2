//! The boards that an officer leads, for whoever takes their office over.

use super::records;
use kernel::id::AccountId;
use store::{Deed, StoreError, Tx, args};
use web::House;
use web::hold::{Handing, OpenWork};

/// The open boards of a facilitator.
pub(crate) async fn list(house: &House, account: AccountId) -> Result<Vec<OpenWork>, StoreError> {
    let boards = records::led_by(&house.db, account).await?;
    let work = |b: &records::Board| OpenWork {
        title: format!("ふりかえり　{}", b.title),
        path: format!("/desk/plan/boards/{}", b.id),
    };
    Ok(boards.iter().map(work).collect())
}

/// The successor leads them on. Who keeps another office keeps their boards, as they keep their tasks.
pub(crate) async fn pass_on(tx: &Tx, handing: &Handing) -> Result<u64, StoreError> {
    if !people::grants_on(tx, Some(handing.from), None, tx.now().date()).await?.is_empty() {
        return Ok(0);
    }
    let mut passed = 0;
    for board in records::led_by(tx, handing.from).await? {
        records::beat(tx, board.id).await?;
        let sql = "UPDATE plan_board SET facilitator = $2, version = version + 1 \
                   WHERE id = $1 AND version = $3 AND stage <> 'closed'";
        if tx.execute(sql, args![board.id, handing.to, board.version]).await? == 1 {
            tx.record(Deed::new("plan.board_hand_over").row("plan_board", board.id));
            passed += 1;
        }
    }
    Ok(passed)
}

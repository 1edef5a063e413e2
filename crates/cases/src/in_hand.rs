//! What an officer has in charge, so that it can be handed over with the office.

use crate::catalogue;
use crate::records::{case, queue};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::{AccountId, CaseId};
use store::{Deed, Reads, StoreError, Tx, args};
use web::House;
use web::hold::{Handing, InHand, OpenWork};
use web::texts::plain;

/// Cases taken and not closed.
pub(crate) const IN_HAND: InHand =
    InHand {
        title: "担当している案件", list: |house, account| list(house, account).boxed(), pass_on: Some(passed)
    };

async fn list(house: House, account: AccountId) -> Result<Vec<OpenWork>, StoreError> {
    let lines = case::of_officer(&house.db, account).await?;
    let procedures = catalogue(&house)?;
    let work = |l: &queue::Line| {
        let title = procedures.get(&l.procedure, l.procedure_version).map(|p| plain(&p.guide.title.ja));
        OpenWork {
            title: format!("{}　{}", l.reference, title.unwrap_or_default()),
            path: format!("/desk/cases/{}", l.id),
        }
    };
    Ok(lines.iter().map(work).collect())
}

fn passed(tx: Tx, handing: Handing) -> BoxFuture<'static, Result<u64, StoreError>> {
    pass_on(tx, handing).boxed()
}

/// The successor takes each case, and each case's history says so.
async fn pass_on(tx: Tx, handing: Handing) -> Result<u64, StoreError> {
    let mut passed = 0;
    for line in case::of_officer(&tx, handing.from).await? {
        if handing.desk.as_ref().is_some_and(|desk| *desk != line.desk) {
            continue;
        }
        let sql = "UPDATE cases_case SET officer = $2, version = version + 1 WHERE id = $1 AND officer = $3 AND state <> 'closed'";
        if tx.execute(sql, args![line.id, handing.to, handing.from]).await? == 1 {
            let applicant: Option<Option<kernel::id::PersonId>> =
                tx.one("SELECT applicant FROM cases_case WHERE id = $1", args![line.id]).await?;
            let id: CaseId = line.id;
            tx.record(Deed::new("cases.hand_over").about(applicant.flatten()).row("cases_case", id));
            passed += 1;
        }
    }
    Ok(passed)
}

//! What the room does of itself.

use crate::BillingError;
use crate::actions::Held;
use crate::agreement;
use crate::ledger::About;
use crate::rules::Posting;
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::BillId;
use store::{Act, JobError, Reads, args};
use web::House;

/// Agreements that are kept or broken.
pub(crate) fn agreements(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move { Ok(agreement::look_after(&house).await?) }.boxed()
}

/// Bills from the time before there were instalments get theirs, with the number under which it is
/// paid.
pub(crate) fn instalments(house: House) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let sql = "SELECT b.id FROM billing_bill b WHERE NOT EXISTS \
                   (SELECT 1 FROM billing_instalment i WHERE i.bill = b.id) ORDER BY b.id LIMIT 500";
        for row in house.db.rows(sql, args![]).await? {
            let bill: BillId = row.get("id")?;
            let act = Act::system("billing", house.now());
            let one = move |tx: store::Tx| async move {
                let held = Held::of(&tx, bill, tx.now().date()).await?;
                let deed = held.deed("billing.instalment");
                held.close(&tx, &Posting::default(), About::default(), deed).await.map(|_| ())
            };
            house.db.write(&act, one).await.map_err(|e: BillingError| match e {
                BillingError::Store(e) => JobError::from(e),
                other => JobError::from(store::StoreError::Other(other.to_string())),
            })?;
        }
        Ok(())
    }
    .boxed()
}

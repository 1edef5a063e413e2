//! What the room does of itself: writes down when sessions were used, and clears out what is over.

use store::{Act, JobError, StoreError, args};
use web::House;

const DAY: i64 = 86_400;

pub(crate) async fn settle(house: House) -> Result<(), JobError> {
    Ok(house.sessions.settle(&house.db, house.now()).await?)
}

pub(crate) async fn clear(house: House) -> Result<(), JobError> {
    let now = house.now();
    crate::export::clear(&house).await?;
    house
        .db
        .write(&Act::system("account.clear", now), move |tx| async move {
            let (day, month) = (now.plus_seconds(-DAY), now.plus_seconds(-30 * DAY));
            tx.execute("DELETE FROM account_ceremony WHERE expires_at < $1", args![now]).await?;
            tx.execute("DELETE FROM account_departure WHERE expires_at < $1", args![now]).await?;
            tx.execute("DELETE FROM account_attempt WHERE since < $1", args![day]).await?;
            tx.execute("DELETE FROM account_link WHERE expires_at < $1", args![day]).await?;
            tx.execute("DELETE FROM account_code WHERE expires_at < $1", args![month]).await?;
            crate::staff::clear(&tx, month).await?;
            crate::address::clear(&tx, month).await?;
            let sql = "DELETE FROM account_session WHERE ended_at < $1 OR expires_at < $1";
            tx.execute(sql, args![month]).await?;
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

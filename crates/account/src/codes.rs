//! One-time codes that an officer hands out at the counter after checking a document: they link an
//! account to the person, and are the way back in for who lost the password.

use kernel::id::PersonId;
use kernel::{Moment, Reference, Uuid};
use store::{Deed, Reads, StoreError, Tx, args};
use web::House;

/// A code works for three days.
pub(crate) const SECONDS: i64 = 3 * 86_400;
const PURPOSE: &str = "account.code";

/// The documents that prove who stands at the counter: key and words for the officer.
/// 住民基本台帳事務処理要領: one with a photograph, or two without.
pub(crate) const DOCUMENTS: [(&str, &str); 5] = [
    ("my_number_card", "マイナンバーカード"),
    ("driving_licence", "運転免許証・運転経歴証明書"),
    ("passport", "旅券（パスポート）"),
    ("residence_card", "在留カード・特別永住者証明書"),
    ("two_documents", "写真のない書類を二つ（資格確認書、年金手帳など）"),
];

/// Issues a code for `person`; earlier ones stop working. The code itself is kept nowhere.
pub(crate) async fn issue(
    tx: &Tx,
    secret: &[u8; 32],
    person: PersonId,
    document: &str,
) -> Result<Reference, StoreError> {
    let sql = "UPDATE account_code SET used_at = $2 WHERE person = $1 AND used_at IS NULL";
    tx.execute(sql, args![person, tx.now()]).await?;
    let code = Reference::from_random(tx.random());
    tx.execute(
        "INSERT INTO account_code (id, proof, person, issued_by, issued_at, expires_at, used_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            kernel::id::uuid_v7(tx.now(), tx.random()),
            proof(secret, code),
            person,
            tx.act().actor.account(),
            tx.now(),
            tx.now().plus_seconds(SECONDS),
            None::<Moment>
        ],
    )
    .await?;
    tx.record(Deed::new("account.code").about(person).detail(document));
    Ok(code)
}

/// Whose code it is, if it works now.
pub(crate) async fn whose(q: &impl Reads, house: &House, code: Reference) -> Result<Option<PersonId>, StoreError> {
    let sql = "SELECT person FROM account_code WHERE proof = $1 AND used_at IS NULL AND expires_at > $2";
    q.one(sql, args![proof(&house.secret, code), house.now()]).await
}

/// Uses the code up; answers whose it was, or nothing when it does not work (any more).
pub(crate) async fn redeem(tx: &Tx, secret: &[u8; 32], code: Reference) -> Result<Option<PersonId>, StoreError> {
    let sql = "UPDATE account_code SET used_at = $2 WHERE proof = $1 AND used_at IS NULL AND expires_at > $2 \
               RETURNING id, person";
    let Some(row) = tx.row(sql, args![proof(secret, code), tx.now()]).await? else { return Ok(None) };
    let (_, person): (Uuid, PersonId) = (row.get("id")?, row.get("person")?);
    tx.record(Deed::new("account.code_used").about(person));
    Ok(Some(person))
}

/// What the records hold of a code: nothing from which it could be told without the house's secret.
fn proof(secret: &[u8; 32], code: Reference) -> String {
    web::link_proof(secret, PURPOSE, &code.compact())
}

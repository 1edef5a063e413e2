//! The screens, the numbers that open a sitting, and the sittings.

use kernel::id::{AccountId, CaseId, PersonId};
use kernel::{Moment, TypedId};
use store::{Deed, Reads, Row, StoreError, Tx, args};
use web::Assurance;

kernel::id_type!(
    /// A screen in the lobby.
    KioskId,
    /// A number that opens a sitting once.
    PassId,
    /// Somebody at a screen.
    SittingId,
);

/// A screen.
#[derive(Debug, Clone)]
pub(super) struct Kiosk {
    pub id: KioskId,
    pub place: String,
    pub started_at: Moment,
    pub opened_at: Option<Moment>,
}

fn kiosk(row: &Row) -> Result<Kiosk, StoreError> {
    Ok(Kiosk {
        id: row.get("id")?,
        place: row.get("place")?,
        started_at: row.get("started_at")?,
        opened_at: row.get("opened_at")?,
    })
}

/// The screens that are started now.
pub(super) async fn kiosks(q: &impl Reads, now: Moment) -> Result<Vec<Kiosk>, StoreError> {
    let sql = "SELECT id, place, started_at, opened_at FROM certificates_kiosk \
               WHERE ended_at IS NULL AND ends_at > $1 ORDER BY id";
    q.rows(sql, args![now]).await?.iter().map(kiosk).collect()
}

/// The screen that holds this secret.
pub(super) async fn kiosk_with(q: &impl Reads, secret: &[u8], now: Moment) -> Result<Option<Kiosk>, StoreError> {
    let sql = "SELECT id, place, started_at, opened_at FROM certificates_kiosk \
               WHERE secret = $1 AND ended_at IS NULL AND ends_at > $2 AND opened_at IS NOT NULL";
    q.row(sql, args![secret.to_vec(), now]).await?.map(|r| kiosk(&r)).transpose()
}

/// Starts a screen; `secret` is the digest of the number that is typed at it first.
pub(super) async fn start(
    tx: &Tx,
    place: &str,
    secret: &[u8],
    by: AccountId,
    ends: Moment,
) -> Result<KioskId, StoreError> {
    let id: KioskId = tx.id();
    tx.execute(
        "INSERT INTO certificates_kiosk (id, place, secret, started_by, started_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, place, secret.to_vec(), by, tx.now(), ends],
    )
    .await?;
    tx.record(Deed::new("certificates.kiosk").detail(format!("役場の端末を始めました（{place}）")));
    Ok(id)
}

/// The number was typed at the screen: from now on it holds `secret` instead. Once, and in time.
pub(super) async fn opened(tx: &Tx, number: &[u8], secret: &[u8], not_before: Moment) -> Result<bool, StoreError> {
    let sql = "UPDATE certificates_kiosk SET secret = $2, opened_at = $3 \
               WHERE secret = $1 AND opened_at IS NULL AND ended_at IS NULL AND started_at > $4";
    Ok(tx.execute(sql, args![number.to_vec(), secret.to_vec(), tx.now(), not_before]).await? == 1)
}

/// Ends a screen, and whoever sits at it.
pub(super) async fn end_kiosk(tx: &Tx, id: KioskId) -> Result<(), StoreError> {
    let sql = "UPDATE certificates_kiosk SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    tx.execute(sql, args![id, tx.now()]).await?;
    let sql = "UPDATE certificates_sitting SET ended_at = $2 WHERE kiosk = $1 AND ended_at IS NULL";
    tx.execute(sql, args![id, tx.now()]).await?;
    tx.record(Deed::new("certificates.kiosk").detail("役場の端末を終えました"));
    Ok(())
}

/// Who stands behind a number, and how sure the town is.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub person: PersonId,
    pub level: Assurance,
    /// Whether the seal card, or a means that stands in for it, was seen.
    pub seal_card: bool,
    pub checked: String,
}

const fn word(level: Assurance) -> &'static str {
    match level {
        Assurance::Account => "account",
        Assurance::Identified => "identified",
        Assurance::Strong => "strong",
    }
}

fn level(word: &str) -> Assurance {
    match word {
        "strong" => Assurance::Strong,
        "identified" => Assurance::Identified,
        _ => Assurance::Account,
    }
}

fn known(row: &Row) -> Result<Known, StoreError> {
    Ok(Known {
        person: row.get("person")?,
        level: level(&row.get::<String>("level")?),
        seal_card: row.get("seal_card")?,
        checked: row.get("checked")?,
    })
}

/// Gives a number out.
pub(super) async fn give(
    tx: &Tx,
    digest: &[u8],
    who: &Known,
    by: Option<AccountId>,
    ends: Moment,
) -> Result<(), StoreError> {
    let id: PassId = tx.id();
    // Whoever asks again gets a new number, and the old one is worth nothing.
    let sql = "UPDATE certificates_pass SET ends_at = $2 WHERE person = $1 AND used_at IS NULL AND ends_at > $2";
    tx.execute(sql, args![who.person, tx.now()]).await?;
    tx.execute(
        "INSERT INTO certificates_pass (id, digest, person, level, seal_card, checked, given_by, made_at, ends_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![id, digest.to_vec(), who.person, word(who.level), who.seal_card, &who.checked, by, tx.now(), ends],
    )
    .await?;
    let said = format!("役場の端末で使う番号を出しました（{}）", who.checked);
    tx.record(Deed::new("certificates.pass").about(who.person).detail(said));
    Ok(())
}

/// Takes a number: it holds once.
pub(super) async fn take(tx: &Tx, digest: &[u8]) -> Result<Option<Known>, StoreError> {
    let sql = "UPDATE certificates_pass SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND ends_at > $2 \
               RETURNING person, level, seal_card, checked";
    tx.row(sql, args![digest.to_vec(), tx.now()]).await?.map(|r| known(&r)).transpose()
}

/// Somebody at a screen.
#[derive(Debug, Clone)]
pub(super) struct Sitting {
    pub id: SittingId,
    pub who: Known,
    pub case: Option<CaseId>,
    pub started_at: Moment,
    pub seen_at: Moment,
}

pub(super) async fn sit_down(tx: &Tx, kiosk: KioskId, who: &Known) -> Result<(), StoreError> {
    let id: SittingId = tx.id();
    // One screen, one person: whoever forgot to end is sent away.
    let sql = "UPDATE certificates_sitting SET ended_at = $2 WHERE kiosk = $1 AND ended_at IS NULL";
    tx.execute(sql, args![kiosk, tx.now()]).await?;
    tx.execute(
        "INSERT INTO certificates_sitting (id, kiosk, person, level, seal_card, checked, started_at, seen_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        args![id, kiosk, who.person, word(who.level), who.seal_card, &who.checked, tx.now()],
    )
    .await?;
    tx.record(Deed::new("certificates.sit_down").about(who.person).detail("役場の端末を使い始めました"));
    Ok(())
}

/// The sitting at this screen, if nobody ended it.
pub(super) async fn sitting(q: &impl Reads, kiosk: KioskId) -> Result<Option<Sitting>, StoreError> {
    let sql = "SELECT id, person, level, seal_card, checked, case_id, started_at, seen_at FROM certificates_sitting \
               WHERE kiosk = $1 AND ended_at IS NULL";
    let Some(row) = q.row(sql, args![kiosk]).await? else { return Ok(None) };
    Ok(Some(Sitting {
        id: row.get("id")?,
        who: known(&row)?,
        case: row.get("case_id")?,
        started_at: row.get("started_at")?,
        seen_at: row.get("seen_at")?,
    }))
}

pub(super) async fn touch(tx: &Tx, id: SittingId) -> Result<(), StoreError> {
    let sql = "UPDATE certificates_sitting SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL";
    tx.execute(sql, args![id, tx.now()]).await?;
    Ok(())
}

/// Ties the case to the sitting: one sitting has one, whatever is pressed twice.
pub(super) async fn asks(tx: &Tx, id: SittingId, case: CaseId) -> Result<(), StoreError> {
    let sql = "UPDATE certificates_sitting SET case_id = $2 WHERE id = $1 AND ended_at IS NULL";
    tx.execute(sql, args![id, case.uuid()]).await?;
    Ok(())
}

pub(super) async fn stand_up(tx: &Tx, id: SittingId, person: PersonId) -> Result<(), StoreError> {
    let sql = "UPDATE certificates_sitting SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    if tx.execute(sql, args![id, tx.now()]).await? == 1 {
        tx.record(Deed::new("certificates.stand_up").about(person).detail("役場の端末を使い終えました"));
    }
    Ok(())
}

/// Forgets screens, numbers and sittings that ended before `before`.
pub(super) async fn forget(tx: &Tx, before: Moment) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM certificates_pass WHERE ends_at < $1",
        "DELETE FROM certificates_sitting WHERE started_at < $1",
        "DELETE FROM certificates_kiosk WHERE ends_at < $1",
    ] {
        tx.execute(sql, args![before]).await?;
    }
    Ok(())
}

/// The last case that somebody asked for at a screen since `since`.
pub(super) async fn last_case(q: &impl Reads, person: PersonId, since: Moment) -> Result<Option<CaseId>, StoreError> {
    let sql = "SELECT case_id FROM certificates_sitting \
               WHERE person = $1 AND case_id IS NOT NULL AND started_at > $2 ORDER BY id DESC LIMIT 1";
    q.one(sql, args![person, since]).await
}

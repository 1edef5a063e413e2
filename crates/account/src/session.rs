//! Sessions: a random token in the browser, its digest in the records.
//!
//! An officer's session ends after an hour without a page and after twelve hours in any case, a
//! resident's after a day and after thirty. Reading a page writes nothing: when it was read is
//! remembered and written down by a round every few minutes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::AccountId;
use kernel::{Moment, Uuid};
use people::accounts::AccountState;
use people::{Account, AccountKind};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Act, Db, Deed, Reads, Row, StoreError, Tx, args};
use town::Town;
use web::{Assurance, Right, Sessions, SignedIn, Staff};

/// The mark of a session that began with a public means of identification.
const STRONG: &str = "strong";
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// How long a session lasts: without a page, and in any case; in seconds.
const fn lifetimes(kind: AccountKind) -> (i64, i64) {
    match kind {
        AccountKind::Staff => (HOUR, 12 * HOUR),
        AccountKind::Resident => (DAY, 30 * DAY),
    }
}

/// By what somebody proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Password,
    Passkey,
    Code,
    Mail,
    /// A password and a code of six digits.
    Totp,
    /// Another house vouched, as surely as this.
    Provider(Assurance),
}

impl Way {
    /// Whether it is enough to work for the town: two proofs of different kinds.
    fn opens_the_office(way: &str) -> bool {
        [Self::Passkey, Self::Totp].iter().any(|w| w.as_str() == way)
    }

    /// Whether the way itself tells who somebody is.
    fn is_strong(self) -> bool {
        self == Self::Provider(Assurance::Strong)
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passkey => "passkey",
            Self::Code => "code",
            Self::Mail => "mail",
            Self::Totp => "password+totp",
            Self::Provider(_) => "provider",
        }
    }
}

/// A session that has begun: what the browser keeps, and for how many seconds.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) token: String,
    pub(crate) seconds: i64,
}

/// Begins a session.
pub(crate) async fn begin(tx: &Tx, account: &Account, way: Way, device: &str) -> Result<Begun, StoreError> {
    let secret: [u8; 32] = tx.random();
    let token = URL_SAFE_NO_PAD.encode(secret);
    let id = kernel::id::uuid_v7(tx.now(), tx.random());
    let (idle, whole) = lifetimes(account.kind);
    tx.execute(
        "INSERT INTO account_session (id, account, token, way, device, created_at, seen_at, idle_seconds, expires_at, \
         ended_at, assurance) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)",
        args![
            id,
            account.id,
            digest(&token),
            way.as_str(),
            device,
            tx.now(),
            idle,
            tx.now().plus_seconds(whole),
            None::<Moment>,
            way.is_strong().then_some(STRONG)
        ],
    )
    .await?;
    crate::staff::seen_today(tx, account.id).await?;
    tx.record(Deed::new("account.sign_in").about(account.person).detail(way.as_str()));
    Ok(Begun { token, seconds: whole })
}

/// Ends one session of an account; answers whether there was one.
pub(crate) async fn end(tx: &Tx, account: AccountId, session: Uuid) -> Result<bool, StoreError> {
    let sql = "UPDATE account_session SET ended_at = $3 WHERE id = $1 AND account = $2 AND ended_at IS NULL";
    Ok(tx.execute(sql, args![session, account, tx.now()]).await? == 1)
}

/// Ends all sessions of an account but one.
pub(crate) async fn end_others(tx: &Tx, account: AccountId, keep: Option<Uuid>) -> Result<u64, StoreError> {
    let sql = "UPDATE account_session SET ended_at = $3 WHERE account = $1 AND id <> $2 AND ended_at IS NULL";
    tx.execute(sql, args![account, keep.unwrap_or(Uuid::nil()), tx.now()]).await
}

/// A session as its holder sees it.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub(crate) id: Uuid,
    pub(crate) device: String,
    pub(crate) created_at: Moment,
    pub(crate) seen_at: Moment,
}

/// The sessions of an account that can be used now, newest first.
pub(crate) async fn open_ones(q: &impl Reads, account: AccountId, now: Moment) -> Result<Vec<Open>, StoreError> {
    let sql = "SELECT id, device, created_at, seen_at, idle_seconds FROM account_session \
               WHERE account = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY id DESC";
    let rows = q.rows(sql, args![account, now]).await?;
    let mut open = Vec::new();
    for row in &rows {
        let seen_at: Moment = row.get("seen_at")?;
        if seen_at.plus_seconds(row.get("idle_seconds")?) > now {
            open.push(Open {
                id: row.get("id")?,
                device: row.get("device")?,
                created_at: row.get("created_at")?,
                seen_at,
            });
        }
    }
    Ok(open)
}

/// When the session began; asked before what needs a fresh proof of who is there.
pub(crate) async fn began_at(q: &impl Reads, session: Uuid) -> Result<Option<Moment>, StoreError> {
    q.one("SELECT created_at FROM account_session WHERE id = $1", args![session]).await
}

/// What knows who is signed in.
pub fn sessions() -> Arc<dyn Sessions> {
    Arc::new(Kept::default())
}

/// The sessions in the records, and when each was last used.
#[derive(Default)]
struct Kept {
    seen: Mutex<HashMap<Uuid, Moment>>,
}

impl Kept {
    fn seen(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Moment>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn look(&self, db: &Db, town: &Town, token: &str, now: Moment) -> Result<Option<SignedIn>, StoreError> {
        if token.len() != 43 {
            return Ok(None);
        }
        let sql = "SELECT id, account, way, assurance, seen_at, idle_seconds FROM account_session \
                   WHERE token = $1 AND ended_at IS NULL AND expires_at > $2";
        let Some(row) = db.row(sql, args![digest(token), now]).await? else { return Ok(None) };
        let session: Uuid = row.get("id")?;
        if self.last_seen(&row, session)?.plus_seconds(row.get("idle_seconds")?) <= now {
            return Ok(None);
        }
        let Some(account) = people::accounts::find(db, row.get("account")?).await? else { return Ok(None) };
        let half = account.kind == AccountKind::Staff && !Way::opens_the_office(&row.get::<String>("way")?);
        if account.state != AccountState::Active || half {
            return Ok(None);
        }
        self.seen().insert(session, now);
        let strong = row.get::<Option<String>>("assurance")?.as_deref() == Some(STRONG);
        signed_in(db, town, account, session, strong, now).await.map(Some)
    }

    async fn still(&self, db: &Db, session: Uuid, now: Moment) -> Result<bool, StoreError> {
        let sql = "SELECT account, seen_at, idle_seconds FROM account_session \
                   WHERE id = $1 AND ended_at IS NULL AND expires_at > $2";
        let Some(row) = db.row(sql, args![session, now]).await? else { return Ok(false) };
        if self.last_seen(&row, session)?.plus_seconds(row.get("idle_seconds")?) <= now {
            return Ok(false);
        }
        let Some(account) = people::accounts::find(db, row.get("account")?).await? else { return Ok(false) };
        let works = match account.kind {
            AccountKind::Staff => !people::grants_on(db, Some(account.id), None, now.date()).await?.is_empty(),
            AccountKind::Resident => true,
        };
        Ok(account.state == AccountState::Active && works)
    }

    fn last_seen(&self, row: &Row, session: Uuid) -> Result<Moment, StoreError> {
        let written: Moment = row.get("seen_at")?;
        Ok(self.seen().get(&session).copied().map_or(written, |seen| seen.max(written)))
    }

    async fn write_down(&self, db: &Db, now: Moment) -> Result<(), StoreError> {
        let seen = std::mem::take(&mut *self.seen());
        if seen.is_empty() {
            return Ok(());
        }
        db.write(&Act::system("account.settle", now), move |tx| async move {
            for (session, at) in seen {
                let sql = "UPDATE account_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
                tx.execute(sql, args![session, at]).await?;
            }
            Ok(())
        })
        .await
    }
}

impl Sessions for Kept {
    fn who<'a>(
        &'a self,
        db: &'a Db,
        town: &'a Town,
        token: &'a str,
        now: Moment,
    ) -> BoxFuture<'a, Result<Option<SignedIn>, StoreError>> {
        self.look(db, town, token, now).boxed()
    }

    fn lasts<'a>(&'a self, db: &'a Db, session: Uuid, now: Moment) -> BoxFuture<'a, Result<bool, StoreError>> {
        self.still(db, session, now).boxed()
    }

    fn settle<'a>(&'a self, db: &'a Db, now: Moment) -> BoxFuture<'a, Result<(), StoreError>> {
        self.write_down(db, now).boxed()
    }
}

/// How surely: not at all without a person, whatever the way.
const fn assurance(account: &Account, strong: bool) -> Assurance {
    match (account.person, strong) {
        (None, _) => Assurance::Account,
        (Some(_), false) => Assurance::Identified,
        (Some(_), true) => Assurance::Strong,
    }
}

async fn signed_in(
    db: &Db,
    town: &Town,
    account: Account,
    session: Uuid,
    strong: bool,
    now: Moment,
) -> Result<SignedIn, StoreError> {
    let staff = match account.kind {
        AccountKind::Staff => staff(db, town, account.id, now).await?,
        AccountKind::Resident => None,
    };
    let unread = match account.person {
        Some(person) => u32::try_from(notices::unread(db, person).await?).unwrap_or(u32::MAX),
        None => 0,
    };
    Ok(SignedIn {
        account: account.id,
        person: account.person,
        assurance: assurance(&account, strong),
        name: account.name,
        staff,
        session,
        unread,
    })
}

/// An officer without a term today is nobody's officer.
async fn staff(db: &Db, town: &Town, account: AccountId, now: Moment) -> Result<Option<Staff>, StoreError> {
    let grants = people::grants_on(db, Some(account), None, now.date()).await?;
    let rights = people::permissions_of(town, &grants);
    Ok((!grants.is_empty()).then(|| staff_of(rights)))
}

fn staff_of(rights: people::Rights) -> Staff {
    let right = |(permission, desk)| Right { permission, desk };
    Staff {
        desks: rights.desks,
        positions: rights.positions,
        permissions: rights.permissions,
        rights: rights.rights.into_iter().map(right).collect(),
    }
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

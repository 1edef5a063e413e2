//! The second proof that everybody needs who works for the town: a code of six digits from a
//! telephone (RFC 6238, TOTP), or a passkey, which proves both at once.
//!
//! A code is good for half a minute before and after, and once. Between the password and the code
//! there is no session: who is half in waits in the records, tied to the browser, for ten minutes.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use kernel::id::AccountId;
use kernel::{Moment, Uuid};
use people::Account;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::seal::{open, seal};
use store::{Deed, Reads, StoreError, Tx, args};
use totp_rs::{Algorithm, Secret, TOTP};

/// A code changes so often, in seconds (RFC 6238, 4.1).
const PERIOD: i64 = 30;
/// Who is half in waits so long, in seconds.
const SECONDS: i64 = 600;

/// The secret that a telephone and the records share.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Shared(Vec<u8>);

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shared(…)")
    }
}

impl Shared {
    /// A new one; 160 bits, as RFC 4226 recommends.
    pub(crate) const fn new(random: Vec<u8>) -> Self {
        Self(random)
    }

    /// Reads what [`Shared::spelled`] wrote; at least 128 bits.
    pub(crate) fn read(base32: &str) -> Option<Self> {
        let bytes = Secret::Encoded(base32.to_owned()).to_bytes().ok()?;
        (bytes.len() >= 16).then_some(Self(bytes))
    }

    /// In base32, as people type it into a telephone.
    pub(crate) fn spelled(&self) -> String {
        Secret::Raw(self.0.clone()).to_encoded().to_string()
    }

    /// The code of one step of half a minute.
    fn code(&self, step: i64) -> Option<String> {
        let totp = TOTP::new(Algorithm::SHA1, 6, 1, PERIOD.unsigned_abs(), self.0.clone()).ok()?;
        Some(totp.generate(u64::try_from(step * PERIOD).ok()?))
    }

    /// The step whose code was typed, if it is near `now` and after the `last` one used.
    pub(crate) fn step_of(&self, typed: &str, now: Moment, last: i64) -> Option<i64> {
        let digits: String = kernel::width::half_width(typed).chars().filter(|c| !" -".contains(*c)).collect();
        let near = step(now) - 1..=step(now) + 1;
        near.filter(|step| *step > last).find(|step| self.code(*step).is_some_and(|code| same(&code, &digits)))
    }

    /// A code that would be taken now.
    fn usable(&self, now: Moment, last: i64) -> Option<String> {
        (step(now)..=step(now) + 1).find(|step| *step > last).and_then(|step| self.code(step))
    }

    /// What a telephone reads from the picture (the `otpauth` address that authenticators agreed on).
    pub(crate) fn address(&self, town: &str, who: &str) -> String {
        let plain = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let (town, who) = (plain(town).replace('+', "%20"), plain(who));
        format!("otpauth://totp/{town}:{who}?secret={}&issuer={town}", self.spelled())
    }
}

const fn step(now: Moment) -> i64 {
    now.as_micros() / 1_000_000 / PERIOD
}

/// Compares without telling by its time how many digits were right.
fn same(code: &str, typed: &str) -> bool {
    Sha256::digest(code) == Sha256::digest(typed)
}

/// The code of a fictional officer at a moment: for the demo, whose secrets are public.
pub fn demo_code(secret: &str, at: Moment) -> Option<String> {
    Shared::read(secret)?.code(step(at))
}

/// The shared secret of an account and since when there is one.
pub(crate) async fn of(q: &impl Reads, account: AccountId) -> Result<Option<(Shared, Moment)>, StoreError> {
    let row = q.row("SELECT secret, since FROM account_totp WHERE id = $1", args![account]).await?;
    let Some(row) = row else { return Ok(None) };
    let secret = STANDARD_NO_PAD.decode(open(row.get("secret")?));
    let secret = secret.map_err(|_| StoreError::Column("secret".to_owned()))?;
    Ok(Some((Shared(secret), row.get("since")?)))
}

/// Keeps a new secret in place of the one before.
pub(crate) async fn set(tx: &Tx, account: &Account, shared: &Shared) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO account_totp (id, secret, since) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, since = excluded.since",
        args![account.id, seal(&STANDARD_NO_PAD.encode(&shared.0)), tx.now()],
    )
    .await?;
    tx.execute("DELETE FROM account_totp_used WHERE id = $1", args![account.id]).await?;
    tx.record(Deed::new("account.second_add").about(account.person).row("account_totp", account.id));
    Ok(())
}

/// Forgets the secret; answers whether there was one.
pub(crate) async fn remove(tx: &Tx, account: &Account) -> Result<bool, StoreError> {
    tx.execute("DELETE FROM account_totp_used WHERE id = $1", args![account.id]).await?;
    let gone = tx.execute("DELETE FROM account_totp WHERE id = $1", args![account.id]).await? == 1;
    if gone {
        tx.record(Deed::new("account.second_remove").about(account.person).row("account_totp", account.id));
    }
    Ok(gone)
}

/// Forgets the secret because another officer took it back; `how` they recognised the holder.
pub(crate) async fn take_back(tx: &Tx, account: &Account, how: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM account_totp_used WHERE id = $1", args![account.id]).await?;
    tx.execute("DELETE FROM account_totp WHERE id = $1", args![account.id]).await?;
    let deed = Deed::new("account.second_reset").about(account.person);
    tx.record(deed.row("account_totp", account.id).detail(how));
    Ok(())
}

async fn last_used(q: &impl Reads, account: AccountId) -> Result<i64, StoreError> {
    Ok(q.one("SELECT step FROM account_totp_used WHERE id = $1", args![account]).await?.unwrap_or(0))
}

/// Takes a code, once: of two that come at the same time one is taken.
pub(crate) async fn take(tx: &Tx, account: AccountId, shared: &Shared, typed: &str) -> Result<bool, StoreError> {
    let Some(step) = shared.step_of(typed, tx.now(), last_used(tx, account).await?) else { return Ok(false) };
    let sql = "INSERT INTO account_totp_used (id, step) VALUES ($1, $2) \
               ON CONFLICT (id) DO UPDATE SET step = excluded.step WHERE account_totp_used.step < excluded.step";
    Ok(tx.execute(sql, args![account, step]).await? == 1)
}

/// A code that this account could use now; only the demo shows one.
pub(crate) async fn present_code(
    q: &impl Reads,
    account: AccountId,
    shared: &Shared,
    now: Moment,
) -> Result<Option<String>, StoreError> {
    Ok(shared.usable(now, last_used(q, account).await?))
}

/// Somebody whose password was right and who has not given the code yet.
#[derive(Debug, Clone)]
pub(crate) struct Half {
    pub(crate) account: AccountId,
    pub(crate) back: String,
    /// The secret offered to who has none yet.
    pub(crate) offered: Option<Shared>,
}

#[derive(Serialize, Deserialize)]
struct Waiting {
    back: String,
    offered: Option<String>,
}

/// One browser has one place to wait.
fn place(seat: &str) -> Uuid {
    let digest = Sha256::new().chain_update("second").chain_update([0]).chain_update(seat).finalize();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(id)
}

/// Lets somebody wait in this browser, in place of who waited there before.
pub(crate) async fn wait(tx: &Tx, seat: &str, half: &Half) -> Result<(), StoreError> {
    let waiting = Waiting { back: half.back.clone(), offered: half.offered.as_ref().map(Shared::spelled) };
    let state = serde_json::to_string(&waiting).map_err(|e| StoreError::Other(e.to_string()))?;
    tx.execute(
        "INSERT INTO account_ceremony (id, kind, account, seat, state, expires_at) VALUES ($1, 'second', $2, $3, $4, $5) \
         ON CONFLICT (id) DO UPDATE SET account = excluded.account, state = excluded.state, expires_at = excluded.expires_at",
        args![place(seat), half.account, Sha256::digest(seat).to_vec(), seal(&state), tx.now().plus_seconds(SECONDS)],
    )
    .await?;
    Ok(())
}

/// Who waits in this browser.
pub(crate) async fn waiting(q: &impl Reads, seat: &str, now: Moment) -> Result<Option<Half>, StoreError> {
    let sql = "SELECT account, state FROM account_ceremony WHERE id = $1 AND kind = 'second' AND expires_at > $2";
    let Some(row) = q.row(sql, args![place(seat), now]).await? else { return Ok(None) };
    let Ok(waiting) = serde_json::from_str::<Waiting>(&open(row.get("state")?)) else { return Ok(None) };
    let offered = waiting.offered.as_deref().and_then(Shared::read);
    Ok(Some(Half { account: row.get("account")?, back: waiting.back, offered }))
}

/// Nobody waits in this browser any more.
pub(crate) async fn done_waiting(tx: &Tx, seat: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM account_ceremony WHERE id = $1", args![place(seat)]).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    fn example() -> Shared {
        Shared::read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap()
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1, the last six of its eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(example().code(step(at(seconds))).unwrap(), code);
        }
    }

    #[test]
    fn a_code_is_good_for_half_a_minute_around_and_only_after_the_last_one() {
        let (shared, now) = (example(), at(1_111_111_111));
        let this = step(now);
        assert_eq!(shared.step_of("050471", now, 0), Some(this));
        assert_eq!(shared.step_of(" ０５０ ４７１ ", now, 0), Some(this), "as a Japanese keyboard types it");
        assert_eq!(shared.step_of("050471", now, this), None, "used already");
        assert_eq!(shared.step_of("050471", now, this + 1), None);
        assert_eq!(shared.step_of("050471", at(1_111_111_111 + 30), 0), Some(this));
        assert_eq!(shared.step_of("050471", at(1_111_111_111 - 30), 0), Some(this));
        assert_eq!(shared.step_of("050471", at(1_111_111_111 + 90), 0), None);
        for wrong in ["", "050472", "50471", "0504710", "x"] {
            assert_eq!(shared.step_of(wrong, now, 0), None, "{wrong}");
        }
    }

    #[test]
    fn short_secrets_are_none_and_the_picture_carries_no_stray_letters() {
        assert_eq!(Shared::read("GEZDGNBVGY"), None);
        assert_eq!(Shared::read("not base32!"), None);
        assert_eq!(Shared::read(&example().spelled()), Some(example()));
        assert_eq!(
            example().address("小野町", "m@demo.example"),
            "otpauth://totp/%E5%B0%8F%E9%87%8E%E7%94%BA:m%40demo.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=%E5%B0%8F%E9%87%8E%E7%94%BA"
        );
        assert!(!format!("{:?}", example()).contains("GEZD"), "no secret in a log");
    }
}

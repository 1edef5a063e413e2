//! Somebody on the way to a provider and back: bound to one browser, used up by one answer, over
//! after a quarter of an hour.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use kernel::id::AccountId;
use kernel::{Moment, Uuid};
use sha2::{Digest, Sha256};
use store::seal::{open, seal};
use store::{Reads, StoreError, Tx, args};

/// The way there and back may take so long, in seconds: reading a card takes its time.
const SECONDS: i64 = 900;

/// What is kept until the answer comes.
#[derive(Clone)]
pub(crate) struct Departure {
    pub(crate) provider: String,
    /// The account to which the sign-in is to be added; none when somebody signs in.
    pub(crate) account: Option<AccountId>,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) back: String,
}

/// A departure, and the word by which the answer will be recognised.
pub(crate) struct Leaving {
    pub(crate) state: String,
    pub(crate) departure: Departure,
}

impl Leaving {
    /// Prepares the way; `random` are three times 32 bytes of the house's.
    pub(crate) fn new(provider: &str, account: Option<AccountId>, back: &str, random: [[u8; 32]; 3]) -> Self {
        let [state, nonce, verifier] = random.map(|bytes| B64.encode(bytes));
        let departure = Departure { provider: provider.to_owned(), account, nonce, verifier, back: back.to_owned() };
        Self { state, departure }
    }

    /// What the provider is told of the verifier (RFC 7636, S256).
    pub(crate) fn challenge(&self) -> String {
        B64.encode(Sha256::digest(&self.departure.verifier))
    }

    /// Writes it down for the browser with this token.
    pub(crate) async fn keep(&self, tx: &Tx, token: &str) -> Result<(), StoreError> {
        let d = &self.departure;
        tx.execute(
            "INSERT INTO account_departure (id, provider, account, seat, nonce, verifier, back, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                place(&self.state),
                d.provider.clone(),
                d.account,
                Sha256::digest(token).to_vec(),
                d.nonce.clone(),
                seal(&d.verifier),
                d.back.clone(),
                tx.now().plus_seconds(SECONDS)
            ],
        )
        .await?;
        Ok(())
    }
}

fn place(state: &str) -> Uuid {
    let mut id = [0; 16];
    id.copy_from_slice(&Sha256::digest(state)[..16]);
    Uuid::from_bytes(id)
}

/// The departure to which an answer belongs; it cannot be had twice, and only in its own browser.
pub(crate) async fn take(tx: &Tx, provider: &str, state: &str, token: &str) -> Result<Option<Departure>, StoreError> {
    let sql = "DELETE FROM account_departure WHERE id = $1 \
               RETURNING provider, account, seat, nonce, verifier, back, expires_at";
    let Some(row) = tx.row(sql, args![place(state)]).await? else { return Ok(None) };
    let fits = row.get::<String>("provider")? == provider
        && row.get::<Vec<u8>>("seat")? == Sha256::digest(token).to_vec()
        && row.get::<Moment>("expires_at")? > tx.now();
    if !fits {
        return Ok(None);
    }
    Ok(Some(Departure {
        provider: row.get("provider")?,
        account: row.get("account")?,
        nonce: row.get("nonce")?,
        verifier: open(row.get("verifier")?),
        back: row.get("back")?,
    }))
}

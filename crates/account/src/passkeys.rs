//! Passkeys (WebAuthn Level 3): made after signing in, used without typing an address.
//!
//! Each ceremony's state waits in the records, found by its challenge, tied to the browser that
//! began it, usable once, for five minutes.

use kernel::id::AccountId;
use kernel::{Moment, Uuid};
use people::Account;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{Deed, Reads, StoreError, Tx, args};
use url::Url;
use web::{House, WebError};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    Webauthn, WebauthnBuilder,
};

/// A ceremony waits so long, in seconds.
const SECONDS: i64 = 300;
/// The most passkeys of one account.
pub(crate) const MOST: usize = 20;

/// A passkey as its holder sees it.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) created_at: Moment,
    passkey: Passkey,
}

/// The relying party: this house at its own address. On `localhost` any port is this house.
fn party(house: &House) -> Result<Webauthn, WebError> {
    let broken = |_| WebError::Internal("the base address is no place for passkeys".to_owned());
    let origin = Url::parse(&house.base_url).map_err(|e| broken(e.to_string()))?;
    let host = origin.host_str().unwrap_or_default().to_owned();
    let builder = WebauthnBuilder::new(&host, &origin).map_err(|e| broken(e.to_string()))?;
    let builder = builder.rp_name(&house.town.municipality.name).allow_any_port(host == "localhost");
    builder.build().map_err(|e| broken(e.to_string()))
}

/// The passkeys of an account, oldest first.
pub(crate) async fn of(q: &impl Reads, account: AccountId) -> Result<Vec<Kept>, StoreError> {
    let sql = "SELECT id, name, created_at, passkey FROM account_passkey WHERE account = $1 ORDER BY id";
    let rows = q.rows(sql, args![account]).await?;
    rows.iter()
        .map(|r| {
            let passkey = serde_json::from_str(&r.get::<String>("passkey")?);
            let passkey = passkey.map_err(|_| StoreError::Column("passkey".to_owned()))?;
            Ok(Kept { id: r.get("id")?, name: r.get("name")?, created_at: r.get("created_at")?, passkey })
        })
        .collect()
}

/// Removes a passkey of an account.
pub(crate) async fn remove(tx: &Tx, account: &Account, passkey: Uuid) -> Result<bool, StoreError> {
    let sql = "DELETE FROM account_passkey WHERE id = $1 AND account = $2";
    let gone = tx.execute(sql, args![passkey, account.id]).await? == 1;
    if gone {
        tx.record(Deed::new("account.passkey_remove").about(account.person).raw_row("account_passkey", passkey));
    }
    Ok(gone)
}

/// Begins the making of a passkey: what the browser is asked, and what is kept of it.
pub(crate) async fn begin_registration(
    house: &House,
    account: &Account,
    seat: &str,
) -> Result<(Value, Ceremony), WebError> {
    let known = of(&house.db, account.id).await?;
    if known.len() >= MOST {
        return Err(WebError::Forbidden);
    }
    let exclude = known.iter().map(|k| k.passkey.cred_id().clone()).collect();
    let begun =
        party(house)?.start_passkey_registration(account.id.0, &account.sign_in_name(), &account.name, Some(exclude));
    let (question, state) = begun.map_err(refused)?;
    let mut question = as_json(&question)?;
    // Without this the key could not be found by a browser that was given no address.
    question["publicKey"]["authenticatorSelection"]["residentKey"] = json!("required");
    question["publicKey"]["authenticatorSelection"]["requireResidentKey"] = json!(true);
    let ceremony = Ceremony::new("register", Some(account.id), seat, &question, &state)?;
    Ok((question, ceremony))
}

/// Begins signing in with a passkey.
pub(crate) fn begin_sign_in(house: &House, seat: &str) -> Result<(Value, Ceremony), WebError> {
    let (question, state) = party(house)?.start_discoverable_authentication().map_err(refused)?;
    let question = as_json(&question)?;
    let ceremony = Ceremony::new("sign-in", None, seat, &question, &state)?;
    Ok((question, ceremony))
}

/// A ceremony under way.
#[derive(Debug)]
pub(crate) struct Ceremony {
    id: Uuid,
    kind: &'static str,
    account: Option<AccountId>,
    seat: Vec<u8>,
    state: String,
}

impl Ceremony {
    fn new(
        kind: &'static str,
        account: Option<AccountId>,
        seat: &str,
        question: &Value,
        state: &impl serde::Serialize,
    ) -> Result<Self, WebError> {
        let challenge = question["publicKey"]["challenge"].as_str();
        let challenge = challenge.ok_or_else(|| WebError::Internal("a ceremony without a challenge".to_owned()))?;
        let state = serde_json::to_string(state).map_err(|e| WebError::Internal(e.to_string()))?;
        Ok(Self { id: ceremony_id(challenge), kind, account, seat: Sha256::digest(seat).to_vec(), state })
    }

    /// Writes it down until the browser's answer comes.
    pub(crate) async fn keep(self, tx: &Tx) -> Result<(), StoreError> {
        tx.execute(
            "INSERT INTO account_ceremony (id, kind, account, seat, state, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
            args![self.id, self.kind, self.account, self.seat, self.state, tx.now().plus_seconds(SECONDS)],
        )
        .await?;
        Ok(())
    }
}

fn ceremony_id(challenge: &str) -> Uuid {
    let digest = Sha256::digest(challenge);
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(id)
}

/// The state of the ceremony to which the browser's answer belongs; it cannot be had twice.
pub(crate) async fn take_ceremony(
    tx: &Tx,
    kind: &str,
    account: Option<AccountId>,
    seat: &str,
    client_data: &[u8],
) -> Result<Option<String>, StoreError> {
    #[derive(Deserialize)]
    struct ClientData {
        challenge: String,
    }
    let Ok(said) = serde_json::from_slice::<ClientData>(client_data) else { return Ok(None) };
    let sql = "DELETE FROM account_ceremony WHERE id = $1 RETURNING kind, account, seat, state, expires_at";
    let Some(row) = tx.row(sql, args![ceremony_id(&said.challenge)]).await? else { return Ok(None) };
    let fits = row.get::<String>("kind")? == kind
        && row.get::<Option<AccountId>>("account")? == account
        && row.get::<Vec<u8>>("seat")? == Sha256::digest(seat).to_vec()
        && row.get::<Moment>("expires_at")? > tx.now();
    fits.then(|| row.get("state")).transpose()
}

/// Checks the new passkey and says how it is to be kept.
pub(crate) fn check_registration(
    house: &House,
    answer: &RegisterPublicKeyCredential,
    state: &str,
) -> Result<Passkey, WebError> {
    let state: PasskeyRegistration = serde_json::from_str(state).map_err(|_| WebError::StaleForm)?;
    party(house)?.finish_passkey_registration(answer, &state).map_err(refused)
}

/// Keeps a new passkey.
pub(crate) async fn keep(tx: &Tx, account: &Account, passkey: &Passkey, name: &str) -> Result<(), StoreError> {
    let text = serde_json::to_string(passkey).map_err(|e| StoreError::Other(e.to_string()))?;
    let id = kernel::id::uuid_v7(tx.now(), tx.random());
    let credential: &[u8] = passkey.cred_id().as_ref();
    tx.execute(
        "INSERT INTO account_passkey (id, account, credential, passkey, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, account.id, credential.to_vec(), text, name, tx.now()],
    )
    .await?;
    tx.record(Deed::new("account.passkey_add").about(account.person).raw_row("account_passkey", id));
    Ok(())
}

/// Whose passkey signed, if the signature is right; what changed in the key is written down.
pub(crate) async fn check_sign_in(
    tx: &Tx,
    house: &House,
    answer: &PublicKeyCredential,
    state: &str,
) -> Result<Option<AccountId>, WebError> {
    let state: DiscoverableAuthentication = serde_json::from_str(state).map_err(|_| WebError::StaleForm)?;
    let party = party(house)?;
    let Ok((claimed, credential)) = party.identify_discoverable_authentication(answer) else { return Ok(None) };
    let sql = "SELECT id, account, passkey FROM account_passkey WHERE credential = $1";
    let Some(row) = tx.row(sql, args![credential.to_vec()]).await? else { return Ok(None) };
    let account: AccountId = row.get("account")?;
    let Ok(mut passkey) = serde_json::from_str::<Passkey>(&row.get::<String>("passkey")?) else { return Ok(None) };
    if account.0 != claimed {
        return Ok(None);
    }
    let Ok(result) = party.finish_discoverable_authentication_v2(answer, state, &passkey) else { return Ok(None) };
    if passkey.update_credential(&result) == Some(true) {
        let id: Uuid = row.get("id")?;
        let text = serde_json::to_string(&passkey).map_err(|e| WebError::Internal(e.to_string()))?;
        tx.execute("UPDATE account_passkey SET passkey = $2 WHERE id = $1", args![id, text]).await?;
        tx.record(Deed::new("account.passkey_used").raw_row("account_passkey", id));
    }
    Ok(Some(account))
}

fn as_json(question: &impl serde::Serialize) -> Result<Value, WebError> {
    serde_json::to_value(question).map_err(|e| WebError::Internal(e.to_string()))
}

/// What the library refuses is the browser's fault unless it is about our own address.
fn refused(_: webauthn_rs::prelude::WebauthnError) -> WebError {
    WebError::Unreadable("passkey")
}

//! Passkeys, with an authenticator made of a few lines: what a browser would send, and what an
//! attacker might.

use super::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A key in a device: it makes a credential for one account and signs challenges.
struct Device {
    key: SigningKey,
    id: [u8; 16],
    user: String,
    counter: u32,
    origin: &'static str,
}

const ORIGIN: &str = "http://localhost:8080";

impl Device {
    fn new(seed: u8) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32].into()).unwrap();
        Self { key, id: [seed; 16], user: String::new(), counter: 0, origin: ORIGIN }
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    /// RP id hash, flags (present, verified, and `more`), counter.
    fn authenticator_data(&self, more: u8) -> Vec<u8> {
        let mut data = Sha256::digest("localhost").to_vec();
        data.push(0x05 | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn create(&mut self, options: &Value) -> Value {
        let options = &options["publicKey"];
        self.user = options["user"]["id"].as_str().unwrap().to_owned();
        let point = self.key.verifying_key().to_encoded_point(false);
        // COSE key: kty EC2, alg ES256, crv P-256, x, y.
        let mut cose = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        cose.extend(point.x().unwrap());
        cose.extend([0x22, 0x58, 0x20]);
        cose.extend(point.y().unwrap());
        let mut data = self.authenticator_data(0x40);
        data.extend([0; 16]);
        data.extend(16u16.to_be_bytes());
        data.extend(self.id);
        data.extend(cose);
        // {"fmt": "none", "attStmt": {}, "authData": …}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x64);
        object.extend(b"none");
        object.push(0x67);
        object.extend(b"attStmt");
        object.push(0xa0);
        object.push(0x68);
        object.extend(b"authData");
        object.extend([0x58, u8::try_from(data.len()).unwrap()]);
        object.extend(&data);
        json!({
            "id": B64.encode(self.id), "rawId": B64.encode(self.id), "type": "public-key",
            "extensions": { "credProps": { "rk": true } },
            "response": {
                "clientDataJSON": B64.encode(self.client_data("webauthn.create", &options["challenge"])),
                "attestationObject": B64.encode(object),
                "transports": ["internal"],
            },
        })
    }

    fn get(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", &options["publicKey"]["challenge"]);
        let data = self.authenticator_data(0);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": B64.encode(self.id), "rawId": B64.encode(self.id), "type": "public-key", "extensions": {},
            "response": {
                "clientDataJSON": B64.encode(client_data),
                "authenticatorData": B64.encode(data),
                "signature": B64.encode(signature.to_der()),
                "userHandle": self.user,
            },
        })
    }
}

/// Posts JSON as the script does.
async fn post(town: &TestTown, who: &Who, path: &str, body: &Value) -> Answer {
    let token = town.get(who, "/sign-up").await.attributes("input[name=_token]", "value").pop().unwrap();
    let request = who.request("POST", path).header("content-type", "application/json").header("x-engawa-token", token);
    town.send(request.body(body.to_string().into()).unwrap()).await
}

fn json_of(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_str(&answer.text()).unwrap()
}

async fn register(town: &TestTown, who: &Who, device: &mut Device) -> Answer {
    let options = json_of(&post(town, who, "/my/settings/passkeys/begin", &json!({})).await);
    assert_eq!(options["publicKey"]["rp"]["id"], "localhost");
    assert_eq!(options["publicKey"]["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["publicKey"]["authenticatorSelection"]["userVerification"], "required");
    let credential = device.create(&options);
    post(town, who, "/my/settings/passkeys/finish", &credential).await
}

async fn begin(town: &TestTown) -> Value {
    json_of(&post(town, &Who::nobody(), "/sign-in/passkey/begin", &json!({})).await)
}

/// Where the page of a door that asked to sign in lets the script finish.
async fn finish_address(town: &TestTown, door: &str) -> String {
    let asked = town.get(&Who::nobody(), door).await.leads_on();
    town.get(&Who::nobody(), &asked).await.attributes("en-passkey", "data-finish").pop().unwrap()
}

async fn finish(town: &TestTown, credential: &Value) -> Answer {
    post(town, &Who::nobody(), "/sign-in/passkey/finish", credential).await
}

#[tokio::test]
async fn a_passkey_is_made_and_opens_the_door_without_an_address() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        let who = signed_in(&town, "hanako@demo.example").await;
        let mut device = Device::new(7);
        assert_eq!(json_of(&register(&town, &who, &mut device).await)["then"], "/my/settings/passkeys");
        for _ in 0..2 {
            let options = begin(&town).await;
            assert_eq!(options["publicKey"]["allowCredentials"], json!([]));
            let answer = finish(&town, &device.get(&options)).await;
            assert_eq!(json_of(&answer), json!({ "then": "/my" }));
            assert!(is_in(&town, &Who::with_session(session_of(&answer))).await);
        }
        let address = finish_address(&town, "/my/settings?a=1&b=2").await;
        let answer = post(&town, &Who::nobody(), &address, &device.get(&begin(&town).await)).await;
        assert_eq!(json_of(&answer), json!({ "then": "/my/settings?a=1&b=2" }), "{address}");
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_ceremony").await, 0, "nothing is left waiting");

        let page = town.get(&who, "/my/settings/passkeys").await;
        let id = page.attributes("input[name=passkey]", "value").pop().unwrap();
        account(&town, "taro@demo.example", AccountKind::Resident, None).await;
        let stranger = signed_in(&town, "taro@demo.example").await;
        assert_eq!(town.post(&stranger, "/my/settings/passkeys/remove", &[("passkey", &id)]).await.status, 404);
        assert_eq!(town.post(&who, "/my/settings/passkeys/remove", &[("passkey", &id)]).await.status, 303);
        let answer = finish(&town, &device.get(&begin(&town).await)).await;
        assert!(answer.status >= 400 && !sets_session(&answer));
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_good_once_in_its_browser_for_its_site_and_its_key() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        let who = signed_in(&town, "hanako@demo.example").await;
        let mut device = Device::new(7);
        json_of(&register(&town, &who, &mut device).await);

        let answer = device.get(&begin(&town).await);
        assert_eq!(finish(&town, &answer).await.status, 200);
        let refused = async |credential: Value| {
            let answer = finish(&town, &credential).await;
            assert!((400..500).contains(&answer.status) && !sets_session(&answer), "{}", answer.status);
        };
        refused(answer).await; // replayed
        device.counter = 0;
        refused(device.get(&begin(&town).await)).await; // a counter that goes back: a copied key
        device.counter = 10;

        device.origin = "https://evil.example";
        refused(device.get(&begin(&town).await)).await;
        device.origin = ORIGIN;

        let mut forged = Device::new(9); // another key under the same credential id and user
        (forged.id, forged.user, forged.counter) = (device.id, device.user.clone(), 50);
        refused(forged.get(&begin(&town).await)).await;

        let mut other_user = device.get(&begin(&town).await);
        other_user["response"]["userHandle"] = json!(B64.encode([1; 16]));
        refused(other_user).await;

        let options = begin(&town).await;
        town.clock.advance_seconds(301);
        refused(device.get(&options).clone()).await; // too late
        refused(json!({})).await;
        refused(json!({ "id": "x", "rawId": "!!", "type": "public-key", "response": {} })).await;
        let good = finish(&town, &device.get(&begin(&town).await)).await;
        assert_eq!(good.status, 200, "the key itself is as good as before");
    })
    .await;
}

#[tokio::test]
async fn a_challenge_made_for_one_use_serves_no_other() {
    both(|town| async move {
        account(&town, "hanako@demo.example", AccountKind::Resident, None).await;
        account(&town, "taro@demo.example", AccountKind::Resident, None).await;
        let (hanako, taro) =
            (signed_in(&town, "hanako@demo.example").await, signed_in(&town, "taro@demo.example").await);
        let options = json_of(&post(&town, &hanako, "/my/settings/passkeys/begin", &json!({})).await);
        let credential = Device::new(7).create(&options);
        let stolen = post(&town, &taro, "/my/settings/passkeys/finish", &credential).await;
        assert_eq!(stolen.status, 403, "another account cannot finish what this one began");
        assert_eq!(count(&town, "SELECT COUNT(*) FROM account_passkey").await, 0);

        let mut device = Device::new(7);
        json_of(&register(&town, &hanako, &mut device).await);
        let options = json_of(&post(&town, &taro, "/my/settings/passkeys/begin", &json!({})).await);
        let twin = post(&town, &taro, "/my/settings/passkeys/finish", &Device::new(7).create(&options)).await;
        assert_eq!(twin.status, 409, "one credential belongs to one account");

        town.clock.advance_seconds(3601);
        assert_eq!(
            post(&town, &hanako, "/my/settings/passkeys/begin", &json!({})).await.status,
            403,
            "too long since the proof"
        );
        let request =
            Who::nobody().request("POST", "/sign-in/passkey/begin").header("content-type", "application/json");
        assert_eq!(town.send(request.body("{}".into()).unwrap()).await.status, 403, "no token");
    })
    .await;
}

//! Signing in by a provider of identities that the test plays: the certain and the uncertain first
//! time, an officer's decision, one more way in, and everything that must not be believed.

use super::*;
use crate::identity::provider::Providers;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use std::sync::Mutex;
use store::keys::KeyFolder;
use web::outside::{Ask, Reply};

const ISSUER: &str = "https://id.example/realm";
const ADDRESS: &str = "福島県田村郡小野町大字小野新町字見本000番地";

fn connected(folder: &town::TownFolder) -> Result<web::Shelved, Vec<town::Problem>> {
    let mut providers = Providers::read(folder)?;
    for provider in &mut providers.all {
        provider.client_id = "ono".to_owned();
        if provider.key == "digital_auth" {
            provider.issuer = ISSUER.to_owned();
            provider.authorization_endpoint = Some(format!("{ISSUER}/auth"));
            provider.token_endpoint = Some(format!("{ISSUER}/token"));
            provider.userinfo_endpoint = Some(format!("{ISSUER}/userinfo"));
            provider.jwks_uri = Some(format!("{ISSUER}/certs"));
        }
    }
    Ok(Box::new(crate::AccountShelf { hashing: crate::Hashing::default(), providers }))
}

/// What the played provider answers with.
#[derive(Clone)]
struct Play {
    key: u8,
    kid: &'static str,
    alg: &'static str,
    claims: Value,
    facts: Value,
    status: u16,
}

impl Play {
    fn new(name: &str, address: &str) -> Self {
        let facts = json!({"sub": "s-1", "name": name, "birthdate": "19460505", "address": {"formatted": address}});
        Self { key: 1, kid: "a", alg: "ES256", claims: json!({}), facts, status: 200 }
    }

    fn answer(&self, ask: &Ask, now: i64, nonce: &str) -> Option<Reply> {
        let key = SigningKey::from_bytes(&[self.key; 32].into()).unwrap();
        let body = match ask.url.strip_prefix(ISSUER)? {
            "/certs" => {
                let point = key.verifying_key().to_encoded_point(false);
                let (x, y) = (B64.encode(point.x().unwrap()), B64.encode(point.y().unwrap()));
                // A rotated list keeps the name of the newest key only.
                json!({"keys": [{"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": format!("k{}", self.key)}, {"kty": "odd"}]})
            }
            "/token" => {
                let mut claims = json!({"iss": ISSUER, "aud": "ono", "sub": self.facts["sub"], "nonce": nonce,
                    "iat": now, "exp": now + 300, "acr": "aal3"});
                for (name, value) in self.claims.as_object().unwrap() {
                    claims[name] = value.clone();
                }
                let kid = if self.kid == "a" { format!("k{}", self.key) } else { self.kid.to_owned() };
                let head = json!({"alg": self.alg, "kid": kid});
                let message = format!("{}.{}", B64.encode(head.to_string()), B64.encode(claims.to_string()));
                let signature: Signature = key.sign(message.as_bytes());
                let token = format!("{message}.{}", B64.encode(signature.to_bytes()));
                json!({"access_token": "at", "id_token": token, "token_type": "Bearer"})
            }
            "/userinfo" => self.facts.clone(),
            _ => return None,
        };
        Some(Reply { status: self.status, body: body.to_string().into_bytes() })
    }
}

struct Stage {
    town: Arc<TestTown>,
    nonce: Arc<Mutex<String>>,
}

impl Stage {
    fn play(&self, play: Play) {
        let (nonce, clock) = (self.nonce.clone(), self.town.clock.clone());
        self.town
            .outside
            .play(move |ask| play.answer(ask, clock.now().as_micros() / 1_000_000, &nonce.lock().unwrap()));
    }

    /// Follows the link; answers the state that the provider would send back.
    fn left(&self, url: &str) -> String {
        let url = url::Url::parse(url).unwrap();
        let said =
            |name: &str| url.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned()).unwrap_or_default();
        assert!(url.as_str().starts_with(ISSUER));
        assert_eq!(said("code_challenge_method"), "S256");
        assert_eq!(said("redirect_uri"), "http://localhost:8080/sign-in/back/digital_auth");
        assert_eq!(said("acr_values"), "aal3 crl");
        *self.nonce.lock().unwrap() = said("nonce");
        said("state")
    }

    async fn leave(&self) -> String {
        self.left(&self.town.get(&Who::nobody(), "/sign-in/with/digital_auth?return=/my/settings").await.leads_on())
    }

    async fn back(&self, who: &Who, query: &str) -> Answer {
        self.town.get(who, &format!("/sign-in/back/digital_auth?{query}")).await
    }

    /// The whole way.
    async fn sign_in(&self) -> Answer {
        let state = self.leave().await;
        self.back(&Who::nobody(), &format!("code=c&state={state}&session_state=x")).await
    }

    async fn refused(&self, play: Play) {
        self.play(play);
        let answer = self.sign_in().await;
        assert!(answer.status >= 400 && !sets_session(&answer), "{}", answer.status);
    }
}

async fn staged<F, Fut>(test: F)
where
    F: Fn(Arc<Stage>) -> Fut,
    Fut: Future<Output = ()>,
{
    let room = web::Room { shelf: Some(connected), ..crate::room() };
    testkit::both(&[notices::room(), room], |town| {
        town.ask_also(crate::sessions());
        KeyFolder::in_folder(&town.house.data).unwrap().make_signing("identity-digital_auth.pem").unwrap();
        let stage = Arc::new(Stage { town: town.clone(), nonce: Arc::default() });
        let done = test(stage);
        async move {
            done.await;
            let verdict = town.verdict().await;
            assert!(verdict.findings.is_empty(), "{verdict:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_certain_is_at_home_at_once_and_surely() {
    staged(|stage| async move {
        let town = &stage.town;
        let person = town.without_phone("縁側　花子").await;
        stage.play(Play::new("縁側 花子", ADDRESS));
        let answer = stage.sign_in().await;
        assert_eq!(answer.leads_on(), "/my/settings");
        let who = Who::with_session(session_of(&answer));
        let (house, token) = (&town.house, session_of(&answer));
        let session = house.sessions.who(&house.db, &house.town, &token, town.clock.now());
        let known = session.await.unwrap().unwrap();
        assert_eq!((known.person, known.assurance), (Some(person), web::Assurance::Strong));
        assert!(!town.get(&who, "/my").await.says("本人確認"));
        assert!(town.get(&who, "/my/settings").await.says("まだありません"), "no address yet, and no password page");

        // The second time it is the same account, and a moved address changes nothing.
        stage.play(Play::new("縁側 花子", "東京都千代田区"));
        assert!(sets_session(&stage.sign_in().await));
        assert_eq!(count(town, "SELECT COUNT(*) FROM people_account").await, 1);
        assert!(acts_about(town, person).await.contains(&"account.identity_add".to_owned()));

        // Who we are was said with a signature, and the code was bound to this browser's secret.
        let form = town.outside.asked().iter().find_map(|ask| ask.form.clone()).unwrap();
        for part in
            ["client_assertion_type=urn", "client_assertion=eyJ", "code_verifier=", "grant_type=authorization_code"]
        {
            assert!(form.contains(part), "{part}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_was_recognised_less_surely_than_asked_comes_in_but_is_nobodys_person() {
    staged(|stage| async move {
        let town = &stage.town;
        let person = town.without_phone("縁側　花子").await;
        let said = |acr: Value| Play { claims: json!({ "acr": acr }), ..Play::new("縁側　花子", ADDRESS) };
        let known = async |answer: &Answer| {
            let (house, token) = (&town.house, session_of(answer));
            let session = house.sessions.who(&house.db, &house.town, &token, town.clock.now());
            let known = session.await.unwrap().unwrap();
            (known.person, known.assurance)
        };
        for acr in [json!("aal2"), json!("aal"), json!("AAL3"), json!("crl"), json!(3), json!(["aal3"]), Value::Null] {
            stage.play(said(acr.clone()));
            let answer = stage.sign_in().await;
            assert_eq!(known(&answer).await, (None, web::Assurance::Account), "{acr}");
            assert!(answer.status == 200 && answer.says("確かめ方が足りません"), "{acr}: {}", answer.text());
            assert_eq!(answer.attributes("main a", "href"), ["/my/settings"], "and goes on from there");
        }
        // An officer links; the next time counts for as much as the provider says that time.
        let officer = town.officer(&["account.match"], &[]).await;
        let list = town.get(&officer, "/desk/identity").await;
        let path = list.attributes("main form[action^='/desk/identity/']", "action").pop().unwrap();
        assert_eq!(town.post(&officer, &path, &[]).await.status, 200);
        let id = person.to_string();
        let linked = town.post(&officer, &format!("{path}/decide"), &[("person", &id), ("agrees", "yes")]).await;
        assert_eq!(linked.status, 303);
        stage.play(said(json!("aal2")));
        assert_eq!(known(&stage.sign_in().await).await, (Some(person), web::Assurance::Identified));
        stage.play(said(json!("crl aal3")));
        assert_eq!(known(&stage.sign_in().await).await, (Some(person), web::Assurance::Strong));
    })
    .await;
}

#[tokio::test]
async fn a_resident_who_has_an_account_keeps_it_and_hears_of_the_new_way() {
    staged(|stage| async move {
        let town = &stage.town;
        let person = town.without_phone("縁側　花子").await;
        account(town, "hanako@demo.example", AccountKind::Resident, Some(person)).await;
        stage.play(Play::new("縁側　花子", ADDRESS));
        let answer = stage.sign_in().await;
        let who = Who::with_session(session_of(&answer));
        assert!(town.get(&who, "/my/settings").await.says("hanako@demo.example"));
        town.run_jobs().await;
        assert!(town.mail().pop().expect("a mail").text.contains("新しい入り方"));

        // It can be taken away, because the password is left; then that one cannot.
        let page = town.get(&who, "/my/settings/ways").await;
        let way = page.attributes("input[name=way]", "value").pop().unwrap();
        assert_eq!(town.post(&who, "/my/settings/ways/remove", &[("way", &way)]).await.status, 303);
        assert!(town.get(&who, "/my/settings/ways").await.says("まだ登録がありません"));
    })
    .await;
}

#[tokio::test]
async fn who_is_not_certain_waits_for_an_officer_who_links_or_refuses() {
    staged(|stage| async move {
        let town = &stage.town;
        let person = town.without_phone("縁側　花子").await;
        stage.play(Play::new("縁側　花子", "福島県郡山市"));
        let who = Who::with_session(session_of(&stage.sign_in().await));
        assert!(town.get(&who, "/my").await.says("本人確認をしています"));
        let officer = town.officer(&["account.match"], &[]).await;
        let list = town.get(&officer, "/desk/identity").await;
        let path = list.attributes("main form[action^='/desk/identity/']", "action").pop().unwrap();
        let page = town.post(&officer, &path, &[]).await;
        assert!(page.says("福島県郡山市") && page.says("ちがう") && page.says("合う"), "{}", page.text());
        assert!(acts_about(town, person).await.contains(&"people.read".to_owned()), "looking is an act");

        let decide =
            async |fields: &[(&str, &str)]| town.post(&officer, &format!("{path}/decide"), fields).await.status;
        let id = person.to_string();
        assert_eq!(decide(&[("person", &id)]).await, 422, "not without looking");
        assert_eq!(decide(&[("person", "none"), ("agrees", "yes")]).await, 422, "not without a reason");
        assert_eq!(decide(&[("person", &id), ("agrees", "yes")]).await, 303);
        assert_eq!(decide(&[("person", &id), ("agrees", "yes")]).await, 409, "decided once");
        assert!(!town.get(&who, "/my").await.says("本人確認をしています"));

        let mut other = Play::new("見本　次郎", "東京都");
        other.facts["sub"] = json!("s-2");
        stage.play(other);
        let stranger = Who::with_session(session_of(&stage.sign_in().await));
        let list = town.get(&officer, "/desk/identity").await;
        let path = list.attributes("main form[action^='/desk/identity/']", "action").pop().unwrap();
        let fields = [("person", "none"), ("reason", "お名前が見つかりません"), ("agrees", "yes")];
        assert_eq!(town.post(&officer, &format!("{path}/decide"), &fields).await.status, 303);
        let page = town.get(&stranger, "/my").await;
        assert!(page.says("本人確認ができませんでした") && page.says("お名前が見つかりません"));
        // The last way in stays.
        let page = town.get(&stranger, "/my/settings/ways").await;
        let way = page.attributes("input[name=way]", "value").pop().unwrap();
        assert!(town.post(&stranger, "/my/settings/ways/remove", &[("way", &way)]).await.says("取り消せません"));
        assert_eq!(town.post(&who, "/my/settings/ways/remove", &[("way", &way)]).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_way_is_added_for_its_own_person_only() {
    staged(|stage| async move {
        let town = &stage.town;
        let (hanako, taro) = (town.without_phone("縁側　花子").await, town.without_phone("見本　太郎").await);
        account(town, "hanako@demo.example", AccountKind::Resident, Some(hanako)).await;
        account(town, "taro@demo.example", AccountKind::Resident, Some(taro)).await;
        let (hanako, taro) = (signed_in(town, "hanako@demo.example").await, signed_in(town, "taro@demo.example").await);
        stage.play(Play::new("縁側　花子", ADDRESS));
        let leave = async |who: &Who| {
            let page = town.post(who, "/my/settings/ways/begin", &[("provider", "digital_auth")]).await;
            stage.left(&page.attributes("main a[href^='https://id.example']", "href").pop().unwrap())
        };
        let state = leave(&taro).await;
        let answer = stage.back(&taro, &format!("code=c&state={state}")).await;
        assert!(answer.status == 409 && answer.says("町の記録と合いません"));
        // Begun by one, finished by another: nothing.
        let state = leave(&taro).await;
        assert_eq!(stage.back(&hanako, &format!("code=c&state={state}")).await.status, 400);
        let state = leave(&hanako).await;
        assert_eq!(stage.back(&hanako, &format!("code=c&state={state}")).await.leads_on(), "/my/settings/ways");
        let mut twin = Play::new("見本　太郎", ADDRESS);
        twin.facts["sub"] = json!("s-1");
        stage.play(twin);
        let state = leave(&taro).await;
        assert!(stage.back(&taro, &format!("code=c&state={state}")).await.says("ほかの登録で使われています"));
        town.clock.advance_seconds(3601);
        let late = town.post(&hanako, "/my/settings/ways/begin", &[("provider", "digital_auth")]).await;
        assert_eq!(late.status, 403, "too long since the proof");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_believed_that_does_not_hold() {
    staged(|stage| async move {
        let town = &stage.town;
        town.without_phone("縁側　花子").await;
        let good = Play::new("縁側　花子", ADDRESS);
        let claims = |claims: Value| Play { claims, ..good.clone() };
        let now = town.clock.now().as_micros() / 1_000_000;
        stage.refused(claims(json!({"nonce": "another"}))).await;
        stage.refused(claims(json!({"iss": "https://evil.example"}))).await;
        stage.refused(claims(json!({"aud": "another"}))).await;
        stage.refused(claims(json!({"exp": now - 61}))).await;
        stage.refused(claims(json!({"sub": "another"}))).await;
        stage.refused(Play { alg: "none", ..good.clone() }).await;
        stage.refused(Play { alg: "HS256", ..good.clone() }).await;
        stage.refused(Play { status: 400, ..good.clone() }).await;
        stage.refused(Play { status: 500, ..good.clone() }).await;
        stage.refused(Play { facts: json!({"name": "縁側　花子"}), ..good.clone() }).await;

        stage.play(good.clone());
        let state = stage.leave().await;
        let nobody = Who::nobody();
        for query in ["", "code=c", "state=x&code=c", &format!("code=c&state={}", "A".repeat(43))] {
            let answer = stage.back(&nobody, query).await;
            assert!(answer.status == 400 && !sets_session(&answer), "{query}");
        }
        let mixed = stage.back(&nobody, &format!("code=c&state={state}&iss=https://evil.example")).await;
        assert_eq!(mixed.status, 400, "an answer in another issuer's name");
        let again = stage.back(&nobody, &format!("code=c&state={state}")).await;
        assert_eq!(again.status, 400, "a state is used up even by a wrong answer");
        let state = stage.leave().await;
        town.clock.advance_seconds(901);
        assert_eq!(stage.back(&nobody, &format!("code=c&state={state}")).await.status, 400, "too late");
        let state = stage.leave().await;
        let answer = stage.back(&nobody, &format!("error=access_denied&state={state}")).await;
        assert!(answer.status == 200 && answer.says("確認をやめました"));
        assert_eq!(town.get(&nobody, "/sign-in/with/nowhere").await.status, 404);
        assert_eq!(count(town, "SELECT COUNT(*) FROM people_account").await, 0, "nobody came in");
    })
    .await;
}

#[tokio::test]
async fn new_keys_are_learnt_and_a_silent_provider_is_told_honestly() {
    staged(|stage| async move {
        let town = &stage.town;
        town.without_phone("縁側　花子").await;
        stage.play(Play::new("縁側　花子", ADDRESS));
        assert!(sets_session(&stage.sign_in().await));
        town.clock.advance_seconds(11);
        stage.play(Play { key: 2, ..Play::new("縁側　花子", ADDRESS) });
        assert!(sets_session(&stage.sign_in().await), "the provider changed its key");

        let state = stage.leave().await;
        town.outside.play(|_| None);
        let answer = stage.back(&Who::nobody(), &format!("code=c&state={state}")).await;
        assert!(answer.status == 503 && answer.says("答えがありません"));
    })
    .await;
}

#[tokio::test]
async fn a_provider_without_a_client_is_nobodys_button() {
    both(|town| async move {
        let page = town.get(&Who::nobody(), "/sign-in").await;
        assert!(!page.says("デジタル認証アプリ") && !page.says("GビズID"));
        assert_eq!(town.get(&Who::nobody(), "/sign-in/with/digital_auth").await.status, 404);
        let operator = town.officer(&["account.providers"], &[]).await;
        let page = town.get(&operator, "/desk/identity/providers").await;
        assert!(page.says("まだつながっていません") && page.says("/sign-in/back/digital_auth"));
        let made = town.post(&operator, "/desk/identity/providers/key", &[("provider", "digital_auth")]).await;
        assert_eq!(made.status, 303);
        let keys = town.get(&operator, "/desk/identity/providers").await.attributes("en-copy", "data-text");
        let jwks = keys.iter().find(|t| t.starts_with('{')).expect("the public key for the paper form");
        assert!(jwks.contains("\"kty\":\"EC\"") && !jwks.contains("\"d\""), "{jwks}");
    })
    .await;
}

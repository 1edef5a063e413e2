//! Filling in: prefill, going back, stopping and going on elsewhere.

use super::people_::*;
use axum::body::Body;
use axum::http::{Request, header};
use testkit::{Answer, TestTown, Who, both};

const CONSULT: &str = "migration_consultation";

/// Another device: another seat, and so another browser.
struct Device(&'static str);

impl Device {
    async fn send(&self, town: &TestTown, method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = town.house.form_token(self.0);
        let body: String = fields.iter().map(|(n, v)| format!("&{n}={}", v.replace(' ', "+"))).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:8080")
            .header(header::COOKIE, format!("engawa_seat={}", self.0))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(if method == "GET" { String::new() } else { format!("_token={token}{body}") }))
            .unwrap();
        town.send(request).await
    }
}

#[tokio::test]
async fn what_the_town_knows_stands_in_the_form_and_can_be_changed() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let first = town.post(&hanako, "/apply/resident_record/begin", &[]).await.leads_on();
        let page = town.get(&hanako, &first).await;
        assert!(page.says("value=\"縁側\"") && page.says("町の記録から入れてあります"), "{}", page.text());
        let mut fields = standing(&page);
        for (name, value) in &mut fields {
            if name == "applicant_name.given" {
                "華子".clone_into(value);
            }
        }
        let sent: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let next = town.post(&hanako, &first, &sent).await.leads_on();
        assert!(next.ends_with("/who"), "{next}");
        let check = town.get(&hanako, &next.replace("/who", "/check")).await;
        assert!(check.says("華子") && check.says("大字小野新町字舘廻000番地"));
    })
    .await;
}

#[tokio::test]
async fn an_error_is_said_beside_the_field_and_nothing_that_was_typed_is_lost() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let first = town.post(&hanako, "/apply/resident_record/begin", &[]).await.leads_on();
        let fields = [
            ("applicant_name.family", "縁側"),
            ("applicant_birth-era", "reiwa"),
            ("applicant_birth-year", "90"),
            ("applicant_birth-month", "4"),
            ("applicant_birth-day", "1"),
            ("applicant_address-town", "字舘廻"),
        ];
        let page = town.post(&hanako, &first, &fields).await;
        assert_eq!(page.status, 422);
        assert!(
            page.attributes(".error-summary a", "href").contains(&"#f-applicant-birth".to_owned()),
            "{:?}",
            page.attributes(".error-summary a", "href")
        );
        assert!(page.says("value=\"90\"") && page.says("value=\"字舘廻\""));
    })
    .await;
}

#[tokio::test]
async fn a_form_without_an_account_goes_on_elsewhere_with_code_and_secret() {
    both(&rooms(), |town| async move {
        let (phone, computer) = (Who::nobody(), Device("BBBBBBBBBBBBBBBBBBBBBB"));
        let first = town.post(&phone, &format!("/apply/{CONSULT}/begin"), &[]).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        assert_eq!(computer.send(&town, "GET", &first, &[]).await.status, 404, "another browser does not see it");
        let stop = town.post(&phone, &first, &[("then", "stop")]).await.leads_on();
        assert_eq!(town.post(&phone, &stop, &[("secret", "はなこ")]).await.status, 422);
        let page = town.post(&phone, &stop, &[("secret", "昭和25年4月1日")]).await;
        let code = page.select("p.reference strong").remove(0);
        let wrong = computer.send(&town, "POST", "/resume", &[("code", &code), ("secret", "0000")]).await;
        assert_eq!(wrong.status, 422);
        let compact = code.replace('-', "").to_lowercase();
        let open = computer.send(&town, "POST", "/resume", &[("code", &compact), ("secret", "1950-04-01")]).await;
        assert!(open.leads_on().starts_with(&draft));
        assert_eq!(computer.send(&town, "GET", &first, &[]).await.status, 200);
        assert_eq!(town.get(&phone, &first).await.status, 404, "it lies on one device at a time");
    })
    .await;
}

#[tokio::test]
async fn a_code_is_closed_after_five_wrong_secrets() {
    both(&rooms(), |town| async move {
        let (phone, thief) = (Who::nobody(), Device("CCCCCCCCCCCCCCCCCCCCCC"));
        let first = town.post(&phone, &format!("/apply/{CONSULT}/begin"), &[]).await.leads_on();
        let stop = town.post(&phone, &first, &[("then", "stop")]).await.leads_on();
        let page = town.post(&phone, &stop, &[("secret", "4711")]).await;
        let code = page.select("p.reference strong").remove(0);
        for secret in ["0001", "0002", "0003", "0004", "0005"] {
            assert_eq!(thief.send(&town, "POST", "/resume", &[("code", &code), ("secret", secret)]).await.status, 422);
        }
        let right = thief.send(&town, "POST", "/resume", &[("code", &code), ("secret", "4711")]).await;
        assert_eq!(right.status, 422, "even the right one is too late");
        assert_eq!(town.get(&phone, &first).await.status, 200, "its own device keeps it");
    })
    .await;
}

#[tokio::test]
async fn half_a_page_is_kept_by_the_browser_and_found_again() {
    both(&rooms(), |town| async move {
        let hanako = hanako(&town).await;
        let first = town.post(&hanako, "/apply/resident_record/begin", &[]).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0;
        let saved = town
            .post(&hanako, &format!("{draft}/autosave/contact"), &[("phone", "0247-72-1111"), ("email", "half@")])
            .await;
        assert_eq!(saved.status, 204);
        let page = town.get(&hanako, &format!("{draft}/contact")).await;
        assert!(page.says("0247-72-1111"), "{}", page.text());
        assert!(town.get(&hanako, "/my/cases").await.says("書きかけ"));
        let other = town.resident("別の 人").await;
        assert_eq!(town.get(&other, &format!("{draft}/contact")).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn who_must_be_known_is_asked_to_sign_in_first() {
    both(&rooms(), |town| async move {
        let nobody = Who::nobody();
        assert!(town.get(&nobody, "/apply/resident_record").await.says("/sign-in?return=/apply/resident_record"));
        assert_eq!(town.post(&nobody, "/apply/resident_record/begin", &[]).await.status, 401);
        assert_eq!(town.get(&nobody, "/apply/nothing").await.status, 404);
    })
    .await;
}

const FAR_AWAY: &[(&str, &[(&str, &str)])] = &[
    ("name", &[("name.family", "遠野"), ("name.given", "旅人")]),
    ("from", &[("living_in", "東京都")]),
    ("topics", &[("topics", "housing")]),
    ("when", &[("move_when", "year")]),
    ("details", &[("details", "畑のある家を探しています。")]),
    ("answer_by", &[("answer_by", "email")]),
    ("email", &[("email", "tabibito@far.example")]),
];

#[tokio::test]
async fn somebody_without_an_account_is_served_to_the_end() {
    both(&rooms(), |town| async move {
        let nobody = Who::nobody();
        let first = town.post(&nobody, &format!("/apply/{CONSULT}/begin"), &[]).await.leads_on();
        let draft = first.rsplit_once('/').unwrap().0.to_owned();
        fill_from(&town, &nobody, &draft, FAR_AWAY).await;
        let rest = town.get(&nobody, &format!("{draft}/check")).await;
        for href in rest.attributes(".banner a", "href") {
            town.post(
                &nobody,
                href.split('?').next().unwrap(),
                &[("declared", "yes"), ("consent", "yes"), ("agreed", "yes")],
            )
            .await;
        }
        let done = town.post(&nobody, &format!("{draft}/submit"), &[]).await.leads_on();
        let case = only_case(&town).await;
        let done = town.get(&nobody, &done).await;
        assert!(done.says(&case.reference.to_string()), "{}", done.text());
        let page = done.attributes("a[href^='/matters/']", "href").remove(0);
        assert!(case.applicant.is_some(), "everything reaches somebody");

        let planner = town.officer_of("planning", &["cases.desk"], &["member"]);
        let base = format!("/desk/cases/{}", case.id);
        let ask = [("version", "1"), ("ask.details", "何人で住みますか。")];
        town.post(&planner, &format!("{base}/ask"), &ask).await.leads_on();
        town.run_jobs().await;
        let mail = town.mail().pop().unwrap();
        assert!(mail.to == "tabibito@far.example" && mail.text.contains(&page), "{}", mail.text);
        let form = town.get(&nobody, &format!("{page}/correct")).await;
        assert!(form.says("何人で住みますか"));
        let version = only_case(&town).await.version.to_string();
        let sent = [("version", version.as_str()), ("details", "2人です。")];
        town.post(&nobody, &format!("{page}/correct"), &sent).await.leads_on();
        assert_eq!(town.get(&nobody, &format!("{page}/correct")).await.status, 404, "answered once");
        let version = only_case(&town).await.version.to_string();
        let answer = [("version", version.as_str()), ("granted", "yes"), ("words", "空き家を3軒ご案内できます。")];
        town.post(&planner, &format!("{base}/propose"), &answer).await.leads_on();
        town.run_jobs().await;
        assert!(town.mail().pop().unwrap().text.contains("空き家を3軒"));
        assert!(town.get(&nobody, &page).await.says("便利になりましたか"));
        town.post(&nobody, &format!("{page}/feedback"), &[("satisfaction", "same")]).await.leads_on();
        assert!(!town.get(&nobody, &page).await.says("遠野"), "nothing personal stands there");
    })
    .await;
}

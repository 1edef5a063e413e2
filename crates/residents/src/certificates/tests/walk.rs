//! Journeys through the public doors, on both databases.

use crate::certificates::import;
use crate::certificates::rules::Kind;
use crate::certificates::service;
use billing::Cash;
use cases::Case;
use cases::rules::{Ending, State};
use kernel::id::PersonId;
use kernel::{Date, Yen};
use lopdf::{Document, Object, Stream, dictionary};
use serde_json::json;
use store::{Act, Reads, args};
use testkit::{TestTown, Who, both};
use web::press::Sheet;
use web::{Figure, Period, Room};

pub(in crate::certificates) fn rooms() -> Vec<Room> {
    vec![
        notices::room(),
        papers::room(),
        approvals::room(),
        billing::room(),
        cases::room(),
        crate::procedures::service().room,
        service().room,
    ]
}

pub(in crate::certificates) async fn only_case(town: &TestTown) -> Case {
    let ids = town.house.db.rows("SELECT id FROM cases_case", vec![]).await.unwrap();
    assert_eq!(ids.len(), 1, "one matter is one case");
    cases::find(&town.house.db, ids[0].get("id").unwrap()).await.unwrap().unwrap()
}

/// Gives the person a number in the register, so that exports can name them.
pub(in crate::certificates) async fn numbered(town: &TestTown, person: PersonId, number: &'static str) {
    town.change(move |tx| async move {
        let known = people::find(&tx, person).await?.unwrap();
        let mut facts = known.facts.clone();
        facts.register_number = Some(number.to_owned());
        facts.domicile = Some("福島県田村郡小野町大字見本1番地".to_owned());
        facts.domicile_head = Some("見本 筆頭".to_owned());
        people::amend(&tx, person, known.version, facts).await.map_err(people::PeopleError::into_store)
    })
    .await;
}

pub(in crate::certificates) fn income_line(number: &str, salary: i64) -> String {
    format!(
        "{number},2026,{salary},{},0,0,0,0,1000000,500000,500000,0,3000,30000,2000,20000,1000,56000",
        salary * 7 / 10
    )
}

pub(in crate::certificates) async fn takes(town: &TestTown, kind: Kind, lines: &[String]) -> import::Report {
    let text = format!("{}\n{}\n", import::formats().find(|(k, _)| *k == kind).unwrap().1.join(","), lines.join("\n"));
    let file = import::read(kind, "t.csv", text.as_bytes()).unwrap();
    let act = Act::system("test", town.house.now());
    import::take(&town.house, &act, file, "t.csv", Date::constant(2026, 5, 31)).await.unwrap()
}

/// A small tagged file that can be signed and holds its title and data as they are.
pub(in crate::certificates) fn signable(sheet: &Sheet) -> Vec<u8> {
    let inside = json!({ "title": sheet.title, "data": sheet.data });
    let mut file = Document::with_version("1.7");
    let pages = file.new_object_id();
    let content = file.add_object(Stream::new(dictionary! {}, inside.to_string().into_bytes()));
    let page = file.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    file.set_object(pages, dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] });
    let tree = file.new_object_id();
    let element = file.add_object(dictionary! { "Type" => "StructElem", "S" => "Document", "P" => tree });
    let numbers: Vec<Object> = vec![0.into(), element.into()];
    file.set_object(
        tree,
        dictionary! {
            "Type" => "StructTreeRoot", "K" => vec![element.into()], "ParentTreeNextKey" => 1,
            "ParentTree" => dictionary! { "Nums" => numbers },
        },
    );
    let root = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "StructTreeRoot" => tree });
    file.trailer.set("Root", root);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

/// Fills a form page by page and hands it in.
async fn apply(town: &TestTown, who: &Who, key: &str, answers: &[(&str, &[(&str, &str)])]) {
    let begun = town.post(who, &format!("/apply/{key}/begin"), &[]).await.leads_on();
    let draft = begun.rsplit_once('/').unwrap().0.to_owned();
    for (page, fields) in answers {
        let opened = town.get(who, &format!("{draft}/{page}")).await;
        let names = "main form input[type=text], main form input[type=tel], main form input[type=email]";
        let held = opened.attributes(names, "name").into_iter().zip(opened.attributes(names, "value"));
        let mut sent: Vec<(String, String)> = held.filter(|(n, _)| !fields.iter().any(|(f, _)| f == n)).collect();
        sent.extend(fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        for era in opened.attributes("main form select option[selected]", "value") {
            if page == &"applicant" && !sent.iter().any(|(n, _)| n == "applicant_birth-era") {
                sent.push(("applicant_birth-era".to_owned(), era));
            }
        }
        let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = town.post(who, &format!("{draft}/{page}"), &sent).await;
        assert_eq!(answer.status, 303, "{page}: {:?}", answer.select(".error-summary"));
    }
    let sent = town.post(who, &format!("{draft}/submit"), &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    town.run_jobs().await;
}

const INCOME: &[(&str, &[(&str, &str)])] = &[
    ("applicant", &[]),
    ("year", &[("year", "y2026")]),
    ("purpose", &[("purpose", "loan")]),
    ("copies", &[("copies", "1")]),
    ("exempt", &[("exempt", "none")]),
    ("receive", &[("receive", "pdf")]),
    ("contact", &[]),
    ("declare", &[("declared", "yes")]),
];

pub(in crate::certificates) async fn pay(town: &TestTown) {
    let case = only_case(town).await;
    let (bill, fee) = (case.bill.expect("a bill"), case.fee.expect("a fee"));
    let act = Act::system("test", town.house.now());
    let cash = Cash {
        amount: fee,
        tendered: Yen(1000),
        rest: fee,
        in_part: false,
        instalment: None,
        drawer: "cashier".to_owned(),
        cashier: "見本".to_owned(),
    };
    let paid = town.house.db.write(&act, move |tx| async move { billing::pay_at_counter(&tx, bill, cash).await });
    paid.await.unwrap();
    town.run_jobs().await;
}

async fn figure(town: &TestTown, key: &str) -> Figure {
    let today = town.house.now().date();
    let indicator = crate::certificates::indicators::ALL.iter().find(|i| i.key == key).unwrap();
    (indicator.count)(town.house.db.clone(), Period { first: today, last: today }).await.unwrap()
}

#[tokio::test]
async fn somebody_known_for_sure_has_the_paper_as_soon_as_the_fee_is_paid() {
    both(&rooms(), |town| async move {
        let hanako = town.resident("縁側 花子").await;
        numbered(&town, hanako.person(), "1000001").await;
        takes(&town, Kind::Income, &[income_line("1000001", 4_200_000)]).await;
        let strong = town.strongly(&hanako);
        town.press.play(signable);
        apply(&town, &strong, "income_tax_certificate", INCOME).await;
        let case = only_case(&town).await;
        assert_eq!((case.state, case.officer), (State::AwaitingPayment, None), "{:?}", case.hindrance);

        // What was decided is what is issued: a later export changes nothing on this paper.
        takes(&town, Kind::Income, &[income_line("1000001", 9_900_000)]).await;
        pay(&town).await;
        let case = only_case(&town).await;
        assert_eq!((case.state, case.outcome), (State::Closed, Some(Ending::Granted)));
        let paper = papers::find(&town.house.db, case.paper.unwrap()).await.unwrap().unwrap();
        let printed = String::from_utf8_lossy(&town.house.blobs.get(&paper.file).await.unwrap()).into_owned();
        assert!(printed.contains("4,200,000円") && !printed.contains("9,900,000円"), "{printed}");

        let issued = figure(&town, "certificates.issued").await;
        assert_eq!((issued.n, issued.parts.as_slice()), (1, &[("web".to_owned(), 1)][..]));
        assert_eq!(figure(&town, "certificates.without_officer").await.value, Some(100.0));
        assert_eq!(figure(&town, "certificates.minutes").await.n, 1);
        let history: i64 = town
            .house
            .db
            .one("SELECT CAST(COUNT(*) AS bigint) FROM certificates_record WHERE replaced_at IS NOT NULL", args![])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(history, 1, "what a run replaced stays");
        assert!(town.verdict().await.findings.is_empty(), "{:?}", town.verdict().await.findings);
    })
    .await;
}

#[tokio::test]
async fn without_a_record_nothing_is_granted_and_the_officer_is_told_what_to_do() {
    both(&rooms(), |town| async move {
        let hanako = town.resident("縁側 花子").await;
        numbered(&town, hanako.person(), "1000001").await;
        apply(&town, &town.strongly(&hanako), "income_tax_certificate", INCOME).await;
        let case = only_case(&town).await;
        assert_eq!(case.state, State::Submitted);
        assert!(case.hindrance.as_ref().is_some_and(|h| h.contains("取り込")), "{:?}", case.hindrance);
        let officer = town.officer_of("tax", &["cases.desk", "cases.assist"], &["member"]);
        let path = format!("/desk/cases/{}", case.id);
        assert!(town.get(&officer, &path).await.says("このままでは交付できません"));
        let version = case.version.to_string();
        let fields = [("version", version.as_str()), ("granted", "yes"), ("words", "交付します。"), ("fee", "200")];
        assert_eq!(town.post(&officer, &format!("{path}/propose"), &fields).await.status, 422, "it cannot be granted");

        takes(&town, Kind::Income, &[income_line("1000001", 4_200_000)]).await;
        let own = format!("/desk/certificates/cases/{}", case.id);
        assert!(town.get(&officer, &own).await.says("記録を読み直す"));
        town.post(&officer, &format!("{own}/again"), &[]).await.leads_on();
        town.run_jobs().await;
        assert!(only_case(&town).await.hindrance.is_none());
        assert!(town.get(&officer, &own).await.says("4,200,000円"), "the officer sees what will stand on the paper");
        let read: i64 = town
            .house
            .db
            .one("SELECT CAST(COUNT(*) AS bigint) FROM store_journal WHERE act = 'certificates.read'", args![])
            .await
            .unwrap()
            .unwrap();
        assert!(read >= 3, "each reading of the record is in the journal");
        let stranger = town.officer_of("child", &["cases.desk"], &["member"]);
        assert_eq!(town.get(&stranger, &own).await.status, 404, "another desk sees nothing");
    })
    .await;
}

#[tokio::test]
async fn an_exemption_is_an_officers_and_the_ledger_says_why_nothing_was_taken() {
    both(&rooms(), |town| async move {
        let hanako = town.resident("縁側 花子").await;
        numbered(&town, hanako.person(), "1000001").await;
        takes(&town, Kind::Income, &[income_line("1000001", 4_200_000)]).await;
        town.press.play(signable);
        let claims: Vec<(&str, &[(&str, &str)])> = INCOME
            .iter()
            .flat_map(|(page, fields)| match *page {
                "exempt" => vec![("exempt", &[("exempt", "public_assistance")][..]), ("exempt_proof", &[][..])],
                page => vec![(page, *fields)],
            })
            .collect();
        apply(&town, &town.strongly(&hanako), "income_tax_certificate", &claims).await;
        let case = only_case(&town).await;
        assert_eq!(case.state, State::Submitted, "an exemption is never decided by the program");
        let officer = town.officer_of("tax", &["cases.desk"], &["member"]);
        let path = format!("/desk/cases/{}", case.id);
        let page = town.get(&officer, &path).await;
        assert!(page.says("手数料の免除") && page.says("生活保護を受けている"));
        let version = case.version.to_string();
        let fields = [
            ("version", version.as_str()),
            ("granted", "yes"),
            ("words", "交付します。"),
            ("fee", "200"),
            ("waiver", "public_assistance"),
        ];
        let sent = town.post(&officer, &format!("{path}/propose"), &fields).await;
        assert_eq!(sent.status, 303, "{:?}", sent.select(".error-summary"));
        for position in ["chief", "head"] {
            let superior = town.officer_of("tax", &["cases.desk", "approvals.decide"], &[position]);
            approve(&town, &superior, &only_case(&town).await).await;
        }
        let case = only_case(&town).await;
        assert_eq!((case.state, case.waiver.as_deref()), (State::Closed, Some("生活保護を受けている")));
        assert!(case.paper.is_some(), "the paper comes without paying");
        let bill = billing::status(&town.house.db, case.bill.unwrap()).await.unwrap();
        assert_eq!((bill.total, bill.paid, bill.rest), (Yen(200), Yen(0), Yen(0)));
        assert_eq!(billing::ledger_sum(&town.house.db).await.unwrap(), Yen(0));
    })
    .await;
}

async fn approve(town: &TestTown, who: &Who, case: &Case) {
    let path = format!("/desk/approvals/{}", case.approval.expect("it is on its route"));
    let page = town.get(who, &path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let of = |name: &str| page.attributes(&format!("input[name={name}]"), "value").first().cloned();
    let (seat, text) = (of("seat").unwrap_or_default(), of("text").unwrap_or_default());
    town.post(who, &format!("{path}/approve"), &[("seat", &seat), ("text", &text), ("words", "")]).await.leads_on();
    town.run_jobs().await;
}

#[tokio::test]
async fn every_page_of_the_guide_says_where_it_is_fastest_in_three_languages() {
    let town = TestTown::sqlite(&rooms()).await;
    for lang in ["ja", "easy", "en"] {
        let list = town.get(&Who::nobody(), &format!("/certificates?lang={lang}")).await;
        assert_eq!(list.status, 200);
        let links = list.attributes("main a[href^='/certificates/']", "href");
        assert_eq!(links.len(), 7, "{lang}: {links:?}");
        for link in links {
            let page = town.get(&Who::nobody(), &format!("{link}?lang={lang}")).await;
            assert_eq!(page.status, 200, "{link}");
            assert!(!page.says("⟦"), "{link} {lang}: a text is missing");
        }
    }
    let register = town.get(&Who::nobody(), "/certificates/family_register").await;
    assert!(register.says("広域交付") && register.says("450円"));
    assert!(town.get(&Who::nobody(), "/certificates/resident_record").await.says("確認中"));
}

#[tokio::test]
async fn an_export_with_one_wrong_line_is_not_taken_at_all() {
    both(&rooms(), |town| async move {
        let hanako = town.resident("縁側 花子").await;
        numbered(&town, hanako.person(), "1000001").await;
        let officer = town.officer_of("tax", &["certificates.records"], &["member"]);
        let path = "/desk/certificates/records";
        assert!(town.get(&officer, path).await.says("まだありません"));
        let day = [
            ("kind", "identity_certificate"),
            ("as_of-era", "reiwa"),
            ("as_of-year", "8"),
            ("as_of-month", "5"),
            ("as_of-day", "1"),
        ];
        let head = "宛名番号,禁治産・準禁治産,後見の登記,破産\n";
        let send = async |lines: &str| {
            let text = format!("{head}{lines}");
            town.post_files(&officer, path, &day, &[("file", "mibun.csv", text.as_bytes())]).await
        };
        let wrong = send("1000001,なし,なし,なし\n9999999,なし,なし,なし\n").await;
        assert!(wrong.status == 422 && wrong.says("3行目") && wrong.says("何も取り込んでいません"), "{}", wrong.text());
        let right = send("1000001,なし,なし,なし\n").await;
        assert!(right.status == 200 && right.says("取り込みました"), "{}", right.text());
        assert!(send("1000001,なし,なし,なし\n").await.says("同じもの 1"), "the same file again changes nothing");
        assert!(town.get(&officer, path).await.says("令和8年5月1日現在"));
        assert_eq!(town.get(&hanako, path).await.status, 403);
        assert!(town.verdict().await.findings.is_empty());
    })
    .await;
}

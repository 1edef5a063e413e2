//! What an officer, the town and whoever gets a letter may rely on.

use super::lines::{self, Standing};
use super::offers::{self, State};
use super::{OfferId, rules, send};
use cases::invite;
use kernel::id::{HouseholdId, PersonId};
use kernel::{Address, Date, PersonName};
use people::{Facts, PeopleError, PersonKind};
use store::{Reads, args};
use testkit::{Answer, TestTown, Who, both};
use town::TownFolder;
use web::Room;

const PURPOSE: &str = "育児世帯支援給付金の案内を送るため";

fn rooms() -> Vec<Room> {
    vec![notices::room(), papers::room(), approvals::room(), cases::room(), crate::procedures::service().room]
}

/// Somebody of a household, with what differs.
async fn member(town: &TestTown, house: HouseholdId, relation: &str, name: &str, birth: &str, email: bool) -> PersonId {
    let mut facts = Facts::named(PersonName::from_full(name).unwrap());
    facts.kana = Some("カクウ　ミホン".to_owned());
    facts.birth = birth.parse::<Date>().ok();
    facts.household = Some(house);
    facts.relation = Some(relation.to_owned());
    facts.is_head = relation == "世帯主";
    facts.ward = Some("natsui".to_owned());
    facts.address = Address { town_area: "大字夏井".to_owned(), ..Address::free("字架空1番地") };
    facts.email = email.then(|| "hogosha@demo.example".parse().unwrap());
    town.change(move |tx| async move {
        people::add(&tx, PersonKind::Resident, facts).await.map_err(PeopleError::into_store)
    })
    .await
}

async fn household(town: &TestTown) -> HouseholdId {
    town.change(|tx| async move { people::add_household(&tx, None).await.map_err(PeopleError::into_store) }).await
}

/// Two families with a child who turns one, one of them with mail; one whose child has moved away; a child
/// whose guardian nobody can tell; and somebody old.
struct Families {
    parents: [PersonId; 2],
    children: [PersonId; 2],
    alone: PersonId,
}

async fn families(town: &TestTown) -> Families {
    let mut parents = Vec::new();
    let mut children = Vec::new();
    for (n, name) in ["架空 ひかる", "架空 のぞむ"].into_iter().enumerate() {
        let house = household(town).await;
        parents.push(member(town, house, "世帯主", name, "1990-08-01", n == 0).await);
        children.push(member(town, house, "子", ["架空 つぼみ", "架空 わかば"][n], "2025-05-03", false).await);
    }
    let house = household(town).await;
    let gone = member(town, house, "子", "架空 うつる", "2025-06-01", false).await;
    town.change(move |tx| async move {
        let person = people::find(&tx, gone).await?.unwrap();
        let facts = Facts { moved_out: "2026-05-01".parse().ok(), ..person.facts };
        people::amend(&tx, gone, person.version, facts).await.map_err(PeopleError::into_store)
    })
    .await;
    let alone = member(town, household(town).await, "縁故者", "架空 ひとり", "2025-07-01", false).await;
    member(town, household(town).await, "世帯主", "架空 たかし", "1950-01-01", false).await;
    let pair = |v: Vec<PersonId>| [v[0], v[1]];
    Families { parents: pair(parents), children: pair(children), alone }
}

fn officer(town: &TestTown) -> Who {
    town.officer_of("child", &["procedures.offer", "cases.assist", "cases.desk"], &["member"])
}

async fn make(town: &TestTown, who: &Who) -> String {
    town.post(who, "/desk/offers", &[("rule", "infant_one"), ("purpose", PURPOSE)]).await.leads_on()
}

fn id_of(path: &str) -> OfferId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn state(town: &TestTown, path: &str) -> State {
    offers::find(&town.house.db, id_of(path)).await.unwrap().unwrap().state
}

async fn press(town: &TestTown, who: &Who, path: &str, what: &str, more: &[(&str, &str)]) -> Answer {
    let version = offers::find(&town.house.db, id_of(path)).await.unwrap().unwrap().version.to_string();
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(more.iter().copied()).collect();
    town.post(who, &format!("{path}/{what}"), &fields).await
}

/// The head of the desk agrees.
async fn approve(town: &TestTown) {
    let head = town.officer_of("child", &["approvals.decide", "procedures.offer"], &["head"]);
    let sql = "SELECT approval FROM procedures_offer WHERE state = 'in_approval'";
    let approval: Option<kernel::id::ApprovalId> = town.house.db.one(sql, args![]).await.unwrap();
    let path = format!("/desk/approvals/{}", approval.unwrap());
    let page = town.get(&head, &path).await;
    assert!(page.says("案内する数") && !page.says("つぼみ"), "the text names nobody: {}", page.text());
    let of = |name: &str| page.attributes(&format!("input[name={name}]"), "value").first().cloned().unwrap_or_default();
    let (seat, text) = (of("seat"), of("text"));
    town.post(&head, &format!("{path}/approve"), &[("seat", &seat), ("text", &text)]).await.leads_on();
    town.run_jobs().await;
}

/// Made, approved, sent.
async fn sent(town: &TestTown, who: &Who) -> String {
    let path = make(town, who).await;
    press(town, who, &path, "go", &[("then", "go")]).await.leads_on();
    approve(town).await;
    press(town, who, &path, "go", &[("then", "go")]).await.leads_on();
    town.run_jobs().await;
    assert_eq!(state(town, &path).await, State::Sent);
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_says_why_each_is_on_it_and_why_others_are_not() {
    both(&rooms(), |town| async move {
        let (families, officer) = (families(&town).await, officer(&town));
        let path = make(&town, &officer).await;
        let page = town.get(&officer, &path).await;
        assert!(page.says("架空 つぼみ") && page.says("架空 ひかる"), "{}", page.text());
        assert!(page.says("令和7年5月3日生まれ、令和8年5月2日に1歳"));
        assert!(page.says("令和8年5月1日に転出") && page.says("保護者・世帯主が分からない"));
        assert!(page.says("確認中"), "nobody has confirmed the rule");
        let id = id_of(&path);
        assert_eq!(lines::count(&town.house.db, id, Standing::Listed).await.unwrap(), 2);
        assert_eq!(lines::count(&town.house.db, id, Standing::LeftOut).await.unwrap(), 2);
        for person in [families.parents[0], families.children[1], families.alone] {
            let entries = store::journal::about(&town.house.db, person, None, 10).await.unwrap();
            let read = entries.iter().find(|e| e.act == "people.read");
            assert!(read.is_some_and(|e| e.purpose == PURPOSE), "each can see why their record was read");
        }
        let other = town.officer_of("tax", &["procedures.offer"], &["member"]);
        assert_eq!(town.get(&other, &path).await.status, 404);
        assert!(!town.get(&other, "/desk/offers").await.says("今年度に1歳"));
        let refused = [("rule", "infant_one"), ("purpose", PURPOSE)];
        assert_eq!(town.post(&other, "/desk/offers", &refused).await.status, 422, "not a rule of that desk");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_read_without_a_purpose_and_nobody_is_taken_out_without_a_reason() {
    both(&rooms(), |town| async move {
        families(&town).await;
        let officer = officer(&town);
        assert_eq!(town.post(&officer, "/desk/offers", &[("rule", "infant_one"), ("purpose", "")]).await.status, 422);
        let none: Option<i64> =
            town.house.db.one("SELECT CAST(COUNT(*) AS bigint) FROM procedures_offer", args![]).await.unwrap();
        assert_eq!(none, Some(0));
        let path = make(&town, &officer).await;
        let list = lines::of_offer(&town.house.db, id_of(&path)).await.unwrap();
        let line = format!("line.{}", list[0].id);
        assert_eq!(press(&town, &officer, &path, "remove", &[(&line, "yes"), ("why", "")]).await.status, 422);
        let stale = town
            .post(&officer, &format!("{path}/remove"), &[("version", "1"), (&line, "yes"), ("why", "入院中")])
            .await;
        assert_eq!(stale.status, 409, "the list was another one");
        press(&town, &officer, &path, "remove", &[(&line, "yes"), ("why", "窓口ですでに相談中")]).await.leads_on();
        let page = town.get(&officer, &path).await;
        assert!(page.says("窓口ですでに相談中") && page.says("職員が外した"));
        assert_eq!(lines::count(&town.house.db, id_of(&path), Standing::Listed).await.unwrap(), 1);
        assert!(town.verdict().await.findings.is_empty(), "{:?}", town.verdict().await.findings);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_sent_after_the_decision_by_mail_or_letter_and_the_secret_is_in_no_record() {
    both(&rooms(), |town| async move {
        let (families, officer) = (families(&town).await, officer(&town));
        let path = make(&town, &officer).await;
        press(&town, &officer, &path, "go", &[("then", "go")]).await.leads_on();
        assert_eq!(state(&town, &path).await, State::InApproval);
        assert_eq!(press(&town, &officer, &path, "go", &[("then", "go")]).await.status, 409, "not before the decision");
        approve(&town).await;
        press(&town, &officer, &path, "go", &[("then", "go")]).await.leads_on();
        town.run_jobs().await;

        let progress = invite::of_source(&town.house.db, id_of(&path).0).await.unwrap();
        assert_eq!(progress.len(), 2);
        let again = invite::again(&town.house.db, &town.house, progress[0].id).await.unwrap();
        let address = invite::path(&town.house, &again.enclosure);
        let mails = town.mail();
        assert_eq!(mails.len(), 1, "one of them has mail, the other gets a letter");
        assert!(mails[0].text.contains("/i/") && mails[0].text.contains("つぼみ") && !mails[0].text.contains("1990"));
        let secret = address.rsplit('/').next().unwrap();
        for sql in ["SELECT CAST(COUNT(*) AS bigint) FROM notices_notice WHERE link LIKE $1 OR body LIKE $1 OR enclosure LIKE $1"] {
            assert_eq!(town.house.db.one::<i64>(sql, args![format!("%{secret}%")]).await.unwrap(), Some(0));
        }
        let poster = town.officer_of("child", &["notices.post"], &["member"]);
        town.post(&poster, "/desk/notices/post", &[]).await.leads_on();
        let batch = town.get(&poster, "/desk/notices/post").await;
        let pdf = batch.attributes("main a", "href").into_iter().find(|h| h.starts_with("/desk/notices/post/")).unwrap();
        let letter = town.get(&poster, &pdf).await;
        let birth_of_the_parent = ["平成2年8月1日", "1990-08-01", "1990年8月1日"];
        assert!(letter.says("open-") && letter.says("reply-") && letter.says("わかば"), "{}", letter.text());
        let asked = letter.text().split("\"reply\"").next().unwrap().to_owned();
        assert!(birth_of_the_parent.iter().all(|b| !asked.contains(b)), "the letter does not open itself");
        let page = town.get(&officer, &path).await;
        assert!(page.says("案内した") && page.says("届けた"), "{}", page.text());
        assert_eq!(families.children.len(), 2);
        assert!(town.verdict().await.findings.is_empty(), "{:?}", town.verdict().await.findings);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_filled_in_and_what_comes_back_is_counted() {
    both(&rooms(), |town| async move {
        let (families, officer) = (families(&town).await, officer(&town));
        let path = sent(&town, &officer).await;
        let progress = invite::of_source(&town.house.db, id_of(&path).0).await.unwrap();
        let own = progress.iter().find(|p| p.person == families.parents[0]).unwrap();
        let again = invite::again(&town.house.db, &town.house, own.id).await.unwrap();
        let address = invite::path(&town.house, &again.enclosure);
        let birth = [("birth-era", "ad"), ("birth-year", "1990"), ("birth-month", "8"), ("birth-day", "1")];
        let first = town.post(&Who::nobody(), &address, &birth).await.leads_on();
        assert!(first.ends_with("/child"), "what is missing comes first: {first}");
        let page = town.get(&Who::nobody(), &first).await;
        assert!(page.says("つぼみ") && page.says("町の記録から入れてあります"), "{}", page.text());
        let check = town.get(&Who::nobody(), &first.replace("/child", "/check")).await;
        assert!(check.says("架空 ひかる") && check.says("字架空1番地"));
        assert!(town.get(&officer, &path).await.says("書きかけ"));

        // Somebody who applied for this child is not invited a second time.
        let second = make(&town, &officer).await;
        assert_eq!(lines::count(&town.house.db, id_of(&second), Standing::Listed).await.unwrap(), 0);
        assert!(town.get(&officer, &second).await.says("同じ年度の案内が、ほかにあります"));
        press(&town, &officer, &second, "go", &[("then", "give_up")]).await.leads_on();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_died_since_the_list_was_made_gets_no_letter() {
    both(&rooms(), |town| async move {
        let (families, officer) = (families(&town).await, officer(&town));
        let path = make(&town, &officer).await;
        press(&town, &officer, &path, "go", &[("then", "go")]).await.leads_on();
        approve(&town).await;
        let child = families.children[0];
        town.change(move |tx| async move {
            let person = people::find(&tx, child).await?.unwrap();
            let facts = Facts { deceased: "2026-05-31".parse().ok(), ..person.facts };
            people::amend(&tx, child, person.version, facts).await.map_err(PeopleError::into_store)
        })
        .await;
        press(&town, &officer, &path, "go", &[("then", "go")]).await.leads_on();
        town.run_jobs().await;
        let progress = invite::of_source(&town.house.db, id_of(&path).0).await.unwrap();
        assert_eq!(progress.iter().map(|p| p.person).collect::<Vec<_>>(), [families.parents[1]]);
        assert!(town.get(&officer, &path).await.says("一覧を作ったあとに死亡"));
        // The job comes twice: nobody is written to twice.
        town.change(move |tx| async move {
            tx.enqueue(send::job(id_of(&path)).key("again".to_owned()));
            Ok(())
        })
        .await;
        town.run_jobs().await;
        let notices: Option<i64> = town
            .house
            .db
            .one("SELECT CAST(COUNT(*) AS bigint) FROM notices_notice WHERE topic = 'procedures.invite'", args![])
            .await
            .unwrap();
        assert_eq!(notices, Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_not_answered_is_reminded_with_the_same_address_and_called_from_a_list() {
    both(&rooms(), |town| async move {
        families(&town).await;
        let officer = officer(&town);
        let path = sent(&town, &officer).await;
        let before = town.mail();
        assert_eq!(press(&town, &officer, &path, "remind", &[]).await.status, 422, "not on the day of the letter");
        town.clock.advance_seconds(8 * 86_400);
        press(&town, &officer, &path, "remind", &[]).await.leads_on();
        town.run_jobs().await;
        let after = town.mail();
        assert_eq!(after.len(), before.len() + 1);
        let link = |text: &str| text.split_whitespace().find(|w| w.contains("/i/")).map(str::to_owned);
        assert_eq!(link(&after.last().unwrap().text), link(&before.last().unwrap().text));
        assert!(after.last().unwrap().text.contains("まだ届いていません"));
        let calls = town.get(&officer, &format!("{path}/calls.pdf")).await;
        assert!(
            calls.says("call_list") && calls.says("ひかる") && calls.says("電話番号の記録なし"),
            "{}",
            calls.text()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_on_paper_is_entered_at_the_desk_and_ends_the_waiting() {
    both(&rooms(), |town| async move {
        families(&town).await;
        let officer = officer(&town);
        let path = sent(&town, &officer).await;
        let progress = invite::of_source(&town.house.db, id_of(&path).0).await.unwrap();
        let number = progress[0].reference.to_string();
        assert!(town.post(&officer, "/desk/scan", &[("code", &number)]).await.says("町からの案内への返事です"));
        let entry = [("code", number.as_str()), ("channel", "paper"), ("check", "紙に書かれた内容と同封の写し")];
        let mut at = town.post(&officer, "/desk/scan/invitation", &entry).await.leads_on();
        let pages: [(&str, &[(&str, &str)]); 4] = [
            ("child", &[("child_relation", "parent")]),
            (
                "bank",
                &[
                    ("account.bank", "9999"),
                    ("account.branch", "001"),
                    ("account.account", "ordinary"),
                    ("account.number", "0000001"),
                    ("account.holder", "カクウ"),
                ],
            ),
            ("contact", &[("phone", "0247-00-0001")]),
            ("declare", &[("declared", "yes")]),
        ];
        for (page, fields) in pages {
            assert!(at.ends_with(&format!("/{page}")), "{at}");
            let shown = town.get(&officer, &at).await;
            let standing = [shown.attributes("main form input", "name"), shown.attributes("main form input", "value")];
            assert_eq!(standing[0].len(), shown.select("main form input").len());
            let kept: Vec<(String, String)> = shown
                .attributes("main form input[type=text]", "name")
                .into_iter()
                .zip(shown.attributes("main form input[type=text]", "value"))
                .chain(
                    shown
                        .attributes("main form select", "name")
                        .into_iter()
                        .zip(shown.attributes("main form select option[selected]", "value")),
                )
                .filter(|(n, _)| !fields.iter().any(|(f, _)| f == n))
                .collect();
            let mut sent: Vec<(&str, &str)> = fields.to_vec();
            sent.extend(kept.iter().map(|(n, v)| (n.as_str(), v.as_str())));
            let answer = town.post(&officer, &at, &sent).await;
            assert_eq!(answer.status, 303, "{at}: {:?}", answer.select(".error-summary"));
            at = answer.leads_on();
        }
        town.post(&officer, &at.replace("/check", "/submit"), &[]).await.leads_on();
        let page = town.get(&officer, &path).await;
        assert!(page.says("申し込んだ") && page.says("紙"), "{}", page.text());
        let waiting = town.get(&officer, &format!("{path}?only=waiting")).await;
        assert!(waiting.says("返事のない方（1件）"), "{}", waiting.text());
        town.run_jobs().await;
    })
    .await;
}

#[test]
fn the_towns_own_rules_are_right_and_a_wrong_one_is_named() {
    let ono = testkit::town_folder("ono");
    assert_eq!(rules::check(&ono), []);
    let folder = tempfile_with(&[
        (
            "offers/a.toml",
            "title = 'a'\nprocedure = 'nothing'\nyear = 'this'\nreply_days = 3\n[select]\nwho = { turns = [1] }\nrecipient = 'person'\n",
        ),
        ("offers/b.toml", "title = 'b'\nprocedure = 'nothing'\nyear = 'soon'\n"),
    ]);
    let problems = rules::check(&TownFolder::open(folder.path()).unwrap());
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|p| p.starts_with("offers/a.toml") && p.contains("reply_days")), "{said:?}");
    assert!(said.iter().any(|p| p.contains("「nothing」という手続きは")), "{said:?}");
    assert!(said.iter().any(|p| p.starts_with("offers/b.toml:3")), "{said:?}");
}

struct Folder(std::path::PathBuf);

impl Folder {
    fn path(&self) -> &std::path::Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A town folder of these files alone.
fn tempfile_with(files: &[(&str, &str)]) -> Folder {
    let root = std::env::temp_dir().join(format!("engawa-offers-{}", std::process::id()));
    for (file, text) in files {
        let path = root.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Folder(root)
}

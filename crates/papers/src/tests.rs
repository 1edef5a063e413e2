//! What holders, counters and verifiers may rely on, on both databases. The press here makes small
//! tagged files with everything it was given inside; the real one is proved elsewhere.

use crate::issue::hex_digest;
use crate::sign::{Trust, verify_pdf};
use crate::{Contents, NewPaper, ON_REVOKED, Paper, PaperError, Revoked, Seal, issue, room};
use futures::future::BoxFuture;
use kernel::TypedId;
use kernel::id::{AccountId, PersonId};
use lopdf::{Document, Object, Stream, dictionary};
use people::Frozen;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Act, Reads, args};
use testkit::{Answer, TestTown, Who, both};
use tokio::sync::Semaphore;
use web::press::{Press, PressError, Sheet};
use web::texts::Texts;
use web::{House, JobKind, Parts, Room, Shelf};

const MARK: &str = "DATA:";

/// Sets each sheet in its own time, so that requests overtake each other.
struct SlowPress;

impl Press for SlowPress {
    fn typeset(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError> {
        let pause = sheet.title.bytes().map(u64::from).sum::<u64>() % 23;
        std::thread::sleep(Duration::from_millis(pause));
        Ok(file(sheet))
    }
}

/// Gives back what it set the time before: the fault that must never reach anybody.
#[derive(Default)]
struct MuddledPress(Mutex<Option<Vec<u8>>>);

impl Press for MuddledPress {
    fn typeset(&self, sheet: &Sheet) -> Result<Vec<u8>, PressError> {
        let fresh = file(sheet);
        let mut kept = self.0.lock().unwrap();
        Ok(kept.replace(fresh.clone()).unwrap_or(fresh))
    }
}

/// A press without the glyph.
struct PoorPress;

impl Press for PoorPress {
    fn typeset(&self, _: &Sheet) -> Result<Vec<u8>, PressError> {
        Err(PressError::NoGlyph { cluster: "葛\u{E0101}".to_owned() })
    }
}

/// A small tagged file that carries its title, its data and what its QR says.
fn file(sheet: &Sheet) -> Vec<u8> {
    let inside = json!({ "title": sheet.title, "data": sheet.data, "qr": sheet.qr });
    let mut file = Document::with_version("1.7");
    let pages = file.new_object_id();
    let content = file.add_object(Stream::new(dictionary! {}, format!("{MARK}{inside}\n").into_bytes()));
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

/// What was printed into a file.
fn printed(pdf: &[u8]) -> Value {
    let text = String::from_utf8_lossy(pdf);
    let (_, rest) = text.split_once(MARK).expect("the data is in the file");
    serde_json::from_str(rest.lines().next().unwrap()).unwrap()
}

/// The room, and a higher one that hears of papers taken back.
fn rooms() -> [Room; 2] {
    const HEARS: &[JobKind] = &[JobKind { kind: ON_REVOKED, run: hear }];
    [room(), Room { key: "hearing", jobs: HEARS, ..Room::EMPTY }]
}

fn hear(_: House, job: store::Job) -> BoxFuture<'static, Result<(), store::JobError>> {
    Box::pin(async move { job.payload::<Revoked>().map(|_| ()) })
}

/// The town's house with another press.
fn house(town: &TestTown, press: Arc<dyn Press>) -> House {
    house_with(town, press, Shelf::default())
}

/// The same with what the operator and the town have set.
fn house_with(town: &TestTown, press: Arc<dyn Press>, shelf: Shelf) -> House {
    let of = &town.house;
    House::new(Parts {
        town: of.town.clone(),
        db: of.db.clone(),
        blobs: of.blobs.clone(),
        data: of.data.clone(),
        clock: of.clock.clone(),
        press,
        outside: town.outside.clone(),
        senders: Vec::new(),
        sessions: of.sessions.clone(),
        texts: Texts::new(&[room().texts], &[]).unwrap_or_else(|e| panic!("{e:?}")),
        shelf,
        rooms: Vec::new(),
        services: Vec::new(),
        base_url: of.base_url.clone(),
        demo: true,
        secret: [7; 32],
        presses: Arc::new(Semaphore::new(16)),
    })
}

fn new_paper(town: &TestTown, person: PersonId, name: &str) -> NewPaper {
    let contents = Contents::of_matter(json!({ "persons": [{ "name": name }] }));
    NewPaper::new("resident_record", "住民票の写し", ("cases_case", town.id()), contents)
        .for_person(Some(person))
        .at_desk("residents")
        .naming(vec![name.to_owned()])
}

async fn issued(town: &TestTown, person: PersonId, name: &str) -> Paper {
    let act = Act::system("test", town.house.now());
    issue(&house(town, Arc::new(SlowPress)), &act, new_paper(town, person, name)).await.unwrap()
}

fn as_resident(town: &TestTown, person: PersonId) -> Who {
    town.signed_in_as("見本 花子", AccountId::from_uuid(town.id()), Some(person), None)
}

fn somebody(town: &TestTown) -> PersonId {
    PersonId::from_uuid(town.id())
}

/// A person of the register with the record frozen for one request.
async fn frozen(town: &TestTown, name: &str) -> (PersonId, Frozen) {
    let id = town.without_phone(name).await;
    let person = people::find(&town.house.db, id).await.unwrap().unwrap();
    (id, Frozen::of(&person, std::slice::from_ref(&person)))
}

/// A certificate from a frozen record, by rules that show the name and the address.
fn certificate(town: &TestTown, person: PersonId, frozen: &Frozen) -> NewPaper {
    let show = |record: &Value| {
        let (name, address) = (&record["person"]["name"]["full"], &record["person"]["address_line"]);
        Ok::<_, PaperError>(json!({ "persons": [{ "name": name }], "address": address }))
    };
    let contents = Contents::of(frozen, show).unwrap();
    let name = contents.data()["persons"][0]["name"].as_str().unwrap().to_owned();
    NewPaper::new("resident_record", "住民票の写し", ("cases_case", town.id()), contents)
        .for_person(Some(person))
        .at_desk("residents")
        .naming(vec![name])
}

/// A name that is no part of another one's.
fn name_of(n: usize) -> String {
    let sign = |n: usize| char::from_u32(0x4E00 + u32::try_from(n).unwrap()).unwrap();
    format!("見本{} 架空{}", sign(n), sign(400 + n))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_300_papers_issued_at_once_none_shows_another_person() {
    const MANY: usize = 300;
    both(&rooms(), |town| async move {
        let house = house(&town, Arc::new(SlowPress));
        let act = Act::system("test", house.now());
        let mut asked = Vec::new();
        for n in 0..MANY {
            let (person, frozen) = frozen(&town, &name_of(n)).await;
            asked.push((person, name_of(n), certificate(&town, person, &frozen), frozen.digest()));
        }
        let work = asked.iter().map(|(_, _, new, _)| {
            let (house, act, new) = (house.clone(), act.clone(), new.clone());
            tokio::spawn(async move { issue(&house, &act, new).await.unwrap() })
        });
        let papers = futures::future::join_all(work.collect::<Vec<_>>()).await;
        let seal = Seal::of(&house).unwrap();
        for (n, (paper, (person, name, _, digest))) in papers.into_iter().map(Result::unwrap).zip(&asked).enumerate() {
            assert!(paper.person == Some(*person) && paper.bears_name(name));
            let pdf = town.house.blobs.get(&paper.file).await.unwrap();
            let found = verify_pdf(&pdf, Trust::in_papers(seal.trust()));
            assert!(found.genuine(), "{found:?}");
            let inside = printed(&pdf);
            let text = inside.to_string();
            let shown: Vec<usize> = (0..MANY).filter(|other| text.contains(&name_of(*other))).collect();
            assert_eq!(shown, [n], "the paper shows its own person and nobody else");
            let facts = found.facts.unwrap();
            assert_eq!((paper.record_digest.as_ref(), facts.record.as_ref()), (Some(digest), Some(digest)));
            assert_eq!((facts.number, facts.title.as_str()), (paper.number.to_string(), "住民票の写し"));
            assert_eq!(hex_digest(inside["data"].to_string().as_bytes()), paper.data_digest);
            assert_eq!(inside["title"], json!(format!("住民票の写し {}", paper.number)));
            let link = format!("http://localhost:8080/v/{}", paper.code.as_str());
            assert_eq!(inside["qr"][0][1], json!(link));
        }
        let verdict = town.verdict().await;
        assert!(verdict.holds(), "{:?}", verdict.findings);
        assert_eq!(verdict.blobs, MANY as u64);
    })
    .await;
}

#[tokio::test]
async fn a_name_that_the_frozen_record_does_not_hold_stops_the_issue() {
    both(&rooms(), |town| async move {
        let house = house(&town, Arc::new(SlowPress));
        let (person, frozen) = frozen(&town, "葛\u{E0102}城 花子").await;
        let act = Act::system("test", house.now());
        let other = certificate(&town, person, &frozen).naming(vec!["葛城 花子".to_owned()]);
        let subject = other.subject;
        assert!(matches!(issue(&house, &act, other).await, Err(PaperError::OtherPerson)), "another form, another name");
        assert!(crate::find_for(&house.db, subject, "resident_record").await.unwrap().is_none());
        assert!(issue(&house, &act, certificate(&town, person, &frozen)).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_matter_asked_64_times_at_once_has_one_paper() {
    both(&rooms(), |town| async move {
        let house = house(&town, Arc::new(SlowPress));
        let act = Act::system("test", house.now());
        let new = new_paper(&town, somebody(&town), "見本 花子");
        let work = (0..64).map(|_| {
            let (house, act, new) = (house.clone(), act.clone(), new.clone());
            tokio::spawn(async move { issue(&house, &act, new).await.unwrap().id })
        });
        let ids = futures::future::join_all(work.collect::<Vec<_>>()).await;
        let first = *ids[0].as_ref().unwrap();
        assert!(ids.into_iter().all(|id| id.unwrap() == first));
        let count: Option<i64> =
            house.db.one("SELECT CAST(COUNT(*) AS bigint) FROM papers_paper", args![]).await.unwrap();
        assert_eq!(count, Some(1));
        assert_eq!(files(&town), 1, "files of the losers are not kept");
    })
    .await;
}

fn files(town: &TestTown) -> usize {
    let folders = std::fs::read_dir(town.store.data.path().join("blobs")).unwrap();
    folders.filter_map(|f| std::fs::read_dir(f.unwrap().path()).ok()).flat_map(|f| f.collect::<Vec<_>>()).count()
}

#[tokio::test]
async fn a_press_that_gives_back_another_paper_is_refused() {
    both(&rooms(), |town| async move {
        let house = house(&town, Arc::new(MuddledPress::default()));
        let act = Act::system("test", house.now());
        issue(&house, &act, new_paper(&town, somebody(&town), "見本 一")).await.unwrap();
        let second = new_paper(&town, somebody(&town), "見本 二");
        let subject = second.subject;
        assert!(matches!(issue(&house, &act, second).await, Err(PaperError::MixedUp)));
        assert!(crate::find_for(&house.db, subject, "resident_record").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_name_that_no_font_has_stops_the_issue() {
    both(&rooms(), |town| async move {
        let house = house(&town, Arc::new(PoorPress));
        let act = Act::system("test", house.now());
        let new = new_paper(&town, somebody(&town), "葛\u{E0101} 花子");
        let subject = new.subject;
        let error = issue(&house, &act, new).await.unwrap_err();
        assert!(matches!(error, PaperError::Press(PressError::NoGlyph { .. })));
        assert!(matches!(store::JobError::from(error), store::JobError::Fail(_)));
        assert!(crate::find_for(&house.db, subject, "resident_record").await.unwrap().is_none());
        assert_eq!(files(&town), 0);
        let page = town.get(&town.officer_of("residents", &["papers.issue"], &[]), "/desk/papers").await;
        assert!(page.says("まだ交付できない書類") && page.says("U+845B U+E0101") && page.says("住民票の写し"));
        assert!(!page.says("花子"), "the matter says whose it is");
        let elsewhere = town.get(&town.officer_of("works", &["papers.issue"], &[]), "/desk/papers").await;
        assert!(!elsewhere.says("U+845B"));
    })
    .await;
}

#[tokio::test]
async fn whoever_scans_the_code_learns_that_it_is_genuine_and_no_name() {
    both(&rooms(), |town| async move {
        let paper = issued(&town, somebody(&town), "葛城 花子").await;
        let path = format!("/v/{}", paper.code.as_str());
        let page = town.get(&Who::nobody(), &path).await;
        assert_eq!(page.select("h1"), ["この書類は本物です"]);
        assert!(page.says(&paper.number.to_string()) && page.says("令和8年6月1日") && !page.says("花子"));
        let right = town.post(&Who::nobody(), &path, &[("name", "葛城　花子")]).await;
        assert!(right.says("名前は合っています"));
        let wrong = town.post(&Who::nobody(), &path, &[("name", "葛城 太郎")]).await;
        assert!(wrong.says("名前が合いません") && !wrong.says("花子"));
        assert!(town.post(&Who::nobody(), &path, &[("name", "")]).await.says("名前が合いません"));
        let other = format!("/v/{}", "2".repeat(29));
        assert_eq!(town.get(&Who::nobody(), &other).await.status, 404);
        assert_eq!(town.get(&Who::nobody(), "/v/x").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn number_and_code_are_typed_in_any_way_and_must_belong_together() {
    both(&rooms(), |town| async move {
        let paper = issued(&town, somebody(&town), "見本 花子").await;
        let other = issued(&town, somebody(&town), "見本 太郎").await;
        let nobody = Who::nobody();
        let ask =
            async |number: &str, code: &str| town.post(&nobody, "/verify", &[("number", number), ("code", code)]).await;
        let number = paper.number.compact().to_lowercase();
        assert_eq!(ask(&number, &paper.code.short()).await.select("h1"), ["この書類は本物です"]);
        assert_eq!(ask(&number, &other.code.short()).await.status, 404);
        assert_eq!(ask(&number, "").await.status, 422);
        assert_eq!(ask("7K3", &paper.code.short()).await.status, 422);
        assert_eq!(ask("", "").await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn whoever_guesses_at_codes_must_wait_and_is_told_for_how_long() {
    both(&rooms(), |town| async move {
        let paper = issued(&town, somebody(&town), "見本 花子").await;
        let nobody = Who::nobody();
        let right = format!("/v/{}", paper.code.as_str());
        for _ in 0..40 {
            assert_eq!(town.get(&nobody, &right).await.status, 200, "a counter checks as many papers as it likes");
        }
        for n in 0..30 {
            let wrong = format!("K7QX-2M{n:02}");
            let fields = [("number", paper.number.compact()), ("code", wrong)];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(town.post(&nobody, "/verify", &fields).await.status, 404);
        }
        let closed = town.get(&nobody, &right).await;
        assert_eq!((closed.status, closed.headers["retry-after"].to_str().unwrap()), (429, "900"));
        assert!(closed.says("15") && !closed.says(&paper.number.to_string()));
        assert_eq!(send_file(&town, b"%PDF-1.7").await.status, 429);
        town.clock.advance_seconds(901);
        assert_eq!(town.get(&nobody, &right).await.status, 200);
        for _ in 0..20 {
            assert_eq!(town.post(&nobody, &right, &[("name", "見本 太郎")]).await.status, 200);
        }
        assert_eq!(
            town.post(&nobody, &right, &[("name", "見本 花子")]).await.status,
            429,
            "names are not to be guessed"
        );
    })
    .await;
}

async fn verdict_of(answer: Answer) -> Value {
    assert_eq!(
        (answer.status, answer.headers["cache-control"].to_str().unwrap()),
        (200, "no-store"),
        "{}",
        answer.text()
    );
    assert!(!answer.says("花子") && !answer.says("記載の誤り"), "no name and no reason");
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test]
async fn a_program_learns_by_code_or_file_what_the_page_would_say() {
    both(&rooms(), |town| async move {
        let paper = issued(&town, somebody(&town), "見本 花子").await;
        let by_code = async |body: Value| verdict_of(town.ask_json("/api/v1/papers/verify", &body).await).await;
        let whole = by_code(json!({ "code": paper.code.as_str() })).await;
        let short = by_code(json!({ "number": paper.number.compact(), "code": paper.code.short() })).await;
        assert_eq!(whole, short);
        assert_eq!((&whole["result"], &whole["title"]), (&json!("genuine"), &json!("住民票の写し")));
        assert_eq!(whole["issued_on"], "2026-06-01");
        let unknown = by_code(json!({ "number": paper.number.compact(), "code": "K7QX-2MPD" })).await;
        assert_eq!((&unknown["result"], &unknown["title"]), (&json!("unknown"), &Value::Null));
        assert_eq!(
            by_code(json!({ "code": paper.code.short() })).await["result"],
            "unknown",
            "short codes need the number"
        );

        let file = async |bytes: Vec<u8>| {
            let request = axum::http::Request::builder()
                .method("POST")
                .uri("/api/v1/papers/verify-file")
                .header("content-type", "application/pdf")
                .body(axum::body::Body::from(bytes));
            verdict_of(town.send(request.unwrap()).await).await
        };
        let pdf = town.house.blobs.get(&paper.file).await.unwrap().to_vec();
        assert_eq!(file(pdf.clone()).await, whole);
        let mut changed = pdf.clone();
        let at = changed.windows(4).position(|w| w == b"DATA").unwrap();
        changed[at] ^= 1;
        let told = file(changed).await;
        assert_eq!((&told["result"], &told["reason"]), (&json!("unknown"), &json!("changed")));
        assert_eq!(file(b"PK zip".to_vec()).await["reason"], "not_pdf");

        let officer = town.officer(&["papers.issue", "papers.revoke"], &[]).await;
        let revoke = format!("/desk/papers/{}/revoke", paper.id);
        town.post(&officer, &revoke, &[("reason", "記載の誤り")]).await.leads_on();
        assert_eq!(file(pdf).await["result"], "revoked");
        let revoked = by_code(json!({ "code": paper.code.as_str() })).await;
        assert_eq!((&revoked["result"], &revoked["revoked_on"]), (&json!("revoked"), &json!("2026-06-01")));
    })
    .await;
}

#[tokio::test]
async fn pages_and_programs_share_one_count_of_wrong_tries() {
    let town = TestTown::sqlite(&rooms()).await;
    for n in 0..30 {
        let wrong = json!({ "number": "234-567-89C", "code": format!("K7QX2M{n:02}") });
        assert_eq!(town.ask_json("/api/v1/papers/verify", &wrong).await.status, 200);
    }
    let wrong = json!({ "code": "K7QX2MPD" });
    assert_eq!(town.ask_json("/api/v1/papers/verify", &wrong).await.status, 429);
    assert_eq!(town.get(&Who::nobody(), "/v/x").await.status, 429);
}

async fn send_file(town: &TestTown, bytes: &[u8]) -> Answer {
    town.post_files(&Who::nobody(), "/verify", &[], &[("file", "a.pdf", bytes)]).await
}

#[tokio::test]
async fn the_file_itself_is_checked_to_the_last_byte() {
    both(&rooms(), |town| async move {
        let paper = issued(&town, somebody(&town), "見本 花子").await;
        let pdf = town.house.blobs.get(&paper.file).await.unwrap().to_vec();
        assert_eq!(send_file(&town, &pdf).await.select("h1"), ["この書類は本物です"]);
        let mut changed = pdf.clone();
        let at = changed.windows(4).position(|w| w == b"DATA").unwrap();
        changed[at] ^= 1;
        assert!(send_file(&town, &changed).await.says("書きかえられています"));
        let mut longer = pdf;
        longer.push(b'\n');
        assert!(send_file(&town, &longer).await.says("書きかえられています"));
        assert!(send_file(&town, b"%PDF-1.7\n%%EOF").await.says("町の電子署名がありません"));
        assert!(send_file(&town, b"PK zip").await.says("PDFのファイルではありません"));
    })
    .await;
}

#[tokio::test]
async fn a_paper_taken_back_is_told_to_everybody_who_checks() {
    both(&rooms(), |town| async move {
        let hanako = somebody(&town);
        let paper = issued(&town, hanako, "見本 花子").await;
        let officer = town.officer(&["papers.issue", "papers.revoke"], &[]).await;
        let desk = format!("/desk/papers/{}", paper.id);
        let revoke = format!("{desk}/revoke");
        assert_eq!(town.post(&officer, &revoke, &[("reason", " ")]).await.status, 422);
        town.post(&officer, &revoke, &[("reason", "記載の誤り")]).await.leads_on();
        assert_eq!(town.post(&officer, &revoke, &[("reason", "もう一度")]).await.status, 409);
        assert!(town.get(&officer, &desk).await.says("記載の誤り"));
        let page = town.get(&Who::nobody(), &format!("/v/{}", paper.code.as_str())).await;
        assert_eq!(page.select("h1"), ["この書類は使えません"]);
        assert!(!page.says("記載の誤り"), "the reason is for the office");
        let pdf = town.house.blobs.get(&paper.file).await.unwrap();
        assert_eq!(send_file(&town, &pdf).await.select("h1"), ["この書類は使えません"]);
        assert!(town.get(&as_resident(&town, hanako), "/my/papers").await.says("取り消し済み"));
        assert!(town.verdict().await.holds());
    })
    .await;
}

#[tokio::test]
async fn a_paper_is_opened_by_its_holder_alone_and_each_time_is_counted() {
    both(&rooms(), |town| async move {
        let hanako = somebody(&town);
        let paper = issued(&town, hanako, "見本 花子").await;
        let file = format!("/my/papers/{}.pdf", paper.id);
        let (holder, other) = (as_resident(&town, hanako), as_resident(&town, somebody(&town)));
        assert_eq!(
            town.get(&holder, "/my/papers").await.attributes(".resource-title a", "href"),
            std::slice::from_ref(&file)
        );
        let answer = town.get(&holder, &file).await;
        assert_eq!(answer.headers["content-type"], "application/pdf");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(town.get(&other, &file).await.status, 404);
        assert_eq!(town.get(&Who::nobody(), &file).await.status, 303);
        let officer = town.officer(&["papers.issue", "papers.revoke"], &[]).await;
        let print = format!("/desk/papers/{}/print", paper.id);
        assert_eq!(town.post(&officer, &print, &[]).await.body, answer.body);
        assert!(town.get(&officer, &format!("/desk/papers/{}", paper.id)).await.says("原本 1 / 1"));
        let found = town.post(&officer, "/desk/papers", &[("number", &paper.number.compact())]).await.leads_on();
        assert_eq!(found, format!("/desk/papers/{}", paper.id));
        let acts: Vec<String> =
            store::journal::about(&town.house.db, hanako, None, 9).await.unwrap().into_iter().map(|e| e.act).collect();
        assert_eq!(acts, ["papers.print", "papers.download", "papers.issue"]);
    })
    .await;
}

#[tokio::test]
async fn the_trust_anchor_is_there_for_everybody() {
    let town = TestTown::sqlite(&rooms()).await;
    let paper = issued(&town, somebody(&town), "見本 花子").await;
    let pem = town.get(&Who::nobody(), "/papers/town.pem").await.text();
    let trust = crate::sign::read_trust(&pem).unwrap();
    let pdf = town.house.blobs.get(&paper.file).await.unwrap();
    assert!(verify_pdf(&pdf, Trust::in_papers(&trust)).genuine());
    assert!(town.get(&Who::nobody(), "/verify").await.says("town.pem"));
}

#[tokio::test]
async fn the_plan_counts_papers_by_kind() {
    both(&rooms(), |town| async move {
        issued(&town, somebody(&town), "見本 花子").await;
        let day = town.house.now().date();
        let figure =
            (room().indicators[0].count)(town.house.db.clone(), web::Period { first: day, last: day }).await.unwrap();
        assert_eq!(figure.parts, [("resident_record".to_owned(), 1)]);
    })
    .await;
}

mod later;

#[test]
fn every_text_has_its_three_languages() {
    let texts = Texts::new(&[room().texts], &[]).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(web::texts::missing(&texts), Vec::<String>::new());
}

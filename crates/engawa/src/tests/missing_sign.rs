//! A name with a written form that no font has, from the application to the paper: nothing is drawn in
//! another shape, nobody pays for what cannot be made, the officer of the case reads what to do and tries
//! again from there once the font is installed.

use super::all_rooms;
use billing::Cash;
use cases::Case;
use cases::rules::State;
use kernel::Yen;
use kernel::id::CaseId;
use press::FontFolders;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use store::{Act, Channel, Reads, jobs};
use testkit::{TestTown, Who, town_folder};

/// 葛 in a form that only the font of rare names has.
const NAME: &str = "葛\u{E0102}西 架空";
const RARE: &str = "ipamjm.ttf";

/// A machine on which the font of rare names is not installed.
struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        for file in ["BIZUDMincho-Regular.ttf", "BIZUDGothic-Regular.ttf", "BIZUDGothic-Bold.ttf"] {
            machine.install(file);
        }
        machine
    }

    fn install(&self, file: &str) {
        let found = find(Path::new("/usr/share/fonts"), file).unwrap_or_else(|| panic!("the font {file} is missing"));
        std::fs::copy(found, self.0.path().join(file)).unwrap();
    }

    fn remove(&self, file: &str) {
        std::fs::remove_file(self.0.path().join(file)).unwrap();
    }

    fn press(&self) -> Arc<dyn web::press::Press> {
        let papers = town_folder("ono").root().join("papers");
        Arc::new(press::open(&papers, &FontFolders::only(self.0.path())).unwrap())
    }
}

fn find(folder: &Path, file: &str) -> Option<std::path::PathBuf> {
    std::fs::read_dir(folder).ok()?.filter_map(|e| Some(e.ok()?.path())).find_map(|path| match path.is_dir() {
        true => find(&path, file),
        false => (path.file_name()?.to_str()? == file).then_some(path),
    })
}

/// The matter of somebody with that name, asked for by themselves, as sure as can be.
async fn asked(town: &TestTown) -> (Who, CaseId) {
    let somebody = town.resident(NAME).await;
    let choice = |key: &str, value: &str| (key.to_owned(), cases::forms::Answer::Choice(value.to_owned()));
    let direct = cases::Direct {
        procedure: "resident_record".to_owned(),
        person: somebody.person(),
        channel: Channel::Kiosk,
        assurance: web::Assurance::Strong,
        identity_check: "窓口で運転免許証を確認".to_owned(),
        answers: vec![
            choice("who", "oneself"),
            choice("purpose", "work"),
            choice("receive", "counter"),
            choice("exempt", "none"),
            ("copies".to_owned(), cases::forms::Answer::Number(1)),
            ("declared".to_owned(), cases::forms::Answer::Consent),
        ],
    };
    let act = Act::system("test", town.house.now());
    let case = cases::hand_in(&town.house, &act, direct).await.unwrap();
    town.run_jobs().await;
    (somebody, case.id)
}

async fn now(town: &TestTown, id: CaseId) -> Case {
    cases::find(&town.house.db, id).await.unwrap().unwrap()
}

async fn pay(town: &TestTown, case: &Case) {
    let (bill, fee) = (case.bill.unwrap(), case.fee.unwrap());
    let cash = Cash {
        amount: fee,
        tendered: Yen(1000),
        rest: fee,
        instalment: None,
        in_part: false,
        drawer: "cashier".to_owned(),
        cashier: "見本".to_owned(),
    };
    let act = Act::system("test", town.house.now());
    let paid = town.house.db.write(&act, move |tx| async move { billing::pay_at_counter(&tx, bill, cash).await });
    paid.await.unwrap();
    town.run_jobs().await;
}

/// The officer of the case presses the button on its page.
async fn try_again(town: &TestTown, officer: &Who, id: CaseId) {
    let page = town.get(officer, &format!("/desk/cases/{id}")).await;
    let form = "main form[action$='/paper-again']";
    let action = page.attributes(form, "action").pop().expect("the button is on the page of the case");
    let version = page.attributes(&format!("{form} input[name=version]"), "value").pop().unwrap();
    let fields = [("version", version.as_str())];
    assert_eq!(town.post(officer, &action, &fields).await.leads_on(), format!("/desk/cases/{id}"));
    assert_eq!(town.post(officer, &action, &fields).await.status, 303, "pressed twice is pressed once");
    assert!(town.get(officer, &format!("/desk/cases/{id}")).await.says("いま、ためしています"));
    town.run_jobs().await;
}

fn text(pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let output = Command::new("pdftotext").arg(file.path()).arg("-").output().expect("the tool pdftotext is missing");
    String::from_utf8(output.stdout).unwrap()
}

async fn drawn_as_written(town: &TestTown, case: &Case) {
    let paper = papers::find(&town.house.db, case.paper.unwrap()).await.unwrap().unwrap();
    let pdf = town.house.blobs.get(&paper.file).await.unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &pdf).unwrap();
    assert!(text(&pdf).contains(NAME));
    let fonts = Command::new("pdffonts").arg(file.path()).output().expect("the tool pdffonts is missing");
    assert!(String::from_utf8(fonts.stdout).unwrap().contains("IPAmjMincho"), "drawn by the font that has the form");
}

fn officer(town: &TestTown) -> Who {
    town.officer_of("residents", &["cases.desk", "papers.issue"], &["member"])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_no_font_has_is_found_before_anybody_pays_and_mended_from_the_case() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let machine = Machine::new();
    town.press.set_by(machine.press());
    let (somebody, id) = asked(&town).await;
    let case = now(&town, id).await;
    assert_eq!((case.state, case.bill), (State::Submitted, None), "nothing is to be paid");

    let officer = officer(&town);
    let path = format!("/desk/cases/{id}");
    let page = town.get(&officer, &path).await;
    assert!(
        page.says("まだ交付できません") && page.says("U+845B U+E0102") && page.says("入れるよう頼んでください"),
        "{}",
        page.text()
    );
    let version = case.version.to_string();
    let grant = [("version", version.as_str()), ("granted", "yes"), ("words", "交付します。"), ("fee", "200")];
    assert_eq!(town.post(&officer, &format!("{path}/propose"), &grant).await.status, 422, "it cannot be granted");
    let listed = town.get(&officer, "/desk/papers").await;
    assert!(listed.says("まだ交付できない書類") && !listed.says("葛\u{E0102}西"));
    let elsewhere = town.officer_of("tax", &["cases.desk", "papers.issue"], &["member"]);
    assert_eq!(town.get(&elsewhere, &path).await.status, 404);
    assert_eq!(town.post(&elsewhere, &format!("{path}/paper-again"), &[("version", "1")]).await.status, 404);
    let mine = town.get(&somebody, &format!("/my/cases/{id}")).await;
    assert!(mine.says("まだ印刷できない字があります") && mine.says("あなたがすることはありません"), "{}", mine.text());
    assert!(!mine.says("U+845B"), "the applicant is not asked to know what that is");

    try_again(&town, &officer, id).await;
    let page = town.get(&officer, &path).await;
    assert!(page.says("2回ためしました"), "still missing, and said: {}", page.text());

    machine.install(RARE);
    try_again(&town, &officer, id).await;
    let case = now(&town, id).await;
    assert_eq!((case.state, case.hindrance.clone()), (State::AwaitingPayment, None), "and it goes its way");
    assert!(!town.get(&officer, "/desk/papers").await.says("まだ交付できない書類"));
    pay(&town, &case).await;
    drawn_as_written(&town, &now(&town, id).await).await;
    assert!(!town.get(&somebody, &format!("/my/cases/{id}")).await.says("まだ印刷できない"));
    assert_eq!(jobs::queue(&town.house.db).await.unwrap().dead, 0);
    assert!(town.verdict().await.holds());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_font_that_is_gone_when_the_fee_is_paid_stops_the_issue_and_nothing_else_is_drawn() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let machine = Machine::new();
    machine.install(RARE);
    town.press.set_by(machine.press());
    let (somebody, id) = asked(&town).await;
    let case = now(&town, id).await;
    assert_eq!(case.state, State::AwaitingPayment, "{:?}", case.hindrance);
    machine.remove(RARE);
    pay(&town, &case).await;

    let case = now(&town, id).await;
    assert_eq!((case.state, case.paper), (State::Issuing, None));
    let registered: i64 =
        town.house.db.one("SELECT CAST(COUNT(*) AS bigint) FROM papers_paper", vec![]).await.unwrap().unwrap();
    assert_eq!(registered, 0, "nothing is issued, in no other shape");
    let officer = officer(&town);
    let page = town.get(&officer, &format!("/desk/cases/{id}")).await;
    assert!(page.says("U+845B U+E0102") && page.says("もう一度ためす"), "{}", page.text());
    assert!(town.get(&somebody, &format!("/my/cases/{id}")).await.says("まだ印刷できない字があります"));

    machine.install(RARE);
    try_again(&town, &officer, id).await;
    let case = now(&town, id).await;
    assert_eq!(case.state, State::Closed);
    drawn_as_written(&town, &case).await;
    assert_eq!(jobs::queue(&town.house.db).await.unwrap().dead, 0, "nothing is left for whoever keeps the program");
    assert!(town.verdict().await.holds());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_nobody_wants_any_more_waits_no_longer() {
    let town = TestTown::sqlite(&all_rooms()).await;
    let machine = Machine::new();
    town.press.set_by(machine.press());
    let (somebody, id) = asked(&town).await;
    let version = now(&town, id).await.version.to_string();
    let path = format!("/my/cases/{id}/withdraw");
    town.post(&somebody, &path, &[("version", &version)]).await.leads_on();
    assert!(!town.get(&officer(&town), "/desk/papers").await.says("まだ交付できない書類"));
}

//! One request, one subject: hundreds of real cases at once, from the application to the signed file, set
//! by the real press. Then every sheet is read back as a reader would, and no paper shows anybody but its
//! own people.

use super::all_rooms;
use billing::Cash;
use cases::forms::Answer;
use cases::rules::State;
use cases::{Case, Direct};
use kernel::id::{CaseId, PersonId};
use kernel::{Address, Date, PersonName, Yen};
use people::{Facts, PersonKind};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use store::{Act, Channel, Reads, StoreError};
use testkit::{TestTown, town_folder};

const MANY: usize = 300;
/// As many workers, each with sixteen jobs in hand, as it takes to have all in hand at once.
const WORKERS: usize = 20;
/// Written forms that fonts of different makers draw.
const FAMILIES: [&str; 5] = ["見本", "葛\u{E0100}城", "葛\u{E0102}西", "渡邉\u{E010F}", "髙﨑"];

/// What is asked for: for the whole household, for oneself, of a year's income.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Household,
    Oneself,
    Income,
}

impl Asked {
    fn of(n: usize) -> Self {
        [Self::Household, Self::Oneself, Self::Income][n % 3]
    }

    fn procedure(self) -> &'static str {
        if self == Self::Income { "income_tax_certificate" } else { "resident_record" }
    }

    fn answers(self) -> Vec<(String, Answer)> {
        let choice = |key: &str, value: &str| (key.to_owned(), Answer::Choice(value.to_owned()));
        let mut answers = match self {
            Self::Household => vec![choice("who", "household"), choice("coverage", "all")],
            Self::Oneself => vec![choice("who", "oneself")],
            Self::Income => vec![choice("year", "y2026")],
        };
        answers.extend([choice("purpose", "work"), choice("receive", "counter"), choice("exempt", "none")]);
        answers.extend([("copies".to_owned(), Answer::Number(1)), ("declared".to_owned(), Answer::Consent)]);
        answers
    }
}

/// Three signs that stand for a household and are no part of another's.
fn signs(n: usize) -> String {
    format!("{n:03}").chars().map(|c| "〇一二三四五六七八九".chars().nth(c as usize - '0' as usize).unwrap()).collect()
}

/// The given names of the applicant and of who lives with them.
fn names(n: usize) -> [String; 2] {
    [format!("仮{}郎", signs(n)), format!("仮{}子", signs(n))]
}

fn address(n: usize) -> String {
    format!("福島県田村郡小野町大字仮想字{}番地", signs(n))
}

fn facts(n: usize, which: usize) -> Facts {
    let name = PersonName::new(FAMILIES[n % FAMILIES.len()], &names(n)[which]).unwrap();
    let mut facts = Facts::named(name);
    facts.register_number = Some(format!("{which}{n:06}"));
    facts.kana = Some("ミホン　カソウ".to_owned());
    facts.birth = Some(Date::constant(1960, 4, 1));
    facts.resident_since = facts.birth;
    facts.relation = Some(["世帯主", "妻"][which].to_owned());
    facts.is_head = which == 0;
    facts.address = Address::free(&address(n));
    facts
}

/// Three hundred households of two.
async fn everybody(town: &TestTown) -> Vec<PersonId> {
    town.change(|tx| async move {
        let mut applicants = Vec::new();
        for n in 0..MANY {
            let known = people::PeopleError::into_store;
            let house = people::add_household(&tx, None).await.map_err(known)?;
            for which in [0, 1] {
                let facts = Facts { household: Some(house), ..facts(n, which) };
                let id = people::add(&tx, PersonKind::Resident, facts).await.map_err(known)?;
                if which == 0 {
                    people::set_head(&tx, house, id).await?;
                    applicants.push(id);
                }
            }
        }
        Ok(applicants)
    })
    .await
}

/// Hands all matters in at once, as the screen in the lobby does.
async fn hand_in(town: &Arc<TestTown>, people: &[PersonId]) -> Vec<CaseId> {
    let work = people.iter().enumerate().map(|(n, person)| {
        let (house, asked) = (town.house.clone(), Asked::of(n));
        let direct = Direct {
            procedure: asked.procedure().to_owned(),
            person: *person,
            channel: Channel::Kiosk,
            assurance: web::Assurance::Strong,
            identity_check: "窓口で運転免許証を確認".to_owned(),
            answers: asked.answers(),
        };
        tokio::spawn(async move {
            let act = Act::system("test", house.now());
            cases::hand_in(&house, &act, direct).await.unwrap_or_else(|e| panic!("{n}: {e:?}")).id
        })
    });
    futures::future::join_all(work.collect::<Vec<_>>()).await.into_iter().map(Result::unwrap).collect()
}

async fn work_together(town: &Arc<TestTown>) {
    let work = (0..WORKERS).map(|_| {
        let town = town.clone();
        tokio::spawn(async move { town.run_jobs().await })
    });
    for worker in futures::future::join_all(work.collect::<Vec<_>>()).await {
        worker.unwrap();
    }
}

async fn pay(town: &TestTown, case: &Case) {
    let (bill, fee) = (case.bill.expect("a bill"), case.fee.expect("a fee"));
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
    let paid = town.house.db.write(&act, move |tx| async move {
        billing::pay_at_counter(&tx, bill, cash).await.map_err(|e| StoreError::Other(e.to_string()))?;
        Ok::<_, StoreError>(())
    });
    paid.await.unwrap();
}

/// What a reader takes from a sheet, without the breaks of its lines.
fn read(pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let output = Command::new("pdftotext").arg(file.path()).arg("-").output().expect("the tool pdftotext is missing");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect()
}

/// Who stands on a sheet: the households by number, and which of the two.
fn shown(text: &str) -> Vec<(usize, usize)> {
    let all = (0..MANY).flat_map(|n| [(n, 0), (n, 1)]);
    all.filter(|(n, which)| text.contains(&names(*n)[*which])).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_300_certificates_made_at_once_by_the_real_press_none_shows_another_person() {
    let town = Arc::new(TestTown::sqlite(&all_rooms()).await);
    let papers = PathBuf::from(town_folder("ono").root()).join("papers");
    town.press.set_by(Arc::new(press::open(&papers, &press::FontFolders::debian()).unwrap()));
    let people = everybody(&town).await;
    residents::certificates::demo::fill(&town.house).await.unwrap();

    let matters = hand_in(&town, &people).await;
    work_together(&town).await;
    for id in &matters {
        let case = cases::find(&town.house.db, *id).await.unwrap().unwrap();
        assert_eq!(case.state, State::AwaitingPayment, "{:?}", case.hindrance);
        pay(&town, &case).await;
    }
    work_together(&town).await;

    let mut sheets = Vec::new();
    for (n, id) in matters.iter().enumerate() {
        let case = cases::find(&town.house.db, *id).await.unwrap().unwrap();
        let paper = papers::find(&town.house.db, case.paper.expect("a paper")).await.unwrap().unwrap();
        assert_eq!((case.state, paper.person), (State::Closed, Some(people[n])));
        sheets.push((n, paper.number.to_string(), town.house.blobs.get(&paper.file).await.unwrap()));
    }
    let reading = sheets.into_iter().map(|(n, number, pdf)| {
        tokio::task::spawn_blocking(move || {
            let text = read(&pdf);
            let own = if Asked::of(n) == Asked::Household { vec![(n, 0), (n, 1)] } else { vec![(n, 0)] };
            assert_eq!(shown(&text), own, "the sheet of {n} shows its own people and nobody else: {text}");
            let places: Vec<usize> = (0..MANY).filter(|other| text.contains(&address(*other))).collect();
            assert_eq!(places, [n], "and their address");
            let family = FAMILIES[n % FAMILIES.len()];
            assert!(text.contains(family), "in its written form: {text}");
            assert!(text.contains(&number), "with its own number");
        })
    });
    for read in futures::future::join_all(reading.collect::<Vec<_>>()).await {
        read.unwrap();
    }
    let kinds: i64 = town
        .house
        .db
        .one("SELECT CAST(COUNT(DISTINCT kind) AS bigint) FROM papers_paper", vec![])
        .await
        .unwrap()
        .unwrap();
    assert_eq!((town.press.printed(), kinds), (MANY, 2), "each was set once");
}

//! Two at once: a double click, two tabs, two officers, two cashiers, two workers. Exactly one wins;
//! who comes second is told what happened, and nothing is there twice. Fifty matters through the real
//! doors on each database.

use super::all_rooms;
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::id::{AccountId, PaperId};
use kernel::{Address, PersonName, TypedId};
use people::{Facts, PersonKind};
use std::sync::Arc;
use store::{Act, Job, JobError, NewJob, Reads, StoreError, jobs};
use testkit::{Answer, TestTown, Who, both};
use web::{House, JobKind, Room};

const ROUNDS: usize = 50;

type Fields = Vec<(String, String)>;

/// All rooms; the paper itself is not set in type here, only ordered and handed over.
fn rooms() -> Vec<Room> {
    let real = all_rooms().into_iter().filter(|r| r.key != "certificates");
    let stand_in = Room { key: "certificates", jobs: STAND_INS, ..Room::EMPTY };
    real.chain([stand_in]).collect()
}

/// Nothing stands in the way of any of these matters.
const STAND_INS: &[JobKind] = &[
    JobKind { kind: cases::EXAMINE, run: |_, _| async { Ok(()) }.boxed() },
    JobKind { kind: cases::ISSUE_CERTIFICATE, run: issue },
];

fn issue(house: House, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        let cases::Issue { case } = job.payload()?;
        let (act, paper) = (Act::system("certificates", house.now()), PaperId::from_uuid(case.0));
        let issued = house.db.write(&act, move |tx| async move {
            let issued = cases::Issued { case, paper };
            tx.enqueue(NewJob::new(cases::ON_ISSUED, &issued).key(format!("issued:{case}")));
            Ok::<_, StoreError>(())
        });
        Ok(issued.await?)
    }
    .boxed()
}

/// What stands in the form that leads to `action`.
fn standing(page: &Answer, action: &str) -> Fields {
    let form = format!("form[action='{action}']");
    let mut fields = Vec::new();
    for kind in ["hidden", "text", "tel", "email"] {
        let css = format!("{form} input[type={kind}][name][value]");
        fields.extend(page.attributes(&css, "name").into_iter().zip(page.attributes(&css, "value")));
    }
    let (eras, chosen) = (format!("{form} select"), format!("{form} select option[selected]"));
    fields.extend(page.attributes(&eras, "name").into_iter().zip(page.attributes(&chosen, "value")));
    fields.retain(|(name, _)| name != "_token");
    fields
}

fn with(mut fields: Fields, typed: &[(&str, &str)]) -> Fields {
    fields.retain(|(name, _)| !typed.iter().any(|(n, _)| n == name));
    fields.extend(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    fields
}

/// The people of one town.
struct Scene {
    town: Arc<TestTown>,
    hanako: Who,
    officers: [Who; 2],
    chiefs: [Who; 2],
    heads: [Who; 2],
    cashiers: [Who; 2],
}

impl Scene {
    async fn new(town: Arc<TestTown>) -> Self {
        let mut facts = Facts::named(PersonName::new("縁側", "花子").unwrap());
        facts.kana = Some("エンガワ　ハナコ".to_owned());
        facts.birth = "1950-04-01".parse().ok();
        facts.address = Address::free("福島県田村郡小野町大字小野新町字見本000番地");
        facts.phone = "0247-72-0000".parse().ok();
        facts.email = "hanako@ono.example".parse().ok();
        let act = Act::system("test", town.house.now());
        let add =
            town.house.db.write(&act, move |tx| async move { people::add(&tx, PersonKind::Resident, facts).await });
        let person = add.await.unwrap();
        let of = |desk: &str, permissions: &[&str], position: &str| {
            [(); 2].map(|()| town.officer_of(desk, permissions, &[position]))
        };
        Self {
            hanako: town.signed_in_as("縁側 花子", AccountId::from_uuid(town.id()), Some(person), None),
            officers: of("residents", &["cases.desk", "cases.assist"], "member"),
            chiefs: of("residents", &["cases.desk", "approvals.decide"], "chief"),
            heads: of("residents", &["cases.desk", "approvals.decide"], "head"),
            cashiers: of("cashier", &["billing.counter"], "member"),
            town,
        }
    }

    /// Two people open the same page and press the same button at the same moment.
    async fn two(&self, who: &[Who; 2], page: &str, action: &str, typed: &[(&str, &str)]) -> [Answer; 2] {
        let mut sent = Vec::new();
        for one in who {
            let shown = self.town.get(one, page).await;
            assert_eq!(shown.status, 200, "{page}: {}", shown.text());
            sent.push((one.clone(), with(standing(&shown, action), typed)));
        }
        let pressed = sent.into_iter().map(|(one, fields)| {
            let (town, action) = (self.town.clone(), action.to_owned());
            tokio::spawn(async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                town.post(&one, &action, &fields).await
            })
        });
        let pressed: Vec<_> = pressed.collect();
        let mut answers = Vec::new();
        for answer in pressed {
            answers.push(answer.await.unwrap());
        }
        answers.try_into().unwrap_or_else(|_| unreachable!("two were sent"))
    }

    /// One is led on; the other sees a page that says that somebody was first.
    async fn one_wins(&self, who: &[Who; 2], page: &str, action: &str, typed: &[(&str, &str)]) {
        let answers = self.two(who, page, action, typed).await;
        let mut statuses = answers.each_ref().map(|a| a.status);
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{action}: {}", answers[0].text());
        let late = answers.iter().find(|a| a.status == 409).unwrap();
        let bare: String = late.select("main").concat();
        assert!(bare.contains('先') && bare.contains("した"), "{action}: the other is not told: {bare}");
    }

    async fn filled(&self) -> String {
        let begun = self.town.post(&self.hanako, "/apply/resident_record/begin", &[]).await.leads_on();
        let draft = begun.rsplit_once('/').unwrap().0.to_owned();
        let pages: [(&str, &[(&str, &str)]); 8] = [
            ("applicant", &[]),
            ("who", &[("who", "oneself")]),
            ("items", &[("items", "relation")]),
            ("purpose", &[("purpose", "licence")]),
            ("copies", &[("copies", "1")]),
            ("receive", &[("receive", "counter")]),
            ("contact", &[("phone", "0247-72-0000"), ("email", "")]),
            ("declare", &[("declared", "yes")]),
        ];
        for (page, typed) in pages {
            let path = format!("{draft}/{page}");
            let shown = self.town.get(&self.hanako, &path).await;
            let fields = with(standing(&shown, &path), typed);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let answer = self.town.post(&self.hanako, &path, &fields).await;
            assert_eq!(answer.status, 303, "{path}: {:?}", answer.select(".error-summary"));
        }
        draft
    }

    /// Two workers take up what is to be done.
    async fn work(&self) {
        let workers = self.town.house.workers();
        let (db, clock) = (&self.town.house.db, self.town.clock.as_ref());
        let two = tokio::join!(jobs::run_due(db, &workers, clock), jobs::run_due(db, &workers, clock));
        assert!(two.0.is_ok() && two.1.is_ok());
        self.town.run_jobs().await;
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.town.house.db.one::<i64>(sql, vec![]).await.unwrap().unwrap()
    }

    async fn newest(&self, sql: &'static str) -> String {
        let row = self.town.house.db.row(sql, vec![]).await.unwrap().unwrap();
        row.get::<kernel::Uuid>("id").unwrap().to_string()
    }

    /// A matter, each step pressed twice at once.
    async fn matter(&self) {
        let draft = self.filled().await;
        let tabs = [self.hanako.clone(), self.hanako.clone()];
        let sent = self.two(&tabs, &format!("{draft}/check"), &format!("{draft}/submit"), &[]).await;
        let [first, second] = sent.each_ref().map(Answer::leads_on);
        assert_eq!(first, second, "both tabs lead to the one matter");
        self.work().await;
        let case = format!("/desk/cases/{}", self.newest("SELECT id FROM cases_case ORDER BY id DESC LIMIT 1").await);
        self.one_wins(&self.officers, &case, &format!("{case}/take"), &[]).await;
        let decision = [("granted", "yes"), ("words", "交付します。"), ("fee", "200")];
        self.one_wins(&self.officers, &case, &format!("{case}/propose"), &decision).await;
        self.work().await;
        let newest = "SELECT id FROM approvals_approval ORDER BY id DESC LIMIT 1";
        let approval = format!("/desk/approvals/{}", self.newest(newest).await);
        for superiors in [&self.chiefs, &self.heads] {
            self.one_wins(superiors, &approval, &format!("{approval}/approve"), &[]).await;
            self.work().await;
        }
        let newest = "SELECT id FROM billing_bill ORDER BY id DESC LIMIT 1";
        let bill = format!("/desk/billing/{}", self.newest(newest).await);
        self.one_wins(&self.cashiers, &bill, &format!("{bill}/pay"), &[("tendered", "1000")]).await;
        self.work().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_at_once_exactly_one_wins_and_the_other_is_told() {
    both(&rooms(), |town| async move {
        let scene = Scene::new(town).await;
        for _ in 0..ROUNDS {
            scene.matter().await;
            scene.town.clock.advance_seconds(60);
        }
        let rounds = i64::try_from(ROUNDS).unwrap();
        for (what, sql) in [
            ("cases", "SELECT CAST(COUNT(*) AS bigint) FROM cases_case"),
            ("answers", "SELECT CAST(COUNT(*) AS bigint) FROM cases_answers"),
            ("approvals", "SELECT CAST(COUNT(*) AS bigint) FROM approvals_approval"),
            ("bills", "SELECT CAST(COUNT(*) AS bigint) FROM billing_bill"),
            ("payments", "SELECT CAST(COUNT(*) AS bigint) FROM billing_payment"),
            ("matters at their end", "SELECT CAST(COUNT(*) AS bigint) FROM cases_case WHERE state = 'closed'"),
        ] {
            assert_eq!(scene.count(sql).await, rounds, "{what}");
        }
        assert_eq!(billing::ledger_sum(&scene.town.house.db).await.unwrap(), kernel::Yen::ZERO);
        let mails = scene.town.mail();
        let received = mails.iter().filter(|m| m.subject.contains("受け付けました")).count();
        assert_eq!(received, ROUNDS, "one mail for each matter");
        let verdict = scene.town.verdict().await;
        assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    })
    .await;
}

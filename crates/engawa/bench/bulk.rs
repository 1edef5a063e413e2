//! Very many cases with a journal that holds: what a town has after decades, or a prefecture's
//! towns together. Seeded, so that every run writes the same.

use crate::Res;
use crate::figures::{Figure, Report, Times};
use crate::load::{Browser, Connection};
use engawa::bench::Chance;
use kernel::id::PersonId;
use kernel::{Moment, Reference, Uuid};
use std::net::SocketAddr;
use std::time::Instant;
use store::journal::{HeadsFile, verify};
use store::keys::KeyFolder;
use store::{Act, Deed, Reads, StoreError, Tx, args};
use web::House;

/// Cases of one change.
const TOGETHER: usize = 250;
/// Of so many cases one is still open.
const OPEN_OF: usize = 50;
const DAY: i64 = 86_400;
/// Wards among which the people live.
const WARDS: usize = 17;
/// Looks at the queue.
const LOOKS: usize = 400;

fn id(chance: &mut Chance, at: Moment) -> Uuid {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&chance.any().to_be_bytes());
    kernel::id::uuid_v7(at, random)
}

struct Line {
    case: Uuid,
    answers: Uuid,
    reference: Reference,
    person: (PersonId, String),
    desk: &'static str,
    at: Moment,
    open: bool,
    ward: usize,
    age: &'static str,
    late: bool,
}

/// Writes the cases of `numbers`, the last of them of today, and says how many a second.
pub(crate) async fn fill(house: &House, numbers: std::ops::Range<usize>, report: &mut Report) -> Res<()> {
    let rows = house.db.rows("SELECT id, full_name FROM people_person ORDER BY id LIMIT 9000", Vec::new()).await?;
    let people: Vec<(PersonId, String)> =
        rows.iter().map(|r| Ok((r.get("id")?, r.get("full_name")?))).collect::<Result<_, StoreError>>()?;
    let (now, began, count) = (house.now(), Instant::now(), numbers.len());
    let mut chance = Chance::new(2026 + numbers.start as u64);
    for first in numbers.clone().step_by(TOGETHER) {
        let last = (first + TOGETHER).min(numbers.end);
        let lines: Vec<Line> = (first..last).map(|n| line(&mut chance, &people, now, n, numbers.end)).collect();
        let act = Act::system("bench", now);
        let written = house.db.write(&act, move |tx| async move {
            for line in lines {
                write(&tx, line).await?;
            }
            Ok::<_, StoreError>(())
        });
        written.await?;
    }
    let rate = count as f64 / began.elapsed().as_secs_f64();
    report.add(Figure::plain(format!("{count} cases written in bulk with their journal"), rate, "/s"));
    Ok(())
}

fn line(chance: &mut Chance, people: &[(PersonId, String)], now: Moment, number: usize, all: usize) -> Line {
    let back = (all - number) as i64 * 3650 * DAY / all as i64;
    let at = now.plus_seconds(-back);
    Line {
        case: id(chance, at),
        answers: id(chance, at),
        reference: Reference::from_random((number as u64).to_le_bytes()),
        person: chance.one(people).clone(),
        desk: *chance.one(&["residents", "tax", "child", "health"]),
        at,
        open: chance.below(OPEN_OF) == 0,
        ward: chance.below(WARDS),
        age: *chance.one(&["0", "18", "40", "65", "75"]),
        late: chance.below(12) == 0,
    }
}

async fn write(tx: &Tx, line: Line) -> Result<(), StoreError> {
    let due = line.at.plus_days(5).date();
    let closed = (!line.open).then(|| line.at.plus_days(3));
    let decided = (!line.open).then(|| line.at.plus_days(if line.late { 8 } else { 3 }).date());
    let snapshot = format!("{{\"full_name\":\"{}\",\"note\":\"{}\"}}", line.person.1, "架空の記録です。".repeat(20));
    tx.execute(
        "INSERT INTO cases_case (id, reference, procedure, procedure_version, state, desk, applicant, applicant_name, \
         channel, submitted_at, due_on, snapshot, round, outcome, closed_at, version, decided_on, ward, age_band) \
         VALUES ($1, $2, 'resident_record', 1, $3, $4, $5, $6, 'web', $7, $8, $9, 1, $10, $11, 1, $12, $13, $14)",
        args![
            line.case,
            line.reference,
            if line.open { "submitted" } else { "closed" },
            line.desk,
            line.person.0,
            store::seal::seal(&line.person.1),
            line.at,
            due,
            store::seal::seal(&snapshot),
            (!line.open).then_some("granted"),
            closed,
            decided,
            format!("ward-{}", line.ward),
            line.age
        ],
    )
    .await?;
    let answers = "{\"who\":\"oneself\",\"purpose\":\"licence\",\"copies\":1,\"receive\":\"pdf\",\"declared\":true}";
    tx.execute(
        "INSERT INTO cases_answers (id, case_id, round, document, at) VALUES ($1, $2, 1, $3, $4)",
        args![line.answers, line.case, store::seal::seal(answers), line.at],
    )
    .await?;
    let deed = Deed::new("cases.submit").about(line.person.0);
    tx.record(deed.raw_row("cases_case", line.case).raw_row("cases_answers", line.answers));
    Ok(())
}

async fn look(address: SocketAddr, officer: &Browser, cases: usize, report: &mut Report) -> Res<f64> {
    let (mut connection, mut times) = (Connection::open(address).await?, Times::default());
    let request = officer.get("/desk/cases");
    let began = Instant::now();
    for at in 0..LOOKS + 20 {
        let from = Instant::now();
        let reply = connection.send(&request).await?;
        if reply.status != 200 {
            return Err(format!("the queue answers {}", reply.status).into());
        }
        if at >= 20 {
            times.each.push(from.elapsed());
        }
    }
    times.whole = began.elapsed();
    let p95 = times.ms(0.95);
    let name = format!("`/desk/cases` of one officer among {cases} cases");
    report.add(Figure::took(name, &times).note(format!("p95 {p95:.2} ms")));
    Ok(p95)
}

/// The queue among ten thousand cases and among `cases`; then the whole journal is verified.
pub(crate) async fn measure(
    house: &House,
    address: SocketAddr,
    officer: &Browser,
    cases: usize,
    report: &mut Report,
) -> Res<()> {
    let few = cases.min(10_000);
    fill(house, 0..few, report).await?;
    let before = look(address, officer, few, report).await?;
    if cases > few {
        fill(house, few..cases, report).await?;
        let after = look(address, officer, cases, report).await?;
        report.add(Figure::plain("p95 of the queue among all, times that among the first", after / before, "times"));
    }
    let (began, key) = (Instant::now(), KeyFolder::in_folder(&house.data)?.journal()?);
    let verdict = verify(&house.db, &house.blobs, &HeadsFile::in_folder(&house.data), &key.verifying()).await?;
    if !verdict.holds() {
        return Err(format!("the journal does not hold: {:?}", verdict.findings.first()).into());
    }
    let note = format!("{} entries, {} rows: all as the journal says", verdict.entries, verdict.rows);
    report.add(Figure::plain("the whole journal verified", began.elapsed().as_secs_f64(), "s").note(note));
    Ok(())
}

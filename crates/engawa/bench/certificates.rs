//! One signed certificate from its data to its line in the register, beside Typst alone.

use crate::figures::{Figure, Report, Times};
use crate::{Res, TOWN};
use papers::{Contents, NewPaper};
use serde_json::{Value, json};
use std::time::Instant;
use store::Act;
use web::House;
use web::press::Sheet;

const COUNT: usize = 40;
const TITLE: &str = "住民票の写し";

/// The data of the sample, for somebody else each time, so that Typst's memory does not help more
/// than it would with real people.
fn data(sample: &Value, number: usize) -> Value {
    let mut data = sample.clone();
    let family = ["縁側", "見本", "架空", "葛\u{E0100}西", "渡邉", "髙橋"][number % 6];
    data["household"]["address"] = json!(format!("福島県田村郡小野町大字小野新町字架空{number}番地"));
    if let Some(persons) = data["persons"].as_array_mut() {
        for (person, given) in persons.iter_mut().zip(["花子", "太郎", "葵"]) {
            person["name"] = json!(format!("{family} {given}"));
        }
    }
    data
}

/// Certificates one after the other and two at once, each followed by Typst alone.
pub(crate) async fn measure(house: &House, report: &mut Report) -> Res<()> {
    let mut sample: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{TOWN}/papers/samples/resident_record.json"))?)?;
    if let Some(fields) = sample.as_object_mut() {
        fields.remove("sheet");
    }
    let cold = Instant::now();
    issue(house, &sample, 0).await?;
    let cold = cold.elapsed().as_secs_f64() * 1000.0;
    report.add(Figure::plain("first certificate after the start (opens the fonts)", cold, "ms"));
    for at_once in [1, 2] {
        let (mut typst, mut whole) = (Times::default(), Times::default());
        run(at_once, at_once * 1000, &mut typst, |n| set_alone(house, &sample, n)).await?;
        run(at_once, at_once * 2000, &mut whole, |n| issue(house, &sample, n)).await?;
        let name = format!("a signed certificate, {at_once} at once");
        report.add(Figure::took(&*name, &whole).beside("Typst alone", typst.ms(0.5)));
        report.add(Figure::rate(name, &whole).beside("Typst alone", typst.per_second()));
    }
    under_load(house, report).await
}

/// Kinds besides the residence record.
const OTHERS: [&str; 5] = [
    "seal_certificate",
    "income_tax_certificate",
    "tax_payment_certificate",
    "identity_certificate",
    "disaster_certificate",
];

/// A busy morning: five kinds in turn, sixteen people at once. Each waits for the press; nothing else may
/// become slower.
async fn under_load(house: &House, report: &mut Report) -> Res<()> {
    let mut samples = Vec::new();
    for kind in OTHERS {
        let text = std::fs::read_to_string(format!("{TOWN}/papers/samples/{kind}.json"))?;
        let mut sample: Value = serde_json::from_str(&text)?;
        if let Some(fields) = sample.as_object_mut() {
            fields.remove("sheet");
        }
        samples.push((kind, sample));
    }
    let mut times = Times::default();
    run(16, 9000, &mut times, |n| issue_one_of(house, &samples, n)).await?;
    report.add(Figure::took("a certificate of five kinds in turn, 16 at once", &times));
    report.add(Figure::rate("a certificate of five kinds in turn, 16 at once", &times));
    Ok(())
}

async fn issue_one_of(house: &House, samples: &[(&str, Value)], number: usize) -> Res<()> {
    let (kind, sample) = &samples[number % samples.len()];
    let mut data = sample.clone();
    let name = format!("架空 {number}郎");
    data["holder"]["name"] = json!(name);
    let row = ("cases_case", kernel::id::uuid_v7(house.now(), house.db.random()));
    let new = NewPaper::new(*kind, "証明書", row, Contents::of_matter(data)).naming(vec![name]);
    papers::issue(house, &Act::system("bench", house.now()), new).await?;
    Ok(())
}

async fn run<F, Fut>(at_once: usize, first: usize, times: &mut Times, work: F) -> Res<()>
where
    F: Fn(usize) -> Fut,
    Fut: Future<Output = Res<()>>,
{
    let began = Instant::now();
    let work = &work;
    let row = move |from: usize| async move {
        let mut each = Vec::new();
        for n in (from..COUNT).step_by(at_once) {
            let start = Instant::now();
            work(first + n).await?;
            each.push(start.elapsed());
        }
        Res::Ok(each)
    };
    for each in futures::future::try_join_all((0..at_once).map(row)).await? {
        times.each.extend(each);
    }
    times.whole = began.elapsed();
    Ok(())
}

async fn issue(house: &House, sample: &Value, number: usize) -> Res<()> {
    let data = data(sample, number);
    let people = data["persons"].as_array().into_iter().flatten();
    let holders = people.filter_map(|p| p["name"].as_str().map(str::to_owned)).collect();
    let row = ("cases_case", kernel::id::uuid_v7(house.now(), house.db.random()));
    let new = NewPaper::new("resident_record", TITLE, row, Contents::of_matter(data)).naming(holders);
    papers::issue(house, &Act::system("bench", house.now()), new).await?;
    Ok(())
}

async fn set_alone(house: &House, sample: &Value, number: usize) -> Res<()> {
    let sheet = Sheet::new("resident_record", format!("{TITLE} {number}"), data(sample, number));
    let sheet = sheet.with_qr("verify.svg", format!("http://localhost:8080/v/{number:016}"));
    house.typeset(sheet).await?;
    Ok(())
}

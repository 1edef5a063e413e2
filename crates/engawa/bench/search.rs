//! Finding a resident by reading.

use crate::Res;
use crate::figures::{Figure, Report, Times};
use crate::machine::Writer;
use std::time::Instant;
use store::Act;
use web::House;

/// What an officer types: family names, whole names, the beginning of a name.
const READINGS: [&str; 8] = ["エンガワ ハナコ", "ミホン", "サトウ", "すずき", "ワタナベ", "タカハシ", "よしだ", "ヤマ"];

/// Searches one after the other, each with its entry in the journal.
pub(crate) async fn measure(house: &House, writer: &Writer, report: &mut Report) -> Res<()> {
    let (mut times, mut found, began) = (Times::default(), 0, Instant::now());
    for reading in READINGS.iter().cycle().take(160) {
        let from = Instant::now();
        let act = Act::system("bench", house.now());
        found += people::search(&house.db, &act, reading, 50).await?.len();
        times.each.push(from.elapsed());
    }
    times.whole = began.elapsed();
    let figure = Figure::took("a resident found by reading among 9,150", &times);
    report.add(
        figure
            .beside("bare writer with journal", writer.journaled_alone)
            .note(format!("{} found on average, the search journaled", found / 160)),
    );
    Ok(())
}

//! `engawa demo`: fills empty records with the fictional town.

use crate::command_line::Place;
use crate::demo::{self, Filled};
use crate::failure::Failure;
use crate::house::{DataLock, Records, TownRead};
use crate::say;

pub(crate) async fn run(place: &Place) -> Result<(), Failure> {
    let _lock = DataLock::take(place)?;
    let read = TownRead::from(place)?;
    let records = Records::open(place).await?;
    let filled = demo::fill(place, read, &records).await;
    let signed = records.sign_head().await;
    records.db.close().await;
    let filled = filled?;
    signed?;
    let Filled { people, households, matters } = filled;
    say::line(&format!("架空の町を作りました: {people} 人、{households} 世帯、案件 {matters} 件"));
    say::line(&format!(
        "A fictional town of {people} people in {households} households with {matters} matters is ready."
    ));
    Ok(())
}

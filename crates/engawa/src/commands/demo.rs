//! `engawa demo`: fills empty records with the fictional town.

use crate::command_line::Place;
use crate::failure::Failure;
use crate::house::{DataLock, Records, TownRead};
use crate::{demo, say};

pub(crate) async fn run(place: &Place) -> Result<(), Failure> {
    let _lock = DataLock::take(place)?;
    let read = TownRead::from(place)?;
    let records = Records::open(place).await?;
    let filled = demo::fill(&read.town, &records).await;
    let signed = records.sign_head().await;
    records.db.close().await;
    let filled = filled?;
    signed?;
    say::line(&format!("架空の町を作りました: {} 人、{} 世帯", filled.people, filled.households));
    say::line(&format!("A fictional town of {} people in {} households is ready.", filled.people, filled.households));
    Ok(())
}

//! What `./bench` needs of the program and nobody else: the house as `serve` opens it, and its
//! doors without the workers. Compiled for the bench alone.

use crate::command_line::{Place, Serve};
use crate::house::{self, Records, TownRead};
use crate::serve;
use axum::Router;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::House;

pub use crate::demo::chance::Chance;

/// Opens the house of `place` as `serve` does.
///
/// # Errors
/// What `serve` would say.
pub async fn open(place: &Place, options: &Serve, listening: SocketAddr) -> Result<House, String> {
    let read = TownRead::from(place).map_err(|problems| format!("{problems:?}"))?;
    let records = Records::open(place).await.map_err(|failure| failure.to_string())?;
    house::build(place, options, read, &records, listening).await.map_err(|failure| failure.to_string())
}

/// The pages of a house with everything that `serve` puts around them.
pub fn pages(house: House) -> Router {
    serve::router(house)
}

/// Answers at `listener` until `stopped` turns true, by the same loop as `serve`.
pub async fn answer(listener: TcpListener, app: Router, stopped: watch::Receiver<bool>) {
    serve::accept(listener, app, stopped).await;
}

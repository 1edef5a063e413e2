//! Finding what one has to do: the search over the procedures, and the list of a turn of life.

use crate::figures::{Figure, Report};
use crate::load::{self, Browser, Until};
use crate::{AT_ONCE, Res};
use std::net::SocketAddr;
use std::time::Duration;

/// What people type: a word of the matter, its reading, what has happened, a whole sentence. Each question
/// carries a number of its own beside it, so that no copy of a page helps.
const ASKED: [(&str, &str); 4] = [
    ("a word", "国民健康保険"),
    ("a reading", "じどうてあて"),
    ("a turn of life", "子どもが生まれた"),
    ("a sentence", "来月引っ越しするので手続きを知りたい"),
];

/// A list with many answers, as its address carries them.
const LIST: &str = "/guide/moving_in?moved=2026-11-0&has=children,preschool,national,dog,vehicle,licence,water";

/// Measures the search and the list, with many visitors and with one.
pub(crate) async fn measure(house: SocketAddr, report: &mut Report, empty: (f64, f64)) -> Res<()> {
    let over = || Until::Over(Duration::from_secs(2));
    for (what, words) in ASKED {
        let coded: String = words.bytes().map(|b| format!("%{b:02X}")).collect();
        let search = move |n: usize| Browser::default().get(&format!("/search?q={coded}&n={n}")).into();
        let many = load::load(house, AT_ONCE, over(), 200, search).await?;
        let name = format!("a procedure found by {what}, 64 at once");
        report.add(Figure::rate(name, &many).beside("empty handler", empty.0));
    }
    let day = |n: usize| LIST.replace("-0&", &format!("-{:02}&", n % 28 + 1));
    let many = load::load(house, AT_ONCE, over(), 200, move |n| Browser::default().get(&day(n)).into()).await?;
    report.add(Figure::rate("the list of a move with its dates, 64 at once", &many).beside("empty handler", empty.0));
    let one = load::again(house, 1, 1, Browser::default().get(&day(1))).await?;
    report.add(Figure::took("the list of a move with its dates, one visitor", &one).beside("empty handler", empty.1));
    Ok(())
}

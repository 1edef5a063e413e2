//! Pages: those that need no record and those that ask the records something.

use crate::figures::{Figure, Report};
use crate::load::{self, Browser, Until};
use crate::{AT_ONCE, Res};
use std::net::SocketAddr;
use std::time::Duration;

/// Measures one page with many visitors and with one. `empty` is what an empty handler does.
async fn page(house: SocketAddr, report: &mut Report, name: &str, request: Vec<u8>, empty: (f64, f64)) -> Res<()> {
    let body = load::Connection::open(house).await?.send(&request).await?.body;
    let many = load::again(house, AT_ONCE, 3, request.clone()).await?;
    let one = load::again(house, 1, 1, request).await?;
    let size = format!("{:.1} kB", body.len() as f64 / 1000.0);
    report.add(Figure::rate(format!("{name}, 64 at once"), &many).beside("empty handler", empty.0).note(size));
    report.add(Figure::took(format!("{name}, one visitor"), &one).beside("empty handler", empty.1));
    Ok(())
}

/// Pages that need no query.
pub(crate) async fn public(house: SocketAddr, report: &mut Report, empty: (f64, f64)) -> Res<()> {
    let nobody = Browser::default();
    for path in ["/", "/procedures"] {
        page(house, report, &format!("`{path}`"), nobody.get(path), empty).await?;
    }
    let packed = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n";
    page(house, report, "`/` compressed as for a browser", packed.into(), empty).await?;
    // Another question each time, so that no copy helps.
    let words = ["子ども", "水道", "住民票", "税", "空き家", "健診", "ごみ", "犬"];
    let request = move |n: usize| nobody.get(&format!("/search?q={}{}", percent(words[n % 8]), n)).into();
    let many = load::load(house, AT_ONCE, Until::Over(Duration::from_secs(3)), 200, request).await?;
    report
        .add(Figure::rate("`/search`, another question each time, 64 at once", &many).beside("empty handler", empty.0));
    let fresh = move |n: usize| Browser::default().get(&format!("/news?fresh={n}")).into();
    let many = load::load(house, AT_ONCE, Until::Over(Duration::from_secs(3)), 200, fresh).await?;
    report.add(
        Figure::rate("`/news`, asked of the records each time, 64 at once", &many).beside("empty handler", empty.0),
    );
    Ok(())
}

fn percent(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// Pages with queries, for people who are signed in.
pub(crate) async fn with_queries(
    house: SocketAddr,
    report: &mut Report,
    officer: &Browser,
    resident: &Browser,
    empty: (f64, f64),
) -> Res<()> {
    page(house, report, "`/desk/cases` with all cases of this run", officer.get("/desk/cases"), empty).await?;
    page(house, report, "`/my/cases` of a resident with 20 cases", resident.get("/my/cases"), empty).await
}

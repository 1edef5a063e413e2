//! `engawa serve`: opens the house and keeps it open until a signal.

use crate::command_line::{LogForm, Place, Serve};
use crate::failure::Failure;
use crate::house::{self, DataLock, Records, TownRead};
use crate::watch::{Exporter, Spans};
use crate::{demo, ops, say, serve};
use std::io::IsTerminal;
use tokio::signal::unix::{SignalKind, signal};
use town::{Problem, TownFolder};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

pub(crate) async fn run(place: &Place, options: &Serve) -> Result<(), Failure> {
    let exporter = start_log(options)?;
    let began = std::time::Instant::now();
    let listener = serve::bind(&place.listen).await?;
    let _lock = DataLock::take(place)?;
    let town = place.clone();
    let read = tokio::task::spawn_blocking(move || TownRead::from(&town));
    let records = Records::open(place).await?;
    let read = read.await.map_err(|e| Failure::cannot("町のフォルダーを読めません", e.to_string()))??;
    let read = if options.demo { made_demo(place, read, &records).await? } else { read };
    let address = listener.local_addr().map_err(|e| Failure::cannot("待ち受けできません", e.to_string()))?;
    let house = house::build(place, options, read, &records, address).await?;
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%address, demo = house.demo, ms, "open");
    welcome(&house);
    let folder = house.town.folder.clone();
    tokio::task::spawn_blocking(move || warn_of_mistakes(&folder));
    let stop = signals()?;
    let alone = match &options.watching.metrics_listen {
        Some(address) => Some(serve::bind(address).await?),
        None => None,
    };
    let closed = serve::keep_open(house, listener, alone, options.watching.proxies(), stop).await;
    if let Some(exporter) = exporter {
        exporter.finish().await;
    }
    Ok(closed?)
}

/// What `engawa check` would say, into the log: a town that could be loaded is served all the same.
fn warn_of_mistakes(folder: &TownFolder) {
    for Problem { file, line, message } in super::check::problems(folder) {
        tracing::warn!(file, line, message, "the town folder has a mistake");
    }
}

/// Fills empty records; refuses real ones.
async fn made_demo(place: &Place, read: TownRead, records: &Records) -> Result<TownRead, Failure> {
    if ops::is_demo(&records.db).await? {
        return Ok(read);
    }
    say::line("見本の町を作っています（はじめての時だけ、少し待ちます） / making the demo town…");
    demo::fill(place, read, records).await?;
    TownRead::from(place)
}

/// Tells a person at the terminal where to go and, in the demo, how to sign in.
fn welcome(house: &web::House) {
    let (town, url) = (&house.town.municipality, &house.base_url);
    say::line(&format!("{}のえんがわを開きました: {url}", town.name));
    say::line(&format!("The town office of {} is open at {url}", town.en));
    if !house.demo {
        return;
    }
    say::line("見本のサインイン（すべて架空の人です / demo sign-ins, all fictional）:");
    for account in town::demo::accounts(&house.town.folder).unwrap_or_default() {
        say::line(&format!("  {}  {}  {}", account.email, account.password, account.about));
    }
    say::line("職員の6けたの確認番号は、次の画面に出ます / officers' six digits are shown on the next page");
}

fn start_log(options: &Serve) -> Result<Option<Exporter>, Failure> {
    let filter = EnvFilter::try_new(&options.log)
        .map_err(|e| Failure::cannot(format!("--log の「{}」を読めません", options.log), e.to_string()))?;
    let traces = Exporter::start(&options.watching.traces)
        .map_err(|e| Failure::cannot("OTEL_… の設定を読めません", format!("traces: {e}")))?;
    let (spans, exporter) = traces.unzip();
    let terminal = std::io::stderr().is_terminal();
    let form = options.log_form.unwrap_or(if terminal { LogForm::Text } else { LogForm::Json });
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let log = match form {
        LogForm::Text => log.with_ansi(terminal).boxed(),
        LogForm::Json => log.json().flatten_event(true).with_current_span(false).with_span_list(false).boxed(),
    };
    let spans = spans.map(|spans| spans.with_filter(filter_fn(Spans::wants)));
    tracing_subscriber::registry().with(log.with_filter(filter)).with(spans).init();
    Ok(exporter)
}

/// Resolves at SIGINT or SIGTERM.
fn signals() -> Result<impl Future<Output = ()>, Failure> {
    let no_signal = |e: std::io::Error| Failure::cannot("止める合図を受け取れません", e.to_string());
    let mut interrupt = signal(SignalKind::interrupt()).map_err(no_signal)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(no_signal)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

//! Keeping the house open: connections, workers, rounds and the signing of the journal's heads,
//! from the first accepted connection to a stop within ten seconds.

use crate::failure::Failure;
use crate::ops::Instruments;
use crate::watch;
use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::jobs::Lane;
use store::journal::{HeadsFile, keep_heads};
use store::keys::KeyFolder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch as signal};
use tokio::task::JoinSet;
use tower::ServiceBuilder;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tracing::Instrument;
use web::{House, Proxies};

/// How long a stop may take; what is not finished then is cut off.
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// A browser that has not sent its headers by then is let go, so that slow ones cannot fill the
/// house.
const HEADER_LIMIT: Duration = Duration::from_secs(10);
/// The longest head of a request, in bytes; no browser comes near it.
const HEAD_SIZE: usize = 128 * 1024;
/// Requests that one connection may have under way.
const STREAMS: u32 = 64;
/// The longest pause within the body of a form.
const BODY_PAUSE: Duration = Duration::from_secs(20);
/// More connections than this wait at the door.
const MOST_CONNECTIONS: usize = 4096;
/// Tasks that do jobs, in each lane.
const WORKERS: usize = 2;

/// Takes the address before anything else, so that a wrong one is named at once.
///
/// # Errors
/// When the address cannot be read or is taken.
pub(crate) async fn bind(listen: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen).await.map_err(|e| {
        Failure::cannot(
            format!("{listen} で待ち受けできません（ほかのプログラムが使っていないか確かめてください）"),
            format!("cannot listen on {listen}: {e}"),
        )
    })
}

/// Keeps the house open until `stop` resolves, then closes it in order: no new visitors, those
/// inside are served, jobs under way are finished, the last head is signed, the records are let go.
///
/// # Errors
/// When the journal's key cannot be read.
pub async fn keep_open(
    house: House,
    listener: TcpListener,
    alone: Option<TcpListener>,
    proxies: Proxies,
    stop: impl Future<Output = ()>,
) -> Result<(), store::StoreError> {
    let (stopping, stopped) = signal::channel(false);
    let mut people = JoinSet::new();
    spawn_workers(&house, &stopped, &mut people);
    spawn_rounds(&house, &stopped, &mut people);
    let (last, heads) = spawn_heads(&house)?;
    let clock = tokio::spawn(crate::ops::watch_clock(house.clone()));
    let app = router(house.clone()).layer(axum::Extension(proxies));
    if let Some(listener) = alone {
        people.spawn(accept(listener, crate::watch::alone(house.clone()), stopped.clone()));
    }
    let doors = tokio::spawn(accept(listener, app, stopped));
    stop.await;
    tracing::info!("stopping");
    clock.abort();
    house.close_doors();
    stopping.send_replace(true);
    let finish = async {
        let _ = doors.await;
        while people.join_next().await.is_some() {}
    };
    if tokio::time::timeout(STOP_LIMIT, finish).await.is_err() {
        tracing::warn!("some work was cut off by the stop; its jobs will be done again");
        people.abort_all();
    }
    // A round that was cut off may have handed its last change to the writer: that one is signed, too.
    let act = store::Act::system("serve", house.now());
    let _: Result<(), store::StoreError> = house.db.write(&act, |_| async { Ok(()) }).await;
    last.send_replace(true);
    let _ = heads.await;
    house.db.close().await;
    tracing::info!("stopped");
    Ok(())
}

fn spawn_workers(house: &House, stopped: &signal::Receiver<bool>, people: &mut JoinSet<()>) {
    for lane in [Lane::House, Lane::Partner] {
        for _ in 0..WORKERS {
            let (db, workers, clock) = (house.db.clone(), house.workers(), house.clock.clone());
            people.spawn(store::jobs::run_forever(db, workers, lane, clock, until(stopped.clone())));
        }
    }
}

fn spawn_rounds(house: &House, stopped: &signal::Receiver<bool>, people: &mut JoinSet<()>) {
    for round in house.all_rooms().flat_map(|r| r.rounds).copied() {
        let (house, stopped) = (house.clone(), stopped.clone());
        people.spawn(async move {
            let mut stop = std::pin::pin!(until(stopped));
            let mut ticks = tokio::time::interval(Duration::from_secs(round.every_seconds.max(1)));
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    () = &mut stop => return,
                    _ = ticks.tick() => {}
                }
                // Rounds are done again, so that a stop need not wait for one.
                tokio::select! {
                    () = &mut stop => return,
                    done = (round.run)(house.clone()) => if let Err(e) = done {
                        tracing::warn!(round = round.name, error = %e, "a round was not done");
                    }
                }
            }
        });
    }
}

type Heads = (signal::Sender<bool>, tokio::task::JoinHandle<()>);

fn spawn_heads(house: &House) -> Result<Heads, store::StoreError> {
    let key = Arc::new(KeyFolder::in_folder(&house.data)?.journal()?);
    let (last, stopped) = signal::channel(false);
    let file = HeadsFile::in_folder(&house.data);
    let heads = tokio::spawn(keep_heads(house.db.clone(), file, key, house.clock.clone(), until(stopped)));
    Ok((last, heads))
}

/// Resolves when `flag` turns true or nobody holds it any more.
async fn until(mut flag: signal::Receiver<bool>) {
    let _ = flag.wait_for(|stop| *stop).await;
}

pub(crate) fn router(house: House) -> Router {
    let inner = house.clone();
    let log = axum::middleware::from_fn(move |request, next| log(inner.clone(), request, next));
    web::app(house).layer(ServiceBuilder::new().layer(log).layer(RequestBodyTimeoutLayer::new(BODY_PAUSE)))
}

/// One line a request: which page, never whose. The address asked for is not written down, since
/// it may hold a name that somebody looked for.
async fn log(house: House, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let page = request.extensions().get::<MatchedPath>().cloned();
    let name = page.as_ref().map_or("(none)", MatchedPath::as_str);
    let instruments = Instruments::of(&house);
    instruments.notice_stranger(&request);
    let span = watch::request_span(&method, name);
    let response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    span.record("http.response.status_code", status);
    instruments.traffic.note(page.as_ref().map(MatchedPath::as_str), &method, status, took);
    let ms = took.as_millis() as u64;
    if name == "/healthz" || name == "/metrics" || name.starts_with("/assets/") {
        tracing::debug!(%method, page = name, status, ms, "request");
    } else {
        tracing::info!(%method, page = name, status, ms, "request");
    }
    response
}

pub(crate) async fn accept(listener: TcpListener, app: Router, stopped: signal::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let seats = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stop = std::pin::pin!(until(stopped));
    loop {
        let seat = seats.clone().acquire_owned();
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = async { (seat.await, listener.accept().await) } => accepted,
        };
        match accepted {
            (seat, Ok((stream, peer))) => serve_one(stream, peer, app.clone(), &graceful, seat.ok()),
            (_, Err(e)) => {
                // Out of file descriptors, most likely: let others finish.
                tracing::warn!(error = %e, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

fn serve_one(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    graceful: &GracefulShutdown,
    seat: Option<tokio::sync::OwnedSemaphorePermit>,
) {
    // Small answers should not wait for more.
    let _ = stream.set_nodelay(true);
    let app = ServiceBuilder::new()
        .map_request(move |mut request: axum::http::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request.map(axum::body::Body::new)
        })
        .service(app);
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_LIMIT).max_buf_size(HEAD_SIZE);
    let mut http2 = builder.http2();
    http2.timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(30));
    http2.max_header_list_size(64 * 1024).max_concurrent_streams(STREAMS);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app)).into_owned();
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        let _seat = seat;
        if let Err(e) = watched.await {
            tracing::debug!(error = %e, "a connection ended early");
        }
    });
}

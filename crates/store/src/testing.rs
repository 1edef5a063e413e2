//! Databases for tests: a SQLite file of one's own and a database of one's own on a PostgreSQL
//! server that the test process starts for itself (an unprivileged user, a temporary folder,
//! a socket instead of a port) and ends when it ends.

#![expect(
    clippy::expect_used,
    clippy::zombie_processes,
    reason = "for tests: a missing tool ends the test with its name; the watching shell outlives this process on purpose"
)]

use crate::{Blobs, DatabaseUrl, Db, RoomSchema};
use kernel::{Clock, Moment};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use tempfile::TempDir;

/// 2026-06-01 09:00 in Japan, a Monday.
pub const MORNING: Moment = Moment::from_micros(1_780_272_000_000_000);

/// A database of one test, with its data folder.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// The blobs.
    pub blobs: Blobs,
    /// The data folder; removed when this is dropped.
    pub data: TempDir,
    /// The address, to open it a second time.
    pub url: DatabaseUrl,
}

impl TestDb {
    /// On SQLite.
    pub async fn sqlite(rooms: &[RoomSchema]) -> Self {
        let data = TempDir::new().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(data.path().join("engawa.sqlite"));
        Self::open(url, data, rooms).await
    }

    /// On PostgreSQL.
    pub async fn postgres(rooms: &[RoomSchema]) -> Self {
        let data = TempDir::new().expect("a temporary folder");
        let url = DatabaseUrl::Postgres(postgres_database());
        Self::open(url, data, rooms).await
    }

    async fn open(url: DatabaseUrl, data: TempDir, rooms: &[RoomSchema]) -> Self {
        let db = Db::open(&url).await.expect("the database opens");
        db.migrate(rooms, MORNING).await.expect("the schema is made");
        let blobs = Blobs::in_folder(data.path()).expect("the folder of blobs");
        Self { db, blobs, data, url }
    }
}

/// What a copy of the records and a file of heads hold, line by line, read as a restore reads it.
pub fn read_from_outside(bytes: &[u8]) {
    crate::backup::read_line(bytes);
    crate::journal::read_head(&String::from_utf8_lossy(bytes));
}

/// Runs the same test on both databases. Shared, because an async block that took only a part of
/// the struct would let the data folder go at once.
pub async fn both<F, Fut>(rooms: &[RoomSchema], test: F)
where
    F: Fn(Arc<TestDb>) -> Fut,
    Fut: Future<Output = ()>,
{
    test(Arc::new(TestDb::sqlite(rooms).await)).await;
    test(Arc::new(TestDb::postgres(rooms).await)).await;
}

/// A clock that a test moves by hand.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock that stands at `moment`.
    pub fn at(moment: Moment) -> Self {
        Self(AtomicI64::new(moment.as_micros()))
    }

    /// Moves it.
    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// The server of this process; ended with it by the parent-death watch below.
struct Server {
    _process: Child,
    socket: PathBuf,
}

/// A fresh, empty database on the test server: its address.
pub fn postgres_database() -> String {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let server = SERVER.get_or_init(start_server);
    let name = format!("t{}", COUNT.fetch_add(1, Ordering::SeqCst));
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let host = server.socket.display();
    psql(&server.socket, &format!("CREATE DATABASE {name}"));
    format!("postgres://engawa@localhost/{name}?host={host}")
}

fn psql(socket: &Path, sql: &str) {
    let out = Command::new(bin("psql"))
        .args(["-q", "-X", "-h"])
        .arg(socket)
        .args(["-U", "engawa", "-d", "postgres", "-c", sql])
        .output()
        .expect("psql runs");
    assert!(out.status.success(), "psql: {}", String::from_utf8_lossy(&out.stderr));
}

fn bin(name: &str) -> PathBuf {
    let debian = (13..=20).rev().map(|v| PathBuf::from(format!("/usr/lib/postgresql/{v}/bin/{name}")));
    let found = debian.into_iter().find(|p| p.exists());
    found.unwrap_or_else(|| PathBuf::from(name))
}

/// `initdb` refuses root: as root the server runs as the user `nobody`.
fn as_user(program: &str) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0\n"));
    if root {
        let mut c = Command::new("setpriv");
        c.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(bin(program));
        c
    } else {
        Command::new(bin(program))
    }
}

fn start_server() -> Server {
    let folder = TempDir::new().expect("a temporary folder").keep();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
    std::fs::set_permissions(&folder, open).expect("the folder is opened to the server's user");
    let cluster = folder.join("pg");
    let made = as_user("initdb")
        .args(["--no-sync", "-A", "trust", "-U", "engawa", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
        .arg(&cluster)
        .stdout(Stdio::null())
        .output()
        .unwrap_or_else(|e| panic!("initdb (PostgreSQL) is missing: {e}; install the package postgresql"));
    assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
    // A shell watches its standard input: when this process ends, by whatever cause, the pipe
    // closes, the server is stopped by its id and the folder is removed.
    let mut watch = as_user("postgres");
    let server = format!(
        "{:?}",
        watch
            .arg("-D")
            .arg(&cluster)
            .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=300", "-c"])
            .arg(format!("unix_socket_directories={}", folder.display()))
    );
    let script =
        format!("{server} >{0}/log 2>&1 & PID=$!; read LINE; kill -QUIT $PID; wait $PID; rm -rf {0}", folder.display());
    let process = Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell runs");
    for _ in 0..200 {
        let ready = Command::new(bin("pg_isready")).args(["-q", "-h"]).arg(&folder).status();
        if ready.is_ok_and(|s| s.success()) {
            return Server { _process: process, socket: folder };
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("PostgreSQL does not start; see {}/log", folder.display());
}

//! The program as it is shipped: its size, its start on existing records, its memory, its stop.

use crate::figures::{Figure, Report, Times};
use crate::load::{Browser, Connection};
use crate::{Res, TOWN};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Seconds of idleness.
const IDLE: usize = 20;
const STARTS: usize = 5;

/// Makes the demo town in `data`.
pub(crate) fn make_demo(program: &Path, data: &Path, report: &mut Report) -> Res<()> {
    let began = Instant::now();
    let made =
        Command::new(program).args(["--town", TOWN, "demo", "--data"]).arg(data).stdout(Stdio::null()).status()?;
    if !made.success() {
        return Err("the demo town could not be made".into());
    }
    report.add(Figure::plain("making the demo town of 9,150 people", began.elapsed().as_secs_f64(), "s"));
    Ok(())
}

/// A running house that ends with this value.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        // Gone already if it was stopped in order.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Starts it and waits until it is well.
    pub(crate) async fn start(program: &Path, data: &Path) -> Res<(Self, Duration)> {
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let began = Instant::now();
        let mut command = Command::new(program);
        command
            .args(["--town", TOWN, "--listen", &address.to_string(), "--data"])
            .arg(data)
            .args(["serve", "--log", "warn"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let running = Self { child, address };
        while began.elapsed() < Duration::from_secs(20) {
            if running.is_well().await {
                return Ok((running, began.elapsed()));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err("the house does not open".into())
    }

    async fn is_well(&self) -> bool {
        let Ok(mut connection) = Connection::open(self.address).await else { return false };
        connection.send(&Browser::default().get("/healthz")).await.is_ok_and(|reply| reply.status == 200)
    }

    /// Memory in use, in MB.
    pub(crate) fn memory(&self) -> Res<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kb: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kb * 1024.0 / 1e6)
    }

    /// Asks it to stop and waits.
    pub(crate) fn stop(mut self) -> Res<Duration> {
        let began = Instant::now();
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        self.child.wait()?;
        Ok(began.elapsed())
    }
}

/// Size, start, memory, stop.
pub(crate) async fn measure(program: &Path, data: &Path, report: &mut Report) -> Res<()> {
    size(program, report)?;
    let (mut starts, mut stops) = (Times::default(), Times::default());
    for _ in 0..STARTS {
        let (running, took) = Running::start(program, data).await?;
        starts.each.push(took);
        stops.each.push(running.stop()?);
    }
    report.add(Figure::took("start on the demo town until /healthz answers", &starts));
    report.add(Figure::took("stop in order, idle", &stops));
    memory(program, data, report).await
}

fn size(program: &Path, report: &mut Report) -> Res<()> {
    let whole = std::fs::metadata(program)?.len() as f64 / 1e6;
    report.add(Figure::plain("the program, with line tables for backtraces", whole, "MB"));
    let bare = program.with_extension("stripped");
    if Command::new("strip").arg("-o").arg(&bare).arg(program).status().is_ok_and(|s| s.success()) {
        report.add(Figure::plain("the program, stripped", std::fs::metadata(&bare)?.len() as f64 / 1e6, "MB"));
        std::fs::remove_file(bare)?;
    }
    Ok(())
}

async fn memory(program: &Path, data: &Path, report: &mut Report) -> Res<()> {
    let (running, _) = Running::start(program, data).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    report.add(Figure::plain("memory, two seconds after the start", running.memory()?, "MB"));
    // As a watchman asks; what the start needed is given back meanwhile.
    for _ in 0..IDLE {
        tokio::time::sleep(Duration::from_secs(1)).await;
        running.is_well().await;
    }
    report.add(Figure::plain("memory, idle, asked each second whether it is well", running.memory()?, "MB"));
    let officer = Browser::sign_in(running.address, "madoka@demo.example", "engawa-madoka").await?;
    let mut connection = Connection::open(running.address).await?;
    report.add(Figure::plain("memory, after one sign-in (argon2id)", running.memory()?, "MB"));
    for papers in [1, 20] {
        for _ in 0..papers {
            let reply = connection.send(&officer.get("/desk/assist/resident_record/paper.pdf")).await?;
            if reply.status != 200 || !reply.body.starts_with(b"%PDF") {
                return Err(format!("no paper: {}", reply.status).into());
            }
        }
        let name = if papers == 1 { "memory, after the first paper" } else { "memory, after 20 papers more" };
        report.add(Figure::plain(name, running.memory()?, "MB"));
    }
    running.stop()?;
    Ok(())
}

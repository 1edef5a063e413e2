//! What the system says of this process (Linux; elsewhere nothing).

use std::fs;

/// The process now.
pub(crate) struct Process {
    /// Bytes of memory held.
    pub(crate) memory: u64,
    /// Bytes of addresses taken.
    pub(crate) addresses: u64,
    /// Open files and connections.
    pub(crate) files: usize,
    /// Seconds of processor time.
    pub(crate) cpu: f64,
    /// When it started, seconds since 1970.
    pub(crate) started: f64,
    /// Threads.
    pub(crate) threads: u64,
}

/// Linux tells times in hundredths of a second on every machine that we build for.
const TICKS: f64 = 100.0;

/// Reads it; `None` where the system does not tell.
pub(crate) fn process() -> Option<Process> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = |name: &str| {
        let found = status.lines().find_map(|l| l.strip_prefix(name))?;
        found.trim_start_matches(':').split_whitespace().next()?.parse::<u64>().ok()
    };
    // The name in brackets may hold anything; the figures follow it.
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let figures: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let figure = |place: usize| figures.get(place)?.parse::<f64>().ok();
    let boot = fs::read_to_string("/proc/stat").ok()?;
    let boot: f64 = boot.lines().find_map(|l| l.strip_prefix("btime "))?.trim().parse().ok()?;
    Some(Process {
        memory: line("VmRSS")? * 1024,
        addresses: line("VmSize")? * 1024,
        files: fs::read_dir("/proc/self/fd").map_or(0, Iterator::count),
        cpu: (figure(11)? + figure(12)?) / TICKS,
        started: boot + figure(19)? / TICKS,
        threads: line("Threads")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells_of_a_process_that_runs() {
        let own = process().unwrap();
        assert!(own.memory > 1_000_000 && own.addresses > own.memory && own.files > 2 && own.threads > 0);
        assert!(own.started > 1_600_000_000.0);
    }
}

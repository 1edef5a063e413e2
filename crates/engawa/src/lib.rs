//! Engawa, the digital town office, as one program: the command line, the list of all rooms, and
//! how the house is opened, kept running and closed.
//!
//! **Where to look.** [`composition`] is the list of rooms and services, in the order of their
//! floors. `house` builds the house from a town folder, a data folder and a database; `serve`
//! keeps it open and closes it within ten seconds; `commands` is what stands on the command line;
//! `demo` invents a town; `ops` is the small room of those who keep the program running.
//!
//! Settings come from the command line and from the environment, here and nowhere else. The
//! clock and the source of randomness of the whole house are made here, too.

#[cfg(feature = "bench")]
pub mod bench;
pub mod command_line;
mod commands;
pub mod composition;
pub mod demo;
mod failure;
pub mod house;
mod net;
mod ops;
mod outside;
mod say;
pub mod serve;
pub mod settings;
mod storage;
mod watch;

use clap::Parser;
use command_line::{CommandLine, Task};
use failure::Failure;
use std::process::ExitCode;

/// Pages are made of many small pieces of memory on several threads; this allocator spends a third
/// less time on them than that of the system.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs the program with the arguments and the environment that it was started with.
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(perform(line));
            // The records are closed: what still reads in the background is not waited for.
            runtime.shutdown_background();
            done
        }
        Err(e) => Err(Failure::cannot("起動できません", format!("the program cannot start: {e}"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.is_told() {
                say::error(&failure.to_string());
            }
            failure.code()
        }
    }
}

async fn perform(line: CommandLine) -> Result<(), Failure> {
    let place = &line.place;
    match line.task {
        Task::Serve(options) => commands::serve::run(place, &options).await,
        Task::Check => commands::check::run(place),
        Task::Demo => commands::demo::run(place).await,
        Task::Import(what) => commands::import::run(place, &what).await,
        Task::Journal(what) => commands::journal::run(place, &what).await,
        Task::Officer(what) => commands::officer::run(place, &what).await,
        Task::Backup { dest } => commands::backup::run(place, dest.as_deref()).await,
        Task::Restore { from, set } => commands::restore::run(place, &from, set).await,
        Task::Drill => commands::drill::run(place).await,
        Task::Verify(what) => commands::verify::run(&what),
    }
}

#[cfg(test)]
mod tests;

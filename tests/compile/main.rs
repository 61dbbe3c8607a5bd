//! Compiles every file in `tests/ui` on its own and checks what the compiler says.
//!
//! `pass-*.rs` compile, and their `main` runs. `fail-*.rs` are refused with exactly the errors in
//! the `.stderr` file of the same name. A file whose name ends in `-a-large-cap` is refused only
//! when code is generated, all others by `cargo check` already.
//!
//! ```text
//! cargo test --test compile                               all of them
//! cargo test --test compile -- range                      those with `range` in their names
//! OVERWRITE=1 cargo test --test compile -- fail-enum      writes fail-enum.stderr anew
//! ```
//!
//! The `.stderr` files have the form that trybuild gives them. trybuild itself builds every
//! dependency again, with flags of its own: six of the eight CPU minutes of `cargo test`. This
//! harness links with the library that `cargo test` has just built.

#![allow(clippy::expect_used, clippy::panic, reason = "clippy.toml allows them in tests only")]

mod case;
mod compiler;
mod normalize;

use std::env;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use self::case::Case;
use self::compiler::Compiler;

fn main() -> ExitCode {
    let arguments = Arguments::parse(env::args().skip(1));
    let all = Case::all();
    let cases: Vec<&Case> = all.iter().filter(|case| arguments.select(&case.name)).collect();
    if arguments.list {
        for case in cases {
            println!("{}: test", case.name);
        }
        return ExitCode::SUCCESS;
    }
    println!("\nrunning {} tests", cases.len());
    let started = Instant::now();
    let failed = if cases.is_empty() { Vec::new() } else { run(&cases) };

    if !failed.is_empty() {
        println!("\nfailures:");
        for name in &failed {
            println!("    {name}");
        }
    }
    println!(
        "\ntest result: {}. {} passed; {} failed; 0 ignored; 0 measured; {} filtered out; \
         finished in {:.2}s\n",
        if failed.is_empty() { "ok" } else { "FAILED" },
        cases.len() - failed.len(),
        failed.len(),
        all.len() - cases.len(),
        started.elapsed().as_secs_f32()
    );
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs the cases on every core and returns the names of those that failed.
fn run<'a>(cases: &[&'a Case]) -> Vec<&'a str> {
    let compiler = Compiler::find();
    let overwrite = env::var_os("OVERWRITE").is_some();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failed = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            match case.run(&compiler, overwrite) {
                Ok(()) => println!("test {} ... ok", case.name),
                Err(reason) => {
                    println!("test {} ... FAILED\n\n{reason}\n", case.name);
                    failed.push(case.name.as_str());
                }
            }
        }
        failed
    };
    let mut failed: Vec<&str> = thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    failed.sort_unstable();
    failed
}

/// The part of libtest's command line that selects tests.
#[derive(Default)]
struct Arguments {
    filters: Vec<String>,
    skipped: Vec<String>,
    exact: bool,
    ignored: bool,
    list: bool,
}

impl Arguments {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut parsed = Self::default();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--exact" => parsed.exact = true,
                "--ignored" => parsed.ignored = true,
                "--list" => parsed.list = true,
                "--skip" => parsed.skipped.extend(arguments.next()),
                "--test-threads" | "--color" | "--format" | "--logfile" | "-Z" => {
                    arguments.next();
                }
                flag if flag.starts_with('-') => {}
                _ => parsed.filters.push(argument),
            }
        }
        parsed
    }

    fn select(&self, name: &str) -> bool {
        let matches = |pattern: &String| {
            if self.exact { name == pattern } else { name.contains(pattern.as_str()) }
        };
        !self.ignored
            && (self.filters.is_empty() || self.filters.iter().any(matches))
            && !self.skipped.iter().any(matches)
    }
}

//! A world for one test: a FakeClerk, a folder with files and a database, and the program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;

use clerk_invite::FakeClerk;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) struct World {
    pub(crate) fake: Arc<FakeClerk>,
    pub(crate) runtime: Runtime,
    pub(crate) folder: TempDir,
    pub(crate) database: String,
    /// `BEGAN FACTOR`: a clock that runs faster.
    pub(crate) clock: Option<String>,
}

/// What a run of the program left behind.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    pub(crate) fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let fake = Arc::new(runtime.block_on(FakeClerk::start()).expect("a port"));
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("invites.db").display().to_string();
        Self { fake, runtime, folder, database, clock: None }
    }

    /// Writes a file, and returns its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    /// Writes a file with a header and this many people.
    pub(crate) fn people(&self, count: usize) -> PathBuf {
        let mut text = "email,team\n".to_owned();
        for number in 0..count {
            writeln!(text, "p{number}@example.com,red").expect("a line");
        }
        self.file("people.csv", &text)
    }

    /// The environment of the program: nothing but this.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let mut environment = vec![
            ("CLERK_SECRET_KEY", FakeClerk::SECRET_KEY.to_owned()),
            ("CLERK_API_URL", self.fake.base_url().to_owned()),
            ("CLERK_INVITE_DATABASE", self.database.clone()),
            ("TZ", "UTC".to_owned()),
        ];
        if let Some(clock) = &self.clock {
            environment.push(("CLERK_INVITE_TEST_CLOCK", clock.clone()));
        }
        environment
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new(program());
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.envs(self.environment());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().expect("a process"))
    }

    pub(crate) fn invited(&self) -> Vec<String> {
        let mut invited: Vec<_> =
            self.fake.invitations().into_iter().map(|it| it.email_address).collect();
        invited.sort();
        invited
    }

    /// Asserts that everybody of `people` has one invitation.
    pub(crate) fn assert_each_once(&self, people: usize) {
        let invited = self.invited();
        let mut once = invited.clone();
        once.dedup();
        assert_eq!((invited.len(), once.len()), (people, people));
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

impl Ran {
    #[track_caller]
    pub(crate) fn assert_code(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.out, self.err);
        self
    }

    /// Returns what it said, without times.
    pub(crate) fn said(&self) -> String {
        without_times(&self.err)
    }
}

pub(crate) fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_clerk-invite"))
}

/// Replaces times and dates, which differ from run to run.
pub(crate) fn without_times(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut clean = String::new();
        let mut rest = line;
        while let Some(colon) = rest.find(':') {
            let (before, after) = rest.split_at(colon);
            let hours = before.len() >= 2
                && before.as_bytes()[before.len() - 2..].iter().all(u8::is_ascii_digit);
            let minutes = after.len() >= 3 && after.as_bytes()[1..3].iter().all(u8::is_ascii_digit);
            if hours && minutes {
                let mut kept = before[..before.len() - 2].to_owned();
                // `Tue 1 Dec 00:05`, the next day.
                for day in ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "] {
                    if let Some(at) = kept.rfind(day).filter(|at| kept.len() - at <= 11) {
                        kept.truncate(at);
                    }
                }
                clean.push_str(&kept);
                clean.push_str("[time]");
                rest = &after[3..];
            } else {
                clean.push_str(before);
                clean.push(':');
                rest = &after[1..];
            }
        }
        clean.push_str(rest);
        // Columns behind a time are as wide as the time was.
        lines.push(match clean.split_once("[time] ") {
            Some((before, after)) => format!("{before}[time] {}", after.trim_start()),
            None => clean,
        });
    }
    lines.join("\n")
}

//! The compiler, with the library as this test is linked with it.

use std::any::TypeId;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The kind of output.
#[derive(Clone, Copy)]
pub(crate) enum Emit {
    /// Nothing but the errors that `cargo check` finds.
    Metadata,
    /// Machine code, with the errors that are found on the way to it.
    Object,
    /// A program.
    Program,
}

pub(crate) struct Compiler {
    rustc: PathBuf,
    /// Where cargo keeps what it has compiled.
    dependencies: Vec<PathBuf>,
    library: PathBuf,
}

impl Compiler {
    /// Finds the compiler and the library.
    ///
    /// Cargo keeps one `libclerk_invite` for each set of features. This test's own is the one whose
    /// types have the same ids.
    pub(crate) fn find() -> Self {
        let own = env::current_exe().expect("this program");
        let dependencies = own.parent().expect("the folder of this program").to_owned();
        let mut libraries: Vec<_> = fs::read_dir(&dependencies)
            .expect("the folder of this program")
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let name = path.file_name()?.to_str()?;
                name.strip_prefix("libclerk_invite-")?.strip_suffix(".rlib")?;
                Some((path.metadata().ok()?.modified().ok()?, path))
            })
            .collect();
        libraries.sort();

        let mut compiler = Self {
            rustc: rustc(),
            dependencies: [Some(dependencies.clone()), hosts(&dependencies)]
                .into_iter()
                .flatten()
                .collect(),
            library: PathBuf::new(),
        };
        let probe = scratch("probe.rs");
        fs::write(
            &probe,
            "fn main() { print!(\"{:?}\", std::any::TypeId::of::<clerk_invite::Error>()); }",
        )
        .expect("a file of ours");
        let wanted = format!("{:?}", TypeId::of::<clerk_invite::Error>());
        for (_, library) in libraries.into_iter().rev() {
            compiler.library = library;
            let program = scratch("probe");
            if compiler.compile(&probe, Emit::Program, &program).status.success()
                && Command::new(&program)
                    .output()
                    .is_ok_and(|output| output.stdout == wanted.as_bytes())
            {
                return compiler;
            }
        }
        panic!("no libclerk_invite-*.rlib of this test in {}", dependencies.display())
    }

    /// Compiles one file, as a crate of its own that knows `clerk_invite` and nothing else.
    ///
    /// The messages on standard error are lines of JSON.
    pub(crate) fn compile(&self, source: &Path, emit: Emit, output: &Path) -> Output {
        let mut command = Command::new(&self.rustc);
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["--crate-type=bin", "--edition=2024", "--error-format=json"])
            .args(["--diagnostic-width=140", "--verbose", "--allow=dead_code", "-Cdebuginfo=0"])
            .arg(match emit {
                Emit::Metadata => "--emit=metadata",
                Emit::Object => "--emit=obj",
                Emit::Program => "--emit=link",
            })
            .arg("--extern")
            .arg(format!("clerk_invite={}", self.library.display()))
            .arg("-o")
            .args([output, source]);
        // Cargo tells the macros in which package they are; here it is not clerk-invite.
        command.env("CARGO_PKG_NAME", "ui").env("CARGO_CRATE_NAME", "ui");
        for folder in &self.dependencies {
            command.arg(format!("-Ldependency={}", folder.display()));
        }
        command.output().expect("rustc can be run")
    }
}

/// A path for what a test writes.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
    fs::create_dir_all(&folder).expect("cargo's folder for tests");
    folder.join(name)
}

/// The compiler beside the cargo that runs this test; `rustc` may be rustup's, which is slower.
fn rustc() -> PathBuf {
    let beside_cargo =
        || Some(Path::new(&env::var_os("CARGO")?).with_file_name("rustc")).filter(|it| it.exists());
    env::var_os("RUSTC")
        .map(PathBuf::from)
        .or_else(beside_cargo)
        .unwrap_or_else(|| PathBuf::from("rustc"))
}

/// With `--target`, the macros are not in `target/TARGET/debug/deps` but in `target/debug/deps`.
fn hosts(dependencies: &Path) -> Option<PathBuf> {
    let profile = dependencies.parent()?;
    let folder = profile.parent()?.parent()?.join(profile.file_name()?).join("deps");
    folder.is_dir().then_some(folder)
}

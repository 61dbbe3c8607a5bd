//! One file of `tests/ui`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clerk_invite::serde_json::{Value, from_str};

use crate::compiler::{Compiler, Emit, scratch};
use crate::normalize::normalize;

/// The end of the names of mistakes that `cargo check` does not find.
const FOUND_BY_A_BUILD: &str = "-a-large-cap";

pub(crate) struct Case {
    pub(crate) name: String,
    /// From the root of the package, as the compiler prints it.
    source: PathBuf,
}

impl Case {
    /// All cases, in the order of their names.
    pub(crate) fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
        let mut cases: Vec<_> = fs::read_dir(folder)
            .expect("the folder of cases")
            .filter_map(|entry| {
                let file = entry.expect("a case").file_name().into_string().expect("UTF-8");
                let name = file.strip_suffix(".rs")?.to_owned();
                Some(Self { name, source: Path::new("tests/ui").join(file) })
            })
            .collect();
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        assert!(!cases.is_empty(), "there are no cases");
        cases
    }

    pub(crate) fn run(&self, compiler: &Compiler, overwrite: bool) -> Result<(), String> {
        if self.name.starts_with("pass-") {
            self.must_pass(compiler)
        } else if self.name.starts_with("fail-") {
            self.must_fail(compiler, overwrite)
        } else {
            Err("the names of cases begin with `pass-` or `fail-`".to_owned())
        }
    }

    fn must_pass(&self, compiler: &Compiler) -> Result<(), String> {
        let program = scratch(&self.name);
        let result = compiler.compile(&self.source, Emit::Program, &program);
        if !result.status.success() {
            return Err(format!("does not compile:\n{}", messages(&result.stderr)?));
        }
        let ran = Command::new(&program).output().map_err(|error| error.to_string())?;
        // The program stays when it fails, to be looked at; together they are large.
        if !ran.status.success() {
            return Err(format!("{}:\n{}", ran.status, String::from_utf8_lossy(&ran.stderr)));
        }
        fs::remove_file(&program).map_err(|error| error.to_string())
    }

    fn must_fail(&self, compiler: &Compiler, overwrite: bool) -> Result<(), String> {
        let emit =
            if self.name.ends_with(FOUND_BY_A_BUILD) { Emit::Object } else { Emit::Metadata };
        let result = compiler.compile(&self.source, emit, &scratch(&self.name));
        let found = messages(&result.stderr)?;
        if result.status.success() {
            return Err(format!("compiles, and should not\n{found}"));
        }
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(&self.source).with_extension("stderr");
        let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        if found == expected {
            Ok(())
        } else if overwrite {
            fs::write(path, found).map_err(|error| error.to_string())
        } else {
            Err(format!("EXPECTED:\n{expected}\nFOUND:\n{found}"))
        }
    }
}

/// The compiler's messages as text, normalized; a message that is no JSON is an error.
fn messages(stderr: &[u8]) -> Result<String, String> {
    let mut text = String::new();
    for line in String::from_utf8_lossy(stderr).lines() {
        let message: Value = from_str(line).map_err(|_| format!("rustc says: {line}"))?;
        let (Some(level), Some(rendered)) =
            (message["level"].as_str(), message["rendered"].as_str())
        else {
            continue;
        };
        // Counts of errors, and hints at `rustc --explain`.
        if level == "failure-note" || rendered.starts_with("error: aborting due to ") {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&normalize(rendered));
    }
    Ok(text)
}

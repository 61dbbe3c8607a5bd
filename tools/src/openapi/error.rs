//! Reasons why a file cannot be read as the contract.

use std::fmt;

/// A reason why a file cannot be read as the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It is not YAML.
    Yaml(String),
    /// It is YAML, and not an `OpenAPI` file.
    NotOpenApi(&'static str),
    /// It is an `OpenAPI` file, of another API.
    NotBackendApi(String),
    /// A `$ref` that leads nowhere.
    Reference(String),
    /// An operation that cannot be read.
    Operation {
        /// Its method and path.
        route: String,
        /// The problem.
        problem: Box<ReadError>,
    },
    /// A parameter without a name.
    UnnamedParameter,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yaml(problem) => write!(f, "not YAML: {problem}"),
            Self::NotOpenApi(key) => write!(f, "not an OpenAPI file: it has no `{key}`"),
            Self::NotBackendApi(title) => write!(
                f,
                "not Clerk's Backend API: its title is `{title}`, expected one with `Backend API`; \
                 the files are under `bapi/` of https://github.com/clerk/openapi-specs"
            ),
            Self::Reference(target) => write!(f, "`{target}` is not in this file"),
            Self::Operation { route, problem } => write!(f, "{route}: {problem}"),
            Self::UnnamedParameter => f.write_str("a parameter without a name"),
        }
    }
}

impl std::error::Error for ReadError {}

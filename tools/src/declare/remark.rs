//! Remarks: what the contract says and a declaration cannot.

use std::fmt;

use crate::drift::difference::Kind;

/// One thing that the contract says and a declaration cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The name of the declaration.
    pub operation: String,
    /// The parameter, as a path such as `[].role`; empty for the whole operation.
    pub parameter: String,
    /// The respect in which drift finds the declaration to differ; `None` if it finds nothing.
    pub kind: Option<Kind>,
    /// The fact that cannot be expressed, and the text that was written instead.
    pub text: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, parameter, text, .. } = self;
        if parameter.is_empty() {
            write!(f, "{operation}: {text}")
        } else {
            write!(f, "{operation}, `{parameter}`: {text}")
        }
    }
}

/// A reason why an operation cannot be declared at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclareError {
    /// The contract has no operation of that name.
    NoSuchOperation {
        /// The name that was asked for.
        id: String,
        /// The most similar one.
        similar: Option<String>,
    },
    /// The body is not JSON.
    ContentType(String),
    /// A query stands beside a JSON body.
    QueryBesideBody(String),
}

impl fmt::Display for DeclareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchOperation { id, similar } => {
                write!(f, "no operation `{id}` in this file")?;
                similar.as_ref().map_or(Ok(()), |name| write!(f, ": did you mean `{name}`?"))
            }
            Self::ContentType(kind) => {
                write!(f, "its body is `{kind}`: a declaration has a JSON body")
            }
            Self::QueryBesideBody(name) => {
                write!(
                    f,
                    "`{name}` is in the query, beside a JSON body: a declaration has one of both"
                )
            }
        }
    }
}

impl std::error::Error for DeclareError {}

//! Reasons for which a file is not read.

use std::fmt;

use crate::shell;

/// The reason for which a file is not read. Quotes headers and names of sheets, never a person's cell.
///
/// `Display` is one paragraph: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReadError {
    /// The file can be read in more than one way. Reading again with one of the candidates as the value
    /// of the option ends the doubt.
    Doubt {
        /// The file, as the caller named it.
        file: String,
        /// The question, as it is asked on a terminal.
        question: String,
        /// `--email-column`, `--separator`, `--header` (candidates `yes` and `no`) or `--sheet`.
        option: &'static str,
        /// Values of the option, the likeliest first.
        candidates: Vec<String>,
    },
    /// The file cannot be read, or not wholly.
    Problem {
        /// The file, as the caller named it.
        file: String,
        /// The line, from 1; of a workbook, the row.
        line: Option<u64>,
        /// The header of the column, or `column 3`.
        column: Option<String>,
        /// The problem, a clause without a full stop.
        problem: String,
        /// What to do about it, a whole sentence.
        advice: String,
    },
}

impl ReadError {
    /// Returns a problem with the whole of a file.
    pub(super) fn of_file(
        file: &str,
        problem: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self::Problem {
            file: file.to_owned(),
            line: None,
            column: None,
            problem: problem.into(),
            advice: advice.into(),
        }
    }

    /// Returns a problem with one line of a file.
    pub(super) fn of_line(
        file: &str,
        line: u64,
        problem: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self::Problem {
            file: file.to_owned(),
            line: Some(line),
            column: None,
            problem: problem.into(),
            advice: advice.into(),
        }
    }

    /// Names the column of a problem.
    pub(super) fn in_column(mut self, name: impl Into<String>) -> Self {
        if let Self::Problem { column, .. } = &mut self {
            *column = Some(name.into());
        }
        self
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Doubt { file, question, option, candidates } => {
                let values: Vec<String> = candidates
                    .iter()
                    .map(|value| format!("{option} {}", shell::word(value)))
                    .collect();
                write!(f, "{file}: {question} Say it with {}.", values.join(" or "))
            }
            Self::Problem { file, line, column, problem, advice } => {
                f.write_str(file)?;
                if let Some(line) = line {
                    write!(f, ", line {line}")?;
                }
                if let Some(column) = column {
                    write!(f, ", column \"{column}\"")?;
                }
                write!(f, ": {problem}. {advice}")
            }
        }
    }
}

impl std::error::Error for ReadError {}

//! The differences, for people and for programs.

use std::fmt;

use serde_json::{Value, json};

use crate::drift::allowed::Allowed;
use crate::drift::difference::Difference;

/// All differences, each with the reason why it is meant, if it is.
pub struct Report {
    differences: Vec<(Difference, Option<&'static str>)>,
    /// Lines of the allow-list that cover nothing: what they explain is gone.
    unused: Vec<String>,
}

impl Report {
    /// Pairs each difference with the line that explains it.
    #[must_use]
    pub fn new(differences: Vec<Difference>, allowed: &[Allowed]) -> Self {
        let unused = allowed.iter().filter(|line| !differences.iter().any(|d| line.covers(d)));
        let unused = unused
            .map(|line| format!("{} {}: {}", line.operation, line.parameter, line.kind.name()))
            .collect();
        let differences = differences
            .into_iter()
            .map(|difference| {
                let line = allowed.iter().find(|line| line.covers(&difference));
                (difference, line.map(|line| line.reason))
            })
            .collect();
        Self { differences, unused }
    }

    /// Counts the differences that nothing explains, and the lines that explain nothing.
    #[must_use]
    pub fn unexplained(&self) -> usize {
        let differences = self.differences.iter().filter(|(_, reason)| reason.is_none());
        differences.count() + self.unused.len()
    }

    /// Writes the report for programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let difference = |(difference, reason): &(Difference, Option<&str>)| {
            json!({
                "operation": difference.operation,
                "parameter": difference.parameter,
                "kind": difference.kind.name(),
                "declared": difference.declared,
                "clerk": difference.clerk,
                "allowed": reason,
            })
        };
        json!({
            "differences": self.differences.iter().map(difference).collect::<Vec<_>>(),
            "unused_allowances": self.unused,
            "unexplained": self.unexplained(),
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head =
            ["operation", "parameter", "what", "declared", "Clerk", "why"].map(str::to_owned);
        let mut rows = vec![head];
        for (difference, reason) in &self.differences {
            let Difference { operation, parameter, kind, declared, clerk } = difference.clone();
            let why = reason.unwrap_or("UNEXPLAINED").to_owned();
            rows.push([operation, parameter, kind.name().to_owned(), declared, clerk, why]);
        }
        // What has to be looked at comes last, where a terminal ends.
        rows[1..].sort_by_key(|row| row[5] == "UNEXPLAINED");
        let widths: Vec<usize> = (0..5)
            .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
            .collect();
        if rows.len() > 1 {
            for row in &rows {
                for (cell, width) in row.iter().zip(&widths) {
                    write!(f, "{cell:width$}  ")?;
                }
                writeln!(f, "{}", row[5])?;
            }
            writeln!(f)?;
        }
        for line in &self.unused {
            writeln!(f, "allowed.rs explains what is no longer there: {line}")?;
        }
        let explained = self.differences.iter().filter(|(_, reason)| reason.is_some()).count();
        writeln!(f, "{explained} differences explained, {} to look at", self.unexplained())
    }
}

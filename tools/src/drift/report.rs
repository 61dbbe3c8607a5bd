//! The differences, for people and for programs.

use std::fmt::{self, Write as _};

use serde_json::{Value, json};

use crate::drift::allowed::Allowed;
use crate::drift::difference::Difference;
use crate::drift::settle::{allowed_line, settle};

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
                "settle": settle(difference),
            })
        };
        json!({
            "differences": self.differences.iter().map(difference).collect::<Vec<_>>(),
            "unused_allowances": self.unused,
            "unexplained": self.unexplained(),
        })
    }
}

impl Report {
    /// Writes the explained differences as a table.
    #[must_use]
    pub fn explained(&self) -> String {
        let head = ["operation", "parameter", "what", "declared", "Clerk", "why"];
        let mut rows = vec![head.map(str::to_owned)];
        for (difference, reason) in &self.differences {
            if let Some(reason) = reason {
                let Difference { operation, parameter, kind, declared, clerk } = difference.clone();
                let kind = kind.name().to_owned();
                rows.push([operation, parameter, kind, declared, clerk, (*reason).to_owned()]);
            }
        }
        let width = |column: usize| {
            rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()
        };
        let widths = [0, 1, 2, 3, 4].map(width);
        let mut table = String::new();
        for row in &rows {
            for (cell, width) in row.iter().zip(widths) {
                // A `String` takes whatever is written to it.
                let _ = write!(table, "{cell:width$}  ");
            }
            let _ = writeln!(table, "{}", row[5]);
        }
        table
    }
}

/// The unexplained differences, each with the line that would settle it.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unexplained = self.differences.iter().filter(|(_, reason)| reason.is_none());
        for (difference, _) in unexplained {
            let Difference { operation, parameter, kind, declared, clerk } = difference;
            let dot = if parameter.is_empty() { "" } else { " " };
            let or_nothing = |text: &str| {
                if text.is_empty() { "nothing".to_owned() } else { text.to_owned() }
            };
            writeln!(
                f,
                "{operation}{dot}{parameter}: {}: {} here, {} in the file",
                kind.name(),
                or_nothing(declared),
                or_nothing(clerk),
            )?;
            writeln!(f, "    {},", settle(difference))?;
            writeln!(f, "    or add to tools/src/drift/allowed.rs:")?;
            writeln!(f, "    {}", allowed_line(difference))?;
        }
        for line in &self.unused {
            writeln!(f, "allowed.rs explains what is no longer there: {line}")?;
            writeln!(f, "    remove the line")?;
        }
        let explained = self.differences.iter().filter(|(_, reason)| reason.is_some()).count();
        let differences = if explained == 1 { "difference" } else { "differences" };
        writeln!(f, "{explained} {differences} explained, {} to look at", self.unexplained())
    }
}

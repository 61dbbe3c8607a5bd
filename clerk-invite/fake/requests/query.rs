//! Reads the parameters of a query and collects every mistake, so that one response reports them all.

use std::num::IntErrorKind;
use std::ops::RangeInclusive;

use percent_encoding::percent_decode_str;

use crate::fake::refusals::{self, ClerkError, Problem, Refusal};

pub(crate) struct Query {
    parameters: Vec<(String, String)>,
    problems: Vec<ClerkError>,
}

impl Query {
    pub(crate) fn new(text: Option<&str>) -> Self {
        let pairs = text.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let parameter = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        };
        Self { parameters: pairs.map(parameter).collect(), problems: Vec::new() }
    }

    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let named = self.parameters.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.clone()).collect()
    }

    /// Returns the value of a parameter; the last one if it is repeated, as with a key in a body.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.all(name).pop()
    }

    pub(crate) fn flag(&mut self, name: &str) -> bool {
        match self.text(name).as_deref() {
            Some("true") => true,
            Some("false") | None => false,
            Some(_) => {
                self.problem(name, Problem::TypeInvalid);
                false
            }
        }
    }

    pub(crate) fn integer(
        &mut self,
        name: &str,
        range: &RangeInclusive<usize>,
        default: usize,
    ) -> usize {
        let Some(text) = self.text(name) else {
            return default;
        };
        let problem = match text.parse::<i64>() {
            Ok(number) => match usize::try_from(number) {
                Ok(number) if range.contains(&number) => return number,
                _ => Problem::ValueInvalid,
            },
            Err(error) => match error.kind() {
                IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => Problem::ValueInvalid,
                _ => Problem::TypeInvalid,
            },
        };
        self.problem(name, problem);
        default
    }

    pub(crate) fn problem(&mut self, name: &str, problem: Problem) {
        self.problems.push(ClerkError::form(name, problem));
    }

    /// Refuses the query if a mistake was noted. Unknown parameters are ignored: Clerk documents that
    /// some bodies have no other fields, but says so of no query.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        if self.problems.is_empty() { Ok(()) } else { Err(refusals::form(self.problems)) }
    }
}

/// Decodes as HTML forms encode: a `+` is a space. Invalid UTF-8 is replaced, and matches nothing.
fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

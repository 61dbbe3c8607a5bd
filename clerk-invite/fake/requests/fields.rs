//! Reading one object's fields and keeping every problem, so that one answer can report them all.

use serde::de::DeserializeOwned;

use crate::fake::refusals::{self, ClerkError, Problem, Refusal};
use crate::fake::requests::body::Object;

const MAX_ADDRESS_BYTES: usize = 254;

/// Whether a field may be `null`, which then means the same as leaving it out.
#[derive(Clone, Copy)]
pub(crate) enum Null {
    Allowed,
    Refused,
}

/// The fields nobody has asked for yet, and what was wrong with those that somebody has.
pub(crate) struct Fields {
    unread: Object,
    problems: Vec<ClerkError>,
}

/// Reads one object, or refuses it with all its problems.
pub(crate) fn read_one<T>(
    object: Object,
    read: impl Fn(&mut Fields) -> Option<T>,
) -> Result<T, Refusal> {
    collect(object, &read).map_err(refusals::form)
}

/// Reads all objects, or refuses them with all problems of all of them.
pub(crate) fn read_all<T>(
    objects: Vec<Object>,
    read: impl Fn(&mut Fields) -> Option<T>,
) -> Result<Vec<T>, Refusal> {
    let mut items = Vec::new();
    let mut problems = Vec::new();
    for object in objects {
        match collect(object, &read) {
            Ok(item) => items.push(item),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() { Ok(items) } else { Err(refusals::form(problems)) }
}

fn collect<T>(
    object: Object,
    read: impl Fn(&mut Fields) -> Option<T>,
) -> Result<T, Vec<ClerkError>> {
    let mut fields = Fields { unread: object, problems: Vec::new() };
    match read(&mut fields) {
        Some(item) if fields.problems.is_empty() => Ok(item),
        _ => Err(fields.problems),
    }
}

impl Fields {
    pub(crate) fn required<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        if !self.unread.contains_key(name) {
            self.problem(name, Problem::Missing);
        }
        self.optional(name, Null::Refused)
    }

    /// The value; `None` if there is none to use: left out, `null`, or noted as a problem.
    pub(crate) fn optional<T: DeserializeOwned>(&mut self, name: &str, null: Null) -> Option<T> {
        let value = self.unread.remove(name)?;
        let problem = match (value.get(), null) {
            ("null", Null::Allowed) => return None,
            ("null", Null::Refused) => Problem::Nil,
            (text, _) => match serde_json::from_str(text) {
                Ok(value) => return Some(value),
                Err(_) => Problem::TypeInvalid,
            },
        };
        self.problem(name, problem);
        None
    }

    /// The `email_address` that every item has.
    pub(crate) fn email_address(&mut self) -> Option<String> {
        let name = "email_address";
        let address: String = self.required(name)?;
        if !is_address(&address) {
            self.problem(name, Problem::FormatInvalid);
        }
        Some(address)
    }

    pub(crate) fn problem(&mut self, name: &str, problem: Problem) {
        self.problems.push(ClerkError::form(name, problem));
    }

    /// Makes every field that nobody asked for a problem.
    pub(crate) fn refuse_unknown(&mut self) {
        for name in std::mem::take(&mut self.unread).into_keys() {
            self.problems.push(ClerkError::form(&name, Problem::Unknown));
        }
    }
}

/// Enough to tell an address from a slip of the pen; who lives there only the mail server knows.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let printable =
        |c: char| !c.is_whitespace() && !c.is_control() && !"\"(),:;<>@[\\]".contains(c);
    let label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    text.len() <= MAX_ADDRESS_BYTES
        && !local.is_empty()
        && local.chars().all(printable)
        && domain.contains('.')
        && domain.split('.').all(label)
        && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
}

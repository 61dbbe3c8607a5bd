//! Reads the fields of an object and collects every mistake, so that one response reports them all.

use serde::de::DeserializeOwned;

use crate::endpoint::check::Check as _;
use crate::fake::refusals::{self, ClerkError, Problem, Refusal};
use crate::fake::requests::body::Object;
use crate::fake::rule::{Rule, Rules};
use crate::values::metadata::Metadata;

const MAX_ADDRESS_BYTES: usize = 254;
/// Clerk's 8 KB, for each of a user's kinds of metadata.
const MAX_METADATA_BYTES: usize = 8 * 1024;

/// The treatment of `null`: allowed, and then the same as leaving the field out, or refused.
#[derive(Clone, Copy)]
pub(crate) enum Null {
    Allowed,
    Refused,
}

/// The fields that have not been read yet, and the mistakes in those that have.
pub(crate) struct Fields {
    unread: Object,
    problems: Vec<ClerkError>,
}

/// Reads one object, or refuses it with all of its mistakes.
pub(crate) fn read_one<T>(
    object: Object,
    read: impl Fn(&mut Fields) -> Option<T>,
) -> Result<T, Refusal> {
    collect(object, &read).map_err(refusals::form)
}

/// Reads a list of objects, or refuses it with all mistakes of all of them.
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

    /// Reads a value; `None` if it is left out, `null` or wrong, which is noted.
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

    /// Reads the `email_address` that every item has.
    pub(crate) fn email_address(&mut self) -> Option<String> {
        let name = "email_address";
        let address: String = self.required(name)?;
        if !is_address(&address) {
            self.problem(name, Problem::FormatInvalid);
        }
        Some(address)
    }

    /// Reads a JSON object within the size that Clerk keeps.
    pub(crate) fn metadata(&mut self, name: &str, null: Null, rules: &Rules) -> Option<Metadata> {
        let metadata: Metadata = self.optional(name, null)?;
        if metadata.check().is_err() {
            self.problem(name, Problem::TypeInvalid);
        } else if rules.enforced(Rule::MetadataSize)
            && compact_bytes(&metadata) > MAX_METADATA_BYTES
        {
            self.problem(name, Problem::TooLarge);
        }
        Some(metadata)
    }

    /// Checks `redirect_url`, which Clerk's SDK calls a "full URL or path". The error code is inferred.
    pub(crate) fn check_redirect_url(&mut self, null: Null) {
        let name = "redirect_url";
        let url: Option<String> = self.optional(name, null);
        if url.is_some_and(|url| !is_url_or_path(&url)) {
            self.problem(name, Problem::FormatInvalid);
        }
    }

    pub(crate) fn problem(&mut self, name: &str, problem: Problem) {
        self.problems.push(ClerkError::form(name, problem));
    }

    /// Notes every field that has not been read as a mistake.
    pub(crate) fn refuse_unknown(&mut self) {
        for name in std::mem::take(&mut self.unread).into_keys() {
            self.problems.push(ClerkError::form(&name, Problem::Unknown));
        }
    }
}

/// Counts the bytes without the white space between the tokens.
fn compact_bytes(metadata: &Metadata) -> usize {
    let (mut bytes, mut in_string, mut escaped) = (0, false, false);
    for byte in metadata.as_json().bytes() {
        bytes += usize::from(in_string || !byte.is_ascii_whitespace());
        in_string ^= byte == b'"' && !escaped;
        escaped = in_string && byte == b'\\' && !escaped;
    }
    bytes
}

/// Recognizes an absolute path and a URL: with a host for `http` and `https`, with a host or a path
/// for an app's own scheme.
fn is_url_or_path(text: &str) -> bool {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return false;
    }
    if text.starts_with('/') {
        return !text.starts_with("//");
    }
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_web = ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
    let authority = rest.strip_prefix("//");
    // The URL standard repairs `https:/host` and `https:///host`, which hardly anybody means.
    let is_whole = match authority {
        Some(authority) if is_web => !authority.is_empty() && !authority.starts_with('/'),
        Some(authority) => !authority.is_empty(),
        None => !is_web && rest.starts_with('/'),
    };
    is_whole && reqwest::Url::parse(text).is_ok()
}

/// Recognizes characters that show nothing and that `char` takes neither for white space nor for
/// control characters: soft hyphens, zero-width characters, directional marks, fillers, variation
/// selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Recognizes an address by its form: a local part and a domain of labels.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let printable =
        |c: char| !c.is_whitespace() && !c.is_control() && !"\"(),:;<>@[\\]".contains(c);
    let label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    text.len() <= MAX_ADDRESS_BYTES
        && !text.chars().any(is_invisible)
        && !local.is_empty()
        && local.chars().all(printable)
        && domain.contains('.')
        && domain.split('.').all(label)
        && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
}

//! Addresses as people write them into cells and lines.

use std::borrow::Cow;

use clerk_invite::{Check as _, EmailAddress};

/// A part of a cell that names one person.
pub(super) struct Mailbox<'a> {
    /// The part as it is written.
    pub(super) written: &'a str,
    /// The address in it, or the reason why there is none. The reason never quotes the cell.
    pub(super) address: Result<EmailAddress, Cow<'static, str>>,
}

/// What stands around an address and does not belong to it: white space of all kinds, and the invisible
/// characters that come with text copied from a mail program or a web page.
fn is_margin(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

/// Returns the cell without white space and invisible characters around it.
pub(super) fn trim(cell: &str) -> &str {
    cell.trim_matches(is_margin)
}

/// Returns true if there is nothing to see in the cell.
pub(super) fn is_blank(cell: &str) -> bool {
    trim(cell).is_empty()
}

/// Splits a cell or a line into the people that it names. None for a blank cell.
pub(super) fn mailboxes(cell: &str) -> Vec<Mailbox<'_>> {
    let cell = trim(cell);
    // A line of a list may be one cell in quotes.
    let inner = cell.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let cell = inner.filter(|it| !it.contains('"')).unwrap_or(cell);
    let mut found = Vec::new();
    // A name such as `Lee, Ann` is taken apart by its comma.
    let mut name: Option<(usize, &str)> = None;
    for (start, piece, ended_by) in pieces(cell) {
        if piece.is_empty() {
            continue;
        }
        if !piece.contains('@') && ended_by == Some(',') && name.is_none() && !is_like_domain(piece)
        {
            name = Some((start, piece));
            continue;
        }
        match name.take() {
            Some((name_start, _)) if piece.contains('@') && piece.ends_with('>') => {
                let written = cell.get(name_start..start + piece.len()).unwrap_or(piece);
                found.push(Mailbox { written, address: address(piece) });
            }
            Some((_, name)) => {
                found.push(Mailbox { written: name, address: address(name) });
                push_words(piece, &mut found);
            }
            None => push_words(piece, &mut found),
        }
    }
    if let Some((_, name)) = name {
        found.push(Mailbox { written: name, address: address(name) });
    }
    found
}

/// Returns true if the cell is one address, with or without a name.
pub(super) fn is_one_address(cell: &str) -> bool {
    // Most cells are not, which is seen at once.
    cell.contains('@') && matches!(mailboxes(cell).as_slice(), [only] if only.address.is_ok())
}

/// Returns true for what has a dot within a word: it may be an address whose `@` was forgotten.
pub(super) fn is_like_domain(text: &str) -> bool {
    text.split('.').skip(1).any(|after| after.starts_with(char::is_alphanumeric))
}

/// Splits at commas, semicolons, bars, tabs and line ends outside quotes and angle brackets. Gives the
/// start of each piece, the trimmed piece, and the character that ended it.
fn pieces(cell: &str) -> impl Iterator<Item = (usize, &str, Option<char>)> {
    // What is never closed opens nothing.
    let last_quote = cell.rfind('"').unwrap_or_default();
    let last_bracket = cell.rfind('>').unwrap_or_default();
    let mut rest_at = Some(0);
    std::iter::from_fn(move || {
        let start = rest_at?;
        let rest = cell.get(start..)?;
        let mut closes_with = None;
        let end = rest.char_indices().find(|&(index, character)| match (closes_with, character) {
            (Some(closing), _) if closing == character => {
                closes_with = None;
                false
            }
            (None, '"') if start + index < last_quote => {
                closes_with = Some('"');
                false
            }
            (None, '<') if start + index < last_bracket => {
                closes_with = Some('>');
                false
            }
            (None, ',' | ';' | '|' | '\t' | '\n' | '\r') => true,
            _ => false,
        });
        let piece = end.map_or(rest, |(index, _)| &rest[..index]);
        rest_at = end.map(|(index, character)| start + index + character.len_utf8());
        let margin = piece.len() - piece.trim_start_matches(is_margin).len();
        Some((start + margin, trim(piece), end.map(|(_, character)| character)))
    })
}

/// Adds a piece: each of its words, if all of them hold an `@`.
fn push_words<'a>(piece: &'a str, found: &mut Vec<Mailbox<'a>>) {
    let is_list =
        !piece.contains(['<', '"']) && piece.split_whitespace().all(|it| it.contains('@'));
    if is_list {
        let words = piece.split_whitespace();
        found.extend(words.map(|written| Mailbox { written, address: address(written) }));
    } else {
        found.push(Mailbox { written: piece, address: address(piece) });
    }
}

/// Reads `ann@example.com`, `<ann@example.com>`, `Ann <ann@example.com>`, `"ann@example.com"` or
/// `mailto:ann@example.com`.
fn address(piece: &str) -> Result<EmailAddress, Cow<'static, str>> {
    let mut text = unquoted(piece);
    if let Some((name, rest)) = text.strip_suffix('>').and_then(|it| it.rsplit_once('<')) {
        text = trim(rest);
        let name = unquoted(trim(name));
        let key = |address: &str| EmailAddress::from(address).same_address_key();
        if name.contains('@') && key(name) != key(text) {
            return Err("has an address as its name and another one in angle brackets".into());
        }
    }
    if let Some((scheme, rest)) = text.split_at_checked("mailto:".len())
        && scheme.eq_ignore_ascii_case("mailto:")
    {
        text = rest;
    }
    checked(text)
}

/// Quotes as they open and close. Word processors make curly ones of straight ones.
const QUOTES: [(char, char); 9] = [
    ('"', '"'),
    ('\'', '\''),
    ('“', '”'),
    ('„', '“'),
    ('”', '”'),
    ('‘', '’'),
    ('‚', '‘'),
    ('«', '»'),
    ('»', '«'),
];

/// Returns the text without quotes of one kind around it.
fn unquoted(text: &str) -> &str {
    let inner = |&(open, close): &(char, char)| text.strip_prefix(open)?.strip_suffix(close);
    QUOTES.iter().find_map(inner).map_or(text, trim)
}

/// Checks as `clerk-invite` does, and beyond it what Clerk refuses: one such address makes it reject
/// the other nine of a bulk.
fn checked(text: &str) -> Result<EmailAddress, Cow<'static, str>> {
    let address = EmailAddress::from(text);
    if let Err(error) = address.check() {
        return Err(error.problem().to_owned().into());
    }
    if text.len() > 320 {
        return Err("is longer than 320 bytes".into());
    }
    let Some((_, domain)) = text.split_once('@') else { return Err("has no `@`".into()) };
    if text.contains(['<', '>', '(', ')', '[', ']', ',', ';', ':', '"', '\\', '|']) {
        return Err("holds a bracket, quote, colon or backslash, which no address does".into());
    }
    let is_curly =
        |it: char| !it.is_ascii() && QUOTES.iter().any(|pair| it == pair.0 || it == pair.1);
    if text.contains(is_curly) {
        return Err("holds a curly quote, which no address does".into());
    }
    if text.starts_with('\'') {
        // Ours, too: in an export, before a `+`.
        return Err("begins with a `'`, as a spreadsheet marks text: delete it".into());
    }
    let labels = || domain.split('.');
    let is_label = |label: &str| {
        let is_part = |it: char| it.is_alphanumeric() || it == '-' || !it.is_ascii();
        !label.is_empty()
            && label.chars().all(is_part)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if !labels().all(is_label) {
        return Err("has something behind its `@` that is not a domain".into());
    }
    match labels().next_back() {
        Some(last) if last.len() == domain.len() => {
            Err("has a domain without a dot behind its `@`".into())
        }
        Some(last) if last.len() < 2 || last.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err("has a domain whose last part is a single letter or a number".into())
        }
        _ => Ok(address),
    }
}

//! Takes addresses, ids and keys out of a message before it can be logged.

use std::ops::Range;

/// Returns the text with everything that looks like an address, an id or a key replaced.
pub(crate) fn redact(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut end = 0;
    for range in address_ranges(text) {
        push_without_ids(&mut clean, &text[end..range.start]);
        clean.push_str("[address]");
        end = range.end;
    }
    push_without_ids(&mut clean, &text[end..]);
    clean
}

/// Returns where addresses stand, without the punctuation around them.
///
/// Rather too much than too little: what may stand in a local part is taken for a part of it.
pub(crate) fn address_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, mark) in text.char_indices().filter_map(|(at, character)| {
        let rest = &text[at..];
        match character {
            '@' => Some((at, &rest[..1])),
            '%' if rest.starts_with("%40") => Some((at, &rest[..3])),
            _ => None,
        }
    }) {
        let floor = ranges.last().map_or(0, |range| range.end);
        if at < floor {
            continue;
        }
        let before = &text[floor..at];
        let start = floor + local_part(before);
        let behind = &text[at + mark.len()..];
        let end = at + mark.len() + domain(behind);
        let is_punctuation = |character| "`'.?!/[&=".contains(character);
        let start = end - text[start..end].trim_start_matches(is_punctuation).len();
        let end = start + text[start..end].trim_end_matches(['`', '\'', '.', '?', '!']).len();
        // Not an `@` alone.
        if end - start > mark.len() {
            ranges.push(start..end);
        }
    }
    ranges
}

/// Returns where the local part begins at the end of `text`.
fn local_part(text: &str) -> usize {
    let quoted = text.strip_suffix('"').and_then(|inner| {
        // Both quotes are escaped, or none.
        let (inner, mark) = match inner.strip_suffix('\\') {
            Some(inner) => (inner, "\\\""),
            None => (inner, "\""),
        };
        let is_opening = |at: &usize| mark.len() == 2 || !inner[..*at].ends_with('\\');
        inner.rmatch_indices(mark).map(|(at, _)| at).find(is_opening)
    });
    let text = &text[..quoted.unwrap_or(text.len())];
    text.trim_end_matches(|character| is_word(character) || "&=/?[]".contains(character)).len()
}

/// Returns the length of the domain that `text` begins with.
fn domain(text: &str) -> usize {
    // `[127.0.0.1]`, or the placeholder of something that was replaced.
    let literal = text.strip_prefix('[').and_then(|inner| inner.find(']'));
    let literal = literal.map_or(0, |end| end + 2);
    let rest = &text[literal..];
    let word = rest.trim_start_matches(is_word);
    literal + rest.len() - word.len()
}

/// Appends the text with ids and keys replaced, and control characters too: a message cannot forge
/// lines of a log.
fn push_without_ids(clean: &mut String, text: &str) {
    let mut word = String::new();
    for character in text.chars() {
        if is_word(character) {
            word.push(character);
        } else {
            push_word(clean, &mut word);
            clean.push(if character.is_control() { ' ' } else { character });
        }
    }
    push_word(clean, &mut word);
}

/// Returns true for what can stand in an address or an id. Anything but ASCII counts, since addresses
/// may have it.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || "@._%+-!#$*^`{|}~'".contains(character)
}

fn push_word(clean: &mut String, word: &mut String) {
    // Quotes and sentence marks around a word are not part of it.
    let inner = word.trim_matches(|character| "`'.?!".contains(character));
    let (before, after) = word.split_at(word.find(inner).unwrap_or(0));
    let after = &after[inner.len()..];
    clean.push_str(before);
    clean.push_str(if is_id(inner) { "[id]" } else { inner });
    clean.push_str(after);
    word.clear();
}

/// Clerk's ids and keys are a lower-case prefix, `_`, and a part with digits or capitals; the names
/// of its fields and codes have neither. Tickets and tokens are longer than any word.
fn is_id(word: &str) -> bool {
    let is_key = word.starts_with("sk_") || word.starts_with("pk_");
    let is_token = word.len() > 40 || word.starts_with("eyJ");
    is_key
        || is_token
        || word.split_once('_').is_some_and(|(prefix, rest)| {
            !prefix.is_empty()
                && prefix.bytes().all(|byte| byte.is_ascii_lowercase())
                && rest.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        })
}

/// Returns what serde says of a value, without the value.
pub(crate) fn without_value(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let mut clean = String::with_capacity(text.len());
    // It quotes a string with escapes, so that an even number of bare quotes surrounds it.
    let (mut quoted, mut escaped) = (false, false);
    for character in text.chars() {
        let bare_quote = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        if bare_quote {
            quoted = !quoted;
            clean.push_str(if quoted { "\"..\"" } else { "" });
        } else if !quoted {
            clean.push(character);
        }
    }
    // "integer `5`", "unknown variant `x`": the first thing in backquotes is the value. In "missing
    // field `x`" it is one of our own names.
    if let (false, Some((before, rest))) = (clean.starts_with("missing"), clean.split_once('`')) {
        if let Some((_, after)) = rest.split_once('`') {
            clean = format!("{before}`..`{after}");
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::{redact, without_value};

    #[test]
    fn addresses_ids_and_keys_go() {
        assert_eq!(
            redact("pending for: a.b+c@example.com, 'd@e.fr', `f@g.h`. Really?"),
            "pending for: [address], '[address]', `[address]`. Really?"
        );
        assert_eq!(redact("no organization org_2aBc found"), "no organization [id] found");
        assert_eq!(redact("key sk_test_51Abc is wrong"), "key [id] is wrong");
        assert_eq!(redact("key=sk_live_abcdef"), "key=[id]");
        assert_eq!(redact("no /organizations/org_2s9 here"), "no /organizations/[id] here");
        assert_eq!(redact("a%40b.c?ticket=eyJhbGci"), "[address]?ticket=[id]");
        assert_eq!(redact("one\nline\u{1b}[31m"), "one line [31m");
        assert_eq!(redact("jos\u{e9}@ex\u{e4}mple.de"), "[address]");
    }

    #[test]
    fn whatever_a_local_part_may_hold_goes_too() {
        for address in [
            "o'brien&sons@corp.example",
            "a=b@corp.example",
            "slash/dept@corp.example",
            "a?b@corp.example",
            "\"john doe\"@corp.example",
            "\"a\\\"b, c\"@corp.example",
            "\\\"john doe\\\"@corp.example",
            "a@[192.0.2.1]",
            "x&[value]@corp.example",
        ] {
            for (before, after) in [("", ""), ("for ", " it is"), ("'", "'."), ("(", "), x")] {
                let shown = redact(&format!("{before}{address}{after}"));
                assert_eq!(shown, format!("{before}[address]{after}"), "{address}");
            }
        }
        assert_eq!(redact("a@b.c,d@e.f;g@h.i"), "[address],[address];[address]");
        assert_eq!(redact("needs one `@`. @"), "needs one `@`. @");
    }

    #[test]
    fn words_stay() {
        for text in ["`expires_in_days` must be 1 to 365.", "role org:admin", "", "Is it? Yes!"] {
            assert_eq!(redact(text), text);
        }
    }

    #[test]
    fn a_json_error_loses_its_values() {
        let error = serde_json::from_str::<u32>(r#""a \"b@c.de\" secret""#).expect_err("a string");
        assert_eq!(
            without_value(&error),
            "invalid type: string \"..\", expected u32 at line 1 column 21"
        );
        let error = serde_json::from_str::<String>("15551234567").expect_err("a number");
        assert_eq!(
            without_value(&error),
            "invalid type: integer `..`, expected a string at line 1 column 11"
        );
    }
}

//! Taking addresses, ids and keys out of a server's words before anybody can log them.

/// The text with everything that looks like an address, an id or a key replaced.
pub(crate) fn redact(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut word = String::new();
    for character in text.chars() {
        if is_word(character) {
            word.push(character);
        } else {
            push_word(&mut clean, &mut word);
            // Nobody writes lines of a log but us.
            clean.push(if character.is_control() { ' ' } else { character });
        }
    }
    push_word(&mut clean, &mut word);
    clean
}

/// What can stand in an address or an id; anything but ASCII counts, since addresses may have it.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || "@._%+-!#$*^`{|}~'".contains(character)
}

fn push_word(clean: &mut String, word: &mut String) {
    // Quotes and sentence marks around a word are not part of it.
    let inner = word.trim_matches(|character| "`'.?!".contains(character));
    let (before, after) = word.split_at(word.find(inner).unwrap_or(0));
    let after = &after[inner.len()..];
    clean.push_str(before);
    clean.push_str(if inner.contains('@') || inner.contains("%40") {
        "[address]"
    } else if is_id(inner) {
        "[id]"
    } else {
        inner
    });
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

/// What serde says of a value, without the value.
pub(crate) fn redact_json_error(error: &serde_json::Error) -> String {
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
    redact(&clean)
}

#[cfg(test)]
mod tests {
    use super::{redact, redact_json_error};

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
    fn words_stay() {
        for text in ["`expires_in_days` must be 1 to 365.", "role org:admin", "", "Is it? Yes!"] {
            assert_eq!(redact(text), text);
        }
    }

    #[test]
    fn a_json_error_loses_its_values() {
        let error = serde_json::from_str::<u32>(r#""a \"b@c.de\" secret""#).expect_err("a string");
        assert_eq!(
            redact_json_error(&error),
            "invalid type: string \"..\", expected u32 at line 1 column 21"
        );
        let error = serde_json::from_str::<String>("15551234567").expect_err("a number");
        assert_eq!(
            redact_json_error(&error),
            "invalid type: integer `..`, expected a string at line 1 column 11"
        );
    }
}

//! Words of a command line that somebody may copy.

use std::borrow::Cow;

/// Quotes a word that a shell would take apart, as POSIX shells, PowerShell and Windows' own take it.
/// Where none fits all three, as POSIX shells do.
pub(crate) fn word(text: &str) -> Cow<'_, str> {
    let plain = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '/' | ':' | '@');
    if !text.is_empty() && text.chars().all(plain) {
        Cow::Borrowed(text)
    } else if text.contains(['"', '$', '`', '\\', '!', '%']) {
        Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
    } else {
        Cow::Owned(format!("\"{text}\""))
    }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_word_stays_one_word() {
        for (text, expected) in [
            ("email", "email"),
            ("Work Email", "\"Work Email\""),
            ("Ann's", "\"Ann's\""),
            ("", "\"\""),
            ("sch\u{f6}n", "sch\u{f6}n"),
            ("$HOME \"x\"", "'$HOME \"x\"'"),
            ("it's `x`", r"'it'\''s `x`'"),
        ] {
            assert_eq!(word(text), expected);
        }
    }
}

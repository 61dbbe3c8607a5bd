//! The check of an email address before it is sent.

use crate::endpoint::check::Check;
use crate::endpoint::invalid_request::InvalidRequest;
use crate::values::string_types::EmailAddress;

/// Refuses what cannot be an address: in a list, one of them makes Clerk refuse all, without naming
/// the item.
///
/// An address is not empty, has no white space, control or invisible characters, and one `@` with
/// something on both sides. Everything else is Clerk's to judge.
impl Check for EmailAddress {
    #[inline]
    fn check(&self) -> Result<(), InvalidRequest> {
        let text = self.as_str();
        if is_plain(text) {
            return Ok(());
        }
        problem(text).map_or(Ok(()), |problem| Err(InvalidRequest::new("", problem)))
    }
}

/// Returns true for an address of visible ASCII characters alone, in one pass: nearly all are, and every
/// call pays for the check.
fn is_plain(text: &str) -> bool {
    /// Added up, 1 for each `@`, and more than any number of them for what is not visible ASCII.
    const WEIGHTS: [u64; 256] = {
        let mut weights = [1 << 32; 256];
        let mut visible = b'!';
        while visible <= b'~' {
            weights[visible as usize] = 0;
            visible += 1;
        }
        weights[b'@' as usize] = 1;
        weights
    };
    let weight = |byte: u8| WEIGHTS[usize::from(byte)];
    text.bytes().fold(0_u64, |sum, byte| sum.wrapping_add(weight(byte))) == 1
        && !text.starts_with('@')
        && !text.ends_with('@')
}

/// Returns the reason why a text cannot be an address. It never contains the text.
fn problem(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some("is empty, expected an email address".to_owned());
    }
    if text.trim() != text {
        let problem = "begins or ends with white space, expected an email address alone";
        return Some(problem.to_owned());
    }
    if let Some(odd) = text.chars().find(|&character| is_control_or_invisible(character)) {
        let code = u32::from(odd);
        return Some(format!(
            "holds the control or invisible character U+{code:04X}, expected an email address"
        ));
    }
    if text.contains(char::is_whitespace) {
        return Some("holds white space, expected one email address".to_owned());
    }
    let mut parts = text.split('@');
    let problem = match (parts.next(), parts.next(), parts.next()) {
        (_, None, _) => "has no `@`, expected an email address",
        (_, _, Some(_)) => "has more than one `@`, expected one email address",
        (Some(""), ..) => "has nothing before its `@`, expected an email address",
        (_, Some(""), _) => "has nothing after its `@`, expected an email address",
        _ => return None,
    };
    Some(problem.to_owned())
}

/// Returns true for controls, and for characters that take no space: byte order marks, joiners,
/// directions, soft hyphens and variation selectors.
fn is_control_or_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::{is_plain, problem};

    #[test]
    fn addresses_as_they_are_pass() {
        for text in [
            "a@b",
            "o'brien&sons@corp.example",
            "a=b@example.com",
            "slash/dept+tag@example.com",
            "jos\u{e9}@ex\u{e4}mple.de",
            "\u{7528}\u{6237}@\u{4f8b}\u{5b50}.cn",
            "a@localhost",
            "-@-",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_one_is_refused_without_being_repeated() {
        for (text, expected) in [
            ("", "is empty"),
            (" \t", "is empty"),
            ("\u{feff}", "U+FEFF"),
            (" a@secret.example", "begins or ends"),
            ("a@secret.example\r", "begins or ends"),
            ("a@secret.example\u{a0}", "begins or ends"),
            ("\u{feff}a@secret.example", "U+FEFF"),
            ("a\u{200b}@secret.example", "U+200B"),
            ("a@sec\u{ad}ret.example", "U+00AD"),
            ("a@secret.example\u{0}", "U+0000"),
            ("a b@secret.example", "holds white space"),
            ("a@secret.example, c@secret.example", "holds white space"),
            ("secret.example", "has no `@`"),
            ("a@b@secret.example", "more than one `@`"),
            ("@secret.example", "nothing before"),
            ("secret@", "nothing after"),
        ] {
            let problem = problem(text).expect(text);
            assert!(problem.contains(expected), "{text:?}: {problem}");
            assert!(!problem.contains("secret"), "{problem}");
            assert!(!is_plain(text), "{text:?}");
        }
    }
}

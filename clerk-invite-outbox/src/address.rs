//! The same person: when two email addresses name one.

use clerk_invite::{Check as _, EmailAddress};

/// Returns the key that all spellings of one address share.
pub(crate) fn person(address: &str) -> String {
    EmailAddress::from(address).same_address_key()
}

/// Returns the reason why an address cannot be sent, if there is one.
///
/// `clerk-invite` refuses the whole request for one such address, so none may enter a queue: its own
/// check has the last word here.
pub(crate) fn problem(address: &str) -> Option<&'static str> {
    if address.is_empty() {
        return Some("the address is empty");
    }
    if address.chars().any(char::is_whitespace) {
        return Some("the address holds white space");
    }
    match address.split_once('@') {
        Some(("", _) | (_, "")) => Some("the address lacks a part before or behind its `@`"),
        Some((_, domain)) if domain.contains('@') => Some("the address holds more than one `@`"),
        Some(_) if address.len() > 320 => Some("the address is longer than 320 bytes"),
        Some(_) => EmailAddress::from(address)
            .check()
            .is_err()
            .then_some("the address holds an invisible or control character"),
        None => Some("the address holds no `@`"),
    }
}

/// Returns the address as it is sent: without white space around it.
pub(crate) fn to_send(address: &EmailAddress) -> &str {
    address.as_str().trim()
}

#[cfg(test)]
mod tests {
    use super::{person, problem};

    #[test]
    fn spellings_of_one_address_share_a_key() {
        assert_eq!(person(" Ann@Example.COM "), "ann@example.com");
        assert_eq!(person("ann@BÜCHER.example"), person("ann@xn--bcher-kva.example"));
        assert_ne!(person("ann+tag@example.com"), person("ann@example.com"));
        assert_ne!(person("a.nn@gmail.com"), person("ann@gmail.com"));
    }

    #[test]
    fn what_nobody_could_receive_is_invalid() {
        for good in ["a@b", "ann@example.com", "\"a\"@example.com", "ä@bücher.example"] {
            assert_eq!(problem(good), None, "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c",
            "a b@c",
            "a@b\u{200b}",
            "a\n@b",
            "a@b\u{202e}",
            "a@b\u{fe0f}",
        ] {
            assert!(problem(bad).is_some(), "{bad:?}");
        }
    }
}

//! The same address: when two spellings name one person.

use std::borrow::Cow;

use crate::values::string_types::EmailAddress;

impl EmailAddress {
    /// Returns the key that all spellings of this address share: trimmed, in lower case, with the domain
    /// in Punycode.
    ///
    /// Tags (`+tag`) and the dots of a Gmail address stay distinct. Without the feature `client`, which
    /// brings IDNA, only the ASCII letters of the domain are folded.
    ///
    /// ```
    /// use clerk_invite::EmailAddress;
    ///
    /// let address = EmailAddress::from(" Ann@Example.com ");
    /// assert_eq!(address.same_address_key(), "ann@example.com");
    /// ```
    #[must_use]
    pub fn same_address_key(&self) -> String {
        same_address_key(self)
    }
}

/// Returns the key of [`EmailAddress::same_address_key`].
pub(crate) fn same_address_key(address: &str) -> String {
    let address = address.trim();
    let Some((name, domain)) = address.rsplit_once('@') else { return address.to_lowercase() };
    format!("{}@{}", name.to_lowercase(), domain_key(domain))
}

fn domain_key(domain: &str) -> Cow<'_, str> {
    if !domain.is_ascii() {
        if let Some(domain) = punycode(domain) {
            return Cow::Owned(domain);
        }
    }
    Cow::Owned(domain.to_ascii_lowercase())
}

/// Converts as the URL standard does, which is IDNA.
#[cfg(feature = "client")]
fn punycode(domain: &str) -> Option<String> {
    // Anything else could end the host, or be decoded.
    let is_host = |character: char| {
        character.is_alphanumeric() || !character.is_ascii() || matches!(character, '-' | '.')
    };
    if !domain.chars().all(is_host) {
        return None;
    }
    let url = reqwest::Url::parse(&format!("http://{domain}/")).ok()?;
    url.host_str().map(ToOwned::to_owned)
}

#[cfg(not(feature = "client"))]
fn punycode(_: &str) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::same_address_key;

    #[test]
    fn spellings_of_one_address_share_a_key() {
        assert_eq!(same_address_key(" Ann@Example.COM\r\n"), "ann@example.com");
        assert_ne!(same_address_key("ann+tag@example.com"), same_address_key("ann@example.com"));
        assert_ne!(same_address_key("a.nn@gmail.com"), same_address_key("ann@gmail.com"));
        assert_eq!(same_address_key("\u{c4}nn@example.com"), "\u{e4}nn@example.com");
        for odd in ["", "@", "ann", "@example.com", "a@b@c", "ann@\u{e4}/b@c"] {
            assert_eq!(same_address_key(odd), odd);
        }
    }

    #[cfg(feature = "client")]
    #[test]
    fn a_domain_is_the_same_in_punycode() {
        let key = same_address_key("ann@xn--bcher-kva.example");
        assert_eq!(same_address_key("Ann@B\u{dc}CHER.example"), key);
        assert_eq!(same_address_key("ann@b\u{fc}cher.example"), key);
    }
}

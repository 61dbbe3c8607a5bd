//! The `Authorization` header.

use http::HeaderValue;

use crate::error::Error;

/// Returns a fingerprint of the key in an `Authorization`.
///
/// An HMAC-SHA-256 that is cut to 64 bits: enough to tell keys apart, useless for finding one.
pub(crate) fn fingerprint(authorization: &HeaderValue) -> String {
    let mac = hmac_sha256::HMAC::mac(authorization.as_bytes(), "clerk-invite key fingerprint");
    let first: [u8; 8] = std::array::from_fn(|index| mac[index]);
    format!("{:016x}", u64::from_be_bytes(first))
}

/// Returns the `Authorization` header of a secret key, marked as sensitive.
///
/// # Errors
///
/// The text cannot be a secret key: it is empty, a publishable key, a placeholder, or still has what
/// it was pasted with. An unknown prefix is Clerk's to judge.
pub(crate) fn authorization(key: &str) -> Result<HeaderValue, Error> {
    let key = key.trim();
    if let Some(problem) = problem(key) {
        let expected = "expected the secret key alone, `sk_live_..` or `sk_test_..`";
        return Err(Error::config(format!("the secret key {problem}: {expected}")));
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {key}"))
        .map_err(|_| Error::config("the secret key holds characters that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns the reason why a text cannot be a secret key. It never contains the text.
fn problem(key: &str) -> Option<&'static str> {
    let placeholder =
        |text: &str| matches!(text, "undefined" | "null" | "none" | "nil" | "[object object]");
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    Some(if key.is_empty() {
        "is empty"
    } else if key.starts_with("pk_") {
        "is a publishable key (`pk_..`), which may not call the Backend API"
    } else if matches!(key, "sk_" | "sk_test_" | "sk_live_") {
        "ends behind its prefix"
    } else if placeholder(&key.to_ascii_lowercase()) {
        "is the word that stands for a missing value"
    } else if key.contains(['"', '\'', '`']) {
        "holds quotation marks"
    } else if key.split_once('=').is_some_and(|(name, _)| is_name(name.trim())) {
        "has the name of its variable before it"
    } else if key.starts_with(['$', '{', '<', '%']) {
        "is a placeholder that nothing has filled in"
    } else if key.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer ")) {
        "has `Bearer` before it"
    } else if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        "holds white space or other characters that no key has"
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests {
    use super::authorization;

    #[test]
    fn keys_are_taken_whatever_their_prefix() {
        for key in ["sk_test_123", " sk_live_a+/b=\n", "sk_new_1", "x", "ak_Ab=="] {
            let value = authorization(key).expect(key);
            assert!(value.is_sensitive());
            assert_eq!(value.as_bytes(), format!("Bearer {}", key.trim()).as_bytes());
        }
    }

    #[test]
    fn what_cannot_be_a_key_is_refused_without_being_repeated() {
        for key in [
            "",
            " ",
            "pk_test_secret1",
            "\"sk_test_secret1\"",
            "'sk_test_secret1'",
            "\u{201c}sk_test_secret1\u{201d}",
            "CLERK_SECRET_KEY=sk_test_secret1",
            "CLERK_SECRET_KEY = sk_test_secret1",
            "${SECRET1}",
            "$SECRET1",
            "{{ secret1 }}",
            "<secret1>",
            "%SECRET1%",
            "undefined",
            "null",
            "Bearer sk_test_secret1",
            "sk_test secret1",
            "sk_test_",
            "sk_test_\u{2022}secret1",
        ] {
            let error = authorization(key).expect_err(key).to_string();
            assert!(error.contains("expected the secret key alone"), "{error}");
            assert!(!error.to_lowercase().contains("secret1"), "{error}");
        }
    }
}

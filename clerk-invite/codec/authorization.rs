//! The secret key, from whatever it was pasted.

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

/// The `Authorization` of this key, marked so that no log shows it.
pub(crate) fn authorization(key: &str) -> Result<HeaderValue, Error> {
    let key = key.trim();
    if key.is_empty() {
        return Err(Error::config(
            "the secret key is empty: expected `sk_live_..` or `sk_test_..`",
        ));
    }
    if key.starts_with("pk_") {
        return Err(Error::config(
            "this is a publishable key (`pk_..`), which may not call the Backend API: expected the \
             secret key, `sk_live_..` or `sk_test_..`",
        ));
    }
    if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::config(
            "the secret key holds white space or other characters that no key has: expected \
             `sk_live_..` or `sk_test_..`",
        ));
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {key}"))
        .map_err(|_| Error::config("the secret key holds characters that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

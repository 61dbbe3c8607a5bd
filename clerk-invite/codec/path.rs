//! The path of a request, one encoded segment at a time.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::endpoint::invalid_request::InvalidRequest;

/// Everything but RFC 3986's unreserved characters: real ids go out as they are, anything else
/// arrives as that one id.
pub(crate) const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Builds the path that generated code describes.
#[derive(Default)]
pub struct PathBuilder(String);

impl PathBuilder {
    /// An empty path.
    #[must_use]
    pub fn new() -> Self {
        Self(String::with_capacity(64))
    }

    /// Text of the template, as it stands.
    pub fn literal(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// A parameter's value, encoded.
    ///
    /// # Errors
    ///
    /// The value would name another path: percent-encoding does not help, since servers and
    /// proxies read `%2E%2E` as `..`, too.
    pub fn parameter(&mut self, name: &str, value: &dyn Display) -> Result<(), InvalidRequest> {
        let mut text = String::new();
        if write!(text, "{value}").is_err() {
            return Err(InvalidRequest::new(name, "cannot be written as text"));
        }
        if text.is_empty() {
            return Err(InvalidRequest::new(name, "is empty, expected an id"));
        }
        if text == "." || text == ".." {
            let problem = format!("is `{text}`, which would name another path, expected an id");
            return Err(InvalidRequest::new(name, problem));
        }
        // As nearly all ids are.
        let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if text.bytes().all(is_unreserved) {
            self.0.push_str(&text);
            return Ok(());
        }
        if let Some(control) = text.chars().find(|character| character.is_control()) {
            let problem = format!("holds the control character U+{:04X}", u32::from(control));
            return Err(InvalidRequest::new(name, problem));
        }
        self.0.extend(utf8_percent_encode(&text, ENCODED));
        Ok(())
    }

    /// The whole path.
    #[must_use]
    pub fn finish(self) -> Cow<'static, str> {
        Cow::Owned(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::PathBuilder;

    fn encode(value: &str) -> Result<String, String> {
        let mut path = PathBuilder::new();
        path.parameter("id", &value).map_err(|error| error.to_string())?;
        Ok(path.finish().into_owned())
    }

    #[test]
    fn a_real_id_is_sent_as_it_is() {
        assert_eq!(encode("org_2aB-c.d~").as_deref(), Ok("org_2aB-c.d~"));
    }

    #[test]
    fn a_strange_id_stays_one_segment() {
        assert_eq!(encode("a/b?c#d%e f\u{e9}").as_deref(), Ok("a%2Fb%3Fc%23d%25e%20f%C3%A9"));
        assert_eq!(encode("%2e%2e").as_deref(), Ok("%252e%252e"));
        assert_eq!(encode("...").as_deref(), Ok("..."));
    }

    #[test]
    fn what_would_name_another_path_is_refused() {
        for id in ["", ".", "..", "a\nb", "\u{0}", "\u{7f}", "\u{85}"] {
            let error = encode(id).expect_err(id);
            assert!(error.starts_with("`id` "), "{error}");
        }
    }
}

//! Telling Clerk's responses from those of somebody else, such as a captive portal.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::IgnoredAny;

/// The content type of a response, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentType<'a> {
    Json,
    /// Any other, without its parameters; empty if it cannot be shown.
    Other(&'a str),
    Missing,
}

impl<'a> ContentType<'a> {
    pub(crate) fn of(headers: &'a HeaderMap) -> Self {
        let Some(value) = headers.get(CONTENT_TYPE) else { return Self::Missing };
        let Ok(text) = value.to_str() else { return Self::Other("") };
        let name = text.split(';').next().unwrap_or_default().trim_ascii();
        if name.is_empty() {
            return Self::Missing;
        }
        let lower = name.to_ascii_lowercase();
        if matches!(lower.as_str(), "application/json" | "text/json") || lower.ends_with("+json") {
            return Self::Json;
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/+-.".contains(&byte);
        let can_be_shown = name.len() <= 64 && name.bytes().all(is_plain);
        Self::Other(if can_be_shown { name } else { "" })
    }
}

/// Returns true if a body that is not empty can be Clerk's: JSON, whole or not.
///
/// Without a content type, the body alone decides.
pub(crate) fn can_be_clerks(headers: &HeaderMap, body: &[u8]) -> bool {
    !matches!(ContentType::of(headers), ContentType::Other(_)) && is_like_json(body)
}

fn is_like_json(body: &[u8]) -> bool {
    match serde_json::from_slice::<IgnoredAny>(body) {
        Ok(_) => true,
        Err(error) => error.is_eof() || matches!(body.trim_ascii_start(), [b'{' | b'[', ..]),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::header::{CONTENT_TYPE, HeaderValue};

    use super::{ContentType, can_be_clerks};

    fn headers(value: &'static [u8]) -> HeaderMap {
        let value = HeaderValue::from_bytes(value).expect("a header");
        HeaderMap::from_iter([(CONTENT_TYPE, value)])
    }

    #[test]
    fn json_has_many_names() {
        for name in
            ["application/json", "Application/JSON ; charset=utf-8", "text/json", "a/problem+json"]
        {
            assert_eq!(ContentType::of(&headers(name.as_bytes())), ContentType::Json, "{name}");
        }
        let html = headers(b"text/html;charset=UTF-8");
        assert_eq!(ContentType::of(&html), ContentType::Other("text/html"));
        for odd in [&b"a@example.com"[..], b"\xff", b"text/ html"] {
            assert_eq!(ContentType::of(&headers(odd)), ContentType::Other(""), "{odd:?}");
        }
        assert_eq!(ContentType::of(&headers(b" ; a")), ContentType::Missing);
    }

    #[test]
    fn a_body_without_a_type_is_judged_by_itself() {
        for body in ["{}", "[1", "{\"a\":", "{]", "null", " 1 ", "\"a\""] {
            assert!(can_be_clerks(&HeaderMap::new(), body.as_bytes()), "{body}");
        }
        for body in ["<html>", "OK", "404 page not found", "null and void", "\u{1}"] {
            assert!(!can_be_clerks(&HeaderMap::new(), body.as_bytes()), "{body}");
        }
    }
}

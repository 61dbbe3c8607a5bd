//! Exact redaction: the values of one request, wherever a message quotes them.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::quotations::{Boundary, Quotations};
use crate::error::redact::redact;

/// As ids are encoded in a path.
const URL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value of a request that no message may show, by what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Secret {
    Address,
    Id,
    Key,
    Url,
    /// Metadata, a name, a password, or any other text of the request.
    Value,
}

impl Secret {
    fn placeholder(self) -> &'static str {
        match self {
            Self::Address => "[address]",
            Self::Id => "[id]",
            Self::Key => "[key]",
            Self::Url => "[url]",
            Self::Value => "[value]",
        }
    }
}

/// The values of one request that no message may show.
#[derive(Default)]
pub(crate) struct Secrets(Quotations<Secret>);

impl Secrets {
    /// Adds a text, as it is and as JSON, HTML and URLs write it.
    pub(crate) fn add(&mut self, text: &str, secret: Secret) {
        let text = text.trim();
        self.add_spelling(text, secret);
        let others = [json(text), html(text), utf8_percent_encode(text, URL).into()];
        for other in others.iter().filter(|other| *other != text) {
            self.add_spelling(other, secret);
        }
    }

    fn add_spelling(&mut self, text: &str, secret: Secret) {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || b"-.".contains(&byte));
        let boundary = match text.chars().count() {
            _ if secret == Secret::Address => Boundary::Address,
            // Such a text may stand in any message without being a quotation.
            length if length < if is_number { 4 } else { 3 } => Boundary::Quotes,
            _ => Boundary::Word,
        };
        self.0.add(text, boundary, secret);
    }

    /// Replaces what is known of the request, and then whatever looks like an address, an id or a
    /// key.
    pub(crate) fn redact(&self, message: &str) -> String {
        let mut clean = String::with_capacity(message.len());
        let mut end = 0;
        for (range, secret) in self.0.find(message) {
            clean.push_str(&message[end..range.start]);
            clean.push_str(secret.placeholder());
            end = range.end;
        }
        clean.push_str(&message[end..]);
        redact(&clean)
    }
}

/// Escapes as JSON does.
fn json(text: &str) -> Cow<'_, str> {
    if !text.contains(|character: char| character.is_control() || "\"\\".contains(character)) {
        return Cow::Borrowed(text);
    }
    let json = serde_json::to_string(text).unwrap_or_default();
    let inner = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
    Cow::Owned(inner.unwrap_or_default().to_owned())
}

/// Escapes as Go's standard library does.
fn html(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '\'', '"', '<', '>']) {
        return Cow::Borrowed(text);
    }
    let text = text.replace('&', "&amp;").replace('\'', "&#39;").replace('"', "&#34;");
    Cow::Owned(text.replace('<', "&lt;").replace('>', "&gt;"))
}

#[cfg(test)]
mod tests {
    use super::{Secret, Secrets};

    fn redact(secrets: &[(&str, Secret)], message: &str) -> String {
        let mut known = Secrets::default();
        for (text, secret) in secrets {
            known.add(text, *secret);
        }
        known.redact(message)
    }

    #[test]
    fn whole_values_go_in_any_case_and_spelling() {
        let address = [("o'brien&sons@corp.example", Secret::Address)];
        for message in [
            "o'brien&sons@corp.example",
            "O'Brien&Sons@Corp.Example",
            "o&#39;brien&amp;sons@corp.example",
            "o%27brien%26sons%40corp.example",
        ] {
            assert_eq!(redact(&address, &format!("is {message}.")), "is [address].", "{message}");
        }
        let quoted = [("\"john doe\"@x.example", Secret::Address)];
        assert_eq!(redact(&quoted, "not \"john doe\"@x.example!"), "not [address]!");
        assert_eq!(redact(&quoted, r#"not \"john doe\"@x.example"#), "not [address]");
    }

    #[test]
    fn values_go_and_words_stay() {
        let values = [
            ("two words", Secret::Value),
            ("pro", Secret::Value),
            ("a", Secret::Value),
            ("365", Secret::Value),
            ("acme", Secret::Id),
            ("https://a.example/x?y=z", Secret::Url),
        ];
        assert_eq!(
            redact(&values, "Two Words: a `pro` problem of acme, 1 to 365, `a`"),
            "[value]: a `[value]` problem of [id], 1 to 365, `[value]`"
        );
        assert_eq!(redact(&values, "at https://a.example/x?y=z."), "at [url].");
    }
}

//! `"/a/{b}/c"`: the text of a path template.

/// A piece of a template, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text that is sent as it stands, slashes included.
    Literal(String),
    /// `{name}`: one path segment, or a part of one.
    Placeholder(String),
}

/// What could be read of a template, and everything that is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Template {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) mistakes: Vec<String>,
    /// Placeholders that could not be read, so that the field meant for one is not blamed too.
    pub(crate) unreadable: usize,
}

impl Template {
    pub(crate) fn parse(text: &str) -> Self {
        let mut template = Self::default();
        if text.is_empty() {
            template.mistake("expected a path such as `/users/{user_id}`, found nothing");
            return template;
        }
        if text.contains("://") {
            template.mistake(
                "expected the path alone, as in `/users`: the client knows the server and the \
                 version",
            );
            template.scan(text);
            return template;
        }
        if !text.starts_with('/') {
            template.mistake(format!("expected a leading `/`: `/{text}`"));
        }
        if let Some(rest) = after_version(text) {
            template.mistake(format!("the base URL has the version: expected `/{rest}`"));
        }
        let text = template.without_foreign(text);
        template.scan(&text);
        template.check_shape(&text);
        template
    }

    /// Reports placeholders of other template languages and what is not percent-encoding, and
    /// returns the text without them.
    fn without_foreign(&mut self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if let Some((written, name)) = foreign(rest) {
                self.mistake(format!(
                    "expected braces around a placeholder: `{{{name}}}`, not `{written}`"
                ));
                self.unreadable += 1;
                kept.push('_');
                rest = &rest[written.len()..];
                continue;
            }
            if character == '%' && !is_percent_encoded(rest) {
                let end = rest[1..].char_indices().find(|(_, c)| !c.is_ascii_alphanumeric());
                let end = end.map_or(rest.len(), |(at, _)| at + 1).min(3);
                let written = &rest[..end];
                self.mistake(format!(
                    "`{written}` is not percent-encoding: a placeholder is the name of a field in \
                     braces, as in `{{user_id}}`"
                ));
                self.unreadable += 1;
                kept.push('_');
                rest = &rest[end..];
                continue;
            }
            kept.push(character);
            rest = &rest[character.len_utf8()..];
        }
        kept
    }

    /// The names in braces, each once.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(name) => Some(name.as_str()),
            Piece::Literal(_) => None,
        })
    }

    fn mistake(&mut self, message: impl Into<String>) {
        self.mistakes.push(message.into());
    }

    /// Splits the text at its braces.
    fn scan(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            self.literal(&rest[..at]);
            if rest[at..].starts_with('}') {
                self.mistake("unbalanced braces: this path has a `}` without a `{`");
                self.unreadable += 1;
                rest = &rest[at + 1..];
                continue;
            }
            let inside = &rest[at + 1..];
            match inside.find(['{', '}']) {
                Some(end) if inside[end..].starts_with('}') => {
                    self.placeholder(&inside[..end]);
                    rest = &inside[end + 1..];
                }
                Some(_) => {
                    self.mistake("nested braces: a placeholder is one name, as in `{user_id}`");
                    self.unreadable += 1;
                    rest = after_nested(inside);
                }
                None => {
                    let name = inside.split('/').next().unwrap_or_default();
                    self.mistake(format!("unbalanced braces: `{{{name}` has no `}}`"));
                    self.unreadable += 1;
                    rest = &inside[name.len()..];
                }
            }
        }
        self.literal(rest);
    }

    fn literal(&mut self, text: &str) {
        if !text.is_empty() {
            self.pieces.push(Piece::Literal(text.to_owned()));
        }
    }

    fn placeholder(&mut self, name: &str) {
        if name.is_empty() {
            self.mistake("empty braces: expected the name of a field, as in `{user_id}`");
            self.unreadable += 1;
        } else if !is_identifier(name) {
            self.mistake(format!("expected the name of a field in braces, found `{{{name}}}`"));
            self.unreadable += 1;
        } else if self.placeholders().any(|known| known == name) {
            self.mistake(format!("the placeholder `{{{name}}}` stands in this path twice"));
        } else {
            self.pieces.push(Piece::Placeholder(name.to_owned()));
        }
    }

    /// What a path must not hold, whatever stands in its braces.
    fn check_shape(&mut self, text: &str) {
        if text.contains("//") {
            self.mistake("`//` is an empty path segment: expected one `/`");
        }
        if text.len() > 1 && text.ends_with('/') && !text.ends_with("//") {
            self.mistake(format!("expected no trailing `/`: `{}`", text.trim_end_matches('/')));
        }
        if let Some(dots) = text.split('/').find(|segment| matches!(*segment, "." | "..")) {
            self.mistake(format!("`{dots}` is a relative path segment: expected the full path"));
        }
        for (segment, name) in text.split('/').filter_map(|s| Some((s, foreign_placeholder(s)?))) {
            self.mistake(format!(
                "expected braces around a placeholder: `{{{name}}}`, not `{segment}`"
            ));
            self.unreadable += 1;
        }
        let literals = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Literal(text) => Some(text.as_str()),
            Piece::Placeholder(_) => None,
        });
        if let Some(character) = literals.flat_map(str::chars).find(|c| !is_path_character(*c)) {
            self.mistake(match character {
                '?' => "unexpected `?`: fields that are not in the path become the query or the \
                        body by themselves"
                    .to_owned(),
                '#' => "unexpected `#`: a fragment is never sent to a server".to_owned(),
                character if character.is_whitespace() => {
                    "unexpected white space in the path".to_owned()
                }
                character => {
                    format!(
                        "unexpected character {character:?} in the path: write it percent-encoded"
                    )
                }
            });
        }
    }
}

/// The name in a placeholder of another template language: `:user_id`, or braces percent-encoded.
fn foreign_placeholder(segment: &str) -> Option<&str> {
    let encoded = |open, close| segment.strip_prefix(open)?.strip_suffix(close);
    let name = segment
        .strip_prefix(':')
        .or_else(|| encoded("%7B", "%7D"))
        .or_else(|| encoded("%7b", "%7d"))?;
    is_identifier(name).then_some(name)
}

/// Returns what follows `/v1/`, or any other version.
fn after_version(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("/v")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let rest = &rest[digits..];
    (digits > 0 && (rest.is_empty() || rest.starts_with('/'))).then(|| rest.trim_start_matches('/'))
}

/// Returns a placeholder of another template language at the start of a text, and its name.
fn foreign(text: &str) -> Option<(&str, &str)> {
    const QUOTES: [(&str, &str); 7] =
        [("{{", "}}"), ("${", "}"), ("#{", "}"), ("%{", "}"), ("<", ">"), ("[", "]"), ("(", ")")];
    for (open, close) in QUOTES {
        let Some(inside) = text.strip_prefix(open) else { continue };
        let Some(end) = inside.find(close) else { continue };
        let name = inside[..end].trim();
        if is_identifier(name) {
            return Some((&text[..open.len() + end + close.len()], name));
        }
    }
    let name = text.strip_prefix('$')?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
    is_identifier(&name[..end]).then(|| (&text[..=end], &name[..end]))
}

fn is_percent_encoded(text: &str) -> bool {
    let digits = text.as_bytes().get(1..3);
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// Skips a nested placeholder to behind its last closing brace.
fn after_nested(inside: &str) -> &str {
    let mut depth = 1_usize;
    for (at, character) in inside.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &inside[at + 1..];
        }
    }
    ""
}

/// Whether a field can have this name, keywords included: `{type}` is the field `r#type`.
fn is_identifier(name: &str) -> bool {
    let raw = format!("r#{name}");
    syn::parse_str::<syn::Ident>(&raw).is_ok_and(|ident| ident == raw)
}

/// RFC 3986's `pchar` and the slash.
fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "/-._~%!$&'()*+,;=:@".contains(character)
}

#[cfg(test)]
mod tests {
    use super::{Piece, Template};

    #[test]
    fn splits_a_template_into_its_pieces() {
        let template = Template::parse("/organizations/{organization_id}/invitations/bulk");
        assert!(template.mistakes.is_empty(), "{:?}", template.mistakes);
        assert_eq!(
            template.pieces,
            [
                Piece::Literal("/organizations/".to_owned()),
                Piece::Placeholder("organization_id".to_owned()),
                Piece::Literal("/invitations/bulk".to_owned()),
            ]
        );
    }

    #[test]
    fn every_mistake_is_one_mistake() {
        for text in [
            "",
            "users",
            "/a//b",
            "/a/",
            "//",
            "/a/../b",
            "/a/./b",
            "/a b",
            "/a?b=c",
            "/a#b",
            "/a\u{e9}",
            "/{a",
            "/a}",
            "/{{a}}",
            "/${a}",
            "/#{a}",
            "/$a",
            "/<a>",
            "/[a]",
            "/(a)",
            "/%s",
            "/%d/b",
            "/%zz",
            "/%",
            "/v1/users",
            "/v1",
            "/{a{b}c}/d",
            "/{}",
            "/{a b}",
            "/{1a}",
            "/{a-b}",
            "/{_}",
            "/{a}/{a}",
            "/a\tb",
            "/{a/b",
            "/a\\b",
            "https://api.clerk.com/v1/users",
        ] {
            let mistakes = Template::parse(text).mistakes;
            assert_eq!(mistakes.len(), 1, "{text:?} gave {mistakes:?}");
        }
    }

    #[test]
    fn takes_what_a_path_may_hold() {
        for text in ["/", "/a", "/a/{b}.json", "/a:b/{type}", "/v/%20/{a}/{b}", "/{a}{b}"] {
            let mistakes = Template::parse(text).mistakes;
            assert!(mistakes.is_empty(), "{text:?} gave {mistakes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_template_is_the_sum_of_its_pieces_or_has_a_mistake(
            text in "(/|[a-z.]{1,3}|\\{[a-z_]{1,3}\\}|[{}]|//|\\?|#| |\\PC){0,8}",
        ) {
            let template = Template::parse(&text);
            let pieces = template.pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => text.clone(),
                Piece::Placeholder(name) => format!("{{{name}}}"),
            });
            let sum: String = pieces.collect();
            proptest::prop_assert!(!template.mistakes.is_empty() || sum == text, "{:?}", text);
        }
    }
}

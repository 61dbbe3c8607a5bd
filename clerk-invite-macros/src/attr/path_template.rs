//! `"/a/{b}/c"`: the text of a path template.

use crate::attr::foreign_placeholder::{
    Foreign, foreign_placeholder, identifier_in, is_identifier,
};

/// A piece of a template, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text that is sent as it stands, slashes included.
    Literal(String),
    /// `{name}`: one path segment, or a part of one.
    Placeholder(String),
}

/// A template as far as it could be read, and everything that is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Template {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) mistakes: Vec<String>,
    /// The names in placeholders that could not be read, as far as they have one, so that the field
    /// meant is not blamed too.
    pub(crate) unread: Vec<Option<String>>,
    /// Text such as `%s`, to be reported with the field that it most likely stands for.
    pub(crate) conversions: Vec<String>,
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
        if let Some(rest) = after_version(text) {
            template.mistake(format!("the base URL has the version: expected `/{rest}`"));
        } else if !text.starts_with('/') {
            template.mistake(format!("expected a leading `/`: `/{text}`"));
        }
        let text = template.without_foreign(text);
        template.scan(&text);
        template.check_shape(&text);
        template
    }

    /// Reports placeholders of other template languages, and returns the text without them.
    fn without_foreign(&mut self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let opens_segment = kept.is_empty() || kept.ends_with('/');
            let Some(Foreign { written, name }) = foreign_placeholder(rest, opens_segment) else {
                kept.push(character);
                rest = &rest[character.len_utf8()..];
                continue;
            };
            self.unread.push(name.map(ToOwned::to_owned));
            if written.starts_with('%') && name.is_none() {
                self.conversions.push(written.to_owned());
            } else {
                let name = name.unwrap_or("id");
                self.mistake(format!(
                    "expected braces around a placeholder: `{{{name}}}`, not `{written}`"
                ));
            }
            kept.push('_');
            rest = &rest[written.len()..];
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
                self.unread.push(None);
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
                    self.unread.push(None);
                    rest = after_nested(inside);
                }
                None => {
                    let name = inside.split('/').next().unwrap_or_default();
                    self.mistake(format!("unbalanced braces: `{{{name}` has no `}}`"));
                    self.unread.push(Some(name.to_owned()));
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
            self.unread.push(None);
        } else if !is_identifier(name) {
            let words = name.strip_prefix("r#").unwrap_or(name).replace('-', "_");
            let meant = if is_identifier(&words) { Some(&*words) } else { identifier_in(name) };
            self.mistake(match meant {
                Some(meant) => {
                    format!(
                        "expected the name of a field in braces: `{{{meant}}}`, not `{{{name}}}`"
                    )
                }
                None => format!("expected the name of a field in braces, found `{{{name}}}`"),
            });
            self.unread.push(meant.map(ToOwned::to_owned));
        } else if self.placeholders().any(|known| known == name) {
            self.mistake(format!("the placeholder `{{{name}}}` stands in this path twice"));
        } else {
            self.pieces.push(Piece::Placeholder(name.to_owned()));
        }
    }

    /// Reports what a path cannot contain outside of its braces.
    fn check_shape(&mut self, text: &str) {
        if text.contains("//") {
            self.mistake("`//` is an empty path segment: expected one `/`");
        }
        if text.len() > 1 && text.ends_with('/') && !text.ends_with("//") {
            self.mistake(format!("expected no trailing `/`: `{}`", text.trim_end_matches('/')));
        }
        let dots = |segment: &&str| {
            let decoded = segment.replace("%2E", ".").replace("%2e", ".");
            matches!(&*decoded, "." | "..")
        };
        if let Some(dots) = text.split('/').find(dots) {
            self.mistake(format!("`{dots}` is a relative path segment: expected the full path"));
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
                // Half a placeholder of another language, most likely.
                '<' | '>' | '[' | ']' | '\\' => {
                    format!(
                        "unexpected `{character}` in the path: a placeholder is written `{{user_id}}`"
                    )
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

/// Returns what follows `/v1/`, or any other version.
fn after_version(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/').unwrap_or(text).strip_prefix('v')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let rest = &rest[digits..];
    (digits > 0 && (rest.is_empty() || rest.starts_with('/'))).then(|| rest.trim_start_matches('/'))
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

/// RFC 3986's `pchar` and the slash.
fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "/-._~%!$&'()*+,;=:@".contains(character)
}

#[cfg(test)]
mod tests {
    use super::{Piece, Template};
    use crate::attr::every_text;

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
            "/:a",
            "/*",
            "/<int:a>/b",
            "/%(a)s",
            "/%1$s",
            "/{a:u32}",
            "/{a?}",
            "/a<b",
            "/%2e%2E/b",
            "v1/users",
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
            let Template { mut mistakes, conversions, .. } = Template::parse(text);
            mistakes.extend(conversions);
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

    #[test]
    fn a_template_is_the_sum_of_its_pieces_or_has_a_mistake() {
        let structure = every_text(&["/", "a", "{", "}", "{a}"], 5);
        let parts = [
            "/", "ab.c", "{b_c}", "{", "}", "<", ">", "$", "%", ":", "*", "?", "#", " ", "\u{e4}",
            "\u{200b}",
        ];
        for text in structure.into_iter().chain(every_text(&parts, 3)) {
            let template = Template::parse(&text);
            let pieces = template.pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => text.clone(),
                Piece::Placeholder(name) => format!("{{{name}}}"),
            });
            let sum: String = pieces.collect();
            let is_wrong = !template.mistakes.is_empty() || !template.conversions.is_empty();
            assert!(is_wrong || sum == text, "{text:?}");
        }
    }
}

//! The modules that a source file refers to.

/// A path in a source file, from the crate's root: in `use`, or anywhere else in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
    /// True for a path from `crate`, `self`, `super` or a child; false for `clerk_invite::..`.
    pub(crate) own_crate: bool,
}

/// Reads what `source`, the file of `module`, refers to.
///
/// Comments, strings, `#[cfg(test)]` items, `mod` and `pub use` items do not count.
pub(crate) fn references(source: &str, module: &[String]) -> Vec<Reference> {
    let tokens = tokens(source);
    let mut scan =
        Scan { tokens: &tokens, at: 0, module, children: Vec::new(), references: Vec::new() };
    scan.children = scan.declared_children();
    scan.file();
    scan.references
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    line: usize,
    /// An identifier, `::`, or one character.
    text: String,
}

impl Token {
    fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    }
}

/// The tokens without comments, strings and character literals.
fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let hashes = raw_string(rest);
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(hashes) = hashes {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = rest.find('"').map_or(rest.len(), |at| at + 1);
            rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
        } else if first == '"' {
            quoted(rest)
        } else if first == '\'' {
            // `'a'` and `'\n'`, but not the lifetime `'a`.
            match rest[1..].chars().next() {
                Some('\\') => 3 + rest[3..].find('\'').unwrap_or(0),
                Some(c) if rest[1 + c.len_utf8()..].starts_with('\'') => 2 + c.len_utf8(),
                _ => 1,
            }
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let word = &rest[..end.unwrap_or(rest.len())];
            tokens.push(Token { line, text: word.to_owned() });
            word.len()
        } else if rest.starts_with("::") {
            tokens.push(Token { line, text: "::".to_owned() });
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(Token { line, text: first.to_string() });
            }
            first.len_utf8()
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// The number of `#` of a raw string that `text` begins with.
fn raw_string(text: &str) -> Option<usize> {
    let text = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let quote = text.trim_start_matches('#');
    quote.starts_with('"').then_some(text.len() - quote.len())
}

/// The length of the string literal that `text` begins with.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

struct Scan<'a> {
    tokens: &'a [Token],
    at: usize,
    module: &'a [String],
    /// The modules that this file declares.
    children: Vec<String>,
    references: Vec<Reference>,
}

impl Scan<'_> {
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn starts_with(&self, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(offset, text)| self.text(self.at + offset) == *text)
    }

    /// The names in `mod name;`.
    fn declared_children(&self) -> Vec<String> {
        self.tokens
            .windows(3)
            .filter(|three| three[0].text == "mod" && three[2].text == ";")
            .map(|three| three[1].text.clone())
            .collect()
    }

    fn file(&mut self) {
        while self.at < self.tokens.len() {
            if self.starts_with(&["#", "[", "cfg", "(", "test", ")", "]"]) {
                self.at += 7;
                self.skip_item();
            } else if self.text(self.at) == "pub" {
                self.at += 1;
                // `pub(crate) use` names what others import from here.
                if self.text(self.at) == "(" {
                    self.skip_until(&[")"]);
                }
                if self.text(self.at) == "use" {
                    self.skip_until(&[";"]);
                }
            } else if self.text(self.at) == "use" {
                self.at += 1;
                self.tree(&[]);
            } else if !self.path() {
                self.at += 1;
            }
        }
    }

    fn skip_until(&mut self, ends: &[&str]) {
        while self.at < self.tokens.len() && !ends.contains(&self.text(self.at)) {
            self.at += 1;
        }
        self.at += 1;
    }

    /// Skips attributes and then an item, up to its `;` or the end of its braces.
    fn skip_item(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.tokens.len() {
            match self.text(self.at) {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && self.text(self.at) == "}" {
                        self.at += 1;
                        return;
                    }
                }
                ";" if depth == 0 => {
                    self.at += 1;
                    return;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Reads one tree of a `use` item: `a::b`, `a::{b, c}`, `a::*`, `a as b`.
    fn tree(&mut self, prefix: &[String]) {
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        let mut path = prefix.to_vec();
        loop {
            match self.text(self.at) {
                "{" => {
                    self.at += 1;
                    while !["}", ""].contains(&self.text(self.at)) {
                        self.tree(&path);
                        if self.text(self.at) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "," | "}" | ";" | "" => break,
                "as" => self.at += 2,
                "::" | "*" => self.at += 1,
                word => {
                    path.push(word.to_owned());
                    self.at += 1;
                }
            }
        }
        self.found(line, &path);
    }

    /// Reads a path that begins here and may lead to another module.
    fn path(&mut self) -> bool {
        let before = self.at.checked_sub(1).map_or("", |at| self.text(at));
        let first = self.text(self.at);
        let leads =
            ["crate", "super"].contains(&first) || self.children.iter().any(|child| child == first);
        if !leads || self.text(self.at + 1) != "::" || ["::", ".", "$", "mod"].contains(&before) {
            return false;
        }
        let line = self.tokens[self.at].line;
        let mut path = vec![first.to_owned()];
        self.at += 1;
        while self.text(self.at) == "::" && self.tokens.get(self.at + 1).is_some_and(Token::is_word)
        {
            path.push(self.text(self.at + 1).to_owned());
            self.at += 2;
        }
        // `crate::name!`: exported macros are at the root, wherever they are defined.
        if path.len() > 2 || self.text(self.at) != "!" {
            self.found(line, &path);
        }
        true
    }

    /// Notes a path of the crate, as it is seen from the root.
    fn found(&mut self, line: usize, path: &[String]) {
        let Some((first, rest)) = path.split_first() else { return };
        let mut module = self.module.to_vec();
        let mut rest = rest;
        match first.as_str() {
            "crate" => module.clear(),
            "self" => {}
            "super" => {
                module.pop();
                while rest.first().is_some_and(|segment| segment == "super") {
                    module.pop();
                    rest = &rest[1..];
                }
            }
            child if self.children.iter().any(|it| it == child) => module.push(child.to_owned()),
            _ => {
                self.references.push(Reference { line, path: path.to_vec(), own_crate: false });
                return;
            }
        }
        module.extend_from_slice(rest);
        self.references.push(Reference { line, path: module, own_crate: true });
    }
}

#[test]
fn every_way_to_refer_to_a_module_is_seen() {
    let source = r##"
        use crate::a::{B, c::{self, D as E}};
        pub use crate::not::This;
        mod child;
        mod other { use super::super::up::F; }
        #[cfg(test)]
        mod tests { use crate::nor::That; }
        // crate::no::comment
        const TEXT: (&str, &str, char) = ("crate::no::string", r#"crate::"no"::raw"#, '"');
        fn f<'a>(x: &'a crate::g::H) -> child::I { super::j::k(x.child::<u8>()) }
        #[cfg(test)]
        fn test() { crate::nor::this() }
        crate::exported! {}
        use std::fmt;
    "##;
    let module = ["top".to_owned(), "file".to_owned()];
    let found: Vec<_> = references(source, &module)
        .into_iter()
        .filter(|reference| reference.own_crate)
        .map(|reference| (reference.line, reference.path.join("::")))
        .collect();
    let expected = [
        (2, "a::B"),
        (2, "a::c::self"),
        (2, "a::c::D"),
        (5, "up::F"),
        (10, "g::H"),
        (10, "top::file::child::I"),
        (10, "top::j::k"),
    ];
    assert_eq!(found, expected.map(|(line, path)| (line, path.to_owned())));
}

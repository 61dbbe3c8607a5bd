//! Placeholders of other template languages: `:id`, `<id>`, `${id}`, `%s` and their like. `path_template`
//! reports them.

/// A placeholder that was written in another language than ours.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Foreign<'a> {
    /// The placeholder as it was written.
    pub(crate) written: &'a str,
    /// The name in it, if it has one.
    pub(crate) name: Option<&'a str>,
}

/// The pairs that other languages put around a name. A pair stands before its prefixes.
const PAIRS: [(&str, &str); 16] = [
    ("{{{", "}}}"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("${", "}"),
    ("#{", "}"),
    ("%{", "}"),
    ("@{", "}"),
    ("<%=", "%>"),
    ("%(", ")s"),
    ("\\(", ")"),
    ("[[", "]]"),
    ("%7B", "%7D"),
    ("%7b", "%7d"),
    ("<", ">"),
    ("[", "]"),
    ("(", ")"),
];

/// Returns the foreign placeholder that `text` starts with. `opens_segment` is `true` if a `/` stands
/// before it.
pub(crate) fn foreign_placeholder(text: &str, opens_segment: bool) -> Option<Foreign<'_>> {
    for (open, close) in PAIRS {
        let Some(inside) = text.strip_prefix(open) else { continue };
        let Some(end) = inside.find(close) else { continue };
        let name = if open == "<" {
            // `<converter:name>`
            inside[..end].rsplit(':').next().and_then(identifier_in)
        } else {
            identifier_in(&inside[..end])
        };
        return Some(Foreign { written: &text[..open.len() + end + close.len()], name });
    }
    let rest = &text[text.chars().next()?.len_utf8()..];
    let length = match text.as_bytes().first()? {
        b':' if opens_segment && starts_identifier(rest) => 1 + word(rest) + decoration(rest),
        b'$' if word(rest) > 0 => 1 + word(rest),
        b'*' => text.find(|c| c != '*').unwrap_or(text.len()),
        b'%' if !is_percent_encoded(text) => 1 + conversion(rest),
        _ => return None,
    };
    let written = &text[..length];
    let name = if written.starts_with('%') { None } else { identifier_in(written) };
    if written.starts_with('*') {
        // `*name` and `**name`
        let length = length + word(&text[length..]);
        return Some(Foreign { written: &text[..length], name: identifier_in(&text[..length]) });
    }
    Some(Foreign { written, name })
}

/// Returns the first word in `text` that can be the name of a field.
pub(crate) fn identifier_in(text: &str) -> Option<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.into_iter().find(|word| is_identifier(word))
}

/// Returns `true` if a field can have this name. Keywords can: `{type}` is the field `r#type`.
pub(crate) fn is_identifier(name: &str) -> bool {
    let raw = format!("r#{name}");
    syn::parse_str::<syn::Ident>(&raw).is_ok_and(|ident| ident == raw)
}

fn is_percent_encoded(text: &str) -> bool {
    let digits = text.as_bytes().get(1..3);
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

fn starts_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Returns the length of the word at the start of `text`.
fn word(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// Returns the length of what may follow the name in `:id(\\d+)?`.
fn decoration(text: &str) -> usize {
    let rest = &text[word(text)..];
    let pattern = match rest.strip_prefix('(') {
        Some(inside) => inside.find(')').map_or(0, |end| end + 2),
        None => 0,
    };
    pattern + usize::from(rest[pattern..].starts_with(['?', '*', '+']))
}

/// Returns the length of the conversion behind a `%`: `s`, `d`, `1$s`, at most two letters.
fn conversion(text: &str) -> usize {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let position = if text[digits..].starts_with('$') { digits + 1 } else { 0 };
    let letters = text[position..].chars().take(2).take_while(char::is_ascii_alphanumeric);
    position + letters.count()
}

#[cfg(test)]
mod tests {
    use super::foreign_placeholder;

    #[test]
    fn knows_other_languages() {
        for (text, name) in [
            ("{{id}}", Some("id")),
            ("{{ id }}", Some("id")),
            ("{{{id}}}", Some("id")),
            ("{% id %}", Some("id")),
            ("${id}", Some("id")),
            ("#{id}", Some("id")),
            ("%{id}", Some("id")),
            ("<%= id %>", Some("id")),
            ("%(id)s", Some("id")),
            ("\\(id)", Some("id")),
            ("[[...id]]", Some("id")),
            ("[...id]", Some("id")),
            ("[id]", Some("id")),
            ("(id)", Some("id")),
            ("<id>", Some("id")),
            ("<int:id>", Some("id")),
            ("%7Bid%7D", Some("id")),
            ("%7bid%7d", Some("id")),
            (":id", Some("id")),
            (":id?", Some("id")),
            (":id(\\d+)", Some("id")),
            ("$id", Some("id")),
            ("$1", None),
            ("*", None),
            ("**", None),
            ("*id", Some("id")),
            ("%s", None),
            ("%1$s", None),
            ("%zz", None),
            ("%", None),
            ("<>", None),
        ] {
            let found = foreign_placeholder(text, true).map(|found| (found.written, found.name));
            assert_eq!(found, Some((text, name)));
        }
    }

    #[test]
    fn leaves_the_rest_alone() {
        for text in ["{id}", "%20", "%C3%A9", "a", ":", "$", "<id", "[", ")", "é"] {
            assert_eq!(foreign_placeholder(text, true), None, "{text}");
        }
        assert_eq!(foreign_placeholder(":cancel", false), None);
    }
}

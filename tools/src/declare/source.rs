//! The text of a Rust file: imports, structs and enums, formatted as rustfmt does.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The width that rustfmt keeps to.
const WIDTH: usize = 100;

/// A file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Source {
    /// The lines of its docs.
    pub(crate) docs: Vec<String>,
    pub(crate) uses: Uses,
    pub(crate) items: Vec<Item>,
}

/// The imports of a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Uses {
    /// Names of `clerk_invite`.
    pub(crate) library: BTreeSet<&'static str>,
    /// Whole paths, of `clerk_invite`'s modules and of `std`.
    pub(crate) paths: BTreeSet<&'static str>,
    /// Names of models in files of their own.
    pub(crate) models: BTreeSet<String>,
}

/// A struct or an enum.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) docs: Vec<String>,
    /// Below the docs.
    pub(crate) attributes: Vec<String>,
    pub(crate) name: String,
    pub(crate) content: Content,
}

#[derive(Debug, Clone)]
pub(crate) enum Content {
    Struct(Vec<Field>),
    /// Values on the wire, and the names of their variants.
    OpenEnum(Vec<(String, String)>),
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// Above the docs.
    pub(crate) comments: Vec<String>,
    pub(crate) docs: Vec<String>,
    pub(crate) attributes: Vec<String>,
    pub(crate) name: String,
    pub(crate) ty: String,
}

impl Source {
    /// Adds the items of another file, and what they import.
    pub(crate) fn append(&mut self, other: Self) {
        self.uses.library.extend(other.uses.library);
        self.uses.paths.extend(other.uses.paths);
        self.items.extend(other.items);
    }

    /// Writes the line that exports all items from the module of this file.
    pub(crate) fn reexport(&self, module: &str) -> Option<String> {
        let names: BTreeSet<_> = self.items.iter().map(|item| item.name.as_str()).collect();
        Some(import("pub use", module, names.into_iter())?.trim_end().to_owned())
    }

    /// Writes the file; `models` is the path of the module that the models are in.
    pub(crate) fn render(&self, models: &str) -> String {
        let mut text = String::new();
        for line in &self.docs {
            text.push_str(format!("//! {line}").trim_end());
            text.push('\n');
        }
        let (std, library): (Vec<&str>, Vec<&str>) =
            self.uses.paths.iter().copied().partition(|path| path.starts_with("std::"));
        let mut library: Vec<_> = library.iter().map(|path| format!("use {path};\n")).collect();
        library.extend(import("use", "clerk_invite", self.uses.library.iter().copied()));
        library.sort_unstable();
        let models = import("use", models, self.uses.models.iter().map(String::as_str));
        let std: Vec<_> = std.iter().map(|path| format!("use {path};\n")).collect();
        for group in [std, library, models.into_iter().collect()] {
            if !group.is_empty() {
                text.push('\n');
                text.extend(group);
            }
        }
        for item in &self.items {
            text.push('\n');
            item.render(&mut text);
        }
        text
    }
}

/// `use path::{a, b};`, on several lines if it is long; nothing without names.
fn import<'a>(keyword: &str, path: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<_> = names.collect();
    match names.as_slice() {
        [] => return None,
        [only] => return Some(format!("{keyword} {path}::{only};\n")),
        _ => {}
    }
    let line = format!("{keyword} {path}::{{{}}};\n", names.join(", "));
    // A list of imports stays one column behind the width.
    if line.len() <= WIDTH {
        return Some(line);
    }
    let mut text = format!("{keyword} {path}::{{\n");
    let mut line = String::from("   ");
    for (index, name) in names.iter().enumerate() {
        // Only the last name may end at the edge.
        let room = if index + 1 == names.len() { WIDTH } else { WIDTH - 1 };
        if line.len() + name.len() + 2 > room {
            text.push_str(&line);
            text.push('\n');
            line = String::from("   ");
        }
        let _ = write!(line, " {name},");
    }
    Some(text + &line + "\n};\n")
}

impl Item {
    fn render(&self, text: &mut String) {
        let is_struct = matches!(self.content, Content::Struct(_));
        let indent = if is_struct { "" } else { "    " };
        if !is_struct {
            text.push_str("clerk_invite::open_enum! {\n");
        }
        lines(text, indent, "///", &self.docs);
        for attribute in &self.attributes {
            text.push_str(&wrapped(attribute, indent));
        }
        match &self.content {
            Content::Struct(fields) if fields.is_empty() => {
                let _ = writeln!(text, "pub struct {};", self.name);
            }
            Content::Struct(fields) => {
                let _ = writeln!(text, "pub struct {} {{", self.name);
                for Field { comments, docs, attributes, name, ty } in fields {
                    lines(text, "    ", "//", comments);
                    lines(text, "    ", "///", docs);
                    for attribute in attributes {
                        text.push_str(&wrapped(attribute, "    "));
                    }
                    let is_long = name.len() + ty.len() + "    pub : ,".len() > WIDTH;
                    let space = if is_long { "\n        " } else { " " };
                    let _ = writeln!(text, "    pub {name}:{space}{ty},");
                }
                text.push_str("}\n");
            }
            Content::OpenEnum(variants) => {
                let _ = writeln!(text, "    pub enum {} {{", self.name);
                for (wire, variant) in variants {
                    let shown = if wire.is_empty() {
                        "The empty string.".into()
                    } else {
                        format!("`{wire}`")
                    };
                    let _ = writeln!(text, "        /// {shown}\n        {variant} = {wire:?},");
                }
                text.push_str("    }\n}\n");
            }
        }
    }
}

/// The attribute of a struct with more flags than clippy likes.
pub(crate) fn many_flags(fields: &[Field]) -> Option<String> {
    let flags = fields.iter().filter(|field| field.ty == "bool").count();
    let reason = "#[allow(clippy::struct_excessive_bools, reason = \"as in the contract\")]";
    (flags > 3).then(|| reason.to_owned())
}

fn lines(text: &mut String, indent: &str, prefix: &str, lines: &[String]) {
    for line in lines {
        let _ = writeln!(text, "{}", format!("{indent}{prefix} {line}").trim_end());
    }
}

/// `#[name(a, b)]`, with one argument a line if it is long.
fn wrapped(attribute: &str, indent: &str) -> String {
    let line = format!("{indent}{attribute}\n");
    if line.len() <= WIDTH + 1 {
        return line;
    }
    let arguments = attribute.split_once('(').zip(attribute.strip_suffix(")]"));
    let Some(((name, _), rest)) = arguments else { return line };
    let arguments = rest[name.len() + 1..].split(", ").collect::<Vec<_>>();
    let separator = format!(",\n{indent}    ");
    format!("{indent}{name}(\n{indent}    {}\n{indent})]\n", arguments.join(&separator))
}

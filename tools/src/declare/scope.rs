//! Names that are taken.

use std::collections::BTreeSet;

/// Names that a written file must not declare: it uses them, or the prelude has them.
const RESERVED: &[&str] = &[
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "EmailAddress",
    "Err",
    "Metadata",
    "None",
    "Nullable",
    "Ok",
    "Option",
    "Page",
    "Result",
    "Self",
    "Some",
    "String",
    "Value",
    "Vec",
];

/// Names of types that are taken.
#[derive(Debug, Default)]
pub(crate) struct Scope(BTreeSet<String>);

impl Scope {
    /// Takes a name, with a number behind it if it is taken already.
    pub(crate) fn take(&mut self, name: &str) -> String {
        let (mut free, mut number) = (name.to_owned(), 2_u32);
        while RESERVED.contains(&free.as_str()) || !self.0.insert(free.clone()) {
            free = format!("{name}{number}");
            number += 1;
        }
        free
    }
}

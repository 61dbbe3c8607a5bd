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
        let is_free = |name: &str| !self.0.contains(name) && !RESERVED.contains(&name);
        let name = if is_free(name) {
            name.to_owned()
        } else {
            (2_u32..).map(|n| format!("{name}{n}")).find(|name| is_free(name)).unwrap_or_default()
        };
        self.0.insert(name.clone());
        name
    }
}

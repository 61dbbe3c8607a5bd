//! The lines that settle a difference.

use crate::drift::difference::{Difference, Kind};

/// Returns what to declare, or why nothing can be declared.
#[must_use]
pub fn settle(difference: &Difference) -> String {
    let Difference { operation, parameter, kind, declared, clerk } = difference;
    let name = parameter.rsplit(['.', ']']).next().unwrap_or_default();
    match kind {
        Kind::NoSuchOperation => "remove the declaration, or correct its route".to_owned(),
        Kind::NotDeclared => {
            format!(
                "write it: cargo run -p clerk-invite-tools --bin declare -- FILE.yml {operation}"
            )
        }
        Kind::Method => format!("declare `{clerk}`"),
        Kind::Path => format!("declare the path \"{clerk}\""),
        Kind::Deprecated if clerk == "yes" => "declare `#[deprecated]`".to_owned(),
        Kind::Deprecated => "remove `#[deprecated]`".to_owned(),
        Kind::Missing if clerk == "required" => format!("declare `{name}`, a required field"),
        Kind::Missing if clerk == "optional" => format!("declare `{name}: Option<_>`"),
        Kind::Missing => "a declaration has no such parameters".to_owned(),
        Kind::Extra => format!("remove `{name}`"),
        Kind::Body if declared == "one value" => "declare the properties as fields".to_owned(),
        Kind::Body => "declare the whole body: one field with `#[body]`".to_owned(),
        Kind::Location => format!("move it to the {}", clerk.to_lowercase()),
        Kind::Required if clerk == "yes" => "declare it without `Option`".to_owned(),
        Kind::Nullable if clerk == "yes" => "declare `Nullable<_>`".to_owned(),
        Kind::Required | Kind::Nullable => "declare `Option<_>`".to_owned(),
        Kind::List if clerk == "yes" => "declare `Vec<_>`".to_owned(),
        Kind::List => "declare one value, without `Vec`".to_owned(),
        Kind::Minimum if clerk == "none" => "remove `min` from `#[range(..)]`".to_owned(),
        Kind::Minimum => format!("declare `#[range(min = {clerk})]`"),
        Kind::Maximum if clerk == "none" => "remove `max` from `#[range(..)]`".to_owned(),
        Kind::Maximum => format!("declare `#[range(max = {clerk})]`"),
        Kind::Cap => match clerk.rsplit(' ').next() {
            Some("none") | None => "remove `max_items`".to_owned(),
            Some(max) => format!("declare `max_items = {max}`"),
        },
        Kind::Values if declared.is_empty() => "declare an enum with `open_enum!`".to_owned(),
        Kind::Values => format!("give the enum the values {clerk}"),
        Kind::Type => format!("declare a type that is sent as {clerk}"),
        Kind::Format if clerk.contains(" to ") => {
            format!("declare an integer type that holds {clerk}")
        }
        Kind::Format => format!("declare a type of the format `{clerk}`"),
        Kind::Pattern | Kind::Length => "a declaration does not check it: Clerk does".to_owned(),
        Kind::Separator => format!("declare `String`, with {clerk} between the values"),
        Kind::ContentType => "a declaration has a JSON body".to_owned(),
        Kind::Dropped if declared == "()" => "declare the type that it returns".to_owned(),
        Kind::Dropped => format!("add `{name}` to the model"),
        Kind::Unreadable if clerk.starts_with("can be") => {
            format!("make `{name}` an `Option`, with `#[serde(default)]`")
        }
        Kind::Unreadable => format!("read {clerk}"),
    }
}

/// Returns the line of `allowed.rs` that explains a difference.
#[must_use]
pub fn allowed_line(difference: &Difference) -> String {
    let Difference { operation, parameter, kind, .. } = difference;
    format!(
        "Allowed {{ operation: {operation:?}, parameter: {parameter:?}, kind: Kind::{kind:?}, \
         reason: \"..\" }},"
    )
}

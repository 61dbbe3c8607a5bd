//! The rules of `client_method`.

use syn::{Ident, Visibility};

use crate::ast::Struct;
use crate::attr::Arguments;
use crate::diagnostics::errors::Errors;

/// The names that `Client` has already, its traits' included.
const TAKEN: [&str; 26] = [
    "borrow",
    "borrow_mut",
    "budget",
    "budget_of",
    "builder",
    "clone",
    "clone_from",
    "clone_into",
    "fmt",
    "from",
    "from_env",
    "from_parts",
    "into",
    "new",
    "prepare",
    "send",
    "send_as",
    "send_for",
    "stream",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
    "with_retry",
    "with_timeouts",
    "with_user_agent",
];

/// Returns whether a method of this name would collide with, or shadow, one that `Client` has.
pub(crate) fn is_taken(name: &Ident) -> bool {
    TAKEN.contains(&name.to_string().as_str())
}

/// An inherent method can only be added where `Client` is, and is as public as its request.
pub(super) fn check(
    arguments: &Arguments,
    input: &Struct,
    crate_name: Option<&str>,
    errors: &mut Errors,
) {
    if let (Some(method), Some(name)) = (&arguments.client_method, crate_name) {
        if name != "clerk_invite" {
            errors.at(
                &method.key,
                "`client_method` adds a method to `Client`, which only works inside `clerk-invite`: \
                 leave it out and call `client.send(request)`",
            );
        } else if is_taken(&method.name) {
            errors.at(
                &method.name,
                format!("`Client` has `{}` already: expected another name", method.name),
            );
        } else if !matches!(input.visibility, Visibility::Public(_)) {
            errors.at(
                &input.ident,
                format!(
                    "expected `pub struct {}`: `Client::{}` takes it from everybody",
                    input.ident, method.name
                ),
            );
        }
    }
}

//! The rules of `client_method`.

use syn::Visibility;

use crate::ast::Struct;
use crate::attr::Arguments;
use crate::diagnostics::errors::Errors;

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

//! The rules of `client_method`.

use syn::{Ident, Visibility};

use crate::ast::Struct;
use crate::attr::Arguments;
use crate::attr::values::ELSEWHERE;
use crate::diagnostics::errors::Errors;

/// The names that `Client` has already, its traits' included.
const TAKEN: [&str; 33] = [
    "borrow",
    "borrow_mut",
    "budget",
    "budget_of",
    "builder",
    "call",
    "clone",
    "clone_from",
    "clone_into",
    "fmt",
    "from",
    "from_env",
    "from_parts",
    "into",
    "key_fingerprint",
    "new",
    "prepare",
    "rate_budget",
    "response_as",
    "send",
    "send_as",
    "send_for",
    "send_for_response",
    "stream",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
    "with_retry",
    "with_send_check",
    "with_timeouts",
    "with_user_agent",
    "without_rate_budget",
];

/// Returns whether a method of this name would collide with, or shadow, one that `Client` has.
pub(crate) fn is_taken(name: &Ident) -> bool {
    TAKEN.contains(&name.to_string().as_str())
}

/// An inherent method can only be added where `Client` is, and is as public as its request.
pub(super) fn check(arguments: &Arguments, input: &Struct, errors: &mut Errors) {
    let Some(method) = &arguments.client_method else { return };
    if arguments.is_elsewhere {
        errors.at(&method.key, ELSEWHERE);
    } else if is_taken(&method.name) {
        let message = format!("`Client` has `{}` already: expected another name", method.name);
        errors.at(&method.name, message);
    } else if !matches!(input.visibility, Visibility::Public(_)) {
        let message = format!(
            "expected `pub struct {}`: `Client::{}` takes it from everybody",
            input.ident, method.name
        );
        errors.at(&input.ident, message);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use syn::{ImplItem, Item, Type};

    use super::TAKEN;

    /// A method that `Client` gets by hand must be on the list.
    #[test]
    fn every_method_of_client_is_taken() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../clerk-invite/client");
        let mut methods = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let source = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for item in syn::parse_file(&source).unwrap().items {
                let Item::Impl(block) = item else { continue };
                let is_client =
                    matches!(&*block.self_ty, Type::Path(ty) if ty.path.is_ident("Client"));
                if is_client {
                    methods.extend(block.items.into_iter().filter_map(|item| match item {
                        ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                        _ => None,
                    }));
                }
            }
        }
        assert!(methods.contains(&"send".to_owned()), "{methods:?}");
        let missing: Vec<_> =
            methods.iter().filter(|name| !TAKEN.contains(&name.as_str())).collect();
        assert!(missing.is_empty(), "add to TAKEN: {missing:?}");
    }
}

//! The facts of an endpoint as one line of documentation.

use crate::valid::Endpoint;

/// "`POST /invitations/bulk · 25 requests per hour · 1 to 10 items`"
pub(super) fn facts(endpoint: &Endpoint) -> String {
    // A leading space, as the user's own doc comments have: rustdoc indents all lines alike.
    let mut facts = format!(" `{}", route(endpoint));
    if let Some(limit) = endpoint.rate_limit {
        facts.push_str(" · ");
        facts.push_str(&limit.describe());
    }
    match endpoint.cap.as_ref().map(|cap| cap.max) {
        Some(1) => facts.push_str(" · 1 item"),
        Some(max) => facts += &format!(" · 1 to {max} items"),
        None => {}
    }
    facts.push('`');
    facts
}

/// "POST /invitations/bulk"
pub(super) fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method.name(), endpoint.template.value())
}

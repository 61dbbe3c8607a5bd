//! The facts of an endpoint as one line of documentation.

use crate::attr::rate_limit::RateLimit;
use crate::valid::Endpoint;

/// "`POST /invitations/bulk · 25 requests per hour · 1 to 10 items`"
pub(super) fn facts(endpoint: &Endpoint) -> String {
    let mut facts = vec![route(endpoint)];
    facts.extend(endpoint.rate_limit.map(RateLimit::describe));
    facts.extend(endpoint.cap.as_ref().map(|cap| match cap.max {
        1 => "1 item".to_owned(),
        max => format!("1 to {max} items"),
    }));
    // A leading space, as the user's own doc comments have: rustdoc indents all lines alike.
    format!(" `{}`", facts.join(" · "))
}

/// "POST /invitations/bulk"
pub(super) fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method.name(), endpoint.template.value())
}

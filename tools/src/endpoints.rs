//! The README's table of endpoints, with their limits and caps.

use std::fmt::Write as _;

use clerk_invite::{EndpointInfo, RateLimit};

/// Writes the table, with its head, as Markdown.
#[must_use]
pub fn table(endpoints: &[EndpointInfo]) -> String {
    let mut table =
        String::from("| method of `Client` | request | limit | items |\n|---|---|---|---|\n");
    for endpoint in endpoints {
        let method = endpoint.client_method.map(|name| format!("`{name}`")).unwrap_or_default();
        let limit = endpoint.rate_limit.map(limit).unwrap_or_default();
        let items = match endpoint.max_items {
            None => String::new(),
            Some(1) => "1".to_owned(),
            Some(max) => format!("1 to {max}"),
        };
        let EndpointInfo { method: verb, path, .. } = endpoint;
        // A `String` takes whatever is written to it.
        let _ = writeln!(table, "| {method} | `{verb} {path}` | {limit} | {items} |");
    }
    table
}

fn limit(limit: RateLimit) -> String {
    let per = match limit.per.as_secs() {
        1 => "second".to_owned(),
        60 => "minute".to_owned(),
        3600 => "hour".to_owned(),
        86_400 => "day".to_owned(),
        seconds => format!("{seconds} seconds"),
    };
    let requests = if limit.requests == 1 { "request" } else { "requests" };
    format!("{} {requests} per {per}", limit.requests)
}

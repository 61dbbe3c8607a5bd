//! Ids of created objects.

/// Returns an id as long as Clerk's, with 27 characters after the prefix. Ids sort by number.
pub(crate) fn id(prefix: &str, number: usize) -> String {
    format!("{prefix}_{number:027}")
}

//! What the fake calls the things that it makes.

/// As long as Clerk's: 27 characters after the prefix. Numbers of one prefix sort as they count.
pub(crate) fn id(prefix: &str, number: usize) -> String {
    format!("{prefix}_{number:027}")
}

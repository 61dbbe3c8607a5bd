//! A connection that is refused at once: what is left of a call is the way there.

use reqwest::dns::{Name, Resolve, Resolving};

/// Knows no name.
pub struct Refusing;

impl Resolve for Refusing {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(async { Err("refused".into()) })
    }
}

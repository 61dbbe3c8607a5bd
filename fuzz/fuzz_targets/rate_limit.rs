//! A rate limit that can be parsed allows some calls in some time.
#![no_main]
#![allow(dead_code)]

#[path = "../../clerk-invite-macros/src/attr/rate_limit.rs"]
mod rate_limit;
#[path = "../../clerk-invite-macros/src/diagnostics/suggest.rs"]
mod suggest;

mod diagnostics {
    pub(crate) use crate::suggest;
}

use libfuzzer_sys::fuzz_target;
use rate_limit::RateLimit;

fuzz_target!(|text: &str| {
    if let Ok(limit) = RateLimit::parse(text) {
        assert!(limit.requests > 0 && limit.seconds > 0 && limit.seconds <= 31_536_000);
        assert!(limit.describe().contains(" per "));
    }
});

//! Requests on their way: they arrive after their client has given up.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;

use crate::fake::faults::fault::Fault;

/// A request that has yet to arrive.
pub(crate) struct LateRequest {
    pub(crate) parts: Parts,
    /// `None` if it was too large to keep.
    pub(crate) body: Option<Bytes>,
    pub(crate) fault: Fault,
}

/// All of them, by the fake's time of their arrival, then in the order they were sent.
#[derive(Default)]
pub(crate) struct LateRequests {
    sent: u64,
    waiting: BTreeMap<(Duration, u64), LateRequest>,
}

impl LateRequests {
    pub(crate) fn add(&mut self, arrives: Duration, request: LateRequest) {
        self.sent += 1;
        self.waiting.insert((arrives, self.sent), request);
    }

    /// Returns when the next one arrives.
    pub(crate) fn next(&self) -> Option<Duration> {
        self.waiting.keys().next().map(|(arrives, _)| *arrives)
    }

    /// Takes the next one out, with the time of its arrival, if that has come.
    pub(crate) fn take(&mut self, now: Duration) -> Option<(Duration, LateRequest)> {
        if self.next()? > now {
            return None;
        }
        let ((arrives, _), request) = self.waiting.pop_first()?;
        Some((arrives, request))
    }
}

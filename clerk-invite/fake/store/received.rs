//! The log of requests.

use std::collections::VecDeque;

use crate::fake::records::ReceivedRequest;

/// The newest requests, up to a number that a test sets.
pub(crate) struct ReceivedRequests {
    kept: VecDeque<ReceivedRequest>,
    max: usize,
    /// The number of requests that ever arrived.
    count: usize,
}

impl ReceivedRequests {
    /// Returns an empty log that keeps all requests.
    pub(crate) fn new() -> Self {
        Self { kept: VecDeque::new(), max: usize::MAX, count: 0 }
    }

    pub(crate) fn push(&mut self, request: ReceivedRequest) {
        self.count += 1;
        self.kept.push_back(request);
        self.drop_oldest();
    }

    pub(crate) fn keep(&mut self, max: usize) {
        self.max = max;
        self.drop_oldest();
    }

    fn drop_oldest(&mut self) {
        let over = self.kept.len().saturating_sub(self.max);
        self.kept.drain(..over);
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn kept(&self) -> Vec<ReceivedRequest> {
        self.kept.iter().cloned().collect()
    }

    /// Returns the request with this index among all that ever arrived, or the oldest kept one if that
    /// is newer. `None` if it has yet to arrive.
    pub(crate) fn nth(&self, index: usize) -> Option<&ReceivedRequest> {
        let dropped = self.count - self.kept.len();
        if index >= self.count {
            return None;
        }
        self.kept.get(index.saturating_sub(dropped))
    }
}

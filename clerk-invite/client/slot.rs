//! The slot that one attempt holds in the rate budget.

use crate::error::Error;
use crate::error::delivery::Delivery;
use crate::rate_budget::shared_queue::Permit;
use crate::transport::guarded_body::{SendCheck, SendGuard};

/// One attempt's slot, if there is a budget, and the guard that knows whether the attempt was sent.
///
/// When it is dropped, with the attempt or with the future of the whole call, it gives the slot back if
/// no connection took the request. Otherwise the slot's period runs from then on at the latest.
pub(crate) struct Slot {
    permit: Option<Permit>,
    guard: SendGuard,
}

impl Slot {
    pub(crate) fn new(permit: Option<Permit>, check: Option<SendCheck>) -> Self {
        Self { permit, guard: SendGuard::new(check) }
    }

    pub(crate) fn guard(&self) -> SendGuard {
        self.guard.clone()
    }

    /// Starts the slot's period: Clerk has received the request.
    pub(crate) fn responded(&mut self) {
        if let Some(permit) = &mut self.permit {
            permit.end();
        }
    }

    /// Reports the error that an attempt ended with.
    pub(crate) fn failed(&mut self, error: &Error) {
        let Some(permit) = &mut self.permit else { return };
        if error.delivery() != Delivery::NotSent {
            permit.end();
        }
        if let Some(wait) = error.retry_after().filter(|_| error.is_rate_limited()) {
            permit.pause_for(wait);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(permit) = self.permit.take() {
            if self.guard.abandon() {
                permit.refund();
            }
        }
    }
}

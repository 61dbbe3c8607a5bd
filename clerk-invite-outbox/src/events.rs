//! Events: the outbox's news, inside of one process.

use tokio::sync::broadcast;

/// Something that happened to an invitation or to the work as a whole. Rows are named by their
/// number in the outbox, as [`Exported::row`](crate::Exported::row) gives it; no event holds an
/// address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Clerk has accepted an invitation.
    Sent {
        /// The row.
        row: i64,
    },
    /// The person has an invitation, or has joined, already.
    Already {
        /// The row.
        row: i64,
    },
    /// Clerk has refused an invitation.
    Refused {
        /// The row.
        row: i64,
        /// Clerk's code.
        code: String,
    },
    /// A call may have sent an invitation: it is looked up.
    Unknown {
        /// The row.
        row: i64,
    },
    /// An unknown invitation is settled.
    Settled {
        /// The row.
        row: i64,
        /// True if it had been sent; if not, it goes out again.
        sent: bool,
    },
    /// A person got two invitations: the outbox's assumption about Clerk did not hold.
    Doubled {
        /// The row.
        row: i64,
    },
    /// The old invitation of a person was revoked, and the new one was refused.
    Lost {
        /// The row.
        row: i64,
    },
    /// Clerk has said that an endpoint's limit is used up.
    Paused {
        /// Until when, in Unix milliseconds by the database's clock.
        until: i64,
    },
    /// Nothing, or nothing to one organization, is sent any more until it is resumed.
    Stopped {
        /// Clerk's code, such as `clerk_key_invalid` or `organization_membership_quota_exceeded`.
        reason: String,
    },
}

/// Receives the [`Event`]s of the workers in this process, from when it was made on.
#[derive(Debug)]
pub struct Events(broadcast::Receiver<Event>);

impl Events {
    pub(crate) fn new(receiver: broadcast::Receiver<Event>) -> Self {
        Self(receiver)
    }

    /// Returns the next event, or `None` when the outbox is gone. A receiver that is slow by
    /// thousands of events misses the oldest ones: the database, not this, is the record.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            match self.0.recv().await {
                Ok(event) => return Some(event),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

//! A stand-in for Clerk's Backend API that tests can talk to over a real socket.
//!
//! On a loopback port, [`FakeClerk`] serves every operation on invitations and on the waitlist that
//! is not deprecated, and the lists of users and members, for a look before inviting. [`Operation`]
//! names all of them. Status codes, error codes and the shapes of responses are Clerk's. For any other
//! endpoint, a test gives the [response](FakeClerk::respond_to).
//!
//! A request sees the changes of those before it. Where Clerk's documents are silent:
//!
//! - Addresses are ordered without regard to case. Waitlist entries that were never invited come first
//!   in the order of `invited_at`.
//! - The last one of a repeated parameter counts. Unknown parameters are ignored.
//! - Revoking an invitation leaves its waitlist entry invited.
//! - An invitation of any status can be deleted, and does not exist afterwards.
//! - Users and members are filtered by `email_address`, `user_id` and `query` only, and ordered by
//!   `created_at` and `email_address` only.
//!
//! The fake sends no email. Ids, trace ids and accept URLs are made up. The texts of `message` and
//! `long_message` are its own, so match on `code`. It does not check what only a dashboard knows:
//! that a role exists, that a user may invite or revoke, that a redirect URL is allowed.
//!
//! Besides sending requests, a test can:
//!
//! | to | use |
//! |---|---|
//! | add people and organizations | [`add_user`](FakeClerk::add_user), [`add_member`](FakeClerk::add_member), [`add_organization`](FakeClerk::add_organization) |
//! | accept an invitation | [`accept`](FakeClerk::accept) |
//! | see the outcome | [`invitations_to`](FakeClerk::invitations_to), [`invitations`](FakeClerk::invitations), [`waitlist_entries`](FakeClerk::waitlist_entries), [`users`](FakeClerk::users), [`members`](FakeClerk::members) |
//! | see the requests, or wait for them | [`received`](FakeClerk::received), [`nth_received`](FakeClerk::nth_received) |
//! | serve other endpoints | [`respond_to`](FakeClerk::respond_to), [`respond_to_with`](FakeClerk::respond_to_with) |
//! | move or stop the clock | [`advance`](FakeClerk::advance), [`advance_to`](FakeClerk::advance_to), [`stop_clock`](FakeClerk::stop_clock) |
//! | make lists trail, switch rules off | [`set_listing_lag`](FakeClerk::set_listing_lag), [`set_rule`](FakeClerk::set_rule) |
//! | change Clerk's rate limits | [`set_rate_limit`](FakeClerk::set_rate_limit), [`set_rate_window`](FakeClerk::set_rate_window), [`remove_rate_limits`](FakeClerk::remove_rate_limits) |
//! | make calls fail | [`inject`](FakeClerk::inject), [`inject_on_call`](FakeClerk::inject_on_call), [`inject_on`](FakeClerk::inject_on), [`inject_at_random`](FakeClerk::inject_at_random) |
//!
//! ```
//! use clerk_invite::fake::FakeClerk;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clerk_invite::CreateInvitation;
//!
//! let fake = FakeClerk::start().await?;
//! fake.client().create_invitation(CreateInvitation::new("new@example.com")).await?;
//! assert_eq!(fake.invitations_to("new@example.com"), 1);
//! # Ok(())
//! # }
//! ```

pub(crate) mod fake_clerk;
pub(crate) mod faults;
pub(crate) mod operation;
pub(crate) mod operations;
pub(crate) mod records;
pub(crate) mod refusals;
pub(crate) mod requests;
pub(crate) mod responders;
pub(crate) mod routes;
pub(crate) mod rule;
pub(crate) mod server;
pub(crate) mod store;
mod test_controls;

pub use self::fake_clerk::FakeClerk;
pub use self::faults::fault::{Fault, ResponseGate};
pub use self::faults::script::RandomFaults;
pub use self::operation::Operation;
pub use self::records::{
    CreatedInvitation, CreatedWaitlistEntry, KnownMember, KnownUser, ReceivedRequest,
};
pub use self::rule::Rule;
pub use self::store::rate_limits::RateWindow;

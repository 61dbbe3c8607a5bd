//! What a test can do and set: people, acceptance, the time, the limits, the faults.

use std::time::Duration;

use crate::endpoint::rate_limit::RateLimit;
use crate::fake::fake_clerk::FakeClerk;
use crate::fake::faults::fault::Fault;
use crate::fake::faults::script::RandomFaults;
use crate::fake::operation::Operation;
use crate::fake::store::address::Address;
use crate::fake::store::rate_limits::RateWindow;
use crate::lock::lock;
use crate::values::string_types::UserId;
use crate::values::timestamp::Timestamp;

/// # People
///
/// What happens at Clerk without a request to the Backend API.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use clerk_invite::{CreateInvitation, FakeClerk, InvitationStatus};
///
/// let fake = FakeClerk::start().await?;
/// let request = CreateInvitation::new("new@example.com");
/// let invitation = fake.client().create_invitation(request).await?;
///
/// assert!(fake.accept(&invitation.id));
/// assert_eq!(fake.invitations()[0].status, InvitationStatus::Accepted);
/// # Ok(())
/// # }
/// ```
impl FakeClerk {
    /// Makes an organization with this id exist.
    pub fn add_organization(&self, organization_id: &str) {
        lock(&self.state).people.add_organization(organization_id);
    }

    /// Makes this address belong to a user, and gives that user's id, the same one each time.
    /// Inviting the address to the application is `form_identifier_exists` from then on, unless the
    /// item says `ignore_existing`.
    #[expect(clippy::must_use_candidate, reason = "most tests have no use for the id")]
    pub fn add_user(&self, email_address: &str) -> UserId {
        lock(&self.state).people.add_user(Address::new(email_address)).into()
    }

    /// Makes this address a member of this organization, which exists from then on: inviting it
    /// there is `already_a_member_in_organization`.
    pub fn add_member(&self, organization_id: &str, email_address: &str) {
        lock(&self.state).people.add_member(organization_id, Address::new(email_address));
    }

    /// Accepts the invitation with this id, `inv_..` or `orginv_..`, as the person does by following
    /// its link and signing up.
    ///
    /// The address then belongs to a user and, if the invitation was to an organization, to a
    /// member of it. The waitlist entry that the invitation came from is completed.
    ///
    /// Without such an invitation, or if it is no longer pending, nothing happens and the result is
    /// `false`.
    #[must_use = "false is an invitation that could not be accepted"]
    pub fn accept(&self, invitation_id: &str) -> bool {
        lock(&self.state).accept(invitation_id)
    }
}

/// # The clock
///
/// It starts at the system's time and runs with tokio's clock: in real time, or not at all while a
/// test has paused that one, unless [`advance`](Self::advance) moves it. The rate windows, the
/// times in answers, the header `Date` and the expiry of invitations go by it.
impl FakeClerk {
    /// Moves the clock forward, on top of the time that passes anyway. Its end is the year 9999.
    pub fn advance(&self, by: Duration) {
        lock(&self.state).clock.advance(by);
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        lock(&self.state).now()
    }
}

/// # Rate limits
///
/// From the start, each operation has its documented limit, in a sliding window. A call over it is
/// answered with 429, `too_many_requests` and a `Retry-After` in whole seconds; nothing is carried
/// out. Every call with the right key to an operation that exists counts, whether it succeeds or is
/// refused; one that is answered with 429 does not. Clerk documents neither.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// use clerk_invite::fake::Operation;
/// use clerk_invite::{CreateInvitation, FakeClerk, RateLimit};
///
/// let fake = FakeClerk::start().await?;
/// let a_minute = Duration::from_secs(60);
/// fake.set_rate_limit(Operation::CreateInvitation, RateLimit::new(1, a_minute));
///
/// let clerk = fake.client();
/// clerk.create_invitation(CreateInvitation::new("a@example.com")).await?;
/// let error = clerk.create_invitation(CreateInvitation::new("b@example.com")).await.unwrap_err();
/// assert!(error.is_rate_limited());
///
/// fake.advance(a_minute);
/// clerk.create_invitation(CreateInvitation::new("b@example.com")).await?;
/// # Ok(())
/// # }
/// ```
impl FakeClerk {
    /// How calls are counted, from the next one on. Those before are still known.
    pub fn set_rate_window(&self, window: RateWindow) {
        lock(&self.state).limits.window = window;
    }

    /// Gives one operation this limit, or with `None` no limit at all, from the next call on.
    ///
    /// Calls made before still count, except those made while there was no limit.
    pub fn set_rate_limit(&self, operation: Operation, limit: impl Into<Option<RateLimit>>) {
        lock(&self.state).limits.set(operation, limit.into());
    }

    /// Leaves no operation with a limit: for tests that make many calls and are not about limits.
    pub fn remove_rate_limits(&self) {
        lock(&self.state).limits.remove();
    }
}

/// # Faults
///
/// Every request that arrives whole is a call, whatever comes of it. It has the fault that was
/// lined up for it; if there is none, one drawn at random; if chance is not asked for, none.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use clerk_invite::fake::Fault;
/// use clerk_invite::{CreateInvitation, Delivery, FakeClerk};
///
/// let fake = FakeClerk::start().await?;
/// fake.inject(Fault::LoseResponse);
/// let request = CreateInvitation::new("new@example.com");
/// let error = fake.client().create_invitation(request).await.unwrap_err();
///
/// assert_eq!(error.delivery(), Delivery::Unknown);
/// assert_eq!(fake.invitations_to("new@example.com"), 1); // which the client cannot know
/// # Ok(())
/// # }
/// ```
impl FakeClerk {
    /// Gives the next call this fault, or, if faults are lined up already, the call after the last
    /// of those.
    pub fn inject(&self, fault: Fault) {
        lock(&self.state).script.line_up(fault);
    }

    /// Gives the `nth` call from now on this fault: 1 is the next one, and so is 0. A fault that was
    /// lined up for it before is replaced.
    pub fn inject_on_call(&self, nth: usize, fault: Fault) {
        lock(&self.state).script.line_up_for(nth, fault);
    }

    /// Lets chance give faults to the calls that none is lined up for, from now on.
    pub fn inject_at_random(&self, faults: RandomFaults) {
        lock(&self.state).script.at_random(faults);
    }

    /// Forgets all faults that have not happened yet, and asks chance no more.
    pub fn clear_faults(&self) {
        lock(&self.state).script.clear();
    }
}

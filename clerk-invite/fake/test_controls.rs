//! The controls of a test: people, acceptance, the time, lists, rules, limits, faults, responses.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::endpoint::rate_limit::RateLimit;
use crate::fake::fake_clerk::FakeClerk;
use crate::fake::faults::fault::Fault;
use crate::fake::faults::script::RandomFaults;
use crate::fake::operation::Operation;
use crate::fake::responders::Responder;
use crate::fake::rule::Rule;
use crate::fake::store::rate_limits::RateWindow;
use crate::values::string_types::UserId;
use crate::values::timestamp::Timestamp;

/// # People
///
/// Changes that happen at Clerk without a request to the Backend API.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use clerk_invite::{CreateInvitation, FakeClerk, InvitationStatus, Metadata};
///
/// let fake = FakeClerk::start().await?;
/// let metadata = Metadata::new().with("plan", "pro");
/// let request = CreateInvitation::new("new@example.com").public_metadata(metadata);
/// let invitation = fake.client().create_invitation(request).await?;
///
/// assert!(fake.accept(&invitation.id));
/// assert_eq!(fake.invitations()[0].status, InvitationStatus::Accepted);
/// let user = fake.user("new@example.com").expect("accepting creates a user");
/// assert_eq!(user.public_metadata.get("plan"), Some("pro".into()));
/// # Ok(())
/// # }
/// ```
impl FakeClerk {
    /// Adds an organization with this id.
    pub fn add_organization(&self, organization_id: &str) {
        let mut state = self.state();
        let now = state.now();
        state.people.add_organization(organization_id, now);
    }

    /// Adds a user with this address and returns the id. An existing user keeps the id.
    ///
    /// From then on, inviting the address to the application is `form_identifier_exists`, unless the
    /// item has `ignore_existing`.
    #[expect(clippy::must_use_candidate, reason = "most tests have no use for the id")]
    pub fn add_user(&self, email_address: &str) -> UserId {
        let mut state = self.state();
        let now = state.now();
        let number = state.people.add_user(email_address, now);
        state.people.users()[number].id.clone().into()
    }

    /// Adds a member with this address and the role `org:member` to this organization. The user and
    /// the organization are added, too, if they do not exist.
    ///
    /// From then on, inviting the address to the organization is `already_a_member_in_organization`.
    pub fn add_member(&self, organization_id: &str, email_address: &str) {
        let mut state = self.state();
        let now = state.now();
        state.people.add_member(organization_id, email_address, now);
    }

    /// Accepts the invitation with this id, `inv_..` or `orginv_..`, as a person does by following its
    /// link and signing up.
    ///
    /// It leaves a [user](FakeClerk::user), to whose public metadata the invitation's is added. An
    /// invitation to an organization leaves a user and a [member](FakeClerk::members), who has the
    /// invitation's role and metadata. The waitlist entry of the invitation is completed.
    ///
    /// Returns `false`, and changes nothing, if there is no such invitation or it is not pending.
    #[must_use = "false is an invitation that could not be accepted"]
    pub fn accept(&self, invitation_id: &str) -> bool {
        self.state().accept(invitation_id)
    }
}

/// # The clock
///
/// The fake's clock starts at the system's time and runs with tokio's: in real time, or not at all
/// while a test has paused that one. [`advance`](Self::advance) moves it. It is the time of rate
/// windows, of objects, of the header `Date`, of expiry, of lists that trail and of late requests.
impl FakeClerk {
    /// Moves the clock forward, on top of the time that passes anyway. It stops at the end of the year
    /// 9999.
    pub fn advance(&self, by: Duration) {
        self.state().clock.advance(by);
        // Late requests arrive now, and not when somebody looks.
        drop(self.state());
        self.wake();
    }

    /// Moves the clock forward to this time. An earlier time changes nothing: the clock never goes back.
    pub fn advance_to(&self, time: Timestamp) {
        let ahead = time.as_millis().saturating_sub(self.now().as_millis());
        self.advance(Duration::from_millis(u64::try_from(ahead).unwrap_or_default()));
    }

    /// Stops the clock: from now on, only [`advance`](Self::advance) and
    /// [`advance_to`](Self::advance_to) move it. For tests with a clock of their own.
    pub fn stop_clock(&self) {
        self.state().clock.stop();
        self.wake();
    }

    /// Starts the clock again after [`stop_clock`](Self::stop_clock).
    pub fn resume_clock(&self) {
        self.state().clock.resume();
        self.wake();
    }

    /// Returns the time that the clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.state().now()
    }
}

/// # Lists and rules
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// use clerk_invite::fake::Rule;
/// use clerk_invite::{CreateInvitation, FakeClerk, ListInvitations};
///
/// let fake = FakeClerk::start().await?;
/// fake.set_listing_lag(Duration::from_secs(20));
/// fake.set_rule(Rule::Duplicates, false);
///
/// let clerk = fake.client();
/// clerk.create_invitation(CreateInvitation::new("new@example.com")).await?;
/// clerk.create_invitation(CreateInvitation::new("new@example.com")).await?;
/// assert_eq!(clerk.list_invitations(ListInvitations::new()).await?.items.len(), 0);
///
/// fake.advance(Duration::from_secs(20));
/// assert_eq!(clerk.list_invitations(ListInvitations::new()).await?.items.len(), 2);
/// # Ok(())
/// # }
/// ```
impl FakeClerk {
    /// Makes all lists trail by this time of the fake's clock, as reads from a replica do: newer
    /// changes do not show. Initially, lists do not trail. A change that a list has shown stays
    /// visible, whatever the lag is set to.
    ///
    /// Getting a single invitation or user is not affected, and neither are
    /// [`invitations`](Self::invitations) and the other methods for tests.
    pub fn set_listing_lag(&self, lag: Duration) {
        self.state().listing_lag = lag;
    }

    /// Switches a rule off (`false`) or on (`true`). Initially, all rules are on.
    pub fn set_rule(&self, rule: Rule, enforced: bool) {
        self.state().rules.set(rule, enforced);
    }

    /// Sets the id that `GET /instance` returns; initially `ins_fake_clerk`. With different ids, two
    /// fakes are two instances.
    pub fn set_instance_id(&self, id: impl Into<String>) {
        self.state().instance_id = id.into();
    }

    /// Keeps only the newest requests for [`received`](Self::received), up to this number. Initially,
    /// all are kept. For a fake that runs for a long time.
    pub fn keep_received(&self, max: usize) {
        self.state().received.keep(max);
    }
}

/// # Responses of your own
///
/// They serve endpoints that the fake does not know, so that a new declaration can be tested on its
/// first day.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use clerk_invite::{FakeClerk, endpoint, json, serde::Deserialize};
///
/// #[derive(Deserialize)]
/// #[serde(crate = "clerk_invite::serde")]
/// struct Organization {
///     name: String,
/// }
///
/// /// Gets an organization.
/// #[endpoint(GET, "/organizations/{organization_id}")]
/// #[returns(Organization)]
/// struct GetOrganization {
///     /// The organization.
///     organization_id: String,
/// }
///
/// let fake = FakeClerk::start().await?;
/// fake.respond_to::<GetOrganization>(200, json!({ "name": "Acme" }));
/// assert_eq!(fake.client().send(GetOrganization::new("org_1")).await?.name, "Acme");
///
/// fake.respond_to_with::<GetOrganization>(|request| {
///     let id = request.uri().path().rsplit('/').next().unwrap_or_default();
///     (200, json!({ "name": format!("Organization {id}") }))
/// });
/// let organization = fake.client().send(GetOrganization::new("org_1")).await?;
/// assert_eq!(organization.name, "Organization org_1");
/// # Ok(())
/// # }
/// ```
impl FakeClerk {
    /// Responds to every call of this endpoint with a status, 200 to 999, and a JSON body, which a
    /// 204 leaves out.
    ///
    /// Replaces an earlier response to the same method and path, or the operation of the fake. The key
    /// is checked, faults apply, and the request is [received](Self::received). There is no rate limit
    /// and no other check.
    ///
    /// The body of a refusal is of the form
    /// `{"errors": [{"message": "..", "long_message": "..", "code": ".."}]}`.
    pub fn respond_to<E: Endpoint>(&self, status: u16, body: Value) {
        self.respond_to_with::<E>(move |_| (status, body.clone()));
    }

    /// Responds to every call of this endpoint with the status and the JSON body that a function
    /// returns, as in [`respond_to`](Self::respond_to).
    ///
    /// The function receives the request as it arrived, with a path that begins with `/v1`. It may
    /// call the fake.
    pub fn respond_to_with<E: Endpoint>(
        &self,
        respond: impl Fn(&Request<Bytes>) -> (u16, Value) + Send + Sync + 'static,
    ) {
        let respond = Arc::new(respond);
        self.state().responders.set(Responder { method: E::METHOD, path: E::PATH, respond });
    }
}

/// # Rate limits
///
/// Initially, each operation has its documented limit, in a sliding window. The response to a call
/// over the limit is a 429, `too_many_requests`, with a `Retry-After` in whole seconds. Every other
/// call with the right key counts, whether it succeeds or is refused. Clerk documents neither the
/// kind of window nor which calls count.
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
    /// Sets the way in which calls are counted, from the next call on. Earlier calls still count.
    pub fn set_rate_window(&self, window: RateWindow) {
        self.state().limits.window = window;
    }

    /// Sets the limit of an operation, or removes it with `None`, from the next call on.
    ///
    /// Earlier calls still count, except those made while there was no limit.
    pub fn set_rate_limit(&self, operation: Operation, limit: impl Into<Option<RateLimit>>) {
        self.state().limits.set(operation, limit.into());
    }

    /// Removes all limits. For tests that make many calls and are not about limits.
    pub fn remove_rate_limits(&self) {
        self.state().limits.remove();
    }
}

/// # Faults
///
/// Every request that arrives whole is a call. It has the fault that was lined up for it, or else one
/// drawn at random if the test has asked for that.
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
    /// Lines up a fault for the next call, behind those that are lined up already.
    pub fn inject(&self, fault: Fault) {
        self.state().script.line_up(fault);
    }

    /// Lines up a fault for the next call of this operation, behind those that are lined up for it
    /// already. Calls of other operations do not count.
    ///
    /// A fault from [`inject`](Self::inject) or [`inject_on_call`](Self::inject_on_call) takes
    /// precedence.
    pub fn inject_on(&self, operation: Operation, fault: Fault) {
        self.state().script.line_up_on(operation, fault);
    }

    /// Sets the fault of the `nth` call from now on; 1 is the next one, and so is 0. Replaces a fault
    /// that is lined up for that call.
    pub fn inject_on_call(&self, nth: usize, fault: Fault) {
        self.state().script.line_up_for(nth, fault);
    }

    /// Draws faults at random, from now on, for the calls that none is lined up for.
    pub fn inject_at_random(&self, faults: RandomFaults) {
        self.state().script.at_random(faults);
    }

    /// Removes all faults that have not happened yet, and draws no more at random.
    pub fn clear_faults(&self) {
        self.state().script.clear();
    }
}

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
/// let user = fake.user("new@example.com").expect("whoever accepts is a user");
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

    /// Adds a user with this address and returns the id, the same one each time.
    /// Inviting the address to the application is `form_identifier_exists` from then on, unless the
    /// item says `ignore_existing`.
    #[expect(clippy::must_use_candidate, reason = "most tests have no use for the id")]
    pub fn add_user(&self, email_address: &str) -> UserId {
        let mut state = self.state();
        let now = state.now();
        let number = state.people.add_user(email_address, now);
        state.people.users()[number].id.clone().into()
    }

    /// Makes this address a user and a member of this organization, which exists from then on:
    /// inviting it there is `already_a_member_in_organization`. The role is `org:member`.
    pub fn add_member(&self, organization_id: &str, email_address: &str) {
        let mut state = self.state();
        let now = state.now();
        state.people.add_member(organization_id, email_address, now);
    }

    /// Accepts the invitation with this id, `inv_..` or `orginv_..`, as the person does by following
    /// its link and signing up.
    ///
    /// The address then belongs to a [user](FakeClerk::user), whose public metadata the
    /// invitation's is added to; or, if the invitation was to an organization, to a
    /// [member](FakeClerk::members) of it, with the invitation's role and metadata. The waitlist
    /// entry that the invitation came from is completed.
    ///
    /// Without such an invitation, or if it is no longer pending, nothing happens and the result is
    /// `false`.
    #[must_use = "false is an invitation that could not be accepted"]
    pub fn accept(&self, invitation_id: &str) -> bool {
        self.state().accept(invitation_id)
    }
}

/// # The clock
///
/// It starts at the system's time and runs with tokio's clock: in real time, or not at all while a
/// test has paused that one, unless [`advance`](Self::advance) moves it. The rate windows, the
/// times in responses, the header `Date`, the expiry of invitations, the lag of lists and requests
/// that arrive late go by it.
impl FakeClerk {
    /// Moves the clock forward, on top of the time that passes anyway. Its end is the year 9999.
    pub fn advance(&self, by: Duration) {
        self.state().clock.advance(by);
        // Late requests arrive now, and not when somebody looks.
        drop(self.state());
        self.wake();
    }

    /// Moves the clock forward to this time. It never goes back: an earlier time changes nothing.
    pub fn advance_to(&self, time: Timestamp) {
        let ahead = time.as_millis().saturating_sub(self.now().as_millis());
        self.advance(Duration::from_millis(u64::try_from(ahead).unwrap_or_default()));
    }

    /// Stops the clock: from now on nothing but [`advance`](Self::advance) and
    /// [`advance_to`](Self::advance_to) moves it, so that a test on a clock of its own can lead it.
    pub fn stop_clock(&self) {
        self.state().clock.stop();
        self.wake();
    }

    /// Lets the clock run again.
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
/// assert_eq!(clerk.list_invitations(ListInvitations::new()).await?.len(), 0);
///
/// fake.advance(Duration::from_secs(20));
/// assert_eq!(clerk.list_invitations(ListInvitations::new()).await?.len(), 2);
/// # Ok(())
/// # }
/// ```
impl FakeClerk {
    /// Makes all lists trail by this time of the fake's clock, as reads from a copy of a database
    /// do: what was created, accepted, revoked, rejected or deleted since then does not show. At
    /// first they trail by nothing. A change that a list has shown already is not taken back.
    ///
    /// Reading one invitation or user by its id is not a list, nor are
    /// [`invitations`](Self::invitations) and the other views of a test.
    pub fn set_listing_lag(&self, lag: Duration) {
        self.state().listing_lag = lag;
    }

    /// Switches a rule off, or with `true` on again. All are on at first.
    pub fn set_rule(&self, rule: Rule, enforced: bool) {
        self.state().rules.set(rule, enforced);
    }

    /// Sets the id that `GET /instance` returns, `ins_fake_clerk` at first. Keys of one instance have
    /// the same, so that a test can play two.
    pub fn set_instance_id(&self, id: impl Into<String>) {
        self.state().instance_id = id.into();
    }

    /// Keeps only this many requests for [`received`](Self::received), the newest; all of them at
    /// first. For a fake that runs for long.
    pub fn keep_received(&self, max: usize) {
        self.state().received.keep(max);
    }
}

/// # Responses of your own
///
/// For endpoints that the fake does not know: a new declaration can be tested on its first day.
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
    /// It takes the place of an earlier response to the same method and path, and of the operation
    /// itself if the fake knows it. The key is checked, faults happen and the request is
    /// [`received`](Self::received); there is no rate limit, and nothing else is checked.
    ///
    /// For a refusal, the body is of the form
    /// `{"errors": [{"message": "..", "long_message": "..", "code": ".."}]}`.
    pub fn respond_to<E: Endpoint>(&self, status: u16, body: Value) {
        self.respond_to_with::<E>(move |_| (status, body.clone()));
    }

    /// Responds to every call of this endpoint with what a function makes of the request: a status
    /// and a JSON body, as in [`respond_to`](Self::respond_to).
    ///
    /// The request is as it arrived, its path from `/v1` on. The function can use the fake.
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
    /// Sets the way in which calls are counted, from the next one on. Those before are still known.
    pub fn set_rate_window(&self, window: RateWindow) {
        self.state().limits.window = window;
    }

    /// Gives one operation this limit, or with `None` no limit at all, from the next call on.
    ///
    /// Calls made before still count, except those made while there was no limit.
    pub fn set_rate_limit(&self, operation: Operation, limit: impl Into<Option<RateLimit>>) {
        self.state().limits.set(operation, limit.into());
    }

    /// Leaves no operation with a limit: for tests that make many calls and are not about limits.
    pub fn remove_rate_limits(&self) {
        self.state().limits.remove();
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
        self.state().script.line_up(fault);
    }

    /// Gives the next call of this operation this fault, or, if faults are lined up for it already,
    /// the call after the last of those. Calls of other operations do not count.
    ///
    /// A fault from [`inject`](Self::inject) or [`inject_on_call`](Self::inject_on_call) goes before.
    pub fn inject_on(&self, operation: Operation, fault: Fault) {
        self.state().script.line_up_on(operation, fault);
    }

    /// Gives the `nth` call from now on this fault: 1 is the next one, and so is 0. A fault that was
    /// lined up for it before is replaced.
    pub fn inject_on_call(&self, nth: usize, fault: Fault) {
        self.state().script.line_up_for(nth, fault);
    }

    /// Lets chance give faults to the calls that none is lined up for, from now on.
    pub fn inject_at_random(&self, faults: RandomFaults) {
        self.state().script.at_random(faults);
    }

    /// Forgets all faults that have not happened yet, and asks chance no more.
    pub fn clear_faults(&self) {
        self.state().script.clear();
    }
}

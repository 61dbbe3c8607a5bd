//! The asynchronous client.

pub(crate) mod builder;
pub(crate) mod call;
mod events;
mod item_id;
pub(crate) mod items;
pub(crate) mod retry;
pub(crate) mod settings;
mod slot;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use tokio::runtime::Handle;

use crate::client::builder::ClientBuilder;
use crate::client::call::PreparedCall;
use crate::client::items::Items;
use crate::client::retry::RetryPolicy;
use crate::client::settings::Settings;
use crate::codec::response;
use crate::codec::{Codec, PreparedRequest, no_url, prepare};
use crate::endpoint::Endpoint;
use crate::endpoint::page::Paged;
use crate::error::{Error, Kind};
use crate::rate_budget::limiter::Budget;
use crate::rate_budget::report::EndpointBudget;
use crate::rate_budget::target::Target;
use crate::transport::guarded_body::SendCheck;
use crate::transport::http_client::HttpClient;
use crate::transport::timeouts::Timeouts;

/// Sends requests to Clerk's Backend API.
///
/// Cheap to clone; the clones share their connections.
///
/// # Runtime
///
/// A call needs a tokio runtime: without one it is an error, with nothing sent. The runtime needs IO and
/// time (`enable_all`); tokio panics in a runtime that was built without them.
///
/// Make one client for each runtime. Connections belong to the runtime that opened them: a call from a
/// second runtime may be given one whose runtime is gone, which is an error at once, or idle, and then
/// nothing moves until the timeout. For synchronous code there is
/// [`blocking::Client`](https://docs.rs/clerk-invite/latest/clerk_invite/blocking/struct.Client.html).
///
/// # Dropping a call
///
/// A call begins when its future is first polled. Dropping the future before that sends nothing.
/// Dropping it later leaves open whether the call is carried out, exactly as
/// [`Delivery::Unknown`](crate::Delivery::Unknown) does: look before you send it again. Nothing
/// leaks, and the client stays usable. In a rate budget the call counts, unless no connection had taken
/// its request.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    settings: Settings,
    check: Option<SendCheck>,
}

struct Shared {
    codec: Codec,
    http: HttpClient,
    budget: Option<Budget>,
}

impl Client {
    /// Makes a client with the secret key (`sk_live_…` or `sk_test_…`), for `https://api.clerk.com/v1`.
    ///
    /// # Errors
    ///
    /// The text cannot be a secret key, or TLS cannot be set up.
    pub fn new(secret_key: impl AsRef<str>) -> Result<Self, Error> {
        Self::builder(secret_key).build()
    }

    /// Makes a client with the secret key in the environment variable `CLERK_SECRET_KEY`, for the server
    /// in `CLERK_API_URL` if that is set, with or without `/v1`, as Clerk's own SDKs do.
    ///
    /// # Errors
    ///
    /// `CLERK_SECRET_KEY` is missing, empty or cannot be a secret key; `CLERK_API_URL` is not a URL that
    /// the key may be sent to; or TLS cannot be set up.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Returns a builder, for settings of your own.
    pub fn builder(secret_key: impl AsRef<str>) -> ClientBuilder {
        ClientBuilder::new(secret_key)
    }

    pub(crate) fn from_parts(
        codec: Codec,
        http: HttpClient,
        budget: Option<Budget>,
        settings: Settings,
    ) -> Self {
        Self { shared: Arc::new(Shared { codec, http, budget }), settings, check: None }
    }

    /// Returns a client with other timeouts, which shares everything else with this one.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use clerk_invite::{Client, CreateInvitation, Timeouts};
    /// # async fn example(clerk: Client) -> Result<(), clerk_invite::Error> {
    /// let quick = Timeouts::default().total(Duration::from_secs(5));
    /// let request = CreateInvitation::new("invite@example.com");
    /// clerk.with_timeouts(quick).create_invitation(request).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        Self { settings: Settings { timeouts, ..self.settings }, ..self.clone() }
    }

    /// Returns a client with another retry policy, which shares everything else with this one.
    #[must_use]
    pub fn with_retry(&self, retry: RetryPolicy) -> Self {
        Self { settings: Settings { retry, ..self.settings }, ..self.clone() }
    }

    /// Returns the same client without its rate budget: its calls neither wait for a slot nor count.
    ///
    /// For callers that keep a budget of their own, such as one that several processes share.
    #[must_use]
    pub fn without_rate_budget(&self) -> Self {
        let settings = Settings { without_rate_budget: true, ..self.settings };
        Self { settings, ..self.clone() }
    }

    /// Returns a client that asks `check` once more when a connection is there, right before a request
    /// is written to it. On `false` nothing is written, and the error is
    /// [`Delivery::NotSent`](crate::Delivery::NotSent).
    ///
    /// For requests that must not leave late, whatever the connection took or how long the machine
    /// slept meanwhile. `check` runs within the runtime, and must not block.
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// # use clerk_invite::{Client, CreateInvitation};
    /// # async fn example(clerk: Client) -> Result<(), clerk_invite::Error> {
    /// let deadline = SystemTime::now() + Duration::from_secs(10);
    /// let clerk = clerk.with_send_check(move || SystemTime::now() < deadline);
    /// clerk.create_invitation(CreateInvitation::new("invite@example.com")).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_send_check(&self, check: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { check: Some(Arc::new(check)), ..self.clone() }
    }

    /// Returns the rate budget of each endpoint that was called, whose limit was set, or that was
    /// [continued](crate::RateBudget::continue_from), in order of paths. Empty if the client has none.
    #[must_use]
    pub fn budget(&self) -> Vec<EndpointBudget> {
        self.rate_budget().map(Budget::report).unwrap_or_default()
    }

    /// Returns the rate budget of one endpoint, or `None` if the client has none.
    #[must_use]
    pub fn budget_of<E: Endpoint>(&self) -> Option<EndpointBudget> {
        self.rate_budget().map(|budget| budget.report_of(&Target::of::<E>()))
    }

    /// Returns a fingerprint of the secret key: 16 hexadecimal digits, the same in every process and
    /// version, from which the key cannot be computed.
    ///
    /// Tells whether stored state, such as a rate budget, belongs to the same key.
    #[must_use]
    pub fn key_fingerprint(&self) -> String {
        self.shared.codec.key_fingerprint()
    }

    /// Sends any request: one of [`specs`](crate::specs), or one of your own that is declared with
    /// [`#[endpoint]`](macro@crate::endpoint). Takes the request or a reference to it.
    ///
    /// # Errors
    ///
    /// [`Error`], whose [`delivery`](Error::delivery) says whether the call was carried out. An
    /// invalid request is an error before anything is sent.
    pub fn send<E: Endpoint>(
        &self,
        request: E,
    ) -> impl Future<Output = Result<E::Response, Error>> + Send + use<'_, E> {
        self.send_as(request)
    }

    /// Sends a request like [`send`](Self::send), and returns the status and the headers of the response
    /// with the result.
    ///
    /// ```
    /// # use clerk_invite::{Client, Error, ListInvitations, http};
    /// # async fn example(clerk: Client) -> Result<(), Error> {
    /// let response = clerk.send_for_response(ListInvitations::new()).await?;
    /// println!("Clerk's clock: {:?}", response.headers().get(http::header::DATE));
    /// for invitation in response.into_body() {
    ///     println!("{}", invitation.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub fn send_for_response<E: Endpoint>(
        &self,
        request: E,
    ) -> impl Future<Output = Result<http::Response<E::Response>, Error>> + Send + use<'_, E> {
        self.call(request, std::convert::identity)
    }

    /// Streams all items of a list, page after page, from the request's `offset` on. A page has `limit`
    /// items, by default as many as the endpoint allows.
    ///
    /// Nothing is sent before the first item is polled. [`Items`] is a
    /// [`Stream`](https://docs.rs/futures-core/0.3/futures_core/stream/trait.Stream.html), and has a [`next`](Items::next) of its own:
    ///
    /// ```
    /// # use clerk_invite::{Client, Error, InvitationStatus, ListInvitations};
    /// # async fn example(clerk: Client) -> Result<(), Error> {
    /// let pending = ListInvitations::new().status(InvitationStatus::Pending);
    /// let mut pending = clerk.stream(pending);
    /// while let Some(invitation) = pending.next().await {
    ///     println!("{}", invitation?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream<E: Paged>(&self, request: E) -> Items<E> {
        Items::new(self.clone(), request)
    }

    /// Sends a request, and decodes the response as any type.
    pub(crate) fn send_as<E: Endpoint, T: DeserializeOwned>(
        &self,
        request: E,
    ) -> impl Future<Output = Result<T, Error>> + Send + use<'_, E, T> {
        self.call(request, http::Response::into_body)
    }

    /// Sends a request, decodes the response, and returns what `finish` makes of it.
    ///
    /// One future, and none around it, which would be twice as large: every call moves it.
    fn call<E: Endpoint, T: DeserializeOwned, R>(
        &self,
        request: E,
        finish: fn(http::Response<T>) -> R,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<'_, E, T, R> {
        // Encoded here, so that the future holds bytes and nothing of `E`.
        let prepared = self.prepare(&request);
        drop(request);
        async move {
            let call = prepared?;
            if Handle::try_current().is_err() {
                let problem = "there is no tokio runtime on this thread, expected `#[tokio::main]`, a \
                               `Runtime` or `clerk_invite::blocking::Client`";
                return Err(Error::new(Some(E::NAME), Kind::Runtime(problem)));
            }
            let sent = call.send(&self.shared.http.reqwest, self.rate_budget()).await;
            let result = sent.and_then(|(response, span)| {
                let decoded = response::decode(&response, E::MAX_ITEMS.is_some());
                let result = decoded.map_err(|failure| {
                    let error = response::error(E::NAME, call.sent(), &response, &failure);
                    span.record("error.type", error.error_type());
                    error
                })?;
                Ok(finish(response.map(|_| result)))
            });
            result.inspect_err(|error| events::failed(E::NAME, error))
        }
    }

    fn rate_budget(&self) -> Option<&Budget> {
        self.shared.budget.as_ref().filter(|_| !self.settings.without_rate_budget)
    }

    fn prepare<E: Endpoint>(&self, request: &E) -> Result<PreparedCall<'_>, Error> {
        let Shared { codec, http, .. } = &*self.shared;
        let PreparedRequest { method, path, query, body } = prepare(request)?;
        let url = http.url(path, &query).map_err(|problem| no_url(E::NAME, problem))?;
        Ok(PreparedCall {
            operation: E::NAME,
            template: E::PATH,
            target: Target::of::<E>(),
            method,
            url,
            headers: codec.headers(body.is_some()),
            body: body.unwrap_or_default(),
            settings: self.settings,
            check: self.check.as_ref(),
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("codec", &self.shared.codec)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

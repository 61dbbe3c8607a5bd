//! The settings of a client.

use std::fmt;
use std::time::Duration;

use crate::client::Client;
use crate::client::retry::RetryPolicy;
use crate::client::settings::Settings;
use crate::codec::Codec;
use crate::codec::base_url::BaseUrl;
use crate::error::Error;
use crate::rate_budget::limiter::Budget;
use crate::rate_budget::settings::RateBudget;
use crate::transport::body_limits::BodyLimits;
use crate::transport::http_client::{HttpClient, HttpSettings};
use crate::transport::timeouts::Timeouts;

/// Makes a [`Client`] with settings of your own.
///
/// ```
/// use std::time::Duration;
///
/// use clerk_invite::Client;
///
/// # fn main() -> Result<(), clerk_invite::Error> {
/// let clerk = Client::builder("sk_test_123").timeout(Duration::from_secs(10)).build()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    secret_key: String,
    base_url: Option<String>,
    allow_http: bool,
    user_agent: Option<String>,
    settings: Settings,
    budget: Option<RateBudget>,
    http: Option<HttpSettings>,
}

impl ClientBuilder {
    pub(crate) fn new(secret_key: impl AsRef<str>) -> Self {
        Self {
            secret_key: secret_key.as_ref().to_owned(),
            base_url: None,
            allow_http: false,
            user_agent: None,
            settings: Settings::default(),
            budget: None,
            http: None,
        }
    }

    /// From the environment, as [`Client::from_env`], for settings on top.
    ///
    /// # Errors
    ///
    /// `CLERK_SECRET_KEY` is not set, or `CLERK_API_URL` is no URL.
    pub fn from_env() -> Result<Self, Error> {
        let read = |name: &str| match std::env::var(name) {
            Ok(value) if !value.trim().is_empty() => Ok(Some(value)),
            Ok(_) | Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(Error::config(format!("the environment variable `{name}` is not Unicode")))
            }
        };
        let Some(secret_key) = read("CLERK_SECRET_KEY")? else {
            return Err(Error::config(
                "the environment variable `CLERK_SECRET_KEY` is not set: expected the secret key, \
                 `sk_live_..` or `sk_test_..`",
            ));
        };
        let builder = Self::new(secret_key);
        match read("CLERK_API_URL")? {
            Some(url) => Ok(builder.base_url(BaseUrl::from_api_url(&url)?.as_str())),
            None => Ok(builder),
        }
    }

    /// The server, version included; by default `https://api.clerk.com/v1`. Must be `https`, or
    /// `http` on this machine (`127.0.0.0/8`, `[::1]`, `localhost`).
    pub fn base_url(self, base_url: impl AsRef<str>) -> Self {
        Self { base_url: Some(base_url.as_ref().to_owned()), ..self }
    }

    /// Takes `http` to other machines, too: the secret key is then readable on the network. For a
    /// server inside a network that you trust.
    pub fn allow_http(self, allow: bool) -> Self {
        Self { allow_http: allow, ..self }
    }

    /// The `User-Agent`; by default this crate's name and version.
    pub fn user_agent(self, user_agent: impl AsRef<str>) -> Self {
        Self { user_agent: Some(user_agent.as_ref().to_owned()), ..self }
    }

    /// How long the parts of an attempt may take; see [`Timeouts`] for what is set by default.
    /// [`Client::with_timeouts`] sets them for single calls.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.settings.timeouts = timeouts;
        self
    }

    /// How long an attempt may take: [`Timeouts::total`]. A short one makes more calls of which
    /// nobody knows whether they were carried out. Waiting for the rate budget and between attempts
    /// comes on top, if you asked for any.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.settings.timeouts.total = total;
        self
    }

    /// How much of an answer is read; see [`BodyLimits`].
    pub fn body_limits(mut self, limits: BodyLimits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// When a call is sent again; by default never. [`Client::with_retry`] sets it for single
    /// calls.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// Keeps the client and its clones within the rate limits of their endpoints; by default
    /// nothing is counted.
    pub fn rate_budget(self, budget: RateBudget) -> Self {
        Self { budget: Some(budget), ..self }
    }

    /// Settings of the `reqwest` client below: proxies, DNS, TLS of your own, connection pools.
    ///
    /// What the promises rest on is set after yours: no redirects, no retries, no `Referer`, no
    /// decompression. That is why it takes no finished `reqwest::Client`.
    ///
    /// ```
    /// # fn main() -> Result<(), clerk_invite::Error> {
    /// let clerk = clerk_invite::Client::builder("sk_test_123")
    ///     .http_client(|http| http.pool_max_idle_per_host(2))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn http_client(
        self,
        settings: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        Self { http: Some(Box::new(settings)), ..self }
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A setting is wrong: the key, the base URL, the user agent; or TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = match &self.base_url {
            Some(text) => BaseUrl::parse(text, self.allow_http)?,
            None => BaseUrl::clerk()?,
        };
        let mut codec = Codec::with_base_url(&self.secret_key, &base_url)?;
        if let Some(user_agent) = &self.user_agent {
            codec = codec.user_agent(user_agent)?;
        }
        let http = HttpClient::new(&base_url, self.http)?;
        Ok(Client::from_parts(codec, http, self.budget.map(Budget::new), self.settings))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

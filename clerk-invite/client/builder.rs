//! The builder of a client.

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
use crate::transport::tls::RootCertificates;

/// Makes a [`Client`] with settings of your own.
///
/// ```
/// use std::time::Duration;
///
/// use clerk_invite::{Client, RateBudget, RetryPolicy, Timeouts};
///
/// # fn main() -> Result<(), clerk_invite::Error> {
/// let clerk = Client::builder("sk_test_123")
///     // Up to three attempts; besides, a 429 is waited out if Clerk asks for at most a minute.
///     .retry(RetryPolicy::attempts(3).wait_up_to(Duration::from_secs(60)))
///     // Never more calls than Clerk allows: a call waits for its slot, or says when there is one.
///     .rate_budget(RateBudget::new().max_wait(Duration::from_secs(30)))
///     .timeouts(Timeouts::default().read(Duration::from_secs(10)))
///     .build()?;
/// // For one call only:
/// let once = clerk.with_retry(RetryPolicy::off());
/// # let _ = once;
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
    roots: RootCertificates,
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
            roots: RootCertificates::default(),
            http: None,
        }
    }

    /// Reads the environment as [`Client::from_env`] does, for settings on top.
    ///
    /// # Errors
    ///
    /// `CLERK_SECRET_KEY` is missing or empty, or one of the two variables is not Unicode.
    pub fn from_env() -> Result<Self, Error> {
        let variable = |name: &str| match std::env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(Error::config(format!("the environment variable `{name}` is not Unicode")))
            }
        };
        let missing = |problem| {
            Error::config(format!(
                "the environment variable `CLERK_SECRET_KEY` {problem}: expected the secret key, \
                 `sk_live_..` or `sk_test_..`"
            ))
        };
        let secret_key = match variable("CLERK_SECRET_KEY")? {
            Some(key) if key.trim().is_empty() => return Err(missing("is empty")),
            Some(key) => key,
            None => return Err(missing("is not set")),
        };
        let builder = Self::new(secret_key);
        Ok(match variable("CLERK_API_URL")? {
            Some(url) if !url.trim().is_empty() => builder.base_url(url),
            _ => builder,
        })
    }

    /// Sets the server; by default `https://api.clerk.com/v1`. Without a path, `/v1` is appended.
    ///
    /// The scheme is `https`, or `http` on this machine (`127.0.0.0/8`, `[::1]`, `localhost`).
    /// [`build`](Self::build) refuses any other URL.
    pub fn base_url(self, base_url: impl AsRef<str>) -> Self {
        Self { base_url: Some(base_url.as_ref().to_owned()), ..self }
    }

    /// Allows `http` to other machines, too: the secret key is then readable on the network. For a
    /// server in a network that you trust.
    pub fn allow_http(self, allow: bool) -> Self {
        Self { allow_http: allow, ..self }
    }

    /// Sets the `User-Agent`; by default this crate's name and version.
    pub fn user_agent(self, user_agent: impl AsRef<str>) -> Self {
        Self { user_agent: Some(user_agent.as_ref().to_owned()), ..self }
    }

    /// Sets the timeouts of an attempt; see [`Timeouts`] for the defaults.
    /// [`Client::with_timeouts`] sets them for single calls.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.settings.timeouts = timeouts;
        self
    }

    /// Sets the longest time of an attempt, [`Timeouts::total`]. A short one makes more calls
    /// [`Unknown`](crate::Delivery::Unknown). Waits for the rate budget and between attempts, if you
    /// asked for any, come on top.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.settings.timeouts.total = total;
        self
    }

    /// Sets the largest response bodies that are read; see [`BodyLimits`].
    pub fn body_limits(mut self, limits: BodyLimits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Sets the retry policy; by default nothing is sent again. [`Client::with_retry`] sets it for
    /// single calls.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// Keeps the client and its clones within the rate limits of their endpoints; by default
    /// nothing is counted.
    pub fn rate_budget(self, budget: RateBudget) -> Self {
        Self { budget: Some(budget), ..self }
    }

    /// Trusts these certificates, in PEM, beside the system's: for a company's proxy or a server of
    /// your own with a private certificate authority. May be called several times.
    ///
    /// [`build`](Self::build) refuses a text without a certificate.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    #[cfg_attr(docsrs, doc(cfg(any(feature = "rustls", feature = "native-tls"))))]
    pub fn add_root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.pem.push(pem.as_ref().to_vec());
        self
    }

    /// Trusts these certificates, in PEM, and no other: neither the system's nor those added before.
    ///
    /// [`build`](Self::build) refuses a text without a certificate.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    #[cfg_attr(docsrs, doc(cfg(any(feature = "rustls", feature = "native-tls"))))]
    pub fn only_root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots = RootCertificates { only: true, pem: vec![pem.as_ref().to_vec()] };
        self
    }

    /// Changes settings of the `reqwest` client below: proxies, DNS, connection pools.
    ///
    /// The settings that the delivery promise rests on come after yours: HTTP/1, no redirects, no
    /// retries, no `Referer`, no decompression, no log of the wire. So a finished `reqwest::Client` is
    /// not accepted.
    ///
    /// ```
    /// # fn main() -> Result<(), clerk_invite::Error> {
    /// let clerk = clerk_invite::Client::builder("sk_test_123")
    ///     .http_client(|http| http.pool_max_idle_per_host(2))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Idle connections
    ///
    /// A connection is reused within 15 seconds. After longer silence the server or a proxy may have
    /// closed it, and a POST on it would be [`Unknown`](crate::Delivery::Unknown), which costs a person
    /// more than a handshake costs the machine. `pool_idle_timeout` sets another time. Where a process
    /// is frozen between calls (AWS Lambda and the like) clocks stand still, too: there set
    /// `pool_max_idle_per_host(0)`, which reuses none.
    ///
    /// # TLS
    ///
    /// TLS is set up before your settings, as a finished configuration, which `reqwest` uses as it is:
    /// `tls_certs_merge`, `tls_certs_only`, `tls_version_min` and the like have **no effect** with the
    /// feature `rustls`. For certificates there are
    /// [`add_root_certificates`](Self::add_root_certificates) and
    /// [`only_root_certificates`](Self::only_root_certificates); `tls_danger_accept_invalid_certs` and
    /// `tls_danger_accept_invalid_hostnames` are refused by [`build`](Self::build). For anything else,
    /// such as client certificates, pass a configuration of your own:
    ///
    /// ```
    /// # #[cfg(feature = "rustls")]
    /// # fn example(config: rustls::ClientConfig) -> Result<(), clerk_invite::Error> {
    /// let clerk = clerk_invite::Client::builder("sk_test_123")
    ///     .http_client(|http| http.tls_backend_preconfigured(config))
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

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// A setting is wrong: the key, the base URL, the user agent, a timeout of 0 s, a certificate; or
    /// TLS cannot be set up, for example because the system has no root certificates.
    pub fn build(self) -> Result<Client, Error> {
        let Timeouts { connect, read, total } = self.settings.timeouts;
        for (name, timeout) in [("connect", connect), ("read", read), ("total", total)] {
            if timeout.is_zero() {
                let problem = format!("the timeout `{name}` is 0 s, in which no call can succeed");
                return Err(Error::config(problem));
            }
        }
        let base_url = match &self.base_url {
            Some(text) => BaseUrl::parse(text, self.allow_http)?,
            None => BaseUrl::clerk()?,
        };
        let mut codec = Codec::with_base_url(&self.secret_key, &base_url)?;
        if let Some(user_agent) = &self.user_agent {
            codec = codec.user_agent(user_agent)?;
        }
        let http = HttpClient::new(&base_url, &self.roots, self.http)?;
        Ok(Client::from_parts(codec, http, self.budget.map(Budget::new), self.settings))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

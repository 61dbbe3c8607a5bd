//! The client.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

use crate::error::Kind;
use crate::{ClientBuilder, Codec, Endpoint, Error, codec, transport};

/// Sends requests to Clerk's Backend API.
///
/// Cheap to clone; the clones share their connections. Needs a tokio runtime with IO and time.
///
/// A call is sent once its future is polled. Dropping the future part-way leaves it open whether
/// the call is carried out, as [`Delivery::Unknown`](crate::Delivery::Unknown) does; the client
/// stays usable.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    codec: Codec,
    http: reqwest::Client,
}

impl Client {
    /// With the secret key (`sk_live_…` or `sk_test_…`), for `https://api.clerk.com/v1`.
    ///
    /// # Errors
    ///
    /// The key is empty, is a publishable key or holds what no key can; or TLS cannot be set up.
    pub fn new(secret_key: impl AsRef<str>) -> Result<Self, Error> {
        Self::builder(secret_key).build()
    }

    /// With the secret key in the environment variable `CLERK_SECRET_KEY`, and the server in
    /// `CLERK_API_URL` if that is set: as Clerk's own SDKs do, with or without `/v1`.
    ///
    /// # Errors
    ///
    /// `CLERK_SECRET_KEY` is not set or is no secret key, or `CLERK_API_URL` is no URL.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// With settings of your own.
    pub fn builder(secret_key: impl AsRef<str>) -> ClientBuilder {
        ClientBuilder::new(secret_key)
    }

    pub(crate) fn from_parts(codec: Codec, http: reqwest::Client) -> Self {
        Self(Arc::new(Inner { codec, http }))
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
        // Encoded here, so that the future holds bytes and nothing of `E`.
        let encoded = self.0.codec.encode(&request);
        drop(request);
        async move {
            let response = self.exchange(E::NAME, encoded?).await?;
            codec::decode(E::NAME, &response)
        }
    }

    async fn exchange(
        &self,
        operation: &'static str,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, Error> {
        let response = match transport::exchange(&self.0.http, request).await {
            Ok(response) => response,
            Err(transport::NoAnswer { source, delivery }) => {
                return Err(Error::new(Some(operation), Kind::Transport { source, delivery }));
            }
        };
        let (parts, body) = response.into_parts();
        match body {
            Ok(body) => Ok(Response::from_parts(parts, body)),
            // The status says it all; what Clerk would have added is lost.
            Err(_) if !parts.status.is_success() => Ok(Response::from_parts(parts, Bytes::new())),
            Err(transport::NoBody { reason, timeout }) => {
                let response = Response::from_parts(parts, ());
                Err(codec::unreadable(operation, &response, reason, timeout))
            }
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("codec", &self.0.codec).finish_non_exhaustive()
    }
}
